//! A server on the core alone, without the C interface: `probe PORT [MODE]`.

use cerver_core::{
    config::*,
    http::*,
    http::{content_type::ContentType, method::Method, status::Status},
    server::Server,
};
use std::sync::Arc;
fn main() {
    let port: u16 = std::env::args().nth(1).unwrap().parse().unwrap();
    let mode = std::env::args().nth(2).unwrap_or_default();
    let app = App::new();
    let r = Route::new("plaintext");
    r.handle(
        Method::Get,
        Arc::new(|e: Exchange| {
            e.answer(Status::OK, ContentType::Txt, b"Hello, World!").unwrap();
        }),
    );
    app.add_route(&r).unwrap();
    let j = Route::new("json");
    j.handle(
        Method::Get,
        Arc::new(|e: Exchange| {
            e.answer(Status::OK, ContentType::Json, b"{\"message\":\"Hello, World!\"}").unwrap();
        }),
    );
    app.add_route(&j).unwrap();
    let r = Route::new("echo");
    r.handle(
        Method::Post,
        Arc::new(|e: Exchange| {
            let b = e.request(|r| r.body().to_vec()).unwrap();
            e.answer(Status::OK, ContentType::Txt, &b).unwrap();
        }),
    );
    app.add_route(&r).unwrap();
    let mut o = Options {
        listen: vec![Listen::Tcp(([0, 0, 0, 0], port).into())],
        backlog: 4096,
        reuse_address: true,
        ..Options::default()
    };
    if mode == "pool" {
        o.placement = Placement::Pool { threads: 2 }
    }
    if mode == "own" {
        o.placement = Placement::OwnThread
    }
    let s = Server::new("probe", o, app);
    s.start().unwrap();
    s.wait(None, &[]).unwrap();
    s.stop().unwrap();
    println!("{:?}", s.stats());
}
