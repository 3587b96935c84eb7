//! A whole server on a real socket, turned by the target: the same answers as without sockets.

use crate::{
    answers,
    choices::Choices,
    log, model,
    site::{self, Backstage},
};
use cerver_core::{
    config::{Listen, Options, Placement},
    http::LogFormat,
    server::Server,
};
use std::{
    cell::OnceCell,
    env, fs,
    io::{ErrorKind, Read, Write},
    net::Shutdown,
    os::unix::net::UnixStream,
    path::PathBuf,
    process,
    sync::Arc,
    time::Duration,
};

struct Stand {
    server: Server,
    path: PathBuf,
    backstage: Arc<Backstage>,
}

thread_local! {
    static STAND: OnceCell<Stand> = const { OnceCell::new() };
}

/// See the module.
pub fn check(data: &[u8]) {
    let (input, mut choices) = Choices::split(data);
    let course = model::course(input);
    let bytes = STAND.with(|stand| stand.get_or_init(Stand::new).converse(input, &mut choices));
    let answers = answers::read(&bytes, &course.answers);
    let course = course.in_pieces(answers.all.len());
    assert_eq!(answers.all.len(), course.answers.len(), "{course:#?} {answers:#?}");
    for (answer, expected) in answers.all.iter().zip(&course.answers) {
        let is_late = expected.status == 101 && answer.status == 200 && answer.closes;
        assert!(is_late || expected.allows(answer.status), "{course:#?} {answers:#?}");
    }
}

impl Stand {
    fn new() -> Self {
        let path = env::temp_dir().join(format!("cerver-fuzz-{}", process::id()));
        let backstage = Backstage::new(None);
        let listen = vec![Listen::Unix { path: path.clone(), mode: 0o600 }];
        let options = Options {
            listen,
            placement: Placement::Reactor,
            read_size: 1024,
            send_high: 2000,
            send_low: 500,
            ..Options::default()
        };
        let server = Server::new("fuzz", options, site::app(&backstage, LogFormat::Common));
        server.open().expect("the server opens");
        Self { server, path, backstage }
    }

    /// Sends the input in pieces, and reads to the end of the connection.
    fn converse(&self, input: &[u8], choices: &mut Choices) -> Vec<u8> {
        let mut stream = UnixStream::connect(&self.path).expect("the server listens");
        stream.set_nonblocking(true).expect("a socket can be switched");
        let mut answered = Vec::new();
        let mut is_over = false;
        for mut piece in choices.cut(input) {
            while !piece.is_empty() && !is_over {
                match stream.write(piece) {
                    Ok(count) => piece = &piece[count..],
                    Err(error) if error.kind() == ErrorKind::WouldBlock => {
                        is_over = self.turn(&mut stream, &mut answered)
                    }
                    // The server has closed.
                    Err(_) => break,
                }
            }
            if choices.once_in(2) {
                is_over |= self.turn(&mut stream, &mut answered);
            }
        }
        let _ = stream.shutdown(Shutdown::Write);
        let mut turns = 0;
        while !self.turn(&mut stream, &mut answered) {
            turns += 1;
            assert!(turns < 10_000, "the connection never ends");
        }
        log::read(&self.backstage.end(), LogFormat::Common);
        answered
    }

    /// One turn, and what it brought; true at the end of the connection.
    fn turn(&self, stream: &mut UnixStream, answered: &mut Vec<u8>) -> bool {
        self.server.turn(Some(Duration::ZERO)).expect("the server turns");
        self.backstage.go_on();
        let mut buffer = [0; 4096];
        loop {
            match stream.read(&mut buffer) {
                Ok(0) => return true,
                Ok(count) => answered.extend_from_slice(&buffer[..count]),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return false,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return true,
            }
        }
    }
}

impl Drop for Stand {
    fn drop(&mut self) {
        let _ = self.server.shutdown();
        let _ = fs::remove_file(&self.path);
    }
}
