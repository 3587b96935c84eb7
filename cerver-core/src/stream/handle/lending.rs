//! Memory of the program's that is sent from where it is, and told of when it comes back.

use super::{State, Stream};
use crate::{
    buffer::Loan,
    error::{Code, Error, Result},
};
use std::mem;

/// What one connection has borrowed.
#[derive(Default)]
pub(super) struct Loans {
    /// Loans that the program was not told the end of.
    count: u32,
    /// Those of them that are over, by their numbers.
    returned: Vec<u64>,
}

/// Borrowed bytes. The fields are dropped in this order: the bytes are out of use when their return is noted.
struct Lent<D> {
    data: D,
    _note: Note,
}

impl<D: AsRef<[u8]>> AsRef<[u8]> for Lent<D> {
    fn as_ref(&self) -> &[u8] {
        self.data.as_ref()
    }
}

/// Notes the return of a loan when it is dropped, which is never done under the lock of its connection.
struct Note {
    stream: Stream,
    id: u64,
}

impl Drop for Note {
    fn drop(&mut self) {
        if let Some(loans) = &mut *self.stream.slot.loans.lock() {
            loans.returned.push(self.id);
        }
        self.stream.lock().notify();
    }
}

impl Stream {
    /// Sends `data` without copying it, whole or not at all. It has to have the same bytes each time it is asked for them,
    /// and is dropped when the system has taken them all, or the connection ends;
    /// [`Event::Released`](crate::stream::Event::Released) with `id`, a number of the program's, follows.
    ///
    /// Errors as [`Stream::send`], and `data` is dropped without an event; [`Code::Again`] also while the connection has
    /// borrowed as much as [`App::set_lent_limit`](crate::stream::App::set_lent_limit) says: the next event of that kind
    /// tells when to try again.
    pub fn send_lent(self, data: impl AsRef<[u8]> + Send + 'static, id: u64) -> Result<()> {
        let mut state = self.sendable()?;
        if !self.borrow(state.lent_limit) {
            return Err(Error::new(
                Code::Again,
                "the connection has borrowed too much: wait until something is released",
            ));
        }
        let is_empty = data.as_ref().is_empty();
        let lent = Lent { data, _note: Note { stream: self, id } };
        if is_empty {
            drop(state);
            drop(lent);
        } else {
            state.output.write_lent(Loan::new(lent));
            state.notify();
        }
        Ok(())
    }

    fn borrow(self, limit: u32) -> bool {
        let mut place = self.slot.loans.lock();
        let loans = place.get_or_insert_default();
        let is_below = loans.count < limit;
        loans.count += u32::from(is_below);
        is_below
    }

    /// The loans that are over and that the program is told of now.
    pub(in crate::stream) fn take_returned(self) -> Vec<u64> {
        let mut place = self.slot.loans.lock();
        place.as_mut().map_or_else(Vec::new, |loans| {
            loans.count -= loans.returned.len() as u32;
            mem::take(&mut loans.returned)
        })
    }

    /// From here on nothing can be sent, and what was not taken over yet never will be. Returns the loans that are over with
    /// that, which are all when the connection has let go of the others.
    pub(in crate::stream) fn refuse_commands(self) -> Vec<u64> {
        let left = self.lock().refuse_commands();
        drop(left);
        self.take_returned()
    }

    /// Forgets all loans: nobody is told of them any more.
    pub(super) fn forget_loans(self) {
        *self.slot.loans.lock() = None;
    }
}

impl State {
    /// What is left has to be dropped without the lock.
    #[must_use]
    fn refuse_commands(&mut self) -> Vec<crate::buffer::Segment> {
        self.wish = super::Wish::Abort;
        mem::take(&mut self.output.rest)
    }
}
