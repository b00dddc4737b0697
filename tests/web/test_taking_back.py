import io
import re

import pytest

from archive.access import Role
from archive.catalogue import open_catalogue
from archive.changes import change
from archive.erasing import TAKEN_BACK
from archive.makers import find_maker
from archive.originals import OriginalStore
from archive.outbox import TaskKind
from archive.wording import Wording
from tests.web.small_site import jpeg, make_site
from web.consent_form import evidence_type
from web.finishing import finish_outbox

RECORDING = b"ID3\x03\x00\x00\x00\x00\x00\x00"


@pytest.fixture
def site(tmp_path):
    return make_site(tmp_path)


@pytest.fixture
def maker(site):
    return site.inside("李阿姨")


@pytest.fixture
def clerk(site):
    return site.inside("田会计", Role.CURATOR)


@pytest.fixture
def work(site, maker):
    maker.hand_in(jpeg(), title="李阿姨的帽", uses=["pictures", "name", "sale"])
    return site.works()[0].id


def yes(clerk, work, **fields):
    """Record a consent on the desk."""
    page = f"/zh/desk/works/{work}"
    sent = {"given_by": "李阿姨", "how": "voice", "given_on": "2026-01-02", "uses": ["name"]}
    return clerk.post(f"{page}/consent", page, **(sent | {"given_as": "self"} | fields))


def test_hiding_some_uses_in_the_studio_keeps_everything(site, maker, work):
    answer = maker.post(f"/zh/studio/works/{work}/hide", "/zh/studio/works", uses=["sale"])

    kept = site.work(work)
    assert answer.status_code == 303
    assert [c.uses for c in kept.consents if not c.withdrawn_on] == [{"pictures", "name"}]
    assert len(kept.photographs) == 1


def test_the_studio_asks_once_before_it_deletes(site, maker, work):
    page = f"/zh/studio/works/{work}/delete"
    unsure = maker.post(page, uses=["pictures"])
    nothing = maker.post(page, sure="y")

    assert (unsure.status_code, nothing.status_code) == (422, 422)
    assert "先打勾" in unsure.text
    assert "请点一样" in nothing.text
    assert len(site.work(work).photographs) == 1


def test_she_deletes_the_pictures_of_her_piece(site, maker, work):
    answer = maker.post(f"/zh/studio/works/{work}/delete", uses=["pictures"], sure="y")

    kept = site.work(work)
    assert answer.status_code == 303
    assert "找不回来了" in maker.client.get(answer.location).text
    assert (kept.photographs, kept.tombstone.reason) == ((), TAKEN_BACK)


def test_nobody_deletes_the_piece_of_another(site, work):
    page = f"/zh/studio/works/{work}/delete"
    answer = site.inside("石阿婆").post(page, "/zh/studio/", uses=["pictures"], sure="y")

    assert answer.status_code in {403, 404}
    assert len(site.work(work).photographs) == 1


def test_of_a_piece_of_two_she_deletes_her_own_name_only(site, maker, clerk, work):
    page = f"/zh/desk/works/{work}"
    clerk.post(f"{page}/makers", page, makers="李阿姨、石阿婆", reason="一起绣的")
    maker.post(f"/zh/studio/works/{work}/delete", uses=["name"], sure="y")

    assert [c.maker and c.maker.name.zh for c in site.work(work).credits] == [None, "石阿婆"]


def test_when_everything_of_hers_is_deleted_she_is_signed_out(site, maker, work):
    page = "/zh/studio/delete-everything"
    unsure = maker.post(page)
    answer = maker.post(page, sure="y")

    assert unsure.status_code == 422
    assert "您的一切都删掉了" in answer.text
    assert maker.client.get("/zh/studio/").status_code == 403
    assert site.invited("王五").come_in().status_code == 303
    assert site.count("SELECT count(*) FROM makers WHERE name_zh = '李阿姨'") == 0
    assert site.work(work).photographs == ()


