"""Whether a raw answer is what the OpenAPI document declares."""

import json

from pydantic import BaseModel


def assert_declared(answer: bytes, model: type[BaseModel]) -> None:
    """Closed schema, nothing missing, nothing more, and written just as the model would write."""
    read = model.model_validate_json(answer)
    assert json.loads(read.model_dump_json()) == json.loads(answer)
