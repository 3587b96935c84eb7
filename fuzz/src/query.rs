//! Pairs of queries and forms against a plain reading, with and without a limit.

use crate::{choices::Choices, percent::plain};
use cerver_core::http::{
    percent::Plus,
    query::{DEFAULT_PAIRS, Pairs},
};

/// See the module.
pub fn check(data: &[u8]) {
    let (text, mut choices) = Choices::split(data);
    let expected = read(text);
    let mut pairs = Pairs::new();
    for limit in [DEFAULT_PAIRS, choices.below(8)] {
        pairs.parse(text, limit);
        let kept = &expected[..expected.len().min(limit)];
        assert!(pairs.iter().eq(kept.iter().map(|(key, value)| (&key[..], &value[..]))));
        assert_eq!((pairs.len(), pairs.is_empty()), (kept.len(), kept.is_empty()));
        assert_eq!(pairs.is_truncated(), expected.len() > limit);
        for (key, _) in kept {
            let first = kept.iter().find(|(other, _)| other == key);
            assert_eq!(pairs.get(key), first.map(|(_, value)| &value[..]));
        }
    }
}

fn read(text: &[u8]) -> Vec<(Vec<u8>, Vec<u8>)> {
    // A text without any `=` may be one that was escaped as a whole.
    let whole = !text.contains(&b'=');
    let text = if whole && text.contains(&b'%') { plain(text, Plus::Space).0 } else { text.to_vec() };
    let decode = |part: &[u8]| if whole { part.to_vec() } else { plain(part, Plus::Space).0 };
    let parts = text.split(|&byte| byte == b'&');
    let pair = |part: &[u8]| {
        let equals = part.iter().position(|&byte| byte == b'=')?;
        Some((decode(&part[..equals]), decode(&part[equals + 1..])))
    };
    parts.filter_map(pair).collect()
}
