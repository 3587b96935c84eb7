//! A time in the forms of the log.

use crate::http::date;

/// The parts of a time, in UTC, out of the line of the Date field, which is made once in a second.
pub(super) struct Parts([u8; date::LENGTH]);

impl Parts {
    pub(super) fn of(unix_seconds: u64) -> Self {
        Self(date::line(unix_seconds))
    }

    /// `06/Nov/1994:08:49:37 +0000`
    pub(super) fn common(&self, out: &mut Vec<u8>) {
        let Self(line) = self;
        for part in [&line[11..13], b"/", &line[14..17], b"/", &line[18..22], b":", &line[23..31], b" +0000"] {
            out.extend_from_slice(part);
        }
    }

    /// `1994-11-06T08:49:37Z` (RFC 3339)
    pub(super) fn iso(&self, out: &mut Vec<u8>) {
        const MONTHS: [&[u8; 3]; 12] =
            [b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"];
        let Self(line) = self;
        let month = MONTHS.iter().position(|name| *name == &line[14..17]).map_or(0, |place| place as u8 + 1);
        let month = [b'0' + month / 10, b'0' + month % 10];
        for part in [&line[18..22], b"-", &month, b"-", &line[11..13], b"T", &line[23..31], b"Z"] {
            out.extend_from_slice(part);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms() {
        for (seconds, common, iso) in [
            (0, "01/Jan/1970:00:00:00 +0000", "1970-01-01T00:00:00Z"),
            (784_111_777, "06/Nov/1994:08:49:37 +0000", "1994-11-06T08:49:37Z"),
            (u64::MAX, "31/Dec/9999:23:59:59 +0000", "9999-12-31T23:59:59Z"),
        ] {
            let (mut one, mut other) = (Vec::new(), Vec::new());
            Parts::of(seconds).common(&mut one);
            Parts::of(seconds).iso(&mut other);
            assert_eq!((one, other), (common.as_bytes().to_vec(), iso.as_bytes().to_vec()));
        }
    }
}
