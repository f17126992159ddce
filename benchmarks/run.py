"""The figures of the extension beside those of other ways to write the same.

``tox run -e bench`` prints them; ``--write FILE`` also keeps them as reStructuredText.
"""

from __future__ import annotations

import argparse
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from forms import MARKDOWN, PROJECTS, write_project
from measure import Cost, cpu, interleaved, ratio, sphinx_build, with_bytecode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

PACKAGES = ('sphinx', 'docutils', 'jinja2', 'sphinx-configsetting')
DIRECTIVE = re.compile(r'^( *\.\.) config:setting::', re.MULTILINE)
IMPORTS = """
import sphinx.application, sphinx.cmd.build, sphinx.builders.html, time
from importlib import import_module
for name in sphinx.application.builtin_extensions:
    import_module(name)
began = time.process_time()
import sphinx_configsetting.extension
print(time.process_time() - began)
"""


class Figure(NamedTuple):
    """One line of the table."""

    name: str
    most: str
    """The goal; '' without one."""
    found: str


GOALS = {'plain': '1.20', 'grid': '0.90', 'list-table': '', 'confval': '0.85'}
USE_GOALS = {'as confval': ('confval', '0.85'), 'all': ('plain', '1.50')}
HUGE_GOAL = '1.10'


class Bench:
    """Measures in a folder of its own."""

    def __init__(self, folder: Path, times: int, large: int, projects: Sequence[str]) -> None:
        """Measure small projects so many times, and large ones in fewer turns."""
        self.folder = folder
        self.times = times
        self.large = large
        self.projects = projects

    def project(
        self,
        form: str,
        settings: int,
        references: int = 0,
        kind: str = 'usual',
        use: str = 'default',
    ) -> Path:
        """Return the folder of a project, which is written if it is not there."""
        folder = self.folder / f'{kind}-{form}-{settings}-{references}-{use.replace(" ", "-")}'
        if not folder.exists():
            write_project(folder, form, settings, references, kind, use)
        return folder

    def full(self, settings: int, times: int) -> Iterator[Figure]:
        """Compare builds of whole projects of each kind."""
        for kind in self.projects:
            yield from self.full_of(kind, settings, times)

    def full_of(self, kind: str, settings: int, times: int) -> Iterator[Figure]:
        """Compare builds of one kind of project."""
        forms = [form for form in GOALS if kind != 'markdown' or form in MARKDOWN]

        def run(form: str) -> Cost:
            return sphinx_build(self.project(form, settings, kind=kind))

        runs = interleaved([*forms, 'ours'], run, times)
        for form in forms:
            found = ratio(cpu(runs['ours']), cpu(runs[form]))
            spread = spread_of(cpu(runs['ours']), cpu(runs[form]))
            name = f'{kind}, {settings:,} settings, ours / {form}'
            yield Figure(name, GOALS[form], f'{found:.2f} ({spread})')
        seconds = statistics.median(cpu(runs['ours']))
        yield Figure(f'{kind}, {settings:,} settings, ours', '', f'{seconds:.2f} s')
        shared = memory(runs['ours']) / memory(runs['confval'])
        name = f'{kind}, {settings:,} settings, peak memory, ours / confval'
        yield Figure(name, '1.05', f'{shared:.2f} ({memory(runs["ours"]):.0f} MB)')

    def uses(self, settings: int, times: int) -> Iterator[Figure]:
        """Compare further ways of using the extension in the usual project."""
        for use, (form, goal) in USE_GOALS.items():

            def run(name: str, use: str = use, form: str = form) -> Cost:
                folder = (
                    self.project('ours', settings, use=use)
                    if name == 'ours'
                    else self.project(form, settings)
                )
                return sphinx_build(folder)

            runs = interleaved([form, 'ours'], run, times)
            found = ratio(cpu(runs['ours']), cpu(runs[form]))
            yield Figure(
                f'usual, {use}, {settings:,} settings, ours / {form}', goal, f'{found:.2f}'
            )

    def again(self, settings: int, times: int) -> Iterator[Figure]:
        """Compare builds after an edit of one page, and of nothing."""

        def edited(form: str) -> Cost:
            page = self.project(form, settings) / 'page0.rst'
            page.write_text(f'{page.read_text()}\nMore.\n')
            return sphinx_build(self.project(form, settings), fresh=False)

        def unchanged(form: str) -> Cost:
            return sphinx_build(self.project(form, settings), fresh=False)

        name = f'one page of {settings // 100:,} edited'
        yield self.compared(name, '1.15', edited, times)
        name = f'nothing of {settings:,} settings changed'
        yield self.compared(name, '1.25', unchanged, times)

    def compared(self, name: str, goal: str, run: Callable[[str], Cost], times: int) -> Figure:
        """Compare ours with ``confval``; both have been built before."""
        runs = interleaved(['confval', 'ours'], run, times)
        seconds = statistics.median(cpu(runs['ours']))
        found = ratio(cpu(runs['ours']), cpu(runs['confval']))
        return Figure(f'{name}, ours / confval', goal, f'{found:.2f} ({seconds:.2f} s)')

    def huge(self, settings: int) -> Figure:
        """Compare a huge project with the same words."""
        costs = {form: sphinx_build(self.project(form, settings)) for form in ('plain', 'ours')}
        found = costs['ours'].cpu / costs['plain'].cpu
        detail = f'{costs["ours"].cpu:.0f} s, {costs["ours"].memory:.0f} MB'
        return Figure(f'{settings:,} settings, ours / plain', HUGE_GOAL, f'{found:.2f} ({detail})')

    def parallel(self, settings: int, times: int) -> Figure:
        """Compare what a second process is worth."""
        gains = {}
        for form in ('plain', 'ours'):
            folder = self.project(form, settings)
            alone = [sphinx_build(folder).wall for _ in range(times)]
            both = [sphinx_build(folder, jobs=2).wall for _ in range(times)]
            gains[form] = statistics.median(alone) / statistics.median(both)
        found = gains['ours'] / gains['plain']
        detail = ' and '.join(f'{gains[form]:.2f}' for form in ('ours', 'plain'))
        return Figure('gain of -j 2, ours / plain', 'at least 0.95', f'{found:.2f} ({detail})')

    def explorer(self, settings: int, times: int) -> Iterator[Figure]:
        """Compare builds of a project with an explorer and of the same one without."""
        folders = {name: self.folder / f'{name}-{settings}' for name in ('with', 'without')}
        for name, folder in folders.items():
            write_project(folder, 'ours', settings, 0, 'usual')
            body = {'with': '.. config:explorer::', 'without': 'Words.'}[name]
            (folder / 'all.rst').write_text(f'All settings\n============\n\n{body}\n')

        def edited(name: str) -> Cost:
            page = folders[name] / 'page0.rst'
            page.write_text(f'{page.read_text()}\nMore.\n')
            return sphinx_build(folders[name], fresh=False)

        def clean(name: str) -> Cost:
            return sphinx_build(folders[name])

        name = f'{settings:,} settings, with an explorer / without'
        for what, goal, run in (('clean', '1.10', clean), ('a line edited', '1.30', edited)):
            runs = interleaved([*folders], run, times)
            found = ratio(cpu(runs['with']), cpu(runs['without']))
            least = min(cpu(runs['with'])) / min(cpu(runs['without']))
            seconds = min(cpu(runs['with']))
            detail = f'of the least {least:.2f}, {seconds:.2f} s'
            yield Figure(f'{name}, {what}', goal, f'{found:.2f} ({detail})')

    def environment(self, settings: int) -> Figure:
        """Measure the environment's pickle."""
        path = self.project('ours', settings) / '_build' / '.doctrees' / 'environment.pickle'
        found = path.stat().st_size / settings / 1000
        return Figure('environment pickle for each setting', '1.5 kB', f'{found:.2f} kB')

    def importing(self) -> Figure:
        """Measure the import of the extension in processes that have imported Sphinx."""
        found = [import_seconds() for _ in range(15)]
        return Figure(
            'import beyond that of Sphinx', '15 ms', f'{statistics.median(found) * 1000:.1f} ms'
        )

    def references(self, count: int) -> Figure:
        """Compare what references by any name cost with those of ``confval``."""
        costs: dict[str, list[float]] = {'ours': [], 'confval': []}
        for _ in range(self.times):
            for form, seconds in costs.items():
                with_them = sphinx_build(self.project(form, 1000, count)).cpu
                seconds.append(with_them - sphinx_build(self.project(form, 1000)).cpu)
        found = ratio(costs['ours'], costs['confval'])
        ours = statistics.median(costs['ours'])
        name = f'{count:,} references, ours / confval'
        return Figure(name, '1.00', f'{found:.2f} ({ours:.2f} s)')

    def documents(self, corpus: Path) -> Figure:
        """Compare real documents with the same ones whose directives are comments."""
        for name in ('directives', 'comments'):
            folder = self.folder / name
            folder.mkdir()
            extension = "extensions = ['sphinx_configsetting']\n" if name == 'directives' else ''
            (folder / 'conf.py').write_text(extension)
            (folder / 'index.rst').write_text('T\n=\n\n.. toctree::\n   :glob:\n\n   *\n')
            for path in corpus.glob('*.rst'):
                text = path.read_text(encoding='utf-8')
                text = text if extension else DIRECTIVE.sub(r'\1', text)
                (folder / path.name).write_text(text, encoding='utf-8')
        runs = interleaved(
            ['directives', 'comments'],
            lambda name: sphinx_build(self.folder / name),
            2 * self.times,
        )
        found = ratio(cpu(runs['directives']), cpu(runs['comments']))
        return Figure('real documents, directives / comments', '', f'{found:.2f}')


