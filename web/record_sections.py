"""In which order the desk asks for the fields of a record, a few at a time."""

from __future__ import annotations

from dataclasses import dataclass

from archive.errors import NotFound
from archive.field_table import Field, field_of
from archive.wording import Wording

__all__ = ["SECTIONS", "Section", "section_of"]


@dataclass(frozen=True, slots=True)
class Section:
    """A few fields that one person can answer in one go, saved with one button."""

    key: str
    title: Wording
    record: str
    keys: tuple[str, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields of the table it asks for."""
        found = (field_of(key, self.record) for key in self.keys)
        return tuple(field for field in found if field is not None)


_TABLE = {
    "work": (
        ("shown", "绣了什么", "What it shows", "object motif technique layout position style"),
        (
            "made",
            "怎么做的",
            "How it was made",
            "handmade material ground colour dye dye_kind pattern_source duration",
        ),
        (
            "when",
            "大小、什么时候、在哪里",
            "Size, date and place",
            "width_cm height_cm depth_cm measured date made_place",
        ),
        (
            "told",
            "怎么说它、做什么用",
            "What is told of it, what it is for",
            "meaning spoken_note inscription occasion wearer ethnic_group",
        ),
        (
            "now",
            "现在怎么样、怎么来的",
            "Where it is now and how it came",
            "condition condition_note whereabouts museum_number owner acquired",
        ),
        (
            "shared",
            "非遗、能不能给人看、谁核对过",
            "Heritage list, who may see it, who checked it",
            "heritage_item sensitivity review",
        ),
    ),
    "photograph": (
        (
            "photograph",
            "这张照片",
            "This photograph",
            "photographer taken scale light faces photograph_licence source_number",
        ),
    ),
    "maker": (
        (
            "person",
            "她这个人",
            "About her",
            "name_form pinyin born_decade died ethnic_group dialect own_words",
        ),
        (
            "craft",
            "她的手艺",
            "Her craft",
            "roles technique motif learned_at learned_from taught workshop",
        ),
        (
            "honours",
            "称号和奖",
            "Grades and awards",
            "grade heritage_item grade_year grade_batch grade_document award",
        ),
        (
            "contact",
            "怎么找到她",
            "How to reach her",
            "public_contact contact keeper standing",
        ),
    ),
    "collection": (
        ("purpose", "为谁、从哪年到哪年", "For whom, of what time", "made_for date place"),
        ("support", "谁帮了忙", "Who helped", "partner funding reviewed_on"),
        (
            "use",
            "怎么引用",
            "How to cite and use it",
            "citation version version_on licence dataset",
        ),
    ),
}
#: Kind of record to its sections. Names and descriptions have forms of their own.
SECTIONS = {
    record: tuple(
        Section(key, Wording(zh, en), record, tuple(keys.split())) for key, zh, en, keys in rows
    )
    for record, rows in _TABLE.items()
}


def section_of(record: str, key: str) -> Section:
    """Return one section.

    Raises
    ------
    NotFound
        When there is none of this name.
    """
    for section in SECTIONS[record]:
        if section.key == key:
            return section
    raise NotFound(f"the desk has no section {key!r} for a {record}")
