//! Who may come in: the number of connections in all, and of one address.

use crate::events::Peer;
use parking_lot::Mutex;
use std::{
    collections::HashMap,
    net::{IpAddr, Ipv4Addr},
    sync::atomic::{AtomicU32, Ordering},
};

/// The limits and what is inside, for all reactors of a server.
pub(crate) struct Admission {
    most: u32,
    open: AtomicU32,
    most_of_address: u32,
    /// Empty while there is no limit for an address. It never has more keys than there are connections.
    addresses: Mutex<HashMap<Origin, u32>>,
}

/// What counts as one address: all of an IPv4 address, and the first 64 bits of an IPv6 one, since that is what one
/// customer is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Origin {
    V4(Ipv4Addr),
    V6([u16; 4]),
}

impl Admission {
    /// At most `most` connections, at least 1, and `most_of_address` of one address, 0 = as many.
    pub(crate) fn new(most: u32, most_of_address: u32) -> Self {
        let addresses = Mutex::new(HashMap::new());
        Self { most: most.max(1), open: AtomicU32::new(0), most_of_address, addresses }
    }

    /// Takes a place before a connection is accepted, so that no two reactors take the last one. `others` are counted as
    /// connections. False = there is none.
    pub(crate) fn take_place(&self, others: u32) -> bool {
        let more = |open: u32| (open.saturating_add(others) < self.most).then_some(open + 1);
        self.open.fetch_update(Ordering::AcqRel, Ordering::Acquire, more).is_ok()
    }

    /// Takes a place whatever the limit says.
    pub(crate) fn force_place(&self) {
        self.open.fetch_add(1, Ordering::AcqRel);
    }

    /// Gives a place back; true = all were taken, and listeners may be waiting for this one. `others` as for
    /// [`Admission::take_place`].
    pub(crate) fn give_place_back(&self, others: u32) -> bool {
        self.open.fetch_sub(1, Ordering::AcqRel).saturating_add(others) >= self.most
    }

    /// Counts a connection in by its address; false = there are enough from there.
    pub(crate) fn enter(&self, peer: Peer) -> bool {
        let Some(origin) = self.counted(peer) else { return true };
        let mut addresses = self.addresses.lock();
        let count = addresses.entry(origin).or_default();
        let is_free = *count < self.most_of_address;
        *count += u32::from(is_free);
        is_free
    }

    /// Takes a place and counts the connection in, whatever the limits say.
    pub(crate) fn force(&self, peer: Peer) {
        self.force_place();
        if let Some(origin) = self.counted(peer) {
            *self.addresses.lock().entry(origin).or_default() += 1;
        }
    }

    /// Counts a connection out that [`Admission::enter`] has counted in.
    pub(crate) fn leave(&self, peer: Peer) {
        let Some(origin) = self.counted(peer) else { return };
        let mut addresses = self.addresses.lock();
        if let Some(count) = addresses.get_mut(&origin) {
            *count -= 1;
            if *count == 0 {
                addresses.remove(&origin);
            }
        }
    }

    fn counted(&self, peer: Peer) -> Option<Origin> {
        match peer {
            Peer::Inet(address) if self.most_of_address > 0 => Some(Origin::of(address.ip())),
            Peer::Inet(_) | Peer::Unix => None,
        }
    }
}

impl Origin {
    fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self::V4(address),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                Self::V6([a, b, c, d])
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn peer(address: &str) -> Peer {
        Peer::Inet((address.parse::<IpAddr>().unwrap(), 1234).into())
    }

    #[test]
    fn the_last_place_is_taken_once() {
        let admission = Admission::new(3, 0);
        assert!(admission.take_place(0) && admission.take_place(0));
        assert!(!admission.take_place(1), "another one counts too");
        assert!(admission.take_place(0));
        assert!(!admission.take_place(0));
        admission.force_place();
        assert!(admission.give_place_back(0) && admission.give_place_back(0));
        assert!(!admission.give_place_back(0), "there was room already");
        assert!(admission.give_place_back(2), "others had taken what was left");
        assert!(admission.take_place(2));
    }

    #[test]
    fn no_limit_for_an_address_keeps_nothing() {
        let admission = Admission::new(1, 0);
        assert!((0..100).all(|_| admission.enter(peer("192.0.2.1"))));
        assert!(admission.addresses.lock().is_empty());
        admission.leave(peer("192.0.2.1"));
    }

    #[test]
    fn addresses_are_counted_one_by_one() {
        let admission = Admission::new(100, 2);
        for (first, same, other) in [
            ("192.0.2.1", "::ffff:192.0.2.1", "192.0.2.2"),
            ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:3::1"),
        ] {
            assert!(admission.enter(peer(first)) && admission.enter(peer(same)));
            assert!(!admission.enter(peer(first)) && !admission.enter(peer(same)));
            assert!(admission.enter(peer(other)));
            admission.leave(peer(first));
            assert!(admission.enter(peer(same)), "a place is free again");
            assert!(!admission.enter(peer(first)));
            for gone in [first, same, other] {
                admission.leave(peer(gone));
            }
        }
        assert!((0..100).all(|_| admission.enter(Peer::Unix)), "a Unix socket has no address");
        assert!(admission.addresses.lock().is_empty(), "an address without connections takes no memory");
    }
}
