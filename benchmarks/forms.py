"""The same settings in several forms, as documentation projects of several kinds."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PER_PAGE = 100
WIDTH = 58
"""Characters in a cell of a grid table."""


class Stated(NamedTuple):
    """The facts of one setting."""

    number: int

    @property
    def title(self) -> str:
        """The display name, which is the heading."""
        return f'Limit of open channels in area {self.number}'

    @property
    def id(self) -> str:
        """The id, by which references find it."""
        return f'limit-{self.number}'

    @property
    def page(self) -> int:
        """The page that states it, from 0."""
        return self.number // PER_PAGE

    @property
    def facts(self) -> dict[str, str]:
        """The facts by their labels, as inline markup."""
        return {
            'System Config path': f'**Environment > Section {self.page}**',
            '``config.json`` setting': f'``.Section{self.page}.Limit{self.number}``',
            'Environment variable': f'``APP_SECTION{self.page}_LIMIT{self.number}``',
            'Default': f'``{self.number}``',
        }

    @property
    def words(self) -> list[str]:
        """The lines of the description."""
        return [
            f'How many channels number {self.number} may hold',
            'before it **refuses** more of them.',
            'Raise it when people *wait* at the door.',
        ]


def heading(stated: Stated) -> str:
    """Return a setting's heading."""
    return f'{stated.title}\n{"-" * len(stated.title)}\n\n'


def bullets(items: list[str], indent: str = '') -> str:
    """Return a list."""
    return ''.join(f'{indent}- {item}\n' for item in items)


def stated_facts(stated: Stated) -> list[str]:
    """Return the facts as 'label: value'."""
    return [f'{label}: {value}' for label, value in stated.facts.items()]


def plain(stated: Stated) -> str:
    """Return a heading, prose, and a list of the facts."""
    prose = '\n'.join(stated.words)
    return f'{heading(stated)}{prose}\n\n{bullets(stated_facts(stated))}\n'


def grid(stated: Stated) -> str:
    """Return a heading and a table of two cells, hand-written."""
    left = stated.words
    right = [f'- {fact}' for fact in stated_facts(stated)]
    border = f'+{"-" * WIDTH}+{"-" * WIDTH}+\n'
    rows = (
        f'| {(left[n] if n < len(left) else ""):<{WIDTH - 1}}'
        f'| {(right[n] if n < len(right) else ""):<{WIDTH - 1}}|\n'
        for n in range(max(len(left), len(right)))
    )
    return heading(stated) + border + ''.join(rows) + border + '\n'


def list_table(stated: Stated) -> str:
    """Return a heading and the same table as a ``list-table``."""
    prose = '\n       '.join(stated.words)
    return (
        f'{heading(stated)}.. list-table::\n   :widths: 50 50\n\n   * - {prose}\n\n'
        f'     - {bullets(stated_facts(stated), " " * 7).lstrip()}\n'
    )


def confval(stated: Stated) -> str:
    """Return Sphinx's own directive, with the facts as a list."""
    prose = '\n   '.join(stated.words)
    return f'.. confval:: {stated.id}\n\n   {prose}\n\n{bullets(stated_facts(stated), "   ")}\n'


def ours(stated: Stated) -> str:
    """Return the directive of this extension."""
    page, number = stated.page, stated.number
    prose = '\n   '.join(stated.words)
    return (
        f'.. config:setting:: {stated.id}\n'
        f'   :displayname: {stated.title}\n'
        f'   :systemconsole: Environment > Section {page}\n'
        f'   :configjson: .Section{page}.Limit{number}\n'
        f'   :environment: APP_SECTION{page}_LIMIT{number}\n'
        f'   :default: {number}\n\n'
        f'   {prose}\n\n'
    )


FORMS: dict[str, Callable[[Stated], str]] = {
    'plain': plain,
    'grid': grid,
    'list-table': list_table,
    'confval': confval,
    'ours': ours,
}


def fenced(directive: str, argument: str, options: dict[str, str], lines: list[str]) -> str:
    """Return a directive of MyST Markdown."""
    head = ''.join(f':{name}: {value}\n' for name, value in options.items())
    body = '\n'.join(lines)
    return f'```{{{directive}}} {argument}\n{head}\n{body}\n```\n\n'


def markdown(text: str) -> str:
    """Return inline markup of reStructuredText as Markdown."""
    return text.replace('``', '`')


def plain_markdown(stated: Stated) -> str:
    """Return a heading, prose, and a list of the facts."""
    facts = bullets(list(map(markdown, stated_facts(stated))))
    prose = '\n'.join(stated.words)
    return f'## {stated.title}\n\n{prose}\n\n{facts}\n'


