"""Index pages: all settings by display name, and by each indexed field."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, ClassVar, Final

from docutils import nodes
from sphinx.domains import Index, IndexEntry
from sphinx.errors import NoUri
from sphinx.locale import get_translation
from sphinx.util.nodes import make_refnode

from .domain import ConfigDomain, get_domain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .model.fields import Field, Fields
    from .model.setting import Setting

_ = get_translation('sphinx_configsetting')
SYMBOLS: Final = 'Symbols'
Content = list[tuple[str, list[IndexEntry]]]
Item = tuple[str, str, 'Setting', str]
"""Section ('' for none), name, setting, and the remark after the name."""


class SettingIndex(Index):
    """All settings by display name."""

    name = 'settings'
    localname = 'Configuration settings'
    shortname = 'settings'
    domain: ConfigDomain

    def generate(self, docnames: Iterable[str] | None = None) -> tuple[Content, bool]:
        """Return the entries by letter; none if the project does not want the page."""
        if not self.is_wanted():
            return [], False
        docs = None if docnames is None else set(docnames)
        settings = [s for s in self.domain.settings.settings if docs is None or s.docname in docs]
        return list(lettered(list(self.items(settings)), self.domain)), False

    def is_wanted(self) -> bool:
        """Return whether the page is made."""
        config = self.domain.env.config
        builder = self.domain.builder
        return builder is None or builder.format != 'html' or bool(config.html_use_index)

    def items(self, settings: list[Setting]) -> Iterator[Item]:
        """Yield the entries of settings."""
        return (('', setting.title, setting, '') for setting in settings)


class FieldIndex(SettingIndex):
    """All settings by the values of one field."""

    field: ClassVar[Field]

    def is_wanted(self) -> bool:
        """Return whether conf.py or a page asks for the index."""
        label = f'{self.domain.name}-{self.name}'
        asked = self.field.name in self.domain.configuration.indexes
        return super().is_wanted() and (asked or label in self.domain.referenced_labels)

    def items(self, settings: list[Setting]) -> Iterator[Item]:
        """Yield a path's settings under the path, other values under their section."""
        for setting in settings:
            fact = setting.facts.get(self.field.name)
            if self.field.type.display == 'strong':
                for case in fact.cases if fact else ():
                    if case.values:
                        yield self.field.type.joint.join(case.values), setting.title, setting, ''
            else:
                for value in fact.all_values if fact else ():
                    yield self.field.type.section(value), value, setting, setting.title


def lettered(items: list[Item], domain: ConfigDomain) -> Iterator[tuple[str, list[IndexEntry]]]:
    """Yield each letter with its entries, sections and names in alphabetical order."""
    skip = common_prefix([section or name for section, name, *_ in items])
    letters: dict[str, dict[tuple[str, str], list[Item]]] = defaultdict(dict)
    for item in sorted(with_pages(items, domain), key=order):
        head = item[0] or item[1]
        group = letters[letter_of(head[skip:])]
        group.setdefault((item[0], '' if item[0] else item[1]), []).append(item)
    for letter in sorted(letters, key=lambda found: (found != SYMBOLS, found)):
        yield letter, [e for key in letters[letter] for e in entries(key[0], letters[letter][key])]


def with_pages(items: list[Item], domain: ConfigDomain) -> Iterator[Item]:
    """Yield items; those that look alike name their pages."""
    seen: dict[tuple[str, str, str], int] = defaultdict(int)
    for section, name, _setting, extra in items:
        seen[section, name, extra] += 1
    for section, name, setting, extra in items:
        if seen[section, name, extra] > 1:
            title = domain.env.titles.get(setting.docname)
            page = title.astext() if title else setting.docname
            yield section, name, setting, f'{extra}, {page}' if extra else page
        else:
            yield section, name, setting, extra


