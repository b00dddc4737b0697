"""A short life of an archive in which everything happens once."""

from __future__ import annotations

from dataclasses import replace

from archive.access import Role
from archive.arranging import Place, arrange_collection, put_wholes
from archive.calendar_days import follow_calendar
from archive.changes import change
from archive.consent.consenting import add_consent, put_tapped_consent, withdraw_consents
from archive.consent.of_makers import add_maker_consent, withdraw_maker_uses
from archive.curated import put_collection
from archive.drafts import CreditDraft
from archive.duplicates import put_duplicates, reopen_duplicate, settle_duplicate
from archive.editing import DESK, correct_makers, edit_work, take_out_statement
from archive.handing_in import hand_in
from archive.history import latest_event
from archive.history.contradicted import statement_key
from archive.history.restoring import restore
from archive.imports import Counts, finish_import, start_import, undo_import
from archive.invitations import accept, invite, revoke
from archive.judgements import judge, take_back_judgement
from archive.loading import load_work
from archive.makers import edit_maker, put_maker
from archive.occurrences import (
    OccurrenceDraft,
    add_occurrence,
    bring_back_occurrence,
    take_back_occurrence,
)
from archive.originals import OriginalStore
from archive.photograph_words import edit_photograph
from archive.picture_records import PairFound
from archive.record_statements import Telling, put_record_statements, put_work_statements
from archive.records import (
    Collection,
    Consent,
    PartOf,
    SaleLink,
    Scope,
    Statement,
    Suggestion,
)
from archive.suggestions import (
    accept_suggestion,
    put_suggestions,
    reject_suggestion,
    reopen_suggestion,
    suggestion_key,
)
from archive.takedown import keep_closed, open_again, put_back, take_down
from archive.vocabulary.concept import AltLabel
from archive.vocabulary.editing import add_concept, add_name, merge, unmerge
from archive.vocabulary.history import undo_concept_change
from archive.vocabulary.local_names import take_as_name, take_back
from archive.vocabulary.stored import stored_concepts
from archive.wording import Wording
from archive.works import publish_work, put_work
from tests.making import agreed, draft, jpeg, photograph

_LINK = SaleLink("https://weidian.com/item.html?itemID=1", "weidian")


class Life:
    """An archive and what its life has brought so far, by name."""

    def __init__(self, home, db):
        self.home, self.db = home, db
        self.originals = OriginalStore(home.originals)
        for colour in ("red", "blue", "lime"):
            self.originals.store(jpeg(colour))
        self.known = {}

    def last_event(self):
        """Return the number of the last event of all."""
        return self.db.execute("SELECT coalesce(max(id), 0) FROM changes").fetchone()[0]

    def change(self, import_id=None):
        """Open a transaction."""
        return change(self.db, "田会计", import_id=import_id)


def import_a_sheet(life):
    number = start_import(life.db, "clerk", "works.csv")
    camera = (Statement("camera", "", "2026-01-01", "a telephone", origin="camera"),)
    pictures = (
        photograph(jpeg("red"), "red.jpg", private={"GPS": "x"}, statements=camera),
        photograph(jpeg("blue"), "blue.jpg"),
    )
    full = replace(
        draft(
            jpeg(),
            identifier="1",
            credits=(CreditDraft(name=Wording("李阿姨")),),
            consent=agreed("pictures", "name"),
            sale_links=(_LINK,),
            collections=("caps",),
            publish=True,
        ),
        photographs=pictures,
    )
    with life.change(number) as this:
        life.known["cap"] = put_work(this, full).work
        life.known["jacket"] = put_work(this, draft(jpeg("lime"), identifier="2")).work
    finish_import(life.db, number, Counts(added=2))
    life.known["draft"] = full


def import_it_again_with_changes(life):
    number = start_import(life.db, "clerk", "works2.csv")
    news = replace(
        life.known["draft"],
        photographs=life.known["draft"].photographs[::-1][:1],
        consent=agreed("pictures"),
        collections=("spring",),
        part_of=(PartOf(life.known["jacket"]),),
    )
    with life.change(number) as this:
        put_work(this, news)
        life.known["third"] = put_work(this, draft(jpeg("red"), identifier="3")).work
    finish_import(life.db, number, Counts(added=1, updated=1))
    life.known["import"] = number


