//! What a line of the log looks like: prefixes, colours, time.

use std::{
    ffi::{CStr, c_char},
    io::Write,
    mem::MaybeUninit,
    time::{SystemTime, UNIX_EPOCH},
};

use super::{
    CerverLogTimeType, CerverLogType, LOG_TIME_TYPE_BOTH, LOG_TIME_TYPE_DATE, LOG_TIME_TYPE_TIME, LOG_TYPE_ERROR,
    LOG_TYPE_SUCCESS, LOG_TYPE_WARNING,
};
use crate::boundary::{print::Stream, strings::c_str};

/// Prefix and colour (SGR number, 0 for none) of each type, by its number.
const TYPES: [(&str, u8); 18] = [
    ("", 0),
    ("[ERROR]", 31),
    ("[WARNING]", 33),
    ("[SUCCESS]", 32),
    ("[DEBUG]", 35),
    ("[TEST]", 36),
    ("[CERVER]", 34),
    ("[CLIENT]", 0),
    ("[CONNECTION]", 0),
    ("[HANDLER]", 0),
    ("[ADMIN]", 0),
    ("[EVENT]", 35),
    ("[PACKET]", 0),
    ("[REQ]", 0),
    ("[FILE]", 0),
    ("[HTTP]", 0),
    ("[GAME]", 0),
    ("[PLAYER]", 0),
];

/// Names and descriptions of the ways to show the time, by number.
const TIMES: [(&CStr, &CStr); 4] = [
    (c"None", c"Logs without time"),
    (c"Time", c"Logs with time"),
    (c"Date", c"Logs with date"),
    (c"Both", c"Logs with date and time"),
];

/// One of the texts on a way to show the time; NULL for a number outside the list.
pub(super) fn time_text(
    number: CerverLogTimeType,
    choose: fn((&'static CStr, &'static CStr)) -> &'static CStr,
) -> *const c_char {
    let texts = usize::try_from(number).ok().and_then(|number| TIMES.get(number));
    texts.map_or(std::ptr::null(), |texts| c_str(choose(*texts)))
}

/// The stream a type goes to.
pub(super) fn stream(first: CerverLogType) -> Stream {
    match first {
        LOG_TYPE_ERROR | LOG_TYPE_WARNING => Stream::Error,
        _ => Stream::Output,
    }
}

/// A whole line: `[time][FIRST][SECOND]: text` and a line feed. Without time and types the text alone.
pub(super) fn compose(time: &str, first: CerverLogType, second: CerverLogType, text: &[u8], colored: bool) -> Vec<u8> {
    let (prefix, color) = kind(first);
    let (second, _) = kind(second);
    let color = if colored { color } else { 0 };
    // Of these the whole line has the colour, of the others the prefix.
    let whole = matches!(first, LOG_TYPE_ERROR | LOG_TYPE_WARNING | LOG_TYPE_SUCCESS);
    let mut line = Vec::with_capacity(time.len() + prefix.len() + second.len() + text.len() + 16);
    line.extend(time.bytes());
    if color != 0 {
        // Writing into a vector cannot fail.
        let _ = write!(line, "\x1b[{color}m");
    }
    line.extend(prefix.bytes());
    if color != 0 && !whole {
        line.extend(b"\x1b[0m");
    }
    line.extend(second.bytes());
    if !(time.is_empty() && prefix.is_empty() && second.is_empty()) {
        line.extend(b": ");
    }
    line.extend(text);
    if color != 0 && whole {
        line.extend(b"\x1b[0m");
    }
    line.push(b'\n');
    line
}

/// The present time as it stands before a line; empty for none.
pub(super) fn now(show: CerverLogTimeType, is_local: bool) -> String {
    let format = match show {
        LOG_TIME_TYPE_TIME => c"[%H:%M:%S]",
        LOG_TIME_TYPE_DATE => c"[%d/%m/%y]",
        LOG_TIME_TYPE_BOTH => c"[%d/%m/%y - %H:%M:%S]",
        _ => return String::new(),
    };
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
    at(seconds, format, is_local)
}

fn at(seconds: u64, format: &CStr, is_local: bool) -> String {
    let seconds = libc::time_t::try_from(seconds).unwrap_or_default();
    let mut parts = MaybeUninit::<libc::tm>::zeroed();
    let mut text = [0_u8; 32];
    // SAFETY: zeroes are a valid `tm`, the functions write into it and into the text, and take no more than its size.
    let len = unsafe {
        match is_local {
            true => libc::localtime_r(&raw const seconds, parts.as_mut_ptr()),
            false => libc::gmtime_r(&raw const seconds, parts.as_mut_ptr()),
        };
        libc::strftime(text.as_mut_ptr().cast(), text.len(), format.as_ptr(), parts.as_ptr())
    };
    String::from_utf8_lossy(&text[..len]).into_owned()
}

/// A number outside the table is a type without prefix.
fn kind(number: CerverLogType) -> (&'static str, u8) {
    usize::try_from(number).ok().and_then(|number| TYPES.get(number)).copied().unwrap_or(TYPES[0])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::{LOG_TYPE_DEBUG, LOG_TYPE_HTTP, LOG_TYPE_NONE};

    #[test]
    fn lines_have_their_published_form() {
        let line = |time, first, second, colored| {
            String::from_utf8(compose(time, first, second, b"100% %s", colored)).unwrap()
        };
        assert_eq!(line("", LOG_TYPE_NONE, LOG_TYPE_NONE, true), "100% %s\n");
        assert_eq!(line("", LOG_TYPE_ERROR, LOG_TYPE_NONE, false), "[ERROR]: 100% %s\n");
        assert_eq!(line("", LOG_TYPE_ERROR, LOG_TYPE_NONE, true), "\x1b[31m[ERROR]: 100% %s\x1b[0m\n");
        assert_eq!(line("", LOG_TYPE_DEBUG, LOG_TYPE_HTTP, true), "\x1b[35m[DEBUG]\x1b[0m[HTTP]: 100% %s\n");
        assert_eq!(line("[t]", LOG_TYPE_HTTP, LOG_TYPE_NONE, true), "[t][HTTP]: 100% %s\n");
        assert_eq!(line("[t]", LOG_TYPE_NONE, LOG_TYPE_NONE, true), "[t]: 100% %s\n");
        assert_eq!(line("", 99, -1, true), "100% %s\n");
    }

    #[test]
    fn times_are_written_day_first() {
        assert_eq!(at(1_795_243_715, c"[%d/%m/%y - %H:%M:%S]", false), "[21/11/26 - 06:48:35]");
        assert_eq!(now(LOG_TIME_TYPE_TIME, true).len(), "[06:48:35]".len());
        assert_eq!(now(LOG_TIME_TYPE_DATE, false).len(), "[21/11/26]".len());
        assert_eq!(now(0, false), "");
    }
}
