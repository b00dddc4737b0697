"""What tests of the commands share."""

import json
import random

from PIL import Image

from tests.making import encoded

AGREED = {
    "consent_by": "何阿姨",
    "consent_on": "2020-05-01",
    "consent_for": "pictures;name;english;export",
}


def cloth(seed, size=240):
    """Return a picture with detail of its own, always the same for a seed."""
    chance = random.Random(seed)
    small = Image.new("RGB", (20, 20))
    small.putdata([tuple(chance.randrange(256) for _ in range(3)) for _ in range(400)])
    return encoded(small.resize((size, size), Image.Resampling.NEAREST), quality=92)


def told(result):
    """Return the JSON documents on stdout, one a line."""
    return [json.loads(line) for line in result.stdout.splitlines()]
