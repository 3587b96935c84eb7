//! Sends a case's bytes and judges what comes back.

use crate::case::{Answer, Case, End, get};
use std::{
    io::{ErrorKind, Read, Write},
    net::{Ipv4Addr, Shutdown, TcpStream},
    time::Duration,
};

/// Runs one case against a server of this machine, its bytes cut at these places. `limit` is what each read may take.
pub fn run(case: &Case, port: u16, cuts: &[usize], limit: Duration) -> Result<(), String> {
    let mut wire = Wire::connect(port, limit)?;
    wire.send(&case.bytes, cuts);
    if case.is_finished {
        // The server may have closed by itself.
        let _ = wire.stream.shutdown(Shutdown::Write);
    }
    for (number, answer) in case.answers.iter().enumerate() {
        let judged = wire.message(answer.is_head).and_then(|message| judge(&message, answer));
        judged.map_err(|reason| format!("answer {}: {reason}", number + 1))?;
    }
    if let Some(frames) = &case.frames {
        let came = wire.frames()?;
        if came != *frames {
            return Err(format!("frames {came:?} instead of {frames:?}"));
        }
    }
    match case.end {
        End::Closed => wire.expect_end()?,
        End::Open if case.is_finished => wire.expect_end()?,
        End::Open => wire.ask("/later", "later").map_err(|reason| format!("the request after it: {reason}"))?,
    }
    if let Some((path, text)) = &case.then {
        let asked = Wire::connect(port, limit)?.ask(path, text);
        asked.map_err(|reason| format!("{path} afterwards: {reason}"))?;
    }
    Ok(())
}

/// The entity tag that a server gives the letters; another text when it gives none.
pub fn tag(port: u16, limit: Duration) -> String {
    let ask = || {
        let mut wire = Wire::connect(port, limit).ok()?;
        wire.send(get("/letters.txt").as_bytes(), &[]);
        Some(wire.message(false).ok()?.header("ETag")?.to_owned())
    };
    ask().unwrap_or_else(|| "\"none\"".into())
}

