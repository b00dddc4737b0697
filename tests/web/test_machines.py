import json
import re
from xml.etree import ElementTree

import pytest

from tests.web.conftest import said
from web import site_map

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_health_is_told_after_reading_the_catalogue(gallery, butterfly):
    answer = gallery.client.get("/healthz")

    assert answer.get_json() == {"status": "ok", "reads": 1}
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_lost_catalogue_is_no_health(gallery):
    gallery.home.catalogue.unlink()

    assert gallery.status("/healthz") == 503


def test_the_feed_names_maker_and_permanent_address(gallery, butterfly):
    feed = ElementTree.fromstring(gallery.page("/feed.atom"))

    entry = feed.find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "蝶帽 / Butterfly cap"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "绣娘甲"
    assert entry.findtext(f"{ATOM}id") == f"http://localhost/works/{butterfly}"


def test_feed_and_site_map_know_nothing_private(gallery):
    work = gallery.put(uses=())

    assert work not in gallery.page("/feed.atom")
    assert work not in gallery.page("/sitemap.xml")


def test_the_site_map_lists_only_pages_that_are_there(gallery, butterfly):
    site_map = ElementTree.fromstring(gallery.page("/sitemap.xml"))

    pages = [each.text.removeprefix("http://localhost") for each in site_map.iter(f"{MAP}loc")]
    assert f"/en/works/{butterfly}" in pages
    assert [page for page in pages if gallery.status(page) != 200] == []


def test_robots_are_kept_out_of_the_studio_and_told_of_the_map(gallery):
    text = gallery.page("/robots.txt")

    assert "Disallow: /zh/studio/" in text
    assert "Sitemap: http://localhost/sitemap.xml" in text


def test_the_manifest_is_readable(gallery):
    manifest = json.loads(gallery.page("/manifest.webmanifest"))

    assert gallery.status(manifest["icons"][0]["src"]) == 200


@pytest.mark.parametrize("path", ["/", "/zh/", "/feed.atom"])
def test_an_empty_archive_is_no_error(gallery, path):
    assert gallery.status(path) in {200, 302}


def test_letters_that_xml_does_not_know_are_left_out(gallery):
    gallery.put(statements=(said("title", "蝶\x0b帽\x00", lang="zh"),))

    feed = ElementTree.fromstring(gallery.page("/feed.atom"))
    ElementTree.fromstring(gallery.page("/sitemap.xml"))

    assert feed.find(f"{ATOM}entry").findtext(f"{ATOM}title") == "蝶帽"


def test_a_long_site_map_is_several_files_that_robots_are_told_of(gallery, monkeypatch):
    monkeypatch.setattr(site_map, "_MOST_WORKS", 1)
    works = [gallery.put(colour) for colour in ("red", "blue", "green")]

    files = re.findall(r"Sitemap: http://localhost(\S+)", gallery.page("/robots.txt"))
    texts = [gallery.page(file) for file in files]

    assert files == ["/sitemap.xml", "/sitemap.xml?file=2", "/sitemap.xml?file=3"]
    assert [[work in text for work in works[::-1]] for text in texts] == [
        [True, False, False],
        [False, True, False],
        [False, False, True],
    ]
    assert gallery.status("/sitemap.xml?file=4") == 404


def test_the_picture_in_the_site_map_is_one_that_everybody_may_see(gallery):
    work = gallery.put()

    site_map_text = gallery.page("/sitemap.xml")
    (picture,) = set(re.findall(r"<image:loc>http://localhost([^<]+)", site_map_text))

    assert gallery.status(picture) == 200
    assert picture in gallery.page(f"/zh/works/{work}")
