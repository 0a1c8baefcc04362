"""Files linked to one: the same program and the same style in fewer requests."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from app.linking import NotLinkable, modules, styles
from tests.server import ROOT

STATIC = ROOT / "static"
ENTRIES = ("js/main.js", "js/derivation/page.js", "js/docs.js")


def reading(**files: str) -> Callable[[str], str]:
    """Files by name, whatever their folder."""
    return lambda path: files[path.rpartition("/")[2].partition(".")[0]]


def run(script: str) -> object:
    """What a linked script prints as JSON."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is needed: apt-get install nodejs")
    done = subprocess.run(
        [node, "--input-type=module", "-e", script], check=True, capture_output=True, text=True, timeout=60
    )
    return json.loads(done.stdout)


def test_each_way_to_import_means_what_it_meant() -> None:
    read = reading(
        main='import "./first.js";\nimport thing from "./deep/old.mjs";\nimport * as all from "./first.js";\n'
        'import {\n  one,\n  two as second,\n} from "./first.js";\nimport { third } from "./second.js";\n'
        "console.log(JSON.stringify([one(), second, new all.Three().it, third, thing, Object.keys(all)]));\n",
        first="/** Counts. */\nexport const two = 2;\nexport async function later() {}\n"
        "export function one() { return 1; }\n"
        "export class Three { it = 3; }\n",
        second='import { one } from "./first.js";\nconst hidden = one() + 3;\nexport { hidden as third };\n',
        old="const module = { exports: 5 };\nexport default module.exports;\n",
    )
    assert run(modules("js/main.js", read)) == [1, 2, 3, 4, 5, ["two", "later", "one", "Three"]]


def test_indentation_goes_but_not_that_of_a_text() -> None:
    code = modules("a.js", reading(a="/** Says. */\nif (true) {\n    console.log(1);\n}\n"))
    assert "Says" not in code and "\nconsole.log(1);\n" in code
    assert run(modules("a.js", reading(a="console.log(JSON.stringify(`a\n  b`));\n"))) == "a\n  b"


def test_a_module_runs_once_and_after_what_it_needs() -> None:
    read = reading(
        main='import { log } from "./log.js";\nimport "./b.js";\nimport "./a.js";\nconsole.log(JSON.stringify(log));\n',
        a='import { log } from "./log.js";\nlog.push("a");\n',
        b='import { log } from "./log.js";\nimport "./a.js";\nlog.push("b");\n',
        log="export const log = [];\n",
    )
    assert run(modules("main.js", read)) == ["a", "b"]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('export * from "./other.js";\n', "export \\* from"),
        ("export let count = 0;\n", "export let count"),
        ('import other, { part } from "./other.js";\n', "import other, "),
        ('import "./main.js";\n', "main.js imports main.js; modules may not go in circles"),
    ],
)
def test_what_linking_does_not_know_is_refused(source: str, said: str) -> None:
    with pytest.raises(NotLinkable, match=said):
        modules("main.js", reading(main=source, other=""))


@pytest.mark.parametrize("entry", ENTRIES)
def test_our_own_pages_link(entry: str, tmp_path: Path) -> None:
    """Every module is there once and node can read the whole."""
    script = modules(entry, lambda path: (STATIC / path).read_text())
    heads = re.findall(r"^// (\S+\.m?js)$", script, re.MULTILINE)
    assert heads[-1] == entry and len(set(heads)) == len(heads)
    linked = tmp_path / "linked.mjs"
    linked.write_text(script)
    node = shutil.which("node")
    if node:
        subprocess.run([node, "--check", str(linked)], check=True, capture_output=True, timeout=60)


def test_styles_come_in_order_with_addresses_that_hold() -> None:
    read = reading(
        all='@import "../vendor/kit/kit.css";\n@import "own.css";\n',
        kit="@font-face{src:url(fonts/a.woff2)}\n",
        own='b{background:url("../icons/b.svg")}c{background:url(data:image/png;base64,AA==)}\n',
    )
    assert styles("css/all.css", read) == (
        "@font-face{src:url(../vendor/kit/fonts/a.woff2)}\n"
        "b{background:url(../icons/b.svg)}c{background:url(data:image/png;base64,AA==)}\n"
    )
