from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.errors import BadInput
from archive.sales import SHOPS, sale_link_in, shop_of

HOSTS = tuple(host for shop in SHOPS for host in shop.hosts)


@pytest.mark.parametrize(
    ("pasted", "url"),
    [
        (
            "5.2 看这个 http://weidian.com/item.html?itemID=12&spm=x 复制打开",
            "https://weidian.com/item.html?itemID=12",
        ),
        (
            "【淘宝】https://m.tb.cn/h.5xYz?tk=abc CZ0001「苗绣」点击链接直接打开",
            "https://m.tb.cn/h.5xYz?tk=abc",
        ),
        (
            "https://item.taobao.com/item.htm?id=7&sku=9#top",
            "https://item.taobao.com/item.htm?id=7",
        ),
        ("请看https://weidian.com/i/1。谢谢", "https://weidian.com/i/1"),
        (
            "https://evil.example/x 和 https://v.douyin.com/iabc/",
            "https://v.douyin.com/iabc/",
        ),
        ("HTTPS://WEIDIAN.COM./a", "https://weidian.com/a"),
    ],
)
def test_the_address_is_taken_out_of_what_was_pasted(pasted, url):
    assert sale_link_in(pasted).url == url


@pytest.mark.parametrize(
    "pasted",
    [
        "https://evil.example/weidian.com",
        "https://weidian.com.evil.example/",
        "https://notweidian.com/",
        "https://weidian.com@evil.example/",
        "https://user:word@weidian.com/",
        "https://weidian.com:8443/",
        "https://evil.example?u=https://weidian.com/",
        "https://evil.example%2f.weidian.com/",
        "https://[::1/",
        "javascript:alert(1)//weidian.com",
        "only words",
    ],
)
def test_an_address_of_any_other_kind_is_refused(pasted):
    with pytest.raises(BadInput) as caught:
        sale_link_in(pasted)
    assert caught.value.column == "sale_url"


def test_blank_text_is_no_link():
    assert sale_link_in("  \n") is None


def test_subdomains_belong_to_the_shop_and_lookalikes_do_not():
    assert shop_of("Shop.Weidian.com").slug == "weidian"
    assert shop_of("weidian.com.cn") is None


addresses = st.builds(
    "{}://{}{}{}{}".format,
    st.sampled_from(["http", "https", "HTTP", "ftp"]),
    st.sampled_from(["", "a@", "a:b@", "evil.example/", "evil.example?", "x.", "%2f.", "[", "-"]),
    st.sampled_from([*HOSTS, "evil.example", "[::1]", ""]),
    st.sampled_from(["", ".", "..", "@evil.example", ".evil.example", ":80", ":81", "\\", "%2e"]),
    st.sampled_from(["", "/", "/a?id=1&x=2#z", "//evil.example", "?itemID=%0d%0a"]),
)


@given(st.lists(addresses | st.text(max_size=12), max_size=3).map(" ".join))
@example("https://evil.example;.weidian.com/")
def test_a_link_never_leads_off_the_list(pasted):
    try:
        link = sale_link_in(pasted)
    except BadInput:
        return
    if link is None:
        return

    parts = urlsplit(link.url)
    assert parts.scheme == "https"
    assert any(parts.netloc == host or parts.netloc.endswith(f".{host}") for host in HOSTS)
    assert set(parts.netloc) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-")
    assert parts.fragment == ""
