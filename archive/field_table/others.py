"""What can be said of a photograph, of a collection and of a consent."""

from __future__ import annotations

from archive.field_table.kinds import Field, Kind, Mapping, Need, choices
from archive.wording import Wording

__all__ = ["COLLECTION_FIELDS", "CONSENT_FIELDS", "PHOTOGRAPH_FIELDS"]

PHOTOGRAPH_FIELDS = (
    Field(
        "role",
        Wording("拍的是什么", "view"),
        Kind.PART,
        Need.REQUIRED,
        choices=choices(
            ("whole", "整件"),
            ("detail", "细部"),
            ("reverse", "背面"),
            ("worn", "穿着"),
            ("process", "制作中"),
        ),
    ),
    Field("photographer", Wording("谁拍的", "photographer"), Kind.PERSON, use="name"),
    Field("taken", Wording("拍摄时间", "taken"), Kind.DATE, mapping=Mapping("", "created")),
    Field(
        "scale",
        Wording("有没有色卡、尺子", "colour card or ruler"),
        Kind.CHOICE,
        choices=choices(
            ("none", "没有"), ("colour card", "色卡"), ("ruler", "尺子"), ("both", "都有")
        ),
    ),
    Field(
        "light",
        Wording("光线", "light"),
        Kind.CHOICE,
        choices=choices(
            ("daylight from the side", "侧面天光"),
            ("daylight", "天光"),
            ("lamp", "灯光"),
            ("flash", "闪光灯"),
        ),
    ),
    Field("camera", Wording("相机", "camera"), Kind.TEXT, Need.SYSTEM),
    Field(
        "faces",
        Wording("人脸", "faces"),
        Kind.CHOICE,
        choices=choices(
            ("none", "没有人脸"),
            ("agreed", "本人同意"),
            ("blurred", "打了马赛克"),
            ("cropped", "裁掉了"),
        ),
    ),
    Field("alt", Wording("看不见的人听到的话", "text alternative"), Kind.PART, Need.EARLY),
    Field("photograph_licence", Wording("这张照片的许可", "its own licence"), Kind.TEXT),
    Field("source_number", Wording("出处编号", "number at its source"), Kind.TEXT),
)

COLLECTION_FIELDS = (
    Field("title", Wording("名称", "title"), Kind.PART, Need.REQUIRED),
    Field("text", Wording("说明", "text"), Kind.PART, Need.EARLY),
    Field("curator", Wording("谁选的", "curator"), Kind.PART),
    Field("works", Wording("作品、次序、理由", "works, order, reasons"), Kind.PART, several=True),
    Field(
        "made_for",
        Wording("为谁做的", "made for"),
        Kind.CHOICE,
        choices=choices(
            ("exhibition", "展览"),
            ("course", "课程"),
            ("village", "村里"),
            ("family", "家里"),
            ("research", "研究"),
        ),
        several=True,
    ),
    Field("date", Wording("时间范围", "time span"), Kind.DATE),
    Field("place", Wording("地点", "place"), Kind.CONCEPT, scheme="place", several=True),
    Field("partner", Wording("合作单位", "partners"), Kind.TEXT, several=True),
    Field("funding", Wording("经费来源", "funding"), Kind.TEXT, several=True),
    Field("citation", Wording("怎么引用", "how to cite"), Kind.TEXT),
    Field("version", Wording("版本", "version"), Kind.TEXT),
    Field("version_on", Wording("版本日期", "day of the version"), Kind.TEXT),
    Field("dataset", Wording("可下载的数据", "data to download"), Kind.TEXT),
    Field("licence", Wording("许可", "licence"), Kind.TEXT),
    Field("reviewed_on", Wording("村里哪天看过", "day the village looked at it"), Kind.TEXT),
)

CONSENT_FIELDS = (
    Field("given_by", Wording("谁答应的", "who said yes"), Kind.PERSON, Need.REQUIRED),
    Field(
        "given_as",
        Wording("以什么身份", "in what capacity"),
        Kind.CHOICE,
        Need.REQUIRED,
        choices=choices(
            ("self", "本人"),
            ("relative", "家里人（替去世的人）"),
            ("owner", "东西的主人"),
            ("guardian", "监护人（未满十四岁）"),
            ("village", "村里"),
        ),
    ),
    Field("about", Wording("替谁", "on whose behalf"), Kind.PERSON),
    Field(
        "is_child", Wording("未满十四岁", "under 14"), Kind.CHOICE, choices=choices(("yes", "是"))
    ),
    Field(
        "how",
        Wording("怎么答应的", "how"),
        Kind.CHOICE,
        Need.REQUIRED,
        choices=choices(
            ("tap", "自己在手机上点的"),
            ("voice", "口头说的"),
            ("paper", "在纸上签的"),
            ("sheet", "随表格来的"),
        ),
    ),
    Field("helper", Wording("谁帮忙问的", "who asked"), Kind.PERSON),
    Field("evidence", Wording("录音或纸的照片", "recording or paper"), Kind.PART),
    Field("given_on", Wording("哪天", "day"), Kind.TEXT, Need.REQUIRED),
    Field("until", Wording("到哪天", "until"), Kind.TEXT),
    Field("text_version", Wording("念的是哪一版", "version of the text"), Kind.SYSTEM, Need.SYSTEM),
    Field("withdrawn_on", Wording("哪天收回", "taken back on"), Kind.SYSTEM, Need.SYSTEM),
)
