//! A raw HTTP/1.1 client: it sends exactly the bytes it is given and hides nothing of what comes back.

use crate::slack;
use std::{
    fmt::Debug,
    io::{self, Error, ErrorKind, Read, Write},
    net::{Ipv4Addr, Shutdown, TcpStream},
    os::unix::net::UnixStream,
    path::Path,
    time::Duration,
};

/// Reads and writes give up after this time (times [`slack`]).
pub const LIMIT: Duration = Duration::from_secs(30);

/// A byte stream whose writing half can be closed alone.
pub trait Stream: Read + Write + Debug + Send {
    /// Sends the end of the stream.
    fn finish(&self) -> io::Result<()>;
}

impl Stream for TcpStream {
    fn finish(&self) -> io::Result<()> {
        self.shutdown(Shutdown::Write)
    }
}

impl Stream for UnixStream {
    fn finish(&self) -> io::Result<()> {
        self.shutdown(Shutdown::Write)
    }
}

/// One connection to a server.
#[derive(Debug)]
pub struct Client {
    stream: Box<dyn Stream>,
    received: Vec<u8>,
}

/// One answer, its body without the framing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The number of the status line.
    pub status: u16,
    /// The text of the status line.
    pub reason: String,
    /// Names and values in the order they came.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Client {
    /// Connects to a port of this machine.
    pub fn tcp(port: u16) -> io::Result<Self> {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        stream.set_read_timeout(Some(LIMIT * slack()))?;
        stream.set_write_timeout(Some(LIMIT * slack()))?;
        stream.set_nodelay(true)?;
        Ok(Self::over(stream))
    }

    /// Connects to a Unix socket.
    pub fn unix(path: &Path) -> io::Result<Self> {
        let stream = UnixStream::connect(path)?;
        stream.set_read_timeout(Some(LIMIT * slack()))?;
        stream.set_write_timeout(Some(LIMIT * slack()))?;
        Ok(Self::over(stream))
    }

    /// Uses a stream that is connected already.
    pub fn over(stream: impl Stream + 'static) -> Self {
        Self { stream: Box::new(stream), received: Vec::new() }
    }

    /// Writes all of `bytes`.
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) -> io::Result<()> {
        self.stream.write_all(bytes.as_ref())
    }

    /// Closes the writing half.
    pub fn finish(&self) -> io::Result<()> {
        self.stream.finish()
    }

    /// Sends a GET of `path` and reads its answer.
    pub fn get(&mut self, path: &str) -> io::Result<Response> {
        self.send(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"))?;
        self.response()
    }

    /// Reads one answer, interim ones (1xx) included. Without any framing the body goes to the end of the stream.
    pub fn response(&mut self) -> io::Result<Response> {
        self.read_response(true)
    }

    /// Reads one answer that has no body whatever its headers say: that of a HEAD request.
    pub fn head_response(&mut self) -> io::Result<Response> {
        self.read_response(false)
    }

    /// Reads as far as `mark`, and returns what came up to its end as text, invalid UTF-8 replaced.
    pub fn until(&mut self, mark: &[u8]) -> io::Result<String> {
        loop {
            if let Some(start) = self.received.windows(mark.len()).position(|part| part == mark) {
                let text = self.take(start + mark.len())?;
                return Ok(String::from_utf8_lossy(&text).into_owned());
            }
            if self.more()? == 0 {
                return Err(Error::new(ErrorKind::UnexpectedEof, "the stream ended before the mark"));
            }
        }
    }

    /// Reads exactly `length` bytes.
    pub fn exactly(&mut self, length: usize) -> io::Result<Vec<u8>> {
        self.take(length)
    }

    /// Reads to the end of the stream. A reset counts as an end.
    pub fn rest(&mut self) -> io::Result<Vec<u8>> {
        while self.more()? > 0 {}
        Ok(std::mem::take(&mut self.received))
    }

    fn read_response(&mut self, with_body: bool) -> io::Result<Response> {
        let status_line = self.line()?;
        let mut parts = status_line.splitn(3, ' ');
        let version = parts.next().unwrap_or_default();
        let status = parts.next().and_then(|number| number.parse::<u16>().ok());
        let Some(status) = status.filter(|_| version.starts_with("HTTP/1.")) else {
            return Err(Error::new(ErrorKind::InvalidData, format!("no status line: {status_line:?}")));
        };
        let reason = parts.next().unwrap_or_default().to_owned();
        let mut headers = Vec::new();
        loop {
            let line = self.line()?;
            if line.is_empty() {
                break;
            }
            let (name, value) = line.split_once(':').ok_or_else(|| Error::new(ErrorKind::InvalidData, line.clone()))?;
            headers.push((name.to_owned(), value.trim().to_owned()));
        }
        let mut response = Response { status, reason, headers, body: Vec::new() };
        if with_body && status >= 200 && status != 204 && status != 304 {
            response.body = self.body(&response)?;
        }
        Ok(response)
    }

    fn body(&mut self, response: &Response) -> io::Result<Vec<u8>> {
        if response.header("Transfer-Encoding").is_some_and(|value| value.eq_ignore_ascii_case("chunked")) {
            return self.chunks();
        }
        match response.header("Content-Length").map(str::parse::<usize>) {
            Some(Ok(length)) => self.take(length),
            Some(Err(error)) => Err(Error::new(ErrorKind::InvalidData, error)),
            None => self.rest(),
        }
    }

    fn chunks(&mut self) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let line = self.line()?;
            let digits = line.split(';').next().unwrap_or_default();
            let size = usize::from_str_radix(digits, 16).map_err(|error| Error::new(ErrorKind::InvalidData, error))?;
            if size == 0 {
                while !self.line()?.is_empty() {}
                return Ok(body);
            }
            body.extend(self.take(size)?);
            if !self.line()?.is_empty() {
                return Err(Error::new(ErrorKind::InvalidData, "a chunk is longer than it says"));
            }
        }
    }

    fn line(&mut self) -> io::Result<String> {
        loop {
            if let Some(end) = self.received.windows(2).position(|pair| pair == b"\r\n") {
                let line = String::from_utf8_lossy(&self.received[..end]).into_owned();
                self.received.drain(..end + 2);
                return Ok(line);
            }
            if self.more()? == 0 {
                return Err(Error::new(ErrorKind::UnexpectedEof, "the stream ended inside a head"));
            }
        }
    }

    fn take(&mut self, length: usize) -> io::Result<Vec<u8>> {
        while self.received.len() < length {
            if self.more()? == 0 {
                return Err(Error::new(ErrorKind::UnexpectedEof, "the stream ended inside a body"));
            }
        }
        let rest = self.received.split_off(length);
        Ok(std::mem::replace(&mut self.received, rest))
    }

    fn more(&mut self) -> io::Result<usize> {
        let mut buffer = [0; 16 * 1024];
        let count = match self.stream.read(&mut buffer) {
            Err(error) if error.kind() == ErrorKind::ConnectionReset => 0,
            count => count?,
        };
        self.received.extend_from_slice(&buffer[..count]);
        Ok(count)
    }
}

