//! Dates of HTTP (RFC 9110 section 5.6.7): written in the one form of today, read in all three; the `Date` field.

use std::cell::Cell;

/// Bytes of the line.
pub const LENGTH: usize = 37;

/// The last second of the year 9999: no form can say a later one.
const LAST: u64 = 253_402_300_799;

/// The line of a second that no clock shows.
const NONE: (u64, [u8; LENGTH]) = (u64::MAX, [0; LENGTH]);

thread_local! {
    static LINE: Cell<(u64, [u8; LENGTH])> = const { Cell::new(NONE) };
}

/// The complete line with its CRLF, such as `Date: Sun, 06 Nov 1994 08:49:37 GMT`, for a second since 1970. Each thread keeps the last line, so only
/// the first call in a second formats. Seconds after the year 9999 count as its last one.
pub fn line(unix_seconds: u64) -> [u8; LENGTH] {
    let wanted = unix_seconds.min(LAST);
    let (second, line) = LINE.get();
    if second == wanted {
        return line;
    }
    let mut line = *b"Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n";
    line[6..35].copy_from_slice(&text(wanted));
    LINE.set((wanted, line));
    line
}

/// A second since 1970 as `Sun, 06 Nov 1994 08:49:37 GMT`; one after the year 9999 counts as its last.
pub fn text(unix_seconds: u64) -> [u8; 29] {
    let seconds = unix_seconds.min(LAST) as i64;
    let (day, time) = (seconds / SECONDS_OF_A_DAY, seconds % SECONDS_OF_A_DAY);
    let (year, month, day_of_month) = calendar(day);
    let mut text = *b"Thu, 01 Jan 1970 00:00:00 GMT";
    // 1970 began with a Thursday.
    text[..3].copy_from_slice(SHORT_DAYS[((day + 3) % 7) as usize].as_bytes());
    text[8..11].copy_from_slice(MONTHS[month as usize - 1].as_bytes());
    let numbers = [
        (5, day_of_month),
        (12, year / 100),
        (14, year % 100),
        (17, time / 3600),
        (20, time / 60 % 60),
        (23, time % 60),
    ];
    for (place, number) in numbers {
        text[place] = b'0' + (number / 10) as u8;
        text[place + 1] = b'0' + (number % 10) as u8;
    }
    text
}

/// Reads a date in any of the three forms, as seconds since 1970 (negative before it); None for everything else.
///
/// The form of RFC 850 has two digits for the year: of the years that end so the last one is meant that is at most 50
/// years after `now` (seconds since 1970). The name of the day must be one, but need not be the right one.
pub fn parse(text: &[u8], now: u64) -> Option<i64> {
    let text = str::from_utf8(text).ok()?;
    if let Some((name, rest)) = text.split_once(", ") {
        return if SHORT_DAYS.contains(&name) { fixed(rest) } else { rfc850(name, rest, now) };
    }
    asctime(text)
}

const SHORT_DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const LONG_DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const SECONDS_OF_A_DAY: i64 = 86_400;

/// `06 Nov 1994 08:49:37 GMT`
fn fixed(text: &str) -> Option<i64> {
    let mut parts = text.split(' ');
    let (day, month, year) = (number(parts.next()?, 2)?, month(parts.next()?)?, number(parts.next()?, 4)?);
    let time = time_of_day(parts.next()?)?;
    (parts.next()? == "GMT" && parts.next().is_none()).then_some(())?;
    Some(days(year, month, day)? * SECONDS_OF_A_DAY + time)
}

/// `06-Nov-94 08:49:37 GMT` behind the long name of a day.
fn rfc850(name: &str, text: &str, now: u64) -> Option<i64> {
    LONG_DAYS.contains(&name).then_some(())?;
    let mut parts = text.split(' ');
    let mut date = parts.next()?.split('-');
    let (day, month, short_year) = (number(date.next()?, 2)?, month(date.next()?)?, number(date.next()?, 2)?);
    let time = time_of_day(parts.next()?)?;
    (parts.next()? == "GMT" && parts.next().is_none() && date.next().is_none()).then_some(())?;
    let (this_year, _, _) = calendar(now.min(LAST) as i64 / SECONDS_OF_A_DAY);
    let latest = this_year + 50;
    let year = latest - (latest - short_year).rem_euclid(100);
    Some(days(year, month, day)? * SECONDS_OF_A_DAY + time)
}

/// `Sun Nov  6 08:49:37 1994`
fn asctime(text: &str) -> Option<i64> {
    let (name, rest) = text.split_at_checked(3)?;
    let (month_name, rest) = rest.strip_prefix(' ')?.split_at_checked(3)?;
    let (day, rest) = rest.strip_prefix(' ')?.split_at_checked(2)?;
    let (time, year) = rest.strip_prefix(' ')?.split_once(' ')?;
    SHORT_DAYS.contains(&name).then_some(())?;
    let day = match day.strip_prefix(' ') {
        Some(digit) => number(digit, 1)?,
        None => number(day, 2)?,
    };
    Some(days(number(year, 4)?, month(month_name)?, day)? * SECONDS_OF_A_DAY + time_of_day(time)?)
}

