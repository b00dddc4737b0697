"""One piece of text in Chinese and English."""

from dataclasses import dataclass

__all__ = ["Wording"]


@dataclass(frozen=True, slots=True, order=True)
class Wording:
    """One text in two languages; either may be missing.

    Parameters
    ----------
    zh
        Simplified Chinese; empty when nobody wrote it.
    en
        English; empty when nobody wrote it.
    """

    zh: str = ""
    en: str = ""

    def pick(self, lang: str) -> str:
        """Text in the language asked for, else in the other one.

        Parameters
        ----------
        lang
            A language tag; everything that does not begin with ``en`` counts
            as Chinese, the archive's first language.

        Returns
        -------
        str
            Empty only when both languages are.

        Examples
        --------
        >>> Wording("蝴蝶纹", "butterfly").pick("en")
        'butterfly'
        >>> Wording("蝴蝶纹").pick("en")
        '蝴蝶纹'
        """
        return (self.en or self.zh) if lang.startswith("en") else (self.zh or self.en)
