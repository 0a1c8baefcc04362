"""Fetch the browser libraries that this project ships: `python static/vendor/fetch.py`.

Each package comes from npm by name and version, its tarball is held against the registry's sha512, and the
named files are copied with their licence. vendor.lock.json beside the files says what came from where, with
one sha256 per file; tests/project/test_vendor.py checks it without a network.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static" / "vendor"
TESTS = ROOT / "tests" / "browser" / "vendor"
LOCK = "vendor.lock.json"


@dataclass(frozen=True)
class Package:
    """An npm package at one version and the files wanted from it; a pattern ends in a file name with `*`."""

    name: str
    version: str
    folder: str
    files: tuple[tuple[str, str], ...]
    """(path or pattern inside the package, place below `folder`: a folder with `/`, a name, or "" for its own)"""


TARGETS: dict[Path, tuple[Package, ...]] = {
    STATIC: (
        Package(
            "katex",
            "0.19.1",
            "katex",
            (
                ("dist/katex.min.js", "katex.min.mjs"),
                ("dist/katex.min.css", ""),
                ("dist/fonts/*.woff2", "fonts/"),
                ("LICENSE", ""),
            ),
        ),
        Package(
            "@preact/signals-core",
            "1.14.5",
            "signals-core",
            (("dist/signals-core.mjs", ""), ("LICENSE", "")),
        ),
        Package(
            "@fontsource-variable/ibm-plex-sans",
            "5.3.0",
            "ibm-plex-sans",
            (
                ("files/ibm-plex-sans-latin-wdth-normal.woff2", ""),
                ("LICENSE", ""),
            ),
        ),
    ),
    TESTS: (Package("axe-core", "4.14.1", "axe-core", (("axe.min.js", ""), ("LICENSE*", ""))),),
}


def npm(*arguments: str, cwd: Path) -> object:
    """The JSON answer of one npm command; `CalledProcessError` when npm fails."""
    done = subprocess.run(["npm", *arguments, "--json"], cwd=cwd, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def download(package: Package, folder: Path) -> tuple[Path, str]:
    """The package unpacked below `folder` and its sha512 integrity; `SystemExit` when the two disagree."""
    spec = f"{package.name}@{package.version}"
    integrity = npm("view", spec, "dist.integrity", cwd=folder)
    subprocess.run(["npm", "pack", spec, "--silent"], cwd=folder, check=True, capture_output=True)
    (tarball,) = folder.glob("*.tgz")
    received = "sha512-" + base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
    if received != integrity:
        raise SystemExit(f"{spec}: the registry promises {integrity}, the tarball has {received}; nothing was copied")
    with tarfile.open(tarball) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package", received


def cleaned(name: str, content: bytes) -> bytes:
    """The file without pointers to files that are not shipped: source maps, older formats of a font.

    A script of the old kind (UMD) that is wanted as a module gets the two lines that make it one.
    """
    if name.endswith((".js", ".mjs", ".css")):
        text = re.sub(r"(?m)(?://|/\*)# sourceMappingURL=\S+(?: \*/)?$", "", content.decode())
        if name.endswith(".css"):
            text = re.sub(r',\s*url\([^)]*\.(?:woff|ttf)\) format\("[a-z]+"\)', "", text)
        if name.endswith(".mjs") and "module.exports=" in text:
            text = f"const module = {{ exports: {{}} }};\nconst exports = module.exports;\n{text.strip()}\n"
            text += "export default module.exports;\n"
        return text.encode()
    return content


def copy(package: Package, unpacked: Path, target: Path) -> dict[str, str]:
    """Copies what is wanted below `target`, returns its sha256 by path; `SystemExit` names a missing one."""
    copied: dict[str, str] = {}
    for pattern, place in package.files:
        sources = sorted(unpacked.glob(pattern))
        if not sources:
            raise SystemExit(f"{package.name}@{package.version} has no {pattern}")
        for source in sources:
            path = target / package.folder / (place if place and not place.endswith("/") else place + source.name)
            path.parent.mkdir(parents=True, exist_ok=True)
            content = cleaned(path.name, source.read_bytes())
            path.write_bytes(content)
            copied[path.relative_to(target).as_posix()] = hashlib.sha256(content).hexdigest()
    return copied


def fetch(target: Path, packages: tuple[Package, ...]) -> None:
    """Replaces each package's folder below `target` and writes the lock."""
    lock = []
    for package in packages:
        with tempfile.TemporaryDirectory() as scratch:
            unpacked, integrity = download(package, Path(scratch))
            licence = json.loads((unpacked / "package.json").read_bytes())["license"]
            shutil.rmtree(target / package.folder, ignore_errors=True)
            files = copy(package, unpacked, target)
        entry = {"package": package.name, "version": package.version, "licence": licence}
        lock.append({**entry, "integrity": integrity, "files": files})
        print(f"{package.name} {package.version}: {len(files)} files")
    (target / LOCK).write_text(json.dumps(lock, indent=2) + "\n")


if __name__ == "__main__":
    for place, wanted in TARGETS.items():
        place.mkdir(parents=True, exist_ok=True)
        fetch(place, wanted)
