//! `peer-may-minihttp PORT WORKERS`: the benchmark's paths on may_minihttp.

use std::{
    env,
    io::{self, Read, Write},
};

use may_minihttp::{HttpService, HttpServiceFactory, Request, Response};

struct Answers;

impl HttpService for Answers {
    fn call(&mut self, request: Request, response: &mut Response) -> io::Result<()> {
        match request.path() {
            "/plaintext" => response.header("Content-Type: text/plain").body("Hello, World!"),
            "/json" => {
                response.header("Content-Type: application/json");
                write!(Text(response), "{{\"message\":{:?}}}", "Hello, World!")?;
            }
            "/echo" => {
                let mut body = Vec::new();
                request.body().read_to_end(&mut body)?;
                response.header("Content-Type: application/octet-stream").body_vec(body);
            }
            _ => response.status_code(404, "Not Found").body(""),
        };
        Ok(())
    }
}

/// Lets `write!` fill the response's own buffer.
struct Text<'a, 'b>(&'a mut Response<'b>);

impl Write for Text<'_, '_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.body_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Factory;

impl HttpServiceFactory for Factory {
    type Service = Answers;

    fn new_service(&self, _id: usize) -> Answers {
        Answers
    }
}

fn main() -> io::Result<()> {
    let mut arguments = env::args().skip(1).map(|text| text.parse::<u16>().expect("a number"));
    let port = arguments.next().expect("usage: peer-may-minihttp PORT WORKERS");
    may::config().set_workers(arguments.next().unwrap_or(1).into());
    let server = Factory.start(("127.0.0.1", port))?;
    server.join().map_err(|_| io::Error::other("the server panicked"))
}
