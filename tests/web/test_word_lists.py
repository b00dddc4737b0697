import pytest

from archive.access import Role
from archive.catalogue import open_catalogue
from archive.vocabulary.stored import load_vocabulary
from tests.web.small_site import jpeg, make_site
from web.translating import translate
from web.word_list_forms import ANY_SENTENCE, SENTENCES
from web.word_lists import ACTION_WORDS, SCHEME_WORDS, found_words

WORDS = "/zh/desk/words"


@pytest.fixture
def site(tmp_path):
    return make_site(tmp_path)


@pytest.fixture
def clerk(site):
    return site.inside("田会计", Role.CURATOR)


@pytest.fixture
def work(site):
    """A piece on which two words are said that no list has."""
    site.inside("李阿姨").hand_in(jpeg(), title="我的帽", motif_words="板报蝶、怪东西")
    return site.works()[0].id


def vocabulary(site):
    db = open_catalogue(site.home)
    found = load_vocabulary(db)
    db.close()
    return found


def acts(clerk, act, **fields):
    return clerk.post(WORDS, act=act, **fields)


def test_only_the_desk_sees_the_page(site):
    assert site.inside("石阿婆").client.get(WORDS).status_code == 403
    assert site.visitor().client.get(WORDS).status_code == 403


def test_the_desk_leads_to_it(clerk):
    assert f'href="{WORDS}"' in clerk.client.get("/zh/desk/").text


def test_a_word_nobody_knows_stands_there_with_its_work_and_speaker(clerk, work):
    page = clerk.client.get(WORDS).text

    assert "“板报蝶”" in page
    assert f'href="/zh/desk/works/{work}"' in page
    assert "李阿姨" in page


def test_an_empty_page_says_so(clerk):
    assert "没有等着认的叫法" in clerk.client.get(WORDS).text


@pytest.mark.parametrize(
    "field", [{"concept": "motif/butterfly"}, {"other": "蝴蝶"}, {"other": "hudie"}]
)
def test_another_name_of_a_concept_is_taken_as_one(site, clerk, work, field):
    answer = acts(clerk, "name", scheme="motif", text="板报蝶", **field)

    page = clerk.client.get(answer.location).text
    assert answer.status_code == 303
    assert "记下了" in page
    assert "“板报蝶”" not in page
    assert site.work(work).concepts("motif") == ("motif/butterfly",)
    assert vocabulary(site).find("motif", "板报蝶").id == "motif/butterfly"


def test_what_is_written_goes_before_what_is_ticked(site, clerk, work):
    acts(clerk, "name", scheme="motif", text="板报蝶", concept="motif/butterfly", other="龙")

    assert site.work(work).concepts("motif") == ("motif/dragon",)


def test_a_new_word_gets_its_page(site, clerk, work):
    answer = acts(
        clerk,
        "new",
        scheme="motif",
        text="怪东西",
        slug="odd-thing",
        zh="怪物",
        en="odd thing",
        broader="动物",
    )

    page = site.visitor().client.get("/zh/motifs/odd-thing").text
    assert answer.status_code == 303
    assert "怪物" in page
    assert "待核实" in page
    assert vocabulary(site).find("motif", "怪东西").broader == ("motif/animal",)
    assert site.work(work).concepts("motif") == ("motif/odd-thing",)


@pytest.mark.parametrize(
    ("act", "fields", "sentence"),
    [
        ("name", {}, "请选一个词"),
        ("name", {"other": "没有的词"}, "词表里没有这个词"),
        ("name", {"concept": "technique/tin"}, "另一张表"),
        ("name", {"concept": "motif/dragon", "text": "没人说"}, "已经有人认过了"),
        ("new", {"slug": "Odd Thing", "zh": "怪"}, "短名只能用小写字母"),
        ("new", {"slug": "odd", "zh": ""}, "请写中文名"),
        ("new", {"slug": "dragon", "zh": "怪"}, "短名已经用过了"),
        ("new", {"slug": "odd", "zh": "龙纹"}, "词表里已经有这个名字的词了"),
        ("new", {"slug": "odd", "zh": "怪", "broader": "没有的词"}, "词表里没有这个词"),
    ],
)
def test_what_cannot_be_is_asked_for_again_with_the_reason(clerk, work, act, fields, sentence):
    sent = {"scheme": "motif", "text": "怪东西"} | fields

    answer = acts(clerk, act, **sent)

    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_refused_form_keeps_what_was_typed(clerk, work):
    answer = acts(clerk, "new", scheme="motif", text="怪东西", slug="dragon", zh="怪物甲", en="odd")

    assert 'value="怪物甲"' in answer.text
    assert answer.text.count("<details open>") == 1


