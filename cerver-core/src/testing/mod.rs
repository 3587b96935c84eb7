//! What tests and fuzz targets use beyond the interface. No part of the library as it is shipped, and no promise.

mod driver;

pub use crate::sys::Guarded;
pub use driver::{Driver, Placing};
