"""How thick the thread is and how far apart the stitches lie, for each technique."""

__all__ = ["STITCHES", "Gauge", "gauge_of"]

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Gauge:
    """Measures of one technique, all in centimetres but for ``overlap``.

    Parameters
    ----------
    pitch
        Distance from one row, link, knot or cross to the next.
    overlap
        Width of a stitch against its pitch.
    length
        Length of a chain link or of a piece of plait.
    cord
        Width of the cord for lines and edges.
    longest
        Longest flat stitch before it is parted.
    slip
        How far the ends of flat stitches stray along their lie (standard deviation).
    """

    pitch: float
    overlap: float = 1.15
    length: float = 0.0
    cord: float = 0.1
    longest: float = 1.3
    slip: float = 0.01


#: Our own measures, set by eye against museum photographs with a scale.
_GAUGES: dict[str, Gauge] = {
    "flat-stitch": Gauge(0.05, 1.2, cord=0.1, longest=1.25, slip=0.012),
    "split-thread": Gauge(0.026, 1.25, cord=0.075, longest=0.95, slip=0.006),
    "cross-stitch": Gauge(0.18, 0.36),
    "chain-stitch": Gauge(0.145, 1.0, length=0.19),
    "seed-knot": Gauge(0.135, 1.05, cord=0.1),
    "braid": Gauge(0.26, 1.06, length=0.1),
    "couching": Gauge(0.125, 1.04, length=0.1),
    "batik": Gauge(0.1),
}

STITCHES: tuple[str, ...] = tuple(_GAUGES)

#: The finest thread that is drawn one by one, in pixels of the drawing.
_FINEST_PX = 1.5


def gauge_of(stitch: str, px_per_cm: float) -> Gauge:
    """Measures of a technique; fine thread is drawn coarser where pixels are few."""
    gauge = _GAUGES[stitch]
    return replace(gauge, pitch=max(gauge.pitch, _FINEST_PX / px_per_cm))
