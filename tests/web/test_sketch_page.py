"""Search by sketch: the page without scripts, its answers to nonsense, and the API."""

import base64
import io
import re

import cv2
import numpy as np
import pytest
from PIL import Image

from archive.catalogue import open_catalogue
from ingest.queue import work_off
from ingest.specimens import Specimen, draw
from ingest.specimens.motifs import figure_of
from ingest.specimens.shapes import Line
from search.refreshing import refresh_indexes
from tests.making import agreed, encoded, jpeg, kept_work, picture
from tests.web.conftest import EVERYTHING, said


def figure(motif):
    """Return a PNG of the outlines of a motif as black lines."""
    paper = np.full((400, 400), 255, np.uint8)
    for piece in figure_of(motif, 0):
        points = piece.path if isinstance(piece, Line) else piece.outline
        at = np.rint(points * 170 + 200).astype(np.int32)
        cv2.polylines(paper, [at], not isinstance(piece, Line), 0, 5)
    return png(paper)


def png(array):
    stream = io.BytesIO()
    Image.fromarray(array).save(stream, "PNG")
    return stream.getvalue()


def ring():
    paper = np.full((300, 300), 255, np.uint8)
    cv2.circle(paper, (150, 150), 90, 0, 6)
    return png(paper)


def as_canvas(content):
    return "data:image/png;base64," + base64.b64encode(content).decode()


def shown(gallery, answer):
    assert answer.status_code == 303, answer.text[:2000]
    return gallery.page(answer.headers["Location"].partition("#")[0])


@pytest.fixture
def two(gallery):
    """A piece with a ring on it, and one with a cross."""
    for name, colour in (("圆", "red"), ("叉", "blue")):
        gallery.put(colour, statements=(said("title", name, lang="zh"),))


@pytest.mark.parametrize("field", ["image", "drawn"])
def test_a_sketch_finds_works_shows_itself_again_and_gives_no_cookie(gallery, two, field):
    sent = {"image": (io.BytesIO(ring()), "a.png")} if field == "image" else {}
    sent |= {"drawn": as_canvas(ring())} if field == "drawn" else {}

    answer = gallery.client.post("/zh/search/sketch", data=sent)
    page = shown(gallery, answer)

    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Location"].endswith("#results")
    (own,) = set(re.findall(r'src="(/zh/search/picture/[^"]+)"', page))
    assert gallery.status(own) == 200


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"drawn": "data:image/png;base64,????"},
        {"drawn": as_canvas(b"not a picture")},
        {"drawn": as_canvas(png(np.full((64, 64), 255, np.uint8)))},
        {"image": (io.BytesIO(b"GIF89a"), "a.gif")},
    ],
)
def test_nothing_drawn_is_answered_in_words(gallery, sent):
    answer = gallery.client.post("/zh/search/sketch", data=sent)

    assert answer.status_code == 400
    assert "看不出画了什么" in answer.text


def test_a_photograph_in_place_of_a_drawing_is_taken(gallery, two):
    cloth = draw(Specimen("frog", "flat-stitch", "festive-night"), width_px=300)
    sent = {"image": (io.BytesIO(png(cloth)), "photo.png")}

    page = shown(gallery, gallery.client.post("/zh/search/sketch", data=sent))

    assert 'id="results"' in page


def test_a_sketch_of_another_hour_is_asked_for_again(gallery):
    answer = gallery.client.get("/zh/search/sketch/AAAAAAAAAAAAAAAAAAAAAA")

    assert answer.status_code == 404
    assert "只留一小时" in answer.text


def test_results_of_a_sketch_stay_out_of_caches_and_search_engines(gallery, two):
    sent = {"drawn": as_canvas(ring())}
    where = gallery.client.post("/zh/search/sketch", data=sent).headers["Location"]

    answer = gallery.client.get(where.partition("#")[0])

    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_the_page_needs_no_script_and_runs_none_of_its_own(gallery):
    page = gallery.page("/zh/search/sketch")

    assert '<input id="image" name="image" type="file"' in page
    assert re.findall(r"<script(?![^>]*\bsrc=)|<style|style=\"|\son\w+=", page) == []


@pytest.fixture
def pieces(home, gallery):
    """Pieces named for the motif embroidered on them."""
    db = open_catalogue(home)
    for motif in ("butterfly", "fish", "sun"):
        cloth = draw(Specimen(motif, "flat-stitch", "festive-night"), width_px=500)
        told = (said("title", motif, lang="zh"), said("handmade", "all"))
        agreement = agreed(*EVERYTHING)
        kept_work(home, db, png(cloth), publish=True, statements=told, consent=agreement)
    work_off(home, db)
    refresh_indexes(home, db)
    db.close()


@pytest.mark.parametrize("motif", ["butterfly", "fish", "sun"])
def test_the_api_finds_the_motif_that_was_drawn_and_where_it_is(gallery, pieces, motif):
    sent = {"image": (io.BytesIO(figure(motif)), "a.png"), "limit": "5"}

    found = gallery.client.post("/api/v1/search/sketch", data=sent).get_json()

    assert found["hits"][0]["title"]["zh"] == motif
    x, y, width, height = found["hits"][0]["region"]
    assert min(x, y) > 50
    assert max(x + width, y + height) < 450


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "no drawing was sent"),
        ({"image": (io.BytesIO(jpeg()), "blank.jpg")}, "next to nothing is drawn"),
        ({"image": (io.BytesIO(encoded(picture(0, (5200, 5000), "1"), "PNG")), "a")}, "26 mega"),
    ],
)
def test_the_api_refuses_nonsense_with_problem_details(gallery, sent, words):
    answer = gallery.client.post("/api/v1/search/sketch", data=sent)

    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    assert words in answer.text
