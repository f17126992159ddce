"""Helpers that write a file and read it."""

from __future__ import annotations

import json

from sphinx_configsetting.importers import setting_to_json
from sphinx_configsetting.importers.reading import read_source
from sphinx_configsetting.importers.spec import SourceSpec


def read(folder, name, text, **options):
    content = text if isinstance(text, (bytes, str)) else json.dumps(text, indent=1)
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_source(SourceSpec(path=name, **options), folder)


def records(source):
    return {setting.key: setting_to_json(setting) for setting in source.settings}


def messages(source):
    return [str(problem) for problem in source.problems]


def defaults(source):
    return {key: item.get('default', '(absent)') for key, item in records(source).items()}
