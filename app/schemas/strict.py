"""The base of all request models: only known keys, all required ones, nothing converted."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from app.schemas.faults import MOST, Fault, key, nearest, refusal, refuse, shown


class Strict(BaseModel):
    """A JSON object whose unknown and missing keys are refused with the key that was meant."""

    model_config = ConfigDict(strict=True, extra="forbid", arbitrary_types_allowed=True)

    @model_validator(mode="before")
    @classmethod
    def _known_keys(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            raise refuse(f"expected an object, received {shown(value)}")
        known = {field.alias or name: field for name, field in cls.model_fields.items()}
        faults: list[Fault] = []
        for name in value:
            if name not in known:
                hint = nearest(name, known) or f"; remove it or use one of {', '.join(known)}"
                faults.append(Fault(f"/{key(name)}", f"{shown(name)} is not a known key here{hint}"))
                if len(faults) == MOST:
                    raise refusal(*faults)
        for name, field in known.items():
            if field.is_required() and name not in value:
                faults.append(
                    Fault(
                        f"/{name}",
                        f"{name}: expected {field.description or 'a value'}, received nothing; add it",
                    )
                )
        if faults:
            raise refusal(*faults)
        return value
