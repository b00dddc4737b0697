import ast
from pathlib import Path

import pytest

import archive
from archive.access import Role
from archive.catalogue import open_catalogue
from archive.changes import change
from archive.consent.consenting import withdraw_consents
from archive.editing import DESK, edit_work
from archive.history import events_of, latest_event
from archive.makers import put_maker
from archive.records import Statement
from archive.wording import Wording
from archive.works import remove_work
from tests.web.small_site import jpeg, make_site
from web import history_page, history_words
from web.history_words import ACTIONS, end_of_day, local_moment
from web.translating import translate

WORDS = ("ACTIONS", "COLUMNS", "PARTS", "CREDITS", "STATES", "USES_IN_SHORT", "_KINDS", "_NOBODY")


@pytest.fixture
def site(tmp_path):
    return make_site(tmp_path)


@pytest.fixture
def clerk(site):
    return site.inside("田会计", Role.CURATOR)


@pytest.fixture
def work(site):
    site.inside("李阿姨").hand_in(
        jpeg(), title="我的帽", motif_words="蝴蝶", uses=["pictures", "name"]
    )
    return site.works()[0].id


def doing(site, action, *arguments, **more):
    """Do something to the archive in one transaction."""
    db = open_catalogue(site.home)
    with change(db, "田会计") as this:
        action(this, *arguments, **more)
    db.close()


def last(site, work):
    db = open_catalogue(site.home)
    number = latest_event(db, "work", work)
    db.close()
    return number


def edit(clerk, work, **fields):
    return clerk.post(f"/zh/desk/works/{work}/edit", f"/zh/desk/works/{work}", **fields)


@pytest.mark.parametrize("name", WORDS)
def test_every_word_of_history_has_its_english(name):
    words = set(getattr(history_words, name).values())

    assert {word for word in words if translate(word, "en") == word} == set()
    sentences = history_page.OBSTACLES.values()
    assert [s for s in sentences if translate(s, "en", what="x") == s % {"what": "x"}] == []


