//! What the library knows about the program it lives in. Only `python` knows one; everything else asks here.

mod python;

pub(crate) use python::{Wakeup, builtin, call, wakeup};

/// Makes ready what the library needs of the program: to be called by whatever brings its threads about.
pub(crate) fn attach() {
    crate::log::library::install();
    python::attach();
}

/// Whether calls come from a language that keeps the memory it passes, whatever the function promises to do with it.
pub(crate) fn keeps_memory() -> bool {
    attach();
    python::is_met()
}
