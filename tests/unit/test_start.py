"""How commands start."""

from __future__ import annotations

import subprocess
import sys

from sphinx_configsetting.__main__ import COMMANDS

PROGRAM = 'import sys, sphinx_configsetting.__main__ as main; main.make_parser(); print("sphinx" in sys.modules)'


def test_commands_start_without_sphinx():
    """Importing Sphinx takes longer than what most commands do."""
    done = subprocess.run([sys.executable, '-c', PROGRAM], check=True, capture_output=True, text=True)
    assert (len(COMMANDS) > 5, done.stdout) == (True, 'False\n')