def import_seconds() -> float:
    """Return the seconds of CPU that the import takes."""
    command = [sys.executable, '-c', IMPORTS]
    result = subprocess.run(
        command, check=True, capture_output=True, text=True, env=with_bytecode()
    )
    return float(result.stdout)


def memory(costs: Sequence[Cost]) -> float:
    """Return the median of the most memory held, in MB."""
    return statistics.median(cost.memory for cost in costs)


def spread_of(left: Sequence[float], right: Sequence[float]) -> str:
    """Return the least and the greatest ratio of runs that belong together."""
    found = [a / b for a, b in zip(left, right, strict=True)]
    return f'{min(found):.2f} to {max(found):.2f}'


def figures(bench: Bench, arguments: argparse.Namespace) -> Iterator[Figure]:
    """Yield the figures, the quick ones first."""
    yield bench.importing()
    yield from bench.full(1000, bench.times)
    yield from bench.uses(1000, bench.times)
    yield from bench.again(1000, bench.times)
    yield from bench.explorer(5000, bench.large or 1)
    yield bench.environment(1000)
    yield bench.references(10_000)
    if arguments.corpus:
        yield bench.documents(arguments.corpus)
    if bench.large:
        yield from bench.full(10_000, bench.large)
        yield from bench.again(10_000, bench.large)
        yield bench.parallel(10_000, bench.large)
    if arguments.huge:
        yield bench.huge(arguments.huge)


