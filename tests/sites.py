"""Documentation projects that change: what they hold, and the files that state it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

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
class Stated:
    """A setting as a page states it."""

    name: Name
    form: str = 'object'
    template: str = ''
    seealso: str = ''


@dataclass(frozen=True)
class Page:
    """A page."""

    markup: str = 'rst'
    metadata: str = ''
    settings: tuple[Stated, ...] = ()
    references: tuple[tuple[str, str], ...] = ()
    included: str = ''


@dataclass
class Site:
    """A project, as plain data that can be edited and written."""

    pages: dict[str, Page] = field(default_factory=dict)
    parts: dict[str, tuple[Stated, ...]] = field(default_factory=dict)
    template: str = 'one'
    conf: dict[str, object] = field(default_factory=dict)
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
        }
        files |= {f'parts/{name}.txt': ''.join(map(rst, part)) for name, part in self.parts.items()}
        return files | {
            f'{name}.{page.markup if self.markdown else "rst"}': self.text(name, page)
            for name, page in self.pages.items()
        }

    def text(self, name: str, page: Page) -> str:
        if page.markup == 'md' and self.markdown:
            return markdown_page(name, page)
        return rst_page(name, page)


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
}


def options(stated: Stated) -> list[str]:
    name = stated.name
    lines = [
        f':displayname: {display_name(name)}',
        f':systemconsole: Menu {name[1] % 2} > Page',
        f':configjson: {key(name)}',
        f':environment: {variable(name)}',
        f':formerly: old-{name[0]}',
    ]
    if stated.template:
        lines.append(f':template: {stated.template}')
    if stated.seealso:
        lines.append(f':seealso: {stated.seealso}')
    return lines


def rst(stated: Stated) -> str:
    lines = [*options(stated), f':description: Short *words* {stated.name[1]} on it.']
    text = f'.. config:setting:: {stated.name[0]}\n' + ''.join(f'   {line}\n' for line in lines)
    text += f'\n   - first of {stated.name[0]}\n   - second :config:setting:`{stated.name[0]}`\n\n'
    if stated.form == 'object':
        return f'{text}Between.\n\n'
    title = f'Heading {stated.name[0]} {stated.name[1]}'
    shown = f'- Environment variable: ``{variable(stated.name)}``\n\n' if stated.form == 'hand' else ''
    return f'{text}{title}\n{"-" * len(title)}\n\n{shown}Under it.\n\n'


def rst_page(name: str, page: Page) -> str:
    text = f':{page.metadata}:\n\n' if page.metadata else ''
    text += f'Page {name}\n{"=" * (5 + len(name))}\n\n'
    text += ''.join(f'Look at :{role}:`{target}`.\n\n' for role, target in page.references)
    if page.included:
        text += f'.. include:: {page.included}\n\n'
    return text + ''.join(map(rst, page.settings))


def markdown(stated: Stated) -> str:
    lines = [*options(stated), f':description: Short *words* {stated.name[1]} on it.']
    text = f'```{{config:setting}} {stated.name[0]}\n' + ''.join(f'{line}\n' for line in lines)
    text += f'\n- first of {stated.name[0]}\n- second {{config:setting}}`{stated.name[0]}`\n```\n\n'
    if stated.form == 'object':
        return f'{text}Between.\n\n'
    shown = f'- Environment variable: `{variable(stated.name)}`\n\n' if stated.form == 'hand' else ''
    return f'{text}## Heading {stated.name[0]} {stated.name[1]}\n\n{shown}Under it.\n\n'


def markdown_page(name: str, page: Page) -> str:
    text = f'---\n{page.metadata}: true\n---\n' if page.metadata else ''
    text += f'# Page {name}\n\n'
    text += ''.join(f'Look at {{{role}}}`{target}`.\n\n' for role, target in page.references)
    if page.included:
        text += f'```{{eval-rst}}\n.. include:: {page.included}\n```\n\n'
    return text + ''.join(map(markdown, page.settings))
