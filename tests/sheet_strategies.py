"""What hypothesis draws whole works from, with every field a sheet has, and nasty words."""

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from archive.drafts import CreditDraft, PhotographDraft, WorkDraft
from archive.field_table import UNKNOWN, WILL_NOT_SAY, WORK_FIELDS, Kind
from archive.records import (
    CAPACITIES,
    CONSENT_USES,
    FILE_NAME,
    MACHINE,
    REGISTER,
    Availability,
    Consent,
    PartOf,
    SaleLink,
    Statement,
)
from archive.vocabulary import load_shipped
from archive.wording import Wording
from ingest.columns import STATEMENT_KINDS

_PIECES = [
    *"绣龙a1 \n;；@＠?？~\\'=+-:：\"|,\t\x07\r",
    "new:",
    "新:",
    "unknown",
    "不知道",
    "will not say",
]
_PIECES += ["蝴蝶", "motif/butterfly", "id:", "'", "whole:", "not shown", "1-2", "是"]
texts = st.lists(st.sampled_from(_PIECES), min_size=1, max_size=5).map("".join)
texts = texts.filter(lambda text: text.strip(" \n\t\r\x07\\'"))
blank_or_text = st.just("") | texts
#: Names as an import keeps them: one line, one space between words.
names = texts.map(lambda text: " ".join(text.replace("\x07", "").split()).strip("' "))
names = names.filter(lambda name: bool(name.strip("\\'")))
#: A backslash is a folder to some and a letter to others; no photograph's name has one.
file_names = names.map(lambda name: name.replace("\\", "/"))
speakers = st.sampled_from([REGISTER, REGISTER, FILE_NAME, MACHINE, "何阿姨", "Aunt He"])
days = st.dates(date(1990, 1, 1), date(2026, 1, 1)).map(date.isoformat)
years = st.none() | st.integers(1900, 2030)
_VOCABULARY = load_shipped()
_CONCEPTS = {
    scheme: [concept.id for concept in _VOCABULARY.scheme(scheme)][:40]
    for scheme in ("motif", "technique", "object", "material", "colour", "place")
}
_PLACES = [
    c for c in _CONCEPTS["place"] if _VOCABULARY.concept(c).kind not in {"village", "township"}
]


def _ordered(pair):
    first, last = pair
    return (last, first) if first is not None and last is not None and first > last else pair


def _as_it_can_be_given(consent):
    """Return a consent with what an archive asks of one: days in order, and for whom."""
    first, *last = sorted(filter(None, (consent.given_on, consent.until)))
    about = consent.about or ("她" if consent.given_as == "relative" else "")
    return replace(consent, given_on=first, until=last[0] if last else None, about=about)


@st.composite
def _statement(draw, field, origin):
    facts = {
        "speaker": draw(speakers) if origin == "sheet" else draw(st.sampled_from(["龙", "clerk"])),
        "said_on": draw(days),
        "origin": origin,
        "said_in": draw(st.none() | st.sampled_from(_PLACES)),
        "part": draw(st.just("") | texts.map(str.strip)),
        "sureness": draw(st.sampled_from(["sure", "sure", "likely", "unsure"])),
    }
    if field.key != "handmade" and draw(st.integers(0, 7)) == 0:
        standing = draw(st.sampled_from([UNKNOWN, WILL_NOT_SAY]))
        lang = draw(st.sampled_from(["zh", "en"])) if field.kind is Kind.WORDING else ""
        return Statement(field.key, standing=standing, lang=lang, **facts)
    if field.kind is Kind.CONCEPT:
        concepts = _PLACES if field.key == "style" else _CONCEPTS[field.scheme]
        concept = draw(st.none() | st.sampled_from(concepts))
        words = _VOCABULARY.labels(concept) if concept else ()
        text = draw(st.sampled_from([*words, concept, ""]) | texts) if concept else draw(texts)
        return Statement(field.key, text=text, concept=concept, **facts)
    if field.kind is Kind.CHOICE:
        return Statement(field.key, text=draw(st.sampled_from(field.values)), **facts)
    if field.kind is Kind.NUMBER:
        number = draw(st.floats(*field.limits, allow_nan=False).map(lambda n: round(n, 3)))
        return Statement(field.key, number=number, **facts)
    if field.kind is Kind.DATE:
        text = draw(blank_or_text)
        first, last = _ordered(draw(st.tuples(years, years)))
        first = 1985 if not text and first is None and last is None else first
        return Statement(field.key, text=text, year_from=first, year_to=last, **facts)
    lang = draw(st.sampled_from(["zh", "en"])) if field.kind is Kind.WORDING else "zh"
    return Statement(field.key, text=draw(texts), lang=lang, **facts)


@st.composite
def _statements(draw, origin):
    tables = [f for f in WORK_FIELDS if f.kind in STATEMENT_KINDS and f.columns]
    chosen = draw(st.lists(st.sampled_from(tables), max_size=8))
    return tuple(draw(_statement(field, origin)) for field in chosen)


@st.composite
def drafts(draw, number):
    """A draft of a sheet with everything, and what a form and the desk say beside it."""
    role = st.sampled_from(["stitched", "drew the pattern", "dyed", "wove", "taught", "workshop"])
    credit = st.one_of(
        st.builds(CreditDraft, st.sampled_from(["unknown", "not shown"]), role),
        st.builds(CreditDraft, st.just("named"), role, name=names.map(_wording)),
    )
    consent = st.builds(
        Consent,
        given_by=names,
        how=st.sampled_from(["sheet", "sheet", "paper"]),
        given_on=days,
        uses=st.frozensets(st.sampled_from(CONSENT_USES), min_size=1),
        until=st.none() | days,
        given_as=st.sampled_from([c for c in CAPACITIES if c != "guardian"]),
        about=st.just("") | names,
    ).map(_as_it_can_be_given)
    links = [
        SaleLink(f"https://weidian.com/item.html?itemID={n}", "weidian", "看 x") for n in range(3)
    ]
    title = Statement("title", REGISTER, "2026-01-01", "蝶帽", "zh")
    sheet = WorkDraft(
        photographs=tuple(
            PhotographDraft(f"{number:x}{place}".rjust(64, "0"), name, "image/jpeg", 4, 3, 9, role)
            for place, (name, role) in enumerate(
                draw(
                    st.lists(
                        st.tuples(file_names, st.sampled_from(["whole", "detail", "worn"])),
                        min_size=1,
                        max_size=3,
                    )
                )
            )
        ),
        identifier=draw(st.none() | st.just(f"N-{number}")),
        statements=(title, *draw(_statements("sheet"))),
        credits=tuple(draw(st.lists(credit, max_size=3))),
        consent=draw(st.none() | consent),
        sale_links=tuple(draw(st.lists(st.sampled_from(links), max_size=2, unique_by=id))),
        availability=draw(st.sampled_from(Availability)),
        licence=draw(blank_or_text),
        credit_line=draw(blank_or_text),
        collections=tuple(draw(st.lists(st.sampled_from(["spring", "caps"]), unique=True))),
    )
    return sheet, draw(_statements("studio")), draw(_statements("desk"))


def _wording(name):
    return Wording(en=name) if name.isascii() else Wording(zh=name)


def parts_of(wholes):
    """What a work may be part of."""
    return st.lists(
        st.builds(
            lambda whole, place, said, pair: PartOf(whole, place, said, *_ordered(pair)),
            st.sampled_from(wholes),
            blank_or_text,
            blank_or_text,
            st.tuples(years, years),
        ),
        max_size=2,
    )
