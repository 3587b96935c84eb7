//! What the TLS connections of a run have in common, made from the options and made anew by a reload.

use super::certificates::{ByName, Loaded, read_authorities, unusable};
use crate::{
    config::{CertificateFiles, ClientAuth, TlsOptions, TlsVersion},
    error::{Code, Error, Result},
    sys,
};
use parking_lot::Mutex;
use rustls::{
    ServerConfig, SupportedProtocolVersion,
    crypto::{CryptoProvider, aws_lc_rs},
    server::{NoServerSessionStorage, ProducesTickets, WebPkiClientVerifier, danger::ClientCertVerifier},
    version::{TLS12, TLS13},
};
use std::{path::Path, sync::Arc};

/// The present certificates and rules of a run.
pub(crate) struct Setup {
    config: Mutex<Arc<ServerConfig>>,
    pub(super) handshake_millis: u64,
    pub(super) handshake_bytes: usize,
    options: TlsOptions,
    /// Those of the server's protocol.
    protocols: &'static [&'static [u8]],
}

impl Setup {
    /// Reads all files that the options name. `protocols` are the application protocols in case that those name none. With
    /// what is to be said about the certificates.
    pub(crate) fn new(options: &TlsOptions, protocols: &'static [&'static [u8]]) -> Result<(Self, Vec<String>)> {
        let (config, warnings) = configure(options, protocols, None)?;
        let setup = Self {
            config: Mutex::new(Arc::new(config)),
            handshake_millis: u64::try_from(options.handshake_timeout.as_millis()).unwrap_or(u64::MAX),
            handshake_bytes: options.handshake_bytes,
            options: options.clone(),
            protocols,
        };
        Ok((setup, warnings))
    }

    /// Reads the files again; connections that come later are served from them, those that are open go on as they are. On an
    /// error everything stays as it was. Returns what is to be said about the certificates.
    pub(crate) fn reload(&self) -> Result<Vec<String>> {
        // A certificate that the authority no longer vouches for must not come back by a ticket.
        let keeps_tickets = self.options.client_auth == ClientAuth::Off;
        let ticketer = keeps_tickets.then(|| Arc::clone(&self.config.lock().ticketer));
        let (config, warnings) = configure(&self.options, self.protocols, ticketer)?;
        *self.config.lock() = Arc::new(config);
        Ok(warnings)
    }

    /// For a new connection.
    pub(super) fn config(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.config.lock())
    }
}

/// Whether a certificate and its key can be read and belong together; the error says what must be changed.
pub fn check_files(chain: &Path, key: &Path) -> Result<()> {
    let files = CertificateFiles { chain: chain.to_owned(), key: key.to_owned() };
    Loaded::read(&files, &aws_lc_rs::default_provider()).map(drop)
}

fn configure(
    options: &TlsOptions,
    protocols: &[&[u8]],
    ticketer: Option<Arc<dyn ProducesTickets>>,
) -> Result<(ServerConfig, Vec<String>)> {
    if options.certificates.is_empty() {
        return Err(Error::new(Code::State, "a TLS listener needs a certificate: name its files before the start"));
    }
    let provider = Arc::new(aws_lc_rs::default_provider());
    let versions = versions(options);
    let now = i64::try_from(sys::unix_seconds()).unwrap_or(i64::MAX);
    let mut certificates = Vec::with_capacity(options.certificates.len());
    let mut warnings = Vec::new();
    for files in &options.certificates {
        let loaded = Loaded::read(files, &provider)?;
        warnings.extend(loaded.warning(&files.chain, now, options.expiry_warning));
        certificates.push(loaded);
    }
    let builder = ServerConfig::builder_with_provider(Arc::clone(&provider)).with_protocol_versions(versions);
    let builder = builder.map_err(|error| unusable(format!("TLS cannot be set up: {error}")))?;
    let builder = builder.with_client_cert_verifier(client_verifier(options, provider)?);
    let mut config = builder.with_cert_resolver(Arc::new(ByName::new(certificates)));
    config.alpn_protocols = match &options.alpn {
        Some(names) => names.clone(),
        None => protocols.iter().map(|name| name.to_vec()).collect(),
    };
    // Sessions are kept by the clients, in tickets, or not at all.
    config.session_storage = Arc::new(NoServerSessionStorage {});
    if options.tickets {
        config.ticketer = match ticketer {
            Some(ticketer) => ticketer,
            None => aws_lc_rs::Ticketer::new().map_err(|error| unusable(format!("no keys for tickets: {error}")))?,
        };
    } else {
        config.send_tls13_tickets = 0;
    }
    Ok((config, warnings))
}

const BOTH: &[&SupportedProtocolVersion] = &[&TLS13, &TLS12];
const NEWEST: &[&SupportedProtocolVersion] = &[&TLS13];

pub(super) const fn versions(options: &TlsOptions) -> &'static [&'static SupportedProtocolVersion] {
    match options.min_version {
        TlsVersion::Tls12 => BOTH,
        TlsVersion::Tls13 => NEWEST,
    }
}

fn client_verifier(options: &TlsOptions, provider: Arc<CryptoProvider>) -> Result<Arc<dyn ClientCertVerifier>> {
    if options.client_auth == ClientAuth::Off {
        return Ok(WebPkiClientVerifier::no_client_auth());
    }
    let Some(path) = &options.client_ca else {
        let text = "client certificates are asked for, but no authority is named: name the file of one";
        return Err(Error::new(Code::State, text));
    };
    let roots = Arc::new(read_authorities(path)?);
    let mut builder = WebPkiClientVerifier::builder_with_provider(roots, provider);
    if options.client_auth == ClientAuth::Optional {
        builder = builder.allow_unauthenticated();
    }
    builder.build().map_err(|error| unusable(format!("client certificates cannot be verified: {error}")))
}
