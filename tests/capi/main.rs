//! The C programs of tests/c: each shows one thing, and runs plain, under AddressSanitizer and under valgrind; those of
//! streams under ThreadSanitizer, too.

mod calls;

use std::{fs, sync::OnceLock, time::Duration};
use support::{
    c::{self, Mode},
    header::Header,
    root, target,
    temp::TempDir,
};

/// The programs and the seconds each may take when run plain.
const PROGRAMS: &[(&str, u64)] = &[
    ("auth", 60),
    ("admin", 30),
    ("blocked", 60),
    ("cloexec", 30),
    ("connection_limits", 60),
    ("cors", 60),
    ("drain", 120),
    ("errors", 30),
    ("fork", 30),
    ("handles", 120),
    ("jobs", 60),
    ("late", 60),
    ("lifecycle", 120),
    ("limits", 60),
    ("logging", 60),
    ("network", 90),
    ("observe", 30),
    ("packets", 60),
    ("panic", 600),
    ("placements", 90),
    ("published", 60),
    ("reentry", 300),
    ("replies", 60),
    ("signals", 120),
    ("static_folder", 30),
    ("stream_connect", 60),
    ("stream_frames", 60),
    ("stream_hostile", 90),
    ("stream_lent", 60),
    ("stream_park", 60),
    ("stream_pull", 60),
    ("stream_push", 60),
    ("stream_watch", 60),
    ("stream_ways", 60),
    ("strings", 30),
    ("threads", 120),
    ("tls", 90),
    ("troubles", 60),
    ("turn", 90),
    ("unload", 60),
    ("uploads", 60),
    ("websocket", 90),
];

fn run(name: &str, mode: Mode) {
    let limit = PROGRAMS.iter().find(|(program, _)| *program == name).map_or(60, |(_, limit)| *limit);
    let program = compile("gcc", name, mode);
    c::run(&program, &[], mode, Duration::from_secs(limit)).expect_success(name);
}

fn compile(compiler: &str, name: &str, mode: Mode) -> std::path::PathBuf {
    static INCLUDE: OnceLock<String> = OnceLock::new();
    let include = INCLUDE.get_or_init(|| {
        let folder = target().join("c-programs");
        fs::create_dir_all(&folder).expect("the build folder is writable");
        fs::write(folder.join("calls.inc"), calls::generate(&Header::read())).expect("the build folder is writable");
        folder.to_string_lossy().into_owned()
    });
    c::compile(compiler, &root().join("tests/c").join(name).with_extension("c"), &["-I", include], mode)
}

/// A test for each program in each mode.
macro_rules! programs {
    (all: $($name:ident)*) => {
        programs!(plain Plain $($name)*);
        programs!(address_sanitizer Address $($name)*);
        programs!(valgrind Valgrind $($name)*);
        programs!(panic_injection Panic panic);
        programs!(thread_sanitizer Thread network stream_connect stream_frames stream_hostile stream_lent stream_park
            stream_pull stream_push stream_watch stream_ways tls);
    };
    ($mode:ident $variant:ident $($name:ident)*) => {
        mod $mode {
            use super::*;
            $(#[test] fn $name() { run(stringify!($name), Mode::$variant); })*
        }
    };
}

programs! {
    all:
    auth
    admin
    blocked
    cloexec
    connection_limits
    cors
    drain
    errors
    fork
    handles
    jobs
    late
    lifecycle
    limits
    logging
    network
    observe
    packets
    placements
    published
    reentry
    replies
    signals
    static_folder
    stream_connect
    stream_frames
    stream_hostile
    stream_lent
    stream_park
    stream_pull
    stream_push
    stream_watch
    stream_ways
    strings
    threads
    tls
    troubles
    turn
    unload
    uploads
    websocket
}

#[test]
fn every_program_is_run() {
    let mut files: Vec<_> = fs::read_dir(root().join("tests/c"))
        .expect("tests/c is there")
        .filter_map(|entry| Some(entry.ok()?.file_name().to_str()?.strip_suffix(".c")?.to_owned()))
        .collect();
    files.sort();
    let mut known: Vec<_> = PROGRAMS.iter().map(|(name, _)| (*name).to_owned()).collect();
    known.sort();
    assert_eq!(files, known);
}

#[test]
fn every_program_is_clean_under_clang() {
    for (name, _) in PROGRAMS {
        let mode = if *name == "panic" { Mode::Panic } else { Mode::Plain };
        compile("clang", name, mode);
    }
}

/// The tools must see what they are there for.
#[test]
fn planted_errors_are_noticed() {
    let folder = TempDir::new("planted");
    for (name, text) in [
        (
            "planted_leak",
            "int main(void) { char *volatile lost = malloc(9); lost = NULL; return cerver_version() == lost; }",
        ),
        (
            "planted_overrun",
            "int main(void) { volatile char *at = malloc(9); at[9] = 1; free((void *) at); return !cerver_version(); }",
        ),
        (
            "planted_race",
            "#include <pthread.h>\nstatic int count;\n\
             static void *add(void *at) { for (int i = 0; i < 1000; i++) ++*(volatile int *) at; return NULL; }\n\
             int main(void) { pthread_t thread; if (pthread_create(&thread, NULL, add, &count)) return 2;\n\
             add(&count); pthread_join(thread, NULL); return !cerver_version(); }",
        ),
    ] {
        let source = folder.file(&format!("{name}.c"), &format!("#include <cerver.h>\n#include <stdlib.h>\n{text}\n"));
        let is_race = name == "planted_race";
        let modes =
            [(Mode::Plain, false), (Mode::Address, !is_race), (Mode::Valgrind, !is_race), (Mode::Thread, is_race)];
        for (mode, fails) in modes {
            let program = c::compile("gcc", &source, &[], mode);
            let finished = c::run(&program, &[], mode, Duration::from_secs(30));
            assert_eq!(!finished.success(), fails, "{name} {mode:?}: {finished}");
        }
    }
}
