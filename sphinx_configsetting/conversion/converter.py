"""Directives of other types, and lists of definitions, become ``config:setting``."""

from __future__ import annotations

import json
import re
from importlib.util import find_spec
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from ..migration.edits import PLAIN_YAML, Edit, removals
from ..model.field_types import CommandFlags
from ..model.fields import ALIASES, OBJECT_OPTIONS
from ..model.markdown_options import read_markdown_block
from ..model.options import read_block
from ..model.text import collapse
from .definition_lists import (
    TERM,
    definition_lists,
    definition_start,
    is_code_term,
    names_of,
)
from .drafts import Asked, Conversion, ConversionRemark, Draft, Made, NotConvertibleError
from .live_lines import (
    FENCE,
    depth_of,
    embedded_lines,
    extent,
    is_end,
    live_lines,
    live_markdown_lines,
)
from .old_anchors import old_anchor
from .plain_values import LITERAL, option_lines, plain_value
from .sections import SETTING, PageSections, folded_letters
from .stated_facts import (
    FURTHER,
    FactsReader,
    fields_by_label,
    label_key,
    version_notes,
    without_code,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..migration.edits import SourceText
    from ..model.options import Option, OptionBlock
    from .sections import DirectiveSection
    from .stated_facts import StatedFact

DEFINITIONS: Final = 'definition-list'
OBJECTS: Final = ('confval', 'envvar', 'option')
"""The directives of Sphinx, which describe an object wherever they are."""
KINDS: Final = (*OBJECTS, SETTING, DEFINITIONS)
"""The markup that is known to be settings; others are directives of a project."""
FENCES: Final = r'(?P<mark>`{3,}|:{3,}|~{3,})'
EMBEDDED: Final = 'it is in "eval-rst"; write it as a directive of Markdown'
NOT_ALONE: Final = 'other markup is on its line; put it on a separate line'
PROGRAM: Final = re.compile(r' *(?:\.\. |`{3,}\{|:{3,}\{)(?:std:)?program(?:::|\}) *(?P<name>.*)')
TITLE: Final = re.compile(r'(?P<marks>`{1,2}|\*\*|)(?P<name>[^\s`*:|\\()]+)(?P=marks)')


class OldMarkup:
    """The patterns of the directives to convert."""

    def __init__(self, kinds: Iterable[str]) -> None:
        """Compile the names, with which a domain's name may be."""
        names = '|'.join(re.escape(kind) for kind in kinds if kind != DEFINITIONS)
        kind = rf'(?:std:)?(?P<kind>{names or "(?!)"})'
        self.rst = re.compile(rf'(?P<indent> *)\.\. +{kind}::(?: +(?P<text>.*))?')
        self.markdown = re.compile(rf'(?P<indent> *){FENCES}\{{{kind}\}}(?: +(?P<text>.*))?')
        rest = r'(?: +(?P<text>[^|]*))?'
        self.within = re.compile(rf'(?<!`)\.\. +{kind}::{rest}')
        """A directive after other text, in a list, a table or a quote."""
        self.markdown_within = re.compile(rf'(?<!`){FENCES}\{{{kind}\}}{rest}')


class Converter:
    """Converts one page."""

    def __init__(self, source: SourceText, asked: Asked, *, markdown: bool = False) -> None:
        """Read the lines of a page."""
        self.source, self.asked, self.markdown = source, asked, markdown
        self.lines = source.plain
        self.old = OldMarkup(asked.kinds)
        self.live = (live_markdown_lines if markdown else live_lines)(self.lines)
        marks = asked.kinds - {*OBJECTS, DEFINITIONS}
        self.sections = PageSections(self.lines, self.live, marks, markdown=markdown)
        labels = fields_by_label(asked.fields, asked.labels)
        self.labels = labels
        self.reader = FactsReader(self.lines, labels, markdown=markdown)
        self.result = Conversion()
        self.program = ''

    def convert(self) -> Conversion:
        """Return the converted page."""
        pattern = self.old.markdown if self.markdown else self.old.rst
        for number, line in enumerate(self.lines):
            if self.live[number] and (program := PROGRAM.fullmatch(line)):
                self.program = program['name'] if program['name'] != 'None' else ''
            found = pattern.fullmatch(line) if self.live[number] else None
            if found:
                self.result.seen.add(found['kind'])
                self.guarded(number, found)
        self.leave_unread()
        if SETTING in self.asked.kinds:
            self.convert_sections()
        if DEFINITIONS in self.asked.kinds and not self.markdown:
            self.convert_definitions()
        return self.result

    def leave_unread(self) -> None:
        """Note the directives in places where they cannot be rewritten."""
        old = self.old
        pattern = old.markdown if self.markdown else old.rst
        within = old.markdown_within if self.markdown else old.within
        embedded = embedded_lines(self.lines) if self.markdown else []
        for number, line in enumerate(self.lines):
            if any(embedded[number : number + 1]):
                found, reason = old.rst.fullmatch(line), EMBEDDED
            else:
                is_read = not self.live[number] or pattern.fullmatch(line)
                found, reason = None if is_read else within.search(line), NOT_ALONE
            if found:
                self.result.seen.add(found['kind'])
                self.leave(number, collapse(found['text'] or ''), reason)

    def guarded(self, number: int, found: re.Match[str]) -> None:
        """Convert a directive, or note why it is left."""
        try:
            self.convert_directive(number, found)
        except NotConvertibleError as left:
            self.leave(number, collapse(found['text'] or ''), str(left))

    def leave(self, number: int, name: str, reason: str) -> None:
        """Note something that is left."""
        self.result.left.append(ConversionRemark(number + 1, name or '(no name)', reason))

    def convert_directive(self, number: int, found: re.Match[str]) -> None:
        """Convert one directive.

        :raises NotConvertibleError: it must stay as it is.
        """
        kind = found['kind']
        end, inner = self.block_of(number, found)
        head = [*takewhile(bool, self.lines[number + 1 : inner])]
        if self.markdown and head and not head[0].lstrip().startswith(':'):
            if head[0].strip() == '---':
                raise NotConvertibleError('its options are between dashes; write them as ":name:"')
            head = []
        block = self.options_in(head)
        texts = [collapse(found['text'] or ''), *map(collapse, block.argument)]
        names = self.names_of(kind, [text for text in texts if text])
        if block.length < len(head) and not self.markdown:
            raise NotConvertibleError('a line between its options and its text is neither')
        head_end = number + 1 + block.length
        draft = self.draft(number, found, head_end, inner, names[0])
        draft.end = end
        draft.head += [] if kind == 'option' else more_names(found, names[0])
        self.take_options(draft, block.options)
        is_mark = kind not in OBJECTS and not block.options and draft.body == inner
        self.add_names(draft, f'std-{kind}' if is_mark else kind, names)
        if is_mark:
            self.place(draft, names[0][0])
        self.finish(draft)
        is_indexed = 'no-index' not in draft.options.keys() | draft.stated.keys()
        ids = tuple(names[0]) if is_indexed else ()
        self.result.made.append(Made(number + 1, kind, tuple(names[1]), ids))

    def options_in(self, head: list[str]) -> OptionBlock:
        """Read the options of a directive; in Markdown, quotes and comments are those of YAML."""
        if self.markdown and find_spec('yaml'):
            return read_markdown_block(head)
        return read_block([] if self.markdown and not head else head)

    def block_of(self, number: int, found: re.Match[str]) -> tuple[int, int]:
        """Return the line after a directive, and the line after its body."""
        if not self.markdown:
            end = extent(self.lines, number)
            return end, end
        for n in range(number + 1, len(self.lines)):
            fence = FENCE.fullmatch(self.lines[n])
            if fence and not fence['name'] and is_end(fence, found['mark']):
                return n + 1, n
        raise NotConvertibleError('its fence is not closed')

    def names_of(self, kind: str, texts: list[str]) -> tuple[list[str], list[str]]:
        """Return the ids of a directive, and the names by which roles find it.

        :raises NotConvertibleError: there is none, or no id can be made of one.
        """
        if not texts:
            raise NotConvertibleError('it has no name')
        if kind == 'option':
            return self.option_names(texts)
        for text in texts:
            if re.search(r'[\s\\`]', text):
                raise NotConvertibleError(f'{text!r} is not a name without blanks and markup')
        return texts, texts

    def option_names(self, texts: list[str]) -> tuple[list[str], list[str]]:
        """Return the id of an option, made of its longest flag, and its flags."""
        if self.program:
            raise NotConvertibleError(
                f'links find it by the program {self.program!r}, which settings do not have'
            )
        known = CommandFlags()
        flags = list(map(known.main_name, known.parse(', '.join(texts))))
        name = max(flags, key=len).lstrip('-/+')
        if not name or re.search(r'[\s\\`]', name):
            raise NotConvertibleError(f'no id can be made of {texts[0]!r}')
        return [name], flags

    def draft(
        self, number: int, found: re.Match[str], head_end: int, inner: int, names: list[str]
    ) -> Draft:
        """Return the draft of a directive without its options."""
        body = next((n for n in range(head_end, inner) if self.lines[n]), inner)
        depth = len(found['indent']) + (0 if self.markdown else 3)
        first = next((n for n in range(number + 1, head_end) if is_option(self.lines[n])), body)
        if number < first < inner:
            depth = depth_of(self.lines[first])
        opening = f'{found["mark"]}{{config:setting}}' if self.markdown else '.. config:setting::'
        return Draft(
            start=number,
            head_end=head_end,
            end=inner,
            body=body,
            body_end=inner,
            depth=depth_of(self.lines[body]) if body < inner else depth,
            indent=' ' * depth,
            head=[f'{found["indent"]}{opening} {names[0]}'],
            touching=self.markdown,
        )

    def take_options(self, draft: Draft, options: Iterable[Option]) -> None:
        """Take the options of a directive, values without marks of code.

        :raises NotConvertibleError: settings have no such option.
        """
        options = [*options]
        self.check_names(options)
        for option in options:
            name = ALIASES.get(option.name, option.name)
            name = name if self.is_known(name) else self.labels[name].name
            text = option.text
            spot = draft.start + 1 + option.line
            declared = self.asked.fields.get(name)
            value = plain_value(declared, text, markdown=self.markdown) if declared else None
            if name in draft.options.keys() | draft.stated.keys() and not option.condition:
                draft.prose.append(f'{name}: {collapse(text)}')
                self.leave(spot, name, 'it is given twice; the second one is in the text now')
            elif declared is None or option.condition or not text.strip() or option.is_block:
                draft.kept += self.lines[spot : spot + len(option.lines)]
                draft.stated[name] = text
            elif value is None:
                mark = '**{}:**' if self.markdown else ':{}:'
                draft.prose.append(f'{mark.format(declared.plain_label)} {collapse(text)}')
                draft.stated[name] = collapse(text)
                self.leave(spot, name, 'no option can contain its markup; it is in the text now')
            else:
                draft.options[name] = value

    def is_known(self, name: str) -> bool:
        """Return whether settings have an option of that name."""
        return name in OBJECT_OPTIONS or name in self.asked.fields

    def check_names(self, options: Iterable[Option]) -> None:
        """Check that settings have all the options.

        :raises NotConvertibleError: they do not.
        """
        labels = {*map(label_key, self.asked.labels)}
        names = (ALIASES.get(option.name, option.name) for option in options)
        wrong = [name for name in names if not self.is_known(name) and name not in labels]
        if wrong:
            shown = ' or '.join(map(repr, wrong))
            raise NotConvertibleError(
                f'no field is named {shown}; declare it in the file of --fields, or name the '
                f'field with --field "{wrong[0]}=FIELD"'
            )

    def add_names(self, draft: Draft, kind: str, names: tuple[list[str], list[str]]) -> None:
        """Add the fields and anchors of old names."""
        _, all_names = names
        if kind == 'envvar':
            draft.options.setdefault('environment', ', '.join(all_names))
        elif kind == 'option':
            text = self.lines[draft.start].lstrip().partition('} ' if self.markdown else ':: ')[2]
            more = [self.lines[n].strip() for n in range(draft.start + 1, draft.head_end)]
            flags = [text.strip(), *takewhile(lambda line: not is_option(line), more)]
            draft.options.setdefault('option', ', '.join(flags))
            draft.options.setdefault('displayname', draft.options['option'])
        anchors = [anchor for name in all_names if (anchor := old_anchor(kind, name))]
        if anchors and 'anchor' not in draft.stated:
            draft.options['anchor'] = ' '.join(dict.fromkeys(anchors))

    def place(self, draft: Draft, name: str) -> None:
        """Find the section of a directive without a text, which may state its facts.

        In the middle of a text, the directive only marks the place, as before.

        :raises NotConvertibleError: it marks nothing.
        """
        section = self.sections.find(draft.start, draft.end)
        if section is None:
            if not self.sections.is_before_text(draft.start, draft.end):
                raise NotConvertibleError('a heading or a text does not follow it directly')
            draft.kept.append(f'{draft.indent}:no-typesetting:')
            return
        draft.depth, draft.in_section, draft.touching = 0, True, False
        shared = () if section.alone else self.reader.read(section.start, section.end)
        for fact in shared:
            reason = 'several settings share the section; it stays in the text'
            remark = ConversionRemark(fact.start + 1, fact.field.plain_label, reason)
            self.result.left += [remark] if remark not in self.result.left else []
        draft.body, draft.body_end = section.start, section.end if section.alone else section.start
        if not section.names(name):
            draft.options['placement'] = 'section'

    def finish(self, draft: Draft) -> None:
        """Take the facts of the text, and note the edits."""
        self.take_facts(draft)
        if self.asked.lift:
            self.lift(draft)
        self.result.edits.append(Edit(draft.start, draft.head_end, tuple(self.written(draft))))
        self.result.edits += removals(self.lines, draft.removed)

    def take_facts(self, draft: Draft) -> None:
        """Take the facts that the text states first, and those that a body states last."""
        read = [*self.reader.read(draft.body, draft.body_end)]
        if not draft.in_section:
            start = read[-1].end if read else draft.body
            read += self.reader.read_last(start, draft.body_end)
        self.leave_later(draft, read)
        for fact in read:
            name = fact.field.name
            known = draft.options.get(name, draft.stated.get(name))
            has_block = any('\n\n' in value for value in draft.options.values())
            reason = ''
            if fact.value is None:
                reason = 'its value has markup, blocks or several sentences, which fit no option'
            elif known is not None and known != fact.value:
                reason = f'it is {fact.value!r} here, but {known!r} in another place'
            elif known is None and has_block and '\n\n' in fact.value:
                reason = 'another option has a block with blank lines already'
            elif draft.in_section and (other := self.stated_again(draft, fact)):
                reason = f'the section states it again as {other!r}, so a build would not show it'
            elif known is None:
                draft.options[name] = fact.value
            if not reason:
                draft.removed.append((fact.start, fact.end))
                continue
            self.leave(fact.start, fact.field.plain_label, f'{reason}; it stays in the text')

    def leave_later(self, draft: Draft, read: Sequence[StatedFact]) -> None:
        """Note the defaults and types that are neither at the start nor at the end of a text."""
        for first, _ in self.reader.blocks(draft.body, draft.body_end):
            field = self.reader.field_at(first) if self.live[first] else None
            is_read = any(fact.start <= first < fact.end for fact in read)
            if field and field.name in {'default', 'type'} and not is_read:
                reason = 'there is other text before it; it stays there'
                self.leave(first, field.plain_label, reason)

    def stated_again(self, draft: Draft, fact: StatedFact) -> str:
        """Return the other value of a fact that the rest of a section states; '' for none."""
        spans = [*draft.removed, (fact.start, fact.end)]
        rest = [
            '' if any(start <= number < end for start, end in spans) else self.lines[number]
            for number in range(draft.body, draft.body_end)
        ]
        found = [*self.asked.statements('\n'.join(rest))]
        again = [one.text for one in found if one.field.name == fact.field.name]
        # A build leaves out a fact that a section with other facts mentions in its text.
        mentioned = found and fact.value and collapse(fact.value) in collapse(' '.join(rest))
        return next(iter(again), '') or (fact.value or '' if mentioned else '')

    def lift(self, draft: Draft) -> None:
        """Take the notes on versions that are not about a part of the setting."""
        notes = [*version_notes(self.lines, draft.body, draft.body_end, draft.depth)]
        for note in notes:
            known = draft.options.get(note.name, draft.stated.get(note.name))
            if note.value is None:
                self.leave(note.start, note.name, 'no option can contain its text; it stays')
            elif known is not None:
                self.leave(note.start, note.name, f'{known!r} is stated already; it stays')
            else:
                draft.options[note.name] = note.value
                draft.removed.append((note.start, note.end))

    def written(self, draft: Draft) -> Iterator[str]:
        """Yield the lines of a directive up to its body."""
        yield from draft.head
        yield from draft.kept
        order = [one.name for one in self.asked.fields]
        texts = sorted(draft.options.items(), key=lambda item: rank(order, *item))
        for name, value in texts:
            yield from self.option(draft.indent, name, value)
        yield from [draft.tail] if draft.tail else []
        if draft.prose:
            yield ''
            yield from (f'{" " * draft.depth}{line}' for line in draft.prose)
        if draft.touching and self.needs_blank(draft):
            yield ''

    def needs_blank(self, draft: Draft) -> bool:
        """Return whether the text would be right below the options."""
        first = draft.head_end
        for start, stop in sorted(draft.removed):
            first = stop if start == first else first
        return first < draft.body_end and bool(self.lines[first])

    def option(self, indent: str, name: str, value: str) -> tuple[str, ...]:
        """Return the lines of an option; in Markdown, a value that YAML would read is quoted."""
        if self.markdown and '\n' in value:
            block = (f'{indent}  {line}'.rstrip() for line in value.split('\n'))
            return (f'{indent}:{name}: |', *block)
        if self.markdown and not PLAIN_YAML.fullmatch(value):
            value = json.dumps(value, ensure_ascii=False)
        return option_lines(indent, name, value)

    def convert_sections(self) -> None:
        """Convert the sections without a directive whose heading is a name."""
        directives = [*filter(self.sections.is_setting, range(len(self.lines)))]
        known = {folded_letters(name) for n in directives for name in self.lines[n].split()}
        taken = {found.heading.end for n in directives if (found := self.section_of(n))}
        for number in range(len(self.lines)):
            heading = self.sections.heading_at(number)
            title = TITLE.fullmatch(heading.title) if heading and self.live[number] else None
            if not heading or not title or heading.end in taken:
                continue
            if folded_letters(title['name']) not in known and (
                is_code_term(title) or title['name'].islower()
            ):
                self.convert_section(heading.end, title)

    def section_of(self, number: int) -> DirectiveSection | None:
        """Return the section of the directive at a line, or None."""
        found = self.old.markdown.fullmatch(self.lines[number]) if self.markdown else None
        try:
            end = self.block_of(number, found)[0] if found else extent(self.lines, number)
        except NotConvertibleError:
            return None
        return self.sections.find(number, end)

    def convert_section(self, start: int, title: re.Match[str]) -> None:
        """Convert a section whose text begins with facts."""
        end = self.sections.end(start)
        facts = [*self.reader.read(start, end)]
        if not facts or (not title['marks'] and all(fact.value is None for fact in facts)):
            return
        opening = '```{config:setting}' if self.markdown else '.. config:setting::'
        draft = Draft(
            start=start,
            head_end=start,
            end=start,
            body=start,
            body_end=end,
            depth=0,
            indent='' if self.markdown else '   ',
            head=['', f'{opening} {title["name"]}'],
            in_section=True,
            touching=True,
            tail='```' if self.markdown else '',
        )
        self.finish(draft)
        self.result.made.append(Made(start, SETTING, (title['name'],), (title['name'],)))

    def convert_definitions(self) -> None:
        """Convert the lists of definitions whose terms are all names."""
        for group in definition_lists(self.lines, self.live):
            terms = [TERM.fullmatch(self.lines[number].strip()) for number in group]
            known = [term for term in terms if term]
            if depth_of(self.lines[group[0]]):
                if all(map(is_code_term, known)) and len(known) == len(group):
                    name = known[0]['name']
                    self.leave(group[0], name, 'its list is within other markup; the list stays')
            elif len(known) == len(group):
                for number, term in zip(group, known, strict=True):
                    self.convert_definition(number, term)
            elif any(map(is_code_term, known)):
                other = next(n for n, term in zip(group, terms, strict=True) if not term)
                text = self.lines[other].strip()
                self.leave(other, text, 'a term of the list is not a name; the list stays')

    def convert_definition(self, number: int, term: re.Match[str]) -> None:
        """Convert a term and its definition."""
        end, name, names = extent(self.lines, number), term['name'], names_of(term)
        start = definition_start(self.lines, number)
        column = ' ' * len('.. config:setting:: ')
        draft = Draft(
            start=number,
            head_end=number + 1,
            end=end,
            body=start,
            body_end=end,
            depth=depth_of(self.lines[start]),
            indent=' ' * depth_of(self.lines[start]),
            head=[f'.. config:setting:: {name}', *(f'{column}{more}' for more in names[1:])],
            touching=start == number + 1,
        )
        type_field, default_field = map(self.asked.fields.get, ('type', 'default'))
        if term['type'] and type_field:
            value = plain_value(type_field, term['type'])
            if value is None:
                self.leave(number, name, 'its classifier has markup, which no option can contain')
                return
            draft.options['type'] = value
        default = term['default'] or term['stated'] or ''
        more = FURTHER.search(without_code(default))
        if more:
            draft.prose.append(f':{more["label"].capitalize()}: {default[more.end() :]}')
            default = default[: more.start()]
        value = plain_value(default_field, default) if default_field else None
        if value and ('`' not in default or LITERAL.fullmatch(default)):
            draft.options['default'] = value
        elif default:
            draft.prose.append(f':Default: {default}')
            self.leave(number, name, 'no option can contain its default; it is in the text now')
        if number and self.lines[number - 1]:
            draft.head.insert(0, '')
        self.finish(draft)
        self.result.made.append(Made(number + 1, DEFINITIONS, names, names))


def rank(order: Sequence[str], name: str, value: str) -> tuple[int, int]:
    """Return the place of an option: by the fields, blocks with blank lines last."""
    place = order.index(name) if name in order else len(order)
    return int('\n\n' in value), place


def more_names(found: re.Match[str], names: list[str]) -> list[str]:
    """Return the lines of further names, each below the first one."""
    column = len(found['indent']) + len('.. config:setting:: ')
    return [f'{" " * column}{name}' for name in names[1:]]


def is_option(line: str) -> bool:
    """Return whether a line is an option."""
    return bool(re.match(r'\s*:[^:\s][^:]*:(?:\s|$)', line))
