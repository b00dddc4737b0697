import pytest

from archive.access import Role
from archive.catalogue import open_catalogue
from archive.consent.consenting import withdraw_consents
from archive.occurrences import OccurrenceDraft, add_occurrence
from archive.records import Suggestion
from archive.suggestions import put_suggestions, suggestion_key
from tests.web.conftest import said
from tests.web.small_site import Person, jpeg, make_site


@pytest.fixture
def site(tmp_path):
    return make_site(tmp_path)


@pytest.fixture
def clerk(site):
    return site.inside("田会计", Role.CURATOR)


@pytest.fixture
def work(site):
    site.inside("李阿姨").hand_in(jpeg(), title="我的帽", uses=["pictures"], handmade="all")
    return site.works()[0]


@pytest.fixture
def page(work):
    return f"/zh/desk/works/{work.id}/occurrences"


def mark(clerk: Person, page, work, **fields):
    sent = {"photograph": work.photographs[0].id, "region": "4,2,20,16", "concept": "蝴蝶"}
    return clerk.post(page, **(sent | fields))


def test_a_motif_is_pointed_out_with_numbers_typed_by_hand(site, clerk, page, work):
    answer = mark(clerk, page, work, name="蝴蝶妈妈", note="左翅", word_of="李阿姨")

    (held,) = site.work(work.id).occurrences
    assert answer.status_code == 303
    assert answer.location.endswith(f"{page}#{held.id}")
    assert (held.region, held.concept, held.text) == ((4, 2, 20, 16), "motif/butterfly", "蝴蝶妈妈")
    assert (held.speaker, held.note, held.origin) == ("李阿姨", "左翅", "desk")
    shown = clerk.client.get(page).text
    assert "蝴蝶妈妈" in shown
    assert 'viewBox="4 2 20 16"' in shown
    assert 'viewBox="4 2 20 16"' in shown


@pytest.mark.parametrize(
    ("concept", "text"),
    [("motif/butterfly", ""), ("蝴蝶纹", ""), ("butterfly", ""), ("蝶", "蝶"), ("hudie", "hudie")],
)
def test_a_motif_is_known_by_its_id_and_every_name(site, clerk, page, work, concept, text):
    mark(clerk, page, work, concept=concept)

    (held,) = site.work(work.id).occurrences
    assert (held.concept, held.text) == ("motif/butterfly", text)


def test_a_region_can_be_given_in_per_cent(site, clerk, page, work):
    mark(clerk, page, work, region="pct:50,0,50,100")

    assert site.work(work.id).occurrences[0].region == (24, 0, 24, 32)


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ({"region": "a place"}, "左,上,宽,高"),
        ({"region": "60,0,9,9"}, "宽 48、高 32"),
        ({"region": ""}, "这里要填"),
        ({"concept": "不是花样的东西"}, "词表里没有这个花样"),
        ({"concept": "technique/flat-stitch"}, "词表里没有这个花样"),
        ({"photograph": "n36qfm"}, "没有这张照片"),
        ({"made_from": "n36qfm"}, "存不了"),
        ({"note": "字" * 2001}, "写得太长了"),
    ],
)
def test_what_cannot_be_kept_is_asked_for_again_in_words(site, clerk, page, work, field, words):
    answer = mark(clerk, page, work, **field)

    assert answer.status_code == 422
    assert words in answer.text
    assert site.work(work.id).occurrences == ()


def test_anothers_word_is_taken_back_with_a_reason_and_can_come_back(site, clerk, page, work):
    mark(clerk, page, work, word_of="李阿姨")
    (held,) = site.work(work.id).occurrences
    bare = clerk.post(f"{page}/{held.id}/take-back", page, reason="")
    clerk.post(f"{page}/{held.id}/take-back", page, reason="是鸟")
    gone, listed = site.work(work.id).occurrences, clerk.client.get(page).text
    clerk.post(f"{page}/{held.id}/bring-back", page)

    assert (bare.status_code, "请写明哪里不对" in bare.text) == (422, True)
    assert gone == ()
    assert "收回过的" in listed
    assert site.work(work.id).occurrences == (held,)


def test_only_staff_point_motifs_out(site, page, work):
    maker, stranger = site.inside("石阿婆"), site.visitor()
    sent = {"photograph": work.photographs[0].id, "region": "4,2,9,9", "concept": "蝴蝶"}
    answer = maker.post(page, "/zh/studio/", **sent)

    assert maker.client.get(page).status_code == 403
    assert stranger.client.get(page).status_code == 403
    assert answer.status_code == 403
    assert site.work(work.id).occurrences == ()


def test_nothing_is_kept_without_the_pages_token(site, clerk, page, work):
    sent = {"photograph": work.photographs[0].id, "region": "4,2,9,9", "concept": "蝴蝶"}

    assert clerk.client.post(page, data=sent).status_code == 400
    assert site.work(work.id).occurrences == ()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_its_history_tells_what_was_pointed_out_and_taken_back(site, clerk, page, work, lang):
    mark(clerk, page, work, word_of="李阿姨", note="左翅")
    (held,) = site.work(work.id).occurrences
    clerk.post(f"{page}/{held.id}/take-back", page, reason="是鸟")
    told = clerk.client.get(f"/{lang}/desk/works/{work.id}/history").text

    assert {"zh": "在照片上指出了花样", "en": "pointed out a motif"}[lang] in told
    assert "4,2 20×16" in told
    assert "是鸟" in told


