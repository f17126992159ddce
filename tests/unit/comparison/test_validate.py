"""Users' files and the environment against settings."""

from __future__ import annotations

import json

import pytest
from comparing import brief, docs, product, schema, validated

from sphinx_configsetting.comparison.documented_product import documented_source
from sphinx_configsetting.comparison.schemas import Checks, product_of
from sphinx_configsetting.comparison.suggestions import Slips, has_slip
from sphinx_configsetting.comparison.user_files import environment_sheet, read_sheets
from sphinx_configsetting.comparison.validation import Validation, shown_path
from sphinx_configsetting.comparison.values_schema import values_schema
from sphinx_configsetting.comparison.variable_prefixes import hints, variables_with_prefix
from sphinx_configsetting.importers import SourceError

STRING = {'type': 'string'}
DATA = schema(
    web={**schema(port={'type': 'integer', 'minimum': 1, 'maximum': 9, 'default': 5}, host=STRING, debug={'type': 'boolean'}, password=STRING), 'required': ['host']},
    mode={'enum': ['fast', 'slow']},
    old={'deprecated': 'Use mode.'},
    servers={'type': 'array', 'items': schema(url=STRING)},
    names={'type': 'object', 'additionalProperties': schema(url=STRING)},
    tags={'type': 'array', 'items': {'type': 'string'}},
)
RULE = "APP_{{ key | envname }}"
SPRING = {'properties': [
    {'name': 'app.archive.max-age', 'type': 'java.lang.Integer'}, {'name': 'app.archive.root_dir', 'type': 'java.lang.String'}, {'name': 'app.queues', 'type': 'java.util.Map<java.lang.String,java.lang.String>'},
], 'hints': []}


def spring(folder):
    known = product(folder, SPRING)
    return product_of(known.source, known.spec, folder)


@pytest.mark.parametrize(
    ('name', 'text'),
    [
        ('a.yaml', 'app:\n  archive:\n    maxAge: x\n    rootDir: y\n  queues: {myQueue: z, my-queue: z}\n'), ('a.yaml', 'app.archive:\n  MAX_AGE: x\n'), ('a.yaml', 'app.archive.maxage: x\n'),
        ('a.properties', 'app.archive.max_age=x\nApp.Archive.RootDir=y\napp.queues.myQueue=z\n'),
    ],
)
def test_relaxed_names(tmp_path, name, text):
    """Spring's metadata has one spelling of names, and files may have others."""
    line = text.count('\n', 0, text.index(': x') if ': x' in text else 0) + 1
    known = spring(tmp_path)
    assert brief(validated(tmp_path, text, known, name))[0][0::2] == ('type', line)
    assert len(validated(tmp_path, text, known, name)) == 1
    plain = schema(app=schema(archive=schema(**{'max-age': {'type': 'integer'}, 'root_dir': STRING}), queues={'type': 'object'}))
    assert len(validated(tmp_path, text, product(tmp_path, plain, 'plain.json', relaxed_names=True), name)) == 1
    assert 'unknown' in {str(one.kind) for one in validated(tmp_path, text, product(tmp_path, plain, 'plain.json', ignore_case=True), name)}


def test_relaxed_names_that_are_twice(tmp_path):
    found = validated(tmp_path, 'app:\n  archive: {max-age: 1}\napp.archive:\n  maxAge: 2\n', spring(tmp_path))
    assert brief(found) == [('duplicate', 'app.archive.max-age', 4)]


@pytest.mark.parametrize(
    ('name', 'text'),
    [('a.yaml', 'spring:\n  application: {name: x}\napp:\n  archve: {max-age: 1}\napps.queues: {}\n'), ('a.properties', 'spring.application.name=x\n\n\napp.archve.max-age=1\napps.queues.x=1\n')],
)
def test_settings_of_other_programs_in_the_file(tmp_path, name, text):
    """An application's file has those of all libraries; a slip in the first word is found."""
    assert brief(validated(tmp_path, text, spring(tmp_path), name))[0] == ('unknown', 'app.archve' if name == 'a.yaml' else 'app.archve.max-age', 4)
    assert [one.line for one in validated(tmp_path, text, spring(tmp_path), name)] == [4, 5]


def test_settings_of_other_extensions_in_the_file(tmp_path):
    """The settings.json of VS Code has those of the editor and of all extensions."""
    package = {'contributes': {'configuration': {'title': 'X', 'properties': {'x.mode': {'enum': ['a']}, 'xlog': STRING}}}}
    text = '{"editor.tabSize": 2,\n"[x]": {"x.mode": "b"},\n"x.mdoe": "a",\n"xlgo.a": 1,\n"x.mode": "b"}'
    assert brief(validated(tmp_path, text, product(tmp_path, package, 'package.json'), 'settings.json')) == [('unknown', 'x.mdoe', 3), ('unknown', 'xlgo.a', 4), ('choices', 'x.mode', 5)]
    alone = product(tmp_path, package['contributes']['configuration'])
    assert len(validated(tmp_path, text, alone, 'settings.json')) == 5


