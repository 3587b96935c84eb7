//! What programs were compiled with does not change: tests/abi/cerver.txt is the promise, additions are free.
//!
//! `BLESS=1 cargo test --test abi` writes the file anew, which is right for a new major version only, or to make
//! additions part of the promise.

use std::{fmt::Write, process::Command, time::Duration};
use support::{bless, header::Header, process, root, temp::TempDir};

const PROMISE: &str = "tests/abi/cerver.txt";

#[test]
fn the_promise_is_kept() {
    let header = std::fs::read_to_string(root().join("include/cerver.h")).expect("the header is part of the tree");
    let actual = describe(&header);
    if bless() {
        std::fs::create_dir_all(root().join("tests/abi")).expect("the tree is writable");
        std::fs::write(root().join(PROMISE), actual).expect("the tree is writable");
        return;
    }
    let promise = std::fs::read_to_string(root().join(PROMISE)).expect("the promise is part of the tree");
    let broken = broken(&promise, &actual);
    assert!(broken.is_empty(), "removed or changed:\n{}\n(the header has: {PROMISE} after BLESS=1)", broken.join("\n"));
}

#[test]
fn a_struct_that_begins_with_its_size_may_grow() {
    let old = "#include <stddef.h>\ntypedef struct S {\n size_t size;\n int a;\n} S;\n";
    let grown = describe(&old.replace("int a;", "int a; int b;"));
    assert_eq!(broken(&describe(old), &grown), Vec::<String>::new());
    assert_eq!(broken(&describe(old), &describe(&old.replace(" int a;", ""))), ["struct S: int a at 8, size 4"]);
}

#[test]
fn changes_are_noticed_and_additions_are_not() {
    let old = "#include <stdint.h>\n#define A 1\ntypedef struct S {\n int32_t a;\n} S;\nvoid f(const S *s);\n";
    let promise = describe(old);
    assert_eq!(
        promise,
        "constant A = 1\nfunction void f(const S*)\nstruct S: int32_t a at 0, size 4\nstruct S: size 4\n",
    );
    for (from, to, noticed) in [
        ("A 1", "A 2", Some("constant A = 1")),
        ("#define A 1\n", "", Some("constant A = 1")),
        ("void f", "int f", Some("function void f(const S*)")),
        ("const S *s", "const S *s, int b", Some("function void f(const S*)")),
        ("void f(const S *s);\n", "", Some("function void f(const S*)")),
        (" int32_t a;", " int32_t b; int32_t a;", Some("struct S: int32_t a at 0, size 4")),
        (" int32_t a;", " int32_t a; int32_t b;", Some("struct S: size 4")),
        ("int32_t a", "uint32_t a", Some("struct S: int32_t a at 0, size 4")),
        ("const S *s", "const S *renamed", None),
        ("#define A 1", "#define A 1\n#define B 1\nvoid g(void);", None),
    ] {
        let seen = broken(&promise, &describe(&old.replacen(from, to, 1)));
        assert_eq!(seen.first().map(String::as_str), noticed, "{from} -> {to}");
    }
}

/// Lines of the promise that do not hold any more.
fn broken(promise: &str, actual: &str) -> Vec<String> {
    promise.lines().filter(|line| !actual.lines().any(|other| other == *line)).map(str::to_owned).collect()
}

/// One line for each prototype, constant, alias and member, sorted. Values and offsets come from the compiler.
fn describe(text: &str) -> String {
    let header = Header::parse(text);
    let mut lines: Vec<_> =
        header.functions.iter().map(|function| format!("function {}", function.signature())).collect();
    lines.extend(header.opaque.iter().map(|name| format!("opaque {name}")));
    lines.extend(header.aliases.iter().map(|(name, kind)| format!("alias {name} = {kind}")));
    lines.extend(measure(text, &header).lines().map(str::to_owned));
    lines.sort();
    lines.iter().fold(String::new(), |mut text, line| {
        writeln!(text, "{line}").expect("a string takes all");
        text
    })
}

fn measure(text: &str, header: &Header) -> String {
    let mut source = format!("#include <stdio.h>\n#include <stddef.h>\n{text}\n");
    source += "int main(void) {\n";
    for (name, value) in &header.constants {
        if value.starts_with('"') {
            let _ = writeln!(source, "printf(\"constant {name} = \\\"%s\\\"\\n\", {name});");
        } else {
            let _ = writeln!(source, "printf(\"constant {name} = %lld\\n\", (long long) {name});");
        }
    }
    for item in &header.structs {
        let name = &item.name;
        // A struct that begins with its size may grow at its end.
        if item.members.first().is_some_and(|member| member.name != "size") {
            let _ = writeln!(source, "printf(\"struct {name}: size %zu\\n\", sizeof({name}));");
        }
        for member in &item.members {
            let (kind, field) = (&member.kind, &member.name);
            let _ = writeln!(
                source,
                "printf(\"struct {name}: {kind} {field} at %zu, size %zu\\n\", offsetof({name}, {field}), sizeof((({name} *) 0)->{field}));"
            );
        }
    }
    source += "return 0; }\n";
    let folder = TempDir::new("abi");
    let file = folder.file("abi.c", &source);
    let program = folder.path().join("abi");
    let limit = Duration::from_secs(120);
    process::run(Command::new("gcc").arg("-o").arg(&program).arg(&file), limit).expect_success("gcc");
    process::run(&mut Command::new(program), limit).expect_success("abi").stdout
}
