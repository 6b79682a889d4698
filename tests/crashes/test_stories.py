from itertools import islice

from crashes.stories import KINDS, script


def test_the_same_seed_tells_the_same_stories() -> None:
    assert list(islice(script(7, 3), 50)) == list(islice(script(7, 3), 50))
    assert list(islice(script(7, 3), 50)) != list(islice(script(8, 3), 50))


def test_every_kind_of_story_is_told_before_one_is_told_again() -> None:
    stories = islice(script(1, 3), len(KINDS))

    assert {story.kind for story in stories} == set(KINDS)


def test_no_amount_is_in_two_stories() -> None:
    amounts = [amount for story in islice(script(1, 3), 200) for amount in story.amounts]

    assert len(amounts) == len(set(amounts)) == 400


def test_what_is_told_often_is_every_second_story() -> None:
    kinds = [story.kind for story in islice(script(1, 3, ("listed",)), 2 * len(KINDS))]

    assert set(kinds[1::2]) == {"listed"}
    assert set(kinds[::2]) == set(KINDS)
