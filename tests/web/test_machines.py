import json
from xml.etree import ElementTree

import pytest

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
