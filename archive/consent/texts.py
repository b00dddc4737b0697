"""The words a yes was given to, in every version that was ever read out.

A consent names the version it was given on. A version that has been used is
never edited: new words are a new version, and
:data:`archive.records.CONSENT_TEXT_VERSION` names the one that is read out today.
"""

from __future__ import annotations

from types import MappingProxyType

from archive.records import CONSENT_TEXT_VERSION
from archive.wording import Wording

__all__ = ["CONSENT_TEXTS", "CURRENT_SENTENCES", "sentence_of"]

_FIRST = {
    "pictures": Wording(
        "照片可以放到网上，给大家看", "The photograph may be shown online to everybody"
    ),
    "name": Wording("可以写出绣的人的名字", "The maker's name may be shown"),
    "village": Wording("可以写出是哪个村的", "The village may be shown"),
    "face": Wording("照片里可以看到人脸", "Faces in the photograph may be seen"),
    "voice": Wording("可以放出说话的声音", "The recorded voice may be heard"),
    "sale": Wording(
        "可以写出卖不卖，放上店铺的链接", "Whether it is for sale, and the shop link, may be shown"
    ),
    "english": Wording("可以翻成英文，给外国人看", "It may be put into English for people abroad"),
    "research": Wording("做研究的人可以拿去研究", "Researchers may study it"),
    "export": Wording(
        "可以把照片和文字拷给博物馆、学校",
        "Photograph and words may be copied to museums and schools",
    ),
}
_SECOND = _FIRST | {
    "ethnic group": Wording(
        "可以写出是哪个民族、哪一支", "The ethnic group and branch may be written"
    ),
    "phone": Wording("可以写出联系电话", "A telephone number may be written"),
    "search engines": Wording(
        "百度、谷歌这些网站可以搜到", "Search engines such as Baidu and Google may find it"
    ),
    "training": Wording(
        "可以拿去教电脑认花样、画花样",
        "It may be used to teach computers to know or draw patterns",
    ),
}

#: Version to the sentence of each use it asks for.
CONSENT_TEXTS = MappingProxyType({"1": _FIRST, "2": _SECOND})
#: The sentences that are read out today.
CURRENT_SENTENCES = CONSENT_TEXTS[CONSENT_TEXT_VERSION]


def sentence_of(use: str, version: str) -> Wording:
    """Return the very words a use was agreed to in; today's where that is not known.

    Examples
    --------
    >>> sentence_of("name", "1").zh
    '可以写出绣的人的名字'
    """
    known = CONSENT_TEXTS.get(version, CURRENT_SENTENCES)
    return known.get(use) or CURRENT_SENTENCES.get(use) or Wording(use, use)