def test_the_desk_deletes_and_says_what_it_could_not_decide(site, clerk, work):
    page = f"/zh/desk/works/{work}/delete"
    (site.home.root.parent / "home.before-restore").mkdir()
    answer = clerk.post(page, uses=["name"], sure="y", word_of="她女儿")

    assert answer.status_code == 200
    assert "home.before-restore" in answer.text
    assert [c.standing for c in site.work(work).credits] == ["not shown"]
    assert site.count("SELECT count(*) FROM changes WHERE word_of = '她女儿'") >= 1


def test_the_desk_deletes_everything_of_a_person(site, clerk, work):
    with_her = open_catalogue(site.home)
    her = find_maker(with_her, Wording("李阿姨")).id
    with_her.close()
    page = f"/zh/desk/makers/{her}/delete"
    unsure = clerk.post(page, uses=["name", "pictures"])
    answer = clerk.post(page, uses=["name", "pictures"], sure="y")

    assert (unsure.status_code, answer.status_code) == (422, 200)
    assert site.count("SELECT count(*) FROM makers WHERE name_zh = '李阿姨'") == 0
    assert site.work(work).photographs == ()
    assert clerk.client.get(page).status_code == 404


def test_deleting_is_for_staff_and_for_her_alone(site, maker, work):
    for page in (f"/zh/desk/works/{work}/delete", f"/zh/desk/works/{work}/evidence/{'a' * 64}"):
        assert maker.client.get(page).status_code == 403
        assert site.visitor().client.get(page).status_code == 403
    assert site.visitor().client.get("/zh/studio/delete-everything").status_code == 403


def test_a_picture_that_was_taken_back_is_gone_for_everybody_at_once(site, maker, clerk, work):
    (photograph,) = site.work(work).photographs
    address = f"/images/{photograph.id}/320.webp"
    page = f"/zh/desk/works/{work}"
    assert clerk.client.get(address).status_code == 200
    clerk.post(f"{page}/delete", uses=["pictures"], sure="y")

    for person in (clerk, maker, site.visitor()):
        assert person.client.get(address).status_code == 404


def test_the_desk_takes_single_uses_back(site, clerk, work):
    page = f"/zh/desk/works/{work}"
    clerk.post(f"{page}/withdraw", page, uses=["sale", "name"], word_of="她女儿")

    assert [c.uses for c in site.work(work).consents if not c.withdrawn_on] == [{"pictures"}]
    assert site.count("SELECT count(*) FROM changes WHERE word_of = '她女儿'") == 1


def test_a_relative_says_yes_for_the_dead_with_a_recording(site, clerk, work):
    answer = yes(
        clerk,
        work,
        given_by="孙女小梅",
        given_as="relative",
        about="李阿姨",
        helper="田会计",
        until="2999-01-01",
        evidence=(io.BytesIO(RECORDING), "yes.mp3"),
    )

    kept = site.work(work).consents[-1]
    assert answer.status_code == 303
    assert (kept.given_by, kept.given_as, kept.about) == ("孙女小梅", "relative", "李阿姨")
    assert (kept.helper, kept.until, kept.text_version) == ("田会计", "2999-01-01", "2")
    assert OriginalStore(site.home.originals).read(kept.evidence) == RECORDING
    page = clerk.client.get(f"/zh/desk/works/{work}").text
    assert "孙女小梅" in page
    assert f"evidence/{kept.evidence}" in page


