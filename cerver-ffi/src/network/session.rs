//! The one client of a server, and the order in which the program is told of it: what comes and what goes has a tick of
//! its own, and the client counts as connected until the program has heard of its end.

use std::{
    collections::VecDeque,
    mem, ptr,
    sync::atomic::{AtomicBool, Ordering},
};

use parking_lot::Mutex;

use super::command::Handler;
use crate::{
    status::{Code, Error},
    stream::{
        connection::CerverConnection,
        event::{
            CERVER_CLOSED_BY_PEER, CERVER_CLOSED_BY_RESET, CERVER_CLOSED_BY_TIMEOUT, CERVER_EVENT_CLOSED,
            CERVER_EVENT_CONNECT_FAILED, CERVER_EVENT_CONNECTED, CERVER_EVENT_DATA, CERVER_EVENT_DRAINED,
            CERVER_EVENT_HALF_CLOSED, CERVER_EVENT_OPENED, CERVER_EVENT_TLS_FAILED, CerverEvent,
        },
    },
};

/// Behind a server that cerver_create_network() has made.
#[derive(Default)]
pub(crate) struct Session {
    state: Mutex<State>,
    pub(super) handler: Mutex<Option<Handler>>,
    is_telling: AtomicBool,
}

#[derive(Default)]
struct State {
    client: Client,
    /// What came with the last turn and was not told yet.
    waiting: VecDeque<CerverEvent>,
    tick: Tick,
}

// SAFETY: the pointers in events are handles, or point to memory of the server, which outlives its session.
unsafe impl Send for State {}

/// Where the connection is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Client {
    #[default]
    None,
    /// The program has asked for it.
    Dialed(*mut CerverConnection),
    Connected(*mut CerverConnection),
    /// The program hears of its end just now.
    Leaving(*mut CerverConnection),
}

/// How far the present tick is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Tick {
    #[default]
    None,
    /// Nothing was told yet.
    Begun,
    /// Data was told.
    Told,
    /// Nothing more is told.
    Over,
}

/// What is to be done next.
pub(super) enum Step {
    /// A turn of the server; its events go to [`Session::add`].
    Turn,
    /// The same, but what it gives stays with the server: there is something to tell already.
    Flush,
    /// The program is told this.
    Tell(CerverEvent),
    /// The tick is over. This connection has ended, if there is one, and is to be closed.
    End(Option<*mut CerverConnection>),
}

impl Session {
    /// Begins to tell; [`Code::Busy`] inside itself and while another thread does.
    pub(super) fn begin_telling(&self) -> Result<Telling<'_>, Error> {
        if self.is_telling.swap(true, Ordering::AcqRel) {
            return Err(Error::new(Code::Busy, "the events are being told just now"));
        }
        Ok(Telling(&self.is_telling))
    }

    /// Keeps nothing of the program.
    pub(crate) fn forget_handler(&self) {
        *self.handler.lock() = None;
    }

    /// The connection.
    pub(super) fn client(&self) -> Client {
        self.state.lock().client
    }

    /// Makes a connection. No event of it is looked at before it is known here.
    pub(super) fn dial(&self, dial: impl FnOnce() -> Result<*mut CerverConnection, Error>) -> Result<(), Error> {
        let mut state = self.state.lock();
        state.clear();
        state.client = Client::Dialed(dial()?);
        Ok(())
    }

    /// Forgets the connection, and everything that was not told yet.
    pub(super) fn reset(&self) {
        self.state.lock().clear();
    }

    /// Forgets the connection, and everything about it that was not told yet. What has happened to the next one, which may be
    /// there already, is told.
    pub(super) fn give_up(&self) -> Client {
        let mut state = self.state.lock();
        let (client, mut waiting) = (state.client, mem::take(&mut state.waiting));
        if client != Client::None {
            waiting.retain(|event| event.connection != client.connection());
        }
        state.clear();
        state.waiting = waiting;
        client
    }

    /// What a turn gave.
    pub(super) fn add(&self, event: CerverEvent) {
        self.state.lock().waiting.push_back(event);
    }

    /// What is to be done next.
    pub(super) fn step(&self) -> Step {
        self.state.lock().step()
    }
}

