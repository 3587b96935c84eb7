//! Bodies: how they are taken, and what becomes of a request whose body is complete.

mod pace;
mod sink;

pub(super) use self::sink::Decoder;
use self::{
    pace::Pace,
    sink::{Sink, Taken},
};
use super::{HttpConnection, Stage};
use crate::{
    config::HttpOptions,
    http::{
        chunked::ChunkLimits,
        exchange::{Answer, Exchange, Guard, State},
        head::Framing,
        header::KnownHeader,
        local::Desk,
        multipart,
        refusal::Refusal,
        request::Request,
        response::CONTINUE,
        route::{BodyMode, Rule},
        status::Status,
        trailers::Trailers,
        upload::{Owner, Upload},
    },
    protocol::Context,
};
use std::time::Instant;

/// A body that is being taken.
pub(super) struct Body {
    pub(super) exchange: Exchange,
    decoder: Decoder,
    sink: Sink,
    pace: Pace,
    limit: u64,
    /// The handler reads more slowly than the client sends: the connection is not read.
    is_waiting: bool,
}

impl Body {
    /// Its handler runs already.
    pub(super) fn is_streamed(&self) -> bool {
        matches!(self.sink, Sink::Handler)
    }

    /// What is still to come.
    pub(super) fn into_rest(self) -> Decoder {
        self.decoder
    }
}

impl HttpConnection {
    /// The body of a request is wanted: `100 Continue` is due, and a handler that reads it as it comes runs from here on.
    pub(super) fn start_body(
        &mut self,
        cx: &mut Context<'_>,
        desk: &mut Desk<'_>,
        exchange: Exchange,
        mut state: Guard,
    ) {
        let Some(rule) = desk.rule(&state) else { return };
        let options = &desk.site.options;
        let framing = state.request.head.framing;
        let wants_continue = state.request.head.expect_continue && self.left_over == 0;
        let limit = limit(&rule, &state, options.form_limit);
        let most = match framing {
            Framing::Length(length) => length.min(limit),
            _ => limit,
        };
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let sink = match (rule.mode, content_boundary(&state)) {
            (BodyMode::Streamed | BodyMode::Parts, _) | (BodyMode::NamedParts, Some(Ok(_))) => {
                state.stream_body(options.body_window, wants_continue);
                Sink::Handler
            }
            (BodyMode::Multipart, Some(Ok(boundary))) => {
                let owner = Owner { descriptor: cx.descriptor(), unix_seconds: cx.unix_seconds() };
                Sink::Upload(Box::new(Upload::new(&boundary, &desk.site.uploads, owner)))
            }
            _ => Sink::Memory(most),
        };
        let decoder = Decoder::of(framing);
        let is_streamed = matches!(sink, Sink::Handler);
        if let Sink::Memory(most) = sink
            && let Framing::Length(_) = framing
        {
            // Memory is taken as the bytes come, not as they are announced.
            state.request.body.reserve(most.min(BODY_RESERVED));
        }
        if wants_continue && !is_streamed {
            cx.output.write(CONTINUE);
        }
        let now = Instant::now();
        let mut pace = Pace::new(now, options, rule.timeout_millis);
        cx.set_deadline(pace.look(now).unwrap_or(1));
        self.stage = Stage::Body(Box::new(Body { exchange, decoder, sink, pace, limit, is_waiting: false }));
        if self.is_half_closed && self.left_over == 0 {
            drop(state);
            return self.drop_body(cx, desk);
        }
        if is_streamed {
            self.call_handler(cx, desk, exchange, state, rule.handler);
        }
    }

    /// Takes the next bytes of the body; returns how many, None when it must wait.
    pub(super) fn take_body(&mut self, cx: &mut Context<'_>, desk: &mut Desk<'_>, input: &[u8]) -> Option<usize> {
        let Stage::Body(body) = &mut self.stage else { return None };
        if body.is_waiting {
            return None;
        }
        let exchange = body.exchange;
        let mut state = exchange.slot_state()?;
        // What its handler has answered meanwhile, and has not been told of yet, stands before all that follows.
        cx.output.append(&mut state.output);
        let limits = chunk_limits(&desk.site.options, body.limit);
        let taken = match body.decoder.take(input, &mut body.sink, &mut state.request, &limits) {
            Ok(taken) => taken,
            Err(refusal) => {
                self.fail_body(cx, desk, state, refusal);
                return Some(input.len());
            }
        };
        let Taken { used, is_done } = taken;
        self.left_over = input.len() - used;
        body.pace.count(used);
        if is_done {
            if let Stage::Body(body) = std::mem::replace(&mut self.stage, Stage::Handling(exchange)) {
                self.finish_body(cx, desk, *body, state);
            }
        } else if body.is_streamed() {
            self.pass_on(cx, desk, state);
        }
        Some(used)
    }

