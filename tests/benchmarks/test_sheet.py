from benchmarks.sheet import book, drained, fill, one_by_one, staged


async def test_a_burst_is_written_with_few_calls_and_none_is_refused() -> None:
    async with staged() as stage:
        for number in range(1, 121):
            await book(stage, number)

        what, count, _, reads, writes, per_operation, refused = await drained(stage, "new", 120)

    assert (what, count, refused) == ("new", 120, 0)
    assert reads + writes == round(per_operation * count) <= 40


async def test_a_new_operation_costs_one_write_and_one_read_however_long_the_sheet_is() -> None:
    async with staged() as stage:
        fill(stage.sheet, 1_000)

        rows, *_, per_operation = await one_by_one(stage, 1_000)

    assert (rows, per_operation) == ("1 k", 2)
