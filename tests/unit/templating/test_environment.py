"""Templates: the built-in ones, a project's own, and their failures."""

from __future__ import annotations

import os

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from docutils.parsers.rst import directives
from docutils.parsers.rst.directives.misc import Class

from sphinx_configsetting.catalog.fields import Fields
from sphinx_configsetting.catalog.kinds import KINDS
from sphinx_configsetting.catalog.setting import Setting, state
from sphinx_configsetting.derivation import nth_values
from sphinx_configsetting.rendering.escaping import SLOT, Rst
from sphinx_configsetting.rendering.templates import (
    TEMPLATES,
    SettingView,
    TemplateError,
    Templates,
    outline_of,
    path_of,
)

FIELDS = Fields()
FACTS = {'displayname': 'A *b*', 'configjson': '.A.B, .C.D', 'environment': 'N/A'}
LABELS = ['config.json setting', 'Environment variable']


def stating(facts=FACTS, slots=(), classes='my-class', fields=FIELDS):
    stated = {name: state(fields.get(name), text) for name, text in facts.items()}
    setting = Setting(id='a_*', docname='p', anchor='a', source='p.rst', line=1, facts=stated)
    return setting, outline_of(setting, fields, slots, classes), fields


@pytest.fixture
def project(tmp_path):
    class Project:
        folder = tmp_path / 'own' / 'configsetting'

        def __init__(self):
            self.folder.mkdir(parents=True)
            self.templates = Templates(tmp_path, ['own'])

        def render(self, text, name='my', shown=None):
            (self.folder / f'{name}.rst.jinja').write_text(text, encoding='utf-8')
            return self.templates.render(name, *(shown or stating()))

    return Project()


@pytest.fixture
def builtin(tmp_path):
    return Templates(tmp_path, [])


def parsed(text):
    directives.register_directive('rst-class', Class)  # as Sphinx does for a build
    marked = SLOT.sub(lambda match: f'SLOT-{match[1] or "body"}', text)
    document = publish_doctree(marked, settings_overrides={'report_level': 5, 'halt_level': 5})
    assert not list(document.findall(nodes.system_message))
    return document


def texts(document, cls):
    return [node.astext() for node in document.findall(cls)]


@pytest.mark.parametrize('slots', [(), ('description',), ('',), ('', 'description')], ids=str)
@pytest.mark.parametrize('facts', [{}, FACTS], ids=['bare', 'facts'])
@pytest.mark.parametrize('name', ['setting', 'facts', 'compact'])
def test_builtin(builtin, name, facts, slots):
    rendering = builtin.render(name, *stating(facts, slots))
    if not (facts or slots):
        assert not SLOT.search(rendering.text), 'a setting that states nothing gets no table'
        return
    document = parsed(rendering.text)
    shown = [text for text in texts(document, nodes.paragraph) if text in {'SLOT-description', 'SLOT-body'}]
    assert shown == [f'SLOT-{slot}' for slot in ('description', 'body') if (slot or 'body') in [s or 'body' for s in slots]]
    values = ['SLOT-configjson', 'SLOT-environment'] if facts else []
    found = SLOT.findall(rendering.text)
    assert [f'SLOT-{name}' for name in found if name not in {'', 'description'}] == values
    for label in LABELS:
        assert (label in document.astext()) is bool(facts)
    classes = [c for node in document.findall(nodes.Element) for c in node['classes']]
    assert ('my-class' in classes) is bool(facts)
    kind = 'facts' if name == 'setting' and not slots else name
    assert (f'configsetting-{kind}' in classes) is bool(facts)


def test_two_columns(builtin):
    document = parsed(builtin.render('setting', *stating(FACTS, ['description', ''])).text)
    left, right = document.findall(nodes.entry)
    assert texts(left, nodes.paragraph) == ['SLOT-description', 'SLOT-body']
    assert texts(right, nodes.list_item) == [f'{label}: SLOT-{n}' for label, n in zip(LABELS, ['configjson', 'environment'], strict=True)]


def test_a_row_for_each_fact(builtin):
    document = parsed(builtin.render('facts', *stating()).text)
    assert [texts(row, nodes.paragraph) for row in document.findall(nodes.row)] == [
        [LABELS[0], 'SLOT-configjson'],
        [LABELS[1], 'SLOT-environment'],
    ]


def test_a_line_of_facts(builtin):
    document = parsed(builtin.render('compact', *stating(slots=['description'])).text)
    line = f'{LABELS[0]}: SLOT-configjson \u00b7 {LABELS[1]}: SLOT-environment'
    assert texts(document, nodes.paragraph) == ['SLOT-description', line]


