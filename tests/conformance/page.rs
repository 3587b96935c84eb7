//! Writes `docs/conformance.md`: which cases show which requirement.

use crate::{
    case::{Case, Level},
    faults::FAULTS,
    rules::{Bound, RULES, Rule},
};
use std::fmt::Write;

/// Names shown for one rule; of the others only the number is told.
const NAMES: usize = 5;

/// What stands before the tables.
const START: &str = "# Conformance

Written by `tests/conformance` (`BLESS=1 cargo test --test conformance`); do not edit it here.

The test sends raw bytes over real sockets and judges every byte that comes back: status, headers, body, whether the
connection stays, and whether a request that hides behind a refused one is answered. Every case runs with handlers on
the reactor, on the pool and on threads of their own; all at once, byte by byte, and where it matters in two pieces with
the cut at each place. A requirement without a case fails the test.
";

const FAULTS_START: &str = "
## That the cases can fail

The cases also run against a small server of the test's own. It passes them all; with any one of these faults it does
not, and no case passes with all of them:

";

const RULES_START: &str = "
## Requirements and cases

Every MUST and MUST NOT of RFC 9112 and RFC 9110 that binds an origin server, a sender or a recipient, some SHOULDs, the
server's side of WebSocket (RFC 6455), and the classes of attacks (`class`) that ambiguities make possible. What binds clients, proxies, gateways, caches or
registries alone is left out. Where the RFC leaves a choice, the server takes the strict one: LF alone, folded lines,
repeated or listed lengths, and every spelling of Transfer-Encoding but `chunked` (empty list elements, too, though
section 5.6.1.2 would have them ignored: two servers may disagree about them) are refused.

| source | requirement | cases | such as |
|---|---|---:|---|
";

const OTHERS_START: &str = "
## What the library cannot show

| source | requirement | why |
|---|---|---|
";

/// The text of the page.
pub fn page(cases: &[Case], outside: &str) -> String {
    let mut text = START.to_owned();
    let count = |level| cases.iter().filter(|case| case.level == level).count();
    let (must, should, strict) = (count(Level::Must), count(Level::Should), count(Level::Strict));
    let library = RULES.iter().filter(|rule| rule.bound == Bound::Library);
    let missing = library.clone().filter(|rule| !cases.iter().any(|case| shows(case, rule))).count();
    let _ = writeln!(
        text,
        "\n{} cases: {must} of a MUST or against smuggling, {should} of a SHOULD, {strict} stricter than asked.\n\
         {} requirements for the library, {missing} without a case.",
        cases.len(),
        library.count(),
    );
    text += "\n";
    text += outside.trim();
    text += "\n";
    text += RULES_START;
    for rule in RULES.iter().filter(|rule| rule.bound == Bound::Library) {
        let names: Vec<_> = cases.iter().filter(|case| shows(case, rule)).map(|case| cell(&case.name)).collect();
        let shown = names[..names.len().min(NAMES)].join("; ");
        let _ = writeln!(text, "| {} | {} | {} | {shown} |", rule.source, rule.text, names.len());
    }
    text += OTHERS_START;
    for rule in RULES {
        if let Bound::Program(why) | Bound::Absent(why) = rule.bound {
            let who = if matches!(rule.bound, Bound::Program(_)) { "the program's: " } else { "" };
            let _ = writeln!(text, "| {} | {} | {who}{why} |", rule.source, rule.text);
        }
    }
    text += FAULTS_START;
    for (_, fault) in FAULTS {
        let _ = writeln!(text, "- {fault}");
    }
    text
}

fn shows(case: &Case, rule: &Rule) -> bool {
    case.rules.contains(&rule.name)
}

/// Text that can stand in a cell of a table.
fn cell(text: &str) -> String {
    let mut cell = String::new();
    for letter in text.chars() {
        match letter {
            '|' | '*' | '_' | '<' | '[' | '`' | '\\' | '~' => cell.extend(['\\', letter]),
            ' '..='~' => cell.push(letter),
            other => cell.extend(other.escape_default()),
        }
    }
    cell
}
