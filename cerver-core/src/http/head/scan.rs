//! Searches over the bytes of a head, sixteen bytes a step.

use crate::sys::Block;

/// The place of the first byte from `at` on for which `hits` has a bit, or the length of the input.
#[inline(always)]
fn find(input: &[u8], mut at: usize, hits: impl Fn(Block) -> u32) -> usize {
    while let Some(bytes) = input.get(at..).and_then(<[u8]>::first_chunk) {
        let found = hits(Block::new(bytes));
        if found != 0 {
            return at + found.trailing_zeros() as usize;
        }
        at += 16;
    }
    find_in_rest(input, at, hits)
}

/// The same for the last bytes, fewer than sixteen from `at` on.
#[inline(always)]
fn find_in_rest(input: &[u8], at: usize, hits: impl Fn(Block) -> u32) -> usize {
    let left = input.len().saturating_sub(at);
    let found = match input.last_chunk() {
        // Without those before `at`.
        Some(bytes) => hits(Block::new(bytes)) >> (16 - left),
        None => {
            let mut bytes = [0; 16];
            bytes[..left].copy_from_slice(&input[input.len() - left..]);
            hits(Block::new(&bytes))
        }
    };
    at + (found.trailing_zeros() as usize).min(left)
}

/// All places of a block but these.
const fn not(bits: u32) -> u32 {
    bits ^ 0xffff
}

/// The end of a path: the first byte that is not visible ASCII, or `?` or `#`.
#[inline]
pub(super) fn path_end(input: &[u8], at: usize) -> usize {
    find(input, at, |block| not(block.within(b'!', b'~')) | block.equal(b'?') | block.equal(b'#'))
}

/// The end of a query: the first byte that is not visible ASCII, or `#`.
#[inline]
pub(super) fn query_end(input: &[u8], at: usize) -> usize {
    find(input, at, |block| not(block.within(b'!', b'~')) | block.equal(b'#'))
}

/// The end of a field name: the first colon.
#[inline]
pub(super) fn name_end(input: &[u8], at: usize) -> usize {
    find(input, at, |block| block.equal(b':'))
}

/// The end of a field value: the first control byte but the tab.
#[inline]
pub(super) fn value_end(input: &[u8], at: usize) -> usize {
    let end = find(input, at, |block| not(block.within(b' ', b'~')));
    match input.get(end) {
        Some(b'\t' | 0x80..) => unusual_value_end(input, end),
        _ => end,
    }
}

/// The same for values with tabs or bytes that are not ASCII, at which the quick test stops.
#[cold]
fn unusual_value_end(input: &[u8], at: usize) -> usize {
    let length = input[at..].iter().position(|byte| matches!(byte, 0..0x20 | 0x7f) && *byte != b'\t');
    length.map_or(input.len(), |length| at + length)
}

/// The end of a host name as it usually is: the first byte that is no small letter, digit, hyphen or dot.
#[inline]
pub(super) fn host_end(input: &[u8], at: usize) -> usize {
    find(input, at, |block| {
        let marks = block.equal(b'-') | block.equal(b'.');
        not(block.within(b'a', b'z') | block.within(b'0', b'9') | marks)
    })
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
    fn steps_agree_with_single_bytes() {
        const EDGES: [u8; 20] = *b"\0\t\r !#,-./9:;?@AZ~\x7f\xff";
        type Search = fn(&[u8], usize) -> usize;
        type Rule = fn(u8) -> bool;
        let rules: [(Search, Rule); 5] = [
            (path_end, |byte| !matches!(byte, 0x21..=0x7e) || byte == b'?' || byte == b'#'),
            (query_end, |byte| !matches!(byte, 0x21..=0x7e) || byte == b'#'),
            (name_end, |byte| byte == b':'),
            (value_end, |byte| byte < 0x20 && byte != b'\t' || byte == 0x7f),
            (host_end, |byte| !matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.')),
        ];
        for length in [0, 1, 2, 15, 16, 17, 33] {
            for (byte, other) in EDGES.iter().flat_map(|&byte| EDGES.map(|other| (byte, other))) {
                for (first, second) in (0..length).flat_map(|first| (first..length).map(move |second| (first, second)))
                {
                    let mut input = vec![b'a'; length];
                    input[first] = byte;
                    input[second] = other;
                    for (search, rule) in rules {
                        let plain = input.iter().position(|&byte| rule(byte)).unwrap_or(length);
                        assert_eq!(search(&input, 0), plain, "{byte} at {first}, {other} at {second} of {length}");
                        let later = input.iter().skip(1).position(|&byte| rule(byte)).map_or(length, |place| place + 1);
                        assert_eq!(search(&input, 1), later, "{byte} at {first}, {other} at {second} of {length}");
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
