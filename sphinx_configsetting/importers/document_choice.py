"""The documents of a file: those of a YAML file, or the objects of a list of Kubernetes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from .detection import default_pointer
from .keys import suggestion, value_at
from .product_settings import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .spec import SourceSpec


def objects_in(roots: Iterable[Any]) -> list[Any]:
    """Return the documents of a file, with the items of lists of Kubernetes in their place."""
    return [one for root in roots for one in (root['items'] if is_list(root) else [root])]


def is_list(root: Any) -> bool:
    """Return whether a document is a list of objects, as ``kubectl get -o yaml`` prints it."""
    is_object = isinstance(root, dict) and 'apiVersion' in root
    return is_object and root.get('kind') == 'List' and isinstance(root.get('items'), list)


def document_name(document: Any) -> str:
    """Return the name of an object of Kubernetes, or ''.

    >>> document_name({'kind': 'Service', 'metadata': {'name': 'web'}})
    'web'
    """
    name, missing = value_at(document, ('metadata', 'name'))
    return name if isinstance(name, str) and not missing else ''


def document_names(documents: Sequence[Any]) -> list[str]:
    """Return the names of documents, with their kinds where names are not unique.

    Where that is not enough, it is the number.
    """
    pairs = [(document_name(one), kind_and_name(one)) for one in documents]
    counts = Counter(name for pair in pairs for name in {*pair})
    return [
        next((name for name in pair if name and counts[name] == 1), str(number))
        for number, pair in enumerate(pairs)
    ]


def kind_and_name(document: Any) -> str:
    """Return the kind and the name of an object of Kubernetes, or ''.

    >>> kind_and_name({'kind': 'Service', 'metadata': {'name': 'web'}})
    'Service/web'
    """
    name = document_name(document)
    return f'{document["kind"]}/{name}' if name and isinstance(document.get('kind'), str) else ''


def name_in(documents: Sequence[Any], document: Any) -> str:
    """Return the name of a document, or its number."""
    number = next(number for number, one in enumerate(documents) if one is document)
    return document_names(documents)[number]


def chosen_documents(
    roots: Sequence[Any], spec: SourceSpec, file: str
) -> tuple[Sequence[Any], str]:
    """Return the documents that a source may mean, and a pointer to its part of them.

    :raises SourceError: there is no such document.
    """
    documents: Sequence[Any] = roots
    objects = objects_in(roots)
    if spec.document != '':
        documents = [chosen_document(objects, spec.document, file)]
    elif not spec.at and any(map(default_pointer, objects)):
        documents = objects
    pointer = spec.at
    if not pointer and spec.format in {'', 'json-schema'}:
        pointer = next(filter(None, map(default_pointer, documents)), '')
    return documents, pointer


def chosen_document(documents: Sequence[Any], wanted: int | str, file: str) -> Any:
    """Return the document of a number, from 0, or of a name.

    :raises SourceError: there is no such document.
    """
    names = document_names(documents)
    full = [kind_and_name(one) for one in documents]
    numbers = {one: full.index(one) for one, count in Counter(full).items() if one and count == 1}
    numbers |= {str(number): number for number in range(len(names))}
    numbers |= {name: number for number, name in enumerate(names)}
    if str(wanted) in numbers:
        return documents[numbers[str(wanted)]]
    hint = suggestion(str(wanted), names) or f'; it has {", ".join(names[:8])}'
    raise SourceError(f'"document" is {wanted!r}, but this file has no such document{hint}', file)