def test_words_are_looked_up_by_a_part_and_by_sound(clerk):
    assert "猫头鹰" in clerk.client.get(f"{WORDS}?q=头鹰").text
    assert "蝴蝶纹" in clerk.client.get(f"{WORDS}?q=hudie&list=motif").text
    assert "蝴蝶纹" not in clerk.client.get(f"{WORDS}?q=hudie&list=technique").text


def test_the_best_find_comes_first(site):
    words = vocabulary(site)

    assert found_words(words, "蝴蝶", "", 9)[0].id == "motif/butterfly"
    assert found_words(words, " ", "", 9) == []
    assert len(found_words(words, "绣", "", 9)) == 9


def test_a_name_is_added_and_undone(site, clerk):
    added = acts(clerk, "add", concept="motif/butterfly", name="板报蝶", q="蝴蝶")
    page = clerk.client.get(added.location).text
    number = page.split('name="number" value="')[1].split('"')[0]
    undone = acts(clerk, "undo", number=number)

    assert "板报蝶" in page
    assert undone.status_code == 303
    assert vocabulary(site).find("motif", "板报蝶") is None
    assert acts(clerk, "undo", number=number).status_code == 422


def test_a_name_taken_wrongly_waits_again_after_undo(site, clerk, work):
    acts(clerk, "name", scheme="motif", text="板报蝶", concept="motif/dragon")
    page = clerk.client.get(WORDS).text
    acts(clerk, "undo", number=page.split('name="number" value="')[1].split('"')[0])

    assert "“板报蝶”" in clerk.client.get(WORDS).text
    assert site.work(work).concepts("motif") == ()


def test_two_words_are_made_one_and_the_old_address_leads_on(site, clerk):
    merged = acts(clerk, "merge", concept="motif/butterfly", into="昆虫", reason="这里只有一个叫法")
    old = site.visitor().client.get("/en/motifs/butterfly?page=1")
    told = site.visitor().client.get("/api/v1/concepts/motif/butterfly").json

    assert merged.status_code == 303
    assert (old.status_code, old.location) == (301, "/en/motifs/insect")
    assert (told["id"], told["replaces"]) == ("motif/insect", ["motif/butterfly"])


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"into": "没有的词", "reason": "x"}, "词表里没有这个词"),
        ({"into": "蝴蝶妈妈", "reason": "x"}, "反过来并"),
        ({"into": "蝴蝶", "reason": "x"}, "两个不同的词"),
        ({"into": "龙", "reason": ""}, "请写为什么"),
    ],
)
def test_a_merge_that_cannot_be_is_explained_at_its_word(clerk, fields, sentence):
    answer = acts(clerk, "merge", concept="motif/butterfly", q="蝴蝶纹", **fields)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert answer.text.count("<details open>") == 1


@pytest.mark.parametrize("act", ["", "erase"])
def test_nothing_else_can_be_done_here(clerk, act):
    assert acts(clerk, act).status_code == 400


def test_a_maker_changes_no_list(site, work):
    answer = site.inside("石阿婆").post(
        WORDS, "/zh/studio/", act="add", concept="motif/dragon", name="x"
    )

    assert answer.status_code == 403
    assert vocabulary(site).find("motif", "x") is None


def test_every_sentence_has_its_english():
    said = [*SCHEME_WORDS.values(), *ACTION_WORDS.values(), ANY_SENTENCE]
    said += [sentence for _, sentence in SENTENCES]

    assert [text for text in said if translate(text, "en") == text] == []
