"""Compare two HTML builds: python compare.py OLD NEW [OLD_WARNINGS NEW_WARNINGS]."""

import json
import re
import sys
import zlib
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

INDEX = 'config-settings-index.json'


class Ids(HTMLParser):
    """Collects the ids of a page."""

    def __init__(self):
        super().__init__()
        self.found = set()

    def handle_starttag(self, tag, attributes):
        self.found |= {value for name, value in attributes if name == 'id' and value}


def ids(folder):
    """Return the ids of all pages, each as page.html#id."""
    found = set()
    for path in folder.rglob('*.html'):
        page = Ids()
        page.feed(path.read_text(encoding='utf-8'))
        name = path.relative_to(folder).as_posix()
        found |= {f'{name}#{one}' for one in page.found if not one.startswith('index-')}
    return found


def names(folder):
    """Return the types and names in objects.inv."""
    content = (folder / 'objects.inv').read_bytes().split(b'\n', 4)[4]
    lines = zlib.decompress(content).decode().splitlines()
    # A name may have blanks; the type, a number, the address and a title come after it.
    found = (re.match(r'(.+?) (\S+:\S+) -?\d+ ', line) for line in lines)
    return {f'{one[2]} {one[1]}' for one in found if one}


def entries(folder):
    """Return the words in config-settings-index.json by id and key; none without the file."""
    path = folder / INDEX
    items = json.loads(path.read_text(encoding='utf-8')) if path.is_file() else []
    # The ids of pages are compared; an entry may lead to another one.
    left_out = {'anchor', 'docname'}
    return {
        item['id']: {key: words(item[key]) for key in item if key not in left_out}
        for item in items
    }


def words(value):
    """Return the words of a text in HTML."""
    return set(re.findall(r'\w+', unescape(re.sub(r'<[^>]*>', ' ', str(value)))))


def lost_words(old, new):
    """Return the entries, and the words of entries, that only the old index has."""
    found = {one for one in old if one not in new}
    for one in old.keys() - found:
        for key, said in old[one].items():
            gone = said - new[one].get(key, set())
            found |= {f'{one}: {key} without {" ".join(sorted(gone))}'} if gone else set()
    return found


def lines(path):
    """Return the warnings of a build."""
    return set(Path(path).read_text(encoding='utf-8').splitlines())


def report(title, old, new, shown, word):
    """Print two counts and a list, and return the list."""
    print(f'{title}: {len(old)} before, {len(new)} after, {len(shown)} {word}')
    for one in sorted(shown):
        print(f'  {one}')
    return shown


def main(old, new, *warnings):
    """Compare two output folders, and the warnings if their files are given."""
    old, new = Path(old), Path(new)
    lost = set()
    for title, read in (('ids', ids), ('objects.inv', names)):
        lost |= report(title, read(old), read(new), read(old) - read(new), 'lost')
    before, after = entries(old), entries(new)
    lost |= report(INDEX, before, after, lost_words(before, after), 'lost')
    if warnings:
        before, after = map(lines, warnings)
        report('warnings', before, after, after - before, 'new')
    return bool(lost)


if __name__ == '__main__':
    if len(sys.argv) not in {3, 5} or not all(map(Path.exists, map(Path, sys.argv[1:]))):
        sys.exit('usage: compare.py OLD_FOLDER NEW_FOLDER [OLD_WARNINGS NEW_WARNINGS]')
    sys.exit(main(*sys.argv[1:]))
