"""Measure the time and memory of builds, in separate processes."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Cost(NamedTuple):
    """The cost of a process and of those that it waited for."""

    cpu: float
    """Seconds of CPU, of the user and the system."""
    wall: float
    """Seconds that passed."""
    memory: float
    """The most memory that one process held, in MB."""


def cost_of(command: Sequence[str]) -> Cost:
    """Run a command, and return its cost.

    :raises subprocess.CalledProcessError: it failed.
    """
    began = os.times().elapsed
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=with_bytecode()
    ) as process:
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    elapsed = os.times().elapsed - began
    return Cost(used.ru_utime + used.ru_stime, elapsed, used.ru_maxrss / 1024)


def with_bytecode() -> dict[str, str]:
    """Return the environment of readers, whose Python keeps compiled modules."""
    return {name: text for name, text in os.environ.items() if name != 'PYTHONDONTWRITEBYTECODE'}


def sphinx_build(folder: Path, jobs: int = 1, *, fresh: bool = True) -> Cost:
    """Build a project, and return the cost of the whole process.

    :param fresh: whether what earlier builds left is removed first.
    """
    if fresh:
        shutil.rmtree(folder / '_build', ignore_errors=True)
    return cost_of(
        [
            sys.executable,
            '-m',
            'sphinx',
            '-q',
            '-j',
            str(jobs),
            str(folder),
            str(folder / '_build'),
        ]
    )


def interleaved(
    names: Sequence[str], run: Callable[[str], Cost], times: int
) -> dict[str, list[Cost]]:
    """Run each in turn, some times over, so that what else the machine does hits all."""
    found: dict[str, list[Cost]] = {name: [] for name in names}
    for turn in range(times):
        for name in names if turn % 2 else reversed(names):
            found[name].append(run(name))
    return found


def ratio(left: Sequence[float], right: Sequence[float]) -> float:
    """Return the median of the ratios of runs that belong together."""
    return statistics.median(a / b for a, b in zip(left, right, strict=True))


def cpu(costs: Sequence[Cost]) -> list[float]:
    """Return the seconds of CPU of each run."""
    return [cost.cpu for cost in costs]
