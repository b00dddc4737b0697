import json
import re

import pytest

from archive.access import Role
from archive.drafts import CreditDraft
from archive.records import Availability, Scope
from archive.takedown import take_down
from archive.wording import Wording
from tests.web.conftest import said
from tests.web.small_site import SmallSite


def test_a_work_tells_its_story_in_the_visitors_order(gallery, butterfly):
    page = gallery.page(f"/zh/works/{butterfly}")

    parts = ("<img src=", "蝶帽</h1>", ">绣娘甲</a>", "生命之源", 'id="sale"', 'id="facts"')
    places = [page.index(part, page.index("<main")) for part in parts]
    assert places == sorted(places)


def test_a_meaning_stands_with_who_said_it_and_when(gallery, butterfly):
    page = gallery.page(f"/zh/works/{butterfly}")

    assert re.search(r"绣娘甲讲 · <time[^>]*>2026-01-01", page)


@pytest.mark.parametrize(
    ("credited", "words"),
    [
        ((), "绣娘未署名"),
        ((CreditDraft("unknown"),), "绣娘不详"),
        ((CreditDraft("not shown"),), "绣娘不公开姓名"),
        ((CreditDraft(name=Wording("绣娘乙")),), ">绣娘乙</a>"),
    ],
)
def test_not_credited_unknown_and_not_shown_read_differently(gallery, credited, words):
    work = gallery.put(credits=credited)

    card, page = gallery.page("/zh/works/"), gallery.page(f"/zh/works/{work}")

    assert words in card
    assert words in page


def test_a_name_without_consent_is_nowhere_on_the_page(gallery):
    work = gallery.put(uses=("pictures",), credits=(CreditDraft(name=Wording("绣娘丙")),))

    page = gallery.page(f"/zh/works/{work}")

    assert "绣娘丙" not in page
    assert "绣娘不公开姓名" in page


def test_a_piece_for_sale_offers_code_text_and_plain_link(gallery, butterfly):
    page = gallery.page(f"/zh/works/{butterfly}")

    assert f'src="/works/{butterfly}/sale-qr.png?n=0"' in page
    assert 'data-copy="3.8 复制打开微店' in page
    assert re.search(
        r'href="https://weidian.com/item.html\?itemID=12" rel="nofollow noopener external"', page
    )
    assert "微店" in page


def test_the_copy_button_is_hidden_until_its_program_runs(gallery, butterfly):
    page = gallery.page(f"/zh/works/{butterfly}")

    assert re.search(r"<button[^>]*data-copy[^>]* hidden>", page)


def test_a_piece_without_a_way_to_buy_says_that_it_is_not_for_sale(gallery):
    work = gallery.put()

    page = gallery.page(f"/zh/works/{work}")

    assert "不出售" in page
    assert "sale-qr" not in page


def test_a_sold_piece_keeps_its_page_and_leads_to_the_maker(gallery):
    credited = (CreditDraft(name=Wording("绣娘乙")),)
    work = gallery.put(availability=Availability.SOLD, credits=credited)

    page = gallery.page(f"/zh/works/{work}")

    assert "这件已经有了新主人" in page
    assert "看看她的其他作品" in page


def test_what_a_program_measured_stands_apart_with_its_name_and_swatches(gallery):
    work = gallery.put("#C8102E")

    page = gallery.page(f"/zh/works/{work}")

    facts, guess = page.split('<aside class="guess">')
    assert "大红" not in facts.split('id="facts"')[1]
    assert re.search(
        r"程序从照片上量的颜色，没有人确认过.*fill=\"#\w{6}\"/></svg>"
        r" <a [^>]*>大红 \d+%</a>.*程序 palette",
        guess,
        re.DOTALL,
    )


def test_one_speaker_of_everything_is_named_once(gallery, butterfly):
    page = gallery.page(f"/zh/works/{butterfly}")

    assert "以上是绣娘甲说的" in page
    assert 'class="who"' not in page


