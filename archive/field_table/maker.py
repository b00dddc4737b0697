"""What can be said of a maker.

Never: number of an identity card, exact birthday, home address, template of a face.
"""

from __future__ import annotations

from archive.field_table.heritage import HERITAGE_ITEMS
from archive.field_table.kinds import STAFF_ONLY, Field, Kind, Mapping, Need, choices
from archive.wording import Wording

__all__ = ["MAKER_FIELDS"]

MAKER_FIELDS = (
    Field(
        "name",
        Wording("称呼", "name"),
        Kind.PART,
        Need.REQUIRED,
        use="name",
        mapping=Mapping("nameActorSet", "title", "identified_by", "name"),
    ),
    Field(
        "name_form",
        Wording("怎么写名字", "how the name is given"),
        Kind.CHOICE,
        choices=choices(
            ("full name", "本名"), ("known as", "大家叫的名字"), ("not shown", "不公开")
        ),
    ),
    Field("pinyin", Wording("拼音", "pinyin"), Kind.TEXT, use="name"),
    Field(
        "place",
        Wording("村、镇", "village"),
        Kind.PART,
        use="village",
        mapping=Mapping("", "spatial", "residence", "homeLocation"),
    ),
    Field(
        "about",
        Wording("介绍", "about her"),
        Kind.PART,
        use="name",
        mapping=Mapping("biographicalNote", "description", "referred_to_by", "description"),
    ),
    Field(
        "born_decade",
        Wording("哪个年代出生", "decade of birth"),
        Kind.NUMBER,
        unit="year",
        limits=(1800, 2020),
        use="name",
    ),
    Field(
        "died",
        Wording("哪年去世", "year of death"),
        Kind.NUMBER,
        unit="year",
        limits=(1800, 2200),
        use="name",
        mapping=Mapping("vitalDatesActor", "", "died", "deathDate"),
    ),
    Field(
        "ethnic_group",
        Wording("民族、支系（自己说的）", "ethnic group (self-stated)"),
        Kind.TEXT,
        use="ethnic group",
    ),
    Field(
        "dialect",
        Wording("讲什么话", "language"),
        Kind.TEXT,
        use="ethnic group",
        mapping=Mapping("", "", "", "knowsLanguage"),
    ),
    Field(
        "learned_at",
        Wording("几岁学的", "age when she learned"),
        Kind.NUMBER,
        unit="years",
        limits=(1, 110),
        use="name",
    ),
    Field(
        "learned_from",
        Wording("跟谁学的", "learned from"),
        Kind.PERSON,
        several=True,
        use="name",
        mapping=Mapping("relatedActor"),
    ),
    Field(
        "taught",
        Wording("带过谁", "taught"),
        Kind.PERSON,
        several=True,
        use="name",
        mapping=Mapping("relatedActor"),
    ),
    Field(
        "technique",
        Wording("会哪些针法", "stitches she does"),
        Kind.CONCEPT,
        scheme="technique",
        several=True,
        use="name",
        mapping=Mapping("", "", "", "knowsAbout"),
    ),
    Field(
        "motif",
        Wording("拿手花样", "motifs she is known for"),
        Kind.CONCEPT,
        scheme="motif",
        several=True,
        use="name",
        mapping=Mapping("", "", "", "knowsAbout"),
    ),
    Field(
        "grade",
        Wording("传承人级别", "grade as an inheritor"),
        Kind.CHOICE,
        choices=choices(
            ("none", "没有称号"),
            ("county level", "县级"),
            ("district level", "区县级"),
            ("municipality (provincial) level", "市级（省级）"),
            ("national level", "国家级"),
        ),
        use="name",
    ),
    Field(
        "heritage_item",
        Wording("非遗项目", "heritage item"),
        Kind.CHOICE,
        choices=HERITAGE_ITEMS,
        use="name",
    ),
    Field(
        "grade_year",
        Wording("哪年公布", "year of the grade"),
        Kind.NUMBER,
        unit="year",
        limits=(2000, 2200),
        use="name",
    ),
    Field("grade_batch", Wording("第几批", "batch"), Kind.TEXT, use="name"),
    Field("grade_document", Wording("公布的文件", "notice"), Kind.TEXT, use="name"),
    Field(
        "workshop",
        Wording("工坊、合作社、公司", "workshop"),
        Kind.PERSON,
        several=True,
        use="name",
        mapping=Mapping("relatedActor", "", "member_of", "memberOf"),
    ),
    Field(
        "roles",
        Wording("做哪些活", "what she does"),
        Kind.CHOICE,
        choices=choices(
            ("stitches", "绣"),
            ("draws patterns", "画样"),
            ("cuts patterns", "剪花"),
            ("dyes", "染"),
            ("works silver", "打银"),
            ("teaches", "教"),
        ),
        several=True,
        use="name",
    ),
    Field("own_words", Wording("她自己说的", "in her own words"), Kind.TEXT, use="voice"),
    Field(
        "award",
        Wording("得过的奖", "awards"),
        Kind.TEXT,
        several=True,
        use="name",
        mapping=Mapping("", "", "", "award"),
    ),
    Field("public_contact", Wording("公开的联系方式", "public contact"), Kind.TEXT, use="phone"),
    Field("contact", Wording("联系方式（不公开）", "contact"), Kind.TEXT, use=STAFF_ONLY),
    Field("keeper", Wording("替她管的人", "who acts for her"), Kind.PERSON, use=STAFF_ONLY),
    Field(
        "standing",
        Wording("谁确认过", "state of the record"),
        Kind.CHOICE,
        Need.SYSTEM,
        choices=choices(
            ("confirmed", "本人确认过"), ("filled in for her", "别人代填"), ("inactive", "停用")
        ),
        use=STAFF_ONLY,
    ),
)
