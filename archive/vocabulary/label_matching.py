"""When a typed text and a name of a concept are the same, or nearly."""

import re
from collections.abc import Iterable, Iterator

from rapidfuzz import fuzz, process

from archive.folding import fold, pinyin_syllables

__all__ = ["alike", "keys", "readings"]

#: Endings people add to a name, or leave off, without meaning another thing.
_ENDINGS = {
    "motif": ("纹样", "花纹", "图案", "纹", "motif", "pattern"),
    "technique": ("针法", "技法", "工艺", "法"),
    "place": ("地区", "县", "镇", "乡", "村", "市", "区", "州", "式", "苗绣", "county", "village"),
}
#: Below this likeness (0 to 100) a name is not worth suggesting. Two of three
#: characters right give 67, one of two gives 50: 蝴碟 is told about 蝴蝶.
_LEAST_LIKENESS = 50.0
#: The same for Latin letters, where unlike words share many: "tanke" (坦克) and
#: "tuan" (图案) come to 67.
_LEAST_LIKENESS_LATIN = 70.0
#: A name that only sounds the same comes after one written the same.
_SOUND_WEIGHT = 0.95
_GAPS = re.compile(r"[\s'’·/-]+")
_BRACKETED = re.compile(r"\s*\([^()]*\)")


def keys(text: str) -> tuple[str, ...]:
    """Folded forms under which a name is filed: as it is, and without gaps.

    Examples
    --------
    >>> keys("Hu Die")
    ('hu die', 'hudie')
    """
    folded = fold(text).strip()
    return tuple(dict.fromkeys(key for key in (folded, _GAPS.sub("", folded)) if key))


def readings(scheme: str, text: str) -> Iterator[str]:
    """Keys to try for a typed text: whole, then without what people add.

    That is a remark in brackets, as in 红苗(旧称), and one usual ending.
    """
    whole = keys(text)
    yield from whole
    for key in whole:
        if bare := _BRACKETED.sub("", key):
            yield bare
    for key in whole:
        for ending in _ENDINGS.get(scheme, ()):
            if key.endswith(ending) and key != ending:
                yield key.removesuffix(ending)


def alike(text: str, names: Iterable[str]) -> Iterator[tuple[str, float]]:
    """Names that look or sound like the text, with likeness from 0 to 100.

    Parameters
    ----------
    text
        What was typed, perhaps with a slip: 蝴碟, ``buterfly``.
    names
        Folded names, pinyin among them.

    Yields
    ------
    tuple of str and float
        A name may come twice, by look and by sound.
    """
    for key in keys(text)[-1:]:
        yield from _similar(key, names, 1.0)
        sound = "".join(syllable for run in pinyin_syllables(key) for syllable in run)
        yield from _similar(sound, names, _SOUND_WEIGHT)


def _similar(query: str, names: Iterable[str], weight: float) -> Iterator[tuple[str, float]]:
    least = _LEAST_LIKENESS_LATIN if query.isascii() else _LEAST_LIKENESS
    # As a list: of a mapping rapidfuzz would take the values.
    for name, likeness, _ in process.extract_iter(query, list(names), scorer=fuzz.ratio):
        if likeness >= least:
            yield name, weight * likeness
