//! What every function of the C interface has.

use crate::source::{Source, Tree, identifier, words};
use std::ops::Range;

/// The four guards of cerver-ffi/src/boundary/guard.rs.
const GUARDS: [&str; 4] = ["guard", "guard_or", "status", "outcome"];

/// Exported functions without doc comment, without a `Thread:` line, or whose body is not one call of a guard that knows
/// the function's name.
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
            if !is_guarded(file, guarded_body(file, start), name) {
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

/// Where the text between the braces of a function stands.
fn body(code: &str, function: usize) -> Range<usize> {
    let Some(start) = code[function..].find('{').map(|at| function + at + 1) else { return 0..0 };
    start..start + close(&code[start..], '{', '}')
}

/// The body that must be a guard: that of the function, or for a variadic one that of the function it calls.
fn guarded_body(file: &Source, function: usize) -> Range<usize> {
    let own = body(&file.code, function);
    let Some(call) = file.code[own.clone()].trim().strip_prefix("variadic!(") else { return own };
    let target = call.split([',', ')']).nth(1).map_or("", str::trim);
    let found = words(&file.code, target).find(|at| file.code[..*at].ends_with(" fn "));
    found.map_or(own, |at| body(&file.code, at))
}

/// The offset of the bracket that closes the one before `code`.
fn close(code: &str, open: char, close: char) -> usize {
    let mut depth = 1;
    for (at, letter) in code.char_indices() {
        depth += i32::from(letter == open) - i32::from(letter == close);
        if depth == 0 {
            return at;
        }
    }
    code.len()
}

/// True when the body is one call of a guard, its first argument is the function's name, and nothing stands beside it.
fn is_guarded(file: &Source, body: Range<usize>, name: &str) -> bool {
    let code = file.code[body.clone()].trim_start();
    let start = body.end - code.len();
    let call = code.trim_start_matches("guard::");
    let arguments = start + code.len() - call.len() + identifier(call).len() + 1;
    let known = GUARDS.contains(&identifier(call)) && file.code[..arguments].ends_with('(');
    let named = || file.text[arguments..].trim_start().starts_with(&format!("\"{name}\""));
    let alone = || {
        let end = arguments + close(&file.code[arguments..body.end], '(', ')') + 1;
        file.code.get(end..body.end).is_some_and(|rest| matches!(rest.trim(), "" | ";"))
    };
    known && named() && alone()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::breaks;

    fn exported(doc: &str, body: &str) -> String {
        format!("{doc}#[unsafe(no_mangle)]\npub unsafe extern \"C\" fn cerver_x(a: u8) -> u8 {{\n    {body}\n}}\n")
    }

    #[test]
    fn variadic_functions_are_guarded_where_they_lead() {
        let doc = "/// Does x.\n///\n/// Thread: any.\n";
        let exported = exported(doc, "variadic!(1, x)");
        let target = |name| format!("unsafe extern \"C\" fn x(a: u8) {{ guard(\"{name}\", || y()); }}\n");
        let path = "cerver-ffi/src/log/mod.rs";
        breaks(complete, &[(path, &(exported.clone() + &target("cerver_x")))], &[]);
        for bad in [exported.clone() + &target("cerver_y"), exported.clone()] {
            breaks(complete, &[(path, &bad)], &["cerver_x has no guard"]);
        }
    }

    #[test]
    fn incomplete_functions_are_seen() {
        let path = "cerver-ffi/src/server.rs";
        let doc = "/// Does x.\n///\n/// Thread: any.\n";
        for good in [
            "guard(\"cerver_x\", || { x(); y() })",
            "guard_or(\n        \"cerver_x\", 7, || x())",
            "guard::outcome(\"cerver_x\", || x());",
        ] {
            breaks(complete, &[(path, &exported(doc, good))], &[]);
        }
        let good = "status(\"cerver_x\", || x())";
        breaks(complete, &[(path, &exported("", good))], &["cerver_x has no doc comment, no `Thread:` line"]);
        breaks(complete, &[(path, &exported("/// Does x.\n", good))], &["cerver_x has no `Thread:` line"]);
        for bad in [
            "x()",
            "status(\"cerver_y\", || x())",
            "x();\n    status(\"cerver_x\", || y())",
            "status(\"cerver_x\", || y()) + x()",
            "status_code(\"cerver_x\", || y())",
        ] {
            breaks(complete, &[(path, &exported(doc, bad))], &["cerver_x has no guard"]);
        }
    }
}
