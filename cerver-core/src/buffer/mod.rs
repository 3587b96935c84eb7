//! Bytes on their way out.

mod output;
mod send_queue;

pub use output::Output;
pub(crate) use output::{Loan, Segment};
pub(crate) use send_queue::{Flushed, SendQueue};
