"""Looking for what should be gone: in every byte of a home, at every address of its site."""

from __future__ import annotations

import io
import re
import sqlite3
import time
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import numpy as np
from PIL import Image

from archive.derivatives import SIZES_PX

_LINK = re.compile(r'(?:href|src|action|content)="([^"]+)"|<loc>([^<]+)</loc>|(/[\w/.-]+\.webp)')
_THUMB_PX = 24
_LEAST_BYTES = 6
# Two pictures of squares that have nothing to do with each other stay far below.
_SAME = 0.9


def forms_of(secret: str) -> dict[str, bytes]:
    """Return the ways a text can stand in a file, each as bytes in small letters."""
    forms = {enc: secret.encode(enc) for enc in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")}
    if not secret.isascii():
        forms["json"] = "".join(f"\\u{ord(c):04x}" for c in secret).encode()
        forms["percent"] = quote(secret).encode()
        forms["html"] = "".join(f"&#x{ord(c):x};" for c in secret).encode()
        forms["numbers"] = "".join(f"&#{ord(c)};" for c in secret).encode()
    # Four bytes in a row come up by chance in the pixels of a few dozen pictures.
    return {name: form.lower() for name, form in forms.items() if len(form) >= _LEAST_BYTES}


@dataclass
class Search:
    """A search for secrets, and what it went through."""

    secrets: tuple[str, ...]
    files: int = 0
    bytes: int = 0
    addresses: int = 0
    seconds: float = 0.0
    found: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._forms = {secret: forms_of(secret) for secret in self.secrets}

    def __str__(self) -> str:
        """What was gone through."""
        return (
            f"{self.files} files, {self.bytes / 1e6:.1f} MB, {self.addresses} addresses"
            f" in {self.seconds:.1f} s"
        )

    def look_into(self, content: bytes, where: str) -> None:
        """Look for every secret in some bytes."""
        self.bytes += len(content)
        small = content.lower()
        for secret, forms in self._forms.items():
            told = (name for name, form in forms.items() if form in small)
            self.found += [f"{secret} ({name}) in {where}" for name in told]

    def home(self, root: Path) -> None:
        """Look into every byte of every file, its name, and what is packed in it."""
        started = time.perf_counter()
        for path in sorted(root.rglob("*")):
            name = str(path.relative_to(root))
            self.look_into(name.encode(), f"the name {name}")
            if path.is_file():
                self.files += 1
                for layer, content in _layers(path):
                    self.look_into(content, f"{name}{layer}")
        self.seconds += time.perf_counter() - started

    def site(self, client, starts, *, asked: str = "") -> None:
        """Visit every address that can be reached from some, and look at the answers.

        What a page repeats because it stood in its own address is not held against it.
        """
        started = time.perf_counter()
        waiting, seen = list(starts), set(starts)
        while waiting:
            address = waiting.pop()
            answer = client.get(address)
            self.addresses += 1
            content = answer.data
            head = str(answer.headers).encode()
            for secret, forms in self._forms.items():
                if secret in asked or quote(secret) in address:
                    content = _without(content, forms)
                    head = _without(head, forms)
            self.look_into(content, f"GET {address}")
            self.look_into(head, f"head of GET {address}")
            if answer.content_type.startswith("text/") or "+xml" in answer.content_type:
                fresh = set(_links(answer.data.decode())) - seen
                seen |= fresh
                waiting += sorted(fresh)
            answer.close()
        self.seconds += time.perf_counter() - started


def _without(content: bytes, forms: dict[str, bytes]) -> bytes:
    for form in forms.values():
        content = re.sub(re.escape(form), b"", content, flags=re.IGNORECASE)
    return content


def _links(text: str) -> Iterator[str]:
    for found in _LINK.finditer(text):
        link = next(part for part in found.groups() if part).replace("&amp;", "&")
        link = re.sub(r"^https?://[^/]+", "", link).split("#")[0]
        # Every page of results is a page; combinations of filters have no end.
        if link.startswith("/") and link.count("=") <= 1 and "/static/" not in link:
            yield link


def _layers(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield a file's bytes, and its bytes once unpacked in every way that fits."""
    content = path.read_bytes()
    yield "", content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for name in packed.namelist():
                yield f"!{name}", name.encode() + packed.read(name)
    if content.startswith(b"SQLite format 3\0"):
        yield "!rows", _rows(path)
    facts = _facts(content)
    if facts:
        yield "!facts", facts
    else:
        yield from _inflated(content)


def _rows(path: Path) -> bytes:
    """Return every value of a database: a long one is cut into pages in the file."""
    with sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True) as db:
        names = [row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type='table'")]
        rows = [row for name in names for row in db.execute(f'SELECT * FROM "{name}"')]
    db.close()
    values = (value for row in rows for value in row if value is not None)
    return b"\n".join(v if isinstance(v, bytes) else str(v).encode() for v in values)


def _facts(content: bytes) -> bytes:
    """Return what a picture says besides its pixels; nothing for what is none."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            image.load()
            exif = image.getexif()
            facts = [*image.info.items(), *exif.items(), *exif.get_ifd(0x8769).items(), "a picture"]
    except Exception:
        return b""
    return b"\n".join(f if isinstance(f, bytes) else str(f).encode() for f in facts)


def _inflated(content: bytes) -> Iterator[tuple[str, bytes]]:
    for found in re.finditer(b"\x78[\x01\x5e\x9c\xda]|\x1f\x8b", content):
        try:
            unpacked = zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(content[found.start() :])
        except zlib.error:
            continue
        if unpacked:
            yield f"!zlib at {found.start()}", unpacked


def addresses_of(app, db_facts: dict[str, list[str]]) -> list[str]:
    """Return every GET address of a site for everything the archive ever had, gone or not."""
    values = {
        "lang": ["zh", "en"],
        "longest_px": [str(px) for px in SIZES_PX],
        **db_facts,
    }
    found = ["/robots.txt", "/sitemap.xml", "/feed.atom"]
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or not set(rule.arguments) <= values.keys():
            continue
        filled = [{}]
        for name in sorted(rule.arguments):
            filled = [{**held, name: value} for held in filled for value in values[name]]
        with app.test_request_context():
            found += [rule.build(each)[1] for each in filled if rule.build(each)]
    return list(dict.fromkeys(found))


def thumb(content: bytes):
    """Return a picture as a small grey one, centred on zero and of length one."""
    with Image.open(io.BytesIO(content)) as image:
        grey = np.asarray(image.convert("L").resize((_THUMB_PX, _THUMB_PX)), float)
    centred = grey - grey.mean()
    return centred / (np.linalg.norm(centred) or 1.0)


def alike(root: Path, pictures: list[bytes]) -> tuple[list[str], int]:
    """Return the files that decode to one of some pictures, and how many pictures there are."""
    wanted = [thumb(each) for each in pictures]
    found, seen = [], 0
    for path in sorted(root.rglob("*")):
        if not path.is_file():
            continue
        try:
            small = thumb(path.read_bytes())
        except Exception:
            continue  # No picture.
        seen += 1
        if max(float((small * each).sum()) for each in wanted) > _SAME:
            found.append(str(path.relative_to(root)))
    return found, seen
