//! The grammar of chunk extensions (RFC 9112 section 7.1.1), read from the left.

/// Whether `text`, which follows the first semicolon of a chunk's size line, is what may stand there.
pub(super) fn are_extensions(text: &str) -> bool {
    let mut rest = text;
    loop {
        let Some(behind_name) = behind_token(trimmed(rest)) else { return false };
        rest = behind_name;
        if let Some(value) = trimmed(rest).strip_prefix('=') {
            let value = trimmed(value);
            let behind = value.strip_prefix('"').map_or_else(|| behind_token(value), behind_quoted);
            let Some(behind) = behind else { return false };
            rest = behind;
        }
        if rest.is_empty() {
            return true;
        }
        let Some(next) = trimmed(rest).strip_prefix(';') else { return false };
        rest = next;
    }
}

fn trimmed(text: &str) -> &str {
    text.trim_start_matches([' ', '\t'])
}

/// What is behind the token that `text` begins with.
fn behind_token(text: &str) -> Option<&str> {
    let rest =
        text.trim_start_matches(|letter: char| letter.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(letter));
    (rest.len() < text.len()).then_some(rest)
}

/// What is behind a quoted string whose first quote is gone.
fn behind_quoted(text: &str) -> Option<&str> {
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return Some(&text[at + 1..]),
            '\\' => _ = letters.next().filter(|(_, letter)| !is_control(*letter))?,
            letter if is_control(letter) => return None,
            _ => {}
        }
    }
    None
}

fn is_control(letter: char) -> bool {
    letter.is_ascii_control() && letter != '\t'
}
