"""Nothing leaks: random records, consents and viewers against every output the site has.

``xiupu export --all`` and ``xiupu search`` are left out: they are the clerk's own
tools. Other draws than those of every day:
``XIUPU_TEST_SEEDS=7,8 pytest tests/web/leaks``. With ``-s`` it says how much
was looked at.
"""

import io
import os
import shutil
from contextlib import closing
from dataclasses import replace
from functools import cached_property

import pytest
from click.testing import CliRunner

from archive.catalogue import open_catalogue
from archive.clock import today
from archive.field_table import MAKER_FIELDS, PHOTOGRAPH_FIELDS, WORK_FIELDS, Kind
from archive.home import Home
from archive.vocabulary.stored import load_vocabulary
from tests.web.leaks.addresses import NOBODY, Ask, Choices, addresses, unclassified
from tests.web.leaks.building import build, concepts_of
from tests.web.leaks.emptying import forget_what_is_hidden
from tests.web.leaks.oracle import NEEDED, PERSONS, STAFF_ONLY
from tests.web.leaks.photographs import jpeg_of, told_by_picture
from tests.web.leaks.reading import secrets_in, text_of
from tests.web.leaks.searching import found_by, questions, same_cloth_in, wanted
from tests.web.leaks.visiting import Tally, is_personal, plain, visitors
from web.app import create_app
from web.cli import main
from web.settings import Settings

SEEDS = [int(seed) for seed in os.environ.get("XIUPU_TEST_SEEDS", "1,2").split(",")]
PIECES = 15
VISITORS = ("public", "stranger", "maker", "account", "researcher", "staff")
#: Who asks for everything; others leave out what is answered alike to everybody.
WALK_ALL = ("public", "maker")
_MOST_LINES = 30
_POSTS_EACH = 4


def lines(leaks):
    """Return the first leaks, each on a line, to be read where a test failed."""
    return "\n".join([f"{len(leaks)} leaks", *leaks[:_MOST_LINES]])


class Site:
    """The site of one draw with everybody who visits it."""

    def __init__(self, folder, seed):
        self.built = build(Home(folder / "home"), seed, PIECES)
        self.vault = self.built.drawn.vault
        self.visitors = visitors(self.built, today())
        self.public = self.visitors["public"]
        with closing(open_catalogue(self.built.home)) as db:
            self.words = load_vocabulary(db)
        chosen = {c for named in concepts_of(self.words).values() for c in named}
        self.concepts = sorted(chosen | {b for c in chosen for b in self.words.broader_of(c)})
        self.tally = Tally(cases=PIECES * len(VISITORS), secrets=len(self.vault.what))

    def choices(self, *langs):
        return Choices(self.built, self.concepts, langs or ("zh", "en"))

    def hidden_shots(self):
        """Return every photograph the public may not see, by its id."""
        kept, seen = self.built.kept, self.public.rights.photographs
        shots = (pair for k in kept for pair in zip(k.photographs, k.piece.shots, strict=True))
        return [(photograph, shot) for photograph, shot in shots if photograph not in seen]

    def search_with(self, path, shot):
        """Return the answer to a search by picture."""
        sent = {"image": (io.BytesIO(jpeg_of(shot)), "query.jpg")}
        return self.public.client.post(path, data=sent, follow_redirects=True)

    def walk_of(self, kind):
        """Return all there is for the public, and for others what may differ for them."""
        if kind == "public":
            return self.public_answers
        visitor = self.visitors[kind]
        asks = addresses(self.choices(*visitor.langs))
        chosen = asks if kind in WALK_ALL else (ask for ask in asks if is_personal(ask))
        return visitor.answers(chosen)

    @cached_property
    def public_answers(self):
        """Everything the public can ask for by following no link, with the answers."""
        return list(self.public.answers(addresses(self.choices())))

    def get(self, path):
        return self.public.ask(Ask("", path))


@pytest.fixture(scope="module", params=SEEDS, ids="seed{}".format)
def site(request, tmp_path_factory, record_testsuite_property):
    made = Site(tmp_path_factory.mktemp("leaks"), request.param)
    yield made
    record_testsuite_property(f"leaks, seed {request.param}", str(made.tally))
    print(f"\nleaks, seed {request.param}: {made.tally}")


def test_every_route_is_asked_for(site):
    assert unclassified(site.choices()) == []


def test_every_field_that_needs_a_yes_is_known_here():
    fields = (*WORK_FIELDS, *PHOTOGRAPH_FIELDS, *MAKER_FIELDS)
    needing = {
        f.key
        for f in fields
        if f.use not in {"", "name"} and f.kind not in {Kind.PART, Kind.SYSTEM}
    }
    people = {f.key for f in fields if f.kind is Kind.PERSON}

    assert needing <= NEEDED.keys() | STAFF_ONLY
    assert people <= PERSONS | STAFF_ONLY


@pytest.mark.parametrize("kind", VISITORS)
def test_no_output_tells_what_nobody_agreed_to(site, kind):
    visitor = site.visitors[kind]
    leaks = [
        leak
        for ask, answer in site.walk_of(kind)
        for leak in visitor.leaks(ask, answer, site.tally)
    ]

    assert not leaks, lines(leaks)


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_an_export_tells_only_of_pieces_whose_people_agreed_to_it(site, tmp_path, form):
    path = tmp_path / f"out.{form}"
    home = str(site.built.home.root)
    assert CliRunner().invoke(main, ["--home", home, "export", form, str(path)]).exit_code == 0
    rights = site.public.rights
    exported = [kept for kept in site.built.kept if rights.oracle.is_exported(kept)]
    may = {secret for kept in exported for secret in rights.pieces[kept.id]}

    told = site.vault.found_in(text_of(path.read_bytes()))

    assert {site.vault.what[secret] for secret in told - may} == set()
    assert exported == [] or told


