//! The server around the protocol: listeners, reactors, limits, life and death, and what hostile clients can do.

mod admission;
mod descriptors;
mod draining;
mod inside;
mod lifecycle;
mod limits;
mod listeners;
mod load;
mod spreading;
mod turning;
mod waiting;
