"""Forms in which other products' pages state facts; each page needs its form to be read."""

from __future__ import annotations

import json

import pytest
from project import build, run_command

PAGES = {
    'a field list, as schedulers of jobs have': '''
        .. config:setting:: parallelism
           :key: core.parallelism
           :default: 32

        parallelism
        -----------

        How many tasks run at the same time.

        :Type: integer
        :Default: ``16``
        :Environment variable: ``JOBS__CORE__PARALLELISM``
    ''',
    'a definition list, as manual pages have': '''
        .. config:setting:: cache-size
           :key: cache.size
           :default: 32

        cache-size
        ----------

        Default
           ``16``

        The number of pages that are kept.
    ''',
    'rows of a label and a value, as appliances have': '''
        .. config:setting:: retries
           :key: net.retries
           :default: 32

        retries
        -------

        .. list-table::

           * - Key
             - ``net.retries``
           * - Default
             - 16
    ''',
    'a table of variables, as images of containers have': '''
        .. config:setting:: port
           :environment: WEB_PORT
           :default: 32

        .. config:setting:: host
           :environment: WEB_HOST
           :default: localhost

        Variables
        ---------

        +-------------------------+-------------+----------------------+
        | Environment variable    | Default     | What it does         |
        +=========================+=============+======================+
        | ``WEB_PORT``            | ``16``      | The port.            |
        +-------------------------+-------------+----------------------+
        | ``WEB_HOST``            | localhost   | The host.            |
        +-------------------------+-------------+----------------------+
    ''',
    'a simple table, as libraries have': '''
        .. config:setting:: timeout
           :key: client.timeout
           :default: 32

        timeout
        -------

        =======  ==================
        Key      ``client.timeout``
        Default  ``16``
        =======  ==================
    ''',
    'a sentence, as web frameworks have': '''
        .. config:setting:: RETRIES
           :key: RETRIES
           :default: 32

        RETRIES
        -------

        How often a job is tried again. The default is ``16``.
    ''',
    'a label with a word and a dash, as shells have': '''
        .. config:setting:: HISTSIZE
           :key: HISTSIZE
           :default: 32

        HISTSIZE
        --------

        The number of commands in the list.

        Default setting – ``16``
    ''',
    'values with a colon in bold text, as databases have': '''
        .. config:setting:: sync
           :key: sync
           :type: string
           :default: 32

        sync
        ----

        - **16:** (default) Wait for the disk.
        - **32:** Wait for nothing.
    ''',
    'a label before a block, as crawlers have': '''
        .. config:setting:: CODES
           :key: CODES
           :default: 32

        CODES
        -----

        Default::

            16
    ''',
    'a path of menus, as applications with windows have': '''
        .. config:setting:: zoom
           :systemconsole: View > Size
           :default: 16

        zoom
        ----

        - System Config path: :menuselection:`View --> Zoom`
    ''',
}


@pytest.mark.parametrize('form', PAGES)
def test_what_contradicts_is_found(tmp_path, capfd, form):
    lines = [line.removeprefix(' ' * 8) for line in PAGES[form].split('\n')]
    text = 'Page\n====\n' + '\n'.join(lines)
    built = build(tmp_path, {'index.rst': text})
    (warning,) = [w for w in built.warnings if '[configsetting.drift]' in w]
    run_command('drift', '--format=json', tmp_path / 'index.rst')
    (found,) = json.loads(capfd.readouterr().out)
    assert found['message'] in warning
    assert (found['stated'], found['expected']) in {('16', '32'), ('View > Zoom', 'View > Size')}
    run_command('migrate', tmp_path / 'index.rst')
    assert '1 migrated' not in capfd.readouterr().err
