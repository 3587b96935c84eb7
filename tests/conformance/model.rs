//! A small server of our own that keeps the rules, except for one that it breaks: the cases are shown to fail on it. It
//! is written for that alone: one thread for each connection, and the paths of the site under test.

mod extensions;
mod files;
mod frames;
mod parsing;
mod replies;

use crate::faults::Fault;
pub use files::TAG;
use parking_lot::Mutex;
use parsing::{Input, Request, Stop};
use replies::Reply;
use std::{
    collections::HashMap,
    io::Write,
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

/// A running model; stopped when dropped.
pub struct Model {
    pub port: u16,
    is_over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

/// How often paths below `/hit` were asked for.
type Hits = Mutex<HashMap<String, usize>>;

impl Model {
    /// Starts one with a fault, or without.
    pub fn start(fault: Option<Fault>) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
        let port = listener.local_addr().expect("it is bound").port();
        let is_over = Arc::new(AtomicBool::new(false));
        let over = Arc::clone(&is_over);
        let accept = move || {
            let hits = Arc::new(Hits::default());
            for stream in listener.incoming().flatten() {
                if over.load(Ordering::Relaxed) {
                    return;
                }
                let hits = Arc::clone(&hits);
                // Ends with its client.
                thread::spawn(move || Connection { fault, hits: &hits, output: Vec::new(), kept: None }.serve(stream));
            }
        };
        Self { port, is_over, thread: Some(thread::spawn(accept)) }
    }
}

impl Drop for Model {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        // Wakes the listener.
        let _ = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Connection<'h> {
    fault: Option<Fault>,
    hits: &'h Hits,
    /// Answers that wait until all input at hand is used.
    output: Vec<Vec<u8>>,
    /// The last request, for a server that forgets nothing.
    kept: Option<Request>,
}

impl Connection<'_> {
    fn serve(mut self, stream: TcpStream) {
        // Nobody may leave a thread behind.
        let _ = stream.set_read_timeout(Some(Duration::from_secs(20)));
        let _ = stream.set_nodelay(true);
        let Ok(mut sender) = stream.try_clone() else { return };
        let mut input = Input::new(stream, self.fault);
        while self.turn(&mut input, &mut sender) {}
        self.flush(&mut sender);
        let _ = sender.shutdown(std::net::Shutdown::Write);
        // What is still on its way must not become a reset that overtakes the answer.
        input.drain();
    }

    /// Serves one request; false when the connection ends.
    fn turn(&mut self, input: &mut Input, sender: &mut TcpStream) -> bool {
        if input.is_used_up() {
            self.flush(sender);
        }
        let mut request = match input.request(|interim| {
            let _ = sender.write_all(&self.output.drain(..).flatten().collect::<Vec<_>>());
            let _ = sender.write_all(interim);
        }) {
            Ok(request) => request,
            Err(Stop::End) if self.has(Fault::AnswersEnd) => {
                self.output.push(Reply::new(400, "where is the rest?").write(self.fault, false, 1, false));
                return false;
            }
            Err(Stop::End) => return false,
            Err(Stop::Refuse(status, is_head)) => {
                if self.has(Fault::DropsOwed) {
                    self.output.clear();
                }
                let status = if self.has(Fault::OneError) { 500 } else { status };
                let stays = self.has(Fault::StaysOpen);
                let reply = Reply { close: !stays, ..Reply::new(status, "refused") };
                self.output.push(reply.write(self.fault, is_head, 1, stays));
                input.forget();
                return stays;
            }
        };
        if self.has(Fault::DropsWithEnd) && input.is_at_end() {
            return false;
        }
        if self.has(Fault::KeepsFields) {
            if let Some(kept) = &self.kept {
                request.fields.extend(kept.fields.iter().cloned());
                request.body.extend(&kept.body);
                request.host = kept.host.clone();
            }
            self.kept = Some(request.clone());
        }
        let reply = replies::reply(&request, self.fault, self.hits);
        let keep = match self.fault {
            Some(Fault::ClosesAlways) => false,
            Some(Fault::IgnoresClose) => true,
            _ => request.keep_alive && !reply.close,
        };
        let ends = reply.is_stream() && (request.minor == 0 || self.has(Fault::NoChunkedAnswers));
        let keep = keep && (!ends || self.has(Fault::Chunks10));
        self.output.push(reply.write(self.fault, request.method == "HEAD", request.minor, keep));
        if reply.status == 101 && !self.has(Fault::Switches) {
            self.flush(sender);
            frames::serve(input, sender, self.fault);
            return false;
        }
        keep
    }

    fn flush(&mut self, sender: &mut TcpStream) {
        if self.has(Fault::Reorders) {
            self.output.reverse();
        }
        let _ = sender.write_all(&self.output.drain(..).flatten().collect::<Vec<_>>());
    }

    fn has(&self, fault: Fault) -> bool {
        self.fault == Some(fault)
    }
}
