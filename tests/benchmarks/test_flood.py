from benchmarks.answer import staged
from benchmarks.flood import Flood, endured


async def test_ten_times_more_messages_than_answers_may_be_sent_are_each_answered_once() -> None:
    async with staged(has_sheet=False) as stage:
        flood = await endured(stage, 120)

    assert flood == Flood(0, 0, 0, 0, flood.seconds)
