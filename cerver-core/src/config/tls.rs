//! Options of TLS.

use std::{path::PathBuf, time::Duration};

/// From the acceptance of a connection to the end of its TLS handshake.
pub const DEFAULT_TLS_HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);
/// TLS handshakes that a reactor begins in one turn; further ones wait for the next.
pub const DEFAULT_TLS_HANDSHAKES_PER_TURN: u32 = 16;
/// Bytes that a client may send before its TLS handshake is complete.
pub const DEFAULT_TLS_HANDSHAKE_BYTES: usize = 64 * 1024;
/// Days before the end of a certificate from which on each start and reload warns.
pub const DEFAULT_TLS_EXPIRY_WARNING: u32 = 14;
/// Whether clients get tickets to resume their TLS sessions by.
pub const DEFAULT_TLS_TICKETS: bool = true;
/// The oldest version that is spoken.
pub const DEFAULT_TLS_MIN_VERSION: TlsVersion = TlsVersion::Tls12;
/// Client certificates are not asked for.
pub const DEFAULT_TLS_CLIENT_AUTH: ClientAuth = ClientAuth::Off;

/// Certificates of servers are verified.
pub const DEFAULT_TLS_CONNECT_UNVERIFIED: bool = false;
/// The authorities of servers' certificates are verified.
pub const DEFAULT_TLS_CONNECT_ANY_ISSUER: bool = false;
/// The names in servers' certificates are verified.
pub const DEFAULT_TLS_CONNECT_ANY_NAME: bool = false;

/// A version of TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TlsVersion {
    /// RFC 5246.
    Tls12,
    /// RFC 8446.
    Tls13,
}

/// Whether clients show certificates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientAuth {
    /// They are not asked for one.
    Off,
    /// They may; one that is shown must be good.
    Optional,
    /// A client without a good one is refused.
    Required,
}

/// Where a certificate and its key are, both in PEM form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateFiles {
    /// The certificate, followed by those that lead from it to a known authority.
    pub chain: PathBuf,
    /// Its private key, not encrypted.
    pub key: PathBuf,
}

/// Options of TLS. Versions are 1.2 and 1.3 only; there is no cipher without forward secrecy and authentication of the
/// bytes.
#[derive(Clone, Debug)]
pub struct TlsOptions {
    /// A client gets the first one that has the name it asks for and an algorithm that it knows; without such a name, the
    /// first one whose algorithm it knows.
    pub certificates: Vec<CertificateFiles>,
    /// See [`DEFAULT_TLS_CLIENT_AUTH`].
    pub client_auth: ClientAuth,
    /// Certificates of the authorities that client certificates must lead to, in PEM form.
    pub client_ca: Option<PathBuf>,
    /// Names of application protocols (RFC 7301), the best first; None = those that the server's protocol has by itself.
    pub alpn: Option<Vec<Vec<u8>>>,
    /// See [`DEFAULT_TLS_MIN_VERSION`].
    pub min_version: TlsVersion,
    /// Their keys are the server's own, change every few hours and live as long as it runs. See [`DEFAULT_TLS_TICKETS`].
    pub tickets: bool,
    /// See [`DEFAULT_TLS_HANDSHAKE_TIMEOUT`]; 0 = never.
    pub handshake_timeout: Duration,
    /// A flood of new clients does not hold up those that are there. At least 1; see [`DEFAULT_TLS_HANDSHAKES_PER_TURN`].
    pub handshakes_per_turn: u32,
    /// See [`DEFAULT_TLS_HANDSHAKE_BYTES`].
    pub handshake_bytes: usize,
    /// In days. See [`DEFAULT_TLS_EXPIRY_WARNING`].
    pub expiry_warning: u32,
    /// Of connections that the program makes: the authorities that the certificates of servers must lead to, in PEM form;
    /// None = those that the system trusts. The version and the limits of the handshake are those above.
    pub connect_ca: Option<PathBuf>,
    /// Of connections that the program makes: shown to servers that ask for a certificate.
    pub connect_certificate: Option<CertificateFiles>,
    /// Of connections that the program makes: names of application protocols, the best first; none is offered without.
    pub connect_alpn: Vec<Vec<u8>>,
    /// Connections that the program makes take any certificate of any name: whoever is in between can read and change
    /// everything. For tests. See [`DEFAULT_TLS_CONNECT_UNVERIFIED`].
    pub connect_unverified: bool,
    /// Connections that the program makes take certificates of any issuer and age that are for the right name: a name
    /// proves nothing then. For tests. See [`DEFAULT_TLS_CONNECT_ANY_ISSUER`].
    pub connect_any_issuer: bool,
    /// Connections that the program makes take certificates for any name that lead to an authority: every server that it
    /// vouches for can stand in for the one that is meant. For authorities of one's own. See
    /// [`DEFAULT_TLS_CONNECT_ANY_NAME`].
    pub connect_any_name: bool,
}

impl Default for TlsOptions {
    fn default() -> Self {
        Self {
            certificates: Vec::new(),
            client_auth: DEFAULT_TLS_CLIENT_AUTH,
            client_ca: None,
            alpn: None,
            min_version: DEFAULT_TLS_MIN_VERSION,
            tickets: DEFAULT_TLS_TICKETS,
            handshake_timeout: DEFAULT_TLS_HANDSHAKE_TIMEOUT,
            handshakes_per_turn: DEFAULT_TLS_HANDSHAKES_PER_TURN,
            handshake_bytes: DEFAULT_TLS_HANDSHAKE_BYTES,
            expiry_warning: DEFAULT_TLS_EXPIRY_WARNING,
            connect_ca: None,
            connect_certificate: None,
            connect_alpn: Vec::new(),
            connect_unverified: DEFAULT_TLS_CONNECT_UNVERIFIED,
            connect_any_issuer: DEFAULT_TLS_CONNECT_ANY_ISSUER,
            connect_any_name: DEFAULT_TLS_CONNECT_ANY_NAME,
        }
    }
}