def head(command: str) -> str:
    """Return when, with what and how the figures were found."""
    versions = ', '.join(f'{name} {version(name)}' for name in PACKAGES)
    return (
        f'Measured on {datetime.now(UTC):%Y-%m-%d} with Python {platform.python_version()}, '
        f'{versions} by ``{command}``.\n'
    )


def table(rows: Sequence[Figure]) -> str:
    """Return figures as a table in reStructuredText."""
    lines = ['.. list-table::', '   :header-rows: 1', '']
    for row in (Figure('Figure', 'At most', 'Found'), *rows):
        lines += [f'   * - {row.name}', f'     - {row.most}', f'     - {row.found}']
    return '\n'.join(line.rstrip() for line in lines) + '\n'


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description='Measure the extension.')
    parser.add_argument('--times', type=int, default=7, help='turns at 1,000 settings')
    parser.add_argument('--large', type=int, default=3, help='turns at 10,000; 0 leaves them out')
    parser.add_argument(
        '--huge', type=int, default=100_000, help='settings for the growth; 0 leaves it out'
    )
    parser.add_argument(
        '--projects', nargs='+', default=list(PROJECTS), choices=PROJECTS, help='kinds of projects'
    )
    parser.add_argument('--corpus', type=Path, help='a folder of real documents')
    parser.add_argument('--write', type=Path, help='a file for the table')
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix='bench-'))
    bench = Bench(folder, arguments.times, arguments.large, arguments.projects)
    rows: list[Figure] = []
    try:
        for row in figures(bench, arguments):
            rows.append(row)
            print(f'{row.name:55} {row.most:14} {row.found}', flush=True)
    finally:
        shutil.rmtree(folder)
    text = f'{head("tox run -e bench")}\n{table(rows)}'
    print(text)
    if arguments.write:
        arguments.write.write_text(text, encoding='utf-8')


if __name__ == '__main__':
    main()
