//! How the model reads requests.

use super::extensions::are_extensions;
use crate::faults::Fault;
use std::{io::Read, net::TcpStream, time::Duration};

/// Why no request comes out.
pub enum Stop {
    /// The client has gone, or nothing more comes.
    End,
    /// An answer with this status; true: to HEAD.
    Refuse(u16, bool),
}

pub type Parsed<T> = Result<T, Stop>;

#[derive(Clone)]
pub struct Request {
    pub method: String,
    pub path: String,
    pub query: Option<String>,
    pub host: String,
    pub minor: u8,
    pub fields: Vec<(Vec<u8>, Vec<u8>)>,
    pub body: Vec<u8>,
    pub keep_alive: bool,
}

impl Request {
    /// All values of a name.
    pub fn all(&self, name: &str) -> Vec<String> {
        values(&self.fields, name, None)
    }

    /// The first value of a name.
    pub fn field(&self, name: &str) -> Option<String> {
        values(&self.fields, name, None).into_iter().next()
    }
}

/// What has come and is not used.
pub struct Input {
    stream: TcpStream,
    bytes: Vec<u8>,
    fault: Option<Fault>,
    /// The request being read is one of HEAD.
    is_head: bool,
    /// Bytes of the head so far.
    head: usize,
}

enum Framing {
    None,
    Length(u64),
    Chunked,
}

impl Input {
    pub fn new(stream: TcpStream, fault: Option<Fault>) -> Self {
        Self { stream, bytes: Vec::new(), fault, is_head: false, head: 0 }
    }

    /// Nothing is at hand, and nothing more lies in the socket.
    pub fn is_used_up(&mut self) -> bool {
        self.bytes.is_empty()
    }

    /// The client has ended its side, and all it sent is used.
    pub fn is_at_end(&mut self) -> bool {
        // The end follows the last bytes, but on a busy machine not at once.
        let _ = self.stream.set_read_timeout(Some(Duration::from_millis(60)));
        let ended = self.bytes.is_empty() && matches!(self.stream.read(&mut [0]), Ok(0));
        let _ = self.stream.set_read_timeout(Some(Duration::from_secs(20)));
        ended
    }

    /// Reads to the end of the stream, for a moment.
    pub fn drain(mut self) {
        let _ = self.stream.set_read_timeout(Some(Duration::from_millis(100)));
        let mut buffer = [0; 64 * 1024];
        while matches!(self.stream.read(&mut buffer), Ok(1..)) {}
    }

    /// Forgets the line of a bad request.
    pub fn forget(&mut self) {
        let end = self.bytes.windows(4).position(|part| part == b"\r\n\r\n").map_or(0, |at| at + 4);
        self.bytes.drain(..end);
    }

    /// The next request with its body; `interim` sends the answer that asks for it.
    pub fn request(&mut self, mut interim: impl FnMut(&[u8])) -> Parsed<Request> {
        (self.head, self.is_head) = (0, false);
        let mut line = self.line(16 * 1024, 414)?;
        if line.is_empty() && !self.has(Fault::NoEmptyLine) {
            line = self.line(16 * 1024, 414)?;
        }
        let (method, target, minor) = self.request_line(&line)?;
        self.is_head = method == "HEAD";
        let fields = self.fields()?;
        let host = self.host(&fields, minor)?;
        let (host, path, query) = self.target(&method, &target, host)?;
        let framing = self.framing(&fields, minor)?;
        let keep_alive = self.keeps(&fields, minor);
        let mut request = Request { method, path, query, host, minor, fields, body: Vec::new(), keep_alive };
        self.expectation(&request, &framing, &mut interim)?;
        let body = match framing {
            _ if self.has(Fault::NoBodies) => Ok(Vec::new()),
            Framing::None => Ok(Vec::new()),
            Framing::Length(length) if length > 16 << 20 && !self.has(Fault::NoLimits) => return self.refuse(413),
            Framing::Length(length) => self.take(length as usize),
            Framing::Chunked => self.chunks(&mut request),
        };
        match body {
            Ok(body) => request.body = body,
            Err(Stop::End) if self.has(Fault::ActsEarly) => {}
            Err(stop) => return Err(stop),
        }
        Ok(request)
    }

