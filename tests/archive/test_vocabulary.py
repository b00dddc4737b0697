import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from archive.errors import BadInput, NotFound
from archive.folding import fold
from archive.vocabulary import (
    SCHEMES,
    AltLabel,
    Concept,
    Vocabulary,
    load_shipped,
    shipped_digest,
)
from archive.wording import Wording

VOCABULARY = load_shipped()
EVERY = list(VOCABULARY)
SHEET = Path(__file__).parents[2].parent / "shared" / "data" / "textiles" / "works.csv"


def found(scheme: str, text: str) -> str:
    concept = VOCABULARY.find(scheme, text)
    return concept.id if concept else ""


def named(concept_id: str, zh: str, *, broader: str = "", alternative: str = "") -> Concept:
    scheme, slug = concept_id.split("/")
    return Concept(
        concept_id,
        scheme,
        slug,
        Wording(zh),
        alternatives=(AltLabel(alternative, "zh"),) if alternative else (),
        broader=(broader,) if broader else (),
    )


@pytest.mark.parametrize(
    ("scheme", "count"),
    [
        ("motif", 155),
        ("technique", 41),
        ("object", 45),
        ("material", 37),
        ("colour", 24),
        ("place", 49),
    ],
)
def test_each_list_is_complete(scheme, count):
    assert len(VOCABULARY.scheme(scheme)) == count


