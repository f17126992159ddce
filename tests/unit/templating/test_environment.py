"""The templates of a project and the built-in ones: found, rendered, refused."""

from __future__ import annotations

import os

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from docutils.parsers.rst import directives
from docutils.parsers.rst.directives.misc import Class

from sphinx_configsetting.model.fields import Fields
from sphinx_configsetting.templating.environment import (
    BUILTIN,
    TemplateError,
    TemplateInfo,
    Templates,
    path_of,
    place_of_error,
)
from sphinx_configsetting.templating.filters import SLOT, Rst, slot
from sphinx_configsetting.templating.views import (
    CellView,
    GroupView,
    ListingView,
    Outline,
    RowView,
    setting_view,
    slots_of,
)

FIELDS = Fields()
OUTLINE = Outline(
    facts=('configjson', 'environment', 'type'),
    rows=('configjson', 'environment'),
    badges=True,
    notice=False,
    versions=(),
    description=True,
    body=True,
    nested=False,
    classes='my-class',
)
BARE = Outline((), (), False, False, (), False, False, False, '')
VALUES = {'id': 'a_*', 'title': 'A *b*', 'configjson': '.A.B', 'type': 'int'}


@pytest.fixture
def project(tmp_path):
    class Project:
        folder = tmp_path / 'own' / 'configsetting'

        def __init__(self):
            self.folder.mkdir(parents=True)
            self.templates = Templates(tmp_path, ['own'])

        def write(self, text, name='my'):
            (self.folder / f'{name}.rst.jinja').write_text(text, encoding='utf-8')
            self.templates = Templates(tmp_path, ['own'])

        def render(self, text, name='my', outline=OUTLINE):
            self.write(text, name)
            return render(self.templates, name, outline)

    return Project()


def render(templates, name, outline=OUTLINE):
    context = {'setting': setting_view(outline, FIELDS), 'values': VALUES}
    return templates.render(name, context, slots_of(outline))


@pytest.fixture
def builtin(tmp_path):
    return Templates(tmp_path, [])


def parsed(text):
    directives.register_directive('rst-class', Class)  # as Sphinx does for a build
    marked = SLOT.sub(lambda match: f'SLOT-{match[1]}', text)
    document = publish_doctree(marked, settings_overrides={'report_level': 5, 'halt_level': 5})
    assert not list(document.findall(nodes.system_message))
    return document


@pytest.mark.parametrize('name', ['card', 'two-columns', 'facts', 'compact'])
def test_built_in_templates_have_each_slot_once(builtin, name):
    text = render(builtin, name)
    wanted = ['description', 'body', 'configjson', 'environment', 'label-configjson', 'label-environment']
    wanted += ['badges'] if name == 'card' else ['type', 'label-type']
    assert sorted(one.removeprefix('line-') for one in SLOT.findall(text)) == sorted(wanted)
    parsed(text)


@pytest.mark.parametrize('name', ['card', 'two-columns', 'facts', 'compact'])
def test_built_in_templates_show_nothing_of_nothing(builtin, name):
    text = render(builtin, name, BARE)
    assert not SLOT.search(text)
    assert not parsed(text).children


@pytest.mark.parametrize('name', ['card', 'two-columns', 'facts', 'compact'])
def test_classes_of_the_setting_are_left_to_the_node_around_it(builtin, name):
    classes = [c for node in parsed(render(builtin, name)).findall(nodes.Element) for c in node['classes']]
    assert 'my-class' not in classes
    assert classes


@pytest.mark.parametrize('part', ['description', 'body'])
def test_two_columns_of_one_text(builtin, part):
    outline = OUTLINE._replace(**{'description': False, 'body': False, part: True})
    left, right = parsed(render(builtin, 'two-columns', outline)).findall(nodes.entry)
    assert left.astext() == f'SLOT-{part}'
    assert right.astext().count('SLOT-label-') == 3


def test_text_without_facts(builtin):
    document = parsed(render(builtin, 'two-columns', BARE._replace(description=True, body=True)))
    assert [node.astext() for node in document] == ['SLOT-description', 'SLOT-body']


def test_files(project):
    project.write('{% extends "!configsetting/facts.rst.jinja" %}')
    info = project.templates.info('my')
    assert [os.path.basename(name) for name in info.files] == ['my.rst.jinja', 'facts.rst.jinja', '_lists.rst.jinja']
    assert project.templates.file_of('my') == str(project.folder / 'my.rst.jinja')
    assert project.templates.file_of('facts') == str(BUILTIN / 'configsetting/facts.rst.jinja')
    assert project.templates.file_of('nope') == ''
    assert project.templates.info('../x') == TemplateInfo('', False, (), ())