    fn request_line(&self, line: &[u8]) -> Parsed<(String, String, u8)> {
        let text = String::from_utf8_lossy(line).into_owned();
        if self.has(Fault::LooseLine) {
            let mut parts = text
                .split(|letter: char| letter.is_ascii_whitespace() || letter == '\x0b')
                .filter(|part| !part.is_empty());
            let method = parts.next().unwrap_or("GET").to_owned();
            return Ok((method, parts.next().unwrap_or("/").to_owned(), 1));
        }
        let parts: Vec<_> = text.split(' ').collect();
        let [method, target, version] = parts[..] else { return self.refuse(400) };
        let digits: Vec<_> = version.strip_prefix("HTTP/").unwrap_or_default().bytes().collect();
        let minor = match digits[..] {
            _ if self.has(Fault::AnyVersion) => 1,
            [b'1', b'.', b'0'] => 0,
            [b'1', b'.', b'1'..=b'9'] => 1,
            [b'0'..=b'9', b'.', b'0'..=b'9'] => return self.refuse_as(505, method == "HEAD"),
            _ => return self.refuse(400),
        };
        let visible = target.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#');
        if !is_token(method.as_bytes()) || target.is_empty() || !visible && !self.has(Fault::LooseTarget) {
            return self.refuse(400);
        }
        let method = if self.has(Fault::LowerMethods) { method.to_uppercase() } else { method.to_owned() };
        Ok((method, target.to_owned(), minor))
    }

    fn fields(&mut self) -> Parsed<Vec<(Vec<u8>, Vec<u8>)>> {
        let mut fields: Vec<(Vec<u8>, Vec<u8>)> = Vec::new();
        loop {
            let line = match self.line(64 * 1024, 431) {
                Err(Stop::End) if self.has(Fault::ActsEarly) => return Ok(fields),
                line => line?,
            };
            if line.is_empty() {
                return Ok(fields);
            }
            if fields.len() >= 128 && !self.has(Fault::NoLimits) {
                return self.refuse(431);
            }
            if self.has(Fault::Folds) && matches!(line[0], b' ' | b'\t') {
                if let Some((_, value)) = fields.last_mut() {
                    value.extend_from_slice(&line);
                    *value = value.trim_ascii().to_vec();
                }
                continue;
            }
            fields.extend(self.field(&line)?);
        }
    }

    fn field(&self, line: &[u8]) -> Parsed<Option<(Vec<u8>, Vec<u8>)>> {
        let colon = line.iter().position(|byte| *byte == b':').filter(|at| *at > 0);
        let Some(colon) = colon else {
            return if self.has(Fault::SkipsBadFields) { Ok(None) } else { self.refuse(400) };
        };
        let (mut name, mut value) = (line[..colon].to_vec(), line[colon + 1..].to_vec());
        if self.has(Fault::LooseNames) {
            name.retain(|byte| is_token(&[*byte]));
        } else if !is_token(&name) {
            return self.refuse(400);
        }
        if !self.has(Fault::NoTrim) {
            let space = |byte: &u8| matches!(byte, b' ' | b'\t');
            let start = value.iter().position(|byte| !space(byte)).unwrap_or(value.len());
            let end = value.iter().rposition(|byte| !space(byte)).map_or(start, |at| at + 1);
            value = value[start..end].to_vec();
        }
        let wrong = |byte: &u8| {
            (byte.is_ascii_control() && *byte != b'\t' && !self.has(Fault::LooseValues))
                || (*byte >= 0x80 && self.has(Fault::AsciiValues))
        };
        if value.iter().any(wrong) { self.refuse(400) } else { Ok(Some((name, value))) }
    }

