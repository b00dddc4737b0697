"""Stored pattern features: what ingest measures and search compares."""

from archive.features.cloth import Card, Cloth, Quality
from archive.features.embedding import Embedding, read_embedding, write_embedding
from archive.features.layout import (
    LAYOUT_KINDS,
    LAYOUT_NAMES,
    SHOWN_CONFIDENCE,
    Layout,
    Symmetry,
)
from archive.features.outline import Outline
from archive.features.pattern import (
    FEATURES_VERSION,
    PatternFeatures,
    Swatch,
    read_features,
    read_keypoints,
    write_features,
)

__all__ = [
    "FEATURES_VERSION",
    "LAYOUT_KINDS",
    "LAYOUT_NAMES",
    "SHOWN_CONFIDENCE",
    "Card",
    "Cloth",
    "Embedding",
    "Layout",
    "Outline",
    "PatternFeatures",
    "Quality",
    "Swatch",
    "Symmetry",
    "read_embedding",
    "read_features",
    "read_keypoints",
    "write_embedding",
    "write_features",
]
