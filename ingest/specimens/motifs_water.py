"""Fish, the fat big-eyed fish, frog, dragon and spider."""

__all__ = ["dragon", "fat_fish", "fish", "frog", "spider"]

import numpy as np

from .pieces import (
    banded,
    both_sides,
    diamond,
    eye,
    line_of,
    rosette,
    segmented,
    shape_numbers,
    spikes,
)
from .shapes import (
    Figure,
    FloatArray,
    Line,
    Patch,
    arc,
    blob,
    curl,
    disc,
    leaf,
    petal,
    points,
    ribbon,
    smooth,
)


def fish(variant: int) -> Figure:
    """Scaled fish swimming to the right with a forked tail."""
    return _fish(variant, 0.33, 0.1)


def fat_fish(variant: int) -> Figure:
    """Round-bodied fish with a very large eye, in the manner of Youzhou work."""
    return _fish(variant, 0.52, 0.17)


def _fish(variant: int, girth: float, eye_size: float) -> Figure:
    fat, arch, fin = shape_numbers(variant, 3)
    g, lift = girth * (1 + 0.1 * fat), 0.05 * arch
    body = points(
        (0.9, 0.02),
        (0.78, -0.5 * g),
        (0.46, -0.94 * g + lift),
        (0.1, -g + lift),
        (-0.3, -0.66 * g),
        (-0.6, -0.16),
        (-0.6, 0.16),
        (-0.3, 0.66 * g),
        (0.1, g + lift),
        (0.46, 0.94 * g + lift),
        (0.78, 0.5 * g),
    )
    colours = (1, 3, 2) if variant % 2 == 0 else (2, 5, 4)
    tail = [
        piece
        for k, aim in enumerate((128, 154, 206, 232))
        for piece in leaf(
            (-0.54, 0.0), aim, 0.5, 0.24, ((2, 4), (3, 5))[k in (1, 2)], bend=0.1 if k < 2 else -0.1
        )
    ]
    back = [
        petal(
            (0.24 - 0.15 * k, -0.88 * g),
            -104 - 12 * k,
            0.34 - 0.03 * k + 0.04 * fin,
            0.18,
            (4, 3)[k % 2],
            pointed=0.4,
        )
        for k in range(4)
    ]
    belly = [
        petal((0.3 - 0.3 * k, 0.86 * g), 112 + 14 * k, 0.3, 0.2, (4, 3)[k], pointed=0.4)
        for k in range(2)
    ]
    return (
        *tail,
        *back,
        *belly,
        *banded(body, (0.05, 0.0), (1, 0.82), colours[:2], edge=6),
        *_scales(g, colours),
        blob(
            points(
                (0.88, 0.02),
                (0.78, -0.46 * g),
                (0.5, -0.84 * g),
                (0.4, 0.0),
                (0.5, 0.84 * g),
                (0.78, 0.46 * g),
            ),
            4,
            angle_deg=90,
            edge=6,
        ),
        *eye((0.62, -0.26 * g), eye_size),
        line_of(6, (0.87, 0.08), (0.76, 0.12), (0.7, 0.2)),
        ribbon(
            points((0.36, 0.06), (0.22, 0.2), (0.1, 0.44 * g + 0.1)),
            (0.1, 0.17, 0.05),
            5,
            slant=0.1,
        ),
        line_of(6, (0.86, 0.1), (0.94, 0.18), (0.92, 0.3), (0.84, 0.3)),
    )


def _scales(girth: float, colours: tuple[int, int, int]) -> Figure:
    """Overlapping scales in rows, alternate rows shifted."""
    out = []
    for column in range(6):
        x = -0.44 + 0.15 * column
        room = girth * float(np.sqrt(max(0.05, 1 - ((x - 0.12) / 0.72) ** 2))) * 0.72
        rows = max(1, int(room * 2 / 0.17)) // 2 * 2 + column % 2
        for y in (np.arange(rows) - (rows - 1) / 2) * 0.165:
            out.append(
                petal(
                    (x + 0.08, float(y)), 180, 0.17, 0.17, (colours[2], 5)[column % 2], pointed=0.0
                )
            )
    return tuple(out)


