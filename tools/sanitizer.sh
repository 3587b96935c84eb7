#!/usr/bin/env bash
# Runs the end-to-end tests of the core under a sanitizer, on a stable toolchain.
#
#   tools/sanitizer.sh address [TEST...]   AddressSanitizer with its leak check
#   tools/sanitizer.sh thread [TEST...]    ThreadSanitizer; tests/thread-sanitizer.supp has what is no race, and why
#
# Without tests named all of them run. docs/testing.md says what each finds.
set -euo pipefail
cd "$(dirname "$0")/.."

case ${1:-} in
address)
    flags="-Zsanitizer=address"
    # A small quarantine, because some tests look at the memory of the process.
    export ASAN_OPTIONS="detect_leaks=1:quarantine_size_mb=4:thread_local_quarantine_size_kb=64"
    export TEST_SLACK=3
    # They weigh the process, which is heavier with the tool, or look where the stack is, which is elsewhere with it.
    skipped=(
        --skip pushing::events_about_room_are_not_nested
        --skip bodies::a_body_above_the_limit_takes_no_memory --skip uploads::a_large_upload_takes_no_memory
        --skip body_streams::a_slow_reader_slows_the_client --skip form_streams::a_slow_reader_slows_the_client
    )
    ;;
thread)
    # The standard library is not instrumented. What it has as generic or inline code is compiled with the program when
    # it is not taken from the library as it is, and then it is instrumented too: so all atomics are seen.
    flags="-Zsanitizer=thread -Cunsafe-allow-abi-mismatch=sanitizer -Zshare-generics=no"
    export CARGO_PROFILE_DEV_OPT_LEVEL=2
    export TSAN_OPTIONS="suppressions=$PWD/tests/thread-sanitizer.supp:history_size=4:second_deadlock_stack=1"
    export TEST_SLACK=5
    # They measure times, or count descriptors, threads or bytes of the process, among which are those of the tool.
    skipped=(
        --skip descriptors::a_stopped_server_has_no_descriptors --skip lifecycle::a_dropped_server_ends
        --skip lifecycle::a_thousand_starts_leave_nothing --skip descriptors::a_connection_holds --skip timeouts::a_client_that_takes
        --skip bodies::a_body_above_the_limit_takes_no_memory --skip uploads::a_large_upload_takes_no_memory
        --skip body_streams::a_slow_reader_slows_the_client --skip folder_options::no_descriptor_is_left
        --skip form_streams::a_slow_reader_slows_the_client --skip descriptors::every_descriptor_is_closed_on_exec
    )
    ;;
*)
    sed -n '4,7s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
# RUSTC_BOOTSTRAP lets a stable compiler take the flags; the target is named so that build scripts stay as they are.
export RUSTC_BOOTSTRAP=1 RUSTFLAGS=$flags
triple=x86_64-unknown-linux-gnu
folder=${CARGO_TARGET_DIR:-target}/sanitizer-$1

suites=(core http packets stream tls)

# The tool must see what it is there for: a planted error of its kind, outside of what is suppressed.
planted() {
    local body
    case $1 in
    address) body='fn main() { let lost = Box::into_raw(Box::new(1)); unsafe { drop(Box::from_raw(lost)); *lost += 1 } }' ;;
    thread) body='static mut N: u64 = 0; fn add() { for _ in 0..1000 { unsafe { N += 1 } } }
        fn main() { let other = std::thread::spawn(add); add(); let _ = other.join(); }' ;;
    esac
    mkdir -p "$folder"
    # shellcheck disable=SC2086
    rustc $flags --target "$triple" --edition 2024 -o "$folder/planted" - <<<"$body"
    if "$folder/planted" >"$folder/planted.log" 2>&1; then
        echo "$1: the planted error was not seen" >&2
        exit 1
    fi
    grep -q "^SUMMARY: " "$folder/planted.log"
}

# Where nothing is built a second time, the room is worth more.
[ -z "${CI:-}" ] || trap 'rm -rf "$folder"' EXIT
planted "$1"
cargo test --locked --target "$triple" --target-dir "$folder" "${suites[@]/#/--test=}" --no-fail-fast -- \
    "${skipped[@]}" "${@:2}"
