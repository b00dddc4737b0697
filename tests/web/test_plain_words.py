from dataclasses import replace

import pytest

from archive.records import (
    CONSENT_USES,
    Availability,
    Consent,
    Credit,
    Embargo,
    Maker,
    Photograph,
    Scope,
    State,
    Tombstone,
    Work,
)
from archive.wording import Wording
from web import plain_words
from web.plain_words import consent_sentence, missing, state_sentence
from web.studio_form import MAKER_CHOICES
from web.translating import translate

ON = "2026-05-01"
LISTS = (
    "USES",
    "MADE_BY",
    "AVAILABILITY",
    "MANNERS",
    "ROLES",
    "ORIGINS",
    "PHOTOGRAPHS",
    "HANDMADE",
)


def work(state: State = State.DRAFT, *, by: str = "李阿姨", uses: frozenset[str] = frozenset()):
    photograph = Photograph("p1", "w1", "whole", "a" * 64, "a.jpg", "image/jpeg", 4, 3, 9)
    return Work(
        "w1",
        None,
        state,
        ON,
        "李阿姨",
        ON,
        photographs=(photograph,),
        credits=(Credit("stitched", "named", Maker("m1", "person", Wording("李阿姨"))),),
        consents=(Consent(by, "tap", ON, uses),) if uses else (),
    )


@pytest.mark.parametrize("name", LISTS)
def test_every_word_has_its_english(name):
    words = set(getattr(plain_words, name).values())

    assert {word for word in words if translate(word, "en") == word} == set()


def test_every_term_of_the_archive_has_its_word():
    assert set(plain_words.USES) == set(CONSENT_USES)
    assert set(plain_words.AVAILABILITY) == {value.value for value in Availability}
    assert set(plain_words.MADE_BY) == set(MAKER_CHOICES)


def test_without_consent_the_first_thing_missing_is_the_picture():
    assert "没有人同意放照片" in missing(work(), ON)[0]


def test_a_name_somebody_else_agreed_to_is_pointed_out():
    uses = frozenset({"pictures", "name"})

    assert any("不是同一个人" in said for said in missing(work(by="石阿婆", uses=uses), ON))
    assert not any("不是同一个人" in said for said in missing(work(uses=uses), ON))


@pytest.mark.parametrize(
    ("state", "uses", "words"),
    [
        (State.DRAFT, frozenset(), "没有同意"),
        (State.DRAFT, frozenset({"pictures"}), "等管理员"),
        (State.PUBLISHED, frozenset({"pictures"}), "大家都看得到"),
        (State.PUBLISHED, frozenset(), "没有同意"),
        (State.WITHDRAWN, frozenset({"pictures"}), "取下来"),
    ],
)
def test_a_maker_reads_who_can_see_her_piece(state, uses, words):
    assert words in state_sentence(work(state, uses=uses), ON)


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        (Scope.IMAGE, "只有文字还在网上"),
        (Scope.METADATA, "只有照片还在网上"),
        (Scope.ALL, "取下来"),
    ],
)
def test_a_maker_reads_which_part_was_taken_down(scope, words):
    state = State.WITHDRAWN if scope is Scope.ALL else State.PUBLISHED
    taken = replace(work(state, uses=frozenset({"pictures"})), tombstone=Tombstone("", ON, scope))

    assert words in state_sentence(taken, ON)


def test_a_maker_reads_that_her_piece_waits_for_its_day():
    kept = replace(
        work(State.PUBLISHED, uses=frozenset({"pictures"})), embargo=Embargo("2999-01-01")
    )

    assert "说好的日子" in state_sentence(kept, ON)


@pytest.mark.parametrize(
    ("uses", "words"),
    [([], "还没有人同意"), (["name"], "没有同意放照片"), (["pictures"], "同意放照片")],
)
def test_consent_is_summed_up_in_words(uses, words):
    assert consent_sentence(uses) == words
