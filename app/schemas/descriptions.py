"""Descriptions of fields: the text under a field's declaration, read when a document is made.

Reading sources costs more than declaring the models: who only serves requests never does it.
"""

import ast
import inspect
import textwrap
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

from pydantic import BaseModel

SCHEMAS = "app.schemas"


def describe_fields(schemas: dict[str, Any]) -> None:
    """Give each property of our models the text that stands under its field."""
    for model in _subclasses(BaseModel):
        properties = schemas.get(model.__name__, {}).get("properties", {})
        if model.__module__.startswith(SCHEMAS):
            for name, text in _texts_of(model).items():
                wire_name = model.model_fields[name].alias or name
                if wire_name in properties:
                    properties[wire_name].setdefault("description", text)


def _subclasses(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for child in model.__subclasses__():
        yield child
        yield from _subclasses(child)


def _texts_of(model: type[BaseModel]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for parent in reversed(model.__mro__):
        if parent.__module__.startswith(SCHEMAS):
            texts |= _own_texts(parent)
    return texts


@cache
def _own_texts(model: type) -> dict[str, str]:
    try:
        source = textwrap.dedent(inspect.getsource(model))
    except OSError:
        # Made at run time from another model, which has the texts.
        return {}
    declared = ast.parse(source).body[0]
    body = declared.body if isinstance(declared, ast.ClassDef) else []
    return {
        field.target.id: inspect.cleandoc(text.value.value)
        for field, text in pairwise(body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }
