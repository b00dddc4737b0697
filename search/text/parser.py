"""The query language: reads anything, never raises, never takes long.

Words are joined by AND; ``OR``, ``|``, ``NOT``, ``-word``, ``"a phrase"``,
``(groups)``, ``prefix*`` and ``field:value`` do what they do elsewhere. Signs
of a Chinese keyboard count as their half-width brothers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from archive.folding import even_out
from search.text.documents import FILTER_FIELDS, QueryProblem
from search.text.query import AllOf, AnyOf, Node, NoneOf, ParsedQuery, Words
from search.text.tokens import steps

__all__ = ["MAX_DEPTH", "MAX_QUERY_CHARS", "MAX_WORDS", "TEXT_FIELDS", "parse"]

#: A long title is under 100 characters; a pasted paragraph is no query.
MAX_QUERY_CHARS = 600
MAX_WORDS = 24
MAX_DEPTH = 12

TEXT_FIELDS = ("title", "maker", "concept", "place", "description", "identifier")
#: Names a query may use for a field, English and Chinese.
_FIELDS = {name: name for name in (*FILTER_FIELDS, *TEXT_FIELDS)} | {
    "花样": "motif",
    "纹样": "motif",
    "针法": "technique",
    "类别": "object",
    "材料": "material",
    "颜色": "colour",
    "color": "colour",
    "制作地": "place",
    "产地": "place",
    "风格": "style",
    "绣娘": "maker",
    "制作者": "maker",
    "专题": "collection",
    "手工": "handmade",
    "名称": "title",
    "编号": "identifier",
    "说明": "description",
}

#: One for one, so that places in the query stay what they are.
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("＂“”„«»「」『』《》", '"'),
        **dict.fromkeys(",;，、；\u3000", " "),
        **dict(zip("（）：－＊｜＋", "():-*|+", strict=True)),
    }
)
_LEXEME = re.compile(
    r"""(?P<open>\()|(?P<close>\))|(?P<or>\|+|OR(?![^\s()]))
    |(?P<and>AND(?![^\s()])|&+(?!\w)|\++)
    |(?P<not>NOT(?![^\s()])|-+(?=[^\s)]))
    |(?P<field>[^\W\d_]+:(?=[^\s)|]))
    |"(?P<quoted>[^"]*)(?P<quote>"?)
    |(?P<word>[^\s()"|]+)""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class _Lexeme:
    kind: str
    text: str
    at: int


@dataclass(slots=True)
class _Reader:
    """A place in the row of lexemes, and what went wrong up to it."""

    lexemes: list[_Lexeme]
    problems: list[QueryProblem] = field(default_factory=list)
    place: int = 0
    words: int = 0

    def kind(self) -> str:
        return self.lexemes[self.place].kind if self.place < len(self.lexemes) else "end"

    def take(self) -> _Lexeme:
        self.place += 1
        return self.lexemes[self.place - 1]

    def report(self, code: str, at: int) -> None:
        if all(problem.code != code for problem in self.problems):
            self.problems.append(QueryProblem(at, code))


def parse(query: str) -> ParsedQuery:
    """Return the tree of ``query``; blank gives no root and no problem.

    Examples
    --------
    >>> parse("蝶 -龙").root
    AllOf(parts=(Words(text='蝶', field=None, is_quoted=False, is_prefix=False), \
NoneOf(part=Words(text='龙', field=None, is_quoted=False, is_prefix=False))))
    """
    reader = _Reader([])
    if len(query) > MAX_QUERY_CHARS:
        reader.report("too-long", MAX_QUERY_CHARS)
    text = query[:MAX_QUERY_CHARS].translate(_SIGNS)
    reader.lexemes = _lexemes(text, reader)
    parts = []
    while reader.kind() != "end":
        if (node := _read_any(reader, None, 0)) is not None:
            parts.append(node)
        if reader.kind() == "close":
            reader.report("stray-parenthesis", reader.take().at)
    root = _join(AllOf, parts)
    if root is None and query.strip():
        reader.report("nothing-to-search", 0)
    return ParsedQuery(root, tuple(reader.problems))


def _lexemes(text: str, reader: _Reader) -> list[_Lexeme]:
    found = []
    for match in _LEXEME.finditer(text):
        kind = match.lastgroup or "word"
        if kind == "quote":
            kind = "quoted"
            if not match["quote"]:
                reader.report("unclosed-quote", match.start())
        name = match["field"]
        if name and even_out(name[:-1]) not in _FIELDS:
            # No field of ours ("http:"): its letters are words like any other.
            kind = "word"
        found.append(_Lexeme(kind, match[kind] if kind != "word" else match[0], match.start()))
    return found


def _join(how: type[AllOf] | type[AnyOf], parts: list[Node]) -> Node | None:
    if len(parts) > 1:
        return how(tuple(parts))
    return parts[0] if parts else None


def _read_any(reader: _Reader, where: str | None, depth: int) -> Node | None:
    parts: list[Node] = []
    while True:
        node = _read_all(reader, where, depth)
        if node is not None:
            parts.append(node)
        if reader.kind() != "or":
            return _join(AnyOf, parts)
        lexeme = reader.take()
        if node is None or reader.kind() in {"end", "close"}:
            reader.report("lone-operator", lexeme.at)


def _read_all(reader: _Reader, where: str | None, depth: int) -> Node | None:
    parts: list[Node] = []
    while reader.kind() not in {"end", "close", "or"}:
        if reader.kind() == "and":
            lexeme = reader.take()
            if reader.kind() in {"end", "close", "or"}:
                reader.report("lone-operator", lexeme.at)
        elif (node := _read_one(reader, where, depth)) is not None:
            parts.append(node)
    return _join(AllOf, parts)


def _read_one(reader: _Reader, where: str | None, depth: int) -> Node | None:
    is_negated = False
    while reader.kind() in {"not", "field"}:
        lexeme = reader.take()
        if lexeme.kind == "field":
            where = _FIELDS[even_out(lexeme.text[:-1])]
        else:
            is_negated = not is_negated if lexeme.text == "NOT" else True
        if reader.kind() in {"end", "close", "or", "and"}:
            reader.report("lone-operator", lexeme.at)
            return None
    node = _read_operand(reader, where, depth)
    return NoneOf(node) if is_negated and node is not None else node


def _read_operand(reader: _Reader, where: str | None, depth: int) -> Node | None:
    lexeme = reader.take()
    if lexeme.kind != "open":
        return _read_words(reader, lexeme, where)
    if depth >= MAX_DEPTH:
        reader.report("too-deep", lexeme.at)
        return None
    node = _read_any(reader, where, depth + 1)
    if reader.kind() == "close":
        reader.take()
    else:
        reader.report("unclosed-parenthesis", lexeme.at)
    return node


def _read_words(reader: _Reader, lexeme: _Lexeme, where: str | None) -> Node | None:
    text = even_out(lexeme.text)
    if not steps(text):
        return None
    reader.words += 1
    if reader.words > MAX_WORDS:
        reader.report("too-many-words", lexeme.at)
        return None
    is_quoted = lexeme.kind == "quoted"
    return Words(text, where, is_quoted, not is_quoted and text.endswith("*"))