/// A number of exactly so many digits.
fn number(text: &str, digits: usize) -> Option<i64> {
    (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

/// 1 to 12.
fn month(name: &str) -> Option<i64> {
    MONTHS.iter().position(|month| *month == name).map(|index| index as i64 + 1)
}

/// `08:49:37` in seconds; a leap second is the first of the next minute.
fn time_of_day(text: &str) -> Option<i64> {
    let mut parts = text.split(':');
    let (hour, minute, second) = (number(parts.next()?, 2)?, number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    (parts.next().is_none() && hour < 24 && minute < 60 && second <= 60).then_some(hour * 3600 + minute * 60 + second)
}

/// Days from 1970-01-01 to a date of the Gregorian calendar; None when the month has no such day.
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    (1..=length).contains(&day).then_some(())?;
    // The year begins in March, so that the day that leap years add is its last.
    let year = if month <= 2 { year - 1 } else { year };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - 719_468)
}

/// Year, month and day of a day since 1970-01-01 that is not before it: the way back of [`days`].
const fn calendar(day: i64) -> (i64, i64, i64) {
    let day = day + 719_468;
    let (era, day_of_era) = (day / 146_097, day % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = era * 400 + year_of_era + if month <= 2 { 1 } else { 0 };
    (year, month, day_of_year - (153 * from_march + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_795_000_000; // 2026-11-18

    fn parsed(text: &str) -> Option<i64> {
        parse(text.as_bytes(), NOW)
    }

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

    #[test]
    fn all_three_forms_are_read() {
        for text in ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"] {
            assert_eq!(parsed(text), Some(784_111_777), "{text}");
        }
        assert_eq!(parsed("Thu, 01 Jan 1970 00:00:00 GMT"), Some(0));
        assert_eq!(parsed("Wed, 31 Dec 1969 23:59:59 GMT"), Some(-1));
        assert_eq!(parsed("Sat Nov 26 08:49:37 1994"), Some(784_111_777 + 20 * 86_400));
        assert_eq!(parsed("Sat, 31 Dec 2016 23:59:60 GMT"), Some(1_483_228_800));
    }

    #[test]
    fn what_is_written_is_read_again() {
        for second in (0..LAST).step_by(86_400 * 97 + 12_347) {
            assert_eq!(parse(&text(second), NOW), Some(second as i64), "{second}");
        }
        assert_eq!(parse(&text(LAST), NOW), Some(LAST as i64));
    }

    #[test]
    fn every_day_of_the_calendar_follows_the_one_before() {
        let mut expected = (1970, 1, 1);
        for day in 0..=LAST as i64 / SECONDS_OF_A_DAY {
            assert_eq!(calendar(day), expected);
            let (year, month, of_month) = expected;
            assert_eq!(days(year, month, of_month), Some(day));
            expected = match days(year, month, of_month + 1) {
                Some(_) => (year, month, of_month + 1),
                None if month == 12 => (year + 1, 1, 1),
                None => (year, month + 1, 1),
            };
        }
    }

    #[test]
    fn two_digits_mean_a_year_at_most_fifty_years_ahead() {
        for (text, meant) in [
            ("Sunday, 01-Jan-76 00:00:00 GMT", "Wed, 01 Jan 2076 00:00:00 GMT"),
            ("Sunday, 01-Jan-77 00:00:00 GMT", "Sat, 01 Jan 1977 00:00:00 GMT"),
            ("Sunday, 01-Jan-00 00:00:00 GMT", "Sat, 01 Jan 2000 00:00:00 GMT"),
        ] {
            assert_eq!(parsed(text), parsed(meant), "{text}");
            assert!(parsed(meant).is_some());
        }
    }

    #[test]
    fn everything_else_is_none() {
        for text in [
            "",
            "0",
            "1994-11-06T08:49:37Z",
            "Sun, 06 Nov 1994 08:49:37",
            "Sun, 06 Nov 1994 08:49:37 CET",
            "Sun, 06 Nov 1994 08:49:37 GMT ",
            "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT",
            "Sun, 6 Nov 1994 08:49:37 GMT",
            "sun, 06 nov 1994 08:49:37 gmt",
            "Sun, 31 Feb 1994 08:49:37 GMT",
            "Sun, 00 Nov 1994 08:49:37 GMT",
            "Sun, 29 Feb 1900 08:49:37 GMT",
            "Sun, 06 Nov 1994 24:00:00 GMT",
            "Sun, 06 Nov 1994 08:60:00 GMT",
            "Sun, 06 Nov 1994 08:49:61 GMT",
            "Sun, +6 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-1994 08:49:37 GMT",
            "Sunday, 06 Nov 1994 08:49:37 GMT",
            "Sun, 06-Nov-94 08:49:37 GMT",
            "Sun Nov 6 08:49:37 1994",
            "Sun Nov  6 08:49:37 94",
            "S\u{fc}n Nov  6 08:49:37 1994",
            "Sun Nov  6 08:49:37 1994 GMT",
        ] {
            assert_eq!(parsed(text), None, "{text}");
        }
        assert_eq!(parse(b"Sun, 06 Nov 1994 08:49:37 \xff", NOW), None);
    }
}
