import pytest

from archive.access import Role
from archive.catalogue import open_catalogue
from archive.changes import change
from archive.drafts import PhotographDraft, WorkDraft
from archive.imports import Counts, finish_import, start_import
from archive.records import State
from archive.works import put_work
from tests.web.small_site import jpeg, make_site


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


PAGES = ["/zh/desk/", "/zh/desk/imports", "/zh/desk/invitations", "/zh/desk/works/n36qfm"]


@pytest.mark.parametrize("page", PAGES)
def test_a_maker_and_a_stranger_are_kept_from_the_desk(site, page):
    assert site.inside("石阿婆").client.get(page).status_code == 403
    assert site.visitor().client.get(page).status_code == 403


def test_a_maker_cannot_publish(site, work):
    maker = site.inside("石阿婆")

    answer = maker.post(f"/zh/desk/works/{work}/publish", "/zh/studio/")

    assert answer.status_code == 403
    assert site.work(work).state is State.DRAFT


def test_drafts_are_listed_with_who_sent_them_and_what_is_missing(clerk, work):
    page = clerk.client.get("/zh/desk/").text

    assert "我的帽" in page
    assert "李阿姨 送来" in page
    assert "类别还没有对上词表" in page


def publish(clerk, work, **fields):
    return clerk.post(f"/zh/desk/works/{work}/publish", f"/zh/desk/works/{work}", **fields)


def test_a_draft_with_consent_is_published_for_everybody(site, clerk, work):
    answer = publish(clerk, work, handmade="all")

    assert answer.status_code == 303
    assert site.count("SELECT count(*) FROM works WHERE listed = 1") == 1
    assert "大家都看得到" in clerk.client.get(answer.location).text


def test_publishing_without_consent_stays_private_and_says_why(site, clerk):
    site.inside("李阿姨").hand_in(jpeg())
    (found,) = site.works()

    answer = publish(clerk, found.id, handmade="unknown")

    assert "没有人同意放照片" in clerk.client.get(answer.location).text
    assert site.count("SELECT count(*) FROM works WHERE listed = 1") == 0


def test_publishing_asks_whether_it_was_made_by_hand_and_keeps_the_answer(site, clerk, work):
    answers = [publish(clerk, work), publish(clerk, work, handmade="perhaps")]
    refused = [(answer.status_code, "请先选是不是手工绣的" in answer.text) for answer in answers]
    publish(clerk, work, handmade="partly")

    (said,) = site.work(work).said("handmade")
    assert refused == [(422, True)] * 2
    assert (said.text, said.speaker, said.origin) == ("partly", "田会计", "desk")
    assert site.work(work).state is State.PUBLISHED


def test_what_the_maker_said_of_it_is_not_asked_again(site, clerk):
    site.inside("李阿姨").hand_in(jpeg("blue"), handmade="all", uses=["pictures"])
    (found,) = site.works()
    page = clerk.client.get(f"/zh/desk/works/{found.id}").text

    assert 'name="handmade"' not in page
    assert publish(clerk, found.id).status_code == 303
    assert [said.origin for said in site.work(found.id).said("handmade")] == ["studio"]


def test_nothing_is_published_without_the_pages_token(site, clerk, work):
    assert clerk.client.post(f"/zh/desk/works/{work}/publish").status_code == 400
    assert site.work(work).state is State.DRAFT


def test_publishing_by_a_plain_link_is_not_possible(clerk, work):
    status = clerk.client.get(f"/zh/desk/works/{work}/publish").status_code

    assert status in {404, 405}


def test_a_consent_on_paper_is_recorded_with_who_gave_it(site, clerk, work):
    answer = clerk.post(
        f"/zh/desk/works/{work}/consent",
        f"/zh/desk/works/{work}",
        given_by="李阿姨",
        how="paper",
        given_on="2026-01-02",
        uses=["village"],
    )

    consent = site.work(work).consents[-1]
    assert answer.status_code == 303
    assert (consent.given_by, consent.how, consent.uses) == ("李阿姨", "paper", {"village"})


@pytest.mark.parametrize(
    "field",
    [{"given_by": ""}, {"given_on": "2026-13-01"}, {"given_on": "2999-01-01"}, {"uses": []}],
)
def test_half_a_consent_is_asked_for_again(site, clerk, work, field):
    fields = {"given_by": "李阿姨", "how": "voice", "given_on": "2026-01-02", "uses": ["name"]}

    answer = clerk.post(
        f"/zh/desk/works/{work}/consent", f"/zh/desk/works/{work}", **(fields | field)
    )

    assert answer.status_code == 422
    assert len(site.work(work).consents) == 1


