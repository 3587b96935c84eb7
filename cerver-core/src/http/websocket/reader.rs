//! From the bytes of a client to its messages: a state machine that may be given any pieces.

use super::{
    deflate::Inflater,
    frame::{self, FrameHead, Opcode},
    utf8::Utf8,
    violation::{CloseCode, Violation},
};

/// What a client has sent; its bytes are in the buffer that was given to [`Reader::take`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Incoming {
    /// A message that is UTF-8.
    Text,
    /// Any other message.
    Binary,
    /// To be answered with the same bytes.
    Ping,
    /// The answer to a ping, or a sign of life.
    Pong,
    /// The client closes, or answers our closing. Without a code [`CloseCode::NONE`]; the bytes are its reason, UTF-8.
    Close(CloseCode),
}

/// How far [`Reader::take`] came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Bytes of the input that are used up.
    pub used: usize,
    /// None: it needs more. What is not used up then, less than the head of a frame, must come again with what follows.
    pub event: Option<Incoming>,
}

/// What a reader refuses, and what it undoes.
#[derive(Debug)]
pub struct Rules {
    /// Most bytes of one frame.
    pub frame_limit: u64,
    /// Most bytes of one message, uncompressed.
    pub message_limit: usize,
    /// Set when permessage-deflate was agreed upon.
    pub inflater: Option<Inflater>,
}

/// Reads what a client sends on one connection.
#[derive(Debug)]
pub struct Reader {
    rules: Rules,
    /// The frame whose bytes come now, and how many are still to come.
    frame: Option<(FrameHead, u64)>,
    /// The message that is begun.
    message: Option<Message>,
    /// Its bytes so far.
    bytes: Vec<u8>,
    /// The bytes so far of a control frame.
    control: Vec<u8>,
}

#[derive(Clone, Copy, Debug)]
struct Message {
    is_text: bool,
    is_compressed: bool,
    utf8: Utf8,
}

impl Reader {
    /// For a connection whose handshake is done.
    pub const fn new(rules: Rules) -> Self {
        Self { rules, frame: None, message: None, bytes: Vec::new(), control: Vec::new() }
    }

    /// Takes input up to the end of the next event, whose bytes are in `buffer` then, in place of what was there.
    #[inline]
    pub fn take(&mut self, input: &[u8], buffer: &mut Vec<u8>) -> Result<Taken, Violation> {
        if self.is_idle() {
            if let Some((opcode, mut key, length)) = frame::read_usual(input)
                && let Some(payload) = input[frame::USUAL_HEAD..].get(..length)
                && length <= self.rules.message_limit
                && length as u64 <= self.rules.frame_limit
            {
                buffer.clear();
                key.unmask(payload, buffer);
                return Ok(Taken { used: frame::USUAL_HEAD + length, event: Some(whole(opcode, buffer)?) });
            }
            let Some((head, length)) = FrameHead::read(input, self.rules.inflater.is_some())? else {
                return Ok(Taken { used: 0, event: None });
            };
            let payload = input[length..].get(..usize::try_from(head.length).unwrap_or(usize::MAX));
            if let Some(payload) = payload
                && let Some(event) = self.take_whole(head, payload, buffer)?
            {
                return Ok(Taken { used: length + payload.len(), event: Some(event) });
            }
        }
        self.take_parts(input, buffer)
    }

    /// True between messages, when nothing of another frame has come.
    #[inline]
    pub const fn is_idle(&self) -> bool {
        self.frame.is_none() && self.message.is_none()
    }

    /// A message in one frame that is there. None = it is another case.
    #[inline]
    fn take_whole(
        &self,
        mut head: FrameHead,
        payload: &[u8],
        buffer: &mut Vec<u8>,
    ) -> Result<Option<Incoming>, Violation> {
        let is_data = matches!(head.opcode, Opcode::Text | Opcode::Binary);
        let fits = head.length <= self.rules.frame_limit && payload.len() <= self.rules.message_limit;
        if !is_data || !head.is_final || head.is_compressed || !fits {
            return Ok(None);
        }
        buffer.clear();
        head.key.unmask(payload, buffer);
        whole(head.opcode, buffer).map(Some)
    }

    /// Any case.
    #[inline(never)]
    fn take_parts(&mut self, input: &[u8], buffer: &mut Vec<u8>) -> Result<Taken, Violation> {
        let mut used = 0;
        loop {
            let (mut head, left) = match self.frame.take() {
                Some(frame) => frame,
                None => {
                    let Some((head, length)) = FrameHead::read(&input[used..], self.rules.inflater.is_some())? else {
                        return Ok(Taken { used, event: None });
                    };
                    used += length;
                    self.begin(&head)?;
                    (head, head.length)
                }
            };
            let there = usize::try_from(left).map_or(input.len() - used, |left| left.min(input.len() - used));
            let piece = &input[used..used + there];
            used += there;
            let left = left - there as u64;
            if head.opcode.is_control() {
                head.key.unmask(piece, &mut self.control);
            } else {
                self.add(&mut head, piece, buffer)?;
            }
            if left > 0 {
                self.frame = Some((head, left));
                return Ok(Taken { used, event: None });
            }
            if let Some(event) = self.end(&head, buffer)? {
                return Ok(Taken { used, event: Some(event) });
            }
        }
    }

