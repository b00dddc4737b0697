"""Listed items of intangible heritage a work or a maker can belong to.

From public notices: the national lists of 2006 and 2021, the sixth list of
Chongqing (2019) and its neighbours at that level.
"""

from archive.field_table.kinds import Choice
from archive.wording import Wording

__all__ = ["HERITAGE_ITEMS"]

#: Listed items with level, batch and year, as public notices name them. In
#: Chongqing 市级 is the rank of a province. A Hejiayan work is never "national".
HERITAGE_ITEMS = (
    Choice(
        "youzhou-miao-embroidery",
        Wording(
            "酉州苗绣（重庆市级，第六批，2019，酉阳）",
            "Youzhou Miao embroidery (Chongqing municipal, that is provincial, level, 6th batch,"
            " 2019, Youyang)",
        ),
    ),
    Choice(
        "pengshui-miao-embroidery",
        Wording(
            "彭水苗绣（重庆市级，彭水）",
            "Pengshui Miao embroidery (Chongqing municipal, that is provincial, level, Pengshui)",
        ),
    ),
    Choice(
        "xiushan-jinzhu-miao-embroidery",
        Wording(
            "秀山金珠苗绣（重庆市级，秀山）",
            "Jinzhu Miao embroidery of Xiushan (Chongqing municipal, that is provincial, level)",
        ),
    ),
    Choice(
        "songtao-miao-embroidery",
        Wording(
            "松桃苗绣（国家级，第五批扩展，2021，松桃）",
            "Songtao Miao embroidery (national level, 5th batch extension, 2021, Songtao)",
        ),
    ),
    Choice(
        "xiangxi-miao-embroidery",
        Wording(
            "湘西苗绣（国家级，第五批扩展，2021，湘西）",
            "Xiangxi Miao embroidery (national level, 5th batch extension, 2021, Xiangxi)",
        ),
    ),
    Choice(
        "leishan-miao-embroidery",
        Wording(
            "雷山苗绣（国家级，第一批，2006，雷山）",
            "Leishan Miao embroidery (national level, 1st batch, 2006, Leishan)",
        ),
    ),
)
