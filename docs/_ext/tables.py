"""The reference, made from the tables of the code.

A name that the code has and this file does not explain stops the build, and the other way round.
"""

import ast
import dataclasses
import inspect
import itertools
import pprint
import re
import sys
from pathlib import Path

from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

import sphinx_configsetting
from sphinx_configsetting import api, config_values, warnings_
from sphinx_configsetting.__main__ import make_parser
from sphinx_configsetting.directives.group import TITLE
from sphinx_configsetting.directives.product import ALL_OPTIONS
from sphinx_configsetting.field_declarations import COLORS, KEYS
from sphinx_configsetting.importers import spec
from sphinx_configsetting.listings.directives import (
    EXPLORER_OPTIONS,
    LISTING_OPTIONS,
    SHOW_OPTIONS,
)
from sphinx_configsetting.listings.sample_directives import COVERAGE_OPTIONS, SAMPLE_OPTIONS
from sphinx_configsetting.model.expressions import sandbox
from sphinx_configsetting.model.field_types import TYPES
from sphinx_configsetting.model.fields import BUILTIN, OBJECT_OPTIONS, Fields
from sphinx_configsetting.query.operators import OPERATORS
from sphinx_configsetting.query.selection import DISPLAYS, FORMS
from sphinx_configsetting.roles import roles_of
from sphinx_configsetting.templating import views
from sphinx_configsetting.templating.filters import FILTERS

REBUILDS = {
    'env': 'every page',
    'html': 'the output of every page, without reading the sources again',
    '': 'nothing; the next build uses it',
}
DECLARATION = {
    'kind': 'How values are read and shown: one of the :ref:`kinds <kinds>`. '
    'The default is ``text``.',
    'label': 'The text before the value, with inline markup. The default is made from the name.',
    'names': 'Whether a value names the setting. The field then has a role, '
    'and its values are in the search and in ``objects.inv``.',
    'index': 'Whether the field can have an index page, ``config-NAME``.',
    'row': 'Whether a setting lists the field. The default is ``True``.',
    'aliases': 'Other labels of the field in hand-written tables.',
    'derive': 'A Jinja expression that computes the value from other fields.',
    'badge': 'The place of the field in the line of badges, from 1. 0 for no badge.',
    'bare': 'Whether the badge shows the value alone, as text.',
    'facet': 'Whether readers can filter listings and the explorer by the field.',
    'before': 'The field to come before.',
    'after': 'The field to come after.',
    'order': 'The words of the kind ``enum``, in their order.',
    'colors': 'The color of the badge: one for all values, or a dict by value.',
    'unit': 'The unit of numbers without one, for ``duration``, ``bytes`` and ``range``.',
    'lexer': 'The Pygments lexer for values of several lines.',
    'sphinx': 'Whether a version is shown as ``versionadded`` or ``deprecated`` is.',
}
SETTING = {
    'title': 'The display name, or the id where there is none.',
    'facts': 'All facts of the setting, in the order of the fields. Each is a *fact*.',
    'rows': 'The facts that neither a badge nor the notice shows.',
    'badges': 'The line of badges. Empty without any.',
    'notice': 'The notice of a deprecation. Empty without one.',
    'versions': 'The versions with ``"sphinx": True``, which the notice has, too. Or empty.',
    'description': 'The short description. Empty without one.',
    'body': 'The body. Empty without one.',
    'nested': 'Whether the body describes objects, such as other settings.',
    'classes': 'The classes of the option ``:class:``.',
}
FACT = {
    'name': 'The name of the field.',
    'kind': 'The kind of the field.',
    'label': 'The label.',
    'slot': 'The value.',
    'line': 'The value within a line, with those under conditions.',
    'sphinx': 'Whether ``setting.versions`` has the value.',
}
LISTING = {
    'groups': 'The groups. A listing without groups has one, whose title is empty.',
    'classes': 'The classes of the option ``:class:``.',
}
GROUP = {'title': 'The title. Empty without one.', 'settings': 'The settings of the group.'}
ROW = {
    'id': 'The id.',
    'title': 'The display name.',
    'link': 'The display name, linked to the setting.',
    'cells': 'The facts of the columns, without empty ones.',
}
CELL = {
    'name': 'The name of the field.',
    'label': 'The title of the column.',
    'slot': 'The value.',
    'text': 'The value as plain text.',
}
PRODUCT = {
    'key': 'the key as users write it',
    'title': 'the display name, if the file states one',
    'description': 'the description',
    'choices': 'the values that the setting accepts, each a ``Choice``',
    'default': 'the default as JSON data; ``ABSENT`` without one',
    'required': 'whether users must set it',
    'deprecated': 'whether the setting is deprecated, or the text that says why',
    'examples': 'examples as JSON data',
    'read_only': 'whether users cannot set it',
    'write_only': 'whether the value is secret',
    'environment': 'the environment variables',
    'file': 'the file, for messages',
}
"""The attributes that speak for themselves in the code, and those that need other words here."""
# In the help of commands: what is in quotes, options, and names of files.
CODE = re.compile(
    r'''(?<!\w)["']([^"']+)["'](?!\w)'''
    r'|(?<![\w-])(--?[a-z][\w-]*|(?:\*|[\w-]+)\.(?:json|md|py|rst))'
)
EXPRESSION_FILTERS = ('envname', 'relaxed')
TEMPLATES = Path(sphinx_configsetting.__file__).parent / 'templates' / 'configsetting'
BLOCK = re.compile(r'{%-? *block (\w+)')