def test_files_are_noted(builtin):
    rendering = builtin.render('setting', *stating())
    lists = [str(TEMPLATES / f'configsetting/{name}.rst.jinja') for name in ('setting', '_lists')]
    assert list(rendering.files) == lists
    assert builtin.render('setting', *stating()).files is rendering.files


# A project's templates


def test_a_project_may_change_a_block(project):
    text = '{% extends "!configsetting/setting.rst.jinja" %}{% block facts %}{{ super() }}\n\n       Mine{% endblock %}'
    rendering = project.render(text, 'setting', stating(slots=['description']))
    _left, right = parsed(rendering.text).findall(nodes.entry)
    assert len(texts(right, nodes.list_item)) == 2
    assert texts(right, nodes.paragraph)[-1] == 'Mine'
    assert [os.path.basename(name) for name in rendering.files] == ['setting.rst.jinja'] * 2 + ['_lists.rst.jinja']
    assert rendering.files[0] == str(project.folder / 'setting.rst.jinja')
    assert 'Mine' not in project.templates.render('!setting', *stating()).text


@pytest.mark.parametrize(
    ('template', 'text'),
    [
        ('{{ setting.title }}', r'A \*b\*'),
        ('{{ "*" }}{{ 3 }}{{ none }}', r'\*3None'),
        ('{{ "a<b" }}{{ "&" ~ "*" }}{{ "<" + "*" }}', r'a\<b\&\*\<\*'),
        ('{{ "*" ~ "a"|literal }}', r'\*\ :literal:`a`\ '),
        ('{{ setting.title ~ "|" ~ setting.title|literal ~ 3 }}', r'A \*b\*\|\ :literal:`A \*b\*`\ 3'),
        ('{{ setting.configjson["values"]|map("key")|join(", ") }}', r'\ :literal:`\.A\.B`\ \, \ :literal:`\.C\.D`\ '),
        ('{{ "*a*"|rst }} {{ "A>B"|menupath }} {{ "a"|strong }}', r'\*a\* \ :strong:`A \> B`\  \ :strong:`a`\ '),
        ('{{ setting.id|heading("=") }}', 'a\\_\\*\n=====\n'),
        ('*a* {{ "a"|safe }} {{ _("*") }}', '*a* a *'),
        ('{% for v in setting["configjson"]["values"] %}{{ loop.index }}{% endfor %}', '12'),
        ('{{ setting.get("type", "-") }}{{ setting.get("type") }}{{ setting.get("environment").text }}', r'\-N\/A'),
        ('{{ setting.configjson.text }}|{{ setting.configjson.name }}', r'\.A\.B\, \.C\.D|configjson'),
        ('{% macro m(x) %}{{ x }}*{% endmacro %}{{ m("*") }}', r'\**'),
        ('{% set x %}*{{ "*" }}{% endset %}{{ x }} {{ x + "<" }} {{ "<" + x }} {{ 1 + 2 }}', r'*\* *\*\< \<*\* 3'),
        ('a\n\n', 'a\n\n'),
        ('{% include "nope" ignore missing %}ok', 'ok'),
        ('{% include ["nope", "configsetting/compact.rst.jinja"] %}', None),
        ('{% if false %}{% include "configsetting/my.rst.jinja" %}{% endif %}ok', 'ok'),
        ('{% set name = "configsetting/facts.rst.jinja" %}{% if 0 %}{% include name %}{% endif %}ok', 'ok'),
    ],
)
def test_a_project_template(project, template, text):
    rendering = project.render(template)
    assert rendering.text == text if text is not None else 'configsetting-compact' in rendering.text
    assert rendering.files[0] == str(project.folder / 'my.rst.jinja')
    assert len(rendering.files) == 1 + (text is None)


@pytest.mark.parametrize(
    ('template', 'said', 'line'),
    [
        ('a\n{{ x', 'unexpected end', 2),
        ('a\n{{ x|nofilter }}', 'nofilter', 2),
        ('a\n\n{{ nope }}', "'nope' is undefined", 3),
        ('a\n{{ setting.nope.text }}', 'nope', 2),
        ('a\n{{ 1 / 0 }}', 'division', 2),
        ('a\n{{ "".__class__.__mro__ }}', 'unsafe', 2),
        ('\n{% for a in range(9999) %}{% for b in range(9999) %}\n{% endfor %}{% endfor %}', 'steps', 2),
        ('\n{% include "configsetting/my.rst.jinja" %}', 'recursion', 2),
        ('{{ "x".ljust(10 ** 15) }}', 'too large', 1),
        ('{{ "a"|heading("long") }}', 'can not underline', 1),
        ('{% for a in [1] recursive %}{% endfor %}', 'recursive', 1),
    ],
)
def test_a_failure(project, template, said, line):
    with pytest.raises(TemplateError, match=said) as caught:
        project.render(template)
    assert (caught.value.filename, caught.value.line) == (str(project.folder / 'my.rst.jinja'), line)


