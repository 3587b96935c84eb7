//! Connections that the program makes, and addresses of names: found away from the reactors, told as events.

use super::{
    Event, Stream,
    app::{App, Site},
    protocol::StreamProtocol,
    underway::Waiting,
};
use crate::{
    config::TlsOptions,
    error::{Code, Error, Result},
    events::WatchId,
    server::{Door, Server},
    sys::{self, Accepted, Socket},
    tls::{self, Dialer, Layer, Prepared, Secure},
};
use rustls::pki_types::ServerName;
use std::{
    io,
    net::{SocketAddr, ToSocketAddrs},
    os::fd::{OwnedFd, RawFd},
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

/// Where a connection is to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A name or an address, and a TCP port.
    Host(String, u16),
    /// A Unix socket.
    Unix(PathBuf),
}

impl Target {
    /// What a server there is asked for and verified by, unless the program says otherwise.
    fn server_name(&self, name: Option<&str>) -> Result<ServerName<'static>> {
        match (name, self) {
            (Some(name), _) => tls::server_name(name),
            (None, Self::Host(name, _)) => tls::server_name(name),
            (None, Self::Unix(_)) => {
                Err(Error::new(Code::Argument, "a path is no name of a server: say which name it has"))
            }
        }
    }
}

impl App {
    /// Connects as a client; the handle is that of the connection, and takes commands at once. [`Event::Connected`] or
    /// [`Event::ConnectFailed`] follows; [`Event::Closed`] in their place when the program closes it before, or the server
    /// stops. The addresses of a name are tried in the system's order, all within `timeout`,
    /// which does not count how long the system looks for them.
    ///
    /// [`Code::State`] when the server does not run, [`Code::Again`] when too many wait to be connected.
    pub fn connect(&self, server: &Server, target: Target, timeout: Duration) -> Result<Stream> {
        self.dial(server, target, timeout, None)
    }

    /// As [`App::connect`], with TLS: [`Event::Connected`] tells that the connection is secured. `server_name` is what the
    /// server is asked for and what its certificate must be for, a name or an address; None = that of the target. Options
    /// are those of [`TlsOptions`] that begin with `connect_`; their files are read for the first such connection of a run.
    ///
    /// Errors as [`App::connect`], and [`Code::Argument`] for what is no name.
    pub fn connect_tls(
        &self,
        server: &Server,
        target: Target,
        timeout: Duration,
        server_name: Option<&str>,
    ) -> Result<Stream> {
        let name = target.server_name(server_name)?;
        let by = Settings::OfServer(server.options().tls);
        self.dial(server, target, timeout, Some(Secured { name, by }))
    }

    /// As [`App::connect_tls`], with settings of its own, those of the client's side, in place of the options of the server.
    pub fn connect_tls_with(
        &self,
        server: &Server,
        target: Target,
        timeout: Duration,
        tls: &Prepared,
        server_name: Option<&str>,
    ) -> Result<Stream> {
        let name = target.server_name(server_name)?;
        let by = Settings::Own(tls.dialer()?);
        self.dial(server, target, timeout, Some(Secured { name, by }))
    }

    fn dial(&self, server: &Server, target: Target, timeout: Duration, secured: Option<Secured>) -> Result<Stream> {
        let (site, door, stream) = self.begin(server)?;
        let theirs = Arc::clone(&site);
        let asked = site.errands.run(move || {
            if !theirs.underway.has(stream) {
                return;
            }
            // A server that has stopped meanwhile tells of the end itself.
            let _ = match dial(&target, timeout, secured, &theirs, stream) {
                Ok((accepted, secure)) => door.join(accepted, Box::new(StreamProtocol::dialed(theirs, stream)), secure),
                Err(error) => door.post(move || {
                    let (os_error, text) = (error.raw_os_error().unwrap_or(0), error.to_string());
                    theirs.end_underway(stream, Event::ConnectFailed { os_error, text: &text });
                }),
            };
        });
        match asked {
            Ok(()) => Ok(stream),
            Err(error) => {
                site.withdraw(stream);
                Err(error)
            }
        }
    }

    /// Takes over a stream socket that the program has connected or accepted, closed with the connection;
    /// [`Event::Connected`] follows.
    ///
    /// [`Code::State`] when the server does not run, [`Code::System`] for what is no connected stream socket; the
    /// descriptor comes back with the error.
    pub fn adopt(&self, server: &Server, socket: OwnedFd) -> std::result::Result<Stream, (Error, OwnedFd)> {
        self.take_over(server, socket, None)
    }

    /// As [`App::adopt`], with TLS: [`Event::Connected`] tells that the connection is secured, [`Event::ConnectFailed`] that
    /// it cannot be. The client's side needs the name of the server, which is asked for and verified; the server's side has
    /// none.
    ///
    /// Errors as [`App::adopt`], and [`Code::Argument`] for a name where none belongs, none, or what is no name.
    pub fn adopt_tls(
        &self,
        server: &Server,
        socket: OwnedFd,
        tls: &Prepared,
        server_name: Option<&str>,
    ) -> std::result::Result<Stream, (Error, OwnedFd)> {
        match tls.secure(server_name) {
            Ok(secure) => self.take_over(server, socket, Some(secure)),
            Err(error) => Err((error, socket)),
        }
    }