def test_slips_in_a_thousand_first_words(tmp_path, monkeypatch):
    """Few of the product's words are compared with each word of a file, letter by letter."""
    words = [f'{a}{b}{c}work' for a in 'abcdefghij' for b in 'klmnopqrst' for c in 'uvwxyzABCD']
    package = {'contributes': {'configuration': {'title': 'X', 'properties': {f'{word}.mode': STRING for word in words}}}}
    text = json.dumps({f'{word[::-1]}.mode': 'x' for word in words} | {f'{words[5]}z.mode': 'x'})
    compared = []
    monkeypatch.setattr('sphinx_configsetting.comparison.suggestions.has_slip', lambda *names: compared.append(names) or has_slip(*names))
    assert brief(validated(tmp_path, text, product(tmp_path, package, 'package.json'), 'settings.json')) == [('unknown', f'{words[5]}z.mode', 1)]
    assert len(compared) < 5 * len(words)


def test_variables_of_other_programs_in_the_file(tmp_path):
    """A .env file may have those of others; variables that all begin with the same word show which these are."""
    known = product(tmp_path, schema(mode=STRING, level=STRING), environment=RULE)
    text = 'TZ=UTC\nAPPLE_X=x\nAPP_NOPE=1\nAPPP_MODE=1\nmode=x\nAPP_MODE=x\n'
    assert brief(validated(tmp_path, text, known, '.env')) == [('unknown', 'APP_NOPE', 3), ('spelling', 'APP_MODE', 4), ('unknown', 'mode', 5)]
    several = product(tmp_path, schema(mode={**STRING, 'x-environment': 'APP_MODE'}, level={**STRING, 'x-environment': 'LEVEL'}))
    single = product(tmp_path, schema(mode={**STRING, 'x-environment': 'APP_MODE'}))
    assert len(validated(tmp_path, text, several, '.env')) == len(validated(tmp_path, text, single, '.env')) == 5


def test_structured(tmp_path):
    text = (
        'web:\n  port: 50\n  hots: x\n  debug: on\nmode: quick\nold: 1\nservers:\n  - url: 5\n  - ulr: x\n'
        'names:\n  a:\n    url: x\n  b:\n    link: y\ntags: [a, 5]\nrubbish:\n  a: 1\n'
    )
    assert brief(validated(tmp_path, text, product(tmp_path, DATA))) == [
        ('range', 'web.port', 2), ('unknown', 'web.hots', 3), ('choices', 'mode', 5), ('deprecated', 'old', 6), ('type', 'servers[0].url', 8),
        ('unknown', 'servers[1].ulr', 9), ('unknown', 'names.b.link', 14), ('type', 'tags[1]', 15), ('unknown', 'rubbish', 16),
    ]


def test_misspelled_required_keys(tmp_path):
    """A key that is required and misspelled is one finding, in each file for itself."""
    known = product(tmp_path, {**schema(web={**schema(host=STRING), 'required': ['host']}, mode=STRING), 'required': ['web', 'mode']}, environment=RULE)
    assert brief(validated(tmp_path, 'webb: {host: x}\nmdoe: x\n', known)) == [('unknown', 'webb', 1), ('unknown', 'mdoe', 2)]
    first, second = read_sheets(str(tmp_path / 'config.yaml'), known), environment_sheet({'APP_MODE': 'x'}, known)
    (tmp_path / 'd.yaml').write_text('zzzzz: x\n', encoding='utf-8')
    checks = Validation(known, Checks(known, tmp_path, own=True))
    both = checks.findings([*first, *read_sheets(str(tmp_path / 'd.yaml'), known)])
    assert brief(both)[2:] == [('missing', 'mode', 1), ('missing', 'web.host', 1), ('unknown', 'zzzzz', 1)]
    assert brief(checks.findings([second])) == [('missing', 'APP_WEB_HOST', 0)]


def test_messages(tmp_path):
    findings = validated(tmp_path, '{"$schema": "x", "web": {"host": "a", "password": 5, "port": 5, "hsot": 1}}', product(tmp_path, DATA), 'c.json', defaults=True)
    assert [(f.message, f.found) for f in findings] == [
        ('web.port repeats the default; remove it', 5),
        ('web.password is ********, but must be a string; write it in quotes', '********'),
        ('web.hsot is not known; did you mean web.host?', 'web.hsot'),
    ]


def test_letter_case(tmp_path):
    assert brief(validated(tmp_path, 'Web: {host: a}\n', product(tmp_path, DATA))) == [('unknown', 'Web', 1)]
    assert brief(validated(tmp_path, 'Web: {Host: 1}\n', product(tmp_path, DATA, ignore_case=True))) == [('type', 'web.host', 1)]


