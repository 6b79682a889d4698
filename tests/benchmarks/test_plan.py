import pytest

from benchmarks.plan import Plan, named


@pytest.mark.parametrize(
    ("wanted", "sizes"),
    [
        (None, (1_000, 100_000)),
        (1_000_000, (1_000, 100_000, 1_000_000)),
        (100_000, (1_000, 100_000)),
        (20, (20,)),
    ],
)
def test_sizes_grow_up_to_the_wanted_one(wanted: int | None, sizes: tuple[int, ...]) -> None:
    assert Plan(wanted).sizes(100_000, 1_000) == sizes


@pytest.mark.parametrize(
    ("size", "name"), [(20, "20"), (1_000, "1 k"), (2_500, "2500"), (10_000_000, "10 M")]
)
def test_a_size_is_named_as_people_say_it(size: int, name: str) -> None:
    assert named(size) == name
