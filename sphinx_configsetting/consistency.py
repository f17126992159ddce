"""The warnings about faults that only all pages together show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .domain import get_domain, is_inventory_name
from .model.fields import FORMERLY
from .warnings_ import Subtype, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .domain import ConfigDomain
    from .model.setting import Setting
    from .model.settings import Duplicate


class Consistency:
    """Reports the faults of a project."""

    def __init__(self, domain: ConfigDomain) -> None:
        """Check the settings of a domain."""
        self.domain = domain

    def check(self) -> None:
        """Report the faults, in a fixed order."""
        for first, second in filter(self.meet, self.domain.settings.duplicates):
            self.domain.report(Subtype.DUPLICATE, *self.duplicate(first, second))
        for first, second in filter(self.meet, self.domain.settings.similar_ids):
            warn(
                Subtype.DUPLICATE,
                f'the id {second.id!r} differs from {first.id!r} at {first.source}:{first.line} '
                'only by letter case or Unicode form; change one of the two',
                location=self.domain.place_of(second),
            )
        self.check_inventory()
        self.check_ambiguity()
        self.check_former_names()
        self.check_groups()

    def duplicate(self, first: Setting, second: Setting) -> tuple[str, str]:
        """Return the message about two settings of one id, and its place.

        A setting of a product's file that is shown twice is at the same place both times.
        """
        home, place = f'{first.source}:{first.line}', self.domain.place_of(second)
        found, advice = f'defined at {home}', 'change the id of one of the two'
        if (first.source, first.line) == (second.source, second.line):
            found, advice = f'shown on the page {first.docname!r}', f'show {home} only once'
            place = f'{self.domain.env.doc2path(second.docname)}:1'
        message = f'the setting {second.id!r} is {found}, too; references lead there; {advice}'
        return message, place

    def check_groups(self) -> None:
        """Report groups with the id of another one."""
        docs = sorted(self.domain.docs_with('groups'))
        pages = map(self.domain.groups_of, docs)
        for group in (group for page in pages for group in page if self.domain.is_kept(group)):
            first = self.domain.groups[group.id]
            if first != group:
                warn(
                    Subtype.DUPLICATE,
                    f'the group {group.id!r} is defined at {first.source}:{first.line}, too; '
                    'references lead there; change the id of one of the two',
                    location=self.domain.place_of(group),
                )

    def meet(self, pair: Duplicate) -> bool:
        """Return whether two settings are in one output: translators get both."""
        one_output = self.domain.builder is None or self.domain.builder.name != 'gettext'
        return one_output or pair.first.conditions == pair.second.conditions

    def check_former_names(self) -> None:
        """Report former names that are the ids of settings of other pages."""
        for one in self.domain.settings.settings:
            for name in one.all_values(FORMERLY):
                other = self.domain.settings.by_id(name)
                if other is not None and other.docname != one.docname:
                    warn(
                        Subtype.AMBIGUOUS,
                        f'{name!r}, a former name of the setting {one.id!r}, is the id of another '
                        f'one at {other.source}:{other.line}, where references lead; remove it',
                        location=self.domain.place_of(one),
                    )

    def check_inventory(self) -> None:
        """Report the names that objects.inv cannot carry, in one warning."""
        lost = [
            (setting, name)
            for setting in self.domain.settings.settings
            for objtype, name, _shown in self.domain.names_of(setting)
            if not is_inventory_name(name, objtype)
        ]
        if lost:
            names = ', '.join(repr(name) for _setting, name in lost[:3])
            more = f' and {len(lost) - 3} more' if len(lost) > 3 else ''
            warn(
                Subtype.ID,
                f'objects.inv cannot have {names}{more}, because one of the words is a number; '
                'other projects find the settings by their ids',
                location=self.domain.place_of(lost[0][0]),
            )

    def check_ambiguity(self) -> None:
        """Report references that may mean several settings."""
        pages = map(self.domain.references_of, self.domain.docs_with('references'))
        references = {one for page in pages for one in page if ':' in one.role}
        for one in sorted(references, key=lambda r: (r.source, r.line, r.role, r.name)):
            ids = list(dict.fromkeys(setting.id for setting in self.domain.targets.meant(one)))
            if len(ids) > 1:
                warn(
                    Subtype.AMBIGUOUS,
                    f'{one.name!r} may mean the settings {", ".join(map(repr, ids))}; it leads '
                    'to the first; write the id of the one that you mean',
                    location=self.domain.place_of(one),
                )


def check_consistency(_app: Sphinx, env: BuildEnvironment) -> None:
    """Report the faults of a project."""
    Consistency(get_domain(env)).check()


def setup_consistency(app: Sphinx) -> None:
    """Register the check."""
    # Before the warnings of listings and products (500), as readers look for causes first.
    app.connect('env-check-consistency', check_consistency, priority=400)
