"""The facts of one setting in the keywords of a JSON Schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from .documents import Items, plain_data
from .product_settings import ABSENT, Choice
from .scalars import by_type, items_by_type, json_type, plain_equal, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from .merging import Merged

LIMITS: Final = (
    'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf',
    'minLength', 'maxLength', 'pattern', 'format', 'minItems', 'maxItems', 'uniqueItems',
    'minProperties', 'maxProperties',
)  # fmt: skip
EXTRA: Final = {'x-formerly': 'formerly', 'x-link': 'link', 'x-unit': 'unit'}
NULLABLE: Final = ('nullable', 'x-nullable')
ENUM_DESCRIPTIONS: Final = (
    'markdownEnumDescriptions', 'enumDescriptions', 'x-enumDescriptions', 'x-enum-descriptions',
    'x-enum-description', 'meta:enum',
)  # fmt: skip
DEPRECATIONS: Final = (
    'deprecationMessage', 'markdownDeprecationMessage', 'deprecated', 'x-deprecated',
    'x-deprecationMessage', 'x-deprecation-message', 'x-deprecated-message',
)  # fmt: skip
TYPES: Final = ('string', 'number', 'integer', 'boolean', 'array', 'object', 'null')


TEXTS: Final = frozenset({'title', 'description', 'markdownDescription'})
CLOSED: Final = frozenset({'enum', 'const'})
"""The keywords that list all values."""
SETS: Final = frozenset({'type', *CLOSED, *NULLABLE, *ENUM_DESCRIPTIONS})
"""The keywords that say which values are right, one by one or by their types."""
BOUNDS: Final = (('minimum', 'exclusiveMinimum'), ('maximum', 'exclusiveMaximum'))


class UnionBranch(NamedTuple):
    """An alternative of a union, with its types and choices."""

    merged: Merged
    types: tuple[str, ...]
    choices: tuple[Choice, ...]


def stated_types(merged: Merged) -> tuple[str, ...]:
    """Return the types that a schema states, or that its values and parts imply."""
    words = merged.words
    names = [*named_types(words)]
    if not names:
        names = implied_types(merged)
    if is_nullable(words) and names:
        names.append('null')
    return null_last(names)


def is_nullable(words: Mapping[str, Any]) -> bool:
    """Return whether a schema also allows null."""
    return any(words.get(word) is True for word in NULLABLE)


def named_types(words: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the types that a schema names."""
    given = words.get('type')
    if isinstance(given, str):
        return (given,) if given in TYPES else ()
    names = given if isinstance(given, list) else ()
    names = ['null' if name is None else name for name in names]  # a slip in YAML
    return tuple(name for name in names if name in TYPES)


def implied_types(merged: Merged) -> list[str]:
    """Return the types of the values and parts of a schema that states none."""
    words = merged.words
    if words.get('x-kubernetes-int-or-string') is True:
        return ['integer', 'string']
    values = [words['const']] if 'const' in words else words.get('enum')
    if isinstance(values, list) and values:
        return [json_type(value) for value in values]
    if merged.properties or merged.maps or words.get('x-kubernetes-preserve-unknown-fields'):
        return ['object']
    return ['array'] if merged.items else []


def null_last(names: Iterable[str]) -> tuple[str, ...]:
    """Return types without duplicates; ``null`` comes last, ``integer`` is a ``number``.

    >>> null_last(['null', 'string', 'string'])
    ('string', 'null')
    """
    found = dict.fromkeys(names)
    return tuple(sorted(found, key=lambda name: name == 'null'))


def stated_choices(words: Mapping[str, Any]) -> tuple[Choice, ...]:
    """Return the values of ``enum`` or ``const`` with their descriptions."""
    if 'const' in words:
        return (Choice(plain_data(words['const']), branch_text(words)),)
    values = words.get('enum')
    if not isinstance(values, list):
        return ()
    values = items_by_type(values, named_types(words))
    described = next((words[word] for word in ENUM_DESCRIPTIONS if words.get(word)), ())
    return tuple(
        Choice(plain_data(value), choice_description(described, number, value))
        for number, value in enumerate(values)
    )


