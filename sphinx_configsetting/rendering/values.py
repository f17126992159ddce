"""The values, labels and badges of settings as nodes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx import addnodes
from sphinx.domains.changeset import versionlabel_classes, versionlabels
from sphinx.locale import get_translation

from ..model.fields import BUILTIN, DEPRECATED, REPLACEDBY
from ..model.setting import NOT_APPLICABLE, part_of_variant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model.fields import Field, Fields
    from ..model.setting import Fact, Setting

_ = get_translation('sphinx_configsetting')
Take = Callable[[str], list[nodes.Node]]
"""Takes the name of a part, and returns its nodes for a line."""
LONGEST_BADGE: Final = 80
"""The number of characters that a badge can have."""
ENGLISH_LABELS: Final = frozenset(field.plain_label for field in BUILTIN)


def value_nodes(field: Field, fact: Fact) -> list[nodes.Node]:
    """Return the value of a fact within a line; the author's own markup is elsewhere."""
    if not fact.values:
        return [text_without_value(field, fact)]
    if fact.problem:
        return [plain_node(fact.text)]
    display = field.type.display
    if display == 'flag':
        return [nodes.Text(flag_text(fact))]
    if display == 'strong':
        text = field.type.joint.join(fact.values)
        return [nodes.strong('', '', plain_node(text))]
    shown = [first_line(field.type.shown(value)) for value in fact.values]
    if display != 'literal':
        return [plain_node(field.type.joint.join(shown))]
    return joined_literals([value_literal(field, text) for text in shown], field.type.joint)


def text_without_value(field: Field, fact: Fact) -> nodes.Node:
    """Return the text of a fact in which the type of its field found no value."""
    if fact.text in {'', NOT_APPLICABLE}:
        return nodes.Text(_('N/A'))
    return nodes.Text(_('No')) if field.type.has_reason else plain_node(fact.text)


def flag_text(fact: Fact) -> str:
    """Return a flag as a word in the language of the build."""
    return str({'true': _('Yes'), 'false': _('No')}.get(fact.values[0], fact.text))


def value_literal(field: Field, text: str) -> nodes.literal:
    """Return a value as code; a class marks values that readers copy."""
    classes = [f'configsetting-{field.name}'] if field.names else []
    return nodes.literal(text, text, classes=classes)


def plain_node(text: str) -> nodes.Node:
    """Return plain text whose quotes and dashes Sphinx leaves alone."""
    if any(character in text for character in '"\'-.'):
        return nodes.inline(text, text, support_smartquotes=False)
    return nodes.Text(text)


def joined_literals(content: list[nodes.literal], separator: str) -> list[nodes.Node]:
    """Return nodes with a text between each two."""
    found: list[nodes.Node] = []
    for node in content:
        found += [nodes.Text(separator), node] if found else [node]
    return found


def is_block(field: Field, fact: Fact) -> bool:
    """Return whether a value is shown as a block."""
    return bool(fact.variants) or is_code_block(field, fact)


def is_code_block(field: Field, fact: Fact) -> bool:
    """Return whether a value has several lines."""
    return field.type.is_data and '\n' in fact.text


def value_blocks(field: Field, fact: Fact, take: Take) -> list[nodes.Node]:
    """Return the value of a fact as blocks: a code block, or a list of conditions.

    :param take: returns the author's own markup by the name of its part.
    """
    if not fact.variants:
        return [code_block(field, fact.values[0])]
    rows = [
        nodes.list_item('', nodes.paragraph('', '', *head, *content))
        if not is_code_block(field, case)
        else nodes.list_item('', *labelled_code(field, case, head))
        for case, head, content in cases_of(field, fact, take)
    ]
    return [nodes.bullet_list('', *rows, bullet='-', classes=['configsetting-variants'])]


def labelled_code(field: Field, case: Fact, head: list[nodes.Node]) -> list[nodes.Node]:
    """Return a code block below its condition, if it has one."""
    block = code_block(field, case.values[0])
    return [nodes.paragraph('', '', *head), block] if head else [block]


def value_line(field: Field, fact: Fact, take: Take) -> list[nodes.Node]:
    """Return the value of a fact within a line, with the values that apply under conditions.

    :param take: returns the author's own markup by the name of its part.
    """
    items = ([*head, *content] for _case, head, content in cases_of(field, fact, take))
    return [node for item in items for node in (nodes.Text('; '), *item)][1:]


def deprecation_line(fact: Fact, text: list[nodes.Node]) -> list[nodes.Node]:
    """Return the version and the reason of a deprecation.

    :param text: the author's own markup of the reason.
    """
    version, reason = fact.values
    if not text and not reason:
        return [nodes.Text(version or str(_('Yes')))]
    return [nodes.Text(f'{version}: ' if version else ''), *(text or [plain_node(reason)])]