def frog(variant: int) -> Figure:
    """Squatting frog seen from above, four bent limbs with round toes."""
    fat, knee, spots = shape_numbers(variant, 3)
    body = points(
        (0, -0.52),
        (0.3, -0.36),
        (0.36 + 0.05 * fat, 0.06),
        (0.22, 0.44),
        (0, 0.54),
        (-0.22, 0.44),
        (-0.36 - 0.05 * fat, 0.06),
        (-0.3, -0.36),
    )
    arm = points((0.2, -0.28), (0.6, -0.34 - 0.05 * knee), (0.74, -0.7))
    leg = points((0.16, 0.36), (0.7, 0.1 + 0.06 * knee), (0.62, 0.52), (0.86, 0.74))
    toes = [*_toes((0.74, -0.7), -66), *_toes((0.86, 0.74), 48)]
    half: Figure = (
        ribbon(arm, (0.2, 0.18, 0.12, 0.1), 2, slant=0.05, edge=6),
        ribbon(leg, (0.22, 0.26, 0.17, 0.15, 0.1), 2, slant=0.05, edge=6),
        *toes,
    )
    marks = [diamond((0, -0.2 + 0.2 * k), 0.2 - 0.02 * k, 0.18, (5, 4, 5)[k]) for k in range(3)]
    dots: Figure = tuple(disc((0.2, -0.12 + 0.19 * k), 0.04 + 0.008 * spots, 5) for k in range(3))
    return (
        *both_sides(half),
        *banded(body, (0, 0), (1, 0.78, 0.5), (1, 3, 2), edge=6),
        *marks,
        *both_sides(dots),
        *both_sides(eye((0.2, -0.5), 0.13)),
        line_of(6, (-0.16, -0.36), (0, -0.31), (0.16, -0.36)),
    )


def _toes(root: tuple[float, float], aim: float) -> Figure:
    out: list[Line] = []
    balls = []
    for turn in (-42, 0, 42):
        a = np.radians(aim + turn)
        tip = (root[0] + 0.17 * float(np.cos(a)), root[1] + 0.17 * float(np.sin(a)))
        out.append(line_of(2, root, tip))
        balls.append(disc(tip, 0.045, 4))
    return (*out, *balls)


