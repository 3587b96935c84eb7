//! Python in the same process, seen from a library that was not built for it.
//!
//! A ctypes callback on a thread Python does not know costs 9 us, because its thread state is made and freed each time;
//! on a thread whose state is kept it costs a quarter of a microsecond. So the library's threads get a state at their
//! first handler and keep it until they end ([`gate`]). The functions of Python's C API are looked up at run time
//! ([`api`]): a program without Python never finds any, and one that merely contains Python is left alone until a call
//! arrives that can only come from ctypes.
//!
//! Sub-interpreters: a thread of the library runs in the main interpreter. A callback that was registered by another
//! interpreter runs there as well, because ctypes does it that way. Once a program has a sub-interpreter, Python no longer
//! tells whether a thread holds the lock: if the gate is not open by then it stays shut, and callbacks only cost more.
//!
//! One life: after `Py_Finalize` the gate stays closed, also for an interpreter that is started later.

mod api;
mod builtins;
mod gate;
mod pull;
mod signal;

pub(crate) use builtins::builtin;
pub(crate) use gate::{attach, call, is_met};
pub(crate) use signal::{Wakeup, wakeup};
