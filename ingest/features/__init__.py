"""Pattern features: what is measured on one upright sRGB picture.

One file a feature, each a pure function of the pixels. Whenever one changes
what it returns, ``archive.features.FEATURES_VERSION`` is raised by hand.
"""

from ingest.features.colour import NamedColour
from ingest.features.extract import extract

__all__ = ["NamedColour", "extract"]
