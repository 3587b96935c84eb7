//! A route that takes WebSocket connections.

use super::{
    deflate::{Deflater, Inflater},
    event::OnEvent,
    extension::{Agreement, Wanted},
    handshake::{self, Terms},
    link::{Link, Shared},
    protocol::{Times, WebSocketProtocol},
    reader::{Reader, Rules},
};
use crate::{
    config::WebSocketOptions,
    http::{
        app::millis,
        exchange::{Exchange, State},
        request::Request,
        response::{Fields, Response},
    },
    protocol::Protocol,
};
use parking_lot::Mutex;
use std::sync::{Arc, atomic::AtomicBool};

/// What a route does with its WebSocket connections.
#[derive(Clone)]
pub struct WebSocketRoute {
    /// Gets the events.
    pub on_event: OnEvent,
    /// Subprotocols that the program speaks; the first one in the client's order is taken.
    pub protocols: Vec<String>,
    /// Origins whose pages may connect, as browsers write them (`https://example.org`); empty = all. Others get 403. Clients
    /// that are no browsers tell none and may connect.
    pub origins: Vec<String>,
    /// In place of [`WebSocketOptions::compression`].
    pub compression: Option<bool>,
    /// In place of [`WebSocketOptions::message_limit`].
    pub message_limit: Option<usize>,
    /// The route's handler for GET is called with each handshake. It may refuse it by answering; when it returns without
    /// an answer, the handshake is accepted.
    pub asks_handler: bool,
}

impl WebSocketRoute {
    /// With all else as the server has it.
    pub const fn new(on_event: OnEvent) -> Self {
        Self {
            on_event,
            protocols: Vec::new(),
            origins: Vec::new(),
            compression: None,
            message_limit: None,
            asks_handler: false,
        }
    }
}

/// The same for a running server.
pub(in crate::http) struct Endpoint {
    on_event: OnEvent,
    terms: Terms,
    options: WebSocketOptions,
    names: Arc<[Box<str>]>,
    pub(in crate::http) asks_handler: bool,
}

/// A handshake that was accepted.
pub(in crate::http) struct Accepted {
    endpoint: Arc<Endpoint>,
    agreement: Option<Agreement>,
}

impl Endpoint {
    pub(in crate::http) fn new(
        route: &WebSocketRoute,
        options: &WebSocketOptions,
        names: Box<[Box<str>]>,
    ) -> Arc<Self> {
        let wanted =
            Wanted { window_bits: options.compression_window_bits, keeps_context: options.compression_context };
        let options =
            WebSocketOptions { message_limit: route.message_limit.unwrap_or(options.message_limit), ..options.clone() };
        Arc::new(Self {
            on_event: Arc::clone(&route.on_event),
            terms: Terms {
                protocols: route.protocols.clone(),
                origins: route.origins.clone(),
                compression: route.compression.unwrap_or(options.compression).then_some(wanted),
            },
            options,
            names: names.into(),
            asks_handler: route.asks_handler,
        })
    }

    /// Looks at a handshake; adds the fields of the answer 101.
    pub(in crate::http) fn accept(
        self: &Arc<Self>,
        request: &Request,
        fields: &mut Fields,
    ) -> Result<Accepted, Response> {
        let agreement = handshake::accept(request, &self.terms, fields)?;
        Ok(Accepted { endpoint: Arc::clone(self), agreement })
    }
}

impl Accepted {
    /// Makes a connection of it: from now on the exchange, whose answer is written, is that of the connection.
    pub(in crate::http) fn begin(self, exchange: Exchange, state: &mut State) -> Box<dyn Protocol> {
        let Self { endpoint, agreement } = self;
        let options = &endpoint.options;
        let coder = agreement.as_ref().map(|agreement| Deflater::new(agreement.server, options.compression_level));
        let shared = Arc::new(Shared {
            on_event: Arc::clone(&endpoint.on_event),
            is_closing: AtomicBool::new(false),
            coder: coder.map(Mutex::new),
            min_size: options.compression_min_size,
            names: Arc::clone(&endpoint.names),
        });
        let reader = Reader::new(Rules {
            frame_limit: options.frame_limit as u64,
            message_limit: options.message_limit,
            inflater: agreement.map(|agreement| Inflater::new(agreement.client)),
        });
        let times = Times {
            ping_interval: millis(options.ping_interval),
            pong_timeout: millis(options.pong_timeout),
            close_timeout: millis(options.close_timeout),
            queue: options.queue,
        };
        state.become_web_socket(Link::new(Arc::clone(&shared)));
        Box::new(WebSocketProtocol::new(exchange, shared, reader, times))
    }
}
