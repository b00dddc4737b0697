from dataclasses import fields

import pytest

from archive.errors import BadInput, BrokenHome
from web.settings import SETTINGS, Settings, default_home, load_settings


def test_without_a_file_every_setting_has_its_default(home):
    assert load_settings(home, {}) == Settings(home)


def test_the_environment_goes_before_the_file_and_the_file_before_the_default(home):
    home.settings.write_text('hall = "馆"\ncontact = "file"\ndemonstration = true\n', "utf-8")
    loaded = load_settings(home, {"XIUPU_CONTACT": "environment", "XIUPU_MAX_UPLOAD_MB": "7"})

    assert (loaded.hall, loaded.contact, loaded.demonstration, loaded.max_upload_mb) == (
        "馆",
        "environment",
        True,
        7,
    )


@pytest.mark.parametrize(
    ("text", "value"), [("yes", True), ("0", False), ("", False), ("ON", True)]
)
def test_yes_and_no_may_be_written_in_many_ways(home, text, value):
    assert load_settings(home, {"XIUPU_DEMONSTRATION": text}).demonstration is value


@pytest.mark.parametrize(
    "environment", [{"XIUPU_DEMONSTRATION": "perhaps"}, {"XIUPU_MAX_UPLOAD_MB": "-1"}]
)
def test_a_value_of_another_kind_is_refused(home, environment):
    with pytest.raises(BadInput):
        load_settings(home, environment)


def test_a_number_is_not_true(home):
    home.settings.write_text("max_upload_mb = true\n")

    with pytest.raises(BadInput):
        load_settings(home, {})


@pytest.mark.parametrize("text", ["hal = 1\n", "not toml", "a = \n"])
def test_a_file_with_an_unknown_name_or_damage_is_refused(home, text):
    home.settings.write_text(text)

    with pytest.raises(BrokenHome):
        load_settings(home, {})


def test_the_table_is_the_settings_with_a_sentence_each():
    assert [s.name for s in SETTINGS] == [field.name for field in fields(Settings)][1:]
    assert all(setting.sentence for setting in SETTINGS)


def test_the_home_is_the_one_named_in_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("XIUPU_HOME", str(tmp_path))

    assert default_home() == tmp_path
