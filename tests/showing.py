"""A small record to show, and ways to say what was agreed to about it."""

from dataclasses import replace

from archive.access import PUBLIC, Purpose, Role, Viewer, show
from archive.records import (
    Consent,
    Credit,
    Maker,
    Photograph,
    State,
    Statement,
    Work,
)
from archive.wording import Wording

DAY = "2026-06-01"
RESEARCHER = Viewer(Role.RESEARCHER, "somebody")
HER = Maker("m1", "person", Wording("石秀英", "Shi Xiuying"), "place/hejiayan")


def yes(*uses, by="村里", **more):
    more.setdefault("given_as", "village" if by == "村里" else "self")
    return Consent(by, "voice", "2026-01-01", frozenset(uses), **more)


def said(field, text="x", speaker="register", **more):
    return Statement(field, speaker, "2026-01-01", text, more.pop("lang", "zh"), **more)


def work(*uses, **more):
    picture = Photograph("p1", "w1", "whole", "a" * 64, "a.jpg", "image/jpeg", 4, 3, 9)
    record = Work(
        "w1",
        None,
        State.PUBLISHED,
        "T",
        "石秀英",
        "T",
        published_at="T",
        photographs=(picture,),
        credits=(Credit("stitched", "named", HER),),
        consents=(yes("pictures", *uses, by="石秀英"),),
    )
    return replace(record, **more)


def seen(record, viewer=PUBLIC, purpose=Purpose.PAGE):
    return show(record, viewer, purpose, DAY)