def test_a_maker_agrees_for_herself_and_takes_it_back(site, clerk, work):
    her = next(credit.maker.id for credit in site.work(work).credits)
    page = f"/zh/desk/makers/{her}/consents"
    sent = {"given_by": "李阿姨", "given_as": "self", "how": "paper", "given_on": "2026-01-02"}
    refused = clerk.post(page, **(sent | {"given_as": "relative"}), uses=["name"])
    evidence = (io.BytesIO(jpeg()), "paper.jpg")
    given = clerk.post(page, **sent, uses=["name", "phone"], evidence=evidence)
    (consent,) = site.work(work).credits[0].maker.consents
    answer = clerk.client.get(f"/zh/desk/makers/{her}/evidence/{consent.evidence}")
    clerk.post(f"{page}/withdraw", page, uses=["phone"])

    assert (refused.status_code, given.status_code) == (422, 303)
    assert (answer.data, answer.mimetype) == (jpeg(), "image/jpeg")
    assert clerk.client.get(f"/zh/desk/makers/{her}/evidence/{'a' * 64}").status_code == 404
    standing = [c.uses for c in site.work(work).credits[0].maker.consents if not c.withdrawn_on]
    assert standing == [{"name"}]


def test_evidence_is_heard_by_staff_and_stays_when_the_outbox_is_worked_off(site, clerk, work):
    yes(clerk, work, evidence=(io.BytesIO(RECORDING), "yes.mp3"))
    sha256 = site.work(work).consents[-1].evidence
    db = open_catalogue(site.home)
    with change(db, "clerk") as this:
        this.queue(TaskKind.FORGET, sha256)
    finish_outbox(site.home, db)
    db.close()
    answer = clerk.client.get(f"/zh/desk/works/{work}/evidence/{sha256}")

    assert (answer.data, answer.mimetype) == (RECORDING, "audio/mpeg")
    assert answer.headers["Cache-Control"] == "no-store"
    assert clerk.client.get(f"/zh/desk/works/{work}/evidence/{'a' * 64}").status_code == 404
    OriginalStore(site.home.originals).remove(sha256)
    assert clerk.client.get(f"/zh/desk/works/{work}/evidence/{sha256}").status_code == 404


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"given_as": "relative"}, "要写明替谁"),
        ({"given_as": "self", "is_child": "y"}, "要由监护人答应"),
        ({"until": "2020-01-01"}, "到期的日子"),
        ({"given_on": "2999-01-01"}, "不能在今天以后"),
        ({"evidence": (io.BytesIO(b"<html>"), "a.mp3")}, "不是录音，也不是照片"),
        ({"given_as": "neighbour"}, "未满十四岁"),
    ],
)
def test_a_consent_that_cannot_be_is_given_back_with_the_reason(
    site, clerk, work, fields, sentence
):
    before = site.work(work).consents
    answer = yes(clerk, work, **fields)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert site.work(work).consents == before


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (jpeg(), "image/jpeg"),
        (RECORDING, "audio/mpeg"),
        (b"#!AMR\n" + bytes(20), "audio/amr"),
        (b"\x1aE\xdf\xa3\x01\x00\x00\x00\x00\x00\x00\x1fB\x82\x84webm", "video/webm"),
        (b"<svg onload='alert(1)'>", None),
        (b"%PDF-1.7", None),
        (b"", None),
    ],
)
def test_evidence_is_told_by_its_content(content, kind):
    assert evidence_type(content) == kind


def test_the_words_beside_a_consent_are_those_it_was_given_to(site, clerk, work):
    db = open_catalogue(site.home)
    db.execute("UPDATE consents SET text_version = '1'")
    db.close()
    page = clerk.client.get(f"/en/desk/works/{work}").text

    assert "version 1 was read out" in page
    assert "The photograph may be shown online to everybody" in page


def test_a_refused_form_says_so_on_top_and_leads_to_the_red_sentence(clerk, work):
    page = clerk.post(f"/zh/desk/works/{work}/consent", f"/zh/desk/works/{work}").text

    top, rest = page.split('<section class="publish-box"')
    assert 'href="#give-consent"' in top
    assert 'id="give-consent"' in rest


def test_what_was_ticked_for_deleting_stays_ticked_when_the_last_tick_is_missing(clerk, work):
    page = f"/zh/desk/works/{work}/delete"

    answer = clerk.post(page, page, uses=["name"], word_of="女儿")

    assert re.findall(r'value="(\w[\w ]*)" checked', answer.text) == ["name"]
    assert 'value="女儿"' in answer.text