def test_documented(tmp_path):
    documentation = docs(
        port={'configjson': ['.web.port'], 'type': 'integer', 'formerly': ['web.prt'], 'environment': ['APP_PORT'], 'required': True},
        old={'configjson': ['old'], 'deprecated': {'version': '5', 'reason': ''}, 'replacedby': 'port'},
        new={'configjson': ['new'], 'formerly': ['APP_OLD'], 'environment': ['APP_NEW']},
    )
    findings = validated(tmp_path, 'web: {prt: 5}\nold: 1\n', documentation)
    assert [(str(f.kind), f.key, f.stated, f.link, f.setting) for f in findings] == [
        ('renamed', 'web.prt', 'web.port', 'index.html#port', 'port'), ('deprecated', 'old', 'web.port', 'index.html#old', 'old'),
    ]
    assert brief(validated(tmp_path, 'web: {port: x}\n', documentation, environ={'APP_PORT': '5', 'APP_OLD': '1'})) == [('renamed', 'APP_OLD', 0), ('type', 'web.port', 1)]
    assert brief(validated(tmp_path, 'old: 1\n', documentation, environ={'APP_PORT': '5'})) == [('deprecated', 'old', 1)]
    assert brief(validated(tmp_path, None, documentation, environ={})) == [('missing', 'APP_PORT', 0)]
    assert brief(validated(tmp_path, '', documentation)) == [('missing', 'web.port', 1)]


@pytest.mark.parametrize(
    ('choices', 'right', 'wrong'),
    [
        (['any', 'all'], ['any', 'all'], ['bogus']), (['fast', 'any other'], ['fast', 'x'], []), (['Mumbai (India)', 'Paris (France)'], ['Mumbai (India)', 'Paris'], ['Rome', 'India']),
        (['**fast** (default)', 'slow'], ['fast', 'slow'], ['"**fast**"']),
    ],
)
def test_documented_choices(tmp_path, choices, right, wrong):
    """A word such as ``any``, a remark and asterisks may be parts of values."""
    documentation = docs(a={'configjson': ['a'], 'choices': choices})
    for values, expected in ((right, []), (wrong, [('choices', 'a', 1)])):
        assert [brief(validated(tmp_path, f'a: {one}\n', documentation)) for one in values] == [expected] * len(values)


@pytest.mark.parametrize(('depth', 'kinds'), [(100, []), (300, ['type']), (3000, ['type']), (100_000, ['type'])])
def test_variables_nested_deeply(tmp_path, depth, kinds):
    """JSON that is deeper than values of files may be is a text."""
    known = product(tmp_path, schema(a={'type': 'object'}), environment=RULE)
    text = '{"b":' * depth + '1' + '}' * depth
    assert [str(one.kind) for one in validated(tmp_path, None, known, environ={'APP_A': text})] == kinds
    assert [str(one.kind) for one in validated(tmp_path, f'APP_A={text}\n', known, '.env')] == kinds


def test_flat_formats(tmp_path):
    source = product(tmp_path, DATA, environment=RULE)
    assert brief(validated(tmp_path, '[web]\nport = 50\nhost = 5\nprot = 1\ndebug = maybe\n[names.x]\nurl = 1\n', source, 'c.ini')) == [
        ('range', 'web.port', 2), ('unknown', 'web.prot', 4), ('type', 'web.debug', 5),
    ]
    assert brief(validated(tmp_path, 'web.port=x\nweb.host=\ntags=a, b\n', source, 'c.properties')) == [('type', 'web.port', 1)]
    assert brief(validated(tmp_path, 'APP_WEB_PORT=x\nAPP_WEB_HOTS=a\nAPP_ZZZZZZZZZZZ=1\nAPP_TAGS="[\\"a\\"]"\nAPP_NAMES=x\n', source, '.env')) == [
        ('type', 'APP_WEB_PORT', 1), ('spelling', 'APP_WEB_HOST', 2), ('unknown', 'APP_ZZZZZZZZZZZ', 3), ('type', 'APP_NAMES', 5),
    ]
    plain = product(tmp_path, DATA)
    assert brief(validated(tmp_path, 'mode=quick\nmoed=1\n', plain, '.env')) == [('choices', 'mode', 1), ('unknown', 'moed', 2)]


def test_environment(tmp_path):
    source = product(tmp_path, DATA, environment=RULE)
    findings = validated(tmp_path, None, source, environ={'APP_WEB_PORT': '50', 'APP_WEB_HOST': '', 'APP_SERVERS_N_URL': 'x'})
    assert [(f.key, f.found, f.message) for f in findings] == [
        ('APP_WEB_PORT', '********', 'APP_WEB_PORT is ********, but must be at most 9; correct the value'),
        ('APP_SERVERS_N_URL', 'APP_SERVERS_N_URL', 'APP_SERVERS_N_URL is not known; remove it, or correct the name'),
    ]
    shop = product(tmp_path, schema(mode=STRING), environment='SHOP_{{ key | envname }}')
    assert [one.split()[0] for one in hints(['SHPO_MODE', 'SHPO_LEVEL', 'SHOP_MODE', 'PATH'], 'SHOP_', shop)] == ['SHPO_MODE']
    near = ['SHOOP_MODE', 'SHPO_MODE', 'SOP_MODE', 'SHOPMODE', 'SHOPS_MODE', 'shop_mode', 'Shop_MODE']
    assert sorted(one.split()[0] for one in hints([*near, 'SHOP_MODE', 'SHOP_MDOE', 'SHIP_LEVEL', 'WORKSHOP_MODE', 'MODE', 'SHOP_', 'S', 'CHIP_MODE'], 'SHOP_', shop)) == sorted(near)
    assert all(one.endswith('; did you mean SHOP_MODE?') for one in hints(near, 'SHOP_', shop))
    assert list(hints(['MODE', 'mode'], '', product(tmp_path, schema(mode=STRING), environment='{{ key | envname }}'))) == []


