//! What every exported function goes through: the guard, the thread's last error, handles, strings, the fork flag.

pub(crate) mod fork;
pub(crate) mod guard;
pub(crate) mod handle;
pub(crate) mod last_error;
pub(crate) mod print;
pub(crate) mod strings;
