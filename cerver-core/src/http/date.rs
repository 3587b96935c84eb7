//! The `Date` field (RFC 9110 section 6.6.1).

use std::cell::Cell;
use std::time::{Duration, UNIX_EPOCH};

/// Bytes of the line.
pub const LENGTH: usize = 37;

/// The line of a second that no clock shows.
const NONE: (u64, [u8; LENGTH]) = (u64::MAX, [0; LENGTH]);

thread_local! {
    static LINE: Cell<(u64, [u8; LENGTH])> = const { Cell::new(NONE) };
}

/// The complete line with its CRLF, such as `Date: Sun, 06 Nov 1994 08:49:37 GMT`, for a second since 1970. Each thread keeps the last line, so only
/// the first call in a second formats. Seconds after the year 9999 count as its last one.
pub fn line(unix_seconds: u64) -> [u8; LENGTH] {
    const LAST: u64 = 253_402_300_799;
    let wanted = unix_seconds.min(LAST);
    let (second, line) = LINE.get();
    if second == wanted {
        return line;
    }
    let time = UNIX_EPOCH + Duration::from_secs(wanted);
    let mut line = *b"Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n";
    line[6..35].copy_from_slice(httpdate::fmt_http_date(time).as_bytes());
    LINE.set((wanted, line));
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_change_with_the_second() {
        for _ in 0..2 {
            assert_eq!(&line(784_111_777), b"Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n");
            assert_eq!(&line(784_111_777), b"Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n");
            assert_eq!(&line(784_111_778), b"Date: Sun, 06 Nov 1994 08:49:38 GMT\r\n");
        }
        assert_eq!(&line(0), b"Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n");
    }

    #[test]
    fn the_far_future_does_not_panic() {
        for second in [253_402_300_799, 253_402_300_800, u64::MAX] {
            assert_eq!(&line(second), b"Date: Fri, 31 Dec 9999 23:59:59 GMT\r\n");
        }
    }
}
