//! Rules on the texts themselves.

use crate::source::{Source, Tree, words};

const MOST_LINES: usize = 500;

/// What marks something as unfinished. Put together here, so that this file does not break its own rule.
const UNFINISHED: [&str; 6] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("X", "XX"),
    concat!("unimple", "mented!"),
    concat!("to", "do!"),
    concat!("db", "g!"),
];

/// Sources with too many lines before their unit tests. Tables and tests may be longer.
pub fn long(tree: &Tree) -> Vec<String> {
    let mut broken = Vec::new();
    for file in tree.files.iter().filter(|file| !file.path.contains("table") && !file.path.contains("test")) {
        let lines = match file.path.rsplit_once('.') {
            Some((_, "rs")) => file.code_without_tests().lines().count(),
            Some((_, "py")) if !is_generated(file) => file.text.lines().count(),
            _ => continue,
        };
        if lines > MOST_LINES {
            broken.push(format!("{}: {lines} lines, at most {MOST_LINES}", file.path));
        }
    }
    broken
}

/// Marks of unfinished work.
pub fn unfinished(tree: &Tree) -> Vec<String> {
    let mut broken = Vec::new();
    for file in &tree.files {
        for mark in UNFINISHED {
            let word = mark.trim_end_matches('!');
            for offset in words(&file.text, word).filter(|offset| file.text[*offset..].starts_with(mark)) {
                broken.push(format!("{}: {mark}", file.place(offset)));
            }
        }
    }
    broken
}

/// Locks of the standard library: they are not poisoned by panics here, and ThreadSanitizer sees only those of parking_lot.
/// Fuzz targets run without it.
pub fn other_locks(tree: &Tree) -> Vec<String> {
    let mut broken = Vec::new();
    for file in tree.rust().filter(|file| !file.path.starts_with("fuzz/")) {
        let lock = ["Mutex", "Condvar", "RwLock"].iter().find_map(|name| words(&file.code, name).next());
        if let Some(offset) = lock.filter(|_| words(&file.code, "parking_lot").next().is_none()) {
            broken.push(format!("{}: a lock that is not parking_lot's", file.place(offset)));
        }
    }
    broken
}

/// Defaults of the header that docs/constants.md does not name.
pub fn undocumented_defaults(tree: &Tree) -> Vec<String> {
    let text = |path: &str| tree.get(path).map_or("", |file| file.text.as_str());
    let (header, docs) = (text("include/cerver.h"), text("docs/constants.md"));
    let names = header.lines().filter_map(|line| line.strip_prefix("#define ")?.split(' ').next());
    let mut broken = Vec::new();
    for name in names.filter(|name| name.starts_with("CERVER_DEFAULT_")) {
        if words(docs, name).next().is_none() {
            broken.push(format!("docs/constants.md does not name {name}"));
        }
    }
    if header.is_empty() {
        broken.push("include/cerver.h is missing".to_owned());
    }
    broken
}

fn is_generated(file: &Source) -> bool {
    file.text.lines().take(5).any(|line| line.to_lowercase().contains("generated"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::breaks;

    #[test]
    fn long_files_are_seen() {
        let many = "fn f() {}\n".repeat(501);
        breaks(long, &[("cerver-core/src/a.rs", &many)], &["a.rs: 501 lines"]);
        breaks(long, &[("cerver-core/src/http/mime_table.rs", &many), ("tests/a.rs", &many)], &[]);
        let tested = format!("fn f() {{}}\n#[cfg(test)]\nmod tests {{\n{many}}}\n");
        breaks(long, &[("cerver-core/src/a.rs", &tested)], &[]);
        breaks(long, &[("python/cerver/a.py", &many)], &["a.py"]);
        breaks(long, &[("python/cerver/a.py", &format!("# Generated, do not edit.\n{many}"))], &[]);
    }

    #[test]
    fn unfinished_work_is_seen() {
        for mark in UNFINISHED {
            breaks(unfinished, &[("README.md", &format!("a\n{mark} (b)\n"))], &[&format!("README.md:2: {mark}")]);
        }
        breaks(unfinished, &[("a.rs", "let todos = 1; fn dbg() {} // XXXL\n")], &[]);
    }

    #[test]
    fn other_locks_are_seen() {
        breaks(other_locks, &[("tests/a.rs", "use std::sync::Mutex;\n")], &["tests/a.rs:1"]);
        breaks(
            other_locks,
            &[("tests/a.rs", "use parking_lot::Mutex;\n"), ("fuzz/src/a.rs", "use std::sync::Mutex;")],
            &[],
        );
        breaks(other_locks, &[("tests/a.rs", "// A Mutex\nfn f(_: ThreadMutex) {}\n")], &[]);
    }

    #[test]
    fn an_undocumented_default_is_seen() {
        let header = (
            "include/cerver.h",
            "#define CERVER_DEFAULT_PORT 80\n#define CERVER_DEFAULT_PORT_TWO 81\n#define OTHER 1\n",
        );
        breaks(
            undocumented_defaults,
            &[header, ("docs/constants.md", "CERVER_DEFAULT_PORT, CERVER_DEFAULT_PORT_TWO")],
            &[],
        );
        breaks(
            undocumented_defaults,
            &[header, ("docs/constants.md", "CERVER_DEFAULT_PORT_TWO")],
            &["not name CERVER_DEFAULT_PORT"],
        );
        breaks(undocumented_defaults, &[header], &["CERVER_DEFAULT_PORT", "CERVER_DEFAULT_PORT_TWO"]);
        breaks(undocumented_defaults, &[], &["include/cerver.h is missing"]);
    }
}
