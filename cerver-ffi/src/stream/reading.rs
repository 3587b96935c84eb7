//! How the bytes of a stream connection are cut: framings, and single reads.

use std::{
    ffi::{c_int, c_void},
    sync::Arc,
};

use cerver_core::stream::{Framing, Read};

use super::connection::{CerverConnection, of};
use crate::{
    boundary::{guard::status, strings::bytes},
    callback::Data,
    objects::ServerObject,
    server::CerverServer,
    status::{CerverStatus, Code, Error},
};

/// How bytes that come are cut into CERVER_EVENT_DATA: one of the `CERVER_FRAMING_` constants.
pub type CerverFraming = c_int;
/// Not at all: in the pieces in which the system gives them.
pub const CERVER_FRAMING_PIECES: CerverFraming = 0;
/// Lines, without their LF or CR LF; what stands behind the last one is a line, too.
pub const CERVER_FRAMING_LINES: CerverFraming = 1;
/// A number of 1, 2, 4 or 8 bytes (the size), the most significant one first, and then as many bytes, which are the frame.
pub const CERVER_FRAMING_PREFIX_BIG: CerverFraming = 2;
/// The same, the least significant byte first.
pub const CERVER_FRAMING_PREFIX_LITTLE: CerverFraming = 3;
/// Frames of one size.
pub const CERVER_FRAMING_FIXED: CerverFraming = 4;
/// Nothing comes but what a `cerver_connection_read_` function asks for.
pub const CERVER_FRAMING_ON_DEMAND: CerverFraming = 5;

/// Finds the end of what is to be read in the `size` bytes at `data`: the number of bytes up to it, or 0 when it is not
/// there yet. Called on the thread of a reactor with all bytes that are there, again when more have come.
pub type CerverMatcher = Option<unsafe extern "C" fn(data: *const u8, size: usize, user_data: *mut c_void) -> usize>;

fn framing(framing: CerverFraming, size: usize) -> Result<Framing, Error> {
    let prefixed = |is_little| Framing::Prefixed { width: u8::try_from(size).unwrap_or(0), is_little };
    Ok(match framing {
        CERVER_FRAMING_PIECES => Framing::Pieces,
        CERVER_FRAMING_LINES => Framing::Lines,
        CERVER_FRAMING_PREFIX_BIG => prefixed(false),
        CERVER_FRAMING_PREFIX_LITTLE => prefixed(true),
        CERVER_FRAMING_FIXED => Framing::Fixed(size),
        CERVER_FRAMING_ON_DEMAND => Framing::OnDemand,
        _ => return Err(Error::new(Code::Argument, "an unknown framing: use a CERVER_FRAMING_ constant")),
    })
}

/// How the bytes of each connection of a stream server are cut, unless the connection says otherwise. Default
/// CERVER_FRAMING_PIECES. `size` is that of the number before a frame, or of fixed frames; other framings ignore it.
///
/// What a peer leaves incomplete at its end is dropped, except the last line.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for an unknown framing and for a size that it cannot have,
/// CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_framing(
    server: *mut CerverServer,
    framing: CerverFraming,
    size: usize,
) -> CerverStatus {
    status("cerver_set_framing", || {
        let server = ServerObject::of(server)?;
        let app = server.stream()?;
        let framing = self::framing(framing, size)?;
        server.core.configure(|_| app.set_framing(framing))?
    })
}

/// Most bytes of a frame or of one read of a stream server's connections, at least 1; default 1 MiB. A peer that sends
/// more without an end is cut off (CERVER_CLOSED_BY_LIMIT). A connection from which nothing is asked keeps so many bytes;
/// then its peer has to wait.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for 0, CERVER_ERROR_UNSUPPORTED for a server of another kind,
/// CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_frame_limit(server: *mut CerverServer, size: usize) -> CerverStatus {
    status("cerver_set_frame_limit", || {
        let server = ServerObject::of(server)?;
        let app = server.stream()?;
        server.core.configure(|_| app.set_frame_limit(size))?
    })
}

