"""The articles' mistakes, one file per article, known by being here: e000.py to e004.py."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules
from re import fullmatch

from app.engine.trace import Trace
from app.explain.errata.erratum import Erratum


def _load() -> dict[str, Erratum]:
    names = sorted(module.name for module in iter_modules(__path__) if fullmatch(r"e\d{3}", module.name))
    modules = (import_module(f"{__name__}.{name}") for name in names)
    return {erratum.key: erratum for module in modules for erratum in module.ERRATA}


ERRATA: Mapping[str, Erratum] = _load()


def applying(trace: Trace) -> Iterator[tuple[Erratum, str]]:
    """Those that are about something in the trace, each with its tensor ("" for one about words)."""
    for erratum in ERRATA.values():
        tensor = erratum.applies(trace)
        if tensor is not None:
            yield erratum, tensor
