//! The request line: method, target in its four forms, version (RFC 9112 section 3).

use super::super::header::TOKEN;
use super::super::method::Method;
use super::super::refusal::Refusal;
use super::super::status::Status;
use super::authority::{self, HostRule};
use super::{Head, Limits, Span, Stop, line_stop, scan};

impl Head {
    /// Reads the request line and an empty line before it; returns where the fields start.
    #[inline]
    pub(super) fn read_line(&mut self, input: &[u8], limits: &Limits) -> Result<usize, Stop> {
        let start = if input.first() == Some(&b'\r') { skip_empty_line(input)? } else { 0 };
        let target = start + self.read_method(&input[start..])?;
        self.method_text = Span::new(start, target - 1);
        let path_end = scan::path_end(input, target);
        self.path = Span::new(target, path_end);
        self.target = self.path;
        let mut rest = &input[path_end..];
        if rest.first() == Some(&b'?') {
            let end = scan::query_end(input, path_end + 1);
            self.query = Some(Span::new(path_end + 1, end));
            self.target = Span::new(target, end);
            rest = &input[end..];
        }
        let rest = match rest.strip_prefix(b" HTTP/1.1\r\n") {
            Some(rest) if !self.target.is_empty() => rest,
            _ => self.read_other_version(rest)?,
        };
        let end = input.len() - rest.len();
        if end - 2 - start > limits.request_line {
            return Err(Stop::Refuse(&TOO_LONG));
        }
        if input[target] != b'/' || self.method == Method::Connect {
            self.read_other_form(input)?;
        }
        Ok(end)
    }

    /// Returns how long the method is with its space.
    #[inline]
    fn read_method(&mut self, line: &[u8]) -> Result<usize, Stop> {
        if line.starts_with(b"GET ") {
            self.method = Method::Get;
            return Ok(4);
        }
        self.read_other_method(line)
    }

    #[inline(never)]
    fn read_other_method(&mut self, line: &[u8]) -> Result<usize, Stop> {
        let length = line.iter().position(|&byte| !TOKEN[usize::from(byte)]).ok_or(Stop::Partial)?;
        match line.split_at(length) {
            ([], _) => Err(Stop::Refuse(&NO_METHOD)),
            (method, [b' ', ..]) => {
                self.method = Method::parse(method);
                Ok(length + 1)
            }
            _ => Err(Stop::Refuse(&METHOD_NOT_TOKEN)),
        }
    }

    /// Takes what is not the space and version of HTTP/1.1 behind a target; returns what is behind its line end.
    #[cold]
    fn read_other_version<'a>(&mut self, rest: &'a [u8]) -> Result<&'a [u8], Stop> {
        let rest = match rest {
            [b' ', rest @ ..] if !self.target.is_empty() => rest,
            [byte, ..] => return Err(Stop::Refuse(target_refusal(*byte))),
            [] => return Err(Stop::Partial),
        };
        const FORM: &[u8] = b"HTTP/d.d";
        for (index, &form) in FORM.iter().enumerate() {
            let fits = |byte: u8| if form == b'd' { byte.is_ascii_digit() } else { byte == form };
            match rest.get(index) {
                None => return Err(Stop::Partial),
                Some(&byte) if fits(byte) => {}
                Some(_) => return Err(Stop::Refuse(&NO_VERSION)),
            }
        }
        let behind = &rest[FORM.len()..];
        match behind {
            [b' '..=0xff, ..] => Err(Stop::Refuse(&NO_VERSION)),
            [b'\r', b'\n', ..] if rest[5] != b'1' => Err(Stop::Refuse(&OTHER_VERSION)),
            [b'\r', b'\n', rest_of_head @ ..] => {
                self.minor_version = (rest[7] - b'0').min(1);
                Ok(rest_of_head)
            }
            _ => Err(line_stop(behind)),
        }
    }

    /// Takes a target that is no path: `*`, `host:port` of CONNECT, or a complete `http` or `https` address.
    #[cold]
    fn read_other_form(&mut self, input: &[u8]) -> Result<(), Stop> {
        let target = self.target.of(input);
        if self.method == Method::Connect {
            authority::check(target, HostRule::HostAndPort).map_err(Stop::Refuse)?;
            self.host = Some(self.target);
            self.path = Span::new(self.target.end as usize, self.target.end as usize);
            return Ok(());
        }
        if target == b"*" {
            return if self.method == Method::Options { Ok(()) } else { Err(Stop::Refuse(&STAR_WITHOUT_OPTIONS)) };
        }
        let scheme = [&b"http://"[..], b"https://"]
            .into_iter()
            .find(|scheme| target.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
            .ok_or(Stop::Refuse(&UNKNOWN_FORM))?;
        let start = self.target.start as usize + scheme.len();
        let before_query = self.path.end as usize;
        let length = input[start..before_query].iter().position(|&byte| byte == b'/');
        let end = length.map_or(before_query, |length| start + length);
        authority::check(&input[start..end], HostRule::Host).map_err(Stop::Refuse)?;
        if scheme == b"https://" && !std::mem::take(&mut self.may_be_https) {
            return Err(Stop::Refuse(&NOT_SECURED));
        }
        self.host = Some(Span::new(start, end));
        // An empty path means "/": the second slash of the scheme stands for it.
        self.path = if end == before_query { Span::new(start - 1, start) } else { Span::new(end, before_query) };
        Ok(())
    }
}

