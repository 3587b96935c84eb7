//! Handles: tokens that look like pointers and are never dereferenced.
//!
//! A token has 64 bits: kind (6) | salt of this load (10) | generation (24) | index (24). The index names an entry of a
//! [`Table`]; entries are never unmapped and their generation goes up each time the object behind them goes away, so a
//! stale token, a token of another library instance and a random number are all told apart without touching any memory
//! but our own.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::{SystemTime, UNIX_EPOCH},
};

use cerver_core::{
    http::Exchange,
    packets::Client,
    stream::Stream,
    table::{self, Generation},
};
use parking_lot::Mutex;

use super::fork;
use crate::status::{Code, Error};

#[cfg(not(target_pointer_width = "64"))]
compile_error!("handles need pointers of 64 bits");

const INDEX_BITS: u32 = 24;
const GENERATION_BITS: u32 = 24;
const SALT_BITS: u32 = 10;
const PLACE_MASK: u64 = (1 << (GENERATION_BITS + INDEX_BITS)) - 1;

const _: () = assert!(table::Table::<()>::LIMIT == 1 << INDEX_BITS);

/// What a token stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Kind {
    Server = 1,
    Http,
    Route,
    StaticPath,
    Response,
    Receive,
    Request,
    QueryPairs,
    BodyPairs,
    Connection,
    Bsem,
    ThreadMutex,
    ThreadCond,
    JobHandler,
    JobQueue,
    Worker,
    MultiPart,
    Jwt,
    Handler,
    Client,
    PacketConnection,
    Orphan,
    Tls,
}

impl Kind {
    const ALL: [Self; 23] = [
        Self::Server,
        Self::Http,
        Self::Route,
        Self::StaticPath,
        Self::Response,
        Self::Receive,
        Self::Request,
        Self::QueryPairs,
        Self::BodyPairs,
        Self::Connection,
        Self::Bsem,
        Self::ThreadMutex,
        Self::ThreadCond,
        Self::JobHandler,
        Self::JobQueue,
        Self::Worker,
        Self::MultiPart,
        Self::Jwt,
        Self::Handler,
        Self::Client,
        Self::PacketConnection,
        Self::Orphan,
        Self::Tls,
    ];

    fn of(bits: u64) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| *kind as u64 == bits)
    }

    fn noun(self) -> &'static str {
        match self {
            Self::Server => "a server",
            Self::Http => "an HTTP server",
            Self::Route => "a route",
            Self::StaticPath => "a static path",
            Self::Response => "a response",
            Self::Receive => "a receive",
            Self::Request => "a request",
            Self::QueryPairs => "query pairs",
            Self::BodyPairs => "body pairs",
            Self::Connection => "a connection",
            Self::Bsem => "a semaphore",
            Self::ThreadMutex => "a mutex",
            Self::ThreadCond => "a condition",
            Self::JobHandler => "a job handler",
            Self::JobQueue => "a job queue",
            Self::Worker => "a worker",
            Self::MultiPart => "a part",
            Self::Jwt => "a token",
            Self::Handler => "a handler",
            Self::Client => "a client",
            Self::PacketConnection => "a packet connection",
            Self::Orphan => "a saved server",
            Self::Tls => "a side of TLS",
        }
    }
}

/// The pointer value C gets for an index and a generation.
#[inline]
fn token<T>(kind: Kind, place: u64) -> *mut T {
    std::ptr::without_provenance_mut((front(kind) << (GENERATION_BITS + INDEX_BITS) | place) as usize)
}

/// The index and the generation behind a pointer value of C, or why it can be none of that kind.
#[inline]
fn place<T>(kind: Kind, pointer: *const T) -> Result<u64, Error> {
    let bits = pointer.addr() as u64;
    if bits >> (GENERATION_BITS + INDEX_BITS) != front(kind) {
        return Err(mismatch(kind, bits));
    }
    fork::check()?;
    Ok(bits & PLACE_MASK)
}

/// The pointer value C gets for a part of an exchange, which has its own table.
#[inline]
pub(crate) fn exchange_token<T>(kind: Kind, exchange: Exchange) -> *mut T {
    token(kind, exchange.token())
}

/// The receive and the request of an exchange, as its handler gets them.
#[inline]
pub(crate) fn handler_tokens<A, B>(exchange: Exchange) -> (*mut A, *mut B) {
    // They differ in the kind alone.
    const STEP: u64 = (Kind::Request as u64 - Kind::Receive as u64) << (SALT_BITS + GENERATION_BITS + INDEX_BITS);
    let receive: *mut A = exchange_token(Kind::Receive, exchange);
    (receive, std::ptr::without_provenance_mut((receive.addr() as u64 + STEP) as usize))
}

/// The exchange behind a pointer value of C, or why it can be none of that kind. Whether it is still the same request,
/// the exchange itself finds out.
#[inline]
pub(crate) fn exchange<T>(kind: Kind, pointer: *const T) -> Result<Exchange, Error> {
    Exchange::from_token(place(kind, pointer)?).ok_or_else(|| Code::Handle.into())
}

