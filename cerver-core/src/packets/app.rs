//! The application of a packet server: its options and handlers.

use super::{
    handler::{Handler, Handlers, Places},
    protocol::PacketProtocol,
    queue::Queue,
    stats::{PacketStats, Totals},
    wire::{HEADER_SIZE, Info, Version},
};
use crate::{
    config::PacketOptions,
    error::{Code, Error, Result},
    events::Peer,
    protocol::{Factory, Protocol},
    stats::Counters,
    threads::Attendant,
};
use parking_lot::Mutex;
use std::{any::Any, sync::Arc};

/// A packet application; the factory of a server's connections. All methods may be called from any thread; changes count
/// from the next start on.
#[derive(Default)]
pub struct App {
    settings: Mutex<Settings>,
    /// Of the present run.
    site: Mutex<Option<Arc<Site>>>,
}

#[derive(Default)]
struct Settings {
    options: PacketOptions,
    info: Info,
    handlers: Handlers,
}

/// Where packets of a handler go.
pub(super) enum Place {
    /// To where handlers of the server run.
    Direct(Handler),
    Queued(Arc<Queue>),
}

/// What the connections of a server have in common.
pub(super) struct Site {
    pub(super) options: PacketOptions,
    pub(super) version: Version,
    pub(super) places: Places<Place>,
    /// Those of the places.
    queues: Vec<Arc<Queue>>,
    pub(super) stats: Totals,
    /// The first packet of every connection, where the port is known.
    pub(super) greeting: Vec<u8>,
    /// The same to be made, where the system chooses the port.
    pub(super) info: Option<Info>,
}

impl App {
    /// An application without handlers.
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    /// Changes the limits.
    pub fn configure(&self, change: impl FnOnce(&mut PacketOptions)) -> Result<()> {
        let mut settings = self.settings.lock();
        let mut options = settings.options.clone();
        change(&mut options);
        if options.max_packet_size < HEADER_SIZE as u64 || options.client_packets == 0 {
            return Err(Error::new(Code::Argument, "there must be room for a header of 32 bytes, and for one packet"));
        }
        settings.options = options;
        Ok(())
    }

    /// Sets what clients are told at first. With port 0 it is the one that the system has chosen.
    pub fn set_info(&self, info: Info) {
        self.settings.lock().info = info;
    }

    /// Sets the handlers.
    pub fn set_handlers(&self, handlers: Handlers) {
        self.settings.lock().handlers = handlers;
    }

    /// Packets since the last start.
    pub fn stats(&self) -> PacketStats {
        self.site.lock().as_ref().map(|site| site.stats.snapshot()).unwrap_or_default()
    }

    fn site(&self) -> Arc<Site> {
        self.site.lock().clone().expect("prepared before the first connection")
    }
}

impl Factory for App {
    fn prepare(&self) -> Result<()> {
        let Settings { options, info, handlers } = &*self.settings.lock();
        let (major, minor) = options.protocol_version;
        // A handler that is named twice has one queue and one thread.
        let mut queues: Vec<Arc<Queue>> = Vec::new();
        let place = |handler: &Handler| {
            if handler.is_direct {
                return Place::Direct(handler.clone());
            }
            if let Some(queue) = queues.iter().find(|queue| queue.is_of(handler)) {
                return Place::Queued(Arc::clone(queue));
            }
            queues.push(Queue::new(handler));
            Place::Queued(Arc::clone(&queues[queues.len() - 1]))
        };
        let places = handlers.map(place);
        *self.site.lock() = Some(Arc::new(Site {
            version: Version { protocol_id: options.protocol_id, major, minor },
            options: options.clone(),
            places,
            queues,
            stats: Totals::default(),
            greeting: info.packet(),
            info: (info.port == 0).then(|| info.clone()),
        }));
        Ok(())
    }

    fn attendants(&self) -> Vec<Arc<dyn Attendant>> {
        self.site().queues.iter().map(|queue| Arc::clone(queue) as Arc<dyn Attendant>).collect()
    }

    fn local(&self, _counters: &Arc<Counters>) -> Box<dyn Any + Send> {
        Box::new(())
    }

    /// Pieces of packets are of no interest to anybody.
    fn takes_chunks(&self) -> bool {
        false
    }

    fn connect(&self, _peer: Peer) -> Box<dyn Protocol> {
        Box::new(PacketProtocol::new(self.site()))
    }
}
