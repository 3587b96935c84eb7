//! What this library wants to know of a certificate (RFC 5280) beyond what rustls tells: its life, its names, its subject.

/// DER elements one after the other; ends at the first that is malformed.
#[derive(Clone, Copy)]
struct Elements<'a>(&'a [u8]);

const SEQUENCE: u8 = 0x30;
const OBJECT_IDENTIFIER: u8 = 0x06;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
/// `[3]` of TBSCertificate: the extensions.
const EXTENSIONS: u8 = 0xa3;
/// `[0]` of TBSCertificate: the version.
const VERSION: u8 = 0xa0;
/// `dNSName` of GeneralName.
const DNS_NAME: u8 = 0x82;
/// id-ce-subjectAltName.
const SUBJECT_ALT_NAME: &[u8] = &[0x55, 0x1d, 0x11];

impl<'a> Iterator for Elements<'a> {
    type Item = (u8, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (&[tag, first], rest) = self.0.split_first_chunk()?;
        let (length, rest) = if first < 0x80 {
            (usize::from(first), rest)
        } else {
            let count = usize::from(first & 0x7f);
            if !(1..=4).contains(&count) || rest.len() < count {
                return None;
            }
            let (bytes, rest) = rest.split_at(count);
            (bytes.iter().fold(0, |length, byte| length << 8 | usize::from(*byte)), rest)
        };
        let (content, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some((tag, content))
    }
}

impl<'a> Elements<'a> {
    /// The content of the next element, which must be of this kind.
    fn expect(&mut self, tag: u8) -> Option<&'a [u8]> {
        self.next().filter(|(found, _)| *found == tag).map(|(_, content)| content)
    }
}

/// The parts of a certificate.
pub(super) struct Certificate<'a> {
    validity: Elements<'a>,
    subject: Elements<'a>,
    extensions: Option<Elements<'a>>,
}

impl<'a> Certificate<'a> {
    /// Finds the parts; None for what is no certificate.
    pub(super) fn parse(der: &'a [u8]) -> Option<Self> {
        let whole = Elements(der).expect(SEQUENCE)?;
        let mut parts = Elements(Elements(whole).expect(SEQUENCE)?);
        if parts.0.first() == Some(&VERSION) {
            parts.next()?;
        }
        // The serial number, the algorithm of the signature, the issuer.
        parts.nth(2)?;
        let validity = Elements(parts.expect(SEQUENCE)?);
        let subject = Elements(parts.expect(SEQUENCE)?);
        let extensions = parts.find(|(tag, _)| *tag == EXTENSIONS);
        let extensions = extensions.and_then(|(_, content)| Elements(content).expect(SEQUENCE)).map(Elements);
        Some(Self { validity, subject, extensions })
    }

    /// The first and the last second of its life, since 1970.
    pub(super) fn life(&self) -> Option<(i64, i64)> {
        let mut times = self.validity.map(|(tag, text)| seconds(tag, text));
        Some((times.next()??, times.next()??))
    }

    /// Its host names in lower case, those with `*.` in front included.
    pub(super) fn names(&self) -> Vec<String> {
        let alternatives = self.extensions.into_iter().flatten().find_map(|(_, extension)| {
            let mut parts = Elements(extension);
            let is_it = parts.expect(OBJECT_IDENTIFIER)? == SUBJECT_ALT_NAME;
            // An octet string, with or without the mark of a critical extension before it.
            if is_it { parts.last().map(|(_, content)| content) } else { None }
        });
        let names = alternatives.and_then(|content| Elements(content).expect(SEQUENCE)).map(Elements);
        let names = names.into_iter().flatten().filter(|(tag, _)| *tag == DNS_NAME);
        names.filter_map(|(_, name)| std::str::from_utf8(name).ok()).map(str::to_ascii_lowercase).collect()
    }

    /// Its subject as RFC 4514 writes it: the last part first.
    pub(super) fn subject(&self) -> String {
        let parts: Vec<_> = self.subject.map(|(_, set)| relative_name(set)).collect();
        let mut text = String::new();
        for part in parts.iter().rev() {
            if !text.is_empty() {
                text.push(',');
            }
            text.push_str(part);
        }
        text
    }
}

