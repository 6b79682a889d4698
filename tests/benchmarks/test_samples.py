import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.samples import Samples, Stopwatch, median_ratio, quantile, throughput_ratio

durations = st.lists(st.floats(0.001, 10), min_size=1)


@given(durations, st.floats(0.01, 1))
def test_a_quantile_is_one_of_the_values_and_not_exceeded_by_its_share(
    values: list[float], share: float
) -> None:
    found = quantile(values, share)

    assert found in values
    assert sum(one <= found for one in values) >= share * len(values) - 1e-9


def test_a_noisy_block_does_not_move_the_figure() -> None:
    samples = Samples()
    for block in ([1.0, 2.0, 3.0], [1.0, 2.0, 3.0], [100.0, 200.0, 300.0]):
        samples.add(block, sum(block))

    assert samples.quantile(0.5) == 2.0
    assert samples.milliseconds(1) == 3000.0
    assert samples.throughput == 0.5
    assert samples.count == 9


def test_ratios_are_taken_between_blocks_that_stood_side_by_side() -> None:
    ours, raw = Samples(), Samples()
    for load in (1.0, 10.0, 100.0):
        ours.add([3 * load], 3 * load)
        raw.add([2 * load], 2 * load)

    assert median_ratio(ours, raw, 0.5) == pytest.approx(1.5)
    assert throughput_ratio(ours, raw) == pytest.approx(2 / 3)


def test_a_stopwatch_keeps_one_duration_for_each_use() -> None:
    watch = Stopwatch()

    for _ in range(3):
        with watch:
            pass

    assert len(watch.durations) == 3
    assert all(one >= 0 for one in watch.durations)