def cases_of(
    field: Field, fact: Fact, take: Take
) -> Iterator[tuple[Fact, list[nodes.Node], list[nodes.Node]]]:
    """Yield what a fact states without a condition, if anything, and under each condition.

    Each with the text of the condition, and with the value within a line.
    """
    if fact.is_stated:
        yield fact, [], one_value(field, fact, take(field.name))
    for number, variant in enumerate(fact.variants):
        head: list[nodes.Node] = [nodes.Text(f'{variant.condition}: ')]
        markup = take(part_of_variant(field.name, number))
        yield variant.fact, head, one_value(field, variant.fact, markup)


def one_value(field: Field, fact: Fact, markup: list[nodes.Node]) -> list[nodes.Node]:
    """Return a value within a line, by the author's own markup if there is any."""
    if field.type.has_reason and fact.values:
        return deprecation_line(fact, markup)
    return markup or value_nodes(field, fact)


def first_line(value: str) -> str:
    """Return a value in one line: lines of YAML or Python in a row would mean something else."""
    first, *more = value.split('\n')
    return f'{first} \u2026' if more else first


def code_block(field: Field, text: str) -> nodes.literal_block:
    """Return a value of several lines as a highlighted block."""
    block = nodes.literal_block(text, text)
    if field.lexer:
        block['language'] = field.lexer
    return block


def badge_fields(setting: Setting, fields: Fields) -> list[Field]:
    """Return the fields that the line of badges shows, in its order."""
    chosen = [
        field
        for field in fields
        if field.badge
        and field.name in setting.facts
        and fits_badge(field, setting.facts[field.name])
    ]
    return sorted(chosen, key=lambda field: field.badge)


def fits_badge(field: Field, fact: Fact) -> bool:
    """Return whether a fact is short and plain enough for a badge."""
    if not fact.values or fact.variants or field.sphinx or fact.problem:
        return False
    if field.type.display == 'flag':
        return field.type.is_stated(fact.values)
    if field.type.has_reason:
        return True
    return len(fact.text) <= LONGEST_BADGE and '\n' not in fact.text


def badge(field: Field, fact: Fact, content: list[nodes.Node]) -> nodes.inline:
    """Return a badge.

    :param content: the value as nodes.
    """
    classes = ['configsetting-badge', f'configsetting-{field.name}']
    color = field.color(fact.values[0])
    if color:
        classes.append(f'configsetting-{color}')
    return nodes.inline('', '', *badge_text(field, fact, content), classes=classes)


def badge_text(field: Field, fact: Fact, content: list[nodes.Node]) -> list[nodes.Node]:
    """Return a label, a value, or both, as the type of the field reads best."""
    label = badge_label(field)
    if field.type.display == 'flag':
        return [nodes.Text(label)]
    if field.type.has_reason:
        since = fact.values[0]
        return [nodes.Text(_('deprecated since %s') % since if since else label)]
    if field.bare or field.type.is_bare:
        return content if field.type.display == 'markup' else [plain_node(fact.text)]
    return [nodes.Text(f'{label} '), *content]


def badge_label(field: Field) -> str:
    """Return the label of a field; a built-in English one begins with a small letter."""
    label = plain_label(field)
    return label.lower() if label in ENGLISH_LABELS else label


def plain_label(field: Field) -> str:
    """Return the label of a field in the language of the build, without markup."""
    return str(_(field.label)).replace('`', '')


def noticed(setting: Setting, fields: Fields) -> Iterator[Field]:
    """Yield the fields that a notice shows."""
    deprecated = setting.facts.get(DEPRECATED)
    for field in fields:
        fact = setting.facts.get(field.name)
        if fact is None or not fact.all_values:
            continue
        if fact.variants:
            if field.type.has_reason:
                yield field
        elif has_version_notice(field, fact):
            yield field
        elif field.type.has_reason:
            if fact.values[1]:
                yield field
        elif field.name == REPLACEDBY and deprecated:
            yield field


def has_version_notice(field: Field, fact: Fact) -> bool:
    """Return whether a version is shown as Sphinx shows ``versionadded`` and ``deprecated``."""
    stated = any(fact.values) if field.type.has_reason else any(fact.values[:1])
    return field.sphinx and not fact.variants and stated


def version_notice(field: Field, fact: Fact, reason: list[nodes.Node]) -> nodes.Element:
    """Return a version as Sphinx shows ``versionadded`` and ``deprecated``."""
    kind = 'deprecated' if field.type.has_reason else 'versionadded'
    version = fact.values[0]
    text = str(versionlabels[kind] % version) if version else plain_label(field)
    classes = ['versionmodified', versionlabel_classes[kind]]
    label = nodes.inline('', f'{text}: ' if reason else f'{text}.', classes=classes)
    paragraph = nodes.paragraph('', '', label, *reason, translatable=False)
    return addnodes.versionmodified('', '', paragraph, type=kind, version=version)