def take_the_second_import_back(life):
    undo_import(life.db, "clerk", life.known["import"])


def invite_and_come_in(life):
    invitation, secret = invite(life.db, "田会计", "石阿婆", Role.MAKER)
    accept(life.db, invitation, secret)
    again, _ = invite(life.db, "田会计", "石阿婆", Role.MAKER, same_person=True)
    revoke(life.db, "田会计", again)


def hand_in_by_telephone(life):
    with change(life.db, "石阿婆") as this:
        life.known["own"] = hand_in(
            this,
            draft(jpeg("blue"), credits=(CreditDraft(name=Wording("石阿婆")),)),
            form_key="k1",
            given_by="石阿婆",
            uses=("pictures",),
        )
    with change(life.db, "石阿婆") as this:
        put_tapped_consent(this, life.known["own"], "石阿婆", ("pictures", "sale"))


def publish(life):
    with life.change() as this:
        publish_work(this, life.known["own"])


def edit_on_the_desk(life):
    said = Statement("title", "田会计", "2026-01-01", "童帽", "zh", origin=DESK)
    with life.change() as this:
        edit_work(this, life.known["cap"], [said])
    said = Statement("meaning", "田会计", "2026-01-01", "蝴蝶妈妈", "zh", origin=DESK)
    with life.change() as this:
        put_work_statements(this, life.known["cap"], Telling((said,), frozenset({"meaning"})))


def take_a_wrong_statement_out(life):
    work = load_work(life.db, life.known["cap"])
    with life.change() as this:
        take_out_statement(this, work.id, statement_key(work.said("title")[-1]), "it is a dragon")


def correct_the_maker(life):
    with life.change() as this:
        correct_makers(this, life.known["cap"], ["龙奶奶"], "she says so", word_of="李阿姨")
        correct_makers(this, life.known["cap"], ["李阿姨"], "she says so", role="dyed")


def say_yes_and_no(life):
    yes = Consent("龙奶奶", "voice", "2026-01-01", frozenset({"name"}))
    with life.change() as this:
        add_consent(this, life.known["cap"], yes)
        withdraw_consents(this, life.known["own"], "she asked")


def fill_in_the_records(life):
    with life.change() as this:
        maker = put_maker(this, Wording("李阿姨", "Aunt Li"), about=Wording("绣了五十年"))
        edit_maker(this, replace(maker, place="place/hejiayan"), word_of="李阿姨")
        yes = Consent("李阿姨", "voice", "2026-01-01", frozenset({"name"}))
        add_maker_consent(this, maker.id, yes)
        withdraw_maker_uses(this, maker.id, {"name"}, "she asked")
        put_collection(this, Collection("caps", Wording("童帽")))
        said = Statement("pinyin", "田会计", "2026-01-01", "Li ayi", origin=DESK)
        put_record_statements(this, "maker", maker.id, Telling((said,), frozenset({"pinyin"})))
        arrange_collection(this, "caps", [Place(life.known["own"], "for its colours")])
        photograph_id = load_work(life.db, life.known["cap"]).photographs[0].id
        edit_photograph(this, life.known["cap"], photograph_id, "worn", Wording("一顶帽"))
        put_wholes(this, life.known["cap"], [PartOf(life.known["jacket"], "左袖")])


def take_down_and_put_back(life):
    with life.change() as this:
        publish_work(this, life.known["cap"])
        take_down(this, life.known["cap"], Scope.ALL, "the family asks")
        put_back(this, life.known["cap"], "they agree")
        keep_closed(this, life.known["cap"], "2999-01-01", "not yet")
        open_again(this, life.known["cap"], "now")


def put_an_earlier_state_back(life):
    work = life.known["third"]
    with life.change() as this:
        restore(
            this,
            work,
            latest_event(life.db, "work", work) - 1,
            "it is ours after all",
            originals=life.originals,
        )


