"""A process that has Python and the program ready, and makes a copy of itself for each command.

Starting Python anew takes longer than most commands do. A copy is a process of its own all the
same: it has the environment, the streams and the exit status of one command, and nothing stays.
"""

from __future__ import annotations

import json
import os
import pkgutil
import sys
import time
from importlib import import_module
from typing import Any

import netledger
from netledger.__main__ import main


def serve() -> None:
    """Read requests, a line each, from stdin; answer each with an exit status."""
    for module in pkgutil.walk_packages(netledger.__path__, "netledger."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _run(json.loads(line))
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _run(told: dict[str, Any]) -> None:
    """Become the command that is asked for; never returns."""
    status: Any = 1
    try:
        for number, path in enumerate(told["streams"]):
            handle = os.open(path, (os.O_WRONLY | os.O_APPEND) if number else os.O_RDONLY)
            os.dup2(handle, number)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 (for the whole process)
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
        os.environ.clear()
        os.environ.update(told["environment"])
        time.tzset()
        os.chdir(told["folder"])
        sys.argv = ["netledger", *told["words"]]
        main()
    except SystemExit as leaving:
        status = leaving.code
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status if isinstance(status, int) else 0)


if __name__ == "__main__":
    serve()