def test_signature_changes_when_a_template_comes(project):
    before = project.templates.signature('card')
    assert project.templates.signature('late') == 'configsetting/late.rst.jinja'
    project.write('x', 'card')
    assert project.templates.signature('card') != before
    project.write('x', 'late')
    assert project.templates.signature('late') == str(project.folder / 'late.rst.jinja')


def test_missing_parts_are_in_the_signature(project):
    project.write('{% include "part.rst.jinja" ignore missing %}{% include name %}')
    info = project.templates.info('my')
    assert info.missing == ('part.rst.jinja',)
    assert 'part.rst.jinja' in project.templates.signature('my')


@pytest.mark.parametrize(
    ('template', 'reads'),
    [
        ('{{ setting.description }}', False),
        ('{{ values.default }}', True),
        ('{% include "configsetting/part.rst.jinja" %}', True),
        ('{% set values = 1 %}{{ values }}', False),
        ('{% include "configsetting/my.rst.jinja" %}', False),
    ],
)
def test_templates_that_read_values(project, template, reads):
    project.write('{{ values.type }}', 'part')
    project.write(template)
    assert project.templates.info('my').reads_values is reads


@pytest.mark.parametrize(
    ('template', 'text'),
    [
        ('{{ values.title }}', r'A \*b\*'),
        ('{{ "*" }}{{ 3 }}{{ none }}', r'\*3None'),
        ('{{ "a<b" }}{{ "&" ~ "*" }}{{ "<" + "*" }}', r'a\<b\&\*\<\*'),
        ('{{ "*" ~ "a"|literal }}', r'\*\ :literal:`a`\ '),
        ('{{ values.title ~ "|" ~ values.title|literal ~ 3 }}', r'A \*b\*\|\ :literal:`A \*b\*`\ 3'),
        ('{{ [values.configjson]|map("key")|join(", ") }}', r'\ :literal:`\.A\.B`\ '),
        ('{{ "*a*"|rst }} {{ "A>B"|menupath }} {{ "a"|strong }}', r'\*a\* \ :strong:`A \> B`\  \ :strong:`a`\ '),
        ('{{ values.id|heading("=") }}', 'a\\_\\*\n=====\n'),
        ('*a* {{ "a"|safe }} {{ _("*") }}', '*a* a *'),
        ('{{ ".A.B"|envname }} {{ "a.b-c"|relaxed }}', r'A\_B A\_BC'),
        ('{{ setting.get("nope", "-") }}{{ setting.get("nope") }}{{ setting.get("type").name }}', r'\-Nonetype'),
        ('{{ setting["type"].kind }}{{ setting.classes }}', r'valuemy\-class'),
        ('{% macro m(x) %}{{ x }}*{% endmacro %}{{ m("*") }}', r'\**'),
        ('{% set x %}*{{ "*" }}{% endset %}{{ x }} {{ x + "<" }} {{ "<" + x }} {{ 1 + 2 }}', r'*\* *\*\< \<*\* 3'),
        ('a\n\n', 'a\n\n'),
        ('{% include "nope" ignore missing %}ok', 'ok'),
        ('{% if false %}{% include "configsetting/my.rst.jinja" %}{% endif %}ok', 'ok'),
    ],
)
def test_a_project_template(project, template, text):
    assert project.render(template) == text


def test_a_project_may_change_a_block(project):
    text = '{% extends "!configsetting/two-columns.rst.jinja" %}{% block facts %}{{ super() }}\n\n       Mine{% endblock %}'
    _left, right = parsed(project.render(text, 'two-columns')).findall(nodes.entry)
    assert right.astext().endswith('Mine')
    assert len(list(right.findall(nodes.list_item))) == 3
    assert 'Mine' not in render(project.templates, '!two-columns')