def test_an_edit_stands_beside_what_the_maker_said(site, clerk, work):
    answer = clerk.post(
        f"/zh/desk/works/{work}/edit",
        f"/zh/desk/works/{work}",
        title_zh="我的帽",
        title_en="My hat",
        motif="鱼、怪东西",
        object="童帽",
        made_place="何家岩村",
    )

    found = site.work(work)
    assert answer.status_code == 303
    assert found.title.en == "My hat"
    assert found.concepts("motif") == ("motif/fish", "motif/butterfly")
    assert {(s.speaker, s.text) for s in found.said("title") if s.lang == "zh"} == {
        ("李阿姨", "我的帽")
    }
    assert "怪东西" in clerk.client.get(answer.location).text


def test_the_maker_is_corrected_with_a_reason_and_never_blanked(site, clerk, work):
    address, page = f"/zh/desk/works/{work}/makers", f"/zh/desk/works/{work}"

    blank = clerk.post(address, page, makers="", reason="why")
    bare = clerk.post(address, page, makers="龙奶奶", reason="")
    good = clerk.post(address, page, makers="龙奶奶", reason="她自己说的")

    assert [a.status_code for a in (blank, bare, good)] == [422, 422, 303]
    assert site.work(work).credits[0].maker.name.zh == "龙奶奶"
    standing = [c.uses for c in site.work(work).consents if c.withdrawn_on is None]
    assert not any("name" in uses for uses in standing)


def test_the_desk_shows_that_there_is_a_position_and_not_which(site, clerk, work):
    db = open_catalogue(site.home)
    photograph = site.work(work).photographs[0].id
    db.table("photograph_private").insert(
        {"photograph_id": photograph, "body": '{"GPS GPSLatitude": "[28, 49, 1]"}'}
    )
    db.close()

    page = clerk.client.get(f"/zh/desk/works/{work}").text

    assert "拍摄地点" in page
    assert "28, 49" not in page


def test_an_import_is_taken_back_as_a_whole(site, clerk):
    db = open_catalogue(site.home)
    number = start_import(db, "cli", "works.csv")
    with change(db, "cli", import_id=number) as this:
        put_work(this, WorkDraft((PhotographDraft("a" * 64, "a.jpg", "image/jpeg", 4, 3, 9),)))
    finish_import(db, number, Counts(added=1))
    db.close()

    answer = clerk.post(f"/zh/desk/imports/{number}/undo", "/zh/desk/imports")

    assert answer.status_code == 303
    assert site.works() == []
    again = clerk.post(f"/zh/desk/imports/{number}/undo", "/zh/desk/imports")
    assert again.status_code == 409


def invite(person, **fields):
    return person.post("/zh/desk/invitations", **fields)


def test_a_new_link_is_shown_once_with_its_code_and_lets_her_in(site, clerk):
    invite(clerk, name="石阿婆", role="maker")

    first = clerk.client.get("/zh/desk/invitations").text
    second = clerk.client.get("/zh/desk/invitations").text

    link = first.split('class="link-text">')[1].split("<")[0]
    guest = site.visitor()
    guest.link = link.removeprefix("http://localhost")
    assert "<svg" in first
    assert "come-in" not in second
    assert guest.come_in().status_code == 303


def test_two_accounts_never_share_a_name(site, clerk):
    invite(clerk, name="石阿婆", role="maker")

    answer = invite(clerk, name="石阿婆", role="maker")

    assert answer.status_code == 422
    assert "同名" in answer.text


@pytest.mark.parametrize("role", ["curator", "admin", "public", "king"])
def test_a_curator_invites_makers_only(site, clerk, role):
    assert invite(clerk, name="somebody", role=role).status_code == 422


def test_a_curator_cannot_close_an_administrators_invitation(site, clerk):
    admin = site.inside("老总管", Role.ADMIN)

    answer = clerk.post(f"/zh/desk/invitations/{admin.invitation}/revoke", "/zh/desk/invitations")

    assert answer.status_code == 403
    assert admin.client.get("/zh/desk/").status_code == 200


def test_closing_an_invitation_puts_her_out_at_once(site, clerk):
    maker = site.inside("石阿婆")

    clerk.post(f"/zh/desk/invitations/{maker.invitation}/revoke", "/zh/desk/invitations")

    assert maker.client.get("/zh/studio/").status_code == 403
