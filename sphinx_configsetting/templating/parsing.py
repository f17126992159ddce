"""reStructuredText as nodes, and the filling of its slots."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.parsers.rst.languages import get_language
from docutils.parsers.rst.states import Inliner, NestedStateMachine, state_classes
from docutils.statemachine import StringList
from docutils.transforms.references import Footnotes
from sphinx.transforms import DefaultSubstitutions
from sphinx.util.docutils import LoggingReporter, new_document

from .environment import TemplateError
from .filters import SLOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from docutils.frontend import Values
    from docutils.nodes import system_message
    from sphinx.environment import BuildEnvironment

WARNING_LEVEL: Final = 2
CAPTIONED: Final = 'configsetting-captioned'
"""The id of a captioned node until it is copied: Sphinx wants one, to number the node."""


class CollectingReporter(LoggingReporter):
    """Keeps messages, so that one warning can be made of them."""

    def __init__(self, host: Any) -> None:
        """Collect in the place of a document's reporter."""
        super().__init__(host.source, host.report_level, host.halt_level)
        if hasattr(host, 'get_source_and_line'):
            self.get_source_and_line = host.get_source_and_line
        self.messages: list[tuple[str, int]] = []

    def system_message(
        self, level: int, message: str | Exception, *_children: nodes.Node, **kwargs: Any
    ) -> system_message:
        """Keep a message and its line instead of printing it."""
        if level >= WARNING_LEVEL:
            self.messages.append((str(message), kwargs.get('line') or 0))
        return nodes.system_message(
            str(message), level=level, type='', **{'source': '', 'line': 0}
        )


class Parsed(NamedTuple):
    """Nodes, and the faults that docutils found in their text."""

    root: nodes.container
    messages: list[tuple[str, int]]
    """Each message with the line of the text, from 1."""


def parse_rst(text: str, settings: Values, source: str) -> Parsed:
    """Parse reStructuredText that a template printed.

    Nothing of it depends on the page: the markup of the page may be Markdown.

    :param settings: docutils' settings of the page.
    :param source: the name of the file that docutils names in messages.
    """
    document = new_document(source, with_defaults(settings))
    document.reporter = reporter = CollectingReporter(document.reporter)
    root = nodes.container()
    document += root
    inliner = Inliner()
    inliner.init_customizations(document.settings)
    memo = SimpleNamespace(
        document=document,
        reporter=reporter,
        language=get_language(settings.language_code, reporter),
        title_styles=[],
        section_level=0,
        section_bubble_up_kludge=False,
        inliner=inliner,
    )
    machine = NestedStateMachine(state_classes=state_classes, initial_state='Body')
    reporter.get_source_and_line = machine.get_source_and_line
    machine.run(StringList(text.split('\n'), source), 0, memo, root, match_titles=True)
    machine.unlink()
    document.transformer.apply_transforms()  # those of the directives in the text
    DefaultSubstitutions(document).apply()
    Footnotes(document).apply()
    finish(root)
    return Parsed(root, reporter.messages)


def with_defaults(settings: Values) -> Values:
    """Return settings that have all that a parser reads.

    Manual pages are resolved with the settings of their writer, which are fewer, and a doctree
    has no list for the files that it includes.
    """
    if hasattr(settings, 'raw_enabled'):
        return settings.copy()  # which makes a list of dependencies where there is none
    complete = get_default_settings(Parser)
    for name, value in vars(settings).items():
        setattr(complete, name, value)
    return complete


def finish(root: nodes.Element) -> None:
    """Make the nodes of a template independent of their document.

    Headings become rubrics, references by name and footnotes plain text, and messages go.
    """
    for section in list(root.findall(nodes.section)):
        flatten(section)
    for node in list(root.findall(nodes.Element)):
        if isinstance(node, (nodes.system_message, nodes.pending)):
            node.parent.remove(node)
        elif isinstance(node, (nodes.footnote_reference, nodes.citation_reference)):
            node.parent.replace(node, nodes.Text(f'[{node.astext()}]'))
        elif isinstance(node, (nodes.footnote, nodes.citation)):
            node.parent.replace(node, content_of_note(node))
        elif is_unresolved(node):
            node.parent.replace(node, nodes.Text(reference_text(node)))
        elif isinstance(node, nodes.TextElement) and not isinstance(node, nodes.Inline):
            node['translatable'] = False
        node.attributes.pop('refdoc', None)
        if isinstance(node, (nodes.title, nodes.caption)) and not node.parent['ids']:
            node.parent['ids'] = [CAPTIONED]


def find_images(root: nodes.Element, env: BuildEnvironment, docname: str) -> None:
    """Make the paths of a template's images start at the source directory.

    :param docname: a page that shows them.
    :raises TemplateError: there is no such file.
    """
    for node in root.findall(nodes.image):
        uri = node['uri']
        node['candidates'] = {'?': uri}
        if '://' not in uri and not uri.startswith('data:'):
            path, filename = env.relfn2path(f'/{uri.lstrip("/")}', docname)
            if not Path(filename).is_file():
                raise TemplateError(f'there is no image {path!r} in the source directory')
            env.images.add_file(docname, path)
            node['uri'], node['candidates'] = path, {'*': path}


