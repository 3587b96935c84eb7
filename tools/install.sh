#!/usr/bin/env bash
# Builds the release library and installs it, with what C, C++, LuaJIT and daslang need: tools/install.sh PREFIX [DESTDIR]
#
#   lib/libcerver.so.MAJOR.MINOR.PATCH, with the soname libcerver.so.MAJOR and the usual links; lib/libcerver.a
#   include/cerver.h, include/cerver_compat.h
#   lib/pkgconfig/cerver.pc, lib/cmake/cerver
#   share/lua/5.1/turbo, share/lua/5.1/cerver: the modules for LuaJIT
#   share/cerver/daslang: network.das, what it needs, and examples
set -euo pipefail
cd "$(dirname "$0")/.."

prefix=${1:?the prefix is missing}
root=${2:-}$prefix
version=$(cargo pkgid --locked --package cerver-ffi | sed 's/.*[#@]//')
soname=libcerver.so.${version%%.*}
target=${CARGO_TARGET_DIR:-target}/release

cargo build --locked --release --package cerver-ffi

# What a program needs beside libcerver.a: what Rust's standard library needs, the other crates bring nothing.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
native=$(rustc --crate-type staticlib --print native-static-libs -o "$scratch/empty.a" - </dev/null 2>&1 |
    sed -n 's/.*native-static-libs: //p')
[ -n "$native" ] || {
    echo "install: rustc does not tell the native libraries" >&2
    exit 1
}

install -d "$root/include" "$root/lib/pkgconfig" "$root/lib/cmake/cerver"
install -m 644 include/cerver.h include/cerver_compat.h "$root/include/"
install -m 644 "$target/libcerver.a" "$root/lib/libcerver.a"

# The soname is set here and not by the build, so that programs linked with the build folder find the library there.
# A new file is moved into place: a program that has the old one loaded keeps it.
install -m 755 "$target/libcerver.so" "$scratch/libcerver.so"
patchelf --set-soname "$soname" "$scratch/libcerver.so"
install -m 755 "$scratch/libcerver.so" "$root/lib/.libcerver.so.new"
mv -f "$root/lib/.libcerver.so.new" "$root/lib/libcerver.so.$version"
ln -sfn "libcerver.so.$version" "$root/lib/$soname"
ln -sfn "$soname" "$root/lib/libcerver.so"

fill() {
    sed -e "s|@VERSION@|$version|g" -e "s|@SONAME@|$soname|g" -e "s|@NATIVE@|$native|g" "bindings/c/$1" >"$scratch/$1"
    install -m 644 "$scratch/$1" "$2/$1"
}
fill cerver.pc "$root/lib/pkgconfig"
fill cerver-config.cmake "$root/lib/cmake/cerver"
fill cerver-config-version.cmake "$root/lib/cmake/cerver"

# A folder of its own: what an earlier version had there does not stay.
copy() {
    local from=$1 to=$2 file
    rm -rf "$to"
    (cd "$from" && find . -type f | sort) | while read -r file; do
        install -D -m 644 "$from/$file" "$to/$file"
    done
}
modules=$root/share/lua/5.1
copy bindings/lua/cerver "$modules/cerver"
# turbo itself has the same name. Files by which both are known: turbo.lua is its own, turbo/declare.lua ours.
if [ -e "$modules/turbo.lua" ] || { [ -e "$modules/turbo" ] && [ ! -e "$modules/turbo/declare.lua" ]; }; then
    echo "install: $modules has the modules of turbo itself: left as they are, so require \"turbo\" is not cerver" >&2
else
    copy bindings/lua/turbo "$modules/turbo"
fi
copy bindings/daslang "$root/share/cerver/daslang"

echo "installed cerver $version in $root"
if [ "$(id -u)" = 0 ] && [ -z "${2:-}" ] && command -v ldconfig >/dev/null; then
    ldconfig || true # only speeds up the search in the folders of the system
fi
