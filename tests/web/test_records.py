"""The desk's pages for whole records, in a browser without JavaScript."""

import re

import pytest

from archive.access import Role
from archive.catalogue import open_catalogue
from archive.curated import load_collection
from archive.makers import all_makers, load_maker
from tests.web.small_site import jpeg, make_site
from web.record_sections import SECTIONS


@pytest.fixture
def site(tmp_path):
    return make_site(tmp_path)


@pytest.fixture
def clerk(site):
    return site.inside("田会计", Role.CURATOR)


def hand_in(site, colour="red", **more):
    site.inside("李阿姨").hand_in(jpeg(colour), title="我的帽", uses=["pictures", "name"], **more)
    return site.works()[-1].id


@pytest.fixture
def work(site):
    return hand_in(site, handmade="all")


@pytest.fixture
def maker(site, work):
    return read(site, lambda db: all_makers(db)[0].id)


def read(site, look):
    db = open_catalogue(site.home)
    found = look(db)
    db.close()
    return found


def send(clerk, page, address, **fields):
    """Fill in the section of a page that is sent to an address, as it stands, and send it."""
    text = clerk.client.get(page).text
    form = text[text.index(f'action="{address}"') :].split("</form>")[0]
    stands = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))
    return clerk.client.post(address, data=stands | fields)


def record(clerk, work, section, **fields):
    page = f"/zh/desk/works/{work}/record"
    return send(clerk, page, f"{page}/{section}", **fields)


PAGES = ("works/n36qfm/record", "makers/", "makers/n36qfm", "collections/", "collections/caps")


@pytest.mark.parametrize("page", PAGES)
def test_strangers_makers_and_researchers_are_kept_out(site, page):
    for who in (site.visitor(), site.inside("石"), site.inside("王", Role.RESEARCHER)):
        assert who.client.get(f"/zh/desk/{page}").status_code == 403


def test_a_fact_of_a_work_is_kept_with_whose_word_it_is(site, clerk, work):
    answer = record(clerk, work, "told", occasion=["wedding"], speaker="石阿婆", sureness="likely")

    (said,) = site.work(work).said("occasion")
    assert answer.status_code == 303
    assert (said.text, said.speaker, said.sureness, said.origin) == (
        "wedding",
        "石阿婆",
        "likely",
        "desk",
    )
    assert site.count("SELECT count(*) FROM changes WHERE word_of = '石阿婆'") == 1


def test_unknown_and_will_not_say_are_kept_apart(site, clerk, work):
    record(clerk, work, "now", **{"owner-standing": "will not say", "acquired": "unknown"})
    kept = {s.field: s.standing for s in site.work(work).statements if s.origin == "desk"}

    assert kept == {"owner": "will not say", "acquired": "unknown"}


def test_an_emptied_box_takes_the_fact_back(site, clerk, work):
    record(clerk, work, "told", inscription="福")
    record(clerk, work, "told", inscription="")

    assert site.work(work).said("inscription") == ()


def test_what_cannot_be_taken_comes_back_with_what_was_typed(site, clerk, work):
    answer = record(clerk, work, "when", width_cm="3000", height_cm="24")

    assert answer.status_code == 422
    assert 'value="3000"' in answer.text
    assert "请写 0.1 到 2000 之间的数" in answer.text
    assert site.work(work).said("height_cm") == ()


def test_a_public_work_keeps_what_it_must_say(site, clerk):
    work = hand_in(site, "blue")
    clerk.post(f"/zh/desk/works/{work}/publish", f"/zh/desk/works/{work}", handmade="all")

    answer = record(clerk, work, "made", handmade="")

    assert answer.status_code == 422
    assert "已经发布的作品，这一项不能空着" in answer.text
    assert site.work(work).said("handmade")


