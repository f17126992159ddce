"""Nothing that a setting states is run: by a browser, by LaTeX, by Jinja, by Python."""

from __future__ import annotations

import getpass
import json
import re
import socket
import zipfile
from collections import Counter

import pytest
from project import build

PAYLOADS = [
    '<script>pwned=1</script>',
    '</script><script>pwned=1</script>',
    '</title></head><script>pwned=1</script>',
    '" onclick="pwned=1" onmouseover="pwned=1" x="',
    "' onfocus='pwned=1' autofocus='",
    '<img src=x onerror=pwned=1>',
    '<svg onload=pwned=1>',
    '--><svg onload=pwned=1>',
    ']]><svg onload=pwned=1>',
    'javascript:pwned=1',
    '&lt;img src=x onerror=pwned=1&gt;',
    '`x <javascript:pwned=1>`__',
    '`x <data:text/html,pwned>`__',
    '\\input{/etc/passwd} \\write18{pwned} $x$ %',
    '.. raw:: html',
    '{{ 7 * 191 }}{% for x in y %}',
    '\ufdd0body\ufdd1',
    '%(x)s {0} ${x}',
]
FIELDS = [
    'displayname', 'systemconsole', 'configjson', 'environment', 'key', 'option', 'type', 'default', 'choices', 'required',
    'example', 'availability', 'restart', 'since', 'deprecated', 'replacedby', 'formerly', 'seealso', 'description',
]  # fmt: skip
HEAD = 'T\n=\n\n.. role:: raw-html(raw)\n   :format: html\n\n'


def statement(number, payload, *, names=FIELDS):
    options = ''.join(f'   :{name}: {payload}\n' for name in names)
    return f'.. config:setting:: {payload} {number}\n{options}   :class: {payload}\n\n   Body of {number}.\n\n'


def pages():
    stated = ''.join(statement(n, payload) for n, payload in enumerate(PAYLOADS))
    names = [field for field in FIELDS if field != 'description']
    sections = ''.join(f'{statement(n, p, names=names)}Heading {n}\n-----------\n\nx\n\n' for n, p in enumerate(PAYLOADS))
    references = ''.join(f':config:setting:`{payload.replace("`", "")} {n}`\n\n' for n, payload in enumerate(PAYLOADS))
    body = '.. config:setting:: raw\n   :default: 3\n\n   .. raw:: html\n\n      <p>Kept <img src=x onerror=pwned=2><script>pwned=2</script></p>\n\n   `x <javascript:pwned=2>`__\n'
    return {
        'conf.py': "project = 'T'\nextensions = ['sphinx_configsetting']\nexclude_patterns = ['_build']\n",
        'index.rst': f'{HEAD}.. toctree::\n   :glob:\n\n   p*\n',
        'p-objects.rst': HEAD + stated,
        'p-sections.rst': HEAD + sections,
        'p-references.rst': HEAD + references,
        'q-body.rst': f':orphan:\n\n{HEAD}{body}',
    }


SHOW = """<!DOCTYPE html><meta charset="utf-8"><div id="shown"></div><script>
const shown = document.getElementById("shown"), add = (html, text) => {
  const one = document.createElement("div"); one.innerHTML = html; one.append(text); shown.append(one);
};
for (const setting of %s) add(setting.description, setting.displayname);
for (const setting of %s) for (const html of Object.values(setting.html)) add(html, setting.title);
document.title = "done";
</script>"""


@pytest.fixture(scope='module')
def site(tmp_path_factory):
    built = build(tmp_path_factory.mktemp('hostile'), pages(), conf={'configsetting_indexes': ['environment', 'configjson']})
    data = [built.output('config-settings-index.json'), json.dumps(json.loads(built.output('settings.json'))['settings'])]
    safe = tuple(text.replace('<', '\\u003c') for text in data)
    (built.app.outdir / 'show.html').write_text(SHOW % safe, encoding='utf-8')
    return built


def visible_pages(outdir):
    names = sorted(path.relative_to(outdir).as_posix() for path in outdir.rglob('*.html') if 'q-body' not in path.name)
    return [*names, 'search.html?q=script', 'search.html?q=onerror', 'search.html?q=pwned']