def confval_markdown(stated: Stated) -> str:
    """Return Sphinx's own directive, with the facts as a list."""
    facts = [f'- {markdown(fact)}' for fact in stated_facts(stated)]
    return fenced('confval', stated.id, {}, [*stated.words, '', *facts])


def ours_markdown(stated: Stated) -> str:
    """Return the directive of this extension."""
    page, number = stated.page, stated.number
    options = {
        'displayname': stated.title,
        'systemconsole': f'Environment > Section {page}',
        'configjson': f'.Section{page}.Limit{number}',
        'environment': f'APP_SECTION{page}_LIMIT{number}',
        'default': str(number),
    }
    return fenced('config:setting', stated.id, options, stated.words)


MARKDOWN: dict[str, Callable[[Stated], str]] = {
    'plain': plain_markdown,
    'confval': confval_markdown,
    'ours': ours_markdown,
}
EXTENSIONS = [
    'myst_parser',
    'sphinx_design',
    'sphinx_copybutton',
    'sphinxext.opengraph',
    'sphinx_sitemap',
]
USUAL = f"""\
html_theme = 'furo'
extensions = {EXTENSIONS}
html_baseurl = ogp_site_url = 'https://example.org/'
"""
OWN_FIELDS = """\
configsetting_fields = {
    'owner': {'kind': 'text', 'after': 'default'},
    'flag': {'kind': 'option', 'names': True},
    'helm': {'kind': 'key', 'names': True, 'derive': 'app.{{ configjson }}'},
}
"""
PROJECTS = {'bare': '', 'usual': USUAL, 'markdown': USUAL, 'fields': USUAL}
"""The values of conf.py of each kind of project."""
USES = {
    'default': '',
    'as confval': (
        "configsetting_index_entries = ['displayname']\n"
        'configsetting_exports = []\n'
        'html_domain_indices = False\n'
    ),
    'all': (
        "configsetting_index_entries = ['displayname', 'environment']\n"
        "configsetting_indexes = ['systemconsole', 'configjson', 'environment']\n"
        'configsetting_labels = configsetting_autolink = True\n'
    ),
}
"""Three ways of using the extension; the second makes what ``confval`` makes, and no more."""


def with_own_fields(text: str) -> str:
    """Return settings that state two further fields."""
    own = '   :owner: the *core* team\n   :flag: --limit N\n   :default:'
    return text.replace('   :default:', own)


def page(project: str, form: str, number: int) -> str:
    """Return the text of a page."""
    title = f'Page {number}'
    states = range(number * PER_PAGE, (number + 1) * PER_PAGE)
    if project == 'markdown':
        return f'# {title}\n\n' + ''.join(MARKDOWN[form](Stated(n)) for n in states)
    text = f'{title}\n{"=" * len(title)}\n\n' + ''.join(FORMS[form](Stated(n)) for n in states)
    return with_own_fields(text) if project == 'fields' else text


def reference(form: str, number: int) -> str:
    """Return a reference to a setting, to each by another of its names."""
    if form == 'confval':
        return f':confval:`{Stated(number).id}`'
    names = [
        f':config:setting:`{Stated(number).id}`',
        f':config:environment:`APP_SECTION{number // PER_PAGE}_LIMIT{number}`',
        f':config:configjson:`.Section{number // PER_PAGE}.Limit{number}`',
        f':config:setting:`Limit{number}`',
        f':config:setting:`{Stated(number).title}`',
    ]
    return names[number % len(names)]


def conf(project: str, form: str, use: str) -> str:
    """Return conf.py."""
    text = f"project = 'Bench'\nextensions = []\n{PROJECTS[project]}"
    if form == 'ours':
        text += f"extensions += ['sphinx_configsetting']\n{USES[use]}"
        text += OWN_FIELDS if project == 'fields' else ''
    return text


def write_project(
    folder: Path,
    form: str,
    settings: int,
    references: int = 0,
    project: str = 'bare',
    use: str = 'default',
) -> None:
    """Write a project of a form anew.

    :param references: the number of references to settings on further pages, 1,000 on each.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / 'conf.py').write_text(conf(project, form, use))
    toctree = '.. toctree::\n   :glob:\n\n   *\n'
    (folder / 'index.rst').write_text(f'Settings\n========\n\n{toctree}')
    suffix = 'md' if project == 'markdown' else 'rst'
    for number in range(settings // PER_PAGE):
        (folder / f'page{number}.{suffix}').write_text(page(project, form, number))
    for number in range(references // 1000):
        lines = (f'- {reference(form, n % settings)}\n' for n in range(1000))
        title = f'References {number}'
        (folder / f'see{number}.rst').write_text(
            f'{title}\n{"=" * len(title)}\n\n' + ''.join(lines)
        )
