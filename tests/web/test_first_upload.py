"""The first upload, from end to end, in a real browser without JavaScript."""

import shutil
import threading

import pytest
from werkzeug.serving import make_server

from archive.access import Role
from archive.catalogue import open_catalogue
from tests.web.small_site import make_site
from web.finishing import finish_outbox

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]


@pytest.fixture
def site(tmp_path):
    return make_site(tmp_path)


@pytest.fixture
def address(site):
    server = make_server("127.0.0.1", 0, site.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def phone():
    """A browser 390 pixels wide that runs no scripts."""
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        context = browser.new_context(
            java_script_enabled=False, viewport={"width": 390, "height": 844}, locale="zh-CN"
        )
        yield context.new_page()
        context.close()
        browser.close()


@pytest.fixture
def photograph(tmp_path):
    """A picture with enough drawn on it to have features."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (480, 640), "#14182b")
    pen = ImageDraw.Draw(picture)
    for step in range(0, 480, 20):
        pen.line([(step, 0), (480 - step, 640)], fill="#c8102e", width=5)
    path = tmp_path / "苗绣.jpg"
    picture.save(path)
    return path


@pytest.mark.browser
def test_a_piece_sent_from_a_phone_is_published_found_and_on_its_makers_page(
    site, address, phone, photograph
):
    phone.goto(address + site.invited("石阿婆").link)
    phone.get_by_role("button", name="进来").click()
    phone.set_input_files("input[type=file]", photograph)
    phone.fill("input[name=title]", "蝶恋花背扇")
    phone.check("input[name=motifs][value='motif/butterfly']")
    phone.check("input[name=uses][value=pictures]")
    phone.check("input[name=uses][value=name]")
    phone.check("input[name=handmade][value=all]")
    phone.get_by_role("button", name="存下来").click()
    assert "存好了" in phone.content()

    phone.goto(address + site.invited("田会计", Role.CURATOR).link)
    phone.get_by_role("button", name="进来").click()
    phone.get_by_role("link", name="蝶恋花背扇").click()
    phone.get_by_role("button", name="发布").click()
    assert "发布了" in phone.content()

    phone.context.clear_cookies()
    db = open_catalogue(site.home)
    assert finish_outbox(site.home, db) == []
    db.close()

    phone.goto(f"{address}/zh/search?q=蝴蝶")
    phone.get_by_role("link", name="蝶恋花背扇").first.click()
    assert "蝶恋花背扇" in phone.title()
    phone.get_by_role("link", name="石阿婆").first.click()
    assert "/makers/" in phone.url
    assert "蝶恋花背扇" in phone.content()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.browser
def test_no_page_of_the_studio_and_the_desk_is_wider_than_a_phone(site, address, phone, photograph):
    phone.goto(address + site.invited("石阿婆", Role.ADMIN).link)
    phone.get_by_role("button", name="进来").click()
    site.inside("李阿姨").hand_in(photograph.read_bytes(), "长" * 80 + ".jpg", title="长" * 80)
    work = site.works()[0].id

    for page in ("studio/", "studio/works", "desk/", f"desk/works/{work}", "desk/invitations"):
        phone.goto(f"{address}/zh/{page}")
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390, page
