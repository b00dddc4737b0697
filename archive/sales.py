"""Ways to buy: the one allowed address inside whatever text was pasted.

Sharing from a shop's app gives numbers, emoji, a password and a title around an
address. Only https addresses of known platforms are taken, without their
tracking parameters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from archive.errors import BadInput
from archive.records import SaleLink
from archive.wording import Wording

__all__ = ["SHOPS", "Shop", "sale_link_in", "shop_of"]


@dataclass(frozen=True, slots=True)
class Shop:
    """A platform we link to.

    Parameters
    ----------
    hosts
        Host names; a host's subdomains count too.
    keep
        Query parameters that name the piece; all others are dropped.
    """

    slug: str
    name: Wording
    hosts: tuple[str, ...]
    keep: tuple[str, ...] = ()


#: Address forms as seen in the platforms' own share texts and in public code
#: that reads them (2026).
SHOPS = (
    Shop("weidian", Wording("微店", "Weidian"), ("weidian.com",), ("itemID", "userid")),
    Shop("taobao", Wording("淘宝", "Taobao"), ("taobao.com", "tb.cn"), ("id", "tk")),
    Shop("tmall", Wording("天猫", "Tmall"), ("tmall.com",), ("id",)),
    Shop("douyin", Wording("抖音", "Douyin"), ("jinritemai.com", "douyin.com"), ("id",)),
    Shop("kuaishou", Wording("快手", "Kuaishou"), ("kuaishou.com", "kwaixiaodian.com"), ("id",)),
    Shop(
        "xiaohongshu",
        Wording("小红书", "Xiaohongshu"),
        ("xiaohongshu.com", "xhslink.com", "xhslink.cn"),
    ),
    Shop("pinduoduo", Wording("拼多多", "Pinduoduo"), ("yangkeduo.com",), ("goods_id",)),
    Shop("mini-program", Wording("微信小程序", "WeChat mini-program"), ("wxaurl.cn", "wxmpurl.cn")),
    Shop(
        "wechat",
        Wording("微信文章", "WeChat article"),
        ("mp.weixin.qq.com",),
        ("__biz", "mid", "idx", "sn"),
    ),
)

# An address ends at a space, at Chinese text or at a closing mark.
_ADDRESS = re.compile(r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
_LONGEST_TEXT = 4000


def shop_of(host: str) -> Shop | None:
    """Return the platform a host belongs to; ``None`` for a host we do not link to."""
    host = host.lower().rstrip(".")
    for shop in SHOPS:
        if any(host == known or host.endswith("." + known) for known in shop.hosts):
            return shop
    return None


def sale_link_in(pasted: str) -> SaleLink | None:
    """Return the first allowed address in a pasted text; ``None`` for blank text.

    Raises
    ------
    BadInput
        When there is text but no address of a platform we link to.

    Examples
    --------
    >>> sale_link_in("5.2 看这个 http://weidian.com/item.html?itemID=12&spm=x 复制打开").url
    'https://weidian.com/item.html?itemID=12'
    """
    text = pasted.strip()
    if not text:
        return None
    for found in _ADDRESS.finditer(text[:_LONGEST_TEXT]):
        link = _allowed(found.group().rstrip(".,;:!?)'"), text[:_LONGEST_TEXT])
        if link is not None:
            return link
    names = "、".join(shop.name.zh for shop in SHOPS)
    raise BadInput(
        "no address of a shop we link to was found in the text",
        hint=f"paste the share text from one of: {names}",
        column="sale_url",
    )


def _allowed(address: str, raw_text: str) -> SaleLink | None:
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removesuffix(".")
        port = parts.port
    except ValueError:
        return None
    # A host with any other character means one thing to us and another to some browser.
    shop = shop_of(host) if _HOST.fullmatch(host) else None
    if shop is None or parts.username is not None or port not in {None, 80, 443}:
        return None
    query = urlencode([(k, v) for k, v in parse_qsl(parts.query) if k in shop.keep])
    url = urlunsplit(("https", host, parts.path or "/", query, ""))
    return SaleLink(url=url, shop=shop.slug, raw_text=raw_text)
