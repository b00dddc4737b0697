import hashlib
import io

import pytest

import web.views.studio
from archive.catalogue import open_catalogue
from archive.invitations import revoke
from archive.originals import OriginalStore
from archive.records import Availability, State
from tests.web.small_site import jpeg, make_site


@pytest.fixture
def site(tmp_path):
    return make_site(tmp_path, max_upload_mb=1)


@pytest.fixture
def maker(site):
    return site.inside("李阿姨")


def test_strangers_are_told_how_to_get_in(site):
    answer = site.visitor().client.get("/zh/studio/")

    assert answer.status_code == 403
    assert "链接" in answer.text


def test_the_form_needs_no_script_and_takes_one_photograph_of_any_kind(maker):
    page = maker.client.get("/zh/studio/").text

    assert '<input class="file-box" type="file" name="photograph" accept="image/*">' in page
    assert "multiple" not in page


def test_every_consent_is_off_at_first(maker):
    page = maker.client.get("/zh/studio/").text

    switches = [line for line in page.splitlines() if 'name="uses"' in line]
    assert len(switches) == 8
    assert not any("checked" in line for line in switches)


def test_a_photograph_alone_becomes_a_private_draft_with_its_original_safe(site, maker):
    content = jpeg()

    answer = maker.hand_in(content)

    (work,) = site.works()
    assert (answer.status_code, answer.location) == (303, f"/zh/studio/saved/{work.id}")
    assert (work.state, work.created_by, work.consents) == (State.DRAFT, "李阿姨", ())
    assert work.credits[0].maker.name.zh == "李阿姨"
    digest = hashlib.sha256(content).hexdigest()
    assert OriginalStore(site.home.originals).read(digest) == content


def test_what_she_says_is_kept_under_her_name(site, maker):
    maker.hand_in(
        jpeg(),
        title="我的帽",
        object_type="object/child-hat",
        motifs=["motif/butterfly"],
        motif_words="鱼、怪东西",
        technique_words="挑花",
        meaning="蝴蝶是妈妈",
        availability="for sale",
        sale_text="看看这个 https://weidian.com/item.html?itemID=12&spm=x 复制打开",
    )

    (work,) = site.works()
    assert {s.speaker for s in work.statements} == {"李阿姨"}
    assert {s.origin for s in work.statements} == {"studio"}
    assert work.title.zh == "我的帽"
    assert work.concepts("motif") == ("motif/butterfly", "motif/fish")
    assert "怪东西" in {s.text for s in work.said("motif")}
    assert work.concepts("technique") == ("technique/cross-stitch",)
    assert work.wording("meaning").zh == "蝴蝶是妈妈"
    assert work.availability is Availability.FOR_SALE
    assert work.sale_links[0].url == "https://weidian.com/item.html?itemID=12"


def test_a_piece_without_a_name_is_called_by_its_motif_and_kind_by_the_program(site, maker):
    maker.hand_in(jpeg(), object_type="object/child-hat", motif_words="蝴蝶")

    (title, _) = site.works()[0].said("title")
    assert (title.text, title.speaker, title.sureness) == ("蝴蝶纹童帽", "xiupu", "unsure")


def test_what_she_ticks_is_a_consent_by_tap(site, maker):
    maker.hand_in(jpeg(), uses=["pictures", "sale"])

    (consent,) = site.works()[0].consents
    assert (consent.given_by, consent.how, consent.uses) == ("李阿姨", "tap", {"pictures", "sale"})


def test_a_blank_for_who_agreed_means_herself(site, maker):
    maker.hand_in(jpeg(), uses=["name"], given_by="   ")

    assert site.works()[0].consents[0].given_by == "李阿姨"


@pytest.mark.parametrize("standing", ["unknown", "not shown"])
def test_a_maker_nobody_knows_and_one_not_to_be_named_are_two_things(site, maker, standing):
    maker.hand_in(jpeg(), made_by=standing)

    (credit,) = site.works()[0].credits
    assert (credit.standing, credit.maker) == (standing, None)


def test_a_piece_by_somebody_else_is_credited_to_her(site, maker):
    maker.hand_in(jpeg(), made_by="other", maker_name="龙奶奶")

    assert site.works()[0].credits[0].maker.name.zh == "龙奶奶"


def test_a_form_without_a_photograph_comes_back_with_all_that_was_typed(site, maker):
    answer = maker.hand_in(None, title="我的帽", meaning="老话", uses=["name"])

    assert answer.status_code == 422
    assert "请先选一张照片" in answer.text
    assert 'value="我的帽"' in answer.text
    assert ">老话</textarea>" in answer.text
    assert 'name="uses" value="name" checked' in answer.text
    assert site.works() == []


def test_after_an_error_elsewhere_the_photograph_need_not_be_chosen_again(site, maker):
    back = maker.hand_in(jpeg(), sale_text="没有链接的话")
    note = back.text.split('name="kept" value="')[1].split('"')[0]
    picture = maker.client.get(f"/zh/studio/kept/{note}")

    again = maker.hand_in(None, kept=note)

    assert back.status_code == 422
    assert "没有找到店铺的链接" in back.text
    assert picture.mimetype == "image/webp"
    assert again.status_code == 303
    assert site.works()[0].photographs[0].file_name == "a.jpg"


def test_the_note_of_somebody_elses_photograph_opens_nothing(site, maker):
    back = maker.hand_in(jpeg(), sale_text="没有链接的话")
    note = back.text.split('name="kept" value="')[1].split('"')[0]
    other = site.inside("石阿婆")

    assert other.client.get(f"/zh/studio/kept/{note}").status_code == 404
    assert other.hand_in(None, kept=note).status_code == 422


