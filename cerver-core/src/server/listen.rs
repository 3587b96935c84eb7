//! Makes the listeners of a server.

use crate::{
    config::{Listen, Options},
    error::{Code, Error, Result},
    sys::Listener,
};
use std::io;

/// One listener of the options, as it is given to the reactors.
pub(super) struct Bound {
    /// One for all reactors, or one for each.
    pub(super) listeners: Vec<Listener>,
    /// The real port of a TCP listener.
    pub(super) port: Option<u16>,
    /// Connections are secured.
    pub(super) is_tls: bool,
}

/// Binds everything that the options name; on an error nothing stays bound.
pub(super) fn bind(options: &Options, reactors: usize) -> Result<Vec<Bound>> {
    if !options.listens {
        return Ok(Vec::new());
    }
    if options.listen.is_empty() {
        return Err(Error::new(Code::State, "the server has no listener: add one before the start"));
    }
    options.listen.iter().map(|listen| bind_one(listen, options, reactors)).collect()
}

fn bind_one(listen: &Listen, options: &Options, reactors: usize) -> Result<Bound> {
    let backlog = options.backlog;
    match listen {
        Listen::Tcp(address) => {
            let is_spread = options.reuse_address && reactors > 1;
            let tell = |error: io::Error| {
                Error::new(Code::Address, format!("cannot listen on {address}: {error}")).because_of(&error)
            };
            let first = Listener::tcp(*address, backlog, options.reuse_address).map_err(tell)?;
            let port = first.port();
            let mut listeners = vec![first];
            if is_spread {
                // With port 0 the system chose one for the first: the others take the same.
                let mut address = *address;
                address.set_port(port.unwrap_or(address.port()));
                for _ in 1..reactors {
                    listeners.push(Listener::tcp(address, backlog, true).map_err(tell)?);
                }
            }
            Ok(Bound { listeners, port, is_tls: false })
        }
        Listen::Unix { path, mode } => {
            let listener = Listener::unix(path, *mode, backlog).map_err(|error| {
                Error::new(Code::Address, format!("cannot listen on the socket file {}: {error}", path.display()))
                    .because_of(&error)
            })?;
            Ok(Bound { listeners: vec![listener], port: None, is_tls: false })
        }
        Listen::Inherited(fd) => {
            let listener = Listener::inherited(*fd).map_err(|error| {
                Error::new(Code::Address, format!("cannot listen on descriptor {fd}: {error}")).because_of(&error)
            })?;
            let port = listener.port();
            Ok(Bound { listeners: vec![listener], port, is_tls: false })
        }
        Listen::Tls(listen) => Ok(Bound { is_tls: true, ..bind_one(listen, options, reactors)? }),
    }
}
