//! What the library knows about the program it lives in. Only `python` knows one; everything else asks here.

mod python;

pub(crate) use python::{Wakeup, attach, builtin, wakeup};
