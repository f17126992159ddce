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
    'a value behind its name, as web servers have': '''
        .. config:setting:: timeout
           :key: timeout
           :default: 32

        timeout
        -------

        :Syntax: timeout *number*;
        :Default: timeout 16;
    ''',
    'lines of a cell, as services in the cloud have': '''
        .. |br| raw:: html

           <br>

        .. config:setting:: pool
           :key: db.pool
           :default: 32

        pool
        ----

        .. list-table::

           * - The pool.
             - Key: ``db.pool`` |br| Default: ``16``
    ''',
}
TRUE_PAGES = {
    'values of each version, as databases have': '''
        .. config:setting:: fsync
           :key: fsync
           :default: on

        fsync
        -----

        .. list-table::
           :header-rows: 1

           * - Version
             - Default
           * - 9
             - off
           * - 10
             - on
    ''',
    'a value behind its name, as web servers have': '''
        .. config:setting:: keepalive
           :key: keepalive
           :default: 75s

        keepalive
        ---------

        :Default: keepalive 75s;
    ''',
    'a number in words, as databases have': '''
        .. config:setting:: work_mem
           :key: work_mem
           :default: 4MB

        work_mem
        --------

        The default is typically four megabytes (``4MB``), but may be less.
    ''',
    'a default for one case, as databases have': '''
        .. config:setting:: cost
           :key: cost
           :default: 100000

        cost
        ----

        The default is ``1000`` when ``fast`` is set.
    ''',
    'a default of another version, as libraries have': '''
        .. config:setting:: retries
           :key: retries
           :default: 32

        retries
        -------

        .. versionchanged:: 3.0

           Better.

           Default: ``16``
    ''',
}


def page(text):
    return 'Page\n====\n' + '\n'.join(line.removeprefix(' ' * 8) for line in text.split('\n'))


@pytest.mark.parametrize('form', TRUE_PAGES)
def test_what_is_true_is_no_finding(tmp_path, form):
    built = build(tmp_path, {'index.rst': page(TRUE_PAGES[form])})
    assert built.warnings == []
    assert run_command('drift', tmp_path / 'index.rst') == 0


@pytest.mark.parametrize('form', PAGES)
def test_what_contradicts_is_found(tmp_path, capfd, form):
    built = build(tmp_path, {'index.rst': page(PAGES[form])})
    (warning,) = [w for w in built.warnings if '[configsetting.drift]' in w]
    run_command('drift', '--format=json', tmp_path / 'index.rst')
    (found,) = json.loads(capfd.readouterr().out)
    assert found['message'] in warning
    assert (found['stated'], found['expected']) in {('16', '32'), ('View > Zoom', 'View > Size')}
    run_command('migrate', tmp_path / 'index.rst')
    assert '1 migrated' not in capfd.readouterr().err
