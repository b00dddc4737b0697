import pytest

from archive.redacting import HIDDEN, without_names


@pytest.mark.parametrize("text", ["王小龍的帽", "王　小　龙的帽", "王·小龙的帽", "王小龙的帽"])
def test_a_hidden_name_is_cut_out_in_every_spelling(text):
    assert without_names(text, ["王小龙"]) == f"{HIDDEN}的帽"
    assert without_names(text, ["王小龍"]) == f"{HIDDEN}的帽"


def test_a_name_of_dots_is_found_nowhere():
    assert without_names("王小龙的帽", ["··"]) == "王小龙的帽"
