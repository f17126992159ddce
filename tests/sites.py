"""Documentation projects that change: what they hold, and the files that state it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from textwrap import indent
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

LAYOUT = """\
{% extends "!layout.html" %}
{% block linktags %}{% endblock %}
{% block relbar1 %}{% endblock %}
{% block relbar2 %}{% endblock %}
{% block sidebar1 %}{% endblock %}
{% block sidebar2 %}{% endblock %}
"""
"""A layout without links to neighbours, which Sphinx doesn't write again when these change."""

CONF = """\
project = 'Site'
copyright = 'nobody'
extensions = ['sphinx_configsetting'] + {more}
html_theme = 'basic'
templates_path = ['_templates']
exclude_patterns = ['parts']
show_warning_types = True
configsetting_sources = {{'app': {{'path': 'product/app.schema.json'}}}}
"""

Name = tuple[str, int]
"""The id of a setting and a number on which its other names hang."""


def display_name(name: Name) -> str:
    return f'Name {name[1]} of {name[0]}'


def key(name: Name) -> str:
    return f'.Section{name[1] % 3}.Key{name[0]}{name[1]}'


def variable(name: Name) -> str:
    return f'APP_{name[0].upper()}_{name[1]}'


@dataclass(frozen=True)
class Listed:
    """A listing, a setting shown again, or a count."""

    form: str
    text: str = ''
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stated:
    """A setting as a page states it."""

    name: Name
    form: str = 'object'
    template: str = ''
    seealso: str = ''
    listed: Listed | None = None


@dataclass(frozen=True)
class Page:
    """A page."""

    markup: str = 'rst'
    metadata: str = ''
    settings: tuple[Stated, ...] = ()
    references: tuple[tuple[str, str], ...] = ()
    listings: tuple[Listed, ...] = ()
    included: str = ''
    imported: tuple[str, ...] = ()
    """Arguments of ``config:autosettings``, and of ``config:autosetting`` with a key."""


@dataclass
class Site:
    """A project, as plain data that can be edited and written."""

    pages: dict[str, Page] = field(default_factory=dict)
    parts: dict[str, tuple[Stated, ...]] = field(default_factory=dict)
    template: str = 'one'
    base: str = ''
    """The template that another one extends; '' where it is missing."""
    picture: str = 'one picture'
    conf: dict[str, object] = field(default_factory=dict)
    product: dict[str, int] = field(default_factory=dict)
    """The defaults of the product's keys; those after a dot are in a file of their own."""
    markdown: bool = True

    def change(self, page: str, **changes) -> None:
        self.pages[page] = replace(self.pages[page], **changes)

    def files(self) -> dict[str, str]:
        """The files of the project by their paths."""
        more = ['myst_parser'] if self.markdown else []
        conf = CONF.format(more=more) + ''.join(f'{n} = {v!r}\n' for n, v in self.conf.items())
        files = {
            'conf.py': conf,
            'index.rst': INDEX,
            '_templates/layout.html': LAYOUT,
            '_templates/configsetting/own.rst.jinja': TEMPLATES[self.template],
            **({'_templates/configsetting/base.rst.jinja': BASES[self.base]} if self.base else {}),
            'pic.png': self.picture,
            'file.txt': f'Words {self.picture}',
            'product/app.schema.json': schema_of(
                {n: d for n, d in self.product.items() if '.' not in n},
                {'deep': {'$ref': 'deep.schema.json'}},
            ),
            'product/deep.schema.json': schema_of(
                {n.partition('.')[2]: d for n, d in self.product.items() if '.' in n}, {}
            ),
        }
        files |= {
            f'parts/{name}.txt': ''.join(map(rst, part)) for name, part in self.parts.items()
        }
        return files | {
            f'{name}.{page.markup if self.markdown else "rst"}': self.text(name, page)
            for name, page in self.pages.items()
        }

    def text(self, name: str, page: Page) -> str:
        if page.markup == 'md' and self.markdown:
            return markdown_page(name, page)
        return rst_page(name, page)


