//! What every exported function goes through: the guard, the last error, handles, strings, variadic arguments, the fork flag.

pub(crate) mod fork;
pub(crate) mod guard;
pub(crate) mod handle;
pub(crate) mod last_error;
pub(crate) mod print;
pub(crate) mod strings;
pub(crate) mod variadic;
