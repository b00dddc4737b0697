"""Layouts of photographs: sure where the drawing has the symmetry, silent where it has none."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from archive.features import SHOWN_CONFIDENCE, Cloth, Layout
from ingest.features.layout import measure_layout
from ingest.features.symmetry.planes import reduce_picture
from ingest.specimens import Shot, Specimen, draw, photograph

DATA = Path(__file__).parents[2].parent / "shared" / "data"
with_data = pytest.mark.skipif(
    not DATA.is_dir(), reason="the shared pictures are not on this machine"
)
SHOT = Shot(turn_deg=7, tilt_x=0.08, tilt_y=-0.06, light_strength=0.4, noise=4, blur_px=0.8, seed=3)


def seen(motif: str, layout: str, shot: Shot = SHOT) -> np.ndarray:
    specimen = Specimen(motif, "flat-stitch", "shidong-red", layout, seed=2)
    return photograph(draw(specimen, width_px=480), shot)


def layout_of(rgb: np.ndarray, cloth: Cloth | None = None) -> Layout:
    return measure_layout(rgb, cloth or Cloth.whole(), (rgb.shape[1], rgb.shape[0]))


def shown(layout: Layout) -> set[str]:
    return {f"{s.kind} {s.name}" for s in layout.symmetries if s.confidence >= SHOWN_CONFIDENCE}


def opened(path: Path) -> np.ndarray:
    return np.ascontiguousarray(cv2.imread(str(path))[..., ::-1])


def test_a_mirrored_pair_of_birds_is_mirrored_at_its_middle():
    rgb = seen("bird", "mirror")
    found = layout_of(rgb)

    assert shown(found) == {"mirror vertical", "rosette d1"}
    x, y, direction = next(s.numbers for s in found.symmetries if s.kind == "mirror")
    # The axis passes through the middle of the cloth, turned as it lies.
    angle = np.radians(direction)
    off = np.array([x - rgb.shape[1] / 2, y - rgb.shape[0] / 2])
    assert abs(off @ [np.sin(angle), -np.cos(angle)]) < 10
    assert direction == pytest.approx(97, abs=3)


def test_a_rosette_of_fish_turns_by_quarters_and_is_not_mirrored():
    found = layout_of(seen("fish", "rosette"))

    assert shown(found) == {"rotation 4", "rosette c4"}
    centre = next(s.numbers for s in found.symmetries if s.kind == "rotation")
    assert centre == pytest.approx((240, 240), abs=8)


def test_rows_of_fish_are_a_square_lattice():
    found = layout_of(seen("fish", "grid"))

    assert "lattice square" in shown(found)
    steps = np.reshape(found.symmetries[0].numbers, (2, 2))
    assert np.hypot(*steps.T) == pytest.approx(480 / 4, rel=0.1)


def test_a_lone_bird_in_a_symmetric_border_has_no_symmetry():
    assert shown(layout_of(seen("bird", "single"))) == set()


def test_a_quarter_turn_turns_the_axis():
    lying = layout_of(np.ascontiguousarray(np.rot90(seen("bird", "mirror"))))

    assert shown(lying) == {"mirror horizontal", "rosette d1"}


def test_numbers_are_pixels_of_the_full_size_photograph():
    rgb = seen("fish", "rosette")
    small = measure_layout(rgb, Cloth.whole(), (480, 480)).symmetries
    large = measure_layout(rgb, Cloth.whole(), (4800, 4800)).symmetries

    assert [s.name for s in small] == [s.name for s in large]
    assert [s.confidence for s in small] == [s.confidence for s in large]
    assert np.array(large[0].numbers) == pytest.approx(10 * np.array(small[0].numbers))


def test_the_same_picture_gives_the_same_layout():
    rgb = seen("bird", "mirror")

    assert layout_of(rgb) == layout_of(rgb.copy())


def test_what_lies_beside_the_cloth_does_not_count():
    # A mirrored pair above, a lone dragon below: only the mask tells which is meant.
    pair, other = seen("bird", "mirror", Shot()), seen("dragon", "single", Shot())
    both = np.concatenate([pair, other])
    mask = np.zeros((42, 24), bool)
    mask[:18] = True

    assert "mirror vertical" in shown(layout_of(both, Cloth(mask, 1.0)))
    assert shown(layout_of(both)) == set()


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (3, 3), (23, 300), (64, 64), (300, 20)])
def test_noise_of_any_size_has_no_symmetry(shape):
    rgb = np.random.default_rng(1).integers(0, 256, (*shape, 3), np.uint8)

    assert shown(layout_of(rgb)) == set()


def test_a_smooth_gradient_has_no_symmetry():
    ramp = np.linspace(0, 255, 700)[None, :, None] + np.linspace(0, 40, 500)[:, None, None]

    assert shown(layout_of(np.clip(ramp, 0, 255).repeat(3, axis=2).astype(np.uint8))) == set()


def test_the_table_leaves_no_trace_in_what_is_compared():
    rgb, other = seen("bird", "mirror", Shot()), seen("dragon", "mirror", Shot())
    mask = np.zeros((36, 48), bool)
    mask[8:28, 8:40] = True
    beside = np.where(mask.repeat(10, axis=0).repeat(10, axis=1)[..., None], rgb, other)
    planes = [reduce_picture(each, mask, 48, 6.0) for each in (rgb, beside)]

    assert planes[0].values == pytest.approx(planes[1].values, abs=1e-5)
    assert not planes[0].values[~mask].any()


def test_a_mask_without_cloth_gives_no_symmetry():
    nothing = Cloth(np.zeros((8, 8), bool), 1.0)

    assert layout_of(seen("bird", "mirror"), nothing) == Layout()


@with_data
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("0720", "frieze p11g"),
        ("0894", "rosette c4"),
        ("0538", "lattice square"),
        ("0503", "frieze p1m1"),
        ("0102", "rosette d2"),
        ("0723", "frieze p2mm"),
    ],
)
def test_charts_looked_at_by_eye(name, expected):
    assert expected in shown(layout_of(opened(DATA / "charts" / f"{name}.png")))


@with_data
def test_birds_on_charts_have_no_symmetry():
    birds = [opened(DATA / "charts" / f"{name}.png") for name in ("0005", "0012", "0021", "0026")]

    assert [layout_of(bird) for bird in birds] == [Layout()] * 4


@with_data
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("silk_moth_design1000", {"mirror vertical", "rosette d1"}),
        ("brocade_bird_flower_xinjiang1000", {"mirror vertical"}),
        ("brocade_cloud_xinjiang1000", {"frieze p1"}),
        ("robe_dragon_qing1000", set()),
        ("miao_batik_bird1000", set()),
        ("silk_dragon_qing1000", set()),
    ],
)
def test_museum_textiles_looked_at_by_eye(name, expected):
    assert shown(layout_of(opened(DATA / "textiles" / f"{name}.jpg"))) == expected
