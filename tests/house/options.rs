//! Rules on options: each is written about, and the tests that are named there exist.

use crate::source::{Tree, identifier, words};

/// Pages with tables that say which test shows an option.
const TABLES: [&str; 2] = ["docs/constants.md", "docs/limits.md"];

/// Options that no page below docs names.
pub fn undocumented(tree: &Tree) -> Vec<String> {
    let pages: Vec<_> = tree.files.iter().filter(|file| file.path.starts_with("docs/")).collect();
    let mut broken = Vec::new();
    for file in tree.rust().filter(|file| file.path.starts_with("cerver-core/src/config")) {
        for (line, text) in file.code_without_tests().lines().enumerate() {
            let Some(field) = text.trim_start().strip_prefix("pub ") else { continue };
            let name = identifier(field);
            let is_field = field[name.len()..].starts_with(": ") && field.ends_with(',');
            if is_field && !pages.iter().any(|page| words(&page.text, name).next().is_some()) {
                broken.push(format!("{}:{}: no page of docs names {name}", file.path, line + 1));
            }
        }
    }
    broken
}

/// Tests that a table names and that are not there.
pub fn lost_tests(tree: &Tree) -> Vec<String> {
    let mut broken = Vec::new();
    for page in TABLES.iter().filter_map(|path| tree.get(path)) {
        for (line, text) in page.text.lines().enumerate().filter(|(_, text)| text.starts_with('|')) {
            let mut file = None;
            for name in text.split('`').skip(1).step_by(2) {
                if name.starts_with("tests/") {
                    file = tree.get(name);
                    if file.is_none() {
                        broken.push(format!("{}:{}: there is no {name}", page.path, line + 1));
                    }
                } else if file.is_some_and(|file| !file.text.contains(&format!("{name}("))) {
                    broken.push(format!("{}:{}: no test is called {name}", page.path, line + 1));
                }
            }
        }
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::breaks;

    #[test]
    fn an_undocumented_option_is_seen() {
        let config = (
            "cerver-core/src/config/more.rs",
            "pub struct A {\n    /// A limit.\n    pub most: u32,\n    most_of: u32,\n}\npub const B: u32 = 1;\n",
        );
        breaks(undocumented, &[config, ("docs/a.md", "`A::most`")], &[]);
        breaks(
            undocumented,
            &[config, ("docs/a.md", "almost, most_of"), ("README.md", "most")],
            &["more.rs:3: no page"],
        );
    }

    #[test]
    fn a_lost_test_is_seen() {
        let test = ("tests/a.rs", "fn is_there() {}");
        breaks(lost_tests, &[test, ("docs/limits.md", "| `A` | `tests/a.rs`: `is_there` |\n")], &[]);
        breaks(
            lost_tests,
            &[test, ("docs/limits.md", "text\n| `tests/a.rs`: `is_there`, `is_not` |\n| `tests/b.rs`: `any` |\n")],
            &["limits.md:2: no test is called is_not", "limits.md:3: there is no tests/b.rs"],
        );
    }
}
