"""Drawing on the sketch page in a real browser: a mouse, the tools, and going back."""

import shutil
import threading

import pytest
from werkzeug.serving import make_server

from tests.web.small_site import make_site

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
CORNERS = ((0.2, 0.2), (0.8, 0.25), (0.7, 0.8), (0.25, 0.7), (0.2, 0.2))


@pytest.fixture
def address(tmp_path):
    server = make_server("127.0.0.1", 0, make_site(tmp_path).app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def phone():
    """A page in a browser 390 pixels wide; what its console complains of fails the test."""
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
        page = context.new_page()
        complaints = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else 0)
        yield page
        context.close()
        browser.close()
        assert complaints == []


def draw(page, corners=CORNERS):
    paper = page.locator("canvas")
    paper.scroll_into_view_if_needed()
    box = paper.bounding_box()
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in corners]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=8)
    page.mouse.up()


def ink(page):
    """Return the share of the paper that has ink on it."""
    return page.evaluate(
        """() => { const c = document.querySelector("canvas");
        const d = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
        let n = 0; for (let i = 3; i < d.length; i += 4) n += d[i] > 0;
        return n * 4 / d.length; }"""
    )


@pytest.mark.browser
def test_lines_can_be_drawn_taken_back_and_wiped_away(address, phone):
    phone.goto(f"{address}/zh/search/sketch")
    blank = ink(phone)
    draw(phone)
    one = ink(phone)
    draw(phone, CORNERS[1:3])
    draw(phone, ((0.1, 0.9), (0.5, 0.5)))
    phone.get_by_role("button", name="退一笔").click()
    phone.get_by_role("button", name="退一笔").click()
    back = ink(phone)
    phone.get_by_role("button", name="重新画").click()

    assert (blank, ink(phone)) == (0, 0)
    assert one > 0.01
    assert back == pytest.approx(one)


@pytest.mark.browser
def test_a_drawing_is_sent_and_stands_beside_its_results_to_go_on_with(address, phone):
    phone.goto(f"{address}/zh/search/sketch")
    draw(phone)
    drawn = ink(phone)
    phone.get_by_role("button", name="找这个花样").click()
    phone.wait_for_url("**/search/sketch/*")

    assert "没有找到外形相像的作品" in phone.content()
    assert ink(phone) == pytest.approx(drawn)
    assert phone.locator(".sketch-small img").evaluate("image => image.naturalWidth") == 640


@pytest.mark.browser
def test_a_blank_paper_is_not_sent(address, phone):
    phone.goto(f"{address}/zh/search/sketch")
    phone.get_by_role("button", name="找这个花样").click()

    assert phone.get_by_role("status").first.inner_text() == "纸上还是空的：先画几笔。"
    assert phone.url == f"{address}/zh/search/sketch"


@pytest.mark.browser
def test_a_page_that_went_has_its_lines_again(address, phone):
    phone.goto(f"{address}/zh/search/sketch")
    draw(phone)
    drawn = ink(phone)
    phone.reload()

    assert ink(phone) == pytest.approx(drawn)


@pytest.mark.browser
def test_the_tools_work_by_keyboard(address, phone):
    phone.goto(f"{address}/zh/search/sketch")
    draw(phone)
    phone.get_by_role("button", name="重新画").focus()
    phone.keyboard.press("Enter")
    emptied = ink(phone)
    draw(phone)
    phone.get_by_role("button", name="找这个花样").focus()
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/search/sketch/*")

    assert emptied == 0
