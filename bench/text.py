"""Times the text index on generated bilingual works.

Run from the repository root: ``python -m bench.text [COUNT ...]``. The texts
are drawn from fixed word lists with a fixed seed; every machine gets the same
documents and questions, and the catalogue's own numbers will differ.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from search.text import TextDocument, TextIndex

ROUNDS = 60
MOTIFS = {
    "butterfly": ("蝴蝶", "蝶", "butterfly", "insect"),
    "dragon": ("龙", "龙纹", "dragon", "beast"),
    "bird": ("鸟", "鸟纹", "bird", "beast"),
    "fish": ("鱼", "鱼纹", "fish", "beast"),
    "maple": ("枫树", "枫叶", "maple", "plant"),
    "spiral": ("涡妥", "螺旋纹", "spiral", "geometric"),
    "pomegranate": ("石榴", "石榴花", "pomegranate", "plant"),
    "drum": ("铜鼓", "铜鼓纹", "bronze drum", "geometric"),
}
TECHNIQUES = {
    "split-thread": ("破线绣", "split-thread embroidery"),
    "couching": ("锁绣", "couching"),
    "braid": ("辫绣", "braid embroidery"),
    "wrinkle": ("皱绣", "wrinkle embroidery"),
    "cross": ("挑花", "cross-stitch"),
}
OBJECTS = {
    "carrier": ("背扇", "baby carrier"),
    "apron": ("围腰", "apron"),
    "sleeve": ("袖片", "sleeve panel"),
    "jacket": ("盛装上衣", "festival jacket"),
}
PLACES = (("施洞", "Shidong"), ("西江", "Xijiang"), ("革一", "Geyi"), ("丹寨", "Danzhai"))
SURNAMES, GIVEN = "张王李杨吴龙潘欧石姬", "秀英兰花妹美芳珍玉梅阿桑"
PHRASES = ("妈妈的手艺", "从山上带回", "嫁衣上的纹样", "祖母讲的故事", "用蚕丝线缝制", "蓝靛染成")
WORDS = ("silk", "cotton", "indigo", "festival", "wedding", "hand", "village", "mother")


def document(number: int, rng: random.Random) -> TextDocument:
    motif, technique, thing = (rng.choice(list(d)) for d in (MOTIFS, TECHNIQUES, OBJECTS))
    zh, other, en, broader = MOTIFS[motif]
    place = rng.choice(PLACES)
    maker = rng.choice(SURNAMES) + "".join(rng.sample(GIVEN, 2))
    return TextDocument(
        work=f"w{number:06d}",
        audience="public",
        identifier=f"QDN-{1990 + number % 37}-{number:05d}",
        title=(f"{place[0]}{zh}{OBJECTS[thing][0]}", f"{place[1]} {OBJECTS[thing][1]} with {en}"),
        makers=(maker,),
        concepts=(zh, other, en, broader, *TECHNIQUES[technique], *OBJECTS[thing], *place),
        concept_ids=(
            f"motif/{motif}",
            f"motif/{broader}",
            f"technique/{technique}",
            f"object/{thing}",
            f"place/{place[1].lower()}",
        ),
        places=place,
        description=(
            "，".join(rng.choices(PHRASES, k=5)) + rng.choice(list(MOTIFS.values()))[0],
            " ".join(rng.choices(WORDS, k=25)),
        ),
        filters=(("availability", rng.choice(("for sale", "sold", "not for sale"))),),
        updated=f"20{10 + number % 17}-01-{1 + number % 28:02d}T00:00:00Z",
    )


def documents(count: int) -> Iterator[TextDocument]:
    rng = random.Random(5)
    return (document(number, rng) for number in range(count))


QUESTIONS: dict[str, tuple[tuple[str, tuple[tuple[str, str], ...]], ...]] = {
    "term": (("蝴蝶", ()), ("蝶", ()), ("dragon", ()), ("hudie", ()), ("破線繡", ())),
    "and": (("施洞 蝴蝶 破线绣", ()), ("festival dragon", ()), ("西江 龙 -背扇", ())),
    "phrase": (('"祖母讲的故事"', ()), ('"baby carrier"', ()), ("嫁衣上的纹样", ())),
    "prefix": (("drag*", ()), ("QDN-20*", ()), ("shi*", ())),
    "filter": (
        ("", (("motif", "beast"), ("availability", "for sale"))),
        ("绣", (("technique", "braid"), ("technique", "couching"))),
    ),
    "list": (("", ()),),
}


def timed_ms(index: TextIndex, query: str, where: tuple[tuple[str, str], ...]) -> float:
    start = time.perf_counter()
    index.search(query, audience="public", where=where)
    return (time.perf_counter() - start) * 1000


def report(folder: Path, kind: str) -> None:
    """Print the first answer to each question, then the repeated ones."""
    index = TextIndex(folder)
    index.search("", audience="public")
    first_ms = max(timed_ms(index, *question) for question in QUESTIONS[kind])
    times_ms = sorted(
        timed_ms(index, *question) for _ in range(ROUNDS) for question in QUESTIONS[kind]
    )
    p50, p95, p99 = (times_ms[int(len(times_ms) * share)] for share in (0.50, 0.95, 0.99))
    print(
        f"  {kind:7} p50 {p50:6.2f}  p95 {p95:6.2f}  p99 {p99:6.2f} ms,"
        f"  never asked before: up to {first_ms:6.1f} ms"
    )


def measure(count: int, folder: Path) -> None:
    index = TextIndex(folder)
    start = time.perf_counter()
    index.rebuild(documents(count))
    built_s = time.perf_counter() - start
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(f"{count} works: built in {built_s:.1f} s, {size / 2**20:.1f} MiB")
    start = time.perf_counter()
    TextIndex(folder).search("蝴蝶", audience="public")
    print(f"  first search of a process {(time.perf_counter() - start) * 1000:.0f} ms")
    for kind in QUESTIONS:
        report(folder, kind)
    rng = random.Random(6)
    times_ms = []
    for number in range(20):
        start = time.perf_counter()
        index.update([document(number, rng)])
        times_ms.append((time.perf_counter() - start) * 1000)
    times_ms.sort()
    print(f"  update of one work p50 {times_ms[10]:.0f}  max {times_ms[-1]:.0f} ms")


def main() -> None:
    for count in map(int, sys.argv[1:] or ("1000", "10000")):
        with tempfile.TemporaryDirectory() as folder:
            measure(count, Path(folder) / "text")


if __name__ == "__main__":
    main()
