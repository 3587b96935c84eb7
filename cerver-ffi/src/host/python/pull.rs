//! The events of a stream server as Python objects: what `cerver_next_events()` is for C, without structs that Python
//! would have to take apart.

use std::{
    ffi::{c_long, c_void},
    ptr,
};

use cerver_core::{
    events::Peer,
    stream::{Event, Stream},
};

use super::api::{Api, Object, ThreadState};
use crate::{
    boundary::guard::guard,
    objects::ServerObject,
    server::{CerverServer, limit},
    stream::event::{CERVER_EVENT_CLOSED, CERVER_EVENT_READY, CerverEvent},
};

/// Events of one call.
const MOST: usize = 256;

/// `pull_events(server, max_wait_ms)`: a list of tuples (kind, connection, data, number), or None on error. Without a
/// connection its place has the tag. The data is `bytes`, the peer's host as `str` in CERVER_EVENT_OPENED, or None; the
/// number is the reason of CERVER_EVENT_CLOSED and CERVER_EVENT_READY, and else the code. A third number ends the list
/// behind so many bytes: what is left comes with the next call. Who takes a little at a time has objects that are still in
/// the processor's cache. Other arguments than numbers go to `fallback`.
///
/// # Safety
/// As for a function that Python calls: the lock is held, and `arguments` are `count` live objects.
pub(super) unsafe extern "C" fn pull_events(
    fallback: *mut Object,
    arguments: *const *mut Object,
    count: isize,
) -> *mut Object {
    let Some(api) = Api::find() else { return ptr::null_mut() };
    // SAFETY: by the caller's promise.
    unsafe {
        if let 2 | 3 = count
            && let Some(server) = api.whole_number(*arguments)
            && let Some(max_wait) = api.whole_number(*arguments.add(1))
            && let Some(most_bytes) = if count == 3 { api.whole_number(*arguments.add(2)) } else { Some(c_long::MAX) }
        {
            return pull(
                api,
                ptr::without_provenance_mut(server as usize),
                i32::try_from(max_wait).unwrap_or(i32::MAX),
                most_bytes as usize,
            );
        }
        api.call_with(fallback, arguments, count)
    }
}

/// # Safety
/// The calling thread holds Python's lock, which is given up while the server is turned.
unsafe fn pull(api: &'static Api, server: *mut CerverServer, max_wait_ms: i32, most_bytes: usize) -> *mut Object {
    // SAFETY: the lock is held by the caller's promise.
    unsafe {
        let list = (api.list)(0);
        if list.is_null() {
            return list;
        }
        let mut lock = Lock { api, given_up: (api.save_thread)() };
        let is_complete = guard("cerver_next_events", || {
            let server = ServerObject::of(server)?;
            let app = server.stream()?;
            let mut is_complete = true;
            app.next_events_of(&server.core, MOST, most_bytes, limit(max_wait_ms), |stream, tag, event| {
                lock.take();
                is_complete &= append(api, list, stream, tag, event);
            })?;
            Ok(if is_complete { 1 } else { 0 })
        });
        lock.take();
        match is_complete {
            1 => list,
            // Python has no memory left, and has said so.
            0 => {
                (api.decrease)(list);
                ptr::null_mut()
            }
            _ => {
                (api.decrease)(list);
                api.none()
            }
        }
    }
}

/// Python's lock, given up for a while.
struct Lock {
    api: &'static Api,
    given_up: *mut ThreadState,
}

impl Lock {
    /// Has it again, from the first call on.
    fn take(&mut self) {
        let state = std::mem::replace(&mut self.given_up, ptr::null_mut());
        if !state.is_null() {
            // SAFETY: the state is that of this thread, which gave the lock up.
            unsafe { (self.api.restore_thread)(state) };
        }
    }
}

/// Appends the tuple of an event; false with an exception set when there is no memory.
///
/// # Safety
/// The lock is held, and `list` is one.
unsafe fn append(api: &'static Api, list: *mut Object, stream: Option<Stream>, tag: u64, event: Event<'_>) -> bool {
    let c_event = CerverEvent::new(stream, tag, event);
    let key = if stream.is_some() { c_event.connection.addr() as u64 } else { tag };
    let number = match c_event.kind {
        CERVER_EVENT_CLOSED | CERVER_EVENT_READY => i64::from(c_event.reason),
        _ => c_event.code,
    };
    // SAFETY: the lock is held; the data of an event has `size` bytes; a tuple takes its items over, and frees those it has.
    unsafe {
        let tuple = (api.tuple)(4);
        if tuple.is_null() {
            return false;
        }
        let is_complete = [
            (api.from_long)(c_long::from(c_event.kind)),
            (api.from_unsigned)(key),
            data(api, stream, event, c_event.data, c_event.size),
            (api.from_long)(number as c_long),
        ]
        .into_iter()
        .zip(0..)
        .fold(true, |is_complete, (item, place)| {
            (api.set_item)(tuple, place, item);
            is_complete && !item.is_null()
        });
        let is_complete = is_complete && (api.append)(list, tuple) == 0;
        (api.decrease)(tuple);
        is_complete
    }
}

/// # Safety
/// The lock is held, and `data` has `size` bytes.
unsafe fn data(
    api: &'static Api,
    stream: Option<Stream>,
    event: Event<'_>,
    data: *const c_void,
    size: usize,
) -> *mut Object {
    // SAFETY: by the caller's promise.
    unsafe {
        match event {
            Event::Opened => {
                let host = match stream.map(Stream::peer) {
                    Some(Ok(Peer::Inet(address))) => address.ip().to_string(),
                    _ => "unix".to_owned(),
                };
                (api.text)(host.as_ptr().cast(), host.len() as isize)
            }
            Event::Data(_) => (api.new_bytes)(data.cast(), size as isize),
            _ if data.is_null() => api.none(),
            _ => (api.new_bytes)(data.cast(), size as isize),
        }
    }
}
