"""What a clerk writes into each column: in words, with an example."""

from __future__ import annotations

from dataclasses import dataclass

from archive.wording import Wording

__all__ = ["COLUMN_NOTES", "Note"]


@dataclass(frozen=True, slots=True)
class Note:
    """What a column takes, and one thing that could stand there."""

    takes: Wording
    example: Wording


def _note(zh: str, en: str, example_zh: str = "", example_en: str = "") -> Note:
    return Note(Wording(zh, en), Wording(example_zh, example_en or example_zh))


#: Key of a column to its note.
COLUMN_NOTES = {
    "id": _note(
        "档案里的编号。新作品空着；改已经有的作品时不要动它。",
        "Number in the archive. Blank for a new work; leave it as it is when you correct one.",
    ),
    "file": _note(
        "照片的文件名，要和文件一模一样。几张用分号隔开；可以在前面写明拍的是什么："
        "整体、局部、背面、穿着、过程。改已经有的作品时可以空着，照片不变。",
        "File names of the photographs, exactly as they are, separated by semicolons; a role may"
        " stand before each: whole, detail, reverse, worn, process. Blank for a work that is"
        " already there: its photographs stay.",
        "整体:童帽.jpg;背面:童帽背面.jpg",
        "whole:cap.jpg;reverse:cap-back.jpg",
    ),
    "identifier": _note(
        "你们自己的编号，每件一个，不能重。再交一次同样的编号，就是改那一件。",
        "Your own number, a different one for every work. Hand the same number in again to change"
        " that work.",
        "HJY-2026-001",
    ),
    "title_zh": _note(
        "作品叫什么。没有名字就写是什么东西、什么花样。",
        "What the piece is called in Chinese. One of the two titles is needed.",
        "蝴蝶童帽",
    ),
    "title_en": _note(
        "英文名，没有就空着。",
        "Title in English.",
        "Butterfly cap for a child",
    ),
    "maker": _note(
        "谁绣的，写她愿意用的名字；几个人用分号隔开。不知道写“不知道”，她不愿意说就写“不公开”。",
        "Who stitched it, by the name she goes by; several separated by semicolons. Write unknown"
        " when nobody knows, not shown when she does not wish it.",
        "李阿姨",
        "Aunt Li",
    ),
    "pattern_drawer": _note("花样是谁画的、谁剪的。", "Who drew or cut the pattern."),
    "dyed_by": _note("线、布是谁染的。", "Who dyed the thread or the cloth."),
    "woven_by": _note("布是谁织的。", "Who wove the cloth."),
    "learned_from": _note(
        "这件的绣法跟谁学的。", "From whom she learned it.", "外婆", "grandmother"
    ),
    "workshop": _note("在哪个工坊、合作社、公司做的。", "Workshop, cooperative or company."),
    "object_type": _note(
        "是什么东西。从词表里选；词表里没有就在前面写“新:”。",
        "What it is, from the list; write new: before a word the list does not have.",
        "童帽",
        "child’s cap",
    ),
    "motifs": _note(
        "绣的什么花样，几样用分号隔开。说不准就在后面加问号；要写明在哪里，就写 蝴蝶纹@袖口。"
        "词表里没有就写 新:龙船花。",
        "Motifs, separated by semicolons. A question mark behind one says you are not sure; @ says"
        " where it is; new: before a word the list does not have.",
        "蝴蝶纹;鱼纹?",
        "butterfly;fish?",
    ),
    "techniques": _note("用的什么针法，几样用分号隔开。", "Stitches, separated by semicolons."),
    "materials": _note("线和别的材料。", "Thread and other materials."),
    "ground": _note("绣在什么布上。", "The cloth it is stitched on."),
    "colours": _note("主要的颜色。", "The main colours."),
    "dye": _note("线是买的、自己染的，还是植物染的。", "Whether the thread was bought or dyed."),
    "dye_kind": _note(
        "用什么染的，照她说的写。", "What it was dyed with.", "板蓝根", "indigo plant"
    ),
    "handmade": _note(
        "是不是手工绣的。不写，作品就不能公开；不知道就写“不知道”。",
        "Whether it was made by hand. Nothing is published without it; unknown is an answer.",
        "全手工",
        "all",
    ),
    "width_cm": _note("多少厘米，只写数字。", "Centimetres, the number only.", "24.5"),
    "height_cm": _note("多少厘米，只写数字。", "Centimetres, the number only.", "18"),
    "depth_cm": _note("多少厘米，只写数字。", "Centimetres, the number only.", "9"),
    "measured": _note("用尺子量的，估的，还是从照片上量的。", "How the size was found."),
    "description_zh": _note(
        "它是什么样子，给看不到的人讲一讲。", "What it looks like, in Chinese."
    ),
    "description_en": _note("英文说明。", "What it looks like, in English."),
    "meaning": _note(
        "这花样是什么意思，照讲的人的话写。",
        "What it means, in the words of the person who told it.",
        "蝴蝶妈妈保佑小孩",
        "Mother Butterfly keeps the child",
    ),
    "meaning_by": _note("寓意是谁讲的。", "Who told the meaning.", "李阿姨", "Aunt Li"),
    "meaning_on": _note("哪一天讲的。", "The day it was told.", "2026-05-01"),
    "meaning_in": _note("在哪里讲的。", "Where it was told, a place of the list."),
    "spoken_note": _note("她自己说的话，一字不改。", "Her own words, unchanged."),
    "part_of": _note(
        "如果是从一件大的上面来的，写那一件的编号。",
        "Number of the larger piece it belongs to.",
        "HJY-2026-000",
    ),
    "part_place": _note(
        "在那件的哪里。",
        "Where on the larger piece.",
        "左袖口",
        "left cuff",
    ),
    "part_date": _note("什么时候在那件上。", "When it was part of it, as said."),
    "part_from": _note("从哪一年，写年份。", "From which year.", "1985"),
    "part_to": _note("到哪一年，写年份。", "Until which year.", "1990"),
    "position": _note("用在衣服、东西的哪个部位。", "Place on the garment."),
    "layout": _note("花是怎么排的。", "How the pattern is laid out."),
    "pattern_source": _note("花样从哪里来。", "Where the pattern comes from."),
    "date_text": _note(
        "什么时候做的，照她说的写。",
        "When it was made, as said.",
        "外婆年轻时",
        "when grandmother was young",
    ),
    "date_from": _note("最早可能是哪一年，写年份。", "Earliest year.", "1960"),
    "date_to": _note("最晚可能是哪一年，写年份。", "Latest year.", "1975"),
    "duration": _note("做了多久。", "How long it took.", "一个冬天", "one winter"),
    "made_place": _note(
        "在哪里做的。是哪个村要本人同意了才会公开。",
        "Where it was made; the village is shown only if she agreed to that.",
        "何家岩村",
        "Hejiayan",
    ),
    "style": _note("哪一派、哪个地方的绣法；不写村名。", "Regional style; no village."),
    "ethnic_group": _note(
        "民族、支系，照本人说的写。",
        "Ethnic group as she states it herself.",
    ),
    "occasion": _note("做来什么时候用。", "What it was made for."),
    "wearer": _note("给谁用。", "For whom."),
    "inscription": _note("上面绣的、写的字。", "Words on the piece.", "长命百岁", "长命百岁"),
    "condition": _note("现在什么样。", "Its state today."),
    "condition_note": _note("哪里坏了、哪里补过。", "What is worn, what was mended."),
    "whereabouts": _note("现在在哪里。只有管理员看得到。", "Where it is now; staff only."),
    "museum_number": _note("博物馆的登记号。", "Number in a museum."),
    "owner": _note("现在是谁的。", "Whose it is now."),
    "acquired": _note("怎么到现在的主人手里的。", "How the owner came by it."),
    "heritage_item": _note("属于哪个非遗项目。", "Listed item of intangible heritage."),
    "sensitivity": _note(
        "能不能给外人看。家传的、祭祀的、丧葬的要写明。",
        "Whether outsiders may see it. Say so for family, ritual and funeral pieces.",
        "可以看",
        "none",
    ),
    "sale_url": _note(
        "网店里点“分享”，把整段文字贴在这里。", "Paste the whole text the shop’s app shares."
    ),
    "availability": _note(
        "卖不卖。空着就是不卖。", "Blank: not for sale.", "不出售", "not for sale"
    ),
    "image_licence": _note(
        "照片别人怎么用。空着就是：经同意在这里展示，保留一切权利。",
        "Licence of the photographs. Blank: all rights reserved, shown here by consent.",
        "CC BY 4.0",
    ),
    "credit": _note("照片旁边要写的署名。", "Credit line beside the photographs."),
    "collection": _note(
        "专题的短名，小写拼音或英文，几个用分号隔开。",
        "Short names of collections, separated by semicolons.",
        "hudie-maozi",
        "butterfly-caps",
    ),
    "consent_by": _note(
        "谁同意公开的。同意人、日期、同意范围三样都要有；都空着，作品就只存着，不公开。",
        "Who agreed. Without who, when and what for the work is kept and stays private.",
        "李阿姨",
        "Aunt Li",
    ),
    "consent_on": _note("哪一天同意的。", "The day of the consent.", "2026-05-01"),
    "consent_for": _note(
        "同意公开哪些，用分号隔开。没有点到的就是不同意。",
        "What was agreed to, separated by semicolons; what is not named is not agreed to.",
        "图片;姓名;村",
        "pictures;name;village",
    ),
    "consent_as": _note(
        "以什么身份同意的。空着：同意人是这件的绣娘就是本人，不是就当作东西的主人。",
        "In what capacity. Blank: herself when she is a maker of the piece, else its owner.",
    ),
    "consent_about": _note("替别人同意的，写替谁。", "On whose behalf."),
    "consent_until": _note(
        "只同意到哪一天；空着就是一直有效。", "Last day; blank: no end.", "2030-12-31"
    ),
}