def test_a_doubt_is_shown(gallery):
    work = gallery.put(statements=(said("date", "清末", lang="zh", sureness="unsure"),))

    page = gallery.page(f"/zh/works/{work}")

    assert "清末（不确定）" in page


def test_the_page_is_in_english_where_english_was_agreed_to(gallery, butterfly):
    page = gallery.page(f"/en/works/{butterfly}")

    assert '<html lang="en">' in page
    assert "Butterfly cap</h1>" in page
    assert "For sale" in page


def test_search_engines_are_told_maker_and_offer(gallery, butterfly):
    page = gallery.page(f"/zh/works/{butterfly}")

    told = json.loads(re.search(r'ld\+json">(.*?)</script>', page, re.DOTALL)[1])
    assert told["@type"] == "VisualArtwork"
    assert told["creator"][0]["name"] == "绣娘甲"
    assert told["offers"][0]["availability"] == "https://schema.org/InStock"
    assert told["license"] == "https://creativecommons.org/licenses/by/4.0/"


def test_a_title_cannot_break_out_of_the_linked_data(gallery):
    work = gallery.put(statements=(said("title", "</script><b>", lang="zh"),))

    page = gallery.page(f"/zh/works/{work}")

    assert "</script><b>" not in page


def test_a_private_work_is_not_there(gallery):
    work = gallery.put(uses=())

    answer = gallery.client.get(f"/zh/works/{work}")

    assert answer.status_code == 404
    assert "没有找到这一页" in answer.text


def test_a_draft_is_marked_for_its_curator(gallery):
    work = gallery.put(publish=False)
    clerk = SmallSite(gallery.home, gallery.app).inside("clerk", Role.CURATOR)

    page = clerk.client.get(f"/zh/works/{work}").text

    assert "这件作品还没有公开" in page
    assert 'name="robots" content="noindex"' in page


def test_a_work_taken_down_leaves_reason_and_date(gallery, butterfly):
    gallery.change(_take_down, butterfly)

    answer = gallery.client.get(f"/zh/works/{butterfly}")

    assert answer.status_code == 410
    assert "家里人要求" in answer.text
    assert "2026-02-03" in answer.text
    assert "蝶帽" not in answer.text


def test_a_work_leads_to_others_like_it(gallery, butterfly):
    other = gallery.put("#C8102E")

    similar = gallery.page(f"/zh/works/{butterfly}").split('id="similar"')[1]

    assert f'href="/zh/works/{other}"' in similar


def test_the_section_of_likenesses_is_left_out_when_there_are_none(gallery, butterfly):
    assert "像这一件的" not in gallery.page(f"/zh/works/{butterfly}")


def _take_down(this, work):
    this.db.table("works").update(
        work,
        {
            "state": "withdrawn",
            "listed": 0,
            "tombstone_reason": "家里人要求",
            "tombstone_at": "2026-02-03T00:00:00Z",
        },
    )


def test_an_unknown_drawer_of_the_pattern_is_no_unknown_embroiderer(gallery):
    work = gallery.put(
        credits=(
            CreditDraft(name=Wording("绣娘甲", "Maker A")),
            CreditDraft("unknown", "drew the pattern"),
        )
    )

    page = gallery.page(f"/zh/works/{work}")

    assert "不知道是谁" in page
    assert "绣娘不详" not in page


def test_a_piece_whose_words_were_taken_down_is_called_by_its_number(gallery, butterfly):
    gallery.change(take_down, butterfly, Scope.METADATA, "写错了")

    page = gallery.page(f"/zh/works/{butterfly}")

    assert f"<h1>编号 {butterfly}</h1>" in page
    assert "照片许可" in page


def test_where_the_pictures_were_taken_down_no_licence_for_them_is_offered(gallery, butterfly):
    gallery.change(take_down, butterfly, Scope.IMAGE, "先不放照片")

    assert "照片许可" not in gallery.page(f"/zh/works/{butterfly}")