def entries(section: str, items: list[Item]) -> Iterator[IndexEntry]:
    """Yield the entries of one section, or of one name without a section."""
    if section:
        yield IndexEntry(section, 1, '', '', '', '', '')
    for _section, name, setting, extra in items:
        subtype = 2 if section else 0
        yield IndexEntry(name, subtype, setting.docname, setting.anchor, extra, '', '')


def order(item: Item) -> tuple[str, ...]:
    """Return the sort key of an item: letters first, their case last."""
    section, name, setting, _extra = item
    folded = (part.casefold() for part in (section or name, name))
    return (*folded, section, name, setting.docname, f'{setting.position:06}')


def common_prefix(names: list[str]) -> int:
    """Return the length of the prefix, up to an underscore, that all names share."""
    if len(names) < 2:
        return 0
    first, last = min(names), max(names)
    pairs = enumerate(zip(first, last, strict=False))
    same = next((place for place, (a, b) in pairs if a != b), len(first))
    return max(first[:same].rfind('_'), first[:same].rfind('.')) + 1


def letter_of(name: str) -> str:
    """Return the heading above a name.

    Sphinx's template prints it unescaped, so it is a letter, a digit or a fixed word.
    """
    first = name.lstrip('.')[:1].upper()[:1]
    return first if first.isalnum() else SYMBOLS


def indices_of(fields: Fields) -> list[type[SettingIndex]]:
    """Return the index classes, that of the display names first."""
    own = {'localname': _('Configuration settings'), 'shortname': _('settings')}
    classes: list[type[SettingIndex]] = [type('SettingIndex', (SettingIndex,), own)]
    for field in fields:
        if field.index:
            label = _(field.label).replace('`', '')
            title = _('Settings by %s') % label
            names = {'name': field.name, 'localname': title, 'shortname': label, 'field': field}
            classes.append(type('FieldIndex', (FieldIndex,), names))
    return classes


def resolve_index_page(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: Element
) -> Element | None:
    """Resolve a reference by the label of an index page, such as ``config-environment``.

    Sphinx registers the labels of index pages in every project; this extension has none in
    projects without settings.
    """
    if (node.get('refdomain'), node.get('reftype')) != ('std', 'ref'):
        return None
    domain = get_domain(env)
    for index in domain.indices:
        page = f'{domain.name}-{index.name}'
        if page == node['reftarget'] and index(domain).generate()[0]:
            title = index.localname
            text = contnode if node['refexplicit'] else nodes.inline(title, title)
            try:
                return make_refnode(app.builder, node['refdoc'], page, '', text)
            except NoUri:
                return text
    return None


def prune_general_index(
    app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    """Take the settings that the builder leaves out from the pages of the general index."""
    if not pagename.startswith('genindex'):
        return
    domain = get_domain(app.env)
    dead = {f'{app.builder.get_relative_uri("genindex", doc)}#{to}' for doc, to in domain.left_out}
    if dead and 'genindexentries' in context:
        letters = [(key, pruned(found, dead)) for key, found in context['genindexentries']]
        context['genindexentries'] = [(key, found) for key, found in letters if found]
    if dead and 'entries' in context:
        context['entries'] = pruned(context['entries'], dead)


def pruned(entries: Iterable[tuple[str, Any]], dead: set[str]) -> list[tuple[str, Any]]:
    """Return entries of the general index without links to some places."""
    found: list[tuple[str, Any]] = []
    for name, (links, below, key) in entries:
        alive = [link for link in links if link[1] not in dead]
        rest = [(text, [one for one in some if one[1] not in dead]) for text, some in below]
        rest = [(text, some) for text, some in rest if some]
        if alive or rest:
            found.append((name, (alive, rest, key)))
    return found


def setup_indices(app: Sphinx) -> None:
    """Register the resolution of references to index pages, and the general index."""
    # When the page is made of entries, which no earlier event has; and in time for links.
    app.connect('html-page-context', prune_general_index)
    app.connect('missing-reference', resolve_index_page)
