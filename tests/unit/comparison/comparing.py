"""Helpers for tests of comparisons: documentation, products and users' files from dicts."""

from __future__ import annotations

import json
from pathlib import Path

from sphinx_configsetting.comparison.check import Checker
from sphinx_configsetting.comparison.documentation import documentation_of
from sphinx_configsetting.comparison.documented_product import documented_source
from sphinx_configsetting.comparison.option_lines import SourcePlaces
from sphinx_configsetting.comparison.product import Product
from sphinx_configsetting.comparison.schemas import Checks
from sphinx_configsetting.comparison.user_files import environment_sheet, read_sheets
from sphinx_configsetting.comparison.validation import Validation
from sphinx_configsetting.importers.reading import read_source
from sphinx_configsetting.importers.spec import SourceSpec, parse_spec

KINDS = {
    'configjson': 'key', 'key': 'key', 'environment': 'variable', 'type': 'value', 'default': 'value',
    'choices': 'list', 'required': 'flag', 'example': 'value', 'since': 'version', 'range': 'range', 'secret': 'secret',
    'deprecated': 'deprecation', 'replacedby': 'setting', 'formerly': 'names', 'description': 'markup',
}


def content(**settings):
    """Return a settings.json: facts by id; a list of dicts for an id that is stated twice."""
    entries = []
    for name, given in settings.items():
        for facts in given if isinstance(given, list) else [given]:
            number = len(entries) * 10 + 1
            rest = {key: facts[key] for key in ('group', 'variants', 'body') if key in facts}
            entry = {'id': name, 'title': name.title(), 'docname': 'index', 'uri': f'index.html#{name}', 'source': 'index.rst', 'line': number, 'body': '', 'html': {}}
            entries.append(entry | rest | {'facts': {key: value for key, value in facts.items() if key not in rest}})
    fields = [{'name': name, 'kind': kind, 'label': name} for name, kind in KINDS.items()]
    return {'schema': 2, 'project': 'Test', 'fields': fields, 'settings': entries}


def docs(**settings):
    return documentation_of(content(**settings))


def schema(**properties):
    """Return a JSON Schema; a value that is a list states required keys under ''."""
    return {'type': 'object', 'properties': properties}


def product(folder: Path, data, name='product.json', **spec):
    path = folder / name
    path.write_text(data if isinstance(data, str) else json.dumps(data, indent=1), encoding='utf-8')
    parsed, wrong = parse_spec({'path': name, **spec})
    assert not wrong
    return Product(read_source(parsed, folder), parsed)


def checked(folder: Path, documentation, *products):
    """Return the findings as tuples of kind and key."""
    return [(str(one.kind), one.key) for one in found(folder, documentation, *products)]


def found(folder: Path, documentation, *products):
    return Checker(documentation, products, SourcePlaces([folder], folder)).findings()


def validated(folder: Path, text, against, name='config.yaml', *, environ=None, defaults=False):
    """Return the findings of a user's file, or of an environment."""
    known = against if isinstance(against, Product) else Product(documented_source(against, {}), SourceSpec(path='settings.json'))
    checks = Checks(known, folder, own=isinstance(against, Product))
    sheets = []
    if text is not None:
        path = folder / name
        path.write_text(text, encoding='utf-8')
        sheets = read_sheets(str(path), known)
    if environ is not None:
        sheets.append(environment_sheet(environ, known))
    return Validation(known, checks, defaults=defaults).findings(sheets)


def brief(findings):
    return [(str(one.kind), one.key, one.line) for one in findings]