# What the public sees.


@pytest.fixture
def shown(gallery):
    """A public piece with a butterfly's wing marked on it; returns its id."""
    piece = gallery.put("red", statements=(said("title", "蝶帽", lang="zh"),))
    db = open_catalogue(gallery.home)
    (photograph,) = db.execute("SELECT id FROM photographs").fetchone()
    db.close()
    wing = OccurrenceDraft(
        photograph, (4, 2, 20, 16), "motif/butterfly", "翅", made_from=photograph
    )
    gallery.change(lambda this: add_occurrence(this, wing, word_of="李阿姨"))
    return piece


def test_a_motifs_page_shows_it_cut_out_and_leads_to_the_piece(gallery, shown):
    page = gallery.page("/zh/motifs/butterfly")

    assert 'viewBox="4 2 20 16"' in page
    assert f'href="/zh/works/{shown}"' in page
    assert 'viewBox="4 2 20 16"' not in gallery.page("/zh/motifs/dragon")


def test_a_works_page_shows_where_its_motifs_are_and_who_says_so(gallery, shown):
    page = gallery.page(f"/en/works/{shown}")

    assert "Where on the photograph a motif is" in page
    assert "pointed out by 李阿姨" in page


def test_the_works_data_names_region_and_concept_and_not_what_was_searched_with(gallery, shown):
    data = gallery.client.get(f"/api/v1/works/{shown}").get_json()

    (told,) = data["occurrences"]
    assert (told["region"], told["concept"]) == ([4, 2, 20, 16], "motif/butterfly")
    assert (told["speaker"], told["text"]) == ("李阿姨", "翅")
    assert told["label"] == {"zh": "蝴蝶纹", "en": "butterfly"}
    assert "made_from" not in told


def test_it_is_gone_from_everywhere_with_the_yes_to_the_pictures(gallery, shown):
    gallery.change(withdraw_consents, shown, "she asked")

    assert gallery.status(f"/zh/works/{shown}") == 404
    assert "viewBox" not in gallery.page("/zh/motifs/butterfly").partition("<main")[2]


# What programs guess.


@pytest.fixture
def guess(site, work):
    photograph = work.photographs[0].id
    bird = Suggestion(photograph, "motif", "motif/bird", 0.9, "neighbours", "1")
    band = Suggestion(photograph, "layout", None, 0.5, "symmetry", "1", "two-way band", "p2mm")
    db = open_catalogue(site.home)
    put_suggestions(db, photograph, [bird], model="neighbours")
    put_suggestions(db, photograph, [band], model="symmetry")
    db.close()
    return suggestion_key(bird)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", ["机器的猜测", "花样：鸟纹？", "很有把握", "构图：二方连续？", "没有多少把握"]),
        ("en", ["motif: bird motif?", "very sure", "layout: two-way band?", "not very sure"]),
    ],
)
def test_the_desk_asks_about_guesses_in_words(clerk, work, guess, lang, words):
    page = clerk.client.get(f"/{lang}/desk/works/{work.id}").text

    assert [word for word in words if word not in page] == []


def test_a_yes_makes_it_her_own_word_and_the_guess_goes(site, clerk, work, guess):
    page = f"/zh/desk/works/{work.id}"
    clerk.post(f"{page}/suggestions/{guess}/accept", page)

    (held,) = site.work(work.id).said("motif")
    assert (held.concept, held.speaker, held.origin) == ("motif/bird", "田会计", "suggestion")
    shown = clerk.client.get(page).text
    assert "鸟纹？" not in shown
    assert "看了机器的猜测以后说的" in shown


def test_what_somebody_said_is_shown_as_a_guess_no_more(clerk, work, guess):
    page = f"/zh/works/{work.id}"
    before = clerk.client.get(page).text
    desk = f"/zh/desk/works/{work.id}"
    clerk.post(f"{desk}/edit", desk, motif="鸟纹")

    assert "鸟纹 90%" in before
    assert "鸟纹 90%" not in clerk.client.get(page).text


def test_a_no_is_remembered_and_can_be_taken_back(site, clerk, work, guess):
    page = f"/zh/desk/works/{work.id}"
    clerk.post(f"{page}/suggestions/{guess}/reject", page)
    after_no = clerk.client.get(page).text
    clerk.post(f"{page}/suggestions/{guess}/reopen", page)

    assert "鸟纹？" not in after_no
    assert "已经回答过的" in after_no
    assert "鸟纹？" in clerk.client.get(page).text
    assert site.work(work.id).said("motif") == ()


def test_a_guess_answered_twice_is_a_conflict_and_not_two_statements(site, clerk, work, guess):
    page = f"/zh/desk/works/{work.id}"
    answers = [clerk.post(f"{page}/suggestions/{guess}/accept", page) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 409]
    assert len(site.work(work.id).said("motif")) == 1


def test_what_a_field_does_not_take_is_refused_in_words(site, clerk, work):
    photograph, page = work.photographs[0].id, f"/zh/desk/works/{work.id}"
    odd = Suggestion(photograph, "layout", None, 0.5, "symmetry", "1", "spiral")
    db = open_catalogue(site.home)
    put_suggestions(db, photograph, [odd], model="symmetry")
    db.close()
    answer = clerk.post(f"{page}/suggestions/{suggestion_key(odd)}/accept", page)

    assert "这一项不能这样写" in clerk.client.get(answer.location).text
    assert site.work(work.id).said("layout") == ()
