//! Packets as bytes: the header, and the data of those that the library itself sends. All numbers are little-endian, and
//! bytes that pad are 0.

/// Bytes of a header.
pub const HEADER_SIZE: usize = 32;
/// Bytes of a version in front of the data.
pub const VERSION_SIZE: usize = 8;
/// Bytes of the data of an info packet.
pub const INFO_SIZE: usize = 656;
/// Bytes of the data of an error packet.
pub const ERROR_SIZE: usize = 144;

/// What a packet is, in its header.
pub mod packet_type {
    /// Ignored.
    pub const NONE: u32 = 0;
    /// About the server; see [`super::cerver_request`].
    pub const CERVER: u32 = 1;
    /// From a client about itself; see [`super::client_request`].
    pub const CLIENT: u32 = 2;
    /// Something went wrong; the request is an [`super::error_type`].
    pub const ERROR: u32 = 3;
    /// About files.
    pub const REQUEST: u32 = 4;
    /// About authentication.
    pub const AUTH: u32 = 5;
    /// About games.
    pub const GAME: u32 = 6;
    /// For the application.
    pub const APP: u32 = 7;
    /// For the application: an error.
    pub const APP_ERROR: u32 = 8;
    /// For the application: of a kind of its own.
    pub const CUSTOM: u32 = 9;
    /// Comes back as it is.
    pub const TEST: u32 = 10;
    /// A bad one.
    pub const BAD: u32 = 11;
    /// The number of types.
    pub const COUNT: usize = 12;
}

/// Requests of packets of the type CERVER.
pub mod cerver_request {
    /// Who the server is; [`super::Info`] is its data.
    pub const INFO: u32 = 1;
    /// The server ends the connection because it stops.
    pub const TEARDOWN: u32 = 2;
}

/// Requests of packets of the type CLIENT.
pub mod client_request {
    /// The client ends the connection.
    pub const CLOSE_CONNECTION: u32 = 1;
    /// The client ends all its connections.
    pub const DISCONNECT: u32 = 2;
}

/// Requests of packets of the type ERROR.
pub mod error_type {
    /// The server met an error of its own.
    pub const CERVER_ERROR: u32 = 1;
    /// A packet of the client's was refused.
    pub const PACKET_ERROR: u32 = 2;
}

/// The first 32 bytes of a packet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// One of [`packet_type`].
    pub packet_type: u32,
    /// Bytes of the packet, these 32 included.
    pub packet_size: u64,
    /// Which handler it is for, where there are several.
    pub handler_id: u8,
    /// What is asked for.
    pub request_type: u32,
    /// Descriptor of the client behind a balancer; 0.
    pub sock_fd: u16,
}

impl Header {
    /// A header for `data_size` bytes of data.
    pub const fn new(packet_type: u32, request_type: u32, data_size: usize) -> Self {
        let packet_size = (HEADER_SIZE + data_size) as u64;
        Self { packet_type, packet_size, handler_id: 0, request_type, sock_fd: 0 }
    }

    /// Reads a header; what pads is not looked at.
    pub fn read(bytes: &[u8; HEADER_SIZE]) -> Self {
        Self {
            packet_type: u32_at(bytes, 0),
            packet_size: u64::from(u32_at(bytes, 8)) | u64::from(u32_at(bytes, 12)) << 32,
            handler_id: bytes[16],
            request_type: u32_at(bytes, 20),
            sock_fd: u16_at(bytes, 24),
        }
    }

    /// The bytes of the header.
    pub fn write(&self) -> [u8; HEADER_SIZE] {
        let mut bytes = [0; HEADER_SIZE];
        bytes[0..4].copy_from_slice(&self.packet_type.to_le_bytes());
        bytes[8..16].copy_from_slice(&self.packet_size.to_le_bytes());
        bytes[16] = self.handler_id;
        bytes[20..24].copy_from_slice(&self.request_type.to_le_bytes());
        bytes[24..26].copy_from_slice(&self.sock_fd.to_le_bytes());
        bytes
    }
}

/// The version of a protocol in front of the data of a packet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Version {
    /// Which protocol.
    pub protocol_id: u32,
    /// Its major version.
    pub major: u16,
    /// Its minor version.
    pub minor: u16,
}

impl Version {
    /// Takes a version off the data; None when there are too few bytes.
    pub fn split(data: &[u8]) -> Option<(Self, &[u8])> {
        let (bytes, rest) = data.split_first_chunk::<VERSION_SIZE>()?;
        let version = Self { protocol_id: u32_at(bytes, 0), major: u16_at(bytes, 4), minor: u16_at(bytes, 6) };
        Some((version, rest))
    }

    /// Whether a side of version `own` takes packets of this one.
    pub const fn suits(self, own: Self) -> bool {
        self.protocol_id == own.protocol_id && self.major <= own.major && self.minor >= own.minor
    }
}

/// What a client is told at first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Info {
    /// The type of the server.
    pub kind: u32,
    /// The name; 127 bytes of it are sent.
    pub name: String,
    /// A greeting; 511 bytes of it are sent.
    pub welcome: String,
    /// Whether the server is on IPv6.
    pub uses_ipv6: bool,
    /// The transport protocol: 6, TCP.
    pub protocol: u32,
    /// The port.
    pub port: u16,
}

impl Info {
    /// The whole packet.
    pub fn packet(&self) -> Vec<u8> {
        let mut data = [0; INFO_SIZE];
        data[0..4].copy_from_slice(&self.kind.to_le_bytes());
        put_text(&mut data[4..132], &self.name);
        put_text(&mut data[132..644], &self.welcome);
        data[644] = u8::from(self.uses_ipv6);
        data[648..652].copy_from_slice(&self.protocol.to_le_bytes());
        data[652..654].copy_from_slice(&self.port.to_le_bytes());
        let header = Header::new(packet_type::CERVER, cerver_request::INFO, INFO_SIZE);
        [&header.write()[..], &data[..]].concat()
    }
}

