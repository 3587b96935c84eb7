//! The library under test, built at most once per test program and kind.

use crate::{process, root, target};
use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
    time::Duration,
};

/// The target that sanitizer builds name, so that build scripts stay uninstrumented.
pub const SANITIZER_TARGET: &str = "x86_64-unknown-linux-gnu";

/// Ways to build the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The profile of the test itself; the environment variable `CERVER_LIBRARY` may name a ready one.
    Plain,
    /// The release profile.
    Release,
    /// Instrumented by AddressSanitizer; the program brings the run time.
    Address,
    /// With the feature `panic-injection`.
    Panic,
    /// Instrumented by ThreadSanitizer; the program brings the run time, see [`thread_runtime`].
    Thread,
}

/// The path of libcerver.so.
///
/// # Panics
/// When the build fails.
pub fn library(kind: Kind) -> &'static Path {
    static PATHS: [OnceLock<PathBuf>; 5] = [const { OnceLock::new() }; 5];
    PATHS[kind as usize].get_or_init(|| build(kind))
}

/// The run time of ThreadSanitizer that the library is instrumented for, which is newer than those of the C compilers.
///
/// # Panics
/// When the compiler was installed without it.
pub fn thread_runtime() -> PathBuf {
    let mut rustc = Command::new("rustc");
    let found = process::run(rustc.args(["--print", "target-libdir"]), Duration::from_secs(60)).expect_success("rustc");
    let folder = PathBuf::from(found.stdout.trim());
    let names = std::fs::read_dir(&folder).expect("rustc has libraries").flatten().map(|entry| entry.file_name());
    let name = names.into_iter().find(|name| name.to_string_lossy().ends_with("_rt.tsan.a"));
    folder.join(name.expect("a run time of ThreadSanitizer"))
}

/// The path of libcerver.a, built together with the shared library.
pub fn archive(kind: Kind) -> PathBuf {
    library(kind).with_file_name("libcerver.a")
}

fn build(kind: Kind) -> PathBuf {
    if let (Kind::Plain, Some(ready)) = (kind, std::env::var_os("CERVER_LIBRARY")) {
        return root().join(ready);
    }
    let profile = if cfg!(debug_assertions) { "dev" } else { "release" };
    let mut folder = target();
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(root()).args(["build", "--quiet", "--locked", "--package", "cerver-ffi", "--lib"]);
    match kind {
        Kind::Plain => {
            cargo.args(["--profile", profile]);
            folder.push(if profile == "dev" { "debug" } else { profile });
        }
        Kind::Release => {
            cargo.arg("--release");
            folder.push("release");
        }
        Kind::Address => {
            folder.push("sanitizer-address"); // as in tools/sanitizer.sh, which shares what it builds
            cargo.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", "-Zsanitizer=address");
            cargo.args(["--target", SANITIZER_TARGET, "--target-dir"]).arg(&folder);
            folder.extend([SANITIZER_TARGET, "debug"]);
        }
        Kind::Thread => {
            folder.push("sanitizer-thread"); // as in tools/sanitizer.sh
            cargo.env("CARGO_PROFILE_DEV_OPT_LEVEL", "2");
            let flags = "-Zsanitizer=thread -Cunsafe-allow-abi-mismatch=sanitizer -Zshare-generics=no";
            cargo.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", flags);
            cargo.args(["--target", SANITIZER_TARGET, "--target-dir"]).arg(&folder);
            folder.extend([SANITIZER_TARGET, "debug"]);
        }
        Kind::Panic => {
            folder.push("panic-injection");
            cargo.args(["--features", "panic-injection", "--target-dir"]).arg(&folder);
            folder.push("debug");
        }
    }
    process::run(&mut cargo, Duration::from_secs(20 * 60)).expect_success("the library cannot be built");
    folder.join("libcerver.so")
}
