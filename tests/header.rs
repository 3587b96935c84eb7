//! include/cerver.h: generated from the Rust side, current, and clean under every compiler users have.

use std::{path::Path, process::Command, time::Duration};
use support::{expect_file, header::Header, process, root, temp::TempDir};

const LIMIT: Duration = Duration::from_secs(120);

#[test]
fn the_header_is_current() {
    let generated = concat!(env!("OUT_DIR"), "/cerver.h");
    let generated = std::fs::read_to_string(generated).expect("build.rs writes the header");
    expect_file("include/cerver.h", &generated, "make header");
}

/// Which functions of the published Python package exist; the list of those is tests/python/fixtures/published_symbols.txt.
#[test]
fn the_page_of_published_symbols_is_current() {
    let list = include_str!("python/fixtures/published_symbols.txt");
    let generated = std::fs::read_to_string(concat!(env!("OUT_DIR"), "/cerver.h")).expect("build.rs writes the header");
    let header = Header::parse(&generated);
    let mut modules: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in list.lines().skip(1) {
        match (line.strip_prefix("# "), modules.last_mut()) {
            (Some(module), _) => modules.push((module, Vec::new())),
            (None, Some((_, names))) => names.push(line),
            (None, None) => panic!("a module comes first"),
        }
    }
    let exists = |name: &&&str| header.function(name).is_some();
    let all: Vec<_> = modules.iter().flat_map(|(_, names)| names).collect();
    assert_eq!(all.len(), 322);
    let here = all.iter().filter(|name| exists(name)).count();
    let mut page = format!(
        "# Published symbols\n\npycerver 0.9.8 binds 322 functions. {here} of them exist, {} are missing. `make header` writes this \
         page.\n\n| module | exist | missing |\n|---|---:|---|\n",
        322 - here
    );
    for (module, names) in &modules {
        let missing: Vec<_> = names.iter().filter(|name| !exists(name)).map(|name| format!("`{name}`")).collect();
        let count = names.len();
        page += &format!("| {module} | {} of {count} | {} |\n", count - missing.len(), missing.join(" "));
    }
    expect_file("docs/published-symbols.md", &page, "make header");
}

#[test]
fn the_headers_are_clean_c99() {
    for compiler in ["gcc", "clang"] {
        compile(compiler, &["-std=c99", "-x", "c"]);
    }
}

#[test]
fn the_headers_are_clean_cpp17() {
    for compiler in ["g++", "clang++"] {
        compile(compiler, &["-std=c++17", "-x", "c++"]);
    }
}

#[test]
fn a_bad_header_is_noticed() {
    let folder = TempDir::new("header");
    let bad = folder.file("bad.h", "struct { int; };\n");
    for (compiler, flags) in [("gcc", "-std=c99"), ("clang", "-std=c99")] {
        let finished = check(compiler, &[flags, "-x", "c"], &bad);
        assert!(!finished.success(), "{compiler} takes {}", bad.display());
    }
}

#[test]
fn the_version_is_that_of_the_package() {
    let header = Header::read();
    let version: Vec<_> = ["MAJOR", "MINOR", "PATCH"]
        .iter()
        .map(|part| {
            let name = format!("CERVER_VERSION_{part}");
            let found = header.constants.iter().find(|(constant, _)| *constant == name);
            found.unwrap_or_else(|| panic!("{name} is missing")).1.clone()
        })
        .collect();
    assert_eq!(version.join("."), env!("CARGO_PKG_VERSION"));
}

#[track_caller]
fn compile(compiler: &str, flags: &[&str]) {
    for name in ["cerver.h", "cerver_compat.h"] {
        let path = root().join("include").join(name);
        let finished = check(compiler, flags, &path);
        assert!(finished.success() && finished.stderr.is_empty(), "{compiler} {name}: {finished}");
    }
}

/// Compiles a program that includes the header twice: a main file of its own, since some warnings are silent in headers
/// and some only make sense there.
fn check(compiler: &str, flags: &[&str], header: &Path) -> process::Finished {
    let folder = TempDir::new("header");
    let text = format!("#include \"{0}\"\n#include \"{0}\"\nint main(void) {{ return 0; }}\n", header.display());
    let source = folder.file("main.c", &text);
    let mut command = Command::new(compiler);
    command.args(flags).args(support::c::STRICT).arg("-fsyntax-only").arg(source);
    process::run(&mut command, LIMIT)
}
