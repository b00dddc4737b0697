"""A box drawn on one's own photograph finds the piece, in a real browser."""

import re
import shutil
import threading
from contextlib import contextmanager

import pytest
from werkzeug.serving import make_server

from tests.web.conftest import make_gallery
from tests.web.drawn_gallery import MOTIF_BOX, build_drawn_gallery, visitors_photograph

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
FIRST = ".hit:first-child"


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    return build_drawn_gallery(tmp_path_factory.mktemp("drawn"))


@pytest.fixture(scope="module")
def address(drawn):
    server = make_server("127.0.0.1", 0, make_gallery(drawn[0]).app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def browser():
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@contextmanager
def visiting(browser, width_px, **more):
    """Give a page on which nothing may go wrong unnoticed."""
    wrong = []
    context = browser.new_context(
        viewport={"width": width_px, "height": 844}, locale="zh-CN", **more
    )
    page = context.new_page()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    yield page
    context.close()
    assert wrong == []


def send_photograph(page, address):
    page.goto(f"{address}/zh/search/picture")
    sent = {"name": "苗绣.jpg", "mimeType": "image/jpeg", "buffer": visitors_photograph()}
    page.set_input_files("#image", files=[sent])
    page.get_by_role("button", name="找一找").click()
    page.wait_for_url(re.compile(r"/picture/[\w-]{22}$"))


def regions(page):
    """Return the boxes the form would send, each as numbers."""
    values = page.eval_on_selector_all(
        "form.draw input[name=region]", "inputs => inputs.map((input) => input.value)"
    )
    return [[int(side) for side in value.split(",")] for value in values]


def drag(page, start, end):
    """Drag with the mouse over the photograph, between two places given as shares of it."""
    frame = page.locator("[data-layer]").bounding_box()
    places = [
        (frame["x"] + x * frame["width"], frame["y"] + y * frame["height"]) for x, y in (start, end)
    ]
    page.mouse.move(*places[0])
    page.mouse.down()
    page.mouse.move(*places[1], steps=5)
    page.mouse.up()


def corners(box):
    x, y, w, h = box
    return (x, y), (x + w, y + h)


@pytest.mark.browser
def test_a_box_drawn_with_the_mouse_finds_the_piece(browser, address):
    with visiting(browser, 1280) as page:
        send_photograph(page, address)
        drag(page, *corners(MOTIF_BOX))
        ((x, y, w, h),) = regions(page)
        page.locator("[data-go]").click()
        page.wait_for_url(re.compile("region="))

        wanted = (360, 225, 504, 405)
        assert max(abs(a - b) for a, b in zip((x, y, w, h), wanted, strict=True)) <= 6
        assert page.locator(f"{FIRST} h3").inner_text() == "蝶帽"
        assert page.locator(f"{FIRST} .marked .mark").is_visible()
        assert page.locator(f"{FIRST} .cut .mark").is_visible()
        page.reload()
        assert page.locator(".box").count() == 1


@pytest.mark.browser
def test_a_box_moved_and_resized_by_the_keyboard_finds_the_piece(browser, address):
    with visiting(browser, 1280) as page:
        send_photograph(page, address)
        page.get_by_role("button", name="放一个框").press("Enter")
        (before,) = regions(page)
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Shift+ArrowDown")
        page.keyboard.press("Shift+ArrowRight")
        (after,) = regions(page)
        assert page.locator("[data-status]").inner_text().startswith("第 1 个框：左 32%，上 28%")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("region="))

        # Two per cent of 1200 by 900 pixels each.
        assert [b - a for a, b in zip(before, after, strict=True)] == [24, -18, 24, 18]
        assert page.locator(f"{FIRST} h3").inner_text() == "蝶帽"


@pytest.mark.browser
def test_without_scripts_the_squares_of_a_grid_find_the_piece(browser, address):
    with visiting(browser, 390, java_script_enabled=False) as page:
        send_photograph(page, address)
        page.get_by_label("中间", exact=True).check()
        page.get_by_label("上边", exact=True).check()
        page.get_by_role("button", name="找这个花样").click()
        page.wait_for_url(re.compile("cell=2&cell=5"))

        assert page.locator(f"{FIRST} h3").inner_text() == "蝶帽"
        assert page.locator(f"{FIRST} .marked .mark").is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.browser
def test_boxes_are_drawn_anew_added_resized_and_removed(browser, address):
    with visiting(browser, 1280) as page:
        send_photograph(page, address)
        drag(page, (0.1, 0.1), (0.3, 0.3))
        drag(page, (0.5, 0.5), (0.9, 0.8))
        assert [box[:2] for box in regions(page)] == [[600, 450]]

        drag(page, (0.9, 0.8), (0.8, 0.7))
        ((_, _, width, height),) = regions(page)
        assert (abs(width - 360) <= 6, abs(height - 180) <= 6) == (True, True)

        page.get_by_role("button", name="再加一个框").click()
        assert len(regions(page)) == 2
        drag(page, (0.5, 0.5), (0.5, 0.501))
        page.get_by_role("button", name="去掉第 1 个框").click()
        page.keyboard.press("Delete")
        assert regions(page) == []


@pytest.mark.browser
def test_a_tap_lays_a_box_and_a_thumb_that_scrolls_draws_none(browser, address):
    with visiting(browser, 390, has_touch=True, is_mobile=True) as page:
        send_photograph(page, address)
        frame = page.locator("[data-layer]").bounding_box()
        middle = (frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2)
        drag(page, (0.5, 0.2), (0.51, 0.9))
        assert regions(page) == []
        page.touchscreen.tap(*middle)
        ((x, y, w, h),) = regions(page)

        assert (abs(x + w / 2 - 600) < 12, abs(y + h / 2 - 450) < 12) == (True, True)
        assert page.locator("[data-go]").is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
