"""Whether others than Sphinx and this extension change pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx

OWN: Final = ('sphinx.', f'{__package__}.')


def reads_alone(app: Sphinx) -> bool:
    """Tell whether nobody else changes pages when they are read."""
    return are_own(app.registry.get_transforms()) and is_heard_alone(app, 'doctree-read')


def writes_alone(app: Sphinx) -> bool:
    """Tell whether nobody else changes pages before they are written."""
    return resolves_alone(app) and is_heard_alone(app, 'doctree-resolved')


def resolves_alone(app: Sphinx) -> bool:
    """Tell whether nobody else has transforms that run when references are resolved."""
    return are_own(app.registry.get_post_transforms())


def is_heard_alone(app: Sphinx, event: str) -> bool:
    """Tell whether nobody else listens to an event."""
    return are_own(listener.handler for listener in app.events.listeners[event])


def are_own(things: Iterable[object]) -> bool:
    """Tell whether classes and functions come from Sphinx or this extension."""
    return all(str(getattr(one, '__module__', '')).startswith(OWN) for one in things)
