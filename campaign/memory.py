"""Less memory for a process with several threads, told to the C library before they start."""

import ctypes

M_ARENA_MAX = -8  # mallopt(3), glibc


def share_one_arena() -> None:
    """Let all threads take memory from one place: what one gives back, another can use. Python's own lock lets only
    one of them ask at a time anyway. Elsewhere than with glibc nothing happens; the second call changes nothing.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(M_ARENA_MAX, 1)
