"""Every setting and every limit, in one place; the command line is made from it."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any


def setting(default: Any, text: str, *, minimum: int = 0, maximum: int | None = None) -> Any:
    """A field with its help text; numbers outside of minimum…maximum are refused on the command line."""
    return field(default=default, metadata={"help": text, "minimum": minimum, "maximum": maximum})


@dataclass(frozen=True, slots=True)
class Settings:
    """What a server may do; each field is a flag: `body_bytes` is `--body-bytes`."""

    host: str = setting("127.0.0.1", "address to listen on; 0.0.0.0 serves the local network")
    port: int = setting(8000, "port to listen on; 0 takes a free one", maximum=65535)
    allowed_host: tuple[str, ...] = setting(
        (),
        "a further host name that requests may use (repeatable); localhost and the address itself always may",
    )
    body_bytes: int = setting(8_000_000, "largest request body in bytes", minimum=1)
    json_depth: int = setting(32, "deepest nesting of a JSON body", minimum=1)
    tensor_rank: int = setting(5, "highest rank of a tensor", minimum=1)
    layers: int = setting(64, "most layers in a document", minimum=1)
    name_characters: int = setting(128, "longest name in characters", minimum=1)
    multiply_adds: int = setting(2_000_000_000, "most multiply-adds in one computation", minimum=1)
    memory_bytes: int = setting(512_000_000, "most bytes that one computation may allocate", minimum=1)
    store_bytes: int = setting(512_000_000, "bytes of traces kept; the least recently used are forgotten")
    reply_numbers: int = setting(200_000, "most numbers in the JSON reply of a trace; the largest tensors wait")
    page_terms: int = setting(10_000, "most terms or cells in one page of an explanation", minimum=1)
    derivation_cells: int = setting(400, "most cells of a tensor that is derived as a whole", minimum=1)
    derivation_terms: int = setting(20_000, "most terms of a tensor that is derived as a whole", minimum=1)
    inline_multiply_adds: int = setting(2_000_000, "work up to this many multiply-adds runs without a worker")
    inline_bytes: int = setting(16_000_000, "work up to this many bytes runs without a worker")
    inline_body_bytes: int = setting(64_000, "bodies up to this many bytes are read without a worker")
    workers: int = setting(max(1, (os.cpu_count() or 1) - 1), "threads for larger work", minimum=1)
    queue: int = setting(8, "jobs that may wait for a worker; one more is answered 503")
    patience_seconds: int = setting(15, "time for a request's headers, and again for its body", minimum=1)

    @classmethod
    def of(cls, context: object) -> Settings:
        """The settings that came with a validation, or the defaults."""
        return context if isinstance(context, cls) else cls()


def from_arguments(arguments: Sequence[str] | None = None) -> tuple[Settings, bool]:
    """Settings of a command line, and whether to open the browser; exits with a message when it is wrong."""
    parser = argparse.ArgumentParser(
        prog="backprop-explorer",
        description="Every number of a small network's forward and backward pass, explained and editable.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument("--no-browser", action="store_true", help="do not open the page in the browser")
    for option in fields(Settings):
        flag, text = "--" + option.name.replace("_", "-"), option.metadata["help"]
        if isinstance(option.default, tuple):
            parser.add_argument(flag, action="append", metavar="NAME", help=text)
        elif isinstance(option.default, int):
            kind = _integer(option.metadata["minimum"], option.metadata["maximum"])
            parser.add_argument(flag, type=kind, default=option.default, metavar="N", help=text)
        else:
            parser.add_argument(flag, default=option.default, metavar=option.name.upper(), help=text)
    parsed = vars(parser.parse_args(arguments))
    browser = not parsed.pop("no_browser")
    parsed["allowed_host"] = tuple(parsed["allowed_host"] or ())
    return Settings(**parsed), browser


def _integer(minimum: int, maximum: int | None) -> Any:
    def integer(text: str) -> int:
        value = int(text)
        if maximum is not None and value > maximum:
            raise argparse.ArgumentTypeError(f"expected an integer of at most {maximum}, received {text}")
        if value < minimum:
            raise argparse.ArgumentTypeError(f"expected an integer of at least {minimum}, received {text}")
        return value

    return integer


def bracketed(name: str) -> str:
    """An IPv6 address as a Host header writes it."""
    return f"[{name}]" if ":" in name and not name.startswith("[") else name