    /// More of a streamed body has come: whoever reads it learns of that.
    fn pass_on(&mut self, cx: &mut Context<'_>, desk: &mut Desk<'_>, mut state: Guard) {
        let Stage::Body(body) = &self.stage else { return };
        let exchange = body.exchange;
        if state.answer == Answer::None {
            state.keep_alive = state.request.head.keep_alive && body.decoder.is_short(SKIPPED);
        }
        exchange.wake_waiting();
        if let Some(pieces) = self.due_pieces(desk, &mut state) {
            return self.call_handler(cx, desk, exchange, state, pieces);
        }
        self.watch_window(cx, desk, &state);
    }

    /// Reads no further while more waits for the handler than the window allows, and reads on when there is room.
    pub(super) fn watch_window(&mut self, cx: &mut Context<'_>, desk: &Desk<'_>, state: &State) {
        let Stage::Body(body) = &mut self.stage else { return };
        let is_full = state.request.intake.as_ref().is_some_and(|intake| intake.is_full);
        if is_full == body.is_waiting {
            return;
        }
        body.is_waiting = is_full;
        let now = Instant::now();
        if is_full {
            body.pace.pause(now);
            cx.pause();
            cx.set_deadline(desk.answer_timeout());
        } else {
            body.pace.resume(now);
            cx.set_deadline(body.pace.look(now).unwrap_or(1));
            cx.resume();
        }
    }

    /// The handler for pieces when it has something to do: bytes or the end have come since its last call, and no
    /// handler of this request runs.
    pub(super) fn due_pieces(&self, desk: &Desk<'_>, state: &mut State) -> Option<u32> {
        let rule = desk.rule(state)?;
        let is_free = state.is_returned && state.is_reading();
        let intake = state.request.intake.as_mut().filter(|intake| intake.is_streamed && intake.has_news && is_free)?;
        let pieces = rule.pieces?;
        intake.has_news = false;
        Some(pieces)
    }

    /// The body is complete.
    fn finish_body(&mut self, cx: &mut Context<'_>, desk: &mut Desk<'_>, body: Body, mut state: Guard) {
        let Body { exchange, decoder, sink, .. } = body;
        let request = &mut state.request;
        if let Decoder::Chunked(mut chunked) = decoder {
            let trailers = chunked.take_trailers();
            if !trailers.is_empty() {
                request.intake.get_or_insert_default().trailers = Trailers::parse(&trailers);
            }
        }
        match sink {
            Sink::Memory(_) if has_too_many_pairs(request, desk.site.options.form_pairs_limit) => {
                return self.refuse_request(cx, desk, exchange, state, TOO_MANY_PAIRS);
            }
            Sink::Memory(_) => {}
            Sink::Upload(upload) => match upload.finish() {
                Ok(parts) => request.intake.get_or_insert_default().parts = Some(parts),
                Err(refusal) => return self.refuse_request(cx, desk, exchange, state, refusal),
            },
            Sink::Handler => return self.finish_stream(cx, desk, exchange, state),
        }
        state.keep_alive = state.request.head.keep_alive && !self.is_last(cx);
        let Some(rule) = desk.rule(&state) else { return };
        self.answer_with(cx, desk, exchange, state, rule.handler);
    }

    /// The same for a handler that has read it as it came.
    fn finish_stream(&mut self, cx: &mut Context<'_>, desk: &mut Desk<'_>, exchange: Exchange, mut state: Guard) {
        if state.answer == Answer::None {
            state.keep_alive = state.request.head.keep_alive && !self.is_last(cx);
        }
        state.end_body();
        exchange.wake_waiting();
        match self.due_pieces(desk, &mut state) {
            Some(pieces) => self.answer_with(cx, desk, exchange, state, pieces),
            None => self.collect(cx, desk, exchange, state),
        }
    }

    /// The body breaks a rule or a limit.
    fn fail_body(&mut self, cx: &mut Context<'_>, desk: &mut Desk<'_>, state: Guard, refusal: Refusal) {
        let Stage::Body(body) = &self.stage else { return };
        let exchange = body.exchange;
        self.end_body(cx, desk, exchange, state, refusal);
    }

