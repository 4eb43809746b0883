"""A process so small that it can time others: what it was asked to run, how long, how much.

The peak memory that the kernel tells of a process is never less than that of its parent at the
moment it was started, so the parent has to be smaller than anything it times. Run as a script with
`-I -S`, it reads requests from stdin, a line each, and answers each with a line.
"""

from __future__ import annotations

import os
import signal
import sys
import time

APART = "\x1f"
PATIENCE = 900  # seconds after which a run is ended
_TAIL = 2000  # bytes of output that are kept, to say what went wrong


def serve() -> None:
    """Answer every request on stdin."""
    signal.signal(signal.SIGALRM, _end)
    for line in sys.stdin:
        fields = line.rstrip("\n").split(APART)
        on_terminal, pairs = fields[0] == "pty", int(fields[1])
        environment = dict(pair.split("=", 1) for pair in fields[2 : 2 + pairs])
        sys.stdout.write(APART.join(run(fields[2 + pairs :], environment, on_terminal)) + "\n")
        sys.stdout.flush()


_running = 0


def _end(*_: object) -> None:
    os.kill(_running, signal.SIGKILL)


def run(words: list[str], environment: dict[str, str], on_terminal: bool) -> list[str]:
    """Run one command; return wall and CPU seconds, peak memory in kB, status, output in hex."""
    global _running  # noqa: PLW0603 (the one process that is timed, for the alarm)
    reader, writer = _terminal() if on_terminal else os.pipe()
    actions: list[tuple[int, ...] | tuple[int, int, str, int, int]] = (
        [(os.POSIX_SPAWN_DUP2, writer, 0)]
        if on_terminal
        else [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)]
    )
    actions += [(os.POSIX_SPAWN_DUP2, writer, 1), (os.POSIX_SPAWN_DUP2, writer, 2)]
    actions += [(os.POSIX_SPAWN_CLOSE, reader)]
    start = time.perf_counter()
    try:
        _running = os.posix_spawn(
            words[0], words, environment, file_actions=actions, setsid=on_terminal
        )
    except OSError as error:
        os.close(reader)
        return ["0", "0", "0", "127", str(error).encode().hex()]
    finally:
        os.close(writer)
    signal.alarm(PATIENCE)
    tail = _drained(reader)
    _, status, usage = os.wait4(_running, 0)
    wall = time.perf_counter() - start
    signal.alarm(0)
    os.close(reader)
    code = os.waitstatus_to_exitcode(status)
    cpu = usage.ru_utime + usage.ru_stime
    return [f"{wall:.6f}", f"{cpu:.6f}", str(usage.ru_maxrss), str(code), tail.hex()]


def _terminal() -> tuple[int, int]:
    import fcntl
    import struct
    import termios

    keyboard, screen = os.openpty()
    fcntl.ioctl(screen, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    return keyboard, screen


def _drained(reader: int) -> bytes:
    """Read to the end; return the last of it."""
    tail = b""
    while True:
        try:
            more = os.read(reader, 1 << 16)
        except OSError:  # how Linux says that the last one has left the terminal
            return tail
        if not more:
            return tail
        tail = (tail + more)[-_TAIL:]


if __name__ == "__main__":
    serve()
