"""What would make a photograph better, in kind words; nothing is ever refused for it."""

from __future__ import annotations

from archive.derivatives import DerivativeStore
from archive.features import read_features
from archive.records import Work
from ingest.features.quality import complaints
from web.context import language, site
from web.translating import translate

__all__ = ["advice_on"]


def advice_on(work: Work) -> str:
    """Return one sentence on a work's first photograph; empty when nothing is wrong.

    Also empty while the photograph has not been looked at.
    """
    if work.cover is None:
        return ""
    store = DerivativeStore(site().home.derivatives)
    features = read_features(store.features(work.cover.sha256))
    found = complaints(features.quality) if features else ()
    return _words(found[0]) if found else ""


def _words(complaint: str) -> str:
    lang = language()
    return {
        "small": translate("绣片在照片里有点小，走近一些再拍一张会更清楚。", lang),
        "blurred": translate("照片有点糊，拿稳手机再拍一张会更清楚。", lang),
        "dark": translate("照片有点暗，到窗边再拍一张会更好。", lang),
        "bright": translate("照片太亮了，避开太阳再拍一张会更好。", lang),
        "glare": translate("照片有反光，换个角度再拍一张会更好。", lang),
        "tilted": translate("照片拍得有点斜，正对着绣片再拍一张会更好。", lang),
    }[complaint]
