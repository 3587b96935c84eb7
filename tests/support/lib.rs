//! What the tests that see the workspace from outside share: paths, child processes, a raw HTTP client, counters of
//! this process's resources, servers of the core, the built library and C programs linked with it.

pub mod alone;
pub mod c;
pub mod header;
pub mod http;
pub mod library;
pub mod process;
pub mod server;
pub mod temp;
pub mod usage;
pub mod websocket;

use std::path::{Path, PathBuf};

/// The root of the source tree.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Cargo's build folder, also when `CARGO_TARGET_DIR` moves it.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// How many times more time and memory than usual a test may take: `TEST_SLACK`, which tools/sanitizer.sh sets.
pub fn slack() -> u32 {
    std::env::var("TEST_SLACK").map_or(1, |slack| slack.parse().expect("TEST_SLACK is a number"))
}

/// True when the run shall write the expected files instead of comparing with them (`BLESS=1`).
pub fn bless() -> bool {
    std::env::var_os("BLESS").is_some_and(|value| value != "0")
}

/// Compares `actual` with the file at `path` (relative to the root), or writes the file when [`bless`] says so.
///
/// # Panics
/// When they differ: the first differing line is named, and the command that writes the file.
pub fn expect_file(path: &str, actual: &str, command: &str) {
    let file = root().join(path);
    if bless() {
        std::fs::write(&file, actual).unwrap_or_else(|error| panic!("{path} cannot be written: {error}"));
        return;
    }
    let expected = std::fs::read_to_string(&file).unwrap_or_default();
    if expected == actual {
        return;
    }
    let same = expected.lines().zip(actual.lines()).take_while(|(left, right)| left == right).count();
    panic!(
        "{path} is not up to date from line {} on:\n  file:   {:?}\n  actual: {:?}\nwrite it with: {command}",
        same + 1,
        expected.lines().nth(same),
        actual.lines().nth(same),
    );
}
