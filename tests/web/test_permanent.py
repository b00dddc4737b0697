import pytest


@pytest.mark.parametrize(("asked", "lang"), [("zh-CN,zh", "zh"), ("en-GB", "en"), ("fr", "zh")])
def test_the_front_door_opens_in_the_readers_language(gallery, asked, lang):
    answer = gallery.client.get("/", headers={"Accept-Language": asked})

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/{lang}/"
    assert set(answer.vary) == {"Accept-Language"}


def test_no_cookie_takes_part_in_choosing_the_language(gallery):
    gallery.client.set_cookie("lang", "en")

    answer = gallery.client.get("/", headers={"Accept-Language": "zh"})

    assert answer.headers["Location"] == "/zh/"


@pytest.mark.parametrize("form", ["/works/{}", "/ark:/99999/{}"])
def test_a_permanent_address_leads_to_the_page(gallery, butterfly, form):
    headers = {"Accept": "text/html", "Accept-Language": "en"}

    answer = gallery.client.get(form.format(butterfly), headers=headers)

    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/en/works/{butterfly}"


def test_a_browser_that_takes_anything_gets_the_page(gallery, butterfly):
    answer = gallery.client.get(f"/works/{butterfly}", headers={"Accept": "*/*"})

    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("kind", "key"), [("application/json", "id"), ("application/ld+json", "@id")]
)
def test_a_program_gets_data(gallery, butterfly, kind, key):
    answer = gallery.client.get(f"/works/{butterfly}", headers={"Accept": kind})

    assert answer.mimetype == kind
    assert answer.get_json(force=True)[key].endswith(butterfly)


def test_data_of_a_private_work_is_not_there(gallery):
    work = gallery.put(uses=())

    answer = gallery.client.get(f"/works/{work}", headers={"Accept": "application/json"})

    assert answer.status_code == 404


def test_an_ark_of_another_archive_is_not_ours(gallery, butterfly):
    assert gallery.client.get(f"/ark:/12345/{butterfly}").status_code == 404


def test_the_code_of_a_way_to_buy_is_a_picture(gallery, butterfly):
    answer = gallery.client.get(f"/works/{butterfly}/sale-qr.png?n=0")

    assert answer.mimetype == "image/png"
    assert answer.data.startswith(b"\x89PNG")


@pytest.mark.parametrize("number", ["1", "-1", "99"])
def test_there_is_no_code_for_a_way_to_buy_that_is_not_there(gallery, butterfly, number):
    assert gallery.client.get(f"/works/{butterfly}/sale-qr.png?n={number}").status_code == 404


def test_there_is_no_code_for_a_link_nobody_agreed_to(gallery, butterfly):
    gallery.change(_forbid_sale, butterfly)

    assert gallery.client.get(f"/works/{butterfly}/sale-qr.png?n=0").status_code == 404


def test_the_code_of_a_work_is_a_drawing(gallery, butterfly):
    answer = gallery.client.get(f"/zh/works/{butterfly}/qr.svg")

    assert answer.mimetype == "image/svg+xml"
    assert b"<svg" in answer.data


def _forbid_sale(this, work):
    this.db.execute(
        "DELETE FROM consent_uses WHERE use = 'sale' AND consent_id IN"
        " (SELECT id FROM consents WHERE work_id = ?)",
        [work],
    )
