"""How alike two patterns are laid out: a weak reason, one product of two vectors."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from archive.features import LAYOUT_NAMES, Layout

__all__ = ["LAYOUT_SIZE", "layout_likeness", "layout_vector"]

#: What agreeing in the kind alone is worth: two friezes of different groups,
#: or a mirror that stands upright in one photograph and lies in the other.
_KIND_SHARE = 0.5

_PLACES = {
    place: number
    for number, place in enumerate(
        place
        for kind, names in LAYOUT_NAMES.items()
        for place in ((kind, ""), *((kind, name) for name in names))
    )
}
#: Length of the vector.
LAYOUT_SIZE = len(_PLACES)


def layout_vector(layout: Layout) -> npt.NDArray[np.float32]:
    """Return the vector whose product with another is the likeness of both.

    Parameters
    ----------
    layout
        Symmetries with their confidences; a name this version does not know
        counts for its kind.

    Returns
    -------
    numpy.ndarray
        float32 of shape ``(LAYOUT_SIZE,)``, entries 0..1, L2 norm at most 1:
        it is below 1 where nothing is sure, and 0 without any symmetry.
        Likenesses of 100,000 rows of such vectors are one matrix product.
    """
    vector = np.zeros(LAYOUT_SIZE, np.float32)
    for found in layout.symmetries:
        for name, share in (("", _KIND_SHARE), (found.name, 1 - _KIND_SHARE)):
            place = _PLACES.get((found.kind, name))
            if place is not None:
                vector[place] = max(float(vector[place]), np.sqrt(share) * found.confidence)
    return vector / np.float32(max(float(np.linalg.norm(vector)), 1.0))


def layout_likeness(first: Layout, second: Layout) -> float:
    """Return how far two layouts have the same symmetries, 0..1.

    The cosine of kinds and names weighted by confidence; less where both are
    unsure. 1 for a sure layout and itself, 0 when no kind agrees or either
    has no symmetry, both ways the same.
    """
    return min(1.0, float(layout_vector(first) @ layout_vector(second)))