def test_every_concept_has_a_slug_that_can_stand_in_an_address():
    odd = [c.id for c in EVERY if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", c.slug)]

    assert odd == []


def test_every_concept_is_named_in_both_scripts_and_english():
    assert [c.id for c in EVERY if not (c.label.zh and c.label.en and c.label_hant)] == []


def test_every_concept_says_how_sure_we_are():
    assert {c.confidence for c in EVERY} == set("ABCGS")


def test_broader_and_related_lead_to_concepts_of_the_same_list():
    links = [(c, other) for c in EVERY for other in (*c.broader, *c.related)]
    dangling = [(c.id, other) for c, other in links if VOCABULARY.concept(other).scheme != c.scheme]

    assert dangling == []


def test_no_concept_is_above_itself():
    assert [c.id for c in EVERY for b in c.broader if c.id in (b, *VOCABULARY.broader_of(b))] == []


def test_related_goes_both_ways_and_never_along_the_tree():
    one_way = [c.id for c in EVERY for r in c.related if c.id not in VOCABULARY.concept(r).related]
    along = [c.id for c in EVERY if set(c.related) & set(VOCABULARY.broader_of(c.id))]

    assert (one_way, along) == ([], [])


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_two_concepts_prefer_the_same_name(scheme):
    names = Counter(
        name
        for c in VOCABULARY.scheme(scheme)
        for name in {fold(c.label.zh), fold(c.label_hant), fold(c.label.en)}
    )

    assert [name for name, count in names.items() if count > 1] == []


def test_every_preferred_name_finds_its_own_concept():
    lost = [
        (c.id, name)
        for c in EVERY
        for name in (c.id, c.slug, c.label.zh, c.label_hant, c.label.en)
        if VOCABULARY.find(c.scheme, name) != c
    ]

    assert lost == []


def test_every_other_name_finds_some_concept():
    lost = [(c.id, n.text) for c in EVERY for n in c.alternatives if not found(c.scheme, n.text)]

    assert lost == []


def test_every_motif_is_found_without_its_ending():
    ended = [c for c in VOCABULARY.scheme("motif") if c.label.zh.endswith("纹")]

    assert [c.id for c in ended if found("motif", c.label.zh[:-1]) != c.id] == []


@pytest.mark.parametrize(
    ("scheme", "text", "expected"),
    [
        ("motif", "蝴蝶", "motif/butterfly"),
        ("motif", "蝴蝶紋", "motif/butterfly"),
        ("motif", "蝴蝶圖案", "motif/butterfly"),
        ("motif", "hu die wen", "motif/butterfly"),
        ("motif", "Hudie", "motif/butterfly"),
        ("motif", "hú dié", "motif/butterfly"),
        ("motif", " ＢＵＴＴＥＲＦＬＹ ", "motif/butterfly"),
        ("motif", "妹榜妹留", "motif/butterfly-mother"),
        ("motif", "龙", "motif/dragon"),
        ("motif", "牛龙纹", "motif/ox-dragon"),
        ("motif", "窝妥", "motif/wotuo"),
        ("motif", "卍", "motif/swastika"),
        ("motif", "花纹", "motif/motif"),
        ("technique", "皱绣", "technique/crinkle"),
        ("technique", "打子绣", "technique/seed-knot"),
        ("technique", "腊染", "technique/batik"),
        ("technique", "拉锁绣", "technique/two-needle-lock"),
        ("technique", "平绣针法", "technique/flat-stitch"),
        ("technique", "數紗繡", "technique/counted-stitch"),
        ("technique", "ma wei xiu", "technique/horsetail"),
        ("object", "围裙", "object/apron"),
        ("object", "背扇", "object/baby-carrier"),
        ("object", "xiu pian", "object/component"),
        ("material", "合金", "material/aluminium"),
        ("colour", "lv", "colour/green"),
        ("colour", "lu", "colour/green"),
        ("place", "台江", "place/taijiang"),
        ("place", "臺江縣", "place/taijiang"),
        ("place", "丹寨", "place/danzhai"),
        ("place", "雷山", "place/leishan"),
        ("place", "酉阳", "place/youyang"),
        ("place", "酉州", "place/youyang"),
        ("place", "何家岩", "place/hejiayan"),
        ("place", "施洞镇", "place/shidong"),
        ("place", "湘西州", "place/xiangxi"),
        ("place", "红苗(旧称)", "place/dialect-east"),
        ("place", "Youyang County", "place/youyang"),
        ("motif", "butterfly pattern", "motif/butterfly"),
        ("motif", "technique/tin", ""),
        ("motif", "", ""),
        ("nothing", "龙", ""),
    ],
)
def test_a_name_finds_its_concept(scheme, text, expected):
    assert found(scheme, text) == expected


def test_a_preferred_name_wins_over_another_concepts_alternative():
    plain = named("motif/a", "桃红", broader="motif/b")
    other = named("motif/b", "粉红", alternative="桃红")

    assert Vocabulary([plain, other]).find("motif", "桃红") == plain


def test_of_two_that_share_a_name_the_broader_wins():
    narrow = named("motif/a", "甲", broader="motif/b", alternative="同名")
    broad = named("motif/b", "乙", alternative="同名")

    assert Vocabulary([narrow, broad]).find("motif", "同名") == broad


@pytest.mark.parametrize(
    ("scheme", "slip", "expected"),
    [
        ("motif", "蝴碟", "motif/butterfly"),
        ("motif", "buterfly", "motif/butterfly"),
        ("motif", "无公纹", "motif/centipede"),
        ("technique", "平秀", "technique/flat-stitch"),
        ("technique", "皱秀", "technique/crinkle"),
        ("place", "台讲", "place/taijiang"),
    ],
)
def test_the_nearest_name_is_what_was_meant(scheme, slip, expected):
    assert VOCABULARY.nearest(scheme, slip)[0].id == expected


@pytest.mark.parametrize("text", ["坦克", "xylophone", "", "🙂"])
def test_nothing_is_suggested_for_what_is_not_alike(text):
    assert VOCABULARY.nearest("motif", text) == ()


def test_no_more_are_suggested_than_wanted():
    counts = [len(VOCABULARY.nearest("motif", "龙文", n)) for n in (0, 1, 3)]

    assert counts == [0, 1, 3]


def test_ancestors_are_told_nearest_first():
    assert VOCABULARY.broader_of("motif/butterfly-mother") == (
        "motif/butterfly",
        "motif/insect",
        "motif/animal",
        "motif/motif",
    )


def test_descendants_and_ancestors_are_two_sides_of_one_tree():
    down = {(c.id, n) for c in EVERY for n in VOCABULARY.narrower_of(c.id)}
    up = {(b, c.id) for c in EVERY for b in VOCABULARY.broader_of(c.id)}

    assert down == up


def test_a_list_is_read_parents_first():
    order = [c.id for c in VOCABULARY.scheme("motif")]
    late = [c.id for c in EVERY for b in c.broader if c.scheme == "motif" and b in order]
    early = [i for i in late for b in VOCABULARY.broader_of(i) if order.index(b) > order.index(i)]

    assert (order[0], early) == ("motif/motif", [])


def test_siblings_stand_by_pinyin():
    assert VOCABULARY.children("technique/couching") == (
        "technique/wrapped-core",
        "technique/braid",
        "technique/metal-thread",
        "technique/horsetail",
    )


def test_a_ring_is_survived():
    ring = [named("motif/a", "甲", broader="motif/b"), named("motif/b", "乙", broader="motif/a")]
    vocabulary = Vocabulary(ring)

    assert len(vocabulary.scheme("motif")) == 2
    assert vocabulary.broader_of("motif/a") == ("motif/b",)
    assert vocabulary.narrower_of("motif/a") == ("motif/b",)


def test_two_concepts_cannot_share_an_id():
    with pytest.raises(BadInput, match="motif/a"):
        Vocabulary([named("motif/a", "甲"), named("motif/a", "乙")])


@pytest.mark.parametrize("bad", ["motif/Sun", "motif/sun moon", "motif/-", "Motif/sun"])
def test_an_id_is_scheme_and_slug(bad):
    with pytest.raises(BadInput, match="concept id"):
        named(bad, "太阳纹")


def test_an_unknown_id_is_not_found():
    assert VOCABULARY.get("motif/unicorn") is None
    with pytest.raises(NotFound, match="unicorn"):
        VOCABULARY.concept("motif/unicorn")


def test_labels_begin_with_the_preferred_names():
    labels = VOCABULARY.labels("motif/butterfly")

    assert labels[:3] == ("蝴蝶纹", "蝴蝶紋", "butterfly")
    assert {"蝶", "hu die", "hudiewen"} <= set(labels)


def test_a_name_given_by_outsiders_is_found_but_hidden():
    names = {n.text: n.hidden for n in VOCABULARY.concept("place/dialect-east").alternatives}

    assert (names["红苗"], names["果雄"]) == (True, False)


@pytest.mark.parametrize(("letter", "expected"), list(zip("ABCGS", [1, 1, 0, 0, 0], strict=True)))
def test_only_what_a_good_page_supports_is_verified(letter, expected):
    concept = Concept("motif/a", "motif", "a", Wording("甲"), confidence=letter)

    assert concept.is_verified == bool(expected)


def test_a_colour_has_a_swatch_and_its_lab():
    indigo = VOCABULARY.concept("colour/indigo-blue")

    assert (indigo.swatch, indigo.lab) == ("#1F3A6E", (25.1, 8.9, -33.3))


def test_a_place_says_in_which_datum_its_point_is():
    pointed = [c for c in VOCABULARY.scheme("place") if dict(c.extra).get("lat_gcj02")]

    assert {dict(c.extra)["datum"] for c in pointed} == {"GCJ-02"}


def test_the_digest_is_stable():
    assert shipped_digest() == shipped_digest()
    assert re.fullmatch(r"[0-9a-f]{64}", shipped_digest())


def test_wording_falls_back_to_the_other_language():
    both, chinese = Wording("龙", "dragon"), Wording("龙")

    assert (both.pick("zh"), both.pick("en"), chinese.pick("en")) == ("龙", "dragon", "龙")
    assert (both.pick("en-GB"), both.pick("zh-Hant"), Wording().pick("en")) == ("dragon", "龙", "")


@pytest.mark.skipif(not SHEET.exists(), reason="the shared sample of textiles is not beside us")
@pytest.mark.parametrize(
    ("column", "scheme"),
    [
        ("motifs", "motif"),
        ("techniques", "technique"),
        ("object_type", "object"),
        ("made_place", "place"),
        ("style", "place"),
    ],
)
def test_every_word_of_the_sample_sheet_is_known(column, scheme):
    with SHEET.open(encoding="utf-8-sig", newline="") as file:
        cells = {row[column] for row in csv.DictReader(file)}
    words = {word.strip() for cell in cells for word in re.split("[;；]", cell)} - {""}

    assert words
    assert [word for word in words if not found(scheme, word)] == []
