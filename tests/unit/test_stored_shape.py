"""The shape of what the environment and the doctrees keep, and the number of the shape."""

from __future__ import annotations

from docutils import nodes
from project import build

PAGE = """\
Page
====

.. config:group:: server
   :key: server

.. config:setting:: port
   :key: port
   :type: port
   :default: 80
   :default (Linux): 81

   About :config:setting:`port`.

.. config:listing::
   :where: key
   :fields: id, default

.. config:show:: port
"""
CONF = "project = 'T'\nextensions = ['sphinx_configsetting']\nconfigsetting_fields = {'key': {'kind': 'key'}}\n"
VERSIONS = {'data_version': 9, 'env_version': 9}
SHAPE = {
    'Setting': 'id docname anchor source line position facts body section conditions host_position group',
    'Fact': 'text values variants original problem',
    'Variant': 'condition text values problem',
    'Reference': 'role name source line',
    'Listing': 'docname source line columns where name sort group display template limit filter facets classes broken syntax file defaults within fallback',
    'Column': 'field title cut',
    'Group': 'id title docname anchor source line conditions',
    'setting': 'anchors desctype docname domain faulty hidden missing no-contents-entry no-index no-index-entry no-typesetting objtype original placement position rule setting_ids template',
    'part': 'field',
    'listing': 'record',
    'stores': 'groups listings references selections settings templates version',
}


def kept(app):
    """Yield everything that the environment and the doctrees keep."""
    yield from parts(app.env.domaindata['config'])
    yield from parts(app.env.get_doctree('index'))


def parts(one):
    """Yield one, and all that is within it."""
    yield one
    if isinstance(one, dict):
        within = [*one, *one.values()]
    elif isinstance(one, nodes.Element):
        within = [one.attributes, *one.children]
    else:
        within = one if isinstance(one, (list, tuple, set, frozenset)) else ()
    for each in within:
        yield from parts(each)


def shape_of(one):
    """The names of a node's attributes, or of a record's fields."""
    if isinstance(one, nodes.Element):
        return sorted(one.attributes.keys() - nodes.Element.list_attributes)
    return one._fields


def test_shape(tmp_path):
    """Whoever changes the shape raises the number, so that no build reads what an earlier version has left."""
    app = build(tmp_path, {'conf.py': CONF, 'index.rst': PAGE}).app
    own = [one for one in kept(app) if type(one).__module__.startswith('sphinx_configsetting')]
    shape = {type(one).__name__: ' '.join(shape_of(one)) for one in own}
    shape['stores'] = ' '.join(sorted(app.env.domaindata['config']))
    metadata = app.extensions['sphinx_configsetting'].metadata
    versions = {'data_version': app.env.get_domain('config').data_version, **metadata}
    assert (versions, shape) == (VERSIONS, SHAPE)
