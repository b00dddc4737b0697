"""The words of the archive: concepts, their lists, and the village's hand on them.

``lists/`` holds what ships, as SKOS; ``stored`` what the catalogue holds; ``editing``,
``importing`` and ``local_names`` change it; ``history`` takes a change back.
"""

from archive.vocabulary.vocabulary import (
    PINYIN,
    SCHEMES,
    AltLabel,
    Concept,
    Vocabulary,
    load_shipped,
    shipped_concepts,
    shipped_digest,
)

__all__ = [
    "PINYIN",
    "SCHEMES",
    "AltLabel",
    "Concept",
    "Vocabulary",
    "load_shipped",
    "shipped_concepts",
    "shipped_digest",
]