impl State {
    fn step(&mut self) -> Step {
        let gone = match self.client {
            Client::Leaving(connection) => Some(connection),
            _ => None,
        };
        if gone.is_some() {
            self.client = Client::None;
        }
        match self.tick {
            _ if gone.is_some() => self.end(gone),
            Tick::Over => self.end(None),
            Tick::None => {
                self.tick = Tick::Begun;
                if self.waiting.is_empty() { Step::Turn } else { Step::Flush }
            }
            Tick::Begun | Tick::Told => self.tell(),
        }
    }

    /// Nothing is known any more; a tick that is under way ends.
    fn clear(&mut self) {
        let tick = if self.tick == Tick::None { Tick::None } else { Tick::Over };
        *self = Self { tick, ..Self::default() };
    }

    fn end(&mut self, gone: Option<*mut CerverConnection>) -> Step {
        self.tick = Tick::None;
        Step::End(gone)
    }

    fn tell(&mut self) -> Step {
        while let Some(&event) = self.waiting.front() {
            let is_ours = self.client.connection() == event.connection;
            let is_change = match event.kind {
                CERVER_EVENT_OPENED => self.client == Client::None,
                CERVER_EVENT_CONNECTED | CERVER_EVENT_CONNECT_FAILED => is_ours,
                CERVER_EVENT_HALF_CLOSED | CERVER_EVENT_CLOSED => is_ours,
                _ => false,
            };
            if is_change && self.tick == Tick::Told {
                break;
            }
            self.waiting.pop_front();
            if is_change {
                self.tick = Tick::Over;
                return Step::Tell(self.change(event));
            }
            let is_news = is_ours && matches!(event.kind, CERVER_EVENT_DATA | CERVER_EVENT_DRAINED);
            if is_news || event.kind == CERVER_EVENT_TLS_FAILED {
                self.tick = Tick::Told;
                return Step::Tell(event);
            }
        }
        self.end(None)
    }

    /// The client comes or goes.
    fn change(&mut self, event: CerverEvent) -> CerverEvent {
        self.client = match event.kind {
            CERVER_EVENT_OPENED | CERVER_EVENT_CONNECTED => Client::Connected(event.connection),
            CERVER_EVENT_CONNECT_FAILED => Client::None,
            _ => Client::Leaving(event.connection),
        };
        match event.kind {
            CERVER_EVENT_HALF_CLOSED => {
                CerverEvent { kind: CERVER_EVENT_CLOSED, reason: CERVER_CLOSED_BY_PEER, ..event }
            }
            CERVER_EVENT_CLOSED => CerverEvent { code: os_error(event.reason), ..event },
            _ => event,
        }
    }
}

impl Client {
    /// NULL for none.
    pub(super) const fn connection(self) -> *mut CerverConnection {
        match self {
            Self::None => ptr::null_mut(),
            Self::Dialed(connection) | Self::Connected(connection) | Self::Leaving(connection) => connection,
        }
    }
}

/// The system's number for an end that is an error.
fn os_error(reason: i32) -> i64 {
    match reason {
        CERVER_CLOSED_BY_RESET => libc::ECONNRESET.into(),
        CERVER_CLOSED_BY_TIMEOUT => libc::ETIMEDOUT.into(),
        _ => 0,
    }
}

/// As long as this lives nobody else tells.
pub(super) struct Telling<'a>(&'a AtomicBool);

