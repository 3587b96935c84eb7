//! Sec-WebSocket-Extensions: offers are read, and one of them is accepted (RFC 6455 section 9.1, RFC 7692 section 7.1).

use super::deflate::{Direction, MAX_WINDOW_BITS, MIN_WINDOW_BITS};
use crate::http::header;

const NAME: &[u8] = b"permessage-deflate";

/// What this end wants of compression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The largest window to compress with, 9 to 15.
    pub window_bits: u8,
    /// Keep the windows of both directions between messages, when the client does not forbid it.
    pub keeps_context: bool,
}

/// What both ends do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// From the server to the client.
    pub server: Direction,
    /// From the client to the server.
    pub client: Direction,
    /// The value of the header in the answer.
    pub answer: String,
}

/// What a client offers.
#[derive(Clone, Copy, Debug, Default)]
struct Offer {
    server_no_context: bool,
    client_no_context: bool,
    server_bits: Option<u8>,
    /// Some: the client understands that it is told.
    client_bits: Option<u8>,
}

/// Accepts the first offer of permessage-deflate that can be met; None = messages are not compressed.
pub fn accept<'a>(values: impl Iterator<Item = &'a [u8]>, wanted: Wanted) -> Option<Agreement> {
    let mut offers = values.flat_map(|value| value.split(|byte| *byte == b','));
    offers.find_map(|offer| Some(agree(Offer::read(offer)?, wanted)))
}

fn agree(offer: Offer, wanted: Wanted) -> Agreement {
    let wanted_bits = wanted.window_bits.clamp(MIN_WINDOW_BITS, MAX_WINDOW_BITS);
    let server = Direction {
        window_bits: offer.server_bits.map_or(wanted_bits, |bits| bits.min(wanted_bits)),
        keeps_context: wanted.keeps_context && !offer.server_no_context,
    };
    let client = Direction {
        // A window of 2^8 is met by the next larger one: what fits into the smaller fits into that.
        window_bits: offer.client_bits.map_or(MAX_WINDOW_BITS, |bits| bits.min(wanted_bits).max(MIN_WINDOW_BITS)),
        keeps_context: wanted.keeps_context && !offer.client_no_context,
    };
    let mut answer = String::from("permessage-deflate");
    if !server.keeps_context {
        answer += "; server_no_context_takeover";
    }
    if !client.keeps_context {
        answer += "; client_no_context_takeover";
    }
    if server.window_bits < MAX_WINDOW_BITS || offer.server_bits.is_some() {
        answer += &format!("; server_max_window_bits={}", server.window_bits);
    }
    if let Some(offered) = offer.client_bits.filter(|_| client.window_bits < MAX_WINDOW_BITS) {
        answer += &format!("; client_max_window_bits={}", offered.min(client.window_bits));
    }
    Agreement { server, client, answer }
}

impl Offer {
    /// None for another extension, and for what must be declined (RFC 7692 section 7.1): unknown, repeated or wrong
    /// parameters, and a window that is too small for us.
    fn read(text: &[u8]) -> Option<Self> {
        let mut parts = text.split(|byte| *byte == b';').map(<[u8]>::trim_ascii);
        if !parts.next()?.eq_ignore_ascii_case(NAME) {
            return None;
        }
        let (mut offer, mut seen) = (Self::default(), [false; 4]);
        for part in parts {
            let (name, value) = match part.iter().position(|byte| *byte == b'=') {
                Some(place) => (part[..place].trim_ascii_end(), Some(part[place + 1..].trim_ascii_start())),
                None => (part, None),
            };
            let place = match (name, value) {
                (b"server_no_context_takeover", None) => {
                    offer.server_no_context = true;
                    0
                }
                (b"client_no_context_takeover", None) => {
                    offer.client_no_context = true;
                    1
                }
                (b"server_max_window_bits", Some(value)) => {
                    offer.server_bits = Some(window_bits(value).filter(|bits| *bits >= MIN_WINDOW_BITS)?);
                    2
                }
                (b"client_max_window_bits", value) => {
                    offer.client_bits = Some(value.map_or(Some(MAX_WINDOW_BITS), window_bits)?);
                    3
                }
                _ => return None,
            };
            if std::mem::replace(&mut seen[place], true) {
                return None;
            }
        }
        Some(offer)
    }
}