@pytest.mark.parametrize(
    "what",
    [
        "title",
        "maker's name",
        "made_place in words",
        "sale link",
        "name of a motif on a photograph",
        "who pointed a motif out",
    ],
)
def test_what_may_be_told_is_told(site, what):
    # Otherwise the search for leaks would look at empty pages.
    rights = site.public.rights
    listed = [kept for kept in site.built.kept if rights.oracle.is_listed(kept)]
    may = {secret for kept in listed for secret in rights.pieces[kept.id]}
    told = {s for _, answer in site.public_answers for s in secrets_in(answer, site.vault)}

    assert len(listed) >= PIECES // 4
    assert {s for s in may - told if site.vault.what[s] == what} == set()


@pytest.mark.parametrize("kind", ["public", "stranger"])
def test_what_is_hidden_answers_like_what_never_was(site, kind):
    visitor = site.visitors[kind]
    different = []
    for ask in addresses(site.choices(visitor.langs[0])):
        hidden = visitor.hidden_in(ask)
        if hidden:
            nothing = replace(ask, path=ask.path.replace(hidden, NOBODY))
            one, other = visitor.ask(ask), visitor.ask(nothing)
            same = one.data.replace(hidden.encode(), NOBODY.encode()) == other.data
            if not same or one.status != other.status:
                different.append(f"{ask.path}: {one.status}, but {other.status} for nothing")

    assert not different, lines(different)


def test_a_search_for_a_secret_finds_only_what_may_tell_it(site):
    leaks = []
    for secret, path in questions(site.vault, sample=400):
        works, total = found_by(site.get(path), site.tally)
        may = {w for w, told in site.public.rights.pieces.items() if secret in told}
        if works - may or total != len(works):
            leaks.append(f"{path} ({site.vault.what[secret]}): {works - may}, {total} in all")

    assert not leaks, lines(leaks)


def test_a_filter_counts_only_what_may_be_counted(site):
    leaks = []
    for field, value, may in wanted(site.public.rights.oracle, site.built, site.words):
        path = f"/api/v1/search?limit=100&{field}={value}"
        works, total = found_by(site.get(path), site.tally)
        if works - may or total != len(works):
            leaks.append(f"{path}: {works - may}, {total} in all")

    assert not leaks, lines(leaks)


def test_a_picture_nobody_may_see_is_not_found_by_itself(site):
    leaks = []
    for photograph, shot in site.hidden_shots():
        for path in ("/api/v1/search/image", "/zh/search/picture"):
            answer = site.search_with(path, shot)
            leaks += site.public.leaks(Ask("api.search_image", path), answer, site.tally)
            if same_cloth_in(answer):
                leaks.append(f"{path} knows {photograph}, which nobody may see")

    assert not leaks, lines(leaks)


def test_a_picture_everybody_may_see_is_found_by_itself(site):
    oracle = site.public.rights.oracle
    (kept, *_) = (kept for kept in site.built.kept if oracle.is_listed(kept))
    found = site.search_with("/api/v1/search/image", kept.piece.shots[0])

    assert same_cloth_in(found) == (kept.photographs[0] in site.public.rights.photographs)


@pytest.mark.parametrize("kind", ["public", "stranger", "researcher"])
def test_who_may_not_send_is_told_nothing(site, kind):
    visitor = site.visitors[kind]
    site.built.app.config["WTF_CSRF_ENABLED"] = False
    leaks = []
    for ask in addresses(replace(site.choices(visitor.langs[0]), most=_POSTS_EACH), "POST"):
        client = site.built.client(visitor.rights.asker.name, visitor.role)
        with client.post(ask.path) as answer:
            leaks += visitor.leaks(ask, answer, site.tally)
            if answer.status_code < 400 and ask.endpoint != "door.leave":
                leaks.append(f"{ask.path}: {answer.status}")
    site.built.app.config["WTF_CSRF_ENABLED"] = True

    assert not leaks, lines(leaks)


def test_no_file_made_from_a_photograph_says_more_than_its_picture(site):
    files = [path for path in site.built.home.derivatives.rglob("*.*") if path.is_file()]
    pictures = [path for path in files if path.suffix == ".webp"]
    found = {s for path in files for s in site.vault.found_in_bytes(path.read_bytes())}

    assert len(pictures) >= PIECES
    assert site.vault.named(found) == []
    assert [path.name for path in pictures if told_by_picture(path.read_bytes())] == []


def test_the_public_is_answered_as_if_nothing_private_were_there(site, tmp_path):
    # Counts, facets, orders: whatever depended on something private would change.
    home = Home(tmp_path / "home")
    shutil.copytree(site.built.home.root, home.root)
    forget_what_is_hidden(home, site.public.rights)
    emptied = replace(site.public, client=create_app(Settings(home)).test_client())
    different = [
        ask.path
        for ask, answer in site.public_answers
        if plain(ask, answer) != plain(ask, emptied.ask(ask))
    ]

    assert not different, lines(different)