def look_after_the_lists(life):
    local = Statement("motif", "田会计", "2026-01-01", "怪花样", "zh", origin=DESK)
    with life.change() as this:
        edit_work(this, life.known["cap"], [local])
        take_as_name(this, "motif", "怪花样", "motif/fish")
    with life.change() as this:
        take_back(this, latest_event(life.db, "concept", "motif/fish"))
    fish = stored_concepts(life.db)["motif/fish"]
    ours = replace(fish, id="motif/pond", slug="pond", label=Wording("塘", "pond"), alternatives=())
    with life.change() as this:
        add_concept(this, replace(ours, label_hant="塘", broader=(fish.id,)))
    added = life.last_event()
    with life.change() as this:
        undo_concept_change(this, added)
        add_name(this, "motif/fish", AltLabel("大鱼", "zh"))
        merge(this, "motif/fish", "motif/dragon", "one thing here")
        unmerge(this, "motif/fish")


def mark_motifs_and_answer_programs(life):
    work = life.known["cap"]
    here = load_work(life.db, work).photographs[0].id
    there = load_work(life.db, life.known["jacket"]).photographs[0].id
    marked = OccurrenceDraft(here, (4, 4, 20, 16), "motif/butterfly", "蝴蝶妈妈", made_from=there)
    with life.change() as this:
        occurrence = add_occurrence(this, marked, word_of="李阿姨")
        take_back_occurrence(this, work, occurrence.id, "it is a bird")
        bring_back_occurrence(this, work, occurrence.id)
    guesses = [
        Suggestion(here, "motif", f"motif/{slug}", 0.8, "neighbours", "1")
        for slug in ("bird", "fish")
    ]
    put_suggestions(life.db, here, guesses, model="neighbours")
    with life.change() as this:
        accept_suggestion(this, work, suggestion_key(guesses[0]))
        reject_suggestion(this, work, suggestion_key(guesses[1]))
        reopen_suggestion(this, work, suggestion_key(guesses[1]))
        reject_suggestion(this, work, suggestion_key(guesses[1]))


def compare_photographs(life):
    here = load_work(life.db, life.known["cap"]).photographs[0].id
    there = load_work(life.db, life.known["jacket"]).photographs[0].id
    with life.change() as this:
        judgement = judge(this, here, there, "alike", region=(0, 0, 20, 20))
        judge(this, here, there, "not alike", region=(0, 0, 20, 20))
        take_back_judgement(this, judgement.id)
        judge(this, here, there, "same motif")
    put_duplicates(life.db, here, [PairFound(there, "same photograph", 0.9, "hash", "1")])
    with life.change() as this:
        settle_duplicate(this, here, there, "different")
        reopen_duplicate(this, here, there)
        settle_duplicate(this, here, there, "same")
    with life.change() as this:
        twice = put_work(this, draft(jpeg("lime"), jpeg("blue"), identifier="4")).work
    one, other = (each.id for each in load_work(life.db, twice).photographs)
    with life.change() as this:
        settle_duplicate(this, one, other, "same", keep=one)


def let_programs_and_days_go_by(life):
    photograph_id = load_work(life.db, life.known["cap"]).photographs[0].id
    guess = Suggestion(photograph_id, "colour", "colour/dark-red", 0.5, "palette", "1")
    put_suggestions(life.db, photograph_id, [guess], model="palette")
    life.db.execute("UPDATE counters SET value = '2020-01-01' WHERE name = 'calendar'")
    follow_calendar(life.home, life.db)


#: Everything that happens, in this order.
LIFE = (
    import_a_sheet,
    import_it_again_with_changes,
    take_the_second_import_back,
    invite_and_come_in,
    hand_in_by_telephone,
    publish,
    edit_on_the_desk,
    take_a_wrong_statement_out,
    correct_the_maker,
    say_yes_and_no,
    fill_in_the_records,
    take_down_and_put_back,
    put_an_earlier_state_back,
    look_after_the_lists,
    mark_motifs_and_answer_programs,
    compare_photographs,
    let_programs_and_days_go_by,
)
