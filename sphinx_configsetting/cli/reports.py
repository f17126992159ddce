"""The forms in which the command ``drift`` tells what it found."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from .findings import Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .findings import Finding

SCHEMA: Final = (
    'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'
)
TOOL: Final = 'sphinx_configsetting'


def as_text(findings: Sequence[Finding]) -> str:
    """Return a line for each finding, as compilers print them."""
    return ''.join(f'{one.file}:{one.line}: {one.message} [{one.rule.id}]\n' for one in findings)


def as_json(findings: Sequence[Finding]) -> str:
    """Return the findings as a list of objects whose values are strings, and the lines."""
    items = [
        {
            'rule': one.rule.id,
            'file': one.file,
            'line': one.line,
            'setting': one.setting,
            'field': one.field,
            'stated': one.stated,
            'expected': one.expected,
            'truth': one.truth,
            'derived': one.derived,
            'message': one.message,
        }
        for one in findings
    ]
    return f'{json.dumps(items, ensure_ascii=False, indent=2)}\n'


def as_sarif(findings: Sequence[Finding]) -> str:
    """Return the findings as SARIF 2.1.0 (OASIS Standard, 27 March 2020).

    The log holds one run (section 3.13), whose tool names its driver and the rules
    (3.18, 3.19); each result refers to its rule (3.27.5), states its message (3.11) and
    its place, a URI reference and a line from 1 (3.4.3, 3.30.5).
    """
    rules = [{'id': rule.id, 'shortDescription': {'text': rule.help}} for rule in Rule]
    results = [
        {
            'ruleId': one.rule.id,
            'ruleIndex': list(Rule).index(one.rule),
            'level': 'warning',
            'message': {'text': one.message},
            'locations': [
                {
                    'physicalLocation': {
                        'artifactLocation': {'uri': quote(one.file, safe="/!$&'()*+,;=@~")},
                        'region': {'startLine': one.line},
                    }
                }
            ],
        }
        for one in findings
    ]
    run = {'tool': {'driver': {'name': TOOL, 'rules': rules}}, 'results': results}
    log = {'$schema': SCHEMA, 'version': '2.1.0', 'runs': [run]}
    return f'{json.dumps(log, ensure_ascii=False, indent=2)}\n'


def as_annotations(findings: Sequence[Finding]) -> str:
    """Return the findings as workflow commands of GitHub Actions.

    Escaped as the documented toolkit (``@actions/core``, ``command.ts``) does: percent
    signs and line ends in messages, and colons and commas in properties as well.
    """
    return ''.join(
        f'::warning file={escaped(one.file, ":,")},line={one.line},'
        f'title={escaped(one.rule.id, ":,")}::{escaped(one.message)}\n'
        for one in findings
    )


def escaped(text: str, more: str = '') -> str:
    """Return a text with each character that ends a part of a command as %XX."""
    for sign in ('%', '\r', '\n', *more):
        text = text.replace(sign, f'%{ord(sign):02X}')
    return text


FORMATS: Final[Mapping[str, Callable[[Sequence[Finding]], str]]] = {
    'text': as_text,
    'json': as_json,
    'sarif': as_sarif,
    'github': as_annotations,
}
"""The formats by their names."""