def test_the_form_of_basics_leaves_the_rest_of_the_record_alone(site, clerk, work):
    record(clerk, work, "made", ground="棉布")
    record(clerk, work, "shown", **{"motif-standing": "unknown"})
    clerk.post(f"/zh/desk/works/{work}/edit", f"/zh/desk/works/{work}", title_zh="新名")

    told = {s.field: s.standing for s in site.work(work).statements if s.origin == "desk"}
    assert told == {"title": "said", "ground": "said", "motif": "unknown"}


def test_a_photograph_has_a_section_of_its_own(site, clerk, work):
    photograph = site.work(work).photographs[0].id
    page = f"/zh/desk/works/{work}"
    address = f"{page}/photographs/{photograph}/photograph"

    answer = send(clerk, f"{page}/record", address, light="lamp", faces="none")

    told = {s.field: s.photograph for s in site.work(work).statements if s.origin == "desk"}
    assert answer.status_code == 303
    assert told == {"light": photograph, "faces": photograph}


def test_a_photograph_is_told_to_somebody_who_does_not_see_it(site, clerk, work):
    photograph = site.work(work).photographs[0].id
    page = f"/zh/desk/works/{work}"
    address = f"{page}/photographs/{photograph}/words"
    typed = {"role": "worn", "alt_zh": "红蝴蝶", "alt_en": "A red butterfly"}
    answers = [send(clerk, f"{page}/record", address, **typed) for _ in range(2)]

    (found,) = site.work(work).photographs
    assert [answer.status_code for answer in answers] == [303, 303]
    assert (found.role, found.alt.zh, found.alt.en) == ("worn", "红蝴蝶", "A red butterfly")
    assert site.count("SELECT count(*) FROM changes WHERE action = 'edit photograph'") == 1


@pytest.mark.parametrize("typed", [{"role": "selfie"}, {"role": "whole", "alt_zh": "长" * 501}])
def test_a_photograph_is_not_told_just_anything(site, clerk, work, typed):
    photograph = site.work(work).photographs[0].id
    page = f"/zh/desk/works/{work}"
    answer = send(clerk, f"{page}/record", f"{page}/photographs/{photograph}/words", **typed)

    assert answer.status_code == 422
    assert site.work(work).photographs[0].role == "whole"


def test_a_photograph_of_another_work_has_no_section_here(site, clerk, work):
    other = site.work(hand_in(site, "blue")).photographs[0].id
    address = f"/zh/desk/works/{work}/photographs/{other}/photograph"

    assert clerk.post(address, f"/zh/desk/works/{work}").status_code == 404


def test_a_piece_is_part_of_another_from_one_year_to_another(site, clerk, work):
    whole = hand_in(site, "blue")
    fields = {"whole": whole, "place": "左袖", "year_from": "1990", "year_to": "2001年"}
    answer = part_of(clerk, work, **fields)

    (told,) = site.work(work).part_of
    assert answer.status_code == 303
    assert (told.whole, told.place, told.year_from, told.year_to) == (whole, "左袖", 1990, 2001)


def part_of(clerk, work, **fields):
    page = f"/zh/desk/works/{work}"
    typed = {f"wholes-0-{name}": value for name, value in fields.items()}
    return send(clerk, f"{page}/record", f"{page}/part-of", **typed)


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"whole": "nothing"}, "没有这个编号的绣品"),
        ({"whole": "itself"}, "不能是它自己的一部分"),
        ({"whole": "other", "year_from": "2001", "year_to": "1990"}, "早的在前"),
        ({"whole": "other", "year_from": "早年"}, "请只写年份"),
    ],
)
def test_a_whole_that_cannot_be_is_refused(site, clerk, work, fields, complaint):
    ids = {"itself": work, "other": hand_in(site, "blue")}
    answer = part_of(clerk, work, **(fields | {"whole": ids.get(fields["whole"], "nothing")}))

    assert answer.status_code == 422
    assert complaint in answer.text
    assert site.work(work).part_of == ()


def test_makers_are_found_by_a_part_of_the_name(clerk, maker):
    found, other = (clerk.client.get(f"/zh/desk/makers/?q={q}").text for q in ("李", "石"))

    assert f"/zh/desk/makers/{maker}" in found
    assert f"/zh/desk/makers/{maker}" not in other


