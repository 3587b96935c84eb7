//! UTF-8 that comes in pieces: what is wrong is seen with the first byte that makes it so.

/// How far a text was checked.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Utf8 {
    /// The bytes of an unfinished character.
    open: [u8; 4],
    count: u8,
}

impl Utf8 {
    /// Takes the next piece; false = the text is not UTF-8, whatever may follow.
    pub(super) fn take(&mut self, mut piece: &[u8]) -> bool {
        while self.count > 0 {
            let Some((&next, rest)) = piece.split_first() else { return true };
            piece = rest;
            self.open[usize::from(self.count)] = next;
            self.count += 1;
            match str::from_utf8(&self.open[..usize::from(self.count)]) {
                Ok(_) => self.count = 0,
                Err(error) if error.error_len().is_some() => return false,
                Err(_) => {}
            }
        }
        let Err(error) = str::from_utf8(piece) else { return true };
        if error.error_len().is_some() {
            return false;
        }
        let open = &piece[error.valid_up_to()..];
        self.open[..open.len()].copy_from_slice(open);
        self.count = open.len() as u8;
        true
    }

    /// The text is over: false = inside a character.
    pub(super) const fn is_complete(self) -> bool {
        self.count == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(pieces: &[&[u8]]) -> bool {
        let mut utf8 = Utf8::default();
        pieces.iter().all(|piece| utf8.take(piece)) && utf8.is_complete()
    }

    #[test]
    fn pieces_are_judged_like_the_whole() {
        let good = "aä€𐍈 κόσμε".as_bytes();
        let bad: [&[u8]; 6] =
            [b"a\xc3", b"\xed\xa0\x80x", b"\xf4\x90\x80\x80", b"\xc0\xaf", b"a\x80", b"\xf8\x88\x80\x80\x80"];
        for text in [good].into_iter().chain(bad) {
            for first in 0..=text.len() {
                for second in first..=text.len() {
                    let pieces = [&text[..first], &text[first..second], &text[second..]];
                    assert_eq!(verdict(&pieces), str::from_utf8(text).is_ok(), "{text:x?} at {first} and {second}");
                }
            }
        }
    }

    #[test]
    fn a_wrong_byte_is_seen_at_once() {
        let mut utf8 = Utf8::default();
        assert!(utf8.take(b"\xf4"));
        assert!(!utf8.take(b"\x90"), "above U+10FFFF whatever follows");
    }
}
