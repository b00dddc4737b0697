"""The words of daily use for the archive's own terms, in Chinese; ``en.po`` has the English.

Forms and desk pages print these and nothing else, so that one thing has one
name everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable

from archive.access import allowed_uses, is_listed
from archive.consent.texts import CURRENT_SENTENCES
from archive.field_table import CONSENT_FIELDS
from archive.records import Scope, State, Work
from archive.redacting import naming_of

__all__ = [
    "AVAILABILITY",
    "CAPACITIES",
    "DELETIONS",
    "HANDMADE",
    "MADE_BY",
    "MANNERS",
    "ORIGINS",
    "PHOTOGRAPHS",
    "ROLES",
    "SCOPES",
    "USES",
    "consent_sentence",
    "missing",
    "state_sentence",
]

#: What each use means, as the sentence beside its switch: the words read out today.
USES = {use: words.zh for use, words in CURRENT_SENTENCES.items()}
#: What taking a use back and having it deleted takes away for good.
DELETIONS = {
    "pictures": "照片全部删掉，这一件只留一句“收回了”",
    "face": "穿着、制作时拍的照片删掉",
    "name": "名字从每个地方删掉",
    "village": "是哪个村的删掉",
    "ethnic group": "民族、哪一支删掉",
    "voice": "说话的录音、她自己说的话删掉",
    "phone": "联系电话删掉",
    "sale": "店铺链接删掉",
}
#: In what capacity somebody says yes, in both languages.
CAPACITIES = {
    choice.value: choice.label
    for field in CONSENT_FIELDS
    if field.key == "given_as"
    for choice in field.choices
}
MADE_BY = {
    "me": "我自己绣的",
    "other": "别人绣的",
    "unknown": "不知道是谁绣的",
    "not shown": "知道，但不想说出来",
}
HANDMADE = {
    "all": "全是手工绣的",
    "partly": "一部分是手工",
    "no": "不是手工，是机器做的",
    "unknown": "不知道",
}
AVAILABILITY = {
    "for sale": "现在就卖",
    "made to order": "可以定做",
    "sold": "已经卖掉了",
    "not for sale": "不卖",
}
MANNERS = {
    "voice": "口头说的",
    "paper": "在纸上签的",
    "tap": "自己在手机上点的",
    "sheet": "随表格来的",
}
ROLES = {
    "maker": "绣花的人",
    "researcher": "做研究的人",
    "curator": "管理员",
    "admin": "总管理员",
}
ORIGINS = {
    "sheet": "随表格来的",
    "studio": "手机上写的",
    "desk": "工作台写的",
    "camera": "相机记的",
    "suggestion": "看了机器的猜测以后说的",
}
#: How much of a work is taken down.
SCOPES = {
    "all": "整件都取下来",
    "image": "只取下照片，文字留着",
    "metadata": "只取下文字，照片留着",
}
PHOTOGRAPHS = {
    "whole": "整件",
    "detail": "细部",
    "reverse": "背面",
    "worn": "穿着",
    "process": "制作中",
}


def missing(work: Work, on: str) -> tuple[str, ...]:
    """Return what still stands between a work and a good public page, as sentences."""
    uses = allowed_uses(work.consents, on)
    may_name = naming_of(work, on)
    makers = {c.maker.name.zh or c.maker.name.en for c in work.credits if c.maker}
    hidden = {name for name in makers if not may_name(name)}
    checks = (
        ("pictures" not in uses, "没有人同意放照片：发布了也不会公开"),
        (bool(hidden) and "name" not in uses, "没有同意写名字：网页上不会出现绣娘的名字"),
        (
            bool(hidden) and "name" in uses,
            "同意写名字的人和绣娘不是同一个人：请问一问本人",
        ),
        (bool(work.sale_links) and "sale" not in uses, "有店铺链接，但没有同意放出来"),
        (not work.said("handmade"), "还没有人说是不是手工绣的：发布以前要问"),
        (not work.concepts("object"), "类别还没有对上词表"),
        (not work.concepts("motif"), "花样还没有对上词表"),
        (not work.title.en, "还没有英文名"),
    )
    return tuple(sentence for applies, sentence in checks if applies)


def consent_sentence(uses: Iterable[str]) -> str:
    """Return in two words how far the consent reaches."""
    agreed = set(uses)
    if not agreed:
        return "还没有人同意"
    return "同意放照片" if "pictures" in agreed else "没有同意放照片"


#: What is left of a work of which a part was taken down.
_LEFT = {
    Scope.IMAGE: "照片已经取下来了，只有文字还在网上。",
    Scope.METADATA: "文字已经取下来了，只有照片还在网上。",
}


def state_sentence(work: Work, on: str) -> str:
    """Return in plain words who can see a work now, and what it waits for."""
    if work.state is State.WITHDRAWN:
        return "已经取下来了，别人看不到。"
    if "pictures" not in allowed_uses(work.consents, on):
        return "存好了。您没有同意放照片，所以只有您和管理员看得到。"
    if work.state is not State.PUBLISHED:
        return "存好了。等管理员看过，就会放到网上。"
    if work.embargo is not None and work.embargo.holds(on):
        return "存好了。说好的日子到了，才会放到网上。"
    if work.tombstone is not None and work.tombstone.scope in _LEFT:
        return _LEFT[work.tombstone.scope]
    if is_listed(work, on):
        return "已经放在网上，大家都看得到。"
    return "存好了。现在只有您和管理员看得到。"
