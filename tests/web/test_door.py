import pytest

from archive.access import Role
from archive.catalogue import open_catalogue
from archive.errors import Forbidden
from archive.home import Home
from archive.invitations import revoke
from tests.web.small_site import make_site
from web.invitation_links import link_for, read_link


@pytest.fixture
def site(tmp_path):
    return make_site(tmp_path)


def close(site, invitation: str) -> None:
    db = open_catalogue(site.home)
    revoke(db, "test", invitation)
    db.close()


def test_a_link_reads_back_what_was_put_in(tmp_path):
    home = Home(tmp_path / "home")
    home.create()
    link = link_for("https://x.example/", "abc123", "se-cr_et", home=home)

    assert link.startswith("https://x.example/zh/come-in/")
    assert read_link(link.rpartition("/")[2], home=home) == ("abc123", "se-cr_et")


@pytest.mark.parametrize("token", ["", "abc123.secret", "abc123.secret.x", "绣", "x" * 999])
def test_a_token_we_did_not_sign_is_refused(tmp_path, token):
    home = Home(tmp_path / "home")
    home.create()

    with pytest.raises(Forbidden):
        read_link(token, home=home)


def test_a_link_of_another_home_is_refused(tmp_path):
    homes = [Home(tmp_path / name) for name in "ab"]
    for home in homes:
        home.create()
    token = link_for("", "abc123", "secret", home=homes[0]).rpartition("/")[2]

    with pytest.raises(Forbidden):
        read_link(token, home=homes[1])


def test_opening_the_link_shows_a_button_and_signs_nobody_in(site):
    guest = site.invited("石阿婆")

    page = guest.client.get(guest.link)

    assert page.status_code == 200
    assert "石阿婆" in page.text
    assert guest.client.get("/zh/studio/").status_code == 403
    assert site.count("SELECT count(*) FROM invitations WHERE used_at IS NOT NULL") == 0


def test_no_cache_and_no_robot_keeps_the_page_behind_a_link(site):
    guest = site.invited()

    headers = guest.client.get(guest.link).headers

    assert headers["Cache-Control"] == "no-store"
    assert "noindex" in headers["X-Robots-Tag"]


@pytest.mark.parametrize(
    ("role", "place"),
    [(Role.MAKER, "/zh/studio/"), (Role.CURATOR, "/zh/desk/"), (Role.ADMIN, "/zh/desk/")],
)
def test_the_button_leads_to_where_each_works(site, role, place):
    guest = site.invited("somebody", role)

    answer = guest.come_in()

    assert (answer.status_code, answer.location) == (303, place)
    assert guest.client.get(place).status_code == 200


def test_the_link_works_again_on_another_phone(site):
    guest = site.inside()
    other = site.visitor()
    other.link = guest.link

    assert other.come_in().status_code == 303


def test_pressing_the_button_needs_the_token_of_the_page(site):
    guest = site.invited()

    assert guest.client.post(guest.link).status_code == 400
    assert guest.client.get("/zh/studio/").status_code == 403


def test_a_wrong_a_revoked_and_an_expired_link_answer_with_the_same_page(site):
    wrong, revoked, expired = (site.invited(name) for name in ("甲", "乙", "丙"))
    close(site, revoked.invitation)
    db = open_catalogue(site.home)
    db.execute(
        "UPDATE invitations SET expires_at = '2020-01-01T00:00:00Z' WHERE id = ?",
        [expired.invitation],
    )
    db.close()

    answers = [
        wrong.client.get(wrong.link + "x"),
        revoked.client.get(revoked.link),
        expired.client.get(expired.link),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    titles = {answer.text.split("<h1>")[1].split("</h1>")[0] for answer in answers}
    assert titles == {"从这里进不去"}


def test_a_revoked_invitation_ends_the_session_that_came_in_by_it(site):
    maker = site.inside()
    close(site, maker.invitation)

    assert maker.client.get("/zh/studio/").status_code == 403


def test_the_session_stays_over_a_restart_of_the_phone(site):
    guest = site.invited()
    answer = guest.come_in()

    assert "Expires=" in answer.headers["Set-Cookie"]
    assert "HttpOnly" in answer.headers["Set-Cookie"]


def test_leaving_signs_out_on_this_phone(site):
    maker = site.inside()

    answer = maker.post("/zh/leave", "/zh/studio/")

    assert answer.status_code == 303
    assert maker.client.get("/zh/studio/").status_code == 403


def test_leaving_by_a_plain_link_is_not_possible(site):
    assert site.inside().client.get("/zh/leave").status_code == 405