/// One answer as it came.
struct Message {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Message {
    fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.headers.iter().filter(move |(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }
}

/// Whether a message is the answer that was expected, and keeps the rules of all answers.
fn judge(message: &Message, expected: &Answer) -> Result<(), String> {
    let shown = String::from_utf8_lossy(&message.body).into_owned();
    if !expected.statuses.contains(&message.status) {
        return Err(format!("status {} instead of {:?}: {shown:.200}", message.status, expected.statuses));
    }
    general_rules(message)?;
    if let Some(body) = &expected.body
        && *body != message.body
    {
        return Err(format!("body {shown:?} instead of {:?}", String::from_utf8_lossy(body)));
    }
    if !expected.parts.is_empty() {
        let parts = parts(message).ok_or_else(|| format!("no right parts: {shown:?}"))?;
        if parts != expected.parts {
            return Err(format!("parts {parts:?} instead of {:?}", expected.parts));
        }
    }
    for (name, value) in &expected.headers {
        let came = message.header(name);
        if !is_value(came, value.as_deref(), message.header("Date")) {
            return Err(format!("{name}: {came:?} instead of {value:?}"));
        }
    }
    Ok(())
}

/// Whether a header is what [`Answer::headers`] says.
fn is_value(came: Option<&str>, value: Option<&str>, date: Option<&str>) -> bool {
    let (Some(came), Some(value)) = (came, value) else {
        return came == value || value.is_some_and(|value| value.starts_with('?'));
    };
    if value == "<=Date" {
        // `Sun, 06 Nov 1994 08:49:37 GMT`: by years.
        return is_fixdate(came) && date.is_some_and(|date| came[12..16] <= date[12..16]);
    }
    if let Some(limit) = value.strip_prefix('<') {
        return came.parse::<u64>().is_ok_and(|number| limit.parse().is_ok_and(|limit: u64| number < limit));
    }
    match value.strip_suffix('*') {
        Some(start) => came.starts_with(start),
        None => came == value.trim_start_matches('?'),
    }
}

/// Ranges and bytes of a `multipart/byteranges` body, when its lines are as RFC 2046 section 5.1.1 asks.
fn parts(message: &Message) -> Option<Vec<String>> {
    let boundary = message.header("Content-Type")?.strip_prefix("multipart/byteranges; boundary=")?;
    let body = String::from_utf8_lossy(&message.body).into_owned();
    let inside = body.strip_prefix(&format!("--{boundary}\r\n"))?.strip_suffix(&format!("\r\n--{boundary}--\r\n"))?;
    let part = |text: &str| {
        let (head, content) = text.split_once("\r\n\r\n")?;
        let range = head.split("\r\n").find_map(|line| line.strip_prefix("Content-Range: "))?;
        Some(format!("{range}\n{content}"))
    };
    inside.split(&format!("\r\n--{boundary}\r\n")).map(part).collect()
}

/// What holds for every answer of an origin server.
fn general_rules(message: &Message) -> Result<(), String> {
    let status = message.status;
    if (200..500).contains(&status) {
        let date = message.header("Date").ok_or("no Date (RFC 9110 section 6.6.1)")?;
        if !is_fixdate(date) {
            return Err(format!("Date: {date} is no IMF-fixdate (RFC 9110 section 5.6.7)"));
        }
    }
    let has_coding = message.header("Transfer-Encoding").is_some();
    let has_length = message.header("Content-Length").is_some();
    if has_coding && has_length {
        return Err("Content-Length beside Transfer-Encoding (RFC 9112 section 6.2)".into());
    }
    if (status < 200 || status == 204) && (has_coding || has_length) {
        return Err("framing of a body that cannot be (RFC 9112 section 6.1, RFC 9110 section 8.6)".into());
    }
    if status == 405 && message.header("Allow").is_none() {
        return Err("405 without Allow (RFC 9110 section 15.5.6)".into());
    }
    if (status == 101 || status == 426) && message.header("Upgrade").is_none() {
        return Err("Upgrade is missing (RFC 9110 section 7.8)".into());
    }
    if status == 401 && message.header("WWW-Authenticate").is_none() {
        return Err("401 without a challenge (RFC 9110 section 15.5.2)".into());
    }
    for (name, _) in &message.headers {
        if !name.eq_ignore_ascii_case("Set-Cookie") && message.all(name).count() > 1 {
            return Err(format!("{name} comes twice (RFC 9110 section 5.3)"));
        }
    }
    Ok(())
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`
fn is_fixdate(text: &str) -> bool {
    const FORM: &[u8] = b"Aaa, 00 Aaa 0000 00:00:00 GMT";
    text.len() == FORM.len()
        && text.bytes().zip(FORM).all(|(byte, form)| match form {
            b'0' => byte.is_ascii_digit(),
            b'A' => byte.is_ascii_uppercase(),
            b'a' => byte.is_ascii_lowercase(),
            other => byte == *other,
        })
}

struct Wire {
    stream: TcpStream,
    received: Vec<u8>,
}

impl Wire {
    fn connect(port: u16, limit: Duration) -> Result<Self, String> {
        let connect = || {
            let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
            stream.set_read_timeout(Some(limit))?;
            stream.set_write_timeout(Some(limit))?;
            stream.set_nodelay(true)?;
            Ok(Self { stream, received: Vec::new() })
        };
        connect().map_err(|error: std::io::Error| error.to_string())
    }

    fn send(&mut self, bytes: &[u8], cuts: &[usize]) {
        let mut from = 0;
        for &to in cuts.iter().chain([&bytes.len()]) {
            // Who refuses the first half may close before the second: what counts is the answer.
            if self.stream.write_all(&bytes[from..to]).is_err() {
                return;
            }
            from = to;
        }
    }

    fn ask(&mut self, path: &str, text: &str) -> Result<(), String> {
        self.send(get(path).as_bytes(), &[]);
        judge(&self.message(false)?, &Answer::text(text))
    }

    fn expect_end(&mut self) -> Result<(), String> {
        while self.more()? {}
        if self.received.is_empty() {
            return Ok(());
        }
        Err(format!("more came than was owed: {:.80?}", String::from_utf8_lossy(&self.received)))
    }

    /// What comes up to a close frame, in words.
    fn frames(&mut self) -> Result<String, String> {
        let mut words = Vec::new();
        loop {
            let head = self.take(2)?;
            let length = match head[1] {
                126 => self.take(2)?,
                127 => self.take(8)?,
                short => vec![short],
            };
            let length = length.iter().fold(0, |length, byte| length << 8 | usize::from(*byte));
            if length > 1 << 20 {
                return Err(format!("a frame of {length} bytes"));
            }
            let payload = self.take(length)?;
            let text = String::from_utf8_lossy(&payload);
            words.push(match head[0] {
                0x81 => format!("text {text}"),
                0x82 => format!("binary {text}"),
                0x8a => format!("pong {text}"),
                0x88 if payload.is_empty() => "close".to_owned(),
                0x88 if length > 1 => format!("close {}", u16::from_be_bytes([payload[0], payload[1]])),
                other => return Err(format!("a frame that begins with {other:#x}")),
            });
            if head[0] == 0x88 {
                return Ok(words.join("; "));
            }
        }
    }

    fn message(&mut self, is_head: bool) -> Result<Message, String> {
        let head = self.until(b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(&head[..head.len() - 4]).into_owned();
        if let Some(bad) = head.replace("\r\n", "").chars().find(|letter| letter.is_control() && *letter != '\t') {
            return Err(format!("{bad:?} in the head of the answer: {head:?}"));
        }
        let mut lines = head.split("\r\n");
        let status_line = lines.next().unwrap_or_default();
        let status = status_line
            .strip_prefix("HTTP/1.1 ")
            .filter(|rest| rest.as_bytes().get(3) == Some(&b' '))
            .and_then(|rest| rest[..3].parse::<u16>().ok())
            .ok_or_else(|| format!("no status line: {status_line:?}"))?;
        let mut headers = Vec::new();
        for line in lines {
            let (name, value) = line.split_once(':').ok_or_else(|| format!("no header: {line:?}"))?;
            if name.is_empty() || name.contains([' ', '\t']) {
                return Err(format!("no header: {line:?}"));
            }
            headers.push((name.to_owned(), value.trim_matches([' ', '\t']).to_owned()));
        }
        let mut message = Message { status, headers, body: Vec::new() };
        if !is_head && status >= 200 && status != 204 && status != 304 {
            message.body = self.body(&message)?;
        }
        Ok(message)
    }

    fn body(&mut self, message: &Message) -> Result<Vec<u8>, String> {
        if let Some(coding) = message.header("Transfer-Encoding") {
            return if coding == "chunked" { self.chunks() } else { Err(format!("Transfer-Encoding: {coding}")) };
        }
        let Some(length) = message.header("Content-Length") else {
            while self.more()? {}
            return Ok(std::mem::take(&mut self.received));
        };
        let length = length.parse::<usize>().map_err(|error| format!("Content-Length: {error}"))?;
        self.take(length)
    }

    fn chunks(&mut self) -> Result<Vec<u8>, String> {
        let mut body = Vec::new();
        loop {
            let line = self.until(b"\r\n")?;
            let digits = String::from_utf8_lossy(&line[..line.len() - 2]).into_owned();
            let size = usize::from_str_radix(&digits, 16).map_err(|error| format!("chunk size {digits:?}: {error}"))?;
            if size == 0 {
                while self.until(b"\r\n")?.len() > 2 {}
                return Ok(body);
            }
            body.extend(self.take(size)?);
            if self.take(2)? != b"\r\n" {
                return Err("a chunk is longer than it says".into());
            }
        }
    }

    fn until(&mut self, mark: &[u8]) -> Result<Vec<u8>, String> {
        loop {
            if let Some(start) = self.received.windows(mark.len()).position(|part| part == mark) {
                return self.take(start + mark.len());
            }
            if !self.more()? {
                return Err(format!(
                    "the connection ended; before it came {:.80?}",
                    String::from_utf8_lossy(&self.received)
                ));
            }
        }
    }

    fn take(&mut self, length: usize) -> Result<Vec<u8>, String> {
        while self.received.len() < length {
            if !self.more()? {
                return Err("the connection ended inside a body".into());
            }
        }
        let rest = self.received.split_off(length);
        Ok(std::mem::replace(&mut self.received, rest))
    }

    /// False at the end of the stream; a reset is an end too.
    fn more(&mut self) -> Result<bool, String> {
        let mut buffer = [0; 16 * 1024];
        let count = match self.stream.read(&mut buffer) {
            Ok(count) => count,
            Err(error) if error.kind() == ErrorKind::ConnectionReset => 0,
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Err("nothing came in time".into()),
            Err(error) => return Err(error.to_string()),
        };
        self.received.extend_from_slice(&buffer[..count]);
        Ok(count > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        assert!(is_fixdate("Sun, 06 Nov 1994 08:49:37 GMT"));
        for bad in ["Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 UTC", "Sunday, 06-Nov-94 08:49:37 GMT"] {
            assert!(!is_fixdate(bad), "{bad}");
        }
    }
}
