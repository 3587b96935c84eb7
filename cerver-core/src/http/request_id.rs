//! Names for requests: `X-Request-Id`, so that a client, a proxy, the log and a handler can mean the same one.

use std::hash::{BuildHasher, RandomState};

use super::request::Request;

/// Longest name that is taken from a client, in bytes.
pub const MAX_REQUEST_ID: usize = 128;
/// Length of a name that is made here.
const MADE: usize = 32;

/// Whether a client's name can be taken over: 1 to [`MAX_REQUEST_ID`] letters, digits and `-_.~+/=:@`.
pub fn is_good(id: &[u8]) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~+/=:@".contains(&byte);
    (1..=MAX_REQUEST_ID).contains(&id.len()) && id.iter().all(|&byte| is_allowed(byte))
}

/// Makes the names of one reactor: a counter under two keyed hashes with random keys, so that who knows some cannot tell
/// the others.
#[derive(Debug)]
pub(super) struct IdMaker {
    keys: [RandomState; 2],
    count: u64,
}

impl IdMaker {
    pub(super) fn new() -> Self {
        Self { keys: [RandomState::new(), RandomState::new()], count: 0 }
    }

    /// Puts a new name of 32 hexadecimal digits into `id`.
    pub(super) fn make(&mut self, id: &mut Vec<u8>) {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        self.count += 1;
        let mut text = [0; MADE];
        for (half, key) in text.chunks_exact_mut(MADE / 2).zip(&self.keys) {
            let hash = key.hash_one(self.count);
            for (place, digit) in half.iter_mut().enumerate() {
                *digit = DIGITS[(hash >> (60 - 4 * place)) as usize & 15];
            }
        }
        id.clear();
        id.extend_from_slice(&text);
    }

    /// Names a request.
    pub(super) fn name(&mut self, request: &mut Request, trusts: bool) {
        let mut id = std::mem::take(&mut request.id);
        match client_id(request).filter(|_| trusts) {
            Some(own) => {
                id.clear();
                id.extend_from_slice(own);
            }
            None => self.make(&mut id),
        }
        request.id = id;
    }
}

/// The good name that the client gave; None when it gave several.
fn client_id(request: &Request) -> Option<&[u8]> {
    let mut named = request
        .headers()
        .filter(|(name, _, known)| known.is_none() && name.eq_ignore_ascii_case(b"x-request-id"))
        .map(|(_, value, _)| value);
    let only = named.next().filter(|id| is_good(id))?;
    named.next().is_none().then_some(only)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn made_names_are_good_and_differ() {
        let (mut one, mut other, mut id) = (IdMaker::new(), IdMaker::new(), Vec::new());
        let mut seen = HashSet::new();
        for _ in 0..5000 {
            for maker in [&mut one, &mut other] {
                maker.make(&mut id);
                assert!(is_good(&id) && id.len() == MADE);
                assert!(seen.insert(id.clone()));
            }
        }
        for place in 0..MADE {
            let digits: HashSet<u8> = seen.iter().map(|id| id[place]).collect();
            assert_eq!(digits.len(), 16, "digit {place} does not change");
        }
    }

    #[test]
    fn only_plain_names_are_good() {
        for good in ["a", "0f8fad5b-d9cb-469f-a165-70867728950e", "a/b+c==", &"x".repeat(MAX_REQUEST_ID)] {
            assert!(is_good(good.as_bytes()), "{good}");
        }
        for bad in ["", " ", "a b", "a\"b", "a\\b", "<a>", "a,b", "\u{e9}", "a\t", &"x".repeat(MAX_REQUEST_ID + 1)] {
            assert!(!is_good(bad.as_bytes()), "{bad}");
        }
    }
}
