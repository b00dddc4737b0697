"""The documentation says what the code does."""

import configparser
import re
from pathlib import Path

import pytest

from web.cli import main
from web.reference import reference_pages

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("name", list(reference_pages()))
def test_a_reference_page_is_what_the_code_would_write(name):
    written = (ROOT / "docs" / name).read_text(encoding="utf-8")

    assert written == reference_pages()[name], "run: python -m web.reference"


def test_every_dependency_has_its_line_and_every_line_its_dependency():
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    required = {
        re.match(r"[a-z0-9-]+", line)[0]
        for line in setup["options"]["install_requires"].split("\n")
        if line
    }
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| ")]
    explained = {name.strip() for row in rows[1:] for name in row.split(",")}

    assert explained == required


def test_every_requirement_is_pinned():
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    pinned = (ROOT / "constraints.txt").read_text(encoding="utf-8").lower().replace("_", "-")
    extras = setup["options.extras_require"]
    wanted = setup["options"]["install_requires"] + extras["dev"] + extras["neural"]
    names = [re.match(r"[a-z0-9-]+", line)[0] for line in wanted.split("\n") if line]

    assert [name for name in names if f"\n{name}==" not in pinned] == []


def test_the_readme_names_only_commands_that_exist():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"xiupu ([a-z]+)", readme))

    assert named <= set(main.commands)


def test_every_relative_link_in_the_documentation_leads_somewhere():
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    links = [
        (page.name, target)
        for page in pages
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]

    assert links == []


def test_no_lock_file_names_a_registry():
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")

    assert "://" not in text
