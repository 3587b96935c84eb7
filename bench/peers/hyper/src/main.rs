//! `peer-hyper PORT WORKERS`: the benchmark's paths on hyper, one single-threaded runtime per worker.

use std::{convert::Infallible, env, io, net::SocketAddr, thread};

use http_body_util::{BodyExt, Full};
use hyper::{
    Method, Request, Response, StatusCode,
    body::{Bytes, Incoming},
    header::{CONTENT_TYPE, HeaderValue},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use socket2::{Domain, Socket, Type};
use tokio::{net::TcpListener, runtime::Builder, task::LocalSet};

const BACKLOG: i32 = 4096;

async fn answer(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let (kind, body) = match (request.method(), request.uri().path()) {
        (&Method::GET, "/plaintext") => ("text/plain", Bytes::from_static(b"Hello, World!")),
        (&Method::GET, "/json") => ("application/json", format!("{{\"message\":{:?}}}", "Hello, World!").into()),
        (&Method::POST, "/echo") => match request.into_body().collect().await {
            Ok(body) => ("application/octet-stream", body.to_bytes()),
            Err(_) => return Ok(with_status(StatusCode::BAD_REQUEST)),
        },
        _ => return Ok(with_status(StatusCode::NOT_FOUND)),
    };
    let mut response = Response::new(Full::new(body));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    Ok(response)
}

fn with_status(status: StatusCode) -> Response<Full<Bytes>> {
    let mut response = Response::default();
    *response.status_mut() = status;
    response
}

fn listener(port: u16) -> io::Result<std::net::TcpListener> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    socket.set_reuse_port(true)?;
    socket.set_reuse_address(true)?;
    socket.set_nonblocking(true)?;
    socket.bind(&SocketAddr::from(([127, 0, 0, 1], port)).into())?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}

fn work(port: u16) -> io::Result<()> {
    let runtime = Builder::new_current_thread().enable_io().build()?;
    LocalSet::new().block_on(&runtime, async {
        let listener = TcpListener::from_std(listener(port)?)?;
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            tokio::task::spawn_local(
                http1::Builder::new().pipeline_flush(true).serve_connection(TokioIo::new(stream), service_fn(answer)),
            );
        }
    })
}

fn main() -> io::Result<()> {
    let mut arguments = env::args().skip(1).map(|text| text.parse::<u16>().expect("a number"));
    let port = arguments.next().expect("usage: peer-hyper PORT WORKERS");
    let workers = arguments.next().unwrap_or(1);
    for _ in 1..workers {
        thread::spawn(move || work(port));
    }
    work(port)
}
