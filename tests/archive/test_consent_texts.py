import hashlib
import json

from archive.consent.texts import CONSENT_TEXTS, CURRENT_SENTENCES, sentence_of
from archive.records import CONSENT_TEXT_VERSION, CONSENT_USES

#: A version that has been read out to anybody never changes again.
PRINTS = {
    "1": "b24257fa96f3fa13",
    "2": "a649f21e4bf5bea4",
}


def print_of(version):
    words = {use: [said.zh, said.en] for use, said in CONSENT_TEXTS[version].items()}
    plain = json.dumps(words, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def test_no_version_that_was_ever_read_out_is_changed():
    assert {version: print_of(version) for version in CONSENT_TEXTS} == PRINTS


def test_the_current_version_asks_for_every_use_in_both_languages():
    assert set(CURRENT_SENTENCES) == set(CONSENT_USES)
    assert CONSENT_TEXTS[CONSENT_TEXT_VERSION] is CURRENT_SENTENCES
    assert all(said.zh and said.en for said in CURRENT_SENTENCES.values())


def test_a_use_is_told_in_the_words_it_was_agreed_to():
    assert sentence_of("pictures", "1").zh == "照片可以放到网上，给大家看"
    assert sentence_of("training", "1") == CURRENT_SENTENCES["training"]
    assert sentence_of("pictures", "of 1999") == CURRENT_SENTENCES["pictures"]
    assert sentence_of("advertising", "2").zh == "advertising"
