"""Settings beside other extensions, in each builder."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from compatibility import EXTENSIONS, installed

PROGRAM = Path(__file__).with_name('compatibility.py')


@pytest.mark.slow
@pytest.mark.parametrize('extension', EXTENSIONS, ids=lambda one: one.module)
def test_extension(extension):
    if not installed(extension):
        pytest.skip(f'{extension.package} is not installed')
    command = [sys.executable, PROGRAM, extension.module]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)[extension.module]
    assert {builder: faults for builder, faults in found.items() if faults} == {}
