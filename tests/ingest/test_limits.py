from ingest.limits import DEFAULT_LIMITS, Limits


def test_a_phone_photograph_is_well_within_the_limits():
    assert Limits() == DEFAULT_LIMITS
    assert DEFAULT_LIMITS.pixels > 100_000_000
    assert 3 <= DEFAULT_LIMITS.frames < 100
