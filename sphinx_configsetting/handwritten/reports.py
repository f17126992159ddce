"""Findings as text, JSON, SARIF, and annotations for pipelines."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from .checking import Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .checking import Finding

SARIF_SCHEMA: Final = 'https://json.schemastore.org/sarif-2.1.0.json'
TOOL: Final = 'sphinx_configsetting'


def as_text(findings: Sequence[Finding]) -> str:
    """Return a line for each finding, and a last one with their number."""
    lines = [f'{one.path}:{one.line}: {one.rule.id}: {one.message}' for one in findings]
    count = f'{len(findings)} finding{"" if len(findings) == 1 else "s"}'
    return ''.join(f'{line}\n' for line in [*lines, count])


def as_json(findings: Sequence[Finding]) -> str:
    """Return a list of objects."""
    entries = [{**one._asdict(), 'rule': one.rule.id} for one in findings]
    return f'{json.dumps(entries, ensure_ascii=False, indent=1)}\n'


def as_sarif(findings: Sequence[Finding]) -> str:
    """Return a log of SARIF 2.1.0, the Static Analysis Results Interchange Format of OASIS."""
    rules = [{'id': rule.id, 'shortDescription': {'text': rule.value}} for rule in Rule]
    run = {
        'tool': {'driver': {'name': TOOL, 'rules': rules}},
        'results': [result_of(one) for one in findings],
    }
    log = {'$schema': SARIF_SCHEMA, 'version': '2.1.0', 'runs': [run]}
    return f'{json.dumps(log, ensure_ascii=False, indent=1)}\n'


def result_of(finding: Finding) -> dict[str, object]:
    """Return a finding as a SARIF result (sections 3.27 to 3.30 of the specification)."""
    place = {
        'artifactLocation': {'uri': uri_of(finding.path)},
        'region': {'startLine': finding.line},
    }
    return {
        'ruleId': finding.rule.id,
        'level': 'warning',
        'message': {'text': finding.message},
        'locations': [{'physicalLocation': place}],
    }


def uri_of(path: str) -> str:
    """Return a path as SARIF's URI; a relative one stays relative (section 3.4)."""
    pure = PurePath(path)
    if pure.is_absolute():
        return pure.as_uri()
    return PurePath('/', pure).as_uri().removeprefix('file:///')


def as_annotations(findings: Sequence[Finding]) -> str:
    """Return workflow commands, which GitHub shows beside the lines of a change."""
    return ''.join(
        f'::warning file={escaped_property(one.path)},line={one.line},'
        f'title={one.rule.id}::{escaped(one.message)}\n'
        for one in findings
    )


def escaped(text: str) -> str:
    """Return a message as workflow commands want it."""
    return text.replace('%', '%25').replace('\r', '%0D').replace('\n', '%0A')


def escaped_property(text: str) -> str:
    """Return the value of a property as workflow commands want it."""
    return escaped(text).replace(':', '%3A').replace(',', '%2C')


FORMATS: Final[Mapping[str, Callable[[Sequence[Finding]], str]]] = {
    'text': as_text,
    'json': as_json,
    'sarif': as_sarif,
    'github': as_annotations,
}