def test_secrets(tmp_path):
    text = 'web:\n  password: [a]\n  host: {url: "x://me:hunter2@h/", token: hunter2, list: [{apikey: hunter2}]}\n  port: "x://hunter2@h"\nmode: {secret: hunter2}\nold: {pass_phrase: a, passphrase: hunter2}\n'
    findings = validated(tmp_path, text, product(tmp_path, DATA))
    assert [one.kind for one in findings] == ['type', 'type', 'type', 'choices', 'deprecated']
    assert 'hunter2' not in repr(findings)
    assert findings[1].found == {'url': 'x://********@h/', 'token': '********', 'list': [{'apikey': '********'}]}
    documented = docs(a={'configjson': ['a'], 'type': 'integer', 'secret': True}, b={'configjson': ['b'], 'type': 'integer'})
    assert [one.found for one in validated(tmp_path, 'a: x\nb: x\n', documented)] == ['********', 'x']


def test_defaults_by_meaning(tmp_path):
    data = schema(a={'default': 0.8}, b={'type': 'array', 'uniqueItems': True, 'default': ['x', 'y']}, c={'type': 'boolean', 'default': True}, d={'default': ''})
    against = product(tmp_path, data)
    assert brief(validated(tmp_path, 'a: 0.80\nb: [y, x]\nc: yes\nd: ""\n', against, defaults=True)) == [('default', key, n) for n, key in enumerate('abcd', 1)]
    assert brief(validated(tmp_path, 'a: 0.81\nb: [y, z]\nc: no\nd: " x"\n', against, defaults=True)) == []
    assert brief(validated(tmp_path, 'a: 0.80\n', against)) == []


def test_values_that_are_right(tmp_path):
    """Each of these is nearly wrong."""
    data = schema(a={'type': 'integer', 'minimum': 1, 'maximum': 9}, b={'enum': ['on', 5]}, c=STRING, d={'type': 'number'}, e={'type': 'boolean'}, new={'type': 'string'})
    against = product(tmp_path, data, environment=RULE)
    for text, name in [
        ('a: 1\nb: on\nc: "5"\nd: 3\ne: Yes\n', 'c.yaml'), ('a: 9\nb: 5\nc: 2020-01-01\n', 'c.yaml'), ('{"a": 9.0}', 'c.json'),
        ('APP_A="9"\nAPP_B=5\nAPP_C=5\nAPP_D=1e3\nAPP_E=off\n', '.env'), ('a = 9\nc = 5\ne = false\n', 'c.ini'), ('a = 9\nc = "5"\n', 'c.toml'),
    ]:
        assert brief(validated(tmp_path, text, against, name)) == []
    documented = docs(old={'configjson': ['old']}, new={'configjson': ['new'], 'formerly': ['older']}, must={'configjson': ['must'], 'required': True, 'default': '5'})
    assert brief(validated(tmp_path, 'old: 1\nnew: 1\n', documented)) == []


def test_what_is_not_missing(tmp_path):
    """Deprecated settings are not, and variables with a placeholder have no name to demand."""
    documented = docs(
        a={'configjson': ['a'], 'environment': ['APP_A'], 'required': True, 'deprecated': {'version': '5', 'reason': ''}},
        b={'configjson': ['m.<name>'], 'environment': ['APP_<NAME>_B'], 'required': True}, c={'configjson': ['l[].c'], 'environment': ['APP_C'], 'required': True},
        d={'configjson': ['d'], 'environment': ['APP_<NAME>_D']}, e={'configjson': ['e'], 'required': True, 'default': '5', 'environment': ['APP_E']}, f={'environment': ['APP_<NAME>_F'], 'required': True},
    )
    for name in ('c.yaml', '.env', 'c.toml'):
        assert brief(validated(tmp_path, '', documented, name)) == []
    assert brief(validated(tmp_path, '# x\n', documented, '.env')) == []
    assert brief(validated(tmp_path, None, documented, environ={})) == []
    assert brief(validated(tmp_path, '', docs(a={'environment': ['APP_A'], 'configjson': ['a'], 'required': True}), '.env')) == [('missing', 'APP_A', 1)]


QUOTED = {'b': {'type': 'boolean', 'default': True}, 'i': {'type': 'integer', 'default': 5}, 'n': {'type': ['number', 'null']}, 's': {'type': ['boolean', 'string']}}