def dragon(variant: int) -> Figure:
    """Friendly ox-horned dragon, coiled (even variants) or winding (odd variants)."""
    wave, girth, beard = shape_numbers(variant, 3)
    spine = _coil() if variant % 2 == 0 else _winding(wave)
    w = 1 + 0.1 * girth
    widths = (0.22 * w, 0.32 * w, 0.34 * w, 0.31 * w, 0.25 * w, 0.17, 0.06)
    tip = (float(spine[-1][0]), float(spine[-1][1]))
    last = spine[-1] - spine[-2]
    aim = float(np.degrees(np.arctan2(last[1], last[0])))
    tail = [
        petal(tip, aim + turn, 0.32, 0.14, (1, 3, 4)[abs(turn) // 40], pointed=0.5)
        for turn in (-80, 80, -40, 40, 0)
    ]
    head_at = (float(spine[0][0]), float(spine[0][1]))
    return (
        *spikes(spine, (0.13 if variant % 2 == 0 else -0.13) * w, 0.22, 3, 19),
        *tail,
        *_feet(spine),
        *segmented(spine, widths, (1, 2), 18),
        *_belly(spine),
        *_dragon_head(head_at, beard),
        *_pearl((head_at[0] + 0.56, head_at[1] + 0.12)),
    )


def _coil() -> FloatArray:
    t = np.linspace(0, 1, 15)
    turn = np.radians(-108 - 430 * t)
    radius = 0.78 - 0.56 * t**0.9
    return np.column_stack([radius * np.cos(turn) + 0.02, radius * np.sin(turn) + 0.16])


def _winding(wave: float) -> FloatArray:
    depth = 0.36 + 0.05 * wave
    return points(
        (0.34, -0.5),
        (0.08, -0.4),
        (0.14, -0.04),
        (0.44, depth),
        (0.26, 0.72),
        (-0.06, 0.62),
        (-0.22, 0.2),
        (-0.3, -0.26),
        (-0.56, -0.44),
        (-0.8, -0.14),
        (-0.74, 0.3),
        (-0.56, 0.56),
    )


def _belly(spine: FloatArray) -> Figure:
    """Row of scales down the back."""
    line = smooth(spine, steps=24)
    index = np.linspace(0.07, 0.86, 22) * (len(line) - 2)
    along = np.gradient(line, axis=0)[index.astype(int)]
    aim = np.degrees(np.arctan2(along[:, 1], along[:, 0]))
    size = 0.13 - 0.06 * index / len(line)
    return tuple(
        petal((float(at[0]), float(at[1])), float(turn), float(s) * 1.15, float(s), colour)
        for at, turn, s, colour in zip(line[index.astype(int)], aim, size, (5, 4) * 11, strict=True)
    )


def _feet(spine: FloatArray) -> Figure:
    out: list[Patch] = []
    for index in (len(spine) // 4, len(spine) * 5 // 9):
        at, ahead = spine[index], spine[index + 1] - spine[index]
        aim = float(np.degrees(np.arctan2(ahead[1], ahead[0]))) + 84
        a = np.radians(aim)
        knee = (float(at[0] + 0.32 * np.cos(a)), float(at[1] + 0.32 * np.sin(a)))
        root = (float(at[0]), float(at[1]))
        out.append(petal(root, aim, 0.36, 0.17, 2, edge=6))
        out += [petal(knee, aim + turn, 0.17, 0.07, 5, pointed=0.9) for turn in (-55, 0, 55)]
    return tuple(out)


def _dragon_head(at: tuple[float, float], beard: float) -> Figure:
    x, y = at

    def here(*xy: tuple[float, float]) -> FloatArray:
        return points(*((x + px, y + py) for px, py in xy))

    face = here(
        (-0.2, -0.02),
        (-0.1, -0.2),
        (0.1, -0.2),
        (0.24, -0.08),
        (0.4, -0.1),
        (0.44, 0.02),
        (0.34, 0.1),
        (0.2, 0.12),
        (0.06, 0.2),
        (-0.14, 0.16),
    )
    jaw = here((-0.1, 0.1), (0.14, 0.14), (0.34, 0.2), (0.3, 0.28), (0.08, 0.3), (-0.12, 0.22))
    horns = (
        ribbon(
            here((-0.02, -0.16), (-0.1, -0.36), (-0.3, -0.42), (-0.4, -0.3)),
            (0.12, 0.1, 0.06, 0.01),
            5,
        ),
        ribbon(
            here((0.1, -0.17), (0.14, -0.36), (0.34, -0.42), (0.42, -0.3)),
            (0.12, 0.1, 0.06, 0.01),
            5,
        ),
    )
    mane = tuple(
        petal((x - 0.1, y + 0.02), 150 + 34 * k, 0.32, 0.15, (3, 4)[k % 2], pointed=0.6)
        for k in range(4)
    )
    return (
        *mane,
        *horns,
        blob(jaw, 4, angle_deg=90, edge=6),
        *banded(face, (0.06 + x, y), (1, 0.6), (2, 3), edge=6),
        *eye((x + 0.06, y - 0.07), 0.1),
        disc((x + 0.38, y - 0.04), 0.045, 1),
        Line(curl((x + 0.4, y + 0.06), 35, 0.3 + 0.04 * beard, -1.2), 6),
        Line(curl((x + 0.4, y - 0.08), -50, 0.26, 1.2), 6),
    )


def _pearl(at: tuple[float, float]) -> Figure:
    return (*rosette(at, 0.14, 8, 1, pointed=0.5), disc(at, 0.08, 3), disc(at, 0.04, 5))


def spider(variant: int) -> Figure:
    """Eight bent arms around a lozenge heart."""
    reach, bend, _ = shape_numbers(variant, 3)
    knees = ((0.3, -0.62), (0.62, -0.34), (0.62, 0.34), (0.3, 0.62))
    tips = ((0.52 + 0.05 * bend, -0.95), (0.95, -0.52), (0.95, 0.52), (0.52 + 0.05 * bend, 0.95))
    half: Figure = tuple(
        ribbon(
            points((0.1, 0.3 * float(np.sign(k[1]))), k, t),
            (0.1, 0.13 + 0.02 * reach, 0.05),
            c,
            edge=6,
        )
        for k, t, c in zip(knees, tips, (2, 1, 1, 2), strict=True)
    )
    rim = arc((0, 0), 0.86, 0, 350)[::3]
    beads = tuple(disc((float(x), float(y)), 0.035, 5) for x, y in rim) if variant % 2 else ()
    return (
        *beads,
        *both_sides(half),
        diamond((0, 0), 0.84, 1.04, 1),
        diamond((0, 0), 0.62, 0.76, 3),
        diamond((0, 0), 0.42, 0.52, 2),
        diamond((0, 0), 0.2, 0.24, 5),
        *both_sides(eye((0.09, -0.56), 0.07)),
        *both_sides((Line(curl((0.05, 0.55), 90, 0.22, 1.2), 6),)),
    )
