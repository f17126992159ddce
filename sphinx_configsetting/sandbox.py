"""The Jinja environment that all templates run in: sandboxed, strict and bounded."""

from __future__ import annotations

import re
from functools import wraps
from typing import TYPE_CHECKING, Any, Final

from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.compiler import CodeGenerator
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from .catalog.kinds import key_segments

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from jinja2.compiler import Frame
    from jinja2.runtime import Context

MAX_STEPS: Final = 100_000
"""How many turns of loops and how many calls one rendering may take."""
MAX_SIZE: Final = 1_000_000
"""How large a number, and how long a text, a template may multiply to."""

WIDE: Final = r'%[^a-zA-Z%]*(\d{5,}|\*)'
WIDE_FIELD: Final = r':[^{}]*(\d{5,}|\{)'
"""Formats that pad to a great width, or to one that is not in the text."""

ERRORS: Final = (
    TemplateError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)
"""What a template of a project can raise."""


class BoundedCodeGenerator(CodeGenerator):
    """Compiles each loop to one whose steps are counted."""

    def visit_For(self, node: nodes.For, frame: Frame) -> None:  # noqa: N802 (Jinja's name)
        """Compile a loop."""
        if node.recursive:
            self.fail('recursive loops are not available', node.lineno)
        counted = nodes.EnvironmentAttribute('counted')
        node.iter = nodes.Call(counted, [node.iter], [], None, None, lineno=node.lineno)
        super().visit_For(node, frame)


def envname(key: str) -> str:
    """Return a key as the name of a variable.

    >>> envname('.ClusterSettings.Enable')
    'CLUSTERSETTINGS_ENABLE'
    """
    return '_'.join(key_segments(str(key))).replace('-', '_').upper()


class Sandbox(ImmutableSandboxedEnvironment):
    """A sandbox with limits for loops and products, and the filters for plain text."""

    code_generator_class = BoundedCodeGenerator
    intercepted_binops = frozenset({'*', '**', '%'})

    def __init__(self, **options: Any) -> None:
        """Set up the sandbox; the options are Jinja's."""
        super().__init__(undefined=StrictUndefined, **options)
        self._steps = MAX_STEPS
        self.filters['envname'] = envname
        self.filters['center'] = bounded(self.filters['center'])
        self.filters['indent'] = bounded(self.filters['indent'])
        self.filters['round'] = bounded(self.filters['round'])
        del self.filters['format']  # the operator % does the same, and is looked at
        del self.globals['lipsum']

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call something from a template, which is one step."""
        self.take_step()
        check_sizes(args)
        return super().call(context, obj, *args, **kwargs)

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """Return what formats a text safely, and not to a great width; None for no format."""
        wrapped = super().wrap_str_format(value)
        if wrapped is not None and re.search(WIDE_FIELD, value.__self__):
            raise SecurityError(f'{value.__self__!r} makes something too large')
        return wrapped

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Compute a product or power, unless it grows too large."""
        if operator == '%' and isinstance(left, str):
            if re.search(WIDE, left):
                raise SecurityError(f'{left!r} makes something too large')
        elif operator != '%' and _size(left) * _size(right) > MAX_SIZE:
            raise SecurityError(f'{operator!r} makes something too large')
        return super().call_binop(context, operator, left, right)

    def counted(self, items: Iterable[Any]) -> Iterator[Any]:
        """Yield the items of a loop while the rendering may take further steps."""
        for item in items:
            self.take_step()
            yield item

    def begin(self) -> None:
        """Begin a rendering: all steps are free again."""
        self._steps = MAX_STEPS

    def take_step(self) -> None:
        """Count one step of a rendering.

        :raises SecurityError: it has taken all that it may.
        """
        self._steps -= 1
        if self._steps < 0:
            raise SecurityError(f'it takes more than {MAX_STEPS:,} steps')


def bounded(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter that refuses sizes that are too large."""

    @wraps(function)
    def checked(*args: Any, **kwargs: Any) -> Any:
        check_sizes((*args, *kwargs.values()))
        return function(*args, **kwargs)

    return checked


def check_sizes(arguments: Iterable[Any]) -> None:
    """Check the numbers that something is called with: they may be sizes.

    :raises SecurityError: one is too large.
    """
    for argument in arguments:
        if isinstance(argument, int) and abs(argument) > MAX_SIZE:
            raise SecurityError(f'{argument} is too large')


def _size(operand: object) -> int:
    if isinstance(operand, (str, bytes, list, tuple)):
        return len(operand)
    return abs(operand) if isinstance(operand, int) else 1


def failure_place(error: BaseException, suffix: str) -> tuple[str, int]:
    """Return the template's file and line that raised an error; ('', 0) if not known.

    :param suffix: how the names of template files end.
    """
    place = (getattr(error, 'filename', None) or '', getattr(error, 'lineno', None) or 0)
    traceback = error.__traceback__
    while traceback is not None:
        filename = traceback.tb_frame.f_code.co_filename
        if filename.endswith(suffix):
            place = (filename, traceback.tb_lineno)
        traceback = traceback.tb_next
    return place
