//! Constant texts that both Rust and C read: stored once, with a closing NUL.

use std::ffi::CStr;

/// A constant text. Tables hold these so that a C caller gets a pointer into the program itself and nothing is ever copied or freed.
#[derive(Clone, Copy)]
pub(super) struct Text(&'static str);

impl Text {
    /// Takes a text whose last byte, and no other, is NUL. Anything else fails to compile when called in a constant.
    pub(super) const fn new(with_nul: &'static str) -> Self {
        assert!(CStr::from_bytes_with_nul(with_nul.as_bytes()).is_ok(), "one NUL, at the end");
        Self(with_nul)
    }

    /// The text without its NUL.
    pub(super) const fn as_str(self) -> &'static str {
        self.0.split_at(self.0.len() - 1).0
    }

    /// The text as C reads it.
    pub(super) const fn as_c_str(self) -> &'static CStr {
        match CStr::from_bytes_with_nul(self.0.as_bytes()) {
            Ok(text) => text,
            Err(_) => c"", // `new` lets no other text in
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_readers_see_the_same_text() {
        const HELLO: Text = Text::new("hello\0");
        assert_eq!(HELLO.as_str(), "hello");
        assert_eq!(HELLO.as_c_str(), c"hello");
        assert_eq!(Text::new("\0").as_str(), "");
    }
}
