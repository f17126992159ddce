"""The notations of helm-docs and readme-generator."""

from __future__ import annotations

from reading import defaults, messages, read, records


def described(source):
    found = {key: item.get('description', '') for key, item in records(source).items()}
    return found | {group.key: group.description for group in source.groups}


def test_an_object_that_an_annotation_says_is_one(tmp_path):
    text = '## @param a [object] Labels\n## @param b [object] Parts\n## @param b.c [string] Part\na:\n  x: 1\n  y: {z: 2}\nb:\n  c: 5\n'
    source = read(tmp_path, 'values.yaml', text)
    assert messages(source) == []
    assert defaults(source) == {'a': {'x': 1, 'y': {'z': 2}}, 'b.c': '5'}
    assert records(source)['a']['type'] == 'object'
    assert described(source) == {'a': 'Labels', 'b': 'Parts', 'b.c': 'Part'}


def test_modifiers(tmp_path):
    text = (
        '## @param a [nullable] A\n## @param b [array, default: [x, y]] B\n## @param c [string, nullable, default: "p, q"] C\n'
        '## @param d [nullable] D\na: 1\nb: []\nc: null\nd:\n'
    )
    found = records(read(tmp_path, 'values.yaml', text))
    assert {key: item['type'] for key, item in found.items()} == {'a': ['integer', 'null'], 'b': 'array', 'c': ['string', 'null'], 'd': None}
    assert (found['b']['text'], found['c']['text'], found['c']['default']) == ('[x, y]', '"p, q"', None)


def test_what_annotations_say_of_objects_and_sections(tmp_path):
    text = (
        '## @section First [beta] part\n## @descriptionStart All of it,\n## in two lines\n## @descriptionEnd\n## not this\n'
        '## @param x About x\n## @section Second\n## @extra a All of a\n## @extra more Not there\n## @param a.b About b\n## @skip s\n'
        'a: {b: 1}\nx: 1\ns: {t: 1}\n'
    )
    source = read(tmp_path, 'values.yaml', text)
    assert described(source) == {
        'a': 'All of a', 'a.b': 'About b', 'x': 'About x', 'more': 'Not there', 'First [beta] part': 'All of it,\nin two lines', 'Second': '',
    }
    assert {key: item.get('group') for key, item in records(source).items()} == {'a.b': 'Second', 'x': 'First [beta] part', 'more': 'Second'}


def test_plain_comments_beside_dashes(tmp_path):
    text = '# -- First\na: 1  # remark\n# remark\nb: 2 # -- Beside\nc: 3  # remark\nd: 4 # @ignored\n'
    assert described(read(tmp_path, 'values.yaml', text)) == {'a': 'First', 'b': 'Beside', 'c': ''}
    assert described(read(tmp_path, 'values.yaml', text, plain_comments=True))['c'] == 'remark'


def test_schemas_in_comments_are_no_descriptions(tmp_path):
    text = (
        '# -- First\n# @schema\n# type: string\n# @schema\n# second\na: x # @schema pattern:^x\n# @schema.root\n# title: T\n# @schema.root\n# -- B\nb: 1\n'
        '# -- Raw\n# @raw\n# @schema type:integer\n#   kept\nc: 1\n'
    )
    assert described(read(tmp_path, 'values.yaml', text)) == {'a': 'First\nsecond', 'b': 'B', 'c': 'Raw\n  kept'}
    plain = '# @schema.root\n# title: T\n# @schema.root\na: 1 # @schema type:integer\n'
    assert described(read(tmp_path, 'values.yaml', plain)) == {'a': ''}