    fn host(&self, fields: &[(Vec<u8>, Vec<u8>)], minor: u8) -> Parsed<String> {
        let hosts = values(fields, "Host", self.fault);
        match &hosts[..] {
            [] if minor == 0 || self.has(Fault::NoHostRule) => Ok(String::new()),
            [host, ..] if self.has(Fault::AnyHost) => Ok(host.clone()),
            [host] if self.has(Fault::NamesOnly) && !host.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
                self.refuse(400)
            }
            [host] if host.is_empty() || is_authority(host) => Ok(host.clone()),
            _ => self.refuse(400),
        }
    }

    fn target(&self, method: &str, target: &str, host: String) -> Parsed<(String, String, Option<String>)> {
        let whole = |host: String, rest: &str| {
            let (path, query) =
                rest.split_once('?').map_or((rest, None), |(path, query)| (path, Some(query.to_owned())));
            Ok((host, if path.is_empty() { "/".to_owned() } else { path.to_owned() }, query))
        };
        let lower = target.to_lowercase();
        let address = ["http://", "https://"]
            .iter()
            .find_map(|scheme| lower.starts_with(scheme).then(|| &target[scheme.len()..]));
        if let (Some(_), true) = (address, self.has(Fault::NoAbsolute)) {
            return self.refuse(400);
        }
        if let Some(rest) = address.filter(|_| method != "CONNECT") {
            let end = rest.find(['/', '?']).unwrap_or(rest.len());
            if !is_authority(&rest[..end]) && !self.has(Fault::LooseTarget) {
                return self.refuse(400);
            }
            if lower.starts_with("https") && !self.has(Fault::Https) {
                return self.refuse(421);
            }
            return whole(if self.has(Fault::HostCounts) { host } else { rest[..end].to_owned() }, &rest[end..]);
        }
        let port = target.rsplit_once(':').is_some_and(|(host, port)| !host.is_empty() && !port.is_empty());
        match target {
            _ if self.has(Fault::LooseTarget) => whole(host, &format!("/{}", target.trim_start_matches('/'))),
            _ if method == "CONNECT" && port && is_authority(target) => whole(target.to_owned(), ""),
            _ if method == "CONNECT" => self.refuse(400),
            "*" if method == "OPTIONS" => whole(host, "*"),
            _ if target.starts_with('/') => whole(host, target),
            _ => self.refuse(400),
        }
    }

    fn framing(&self, fields: &[(Vec<u8>, Vec<u8>)], minor: u8) -> Parsed<Framing> {
        let lengths = values(fields, "Content-Length", self.fault);
        let codings = values(fields, "Transfer-Encoding", self.fault);
        let coding = match &codings[..] {
            [] => None,
            _ if self.has(Fault::LooseCoding) => {
                codings.join(",").to_lowercase().contains("chunked").then_some(Framing::Chunked)
            }
            _ if minor == 0 && !self.has(Fault::Coding10) => return self.refuse(400),
            _ if self.has(Fault::NoChunks) => return self.refuse(501),
            [one] if one.eq_ignore_ascii_case("chunked") => Some(Framing::Chunked),
            [_] if self.has(Fault::UnknownCoding501) => return self.refuse(501),
            [one] if one.ends_with(", chunked") && !one.starts_with("chunked") && !one.starts_with(',') => {
                return self.refuse(501);
            }
            _ => return self.refuse(400),
        };
        let length = match &lengths[..] {
            [] => None,
            [first, ..] if self.has(Fault::LooseLength) => Some(loose_number(first, 10)),
            [one] if self.has(Fault::LengthOfDigits) && one.len() > 1 && one.starts_with('0') => {
                return self.refuse(400);
            }
            [one] if !one.is_empty() && one.bytes().all(|byte| byte.is_ascii_digit()) => match one.parse::<u64>() {
                Ok(length) if self.has(Fault::SmallLength) => Some(u64::from(length as u32)),
                Ok(length) => Some(length),
                Err(_) if self.has(Fault::SmallLength) => Some(5),
                Err(_) => return self.refuse(400),
            },
            [..] if self.has(Fault::CodingWins) && coding.is_some() => None,
            _ => return self.refuse(400),
        };
        match (length, coding) {
            (Some(length), Some(_)) if self.has(Fault::LengthWins) => Ok(Framing::Length(length)),
            (Some(_), Some(coding)) if self.has(Fault::CodingWins) => Ok(coding),
            (Some(_), Some(_)) => self.refuse(400),
            (_, Some(coding)) => Ok(coding),
            (Some(length), None) => Ok(Framing::Length(length)),
            (None, None) => Ok(Framing::None),
        }
    }

    fn keeps(&self, fields: &[(Vec<u8>, Vec<u8>)], minor: u8) -> bool {
        let whole = values(fields, "Connection", self.fault).join(",").to_lowercase();
        let has = |option: &str| match self.fault {
            Some(Fault::LooseOptions) => whole.contains(option),
            Some(Fault::OneOption) => whole == option,
            _ => whole.split(',').any(|part| part.trim() == option),
        };
        !has("close") && (minor == 1 || has("keep-alive") || self.has(Fault::Stays10))
    }

    fn expectation(&mut self, request: &Request, framing: &Framing, interim: &mut impl FnMut(&[u8])) -> Parsed<()> {
        let expected = request.field("Expect").map(|value| value.to_lowercase());
        let has_body = !matches!(framing, Framing::None | Framing::Length(0));
        let too_large = matches!(framing, Framing::Length(length) if *length > 16 << 20);
        match expected.as_deref() {
            Some(_) if self.has(Fault::RefusesExpect) => return self.refuse(417),
            Some("100-continue") | None => {}
            Some(_) => return self.refuse(417),
        }
        let asked = expected.is_some() && request.minor == 1;
        if (asked || self.has(Fault::Continues))
            && has_body
            && !too_large
            && self.bytes.is_empty()
            && !self.has(Fault::NoContinue)
        {
            interim(b"HTTP/1.1 100 Continue\r\n\r\n");
        }
        Ok(())
    }

    fn chunks(&mut self, request: &mut Request) -> Parsed<Vec<u8>> {
        let mut body = Vec::new();
        let mut extensions = 0;
        loop {
            let line = if self.has(Fault::LooseExtensions) { self.raw_line()? } else { self.line_of(64 * 1024, 400)? };
            let text = String::from_utf8_lossy(&line).into_owned();
            let (digits, extension) =
                text.split_once(';').map_or((text.as_str(), None), |(digits, rest)| (digits, Some(rest)));
            let digits = if extension.is_some() { digits.trim_end_matches([' ', '\t']) } else { digits };
            extensions += extension.map_or(0, str::len);
            let bad = extension.is_some_and(|text| !are_extensions(text));
            if extension.is_some() && self.has(Fault::NoExtensions)
                || bad && !self.has(Fault::LooseExtensions)
                || extensions > 4096 && !self.has(Fault::NoLimits)
            {
                return self.refuse(400);
            }
            let size = if self.has(Fault::LooseSize) {
                loose_number(digits, 16)
            } else if digits.is_empty() || digits.len() > 16 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                return self.refuse(400);
            } else {
                u64::from_str_radix(digits, 16).map_err(|_| Stop::Refuse(400, self.is_head))?
            };
            if size == 0 {
                let trailers = self.trailers()?;
                if self.has(Fault::MergesTrailers) {
                    request.keep_alive &= !trailers.iter().any(|(_, value)| value == b"close");
                    request.fields.extend(trailers);
                }
                return Ok(body);
            }
            if size.saturating_add(body.len() as u64) > 16 << 20 && !self.has(Fault::NoLimits) {
                return self.refuse(413);
            }
            body.extend(self.take(size as usize)?);
            if self.has(Fault::LooseChunkEnd) {
                self.raw_line()?;
            } else if self.take(1)? != b"\r" && !self.has(Fault::BareLf)
                || !self.has(Fault::BareLf) && self.take(1)? != b"\n"
            {
                return self.refuse(400);
            }
        }
    }

    fn trailers(&mut self) -> Parsed<Vec<(Vec<u8>, Vec<u8>)>> {
        self.head = 64 * 1024 - 8 * 1024;
        if !self.has(Fault::LooseTrailers) {
            return self.fields();
        }
        while !self.raw_line()?.is_empty() {}
        Ok(Vec::new())
    }

    /// A line of the head, without its end.
    fn line(&mut self, most: usize, status: u16) -> Parsed<Vec<u8>> {
        let most = if self.has(Fault::SmallLimits) { 300 } else { most.saturating_sub(self.head) };
        let line = self.line_of(most, status)?;
        self.head += line.len() + 2;
        Ok(line)
    }

    fn line_of(&mut self, most: usize, status: u16) -> Parsed<Vec<u8>> {
        let mut seen = 0;
        let ends = |byte: u8| byte == b'\n' || byte == b'\r' || byte == 0x85;
        loop {
            let end = self.bytes[seen..].iter().position(|byte| ends(*byte)).map(|at| at + seen);
            if let Some(end) = end {
                let after = self.bytes.get(end + 1).copied();
                let (byte, next) = (self.bytes[end], after);
                let skip = match (byte, next) {
                    (b'\r', Some(b'\n')) => 2,
                    (b'\r', None) => 0,
                    (b'\r', _) if self.has(Fault::BareCr) => 1,
                    (b'\r', _) if self.has(Fault::LooseValues) => usize::MAX,
                    (b'\n', _) if self.has(Fault::BareLf) => 1,
                    (0x85, _) if self.has(Fault::Latin) => 1,
                    (0x85, _) => usize::MAX,
                    _ => return self.refuse(400),
                };
                if skip == usize::MAX {
                    seen = end + 1;
                    continue;
                } else if skip > 0 {
                    let line = self.bytes[..end].to_vec();
                    self.bytes.drain(..end + skip);
                    return if line.len() > most && !self.has(Fault::NoLimits) {
                        self.refuse(status)
                    } else {
                        Ok(line)
                    };
                }
                seen = end;
            }
            if self.bytes.len() > most + 1 && !self.has(Fault::NoLimits) {
                return self.refuse(status);
            }
            self.more()?;
        }
    }

    /// Everything up to the next LF.
    fn raw_line(&mut self) -> Parsed<Vec<u8>> {
        loop {
            if let Some(end) = self.bytes.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.bytes.drain(..=end).collect();
                return Ok(line[..end].strip_suffix(b"\r").unwrap_or(&line[..end]).to_vec());
            }
            self.more()?;
        }
    }

    pub fn take(&mut self, length: usize) -> Parsed<Vec<u8>> {
        while self.bytes.len() < length {
            self.more()?;
        }
        Ok(self.bytes.drain(..length).collect())
    }

    fn more(&mut self) -> Parsed<()> {
        let mut buffer = [0; 64 * 1024];
        match self.stream.read(&mut buffer) {
            Ok(count @ 1..) => {
                self.bytes.extend_from_slice(&buffer[..count]);
                Ok(())
            }
            _ => Err(Stop::End),
        }
    }

    fn refuse<T>(&self, status: u16) -> Parsed<T> {
        self.refuse_as(status, self.is_head)
    }

    fn refuse_as<T>(&self, status: u16, is_head: bool) -> Parsed<T> {
        Err(Stop::Refuse(status, is_head))
    }

    fn has(&self, fault: Fault) -> bool {
        self.fault == Some(fault)
    }
}