def content_of_note(note: nodes.Element) -> list[nodes.Node]:
    """Return the paragraphs of a footnote, after its label; ids would be on several pages."""
    label, *content = note.children
    mark = f'[{label.astext()}]'
    if not content or not isinstance(content[0], nodes.paragraph):
        return [nodes.paragraph('', mark, translatable=False), *content]
    content[0].insert(0, nodes.Text(f'{mark} '))
    return content


def reference_text(node: nodes.Element) -> str:
    """Return the text of a reference; with its underscore where it may be a part of a name."""
    is_word = isinstance(node, nodes.reference) and '`' not in node.rawsource
    return node.rawsource if is_word else node.astext()


def is_unresolved(node: nodes.Element) -> bool:
    """Return whether a node refers to something by a name that a template cannot define."""
    if isinstance(node, (nodes.substitution_reference, nodes.problematic)):
        return True
    return isinstance(node, nodes.reference) and not {'refuri', 'refid'} & node.attributes.keys()


def flatten(section: nodes.section) -> nodes.rubric:
    """Replace a section by a rubric and the section's content; return the rubric."""
    title, *content = section.children
    assert isinstance(title, nodes.Element)
    rubric = nodes.rubric('', '', *title.children, ids=section['ids'], names=section['names'])
    rubric.source, rubric.line = title.source, title.line
    section.replace_self([rubric, *content])
    return rubric


class Slot(NamedTuple):
    """The content of a slot."""

    content: Callable[[], list[nodes.Node]]
    """Makes the nodes, anew for each use of the slot."""
    block: bool = False
    """True if these are body elements."""


def instantiate(
    pattern: nodes.Element, slots: Mapping[str, Slot], document: nodes.document
) -> list[nodes.Node]:
    """Return copies of the nodes below a pattern, with their slots filled."""
    found: list[nodes.Node] = []
    for child in pattern.children:
        if isinstance(child, nodes.Text):
            found += with_slots(str(child), slots) if '\ufdd0' in child else [nodes.Text(child)]
        else:
            assert isinstance(child, nodes.Element)
            found += copies_of(child, slots, document)
    return found


def copies_of(
    element: nodes.Element, slots: Mapping[str, Slot], document: nodes.document
) -> list[nodes.Node]:
    """Return the copy of one element; blocks in the slots of a line follow after it."""
    only = slot_of(element, slots)
    if only is not None and only.block:
        return only.content()
    copy = element.copy()
    copy.document = document
    if CAPTIONED in copy.get('ids', ()):
        copy['ids'] = []
        document.set_id(copy)
    inline, blocks = lines_and_blocks(instantiate(element, slots, document), copy)
    copy.extend(inline)
    return [copy, *blocks] if copy.children or not blocks else blocks


def slot_of(element: nodes.Element, slots: Mapping[str, Slot]) -> Slot | None:
    """Return the slot that is the whole content of a paragraph, else None."""
    if not isinstance(element, nodes.paragraph) or len(element.children) != 1:
        return None
    text = element.children[0]
    found = SLOT.fullmatch(text.strip()) if isinstance(text, nodes.Text) else None
    return slots[found[1]] if found else None


def lines_and_blocks(
    content: list[nodes.Node], parent: nodes.Element
) -> tuple[list[nodes.Node], list[nodes.Node]]:
    """Return the nodes that can be in a line, and the blocks; all for another parent."""
    if isinstance(parent, nodes.literal):
        return [nodes.Text(''.join(node.astext() for node in content))], []
    if not isinstance(parent, nodes.TextElement):
        return content, []
    inline = [node for node in content if is_inline(node)]
    return inline, [node for node in content if not is_inline(node)]


def is_inline(node: nodes.Node) -> bool:
    """Return whether a node can be in a line."""
    return isinstance(node, (nodes.Text, nodes.Inline))


def with_slots(text: str, slots: Mapping[str, Slot]) -> list[nodes.Node]:
    """Return a text with the content of its slots."""
    found: list[nodes.Node] = []
    for number, piece in enumerate(SLOT.split(text)):
        if number % 2:
            slot = slots[piece]
            found += unwrapped(slot.content()) if slot.block else slot.content()
        elif piece:
            found.append(nodes.Text(piece))
    return found


def unwrapped(content: Iterable[nodes.Node]) -> list[nodes.Node]:
    """Return blocks so that they can begin within a line: paragraphs lose their frame."""
    found: list[nodes.Node] = []
    for block in content:
        assert isinstance(block, nodes.Element)
        if isinstance(block, nodes.paragraph) and not found:
            found += block.children
        else:
            found.append(block)
    return found
