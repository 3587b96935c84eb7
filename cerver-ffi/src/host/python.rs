//! Python.
pub(crate) fn attach() {}