@pytest.mark.parametrize(
    ('name', 'text', 'kinds'),
    [
        ('a.yaml', 'b: "true"\ni: \'5\'\nn: "null"\n', 'type type type'), ('a.yaml', 'b: yes\ni: 1_000\ns: yes\n', 'default'), ('a.yaml', 'n: &x off\nb: *x\n', 'type'),
        ('a.json', '{"b": "true", "i": "5"}', 'type type'), ('a.toml', 'b = "true"\ni = "5"\n', 'type type'), ('a.ini', 'b = "on"\ni = "5"\n', 'default default'), ('a.env', 'b="true"\ni="6"\n', 'default'),
    ],
)
def test_values_in_quotes(tmp_path, name, text, kinds):
    """In quotes, a value is a text where the format has types; it repeats no default then."""
    found = validated(tmp_path, text, product(tmp_path, schema(**QUOTED)), name, defaults=True)
    assert ' '.join(str(one.kind) for one in found) == kinds
    assert all(one.message.endswith('; write it without quotes') for one in found if one.kind == 'type' and one.found != 'off')
    assert validated(tmp_path, 'b: "yes"\n', product(tmp_path, schema(**QUOTED)))[0].message.endswith('; correct the value')


def test_values_in_variables(tmp_path):
    """Faults in a list or an object are named after the variable that has it."""
    site = {'type': 'object', 'additionalProperties': schema(port={'type': 'integer'}, password={'type': 'string', 'minLength': 9})}
    known = product(tmp_path, schema(hosts={'type': 'array', 'items': {'enum': ['a', 'b']}}, site=site), environment=RULE)
    text = 'APP_HOSTS=a,c\nAPP_SITE={"x": {"port": "y", "password": "short"}}\n'
    found = validated(tmp_path, text, known, '.env')
    assert brief(found) == [('choices', 'APP_HOSTS[1]', 1), ('range', 'APP_SITE.x.password', 2), ('type', 'APP_SITE.x.port', 2)]
    assert 'short' not in found[1].message
    assert brief(validated(tmp_path, '[x]\nhosts = c\n', product(tmp_path, schema(x=schema(hosts={'type': 'array', 'items': {'enum': ['a']}}))), 'a.ini'))[0] == ('choices', 'x.hosts[0]', 2)


@pytest.mark.parametrize(
    ('name', 'text', 'advice'),
    [
        ('a.yaml', 'tag: 1.10\n', 'in quotes'), ('a.yaml', 'tag: true\n', 'in quotes'), ('a.toml', 'tag = 1\n', 'in quotes'), ('a.json', '{"several": 5}', 'in quotes'),
        ('a.yaml', 'tag: [a]\n', 'correct the value'), ('a.yaml', 'port: true\n', 'correct the value'), ('a.yaml', 'size: 5\n', 'correct the value'),
    ],
)
def test_values_that_need_quotes(tmp_path, name, text, advice):
    """A version such as 1.10 is a number without quotes, which is the most usual mistake in charts."""
    known = product(tmp_path, schema(tag=STRING, several={'type': ['string', 'null']}, port={'type': 'integer'}, size={'enum': ['string', 'x']}))
    (finding,) = validated(tmp_path, text, known, name)
    assert finding.message.endswith(advice)


def test_an_empty_json_file(tmp_path):
    with pytest.raises(SourceError, match='there is no value in this file'):
        validated(tmp_path, ' \n', product(tmp_path, schema(**QUOTED)), 'a.json')


def test_settings_of_a_missing_group(tmp_path):
    """The required settings are named that the group has; by a schema, those of optional groups are not."""
    tls = {**schema(cert=STRING), 'required': ['cert']}
    web = {**schema(host=STRING, port={'type': 'integer', 'default': 1}, tls=tls), 'required': ['host', 'tls']}
    known = product(tmp_path, {**schema(web=web, log=schema(level=STRING)), 'required': ['web', 'log']}, environment=RULE)
    assert brief(validated(tmp_path, 'x-y: 1\n', known)) == [('missing', 'log', 1), ('missing', 'web.host', 1), ('unknown', 'x-y', 1)]
    assert brief(validated(tmp_path, 'web: {}\nlog: {}\n', known)) == [('missing', 'web.host', 1), ('missing', 'web.tls.cert', 1)]
    assert brief(validated(tmp_path, 'log: {}\n', known, environ={'APP_WEB_HOST': 'x', 'APP_WEB_TLS_CERT': 'x'})) == []
    facts = {'required': True, 'configjson': ['web.tls.cert'], 'environment': ['APP_CERT']}
    both = docs(a=facts, b={'required': True, 'configjson': ['web.host'], 'environment': ['APP_HOST']})
    assert brief(validated(tmp_path, '{}\n', both)) == [('missing', 'web.host', 1), ('missing', 'web.tls.cert', 1)]
    assert brief(validated(tmp_path, '{}\n', both, environ={'APP_HOST': 'x'})) == [('missing', 'web.tls.cert', 1)]
    assert brief(validated(tmp_path, 'web: {host: x}\n', both, environ={'APP_CERT': 'x'})) == []