/// Whether a head without end breaks the limit of the request line.
pub(super) fn is_too_long(input: &[u8], limits: &Limits) -> bool {
    let line = input.strip_prefix(b"\r\n").unwrap_or(input);
    // One byte more than the limit may be the CR.
    let most = limits.request_line.saturating_add(1);
    line.len() > most && memchr::memchr(b'\n', &line[..=most]).is_none()
}

#[cold]
fn skip_empty_line(input: &[u8]) -> Result<usize, Stop> {
    match input {
        [b'\r', b'\n', b'\r', ..] => Err(Stop::Refuse(&EMPTY_LINES)),
        [b'\r', b'\n', ..] => Ok(2),
        _ => Err(line_stop(input)),
    }
}

/// The rule that `byte` breaks in a target, or behind an empty one.
#[cold]
fn target_refusal(byte: u8) -> &'static Refusal {
    match byte {
        b' ' | b'\t' => &ONE_SPACE,
        b'#' => &FRAGMENT,
        b'\r' | b'\n' => &NO_VERSION,
        _ => &TARGET_BYTE,
    }
}

pub(super) const TOO_LONG: Refusal = Refusal::new(Status::URI_TOO_LONG, "send a shorter request line");
const OTHER_VERSION: Refusal = Refusal::new(Status::HTTP_VERSION_NOT_SUPPORTED, "use HTTP/1.1 or HTTP/1.0");
const EMPTY_LINES: Refusal = Refusal::bad_request("send at most one empty line before the request line");
const NO_METHOD: Refusal = Refusal::bad_request("the request must start with a method");
const METHOD_NOT_TOKEN: Refusal = Refusal::bad_request("a method may only have letters, digits and !#$%&'*+-.^_`|~");
const ONE_SPACE: Refusal = Refusal::bad_request("put exactly one space between the parts of the request line");
const FRAGMENT: Refusal = Refusal::bad_request("leave the fragment, # and what follows, out of the target");
const TARGET_BYTE: Refusal = Refusal::bad_request("percent-encode bytes of the target that are not visible ASCII");
const NO_VERSION: Refusal = Refusal::bad_request("end the request line with one space and HTTP/1.1");
const STAR_WITHOUT_OPTIONS: Refusal = Refusal::bad_request("the target * is only for OPTIONS");
pub(in super::super) const NOT_SECURED: Refusal =
    Refusal::new(Status::MISDIRECTED_REQUEST, "this connection is not secured: ask for an http address");
const UNKNOWN_FORM: Refusal = Refusal::bad_request("the target must be a path or an http address");
