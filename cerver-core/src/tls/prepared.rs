//! TLS of connections that the program hands over, one by one: files read once, ready for use.

use super::{desk::Gate, dialer::Dialer, dialer::server_name, layer::Layer, setup::Setup};
use crate::{
    config::TlsOptions,
    error::{Code, Error, Result},
    protocol::Protocol,
};
use std::{fmt, sync::Arc};

/// One side of TLS, for [`App::adopt_tls`](crate::stream::App::adopt_tls) and
/// [`App::connect_tls_with`](crate::stream::App::connect_tls_with). Clones share their files and sessions; any thread may
/// use it, for connections of any server.
#[derive(Clone)]
pub struct Prepared(Side);

#[derive(Clone)]
enum Side {
    Server(Arc<Setup>),
    Client(Arc<Dialer>),
}

/// What puts TLS below a protocol, on the reactor to which the gate belongs.
pub(crate) type Secure = Box<dyn FnOnce(&Arc<Gate>, Box<dyn Protocol>) -> Box<dyn Protocol> + Send>;

impl Prepared {
    /// The server's side: reads the certificates and whatever clients must show. How many handshakes begin in a turn is for
    /// the server to say that takes a connection over.
    ///
    /// [`Code::Tls`] for files that are of no use, [`Code::State`] when the options name no certificate.
    pub fn server(options: &TlsOptions) -> Result<Self> {
        let (setup, warnings) = Setup::new(options, &[])?;
        for warning in warnings {
            log::warn!("{warning}");
        }
        Ok(Self(Side::Server(Arc::new(setup))))
    }

    /// The client's side, by the options that begin with `connect_`; [`Code::Tls`] for files that are of no use.
    pub fn client(options: &TlsOptions) -> Result<Self> {
        Ok(Self(Side::Client(Arc::new(Dialer::new(options)?))))
    }

    /// The client's side alone, for what connects.
    pub(crate) fn dialer(&self) -> Result<Arc<Dialer>> {
        match &self.0 {
            Side::Client(dialer) => Ok(Arc::clone(dialer)),
            Side::Server(_) => {
                Err(Error::new(Code::Argument, "this is the server's side of TLS: who connects is a client"))
            }
        }
    }

    /// Secures a connection; the client's side needs the name of the server, and only that.
    pub(crate) fn secure(&self, name: Option<&str>) -> Result<Secure> {
        Ok(match (&self.0, name) {
            (Side::Server(setup), None) => {
                let setup = Arc::clone(setup);
                Box::new(|gate, protocol| Box::new(Layer::adopted(gate, setup, protocol)))
            }
            (Side::Client(dialer), Some(name)) => {
                let (dialer, name) = (Arc::clone(dialer), server_name(name)?);
                Box::new(|gate, protocol| Box::new(Layer::dialed(gate, dialer, name, protocol)))
            }
            (Side::Server(_), Some(_)) => {
                return Err(Error::new(Code::Argument, "the server's side of TLS asks for no server by name"));
            }
            (Side::Client(_), None) => {
                return Err(Error::new(Code::Argument, "the client's side of TLS needs the name of the server"));
            }
        })
    }
}

impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Side::Server(_) => "Prepared(server)",
            Side::Client(_) => "Prepared(client)",
        })
    }
}