def test_an_empty_document(tmp_path):
    assert brief(validated(tmp_path, '---\n# x\n', product(tmp_path, schema(a=STRING)))) == []
    assert brief(validated(tmp_path, 'null', product(tmp_path, schema(a=STRING)), 'c.json')) == [('type', '(the whole file)', 1)]


@pytest.mark.parametrize(
    ('text', 'name', 'expected'),
    [
        ('{"web": {"port": 1,\n"port": 2},\n"x": {"port": 3}}', 'c.json', ('web.port', 2)), ('{// x\n"web": {"port": 1,\n"port": 2}}', 'c.jsonc', ('web.port', 3)),
        ('web:\n  port: 1\nweb.port: 2\n', 'c.yaml', ('web.port', 3)), ('web:\n  port: 1\n  Port: 2\n', 'c.yaml', ('web.port', 3)), ('web.port: 1\nweb:\n  port: 2\n', 'c.yaml', ('web.port', 3)),
        ('[web]\nport=1\n[web]\nport=2\n', 'c.ini', ('web.port', 4)), ('web.port=1\n[web]\nport=2\n', 'c.ini', ('web.port', 3)), ('APP_A=1\nAPP_A=2\n', '.env', ('APP_A', 2)),
    ],
)
def test_duplicates_of_all_formats(tmp_path, text, name, expected):
    integer = {'type': 'integer'}
    against = product(tmp_path, schema(web=schema(port=integer), x=schema(port=integer), a=integer), environment=RULE, ignore_case=True)
    [finding] = validated(tmp_path, text, against, name)
    assert (str(finding.kind), finding.key, finding.line, finding.found) == ('duplicate', *expected, expected[0])


def test_keys_in_other_notations_are_checked(tmp_path):
    against = product(tmp_path, schema(web=schema(port={'type': 'integer'}, host=STRING)), ignore_case=True)
    text = 'web.port: x\nweb:\n  Host: 5\n'
    assert brief(validated(tmp_path, text, against)) == [('type', 'web.port', 1), ('type', 'web.host', 3)]
    assert brief(validated(tmp_path, 'Web.Port: x\n', against)) == [('type', 'web.port', 1)]


def test_duplicates(tmp_path):
    assert brief(validated(tmp_path, 'mode: fast\nmode: slow\n', product(tmp_path, DATA))) == [('duplicate', 'mode', 2)]


ALTERNATIVES = {
    'anyOf': [
        {'type': 'object', 'properties': {'kind': {'const': 'file'}, 'path': STRING}, 'required': ['path']},
        {'type': 'object', 'properties': {'kind': {'const': 's3'}, 'bucket': STRING}, 'required': ['bucket']},
    ],
}


TAGGED = {
    'anyOf': [
        {'type': 'object', 'properties': {'kind': {'const': 'file'}, 'path': STRING}},
        {'type': 'object', 'properties': {'kind': {'const': 's3'}, 'level': {'enum': ['a', 'b']}}},
    ],
}


@pytest.mark.parametrize(
    ('stated', 'text', 'kind', 'said'),
    [
        (ALTERNATIVES, '{kind: s3, bucket: 5}', 'type', 'string'),
        (ALTERNATIVES, '{kind: s3}', 'missing', None),
        ({'anyOf': [STRING, {'type': 'integer'}]}, 'true', 'type', 'string or integer'),
        ({'anyOf': [{'const': 'a'}, {'enum': ['b', 'c']}, {'type': 'integer'}]}, 'z', 'choices', ['a', 'b', 'c']),
        ({'oneOf': [{'minimum': 1}, {'maximum': 5}]}, '3', 'type', None),
        ({'not': {'const': 3}}, '3', 'choices', None),
        ({'const': 4}, '3', 'choices', [4]),
        ({'enum': list(range(20))}, '30', 'choices', list(range(20))),
        ({'type': ['integer', 'boolean']}, 'x', 'type', 'integer or boolean'),
        ({'pattern': '^a'}, 'b', 'range', {'pattern': '^a'}),
        ({'contains': {'const': 1}, 'minContains': 2}, '[2]', 'range', {'contains': {'const': 1}, 'minContains': 2}),
        ({'type': 'object', 'minProperties': 1}, '{}', 'range', {'minProperties': 1}),
        ({'type': 'object', 'dependentRequired': {'a': ['b']}}, '{a: 1}', 'missing', None),
        ({'type': 'object', 'properties': {'y': {}}, 'propertyNames': {'maxLength': 1}}, '{yy: 1}', 'unknown', None),
        ({'anyOf': [{'type': 'object', 'properties': {'a': STRING}, 'additionalProperties': False}, {'type': 'object', 'properties': {'b': STRING, 'c': STRING}, 'required': ['b', 'c']}]}, '{a: x, b: y}', 'unknown', None),
        (TAGGED, '{kind: s3, path: 1, level: c}', 'choices', ['a', 'b']),
        (TAGGED, '{kind: ftp, path: x}', 'choices', ['file', 's3']),
        ({'anyOf': [*TAGGED['anyOf'], {'type': 'null'}]}, '{kind: ftp}', 'choices', ['file', 's3']),
        ({'anyOf': [{'anyOf': [STRING, {'type': 'integer'}]}, {'type': 'object', 'properties': {'k': STRING}}]}, '{k: 5}', 'type', 'string'),
        ({'anyOf': [{'anyOf': [STRING, {'type': 'integer'}]}, {'type': 'null'}]}, '{k: 5}', 'type', 'string or integer or null'),
        ({'anyOf': [{'anyOf': [{'type': 'object', 'required': ['k']}, {'type': 'integer'}]}, {'type': 'null'}]}, '{b: 5}', 'missing', None),
    ],
)
def test_errors_of_schemas(tmp_path, stated, text, kind, said):
    [finding] = validated(tmp_path, f'x: {text}\n', product(tmp_path, schema(x=stated)))
    assert (str(finding.kind), finding.stated) == (kind, said)