    /// Ends a request in the middle of its body.
    fn end_body(
        &mut self,
        cx: &mut Context<'_>,
        desk: &mut Desk<'_>,
        exchange: Exchange,
        mut state: Guard,
        refusal: Refusal,
    ) {
        if let Stage::Body(body) = &self.stage
            && body.is_streamed()
        {
            // Where the next request would begin is not certain any more.
            state.keep_alive = false;
            drop(state);
            return self.give_up(cx, desk, exchange, refusal);
        }
        // What was stored of it goes first.
        self.stage = Stage::Closing;
        self.refuse_request(cx, desk, exchange, state, refusal);
    }

    /// The time has come to look at the pace of the body.
    pub(super) fn check_pace(&mut self, cx: &mut Context<'_>, desk: &mut Desk<'_>) {
        let Stage::Body(body) = &mut self.stage else { return };
        let is_waiting = body.is_waiting;
        if !is_waiting && let Some(millis) = body.pace.look(Instant::now()) {
            return cx.set_deadline(millis);
        }
        let exchange = body.exchange;
        cx.counters.timeouts.add(1);
        let refusal = if is_waiting { NOT_READ } else { TOO_SLOW };
        if let Some(state) = exchange.slot_state() {
            self.end_body(cx, desk, exchange, state, refusal);
        }
    }

    /// The client has ended its side in the middle of a body.
    pub(super) fn drop_body(&mut self, cx: &mut Context<'_>, desk: &mut Desk<'_>) {
        if let Stage::Body(body) = &self.stage
            && body.is_streamed()
        {
            if let Some(state) = body.exchange.slot_state() {
                desk.observer.end_early(&state, false);
                body.exchange.abandon(state);
            }
        } else {
            self.drop_request(desk);
        }
        self.stage = Stage::Closing;
        cx.close();
    }
}

/// The limits of chunks, with one for their content.
pub(super) fn chunk_limits(options: &HttpOptions, body: u64) -> ChunkLimits {
    ChunkLimits { body, extension: options.chunk_extension_limit, trailer: options.trailer_limit }
}

/// The most that a body may have.
fn limit(rule: &Rule, state: &State, form_limit: usize) -> u64 {
    match rule.mode {
        BodyMode::Streamed => rule.limit,
        _ if state.request.is_form() => rule.limit.min(form_limit as u64),
        _ => rule.limit,
    }
}

/// Why the body of a request is not wanted, as its head and its route tell.
pub(super) fn check_head(rule: &Rule, state: &State, form_limit: usize) -> Result<(), Refusal> {
    if let Framing::Length(length) = state.request.head.framing
        && length > limit(rule, state, form_limit)
    {
        return Err(TOO_LARGE);
    }
    if rule.needs_length && state.request.head.framing == Framing::Chunked {
        return Err(NO_LENGTH);
    }
    match (rule.mode, content_boundary(state)) {
        (BodyMode::Multipart | BodyMode::Parts | BodyMode::NamedParts, Some(Err(refusal))) => Err(refusal),
        (BodyMode::Parts, None) => Err(NO_FORM),
        _ => Ok(()),
    }
}

fn content_boundary(state: &State) -> Option<Result<Vec<u8>, Refusal>> {
    multipart::boundary(state.request.header(KnownHeader::ContentType)?)
}

fn has_too_many_pairs(request: &Request, limit: usize) -> bool {
    let is_end = |byte: &&u8| **byte == b'&';
    request.is_form() && request.body().iter().filter(is_end).count() >= limit
}

/// Memory for a body that is made ready before its first byte.
const BODY_RESERVED: usize = 64 * 1024;
/// A body that nobody wants is taken and dropped when no more than this is to come; otherwise the connection closes.
pub(super) const SKIPPED: u64 = 64 * 1024;

const NO_LENGTH: Refusal = Refusal::new(Status::LENGTH_REQUIRED, "Send a Content-Length in place of chunks.");
const NO_FORM: Refusal = Refusal::new(Status::UNSUPPORTED_MEDIA_TYPE, "Send multipart/form-data.");
const TOO_LARGE: Refusal = Refusal::new(Status::PAYLOAD_TOO_LARGE, "The body is larger than this server takes.");
const TOO_MANY_PAIRS: Refusal = Refusal::new(Status::PAYLOAD_TOO_LARGE, "The form has too many fields.");
const TOO_SLOW: Refusal = Refusal::new(Status::REQUEST_TIMEOUT, "The request took too long to arrive.");
const NOT_READ: Refusal = Refusal::new(Status::SERVICE_UNAVAILABLE, "The answer took too long.");
