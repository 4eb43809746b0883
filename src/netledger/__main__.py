"""The way in: ``netledger`` and ``python -m netledger``."""

import sys


def main() -> None:
    """Run the command line and exit with its status."""
    from netledger.cli.start import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
