//! A coarse timing wheel: one deadline for each place of a table, no allocation and no system call to move it.
//!
//! A deadline that moves away (the usual case: every request pushes the idle limit ahead) is one store; the place stays
//! where it hangs and is hung further along when the wheel comes by.

/// Length of a tick: deadlines are kept to this precision.
pub(crate) const TICK_MILLIS: u64 = 64;
const SLOTS: usize = 1024;
const NONE: u32 = u32::MAX;

/// The last tick that a deadline may have: some four years.
pub(crate) const LAST_TICK: u32 = u32::MAX / 2;

#[derive(Clone, Copy)]
struct Link {
    next: u32,
    previous: u32,
    slot: u32,
    /// 0 = none.
    deadline: u32,
}

const UNLINKED: Link = Link { next: NONE, previous: NONE, slot: NONE, deadline: 0 };

/// Deadlines of the places 0.. of a table.
pub(crate) struct Wheel {
    heads: Box<[u32; SLOTS]>,
    occupied: [u64; SLOTS / 64],
    links: Vec<Link>,
    /// The last tick that was swept.
    swept: u32,
    /// No slot before this tick is occupied.
    earliest: u32,
}

impl Wheel {
    pub(crate) fn new(now: u32) -> Self {
        let heads = Box::new([NONE; SLOTS]);
        Self { heads, occupied: [0; SLOTS / 64], links: Vec::new(), swept: now, earliest: u32::MAX }
    }

    /// Sets the deadline of a place.
    #[inline]
    pub(crate) fn set(&mut self, place: u32, deadline: u32) {
        let deadline = deadline.max(1);
        if self.links.len() <= place as usize {
            self.links.resize(place as usize + 1, UNLINKED);
        }
        let link = &mut self.links[place as usize];
        link.deadline = deadline;
        let slot = link.slot;
        if slot == NONE {
            self.link(place, deadline);
        } else if self.distance(slot) > deadline.saturating_sub(self.swept) {
            self.unlink(place);
            self.link(place, deadline);
        }
    }

    /// Forgets the deadline of a place.
    pub(crate) fn clear(&mut self, place: u32) {
        if let Some(link) = self.links.get_mut(place as usize) {
            link.deadline = 0;
            if link.slot != NONE {
                self.unlink(place);
            }
        }
    }

    /// Sweeps up to `now` and appends the places whose deadline has come.
    #[inline]
    pub(crate) fn expire(&mut self, now: u32, expired: &mut Vec<u32>) {
        if now >= self.earliest {
            self.sweep(now, expired);
            self.earliest = self.next_occupied();
        } else if self.earliest == u32::MAX {
            self.swept = self.swept.max(now);
        }
    }

    fn sweep(&mut self, now: u32, expired: &mut Vec<u32>) {
        let steps = now.saturating_sub(self.swept).min(SLOTS as u32);
        for step in 1..=steps {
            let tick = if steps == SLOTS as u32 { now - (SLOTS as u32 - step) } else { self.swept + step };
            let slot = tick as usize % SLOTS;
            if self.occupied[slot / 64] & (1 << (slot % 64)) == 0 {
                continue;
            }
            let mut place = std::mem::replace(&mut self.heads[slot], NONE);
            self.occupied[slot / 64] &= !(1 << (slot % 64));
            while place != NONE {
                let link = self.links[place as usize];
                self.links[place as usize].slot = NONE;
                if link.deadline == 0 || link.deadline <= now {
                    self.links[place as usize].deadline = 0;
                    if link.deadline != 0 {
                        expired.push(place);
                    }
                } else {
                    // Hung again below, seen from `now`; a slot that this sweep still has to visit is fine too.
                    self.link_from(place, link.deadline, now);
                }
                place = link.next;
            }
        }
        self.swept = self.swept.max(now);
    }

    /// A tick before which nothing is due; None when there is no deadline at all.
    #[inline]
    pub(crate) const fn next(&self) -> Option<u32> {
        if self.earliest == u32::MAX { None } else { Some(self.earliest) }
    }