def test_a_failure_in_an_included_file_is_that_files(project):
    project.render('\n\n{{ setting.title }}', 'part')
    (project.folder / 'part.rst.jinja').write_text('\n\n{{ nope }}')
    with pytest.raises(TemplateError) as caught:
        project.render('{% include "configsetting/part.rst.jinja" %}')
    assert (caught.value.filename, caught.value.line) == (str(project.folder / 'part.rst.jinja'), 3)


def test_a_failure_does_not_spoil_the_next_rendering(project):
    with pytest.raises(TemplateError):
        project.render('{% for a in range(99999) %}{% for b in range(2) %}{% endfor %}{% endfor %}')
    assert project.render('{% for a in range(60000) %}{% endfor %}ok', 'other').text == 'ok'


def test_a_missing_template(project):
    with pytest.raises(TemplateError, match=r"no template 'configsetting/nope\.rst\.jinja' on the templates_path") as caught:
        project.templates.render('nope', *stating())
    assert (caught.value.filename, caught.value.line) == ('', 0)
    with pytest.raises(TemplateError, match="no template 'other'"):
        project.render('{% include "other" %}')


@pytest.mark.parametrize('name', ['../conf', 'a/b', '/etc/passwd', 'a.rst.jinja', '', '!', '!!a', 'a b', 'a\n'])
def test_a_path_is_no_name(name):
    with pytest.raises(TemplateError, match='without folder and ending'):
        path_of(name)


def test_path_of():
    assert path_of('a-b_1') == 'configsetting/a-b_1.rst.jinja'
    assert path_of('!a') == '!configsetting/a.rst.jinja'


def test_file_of(project):
    assert project.templates.file_of('setting') == str(TEMPLATES / 'configsetting/setting.rst.jinja')
    project.render('', 'setting')
    later = Templates(project.folder.parent.parent, ['own'])
    assert later.file_of('setting') == str(project.folder / 'setting.rst.jinja')
    assert project.templates.file_of('nope') == project.templates.file_of('../x') == ''


# Views and derived fields


def test_view():
    shown = SettingView(*stating(FACTS, ['description']))
    assert (shown.id, shown.title, shown.classes) == ('a_*', 'A *b*', 'my-class')
    assert [fact.name for fact in shown.facts] == ['configjson', 'environment']
    assert list(shown.by_name) == ['displayname', 'configjson', 'environment', 'description']
    assert (shown['environment'].text, shown['environment'].values) == ('N/A', ())
    assert shown['configjson'].values == ('.A.B', '.C.D')
    assert shown['configjson'].label == Rst('``config.json`` setting')
    assert shown.body == ''
    assert SLOT.fullmatch(shown.description)[1] == 'description'


def test_markup_fields_without_a_fact_are_listed():
    own = FIELDS.get('type')._replace(name='hint', kind=KINDS['markup'])
    assert [fact.name for fact in SettingView(*stating({}, ['hint'], fields=FIELDS.placed(own))).facts] == ['hint']


@pytest.mark.parametrize(
    ('template', 'facts', 'text'),
    [
        ('X_{{ configjson|envname }}', {'configjson': ('.A.B',)}, 'X_A_B'),
        ('{{ a }}{{ b }}', {'a': ('1', '2'), 'b': ('x',)}, '1x, 2x'),
        ('{{ a }}{{ b }}', {'a': ('1',)}, ''),
        ('{{ a }}', {'a': ()}, ''),
        ('{{ a }}', {'a': ('1', '1')}, '1'),
        ('{{ a }}', {'a': ('*<',)}, '*<'),
        ('fixed{{ range(1)|list|length }}', {}, 'fixed1'),
    ],
)
def test_derive(builtin, template, facts, text):
    assert builtin.derive(template, facts) == text


@pytest.mark.parametrize(
    ('template', 'said'),
    [
        ('{{ 1 / 0 }}', 'cannot be derived: division'),
        ('{{ a.nope }}', 'nope'),
        ('{{ a.ljust(10 ** 15) }}', 'too large'),
        ('{% for b in range(9999) %}{% for c in range(9999) %}{% endfor %}{% endfor %}', 'steps'),
    ],
)
def test_a_failing_derive(builtin, template, said):
    with pytest.raises(TemplateError, match=said):
        builtin.derive(template, {'a': ('x',)})
    assert builtin.derive('{{ a }}', {'a': ('x',)}) == 'x'


def test_nth_values():
    facts = {'a': ('1', '2'), 'b': ('x',)}
    assert [nth_values(facts, row) for row in (0, 1)] == [{'a': '1', 'b': 'x'}, {'a': '2', 'b': 'x'}]
