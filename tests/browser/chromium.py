"""Finds the browser for the page's tests; `python -m tests.browser.chromium` says which."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

INSTALL = "apt-get install -y --no-install-recommends chromium-headless-shell libatomic1"
NAMES = ("chromium-headless-shell", "chromium", "google-chrome", "google-chrome-stable", "chromium-browser")
CACHES = (
    "~/.cache/ms-playwright/chromium*/*/chrome-headless-shell",
    "~/.cache/ms-playwright/chromium*/*/chrome",
    "~/Library/Caches/ms-playwright/chromium*/*/chrome-headless-shell",
)


def find() -> str | None:
    """$CHROMIUM, else Debian's binaries, else Chrome, else what Playwright downloaded."""
    if named := os.environ.get("CHROMIUM"):
        return named
    for name in NAMES:
        if path := shutil.which(name, path=f"/usr/bin{os.pathsep}{os.environ.get('PATH', '')}"):
            return path
    for pattern in CACHES:
        if downloaded := sorted(Path.home().glob(pattern.removeprefix("~/"))):
            return str(downloaded[-1])
    return None


def obstacle() -> str | None:
    """What keeps the page's tests from running, with the line that mends it; None when nothing does."""
    browser = find()
    if browser is None:
        return f"no Chromium or Chrome was found: {INSTALL} (or set CHROMIUM to a browser's path)"
    if shutil.which(browser) is None:
        return f"$CHROMIUM is {browser}, which cannot be run: set it to a browser's path, or unset it"
    driver = subprocess.run([sys.executable, "-m", "playwright", "--version"], capture_output=True, text=True)
    if driver.returncode:
        last = (driver.stderr.strip().splitlines() or ["no message"])[-1]
        return f"Playwright's driver does not start ({last}): {INSTALL}"
    return None


if __name__ == "__main__":
    problem = obstacle()
    print(problem or find())
    sys.exit(problem is not None)
