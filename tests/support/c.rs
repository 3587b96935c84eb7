//! C and C++ programs: compiled with the project's header, linked with the library, run with a limit.

use crate::{
    library::{Kind, library, thread_runtime},
    process::{self, Finished},
    root, target,
};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

/// Flags every C program of the project must stand.
pub const STRICT: [&str; 4] = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"];

/// How a program is built and run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// As a user would.
    Plain,
    /// Program and library under AddressSanitizer with its leak check.
    Address,
    /// Under valgrind's memcheck; any error or definite leak fails.
    Valgrind,
    /// With the library that panics on demand.
    Panic,
    /// Program and library under ThreadSanitizer.
    Thread,
}

impl Mode {
    /// How many times longer than plain a program may take.
    pub fn slowness(self) -> u32 {
        match self {
            Self::Plain | Self::Panic => 1,
            Self::Address => 4,
            Self::Thread => 10,
            Self::Valgrind => 20,
        }
    }

    /// The build of the library this mode runs with.
    pub fn library(self) -> Kind {
        match self {
            Self::Plain | Self::Valgrind => Kind::Plain,
            Self::Address => Kind::Address,
            Self::Panic => Kind::Panic,
            Self::Thread => Kind::Thread,
        }
    }
}

/// Compiles `source` with `compiler` and links it with the library of `mode`; returns the program's path.
///
/// # Panics
/// With the compiler's messages when there are any.
#[track_caller]
pub fn compile(compiler: &str, source: &Path, flags: &[&str], mode: Mode) -> PathBuf {
    let folder = target().join("c-programs").join(format!("{compiler}-{mode:?}").to_lowercase());
    fs::create_dir_all(&folder).expect("the build folder is writable");
    let program = folder.join(source.file_stem().expect("a source has a name"));
    let library = library(mode.library());
    let library_folder = library.parent().expect("a library is in a folder");
    let mut command = Command::new(compiler);
    command.args(["-std=gnu11", "-g", "-O1", "-pthread"]).args(STRICT).args(flags);
    command.arg("-I").arg(root().join("include")).arg("-I").arg(root().join("tests/c"));
    if mode == Mode::Thread {
        // Linked by hand, because the compiler would bring a run time of its own.
        let object = program.with_extension("o");
        quietly(command.args(["-fsanitize=thread", "-c", "-o"]).arg(&object).arg(source));
        command = Command::new(compiler);
        command
            .arg("-pthread")
            .arg("-o")
            .arg(&program)
            .arg(object)
            .args(["-Wl,--export-dynamic", "-Wl,--whole-archive"]);
        command.arg(thread_runtime()).args(["-Wl,--no-whole-archive", "-lm", "-lrt", "-lgcc_s"]);
    } else {
        if mode == Mode::Address {
            command.args(["-fsanitize=address", "-fno-omit-frame-pointer"]);
        }
        command.arg("-o").arg(&program).arg(source);
    }
    command.arg("-Wl,--as-needed").arg(library);
    quietly(command.arg(format!("-Wl,-rpath,{}", library_folder.display())).arg("-ldl"));
    program
}

/// Runs a compiler that must have nothing to say.
#[track_caller]
fn quietly(command: &mut Command) {
    let finished = process::run(command, Duration::from_secs(300));
    assert!(finished.success() && finished.stderr.is_empty(), "{command:?}: {finished}");
}

/// Runs a compiled program in `mode`. `limit` is what it may take when run plain.
///
/// The program finds in `CHECK_SLOW` how many times longer than plain it may take, and in `CERVER_LIBRARY_FILE` the
/// library it is linked with.
#[track_caller]
pub fn run(program: &Path, arguments: &[&str], mode: Mode, limit: Duration) -> Finished {
    let mut command = if mode == Mode::Valgrind {
        let mut valgrind = Command::new("valgrind");
        valgrind.args(["--quiet", "--error-exitcode=99", "--leak-check=full", "--num-callers=30", "--fair-sched=try"]);
        valgrind.args(["--errors-for-leak-kinds=definite,indirect", "--show-leak-kinds=definite,indirect"]);
        valgrind.arg(format!("--suppressions={}", root().join("tests/valgrind.supp").display()));
        valgrind.arg(program);
        valgrind
    } else {
        Command::new(program)
    };
    command.args(arguments).env("CHECK_SLOW", mode.slowness().to_string());
    command.env("CERVER_LIBRARY_FILE", library(mode.library()));
    if mode == Mode::Address {
        command.env("ASAN_OPTIONS", "detect_leaks=1:exitcode=98:detect_stack_use_after_return=0");
    }
    if mode == Mode::Thread {
        let suppressions = root().join("tests/thread-sanitizer.supp");
        command.env(
            "TSAN_OPTIONS",
            format!("exitcode=97:second_deadlock_stack=1:suppressions={}", suppressions.display()),
        );
    }
    process::run(&mut command, limit * mode.slowness())
}
