//! A clock for durations, read in a few instructions where the processor has one that the system itself trusts.

use super::monotonic_nanos;

/// Reads the clock as ticks, of which only differences on one machine mean something. The default one is the system's own
/// monotonic clock.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Stopwatch {
    /// Nanoseconds of a tick, times 2^32; 0: ticks are nanoseconds of the monotonic clock.
    scale: u64,
}

impl Stopwatch {
    /// The best clock that there is. The first call in a process may take a fifth of a millisecond.
    pub(crate) fn new() -> Self {
        Self { scale: imp::scale() }
    }

    /// The present tick.
    #[inline]
    pub(crate) fn now(self) -> u64 {
        if self.scale == 0 { monotonic_nanos() } else { imp::ticks() }
    }

    /// Nanoseconds from `start` to now.
    pub(crate) fn since(self, start: u64) -> u64 {
        self.nanos(self.now().saturating_sub(start))
    }

    /// What so many ticks are in nanoseconds.
    pub(crate) fn nanos(self, ticks: u64) -> u64 {
        if self.scale == 0 { ticks } else { ((u128::from(ticks) * u128::from(self.scale)) >> 32) as u64 }
    }

    /// [`Stopwatch::quick_ticks`] may stand for [`Stopwatch::now`].
    pub(crate) const fn is_quick(self) -> bool {
        self.scale != 0
    }

    /// The present tick of a clock that is read in an instruction.
    #[inline(always)]
    pub(crate) fn quick_ticks() -> u64 {
        imp::ticks()
    }

    /// The most ticks that are no longer than so many nanoseconds.
    pub(crate) fn ticks_within(self, nanos: u64) -> u64 {
        if self.scale == 0 { nanos } else { ((u128::from(nanos) << 32) / u128::from(self.scale)) as u64 }
    }
}

/// The time stamp counter.
#[cfg(target_arch = "x86_64")]
mod imp {
    use super::monotonic_nanos;
    use std::{fs, sync::OnceLock};

    /// How long the counter is compared with the clock, in nanoseconds: a reading is off by some tens of them.
    const COMPARED: u64 = 200_000;
    const READINGS: usize = 8;

    /// The system reads its own clock from the counter, which then runs evenly and alike on all processors, and lets this
    /// process read it.
    fn is_trusted() -> bool {
        let path = "/sys/devices/system/clocksource/clocksource0/current_clocksource";
        let is_source = fs::read_to_string(path).is_ok_and(|name| name.trim_end() == "tsc");
        let mut mode: libc::c_int = 0;
        // SAFETY: `mode` is a valid place for the answer.
        let is_told = unsafe { libc::prctl(libc::PR_GET_TSC, &raw mut mode) } == 0;
        is_source && is_told && mode == libc::PR_TSC_ENABLE
    }

    /// Decided once, so that all stopwatches of the process are alike.
    pub(super) fn scale() -> u64 {
        static SCALE: OnceLock<u64> = OnceLock::new();
        *SCALE.get_or_init(|| {
            if !is_trusted() {
                return 0;
            }
            let (start, first) = both_clocks();
            while monotonic_nanos() - start < COMPARED {}
            let (end, last) = both_clocks();
            let scale = (u128::from(end - start) << 32) / u128::from(last.saturating_sub(first).max(1));
            u64::try_from(scale).unwrap_or(0)
        })
    }

    /// The clock, and the counter at the same moment: of several readings the one during which least time has passed, since
    /// any of them may be interrupted.
    fn both_clocks() -> (u64, u64) {
        let read = || {
            let (before, nanos, after) = (ticks(), monotonic_nanos(), ticks());
            (after.saturating_sub(before), nanos, before)
        };
        let (_, nanos, ticks) = (0..READINGS).map(|_| read()).min().unwrap_or_else(read);
        (nanos, ticks)
    }

    #[inline(always)]
    pub(super) fn ticks() -> u64 {
        // SAFETY: every x86-64 has the instruction, and it is allowed here: see `is_trusted`.
        unsafe { std::arch::x86_64::_rdtsc() }
    }
}

#[cfg(not(target_arch = "x86_64"))]
mod imp {
    pub(super) const fn scale() -> u64 {
        0
    }

    pub(super) fn ticks() -> u64 {
        super::monotonic_nanos()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_runs_like_the_clock_of_the_system() {
        for stopwatch in [Stopwatch::new(), Stopwatch { scale: 0 }] {
            // Between two readings of the clock, so that being interrupted does not matter.
            let (outer, start) = (monotonic_nanos(), stopwatch.now());
            let inner = monotonic_nanos();
            while monotonic_nanos() - inner < 20_000_000 {}
            let least = monotonic_nanos() - inner;
            let measured = stopwatch.since(start);
            let most = monotonic_nanos() - outer;
            assert!((least - least / 100..=most + most / 100).contains(&measured), "{least} {measured} {most}");
            assert_eq!(stopwatch.since(u64::MAX), 0, "never back");
            let ticks = stopwatch.ticks_within(100_000);
            assert!(stopwatch.nanos(ticks) <= 100_000 && stopwatch.nanos(ticks + 2) > 99_990);
        }
    }
}
