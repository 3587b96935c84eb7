//! Content negotiation: which of several offers a client likes best (RFC 9110 section 12.4 and 12.5, RFC 4647).
//!
//! Each function takes the values of all field lines of one name, none when the client did not send the field (an
//! `Option<&[u8]>` will do), and the offers in the order of the program's own preference. The answer is the place of the
//! best offer. Elements that are not well formed are ignored; an Accept or Accept-Language field without a good element
//! counts as not sent. The work is one pass over the field for each offer, and nothing is allocated.

mod elements;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;

pub use elements::parse_quality;
use elements::{Element, Parameters, elements};

use super::header::is_token;

/// A weight in thousandths: 0 is "not acceptable", 1000 the most.
pub type Quality = u16;

/// The weight of what stands without one.
pub const FULL_QUALITY: Quality = 1000;
/// The weight of `identity` where the client neither named nor excluded it: every named coding comes first.
const LEAST_QUALITY: Quality = 1;

/// The best of several media types by the values of `Accept`; None when the client takes none of them.
///
/// An offer may have parameters: `text/html; charset=UTF-8`. The most specific range that fits an offer tells its
/// quality. Of equal qualities the offer that is named more specifically wins, then the first: to `text/html, */*` HTML
/// is better than what only the star takes. A range with parameters fits offers that have them all, only that a
/// `charset` says nothing about an offer without one.
pub fn media_type<'a, I>(accept: I, offers: &[&str]) -> Option<usize>
where
    I: IntoIterator<Item = &'a [u8], IntoIter: Clone>,
{
    let lines = accept.into_iter();
    best(offers, |offer| {
        let offer = MediaType::parse(Element::parse(offer)?)?;
        let mut is_sent = false;
        let mut found = (0, 0);
        for element in elements(lines.clone()) {
            let quality = element.quality;
            let Some(range) = MediaType::parse(element) else { continue };
            is_sent = true;
            found = found.max((range.specificity_for(&offer), quality));
        }
        let (specificity, quality) = if is_sent { found } else { (1, FULL_QUALITY) };
        (specificity > 0).then_some(Fit { quality, specificity, ..Fit::default() })
    })
}

/// The best of several content codings by the values of `Accept-Encoding`; None when the client takes none of them.
///
/// `identity` stands for no coding and may be among the offers. It is acceptable unless `identity;q=0`, or `*;q=0`
/// without an `identity`, excludes it; a client that does not name it likes every coding that it names better. Without the field `identity`
/// is the best, though any coding would be acceptable; with an empty one, or one without a good element, no other is.
/// `x-gzip` and `x-compress` are the same as `gzip` and `compress` (RFC 9110 section 8.4.1).
pub fn encoding<'a, I>(accept_encoding: I, offers: &[&str]) -> Option<usize>
where
    I: IntoIterator<Item = &'a [u8], IntoIter: Clone>,
{
    let lines = accept_encoding.into_iter();
    best(offers, |offer| {
        let (specificity, quality) = encoding_fit(lines.clone(), offer);
        Some(Fit { quality, specificity, ..Fit::default() })
    })
}

/// The quality that the values of `Accept-Encoding` give to one content coding, as in [`encoding`].
pub fn encoding_quality<'a, I>(accept_encoding: I, coding: &str) -> Quality
where
    I: IntoIterator<Item = &'a [u8]>,
{
    encoding_fit(accept_encoding.into_iter(), coding.as_bytes()).1
}

/// The best of several language tags by the values of `Accept-Language`; None when the client takes none of them: then
/// the program's own default is better than an error.
///
/// An offer fits a range that it equals or extends (basic filtering, RFC 4647 section 3.3.1: `en` takes `en-GB`), and a
/// longer range that it begins (lookup, section 3.4: `de-CH` takes `de`). Of equal qualities the range that comes first
/// wins, `*` last.
pub fn language<'a, I>(accept_language: I, offers: &[&str]) -> Option<usize>
where
    I: IntoIterator<Item = &'a [u8], IntoIter: Clone>,
{
    let lines = accept_language.into_iter();
    best(offers, |offer| if is_language_range(offer) { language_fit(lines.clone(), offer) } else { None })
}

/// The offers of a text with commas between them: `text/html, application/json`. A comma in quotes is part of an offer.
pub fn offers_of(text: &str) -> impl Iterator<Item = &str> {
    elements::texts(text).map(str::trim).filter(|offer| !offer.is_empty())
}

/// How well an offer fits; the greatest is the best.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    quality: Quality,
    specificity: usize,
    /// Place in the client's list, where that counts.
    place: Reverse<usize>,
}

fn best(offers: &[&str], fit: impl Fn(&[u8]) -> Option<Fit>) -> Option<usize> {
    let fits = offers.iter().map(|offer| fit(offer.as_bytes()));
    let usable = fits.enumerate().filter_map(|(index, fit)| Some((fit?, Reverse(index))));
    usable.filter(|(fit, _)| fit.quality > 0).max().map(|(_, Reverse(index))| index)
}

