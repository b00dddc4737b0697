import pytest

from archive.errors import BadInput
from search.text import TextDocument, TextIndex

WORKS = (
    TextDocument(
        work="butterfly",
        audience="public",
        identifier="QDN-2024-001",
        title=("蝴蝶妈妈背扇", "Butterfly mother baby carrier"),
        makers=("张秀英",),
        concepts=("蝴蝶", "butterfly", "昆虫", "insect", "背扇", "baby carrier"),
        concept_ids=("motif/butterfly", "motif/insect", "object/carrier"),
        places=("施洞", "Shidong"),
        description=("祖母讲的故事", "told by her grandmother"),
        filters=(("availability", "for sale"), ("maker", "m1"), ("collection", "shidong")),
        updated="2026-01-03T00:00:00Z",
    ),
    TextDocument(
        work="dragon",
        audience="public",
        identifier="QDN-2024-002",
        title=("龍紋圍腰", "Dragon apron"),
        makers=("Zhang Mei",),
        concepts=("龙", "dragon", "兽", "beast"),
        concept_ids=("motif/dragon", "motif/beast", "object/apron"),
        description=("腰上有蝴蝶，也有妈妈的针脚", "café, with hands of women"),
        filters=(("availability", "sold"), ("maker", "m2")),
        updated="2026-01-02T00:00:00Z",
    ),
    TextDocument(
        work="snake",
        audience="public",
        title=("龙纹袖片",),
        concepts=("蝴蝶妈妈", "石榴"),
        concept_ids=("motif/mother", "technique/couching"),
        description=("女子节日的袖片",),
        filters=(("availability", "for sale"),),
        updated="2026-01-01T00:00:00Z",
    ),
    TextDocument(work="dragon", audience="desk", title=("龍紋圍腰",), description=("待查",)),
    TextDocument(work="draft", audience="desk", title=("未公开的蝴蝶",)),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    index = TextIndex(tmp_path_factory.mktemp("finding") / "text")
    index.rebuild(WORKS)
    return index


@pytest.mark.parametrize(
    ("query", "works"),
    [
        # one character, simplified and traditional
        ("蝶", ["butterfly", "snake", "dragon"]),
        ("龙", ["dragon", "snake"]),
        ("龍", ["dragon", "snake"]),
        ("龍紋", ["dragon", "snake"]),
        ("龙纹围腰", ["dragon"]),
        ("圍", ["dragon"]),
        # in order, never scattered
        ("蝴蝶妈妈", ["butterfly", "snake"]),
        ("妈妈蝴蝶", []),
        ("蝴妈", []),
        ("蝴蝶 针脚", ["dragon"]),
        ("“蝴蝶妈妈”背扇", ["butterfly"]),
        # pinyin
        ("hudie", ["butterfly", "snake"]),
        ("hudiemama", ["butterfly", "snake"]),
        ("hu die ma ma", ["butterfly", "snake"]),
        ("húdié", ["butterfly", "snake"]),
        ("hu2die2", ["butterfly", "snake"]),
        ("hdmm", ["snake"]),
        ("zhangxiuying", ["butterfly"]),
        ("hud*", ["butterfly", "snake"]),
        # English
        ("butterflies", ["butterfly"]),
        ('"butterflies"', []),
        ('"butterfly mother"', ["butterfly"]),
        ('"mother butterfly"', []),
        ("drag*", ["dragon"]),
        ("cafe", ["dragon"]),
        ("CAFÉ", ["dragon"]),
        ("ｄｒａｇｏｎ", ["dragon"]),
        ("hand", ["dragon"]),
        # operators and fields
        ("龙 -dragon", ["snake"]),
        ("dragon OR butterfly", ["butterfly", "dragon"]),
        ("-蝴蝶", []),
        ("-背扇", ["dragon", "snake"]),
        ("motif:butterfly", ["butterfly"]),
        ("motif:insect", ["butterfly"]),
        ("motif:蝴蝶", ["butterfly", "snake"]),
        ("title:蝴蝶", ["butterfly"]),
        ("description:蝴蝶", ["dragon"]),
        ("maker:张秀英", ["butterfly"]),
        ("maker:m2", ["dragon"]),
        ("availability:sold", ["dragon"]),
        ('availability:"for sale"', ["butterfly", "snake"]),
        ("QDN-2024-001", ["butterfly"]),
        ("qdn-2024*", ["butterfly", "dragon"]),
        # nothing, everything
        ("", ["butterfly", "dragon", "snake"]),
        ("没有的东西", []),
        ("???", []),
    ],
)
def test_a_question_finds_its_works_in_order(index, query, works):
    assert list(index.search(query, audience="public").works) == works


@pytest.mark.parametrize(
    ("where", "works"),
    [
        ([("motif", "butterfly")], ["butterfly"]),
        ([("motif", "motif/insect")], ["butterfly"]),
        ([("motif", "insect"), ("motif", "beast")], ["butterfly", "dragon"]),
        ([("motif", "insect"), ("object", "apron")], []),
        ([("availability", "for sale"), ("technique", "couching")], ["snake"]),
        ([("collection", "shidong")], ["butterfly"]),
        ([("motif", "nothing")], []),
    ],
)
def test_filters_are_alternatives_within_a_field_and_narrow_across(index, where, works):
    assert list(index.search("", audience="public", where=where).works) == works


def test_each_audience_sees_only_its_own_documents(index):
    public = index.search("待查 OR 未公开", audience="public")
    desk = index.search("待查 OR 未公开", audience="desk")

    assert public.works == ()
    assert sorted(desk.works) == ["draft", "dragon"]


def test_nobody_sees_anything_under_an_unknown_audience(index):
    assert index.search("", audience="everyone").works == ()


def test_an_audience_cannot_be_chosen_in_the_query(index):
    assert index.search("audience:desk OR key:audience=desk", audience="public").works == ()


def test_a_page_is_a_part_of_all_works(index):
    result = index.search("", audience="public", limit=1, offset=1)

    assert result.total == 3
    assert [hit.work for hit in result.hits] == ["dragon"]
    assert result.works == ("butterfly", "dragon", "snake")


def test_without_a_limit_all_hits_come(index):
    assert len(index.search("", audience="public", limit=None).hits) == 3


@pytest.mark.parametrize("query", ["蝶", "dragon OR hudie OR 龙", "蝴蝶妈妈背扇", "hand", ""])
def test_scores_fall_from_one_towards_zero(index, query):
    scores = [hit.score for hit in index.search(query, audience="public").hits]

    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


def test_an_unknown_filter_is_refused(index):
    with pytest.raises(BadInput, match="colours"):
        index.search("", audience="public", where=[("colours", "red")])


@pytest.mark.parametrize("page", [{"offset": -1}, {"limit": -1}])
def test_a_page_before_the_first_is_refused(index, page):
    with pytest.raises(BadInput):
        index.search("", audience="public", **page)


def test_problems_of_the_query_come_with_the_answer(index):
    result = index.search('"龙', audience="public")

    assert result.total == 2
    assert [problem.code for problem in result.problems] == ["unclosed-quote"]


def ranked(tmp_path, query, *documents):
    index = TextIndex(tmp_path / "text")
    index.rebuild(documents)
    return list(index.search(query, audience="public").works)


def titled(work, title, **more):
    return TextDocument(work=work, audience="public", title=(title,), **more)


def described(work, text, **more):
    return TextDocument(work=work, audience="public", description=(text,), **more)


def test_where_a_word_stands_decides_the_order(tmp_path):
    works = ranked(
        tmp_path,
        "蝴蝶",
        described("description", "蝴蝶", updated="2026-01-09"),
        titled("pinyin only", "糊碟", updated="2026-01-09"),
        TextDocument("concept", "public", concepts=("蝴蝶",)),
        titled("title", "蝴蝶背扇"),
        titled("whole title", "蝴蝶"),
    )

    assert works == ["whole title", "title", "concept", "description"]


def test_what_is_spelt_as_asked_comes_before_what_folds_to_it_before_pinyin(tmp_path):
    documents = (
        titled("pinyin", "花垄", updated="2026-01-09"),
        titled("traditional", "花龍", updated="2026-01-02"),
        titled("simplified", "花龙", updated="2026-01-01"),
        titled("latin", "hua long"),
    )

    assert ranked(tmp_path / "1", "龙", *documents) == ["simplified", "traditional"]
    assert ranked(tmp_path / "2", "龍", *documents) == ["traditional", "simplified"]
    assert ranked(tmp_path / "3", "long", *documents)[0] == "latin"
    assert len(ranked(tmp_path / "4", "long", *documents)) == 4


def test_an_exact_english_word_comes_before_its_stem(tmp_path):
    documents = (titled("one", "A hand"), titled("many", "Two hands"))

    assert ranked(tmp_path / "1", "hand", *documents) == ["one", "many"]
    assert ranked(tmp_path / "2", "hands", *documents) == ["many", "one"]


def test_a_makers_own_name_comes_first(tmp_path):
    works = ranked(
        tmp_path,
        "张秀英",
        titled("about her", "张秀英的背扇", updated="2026-01-09"),
        described("thanks", "感谢张秀英", updated="2026-01-09"),
        TextDocument("hers", "public", makers=("张秀英",)),
    )

    assert works == ["hers", "about her", "thanks"]


def test_a_title_of_several_words_is_recognised_as_a_whole(tmp_path):
    works = ranked(
        tmp_path,
        "butterfly mother",
        titled("part", "Mother with butterfly pattern", updated="2026-01-09"),
        titled("whole", "Butterfly mother"),
    )

    assert works == ["whole", "part"]


def test_newer_comes_first_among_equals(tmp_path):
    works = ranked(
        tmp_path,
        "龙",
        titled("old", "龙", updated="2026-01-01T12:00:00+08:00"),
        titled("undated", "龙"),
        titled("new", "龙", updated="2026-01-01T05:00:00Z"),
    )

    assert works == ["new", "old", "undated"]


def test_a_rare_word_counts_more_than_a_common_one(tmp_path):
    works = ranked(
        tmp_path,
        "silk OR indigo",
        described("common", "silk", updated="2026-01-09"),
        described("common too", "silk", updated="2026-01-08"),
        described("rare", "indigo"),
    )

    assert works == ["rare", "common", "common too"]


def test_a_word_said_more_often_counts_more(tmp_path):
    works = ranked(
        tmp_path,
        "蝴蝶",
        described("once", "蝴蝶", updated="2026-01-09"),
        described("often", "蝴蝶，蝴蝶，还是蝴蝶"),
    )

    assert works == ["often", "once"]


def test_a_phrase_is_found_in_order_in_every_segment_and_not_in_deleted_works(tmp_path):
    index = TextIndex(tmp_path / "text")
    index.rebuild([titled(f"n{number}", "蝴蝶妈妈") for number in range(8)])
    index.update([titled("new", "蝴蝶妈妈"), titled("turned", "妈妈蝴蝶")], removed=["n0"])

    works = index.search('"蝴蝶妈妈"', audience="public").works

    assert sorted(works) == ["n1", "n2", "n3", "n4", "n5", "n6", "n7", "new"]


def test_a_refused_word_is_refused_though_an_earlier_work_has_it_too(tmp_path):
    # Whoosh's own AndNot lets the second of these through.
    works = ranked(tmp_path, "龙 -兽", titled("a", "兽"), titled("b", "龙 兽"), titled("c", "龙"))

    assert works == ["c"]


def test_what_only_sounds_alike_keeps_its_low_score_beside_what_is_written_so(tmp_path):
    # Whoosh's own DisjunctionMax gives the first the score of the second.
    works = ranked(
        tmp_path, "long", titled("sounds", "垄", updated="2026-01-09"), titled("written", "long")
    )

    assert works == ["written", "sounds"]
