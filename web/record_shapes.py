"""The shapes of statements and of what goes with a record, as the API describes them."""

from __future__ import annotations

from archive.field_table import RECORDS, UNKNOWN, WILL_NOT_SAY
from archive.records import Scope
from archive.statement_checks import stated_fields

__all__ = ["RECORD_SHAPES"]

Json = dict[str, object]

_STRING: Json = {"type": "string"}
_DAY: Json = {"type": "string", "format": "date"}
_YEAR: Json = {"type": "integer"}
_WORDING: Json = {"$ref": "#/components/schemas/Wording"}
_FIELDS = list(dict.fromkeys(field.key for record in RECORDS for field in stated_fields(record)))

RECORD_SHAPES: dict[str, Json] = {
    "Statement": {
        "type": "object",
        "description": "One claim with its speaker; what does not apply is left out",
        "required": ["field", "label", "speaker", "said_on", "standing", "sureness"],
        "properties": {
            "field": {"enum": _FIELDS},
            "label": _WORDING,
            "value": _WORDING
            | {"description": "What was said, where the archive has words for it in both"},
            "speaker": _STRING | {"description": "Empty when the name is not shown"},
            "said_on": _DAY,
            "standing": {
                "enum": ["said", UNKNOWN, WILL_NOT_SAY],
                "description": "unknown: nobody knows; will not say: somebody knows and does"
                " not wish it said",
            },
            "sureness": {"enum": ["sure", "likely", "unsure"]},
            "text": _STRING,
            "lang": {"enum": ["zh", "en"]},
            "concept": _STRING,
            "number": {"type": "number"},
            "year_from": _YEAR,
            "year_to": _YEAR,
            "part": _STRING | {"description": "Where on the piece"},
            "said_in": _STRING | {"description": "Place where it was told, a concept"},
            "photograph": _STRING | {"description": "The photograph it is about"},
            "maker": _STRING | {"description": "The maker it names"},
            "origin": _STRING,
        },
    },
    "Occurrence": {
        "type": "object",
        "description": "A motif at a region of a photograph, as one person sees it",
        "required": ["id", "photograph", "region", "concept", "label", "speaker", "said_on"],
        "properties": {
            "id": _STRING,
            "photograph": _STRING,
            "region": {
                "type": "array",
                "items": {"type": "integer"},
                "minItems": 4,
                "maxItems": 4,
                "description": "x, y, width, height in pixels of the upright full-size photograph",
            },
            "concept": _STRING,
            "label": _WORDING,
            "text": _STRING | {"description": "What the speaker calls it"},
            "note": _STRING,
            "speaker": _STRING | {"description": "Empty when the name is not shown"},
            "said_on": _DAY,
            "sureness": {"enum": ["sure", "likely", "unsure"]},
            "origin": _STRING,
        },
    },
    "PartOf": {
        "type": "object",
        "required": ["whole", "url"],
        "properties": {
            "whole": _STRING,
            "url": {"type": "string", "format": "uri"},
            "place": _STRING,
            "date_text": _STRING,
            "year_from": _YEAR,
            "year_to": _YEAR,
        },
    },
    "Tombstone": {
        "type": "object",
        "required": ["reason", "at", "scope"],
        "properties": {
            "reason": _STRING,
            "at": {"type": "string", "format": "date-time"},
            "scope": {"enum": [scope.value for scope in Scope]},
        },
    },
    "Embargo": {
        "type": "object",
        "required": ["until", "reason"],
        "properties": {"until": _DAY, "reason": _STRING},
    },
}
