"""The results of builds beside other extensions, which ``tests/compatibility.py`` writes."""

import json
from pathlib import Path

from sphinx.util.docutils import SphinxDirective

RESULTS = Path(__file__).parents[1] / 'reference' / 'compatibility.json'
HEADER = ('Extension', 'Version', 'Builders', 'With ``-j 2``', 'After an edit', 'Note')


def cell(found, builders, *kinds):
    """Return how many builders have no fault of some kinds, and name the others.

    Those have the fault without settings, too: a test wants that there are no others.
    """
    own = [f'``{name}``' for name in builders if set(kinds) & set(found['own'].get(name, ()))]
    if not own:
        return f'all {len(builders)}'
    return f'{len(builders) - len(own)}; as without settings: {", ".join(own)}'


def row(found):
    """Return the cells of an extension."""
    builders = found['builders']
    built = [one for one in builders if 'build' not in found['own'].get(one, ())]
    name = found['package'] or f'``{found["module"]}``'
    return [
        name,
        found['version'] or 'of Sphinx',
        cell(found, builders, 'build', 'warning'),
        cell(found, built, '-j 2'),
        cell(found, built, 'incremental'),
        found['note'],
    ]


def table(content):
    """Return a list table of all extensions, and the versions that they were built with."""
    lines = ['.. list-table::', '   :header-rows: 1', '   :class: docs-reference', '']
    for cells in [HEADER, *map(row, content['extensions'])]:
        lines += [f'   {"*" if n == 0 else " "} - {one}'.rstrip() for n, one in enumerate(cells)]
    versions = ' and '.join(sorted({one['sphinx'] for one in content['extensions']}))
    days = sorted({one['date'] for one in content['extensions']})
    dates = days[0] if len(days) == 1 else f'{days[0]} to {days[-1]}'
    *names, last = (f'``{name}``' for name in content['extensions'][0]['builders'])
    not_run = ', '.join(f'``{name}``' for name in content['not_run'])
    return [
        *lines,
        '',
        f'The builders are {", ".join(names)} and {last}.',
        '',
        f'Last run: {dates}, with Python {content["python"]}, Sphinx {versions} and '
        f'docutils {content["docutils"]}.',
        *(['', f'Not yet tried with these versions: {not_run}.'] if not_run else []),
    ]


class CompatibilityTable(SphinxDirective):
    """``.. compatibility-table::``"""

    def run(self):
        self.env.note_dependency(str(RESULTS))
        self.env.note_dependency(__file__)
        content = json.loads(RESULTS.read_text(encoding='utf-8'))
        return self.parse_text_to_nodes('\n'.join(table(content)))


def setup(app):
    app.add_directive('compatibility-table', CompatibilityTable)
    return {'parallel_read_safe': True, 'parallel_write_safe': True}