def test_the_alternative_with_the_same_keys(tmp_path):
    first, second = ({'properties': {key: {} for key in keys}, 'required': list(keys)} for keys in ('d', 'abc'))
    [finding] = validated(tmp_path, 'x: {a: 1, b: 2}\n', product(tmp_path, schema(x={'anyOf': [first, second]})))
    assert (finding.kind, finding.key) == ('missing', 'x.c')


def test_null_and_whole_file(tmp_path):
    nullable = product(tmp_path, schema(x={'type': 'string', 'nullable': True}))
    assert brief(validated(tmp_path, 'x: null\n', nullable)) == []
    assert brief(validated(tmp_path, '- x\n', nullable)) == [('type', '(the whole file)', 1)]


def test_files_of_values(tmp_path):
    values = product(tmp_path, 'web:\n  port: 80\n  host: a\n', 'values.yaml')
    assert brief(validated(tmp_path, 'web:\n  port: x\n  hst: 1\n', values)) == [('type', 'web.port', 2), ('unknown', 'web.hst', 3)]


def test_the_schema_of_documented_settings(tmp_path):
    """It knows former names and links, as a settings.json does."""
    documentation = docs(a={'configjson': ['a'], 'type': 'integer', 'formerly': ['old']}, b={'configjson': ['b']})
    links = {'a': 'https://docs.example.org/#a'}
    source = product(tmp_path, values_schema(documented_source(documentation, links).settings))
    assert [(str(one.kind), one.key, one.link) for one in validated(tmp_path, 'old: 1\na: x\n', source)] == [('renamed', 'old', links['a']), ('type', 'a', links['a'])]


def test_references(tmp_path):
    (tmp_path / 'defs.json').write_text('{"$defs": {"port": {"type": "integer"}}}', encoding='utf-8')
    data = {**schema(port={'$ref': 'https://x.example/defs.json#/$defs/port'}, other={'$ref': 'defs.json#/$defs/port'}), '$schema': 'https://json-schema.org/draft-07/schema'}
    assert brief(validated(tmp_path, 'port: x\nother: y\n', product(tmp_path, data))) == [('type', 'port', 1), ('type', 'other', 2)]
    declared = product(tmp_path, data, refs={'https://x.example/defs.json': 'defs.json'}, root='.')
    assert brief(validated(tmp_path, 'port: x\nother: y\n', declared)) == [('type', 'port', 1), ('type', 'other', 2)]
    lost = product(tmp_path, schema(port={'$ref': 'lost.json'}, mode={'enum': [1]}))
    assert brief(validated(tmp_path, 'mode: 2\n', lost)) == [('choices', 'mode', 1)]
    wrong = product(tmp_path, schema(mode={'enum': [1], 'minimum': 'x'}))
    assert brief(validated(tmp_path, 'mode: 2\n', wrong)) == [('choices', 'mode', 1)]


def test_parts_of_files(tmp_path):
    nested = product(tmp_path, {'conf': schema(a=STRING)}, at='/conf')
    assert brief(validated(tmp_path, 'a: 1\n', nested)) == [('type', 'a', 1)]
    package = {'contributes': {'configuration': [{'title': 'X', 'properties': {'x.a': STRING}}]}}
    assert brief(validated(tmp_path, '{"x.a": 1}', product(tmp_path, package, 'package.json'), 'c.json')) == [('type', 'x.a', 1)]


def test_keys_with_dots(tmp_path):
    assert brief(validated(tmp_path, 'web.host: a\nweb.hots: a\n', product(tmp_path, DATA))) == [('unknown', 'web.hots', 2)]
    lost = product(tmp_path, schema(port={'$ref': 'lost.json'}))
    assert brief(validated(tmp_path, 'port: 2\nprot: 1\nptor: 1\n', lost)) == [('unknown', 'prot', 2), ('unknown', 'ptor', 3)]
    assert brief(validated(tmp_path, 'mode=fast\nmode.x=1\n', product(tmp_path, schema(mode=schema(x=STRING))), 'a.properties'))