def rows(header, items):
    """Return a list table."""
    lines = ['.. list-table::', '   :header-rows: 1', '   :class: docs-reference', '']
    for row in [header, *items]:
        lines += [f'   {"*" if n == 0 else " "} - {cell}' for n, cell in enumerate(row)]
    return [*lines, '']


def terms(items):
    """Return a definition list of literals."""
    for name, text in items:
        yield from [f'``{name}``', f'   {text}', '']


def explained(names, texts):
    """Return pairs of names and texts, which must be of the same names."""
    names = list(names)
    if set(names) != set(texts):
        raise ExtensionError(f'docs/_ext/tables.py: {sorted(set(names) ^ set(texts))} differ')
    return [(name, texts[name]) for name in names]


def values():
    for value in config_values.VALUES:
        default = pprint.pformat(value.default, width=70, sort_dicts=False)
        one_line = '\n' not in default
        yield from [
            f'.. config:setting:: {value.name}',
            f'   :confval: {value.name}',
            f'   :type: {value.type}',
            f'   :rebuilds: {REBUILDS[value.rebuild]}',
            f'   :description: {value.help}',
        ]
        if one_line:
            yield from [f'   :default: {default}', '']
        else:
            lines = [f'      {line}' for line in default.splitlines()]
            yield from ['   :default: ::', '', *lines, '']


def fields():
    yes = {True: 'yes', False: ''}
    return rows(
        ['Field', 'Kind', 'Label', 'Names the setting', 'Index page', 'Badge'],
        [
            [
                f'``{f.name}``',
                f'``{f.type.name}``',
                f.label,
                yes[f.names],
                yes[f.index],
                f.badge or '',
            ]
            for f in BUILTIN
        ],
    )


def aliases():
    return rows(
        ['Field', 'Labels in hand-written tables'],
        [[f'``{f.name}``', ', '.join((f.label, *f.aliases))] for f in BUILTIN if f.aliases],
    )


def kinds():
    for name, kind in TYPES.items():
        reading, showing = kind.reading, kind.showing
        yield from [
            f'``{name}``',
            f'   {reading}',
            '',
            '   .. rst-class:: docs-kind',
            '',
            f'   :Shown: {showing}',
            f'   :Example: ``{kind.example}``',
            f'   :JSON: {json_type(kind.schema)}',
        ]
        own = [key for key in kind.parameters if key in KEYS]
        if own:
            yield '   :Keys: ' + ', '.join(f'``{key}``' for key in own)
        yield ''


def json_type(schema):
    """Return the type of a JSON Schema in words."""
    word = schema['type']
    if word == 'array':
        return f'a list of {json_type(schema["items"]).removeprefix("a ")}s'
    if word == 'object':
        return 'an object with ' + ' and '.join(f'``{name}``' for name in schema['properties'])
    return 'a string' if word == 'string' else '``true`` or ``false``'


