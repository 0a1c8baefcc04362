"""Measure everything, print the table, and end with 1 when something is over its limit."""

from __future__ import annotations

import sys

from playwright.sync_api import sync_playwright

from tests.benchmarks import engine, page
from tests.benchmarks.table import HEAD
from tests.browser import chromium
from tests.server import served

ROUNDS = 30


def main(rounds: int) -> int:
    """The number of rounds can be given: more on a machine that does other things too."""
    if problem := chromium.obstacle():
        print(problem, file=sys.stderr)
        return 2
    with served(module="tests.benchmarks.server") as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=["--no-sandbox"])
        found = [*page.rows(browser, base, rounds), engine.lenet(rounds)]
        browser.close()
    print(HEAD)
    for row in found:
        print(row.line())
    return 0 if all(row.holds for row in found) else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS))
