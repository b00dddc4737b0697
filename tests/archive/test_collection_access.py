from archive.access import CURATOR, PUBLIC
from archive.arranging import Place, arrange_collection
from archive.changes import change
from archive.collection_access import naming_somebody, show_collection
from archive.curated import all_collections, put_collection
from archive.drafts import CreditDraft
from archive.records import Collection, Consent, Credit, Maker, Photograph, State, Statement, Work
from archive.wording import Wording
from archive.works import put_work
from tests.making import draft, jpeg

ON = "2026-05-01"


def work(number, *uses, by="李阿姨"):
    photograph = Photograph("p1", number, "whole", "a" * 64, "a.jpg", "image/jpeg", 4, 3, 9)
    return Work(
        number,
        None,
        State.PUBLISHED,
        ON,
        "clerk",
        ON,
        photographs=(photograph,),
        credits=(Credit("stitched", "named", Maker("m1", "person", Wording("李阿姨"))),),
        consents=(Consent(by, "tap", ON, frozenset(uses)),),
    )


def collection(**more):
    text = Wording("李阿姨的帽", "A cap by 李阿姨")
    said = Statement("partner", "李阿姨", ON, "李阿姨家")
    reasons = {"w1": "李阿姨送的", "w2": "李阿姨教的"}
    return Collection("caps", text, text, "", ("w1", "w2"), reasons, (said,), **more)


def shown(*works, viewer=PUBLIC):
    return show_collection(collection(), works, viewer, ON)


def test_a_name_hidden_on_every_work_stands_nowhere():
    assert "李阿姨" not in repr(shown(work("w1", "pictures"), work("w2", "pictures")))


def test_a_name_that_one_work_shows_stands_in_the_text_and_in_that_reason_only():
    found = shown(work("w1", "pictures", "name"), work("w2", "pictures"))

    assert found.text.zh == "李阿姨的帽"
    assert found.reasons == {"w1": "李阿姨送的", "w2": "〔…〕教的"}


def test_a_name_shown_only_on_a_private_work_is_hidden():
    assert "李阿姨" not in repr(shown(work("w1", "name"), work("w2", "pictures")))


def test_staff_read_what_was_written():
    assert shown(work("w1"), work("w2"), viewer=CURATOR) == collection()


def test_only_words_that_hold_a_name_are_looked_into(db):
    texts = {"caps": "Caps by li ayi", "bags": "Bags"}
    with change(db, "clerk") as this:
        credited = (CreditDraft(name=Wording("李阿姨", "Li Ayi")),)
        made = put_work(this, draft(jpeg(), credits=credited)).work
        for slug, text in texts.items():
            put_collection(this, Collection(slug, Wording("题", text)))
            arrange_collection(this, slug, [Place(made)])

    assert naming_somebody(db, all_collections(db)) == {"caps"}