def schema_of(defaults: dict[str, int], more: dict[str, object]) -> str:
    """A JSON Schema of integers with their defaults, and of further properties."""
    found = {
        name: {'type': 'integer', 'default': default, 'description': f'Counts {default} words.'}
        for name, default in sorted(defaults.items())
    }
    schema = {'$schema': 'https://json-schema.org/draft/2020-12/schema', 'type': 'object'}
    return json.dumps({**schema, 'properties': {**found, **more}}, indent=1)


INDEX = """\
Site
====

.. toctree::
   :glob:

   p*

:ref:`All settings <config-settings>`, :ref:`by variable <config-environment>`.
"""

TEMPLATES = {
    'one': '**One** {{ setting.description }}\n\n{{ setting.body }}\n',
    'two': '.. rst-class:: two\n\n   Two {{ setting.title }}: {{ setting.body }}\n',
    'looped': '{% for fact in setting.facts %}\n- {{ fact.label }} {{ fact.slot }}\n{% endfor %}\n',
    'broken': '{% if %}\n',
    'extending': '{% extends "configsetting/facts.rst.jinja" %}\n',
    'based': '{% extends "configsetting/base.rst.jinja" %}\n{% block words %}Own words.{% endblock %}\n',
    'including': '{% include "configsetting/base.rst.jinja" ignore missing %}\n\n{{ setting.body }}\n',
}
BASES = {
    'one': 'First base. {% block words %}{% endblock %}\n\n{{ setting.description }}\n',
    'two': '{% block words %}{% endblock %}\n\n{{ setting.body }}\n',
}


def options(stated: Stated) -> list[str]:
    name = stated.name
    lines = [
        f':displayname: {display_name(name)}',
        f':systemconsole: Menu {name[1] % 2} > Page',
        f':configjson: {key(name)}',
        f':environment: {variable(name)}',
        f':formerly: old-{name[0]}',
        f':description: Short *words* {name[1]} on it.',
    ]
    if stated.template:
        lines.append(f':template: {stated.template}')
    if stated.seealso:
        lines.append(f':seealso: {stated.seealso}')
    return lines


def body(stated: Stated, role: str, markup: str) -> str:
    text = f'- first of {stated.name[0]}\n- second {role}`{stated.name[0]}`\n{files_in(stated, markup)}'
    return f'{text}\n{listed(stated.listed, markup)}' if stated.listed else text


def files_in(stated: Stated, markup: str) -> str:
    """A picture, or a file to download, by the name."""
    if markup == 'md':
        return ['', '\n![words](/pic.png)\n', '\n{download}`/file.txt`\n', ''][stated.name[1]]
    return ['', '\n.. image:: /pic.png\n', '\n:download:`/file.txt`\n', ''][stated.name[1]]


def listed(one: Listed, markup: str) -> str:
    if one.form == 'count':
        role = '{config:count}' if markup == 'md' else ':config:count:'
        return f'There are {role}`{one.text}` of these.\n\n'
    argument = one.text if one.form == 'show' else ''
    options = [f':where: {one.text}'] if one.form == 'listing' and one.text else []
    inner = '\n'.join([*options, *one.options])
    if markup == 'md':
        return f'```{{config:{one.form}}} {argument}\n{inner}\n```\n\n'
    return f'.. config:{one.form}:: {argument}\n{indent(inner, "   ")}\n\n'


def under(stated: Stated, title: str, quote: str) -> str:
    """The text after a setting: a paragraph, or a heading with or without its facts."""
    if stated.form == 'object':
        return 'Between.\n\n'
    by_hand = f'- Environment variable: {quote}{variable(stated.name)}{quote}\n\n'
    return f'{title}\n\n{by_hand if stated.form == "hand" else ""}Under it.\n\n'