impl Drop for Telling<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connection(number: usize) -> *mut CerverConnection {
        ptr::without_provenance_mut(number)
    }

    fn event(kind: i32, number: usize) -> CerverEvent {
        let (data, reason) = (ptr::null(), if kind == CERVER_EVENT_CLOSED { CERVER_CLOSED_BY_RESET } else { 0 });
        CerverEvent { kind, reason, connection: connection(number), tag: 0, data, size: 0, code: 0, id: 0, reserved: 0 }
    }

    /// The kinds that each tick tells, when the turns of the server give these.
    fn ticks(session: &Session, turns: &[&[(i32, usize)]]) -> Vec<Vec<i32>> {
        let mut turns = turns.iter();
        let mut ticks = vec![vec![]];
        loop {
            match session.step() {
                Step::Turn => match turns.next() {
                    Some(turn) => turn.iter().for_each(|(kind, number)| session.add(event(*kind, *number))),
                    None => return ticks,
                },
                Step::Flush => {}
                Step::Tell(event) => ticks.last_mut().unwrap().push(event.kind),
                Step::End(_) => ticks.push(vec![]),
            }
        }
    }

    #[test]
    fn coming_and_going_have_ticks_of_their_own() {
        let all =
            [(CERVER_EVENT_OPENED, 1), (CERVER_EVENT_DATA, 1), (CERVER_EVENT_DATA, 1), (CERVER_EVENT_HALF_CLOSED, 1)];
        let next = [(CERVER_EVENT_CLOSED, 1), (CERVER_EVENT_OPENED, 2)];
        let told = ticks(&Session::default(), &[&all, &next]);
        let (data, closed) = (CERVER_EVENT_DATA, CERVER_EVENT_CLOSED);
        assert_eq!(
            told,
            [vec![CERVER_EVENT_OPENED], vec![data, data], vec![closed], vec![CERVER_EVENT_OPENED], vec![]],
            "the end is told once"
        );
    }

    #[test]
    fn it_is_connected_until_its_end_was_told() {
        let session = Session::default();
        session.add(event(CERVER_EVENT_OPENED, 1));
        assert!(matches!(session.step(), Step::Flush));
        assert!(matches!(session.step(), Step::Tell(_)));
        assert_eq!(session.client(), Client::Connected(connection(1)));
        assert!(matches!(session.step(), Step::End(None)));
        session.add(event(CERVER_EVENT_CLOSED, 1));
        assert!(matches!(session.step(), Step::Flush));
        assert!(matches!(session.step(), Step::Tell(event) if event.code == i64::from(libc::ECONNRESET)));
        assert_eq!(session.client(), Client::Leaving(connection(1)));
        assert!(matches!(session.step(), Step::End(Some(_))));
        assert_eq!(session.client(), Client::None);
    }

    #[test]
    fn what_belongs_to_another_connection_is_not_told() {
        let session = Session::default();
        session.dial(|| Ok(connection(7))).unwrap();
        let strange = [(CERVER_EVENT_CONNECT_FAILED, 6), (CERVER_EVENT_DATA, 6), (CERVER_EVENT_CLOSED, 6)];
        assert_eq!(
            ticks(&session, &[&strange, &[(CERVER_EVENT_CONNECTED, 7)]]),
            [vec![], vec![CERVER_EVENT_CONNECTED], vec![]]
        );
        session.reset();
        assert!(matches!(session.step(), Step::End(None)), "the tick under way ends");
        assert_eq!(ticks(&session, &[&[(CERVER_EVENT_DATA, 7)]]), [vec![], vec![]]);
    }

    /// Who was connected behind the one that is given up is still told of.
    #[test]
    fn another_connection_is_not_forgotten() {
        let session = Session::default();
        let (opened, closed) = (CERVER_EVENT_OPENED, CERVER_EVENT_CLOSED);
        let lost_and_next = [(CERVER_EVENT_DATA, 1), (closed, 1), (opened, 2), (CERVER_EVENT_DATA, 2)];
        assert_eq!(ticks(&session, &[&[(opened, 1)]]), [vec![opened], vec![]]);
        lost_and_next.iter().for_each(|(kind, number)| session.add(event(*kind, *number)));
        assert_eq!(session.give_up(), Client::Connected(connection(1)));
        assert_eq!(session.client(), Client::None);
        assert_eq!(session.give_up(), Client::None, "who is not told of cannot be meant");
        assert_eq!(ticks(&session, &[]), [vec![], vec![opened], vec![CERVER_EVENT_DATA], vec![]]);
    }

    #[test]
    fn one_at_a_time_tells() {
        let session = Session::default();
        let telling = session.begin_telling().unwrap();
        assert_eq!(session.begin_telling().err().unwrap().code(), Code::Busy);
        drop(telling);
        assert!(session.begin_telling().is_ok());
    }
}
