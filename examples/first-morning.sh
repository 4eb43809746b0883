#!/bin/sh
# A first morning with netledger: the example export goes through import, score, due, log and prune.
# It happens in a throw-away folder; your own ledger and settings are neither read nor written.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
netledger=$here/../.venv/bin/netledger
[ -x "$netledger" ] || netledger=$(command -v netledger) || {
    echo "netledger is not installed: README.md says how." >&2
    exit 1
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
export HOME="$scratch" XDG_CONFIG_HOME="$scratch/config"
export NETLEDGER_LEDGER="$scratch/ledger.db"
export NETLEDGER_NOW=2026-03-16
cd "$here/.."

run() {
    printf '\n$ netledger'
    for word in "$@"; do
        case $word in
            *[!A-Za-z0-9_./=:-]*) printf ' "%s"' "$word" ;;
            *) printf ' %s' "$word" ;;
        esac
    done
    printf '\n'
    "$netledger" "$@"
}

run import linkedin examples/linkedin-export
run score --limit 8
run due
run log tom "walk; he told me about the new team" --gave p --depth 3
run prune --dry-run --limit 5

printf '\nThat was a throw-away ledger. Your own begins with: netledger import linkedin EXPORT.zip\n'
