"""The types of values that an AWS response holds, for the query and the Python checks."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from botocore.model import ListShape, MapShape, Shape, StructureShape


@dataclass(frozen=True)
class Anything:
    """A value that nothing is known about; every use of it is fine."""


@dataclass(frozen=True)
class Scalar:
    """A string, number or boolean; an enum's values where the model lists them."""

    kind: str  # "string" | "number" | "boolean" | "null"
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class ListOf:
    """A list."""

    element: Type


@dataclass(frozen=True)
class MapOf:
    """A map with free keys."""

    value: Type


@dataclass(frozen=True)
class Record:
    """A structure of the service model, or what a multi-select hash makes."""

    name: str
    shape: StructureShape | None = None
    fields: tuple[tuple[str, Type], ...] = ()

    def names(self) -> list[str]:
        """Its member names."""
        if self.shape is not None:
            return list(self.shape.members)
        return [name for name, _ in self.fields]

    def member(self, name: str) -> Type | None:
        """The type of a member, or None where there is no such member."""
        if self.shape is not None:
            found = self.shape.members.get(name)
            return None if found is None else of(found)
        return dict(self.fields).get(name)

    def nearest(self, name: str) -> str:
        """Advice for a wrong member name."""
        names = self.names()
        lowered = {each.lower(): each for each in names}
        near = difflib.get_close_matches(name.lower(), lowered, n=1, cutoff=0.6)
        if near:
            return f"did you mean `{lowered[near[0]]}`?"
        return f"it has {', '.join(f'`{each}`' for each in names[:12])}" if names else "it is empty"


Type = Anything | Scalar | ListOf | MapOf | Record
ANYTHING = Anything()
STRING = Scalar("string")
NUMBER = Scalar("number")
BOOLEAN = Scalar("boolean")
NULL = Scalar("null")

# Documents that the model calls strings and the CLI prints as objects.
_DECODED = {"policyDocumentType", "TemplateBody"}
_KINDS = {
    "integer": NUMBER, "long": NUMBER, "float": NUMBER, "double": NUMBER, "boolean": BOOLEAN,
}  # fmt: skip


def of(shape: Shape | None) -> Type:
    """The type of a botocore shape."""
    if shape is None or shape.name in _DECODED or getattr(shape, "is_document_type", False):
        return ANYTHING
    if isinstance(shape, StructureShape):
        return Record(shape.name, shape)
    if isinstance(shape, ListShape):
        return ListOf(of(shape.member))
    if isinstance(shape, MapShape):
        return MapOf(of(shape.value))
    if shape.type_name in _KINDS:
        return _KINDS[shape.type_name]
    return Scalar("string", tuple(shape.metadata.get("enum", ())))


def describe(value: Type) -> str:
    """What to call a type in a message."""
    match value:
        case Record():
            return f"a {value.name}"
        case ListOf():
            return "a list"
        case MapOf():
            return "a map"
        case Scalar():
            return f"a {value.kind}"
        case _:
            return "a value"


def sample(value: Type) -> str:
    """What `--output text` might print for a value."""
    match value:
        case ListOf():
            return sample(value.element)
        case Scalar(kind="boolean"):
            return "true"
        case Scalar(values=values) if values:
            return values[0]
        case _:
            return "1"
