"""Files in formats that are not read: one clear error, and no settings made of their words."""

from __future__ import annotations

import pytest
from reading import defaults, read

from sphinx_configsetting.importers import SourceError

NGINX = 'user  www;\nworkers  auto;\nevents {\n    connections  1024;\n}\nhttp {\n    include types;\n}\n'
HTML = '<!DOCTYPE html>\n<html>\n<body class="x">\n<p>Some text: here</p>\n</body>\n</html>\n'
SCRIPT = '#!/bin/sh\n# a script\nNAME="x"\nif [ -z "$1" ]; then\n  echo "usage" >&2\nfi\n'
BLOCKS = 'akka {\n  loglevel = "INFO"\n  actor {\n    provider = local\n  }\n}\n'
TAGS = 'ServerRoot "/etc/x"\n<Directory />\n    AllowOverride none\n</Directory>\n'
INDENTED = 'global\n    daemon\n    maxconn 256\ndefaults\n    mode http\n'
SPACED = '# One\nbind 127.0.0.1\nport 6379\ndir ./\n'


@pytest.mark.parametrize(
    ('name', 'text', 'line', 'reason'),
    [
        ('nginx.conf', NGINX, 3, 'blocks with braces'),
        ('Caddyfile', 'example.com {\n    root * /www\n}\n', 1, 'blocks with braces'),
        ('akka.conf', BLOCKS, 1, 'blocks with braces'),
        ('apache.conf', TAGS, 4, 'blocks with tags'),
        ('haproxy.cfg', INDENTED, 2, 'blocks with indentation'),
        ('mime.conf', 'types  a;\ninclude b;\n', 1, 'end with semicolons'),
        ('page.html', HTML, 1, 'it is HTML or XML'),
        ('page.yaml', HTML, 1, 'it is HTML or XML'),
        ('page.json', HTML, 1, 'it is HTML or XML'),
        ('x.properties', '\n<html>\n<body class="a">\n', 2, 'it is HTML or XML'),
        ('web.config', '<?xml version="1.0"?>\n<configuration>\n', 1, 'it is HTML or XML'),
        ('run.sh', SCRIPT, 1, "a name with .sh is that of a program or document"),
        ('install', SCRIPT, 1, 'it is a script'),
        ('a.env', SCRIPT, 4, 'most of its lines are neither keys nor comments'),
        ('settings.py', 'DEBUG = True\nHOSTS = 1\n', 1, 'a name with .py is that'),
        ('Dockerfile', 'FROM x\nENV A=1\nRUN pip install x\nCMD ["x"]\n', 1, 'most of its lines'),
        ('rules', 'a=1\n(b) c\n(d) e\n', 2, 'many of its lines are neither keys nor comments'),
        ('notes.txt', 'This is a plain text.\nIt has no settings.\n', 1, 'it is prose'),
        ('notes', 'Text\n', 1, 'it is prose'),
        ('x.conf', 'a = 1\nb { c = 2 }\n', 2, 'its settings are in blocks with braces'),
        ('a.tsv', 'a\tb\n', 1, 'a name with .tsv is that'),
    ],
)  # fmt: skip
def test_other_formats(tmp_path, name, text, line, reason):
    with pytest.raises(SourceError) as raised:
        read(tmp_path, name, text)
    assert (raised.value.file, raised.value.line) == (name, line)
    assert reason in raised.value.message and 'name ' in raised.value.message


def test_a_text_that_only_looks_like_yaml(tmp_path):
    with pytest.raises(SourceError, match=r'Makefile:2:4: its format is not known, and this is not YAML: .*; or name a file in JSON'):
        read(tmp_path, 'Makefile', 'CC = gcc\nall: x\n\t$(CC) x.c\n')


@pytest.mark.parametrize(
    ('name', 'text', 'expected'),
    [
        ('redis.conf', SPACED, {'bind': '127.0.0.1', 'port': 6379, 'dir': './'}),
        ('sshd_config', 'Port 22\nUsePAM yes\nSubsystem sftp /usr/lib/sftp\n',
         {'Port': 22, 'UsePAM': 'yes', 'Subsystem': 'sftp /usr/lib/sftp'}),
        ('a.ini', 'path = a;\nother = b\nmore = c\n', {'path': 'a;', 'other': 'b', 'more': 'c'}),
        ('b.ini', '[s]\nskip:\n  a\n  b\n', {'s.skip': 'a\nb'}),
        ('c.ini', '[s]\nblock = x {\n  y\n  }\n', {'s.block': 'x {\ny\n}'}),
        ('d.yaml', '<name>: 1\n', {'<name>': 1}),
        ('a.properties', 'b {x=2}\n', {'b': '{x=2}'}),
        ('tox.ini', '[e]\ndeps =\n  x {a:b}\n  y{1,2}\n', {'e.deps': 'x {a:b}\ny{1,2}'}),
        ('.env', '#!/bin/sh\nexport A=1\nexport B\n', {'A': 1, 'B': None}),
        ('php.ini-development', '[PHP]\nengine = On\n', {'PHP.engine': 'On'}),
    ],
)  # fmt: skip
def test_files_that_look_a_little_like_others(tmp_path, name, text, expected):
    assert defaults(read(tmp_path, name, text)) == expected
