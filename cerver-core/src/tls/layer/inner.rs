//! The protocol inside a secured connection, with what a connection keeps for its protocol.

use crate::{
    buffer::Output,
    protocol::{Context, Ending, Protocol},
};
use std::mem;

/// See the module.
pub(super) struct Inner {
    pub(super) protocol: Box<dyn Protocol>,
    /// Plain bytes that it has not used up; without memory while there are none.
    pub(super) pending: Vec<u8>,
    /// Some of them it has not seen.
    pub(super) has_news: bool,
    /// Bytes that it wrote and that are not ciphered yet.
    pub(super) waiting: u64,
    pub(super) ending: Ending,
    pub(super) is_paused: bool,
    /// It has asked for its input again and used none: it will be asked in the next turn.
    pub(super) owes_input: bool,
    resumes: bool,
    /// More waits for the peer than the high mark allows, or a file does.
    pub(super) is_congested: bool,
}

impl Inner {
    pub(super) const fn new(protocol: Box<dyn Protocol>) -> Self {
        Self {
            protocol,
            pending: Vec::new(),
            has_news: false,
            waiting: 0,
            ending: Ending::Open,
            is_paused: false,
            owes_input: false,
            resumes: false,
            is_congested: false,
        }
    }

    /// It may be given input.
    pub(super) const fn is_ready(&self) -> bool {
        !self.is_paused && !self.is_congested && self.ending.is_open()
    }

    /// It pauses, or has yet to find room for what has come already.
    pub(super) const fn wants_nothing_now(&self) -> bool {
        self.is_paused || self.owes_input
    }

    /// Calls it as a connection would and notes its decisions. What it writes is put behind `plain`.
    #[inline]
    pub(super) fn call(
        &mut self,
        cx: &mut Context<'_>,
        plain: &mut Box<Output>,
        call: impl FnOnce(&mut dyn Protocol, &mut Context<'_>),
    ) {
        plain.queued = cx.output.pending() + self.waiting;
        let mut inner = Context {
            output: plain,
            counters: cx.counters,
            local: match &mut cx.local {
                Some(local) => Some(&mut **local),
                None => None,
            },
            id: cx.id,
            peer: cx.peer,
            descriptor: cx.descriptor,
            notifier: cx.notifier,
            dispatcher: &mut *cx.dispatcher,
            unix_seconds: cx.unix_seconds,
            is_draining: cx.is_draining,
            runs_here: cx.runs_here,
            high_mark: cx.high_mark,
            idle_timeout_millis: cx.idle_timeout_millis,
            ending: self.ending,
            is_paused: self.is_paused,
            resumes: self.resumes,
            deadline: None,
        };
        call(&mut *self.protocol, &mut inner);
        self.is_congested |= inner.is_congested();
        (self.ending, self.is_paused, self.resumes) = (inner.ending, inner.is_paused, inner.resumes);
        if inner.deadline.is_some() {
            cx.deadline = inner.deadline;
        }
    }

    /// Gives it input and keeps what it does not use. Nothing may be left over from before.
    #[inline]
    pub(super) fn receive(&mut self, cx: &mut Context<'_>, plain: &mut Box<Output>, input: &[u8]) {
        let mut used = 0;
        self.call(cx, plain, |protocol, cx| used = protocol.receive(cx, input));
        if used < input.len() {
            self.pending = input[used..].to_vec();
        }
    }

    /// Gives it what waits for it, as long as it uses some and wants more.
    pub(super) fn deliver(&mut self, cx: &mut Context<'_>, plain: &mut Box<Output>) {
        while !self.owes_input && (self.has_news || self.resumes) && self.is_ready() {
            self.resumes = false;
            if self.pending.is_empty() {
                return;
            }
            self.has_news = false;
            let mut input = mem::take(&mut self.pending);
            let mut used = 0;
            self.call(cx, plain, |protocol, cx| used = protocol.receive(cx, &input));
            if used < input.len() {
                input.drain(..used);
                self.pending = input;
                if used == 0 && self.resumes {
                    // Others have their turn first.
                    self.owes_input = true;
                    cx.notifier.notify(cx.id);
                }
            }
        }
    }

    /// The next turn has come for a protocol that has asked for it.
    pub(super) fn remind(&mut self) {
        self.has_news |= mem::take(&mut self.owes_input);
    }

    /// The peer has taken enough: it may write again, and sees left-over input again.
    pub(super) fn drained(&mut self, cx: &mut Context<'_>, plain: &mut Box<Output>) {
        self.is_congested = false;
        self.resumes = true;
        self.call(cx, plain, |protocol, cx| protocol.drained(cx));
    }

    /// Puts its successor in its place; left-over input is for that one.
    pub(super) fn switch(&mut self, cx: &mut Context<'_>, plain: &mut Box<Output>, is_ended: bool) {
        match self.protocol.successor() {
            Some(successor) if !is_ended => {
                self.protocol = successor;
                (self.ending, self.is_paused, self.resumes) = (Ending::Open, false, true);
                self.call(cx, plain, |protocol, cx| protocol.opened(cx));
            }
            _ => self.ending = Ending::Close,
        }
    }
}
