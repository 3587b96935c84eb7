//! The place of a request in a distributed trace: `traceparent` and `tracestate` (W3C Trace Context, sections 3 and 4).
//!
//! Read strictly: what breaks a rule is as good as not there, as the recommendation asks.

use super::{header, request::Request};

/// Most members of a list in `tracestate`.
const MAX_MEMBERS: usize = 32;

/// A `traceparent` that follows the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TraceParent<'r> {
    /// The whole value, as the client sent it.
    pub text: &'r str,
    /// The trace: 32 lower-case hexadecimal digits, not all 0.
    pub trace_id: &'r str,
    /// The caller's step of it: 16 lower-case hexadecimal digits, not all 0.
    pub parent_id: &'r str,
    /// Bit 0: the caller may have recorded the trace. The other bits have no meaning yet.
    pub flags: u8,
}

impl<'r> TraceParent<'r> {
    /// Takes a value apart; None when it breaks a rule. A version above 00 may have more behind the flags.
    pub fn parse(value: &'r [u8]) -> Option<Self> {
        const LENGTH: usize = 55;
        let text = std::str::from_utf8(value).ok().filter(|text| text.is_ascii() && text.len() >= LENGTH)?;
        let mut parts = text[..LENGTH].split('-');
        let mut digits = |length| parts.next().filter(|part| part.len() == length && part.bytes().all(is_digit));
        let (version, trace_id, parent_id, flags) = (digits(2)?, digits(32)?, digits(16)?, digits(2)?);
        let is_complete = match version {
            "00" => text.len() == LENGTH,
            "ff" => false,
            _ => matches!(text.as_bytes().get(LENGTH), None | Some(b'-')),
        };
        let has_ids = [trace_id, parent_id].iter().all(|id| id.bytes().any(|digit| digit != b'0'));
        let flags = u8::from_str_radix(flags, 16).ok()?;
        (is_complete && has_ids).then_some(Self { text, trace_id, parent_id, flags })
    }

    /// The caller may have recorded the trace.
    pub const fn is_sampled(&self) -> bool {
        self.flags & 1 != 0
    }
}

const fn is_digit(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

impl Request {
    /// The place of the request in a trace; None when the client named none, more than one, or a malformed one.
    pub fn trace_parent(&self) -> Option<TraceParent<'_>> {
        let mut values = self.values_of(b"traceparent");
        let parent = TraceParent::parse(values.next()?)?;
        values.next().is_none().then_some(parent)
    }

    /// What the systems on the way added to the trace: all `tracestate` fields joined by commas. None without a good
    /// `traceparent`, and when the list is malformed, has more than 32 members, or a key twice.
    pub fn trace_state(&self) -> Option<String> {
        self.trace_parent()?;
        let mut state = String::new();
        for value in self.values_of(b"tracestate") {
            if !state.is_empty() {
                state.push(',');
            }
            state.push_str(std::str::from_utf8(value).ok()?);
        }
        (!state.is_empty() && is_state(&state)).then_some(state)
    }

    fn values_of(&self, wanted: &'static [u8]) -> impl Iterator<Item = &[u8]> {
        let named = move |name: &[u8]| name.eq_ignore_ascii_case(wanted);
        self.headers().filter(move |(name, _, known)| known.is_none() && named(name)).map(|(_, value, _)| value)
    }
}

fn is_state(state: &str) -> bool {
    let mut keys = Vec::new();
    for member in state.split(',').map(|member| member.trim_matches([' ', '\t'])).filter(|member| !member.is_empty()) {
        let Some((key, value)) = member.split_once('=') else { return false };
        if keys.len() == MAX_MEMBERS || !is_key(key) || !is_value(value) || keys.contains(&key) {
            return false;
        }
        keys.push(key);
    }
    !keys.is_empty()
}

/// `vendor`, or `tenant@vendor`.
fn is_key(key: &str) -> bool {
    let is_name = |name: &str, longest: usize, may_start_with_digit: bool| {
        let first = name.bytes().next();
        first.is_some_and(|byte| byte.is_ascii_lowercase() || may_start_with_digit && byte.is_ascii_digit())
            && name.len() <= longest
            && name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-' | b'*' | b'/'))
    };
    match key.split_once('@') {
        Some((tenant, vendor)) => is_name(tenant, 241, true) && is_name(vendor, 14, false),
        None => is_name(key, 256, true),
    }
}

fn is_value(value: &str) -> bool {
    let is_allowed = |byte| matches!(byte, b' '..=b'~') && byte != b',' && byte != b'=';
    (1..=256).contains(&value.len())
        && header::valid_value(value.as_bytes())
        && value.bytes().all(is_allowed)
        && !value.ends_with(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    fn parsed(text: &str) -> Option<TraceParent<'_>> {
        TraceParent::parse(text.as_bytes())
    }

    #[test]
    fn parents_are_taken_apart() {
        let parent = parsed(GOOD).unwrap();
        assert_eq!(parent.trace_id, "0af7651916cd43dd8448eb211c80319c");
        assert_eq!((parent.parent_id, parent.flags), ("b7ad6b7169203331", 1));
        assert!(parent.is_sampled() && !parsed(&GOOD.replace("-01", "-02")).unwrap().is_sampled());
        assert!(parsed(&GOOD.replace("00-0af", "01-0af")).is_some(), "a later version");
        assert!(parsed(&(GOOD.replace("00-0af", "cc-0af") + "-what-follows")).is_some());
    }

    #[test]
    fn bad_parents_are_none() {
        let upper = GOOD.replace("0af7", "0AF7");
        let trace = GOOD.replace("0af7651916cd43dd8448eb211c80319c", &"0".repeat(32));
        let parent = GOOD.replace("b7ad6b7169203331", &"0".repeat(16));
        let longer = GOOD.to_owned() + "-00";
        let glued = GOOD.replace("00-0af", "01-0af") + "x";
        let version = GOOD.replace("00-0af", "ff-0af");
        for bad in ["", "00", &GOOD[..54], &upper, &trace, &parent, &longer, &glued, &version] {
            assert_eq!(parsed(bad), None, "{bad}");
        }
        for (at, _) in GOOD.char_indices() {
            for wrong in ["g", "\u{e9}", "-"] {
                let text = [&GOOD[..at], wrong, &GOOD[at + 1..]].concat();
                assert!(parsed(&text).is_none() || text == GOOD, "{text}");
            }
        }
        assert_eq!(TraceParent::parse(&[0xff; 55]), None);
    }

    #[test]
    fn states_are_checked() {
        let many = |count: usize| (0..count).map(|n| format!("k{n}=v")).collect::<Vec<_>>().join(",");
        for good in
            ["a=1", "a=1,b=2", "1t@sys=x y", "a=1, b=2 ,,", &many(32), "a*/_-9=!~", &format!("{}=1", "k".repeat(256))]
        {
            assert!(is_state(good), "{good}");
        }
        let wide = format!("a={}", "v".repeat(257));
        for bad in ["", ",", "a", "a=", "=1", "A=1", "a=1,a=2", "a=b=c", "a@1b=1", "@a=1", "a=\u{e9}", &many(33), &wide]
        {
            assert!(!is_state(bad), "{bad}");
        }
    }
}
