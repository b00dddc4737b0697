import re

import pytest

from archive.access import Role
from archive.catalogue import open_catalogue
from archive.loading import load_work
from tests.web.small_site import SmallSite


@pytest.fixture
def address(gallery):
    def of(work, size=320):
        db = open_catalogue(gallery.home)
        photograph = load_work(db, work).photographs[0].id
        db.close()
        return f"/images/{photograph}/{size}.webp"

    return of


def test_a_public_picture_may_be_kept_by_everybody(gallery, butterfly, address):
    answer = gallery.client.get(address(butterfly))

    assert answer.mimetype == "image/webp"
    assert answer.headers["Cache-Control"] == "public, max-age=86400"
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_a_picture_asked_for_again_is_not_sent_again(gallery, butterfly, address):
    tag = gallery.client.get(address(butterfly)).headers["ETag"]

    again = gallery.client.get(address(butterfly), headers={"If-None-Match": tag})

    assert again.status_code == 304
    assert again.data == b""


def test_a_private_picture_is_not_there_for_the_public(gallery, address):
    work = gallery.put(uses=())

    assert gallery.status(address(work)) == 404


def test_a_private_picture_is_shown_to_a_curator_and_kept_nowhere(gallery, address):
    work = gallery.put(uses=())
    clerk = SmallSite(gallery.home, gallery.app).inside("clerk", Role.CURATOR)

    answer = clerk.client.get(address(work))

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("size", [1, 321, 100000])
def test_only_the_sizes_that_were_made_exist(gallery, butterfly, address, size):
    assert gallery.status(address(butterfly, size)) == 404


def test_an_unknown_photograph_is_not_there(gallery):
    assert gallery.status("/images/../secret/320.webp") == 404
    assert gallery.status("/images/000000/320.webp") == 404


def test_every_picture_of_a_page_exists_and_has_its_measures(gallery, butterfly):
    page = gallery.page(f"/zh/works/{butterfly}")

    images = re.findall(r"<img[^>]*>", page)
    addresses = re.findall(r'(?:src|srcset)="(/[^" ]+)', page)
    assert all(' width="' in image and ' height="' in image for image in images)
    assert [a for a in addresses if gallery.status(a) != 200] == []