impl Response {
    /// The value of the first header of that name, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The body as text, invalid UTF-8 replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(answer: &'static [u8]) -> Client {
        let (near, mut far) = UnixStream::pair().expect("a pair of sockets");
        std::thread::spawn(move || {
            // Byte by byte: nothing may depend on how the answer is cut.
            for byte in answer {
                far.write_all(&[*byte]).expect("the reader is there");
            }
        });
        Client::over(near)
    }

    #[test]
    fn answers_are_read_one_by_one() {
        let mut client = client(
            b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 3\r\nX-A:  b \r\n\r\nabc\
              HTTP/1.1 204 No Content\r\nContent-Length: 9\r\n\r\nHTTP/1.0 500 Oh dear\r\n\r\nto the end",
        );
        assert_eq!(client.response().expect("interim").status, 100);
        let ok = client.response().expect("with length");
        assert_eq!((ok.status, ok.text().as_str(), ok.header("x-a")), (200, "abc", Some("b")));
        assert_eq!(client.response().expect("without body").body, b"");
        let last = client.response().expect("until the end");
        assert_eq!((last.reason.as_str(), last.text().as_str()), ("Oh dear", "to the end"));
    }

    #[test]
    fn chunks_are_joined_and_their_lengths_checked() {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        let whole: &str =
            Box::leak(format!("{head}3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nT: 1\r\n\r\n").into_boxed_str());
        assert_eq!(client(whole.as_bytes()).response().expect("chunked").text(), "abc0123456789");
        let wrong: &str = Box::leak(format!("{head}3\r\nabcd\r\n0\r\n\r\n").into_boxed_str());
        assert_eq!(client(wrong.as_bytes()).response().expect_err("too long").kind(), ErrorKind::InvalidData);
    }

    #[test]
    fn a_cut_answer_is_an_error() {
        for cut in [&b"HTTP/1.1 200"[..], b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab"] {
            assert_eq!(client(cut).response().expect_err("cut").kind(), ErrorKind::UnexpectedEof);
        }
        assert_eq!(client(b"garbage\r\n").response().expect_err("garbage").kind(), ErrorKind::InvalidData);
    }
}