def test_a_makers_record_is_filled_in(site, clerk, maker):
    page = f"/zh/desk/makers/{maker}"
    words = {"kind": "person", "name_en": "Aunt Li", "place": "何家岩村", "about_zh": "会绣"}
    answers = [
        send(clerk, page, f"{page}/words", **words),
        send(clerk, page, f"{page}/record/person", born_decade="1950", dialect="苗话"),
    ]

    found = read(site, lambda db: load_maker(db, maker))
    assert [answer.status_code for answer in answers] == [303, 303]
    assert (found.name.en, found.place, found.about.zh) == ("Aunt Li", "place/hejiayan", "会绣")
    assert {said.field for said in found.statements} == {"born_decade", "dialect"}


def test_a_place_no_list_has_is_told_with_the_nearest(clerk, maker):
    page = f"/zh/desk/makers/{maker}"
    answer = send(clerk, page, f"{page}/words", kind="person", place="何家崖村")

    assert answer.status_code == 422
    assert "词表里没有这个地方" in answer.text
    assert "何家岩" in answer.text


def begin(clerk, slug="caps"):
    return send(clerk, "/zh/desk/collections/", "/zh/desk/collections/", slug=slug, title_zh="童帽")


def test_a_collection_is_begun_filled_and_put_in_order(site, clerk, work):
    begin(clerk)
    page = "/zh/desk/collections/caps"
    other = hand_in(site, "blue")
    send(clerk, page, f"{page}/words", title_zh="童帽", title_en="Caps")
    send(clerk, page, f"{page}/record/use", licence="CC0")
    lines = {"lines-0-work": work, "lines-1-work": other, "lines-1-reason": "最老的"}
    send(clerk, page, f"{page}/works", **lines, **{"lines-0-number": 2, "lines-1-number": 1})

    found = read(site, lambda db: load_collection(db, "caps"))
    assert (found.title.en, found.works, dict(found.reasons)) == (
        "Caps",
        (other, work),
        {other: "最老的"},
    )
    assert [said.text for said in found.statements] == ["CC0"]


def test_a_work_is_moved_up_and_taken_out(site, clerk, work):
    begin(clerk)
    page = "/zh/desk/collections/caps"
    others = [hand_in(site, colour) for colour in ("blue", "green")]
    for number, each in enumerate((work, *others)):
        send(clerk, page, f"{page}/works", **{f"lines-{number}-work": each})
    lines = {f"lines-{n}-number": n + 1 for n in range(3)} | {"lines-2-number": 1}
    send(clerk, page, f"{page}/works", **lines, **{"lines-1-goes": "y"})

    assert read(site, lambda db: load_collection(db, "caps")).works == (others[1], work)


def test_a_short_name_is_taken_once_and_must_fit_an_address(clerk):
    answers = [begin(clerk), begin(clerk), begin(clerk, "童帽")]

    assert [answer.status_code for answer in answers] == [303, 422, 422]


def test_a_work_that_is_not_there_is_not_put_in(site, clerk):
    begin(clerk)
    page = "/zh/desk/collections/caps"
    answer = send(clerk, page, f"{page}/works", **{"lines-0-work": "nothing"})

    assert answer.status_code == 422
    assert "没有这个编号的绣品" in answer.text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_of_a_record_is_there_in_both_languages(clerk, work, maker, lang):
    begin(clerk)
    paths = (
        f"works/{work}/record",
        "makers/",
        f"makers/{maker}",
        "collections/",
        "collections/caps",
    )
    pages = [clerk.client.get(f"/{lang}/desk/{path}") for path in paths]

    assert [page.status_code for page in pages] == [200] * 5
    titles = [section.title.pick(lang) for section in SECTIONS["work"]]
    assert all(title.replace("'", "&#39;") in pages[0].text for title in titles)
