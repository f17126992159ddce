"""The options of a directive in MyST Markdown, which are YAML in both of its forms."""

from __future__ import annotations

import itertools
import re
import textwrap
from typing import TYPE_CHECKING, Any, Final

from .options import Option, OptionBlock, make_option, read_block
from .text import as_typed

if TYPE_CHECKING:
    from collections.abc import Sequence

SCALAR: Final = re.compile(r'^:[^:]+:\s*[|>][-+\d]*\s*(?:#.*)?$')
"""The start of a block of YAML, which may have blank lines."""
NULL: Final = 'tag:yaml.org,2002:null'


def read_markdown_block(lines: list[str]) -> OptionBlock:
    """Read the options at the start of a directive's content.

    Text that is no YAML is read line by line, so that one bad value costs no other one.
    """
    inner, taken = without_dashes(lines)
    if taken:
        options, stray = options_in_yaml(inner)
        return OptionBlock(
            [], shifted(options, 1), taken, [(line + 1, one) for line, one in stray]
        )
    length = options_length(lines)
    if not length or not lines[0].startswith(':'):
        return OptionBlock()
    head = [re.sub(r'^:(?=[^:\s][^:]*:)', '', line) for line in lines[:length]]
    options, stray = options_in_yaml(head)
    return OptionBlock([], options, length, stray)


def without_dashes(lines: list[str]) -> tuple[list[str], int]:
    """Return the lines between the dashes around Markdown's options, and the lines taken."""
    if lines[:1] != ['---'] or '---' not in lines[1:]:
        return [], 0
    end = lines.index('---', 1)
    return lines[1:end], end + 1


def options_length(lines: list[str]) -> int:
    """Return the number of lines of options; only blocks of YAML go on after blank lines."""
    length, last = 0, ''
    for number, line in enumerate(lines):
        rest = (one for one in lines[number:] if one.strip())
        if not line.strip() and SCALAR.search(last) and next(rest, '').startswith((' ', '\t')):
            continue
        if not is_option_line(line):
            break
        length, last = number + 1, line if line.startswith(':') else last
    return length


def is_option_line(line: str) -> bool:
    """Return whether a line is an option or goes on with one; a fence of colons is neither."""
    return line.startswith((':', ' ', '\t')) and bool(line.strip()) and line[:3] != ':::'


def options_in_yaml(lines: list[str]) -> tuple[list[Option], list[tuple[int, str]]]:
    """Return the options in lines of YAML, and the lines that are none with their numbers.

    One that is no YAML is read as it is typed.
    """
    whole = yaml_options(lines)
    if whole:
        return whole, []
    more = (' ', '\t', '- ', '#')
    starts = [n for n, line in enumerate(lines) if line.strip() and not line.startswith(more)]
    found: list[Option] = []
    stray: list[tuple[int, str]] = []
    for start, end in itertools.pairwise([*starts, len(lines)]):
        part = lines[start:end]
        options = yaml_options(part) or plain_options(part)
        found += shifted(options, start)
        stray += [] if options or not part[0].strip() else [(start, part[0].strip())]
    return found, stray


def plain_options(lines: Sequence[str]) -> list[Option]:
    """Return the options in lines such as ``name: text``."""
    marked = [re.sub(r'^(?=[^:\s][^:]*:)', ':', line) for line in lines if line.strip()]
    return read_block(marked).options


def yaml_options(lines: Sequence[str]) -> list[Option]:
    """Return the options of a YAML mapping with its lines; [] for text that is none."""
    import yaml  # noqa: PLC0415 (a dependency of MyST-Parser, and of nothing here)

    text = '\n'.join(lines)
    try:
        # An alias can lead to itself, or to exponentially many values.
        if '*' in text and any(isinstance(one, yaml.AliasToken) for one in yaml.scan(text)):
            return []
        root: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError):
        return []
    if not isinstance(root, yaml.MappingNode):
        return []
    return [option_of(key, value, text) for key, value in root.value]


def option_of(key: Any, value: Any, text: str) -> Option:
    """Return the option of a key and a value of YAML."""
    name = (
        str(key.value) if key.id == 'scalar' else text[key.start_mark.index : key.end_mark.index]
    )
    option = make_option(name, lines_of_option(yaml_value(value, text)), key.start_mark.line)
    option.is_null = value.tag == NULL and value.value != ''
    if value.id == 'sequence':
        option.items = tuple(yaml_item(item, text) for item in value.value)
    return option


def yaml_item(node: Any, text: str) -> str:
    """Return the text of an item of a YAML list, without its quotes."""
    return str(node.value) if node.id == 'scalar' else yaml_value(node, text)


def lines_of_option(value: str) -> list[str]:
    r"""Return a value as the lines of an option; a block starts below the option's name.

    >>> lines_of_option('a:\n  b: 1')
    ['', 'a:', '  b: 1']
    """
    return ['', *value.split('\n')] if '\n' in value else [value]


def yaml_value(node: Any, text: str) -> str:
    """Return the text of a YAML value; a list in lines as a list with commas."""
    if node.id == 'scalar':
        quoted = node.style in {'"', "'"}
        value = str(node.value).rstrip('\n')
        return as_typed(value) if quoted else value
    if node.id == 'sequence' and not node.flow_style:
        return ', '.join(yaml_value(item, text) for item in node.value)
    indent = ' ' * node.start_mark.column
    return textwrap.dedent(indent + text[node.start_mark.index : node.end_mark.index]).strip()


def shifted(options: list[Option], lines: int) -> list[Option]:
    """Return options whose lines count from further up."""
    for option in options:
        option.line += lines
    return options
