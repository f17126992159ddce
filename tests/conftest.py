"""Options and fixtures of all tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile('steady', deadline=None)
settings.register_profile('nightly', deadline=None, max_examples=5000)
settings.load_profile('steady')


def pytest_addoption(parser):
    parser.addoption('--corpus', type=Path, help='a folder of real documents to build')
    parser.addoption('--sequences', type=int, default=15, help='how many sequences of edits to try')


@pytest.fixture
def corpus(pytestconfig):
    folder = pytestconfig.getoption('corpus')
    if folder is None:
        pytest.skip('no folder of real documents was given with --corpus')
    return folder.resolve()
