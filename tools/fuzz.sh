#!/usr/bin/env bash
# Builds and runs the fuzz targets of fuzz/, without cargo-fuzz and on a stable toolchain.
#
#   tools/fuzz.sh list                    the targets
#   tools/fuzz.sh build                   builds them
#   tools/fuzz.sh run TARGET [OPTION...]  runs one; the options are libFuzzer's, e.g. -max_total_time=60 or a file to replay
#   tools/fuzz.sh smoke [SECONDS]         each target over the committed corpus and then on for so long (10 s), two at a time
#   tools/fuzz.sh long SECONDS [TARGET...] one target after the other for so long, at low priority; rows for docs/testing.md
#   tools/fuzz.sh minimize TARGET         brings what a run has found into the committed corpus, without what adds nothing
#
# A finding stays in fuzz/artifacts/TARGET.
set -euo pipefail
cd "$(dirname "$0")/.."

# The flags that cargo-fuzz sets: coverage for libFuzzer, AddressSanitizer, assertions. RUSTC_BOOTSTRAP lets a stable
# compiler take them; the target is named so that build scripts stay as they are.
triple=x86_64-unknown-linux-gnu
flags=(
    -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table
    -Cllvm-args=-sanitizer-coverage-trace-compares -Cllvm-args=-simplifycfg-branch-fold-threshold=0
    -Cdebug-assertions -Zsanitizer=address --cfg fuzzing
)
folder=${FUZZ_TARGET_DIR:-fuzz/target}

targets() { sed -n 's/^path = "targets\/\(.*\)\.rs"$/\1/p' fuzz/Cargo.toml; }

build() {
    RUSTC_BOOTSTRAP=1 RUSTFLAGS="${flags[*]}" cargo build --quiet --locked --release --manifest-path fuzz/Cargo.toml \
        --target "$triple" --target-dir "$folder" "${@:---bins}"
}

# Limits that turn what takes too long, or too much memory, into a finding.
run() {
    local target=$1
    shift
    mkdir -p "fuzz/artifacts/$target"
    "$folder/$triple/release/$target" -artifact_prefix="fuzz/artifacts/$target/" -dict=fuzz/http.dict -max_len=4096 \
        -timeout=25 -rss_limit_mb=1024 -print_final_stats=1 "$@"
}

# One target for some seconds; what it finds on the way is thrown away. Each time the same inputs in the same order, as far
# as the time reaches: the seed is fixed, and the corpus is given as a sorted list (a folder is read in the order of the
# file system). So a run is red when the code is, not when a new seed is lucky: that is what long runs are for.
smoke() {
    local target=$1 seconds=$2 output found
    found=$(mktemp -d)
    find "fuzz/corpus/$target" -type f | LC_ALL=C sort | paste -sd, >"$found/list"
    mkdir "$found/new"
    if output=$(run "$target" -seed=1 -reload=0 -seed_inputs=@"$found/list" -max_total_time="$seconds" "$found/new" 2>&1); then
        echo "fuzz $target ... ok, $(sed -n 's/^stat::number_of_executed_units: *//p' <<<"$output") inputs"
    else
        printf '%s\n' "$output"
        echo "fuzz $target ... FAILED"
    fi
    rm -r "$found"
}

smoke_all() {
    local seconds=$1 results passed failed
    export -f smoke run
    export folder triple
    results=$(targets | xargs -P 2 -I{} bash -c 'smoke "$@"' smoke {} "$seconds")
    printf '%s\n' "$results"
    passed=$(grep -c '^fuzz .* ok, ' <<<"$results" || true)
    failed=$(($(targets | wc -l) - passed))
    echo "test result: $([ "$failed" = 0 ] && echo ok || echo FAILED). $passed passed; $failed failed;"
    [ "$failed" = 0 ]
}

# Stops at the first finding.
long() {
    local seconds=$1 target
    shift
    for target in "$@"; do
        mkdir -p "fuzz/found/$target"
        run "$target" -max_total_time="$seconds" "fuzz/found/$target" "fuzz/corpus/$target" >"fuzz/found/$target.log" 2>&1 || {
            tail -n 60 "fuzz/found/$target.log"
            exit 1
        }
        echo "| $(date -u +%F) | \`$target\` | $seconds | $(sed -n 's/^stat::number_of_executed_units: *//p' "fuzz/found/$target.log") |"
    done
}

# What was written by hand stays; of the rest, whose names are sums, as little as covers as much.
minimize() {
    local target=$1 smaller
    smaller=$(mktemp -d)
    find "fuzz/corpus/$target" -type f -regextype egrep -not -regex '.*/[0-9a-f]{40}' -exec cp {} "$smaller" \;
    run "$target" -set_cover_merge=1 "$smaller" "fuzz/corpus/$target" "fuzz/found/$target"
    rm -r "fuzz/corpus/$target"
    mv "$smaller" "fuzz/corpus/$target"
    chmod 755 "fuzz/corpus/$target"
}

case ${1:-} in
list) targets ;;
build) build ;;
run)
    target=${2:?a target, see tools/fuzz.sh list}
    build --bin "$target"
    # Options may name files to replay; without any the corpora are used, and what is new goes to fuzz/found.
    case " ${*:3} " in
    *" "[!-]*) run "$target" "${@:3}" ;;
    *)
        mkdir -p "fuzz/found/$target"
        run "$target" "${@:3}" "fuzz/found/$target" "fuzz/corpus/$target"
        ;;
    esac
    ;;
smoke)
    build
    smoke_all "${2:-10}"
    ;;
long)
    build
    renice -n 19 $$ >/dev/null
    mapfile -t all < <(targets)
    long "${2:?how many seconds}" "${@:3}" $([ $# -gt 2 ] || echo "${all[@]}")
    ;;
minimize)
    build --bin "${2:?a target, see tools/fuzz.sh list}"
    minimize "$2"
    ;;
*)
    sed -n '3,12s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