def test_a_double_tap_makes_one_work(site, maker):
    fields = {"form_key": "same-key", "title": "帽"}

    answers = [maker.hand_in(jpeg(), **fields) for _ in range(2)]

    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.location for answer in answers}) == 1
    assert len(site.works()) == 1


def test_the_key_of_one_maker_means_nothing_for_another(site, maker):
    maker.hand_in(jpeg(), form_key="same-key", title="李家的")
    site.inside("石阿婆").hand_in(jpeg(), form_key="same-key", title="石家的")

    assert [work.title.zh for work in site.works()] == ["李家的", "石家的"]


def test_the_name_of_a_file_is_kept_and_never_used_as_a_path(site, maker):
    maker.hand_in(jpeg("red"), "苗绣.jpg")
    maker.hand_in(jpeg("blue"), "../../../etc/passwd.jpg")

    names = [work.photographs[0].file_name for work in site.works()]
    assert names == ["苗绣.jpg", "passwd.jpg"]


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"<html><script>alert(1)</script></html>", "a.jpg", "不是照片"),
        (b"%PDF-1.7 something", "a.png", "不是照片"),
        (b"", "a.jpg", "照片是空的"),
        (jpeg(size=(400, 400))[:1500], "a.jpg", "没有传完整"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "a.svg", "不是照片"),
    ],
    ids=["html", "pdf", "empty", "truncated", "svg"],
)
def test_what_is_no_whole_photograph_is_refused_in_plain_words(
    site, maker, content, name, sentence
):
    answer = maker.hand_in(content, name, title="我的帽")

    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="我的帽"' in answer.text
    assert site.works() == []
    assert list(OriginalStore(site.home.originals)) == []


def test_a_picture_named_as_something_else_is_taken_by_its_content(site, maker):
    maker.hand_in(jpeg(), "notes.txt")

    assert site.works()[0].photographs[0].media_type == "image/jpeg"


def test_a_photograph_over_the_limit_is_refused_with_the_limit(site, maker):
    # Below the size from which the test client itself leaves a temporary file open.
    site.app.config["MAX_CONTENT_LENGTH"] = 100_000

    answer = maker.hand_in(jpeg() + b"\0" * 150_000)

    assert answer.status_code == 413
    assert "1 MB" in answer.text
    assert site.works() == []


def test_a_form_without_its_token_is_refused(site, maker):
    answer = maker.client.post("/zh/studio/", data={"photograph": (io.BytesIO(jpeg()), "a.jpg")})

    assert answer.status_code == 400
    assert site.works() == []


def test_a_form_sent_after_the_invitation_was_revoked_is_refused(site, maker):
    token = maker.token("/zh/studio/")
    db = open_catalogue(site.home)
    revoke(db, "test", maker.invitation)
    db.close()

    answer = maker.client.post(
        "/zh/studio/", data={"csrf_token": token, "photograph": (io.BytesIO(jpeg()), "a.jpg")}
    )

    assert answer.status_code == 403
    assert site.works() == []


@pytest.mark.parametrize(
    "field",
    [
        {"made_by": "nobody"},
        {"availability": "stolen"},
        {"uses": ["advertising"]},
        {"motifs": ["motif/no-such"]},
        {"object_type": "no-such"},
        {"made_by": "other"},
        {"title": "长" * 81},
        {"sale_text": "https://evil.example/item"},
    ],
    ids=lambda field: next(iter(field)),
)
def test_every_answer_is_checked_on_the_server(site, maker, field):
    answer = maker.hand_in(jpeg(), **field)

    assert answer.status_code == 422
    assert 'class="complaint"' in answer.text
    assert site.works() == []


def test_control_characters_are_not_kept(site, maker):
    maker.hand_in(jpeg(), title="我的\x07帽", meaning="一\r\n二")

    assert site.works()[0].title.zh == "我的帽"
    assert site.works()[0].wording("meaning").zh == "一\n二"


def test_words_are_shown_as_words_and_never_as_markup(maker):
    answer = maker.hand_in(None, title='"><script>alert(1)</script>')

    assert "<script>alert(1)" not in answer.text


def test_a_draft_is_not_lost_when_its_pictures_cannot_be_made(site, maker, monkeypatch):
    def break_down(*_):
        raise MemoryError("too much")

    monkeypatch.setattr(web.views.studio, "make_sizes", break_down)

    assert maker.hand_in(jpeg()).status_code == 303
    assert len(site.works()) == 1
    assert site.count("SELECT count(*) FROM outbox WHERE kind = 'derive'") == 1


def test_her_pieces_are_listed_with_their_state_and_nobody_elses(site, maker):
    maker.hand_in(jpeg("red"), title="我的帽")
    site.inside("石阿婆").hand_in(jpeg("blue"), title="石家的帽")

    page = maker.client.get("/zh/studio/works").text

    assert "我的帽" in page
    assert "存好了" in page
    assert "石家的帽" not in page


def test_another_makers_draft_does_not_exist_for_her(site, maker):
    other = site.inside("石阿婆")
    other.hand_in(jpeg())
    (work,) = site.works()

    assert maker.client.get(f"/zh/studio/saved/{work.id}").status_code == 404
    hidden = maker.post(f"/zh/studio/works/{work.id}/hide", "/zh/studio/")
    assert hidden.status_code == 404


def test_she_can_take_her_consent_back(site, maker):
    maker.hand_in(jpeg(), uses=["pictures"])
    (work,) = site.works()

    answer = maker.post(f"/zh/studio/works/{work.id}/hide", "/zh/studio/works")

    assert answer.status_code == 303
    assert site.work(work.id).consents[0].withdrawn_on is not None


def test_the_english_page_has_no_chinese_left_in_its_own_words(maker):
    page = maker.client.get("/en/studio/").text

    assert "Who stitched it?" in page
    assert "是谁绣的" not in page
