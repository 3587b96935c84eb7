//! Functions of the library as built-in functions of Python, made at run time.
//!
//! A call through ctypes costs half a microsecond, most of it for the conversion of arguments; a built-in function that
//! takes its arguments as they are costs a tenth of that. A built-in function keeps the ctypes function of the same
//! name and hands every call to it whose arguments are not of the usual types, so that both behave alike.

use std::{
    ffi::{CStr, c_char, c_int, c_long, c_void},
    ptr, slice,
};

use super::{
    api::{Api, FastFunction, Method, Object, fast_method},
    pull::pull_events,
};
use crate::{
    http::response::{http_response_render, http_response_render_json, http_response_render_text},
    status::{Code, Error},
    stream::connection::cerver_connection_send,
};

static RENDER: Method = fast_method(c"http_response_render", render as FastFunction);
static RENDER_TEXT: Method = fast_method(c"http_response_render_text", render_text as FastFunction);
static RENDER_JSON: Method = fast_method(c"http_response_render_json", render_json as FastFunction);
static SEND: Method = fast_method(c"cerver_connection_send", send as FastFunction);
static PULL: Method = fast_method(c"pull_events", pull_events as FastFunction);

/// A new built-in function of this name that hands unusual calls to `fallback`.
///
/// # Safety
/// The calling thread holds Python's lock, and `fallback` is a Python object.
pub(crate) unsafe fn builtin(name: &str, fallback: *mut c_void) -> Result<*mut c_void, Error> {
    let api = Api::find()
        .filter(|api| api.knows_this_thread())
        .ok_or_else(|| Error::new(Code::Unsupported, "there is no Python with the needed functions in this process"))?;
    let method = [&RENDER, &RENDER_TEXT, &RENDER_JSON, &SEND, &PULL]
        .into_iter()
        // SAFETY: the names are static C strings.
        .find(|method| unsafe { CStr::from_ptr(method.name) }.to_bytes() == name.as_bytes())
        .ok_or_else(|| Error::new(Code::NotFound, "there is no built-in function of that name"))?;
    // SAFETY: the lock is held and `fallback` is an object by the caller's promise; the description is static.
    let function = unsafe { api.function_with(method, fallback.cast()) };
    function.map(|function| function.into_raw().cast()).ok_or_else(|| Code::Memory.into())
}

/// `render(receive, status, type, data, len)`.
unsafe extern "C" fn render(fallback: *mut Object, arguments: *const *mut Object, count: isize) -> *mut Object {
    // SAFETY: Python passes `count` live objects and holds the lock.
    unsafe {
        call(fallback, arguments, count, 3, |numbers, data, len| {
            let [receive, status, kind] = numbers else { return 1 };
            http_response_render(handle(*receive), *status as i32, *kind as i32, data, len)
        })
    }
}

/// `render_text(receive, status, text, len)`.
unsafe extern "C" fn render_text(fallback: *mut Object, arguments: *const *mut Object, count: isize) -> *mut Object {
    // SAFETY: Python passes `count` live objects and holds the lock.
    unsafe {
        call(fallback, arguments, count, 2, |numbers, data, len| {
            let [receive, status] = numbers else { return 1 };
            http_response_render_text(handle(*receive), *status as i32, data.cast(), len)
        })
    }
}

/// `render_json(receive, status, json, len)`.
unsafe extern "C" fn render_json(fallback: *mut Object, arguments: *const *mut Object, count: isize) -> *mut Object {
    // SAFETY: Python passes `count` live objects and holds the lock.
    unsafe {
        call(fallback, arguments, count, 2, |numbers, data, len| {
            let [receive, status] = numbers else { return 1 };
            http_response_render_json(handle(*receive), *status as i32, data.cast(), len)
        })
    }
}

/// `send(connection, data, size)`.
unsafe extern "C" fn send(fallback: *mut Object, arguments: *const *mut Object, count: isize) -> *mut Object {
    // SAFETY: Python passes `count` live objects and holds the lock.
    unsafe {
        call(fallback, arguments, count, 1, |numbers, data, len| cerver_connection_send(handle(numbers[0]), data, len))
    }
}

/// Takes `leading` numbers, a bytes object and a length that it covers; any other arguments go to the fallback, which
/// then looks at them for the first time.
///
/// # Safety
/// As for a function that Python calls: the lock is held, and `arguments` are `count` live objects.
#[inline]
unsafe fn call<R>(
    fallback: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    leading: usize,
    function: impl FnOnce(&[c_long], *const c_void, usize) -> R,
) -> *mut Object
where
    c_long: From<R>,
{
    let Some(api) = Api::find() else { return ptr::null_mut() };
    // SAFETY: by the caller's promise.
    unsafe {
        if count == leading as isize + 2 {
            let arguments = slice::from_raw_parts(arguments, leading + 2);
            if let Some((numbers, data, len)) = usual(api, arguments) {
                let result = function(&numbers[..leading], data, len);
                return (api.from_long)(c_long::from(result));
            }
        }
        api.call_with(fallback, arguments, count)
    }
}

/// The arguments of a usual call: exactly `int` and `bytes`, of which no reading runs Python code or sets an exception,
/// and in range.
///
/// # Safety
/// The lock is held, and `arguments` are at least two live objects, at most five. What comes back lives as long as they.
#[inline]
unsafe fn usual(api: &Api, arguments: &[*mut Object]) -> Option<([c_long; 3], *const c_void, usize)> {
    let (leading, last) = arguments.split_at(arguments.len() - 2);
    let mut numbers = [0; 3];
    // SAFETY: by the caller's promise; the data is that of a bytes object.
    unsafe {
        for (number, argument) in numbers.iter_mut().zip(leading) {
            *number = api.whole_number(*argument)?;
        }
        let len = api.whole_number(last[1])?;
        let (mut data, mut size) = (ptr::null_mut::<c_char>(), 0isize);
        let is_usual = numbers[1..].iter().all(|number| c_int::try_from(*number).is_ok())
            && api.is_exactly(last[0], api.bytes_type)
            && (api.bytes)(last[0], &raw mut data, &raw mut size) == 0
            && (0..=size).contains(&(len as isize));
        is_usual.then_some((numbers, data.cast_const().cast(), len as usize))
    }
}

const fn handle<T>(number: c_long) -> *const T {
    ptr::without_provenance(number as usize)
}
