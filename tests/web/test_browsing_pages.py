"""Makers, collections, motifs and the gallery."""

import re

import pytest

from archive.access import PUBLIC, Purpose, show
from archive.browsing import named_works
from archive.changes import change
from archive.clock import today
from archive.curated import put_collection
from archive.drafts import CreditDraft
from archive.loading import load_work
from archive.records import Collection, Consent
from archive.wording import Wording
from archive.work_parts import insert_consent
from tests.making import jpeg, kept_work
from tests.web.conftest import said


def maker_address(gallery, work):
    return re.search(r"/zh/makers/\w+", gallery.page(f"/zh/works/{work}").split("work-by")[1])[0]


def test_a_maker_has_a_page_with_her_village_and_works(gallery, butterfly):
    page = gallery.page(maker_address(gallery, butterfly))

    assert "绣娘甲</h1>" in page
    assert "何家岩村" in page
    assert "蝶帽" in page


def test_a_maker_without_consent_to_her_name_has_no_page(gallery, butterfly, db):
    gallery.put("blue", uses=("pictures",), credits=(CreditDraft(name=Wording("绣娘丙")),))
    (hidden,) = db.execute("SELECT id FROM makers WHERE name_zh = '绣娘丙'").fetchone()

    answer = gallery.client.get(f"/zh/makers/{hidden}")

    assert answer.status_code == 404
    assert "绣娘丙" not in gallery.page("/zh/makers/")
    assert "绣娘丙" not in gallery.page("/sitemap.xml")


def test_a_maker_page_leaves_out_works_that_may_not_name_her(gallery, butterfly):
    credited = (CreditDraft(name=Wording("绣娘甲", "Maker A")),)
    title = (said("title", "无名帽", lang="zh"),)
    gallery.put("blue", uses=("pictures",), credits=credited, statements=title)

    page = gallery.page(maker_address(gallery, butterfly))

    assert "无名帽" not in page


def test_a_collection_tells_its_story_with_its_works(gallery, butterfly):
    story = Collection("caps", Wording("帽子"), Wording("从一顶帽子说起。"), "编者")
    gallery.change(put_collection, story)

    page = gallery.page("/zh/collections/caps")

    assert "从一顶帽子说起。" in page
    assert "蝶帽" in page
    assert "蝴蝶是生命之源。" in page


@pytest.mark.parametrize("slug", ["caps", "nope"])
def test_a_collection_with_nothing_to_see_is_not_there(gallery, slug):
    gallery.put(uses=(), collections=("caps",))

    assert gallery.client.get(f"/zh/collections/{slug}").status_code == 404
    assert "/collections/caps" not in gallery.page("/zh/collections/")


def test_a_motif_has_definition_other_names_and_works(gallery, butterfly):
    page = gallery.page("/zh/motifs/butterfly")

    assert "俯视展翅" in page
    assert "hú dié wén" in page
    assert "昆虫纹" in page
    assert "蝴蝶妈妈" in page
    assert "蝶帽" in page


def test_a_broader_motif_shows_works_of_the_narrower_ones(gallery, butterfly):
    assert "蝶帽" in gallery.page("/zh/motifs/insect")


def test_an_entry_without_a_source_is_marked(gallery):
    assert "待核实" in gallery.page("/zh/motifs/centipede")
    assert "待核实" not in gallery.page("/zh/motifs/butterfly")


def test_names_no_longer_polite_and_misspellings_are_not_shown(gallery):
    assert "胡蝶" not in gallery.page("/zh/motifs/butterfly")


def test_the_tree_of_motifs_counts_public_works_only(gallery, butterfly):
    gallery.put("blue", uses=(), statements=(said("motif", concept="motif/butterfly"),))

    page = gallery.page("/zh/motifs/")

    tile = page.split('href="/zh/motifs/butterfly"')[1][:200]
    assert "1 件作品" in tile


def test_an_unknown_motif_is_not_there(gallery):
    assert gallery.client.get("/zh/motifs/nope").status_code == 404
    assert gallery.client.get("/zh/techniques/butterfly").status_code == 404


def test_the_gallery_turns_pages(gallery, monkeypatch):
    monkeypatch.setattr("web.paging.PAGE_SIZE", 1)
    monkeypatch.setattr("web.views.works.PAGE_SIZE", 1)
    for colour in ("red", "blue", "green"):
        gallery.put(colour, statements=(said("title", colour, lang="zh"),))

    pages = [gallery.page(f"/zh/works/?page={number}") for number in (1, 2, 3)]

    titles = [re.findall(r'<h2><a href="[^"]*">([^<]*)', page) for page in pages]
    assert titles == [["green"], ["blue"], ["red"]]
    assert 'rel="next"' in pages[0]
    assert 'rel="prev"' not in pages[0]
    assert '<span aria-current="page">2</span>' in pages[1]


def test_the_front_page_offers_motif_colour_maker_and_collection(gallery, butterfly):
    gallery.put("blue")

    page = gallery.page("/zh/")

    for way in ("/zh/motifs/butterfly", "/zh/search?colour=bright-red", "/zh/collections/caps"):
        assert f'href="{way}"' in page
    assert "绣娘甲" in page


@pytest.mark.parametrize("until", [None, "2000-01-01", "2999-01-01"])
@pytest.mark.parametrize("uses", [{"pictures"}, {"pictures", "name"}])
@pytest.mark.parametrize("given_by", ["clerk", "绣娘甲", "Maker A", "Maker C"])
def test_makers_are_counted_where_they_are_named(home, db, given_by, uses, until):
    names = (Wording("绣娘甲", "Maker A"), Wording("绣娘乙"), Wording("", "Maker C"))
    consents = (
        Consent("village", "sheet", "1999-01-01", frozenset({"pictures"})),
        Consent(given_by, "sheet", "1999-01-01", frozenset(uses), until=until),
    )
    named = tuple(CreditDraft(name=name) for name in names)
    work = kept_work(home, db, jpeg(), publish=True, credits=named, consent=consents[0])
    with change(db, "clerk") as this:
        insert_consent(this, work, consents[1])

    shown = show(load_work(db, work), PUBLIC, Purpose.PAGE, today())
    assert set(named_works(db, today())) == {c.maker.id for c in shown.credits if c.maker}
