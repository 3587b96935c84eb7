//! Counters kept by each reactor for itself and summed when somebody asks: no lock and no shared cache line on the way
//! of a request.

use std::sync::atomic::{AtomicU64, Ordering};

/// A number that one thread writes and any thread reads.
#[derive(Debug, Default)]
pub struct Counter(AtomicU64);

impl Counter {
    /// A counter that stands at 0.
    pub const fn new() -> Self {
        Self(AtomicU64::new(0))
    }

    /// Adds; only the owning thread may call this.
    #[inline]
    pub fn add(&self, n: u64) {
        self.0.store(self.0.load(Ordering::Relaxed).wrapping_add(n), Ordering::Relaxed);
    }

    /// Subtracts; only the owning thread may call this.
    #[inline]
    pub fn sub(&self, n: u64) {
        self.0.store(self.0.load(Ordering::Relaxed).wrapping_sub(n), Ordering::Relaxed);
    }

    /// The present value.
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

macro_rules! counters {
    ($($help:literal $name:ident,)*) => {
        /// The counters of one reactor.
        #[derive(Debug, Default)]
        #[repr(align(128))]
        pub struct Counters { $(#[doc = $help] pub $name: Counter,)* }

        /// The counters of a server, summed at one moment.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct Snapshot { $(#[doc = $help] pub $name: u64,)* }

        impl Snapshot {
            /// Adds the counters of one reactor.
            pub fn add(&mut self, counters: &Counters) {
                $(self.$name = self.$name.wrapping_add(counters.$name.get());)*
            }

            /// Names, what they mean, and values, in a fixed order.
            pub fn described(&self) -> impl Iterator<Item = (&'static str, &'static str, u64)> {
                [$((stringify!($name), $help, self.$name),)*].into_iter()
            }
        }
    };
}

counters! {
    "Connections accepted." accepted,
    "Connections open now." connections,
    "Failed accepts (descriptors or memory exhausted, connection gone before it was accepted)." accept_errors,
    "Bytes read from clients." bytes_received,
    "Bytes taken by the kernel for clients." bytes_sent,
    "Requests with a complete head that were not refused." requests,
    "Answers handed to the connection, streamed ones when they begin." responses,
    "Requests refused because they break the protocol or a limit." refused,
    "Requests answered 503 because no handler thread or queue place was free." overloaded,
    "Requests whose handler returned without an answer." unanswered,
    "Handlers that panicked." handler_panics,
    "Connections closed because the peer was too slow." timeouts,
    "Connections closed at once because their address had too many." rejected,
    "Requests with a complete head that ended without a complete answer of their handler: refused, given up, or cut off." ended_early,
    "TLS handshakes completed." tls_handshakes,
    "TLS handshakes completed with a ticket of an earlier session." tls_resumed,
    "TLS handshakes that failed: no TLS, no common version, no certificate, too slow, broken off." tls_failed,
}

impl Snapshot {
    /// Names and values, in a fixed order.
    pub fn fields(&self) -> impl Iterator<Item = (&'static str, u64)> {
        self.described().map(|(name, _, value)| (name, value))
    }

    /// Requests that have no complete answer yet.
    pub fn in_flight(&self) -> u64 {
        self.requests.saturating_sub(self.responses).saturating_sub(self.ended_early)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn snapshots_sum() {
        let (a, b) = (Counters::default(), Counters::default());
        a.requests.add(3);
        b.requests.add(4);
        b.connections.add(2);
        b.connections.sub(1);
        let mut sum = Snapshot::default();
        sum.add(&a);
        sum.add(&b);
        assert_eq!((sum.requests, sum.connections), (7, 1));
        assert!(sum.fields().any(|field| field == ("requests", 7)));
    }
}