def choice_description(described: Any, number: int, value: Any) -> str:
    """Return the description of a value, from a list or a mapping."""
    if isinstance(described, dict):
        text = described.get(str(value), '')
    elif isinstance(described, list) and number < len(described):
        text = described[number]
    else:
        return ''
    return text if isinstance(text, str) else ''


def branch_text(words: Mapping[str, Any]) -> str:
    """Return the description of an alternative."""
    texts = [words.get(word) for word in ('markdownDescription', 'description', 'title')]
    return next((text.strip() for text in texts if isinstance(text, str) and text.strip()), '')


def branch_choices(branch: UnionBranch) -> tuple[Choice, ...]:
    """Return the choices of an alternative; a single one takes the alternative's description."""
    choices = branch.choices
    if len(choices) == 1 and not choices[0].description:
        return (choices[0]._replace(description=branch_text(branch.merged.words)),)
    return choices


def union_choices(branches: Sequence[UnionBranch]) -> tuple[Choice, ...]:
    """Return the choices of all alternatives; a boolean beside choices is two of them."""
    found: dict[tuple[str, str], Choice] = {}
    if not any(branch.choices for branch in branches):
        return ()
    for branch in branches:
        choices = branch_choices(branch)
        if not choices and branch.types == ('boolean',):
            choices = (Choice(True), Choice(False))
        for choice in choices:
            known = found.get(identity(choice.value))
            if known is None or not known.description:
                found[identity(choice.value)] = choice
    texts = {choice.description for choice in found.values()}
    if len(found) > 1 and len(texts) == 1:  # words that set none of the choices apart
        return tuple(choice._replace(description='') for choice in found.values())
    return tuple(found.values())


def identity(value: Any) -> tuple[str, str]:
    """Return a key that equal values of JSON have in common."""
    return json_type(value), repr(value)


def alternative(branch: UnionBranch) -> dict[str, Any]:
    """Return an alternative of a union, as JSON Schema describes it."""
    words = branch.merged.words
    types = [name for name in branch.types if name != 'null']
    found: dict[str, Any] = {}
    if types:
        found['type'] = types[0] if len(types) == 1 else types
    description = description_of(words)[0]
    found |= {'title': plain_data(words['title'])} if 'title' in words else {}
    found |= {'description': description} if description else {}
    found |= stated_limits(words)
    if 'default' in words:
        text = branch.merged.default_source.text
        found['default'], _ = read_default(words['default'], text, branch.types, tuple)
    if branch.choices:
        values = {'enum': [choice.value for choice in branch.choices]}
        are_of_items = CLOSED.isdisjoint(words) and 'array' in types
        found |= {'items': values} if are_of_items else values
    if branch.merged.properties:
        found['properties'] = list(branch.merged.properties)
    return found


def lift(merged: Merged, branches: Sequence[UnionBranch]) -> None:
    """Make what all alternatives of a value say, beside null, the words of the value."""
    useful = [one.merged for one in branches if not is_null(one)]
    for word in [one for one in useful[0].words if one not in SETS] if len(useful) > 1 else ():
        value = useful[0].words[word]
        is_new = plain_equal(merged.words.get(word, value), value)
        if is_new and all(plain_equal(one.words.get(word, ABSENT), value) for one in useful):
            merged.words[word] = value
            if word == 'default':
                is_written = merged.default_source.text
                merged.default_source = (merged if is_written else useful[0]).default_source
            for one in useful if word not in LIMITS else ():
                del one.words[word]


def is_null(branch: UnionBranch) -> bool:
    """Return whether an alternative is only null, and no choice with a description."""
    if branch.types != ('null',):
        return False
    return not (branch.choices and branch_text(branch.merged.words))


