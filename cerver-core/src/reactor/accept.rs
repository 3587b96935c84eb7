//! A listener in a reactor: accepts until the queue is empty, and takes errors as a state with a back-off.

use crate::{
    events::WatchId,
    sys::{Accepted, Listener, is_about_one_connection},
};
use std::{any::Any, io, sync::Arc};

/// Pause after an accept failed for want of descriptors or memory, in milliseconds: short enough to be back at once
/// when they return, long enough to cost nothing.
const BACK_OFF_MILLIS: u64 = 100;

/// A listener that goes on failing is told of again after this time, in milliseconds.
const TELL_AGAIN_MILLIS: u64 = 10_000;

/// Where connections come from.
pub(crate) trait Source {
    /// What a connection is.
    type Connection;

    /// Takes one off the queue, without waiting.
    fn accept(&self) -> io::Result<Self::Connection>;
}

impl Source for Listener {
    type Connection = Accepted;

    fn accept(&self) -> io::Result<Accepted> {
        self.accept()
    }
}

/// What one try gave.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Accept<C> {
    /// A connection.
    Socket(C),
    /// None is waiting.
    Empty,
    /// One was lost; others may wait.
    Lost,
    /// The system has no room: accepting pauses.
    Pause {
        /// The system's number of the error.
        os_error: i32,
        /// It was not told of lately.
        is_news: bool,
    },
}

/// What becomes of the connections of a listener.
#[derive(Clone)]
pub(crate) enum Entry {
    /// They get the protocol of the server.
    Plain,
    /// They are secured, too.
    Tls,
    /// What makes their protocol, for the tenant to know.
    Own(Arc<dyn Any + Send + Sync>),
}

/// A listener and its state.
pub(crate) struct Acceptor<S = Listener> {
    listener: S,
    /// The kernel may have connections for us.
    pub(crate) is_ready: bool,
    /// Its connections are spread over all reactors.
    pub(crate) is_shared: bool,
    pub(crate) entry: Entry,
    /// Of its events.
    pub(super) token: usize,
    /// Of one that the program may take away again.
    pub(super) id: Option<WatchId>,
    paused_until: u64,
    /// Until then its failures are no news; 0 = they are.
    quiet_until: u64,
}

impl<S: Source> Acceptor<S> {
    pub(super) fn new(listener: S, token: usize, id: Option<WatchId>, is_shared: bool, entry: Entry) -> Self {
        Self { listener, is_ready: true, is_shared, entry, token, id, paused_until: 0, quiet_until: 0 }
    }

    pub(crate) const fn listener(&self) -> &S {
        &self.listener
    }

    /// When a pause ends, in milliseconds of the monotonic clock; 0 = there is none.
    pub(crate) const fn paused_until(&self) -> u64 {
        self.paused_until
    }

    /// What was missing may be there again.
    pub(crate) const fn end_pause(&mut self) {
        self.paused_until = 0;
    }

    /// A try to accept now could give something.
    pub(crate) const fn may_have(&self, now: u64) -> bool {
        self.is_ready && now >= self.paused_until
    }