FOUND = """
const names = ["onclick", "onmouseover", "onfocus", "onerror", "onload"];
return {
  pwned: typeof window.pwned,
  handlers: [...document.querySelectorAll("*")].filter(e => names.some(n => e.hasAttribute(n))).length,
  scripts: [...document.scripts].filter(s => !s.src && /pwned=1/.test(s.textContent) && !/getElementById/.test(s.textContent)).length,
  links: [...document.querySelectorAll("[href], [src], [action]")].map(e => e.getAttribute("href") || e.getAttribute("src") || e.getAttribute("action") || "").filter(u => /^\\s*(javascript|data|vbscript):/i.test(u) && !/^data:image|SphinxHighlight/.test(u)),
};
"""


def test_nothing_runs_in_a_browser(site, browser):
    pages = visible_pages(site.app.outdir)
    assert {'genindex.html', 'config-settings.html', 'config-environment.html', 'show.html'} <= {*pages}
    for name in pages:
        browser.get(f'{site.app.outdir.as_uri()}/{name}')
        if 'search' in name:
            wait = 'const done = arguments[0]; setTimeout(() => done(document.querySelectorAll("ul.search li").length), 1500)'
            results = browser.execute_async_script(wait)
            assert results or name == 'search.html'
        found = browser.execute_script(FOUND)
        assert found == {'pwned': 'undefined', 'handlers': 0, 'scripts': 0, 'links': []}, name
    assert browser.title


def test_nothing_of_a_book_runs_in_a_browser(tmp_path, browser):
    built = build(tmp_path, pages(), 'epub', conf={'epub_copyright': 'x', 'version': '1'})
    chapters = [path for path in built.app.outdir.glob('*.xhtml') if 'q-body' not in path.name]
    assert len(chapters) > 5
    for chapter in chapters:
        browser.get(chapter.as_uri())
        assert browser.execute_script(FOUND) == {'pwned': 'undefined', 'handlers': 0, 'scripts': 0, 'links': []}


def test_the_browser_would_notice(site, browser):
    browser.get(f'{site.app.outdir.as_uri()}/q-body.html')
    assert browser.execute_script('return typeof window.pwned') == 'number'
    assert browser.execute_script(FOUND)['links'] == ['javascript:pwned=2']


def settings_file(built):
    """The entries by id; of two settings with one id, the first."""
    return {entry['id']: entry for entry in reversed(json.loads(built.output('settings.json'))['settings'])}


def test_exported_html_runs_nothing(site):
    """An author's raw HTML runs on its page, as the author wants, and nowhere else."""
    assert settings_file(site)['raw']['html']['body'] == '<p>Kept <img src="x"></p><p><a class="reference external">x</a></p>'
    (entry,) = [one for one in json.loads(site.output('config-settings-index.json')) if one['id'] == 'raw']
    assert entry['description'] == settings_file(site)['raw']['html']['body']


def test_exported_text_is_whole(site):
    """Text that only looks like an attribute or a tag is no HTML, and stays."""
    entry = settings_file(site)['<img src=x onerror=pwned=1> 5']
    assert entry['facts']['description'] == '<img src=x onerror=pwned=1>'
    assert entry['html']['description'] == '&lt;img src=x onerror=pwned=1&gt;'
    assert ' title="&lt;img src=x onerror=pwned=1&gt;"' in entry['html']['seealso']


def test_exports_hold_the_text_of_raw_roles(tmp_path):
    page = f'{HEAD}.. config:setting:: x\n   :description: A :raw-html:`<b onclick=pwned>bold</b>` word.\n'
    built = build(tmp_path, {'index.rst': page})
    assert settings_file(built)['x']['html']['description'] == 'A <span class="raw-html"><b>bold</b></span> word.'
    assert '<b onclick=pwned>bold</b>' in built.output('index.html')


def test_links_to_scripts_warn(site):
    """Three of the payloads are links to scripts; one of them is a name where names are references."""
    warnings = [w for w in site.warnings if 'links to the script' in w]
    assert all('only the text of the link is shown' in warning for warning in warnings)
    places = Counter((w.partition(':')[0], w.split("'")[1]) for w in warnings)
    assert places == {
        **{('p-objects.rst', name): 3 for name in ('availability', 'deprecated', 'description')},
        **{('p-sections.rst', name): 3 for name in ('availability', 'deprecated')},
        **{(f'p-{page}.rst', name): 2 for page in ('objects', 'sections') for name in ('replacedby', 'seealso')},
    }


