"""Short opaque identifiers with a check character, never used twice.

The alphabet and the check character follow NOID (Kunze, "Noid: nice opaque
identifiers", 2004): digits and consonants without vowels or ``l``, so that no
words arise and nothing is misread aloud, and a last character that catches any
single wrong character and any swap of two neighbours. A counter in the
catalogue is turned into an identifier by an affine permutation, so that
neighbouring numbers do not look alike and none ever repeats.

The PyPI package ``noid`` computes the same check character but prints its
errors and cannot tell a bad identifier from a good one of another shape.
"""

__all__ = ["ALPHABET", "IDENTIFIER_LENGTH", "check_character", "is_identifier", "mint"]

ALPHABET = "0123456789bcdfghjkmnpqrstvwxz"
IDENTIFIER_LENGTH = 6

_BASE = len(ALPHABET)
_BODY_LENGTH = IDENTIFIER_LENGTH - 1
_SPACE = _BASE**_BODY_LENGTH
# Any step that shares no factor with 29 visits the whole space; this one lies
# near the golden section of it, which keeps neighbours far apart (Knuth 6.4).
_STEP = 12_676_507
_START = 8_675_309


def check_character(body: str) -> str:
    """Return the NOID check character of ``body``.

    Examples
    --------
    >>> check_character("13030/xf93gt2")
    'q'
    """
    total = sum(
        ALPHABET.find(character) * position
        for position, character in enumerate(body, start=1)
        if character in ALPHABET
    )
    return ALPHABET[total % _BASE]


def mint(number: int) -> str:
    """Turn a counter into an identifier.

    Parameters
    ----------
    number
        0 up to 29**5 - 1 (20.5 million).

    Raises
    ------
    OverflowError
        When the space is used up.
    """
    if not 0 <= number < _SPACE:
        raise OverflowError(f"no identifier left for number {number}")
    value = (number * _STEP + _START) % _SPACE
    body = ""
    for _ in range(_BODY_LENGTH):
        value, digit = divmod(value, _BASE)
        body = ALPHABET[digit] + body
    return body + check_character(body)


def is_identifier(text: str) -> bool:
    """Say whether ``text`` has the shape and the check character of ours."""
    return (
        len(text) == IDENTIFIER_LENGTH
        and all(character in ALPHABET for character in text)
        and check_character(text[:-1]) == text[-1]
    )