/// The pointer value C gets for a stream, which has its own table, too.
#[inline]
pub(crate) fn stream_token<T>(kind: Kind, stream: Stream) -> *mut T {
    token(kind, stream.token())
}

/// The stream behind a pointer value of C, or why it can be none of that kind. Whether it is still the same connection,
/// the stream itself finds out.
#[inline]
pub(crate) fn stream<T>(kind: Kind, pointer: *const T) -> Result<Stream, Error> {
    Stream::from_token(place(kind, pointer)?).ok_or_else(|| Code::Handle.into())
}

/// The pointer value C gets for a client of a packet server, or for its connection.
#[inline]
pub(crate) fn client_token<T>(kind: Kind, client: Client) -> *mut T {
    token(kind, client.token())
}

/// The client behind a pointer value of C, or why it can be none of that kind. Whether it is still the same one, the
/// client itself finds out.
#[inline]
pub(crate) fn client<T>(kind: Kind, pointer: *const T) -> Result<Client, Error> {
    Client::from_token(place(kind, pointer)?).ok_or_else(|| Code::Handle.into())
}

/// Whether a pointer value of C has the form of that kind.
pub(crate) fn is<T>(kind: Kind, pointer: *const T) -> bool {
    pointer.addr() as u64 >> (GENERATION_BITS + INDEX_BITS) == front(kind)
}

/// The error for a pointer value that should be memory of the library, and is not: NULL, a handle, or foreign.
#[cold]
pub(crate) fn not_memory<T>(pointer: *const T, noun: &str) -> Error {
    let bits = pointer.addr() as u64;
    let salted = (bits >> (GENERATION_BITS + INDEX_BITS)) & ((1 << SALT_BITS) - 1) == salt();
    match Kind::of(bits >> (SALT_BITS + GENERATION_BITS + INDEX_BITS)) {
        _ if bits == 0 => Error::new(Code::Null, format!("{noun} is NULL")),
        Some(other) if salted => {
            Error::new(Code::Type, format!("{noun} is needed, this is the handle of {}", other.noun()))
        }
        _ => Error::new(Code::Handle, format!("this is not {noun}, or one that the program does not own any more")),
    }
}

/// A handle that is kept: only a number, so any thread may have it.
pub(crate) struct Handle<C>(pub(crate) *mut C);

// SAFETY: the pointer is a token and never dereferenced.
unsafe impl<C> Send for Handle<C> {}
// SAFETY: as above.
unsafe impl<C> Sync for Handle<C> {}

impl<C> Clone for Handle<C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C> Copy for Handle<C> {}

#[inline]
fn front(kind: Kind) -> u64 {
    (kind as u64) << SALT_BITS | salt()
}

/// The error for a token whose place is not in use any more.
#[cold]
fn stale(kind: Kind) -> Error {
    Error::new(Code::Handle, format!("the handle of {} is stale", kind.noun()))
}

#[cold]
fn mismatch(kind: Kind, bits: u64) -> Error {
    if bits == 0 {
        return Error::new(Code::Null, format!("the handle of {} is NULL", kind.noun()));
    }
    let salted = (bits >> (GENERATION_BITS + INDEX_BITS)) & ((1 << SALT_BITS) - 1) == salt();
    match Kind::of(bits >> (SALT_BITS + GENERATION_BITS + INDEX_BITS)) {
        Some(other) if salted => {
            Error::new(Code::Type, format!("{} is needed, this is the handle of {}", kind.noun(), other.noun()))
        }
        _ => Error::new(Code::Handle, format!("not the handle of {} made by this library", kind.noun())),
    }
}

/// A number of this load of the library, so that tokens of another instance are foreign here.
#[inline]
fn salt() -> u64 {
    static SALT: AtomicU32 = AtomicU32::new(0);
    let known = SALT.load(Ordering::Relaxed);
    if known != 0 {
        return u64::from(known & ((1 << SALT_BITS) - 1));
    }
    u64::from(choose_salt(&SALT) & ((1 << SALT_BITS) - 1))
}

#[cold]
fn choose_salt(salt: &AtomicU32) -> u32 {
    let time = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_nanos() as u64);
    let address = std::ptr::from_ref(salt).addr() as u64;
    let mixed = (time ^ address).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let chosen = (mixed >> 40) as u32 | 1 << SALT_BITS; // the bit above the salt says that it is chosen
    match salt.compare_exchange(0, chosen, Ordering::Relaxed, Ordering::Relaxed) {
        Ok(_) => chosen,
        Err(first) => first,
    }
}

/// The objects of one kind. Entries stay where they are for the life of the process; `T` is usually an `Arc`.
pub(crate) struct Table<T> {
    kind: Kind,
    entries: table::Table<Mutex<Entry<T>>>,
}

struct Entry<T> {
    generation: Generation,
    value: Option<T>,
}

impl<T> Table<T> {
    pub(crate) const fn new(kind: Kind) -> Self {
        Self { kind, entries: table::Table::new() }
    }