def test_everything_the_log_can_say_has_its_words():
    logged = set()
    for path in Path(archive.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            first = node.args[0] if is_call and node.func.attr == "log" and node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                logged.add(first.value)

    assert logged <= set(ACTIONS)
    assert len(logged) > 10


def test_a_day_ends_with_its_last_second_here():
    assert local_moment(end_of_day("2026-05-01")) == "2026-05-01 23:59"


def test_the_history_says_who_when_why_and_what_changed(site, clerk, work):
    edit(clerk, work, title_zh="蝴蝶帽", motif="鱼")
    clerk.post(
        f"/zh/desk/works/{work}/makers",
        f"/zh/desk/works/{work}",
        makers="龙奶奶",
        reason="认错人了",
        word_of="石阿婆",
    )

    page = clerk.client.get(f"/zh/desk/works/{work}/history").text
    for words in (
        "改正了是谁做的",
        "原因：认错人了",
        "石阿婆 说的",
        "田会计",
        "李阿姨",
        "收进了档案",
    ):
        assert words in page
    assert page.index("改正了是谁做的") < page.index("改了说明") < page.index("收进了档案")
    assert "蝴蝶帽" in page
    assert "Corrected who made it" in clerk.client.get(f"/en/desk/works/{work}/history").text
    assert f"/zh/desk/works/{work}/history" in clerk.client.get(f"/zh/desk/works/{work}").text


def test_a_work_is_shown_as_it_was_and_put_back_with_a_reason(site, clerk, work):
    first = last(site, work)
    edit(clerk, work, title_zh="蝴蝶帽")
    page = f"/zh/desk/works/{work}/history?event={first}"
    shown = clerk.client.get(page).text
    address = f"/zh/desk/works/{work}/history/{first}/restore"
    bare = clerk.post(address, page, reason="")
    good = clerk.post(address, page, reason="原来的对")

    assert "我的帽" in shown
    assert "放回去会改这些" in shown
    assert (bare.status_code, good.status_code) == (422, 303)
    assert site.work(work).title.zh == "我的帽"
    assert "原来的对" in clerk.client.get(good.location).text


def test_a_day_can_be_asked_for(clerk, work):
    before = clerk.client.get(f"/zh/desk/works/{work}/history?on=2020-01-01")
    today = clerk.client.get(f"/zh/desk/works/{work}/history?on=2999-01-01")
    wrong = clerk.client.get(f"/zh/desk/works/{work}/history?on=2020-13-01")

    assert "档案里没有这一件" in before.text
    assert "我的帽" in today.text
    assert wrong.status_code == 400


def test_a_removed_work_is_found_in_the_history_and_comes_back(site, clerk, work):
    first = last(site, work)
    doing(site, remove_work, work, "a mistake")

    everything = clerk.client.get("/zh/desk/history").text
    page = clerk.client.get(f"/zh/desk/works/{work}/history").text
    shown = f"/zh/desk/works/{work}/history?event={first}"
    answer = clerk.post(f"/zh/desk/works/{work}/history/{first}/restore", shown, reason="还要")
    assert "我的帽" in everything
    assert "已经撤掉了" in page
    assert answer.status_code == 303
    assert site.work(work).title.zh == "我的帽"


def test_what_stands_in_the_way_is_said_before_the_button(site, clerk, work):
    first = last(site, work)
    (photograph,) = site.work(work).photographs
    doing(site, remove_work, work, "a mistake")
    original = site.home.originals / photograph.sha256[:2] / photograph.sha256[2:4]
    (original / photograph.sha256).unlink()

    page = clerk.client.get(f"/zh/desk/works/{work}/history?event={first}").text
    assert "照片的原件已经没有了" in page
    assert "/restore" not in page


def test_a_yes_taken_back_does_not_come_back(site, clerk, work):
    first = last(site, work)
    doing(site, withdraw_consents, work, "she asked")
    page = f"/zh/desk/works/{work}/history?event={first}"
    clerk.post(f"/zh/desk/works/{work}/history/{first}/restore", page, reason="原来的对")

    assert all(consent.withdrawn_on for consent in site.work(work).consents)


def test_a_late_save_shows_both_and_loses_nothing(site, clerk, work):
    made_from = last(site, work)
    other = site.inside("老总管", Role.ADMIN)
    edit(other, work, title_zh="龙帽", made_from=made_from)
    late = edit(clerk, work, title_zh="鱼帽", description_zh="一句话", made_from=made_from)

    assert late.status_code == 409
    for words in ("别人改过了", "龙帽", "鱼帽", "一句话", "老总管"):
        assert words in late.text
    assert site.work(work).title.zh == "龙帽"
    assert f'name="made_from" value="{last(site, work)}"' in late.text
    again = edit(clerk, work, title_zh="鱼帽", description_zh="一句话", made_from=last(site, work))
    assert again.status_code == 303
    assert site.work(work).title.zh == "鱼帽"


def test_a_late_correction_of_the_makers_shows_both(site, clerk, work):
    made_from, address = last(site, work), f"/zh/desk/works/{work}/makers"
    first = {"makers": "龙奶奶", "reason": "她说的", "made_from": made_from}
    clerk.post(address, f"/zh/desk/works/{work}", **first)
    late = clerk.post(address, f"/zh/desk/works/{work}", **(first | {"makers": "石阿婆"}))

    assert late.status_code == 409
    assert "龙奶奶" in late.text
    assert 'value="石阿婆"' in late.text
    assert site.work(work).credits[0].maker.name.zh == "龙奶奶"


def test_another_part_of_the_work_gets_its_maker(site, clerk, work):
    clerk.post(
        f"/zh/desk/works/{work}/makers",
        f"/zh/desk/works/{work}",
        role="dyed",
        makers="龙奶奶",
        reason="她染的",
    )
    wrong = clerk.post(
        f"/zh/desk/works/{work}/makers",
        f"/zh/desk/works/{work}",
        role="cooked",
        makers="龙奶奶",
        reason="她煮的",
    )

    assert [(c.role, c.maker.name.zh) for c in site.work(work).credits] == [
        ("stitched", "李阿姨"),
        ("dyed", "龙奶奶"),
    ]
    assert wrong.status_code == 422


def test_what_somebody_else_said_is_taken_out_with_a_reason_only(site, clerk, work):
    page = f"/zh/desk/works/{work}/statements"
    text = clerk.client.get(page).text
    address = text.split('class="desk-form" method="post" action="')[1].split('"')[0]
    held = len(site.work(work).statements)
    bare = clerk.post(address, page, reason="")
    good = clerk.post(address, page, reason="不是这样", word_of="石阿婆")

    assert (bare.status_code, good.status_code) == (422, 303)
    assert len(site.work(work).statements) == held - 1
    assert "不是这样" in clerk.client.get(f"/zh/desk/works/{work}/history").text


def test_makers_have_a_history_too_and_what_never_was_has_none(site, clerk, work):
    doing(site, put_maker, Wording("李阿姨", "Aunt Li"))
    maker = site.work(work).credits[0].maker.id

    page = clerk.client.get(f"/zh/desk/history/maker/{maker}").text
    assert "英文名字" in page
    assert "Aunt Li" in page
    for path in (
        "history/maker/000000",
        "works/000000/history",
        f"works/{work}/history?event=9999",
    ):
        assert clerk.client.get(f"/zh/desk/{path}").status_code == 404


def test_the_history_is_for_staff(site, work):
    for path in ("history", f"works/{work}/history", f"works/{work}/statements"):
        assert site.inside("石阿婆").client.get(f"/zh/desk/{path}").status_code == 403
        assert site.visitor().client.get(f"/zh/desk/{path}").status_code == 403


def test_a_long_history_comes_a_page_at_a_time(site, clerk, work):
    for number in range(52):
        said = Statement("title", "田会计", "2026-01-01", f"帽{number}", "zh", origin=DESK)
        doing(site, edit_work, work, [said])

    page = clerk.client.get(f"/zh/desk/works/{work}/history").text
    older = page.split('href="?before=')[1].split('"')[0]
    earlier = clerk.client.get(f"/zh/desk/works/{work}/history?before={older}").text
    db = open_catalogue(site.home)
    total = len(events_of(db, "work", work))
    db.close()
    assert page.count('id="e') + earlier.count('id="e') == total
    assert "收进了档案" in earlier
