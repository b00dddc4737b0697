"""Settings: one table that feeds the code, the command line and the docs.

Environment variables ``XIUPU_*`` go before ``settings.toml`` in the home, which
goes before the defaults here.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import platformdirs

from archive.errors import BadInput, BrokenHome
from archive.home import Home

__all__ = ["SETTINGS", "Settings", "default_home", "load_settings"]


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table."""

    name: str
    default: str | int | bool
    sentence: str


#: Name, default and what it does; types are those of the defaults.
SETTINGS = (
    Setting(
        "site_url",
        "",
        "Address of the site as visitors type it, for QR codes and feeds; "
        "empty: the address of the request",
    ),
    Setting(
        "naan",
        "99999",
        "Name assigning authority number for ARK addresses; 99999 is the one set aside for tests",
    ),
    Setting("hall", "", "Where pieces can be seen and bought in person, shown on every work"),
    Setting("contact", "", "Whom to ask, shown on the about page and on tombstones"),
    Setting("max_upload_mb", 40, "Largest photograph taken by the upload form, in megabytes"),
    Setting("demonstration", False, "Say on every page that the pieces are drawn by a program"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its value; see :data:`SETTINGS` for what each does."""

    home: Home
    site_url: str = ""
    naan: str = "99999"
    hall: str = ""
    contact: str = ""
    max_upload_mb: int = 40
    demonstration: bool = False


def default_home() -> Path:
    """Return ``XIUPU_HOME`` or the platform's user data folder."""
    return Path(os.environ.get("XIUPU_HOME") or platformdirs.user_data_path("xiupu"))


def load_settings(home: Home, environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings of a home.

    Raises
    ------
    BrokenHome
        When ``settings.toml`` cannot be read or holds an unknown name.
    BadInput
        When a value is not of the setting's type.
    """
    values: dict[str, object] = _from_file(home.settings)
    known = {setting.name for setting in SETTINGS}
    if unknown := sorted(set(values) - known):
        raise BrokenHome(
            f"{home.settings} sets {unknown[0]!r}, which is not a setting",
            hint=f"known settings: {', '.join(sorted(known))}",
        )
    for setting in SETTINGS:
        if (text := environment.get(f"XIUPU_{setting.name.upper()}")) is not None:
            values[setting.name] = text
    typed = {s.name: _typed(s, values[s.name]) for s in SETTINGS if s.name in values}
    return Settings(home, **typed)  # type: ignore[arg-type]  # _typed keeps each default's type


def _from_file(path: Path) -> dict[str, object]:
    try:
        return dict(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise BrokenHome(f"{path} cannot be read: {error}", hint="mend or delete it") from error


def _typed(setting: Setting, value: object) -> str | int | bool:
    wanted = type(setting.default)
    # Not isinstance(): True would pass for a number.
    if isinstance(value, (str, int, bool)) and type(value) is wanted:
        return value
    text = str(value).strip()
    if wanted is bool and text.lower() in {"1", "true", "yes", "on", "0", "false", "no", "off", ""}:
        return text.lower() in {"1", "true", "yes", "on"}
    if wanted is int and text.isascii() and text.isdigit():
        return int(text)
    if wanted is str:
        return text
    raise BadInput(f"setting {setting.name} cannot be {text!r}", hint=f"it is {wanted.__name__}")


assert [f.name for f in fields(Settings)][1:] == [s.name for s in SETTINGS]
