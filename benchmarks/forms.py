"""The same settings in five forms, as documentation projects."""

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
    """What a setting states."""

    number: int

    @property
    def title(self) -> str:
        """The display name, which is the heading."""
        return f'Limit of open channels {self.number}'

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
    """Return a heading and a table of two cells, drawn by hand."""
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


def page(form: str, number: int) -> str:
    """Return the text of a page."""
    title = f'Page {number}'
    states = range(number * PER_PAGE, (number + 1) * PER_PAGE)
    return f'{title}\n{"=" * len(title)}\n\n' + ''.join(FORMS[form](Stated(n)) for n in states)


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


def write_project(folder: Path, form: str, settings: int, references: int = 0) -> None:
    """Write a project of a form anew.

    :param references: how many references to settings further pages hold, 1,000 in each.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    extension = "extensions = ['sphinx_configsetting']\n" if form == 'ours' else ''
    (folder / 'conf.py').write_text(f"{extension}project = 'Bench'\n")
    toctree = '.. toctree::\n   :glob:\n\n   *\n'
    (folder / 'index.rst').write_text(f'Settings\n========\n\n{toctree}')
    for number in range(settings // PER_PAGE):
        (folder / f'page{number}.rst').write_text(page(form, number))
    for number in range(references // 1000):
        lines = (f'- {reference(form, n % settings)}\n' for n in range(1000))
        title = f'References {number}'
        (folder / f'see{number}.rst').write_text(
            f'{title}\n{"=" * len(title)}\n\n' + ''.join(lines)
        )
