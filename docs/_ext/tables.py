"""The reference, made from the tables of the code."""

import ast
import inspect
import itertools

from sphinx.util.docutils import SphinxDirective

from sphinx_configsetting import config, warnings_
from sphinx_configsetting.__main__ import make_parser
from sphinx_configsetting.catalog.fields import BUILTIN, OBJECT_OPTIONS
from sphinx_configsetting.catalog.kinds import KINDS
from sphinx_configsetting.catalog.listing import DISPLAYS, FORMS
from sphinx_configsetting.catalog.operators import OPERATORS
from sphinx_configsetting.cli.findings import Rule
from sphinx_configsetting.directives.listing import LISTING_OPTIONS, SHOW_OPTIONS
from sphinx_configsetting.rendering.escaping import FILTERS

REBUILD = {
    'env': 'reads all pages again',
    'html': 'writes all pages again',
    '': 'takes effect at the next build',
}


def rows(header, items):
    """Return a list table."""
    lines = ['.. list-table::', '   :header-rows: 1', '']
    for row in [header, *items]:
        lines += [f'   {"*" if n == 0 else " "} - {cell}' for n, cell in enumerate(row)]
    return [*lines, '']


def values():
    for value in config.VALUES:
        yield from [
            f'.. config:setting:: {value.name}',
            f'   :displayname: {value.name}',
            f'   :confval: {value.name}',
            f'   :type: {value.type}',
            f'   :default: {value.default!r}',
            f'   :rebuild: {REBUILD[value.rebuild]}',
            f'   :description: {value.help}',
            '',
        ]


def fields():
    yes = {True: 'yes', False: ''}
    return rows(
        ['Field', 'Kind', 'Label', 'Names the setting', 'Index page'],
        [
            [f'``{f.name}``', f.kind.name, f.label, yes[f.names], yes[f.index]]
            for f in BUILTIN
        ],
    )


def kinds():
    return rows(
        ['Kind', 'How its text is read', 'In settings.json'],
        [
            [f'``{kind.name}``', inspect.getdoc(kind.parse), f'``{kind.schema["type"]}``']
            for kind in KINDS.values()
        ],
    )


def options():
    return rows(['Option', 'What it does'], [[f'``{n}``', t] for n, t in OBJECT_OPTIONS.items()])


def named(header, items):
    return rows([header, 'What it does'], [[f'``{name}``', text] for name, text in items.items()])


def listing_options():
    return named('Option', LISTING_OPTIONS)


def show_options():
    return named('Option', SHOW_OPTIONS)


def displays():
    return named('Display', DISPLAYS)


def forms():
    return named('Display', FORMS)


def operators():
    return rows(
        ['Operator', 'True if', 'Example', 'Kinds'],
        [
            [
                f'``{one.name}``',
                one.meaning,
                f'``{one.example}``',
                ', '.join(sorted(one.kinds)) or 'all',
            ]
            for one in OPERATORS.values()
        ],
    )


def filters():
    return rows(
        ['Filter', 'What it gives'],
        [[f'``{n}``', inspect.getdoc(f).partition('\n')[0]] for n, f in FILTERS.items()],
    )


def warnings():
    tree = ast.parse(inspect.getsource(warnings_.Subtype))
    body = tree.body[0].body
    pairs = itertools.pairwise(body)
    return rows(
        ['Type and subtype', 'Meaning'],
        [
            [f'``configsetting.{assign.value.value}``', text.value.value]
            for assign, text in pairs
            if isinstance(assign, ast.Assign) and isinstance(text, ast.Expr)
        ],
    )


def commands():
    parser = make_parser()
    (action,) = (a for a in parser._actions if a.choices)
    for name, command in action.choices.items():
        yield from [f'``{parser.prog} {name}``: {command.description}.', '']
        yield from rows(
            ['Argument', 'What it does'],
            [
                [f'``{usage_of(argument)}``', described(argument)]
                for argument in command._actions
            ],
        )


def usage_of(argument):
    name = ', '.join(argument.option_strings)
    choices = '|'.join(argument.choices or ())
    value = '' if argument.nargs == 0 else argument.metavar or choices
    return ' '.join(filter(None, [name, value]))


def described(argument):
    default = argument.default if argument.choices and argument.default else ''
    return argument.help.replace('*', r'\*') + (f' (default: ``{default}``)' if default else '')


def findings():
    return rows(['Rule', 'Meaning'], [[f'``{rule.id}``', rule.help] for rule in Rule])


MADE = (
    values,
    fields,
    kinds,
    options,
    filters,
    warnings,
    listing_options,
    show_options,
    displays,
    forms,
    operators,
    commands,
    findings,
)
TABLES = {f.__name__: f for f in MADE}


class ReferenceTable(SphinxDirective):
    """``.. reference-table:: NAME``"""

    required_arguments = 1

    def run(self):
        lines = list(TABLES[self.arguments[0]]())
        return self.parse_text_to_nodes('\n'.join(lines))


def setup(app):
    app.add_directive('reference-table', ReferenceTable)
    return {'parallel_read_safe': True, 'parallel_write_safe': True}
