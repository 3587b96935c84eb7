//! File names that are harmless whatever the client sent.

/// Most bytes of a name of [`safe_name`].
pub const MAX_SAFE_NAME: usize = 100;

/// What may stand in a file system of a client's file name: the part behind the last slash or backslash, of it letters
/// and digits of ASCII, `-`, `_` and `.`, without a dot at its start, at most [`MAX_SAFE_NAME`] bytes of which the
/// extension is kept. Empty when nothing is left.
pub fn safe_name(name: &[u8]) -> String {
    safe_name_of(name, MAX_SAFE_NAME)
}

/// The same with a limit of its own, which is above that of an extension.
pub(in super::super) fn safe_name_of(name: &[u8], limit: usize) -> String {
    let last = name.rsplit(|byte| b"/\\".contains(byte)).next().unwrap_or_default();
    let is_safe = |byte: &&u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
    let safe: String = last.iter().filter(is_safe).map(|&byte| char::from(byte)).collect();
    let safe = safe.trim_start_matches('.');
    if safe.len() <= limit {
        return safe.to_owned();
    }
    // One byte for each character: only ASCII is left.
    match safe.rsplit_once('.') {
        Some((stem, extension)) if extension.len() <= MAX_EXTENSION && !extension.is_empty() => {
            format!("{}.{extension}", &stem[..stem.len().min(limit - extension.len() - 1)])
        }
        _ => safe[..limit].to_owned(),
    }
}

const MAX_EXTENSION: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_lead_anywhere() {
        let cases = [
            ("a.txt", "a.txt"),
            ("../../etc/passwd", "passwd"),
            ("../../etc/x y.txt", "xy.txt"),
            ("/etc/shadow", "shadow"),
            ("C:\\dir\\boot.ini", "boot.ini"),
            ("..\\..\\up", "up"),
            ("..", ""),
            (".", ""),
            ("...", ""),
            ("", ""),
            ("/", ""),
            ("a/", ""),
            (".bashrc", "bashrc"),
            ("..hidden", "hidden"),
            ("a\0b", "ab"),
            ("a\r\nb", "ab"),
            ("a\u{202e}gpj.exe", "agpj.exe"),
            ("\u{e9}t\u{e9}.png", "t.png"),
            ("a;rm -rf $HOME`x`|y", "arm-rfHOMExy"),
            ("-rf", "-rf"),
            ("con.txt:stream", "con.txtstream"),
            ("%2e%2e%2fx", "2e2e2fx"),
        ];
        for (name, safe) in cases {
            assert_eq!(safe_name(name.as_bytes()), safe, "{name:?}");
        }
    }

    #[test]
    fn long_names_keep_their_extension() {
        assert_eq!(safe_name(format!("{}.tar", "a".repeat(500)).as_bytes()), format!("{}.tar", "a".repeat(96)));
        assert_eq!(safe_name("b".repeat(500).as_bytes()), "b".repeat(100));
        assert_eq!(safe_name(format!("x.{}", "c".repeat(500)).as_bytes()).len(), 100);
        assert_eq!(safe_name(format!("{}.", "d".repeat(500)).as_bytes()), "d".repeat(100));
        assert_eq!(safe_name("e".repeat(100).as_bytes()).len(), 100);
    }
}
