"""Photographs that tell everything a camera can tell, and what a picture of ours still tells."""

from __future__ import annotations

import io

from PIL import ExifTags, Image, ImageCms, ImageDraw
from PIL.TiffImagePlugin import IFDRational

from tests.web.leaks.drawing import SIZE_PX, Camera, Shot
from tests.web.leaks.vault import Position

__all__ = ["jpeg_of", "told_by_picture"]

_ICC_NAME = "sRGB built-in"
_XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
 xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="{camera.latitude.decimal}"
 exif:GPSLongitude="{camera.longitude.decimal}"
 xmlns:dc="http://purl.org/dc/elements/1.1/" dc:creator="{camera.artist}"/></rdf:RDF></x:xmpmeta>"""


def jpeg_of(shot: Shot) -> bytes:
    """Return a small picture like no other, with everything in its file."""
    camera = shot.camera
    image = Image.new("RGB", SIZE_PX, "white")
    pen = ImageDraw.Draw(image)
    for left, top, width, height, colour in shot.shapes:
        pen.ellipse((left, top, left + width, top + height), colour, "black")
    stream = io.BytesIO()
    image.save(
        stream,
        "JPEG",
        quality=92,
        exif=_exif(camera),
        xmp=_XMP.format(camera=camera).encode(),
        comment=camera.words.encode(),
        icc_profile=_profile(camera),
    )
    return stream.getvalue()


def _exif(camera: Camera) -> Image.Exif:
    exif = Image.Exif()
    base, about, place = ExifTags.Base, {}, {}
    exif[base.Make], exif[base.Model] = "Camera", "One"
    exif[base.Artist], exif[base.Copyright] = camera.artist, camera.artist
    exif[base.ImageDescription], exif[base.HostComputer] = camera.words, camera.serial
    exif[base.XPAuthor] = camera.artist.encode("utf-16-le")
    about[base.DateTimeOriginal] = "2026:01:02 03:04:05"
    about[base.BodySerialNumber], about[base.LensSerialNumber] = camera.serial, camera.serial
    about[base.CameraOwnerName] = camera.artist
    about[base.UserComment] = b"ASCII\0\0\0" + camera.words.encode()
    place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLongitudeRef] = "N", "E"
    place[ExifTags.GPS.GPSLatitude] = _parts(camera.latitude)
    place[ExifTags.GPS.GPSLongitude] = _parts(camera.longitude)
    exif.get_ifd(ExifTags.IFD.Exif).update(about)
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(place)
    return exif


def _parts(position: Position) -> tuple[IFDRational, ...]:
    return tuple(IFDRational(*fraction) for fraction in position.fractions)


def _profile(camera: Camera) -> bytes:
    """Return the usual colour profile under the name of the camera's owner."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    name, owner = (
        text.ljust(len(_ICC_NAME))[: len(_ICC_NAME)].encode("utf-16-be")
        for text in (_ICC_NAME, camera.artist)
    )
    assert name in profile
    return profile.replace(name, owner)


def told_by_picture(content: bytes) -> dict[str, object]:
    """Return what a file says besides its pixels; empty when it says nothing."""
    with Image.open(io.BytesIO(content)) as image:
        exif = image.getexif()
        parts = {
            "exif": dict(exif),
            "gps": dict(exif.get_ifd(ExifTags.IFD.GPSInfo)),
            "more": dict(exif.get_ifd(ExifTags.IFD.Exif)),
            "profile": image.info.get("icc_profile", b""),
            "xmp": image.info.get("xmp", b""),
            "comment": image.info.get("comment", b""),
        }
    return {name: part for name, part in parts.items() if part}
