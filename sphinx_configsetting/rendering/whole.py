"""What templates draw of settings on pages that are not their home."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from docutils import nodes
from docutils.transforms import Transformer
from docutils.transforms.references import AnonymousHyperlinks, ExternalTargets

from ..config import valid
from ..domain import domain_of
from ..fragments import as_blocks
from ..warnings_ import Subtype, warn
from .again import CHAIN
from .parsing import MARK, Slot, fill
from .presentation import BUILTIN, templates_of
from .templates import TemplateError, outline_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..catalog.listing import Listing
    from ..catalog.setting import Setting
    from .again import Again, Place
    from .templates import Rendering

TRANSFORMS: Final = (ExternalTargets, AnonymousHyperlinks)
MAX_DEPTH: Final = 2
"""How deeply settings may be shown within each other's bodies, which could multiply them."""
FLAT: Final = '!compact'
"""The template for places where no table can stand."""


def whole(
    again: Again, listing: Listing, setting: Setting, carrier: nodes.Element, *, flat: bool
) -> list[nodes.Node]:
    """Return a link to a setting, and its table; only the link within its own body or too deep.

    :param flat: whether no table can stand there.
    """
    title = nodes.paragraph('', '', nodes.strong('', '', *again.title_link(setting)))
    chain: tuple[Place, ...] = carrier.get(CHAIN) or ((listing.docname, listing.within),)
    if (setting.docname, setting.position) in chain or len(chain) > MAX_DEPTH:
        return [title]
    return [title, *table_of(again, listing, setting, chain, flat=flat)]


def table_of(
    again: Again, listing: Listing, setting: Setting, chain: Sequence[Place], *, flat: bool
) -> list[nodes.Node]:
    """Return the table of a setting, with copies of its markup."""
    fields = domain_of(again.env).fields
    if not setting.facts and not setting.fragments:
        return []
    root = parsed(again, rendered(again, listing, setting, flat=flat))
    stated = [field for field in fields if field.name in setting.facts]
    values = [again.value(field, setting) for field in stated]
    blocks = [again.markup(name, setting, chain) for name in setting.fragments]
    found = iter(again.resolved([*values, *blocks]))
    slots = {field.name: Slot(partial(copies, next(found))) for field in stated}
    slots |= {name: Slot(partial(wrapped, next(found)), block=True) for name in setting.fragments}
    fill(root, slots)
    unwrap(root)
    return list(root.children)


def rendered(again: Again, listing: Listing, setting: Setting, *, flat: bool) -> Rendering:
    """Draw a setting with the template that its page asks for, or else the built-in one."""
    templates, fields = templates_of(again.env), domain_of(again.env).fields
    outline = outline_of(setting, fields, setting.fragments, ' '.join(listing.classes))
    name = listing.template or valid(again.env.config, 'configsetting_template')
    try:
        return templates.render(FLAT if flat else name, setting, outline, fields)
    except TemplateError as error:
        warn(
            Subtype.TEMPLATE,
            f'{error}; the setting {setting.id!r} is shown with the built-in template',
            location=place_of(again, listing, error),
        )
        return templates.render(BUILTIN, setting, outline, fields)


def parsed(again: Again, rendering: Rendering) -> nodes.Element:
    """Parse what a template printed, when docutils' transforms of the page have run.

    A document of its own has transforms for directives such as ``rst-class``, and for
    the targets that the template defines.
    """
    document = nodes.document(again.document.settings, again.document.reporter)
    document.transformer = Transformer(document)
    document.transformer.add_transforms(TRANSFORMS)
    parse = templates_of(again.env).parser.parse
    root = parse(rendering.text, document, rendering.files[0], shared=rendering.shared)
    document += root
    document.transformer.apply_transforms()
    settle(root, again)
    return root


def place_of(again: Again, listing: Listing, error: TemplateError) -> str:
    """Return where a template failed, or where it was asked for."""
    if error.filename:
        return f'{error.filename}:{error.line}'
    return domain_of(again.env).place_of(listing.source, listing.line)


def copies(content: Iterable[nodes.Node]) -> list[nodes.Node]:
    """Return copies of nodes."""
    return [node.deepcopy() for node in content]


def wrapped(content: Iterable[nodes.Node]) -> list[nodes.Node]:
    """Return copies of markup as a slot takes them: in one container."""
    return [nodes.container('', *as_blocks(copies(content)), **{MARK: True})]


def unwrap(root: nodes.Element) -> None:
    """Take away the containers around markup."""
    for node in [node for node in root.findall(nodes.Element) if MARK in node]:
        node.replace_self(list(node.children))


def settle(root: nodes.Element, again: Again) -> None:
    """Replace what only docutils' own transforms could resolve, which have run."""
    config = again.env.config
    known = {'version': config.version, 'release': config.release}
    for node in list(root.findall(nodes.substitution_reference)):
        text = node.astext()
        node.replace_self(nodes.Text(known.get(text.lower(), f'|{text}|')))
    for reference in list(root.findall(nodes.reference)):
        if not {'refuri', 'refid'} & reference.attributes.keys():
            reference.parent.replace(reference, reference.children)
    for kind in (nodes.footnote_reference, nodes.citation_reference):
        for note in list(root.findall(kind)):
            note.parent.replace(note, nodes.Text(f'[{note.astext()}]'))
