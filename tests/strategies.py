"""What hypothesis draws records from, in one place."""

from hypothesis import strategies as st

from archive.drafts import CreditDraft, PhotographDraft, WorkDraft
from archive.records import (
    CONSENT_USES,
    Availability,
    Consent,
    Credit,
    Maker,
    Photograph,
    SaleLink,
    State,
    Statement,
    Work,
)
from archive.wording import Wording

words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=8)
uses = st.frozensets(st.sampled_from(CONSENT_USES))
digests = st.text("0123456789abcdef", min_size=64, max_size=64)
wordings = st.builds(Wording, words, words)
statements = st.builds(
    Statement,
    field=st.sampled_from(["title", "description", "meaning", "made_place", "motif"]),
    speaker=st.sampled_from(["SPEAKER", ""]),
    said_on=st.just("2026-01-01"),
    text=words,
    lang=st.sampled_from(["zh", "en", ""]),
)
consents = st.builds(
    Consent,
    given_by=st.just("GIVER"),
    how=st.sampled_from(["tap", "voice", "paper", "sheet"]),
    given_on=st.sampled_from(["2020-01-01", "2026-05-01", "2031-01-01"]),
    uses=uses,
    until=st.sampled_from([None, "2025-12-31", "2030-12-31"]),
    withdrawn_on=st.sampled_from([None, "2026-02-01"]),
)
makers = st.builds(
    Maker,
    id=st.sampled_from(["m1", "m2"]),
    kind=st.just("person"),
    name=st.just(Wording("NAME", "NAME-EN")),
    place=st.sampled_from([None, "place/hejiayan"]),
)
credit_standings = st.one_of(
    st.builds(Credit, st.just("stitched"), st.sampled_from(["unknown", "not shown"])),
    st.builds(Credit, st.just("stitched"), st.sampled_from(["named", "not shown"]), makers),
)
stored_photographs = st.builds(
    Photograph,
    id=st.sampled_from(["p1", "p2"]),
    work=st.just("w1"),
    role=st.sampled_from(["whole", "detail"]),
    sha256=st.just("a" * 64),
    file_name=st.just("a.jpg"),
    media_type=st.just("image/jpeg"),
    width_px=st.just(4),
    height_px=st.just(3),
    bytes=st.just(9),
    alt=wordings,
)
works = st.builds(
    Work,
    id=st.just("w1"),
    identifier=st.none(),
    state=st.sampled_from(State),
    created_at=st.just("2026-01-01T00:00:00Z"),
    created_by=st.just("ACCOUNT"),
    updated_at=st.just("2026-01-01T00:00:00Z"),
    published_at=st.sampled_from([None, "2026-01-01T00:00:00Z"]),
    availability=st.sampled_from(Availability),
    photographs=st.lists(stored_photographs, max_size=2).map(tuple),
    credits=st.lists(credit_standings, max_size=2).map(tuple),
    statements=st.lists(statements, max_size=4).map(tuple),
    consents=st.lists(consents, max_size=3).map(tuple),
    sale_links=st.lists(
        st.just(SaleLink("https://weidian.com/item.html?itemID=1", "weidian")), max_size=1
    ).map(tuple),
)
drafts = st.builds(
    WorkDraft,
    photographs=st.lists(
        st.builds(
            PhotographDraft,
            sha256=digests,
            file_name=words,
            media_type=st.just("image/jpeg"),
            width_px=st.integers(1, 9999),
            height_px=st.integers(1, 9999),
            bytes=st.integers(1, 9999),
            alt=wordings,
        ),
        min_size=1,
        max_size=2,
    ).map(tuple),
    identifier=st.none() | words.filter(bool),
    statements=st.lists(statements, max_size=3).map(tuple),
    credits=st.lists(
        st.builds(CreditDraft, name=st.builds(Wording, words.filter(bool), words)), max_size=2
    ).map(tuple),
    consent=st.none()
    | st.builds(
        Consent,
        given_by=words,
        how=st.just("sheet"),
        given_on=st.just("2026-01-01"),
        uses=uses,
    ),
    availability=st.sampled_from(Availability),
    licence=words,
    credit_line=words,
)
