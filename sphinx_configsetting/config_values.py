"""The values of conf.py in one table, each with its default and a sentence for the reference."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

SEARCH_INDEX: Final = 'config-settings-index.json'
SETTINGS_FILE: Final = 'settings.json'
VALUES_SCHEMA: Final = 'settings.values.schema.json'
EXPORTS: Final = (SEARCH_INDEX, SETTINGS_FILE, VALUES_SCHEMA)


class ConfigValue(NamedTuple):
    """One value of conf.py."""

    name: str
    default: object
    rebuild: Literal['', 'env', 'html']
    """The part of a build that a change repeats: 'env' reads all pages, 'html' writes them."""
    types: tuple[type, ...]
    """The types that Sphinx checks."""
    type: str
    help: str


VALUES: Final[tuple[ConfigValue, ...]] = (
    ConfigValue(
        name='configsetting_fields',
        default={},
        rebuild='env',
        types=(dict,),
        type='dict',
        help='Fields to add, change, move or (with ``None``) remove: a dict by name.',
    ),
    ConfigValue(
        name='configsetting_placement',
        default='auto',
        rebuild='env',
        types=(str,),
        type='"auto", "section" or "object"',
        help=(
            'Whether a setting before or at the start of a section belongs to the section: '
            'decided by its heading and facts (``"auto"``), always (``"section"``), or never '
            '(``"object"``).'
        ),
    ),
    ConfigValue(
        name='configsetting_draw',
        default='missing',
        rebuild='env',
        types=(str,),
        type='"missing", "all" or "none"',
        help=(
            'What is rendered in sections: facts that the section does not present '
            '(``"missing"``), all facts (``"all"``), or none (``"none"``). With ``"none"``, '
            'a setting before the heading of another one is hidden, too.'
        ),
    ),
    ConfigValue(
        name='configsetting_template',
        default='card',
        rebuild='env',
        types=(str,),
        type='str',
        help='The template of settings without the option ``:template:``.',
    ),
    ConfigValue(
        name='configsetting_index_entries',
        default=[],
        rebuild='env',
        types=(list, tuple),
        type='list',
        help=(
            'Entries of the general index: names of fields, or entries such as '
            '``"pair: {id}; setting"``.'
        ),
    ),
    ConfigValue(
        name='configsetting_indexes',
        default=[],
        rebuild='html',
        types=(list, tuple),
        type='list of field names',
        help='Fields whose index pages are made even if no page refers to them.',
    ),
    ConfigValue(
        name='configsetting_labels',
        default=False,
        rebuild='env',
        types=(bool,),
        type='bool',
        help='Whether ids and former names are labels for ``ref``, here and through intersphinx.',
    ),
    ConfigValue(
        name='configsetting_object_types',
        default={},
        rebuild='env',
        types=(dict,),
        type='dict',
        help=(
            'Object types of the standard domain that settings have, too, each with the field '
            'of its names: ``{"std:confval": "id", "std:envvar": "environment", "std:option": '
            '"option"}``.'
        ),
    ),
    ConfigValue(
        name='configsetting_anchors',
        default=[],
        rebuild='env',
        types=(list, tuple),
        type='list of str',
        help=(
            'Further anchors of each setting, such as ``"std-setting-{id}"``. ``{id|slug}`` is '
            'the value as ``make_id`` of docutils writes it: ``site-url`` for ``Site.URL``.'
        ),
    ),
    ConfigValue(
        name='configsetting_autolink',
        default=False,
        rebuild='env',
        types=(bool, list, tuple),
        type='bool or list of field names',
        help='Whether literals that are exactly a variable or key of one setting become links.',
    ),
    ConfigValue(
        name='configsetting_exports',
        default=list(EXPORTS),
        rebuild='',
        types=(list, tuple),
        type='list of file names',
        help='The JSON files that HTML builders write to their output folder.',
    ),
    ConfigValue(
        name='configsetting_copy_forms',
        default={},
        rebuild='html',
        types=(dict,),
        type='dict',
        help=(
            'The forms of "Copy as" by field, each a dict of labels and patterns with '
            '``{name}``, ``{value}``, ``{json}`` or ``{yaml}``, '
            'such as ``{"environment": {"Shell": "export {name}={value}"}}``.'
        ),
    ),
    ConfigValue(
        name='configsetting_sources',
        default={},
        rebuild='env',
        types=(dict,),
        type='dict',
        help='Files of the product that state settings: paths or dicts, by name.',
    ),
    ConfigValue(
        name='configsetting_check',
        default=False,
        rebuild='env',
        types=(bool, list, tuple),
        type='bool or list of names',
        help=(
            'Whether builds compare the settings with all of ``configsetting_sources``, or the '
            'names of those to compare with.'
        ),
    ),
    ConfigValue(
        name='configsetting_check_ignore',
        default={},
        rebuild='env',
        types=(dict,),
        type='dict',
        help=(
            'Differences from the product that are not reported: reasons by pattern of a key '
            'or id, such as ``{"undocumented: debug.*": "For developers only."}``.'
        ),
    ),
    ConfigValue(
        name='configsetting_baseline',
        default='',
        rebuild='',
        types=(str,),
        type='str',
        help=(
            'A file of accepted warnings, relative to ``conf.py``. Warnings of the subtypes '
            '``duplicate``, ``placement``, ``drift`` and ``check`` are '
            'reported only if it lacks them.'
        ),
    ),
)
