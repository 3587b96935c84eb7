//! The source tree as the rules see it.

use std::{fs, path::Path};

/// Folders that hold no sources.
const SKIPPED: [&str; 9] =
    ["target", ".git", ".venv", "build", "dist", "__pycache__", "node_modules", ".pytest_cache", "corpus"];

/// All text files of the project.
pub struct Tree {
    pub files: Vec<Source>,
}

/// One text file.
pub struct Source {
    /// Relative to the root, with `/`.
    pub path: String,
    /// As it is.
    pub text: String,
    /// Rust only: the text with comments and the insides of literals blanked, so that every offset stays the same.
    pub code: String,
}

impl Tree {
    pub fn read() -> Self {
        let mut files = Vec::new();
        collect(support::root(), "", &mut files);
        files.sort_by(|left, right| left.path.cmp(&right.path));
        assert!(files.len() > 10, "the tree was not found");
        Self { files }
    }

    pub fn of(files: &[(&str, &str)]) -> Self {
        Self { files: files.iter().map(|(path, text)| Source::new(path.to_string(), text.to_string())).collect() }
    }

    pub fn get(&self, path: &str) -> Option<&Source> {
        self.files.iter().find(|file| file.path == path)
    }

    pub fn rust(&self) -> impl Iterator<Item = &Source> {
        self.files.iter().filter(|file| file.path.ends_with(".rs"))
    }
}

impl Source {
    fn new(path: String, text: String) -> Self {
        let code = if path.ends_with(".rs") { blank(&text) } else { String::new() };
        Self { path, text, code }
    }

    /// The code before the unit tests, which stand last.
    pub fn code_without_tests(&self) -> &str {
        let tests = self.code.find("#[cfg(test)]\nmod ").unwrap_or(self.code.len());
        &self.code[..tests]
    }

    /// The line of an offset, counted from 1.
    pub fn line(&self, offset: usize) -> usize {
        self.text[..offset].matches('\n').count() + 1
    }

    /// `path:line`, to begin a complaint with.
    pub fn place(&self, offset: usize) -> String {
        format!("{}:{}", self.path, self.line(offset))
    }
}

/// The offsets of `word` in `code` where it stands alone.
pub fn words<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let part = |letter: char| letter.is_alphanumeric() || letter == '_';
    code.match_indices(word)
        .map(|(at, _)| at)
        .filter(move |&at| !code[..at].ends_with(part) && !code[at + word.len()..].starts_with(part))
}

/// The identifier that `text` starts with; empty when it starts with something else.
pub fn identifier(text: &str) -> &str {
    let end = text.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(text.len());
    &text[..end]
}

fn collect(root: &Path, below: &str, files: &mut Vec<Source>) {
    let folder = root.join(below);
    for entry in fs::read_dir(&folder).expect("a folder of the tree can be listed").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
        let kind = entry.file_type().expect("its type is known");
        if kind.is_dir() && !SKIPPED.contains(&name.as_str()) && !name.ends_with(".egg-info") {
            collect(root, &path, files);
        } else if kind.is_file()
            && name != "Cargo.lock"
            && let Ok(text) = fs::read_to_string(entry.path())
        {
            files.push(Source::new(path, text));
        }
    }
}

/// Blanks comments and the insides of string and character literals.
fn blank(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut code = bytes.to_vec();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let end = match rest[0] {
            b'/' if rest.starts_with(b"//") => at + text[at..].find('\n').unwrap_or(rest.len()),
            b'/' if rest.starts_with(b"/*") => at + comment(rest),
            b'"' => at + string(rest),
            b'r' | b'b' | b'c' if !continues(bytes, at) && raw(rest).is_some() => at + raw(rest).unwrap_or(1),
            b'\'' => at + character(rest),
            _ => {
                at += 1;
                continue;
            }
        };
        for byte in &mut code[at..end] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
        at = end.max(at + 1);
    }
    String::from_utf8(code).expect("only whole literals and comments were blanked")
}

fn continues(bytes: &[u8], at: usize) -> bool {
    at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_')
}

fn comment(rest: &[u8]) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        if rest[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    rest.len()
}

fn string(rest: &[u8]) -> usize {
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

/// The length of a raw string (`r`, `br`, `cr`); `None` when it is something else.
fn raw(rest: &[u8]) -> Option<usize> {
    let prefix = if rest[0] == b'r' { 1 } else { 2 };
    if rest.get(prefix - 1) != Some(&b'r') {
        return None;
    }
    let hashes = rest[prefix..].iter().take_while(|byte| **byte == b'#').count();
    if rest.get(prefix + hashes) != Some(&b'"') {
        return None;
    }
    let end: Vec<u8> = std::iter::once(b'"').chain(std::iter::repeat_n(b'#', hashes)).collect();
    let start = prefix + hashes + 1;
    let length = rest[start..].windows(end.len()).position(|window| window == end)?;
    Some(start + length + end.len())
}

/// The length of a character literal; 1 for the quote of a lifetime.
fn character(rest: &[u8]) -> usize {
    if rest.get(1) == Some(&b'\\') {
        return rest[3..].iter().position(|byte| *byte == b'\'').map_or(1, |at| at + 4);
    }
    // One character of up to four bytes between two quotes.
    let close = rest.iter().skip(2).take(4).position(|byte| *byte == b'\'');
    match close {
        Some(at) if std::str::from_utf8(&rest[1..at + 2]).is_ok_and(|inside| inside.chars().count() == 1) => at + 3,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_literals_are_blanked() {
        for (text, code) in [
            ("a // b\nc", "a     \nc"),
            ("a /* b /* c */ d */ e", "a                   e"),
            (r#"a("x \" y") + b"#, r#"a(        ) + b"#),
            ("a(r#\"x \" y\"#) + br\"z\"", "a(          ) +      "),
            ("f('x', '\\'', 'é', &'static str)", "f(   ,     ,     , & static str)"),
            ("for_(b'\"') unsafe", "for_(b   ) unsafe"),
            ("use crate::broken; let r = b;", "use crate::broken; let r = b;"),
        ] {
            assert_eq!(blank(text), code, "{text}");
        }
    }

    #[test]
    fn words_stand_alone() {
        assert_eq!(words("unsafe unsafe_code (unsafe)", "unsafe").collect::<Vec<_>>(), [0, 20]);
    }
}
