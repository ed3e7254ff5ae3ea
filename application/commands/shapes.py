"""The shape of a command's fields: a strict pydantic model made from the decision's class.

A field keeps its type, but for two: a `Person` becomes a `PersonForm` (personal data in plain, an
id only if it is known), and a nested dataclass becomes a model that refuses what it does not know.
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
import textwrap
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, ClassVar, Union, cast, get_args, get_origin, get_type_hints

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    create_model,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from domain.common.decisions import Decision
from domain.common.documents import DocumentKind, document_problem
from domain.common.identifiers import id_number_problem
from domain.common.people import Person
from ledger.canonical import INTEGER_MAX

TEXT_LENGTH_MAX = 4_000
"""Characters of one text: a record is a fact, not a file."""
ITEMS_MAX = 1_000
"""Items of one list; what a register takes together is bounded by its own rule."""
_UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"

Text = Annotated[str, StringConstraints(max_length=TEXT_LENGTH_MAX)]
Whole = Annotated[int, Field(ge=-INTEGER_MAX, le=INTEGER_MAX)]


class Shape(BaseModel):
    """Base of all shapes: strict, and refusing what it does not know."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    makes: ClassVar[type | None] = None
    """The dataclass that a nested shape stands for."""


class PersonForm(Shape):
    """A person: known by `id`, or by what the ID card says.

    With an `id_number` the person is found again if known; without `id` and `id_number` a new
    person is meant. Whatever is given is sealed beside the record, never written in it.
    """

    id: Annotated[str, StringConstraints(pattern=_UUID)] | None = Field(
        None, description="The person's id, if known 人员编号."
    )
    name: Text | None = Field(None, description="姓名.")
    id_number: Text | None = Field(None, description="ID number, 18 characters 公民身份号码.")
    document_kind: DocumentKind | None = Field(
        None, description="Kind of another identity document 证件类型."
    )
    document_number: Text | None = Field(None, description="Its number 证件号码.")
    birth: Text | None = Field(None, description="Date of birth, ISO 8601 出生日期.")
    phone: Text | None = Field(None, description="联系电话.")
    address: Text | None = Field(None, description="住址.")
    bank_account: Text | None = Field(None, description="银行账号.")

    @field_validator("id_number")
    @classmethod
    def _is_an_id_number(cls, given: str | None) -> str | None:
        problem = id_number_problem(given) if given is not None else ""
        if problem:
            raise PydanticCustomError("id_number", problem)
        return given

    @model_validator(mode="after")
    def _is_an_identity(self) -> PersonForm:
        if self.document_number is not None:
            problem = document_problem(self.document_kind or "", self.document_number)
            if problem:
                raise PydanticCustomError("document_number", problem)
        return self

    def personal(self) -> dict[str, str]:
        """What is to be sealed."""
        return self.model_dump(exclude={"id"}, exclude_none=True)


_PLAIN: Mapping[Any, Any] = {Person: PersonForm, str: Text, int: Whole}


@cache
def shape(decision: type[Decision]) -> type[Shape]:
    """The shape of a decision's fields, but for `act`."""
    return _model(decision, without="act")


def init_fields(cls: type) -> Iterator[tuple[dataclasses.Field[Any], Any]]:
    """The fields a dataclass is made from, each with its type."""
    hints = get_type_hints(cls)
    for one in dataclasses.fields(cls):
        if one.init:
            yield one, hints[one.name]


def is_required(field: dataclasses.Field[Any]) -> bool:
    """Whether a field must be given."""
    missing = dataclasses.MISSING
    return field.default is missing and field.default_factory is missing


def _model(cls: type, without: str = "") -> type[Shape]:
    described = descriptions(cls)
    made: dict[str, Any] = {}
    for field, hint in init_fields(cls):
        if field.name == without:
            continue
        default = ... if is_required(field) else _default(field)
        made[field.name] = (
            shaped(hint),
            Field(default, description=described.get(field.name)),
        )
    model: type[Shape] = create_model(cls.__name__, __base__=Shape, __doc__=cls.__doc__, **made)
    model.makes = cls
    return model


def _default(field: dataclasses.Field[Any]) -> Any:
    if field.default is not dataclasses.MISSING:
        return field.default
    make = cast("Callable[[], Any]", field.default_factory)
    return make()


def shaped(hint: Any) -> Any:
    """A type with persons and nested dataclasses replaced, and bounds put on texts and numbers."""
    if hint in _PLAIN:
        return _PLAIN[hint]
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return _model(hint)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (UnionType, Union):
        return Union[tuple(shaped(one) for one in arguments)]  # noqa: UP007 - made at run time
    if isinstance(origin, type) and issubclass(origin, Collection):
        return _shaped_collection(origin, arguments)
    return hint


def _shaped_collection(origin: type, arguments: tuple[Any, ...]) -> Any:
    inner: Any = tuple(one if one is ... else shaped(one) for one in arguments)
    if origin is tuple and ... not in arguments:
        return tuple[inner]
    made: Any = dict if issubclass(origin, Mapping) else tuple
    items = inner if made is dict else (inner[0], ...)
    return Annotated[made[items], Field(max_length=ITEMS_MAX)]


def without_none(hint: Any) -> Any:
    """The type in `T | None`; any other as it is."""
    if get_origin(hint) in (UnionType, Union):
        left = [one for one in get_args(hint) if one is not NoneType]
        if len(left) == 1:
            return left[0]
    return hint


@cache
def descriptions(cls: type) -> dict[str, str]:
    """The docstring under each field of a dataclass or model, its bases included."""
    found: dict[str, str] = {}
    for base in reversed(cls.__mro__):
        if dataclasses.is_dataclass(base) or (
            issubclass(base, BaseModel) and base is not BaseModel
        ):
            found |= _docstrings(base)
    return found


def _docstrings(cls: type) -> dict[str, str]:
    try:
        source = textwrap.dedent(inspect.getsource(cls))
    except (OSError, TypeError):
        return {}
    body = ast.parse(source).body[0]
    found: dict[str, str] = {}
    name = ""
    for node in getattr(body, "body", []):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            name = node.target.id
            continue
        if name and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found[name] = " ".join(str(node.value.value).split())
        name = ""
    return found
