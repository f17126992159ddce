"""Build the package as a release does, and use it as a stranger does. Run by 'tox run -e package'."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / 'docs' / 'examples' / 'tutorial'
UNIT_TESTS = ('selenium', 'myst-parser', 'pytest', 'pytest-xdist', 'hypothesis', 'syrupy', 'PyYAML', 'click', 'jsonschema', 'pydantic-settings')


def run(*words, cwd=ROOT):
    """Run a command, and stop if it fails."""
    print('$', *words, flush=True)
    subprocess.run([str(word) for word in words], cwd=cwd, check=True)


def check_content(wheel, sdist):
    """Check that catalogs are compiled in the wheel only, and that sources of catalogs and scripts are in the sdist only."""
    names = zipfile.ZipFile(wheel).namelist()
    with tarfile.open(sdist) as archive:
        sources = archive.getnames()
    languages = [name for name in sources if name.endswith('.po')]
    compiled = [name for name in names if name.endswith('.mo')]
    assert languages and len(compiled) == len(languages), (compiled, languages)
    assert not [name for name in sources if name.endswith('.mo')]
    assert not [name for name in names if name.endswith(('.po', '.pot')) or name.startswith(('tests', 'docs')) or '/assets/' in name]


def make_environment(folder, *requirements):
    """Return the Python of a new environment with requirements."""
    venv.create(folder, with_pip=True)
    python = folder / ('Scripts' if sys.platform == 'win32' else 'bin') / 'python'
    run(python, '-m', 'pip', 'install', '-q', '--disable-pip-version-check', *requirements)
    return python


def build_example(python, folder):
    """Build an example in German, and check that its labels are German."""
    shutil.copytree(EXAMPLE, folder / 'docs')
    run(python, '-m', 'sphinx', '-q', '-W', '-D', 'language=de', '-b', 'text', 'docs', 'out', cwd=folder)
    assert 'Umgebungsvariable' in (folder / 'out' / 'settings.txt').read_text(encoding='utf-8')


def write_bill_of_materials(python, path):
    """List what the wheel and its dependencies install, in the format of CycloneDX."""
    run(python, '-m', 'pip', 'uninstall', '-q', '-y', '--disable-pip-version-check', 'pip')
    words = ('environment', '--output-reproducible', '--output-format', 'JSON', '--output-file', path)
    run(sys.executable, '-m', 'cyclonedx_py', *words, python)
    bill = json.loads(path.read_text(encoding='utf-8'))
    components = {one['name']: one for one in bill['components']}
    del components['sphinx-configsetting']['externalReferences']  # the path of the wheel on this machine
    path.write_text(json.dumps(bill, indent=2) + '\n', encoding='utf-8')
    assert {'Sphinx', 'Jinja2'} <= set(components) and 'file:' not in path.read_text(encoding='utf-8')


def test_sdist(sdist, folder):
    """Run the tests of functions from the files of the sdist."""
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter='data')
    (source,) = folder.iterdir()
    python = make_environment(folder / 'venv', source, *UNIT_TESTS)
    run(python, '-m', 'pytest', '-q', '-n', '2', 'tests/unit', cwd=source)


def main():
    """Build and use the package."""
    with tempfile.TemporaryDirectory(prefix='a package ') as name:
        work = Path(name)
        run(sys.executable, '-m', 'build', '-q', '--outdir', work / 'dist')
        (wheel,), (sdist,) = (list((work / 'dist').glob(pattern)) for pattern in ('*.whl', '*.tar.gz'))
        run(sys.executable, '-m', 'twine', 'check', '--strict', wheel, sdist)
        check_content(wheel, sdist)
        for kind, path in (('wheel', wheel), ('sdist', sdist)):
            (work / kind).mkdir()
            python = make_environment(work / kind / 'venv', path)
            build_example(python, work / kind)
            if kind == 'wheel':
                write_bill_of_materials(python, work / 'bill-of-materials.cdx.json')
        (work / 'source').mkdir()
        test_sdist(sdist, work / 'source')
        if '--keep' in sys.argv:
            shutil.copytree(work / 'dist', ROOT / 'dist', dirs_exist_ok=True)
            shutil.copy(work / 'bill-of-materials.cdx.json', ROOT)


if __name__ == '__main__':
    main()