@pytest.mark.parametrize(
    ('template', 'said', 'line'),
    [
        ('a\n{{ x', 'unexpected end', 2),
        ('a\n{{ x|nofilter }}', 'nofilter', 2),
        ('a\n\n{{ nope }}', "'nope' is undefined", 3),
        ('a\n{{ setting.nope.text }}', 'nope', 2),
        ('a\n{{ setting["nope"] }}', 'nope', 2),
        ('a\n{{ 1 / 0 }}', 'division', 2),
        ('a\n{{ "".__class__.__mro__ }}', 'unsafe', 2),
        ('\n{% include "configsetting/my.rst.jinja" %}', 'recursion', 2),
        ('{{ "a"|heading("long") }}', 'cannot underline', 1),
    ],
)
def test_a_failure(project, template, said, line):
    with pytest.raises(TemplateError, match=said) as caught:
        project.render(template)
    assert (caught.value.filename, caught.value.line) == (str(project.folder / 'my.rst.jinja'), line)


def test_a_failure_in_an_included_file_is_that_files(project):
    project.write('\n\n{{ nope }}', 'part')
    with pytest.raises(TemplateError) as caught:
        project.render('{% include "configsetting/part.rst.jinja" %}')
    assert (caught.value.filename, caught.value.line) == (str(project.folder / 'part.rst.jinja'), 3)


def test_a_slot_that_a_filter_changed(project):
    with pytest.raises(TemplateError, match="the slot 'TYPE' cannot be filled") as caught:
        project.render('{{ setting["type"].slot|upper }}')
    assert caught.value.filename == str(project.folder / 'my.rst.jinja')


def test_a_missing_template(project):
    with pytest.raises(TemplateError, match=r"no template 'configsetting/nope\.rst\.jinja' in the folders of templates_path") as caught:
        render(project.templates, 'nope')
    assert (caught.value.filename, caught.value.line) == ('', 0)
    with pytest.raises(TemplateError, match="no template 'other'"):
        project.render('{% include "other" %}')


def test_a_link_out_of_the_folders(project, tmp_path):
    outside = tmp_path.parent / f'{tmp_path.name}-secret.rst.jinja'
    outside.write_text('SECRET')
    (project.folder / 'my.rst.jinja').symlink_to(outside)
    inner = tmp_path / 'project'
    inner.mkdir()
    with pytest.raises(TemplateError, match='outside the folders with templates'):
        render(Templates(inner, ['../own']), 'my')


def test_a_file_without_permission(project, monkeypatch):
    def refuse(*_arguments):
        raise PermissionError(13, 'Permission denied')

    project.write('Words.')
    monkeypatch.setattr('sphinx.util.template.SphinxTemplateLoader.get_source', refuse)
    with pytest.raises(TemplateError, match=r"'configsetting/my.rst.jinja' cannot be read: Permission denied; make it readable"):
        render(project.templates, 'my')
    assert project.templates.info('my').missing == ('configsetting/my.rst.jinja',)


@pytest.mark.parametrize('name', ['../conf', 'a/b', '/etc/passwd', 'a.rst.jinja', '', '!', '!!a', 'a b', 'a\n'])
def test_a_path_is_no_name(name):
    with pytest.raises(TemplateError, match='without folder and ending'):
        path_of(name)


def test_path_of():
    assert path_of('a-b_1') == 'configsetting/a-b_1.rst.jinja'
    assert path_of('!a') == '!configsetting/a.rst.jinja'


def test_place_of_an_error():
    assert place_of_error(ValueError()) == ('', 0)
    assert place_of_error(SyntaxError('', ('b.rst.jinja', 4, 1, ''))) == ('b.rst.jinja', 4)


def test_template_of_listings(builtin):
    cells = (CellView('id', Rst('Setting'), slot('cell-0'), 'one'), CellView('type', Rst('Type'), slot('cell-1'), 'string'))
    rows = (RowView('one', 'One', slot('link-0'), cells), RowView('two', 'Two', slot('link-1'), ()))
    groups = (GroupView(Rst('A'), rows), GroupView(Rst(''), rows[:1]))
    text = builtin.render('listing', {'listing': ListingView(groups, '')}, {'link-0', 'link-1', 'cell-0', 'cell-1'})
    assert SLOT.findall(text) == ['link-0', 'cell-1', 'link-1', 'link-0', 'cell-1']
    assert [node.astext() for node in parsed(text).findall(nodes.strong)] == ['A']


def test_cells_of_a_row_by_the_names_of_fields():
    cell = CellView('type', Rst('Type'), slot('cell-1'), 'string')
    row = RowView('one', 'One', slot('link-0'), (cell,))
    assert (row['type'], row.get('type'), row.get('id'), row.get('id', 'none')) == (cell, cell, None, 'none')
    with pytest.raises(KeyError):
        row['id']