def rst(stated: Stated) -> str:
    inner = '\n'.join(options(stated)) + '\n\n' + body(stated, ':config:setting:', 'rst')
    title = f'Heading {stated.name[0]} {stated.name[1]}'
    heading = f'{title}\n{"-" * len(title)}'
    text = f'.. config:setting:: {stated.name[0]}\n{indent(inner, "   ")}\n'
    return text + under(stated, heading, '``')


def markdown(stated: Stated) -> str:
    inner = '\n'.join(options(stated)) + '\n\n' + body(stated, '{config:setting}', 'md')
    heading = f'## Heading {stated.name[0]} {stated.name[1]}'
    return f'````{{config:setting}} {stated.name[0]}\n{inner}````\n\n' + under(stated, heading, '`')


def rst_page(name: str, page: Page) -> str:
    text = f':{page.metadata}:\n\n' if page.metadata else ''
    text += f'Page {name}\n{"=" * (5 + len(name))}\n\n'
    text += ''.join(f'Look at :{role}:`{target}`.\n\n' for role, target in page.references)
    text += ''.join(listed(one, 'rst') for one in page.listings)
    if page.included:
        text += f'.. include:: {page.included}\n\n'
    text += ''.join(f'.. {directive(one)}\n\n' for one in page.imported)
    return text + ''.join(map(rst, page.settings))


def markdown_page(name: str, page: Page) -> str:
    text = f'---\n{page.metadata}: true\n---\n' if page.metadata else ''
    text += f'# Page {name}\n\n'
    text += ''.join(f'Look at {{{role}}}`{target}`.\n\n' for role, target in page.references)
    text += ''.join(listed(one, 'md') for one in page.listings)
    if page.included:
        text += f'```{{eval-rst}}\n.. include:: {page.included}\n```\n\n'
    text += ''.join(f'```{{{directive(one).replace(":: ", "} ")}\n```\n\n' for one in page.imported)
    return text + ''.join(map(markdown, page.settings))


def directive(imported: str) -> str:
    """The directive that imports settings of the product, in reStructuredText."""
    return f'config:autosetting:: {imported}' if ' ' in imported else f'config:autosettings:: {imported}'


VALUES = [
    ('configsetting_placement', 'object'),
    ('configsetting_placement', 'section'),
    ('configsetting_placement', 'wrong'),
    ('configsetting_template', 'own'),
    ('configsetting_template', 'setting'),
    ('configsetting_index_entries', ['configjson']),
    ('configsetting_labels', True),
    ('configsetting_labels', False),
    ('configsetting_exports', ['settings.json']),
    ('configsetting_exports', ['settings.json', 'config-settings-index.json']),
    ('configsetting_fields', {'environment': {'label': 'Variable', 'index': False}}),
    (
        'configsetting_fields',
        {'flag': {'derive': '--{{ configjson }}', 'names': True, 'index': True}},
    ),
    ('configsetting_fields', {'systemconsole': None}),
]
"""Changes of conf.py."""


def some_id(rng: Random) -> str:
    return f's{rng.randrange(6)}'


def some_name(rng: Random) -> Name:
    return some_id(rng), rng.randrange(4)


def some_page_name(rng: Random) -> str:
    return f'p{rng.randrange(12)}'


def some_setting(rng: Random) -> Stated:
    return Stated(
        some_name(rng),
        rng.choice(['object', 'section', 'hand']),
        rng.choice(['', '', 'facts', 'own']),
        rng.choice(['', some_id(rng), variable(some_name(rng))]),
        rng.choice([None, None, some_listing(rng)]),
    )


def some_query(rng: Random) -> str:
    return rng.choice(
        [
            '',
            f'id = {some_id(rng)} or environment matches *_{rng.randrange(4)}',
            f'systemconsole under "Menu {rng.randrange(2)}"',
            f'not configjson under .Section{rng.randrange(3)} and page != p1',
            f'description has "words {rng.randrange(4)}" or seealso',
            'id = nowhere',
        ]
    )