def declaration():
    return terms(explained(KEYS, DECLARATION))


def colors():
    return [', '.join(f'``{color}``' for color in COLORS), '']


def options():
    return terms(OBJECT_OPTIONS.items())


def group_options():
    more = {TITLE: 'The title of the group. Without it, the id is shown.'}
    kept = {name: OBJECT_OPTIONS[name] for name in ('class', 'no-contents-entry')}
    return terms((more | kept).items())


def listing_options():
    return terms(LISTING_OPTIONS.items())


def sample_options():
    return terms(SAMPLE_OPTIONS.items())


def coverage_options():
    return terms(COVERAGE_OPTIONS.items())


def show_options():
    return terms(SHOW_OPTIONS.items())


def explorer_options():
    return terms(EXPLORER_OPTIONS.items())


def autosettings_options():
    return terms(ALL_OPTIONS.items())


def displays():
    return terms(DISPLAYS.items())


def forms():
    return terms(FORMS.items())


def operators():
    def suited(one):
        names = [name for name, kind in TYPES.items() if one.suits(kind())]
        return 'all' if len(names) == len(TYPES) else ', '.join(names)

    return rows(
        ['Operator', 'True if', 'Example', 'Kinds'],
        [[f'``{o.name}``', o.meaning, f'``{o.example}``', suited(o)] for o in OPERATORS.values()],
    )


def filters():
    known = FILTERS | {name: sandbox().filters[name] for name in EXPRESSION_FILTERS}
    return terms(
        (name, sentence(inspect.getdoc(function).partition('\n')[0].removeprefix('Return ')))
        for name, function in known.items()
    )


def variables_of(view, texts):
    return terms(explained([field.name for field in dataclasses.fields(view)], texts))


def setting_variables():
    return variables_of(views.SettingView, SETTING)


def fact_variables():
    return variables_of(views.FactView, FACT)


def listing_variables():
    return variables_of(views.ListingView, LISTING)


def group_variables():
    return variables_of(views.GroupView, GROUP)


def row_variables():
    return variables_of(views.RowView, ROW)


def cell_variables():
    return variables_of(views.CellView, CELL)


def blocks():
    for path in sorted(TEMPLATES.glob('*.rst.jinja')):
        found = BLOCK.findall(path.read_text(encoding='utf-8'))
        if found:
            name = path.name.removesuffix('.rst.jinja')
            yield from [f'``{name}``', f'   {", ".join(f"``{one}``" for one in found)}', '']


def roles():
    texts = {
        'count': 'Takes a query, and shows the number of settings that match it.',
        'group': 'Takes the id of a group, and shows its title.',
    }
    for name in roles_of(Fields()):
        field = Fields().get(name)
        if field:
            text = f'Takes a name of the field ``{name}``, and shows it as typed.'
        else:
            text = texts.get(name, 'Takes any name, and shows the display name.')
        yield from [f'``config:{name}``', f'   {text}', '']


def warnings():
    tree = ast.parse(inspect.getsource(warnings_.Subtype))
    pairs = itertools.pairwise(tree.body[0].body)
    return terms(
        (f'configsetting.{assign.value.value}', text.value.value)
        for assign, text in pairs
        if isinstance(assign, ast.Assign) and isinstance(text, ast.Expr)
    )


def commands():
    parser = make_parser()
    (action,) = (a for a in parser._actions if a.choices)
    for name, command in action.choices.items():
        title = f'``{name}``'
        text = command.description
        yield from [title, '-' * len(title), '', f'{text[0].upper()}{text[1:]}.', '']
        yield from [*terms((usage_of(one), described(one)) for one in command._actions), '']


def usage_of(argument):
    name = ', '.join(argument.option_strings) or (argument.metavar or argument.dest).upper()
    choices = '|'.join(argument.choices or ())
    takes_value = argument.option_strings and argument.nargs != 0
    value = (argument.metavar or choices) if takes_value else ''
    return ' '.join(filter(None, [name, value]))


def described(argument):
    default = argument.default if argument.choices and argument.default else ''
    text = CODE.sub(lambda found: f'``{found[1] or found[2]}``', argument.help)
    text = re.sub(r'configsetting_\w+', r':config:setting:`\g<0>`', text)
    return f'{text[0].upper()}{text[1:]}' + (f' (default: ``{default}``)' if default else '') + '.'


