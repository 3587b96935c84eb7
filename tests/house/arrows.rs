//! Who may know whom. Arrows go downwards only.

use crate::source::{Source, Tree, identifier, words};

const ROOT: &str = "cerver-core/src/";

/// The rooms of the core from the lowest floor to the highest. Rooms of one floor do not know each other, only those of
/// the vocabulary do.
const FLOORS: [&[&str]; 10] = [
    &["sys"],
    &["events", "error", "config", "stats", "log", "host", "table"],
    &["reactor", "buffer", "threads"],
    // The trait names what a protocol writes to and where its jobs run.
    &["protocol"],
    &["tls"],
    &["connection"],
    &["server"],
    &["http", "packets", "stream"],
    &["testing"],
    &["lib"],
];
const VOCABULARY: usize = 1;

/// Uses of a room above, of a neighbour, or of a room without a floor.
pub fn upward(tree: &Tree) -> Vec<String> {
    let mut broken = Vec::new();
    for file in tree.rust() {
        let Some(module) = file.path.strip_prefix(ROOT) else { continue };
        let room = identifier(module);
        let Some(own) = floor(room) else {
            broken.push(format!("{}: the room `{room}` has no floor in tests/house/arrows.rs", file.path));
            continue;
        };
        for (offset, other) in references(file) {
            let allowed = match floor(other) {
                Some(floor) => other == room || floor < own || (floor == own && own == VOCABULARY),
                None => false,
            };
            if !allowed && room != "lib" {
                broken.push(format!("{}: {room} must not know {other}", file.place(offset)));
            }
        }
    }
    broken
}

/// `libc` and C functions outside the rooms that may speak C.
pub fn foreign(tree: &Tree) -> Vec<String> {
    let mut broken = Vec::new();
    for file in tree.rust().filter(|file| file.path.starts_with(ROOT)) {
        if identifier(&file.path[ROOT.len()..]) == "sys" {
            continue;
        }
        let libc = words(&file.code, "libc").map(|offset| (offset, "libc"));
        let functions = words(&file.code, "extern").map(|offset| (offset, "extern"));
        for (offset, word) in libc.chain(functions) {
            broken.push(format!("{}: {word} belongs into sys or into cerver-ffi", file.place(offset)));
        }
    }
    broken
}

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

/// The rooms a file names, by `crate::` or by enough `super::`, unit tests left out.
fn references(file: &Source) -> Vec<(usize, &str)> {
    let code = file.code_without_tests();
    let mut found = Vec::new();
    for offset in words(code, "crate") {
        if let Some(path) = code[offset + "crate".len()..].strip_prefix("::") {
            found.extend(heads(path).into_iter().map(|head| (offset, head)));
        }
    }
    let module = file.path[ROOT.len()..].trim_end_matches(".rs").trim_end_matches("/mod");
    let depth = module.split('/').count();
    for offset in words(code, "super") {
        if code[..offset].ends_with("super::") {
            continue;
        }
        let mut path = &code[offset..];
        let mut steps = 0;
        while let Some(rest) = path.strip_prefix("super::") {
            path = rest;
            steps += 1;
        }
        if steps >= depth {
            found.extend(heads(path).into_iter().map(|head| (offset, head)));
        }
    }
    found
}

/// The first names of a path: one, or those of a group in braces.
fn heads(path: &str) -> Vec<&str> {
    let Some(group) = path.strip_prefix('{') else { return vec![identifier(path)] };
    let (mut heads, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                heads.push(identifier(group[start..at].trim()));
                start = at + 1;
                if letter == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    heads.retain(|head| !head.is_empty());
    heads
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::breaks;

    #[test]
    fn upward_arrows_are_seen() {
        let below =
            "use crate::{sys::send, error::{Error, Code}};\nuse super::accept;\nfn f() { crate::stats::count(); }\n";
        breaks(upward, &[("cerver-core/src/reactor/poll.rs", below)], &[]);
        breaks(upward, &[("cerver-core/src/lib.rs", "pub use crate::http::Method;")], &[]);
        breaks(upward, &[("cerver-core/src/log.rs", "use crate::host;")], &[]);
        breaks(
            upward,
            &[("cerver-core/src/sys/mod.rs", "use crate::error::Error;")],
            &["sys/mod.rs:1: sys must not know error"],
        );
        breaks(
            upward,
            &[(
                "cerver-core/src/connection/mod.rs",
                "use crate::{\n    error::Error,\n    http::{self, Head},\n    server,\n};",
            )],
            &["connection must not know http", "connection must not know server"],
        );
        breaks(upward, &[("cerver-core/src/buffer/queue.rs", "\nuse crate::reactor::Poll;")], &["queue.rs:2: buffer"]);
        breaks(
            upward,
            &[("cerver-core/src/reactor/poll.rs", "use super::super::http;")],
            &["reactor must not know http"],
        );
        breaks(
            upward,
            &[("cerver-core/src/error.rs", "fn f() { let _ = super::http::X; }")],
            &["error must not know http"],
        );
    }

    #[test]
    fn comments_and_unit_tests_are_no_arrows() {
        let text = "// use crate::http;\nfn f() {}\n#[cfg(test)]\nmod tests { use crate::http; }\n";
        breaks(upward, &[("cerver-core/src/error.rs", text)], &[]);
    }

    #[test]
    fn a_room_without_a_floor_is_seen() {
        breaks(upward, &[("cerver-core/src/attic/mod.rs", "")], &["`attic` has no floor"]);
    }

    #[test]
    fn c_outside_its_rooms_is_seen() {
        breaks(foreign, &[("cerver-core/src/sys/net.rs", "use libc::c_int; extern \"C\" fn f() {}")], &[]);
        breaks(foreign, &[("cerver-core/src/http/head.rs", "use libc::c_int;")], &["libc belongs"]);
        breaks(foreign, &[("cerver-core/src/server.rs", "extern \"C\" fn f() {}")], &["extern belongs"]);
    }
}
