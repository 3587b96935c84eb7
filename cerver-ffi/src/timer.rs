//! Time for programs: sleeping and the clock.

use std::{
    thread,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use crate::{
    boundary::guard::guard,
    status::{Code, Error},
};

/// Sleeps; signals do not shorten it. 0 and negative numbers return at once.
///
/// Thread: any; in a handler it keeps the handler's thread from other work.
/// Errors: CERVER_ERROR_ARGUMENT for a number that is not finite, or too large for a duration.
#[unsafe(no_mangle)]
pub extern "C" fn timer_sleep_for_seconds(seconds: f64) {
    guard("timer_sleep_for_seconds", || {
        if seconds <= 0.0 {
            return Ok(());
        }
        let refused = |_| Error::new(Code::Argument, "the seconds are no duration");
        thread::sleep(Duration::try_from_secs_f64(seconds).map_err(refused)?);
        Ok(())
    });
}

/// Seconds since 1970 by the system's clock, with a precision of microseconds. The clock may be set back; 0 before 1970.
///
/// Thread: any.
/// Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn timer_get_current_time() -> f64 {
    guard("timer_get_current_time", || {
        let time = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Ok(time.as_micros() as f64 / 1e6)
    })
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;
    use crate::boundary::last_error;

    #[test]
    fn sleeps_at_least_as_long_as_asked_for() {
        let start = Instant::now();
        timer_sleep_for_seconds(0.02);
        assert!(start.elapsed() >= Duration::from_millis(20));
        last_error::clear();
        timer_sleep_for_seconds(-1.0);
        assert_eq!(last_error::code(), 0);
        for wrong in [f64::NAN, f64::INFINITY, 1e300] {
            last_error::clear();
            timer_sleep_for_seconds(wrong);
            assert_eq!(last_error::code(), Code::Argument as i32);
        }
    }

    #[test]
    fn the_clock_goes() {
        let (first, second) = (timer_get_current_time(), timer_get_current_time());
        assert!(first > 1.7e9 && second >= first);
    }
}
