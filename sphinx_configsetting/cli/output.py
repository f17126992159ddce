"""Reports of findings in all formats, baselines, and files that commands write."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol
from urllib.parse import quote

from ..importers import SourceError
from ..importers.texts import read_text
from .read import write

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Iterable, Mapping, Sequence

CLEAN: Final = 0
FOUND: Final = 1
FAILED: Final = 2
TOOL: Final = 'sphinx_configsetting'
PREFIX: Final = 'configsetting'
SCHEMA: Final = (
    'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'
)
FINGERPRINT: Final = 'configsettingFinding/v1'
BASELINE_VERSION: Final = 1
Rules = dict[str, str]
"""The names of rules, each with a sentence."""


class Reportable(Protocol):
    """What a report needs of a finding.

    ``file`` has forward slashes and may be '', ``line`` counts from 1 and is 0 if unknown.
    """

    @property
    def rule(self) -> str:
        """The name of the rule, one of those of the report."""

    @property
    def file(self) -> str:
        """The file; '' for a finding without one."""

    @property
    def line(self) -> int:
        """The line, from 1; 0 if unknown."""

    @property
    def message(self) -> str:
        """What is wrong and what to do."""

    def item(self) -> dict[str, Any]:
        """Return the finding as an object of JSON."""

    def identity(self) -> dict[str, str]:
        """Return what is left of the finding when lines move, without its file."""


class Report:
    """Findings of a command with the rules that it has."""

    def __init__(self, findings: Sequence[Reportable], rules: Mapping[str, str]) -> None:
        """Keep the findings."""
        self.findings, self.rules = findings, rules


def as_text(report: Report) -> str:
    """Return the findings by rule, each in a line that begins with its place."""
    groups: dict[str, list[Reportable]] = {}
    for one in report.findings:
        groups.setdefault(one.rule, []).append(one)
    parts = [
        f'{rule} ({len(groups[rule])})\n'
        + ''.join(f'  {place_of(one)}{one_line(one.message)}\n' for one in groups[rule])
        for rule in report.rules
        if rule in groups
    ]
    return '\n'.join([*parts, f'{counted(len(report.findings))}\n'])


def counted(number: int) -> str:
    """Return how many findings there are, in words.

    >>> counted(0), counted(1), counted(2)
    ('no findings', '1 finding', '2 findings')
    """
    return f'{number or "no"} finding{"" if number == 1 else "s"}'


def place_of(one: Reportable) -> str:
    """Return the place of a finding as terminals recognize it, or ''."""
    if not one.file:
        return ''
    return f'{one.file}:{one.line}: ' if one.line else f'{one.file}: '


def one_line(text: str) -> str:
    """Return a text in one line."""
    return ' '.join(text.split())


def as_json(report: Report) -> str:
    """Return the findings as an array of objects."""
    return to_json([one.item() for one in report.findings])


def to_json(value: Any) -> str:
    """Return JSON for a stream or file."""
    return f'{json.dumps(value, ensure_ascii=False, indent=2, default=str)}\n'


def as_sarif(report: Report) -> str:
    """Return the findings as SARIF 2.1.0: one run, with the rules of its tool."""
    names = list(report.rules)
    rules = [
        {'id': f'{PREFIX}.{name}', 'shortDescription': {'text': text}}
        for name, text in report.rules.items()
    ]
    driver = {'name': TOOL, 'rules': rules}
    results = [sarif_result(one, names.index(one.rule)) for one in report.findings]
    run = {'tool': {'driver': driver}, 'columnKind': 'unicodeCodePoints', 'results': results}
    return to_json({'$schema': SCHEMA, 'version': '2.1.0', 'runs': [run]})


def sarif_result(one: Reportable, index: int) -> dict[str, Any]:
    """Return a finding as a result of SARIF."""
    result: dict[str, Any] = {
        'ruleId': f'{PREFIX}.{one.rule}',
        'ruleIndex': index,
        'level': 'warning',
        'message': {'text': one_line(one.message)},
        'partialFingerprints': {FINGERPRINT: fingerprint(one)},
    }
    if one.file:
        place: dict[str, Any] = {'artifactLocation': {'uri': uri_of(one.file)}}
        if one.line:
            place['region'] = {'startLine': one.line}
        result['locations'] = [{'physicalLocation': place}]
    return result


def uri_of(file: str) -> str:
    r"""Return a file as a URI reference.

    >>> uri_of('docs\\a b.rst'), uri_of('C:\\a.rst')
    ('docs/a%20b.rst', 'file:///C:/a.rst')
    """
    path = file.replace('\\', '/')
    if path[1:3] == ':/':
        return f'file:///{path[:2]}{quote(path[2:])}'
    return quote(path, safe="/!$&'()*+,;=@~")


def fingerprint(one: Reportable) -> str:
    """Return a text that is the same for a finding whose line changes."""
    parts = json.dumps([one.file.replace('\\', '/'), one.identity()], sort_keys=True)
    return hashlib.sha256(parts.encode('utf-8', 'surrogatepass')).hexdigest()[:32]


def as_annotations(report: Report) -> str:
    """Return the findings as workflow commands of GitHub Actions."""
    return ''.join(
        f'::warning {annotated(one)}title={escaped(f"{PREFIX}.{one.rule}", ":,")}'
        f'::{escaped(one_line(one.message))}\n'
        for one in report.findings
    )


def annotated(one: Reportable) -> str:
    """Return the place of a finding as parameters of a workflow command."""
    file = f'file={escaped(one.file, ":,")},' if one.file else ''
    return f'{file}line={one.line},' if file and one.line else file


def escaped(text: str, more: str = '') -> str:
    """Return a text with each character that ends a part of a command as %XX."""
    for sign in ('%', '\r', '\n', *more):
        text = text.replace(sign, f'%{ord(sign):02X}')
    return text


FORMATS: Final[Mapping[str, Callable[[Report], str]]] = {
    'text': as_text,
    'json': as_json,
    'sarif': as_sarif,
    'github': as_annotations,
}
"""The formats of reports."""


def add_report_arguments(parser: ArgumentParser) -> None:
    """Declare the format and the baseline of a report."""
    parser.add_argument(
        '--format', choices=tuple(FORMATS), default='text', help='the format of the report'
    )
    parser.add_argument(
        '--baseline', type=Path, metavar='FILE', help='leave out the findings that FILE accepts'
    )
    parser.add_argument(
        '--write-baseline',
        type=Path,
        metavar='FILE',
        help='write a baseline that accepts all findings, and report none',
    )


def publish(
    findings: Sequence[Reportable], rules: Mapping[str, str], command: str, arguments: Namespace
) -> int:
    """Print a report of the findings that no baseline accepts, or write a baseline.

    :returns: 0; 1 if there are findings.
    :raises SourceError: the baseline cannot be read or written.
    """
    if arguments.write_baseline is not None:
        write_file(arguments.write_baseline, baseline_of(findings, command, arguments))
        return CLEAN
    if arguments.baseline is not None:
        accepted = read_baseline(arguments.baseline, command)
        findings = new_findings(findings, accepted, arguments.baseline.parent)
    write(FORMATS[arguments.format](Report(findings, rules)))
    return FOUND if findings else CLEAN


def key_of(one: Reportable, folder: Path) -> str:
    """Return what a baseline has of a finding: its file as seen from a folder, and the rest."""
    return json.dumps({'file': relative(one.file, folder), **one.identity()}, ensure_ascii=False)


def relative(file: str, folder: Path) -> str:
    """Return a file as seen from a folder; on another drive it keeps its name."""
    if not file:
        return ''
    try:
        return Path(os.path.relpath(file, folder)).as_posix()
    except ValueError:
        return file


def baseline_of(findings: Iterable[Reportable], command: str, arguments: Namespace) -> str:
    """Return the text of a baseline, in an order that does not change."""
    folder = arguments.write_baseline.parent
    keys = ',\n'.join(sorted(key_of(one, folder) for one in findings))
    head = f'"version": {BASELINE_VERSION}, "command": {json.dumps(command)}'
    return f'{{{head}, "accepted": [\n{keys}\n]}}\n'


def read_baseline(path: Path, command: str) -> Counter[str]:
    """Return how often each finding is accepted.

    :raises SourceError: the file cannot be read, is no baseline, or one of another command.
    """
    file = path.as_posix()
    try:
        content = json.loads(read_text(path, file))
    except (ValueError, RecursionError) as error:
        raise SourceError(f'it is no baseline: {error}', file) from error
    if not is_baseline(content):
        message = f'it is no baseline of version {BASELINE_VERSION}'
        raise SourceError(f'{message}; make one with --write-baseline', file)
    if content['command'] != command:
        message = f'it is a baseline of the command {content["command"]}, not of {command}'
        raise SourceError(f'{message}; make one with --write-baseline', file)
    return Counter(json.dumps(one, ensure_ascii=False) for one in content['accepted'])


def is_baseline(content: Any) -> bool:
    """Return whether parsed JSON is a baseline."""
    return (
        isinstance(content, dict)
        and content.get('version') == BASELINE_VERSION
        and isinstance(content.get('command'), str)
        and isinstance(content.get('accepted'), list)
        and all(isinstance(one, dict) for one in content['accepted'])
    )


def new_findings(
    findings: Iterable[Reportable], accepted: Counter[str], folder: Path
) -> list[Reportable]:
    """Return the findings that are not accepted; an entry accepts one finding."""
    left, found = Counter(accepted), []
    for one in findings:
        key = key_of(one, folder)
        if left[key]:
            left[key] -= 1
        else:
            found.append(one)
    return found


def write_file(path: Path, text: str) -> None:
    """Write a file as a whole, or not at all.

    :raises SourceError: it cannot be written.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f'.{path.name}.')
        with os.fdopen(handle, 'w', encoding='utf-8', newline='\n') as stream:
            stream.write(text)
        Path(name).replace(path)
    except OSError as error:
        raise SourceError(f'it cannot be written: {error.strerror or error}', str(path)) from error


def put(text: str, path: Path | None) -> None:
    """Write a text to a file, or to standard output.

    :raises SourceError: the file cannot be written.
    """
    if path is None:
        write(text)
    else:
        write_file(path, text)


def note(message: str) -> None:
    """Print a remark on standard error."""
    write(f'{message}\n', sys.stderr.buffer)
