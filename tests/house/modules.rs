//! Files that no module names are not compiled, and so not tested.

use crate::source::{Tree, identifier, words};

const ROOTS: [&str; 3] = ["cerver-core/src/", "cerver-ffi/src/", "tests/"];

/// Rust files that are neither the root of a crate nor named by `mod` in the file above.
pub fn orphans(tree: &Tree) -> Vec<String> {
    let mut broken = Vec::new();
    for file in tree.rust() {
        let Some(inner) = ROOTS.iter().find_map(|root| file.path.strip_prefix(root)) else { continue };
        let in_tests = file.path.starts_with("tests/");
        let crate_root = matches!(inner, "lib.rs" | "main.rs" | "build.rs")
            || (in_tests && (!inner.contains('/') || inner.ends_with("/main.rs") || inner == "support/lib.rs"));
        if !crate_root && !is_named(tree, &file.path) {
            broken.push(format!("{}: no module names this file", file.path));
        }
    }
    broken
}

fn is_named(tree: &Tree, path: &str) -> bool {
    let path = path.trim_end_matches(".rs");
    let path = path.strip_suffix("/mod").unwrap_or(path);
    let (folder, name) = path.rsplit_once('/').expect("it is below a root");
    let parents = ["/mod.rs", "/lib.rs", "/main.rs", ".rs"].map(|end| format!("{folder}{end}"));
    parents.iter().filter_map(|parent| tree.get(parent)).any(|parent| {
        words(&parent.code, "mod").any(|offset| {
            let after = parent.code[offset + 3..].trim_start();
            identifier(after) == name && after[name.len()..].trim_start().starts_with(';')
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::breaks;

    #[test]
    fn orphans_are_seen() {
        let root = ("cerver-core/src/lib.rs", "mod a;\npub mod b;\n// mod c;\n");
        breaks(orphans, &[root, ("cerver-core/src/a.rs", "mod deep;"), ("cerver-core/src/a/deep.rs", "")], &[]);
        breaks(orphans, &[root, ("cerver-core/src/b/mod.rs", "mod deep;"), ("cerver-core/src/b/deep.rs", "")], &[]);
        breaks(orphans, &[root, ("cerver-core/src/c.rs", "")], &["c.rs: no module"]);
        breaks(orphans, &[root, ("cerver-core/src/a.rs", "mod x { }"), ("cerver-core/src/a/x.rs", "")], &["a/x.rs"]);
        breaks(
            orphans,
            &[("tests/house/main.rs", "mod b;"), ("tests/one.rs", ""), ("tests/house/a.rs", "")],
            &["house/a.rs"],
        );
    }
}