    /// The head of a frame has come: does it fit what is begun?
    fn begin(&mut self, head: &FrameHead) -> Result<(), Violation> {
        if head.opcode.is_control() {
            return Ok(());
        }
        if head.length > self.rules.frame_limit {
            return Err(Violation::TooBig);
        }
        match (&self.message, head.opcode) {
            (Some(_), Opcode::Continuation) => {}
            (Some(_), _) => return Err(Violation::Interleaved),
            (None, Opcode::Continuation) => return Err(Violation::Continuation),
            (None, opcode) => {
                self.message = Some(Message {
                    is_text: opcode == Opcode::Text,
                    is_compressed: head.is_compressed,
                    utf8: Utf8::default(),
                });
            }
        }
        let is_plain = self.message.is_some_and(|message| !message.is_compressed);
        if is_plain && head.length > (self.rules.message_limit - self.bytes.len()) as u64 {
            return Err(Violation::TooBig);
        }
        Ok(())
    }

    /// Adds a piece of a frame to its message.
    fn add(&mut self, head: &mut FrameHead, piece: &[u8], buffer: &mut Vec<u8>) -> Result<(), Violation> {
        let Some(message) = &mut self.message else { return Ok(()) };
        let before = self.bytes.len();
        match &mut self.rules.inflater {
            Some(inflater) if message.is_compressed => {
                buffer.clear();
                head.key.unmask(piece, buffer);
                inflater.take(buffer, &mut self.bytes, self.rules.message_limit)?;
            }
            _ => {
                grow(&mut self.bytes, piece.len(), self.rules.message_limit);
                head.key.unmask(piece, &mut self.bytes);
            }
        }
        if message.is_text && !message.utf8.take(&self.bytes[before..]) {
            return Err(Violation::Text);
        }
        Ok(())
    }

    /// A frame is complete.
    fn end(&mut self, head: &FrameHead, buffer: &mut Vec<u8>) -> Result<Option<Incoming>, Violation> {
        let event = match head.opcode {
            Opcode::Ping => Incoming::Ping,
            Opcode::Pong => Incoming::Pong,
            Opcode::Close => return self.close(buffer).map(Some),
            Opcode::Continuation | Opcode::Text | Opcode::Binary => {
                return if head.is_final { self.end_message(buffer) } else { Ok(None) };
            }
        };
        *buffer = std::mem::take(&mut self.control);
        Ok(Some(event))
    }

    fn end_message(&mut self, buffer: &mut Vec<u8>) -> Result<Option<Incoming>, Violation> {
        let Some(mut message) = self.message.take() else { return Ok(None) };
        if let Some(inflater) = self.rules.inflater.as_mut().filter(|_| message.is_compressed) {
            let before = self.bytes.len();
            inflater.finish(&mut self.bytes, self.rules.message_limit)?;
            if message.is_text && !message.utf8.take(&self.bytes[before..]) {
                return Err(Violation::Text);
            }
        }
        if message.is_text && !message.utf8.is_complete() {
            return Err(Violation::Text);
        }
        *buffer = std::mem::take(&mut self.bytes);
        Ok(Some(if message.is_text { Incoming::Text } else { Incoming::Binary }))
    }

    fn close(&mut self, buffer: &mut Vec<u8>) -> Result<Incoming, Violation> {
        *buffer = std::mem::take(&mut self.control);
        let code = match **buffer {
            [] => return Ok(Incoming::Close(CloseCode::NONE)),
            [_] => return Err(Violation::Close),
            [high, low, ref reason @ ..] if str::from_utf8(reason).is_ok() => {
                CloseCode(u16::from_be_bytes([high, low]))
            }
            _ => return Err(Violation::Close),
        };
        buffer.drain(..2);
        if code.may_be_sent() { Ok(Incoming::Close(code)) } else { Err(Violation::Close) }
    }
}

/// What a message in one frame is.
#[inline(always)]
fn whole(opcode: Opcode, bytes: &[u8]) -> Result<Incoming, Violation> {
    if opcode == Opcode::Binary {
        return Ok(Incoming::Binary);
    }
    if str::from_utf8(bytes).is_err() { Err(Violation::Text) } else { Ok(Incoming::Text) }
}

/// Makes room for `more` bytes that have come: step by step, whatever the head of a frame says, up to the limit.
pub(super) fn grow(bytes: &mut Vec<u8>, more: usize, limit: usize) {
    let needed = bytes.len() + more;
    if needed > bytes.capacity() {
        // One more: something may be put behind a complete message.
        let wanted = (bytes.capacity() * 2).clamp(needed, limit.max(needed)) + 1;
        bytes.reserve_exact(wanted - bytes.len());
    }
}

#[cfg(test)]
mod tests;