    /// Takes one connection off the queue. `now` in milliseconds of the monotonic clock.
    pub(crate) fn accept(&mut self, now: u64) -> Accept<S::Connection> {
        if !self.may_have(now) {
            return Accept::Empty;
        }
        self.paused_until = 0;
        match self.listener.accept() {
            Ok(accepted) => Accept::Socket(accepted),
            Err(error) => match error.raw_os_error() {
                _ if error.kind() == io::ErrorKind::WouldBlock => {
                    self.is_ready = false;
                    Accept::Empty
                }
                Some(code) if is_about_one_connection(code) => Accept::Lost,
                // Descriptors or memory are exhausted, or the listener itself is of no use any more.
                _ => {
                    self.paused_until = now + BACK_OFF_MILLIS;
                    let is_news = now >= self.quiet_until;
                    if is_news {
                        self.quiet_until = now + TELL_AGAIN_MILLIS;
                    }
                    Accept::Pause { os_error: error.raw_os_error().unwrap_or(0), is_news }
                }
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    // errno(3) on Linux; the C library's names stand in the room of system calls.
    const EINTR: i32 = 4;
    const EAGAIN: i32 = 11;
    const ENOMEM: i32 = 12;
    const EINVAL: i32 = 22;
    const ENFILE: i32 = 23;
    const EMFILE: i32 = 24;
    const EPROTO: i32 = 71;
    const ECONNABORTED: i32 = 103;
    const ENOBUFS: i32 = 105;

    /// Gives what is on the list, from its end, and then nothing.
    struct List(RefCell<Vec<Result<u32, i32>>>);

    impl Source for List {
        type Connection = u32;

        fn accept(&self) -> io::Result<u32> {
            self.0.borrow_mut().pop().unwrap_or(Err(EAGAIN)).map_err(io::Error::from_raw_os_error)
        }
    }

    fn acceptor(list: &[Result<u32, i32>]) -> Acceptor<List> {
        Acceptor::new(List(RefCell::new(list.iter().rev().copied().collect())), 0, None, false, Entry::Plain)
    }

    #[test]
    fn an_empty_queue_waits_for_the_kernel() {
        let mut acceptor = acceptor(&[Ok(1), Ok(2), Err(EAGAIN), Ok(3)]);
        assert_eq!(acceptor.accept(0), Accept::Socket(1));
        assert_eq!(acceptor.accept(0), Accept::Socket(2));
        assert_eq!(acceptor.accept(0), Accept::Empty);
        assert!(!acceptor.is_ready);
        assert_eq!(acceptor.accept(1_000), Accept::Empty, "the list is not asked again");
        acceptor.is_ready = true;
        assert_eq!(acceptor.accept(1_000), Accept::Socket(3));
    }

    #[test]
    fn a_connection_that_is_gone_already_costs_nobody_else() {
        for code in [ECONNABORTED, EINTR, EPROTO] {
            let mut acceptor = acceptor(&[Err(code), Ok(1)]);
            assert_eq!(acceptor.accept(0), Accept::Lost, "{code}");
            assert_eq!((acceptor.is_ready, acceptor.paused_until()), (true, 0), "{code}");
            assert_eq!(acceptor.accept(0), Accept::Socket(1), "{code}");
        }
    }

    #[test]
    fn without_room_accepting_pauses_and_comes_back() {
        for code in [EMFILE, ENFILE, ENOMEM, ENOBUFS, EINVAL] {
            let mut acceptor = acceptor(&[Err(code), Err(code), Ok(1)]);
            let mut now = 5_000;
            for is_news in [true, false] {
                assert_eq!(acceptor.accept(now), Accept::Pause { os_error: code, is_news }, "{code}");
                assert!(acceptor.is_ready, "no event of the kernel will tell of the end of the pause");
                assert_eq!(acceptor.paused_until(), now + BACK_OFF_MILLIS, "{code}");
                assert_eq!(acceptor.accept(now + BACK_OFF_MILLIS - 1), Accept::Empty, "{code}");
                assert!(!acceptor.may_have(now + BACK_OFF_MILLIS - 1) && acceptor.may_have(now + BACK_OFF_MILLIS));
                now += BACK_OFF_MILLIS;
            }
            assert_eq!(acceptor.accept(now), Accept::Socket(1), "{code}");
            assert_eq!(acceptor.paused_until(), 0, "{code}");
        }
    }

    #[test]
    fn a_pause_ends_when_a_descriptor_comes_back() {
        let mut acceptor = acceptor(&[Err(EMFILE), Ok(1)]);
        assert_eq!(acceptor.accept(5_000), Accept::Pause { os_error: EMFILE, is_news: true });
        assert_eq!(acceptor.accept(5_000), Accept::Empty);
        acceptor.end_pause();
        assert_eq!(acceptor.accept(5_000), Accept::Socket(1));
    }

    #[test]
    fn what_goes_on_is_told_now_and_then() {
        let mut acceptor = acceptor(&[Err(EMFILE), Ok(1), Err(EMFILE), Err(EMFILE)]);
        assert_eq!(acceptor.accept(5_000), Accept::Pause { os_error: EMFILE, is_news: true });
        acceptor.end_pause();
        assert_eq!(acceptor.accept(5_000), Accept::Socket(1));
        let again = 5_000 + TELL_AGAIN_MILLIS;
        assert_eq!(acceptor.accept(again - BACK_OFF_MILLIS), Accept::Pause { os_error: EMFILE, is_news: false });
        assert_eq!(acceptor.accept(again), Accept::Pause { os_error: EMFILE, is_news: true });
    }
}