/// All values of a name.
fn values(fields: &[(Vec<u8>, Vec<u8>)], name: &str, fault: Option<Fault>) -> Vec<String> {
    let same = |other: &[u8]| {
        if fault == Some(Fault::CaseOfNames) {
            other == name.as_bytes()
        } else {
            other.eq_ignore_ascii_case(name.as_bytes())
        }
    };
    fields
        .iter()
        .filter(|(other, _)| same(other))
        .map(|(_, value)| String::from_utf8_lossy(value).into_owned())
        .collect()
}

fn is_token(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte))
}

fn is_authority(text: &str) -> bool {
    let (host, port) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, port)) if host.parse::<std::net::Ipv6Addr>().is_ok() => ("h", port),
        Some(_) => return false,
        None => text.split_at(text.find(':').unwrap_or(text.len())),
    };
    let name = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=%".contains(&byte);
    let escapes =
        host.split('%').skip(1).all(|rest| rest.len() >= 2 && rest.as_bytes()[..2].iter().all(u8::is_ascii_hexdigit));
    let digits = port.strip_prefix(':').unwrap_or(port);
    let port_is_right = port.is_empty()
        || (port.starts_with(':') && digits.bytes().all(|byte| byte.is_ascii_digit()) && digits.len() < 10);
    !host.is_empty()
        && host.bytes().all(name)
        && escapes
        && port_is_right
        && digits.parse::<u32>().unwrap_or(0) <= 65535
}

/// A number as C's lenient functions read it: white space, a sign, a prefix, digits up to the first other byte, wrapping.
fn loose_number(text: &str, radix: u32) -> u64 {
    let text = text.trim_start_matches(|letter: char| letter.is_ascii_whitespace() || "\x0b+-\"".contains(letter));
    let text = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")).unwrap_or(text);
    let digits = text.chars().map_while(|letter| letter.to_digit(radix));
    let number =
        digits.fold(0u64, |number, digit| number.wrapping_mul(u64::from(radix)).wrapping_add(u64::from(digit)));
    // What would be read for ever is taken for nothing.
    if number > 1 << 20 { 0 } else { number }
}