/// One part of a name, usually one attribute with its value.
fn relative_name(set: &[u8]) -> String {
    let mut text = String::new();
    for (_, attribute) in Elements(set) {
        let mut parts = Elements(attribute);
        let Some(identifier) = parts.expect(OBJECT_IDENTIFIER) else { continue };
        let whole = parts.0;
        let Some((tag, value)) = parts.next() else { continue };
        if !text.is_empty() {
            text.push('+');
        }
        match short_name(identifier) {
            Some(name) => text.push_str(name),
            None => push_identifier(&mut text, identifier),
        }
        text.push('=');
        push_value(&mut text, tag, value, whole);
    }
    text
}

/// The names that RFC 4514 section 3 gives, and that of an e-mail address.
fn short_name(identifier: &[u8]) -> Option<&'static str> {
    Some(match identifier {
        [0x55, 0x04, 0x03] => "CN",
        [0x55, 0x04, 0x06] => "C",
        [0x55, 0x04, 0x07] => "L",
        [0x55, 0x04, 0x08] => "ST",
        [0x55, 0x04, 0x09] => "STREET",
        [0x55, 0x04, 0x0a] => "O",
        [0x55, 0x04, 0x0b] => "OU",
        [0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 0x01, 0x19] => "DC",
        [0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 0x01, 0x01] => "UID",
        [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x01] => "emailAddress",
        _ => return None,
    })
}

/// An object identifier with dots.
fn push_identifier(text: &mut String, identifier: &[u8]) {
    let mut number = 0u64;
    let mut is_first = true;
    for byte in identifier {
        number = number << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            if std::mem::take(&mut is_first) {
                let top = (number / 40).min(2);
                text.push_str(&format!("{top}.{}", number - top * 40));
            } else {
                text.push_str(&format!(".{number}"));
            }
            number = 0;
        }
    }
}

/// A value: text with what could be misread escaped, anything else as the digits of its DER form (RFC 4514 section 2.4).
fn push_value(text: &mut String, tag: u8, value: &[u8], whole: &[u8]) {
    const UTF8: u8 = 0x0c;
    const PRINTABLE: u8 = 0x13;
    const IA5: u8 = 0x16;
    let readable = matches!(tag, UTF8 | PRINTABLE | IA5).then(|| std::str::from_utf8(value).ok()).flatten();
    let Some(readable) = readable else {
        text.push('#');
        whole.iter().for_each(|byte| text.push_str(&format!("{byte:02x}")));
        return;
    };
    let last = readable.char_indices().last().map_or(0, |(place, _)| place);
    for (place, letter) in readable.char_indices() {
        match letter {
            '"' | '+' | ',' | ';' | '<' | '>' | '\\' => text.extend(['\\', letter]),
            ' ' if place == 0 || place == last => text.push_str("\\ "),
            '#' if place == 0 => text.push_str("\\#"),
            letter if letter.is_ascii_control() => text.push_str(&format!("\\{:02x}", letter as u32)),
            letter => text.push(letter),
        }
    }
}

