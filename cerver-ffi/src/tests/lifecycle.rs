//! Servers as a program makes, starts and ends them.

use std::{
    ffi::{CStr, c_void},
    ptr,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use super::{Fixture, error_message};
use crate::{
    constants::*,
    http::{
        cerver::{
            http_cerver_get_custom_data, http_cerver_route_register, http_cerver_set_custom_data,
            http_cerver_set_delete_custom_data,
        },
        route::*,
    },
    library::cerver_last_error,
    server::*,
    server_options::*,
    stats::*,
    status::*,
};

#[test]
fn a_server_ends_once_and_its_handles_with_it() {
    let fixture = Fixture::new();
    fixture.start();
    let http = fixture.http();
    // SAFETY: handles, stale ones included.
    unsafe {
        assert_eq!(cerver_start_background(fixture.server), CERVER_ERROR_STATE);
        assert_eq!(cerver_teardown(fixture.server), 0);
        assert_eq!(cerver_teardown(fixture.server), 1);
        assert_eq!(cerver_last_error(), CERVER_ERROR_HANDLE);
        assert_eq!(error_message().as_c_str(), c"cerver_teardown: the handle of a server is stale");
        assert!(http_cerver_get_custom_data(http).is_null());
        assert_eq!(cerver_last_error(), CERVER_ERROR_HANDLE);
        assert_eq!(cerver_get_port(http.cast()), 0);
        assert_eq!(cerver_last_error(), CERVER_ERROR_TYPE);
        assert!(!cerver_is_running(ptr::null()));
        assert_eq!(cerver_last_error(), CERVER_ERROR_NULL);
    }
}

#[test]
fn what_cannot_be_made_says_why() {
    let cases: [(CerverType, *const std::ffi::c_char, CerverProtocol, CerverStatus); 4] = [
        (CERVER_TYPE_GAME, c"n".as_ptr(), PROTOCOL_TCP, CERVER_ERROR_UNSUPPORTED),
        (CERVER_TYPE_WEB, c"n".as_ptr(), PROTOCOL_UDP, CERVER_ERROR_UNSUPPORTED),
        (CERVER_TYPE_WEB, ptr::null(), PROTOCOL_TCP, CERVER_ERROR_NULL),
        (CERVER_TYPE_WEB, c"\xff".as_ptr(), PROTOCOL_TCP, CERVER_ERROR_ARGUMENT),
    ];
    for (kind, name, protocol, error) in cases {
        // SAFETY: NULL or a text with a NUL.
        let server = unsafe { cerver_create(kind, name, 0, protocol, false, 0) };
        assert!(server.is_null());
        assert_eq!(cerver_last_error(), error);
    }
}

#[test]
fn options_are_checked_and_refused_while_it_runs() {
    let fixture = Fixture::new();
    let server = fixture.server;
    // SAFETY: a handle and C strings.
    unsafe {
        assert_eq!(cerver_set_reactors(server, 257), CERVER_ERROR_ARGUMENT);
        assert_eq!(cerver_set_send_queue_marks(server, 10, 10), CERVER_ERROR_ARGUMENT);
        for size in [0, 1023, (16 << 20) + 1] {
            assert_eq!(cerver_set_read_size(server, size), CERVER_ERROR_ARGUMENT, "{size}");
        }
        assert_eq!(cerver_set_max_connections(server, 4_194_305), CERVER_ERROR_ARGUMENT);
        assert_eq!(cerver_set_bind_address(server, c"localhost".as_ptr()), CERVER_ERROR_ARGUMENT);
        assert_eq!(cerver_listen_fd(server, 0x7fff_ffff), CERVER_ERROR_ARGUMENT);
        assert_eq!(cerver_listen_unix(server, c"".as_ptr(), 0o600), CERVER_ERROR_ARGUMENT);
        cerver_set_handler_type(server, CERVER_HANDLER_TYPE_NONE);
        assert_eq!(cerver_start_background(server), CERVER_ERROR_STATE);
        cerver_set_handler_type(server, CERVER_HANDLER_TYPE_POLL);
    }
    fixture.start();
    // SAFETY: a handle.
    let refused = unsafe { [cerver_set_reactors(server, 1), cerver_disable_main_listener(server)] };
    assert_eq!(refused, [CERVER_ERROR_STATE; 2]);
}

/// What a setter takes, a start takes too.
#[test]
fn the_ends_of_each_range_start() {
    for (read_size, connections, high, low) in [(1024, 1, 1, 0), (16 << 20, 0, usize::MAX, usize::MAX - 1)] {
        let fixture = Fixture::new();
        let server = fixture.server;
        // SAFETY: a handle.
        let set = unsafe {
            [
                cerver_set_read_size(server, read_size),
                cerver_set_max_connections(server, connections),
                cerver_set_send_queue_marks(server, high, low),
            ]
        };
        assert_eq!(set, [CERVER_OK; 3]);
        fixture.start();
        assert!(fixture.post("/none", "", "").starts_with("HTTP/1.1 404"), "{read_size}");
    }
}

#[test]
fn listeners_count_in_the_order_of_addition() {
    let fixture = Fixture::new();
    let server = fixture.server;
    let socket = std::env::temp_dir().join(format!("cerver-ffi-{}.sock", std::process::id()));
    let path = std::ffi::CString::new(socket.to_str().expect("an ASCII path")).expect("no NUL");
    let mut ports = [1; 4];
    // SAFETY: a handle, C strings and places for the ports.
    unsafe {
        assert_eq!(cerver_listen_unix(server, path.as_ptr(), 0o600), CERVER_OK);
        assert_eq!(cerver_listen_tcp(server, c"127.0.0.1".as_ptr(), 0), CERVER_OK);
        assert_eq!(cerver_get_listener_port(server, 0, &raw mut ports[0]), CERVER_ERROR_STATE);
        fixture.start();
        let codes = [0, 1, 2, 3].map(|index| cerver_get_listener_port(server, index, &raw mut ports[index as usize]));
        assert_eq!(codes, [CERVER_OK, CERVER_OK, CERVER_OK, CERVER_ERROR_NOT_FOUND]);
        assert_eq!(ports[0], cerver_get_port(server));
    }
    assert!(ports[0] > 1 && ports[1] == 0 && ports[2] > 1 && ports[3] == 1, "{ports:?}");
    assert!(socket.exists());
    drop(fixture);
    assert!(!socket.exists());
}

#[test]
fn an_interruption_ends_the_wait() {
    let fixture = Fixture::new();
    fixture.start();
    let server = fixture.server.expose_provenance();
    let waiting = thread::spawn(move || {
        // SAFETY: a handle.
        unsafe { cerver_wait(ptr::with_exposed_provenance_mut(server), 10_000) }
    });
    // When the wait has not begun yet, it ends as soon as it begins.
    cerver_interrupt();
    assert_eq!(waiting.join().expect("it returns"), CERVER_ERROR_INTERRUPTED);
    // SAFETY: a handle.
    assert_eq!(unsafe { cerver_wait(fixture.server, 0) }, CERVER_ERROR_TIMEOUT);
}

#[test]
fn statistics_fit_any_header() {
    let fixture = Fixture::new();
    fixture.start();
    fixture.post("/none", "", "");
    let mut stats = CerverStats { size: size_of::<CerverStats>(), ..CerverStats::default() };
    let mut old = CerverStats { size: 16, accepted: 77, ..CerverStats::default() };
    let mut unset = CerverStats::default();
    // SAFETY: a handle and structs of at least their size.
    unsafe {
        assert_eq!(cerver_get_stats(fixture.server, &raw mut stats), CERVER_OK);
        assert_eq!(cerver_get_stats(fixture.server, &raw mut old), CERVER_OK);
        assert_eq!(cerver_get_stats(fixture.server, &raw mut unset), CERVER_ERROR_ARGUMENT);
    }
    assert_eq!((stats.accepted, stats.requests), (1, 1));
    assert_eq!((old.size, old.accepted), (16, 77), "only what the caller knows is written");
    let mut length = 0;
    let mut buffer = [0; 1024];
    // SAFETY: a handle and a buffer of its size.
    unsafe {
        assert_eq!(cerver_stats_json(fixture.server, ptr::null_mut(), 1024, &raw mut length), CERVER_ERROR_NULL);
        assert_eq!(length, 0);
        for nothing in [ptr::null_mut(), buffer.as_mut_ptr()] {
            length = 0;
            assert_eq!(cerver_stats_json(fixture.server, nothing, 0, &raw mut length), CERVER_ERROR_ARGUMENT);
            assert!(length > 0, "asked for");
        }
        assert_eq!(
            cerver_stats_json(fixture.server, buffer.as_mut_ptr(), length, &raw mut length),
            CERVER_ERROR_ARGUMENT
        );
        assert_eq!(cerver_stats_json(fixture.server, buffer.as_mut_ptr(), length + 1, &raw mut length), CERVER_OK);
        let text = CStr::from_ptr(buffer.as_ptr()).to_str().expect("UTF-8");
        assert!(text.len() == length && text.contains("\"requests\": 1"), "{text}");
    }
}

#[test]
fn custom_data_goes_with_its_owner() {
    static DELETED: AtomicUsize = AtomicUsize::new(0);
    unsafe extern "C" fn delete(data: *mut c_void) {
        DELETED.fetch_add(data.addr(), Ordering::SeqCst);
    }
    let data = ptr::without_provenance_mut;
    let fixture = Fixture::new();
    // SAFETY: handles and C strings; the data are only numbers.
    unsafe {
        let [lone, parent, child] =
            [c"lone", c"parent", c"child"].map(|text| http_route_create(REQUEST_METHOD_GET, text.as_ptr(), None));
        for (number, route) in [(1, lone), (10, parent), (100, child)] {
            http_route_set_custom_data(route, data(number));
            http_route_set_delete_custom_data(route, Some(delete));
        }
        http_cerver_set_custom_data(fixture.http(), data(1000));
        http_cerver_set_delete_custom_data(fixture.http(), Some(delete));
        http_route_child_add(parent, child);
        http_cerver_route_register(fixture.http(), parent);
        assert_eq!(cerver_last_error(), CERVER_OK);
        for refused in [parent, child] {
            http_route_delete(refused);
            assert_eq!(cerver_last_error(), CERVER_ERROR_STATE);
        }
        http_route_delete(lone);
        assert_eq!(DELETED.load(Ordering::SeqCst), 1);
        assert_eq!(http_route_get_custom_data(child).addr(), 100);
        drop(fixture);
        assert_eq!(DELETED.load(Ordering::SeqCst), 1111);
        assert!(http_route_get_custom_data(child).is_null());
        assert_eq!(cerver_last_error(), CERVER_ERROR_HANDLE);
    }
}