def test_schemas_in_comments(tmp_path):
    text = (
        '# @schema\n# type: [integer, null]\n# minimum: 1\n# @schema\n# -- Copies\ncopies: 1\n\n'
        '# @schema.root\n# title: All\n# @schema.root\n# @schema\n# enum:\n#   - debug\n#   - 1.10\n# type: string\n# description: How much\n# default: x\n# title: Level\n'
        '# required: true\n# deprecated: true\n# examples: [a]\n# properties:\n#   no: {type: string}\n# @schema\nlevel: 1.10\n\n'
        '# @schema\n# description: The inner one\n# @schema\nin:\n  pull: on # @schema type:[boolean, null]; pattern:[a-z]+; readOnly; description: When: pull;\n'
        '  # @schema\n  # anyOf: [{type: integer}, {type: string}]\n  # @schema\n  port: 80\n  flag: true # @schema type:string\n'
        '# @schema\n# a: b: c\n# @schema\n# -- Broken\nbroken: 1\n# @schema\n# words\n# @schema\nwords: 1 # @schema\n# @schema\n# -- Not ended\nopen: 1\n'
        'log: # @schema enum:[json, null]; type:[string, null]; default: json\nnone: 1 # @schema nullable; default: 2\n'
    )
    source = read(tmp_path, 'values.yaml', text, commented=True)
    found = {key: {name: value for name, value in one.items() if name not in {'key', 'path', 'file', 'line', 'group'}} for key, one in records(source).items()}
    assert found == {
        'copies': {'type': ['integer', 'null'], 'default': 1, 'description': 'Copies', 'minimum': 1},
        'level': {
            'type': 'string', 'default': '1.10', 'description': 'How much', 'title': 'Level', 'choices': ['debug', '1.10'], 'required': True, 'deprecated': True,
            'examples': ['a'],
        },
        'in.pull': {'type': ['boolean', 'null'], 'default': True, 'text': 'on', 'description': 'When: pull', 'pattern': '[a-z]+', 'readOnly': True},
        'in.port': {'type': None, 'default': 80},
        'in.flag': {'type': 'string', 'default': 'true'},
        'broken': {'type': 'integer', 'default': 1, 'description': 'Broken'},
        'words': {'type': 'integer', 'default': 1},
        'open': {'type': 'integer', 'default': 1, 'description': 'Not ended'},
        'log': {'type': ['string', 'null'], 'default': 'json', 'choices': ['json', None]}, 'none': {'type': ['integer', 'null'], 'default': 1},
    }
    assert [group.description for group in source.groups] == ['The inner one']
    assert messages(source) == [
        f'values.yaml:{line}: the schema in the comment of {key} is not YAML; correct it' for line, key in ((41, 'broken'), (45, 'words'), (48, 'open'))
    ]


def test_names_before_dashes(tmp_path):
    text = (
        '# -- All of it\n# sub.key -- (string) The key,\n# in two lines\nsub:\n  key: 5\n  # sub.list[0].x -- In a list\n'
        '  list: [{x: 1}]\n# top -- The top\ntop: 1\n# see.more -- Words\nword: 2\n'
    )
    source = read(tmp_path, 'values.yaml', text)
    assert described(source) == {
        'sub': 'All of it', 'sub.key': 'The key,\nin two lines', 'sub.list': '', 'sub.list[].x': 'In a list', 'top': 'The top', 'word': 'Words',
    }
    assert defaults(source)['sub.key'] == '5'


def test_a_section_text_that_is_not_ended(tmp_path):
    text = '## @section One\n## @descriptionStart Words\n\n## @param a About a\na: 1\n'
    assert described(read(tmp_path, 'values.yaml', text)) == {'a': 'About a', 'One': 'Words'}


def test_suggestions_for_the_first_wrong_names_only(tmp_path):
    names = [f'name{number:03}' for number in range(150)]
    text = '## @param right Words.\n' + ''.join(f'## @param {name}x Words.\n' for name in names) + 'right: 1\n' + ''.join(f'{name}: 1\n' for name in names)
    found = [message for message in messages(read(tmp_path, 'values.yaml', text)) if 'names no key' in message]
    assert len(found) == 150
    assert ['did you mean' in message for message in found] == [True] * 100 + [False] * 50


def test_dashes_within_a_sentence(tmp_path):
    text = '# The first\na: 1\n# The network\n# -- or none at all -- of it\n# counts\nb: 2\n'
    found = records(read(tmp_path, 'values.yaml', text))
    assert [one['description'] for one in found.values()] == ['The first', 'The network\n-- or none at all -- of it\ncounts']
    found = records(read(tmp_path, 'values.yaml', f'c: 3 # beside\n# -- C\nd: 4\n{text}'))
    assert [one.get('description') for one in found.values()] == [None, 'C', None, 'or none at all -- of it\ncounts']
