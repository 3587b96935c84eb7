//! The client's side of TLS: what the connections that the program makes have in common.

use super::{
    certificates::{Loaded, read_authorities, read_system_authorities, unusable},
    setup::versions,
};
use crate::{
    config::TlsOptions,
    error::{Code, Error, Result},
};
use rustls::{
    ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme,
    client::{
        UnbufferedClientConnection, WebPkiServerVerifier,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
        verify_server_cert_signed_by_trust_anchor, verify_server_name,
    },
    crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, ServerName, UnixTime},
    server::ParsedCertificate,
    sign::SingleCertAndKey,
};
use std::sync::Arc;

/// See the module. Sessions of earlier connections are resumed where the server allows it.
pub(crate) struct Dialer {
    config: Arc<ClientConfig>,
    pub(super) handshake_millis: u64,
    pub(super) handshake_bytes: usize,
    pub(super) verifies: bool,
}

impl Dialer {
    /// Reads the files that the options name.
    pub(crate) fn new(options: &TlsOptions) -> Result<Self> {
        let provider = Arc::new(aws_lc_rs::default_provider());
        let builder =
            ClientConfig::builder_with_provider(Arc::clone(&provider)).with_protocol_versions(versions(options));
        let builder = builder.map_err(|error| unusable(format!("TLS cannot be set up: {error}")))?;
        let verifies = !(options.connect_unverified || options.connect_any_issuer);
        let checks_names = !(options.connect_unverified || options.connect_any_name);
        let roots = match &options.connect_ca {
            _ if !verifies => None,
            Some(path) => Some(Arc::new(read_authorities(path)?)),
            None => Some(Arc::new(read_system_authorities()?)),
        };
        let verifier: Arc<dyn ServerCertVerifier> = match roots {
            Some(roots) if checks_names => {
                let verifier = WebPkiServerVerifier::builder_with_provider(roots, Arc::clone(&provider)).build();
                verifier.map_err(|error| unusable(format!("servers' certificates cannot be verified: {error}")))?
            }
            roots => Arc::new(Lenient { roots, checks_names, provider: Arc::clone(&provider) }),
        };
        let builder = builder.dangerous().with_custom_certificate_verifier(verifier);
        let mut config = match &options.connect_certificate {
            Some(files) => {
                let own = Loaded::read(files, &provider)?;
                builder.with_client_cert_resolver(Arc::new(SingleCertAndKey::from(own.key)))
            }
            None => builder.with_no_client_auth(),
        };
        config.alpn_protocols.clone_from(&options.connect_alpn);
        Ok(Self {
            config: Arc::new(config),
            handshake_millis: u64::try_from(options.handshake_timeout.as_millis()).unwrap_or(u64::MAX),
            handshake_bytes: options.handshake_bytes,
            verifies,
        })
    }

    /// For a connection to the server of this name.
    pub(super) fn connection(&self, name: ServerName<'static>) -> UnbufferedClientConnection {
        let connection = UnbufferedClientConnection::new(Arc::clone(&self.config), name);
        connection.expect("only a size of fragments can be wrong; none is set")
    }
}

/// The name or address by which a server is known.
pub(crate) fn server_name(name: &str) -> Result<ServerName<'static>> {
    ServerName::try_from(name.to_owned())
        .map_err(|_| Error::new(Code::Argument, format!("{name:?} is neither the name nor the address of a server")))
}

/// Takes certificates of any issuer, or for any name, or both; that the server has its key is looked at all the same.
#[derive(Debug)]
struct Lenient {
    /// The authorities that certificates must lead to; None = any issuer.
    roots: Option<Arc<RootCertStore>>,
    checks_names: bool,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Lenient {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> std::result::Result<ServerCertVerified, rustls::Error> {
        if let Some(roots) = &self.roots {
            let certificate = ParsedCertificate::try_from(end_entity)?;
            let algorithms = self.provider.signature_verification_algorithms.all;
            verify_server_cert_signed_by_trust_anchor(&certificate, roots, intermediates, now, algorithms)?;
        }
        if self.checks_names {
            verify_server_name(&ParsedCertificate::try_from(end_entity)?, server_name)?;
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
