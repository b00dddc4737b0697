import dataclasses

import pytest

from search.results import Hit, Reason, SearchResult


def test_a_result_is_a_value_that_does_not_change():
    result = SearchResult(1, (Hit("w1", 0.5, (Reason("text", 1.0),)),))

    assert result == SearchResult(1, (Hit("w1", 0.5, (Reason("text", 1.0),)),), {}, "")
    with pytest.raises(dataclasses.FrozenInstanceError):
        result.total = 2
