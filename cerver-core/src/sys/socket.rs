//! Sockets: close-on-exec, non-blocking, without SIGPIPE.

use super::{
    call::call,
    wait::{Waited, wait_writable},
};
use socket2::{Domain, Protocol, SockAddr, SockRef, Type};
use std::{
    io::{self, IoSlice},
    net::{Shutdown, SocketAddr},
    os::{
        fd::{AsRawFd, BorrowedFd, FromRawFd, OwnedFd, RawFd},
        unix::fs::{FileTypeExt, PermissionsExt},
    },
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

/// How often somebody who waits for a connection is asked whether it is still wanted.
const ASK_AGAIN: Duration = Duration::from_millis(100);

/// A connected stream socket.
#[derive(Debug)]
pub(crate) struct Socket(OwnedFd);

impl Socket {
    /// Takes a connected stream socket over, and makes it what the others are; what is none comes back.
    pub(crate) fn adopt(fd: OwnedFd) -> Result<Accepted, (io::Error, OwnedFd)> {
        match prepare(SockRef::from(&fd)) {
            Ok(peer) => Ok(Accepted { socket: Self(fd), peer }),
            Err(error) => Err((error, fd)),
        }
    }

    /// Connects to a TCP address, waiting until `end` at most, and no longer than `is_wanted`, which is asked now and then.
    pub(crate) fn dial(address: SocketAddr, end: Instant, is_wanted: impl Fn() -> bool) -> io::Result<Self> {
        let kind = Type::STREAM.nonblocking();
        let socket = socket2::Socket::new(Domain::for_address(address), kind, Some(Protocol::TCP))?;
        match socket.connect(&address.into()) {
            Err(error) if error.raw_os_error() == Some(libc::EINPROGRESS) => {
                wait_connected(&socket, end, is_wanted)?;
            }
            result => result?,
        }
        socket.set_tcp_nodelay(true)?;
        Ok(Self(socket.into()))
    }

    /// Connects to a Unix socket, which answers at once or not at all.
    pub(crate) fn dial_unix(path: &Path) -> io::Result<Self> {
        let socket = socket2::Socket::new(Domain::UNIX, Type::STREAM.nonblocking(), None)?;
        socket.connect(&SockAddr::unix(path)?)?;
        Ok(Self(socket.into()))
    }

    /// Reads into `buffer`; 0 = the peer has ended its side.
    #[inline]
    pub(crate) fn receive(&self, buffer: &mut [u8]) -> io::Result<usize> {
        let (pointer, length) = (buffer.as_mut_ptr() as usize, buffer.len());
        // SAFETY: the pointer and length are those of a live, writable slice; no address is asked for.
        unsafe { call(libc::SYS_recvfrom, [self.0.as_raw_fd() as usize, pointer, length, 0, 0, 0]) }
    }

    /// Writes what the kernel takes of `data`.
    #[inline]
    pub(crate) fn send(&self, data: &[u8]) -> io::Result<usize> {
        let (pointer, length) = (data.as_ptr() as usize, data.len());
        let flags = libc::MSG_NOSIGNAL as usize;
        // SAFETY: the pointer and length are those of a live slice; no address is given.
        unsafe { call(libc::SYS_sendto, [self.0.as_raw_fd() as usize, pointer, length, flags, 0, 0]) }
    }

    /// Writes what the kernel takes of several slices, at most 16.
    ///
    /// With `more` the kernel keeps a last packet that is not full until further bytes follow, which they must at once.
    pub(crate) fn send_slices(&self, slices: &[IoSlice<'_>], more: bool) -> io::Result<usize> {
        // SAFETY: an all-zero msghdr is a valid value.
        let mut message: libc::msghdr = unsafe { std::mem::zeroed() };
        message.msg_iov = slices.as_ptr().cast_mut().cast();
        message.msg_iovlen = slices.len().min(16) as _;
        let flags = libc::MSG_NOSIGNAL | if more { libc::MSG_MORE } else { 0 };
        // SAFETY: IoSlice has the layout of iovec; the kernel only reads through it.
        let n = unsafe { libc::sendmsg(self.0.as_raw_fd(), &raw const message, flags) };
        usize::try_from(n).map_err(|_| io::Error::last_os_error())
    }

    /// While `is_corked`, only full packets leave, also when the peer acknowledges some; what is left over goes afterwards.
    pub(crate) fn set_corked(&self, is_corked: bool) {
        // Fails only where there are no packets (Unix sockets), or no connection any more.
        let _ = SockRef::from(&self.0).set_tcp_cork(is_corked);
    }

    /// Bytes that were written and that the peer has not acknowledged; 0 when the system does not tell.
    pub(crate) fn unacknowledged(&self) -> u64 {
        self.count(libc::TIOCOUTQ)
    }

    /// Whether bytes of the peer wait to be read.
    pub(crate) fn has_input(&self) -> bool {
        self.count(libc::FIONREAD) > 0
    }

    fn count(&self, request: libc::Ioctl) -> u64 {
        let mut count: libc::c_int = 0;
        // SAFETY: both requests (tcp(7), unix(7)) write one int, for which `count` is the place.
        let result = unsafe { libc::ioctl(self.0.as_raw_fd(), request, &raw mut count) };
        if result < 0 { 0 } else { u64::try_from(count).unwrap_or(0) }
    }

    /// Says to the peer that nothing more will come.
    pub(crate) fn shutdown_write(&self) {
        // Fails only when the connection is gone already.
        let _ = SockRef::from(&self.0).shutdown(Shutdown::Write);
    }
}

impl AsRawFd for Socket {
    fn as_raw_fd(&self) -> RawFd {
        self.0.as_raw_fd()
    }
}

/// Waits for the end of a connect that goes on: see [`Socket::dial`].
fn wait_connected(socket: &socket2::Socket, end: Instant, is_wanted: impl Fn() -> bool) -> io::Result<()> {
    while is_wanted() {
        let left = end.saturating_duration_since(Instant::now());
        if let Waited::Ready(_) = wait_writable(socket.as_raw_fd(), left.min(ASK_AGAIN))? {
            return socket.take_error()?.map_or(Ok(()), Err);
        }
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
    }
    Err(io::Error::new(io::ErrorKind::ConnectionAborted, "the connection is not wanted any more"))
}

/// Gives a connected stream socket what each of ours has; returns its peer.
fn prepare(socket: SockRef<'_>) -> io::Result<Option<SocketAddr>> {
    if socket.r#type()? != Type::STREAM {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "the descriptor is not a stream socket"));
    }
    socket.set_nonblocking(true)?;
    socket.set_cloexec(true)?;
    // A peer that is gone already has no address; the first read will tell.
    let peer = socket.peer_addr().ok().and_then(|address| address.as_socket());
    if peer.is_some() {
        let _ = socket.set_tcp_nodelay(true);
    }
    Ok(peer)
}

/// Another descriptor of the same file, close-on-exec.
pub(crate) fn duplicate(fd: RawFd) -> io::Result<OwnedFd> {
    if fd < 0 {
        return Err(io::Error::from_raw_os_error(libc::EBADF));
    }
    // SAFETY: the descriptor is only borrowed for the duplication; a closed one is answered with EBADF.
    unsafe { BorrowedFd::borrow_raw(fd) }.try_clone_to_owned()
}

/// True for errors of accept that concern the connection alone, which is off the queue then (accept(2)).
pub(crate) const fn is_about_one_connection(code: i32) -> bool {
    matches!(
        code,
        libc::ECONNABORTED
            | libc::EINTR
            | libc::EPROTO
            | libc::ENETDOWN
            | libc::ENOPROTOOPT
            | libc::EHOSTDOWN
            | libc::ENONET
            | libc::EHOSTUNREACH
            | libc::EOPNOTSUPP
            | libc::ENETUNREACH
    )
}

/// What [`Listener::accept`] gives.
pub(crate) struct Accepted {
    pub(crate) socket: Socket,
    /// None for a client on a Unix socket.
    pub(crate) peer: Option<SocketAddr>,
}

/// The port of this side of a TCP connection; None for a descriptor that is none.
pub(crate) fn local_port(fd: RawFd) -> Option<u16> {
    if fd < 0 {
        return None;
    }
    // SAFETY: the descriptor is only borrowed for one call, which answers a closed one with EBADF.
    let socket = unsafe { BorrowedFd::borrow_raw(fd) };
    SockRef::from(&socket).local_addr().ok()?.as_socket().map(|address| address.port())
}

/// A listening socket.
#[derive(Debug)]
pub(crate) struct Listener {
    fd: OwnedFd,
    path: Option<PathBuf>,
}

impl Listener {
    /// Binds and listens on a TCP address.
    ///
    /// SO_REUSEADDR is always set: on Linux it lets a restart take the port while old connections time out, and still
    /// keeps a second listener away.
    pub(crate) fn tcp(address: SocketAddr, backlog: u32, reuse_port: bool) -> io::Result<Self> {
        let socket =
            socket2::Socket::new(Domain::for_address(address), Type::STREAM.nonblocking(), Some(Protocol::TCP))?;
        socket.set_reuse_address(true)?;
        // What it accepts inherits that.
        socket.set_tcp_nodelay(true)?;
        if reuse_port {
            socket.set_reuse_port(true)?;
        }
        socket.bind(&address.into())?;
        socket.listen(backlog.min(i32::MAX as u32) as i32)?;
        Ok(Self { fd: socket.into(), path: None })
    }

    /// Binds and listens on a path; a socket file that nobody listens on any more is replaced.
    pub(crate) fn unix(path: &Path, mode: u32, backlog: u32) -> io::Result<Self> {
        let address = SockAddr::unix(path)?;
        let socket = socket2::Socket::new(Domain::UNIX, Type::STREAM.nonblocking(), None)?;
        if let Err(error) = socket.bind(&address) {
            let probe = socket2::Socket::new(Domain::UNIX, Type::STREAM.nonblocking(), None)?;
            // A file that is no socket refuses connections too.
            let is_stale = error.kind() == io::ErrorKind::AddrInUse
                && std::fs::symlink_metadata(path)?.file_type().is_socket()
                && probe.connect(&address).is_err_and(|error| error.kind() == io::ErrorKind::ConnectionRefused);
            if !is_stale {
                return Err(error);
            }
            std::fs::remove_file(path)?;
            socket.bind(&address)?;
        }
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))?;
        socket.listen(backlog.min(i32::MAX as u32) as i32)?;
        Ok(Self { fd: socket.into(), path: Some(path.to_owned()) })
    }

    /// Duplicates a socket that is bound and listening already.
    pub(crate) fn inherited(fd: RawFd) -> io::Result<Self> {
        let socket = socket2::Socket::from(duplicate(fd)?);
        if !socket.is_listener()? || socket.r#type()? != Type::STREAM {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "the descriptor is not a listening stream socket"));
        }
        socket.set_nonblocking(true)?;
        if socket.domain()? != Domain::UNIX {
            let _ = socket.set_tcp_nodelay(true);
        }
        Ok(Self { fd: socket.into(), path: None })
    }

    /// Takes one connection off the queue.
    pub(crate) fn accept(&self) -> io::Result<Accepted> {
        let flags = libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC;
        // SAFETY: the closure passes the storage and length that try_init offers; accept4 fills them on success.
        let (fd, address) = unsafe {
            SockAddr::try_init(|storage, length| {
                let (storage, length) = (storage as usize, length as usize);
                let arguments = [self.fd.as_raw_fd() as usize, storage, length, flags as usize, 0, 0];
                Ok(OwnedFd::from_raw_fd(call(libc::SYS_accept4, arguments)? as RawFd))
            })?
        };
        Ok(Accepted { socket: Socket(fd), peer: address.as_socket() })
    }

    /// The port that the system gave; None for a Unix socket.
    pub(crate) fn port(&self) -> Option<u16> {
        SockRef::from(&self.fd).local_addr().ok()?.as_socket().map(|address| address.port())
    }
}

impl AsRawFd for Listener {
    fn as_raw_fd(&self) -> RawFd {
        self.fd.as_raw_fd()
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            // Somebody may have removed it before us.
            let _ = std::fs::remove_file(path);
        }
    }
}
