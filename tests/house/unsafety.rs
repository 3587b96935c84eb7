//! Where `unsafe` may stand, and that each place says why it is sound.

use crate::source::{Source, Tree, words};

const FENCE: [&str; 2] = ["cerver-core/src/sys/", "cerver-ffi/src/"];
/// A statement may begin this many lines above the word, and its reason stands before it.
const REACH: usize = 6;

/// `unsafe` outside the fence.
pub fn fenced(tree: &Tree) -> Vec<String> {
    let outside = |file: &&Source| !FENCE.iter().any(|room| file.path.starts_with(room));
    let mut broken = Vec::new();
    for file in tree.rust().filter(outside).filter(|file| file.path != "cerver-core/src/sys.rs") {
        for offset in words(&file.code, "unsafe") {
            broken.push(format!("{}: unsafe outside sys and cerver-ffi", file.place(offset)));
        }
    }
    broken
}

/// `unsafe` blocks, impls and extern blocks without a SAFETY comment, unit tests left to clippy.
pub fn explained(tree: &Tree) -> Vec<String> {
    let mut broken = Vec::new();
    for file in tree.rust() {
        for offset in words(file.code_without_tests(), "unsafe") {
            let after = file.code[offset + "unsafe".len()..].trim_start();
            let block = after.starts_with('{') || after.starts_with("impl");
            let foreign = after.starts_with("extern") && after.find('{').is_some_and(|at| !after[..at].contains("fn"));
            if (block || foreign) && !has_reason(file, offset) {
                broken.push(format!("{}: unsafe without a SAFETY comment", file.place(offset)));
            }
        }
    }
    broken
}

fn has_reason(file: &Source, offset: usize) -> bool {
    let lines: Vec<_> = file.text.lines().collect();
    let line = file.line(offset) - 1;
    if lines[line].contains("SAFETY:") {
        return true;
    }
    let mut above = line;
    // Upwards through the statement the word stands in, then through the comment before it.
    while above > 0 && line - above < REACH {
        above -= 1;
        if lines[above].trim_start().starts_with("//") {
            let comment = lines[..=above].iter().rev().take_while(|text| text.trim_start().starts_with("//"));
            return comment.into_iter().any(|text| text.contains("SAFETY:"));
        }
        let ended = lines[above].trim_end();
        if ended.ends_with(';') || ended.ends_with('}') || ended.is_empty() {
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::breaks;

    #[test]
    fn unsafe_outside_the_fence_is_seen() {
        breaks(fenced, &[("cerver-core/src/sys/net.rs", "unsafe {}"), ("cerver-ffi/src/lib.rs", "unsafe {}")], &[]);
        breaks(fenced, &[("tests/support/usage.rs", "// unsafe\nlet s = \"unsafe\";")], &[]);
        breaks(fenced, &[("cerver-core/src/http/head.rs", "fn f() {\n    unsafe {}\n}")], &["head.rs:2"]);
        breaks(fenced, &[("tests/capi.rs", "unsafe fn f() {}")], &["tests/capi.rs:1"]);
    }

    #[test]
    fn a_missing_reason_is_seen() {
        let path = "cerver-core/src/sys/net.rs";
        for good in [
            "// SAFETY: checked above.\nunsafe { f() }",
            "// SAFETY: a reason\n// over two lines.\nlet x = wrap(\n    1,\n    unsafe { f() },\n);",
            "let x = unsafe { f() }; // SAFETY: checked above.",
            "unsafe fn f() {}\npub unsafe extern \"C\" fn g() {}\n#[unsafe(no_mangle)]\nfn h() {}",
        ] {
            breaks(explained, &[(path, good)], &[]);
        }
        for bad in [
            "unsafe { f() }",
            "// A comment.\nunsafe { f() }",
            "// SAFETY: of another one.\nlet x = 1;\nlet y = unsafe { f() };",
            "unsafe impl Send for X {}",
            "unsafe extern \"C\" {\n    fn f();\n}",
        ] {
            breaks(explained, &[(path, bad)], &["without a SAFETY comment"]);
        }
    }
}
