"""Reports of findings in all formats, without those that a baseline accepts."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol
from urllib.parse import quote

from ..baseline import baseline_json as as_baseline
from ..baseline import entry_key, read_baseline
from .streams import CLEAN, FOUND, write, write_output

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

TOOL: Final = 'sphinx_configsetting'
PREFIX: Final = 'configsetting'
SCHEMA: Final = (
    'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'
)
FINGERPRINT: Final = 'configsettingFinding/v1'


class Reportable(Protocol):
    """A finding as reports need it.

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
        """The fault, and the remedy."""

    def item(self) -> dict[str, Any]:
        """Return the finding as an object of JSON."""

    def identity(self) -> dict[str, str]:
        """Return the parts of the finding that do not change with its line, without its file."""


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
        + ''.join(f'  {finding_place(one)}{one_line(one.message)}\n' for one in groups[rule])
        for rule in report.rules
        if rule in groups
    ]
    return '\n'.join([*parts, f'{counted(len(report.findings))}\n'])


def as_lines(report: Report) -> str:
    """Return a line for each finding, as compilers print them."""
    return ''.join(
        f'{finding_place(one)}{one_line(one.message)} [{PREFIX}.{one.rule}]\n'
        for one in report.findings
    )


def counted(number: int) -> str:
    """Return how many findings there are, in words.

    >>> counted(0), counted(1), counted(2)
    ('no findings', '1 finding', '2 findings')
    """
    return f'{number or "no"} finding{"" if number == 1 else "s"}'


def finding_place(one: Reportable) -> str:
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
    results = [
        sarif_result(one, names.index(one.rule), fingerprint)
        for one, fingerprint in zip(
            report.findings, finding_fingerprints(report.findings), strict=True
        )
    ]
    run = {'tool': {'driver': driver}, 'columnKind': 'unicodeCodePoints', 'results': results}
    return to_json({'$schema': SCHEMA, 'version': '2.1.0', 'runs': [run]})


def sarif_result(one: Reportable, index: int, fingerprint: str) -> dict[str, Any]:
    """Return a finding as a result of SARIF."""
    result: dict[str, Any] = {
        'ruleId': f'{PREFIX}.{one.rule}',
        'ruleIndex': index,
        'level': 'warning',
        'message': {'text': one_line(one.message)},
        'partialFingerprints': {FINGERPRINT: fingerprint},
    }
    if one.file:
        place: dict[str, Any] = {'artifactLocation': {'uri': uri_of(one.file)}}
        if one.line:
            place['region'] = {'startLine': one.line}
        result['locations'] = [{'physicalLocation': place}]
    return result


def uri_of(file: str) -> str:
    r"""Return a file as a URI reference.

    A file in the current folder is relative to it.

    >>> uri_of('docs\\a b.rst'), uri_of('C:\\a.rst'), uri_of('/a b.rst')
    ('docs/a%20b.rst', 'file:///C:/a.rst', 'file:///a%20b.rst')
    """
    path = file.replace('\\', '/')
    if path[1:3] == ':/':
        return f'file:///{path[:2]}{quote(path[2:])}'
    if path.startswith('/'):
        folder = f'{Path.cwd().as_posix()}/'
        if not path.startswith(folder):
            return f'file://{quote(path)}'
        path = path.removeprefix(folder)
    return quote(path, safe="/!$&'()*+,;=@~")


def finding_fingerprints(findings: Iterable[Reportable]) -> Iterator[str]:
    """Yield a text for each finding, which stays the same if its line changes.

    Equal findings, as in several documents of a file, differ by their number.
    """
    known: Counter[str] = Counter()
    for one in findings:
        text = json.dumps([one.file.replace('\\', '/'), one.identity()], sort_keys=True)
        whole = f'{text}{known[text] or ""}'
        known[text] += 1
        yield hashlib.sha256(whole.encode('utf-8', 'surrogatepass')).hexdigest()[:32]


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
    findings: Sequence[Reportable],
    rules: Mapping[str, str],
    command: str,
    arguments: Namespace,
    *,
    project: str = '',
    lines: bool = False,
) -> int:
    """Print a report of the findings that no baseline accepts, or write a baseline.

    :param project: the name of the project that baselines belong to, if it is known.
    :param lines: whether the text is a line for each finding, without headings.
    :returns: 0; 1 if there are findings.
    :raises BaselineError: the baseline cannot be read.
    :raises SourceError: the baseline cannot be written.
    """
    path: Path | None = arguments.baseline
    left = findings
    if path is not None:
        left = new_findings(findings, read_baseline(path, command, project), path.parent)
    path = arguments.write_baseline
    if path is not None:
        entries = (entry_of(one, path.parent) for one in findings)
        write_output(as_baseline(entries, command, project), path)
        return CLEAN
    form = as_lines if lines and arguments.format == 'text' else FORMATS[arguments.format]
    write(form(Report(left, rules)))
    return FOUND if left else CLEAN


def relative_to_folder(file: str, folder: Path) -> str:
    """Return a file as seen from a folder; on another drive it keeps its name."""
    if not file:
        return ''
    try:
        return Path(os.path.relpath(file, folder)).as_posix()
    except ValueError:
        return file


def entry_of(one: Reportable, folder: Path) -> dict[str, str]:
    """Return the baseline's entry of a finding: its file as seen from a folder, and the rest."""
    return {'file': relative_to_folder(one.file, folder), **one.identity()}


def new_findings(
    findings: Iterable[Reportable], accepted: Counter[str], folder: Path
) -> list[Reportable]:
    """Return the findings that are not accepted; an entry accepts one finding."""
    left, found = Counter(accepted), []
    for one in findings:
        key = entry_key(entry_of(one, folder))
        if left[key]:
            left[key] -= 1
        else:
            found.append(one)
    return found
