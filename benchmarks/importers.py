"""Measure how long reading takes: a JSON Schema and two YAML files of values, 2 MB each.

``python benchmarks/importers.py`` prints seconds of CPU, and for the schema the ratio to the
time that `jsonschema` takes to check it against its metaschema (draft 7).
"""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jsonschema import Draft7Validator

from sphinx_configsetting.importers.reading import read_source
from sphinx_configsetting.importers.spec import SourceSpec

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE = 2_000_000
ROUNDS = 5


def schema() -> str:
    """Return a schema with definitions, unions and descriptions."""
    properties: dict[str, Any] = {}
    for number in range(SIZE // 520):
        properties[f'group{number % 50}.option{number}'] = {
            'type': ['integer', 'null'],
            'description': f'How many of them there are in option {number}. ' * 3,
            'default': number,
            'minimum': 0,
            'anyOf': [{'$ref': '#/definitions/size'}, {'enum': [number, number + 1]}],
        }
    definitions = {'size': {'type': 'integer', 'description': 'A size'}}
    head = {'$schema': 'http://json-schema.org/draft-07/schema#', 'type': 'object'}
    return json.dumps({**head, 'definitions': definitions, 'properties': properties}, indent=2)


def values() -> str:
    """Return values in groups, with comments above and beside them."""
    groups = []
    for number in range(SIZE // 400):
        groups.append(
            f'# Group {number} of the settings\ngroup{number}:\n'
            f'  # -- Whether the group {number} is used at all,\n  # by whom, and for what\n'
            f'  enabled: true  # usually\n'
            f'  # Copies that run at the same time\n  copies: {number}\n'
            f'  image:\n    # Where it is\n    repository: registry.example/image{number}\n'
            f'    tag: "1.{number}"\n    args: [run, --fast, "{number}"]\n'
            f'  hosts:\n    - name: a{number}.example\n      port: 80\n'
            f'    - name: b{number}.example\n'
        )
    return ''.join(groups)


def annotated() -> str:
    """Return values with readme-generator's annotations and commented-out keys."""
    part = """\
## @section Part {0}
## @param part{0}.enabled Whether part {0} is used
## @param part{0}.image.tag The tag of the image
## @param part{0}.resources Limits of the resources
part{0}:
  enabled: true
  image:
    ## the tag of it
    tag: "{0}.0"
  ## Resources, such as:
  ## resources:
  ##   requests:
  ##     cpu: 2
  resources: {{}}
"""
    return ''.join(part.format(number) for number in range(SIZE // 330))


def cpu(action: Callable[[], Any]) -> float:
    """Return the least seconds of CPU that an action takes."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        action()
        times.append(time.process_time() - start)
    return min(times)


def main() -> None:
    """Print the figures."""
    folder = Path(tempfile.mkdtemp())
    texts = {'schema.json': schema(), 'values.yaml': values(), 'annotated.yaml': annotated()}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding='utf-8')
    check = cpu(lambda: Draft7Validator.check_schema(json.loads(texts['schema.json'])))
    for name, text in texts.items():
        spec = SourceSpec(path=name)
        count = len(read_source(spec, folder).settings)
        seconds = cpu(lambda spec=spec: read_source(spec, folder))  # type: ignore[misc]
        ratio = f', {seconds / check:.2f} of the check ({check:.2f} s)' if 'json' in name else ''
        print(f'{name}: {len(text) / 1e6:.2f} MB, {count} settings, {seconds:.2f} s{ratio}')


if __name__ == '__main__':
    main()
