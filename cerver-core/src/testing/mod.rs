//! What tests and fuzz targets use beyond the interface. No part of the library as it is shipped, and no promise.

mod driver;

pub use crate::sys::Guarded;
pub use driver::{Driver, Placing};

use crate::http::Exchange;

/// The handle of an exchange as it would be after 16 million requests at its place: no other has room there.
pub fn last_use(exchange: Exchange) -> Exchange {
    exchange.last_use()
}