/// `type/subtype` with parameters; in a range either may be a star.
struct MediaType<'a> {
    kind: &'a [u8],
    subtype: &'a [u8],
    parameters: Parameters<'a>,
}

impl<'a> MediaType<'a> {
    fn parse(element: Element<'a>) -> Option<Self> {
        let slash = memchr::memchr(b'/', element.value)?;
        let (kind, subtype) = (&element.value[..slash], &element.value[slash + 1..]);
        let is_good = is_token(kind) && is_token(subtype) && (kind != b"*" || subtype == b"*");
        is_good.then_some(Self { kind, subtype, parameters: element.parameters })
    }

    /// How closely this range names an offer; 0 when it does not.
    fn specificity_for(&self, offer: &Self) -> usize {
        let fits = |range: &[u8], offer: &[u8]| range == b"*" || range.eq_ignore_ascii_case(offer);
        if !fits(self.kind, offer.kind) || !fits(self.subtype, offer.subtype) {
            return 0;
        }
        let mut specificity = 1 + usize::from(self.kind != b"*") + usize::from(self.subtype != b"*");
        for parameter in self.parameters.clone() {
            match offer.parameters.clone().find(|other| other.has_name_of(&parameter)) {
                Some(other) if other.has_value_of(&parameter) => specificity += 1,
                None if parameter.is_named(b"charset") => {}
                _ => return 0,
            }
        }
        specificity
    }
}

fn encoding_fit<'a>(lines: impl Iterator<Item = &'a [u8]>, coding: &[u8]) -> (usize, Quality) {
    let is_identity = coding.eq_ignore_ascii_case(b"identity");
    let mut lines = lines.peekable();
    if lines.peek().is_none() {
        return (0, if is_identity { FULL_QUALITY } else { LEAST_QUALITY });
    }
    let mut found = (0, if is_identity { LEAST_QUALITY } else { 0 });
    for element in elements(lines).filter(|element| is_token(element.value) && element.parameters.is_empty()) {
        let specificity = match element.value {
            b"*" => 1,
            value if is_same_coding(value, coding) => 2,
            _ => continue,
        };
        found = found.max((specificity, element.quality));
    }
    found
}

fn is_same_coding(named: &[u8], coding: &[u8]) -> bool {
    let has_old_name = || coding.eq_ignore_ascii_case(b"gzip") || coding.eq_ignore_ascii_case(b"compress");
    match named {
        [b'x' | b'X', b'-', rest @ ..] if rest.eq_ignore_ascii_case(coding) => has_old_name(),
        _ => named.eq_ignore_ascii_case(coding),
    }
}

fn language_fit<'a>(lines: impl Iterator<Item = &'a [u8]>, tag: &[u8]) -> Option<Fit> {
    const STAR: usize = 0;
    let mut is_sent = false;
    // The most specific range that takes the tag, and the best of those whose beginning is the tag.
    let mut filtered: Option<(usize, Fit)> = None;
    let mut looked_up = Fit::default();
    for (place, Element { value: range, quality, .. }) in
        elements(lines).filter(|element| element.parameters.is_empty()).enumerate()
    {
        if !is_language_range(range) && range != b"*" {
            continue;
        }
        is_sent = true;
        let is_star = range == b"*";
        // Of two offers that the same range takes, the one that fulfils all of it comes first.
        let fit = |shortfall| {
            let place = Reverse(2 * place + shortfall);
            Fit { quality, specificity: usize::from(!is_star), place }
        };
        if is_star || begins(tag, range) {
            let length = if is_star { STAR } else { range.len() };
            filtered = filtered.max(Some((length, fit(0))));
        } else if begins(range, tag) {
            looked_up = looked_up.max(fit(1));
        }
    }
    match filtered {
        _ if !is_sent => Some(Fit { quality: FULL_QUALITY, ..Fit::default() }),
        // What is excluded by name stays out.
        Some((length, Fit { quality: 0, .. })) if length > STAR => None,
        Some((_, fit)) => Some(fit.max(looked_up)),
        None => Some(looked_up),
    }
}

/// Whether a tag is `beginning` or goes on after it with another subtag.
fn begins(tag: &[u8], beginning: &[u8]) -> bool {
    let Some((start, rest)) = tag.split_at_checked(beginning.len()) else { return false };
    start.eq_ignore_ascii_case(beginning) && matches!(rest, [] | [b'-', ..])
}

/// A basic language range but for the star (RFC 4647 section 2.1).
fn is_language_range(text: &[u8]) -> bool {
    text.split(|byte| *byte == b'-').enumerate().all(|(place, part)| {
        let allowed = |byte: &u8| if place == 0 { byte.is_ascii_alphabetic() } else { byte.is_ascii_alphanumeric() };
        (1..=8).contains(&part.len()) && part.iter().all(allowed)
    })
}
