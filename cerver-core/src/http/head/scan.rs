//! Searches over the bytes of a head, eight bytes a step.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = ONES << 7;

/// The first byte that `hits` marks, or the length of the text. `hits` has to set the high bit of each byte searched for in a word of eight; it may
/// set more behind the first one, but none before it.
#[inline(always)]
fn find(text: &[u8], hits: impl Fn(u64) -> u64) -> usize {
    let mut rest = text;
    while let Some((chunk, next)) = rest.split_first_chunk() {
        let found = hits(u64::from_le_bytes(*chunk)) & HIGHS;
        if found != 0 {
            return text.len() - rest.len() + found.trailing_zeros() as usize / 8;
        }
        rest = next;
    }
    let found = (hits(last_word(text, rest)) & HIGHS).trailing_zeros() as usize / 8;
    text.len() - rest.len() + found.min(rest.len())
}

/// The last bytes of a text as a word, with zeros for what lies behind the end.
#[inline(never)]
fn last_word(text: &[u8], last: &[u8]) -> u64 {
    match text.last_chunk() {
        Some(chunk) => u64::from_le_bytes(*chunk) >> ((7 - last.len()) * 8) >> 8,
        None => last.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte)),
    }
}

/// Marks bytes below `bound` and from 0x7f on.
const fn outside(word: u64, bound: u8) -> u64 {
    word.wrapping_sub(ONES * bound as u64) | word.wrapping_add(ONES)
}

/// Marks `byte` and bytes from 0x80 on.
const fn equal(word: u64, byte: u8) -> u64 {
    (word ^ (ONES * byte as u64)).wrapping_sub(ONES)
}

/// The end of a path: the first byte that is not visible ASCII, or `?` or `#`.
#[inline]
pub(super) fn path_end(text: &[u8]) -> usize {
    find(text, |word| outside(word, b'!') | word | equal(word, b'?') | equal(word, b'#'))
}

/// The end of a query: the first byte that is not visible ASCII, or `#`.
#[inline]
pub(super) fn query_end(text: &[u8]) -> usize {
    find(text, |word| outside(word, b'!') | word | equal(word, b'#'))
}

/// The end of a field name: the first colon or byte that is not ASCII.
#[inline]
pub(super) fn name_end(text: &[u8]) -> usize {
    find(text, |word| equal(word, b':') | word)
}

/// The end of a field value: the first control byte but the tab.
#[inline]
pub(super) fn value_end(text: &[u8]) -> usize {
    let end = find(text, |word| outside(word, b' '));
    match text.get(end) {
        Some(b'\t' | 0x80..) => unusual_value_end(text, end),
        _ => end,
    }
}

/// The same for values with tabs or bytes that are not ASCII, at which the quick test stops.
#[cold]
fn unusual_value_end(text: &[u8], mut end: usize) -> usize {
    while let Some(b'\t' | b'~' | 0x80..) = text.get(end) {
        end += 1 + find(&text[end + 1..], |word| outside(word, b' ') & !word);
    }
    end
}

/// Whether bytes from `scanned` on end the head or break the rule about line ends, so that parsing comes to a verdict.
pub(super) fn end_in_sight(input: &[u8], scanned: usize) -> bool {
    let new = input.get(scanned..).unwrap_or(&[]);
    memchr::memchr_iter(b'\n', new).any(|index| {
        let before = &input[..scanned + index];
        before.ends_with(b"\r\n\r") || !before.ends_with(b"\r")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_agree_with_single_bytes() {
        const EDGES: [u8; 14] = [0, b'\t', b'\r', b' ', b'!', b'#', b':', b';', b'?', b'a', b'~', 0x7f, 0x80, 0xff];
        type Search = fn(&[u8]) -> usize;
        type Rule = fn(u8) -> bool;
        let rules: [(Search, Rule); 4] = [
            (path_end, |byte| !matches!(byte, 0x21..=0x7e) || byte == b'?' || byte == b'#'),
            (query_end, |byte| !matches!(byte, 0x21..=0x7e) || byte == b'#'),
            (name_end, |byte| byte == b':' || byte >= 0x80),
            (value_end, |byte| byte < 0x20 && byte != b'\t' || byte == 0x7f),
        ];
        for length in [0, 1, 2, 7, 8, 9, 15, 16, 17] {
            for (byte, other) in EDGES.iter().flat_map(|&byte| EDGES.map(|other| (byte, other))) {
                for (first, second) in (0..length).flat_map(|first| (first..length).map(move |second| (first, second)))
                {
                    let mut input = vec![b'a'; length];
                    input[first] = byte;
                    input[second] = other;
                    for (search, rule) in rules {
                        let plain = input.iter().position(|&byte| rule(byte)).unwrap_or(length);
                        assert_eq!(search(&input), plain, "{byte} at {first}, {other} at {second} of {length}");
                    }
                }
            }
        }
    }

    #[test]
    fn end_of_head() {
        for (text, from, seen) in [
            ("GET / HTTP/1.1\r\n", 1, false),
            ("GET / HTTP/1.1\r\nA: b\r\n\r\n", 1, true),
            ("GET / HTTP/1.1\r\nA: b\r\n\r\n", 23, true),
            ("GET / HTTP/1.1\r\nA: b\r\n\r\n", 24, false),
            ("GET / HTTP/1.1\n", 3, true),
            ("\n", 0, true),
            ("\r\n\r\n", 1, true),
            ("\r\nGET", 1, false),
        ] {
            assert_eq!(end_in_sight(text.as_bytes(), from), seen, "{text:?} from {from}");
        }
    }
}