    /// Stores `value` and gives its token.
    pub(crate) fn insert<C>(&self, value: T) -> Result<*mut C, Error> {
        fork::check()?;
        fork::watch();
        let full = || Error::new(Code::Memory, format!("no handle is left for {}", self.kind.noun()));
        let index =
            self.entries.take(|_| Mutex::new(Entry { generation: Generation::FIRST, value: None })).ok_or_else(full)?;
        let mut entry = self.entries.get(index).ok_or_else(full)?.lock();
        entry.value = Some(value);
        Ok(token(self.kind, entry.generation.token(index)))
    }

    /// The object behind a token.
    #[inline]
    pub(crate) fn get<C>(&self, pointer: *const C) -> Result<T, Error>
    where
        T: Clone,
    {
        let (index, generation) = Generation::split(place(self.kind, pointer)?);
        let entry = self.entries.get(index).ok_or_else(|| stale(self.kind))?.lock();
        match &entry.value {
            Some(value) if entry.generation == generation => Ok(value.clone()),
            _ => Err(stale(self.kind)),
        }
    }

    /// Takes the object out; its token and all copies of it are stale from now on.
    pub(crate) fn remove<C>(&self, pointer: *const C) -> Result<T, Error> {
        self.remove_when(pointer, |_| Ok(()))
    }

    /// The same unless `give_away` fails; the token is good until then, and nobody else can look it up meanwhile.
    pub(crate) fn remove_when<C>(
        &self,
        pointer: *const C,
        give_away: impl FnOnce(&T) -> Result<(), Error>,
    ) -> Result<T, Error> {
        let (index, generation) = Generation::split(place(self.kind, pointer)?);
        let mut entry = self.entries.get(index).ok_or_else(|| stale(self.kind))?.lock();
        if entry.generation != generation {
            return Err(stale(self.kind));
        }
        give_away(entry.value.as_ref().ok_or_else(|| stale(self.kind))?)?;
        let value = entry.value.take().ok_or_else(|| stale(self.kind))?;
        let next = generation.next();
        entry.generation = next;
        drop(entry);
        self.entries.give_back(index, next);
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Opaque;

    #[test]
    fn a_removed_object_leaves_a_stale_token() {
        let table = Table::new(Kind::Route);
        let first: *mut Opaque = table.insert(7).unwrap();
        assert_eq!(table.get(first).unwrap(), 7);
        assert_eq!(table.remove(first).unwrap(), 7);
        let second: *mut Opaque = table.insert(8).unwrap();
        assert_ne!(first, second, "the entry is used again, the token is not");
        assert_eq!(table.get(first).unwrap_err().code(), Code::Handle);
        assert_eq!(table.remove(first).unwrap_err().code(), Code::Handle);
        assert_eq!(table.get(second).unwrap(), 8);
    }

    #[test]
    fn each_wrong_pointer_has_its_code() {
        let table = Table::new(Kind::Route);
        let route: *mut Opaque = table.insert(1).unwrap();
        let code = |kind, pointer: *const Opaque| place(kind, pointer).unwrap_err().code();
        assert_eq!(code(Kind::Route, std::ptr::null()), Code::Null);
        assert_eq!(code(Kind::Server, route), Code::Type);
        assert_eq!(code(Kind::Route, &raw const *Box::new(Opaque)), Code::Handle);
        let other_salt = route.map_addr(|address| address ^ 1 << (GENERATION_BITS + INDEX_BITS));
        assert_eq!(code(Kind::Route, other_salt), Code::Handle);
        let never_made = route.map_addr(|address| address | 0xff_ffff);
        assert_eq!(table.get(never_made).unwrap_err().code(), Code::Handle);
    }

    #[test]
    fn a_used_up_entry_is_retired() {
        let table = Table::new(Kind::Response);
        let first: *mut Opaque = table.insert(1).unwrap();
        let (index, _) = Generation::split(place(Kind::Response, first).unwrap());
        table.entries.get(index).unwrap().lock().generation = Generation::LAST;
        let last = token::<Opaque>(Kind::Response, Generation::LAST.token(index));
        assert_eq!(table.remove(last).unwrap(), 1);
        let next: *mut Opaque = table.insert(2).unwrap();
        assert_ne!(Generation::split(place(Kind::Response, next).unwrap()).0, index);
        assert!(table.get(last).is_err());
    }

    #[test]
    fn threads_make_and_remove_at_the_same_time() {
        static TABLE: Table<usize> = Table::new(Kind::Route);
        std::thread::scope(|scope| {
            for thread in 0..4 {
                scope.spawn(move || {
                    for round in 0..2000 {
                        let value = thread * 10_000 + round;
                        let held: *mut Opaque = TABLE.insert(value).unwrap();
                        assert_eq!(TABLE.get(held).unwrap(), value);
                        assert_eq!(TABLE.remove(held).unwrap(), value);
                    }
                });
            }
        });
        assert!(TABLE.entries.get(4).is_some() && TABLE.entries.get(32).is_none(), "entries are used again");
    }
}
