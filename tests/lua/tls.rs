//! TLS for servers in Lua, with the openssl command on the other side.

use crate::{Example, LIMIT, luajit, rest};
use std::{
    io::{Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    process::{Child, Command, Stdio},
};
use support::{process, temp::TempDir};

/// A folder with a certificate for localhost, cert.pem, and its key, key.pem.
fn certificate() -> TempDir {
    let folder = TempDir::new("lua-tls");
    let mut command = Command::new("openssl");
    command.args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30"]);
    command.args(["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]);
    command.args(["-addext", "basicConstraints=critical,CA:FALSE"]);
    command.arg("-keyout").arg(folder.path().join("key.pem")).arg("-out").arg(folder.path().join("cert.pem"));
    process::run(&mut command, LIMIT).expect_success("openssl");
    folder
}

/// A client that knows the certificate. It ends when its input does.
fn client(folder: &TempDir, port: u16) -> Child {
    let mut command = Command::new("openssl");
    command.args(["s_client", "-quiet", "-verify_return_error", "-verify_hostname", "localhost", "-connect"]);
    command.arg(format!("127.0.0.1:{port}")).arg("-CAfile").arg(folder.path().join("cert.pem"));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    command.spawn().expect("openssl")
}

fn echoes(client: &mut Child, text: &[u8]) {
    let mut input = client.stdin.take().expect("piped");
    input.write_all(text).expect("sent");
    let mut answer = vec![0; text.len()];
    client.stdout.as_mut().expect("piped").read_exact(&mut answer).expect("an answer");
    assert!(answer == text);
    client.stdin = Some(input);
}

fn end(mut client: Child) {
    let _ = client.kill();
    client.wait().expect("ended");
}

#[test]
fn echo_by_tls() {
    let folder = certificate();
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let example = Example::start("tls_echo", &[&path("cert.pem"), &path("key.pem")]);
    // Speaks no TLS: told so, and closed. Others are served, also beside one that says nothing.
    let _silent = example.client();
    let mut plain = example.client();
    plain.write_all(b"GET / HTTP/1.0\r\n\r\n").expect("sent");
    assert!(!rest(&mut plain).starts_with(b"GET"));
    let mut first = client(&folder, example.port);
    let mut second = client(&folder, example.port);
    echoes(&mut first, b"hello\n");
    echoes(&mut second, &b"much of it\n".repeat(10_000));
    echoes(&mut first, b"again\n");
    end(second);
    echoes(&mut first, b"and again\n");
    end(first);
}

#[test]
fn wrong_options_are_told() {
    let folder = certificate();
    let program = r#"
        local turbo = require "turbo"
        local function fails(options, what)
            local ok, why = pcall(turbo.tcpserver.TCPServer, nil, options)
            assert(not ok and why:find(what, 1, true), why)
        end
        local cert, key = arg[1] .. "/cert.pem", arg[1] .. "/key.pem"
        fails({ cert_file = cert, key_file = key }, "TURBO_SSL is not defined and you are trying to use SSL.")
        _G.TURBO_SSL = true
        fails({ cert_file = "none", key_file = key }, "SSL cert_file, none, does not exist.")
        fails({ key_file = key }, "SSL cert_file, nil, does not exist.")
        fails({ cert_file = cert, key_file = "none" }, "SSL key_file, none, does not exist.")
        fails({ cert_file = key, key_file = key }, "Could not create SSL context.")
        local server = turbo.tcpserver.TCPServer(nil, { cert_file = cert, key_file = key })
        server:bind(0, "127.0.0.1")
        server:start(2)
        server:stop()
        print "1 passed, 0 failed"
    "#;
    let file = folder.file("options.lua", program);
    let finished = process::run(&mut luajit(file, &[&folder.path().to_string_lossy()]), LIMIT);
    assert!(finished.expect_success("the program").stdout.contains("1 passed"));
}

#[test]
fn a_stopped_server_is_gone_and_its_streams_are_not() {
    let folder = certificate();
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|l| l.local_addr()).expect("a port").port();
    let program = r#"
        _G.TURBO_SSL = true
        local turbo = require "turbo"
        local Server = class("Server", turbo.tcpserver.TCPServer)
        local server
        function Server:handle_stream(stream, address)
            assert(address == "127.0.0.1")
            stream:read_until("\n", function(line)
                server:stop()
                stream:write(line)
                stream:read_until("\n", stream.write, stream)
            end)
        end
        server = Server(nil, { cert_file = arg[2] .. "/cert.pem", key_file = arg[2] .. "/key.pem" })
        server:listen(tonumber(arg[1]), "127.0.0.1")
        turbo.ioloop.instance():start()
    "#;
    let file = folder.file("stops.lua", program);
    let path = folder.path().to_string_lossy();
    let example = Example::run("the program", luajit(file, &[&port.to_string(), &path]), port);
    let mut client = client(&folder, example.port);
    echoes(&mut client, b"stop\n");
    assert!(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err(), "it listens");
    echoes(&mut client, b"still here\n");
    end(client);
}
