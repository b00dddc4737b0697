"""A work as schema.org says it, for search engines (https://schema.org/VisualArtwork)."""

from __future__ import annotations

from archive.records import Availability, Work
from archive.wording import Wording
from web.addresses import absolute
from web.context import vocabulary
from web.facts import licence_url
from web.work_page import WorkPage

__all__ = ["linked_data"]

Json = dict[str, object]

_STOCK = {
    Availability.FOR_SALE: "https://schema.org/InStock",
    Availability.MADE_TO_ORDER: "https://schema.org/MadeToOrder",
}


def linked_data(page: WorkPage) -> Json:
    """Return the page's work as JSON-LD; what nobody said is left out."""
    work = page.work
    about: Json = {
        "@context": "https://schema.org",
        "@type": "VisualArtwork",
        "@id": page.permanent,
        "url": page.permanent,
        "identifier": page.ark,
        "name": _both(work.title),
        "abstract": _both(work.wording("meaning")),
        "description": _both(work.wording("description")),
        "artform": "embroidery",
        "creator": _creators(work),
        "artMedium": _labels(work, "material"),
        "keywords": _labels(work, "motif") + _labels(work, "technique"),
        "dateCreated": next((s.text for s in work.said("date") if s.text), ""),
        "width": _length(work, "width_cm"),
        "height": _length(work, "height_cm"),
        "image": [absolute(picture.largest.url) for picture in page.pictures],
        "creditText": work.credit_line,
        "license": licence_url(work.licence),
        "offers": _offers(page),
    }
    return {key: value for key, value in about.items() if value}


def _both(wording: Wording) -> list[Json]:
    pairs = (("zh-Hans", wording.zh), ("en", wording.en))
    return [{"@language": lang, "@value": text} for lang, text in pairs if text]


def _labels(work: Work, field: str) -> list[str]:
    found = (vocabulary().get(concept) for concept in work.concepts(field))
    return list(dict.fromkeys(concept.label.pick("en") for concept in found if concept))


def _creators(work: Work) -> list[Json]:
    makers = {credit.maker.id: credit.maker for credit in work.credits if credit.maker}
    return [
        {
            "@type": "Organization" if maker.kind == "workshop" else "Person",
            "@id": absolute(f"/zh/makers/{maker.id}"),
            "name": maker.name.pick("zh"),
        }
        for maker in makers.values()
    ]


def _length(work: Work, field: str) -> Json | None:
    number = next((s.number for s in work.said(field) if s.number is not None), None)
    return {"@type": "QuantitativeValue", "value": number, "unitCode": "CMT"} if number else None


def _offers(page: WorkPage) -> list[Json]:
    stock = _STOCK.get(page.work.availability)
    return [{"@type": "Offer", "url": shop.url, "availability": stock} for shop in page.sale.shops]
