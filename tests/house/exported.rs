//! What every function of the C interface has.

use crate::source::{Source, Tree, identifier, words};

/// Exported functions without doc comment, without a `Thread:` line, or whose body is not run by the guard.
pub fn complete(tree: &Tree) -> Vec<String> {
    let mut broken = Vec::new();
    for file in tree.rust().filter(|file| file.path.starts_with("cerver-ffi/src/")) {
        for offset in words(&file.code, "no_mangle") {
            let Some(start) = words(&file.code[offset..], "fn").next().map(|at| offset + at) else { continue };
            let name = identifier(file.code[start + 2..].trim_start());
            let doc = doc(file, offset);
            let mut missing = Vec::new();
            if doc.trim().is_empty() {
                missing.push("doc comment");
            }
            if !doc.lines().any(|line| line.trim_start().starts_with("Thread:")) {
                missing.push("`Thread:` line");
            }
            if !starts_with_guard(body(&file.code[start..])) {
                missing.push("guard");
            }
            if !missing.is_empty() {
                broken.push(format!("{}: {name} has no {}", file.place(start), missing.join(", no ")));
            }
        }
    }
    broken
}

/// The doc comment above an attribute.
fn doc(file: &Source, offset: usize) -> String {
    let line = file.line(offset) - 1;
    let lines: Vec<_> = file.text.lines().take(line).collect();
    let above = lines.iter().rev().map(|text| text.trim_start());
    let above = above
        .skip_while(|text| text.starts_with("#["))
        .take_while(|text| text.starts_with("///") || text.starts_with("#["));
    let mut doc: Vec<_> = above.filter_map(|text| text.strip_prefix("///")).collect();
    doc.reverse();
    doc.join("\n")
}

/// What stands between the braces of a function.
fn body(function: &str) -> &str {
    let Some(start) = function.find('{') else { return "" };
    let mut depth = 0;
    for (at, letter) in function[start..].char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &function[start + 1..start + at];
        }
    }
    ""
}

/// The body is one call of a guard, nothing before it and nothing after.
fn starts_with_guard(body: &str) -> bool {
    let body = body.trim();
    let call =
        identifier(body.rsplit_once("guard::").filter(|(front, _)| is_path(front)).map_or(body, |(_, call)| call));
    let known = call.starts_with("guard") || body.starts_with("guard::");
    known && body.ends_with(')') && !body.trim_end_matches(')').trim_end().ends_with(';')
}

fn is_path(text: &str) -> bool {
    text.chars().all(|letter| letter.is_alphanumeric() || letter == '_' || letter == ':')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::breaks;

    fn exported(doc: &str, body: &str) -> String {
        format!("{doc}#[unsafe(no_mangle)]\npub unsafe extern \"C\" fn cerver_x(a: u8) -> u8 {{\n    {body}\n}}\n")
    }

    #[test]
    fn incomplete_functions_are_seen() {
        let path = "cerver-ffi/src/server.rs";
        let doc = "/// Does x.\n///\n/// Thread: any.\n";
        breaks(complete, &[(path, &exported(doc, "guard(|| { x(); y() })"))], &[]);
        breaks(complete, &[(path, &exported(doc, "guard_value(1, || x())"))], &[]);
        breaks(
            complete,
            &[(path, &exported("", "guard(|| x())"))],
            &["cerver_x has no doc comment, no `Thread:` line"],
        );
        breaks(complete, &[(path, &exported("/// Does x.\n", "guard(|| x())"))], &["cerver_x has no `Thread:` line"]);
        breaks(complete, &[(path, &exported(doc, "x()"))], &["cerver_x has no guard"]);
        breaks(complete, &[(path, &exported(doc, "x();\n    guard(|| y())"))], &["cerver_x has no guard"]);
    }
}
