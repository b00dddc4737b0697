import time

import pytest

from search.text import AllOf, AnyOf, NoneOf, Words, parse
from search.text.parser import MAX_QUERY_CHARS, MAX_WORDS

A, B, C = Words("a"), Words("b"), Words("c")


@pytest.mark.parametrize(
    ("query", "root"),
    [
        ("", None),
        ("  ", None),
        ("A", A),
        ("a b", AllOf((A, B))),
        ("a AND b", AllOf((A, B))),
        ("a + b", AllOf((A, B))),
        ("a OR b", AnyOf((A, B))),
        ("a | b", AnyOf((A, B))),
        ("a b OR c", AnyOf((AllOf((A, B)), C))),
        ("a (b OR c)", AllOf((A, AnyOf((B, C))))),
        ("a -b", AllOf((A, NoneOf(B)))),
        ("a NOT b", AllOf((A, NoneOf(B)))),
        ("NOT NOT a", A),
        ("-a", NoneOf(A)),
        ("a -(b c)", AllOf((A, NoneOf(AllOf((B, C)))))),
        ("a - b", AllOf((A, B))),
        ('"a b"', Words("a b", is_quoted=True)),
        ("a*", Words("a*", is_prefix=True)),
        ("*a", Words("*a")),
        ("motif:a", Words("a", field="motif")),
        ("-motif:a", NoneOf(Words("a", field="motif"))),
        ("motif:(a OR b)", AnyOf((Words("a", field="motif"), Words("b", field="motif")))),
        ('availability:"for sale"', Words("for sale", field="availability", is_quoted=True)),
        ("花样：蝶", Words("蝶", field="motif")),
        ("color:a", Words("a", field="colour")),
        ("hudie-mama", Words("hudie-mama")),
        ("android ORB", AllOf((Words("android"), Words("orb")))),
        ("（a｜b）　－c", AllOf((AnyOf((A, B)), NoneOf(C)))),
        ("“蝴蝶 妈妈”", Words("蝴蝶 妈妈", is_quoted=True)),
        ("a，b", AllOf((A, B))),
    ],
)
def test_a_query_is_read_as_its_writer_means_it(query, root):
    assert parse(query).root == root
    assert parse(query).problems == ()


@pytest.mark.parametrize(
    ("query", "root", "problems"),
    [
        ('"a', Words("a", is_quoted=True), [(0, "unclosed-quote")]),
        ("(a", A, [(0, "unclosed-parenthesis")]),
        ("a) b", AllOf((A, B)), [(1, "stray-parenthesis")]),
        ("a OR", A, [(2, "lone-operator")]),
        ("OR a", A, [(0, "lone-operator")]),
        ("a AND", A, [(2, "lone-operator")]),
        ("a NOT", A, [(2, "lone-operator")]),
        ("()", None, [(0, "nothing-to-search")]),
        ('""', None, [(0, "nothing-to-search")]),
        ("* ? !", None, [(0, "nothing-to-search")]),
        ("-", None, [(0, "nothing-to-search")]),
    ],
)
def test_broken_syntax_is_mended_and_named(query, root, problems):
    parsed = parse(query)

    assert parsed.root == root
    assert [(problem.at, problem.code) for problem in parsed.problems] == problems


def test_an_unknown_field_is_text():
    assert parse("http://x.y").root == AllOf((Words("http:"), Words("//x.y")))


def test_a_long_query_is_cut():
    parsed = parse("蝶" * 10_000)

    assert parsed.root == Words("蝶" * MAX_QUERY_CHARS)
    assert [problem.code for problem in parsed.problems] == ["too-long"]


def test_words_beyond_the_limit_are_left_out():
    parsed = parse(" ".join("abcdefghijklmnopqrstuvwxyz"))

    assert isinstance(parsed.root, AllOf)
    assert len(parsed.root.parts) == MAX_WORDS
    assert [problem.code for problem in parsed.problems] == ["too-many-words"]


@pytest.mark.parametrize("query", ["(" * 10_000, ")" * 10_000, "-" * 10_000, "NOT " * 3_000])
def test_ten_thousand_signs_are_read_at_once(query):
    start = time.monotonic()
    root = parse(query).root

    assert root is None
    assert time.monotonic() - start < 1


def test_deep_nesting_keeps_the_outer_words():
    parsed = parse("a " + "(" * 50 + "b" + ")" * 50)

    assert parsed.root == AllOf((A, B))
    assert "too-deep" in [problem.code for problem in parsed.problems]
