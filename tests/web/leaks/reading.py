"""An answer of the site as text to search in, and the parts of it that are of one record."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import cv2
import numpy as np
from werkzeug.test import TestResponse

from tests.web.leaks.photographs import told_by_picture
from tests.web.leaks.vault import Vault

__all__ = ["parts_of", "places_in", "secrets_in", "text_of", "without_similar"]

# The innermost items of lists: cards, tiles, people.
_ITEM = re.compile(r"<li\b(?:(?!<li\b).)*?</li>|<entry>.*?</entry>", re.DOTALL)
_SIMILAR = re.compile(r'<section class="[^"]*\bsimilar\b.*?</section>', re.DOTALL)
_WORK = re.compile(r"/works/([0-9a-z]+)")
_PLACE = re.compile(r'(?:"place/|[?&;]place=)([a-z0-9-]+)')
_ZIP = b"PK\x03\x04"
_OWN_HEADERS = {"Set-Cookie", "Date", "Content-Length"}


def secrets_in(answer: TestResponse, vault: Vault) -> frozenset[str]:
    """Return the secrets an answer tells: its body, its headers, what a picture's file says."""
    headers = "\n".join(value for name, value in answer.headers if name not in _OWN_HEADERS)
    found = vault.found_in(headers)
    if answer.data.startswith(_ZIP):
        return found | vault.found_in(text_of(answer.data))
    if not answer.mimetype.startswith("image/") or "svg" in answer.mimetype:
        return found | vault.found_in(answer.get_data(as_text=True))
    content = answer.data
    found |= vault.found_in_bytes(content)
    if content:
        told = told_by_picture(content)
        assert not told, f"a picture still says {told}"
    if answer.mimetype == "image/png" and content:
        found |= vault.found_in(_read_qr(content))
    return found


def text_of(content: bytes) -> str:
    """Return what stands in a file; a spreadsheet is a ZIP of XML files."""
    if not content.startswith(_ZIP):
        return content.decode("utf-8")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())


def _read_qr(content: bytes) -> str:
    image = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_GRAYSCALE)
    text, _, _ = cv2.QRCodeDetector().detectAndDecode(image)
    assert text, "a picture of this site that is no photograph and no QR code"
    return text


def without_similar(text: str) -> str:
    """Return a work's page without the cards of other works on it."""
    return _SIMILAR.sub("", text)


def places_in(text: str) -> set[str]:
    """Return the places that data names and a page leads to, as concepts."""
    return {f"place/{slug}" for slug in _PLACE.findall(text)}


def parts_of(answer: TestResponse) -> Iterator[tuple[str, str]]:
    """Give (id of a work, text) for every part of an answer that is about one work."""
    if answer.mimetype in {"application/json", "application/ld+json"}:
        yield from _objects(json.loads(answer.data))
        return
    if answer.mimetype not in {"text/html", "application/atom+xml"}:
        return
    text = answer.get_data(as_text=True)
    own = re.fullmatch(r"/[a-z]{2}/works/([0-9a-z]+)", answer.request.path)
    if own and answer.status_code == HTTPStatus.OK:
        yield own[1], without_similar(text)
    for item in _ITEM.findall(text):
        works = set(_WORK.findall(item))
        if len(works) == 1:
            yield works.pop(), item


def _objects(body: Any) -> Iterator[tuple[str, str]]:
    if isinstance(body, list):
        for each in body:
            yield from _objects(each)
    elif isinstance(body, dict):
        work = body.get("work") if "score" in body else body.get("id")
        is_work = "score" in body or "photographs" in body or "tombstone" in body
        if is_work and isinstance(work, str):
            yield work, json.dumps(body, ensure_ascii=False)
        else:
            for each in body.values():
                yield from _objects(each)
