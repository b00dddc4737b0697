"""What a concept of our lists is: an entry with an id of ours and many names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from archive.errors import BadInput
from archive.wording import Wording

__all__ = ["PINYIN", "AltLabel", "Concept"]

#: Language of an :class:`AltLabel` that is pinyin without tones (BCP 47).
PINYIN = "zh-Latn-pinyin"
_ID = re.compile(r"[a-z]+/[a-z0-9]+(?:-[a-z0-9]+)*")
_TUPLES = ("alternatives", "broader", "related", "matches", "sources", "extra", "other")


@dataclass(frozen=True, slots=True, order=True)
class AltLabel:
    """Another name of a concept.

    Parameters
    ----------
    text
        The name as people write it.
    lang
        BCP 47: ``zh``, ``en``, or :data:`PINYIN`; empty where a list did not say.
    hidden
        Found but never shown: pinyin, misspellings, names no longer polite.
    """

    text: str
    lang: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Concept:
    """One entry of a list.

    Tuples are held sorted and without doubles, because RDF keeps neither
    order nor repetition: a concept read back equals the one written.

    Parameters
    ----------
    id, scheme, slug
        ``scheme/slug``, and its halves. Never changes.
    label, label_hant
        Preferred names: simplified Chinese and English, traditional Chinese.
    alternatives
        Every other name.
    definition
        What it is; for a technique, how it is made.
    note
        What an editor should know before using it.
    broader, related
        Ids of concepts, same scheme.
    matches
        Addresses of near equals in Iconclass, AAT, Wikidata.
    kind
        Sort of entry inside the scheme (``stitch``, ``county``); may be empty.
    swatch, lab
        Colours only: ``#RRGGBB`` (sRGB) and CIELAB (L 0 to 100, D65).
    confidence
        A, B, C, G or S; see ``lists/README.md``.
    sources
        Addresses of pages or words on where the entry comes from.
    extra
        Further facts as (key, value), such as ``("region", "Leishan")``.
    replaced_by
        Id of the concept this one was merged into; empty while it stands.
    other
        What a list of others said that we have no field for, as (property,
        value) in Turtle: kept, never read.

    Raises
    ------
    BadInput
        The id is not ``scheme/slug`` in small letters, digits and hyphens.
    """

    id: str
    scheme: str
    slug: str
    label: Wording
    label_hant: str = ""
    alternatives: tuple[AltLabel, ...] = ()
    definition: Wording = field(default=Wording())
    note: str = ""
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    matches: tuple[str, ...] = ()
    kind: str = ""
    swatch: str | None = None
    lab: tuple[float, float, float] | None = None
    confidence: str = ""
    sources: tuple[str, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    replaced_by: str = ""
    other: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        """Check the id and bring the tuples into their one order."""
        if self.id != f"{self.scheme}/{self.slug}" or not _ID.fullmatch(self.id):
            raise BadInput(
                f"{self.id!r} is not a concept id", hint="use scheme/slug, such as motif/butterfly"
            )
        for name in _TUPLES:
            object.__setattr__(self, name, tuple(sorted(set(getattr(self, name)))))

    @property
    def is_verified(self) -> bool:
        """Whether a museum, scholar, official or specialist page supports it (A or B)."""
        return self.confidence in {"A", "B"}

    @property
    def pinyin(self) -> str:
        """Reading of the Chinese name with tones; empty when not recorded."""
        return dict(self.extra).get("pinyin", "")

    def ranked_texts(self) -> Iterator[tuple[int, AltLabel]]:
        """Every name with its rank: 0 preferred, 1 alternative, 2 hidden."""
        yield 0, AltLabel(self.label.zh, "zh")
        yield 0, AltLabel(self.label_hant, "zh-Hant")
        yield 0, AltLabel(self.label.en, "en")
        for name in self.alternatives:
            yield 2 if name.hidden else 1, name
