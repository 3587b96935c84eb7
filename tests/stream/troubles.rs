//! What is wrong with the server itself, told as events.

use crate::{Pulling, Seen, options};
use std::{fs::File, net::TcpStream};
use support::alone::alone;

#[test]
fn a_listener_that_lacks_descriptors_is_told_of_once() {
    alone("troubles::a_listener_that_lacks_descriptors_is_told_of_once", Some(64), || {
        let pulling = Pulling::open(options());
        let address = (std::net::Ipv4Addr::LOCALHOST, pulling.server.port(0).expect("a port"));
        let mut files: Vec<_> = std::iter::from_fn(|| File::open("/dev/null").ok()).collect();
        files.pop();
        let client = TcpStream::connect(address).expect("in the backlog");
        let (stream, tag, event) = pulling.next();
        assert!(stream.is_none() && tag == 0);
        assert_eq!(event, Seen::ListenerFailed(0, libc::EMFILE));
        assert_eq!(pulling.next_within(std::time::Duration::from_millis(350)).map(|next| next.2), None, "tried again");
        files.pop();
        assert_eq!(pulling.next().2, Seen::Opened);
        drop(client);
    });
}