    fn next_occupied(&self) -> u32 {
        let start = (self.swept as usize + 1) % SLOTS;
        let words = SLOTS / 64;
        for step in 0..=words {
            let index = (start / 64 + step) % words;
            let mut word = self.occupied[index];
            if step == 0 {
                word &= u64::MAX << (start % 64);
            } else if step == words {
                word &= !(u64::MAX << (start % 64));
            }
            if word != 0 {
                let slot = index * 64 + word.trailing_zeros() as usize;
                return self.swept + self.distance(slot as u32);
            }
        }
        u32::MAX
    }

    /// Ticks until the sweep reaches a slot.
    #[inline]
    fn distance(&self, slot: u32) -> u32 {
        let distance = (slot.wrapping_sub(self.swept)) % SLOTS as u32;
        if distance == 0 { SLOTS as u32 } else { distance }
    }

    fn link(&mut self, place: u32, deadline: u32) {
        self.link_from(place, deadline, self.swept);
    }

    fn link_from(&mut self, place: u32, deadline: u32, now: u32) {
        let tick = deadline.clamp(now.saturating_add(1), now.saturating_add(SLOTS as u32 - 1));
        let slot = tick as usize % SLOTS;
        let head = self.heads[slot];
        self.links[place as usize] = Link { next: head, previous: NONE, slot: slot as u32, deadline };
        if head != NONE {
            self.links[head as usize].previous = place;
        }
        self.heads[slot] = place;
        self.occupied[slot / 64] |= 1 << (slot % 64);
        self.earliest = self.earliest.min(tick);
    }

    fn unlink(&mut self, place: u32) {
        let Link { next, previous, slot, .. } = self.links[place as usize];
        if previous == NONE {
            self.heads[slot as usize] = next;
        } else {
            self.links[previous as usize].next = next;
        }
        if next != NONE {
            self.links[next as usize].previous = previous;
        }
        if self.heads[slot as usize] == NONE {
            self.occupied[slot as usize / 64] &= !(1 << (slot % 64));
        }
        self.links[place as usize].slot = NONE;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expired(wheel: &mut Wheel, now: u32) -> Vec<u32> {
        let mut places = Vec::new();
        wheel.expire(now, &mut places);
        places.sort_unstable();
        places
    }

    #[test]
    fn deadlines_come_when_they_are_due() {
        let mut wheel = Wheel::new(100);
        wheel.set(0, 110);
        wheel.set(1, 105);
        wheel.set(2, 100 + 5 * SLOTS as u32);
        assert_eq!(wheel.next(), Some(105));
        assert_eq!(expired(&mut wheel, 104), []);
        assert_eq!(expired(&mut wheel, 105), [1]);
        wheel.set(0, 120);
        assert_eq!(expired(&mut wheel, 119), [], "moved away by a store");
        wheel.set(0, 121);
        wheel.set(3, 500);
        wheel.set(3, 122);
        assert_eq!(expired(&mut wheel, 130), [0, 3], "moved nearer");
        assert_eq!(expired(&mut wheel, 99 + 5 * SLOTS as u32), []);
        assert_eq!(expired(&mut wheel, 100 + 5 * SLOTS as u32), [2]);
        assert_eq!(wheel.next(), None);
    }

    #[test]
    fn agrees_with_a_plain_list() {
        let mut wheel = Wheel::new(1);
        let mut plain = vec![0u32; 64];
        let mut seed = 7u64;
        let mut random = move |n: u64| {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            seed % n
        };
        let mut now = 1u32;
        for _ in 0..20_000 {
            let place = random(64) as u32;
            match random(4) {
                0 => {
                    wheel.clear(place);
                    plain[place as usize] = 0;
                }
                1 => {
                    let far = if random(50) == 0 { 4000 } else { 20 };
                    now += random(far) as u32;
                }
                _ => {
                    let deadline = now + 1 + random(3000) as u32;
                    wheel.set(place, deadline);
                    plain[place as usize] = deadline;
                }
            }
            let due: Vec<u32> = (0..64).filter(|p| plain[*p as usize] != 0 && plain[*p as usize] <= now).collect();
            for place in &due {
                plain[*place as usize] = 0;
            }
            assert_eq!(expired(&mut wheel, now), due);
        }
    }
}