/// 8 to 15 without a leading zero, perhaps in quotes.
fn window_bits(value: &[u8]) -> Option<u8> {
    let plain = value.strip_prefix(b"\"").map_or(Some(value), |rest| rest.strip_suffix(b"\""))?;
    if !header::is_token(plain) || plain.starts_with(b"0") || !plain.iter().all(u8::is_ascii_digit) {
        return None;
    }
    str::from_utf8(plain).ok()?.parse().ok().filter(|bits| (8..=MAX_WINDOW_BITS).contains(bits))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Wanted = Wanted { window_bits: 15, keeps_context: true };
    const LITTLE: Wanted = Wanted { window_bits: 12, keeps_context: false };

    fn answer(offers: &[&str], wanted: Wanted) -> Option<String> {
        accept(offers.iter().map(|offer| offer.as_bytes()), wanted).map(|agreement| agreement.answer)
    }

    #[test]
    fn offers_are_met_or_declined() {
        for (offer, expected) in [
            ("permessage-deflate", Some("permessage-deflate")),
            ("Permessage-Deflate; client_max_window_bits", Some("permessage-deflate")),
            ("permessage-deflate; client_max_window_bits=10", Some("permessage-deflate; client_max_window_bits=10")),
            ("permessage-deflate; client_max_window_bits=8", Some("permessage-deflate; client_max_window_bits=8")),
            ("permessage-deflate;server_max_window_bits=\"9\"", Some("permessage-deflate; server_max_window_bits=9")),
            ("permessage-deflate ; server_max_window_bits = 15", Some("permessage-deflate; server_max_window_bits=15")),
            (
                "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
                Some("permessage-deflate; server_no_context_takeover; client_no_context_takeover"),
            ),
            ("x-webkit-deflate-frame, permessage-deflate; unknown, permessage-deflate", Some("permessage-deflate")),
            ("permessage-deflate; server_max_window_bits=8, permessage-deflate", Some("permessage-deflate")),
            ("permessage-deflate; server_max_window_bits", None),
            ("permessage-deflate; server_max_window_bits=16", None),
            ("permessage-deflate; server_max_window_bits=010", None),
            ("permessage-deflate; client_max_window_bits=+9", None),
            ("permessage-deflate; client_max_window_bits=\"9", None),
            ("permessage-deflate; client_max_window_bits=", None),
            ("permessage-deflate; server_no_context_takeover=1", None),
            ("permessage-deflate; client_no_context_takeover; client_no_context_takeover", None),
            ("permessage-deflate;", None),
            ("permessage", None),
            ("", None),
        ] {
            assert_eq!(answer(&[offer], ALL).as_deref(), expected, "{offer}");
        }
        assert_eq!(answer(&["a", "permessage-deflate"], ALL).as_deref(), Some("permessage-deflate"), "two lines");
    }

    #[test]
    fn our_own_wishes_count_too() {
        let plain = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
        for (offer, more) in [
            ("", "; server_max_window_bits=12"),
            ("; client_max_window_bits", "; server_max_window_bits=12; client_max_window_bits=12"),
            (
                "; client_max_window_bits=9; server_max_window_bits=10",
                "; server_max_window_bits=10; client_max_window_bits=9",
            ),
        ] {
            let got = answer(&[&format!("permessage-deflate{offer}")], LITTLE);
            assert_eq!(got, Some(format!("{plain}{more}")), "{offer}");
        }
        let agreed = accept([&b"permessage-deflate; client_max_window_bits=8"[..]].into_iter(), ALL).unwrap();
        assert_eq!((agreed.client.window_bits, agreed.server.window_bits), (9, 15));
    }
}