def some_listing(rng: Random) -> Listed:
    form = rng.choice(['listing', 'listing', 'show', 'count'])
    if form == 'count':
        return Listed(form, some_query(rng) or 'all')
    template = rng.choice([(), (), (':template: own',)])
    if form == 'show':
        display = rng.choice(['full', 'full', 'row', 'sentence'])
        return Listed(form, some_name_of(rng), (f':display: {display}', *template))
    columns = rng.choice(['id, environment', 'displayname 6, seealso, description', 'id, page, configjson "Key"'])
    options = [
        f':fields: {columns}',
        f':sort: {rng.choice(["-displayname", "configjson, id"])}',
        f':limit: {rng.randint(1, 5)}',
        rng.choice([':filter:', ':display: tree', ':display: list', ':group: page', ':group: configjson']),
        ':template: listing',
    ]
    return Listed(form, some_query(rng), tuple(sorted(rng.sample(options, rng.randrange(4)))))


def some_name_of(rng: Random) -> str:
    name = some_name(rng)
    return rng.choice([name[0], display_name(name), variable(name), key(name)])


def some_settings(rng: Random, most: int) -> tuple[Stated, ...]:
    return tuple(some_setting(rng) for _ in range(rng.randint(0, most)))


def some_reference(rng: Random) -> tuple[str, str]:
    name = some_name(rng)
    return rng.choice(
        [
            ('config:setting', name[0]),
            ('config:ref', f'old-{name[0]}'),
            ('any', name[0]),
            ('ref', name[0]),
            ('config:setting', display_name(name)),
            ('config:environment', variable(name)),
            ('config:configjson', key(name)),
            ('any', variable(name)),
            ('config:setting', key(name).rpartition('.')[2]),
        ]
    )


def some_key(rng: Random) -> str:
    return rng.choice(['', 'deep.']) + f'k{rng.randrange(4)}'


def some_product(rng: Random) -> dict[str, int]:
    return {some_key(rng): rng.randrange(3) for _ in range(5)}


def some_page(rng: Random) -> Page:
    return Page(
        markup=rng.choice(['rst', 'rst', 'md']),
        metadata=rng.choice(['', '', '', 'nosearch', 'orphan']),
        settings=some_settings(rng, 3),
        references=tuple(some_reference(rng) for _ in range(rng.randint(0, 3))),
        listings=tuple(some_listing(rng) for _ in range(rng.choice([0, 0, 1, 2]))),
        imported=rng.choice([(), (), ('app',), (f'app {some_key(rng)}',)]),
    )


def some_site(rng: Random, *, markdown: bool) -> Site:
    parts = {name: some_settings(rng, 2) for name in 'xy'}
    pages = {f'p{n}': some_page(rng) for n in range(8)}
    return Site(pages, parts, product=some_product(rng), markdown=markdown)


NO_EDITS = {'any', 'chosen', 'may_include', 'taken'}


