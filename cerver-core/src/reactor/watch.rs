//! What a reactor waits for beside its connections: descriptors of the program, times, signals.

use crate::{
    error::{Code, Error, Result},
    events::{Interest, Occurrence, WatchId},
    sys::{Readiness, SignalWatch, TimerFd, control_poll},
};
use mio::Registry;
use parking_lot::Mutex;
use std::{
    io,
    os::fd::{AsRawFd, RawFd},
    time::Duration,
};

/// The bit by which the token of a watch differs from those of connections, which have zeros there.
const MARK: u64 = 1 << 56;

/// What is watched. Any thread may change it.
pub(crate) struct Watches {
    poll: Registry,
    table: Mutex<Table>,
    most: usize,
}

#[derive(Default)]
struct Table {
    places: Vec<Option<Watch>>,
    count: usize,
    generation: u32,
}

struct Watch {
    generation: u32,
    tag: u64,
    target: Target,
}

enum Target {
    Descriptor(RawFd),
    Timer {
        timer: TimerFd,
        repeats: bool,
    },
    Signal(SignalWatch),
    /// The reactor has it.
    Listener,
}

impl Target {
    /// What to wait for here.
    fn descriptor(&self) -> Option<RawFd> {
        match self {
            Self::Descriptor(fd) => Some(*fd),
            Self::Timer { timer, .. } => Some(timer.as_raw_fd()),
            Self::Signal(signal) => Some(signal.as_raw_fd()),
            Self::Listener => None,
        }
    }
}

impl Watches {
    /// At most so many.
    pub(crate) fn new(poll: &Registry, most: usize) -> io::Result<Self> {
        Ok(Self { poll: poll.try_clone()?, table: Mutex::default(), most })
    }

    /// Tells whenever the descriptor is ready, in each turn in which it is.
    pub(crate) fn descriptor(&self, fd: RawFd, interest: Interest, tag: u64) -> Result<WatchId> {
        self.add(Target::Descriptor(fd), interest, tag)
    }

    /// Tells after `first`, and then again after each `every`.
    pub(crate) fn timer(&self, first: Duration, every: Option<Duration>, tag: u64) -> Result<WatchId> {
        let failed = |error| Error::system("a timer cannot be made", &error);
        let timer = TimerFd::new().map_err(failed)?;
        // A time of nothing would turn the timer off.
        let first = first.max(Duration::from_nanos(1));
        timer.set_repeated(first, every.unwrap_or_default()).map_err(failed)?;
        self.add(Target::Timer { timer, repeats: every.is_some() }, Interest::READABLE, tag)
    }

    /// Catches a signal of the process.
    pub(crate) fn signal(&self, number: i32, tag: u64) -> Result<WatchId> {
        let watch = SignalWatch::new(number).map_err(|error| match error.kind() {
            io::ErrorKind::ResourceBusy => Error::new(Code::Busy, "this signal is watched already"),
            io::ErrorKind::InvalidInput => Error::new(Code::Argument, "this signal cannot be watched"),
            _ => Error::system("the signal cannot be watched", &error),
        })?;
        self.add(Target::Signal(watch), Interest::READABLE, tag)
    }

    /// A name for a listener, which the reactor waits for itself.
    pub(crate) fn listener(&self) -> Result<WatchId> {
        self.add(Target::Listener, Interest::READABLE, 0)
    }

    fn add(&self, target: Target, interest: Interest, tag: u64) -> Result<WatchId> {
        let mut table = self.table.lock();
        if table.count >= self.most {
            return Err(Error::new(Code::Again, "as much is watched as the limit allows"));
        }
        table.generation = table.generation.wrapping_add(1);
        let generation = table.generation;
        let place = table.places.iter().position(Option::is_none).unwrap_or(table.places.len());
        let id = MARK | (place as u64) << 32 | u64::from(generation);
        if let Some(fd) = target.descriptor() {
            control_poll(self.poll.as_raw_fd(), fd, Some(((interest.readable, interest.writable), id)))
                .map_err(|error| Error::system("the descriptor cannot be watched", &error))?;
        }
        let watch = Watch { generation, tag, target };
        match table.places.get_mut(place) {
            Some(free) => *free = Some(watch),
            None => table.places.push(Some(watch)),
        }
        table.count += 1;
        Ok(WatchId(id))
    }

    /// Ends a watch; true = that of a listener, which the reactor has. [`Code::NotFound`] when there is none of that name
    /// any more.
    pub(crate) fn remove(&self, id: WatchId) -> Result<bool> {
        let mut table = self.table.lock();
        let watch = table.find(id.0).ok_or_else(|| Error::new(Code::NotFound, "nothing is watched under this name"))?;
        let descriptor = watch.target.descriptor();
        if let Some(fd) = descriptor {
            // One that is closed is no longer watched by the system.
            let _ = control_poll(self.poll.as_raw_fd(), fd, None);
        }
        table.remove(id.0);
        Ok(descriptor.is_none())
    }

    /// Ends everything: the reactor has ended.
    pub(crate) fn clear(&self) {
        let mut table = self.table.lock();
        table.places.clear();
        table.count = 0;
    }

    /// What has happened under a token, and the tag; None for a token of something else, and when there is nothing to tell.
    pub(crate) fn occurred(&self, token: u64, readiness: Readiness) -> Option<(u64, Occurrence)> {
        if token & MARK == 0 {
            return None;
        }
        let mut table = self.table.lock();
        let watch = table.find(token)?;
        let tag = watch.tag;
        let occurrence = match &watch.target {
            Target::Descriptor(fd) => Occurrence::Ready {
                id: WatchId(token),
                fd: *fd,
                interest: Interest { readable: readiness.is_readable(), writable: readiness.is_writable() },
                failed: readiness.is_gone(),
            },
            Target::Timer { timer, repeats } => {
                let (count, repeats) = (timer.take(), *repeats);
                if count == 0 {
                    return None;
                }
                if !repeats {
                    table.remove(token);
                }
                Occurrence::Timer { id: WatchId(token), count }
            }
            Target::Listener => return None,
            Target::Signal(signal) => {
                Occurrence::Signal { id: WatchId(token), number: signal.number(), count: signal.take() }
            }
        };
        Some((tag, occurrence))
    }
}

impl Table {
    fn find(&mut self, token: u64) -> Option<&mut Watch> {
        let place = (token >> 32) as usize & 0x00ff_ffff;
        let watch = self.places.get_mut(place)?.as_mut()?;
        (watch.generation == token as u32).then_some(watch)
    }

    fn remove(&mut self, token: u64) {
        self.places[(token >> 32) as usize & 0x00ff_ffff] = None;
        self.count -= 1;
    }
}
