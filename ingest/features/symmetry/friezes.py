"""The seven frieze groups."""

from __future__ import annotations

__all__ = ["frieze_group"]


def frieze_group(
    is_mirrored_over: bool, is_mirrored_along: bool, *, glides: bool, turns: bool
) -> str:
    """Name the group of a band that repeats, in IUC notation.

    The order of questions is the usual flow chart (Washburn and Crowe 1988,
    "Symmetries of Culture", chapter 4).

    Parameters
    ----------
    is_mirrored_over
        Whether a mirror stands across the band.
    is_mirrored_along
        Whether the band's middle line is a mirror.
    glides
        Whether it maps onto itself mirrored along and moved by half a period.
    turns
        Whether half a turn maps it onto itself.

    Returns
    -------
    str
        One of ``LAYOUT_NAMES["frieze"]``. ``frieze_group(True, False, glides=False,
        turns=False)`` is ``p1m1``.
    """
    if is_mirrored_along:
        return "p2mm" if is_mirrored_over else "p11m"
    if is_mirrored_over:
        return "p2mg" if glides or turns else "p1m1"
    if glides:
        return "p11g"
    return "p2" if turns else "p1"
