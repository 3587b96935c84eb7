#!/usr/bin/env bash
# Makes .venv with the first usable Python >= 3.9.
# PYTHON=... names the interpreter to use.
set -euo pipefail
cd "$(dirname "$0")/.."

usable() {
    # A pyenv shim may name a version that is not installed, and Debian's python3 may come without ensurepip.
    "$1" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 9))' >/dev/null 2>&1
}

for python in ${PYTHON:-python3 /usr/bin/python3 python3.13 python3.12 python3.11 python3.10 python3.9}; do
    ! usable "$python" || break
    python=
done
[ -n "$python" ] || {
    echo "venv: no Python >= 3.9 with venv and ensurepip (Debian: python3-venv)" >&2
    exit 1
}
rm -rf .venv
"$python" -m venv .venv
