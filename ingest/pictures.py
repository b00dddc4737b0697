"""Opening photographs: by content, within limits, upright, in sRGB.

Pillow tells the format by the first bytes; the name of the file plays no part.
What comes out is always an 8-bit RGB picture as a person would look at it.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pillow_heif
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from archive.errors import BadInput
from ingest.limits import DEFAULT_LIMITS, Limits

__all__ = [
    "MEDIA_TYPES",
    "Header",
    "check_size",
    "decode",
    "decode_array",
    "exif_block",
    "read_header",
]

pillow_heif.register_heif_opener()
# Our own limit is checked on the header; Pillow's would warn below it.
Image.MAX_IMAGE_PIXELS = None

#: Pillow's format names, and the media type each is kept under. An MPO is a
#: JPEG with further pictures behind it, as many phones write.
MEDIA_TYPES = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "TIFF": "image/tiff",
    "HEIF": "image/heic",
    "AVIF": "image/avif",
}
# Pillow opens an MPO as a JPEG and knows no opener of that name.
_OPENED = tuple(name for name in MEDIA_TYPES if name != "MPO")
_SRGB = ImageCms.createProfile("sRGB")
_ORIENTATION = 0x0112
_TURNED = {5, 6, 7, 8}
_MEGA = 1_000_000
_WHITE = (255, 255, 255)
_ACCEPTED = "send a JPEG, PNG, WebP, TIFF, HEIC or AVIF photograph"


@dataclass(frozen=True, slots=True)
class Header:
    """What a picture's header says; nothing has been decoded.

    Parameters
    ----------
    media_type
        One of the values of :data:`MEDIA_TYPES`, by content.
    width_px, height_px
        Of the upright picture.
    orientation
        EXIF orientation, 1..8; 1 when absent or out of range.
    """

    media_type: str
    width_px: int
    height_px: int
    orientation: int


def read_header(content: bytes, limits: Limits = DEFAULT_LIMITS) -> Header:
    """Read a picture's header and check it against the limits.

    Raises
    ------
    BadInput
        When it is no picture of a kind we take, or too large in any way.
    """
    check_size(len(content), limits)
    with _opened(content) as image:
        width_px, height_px = image.size
        if width_px * height_px > limits.pixels:
            raise BadInput(
                f"the picture has {width_px * height_px // _MEGA} megapixels;"
                f" at most {limits.pixels // _MEGA} are taken",
                hint="save a smaller copy and send that",
            )
        frames = _frames(image)
        if frames > limits.frames:
            raise BadInput(
                f"the file holds {frames} pictures; at most {limits.frames} are taken",
                hint="send one photograph, not a film or an animation",
            )
        orientation = _orientation(image)
        # Of a TIFF Pillow gives the upright size already, and turns it in load().
        if orientation in _TURNED and image.format != "TIFF":
            width_px, height_px = height_px, width_px
        return Header(MEDIA_TYPES[image.format or ""], width_px, height_px, orientation)


def decode(content: bytes, *, longest_px: int | None = None) -> Image.Image:
    """Decode a picture: upright, sRGB, 8-bit RGB, transparency laid on white.

    Parameters
    ----------
    longest_px
        Reduce so that the longer side has at most this many pixels; a JPEG is
        then decoded at a half, quarter or eighth of its size, which is three
        times faster for a phone's photograph. ``None`` keeps every pixel.

    Raises
    ------
    BadInput
        When the picture is cut off or damaged.
    """
    with _opened(content) as image, _quietly():
        try:
            if longest_px is not None:
                image.draft("RGB", (longest_px, longest_px))
            image.load()
            picture = _in_srgb(ImageOps.exif_transpose(image))
        # Damaged bytes make the decoders raise nearly anything, RuntimeError among them.
        except Exception as error:
            raise _damaged(error) from error
    if longest_px is not None and max(picture.size) > longest_px:
        picture.thumbnail((longest_px, longest_px), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return picture


def decode_array(content: bytes, *, longest_px: int | None = None) -> npt.NDArray[np.uint8]:
    """Decode a picture as :func:`decode` does, into uint8 RGB of shape (h, w, 3)."""
    return np.asarray(decode(content, longest_px=longest_px), dtype=np.uint8)


def exif_block(content: bytes) -> bytes | None:
    """Return a picture's EXIF as it stands in the file, from its TIFF header on.

    ``None`` when there is none apart from the picture itself, as in a TIFF.

    Raises
    ------
    BadInput
        When it is no picture of a kind we take.
    """
    with _opened(content) as image:
        block = image.info.get("exif")
    return block.removeprefix(b"Exif\x00\x00") if isinstance(block, bytes) else None


def check_size(size: int, limits: Limits = DEFAULT_LIMITS) -> None:
    """Refuse a file by its number of bytes, before it is read.

    Raises
    ------
    BadInput
        When it is empty or too large.
    """
    if size == 0:
        raise BadInput("the file is empty", hint="send the file again")
    if size > limits.file_bytes:
        raise BadInput(
            f"the file has {size // _MEGA} MB; at most {limits.file_bytes // _MEGA} MB are taken",
            hint="save a smaller copy and send that",
        )


def _opened(content: bytes) -> Image.Image:
    try:
        with _quietly():
            return Image.open(io.BytesIO(content), formats=_OPENED)
    except UnidentifiedImageError as error:
        raise BadInput("the file is not a picture of a kind we take", hint=_ACCEPTED) from error
    except Exception as error:  # As in decode().
        raise BadInput(f"the picture cannot be opened: {error}", hint=_ACCEPTED) from error


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep quiet about broken metadata in an intact picture; it is not worth a word."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _damaged(error: Exception) -> BadInput:
    return BadInput(
        f"the picture is cut off or damaged: {error}",
        hint="send the file again, or take the photograph again",
    )


def _frames(image: Image.Image) -> int:
    try:
        with _quietly():
            return int(getattr(image, "n_frames", 1))
    except Exception as error:  # As in decode().
        raise _damaged(error) from error


def _orientation(image: Image.Image) -> int:
    try:
        with _quietly():
            value = image.getexif().get(_ORIENTATION, 1)
    except Exception:  # As in decode(); the picture itself may be whole.
        return 1
    return value if isinstance(value, int) and 1 <= value <= len(Image.Transpose) + 1 else 1


def _in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I") or image.mode == "F":
        image = _to_eight_bits(image)
    if image.mode in {"RGBA", "LA", "PA", "P"} or "transparency" in image.info:
        image = _on_white(image)
    if profile and image.mode in {"RGB", "CMYK", "L"}:
        image = _converted(image, profile)
    return image if image.mode == "RGB" else image.convert("RGB")


def _to_eight_bits(image: Image.Image) -> Image.Image:
    """Bring 16-bit grey to 8 bits; Pillow's own conversion cuts off instead of scaling."""
    values = np.asarray(image, dtype=np.float32)
    # 32-bit numbers carry no range: what goes beyond 8 bits is taken for 16.
    is_deep = image.mode.startswith("I;16") or values.max(initial=0) > 255
    scale = 255.0 / 65535.0 if is_deep else 1.0
    return Image.fromarray(np.clip(np.rint(values * scale), 0, 255).astype(np.uint8))


def _on_white(image: Image.Image) -> Image.Image:
    with_alpha = image.convert("RGBA")
    ground = Image.new("RGB", image.size, _WHITE)
    ground.paste(with_alpha, mask=with_alpha.getchannel("A"))
    return ground


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    """Convert to sRGB; a profile that cannot be read is passed over, as browsers do."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return converted if converted is not None else image
