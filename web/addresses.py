"""Addresses that leave the site: printed, shared, or read by other machines."""

from __future__ import annotations

from urllib.parse import urljoin

from flask import request, url_for

from web.context import site

__all__ = ["absolute", "ark", "permanent", "site_url"]


def site_url() -> str:
    """Return the site's address as visitors type it, without a slash at the end."""
    return (site().settings.site_url or request.url_root).rstrip("/")


def absolute(path: str) -> str:
    """Return the full address of a path of this site."""
    return urljoin(site_url() + "/", path)


def permanent(work_id: str) -> str:
    """Return the address of a work that stays the same, in every language."""
    return absolute(url_for("permanent.work", work_id=work_id))


def ark(work_id: str) -> str:
    """Return the work's Archival Resource Key."""
    return f"ark:/{site().settings.naan}/{work_id}"
