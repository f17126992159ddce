"""Settings whose values are schedules, such as ``03:30``, and a file for the monitoring."""

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util import logging

from sphinx_configsetting.api import (
    FieldType,
    ProductSetting,
    Setting,
    Settings,
    SourceError,
    add_exporter,
    add_field,
    add_field_type,
    add_importer,
    add_template_filter,
)

logger = logging.getLogger(__name__)


class Clock(FieldType):
    """A time of day."""

    name = 'clock'

    def problem(self, text: str) -> str:
        """Return why a text is no time of day; '' if it is one."""
        hours, colon, minutes = text.partition(':')
        if colon and hours.isdecimal() and minutes.isdecimal() and int(hours) < 24:
            return ''
        return f'{text!r} is no time of day; write hours and minutes, such as 03:30'

    def order(self, text: str) -> int | None:
        """Return the minutes since midnight, for ``<``, ``>`` and sorting."""
        if self.problem(text):
            return None
        hours, minutes = text.split(':')
        return 60 * int(hours) + int(minutes)


def half_days(text: str) -> str:
    """Return a time of day as 12-hour clocks show it."""
    hours, minutes = text.split(':')
    half = 'a.m.' if int(hours) < 12 else 'p.m.'
    return f'{(int(hours) - 1) % 12 + 1}:{minutes} {half}'


def crontab(content):
    """Return a crontab of the settings that state a time of day."""
    lines = []
    for setting in content['settings']:
        time = setting['facts'].get('at')
        if time:
            hours, minutes = time.split(':')
            lines.append(f'{minutes} {hours} * * * {setting["id"]}\n')
    return ''.join(lines)


def read_lines(path: Path) -> list[ProductSetting]:
    """Read a file with a key, a default and a description in each line."""
    settings = []
    for number, line in enumerate(path.read_text(encoding='utf-8').splitlines(), 1):
        parts = line.split('|')
        if len(parts) != 3:
            raise SourceError('a line has three parts: key|default|description', path.name, number)
        key, default, description = parts
        settings.append(
            ProductSetting(
                key=key,
                path=tuple(key.split('.')),
                default=default,
                description=description,
                file=path.name,
                line=number,
            )
        )
    return settings


def check_id(app: Sphinx, setting: Setting) -> None:
    """Warn of an id that breaks the rules of this project."""
    if '_' in setting.id:
        logger.warning(
            'the id %r has an underscore; use "-"',
            setting.id,
            location=(setting.docname, setting.line),
            type='schedules',
        )


def count(app: Sphinx, settings: Settings) -> None:
    """Print how many settings have a time of day."""
    scheduled = [one for one in settings.settings if one.values('at')]
    logger.info('%d of %d settings are scheduled', len(scheduled), len(settings.settings))


def setup(app: Sphinx) -> dict[str, object]:
    """Register the extension."""
    add_field_type(app, Clock)
    add_field(app, 'at', {'kind': 'clock', 'label': 'Runs at', 'after': 'default', 'facet': True})
    add_template_filter(app, 'half_days', half_days)
    add_exporter(app, 'settings.crontab', crontab)
    add_importer(app, 'lines', read_lines)
    app.connect('configsetting-defined', check_id)
    app.connect('configsetting-settings-ready', count)
    return {'version': '1.0', 'parallel_read_safe': True, 'parallel_write_safe': True}