def test_jinja_in_fields_stays_text(site):
    text = re.sub('<[^>]+>', '', site.output('p-objects.html'))
    assert '{{ 7 * 191 }}{% for x in y %}' in text
    assert '1337' not in text


def test_latex_is_inert(tmp_path):
    built = build(tmp_path, pages(), 'latex')
    text = built.output('t.tex')
    assert r'\textbackslash{}input\{' in text
    assert '/etc/passwd' in text
    for command in (r'\input{/', r'\write18'):
        assert command not in text
    built = build(tmp_path, builder='text')
    assert r'\input{/etc/passwd} \write18{pwned} $x$ %' in built.output('p-objects.txt')


def test_epub_is_inert(tmp_path):
    built = build(tmp_path, pages(), 'epub', conf={'epub_copyright': 'x', 'version': '1'})
    with zipfile.ZipFile(next(built.app.outdir.glob('*.epub'))) as book:
        for name in book.namelist():
            text = book.read(name).decode(errors='replace')
            if name.endswith(('html', 'opf', 'ncx')) and 'q-body' not in name:
                assert not re.search(r'<(script|svg|img)[^>]*(pwned|onload|onerror)', text), name
                assert not re.search(r'(href|src)=.(javascript|data):', text), name
                assert '<script>' not in text


@pytest.mark.parametrize('builder', ['html', 'dirhtml', 'singlehtml', 'epub', 'latex', 'man', 'texinfo', 'text', 'xml', 'gettext'])
def test_no_trace_of_the_machine(tmp_path, builder):
    folder = tmp_path / 'secret-folder-name'
    folder.mkdir()
    (folder / f'module_{builder}.py').write_text('"""Doc.\n\n.. config:setting:: doc\n   :default: 3\n"""\n')
    page = f'T\n=\n\n.. automodule:: module_{builder}\n\n.. include:: part.txt\n\n.. config:setting:: x\n   :default: 4\n   :seealso: nope\n'
    conf = f'import sys\nsys.path.insert(0, {str(folder)!r})\nextensions = ["sphinx_configsetting", "sphinx.ext.autodoc"]\n'
    part = '.. config:setting:: y\n   :default: 5\n   :description: `\n'
    options = {'man_pages': [('index', 'x', 'X', 'x', 1)], 'epub_copyright': 'x', 'version': '1', 'nitpicky': True}
    files = {'conf.py': conf, 'index.rst': page, 'part.txt': part}
    built = build(folder, files, builder, conf=options)
    assert {setting.id for setting in built.settings} == {'doc', 'x', 'y'}
    host = socket.gethostname()
    secrets = [b'secret-folder-name', *([host.encode()] if len(host) > 5 else [])]
    secrets += [getpass.getuser().encode()] if getpass.getuser() != 'root' else []
    for path in built.app.outdir.rglob('*'):
        if path.is_file() and '.doctrees' not in path.parts and path.suffix not in {'.js', '.epub'}:
            data = re.sub(rb'<document source="[^"]*"', b'', path.read_bytes())  # of docutils
            assert [secret for secret in secrets if secret in data] == [], path.name


def test_a_source_elsewhere_is_named_without_its_folders(tmp_path):
    (tmp_path / 'lib').mkdir()
    (tmp_path / 'lib' / 'elsewhere.py').write_text('"""Doc.\n\n.. config:setting:: doc\n   :default: 3\n"""\n')
    conf = f'import sys\nsys.path.insert(0, {str(tmp_path / "lib")!r})\nextensions = ["sphinx_configsetting", "sphinx.ext.autodoc"]\n'
    built = build(tmp_path / 'project', {'conf.py': conf, 'index.rst': '.. automodule:: elsewhere\n'})
    (entry,) = json.loads(built.output('settings.json'))['settings']
    assert entry['source'] == 'elsewhere.py:docstring of elsewhere'
