"""What the processes of this service have done since its start: counted in memory that they share.

Whoever is asked answers for all of them. Each adds to a row of its own, which costs what a dict costs, waits for nobody
and overwrites nobody; two threads of one process may count one too few. The memory must be there before the server
forks: `campaign.serve` sees to that, and gunicorn's --preload. A process that began in another way counts for itself.
"""

import mmap
import os

# A process that dies leaves its row, so no number ever falls; the 64th after it goes on in the same row.
ROWS, COLUMNS = 64, 4096
PAGES, ANSWERS = 0, 16  # the first column of `campaign.pages`, and of `campaign.timing`
_HIGHEST = COLUMNS - 1  # in the first row: the last row that is in use, since what was never written need not be read
_memory = memoryview(mmap.mmap(-1, ROWS * COLUMNS * 8)).cast("Q")
_born = 0


def _row(number: int) -> memoryview:
    start = number % ROWS * COLUMNS
    return _memory[start : start + COLUMNS]


mine = _row(0)  # read anew at each use: a fork changes it


def _before_fork() -> None:
    global _born
    _born += 1


def _after_fork() -> None:
    global mine
    mine = _row(_born)
    _memory[_HIGHEST] = max(_memory[_HIGHEST], min(_born, ROWS - 1))


os.register_at_fork(before=_before_fork, after_in_child=_after_fork)


def total(column: int) -> int:
    """What all processes have counted there together, those that are gone included."""
    return sum(_memory[column : (_memory[_HIGHEST] + 1) * COLUMNS : COLUMNS])