def are_described(branches: Sequence[UnionBranch]) -> bool:
    """Return whether alternatives say more than types and choices do, or some lack choices."""
    known = {'type', 'enum', 'items'}
    open_ones = [alternative(one) for one in branches if len(one.choices) != 1]
    are_mixed = any(one.choices for one in branches) and any(map(is_open, branches))
    return len(branches) > 1 and (are_mixed or any(one.keys() - known for one in open_ones))


def is_open(branch: UnionBranch) -> bool:
    """Return whether an alternative accepts more values than could be choices."""
    return not (branch.choices or {*branch.types} <= {'boolean', 'null'})


def stated_limits(words: Mapping[str, Any]) -> dict[str, Any]:
    """Return the ranges, lengths, pattern and format of a setting."""
    found = {word: plain_data(words[word]) for word in LIMITS if word in words}
    for bound, word in BOUNDS:
        if isinstance(found.get(word), bool):  # draft 4: whether the bound is no value itself
            is_exclusive = found.pop(word) and bound in found
            found |= {word: found[bound]} if is_exclusive else {}
    return found


def is_required(words: Mapping[str, Any]) -> bool:
    """Return whether a property itself says that it is required."""
    return True in (words.get('required'), words.get('x-required'))


def stated_deprecation(words: Mapping[str, Any]) -> bool | str:
    """Return why a setting is deprecated, or whether."""
    stated = [words[word] for word in DEPRECATIONS if word in words]
    texts = [one.strip() for one in stated if isinstance(one, str) and one.strip()]
    return texts[0] if texts else any(one is True for one in stated)


def description_of(words: Mapping[str, Any]) -> tuple[str, str]:
    """Return the description of a setting, and its markup where that is stated."""
    link = documentation_link(words['x-link']) if 'x-link' in words else ''
    plain_text = keyword_text(words, 'description')
    marked = keyword_text(words, 'markdownDescription').removesuffix(link).strip()
    is_copy = bool(link) and marked == plain_text  # only the link is Markdown
    if marked and not is_copy:
        return marked, 'markdown'
    return plain_text, ''


def documentation_link(address: object) -> str:
    """Return the link to the documentation that a description in Markdown ends with."""
    return f'[Documentation]({address})'


def keyword_text(words: Mapping[str, Any], word: str) -> str:
    """Return the text of a keyword, or ''."""
    text = words.get(word)
    return text.strip() if isinstance(text, str) else ''


def examples_of(words: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return the examples of a setting."""
    examples = words.get('examples', [words['example']] if 'example' in words else [])
    if isinstance(examples, dict):
        examples = list(examples.values())
    return tuple(
        plain_data(one) for one in (examples if isinstance(examples, list) else [examples])
    )


def environment_of(words: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of environment variables of a setting."""
    names = words.get('x-environment', words.get('x-env', ()))
    names = [names] if isinstance(names, str) else names
    return tuple(str(name) for name in names) if isinstance(names, (list, tuple)) else ()


def union_environment(branches: Sequence[UnionBranch]) -> tuple[str, ...]:
    """Return the names of environment variables of all alternatives."""
    names = (name for one in branches for name in environment_of(one.merged.words))
    return tuple(dict.fromkeys(names))


def extension_keywords(words: Mapping[str, Any]) -> dict[str, Any]:
    """Read the keywords of this extension, which schemas of documented settings have."""
    return {name: plain_data(words[word]) for word, name in EXTRA.items() if word in words}


def read_default(
    value: Any, text: str, types: tuple[str, ...], item_types: Callable[[], tuple[str, ...]]
) -> tuple[Any, str]:
    """Return a default as its types read it, and its text where that differs.

    :param item_types: returns the types of the items of a list.
    """
    if isinstance(value, Items) and value.texts:
        value = items_by_type(value, item_types())
    value = by_type(value, text, types) if text else plain_data(value)
    is_same = value == text or not (isinstance(value, str) or written(value, text))
    return value, '' if is_same else text