def source_keys():
    text = ' '.join(inspect.getdoc(spec.SourceSpec).split())
    found = dict(one.split(': ', 1) for one in text.split(':ivar ')[1:])
    names = [field.name for field in dataclasses.fields(spec.SourceSpec)]
    return terms((name, sentence(quoted(text))) for name, text in explained(names, found))


def sentence(text):
    return f'{text[0].upper()}{text[1:].rstrip().rstrip(".")}.'


def quoted(text):
    return text.replace("''", '``""``')


def first_line(documented):
    text = ' '.join(inspect.getdoc(documented).partition('\n\n')[0].split())
    return re.sub('(?<![:`])`([^`]+)`(?!`)', r'``\1``', text)


def api_functions():
    for name in api.__all__:
        function = getattr(api, name)
        if inspect.isfunction(function):
            parameters = ', '.join(inspect.signature(function).parameters)
            yield from [f'``{name}({parameters})``', f'   {first_line(function)}', '']
            notes = inspect.getdoc(function).split(':param ')[1:]
            for one in notes:
                parameter, text = ' '.join(one.split()).split(': ', 1)
                text = re.sub('(?<![:`])`([^`]+)`(?!`)', r'``\1``', text)
                yield from [f'   - ``{parameter}``: {text}', '']


def api_classes():
    return terms(
        (name, first_line(getattr(api, name)))
        for name in api.__all__
        if inspect.isclass(getattr(api, name))
    )


def members_of(kind):
    """Return the documented attributes and methods of a class."""
    body = ast.parse(inspect.getsource(kind)).body[0].body
    for before, after in itertools.pairwise(body):
        if isinstance(before, ast.AnnAssign) and isinstance(after, ast.Expr):
            text = ' '.join(after.value.value.split())
            yield from [f'``{before.target.id}``', f'   {quoted(sentence(text))}', '']
    for one in body:
        if isinstance(one, ast.FunctionDef) and not one.name.startswith('_'):
            arguments = one.args.args[1:] + one.args.kwonlyargs
            signature = f'({", ".join(argument.arg for argument in arguments)})'
            shown = '' if one.decorator_list else signature
            text = ast.get_docstring(one).partition('\n\n')[0].replace('\n', ' ')
            yield from [f'``{one.name}{shown}``', f'   {quoted(sentence(text))}', '']


def api_field_type():
    return members_of(api.FieldType)


def api_setting():
    return members_of(api.Setting)


def api_fact():
    return members_of(api.Fact)


def api_variant():
    return members_of(api.Variant)


def api_settings():
    return members_of(api.Settings)


def api_product_setting():
    text = ' '.join(inspect.getdoc(api.ProductSetting).split())
    found = dict(one.split(': ', 1) for one in text.split(':ivar ')[1:])
    items = explained(api.ProductSetting._fields, found | PRODUCT)
    return terms((name, sentence(quoted(text))) for name, text in items)


MADE = (
    aliases, api_classes, api_fact, api_field_type, api_functions, api_product_setting,
    api_setting, api_settings, api_variant, autosettings_options, blocks,
    cell_variables, colors, commands, coverage_options,
    declaration, displays, explorer_options, fact_variables, fields, filters, forms,
    group_options, group_variables, kinds, listing_options, listing_variables, operators,
    options, roles, row_variables, sample_options, setting_variables, show_options,
    source_keys, values, warnings,
)
TABLES = {function.__name__.replace('_', '-'): function for function in MADE}


class ReferenceTable(SphinxDirective):
    """``.. reference-table:: NAME``"""

    required_arguments = 1

    def run(self):
        for module in list(sys.modules.values()):
            if module.__name__.partition('.')[0] == 'sphinx_configsetting':
                self.env.note_dependency(inspect.getfile(module))
        self.env.note_dependency(__file__)
        lines = list(TABLES[self.arguments[0]]())
        return self.parse_text_to_nodes('\n'.join(lines), allow_section_headings=True)


def setup(app):
    app.add_directive('reference-table', ReferenceTable)
    return {'parallel_read_safe': True, 'parallel_write_safe': True}