/// A time in seconds since 1970 (RFC 5280 section 4.1.2.5).
fn seconds(tag: u8, text: &[u8]) -> Option<i64> {
    let digits = text.strip_suffix(b"Z")?;
    let two = |place: usize| -> Option<i64> {
        let pair = digits.get(place..place + 2)?;
        pair.iter().all(u8::is_ascii_digit).then(|| i64::from(pair[0] - b'0') * 10 + i64::from(pair[1] - b'0'))
    };
    let (year, rest) = match (tag, digits.len()) {
        (UTC_TIME, 12) => (two(0)? + if two(0)? < 50 { 2000 } else { 1900 }, 2),
        (GENERALIZED_TIME, 14) => (two(0)? * 100 + two(2)?, 4),
        _ => return None,
    };
    let [month, day, hour, minute, second] =
        [two(rest)?, two(rest + 2)?, two(rest + 4)?, two(rest + 6)?, two(rest + 8)?];
    if !(1..=12).contains(&month) {
        return None;
    }
    // Days since 1970 of a date, with the year beginning in March so that the odd day comes last.
    let (years, months) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = years * 365 + years / 4 - years / 100 + years / 400 + (months * 153 + 2) / 5 + day - 1 - 719_468;
    Some(((days * 24 + hour) * 60 + minute) * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(tag: u8, content: &[u8]) -> Vec<u8> {
        let mut bytes = vec![tag];
        match content.len() {
            length @ 0..0x80 => bytes.push(length as u8),
            length => bytes.extend([0x82, (length >> 8) as u8, length as u8]),
        }
        bytes.extend_from_slice(content);
        bytes
    }

    fn joined(parts: &[Vec<u8>]) -> Vec<u8> {
        parts.concat()
    }

    fn attribute(identifier: &[u8], tag: u8, value: &[u8]) -> Vec<u8> {
        element(0x30, &joined(&[element(0x06, identifier), element(tag, value)]))
    }

    fn certificate(subject: &[Vec<u8>], names: &[&str]) -> Vec<u8> {
        let names: Vec<_> = names.iter().map(|name| element(DNS_NAME, name.as_bytes())).collect();
        let names = element(0x04, &element(0x30, &names.concat()));
        let other = element(0x30, &joined(&[element(0x06, &[0x55, 0x1d, 0x13]), element(0x04, &[0x30, 0])]));
        let extension = element(0x30, &joined(&[element(0x06, SUBJECT_ALT_NAME), element(0x01, &[0xff]), names]));
        let subject: Vec<_> = subject.iter().map(|part| element(0x31, part)).collect();
        let parts = [
            element(VERSION, &element(0x02, &[2])),
            element(0x02, &[1]),
            element(0x30, &[]),
            element(0x30, &[]),
            element(
                0x30,
                &joined(&[element(UTC_TIME, b"700101000001Z"), element(GENERALIZED_TIME, b"20500101000000Z")]),
            ),
            element(0x30, &subject.concat()),
            element(0x30, &[]),
            element(EXTENSIONS, &element(0x30, &joined(&[other, extension]))),
        ];
        element(0x30, &joined(&[element(0x30, &parts.concat()), element(0x30, &[])]))
    }

    #[test]
    fn life_names_and_subject() {
        let name = [
            attribute(&[0x55, 0x04, 0x0a], 0x13, b"A, B+C"),
            joined(&[
                attribute(&[0x55, 0x04, 0x03], 0x0c, " #\u{e9}\n ".as_bytes()),
                attribute(&[0x2a, 0x86, 0x48, 0x01], 0x02, &[7]),
            ]),
        ];
        let der = certificate(&name, &["Example.org", "*.example.ORG"]);
        let parsed = Certificate::parse(&der).unwrap();
        assert_eq!(parsed.life(), Some((1, 2_524_608_000)));
        assert_eq!(parsed.names(), ["example.org", "*.example.org"]);
        assert_eq!(parsed.subject(), "CN=\\ #\u{e9}\\0a\\ +1.2.840.1=#020107,O=A\\, B\\+C");
    }

    #[test]
    fn times_are_those_of_the_calendar() {
        for (tag, text, expected) in [
            (UTC_TIME, "991231235959Z", Some(946_684_799)),
            (UTC_TIME, "000229120000Z", Some(951_825_600)),
            (UTC_TIME, "490101000000Z", Some(2_493_072_000)),
            (UTC_TIME, "500101000000Z", Some(-631_152_000)),
            (GENERALIZED_TIME, "99991231235959Z", Some(253_402_300_799)),
            (UTC_TIME, "9912312359Z", None),
            (UTC_TIME, "99123123595x", None),
            (UTC_TIME, "991331235959Z", None),
            (GENERALIZED_TIME, "991231235959Z", None),
        ] {
            assert_eq!(seconds(tag, text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn every_part_of_a_certificate_is_refused_or_read_without_harm() {
        let der = certificate(&[attribute(&[0x55, 0x04, 0x03], 0x0c, b"x")], &["a.example"]);
        for end in 0..der.len() {
            assert!(Certificate::parse(&der[..end]).is_none(), "{end}");
            for byte in [0, 0x80, 0x84, 0xff] {
                let mut bent = der.clone();
                bent[end] = byte;
                if let Some(parsed) = Certificate::parse(&bent) {
                    let _ = (parsed.life(), parsed.names(), parsed.subject());
                }
            }
        }
        assert!(Certificate::parse(&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff]).is_none());
    }
}
