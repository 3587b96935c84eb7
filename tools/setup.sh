#!/usr/bin/env bash
# Installs what the make targets need beyond a Rust toolchain and Python >= 3.9.
#
#   tools/setup.sh run      a C compiler, to link and to build the C examples
#   tools/setup.sh install  what `make install` uses
#   tools/setup.sh python   what `python3 -m venv` needs
#   tools/setup.sh test     everything the tests use
#
# As root on Debian or Ubuntu the missing packages are installed with apt; anywhere else the script says what is
# missing and fails.
set -euo pipefail

# What is checked, and the Debian package that brings it.
run_needs=(command:gcc=gcc header:stdlib.h=libc6-dev)
install_needs=(command:patchelf=patchelf)
python_needs=(command:python3=python3 module:ensurepip=python3-venv module:venv=python3-venv)
test_needs=(
    command:g++=g++ command:clang=clang command:clang++=clang command:valgrind=valgrind command:cmake=cmake
    command:make=make command:luajit=luajit command:pkg-config=pkg-config command:curl=curl command:nm=binutils
    command:openssl=openssl debug:libc=libc6-dbg command:chromium=chromium curl:curl.h=libcurl4-openssl-dev
)

holds() {
    local kind=${1%%:*} name=${1#*:}
    case $kind in
    command) command -v "$name" >/dev/null ;;
    header) [ -e "/usr/include/$name" ] || echo "#include <$name>" | gcc -E -x c - >/dev/null 2>&1 ;;
    module) python3 -c "import $name" >/dev/null 2>&1 ;;
    curl) echo "#include <curl/$name>" | gcc -E -x c - >/dev/null 2>&1 ;;
    # valgrind cannot start without the symbols of the dynamic linker.
    debug) ! command -v dpkg >/dev/null || dpkg -s libc6-dbg >/dev/null 2>&1 ;;
    esac
}

missing_packages() {
    local need
    for need in "$@"; do
        holds "${need%%=*}" || echo "${need#*=}"
    done | sort -u
}

# CPython of a distribution may keep ensurepip in a package named after its version.
python_packages() {
    local version
    version=$(python3 -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])' 2>/dev/null) || return 0
    apt-cache show "$version" >/dev/null 2>&1 && echo "$version"
    return 0
}

main() {
    local needs=("${run_needs[@]}")
    case ${1:-test} in
    run) ;;
    python) needs+=("${python_needs[@]}") ;;
    install) needs+=("${install_needs[@]}") ;;
    test) needs+=("${install_needs[@]}" "${python_needs[@]}" "${test_needs[@]}") ;;
    *)
        echo "usage: tools/setup.sh run|install|python|test" >&2
        exit 2
        ;;
    esac

    command -v cargo >/dev/null || {
        echo "setup: cargo is missing: install Rust 1.95 or later, see https://rustup.rs" >&2
        exit 1
    }
    local packages
    mapfile -t packages < <(missing_packages "${needs[@]}")
    [ ${#packages[@]} -gt 0 ] || return 0

    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        echo "setup: missing, please install (Debian names): ${packages[*]}" >&2
        exit 1
    fi
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q </dev/null
    case " ${packages[*]} " in
    *" python3-venv "*) mapfile -t -O ${#packages[@]} packages < <(python_packages) ;;
    esac
    apt-get install -q -y --no-install-recommends "${packages[@]}" </dev/null

    mapfile -t packages < <(missing_packages "${needs[@]}")
    [ ${#packages[@]} -eq 0 ] || {
        echo "setup: still missing after the installation: ${packages[*]}" >&2
        exit 1
    }
}

main "$@"