/// The whole packet that tells of an error; 127 bytes of the text are sent.
pub fn error_packet(error_type: u32, text: &str, unix_seconds: u64) -> [u8; HEADER_SIZE + ERROR_SIZE] {
    let mut packet = [0; HEADER_SIZE + ERROR_SIZE];
    let (header, data) = packet.split_at_mut(HEADER_SIZE);
    header.copy_from_slice(&Header::new(packet_type::ERROR, error_type, ERROR_SIZE).write());
    data[0..8].copy_from_slice(&unix_seconds.to_le_bytes());
    data[8..12].copy_from_slice(&error_type.to_le_bytes());
    put_text(&mut data[12..140], text);
    packet
}

/// Why a packet is refused, as the client is told.
pub(super) type Refusal = &'static str;

/// The packet that the input begins with.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// It is not complete.
    Incomplete,
    /// It has so many bytes, all of them there.
    Packet(Header, usize),
    /// It cannot be one.
    Refused(Refusal),
}

/// Looks at the beginning of the input. What does not fit is refused as soon as its header is there.
#[inline]
pub(super) fn next(input: &[u8], max_size: u64) -> Next {
    let Some(bytes) = input.first_chunk::<HEADER_SIZE>() else { return Next::Incomplete };
    let header = Header::read(bytes);
    if header.packet_size < HEADER_SIZE as u64 {
        return Next::Refused("the packet is smaller than its header");
    }
    if header.packet_size > max_size {
        return Next::Refused("the packet is larger than this server takes");
    }
    match usize::try_from(header.packet_size) {
        Ok(size) if size <= input.len() => Next::Packet(header, size),
        _ => Next::Incomplete,
    }
}

/// Copies as much of a text as fits before a NUL, cut between two characters.
fn put_text(place: &mut [u8], text: &str) {
    let length = text.floor_char_boundary(place.len() - 1);
    place[..length].copy_from_slice(&text.as_bytes()[..length]);
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_has_its_published_places() {
        let header =
            Header { packet_type: 7, packet_size: 0x0102_0304_0506_0708, handler_id: 9, request_type: 10, sock_fd: 11 };
        let bytes = header.write();
        let expected =
            [7, 0, 0, 0, 0, 0, 0, 0, 8, 7, 6, 5, 4, 3, 2, 1, 9, 0, 0, 0, 10, 0, 0, 0, 11, 0, 0, 0, 0, 0, 0, 0];
        assert_eq!(bytes, expected);
        let mut padded = bytes;
        for at in [4, 5, 6, 7, 17, 18, 19, 26, 31] {
            padded[at] = 0xff;
        }
        assert_eq!(Header::read(&padded), header, "what pads means nothing");
    }

    #[test]
    fn info_has_its_published_places() {
        let info = Info {
            kind: 1,
            name: "n".repeat(200),
            welcome: "hello".to_owned(),
            uses_ipv6: true,
            protocol: 6,
            port: 7000,
        };
        let packet = info.packet();
        assert_eq!(packet.len(), 688);
        assert_eq!(packet[..32], Header::new(1, 1, 656).write());
        let data = &packet[32..];
        assert_eq!((data[0], data[4], data[130], data[131], &data[132..138]), (1, b'n', b'n', 0, &b"hello\0"[..]));
        assert_eq!((data[644], data[648], &data[652..654], &data[654..]), (1, 6, &[0x58, 0x1b][..], &[0, 0][..]));
    }

    #[test]
    fn an_error_has_its_published_places() {
        let packet = error_packet(2, &format!("{}\u{e9}", "x".repeat(126)), 0x0102);
        assert_eq!(packet.len(), 176);
        assert_eq!(packet[..32], Header::new(3, 2, 144).write());
        assert_eq!((&packet[32..34], packet[40], packet[44], packet[169]), (&[2, 1][..], 2, b'x', b'x'));
        assert_eq!(packet[170..], [0; 6], "a character is whole or not there");
    }

    #[test]
    fn sizes_that_cannot_be_are_refused_with_the_header() {
        let header = |packet_size| Header { packet_size, ..Header::new(7, 0, 0) }.write();
        for (size, expected) in [
            (0, Next::Refused("the packet is smaller than its header")),
            (31, Next::Refused("the packet is smaller than its header")),
            (101, Next::Refused("the packet is larger than this server takes")),
            (u64::MAX, Next::Refused("the packet is larger than this server takes")),
            (100, Next::Incomplete),
        ] {
            assert_eq!(next(&header(size), 100), expected, "{size}");
            assert_eq!(next(&header(size)[..31], 100), Next::Incomplete, "{size}");
        }
        assert_eq!(next(&header(32), 100), Next::Packet(Header::new(7, 0, 0), 32));
    }

    #[test]
    fn versions_suit_as_published() {
        let own = Version { protocol_id: 5, major: 2, minor: 3 };
        let (version, rest) = Version::split(&[5, 0, 0, 0, 2, 0, 3, 0, 1]).unwrap();
        assert_eq!((version, rest), (own, &[1][..]));
        assert_eq!(Version::split(&[0; 7]), None);
        assert!(own.suits(own));
        for (id, major, minor, suits) in [(5, 1, 9, true), (4, 2, 3, false), (5, 3, 3, false), (5, 2, 2, false)] {
            assert_eq!(Version { protocol_id: id, major, minor }.suits(own), suits, "{id} {major}.{minor}");
        }
    }
}
