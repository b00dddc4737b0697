import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.text import TextDocument, TextIndex, parse

PIECES = st.sampled_from(
    [
        *'()"*-+|&:?~^[]{}\\/,',
        *["（", "）", "“", "”", "：", "＊", " ", "\x00", "　"],
        *[" AND ", " OR ", " NOT ", "motif:", "title:", "maker:", "nope:", "花样："],
        *["蝴蝶", "蝶", "龍", "龙纹", "hudie", "hd", "dragon", "dra*", "QDN-1", "é", "a", "1"],
    ]
)
QUERIES = st.one_of(
    st.text(max_size=60),
    st.lists(PIECES, max_size=40).map("".join),
    st.tuples(PIECES, st.integers(1, 10_000)).map(lambda pair: (pair[0] * pair[1])[:10_000]),
)
AUDIENCES = st.sampled_from(["public", "desk"])
PUBLIC = {"a", "b"}


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    index = TextIndex(tmp_path_factory.mktemp("fuzz") / "text")
    index.rebuild(
        [
            TextDocument("a", "public", title=("蝴蝶 dragon",), concept_ids=("motif/butterfly",)),
            TextDocument("b", "public", "QDN-1", ("龍紋",), ("张秀英",), description=("drama é",)),
            TextDocument("secret", "desk", title=("蝴蝶 dragon 龙",)),
        ]
    )
    return index


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(query=QUERIES)
def test_no_query_raises_hangs_or_shows_another_audience(index, query):
    start = time.monotonic()
    result = index.search(query, audience="public")

    assert set(result.works) <= PUBLIC
    assert result.total == len(result.works) == len(set(result.works))
    assert all(0 <= hit.score <= 1 for hit in result.hits)
    assert time.monotonic() - start < 1


@settings(max_examples=100, deadline=None)
@given(query=QUERIES)
def test_reading_a_query_twice_gives_the_same(query):
    assert parse(query) == parse(query)


@settings(max_examples=60, deadline=None)
@given(
    title=st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=30),
)
def test_a_title_is_found_by_its_own_quoted_words(tmp_path_factory, title):
    index = TextIndex(tmp_path_factory.mktemp("title") / "text")
    index.rebuild([TextDocument("it", "public", title=(title,))])
    quoted = " ".join(title.replace('"', " ").split())
    result = index.search(f'"{quoted}"', audience="public")

    problems = {problem.code for problem in result.problems}
    assert result.works == ("it",) or problems
