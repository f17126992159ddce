"""Examples: files of docs/examples beside their result, and whole projects beside the pages."""

import subprocess
import sys
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.statemachine import StringList
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

EXAMPLES = Path(__file__).parent.parent / 'examples'
LANGUAGES = {'.rst': 'rst', '.md': 'markdown'}
PROJECTS = ('python-service', 'helm-chart', 'database-server')


class Example(SphinxDirective):
    """``.. example:: FILE``: part of a file in docs/examples, and what it renders to."""

    required_arguments = 1
    option_spec = {  # noqa: RUF012 (as docutils has it)
        'from': directives.unchanged_required,
        'to': directives.unchanged_required,
        'lines': directives.unchanged_required,
        'beside': directives.flag,
    }

    def run(self):
        path = EXAMPLES / self.arguments[0]
        self.env.note_dependency(str(path))
        lines = path.read_text(encoding='utf-8').splitlines()
        first, end = self.part(lines)
        text = '\n'.join(lines[first:end]).strip('\n')
        source = nodes.literal_block(text, text, language=LANGUAGES[path.suffix])
        content = StringList(lines[first:end], items=[(str(path), n) for n in range(first, end)])
        rendered = nodes.container('', *self.parse_content(content), classes=['docs-rendered'])
        classes = ['docs-example', *(['docs-beside'] if 'beside' in self.options else [])]
        return [nodes.container('', source, rendered, classes=classes)]

    def parse_content(self, content):
        parent = nodes.Element()
        self.state.nested_parse(content, 0, parent)
        return parent.children

    def part(self, lines):
        """Return the numbers of the first line, and of the line after the last one."""
        if 'lines' in self.options:
            first, last = map(int, self.options['lines'].split('-'))
            return first - 1, last
        first = self.line_with(lines, 'from', 0)
        return first, self.line_with(lines, 'to', len(lines), first + 1)

    def line_with(self, lines, option, default, start=0):
        if option not in self.options:
            return default
        wanted = self.options[option]
        found = [n for n, line in enumerate(lines) if n >= start and line.strip() == wanted]
        if not found:
            raise self.error(f'no line of {self.arguments[0]} is {wanted!r}')
        return found[0]


def build_projects(app, exception):
    """Build the example projects, which the page of examples links to."""
    if exception or app.builder.name != 'html':
        return
    for name in PROJECTS:
        doctrees = app.doctreedir / 'examples' / name
        command = [sys.executable, '-m', 'sphinx', '-E', '-W', '-q', '-d', str(doctrees)]
        target = app.outdir / 'examples' / name
        done = subprocess.run([*command, str(EXAMPLES / name), str(target)], check=False)
        if done.returncode:
            raise ExtensionError(f'the example {name!r} does not build')


def setup(app):
    app.add_directive('example', Example)
    app.connect('build-finished', build_projects)
    return {'parallel_read_safe': True, 'parallel_write_safe': True}
