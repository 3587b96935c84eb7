//! What an application does with the parts of a form while they come.

use super::super::{exchange::Exchange, status::Status};

/// Functions of an application for the parts of a form, in the order in which they come. They are called where handlers
/// run, one at a time for a form, and may do with the exchange what a handler may; `part` counts the parts from 0, and is
/// their place in [`Parts::all`](super::Parts::all).
///
/// An answer, given or begun by [`Exchange::respond`] and its kin, ends the form: nothing is called any more.
pub trait PartReader: Send + Sync {
    /// The headers of a part are there: name, file name and type.
    fn part_begins(&self, exchange: Exchange, part: usize);

    /// The next bytes of its content, never none. While this runs the client is held up once the window of the body is full.
    fn part_bytes(&self, exchange: Exchange, part: usize, data: &[u8]);

    /// The content is complete. That of a field is in [`Part::value`](super::Part::value), too.
    fn part_ends(&self, exchange: Exchange, part: usize);

    /// Nothing more comes. Called once for each call of the route's handler, unless one of these functions, or the handler,
    /// has answered before.
    fn form_ends(&self, exchange: Exchange, end: FormEnd);
}

/// How a form has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormEnd {
    /// All parts have come: an answer is due.
    Complete,
    /// It breaks a rule or a limit. The library answers with this status unless the application does.
    Refused(Status),
    /// The client has gone, was too slow or broke the framing of the body: there is nobody to answer. This may be called on
    /// the reactor, wherever handlers run.
    Gone,
}