def test_broken_files(tmp_path):
    for name, text in [('a.json', '{"a": '), ('a.ini', 'x = 1\n[web ; y\n'), ('a.yaml', 'a: [1'), ('a.toml', 'a ='), ('a.yaml', '\0')]:
        with pytest.raises(SourceError):
            validated(tmp_path, text, product(tmp_path, DATA), name)


@pytest.mark.parametrize(('address', 'shown'), [
    ('postgres://user:p@ss@host/db', 'postgres://********@host/db'),
    ('http://host/a@b', 'http://host/a@b'),
    ('a://u:x@h/y b://v:z@i', 'a://********@h/y b://********@i'),
])
def test_passwords_in_addresses(tmp_path, address, shown):
    (one,) = validated(tmp_path, f'port: {address}\n', product(tmp_path, schema(port={'type': 'integer'})))
    assert one.found == shown
    assert f'"{shown}"' in one.message


def test_keys_that_a_pattern_allows(tmp_path):
    keys = {'patternProperties': {'a': {'type': 'integer'}}, 'additionalProperties': False}
    known = product(tmp_path, schema(m={'type': 'object', **keys}))
    findings = validated(tmp_path, '{"m": {"a": 1, "b": 2, "it\'s": 4}}', known, 'c.json')
    assert sorted(one.key for one in findings) == ['m.b', "m.it's"]


def test_each_required_key_once(tmp_path):
    known = product(tmp_path, schema(m={**schema(a=STRING, b=STRING, ab=STRING), 'required': ['a', 'b', 'ab']}, n={'type': 'array', 'items': {**schema(c=STRING), 'required': ['c']}}))
    findings = validated(tmp_path, '{"m": {"b": "x"}, "n": [{}, {}]}', known, 'c.json')
    assert [(str(one.kind), one.key) for one in findings] == [('missing', 'm.a'), ('missing', 'm.ab'), ('missing', 'n[0].c'), ('missing', 'n[1].c')]


@pytest.mark.parametrize('key', ["it's", 'a"b', 'a\\b', 'is stated twice, first in line 5;', 'the'])
def test_duplicates_of_any_key(tmp_path, key):
    word = json.dumps(key)
    known = product(tmp_path, schema(m={'type': 'object'}))
    (one,) = validated(tmp_path, f'{{"m": {{{word}: 1,\n {word}: 2}}}}', known, 'c.json')
    name = shown_path(['m', key])
    assert (str(one.kind), one.key, one.line) == ('duplicate', name, 2)
    assert one.message.startswith(f'the key {name!r} is stated twice')


def test_long_names_take_little_memory():
    """A variant without each letter of such a name would take gigabytes."""
    slips = Slips([('a' * 40_000, 'x'), ('b', 'y')])
    assert slips.near(['a' * 39_999, 'x']) == []
    assert slips.near(['c' * 40_000, 'y']) == []


def test_variables_in_any_letter_case(tmp_path):
    shop = product(tmp_path, schema(mode={'enum': ['fast', 'slow']}, level={'type': 'integer'}), environment='SHOP_{{ key | envname }}', ignore_case=True)
    given = {'shop_mode': 'fats', 'Shop_Level': '3', 'PATH': 'x'}
    assert variables_with_prefix(given, 'SHOP_', shop) == {'shop_mode': 'fats', 'Shop_Level': '3'}
    found = validated(tmp_path, None, shop, environ=variables_with_prefix(given, 'SHOP_', shop))
    assert [(str(one.kind), one.key) for one in found] == [('choices', 'shop_mode')]
    assert not list(hints(given, 'SHOP_', shop))
    strict = product(tmp_path, schema(mode={'enum': ['fast', 'slow']}), environment='SHOP_{{ key | envname }}')
    assert variables_with_prefix(given, 'SHOP_', strict) == {}


def test_letter_case_of_variables_by_the_schema(tmp_path):
    """A schema says that variables may be in any letter case; the keys of files may not."""
    stated = {'x-ignore-case': True, **schema(level={'type': 'integer'}, mode=STRING)}
    shop = product(tmp_path, stated, environment='SHOP_{{ key | envname }}')
    assert brief(validated(tmp_path, 'shop_level=x\nShop_Mode=x\nshop_nope=1\nother=1\n', shop, '.env')) == [('type', 'shop_level', 1), ('unknown', 'shop_nope', 3)]
    assert brief(validated(tmp_path, 'Level: 5\n', shop)) == [('unknown', 'Level', 1)]
    assert variables_with_prefix({'shop_level': 'x', 'other': 'x'}, 'SHOP_', shop) == {'shop_level': 'x'}


@pytest.mark.parametrize(('text', 'kinds'), [('1', []), ('0', []), ('on', []), ('2', ['type'])])
def test_truths_of_variables(tmp_path, text, kinds):
    shop = product(tmp_path, schema(debug={'type': 'boolean'}), environment='SHOP_{{ key | envname }}')
    assert [str(one.kind) for one in validated(tmp_path, None, shop, environ={'SHOP_DEBUG': text})] == kinds
    assert [str(one.kind) for one in validated(tmp_path, f'SHOP_DEBUG={text}\n', shop, '.env')] == kinds
