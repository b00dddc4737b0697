"""What holds for every public page."""

import re

import pytest

from archive.drafts import CreditDraft
from archive.loading import load_works
from archive.wording import Wording
from tests.web.conftest import make_gallery
from web import context

PAGES = (
    "/zh/",
    "/zh/works/",
    "/zh/works/{work}",
    "/zh/makers/",
    "/zh/makers/{maker}",
    "/zh/collections/",
    "/zh/collections/caps",
    "/zh/motifs/",
    "/zh/motifs/butterfly",
    "/zh/techniques/",
    "/zh/techniques/flat-stitch",
    "/zh/search?q=蝶&motif=butterfly",
    "/zh/search/picture",
    "/zh/about",
    "/zh/no-such-page",
)
LARGEST_PAGE_BYTES = 60_000


def maker_of(gallery, work):
    return re.search(r"/zh/makers/(\w+)", gallery.page(f"/zh/works/{work}").split("work-by")[1])[1]


@pytest.fixture
def get(gallery, butterfly):
    maker = maker_of(gallery, butterfly)
    return lambda path: gallery.client.get(path.format(work=butterfly, maker=maker))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
class TestEveryPage:
    def test_has_language_title_one_heading_and_a_way_past_the_menu(self, get, path, lang):
        page = get(path.replace("/zh/", f"/{lang}/")).text

        assert re.search(rf'<html lang="{"zh-Hans" if lang == "zh" else "en"}">', page)
        assert re.search(r"<title>[^<]+ · (绣谱|Xiupu)</title>", page)
        assert len(re.findall(r"<h1[ >]", page)) == 1
        assert 'href="#main"' in page

    def test_has_nothing_the_security_policy_forbids(self, get, path, lang):
        answer = get(path.replace("/zh/", f"/{lang}/"))

        assert "'unsafe" not in answer.headers["Content-Security-Policy"]
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", answer.text)
        scripts = re.findall(r"<script[^>]*>", answer.text)
        assert all("src=" in s or "ld+json" in s for s in scripts)

    def test_asks_nobody_else_for_anything(self, get, path, lang):
        page = get(path.replace("/zh/", f"/{lang}/")).text

        assert not re.search(r'(?:src|srcset|action)="(?:https?:)?//', page)
        assert not re.search(r'<link rel="(?:stylesheet|icon)" href="(?!/)', page)

    def test_is_light_and_leaves_no_cookie(self, get, path, lang):
        answer = get(path.replace("/zh/", f"/{lang}/"))

        assert len(answer.data) < LARGEST_PAGE_BYTES
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("path", PAGES)
def test_an_english_menu_has_no_chinese_but_name_and_switch(get, path):
    page = get(path.replace("/zh/", "/en/")).text

    menu = page[page.index("<header") : page.index("<main")]
    query = re.sub(r'value="[^"]*"|绣谱|中文', "", menu)
    assert not re.search(r"[\u4e00-\u9fff]", query)


def test_every_link_of_every_page_leads_somewhere(gallery, butterfly, get):
    found = {link for path in PAGES[:-1] for link in re.findall(r'href="(/[^"#]*)', get(path).text)}

    broken = [link for link in found if gallery.status(link.replace("&amp;", "&")) >= 400]

    assert broken == []


def test_an_address_without_its_last_stroke_leads_to_the_page(gallery):
    assert gallery.client.get("/zh/works").headers["Location"].endswith("/zh/works/")


def test_the_language_switch_keeps_the_page_and_its_arguments(get):
    page = get("/zh/search?q=蝶&motif=butterfly").text

    assert re.search(r'class="language" href="/en/search\?q=[^"]*&amp;motif=butterfly"', page)


def test_a_demonstration_says_so_on_every_page_and_others_do_not(home, gallery):
    demonstration = make_gallery(home, demonstration=True)

    assert all("由程序绘制" in demonstration.client.get(p).text for p in PAGES if "{" not in p)
    assert "由程序绘制" not in gallery.page("/zh/about")


def test_the_contact_for_a_takedown_stands_on_the_about_page(home):
    gallery = make_gallery(home, contact="村委会 0000")

    assert "村委会 0000" in gallery.page("/zh/about")


@pytest.mark.parametrize("path", ["/zh/works/", "/zh/search?q=x", "/api/v1/works", "/healthz"])
def test_a_broken_home_is_answered_without_telling_where_it_is(gallery, path, caplog):
    gallery.home.catalogue.unlink()

    answer = gallery.client.get(path)

    assert answer.status_code == 503
    assert str(gallery.home.root) not in answer.text
    assert "xiupu init" not in answer.text
    assert str(gallery.home.root) in caplog.text


@pytest.fixture
def loaded(monkeypatch):
    """The ids of the works that pages load from now on."""
    ids = set()

    def load(db, wanted):
        found = load_works(db, wanted)
        ids.update(found)
        return found

    monkeypatch.setattr(context, "load_works", load)
    return ids


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/zh/collections/", 1),
        ("/zh/makers/", 1),
        ("/api/v1/collections", 1),
        ("/api/v1/makers", 1),
        ("/api/v1/makers/{maker}", 5),
        ("/sitemap.xml", 1),
        ("/zh/works/?page=2", 0),
        ("/zh/motifs/butterfly?page=2", 1),
    ],
)
def test_a_page_loads_no_more_works_than_it_shows(gallery, butterfly, loaded, path, most):
    maker = maker_of(gallery, butterfly)
    named = (CreditDraft(name=Wording("绣娘甲", "Maker A")),)
    gallery.put("blue", credits=named, collections=("caps",))
    for colour in ("green", "white", "gray"):
        gallery.put(colour, uses=("pictures",), credits=named, collections=("caps",))
    gallery.put("black")
    loaded.clear()

    gallery.page(path.format(maker=maker))

    assert len(loaded) <= most
