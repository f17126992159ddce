"""One setting as nodes: a template's pattern with the author's text in its slots."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx.locale import get_translation

from ..model.fields import DESCRIPTION
from ..templating.environment import TemplateError
from ..templating.parsing import Slot, find_images, instantiate, parse_rst
from ..templating.views import (
    BADGES,
    BODY,
    LABEL,
    LINE,
    NOTICE,
    TITLE,
    VERSIONS,
    Outline,
    setting_view,
    slots_of,
)
from ..warnings_ import Subtype, warn
from .author_text import Content, has_table, inline_of
from .values import (
    Take,
    badge,
    badge_fields,
    has_version_notice,
    is_block,
    is_code_block,
    noticed,
    one_value,
    plain_node,
    value_blocks,
    value_line,
    value_nodes,
    version_notice,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.environment import BuildEnvironment

    from ..model.fields import Field, Fields
    from ..model.setting import Fact, Setting
    from ..templating.environment import Templates

_ = get_translation('sphinx_configsetting')
CONF_PY: Final = 'conf.py: configsetting_template'
"""The place that messages about the template of conf.py name."""
FALLBACK: Final = '!card'
WITHOUT_LISTS: Final = '!compact'
LABELS: Final = 'configsetting_fields'
"""The source that messages about labels name."""


def outline_of(setting: Setting, fields: Fields, content: Content, classes: str) -> Outline:
    """Return the properties that a setting shares with others of its form."""
    badges = {field.name for field in badge_fields(setting, fields)}
    notice = {field.name for field in noticed(setting, fields)}
    stated = {field.name: field for field in fields if field.name in setting.facts}
    facts = [name for name, field in stated.items() if field.row]
    return Outline(
        facts=tuple(facts),
        rows=tuple(name for name in facts if name not in badges | notice),
        badges=bool(badges),
        notice=bool(notice),
        versions=tuple(n for n, f in stated.items() if has_version_notice(f, setting.facts[n])),
        description=DESCRIPTION in content,
        body='' in content,
        nested=content.has_objects,
        classes=classes,
    )


class Presenter:
    """Renders settings by templates; each template is parsed once for each outline."""

    def __init__(
        self, env: BuildEnvironment, templates: Templates, fields: Fields, *, html: bool
    ) -> None:
        """Render with the templates and fields of a project.

        :param html: whether badges have boxes, and tables can be in cells of others.
        """
        self.env = env
        self.separator = ' ' if html else ' \u00b7 '
        self.is_html = html
        self.templates = templates
        self.fields = fields
        self._patterns: dict[tuple[str, Outline], nodes.Element] = {}
        self._labels: dict[str, list[nodes.Node]] = {}

    def present(
        self,
        setting: Setting,
        content: Content,
        document: nodes.document,
        *,
        template: str,
        classes: str,
        place: Callable[[], str],
        flat: bool = False,
        deep: bool = False,
    ) -> list[nodes.Node]:
        """Return a setting as nodes; ``content.rest()`` has what got no slot.

        :param place: returns the place of the setting, for warnings.
        :param flat: whether a template without a table takes the place of one with a table.
        :param deep: whether a template without lists takes the place of any other.
        """
        outline = outline_of(setting, self.fields, content, classes)
        try:
            pattern = self.pattern(template, outline, setting, document)
        except TemplateError as error:
            self.report(template, error, place())
            pattern = self.pattern(FALLBACK, outline, setting, document)
        flat = flat or (content.has_table and not self.is_html)
        if flat and has_table(pattern):
            pattern = self.pattern(FALLBACK, outline, setting, document)
        if deep:
            pattern = self.pattern(WITHOUT_LISTS, outline, setting, document)
        slots = self.slots(setting, content, document)
        return instantiate(pattern, slots, document)

    def report(self, template: str, error: TemplateError, place: str) -> None:
        """Warn of a template that is missing or fails; once if the place of the fault is one."""
        if error.filename:
            place = f'{error.filename}:{error.line or 1}'
        elif template == self.env.config['configsetting_template']:
            place = CONF_PY
        warn(
            Subtype.TEMPLATE,
            f'the template {template!r}: {error}; the built-in template is used',
            location=place,
            once=bool(error.filename) or place == CONF_PY,
        )

    def pattern(
        self, template: str, outline: Outline, setting: Setting, document: nodes.document
    ) -> nodes.Element:
        """Return the parsed text of a template, which settings of an outline share.

        :raises TemplateError: the template is missing, or fails.
        """
        docname = setting.docname
        if self.templates.info(template).reads_values:
            return self.parse(template, outline, values_of(setting), document, docname)
        key = template, outline
        if key not in self._patterns:
            self._patterns[key] = self.parse(template, outline, {}, document, docname)
        return self._patterns[key]

    def parse(
        self,
        template: str,
        outline: Outline,
        values: dict[str, str],
        document: nodes.document,
        docname: str,
    ) -> nodes.Element:
        """Return the nodes of the text that a template prints.

        :param docname: a page that shows them.
        :raises TemplateError: the template fails, or prints something that is no markup.
        """
        context = {'setting': setting_view(outline, self.fields), 'values': values}
        text = self.templates.render(template, context, slots_of(outline))
        source = self.templates.file_of(template)
        root, messages = parse_rst(text, document.settings, source)
        if messages:
            message, line = messages[0]
            raise TemplateError(f'line {line} of its text: {message}', source)
        find_images(root, self.env, docname)
        return root

    def label(self, field: Field, document: nodes.document) -> list[nodes.Node]:
        """Return a field's label in the language of the build."""
        if field.name not in self._labels:
            text = str(_(field.label))
            root, messages = parse_rst(text, document.settings, LABELS)
            (first, *others) = root.children or [nodes.paragraph()]
            simple = isinstance(first, nodes.paragraph) and not others and not messages
            self._labels[field.name] = list(first.children) if simple else [plain_node(text)]
        return [node.deepcopy() for node in self._labels[field.name]]

    def slots(
        self, setting: Setting, content: Content, document: nodes.document
    ) -> dict[str, Slot]:
        """Return the content of every slot of a setting."""
        take = content.take
        found = {
            TITLE: Slot(lambda: [plain_node(setting.title)]),
            BODY: Slot(partial(take, ''), block=True),
            DESCRIPTION: Slot(partial(take, DESCRIPTION), block=True),
            BADGES: Slot(partial(self.badges, setting, content), block=True),
            NOTICE: Slot(partial(self.notice, setting, content.line), block=True),
            VERSIONS: Slot(partial(self.versions, setting, content.line), block=True),
        }
        for name, fact in setting.facts.items():
            field = self.fields.by_name.get(name)
            if field is not None and field.row:
                found[f'{LABEL}{name}'] = Slot(partial(self.label, field, document))
                found[name] = self.fact_slot(field, fact, content)
                line = Slot(partial(value_line, field, fact, content.line))
                in_line = fact.variants and not any(
                    is_code_block(field, case) for case in fact.cases
                )
                found[f'{LINE}{name}'] = line if in_line else found[name]
        return found

    def fact_slot(self, field: Field, fact: Fact, content: Content) -> Slot:
        """Return the slot of a fact."""
        take = content.take
        if fact.variants:
            return Slot(partial(value_blocks, field, fact, content.line), block=True)
        if content.is_block(field.name):
            return Slot(partial(take, field.name), block=True)
        is_markup = field.type.display in {'markup', 'reference'} or field.name in content
        if is_markup or field.type.has_reason:
            return Slot(lambda: one_value(field, fact, content.line(field.name)))
        if is_block(field, fact):
            return Slot(partial(value_blocks, field, fact, content.line), block=True)
        return Slot(partial(value_nodes, field, fact))

    def badges(self, setting: Setting, content: Content) -> list[nodes.Node]:
        """Return the line of badges; [] for none."""
        made: list[nodes.Node] = []
        for field in badge_fields(setting, self.fields):
            fact = setting.facts[field.name]
            if field.name in content and not field.type.has_reason:
                value = inline_of(content.take(field.name))
            else:
                value = value_nodes(field, fact)
            made += [nodes.Text(self.separator), badge(field, fact, value)]
        line = nodes.paragraph('', '', *made[1:], classes=['configsetting-badges'])
        line['translatable'] = False
        return [line] if made else []

    def notice(self, setting: Setting, take: Take) -> list[nodes.Node]:
        """Return the notice of a deprecation, and versions as Sphinx shows them."""
        lines: list[nodes.Node] = []
        for field in noticed(setting, self.fields):
            fact = setting.facts[field.name]
            if has_version_notice(field, fact):
                continue
            if fact.variants:
                lines.append(nodes.paragraph('', f'{_(field.label)}:', translatable=False))
                lines += value_blocks(field, fact, take)
                continue
            text = take(field.name)
            if field.type.has_reason and field.badge:  # the badge has the label and the version
                lines.append(nodes.paragraph('', '', *text))
            else:
                label = nodes.Text(f'{_(field.label)}: ')
                value = one_value(field, fact, text)
                lines.append(nodes.paragraph('', '', label, *value, translatable=False))
        classes = ['configsetting-notice', 'configsetting-deprecated']
        if lines and self.is_html:  # man pages part no container from what is above it
            lines = [nodes.container('', *lines, classes=classes)]
        return [*lines, *self.versions(setting, take)]

    def versions(self, setting: Setting, take: Take) -> list[nodes.Node]:
        """Return the versions that are shown as Sphinx shows them."""
        return [
            version_notice(field, fact, take(field.name))
            for field in self.fields
            if (fact := setting.facts.get(field.name)) and has_version_notice(field, fact)
        ]


def values_of(setting: Setting) -> dict[str, str]:
    """Return the variable ``values`` of templates: the texts by field, and the id."""
    texts = {name: fact.text for name, fact in setting.facts.items()}
    return {'id': setting.id, 'title': setting.title, **texts}