/// Cuts what comes on one connection from now on in another way, as cerver_set_framing() says; bytes that are there and
/// were not told of count as coming.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for an unknown framing and for a size that it cannot have.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_connection_set_framing(
    connection: *const CerverConnection,
    framing: CerverFraming,
    size: usize,
) -> CerverStatus {
    status("cerver_connection_set_framing", || of(connection)?.set_framing(self::framing(framing, size)?))
}

/// Most bytes of a frame or of one read of this connection, at least 1, in place of cerver_set_frame_limit().
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_connection_set_frame_limit(
    connection: *const CerverConnection,
    size: usize,
) -> CerverStatus {
    status("cerver_connection_set_frame_limit", || of(connection)?.set_frame_limit(size))
}

/// Reads everything up to the `size` bytes at `delimiter`, and with them: one CERVER_EVENT_DATA. Then the framing of the
/// connection counts again. A read that is not done yet is given up, here and in the other `cerver_connection_read_`
/// functions; at the end of the peer's side it never is.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL, CERVER_ERROR_ARGUMENT for no byte.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_connection_read_until(
    connection: *const CerverConnection,
    delimiter: *const c_void,
    size: usize,
) -> CerverStatus {
    status("cerver_connection_read_until", || {
        let connection = of(connection)?;
        // SAFETY: the caller passes `size` readable bytes.
        let delimiter = unsafe { bytes(delimiter, size, "delimiter") }?;
        connection.read(Read::Until(delimiter.into()))
    })
}

/// Reads everything up to the first byte that is one of the `size` at `set`, and with it: one CERVER_EVENT_DATA.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL, CERVER_ERROR_ARGUMENT for no byte.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_connection_read_until_any(
    connection: *const CerverConnection,
    set: *const c_void,
    size: usize,
) -> CerverStatus {
    status("cerver_connection_read_until_any", || {
        let connection = of(connection)?;
        // SAFETY: the caller passes `size` readable bytes.
        let set = unsafe { bytes(set, size, "set") }?;
        connection.read(Read::UntilAny(set.iter().copied().collect()))
    })
}

/// Reads everything up to the place that `matcher` finds: one CERVER_EVENT_DATA. `user_data` is handed to it; both must
/// stay valid until the read is done or the connection has ended.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL for the function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_connection_read_until_match(
    connection: *const CerverConnection,
    matcher: CerverMatcher,
    user_data: *mut c_void,
) -> CerverStatus {
    status("cerver_connection_read_until_match", || {
        let connection = of(connection)?;
        let matcher = matcher.ok_or_else(|| crate::boundary::strings::null("matcher"))?;
        let user_data = Data(user_data);
        connection.read(Read::UntilMatch(Arc::new(move |data| {
            // SAFETY: the program gave the function with this data for bytes of this form.
            let end = unsafe { matcher(data.as_ptr(), data.len(), user_data.get()) };
            (end > 0).then_some(end)
        })))
    })
}

/// Reads `size` bytes, at least 1: one CERVER_EVENT_DATA; `in_pieces`, several as they arrive, `size` bytes in all.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_connection_read_bytes(
    connection: *const CerverConnection,
    size: usize,
    in_pieces: bool,
) -> CerverStatus {
    status("cerver_connection_read_bytes", || of(connection)?.read(Read::Exactly { count: size, is_stream: in_pieces }))
}

/// Reads everything until the peer ends its side, which CERVER_EVENT_HALF_CLOSED tells afterwards: one
/// CERVER_EVENT_DATA, or none for nothing; `in_pieces`, several as they arrive.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_connection_read_to_end(
    connection: *const CerverConnection,
    in_pieces: bool,
) -> CerverStatus {
    status("cerver_connection_read_to_end", || of(connection)?.read(Read::ToEnd { is_stream: in_pieces }))
}