    /// Accepts from a listening stream socket of the program until [`Server::unwatch`]; its connections come as
    /// [`Event::Opened`], with `tag` at first. The descriptor is duplicated: the caller keeps and closes its own.
    ///
    /// Errors as [`Server::watch`]; [`Code::System`] for what is no listening stream socket.
    pub fn watch_listener(&self, server: &Server, descriptor: RawFd, tag: u64) -> Result<WatchId> {
        let site = self.site()?;
        server.accept_from(descriptor, Box::new(move || Box::new(StreamProtocol::tagged(Arc::clone(&site), tag))))
    }

    fn take_over(
        &self,
        server: &Server,
        socket: OwnedFd,
        secure: Option<Secure>,
    ) -> std::result::Result<Stream, (Error, OwnedFd)> {
        let (site, door, stream) = match self.begin(server) {
            Ok(begun) => begun,
            Err(error) => return Err((error, socket)),
        };
        match Socket::adopt(socket) {
            Ok(accepted) => {
                // A server that has stopped meanwhile tells of the end itself.
                let _ = door.join(accepted, Box::new(StreamProtocol::dialed(site, stream)), secure);
                Ok(stream)
            }
            Err((error, socket)) => {
                site.withdraw(stream);
                Err((Error::system("the descriptor cannot be taken over", &error), socket))
            }
        }
    }

    /// A handle for a connection under way.
    fn begin(&self, server: &Server) -> Result<(Arc<Site>, Door, Stream)> {
        // In this order: the run of the site may be over, and says so below, but none of before is asked.
        let (site, door) = (self.site()?, server.door()?);
        let high_mark = server.options().send_high as u64;
        let waiting = Waiting { site: Arc::clone(&site), door: door.clone() };
        let stream = Stream::make_dialed(high_mark, waiting)
            .ok_or_else(|| Error::new(Code::Again, "no place for another connection: try again later"))?;
        if let Err(error) = site.underway.put(stream) {
            stream.retire();
            return Err(error);
        }
        Ok((site, door, stream))
    }

    /// Looks up the addresses of a name; [`Event::Resolved`] follows, with `tag`.
    ///
    /// Errors as [`App::connect`].
    pub fn resolve(&self, server: &Server, name: String, tag: u64) -> Result<()> {
        let (door, site) = (server.door()?, self.site()?);
        let theirs = Arc::clone(&site);
        site.errands.run(move || {
            let (os_error, text) = match (name.as_str(), 0).to_socket_addrs() {
                Ok(addresses) => {
                    let mut lines: Vec<_> = addresses.map(|address| address.ip().to_string()).collect();
                    lines.dedup();
                    (None, lines.join("\n"))
                }
                Err(error) => (Some(error.raw_os_error().unwrap_or(0)), error.to_string()),
            };
            // A server that has stopped tells nobody.
            let _ = door.post(move || theirs.announce(None, tag, Event::Resolved { os_error, text: &text }));
        })
    }
}

/// How a connection is to be secured.
struct Secured {
    name: ServerName<'static>,
    by: Settings,
}

/// Whose settings count.
enum Settings {
    OfServer(TlsOptions),
    Own(Arc<Dialer>),
}

impl Secured {
    /// Whatever is wrong with the files is found before the server is asked.
    fn ready(self, site: &Site) -> Result<Secure> {
        let dialer = match self.by {
            Settings::Own(dialer) => dialer,
            Settings::OfServer(options) => {
                let mut place = site.dialer.lock();
                match &*place {
                    Some(dialer) => Arc::clone(dialer),
                    None => Arc::clone(place.insert(Arc::new(Dialer::new(&options)?))),
                }
            }
        };
        Ok(Box::new(move |gate, protocol| Box::new(Layer::dialed(gate, dialer, self.name, protocol))))
    }
}

/// Connects for `stream` while that is wanted, and returns what puts TLS below a protocol, where that is asked for.
fn dial(
    target: &Target,
    timeout: Duration,
    secured: Option<Secured>,
    site: &Site,
    stream: Stream,
) -> io::Result<(Accepted, Option<Secure>)> {
    let secure = secured.map(|secured| secured.ready(site)).transpose();
    let secure = secure.map_err(|error| io::Error::other(error.message().to_owned()))?;
    Ok((open(target, timeout, || site.underway.has(stream))?, secure))
}

fn open(target: &Target, timeout: Duration, is_wanted: impl Fn() -> bool) -> io::Result<Accepted> {
    let (name, port) = match target {
        Target::Host(name, port) => (name.as_str(), *port),
        Target::Unix(path) => return Ok(Accepted { socket: Socket::dial_unix(path)?, peer: None }),
    };
    let addresses: Vec<SocketAddr> = (name, port).to_socket_addrs()?.collect();
    let end = sys::later(timeout);
    let mut failure = io::Error::new(io::ErrorKind::NotFound, "the name has no address");
    for address in addresses {
        match Socket::dial(address, end, &is_wanted) {
            Ok(socket) => return Ok(Accepted { socket, peer: Some(address) }),
            Err(error) => failure = error,
        }
        if Instant::now() >= end || !is_wanted() {
            break;
        }
    }
    Err(failure)
}
