import os
from time import sleep

from benchmarks import disk


def test_a_sync_is_waited_for_each_time(monkeypatch) -> None:
    synced = []

    def slow(file) -> None:
        os.fsync(file)
        synced.append(os.fstat(file.fileno()).st_size)
        sleep(0.002)

    monkeypatch.setattr(disk, "sync", slow)

    took = disk.syncing_milliseconds()

    assert took >= 2
    # The file never grows meanwhile, as a journal that is written over does not.
    assert synced == [disk.TURN_BYTES * disk.TIMES] * disk.TIMES


def test_what_the_disk_took_is_told_with_the_ratios() -> None:
    assert disk.told(0.213, 3.94).startswith("The disk took 0.21 ms to keep 96 KiB, about a turn, before")