class Edits:
    """The edits that writers make; each leaves a project that can be built."""

    def __init__(self, site: Site, rng: Random) -> None:
        self.site = site
        self.rng = rng

    def any(self) -> str:
        """Make some edit, and return its name."""
        names = [name for name in vars(Edits) if name[0] != '_' and name not in NO_EDITS]
        name = self.rng.choice(names)
        getattr(self, name)()
        return name

    def chosen(self, *, stating: bool = False) -> str:
        """A page; one that states settings if there is any."""
        names = sorted(self.site.pages)
        stated = [name for name in names if self.site.pages[name].settings]
        return self.rng.choice(stated if stating and stated else names)

    def add_setting(self) -> None:
        name = self.chosen()
        settings = [*self.site.pages[name].settings, some_setting(self.rng)]
        self.site.change(name, settings=tuple(self.rng.sample(settings, len(settings))))

    def remove_setting(self) -> None:
        name = self.chosen(stating=True)
        self.site.change(name, settings=self.site.pages[name].settings[1:])

    def rename_setting(self) -> None:
        name = self.chosen(stating=True)
        settings = self.site.pages[name].settings
        renamed = [replace(stated, name=some_name(self.rng)) for stated in settings[:1]]
        self.site.change(name, settings=(*renamed, *settings[1:]))

    def move_setting(self) -> None:
        source, target = self.chosen(stating=True), self.chosen()
        moved = self.site.pages[source].settings[:1]
        self.site.change(source, settings=self.site.pages[source].settings[1:])
        self.site.change(target, settings=(*moved, *self.site.pages[target].settings))

    def refer(self) -> None:
        name = self.chosen()
        references = (some_reference(self.rng), *self.site.pages[name].references[:3])
        self.site.change(name, references=references)

    def list(self) -> None:
        name = self.chosen()
        listings = (some_listing(self.rng), *self.site.pages[name].listings[:1])
        self.site.change(name, listings=listings)

    def include(self) -> None:
        name, other = self.chosen(), self.chosen()
        page = self.site.pages[other]
        path = self.rng.choice(['', 'parts/x.txt', 'parts/y.txt', f'{other}.rst'])
        if path == f'{other}.rst' and (name == other or page.included or page.markup == 'md'):
            path = 'parts/x.txt'
        if self.may_include(name):
            self.site.change(name, included=path)

    def may_include(self, name: str) -> bool:
        """Return whether a page may include a file: it isn't included itself, nor the second in Markdown.

        MyST makes the headings of `eval-rst` labels of the project; of two equal labels Sphinx
        keeps the one that it read last, which depends on what it reads again.
        """
        pages = self.site.pages
        if any(page.included == f'{name}.rst' for page in pages.values()):
            return False
        others = [page for other, page in pages.items() if other != name]
        return pages[name].markup != 'md' or not any(
            page.included and page.markup == 'md' for page in others
        )

    def edit_part(self) -> None:
        self.site.parts[self.rng.choice('xy')] = some_settings(self.rng, 2)

    def add_page(self) -> None:
        self.site.pages.setdefault(some_page_name(self.rng), some_page(self.rng))

    def delete_page(self) -> None:
        if len(self.site.pages) > 4:
            self.taken(self.chosen())

    def rename_page(self) -> None:
        name = some_page_name(self.rng)
        if name not in self.site.pages:
            self.site.pages[name] = self.taken(self.chosen())

    def taken(self, name: str) -> Page:
        """Take a page out of the project, and out of pages that include it.

        docutils doesn't note an include that fails, so Sphinx wouldn't read its page again.
        """
        for other, page in self.site.pages.items():
            if page.included == f'{name}.rst':
                self.site.change(other, included='')
        return self.site.pages.pop(name)

    def change_metadata(self) -> None:
        self.site.change(self.chosen(), metadata=self.rng.choice(['', 'nosearch', 'orphan']))

    def edit_template(self) -> None:
        self.site.template = self.rng.choice(sorted(TEMPLATES))

    def change_conf(self) -> None:
        name, value = self.rng.choice(VALUES)
        self.site.conf[name] = value

    def edit_base(self) -> None:
        self.site.base = self.rng.choice(['', *sorted(BASES)])

    def edit_picture(self) -> None:
        self.site.picture = f'picture {self.rng.randrange(3)}'

    def edit_product(self) -> None:
        self.site.product[some_key(self.rng)] = self.rng.randrange(3)

    def remove_product_key(self) -> None:
        if self.site.product:
            del self.site.product[self.rng.choice(sorted(self.site.product))]

    def import_settings(self) -> None:
        one = self.rng.choice(['app', f'app {some_key(self.rng)}'])
        self.site.change(self.chosen(), imported=self.rng.choice([(), (one,)]))
