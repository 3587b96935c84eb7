//! Certificates and keys: read from their files, checked, and found by the name that a client asks for.

use super::der::Certificate;
use crate::{
    config::CertificateFiles,
    error::{Code, Error, Result},
};
use rustls::{
    InconsistentKeys, RootCertStore,
    crypto::CryptoProvider,
    pki_types::{
        CertificateDer, PrivateKeyDer,
        pem::{self, PemObject},
    },
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};
use std::{
    cell::Cell,
    collections::HashMap,
    env,
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Arc,
};

/// Files that are longer hold no certificates.
const MAX_FILE: u64 = 1 << 20;

/// Names the file of the system's authorities in the environment, as for OpenSSL.
const SYSTEM_FILE_NAME: &str = "SSL_CERT_FILE";

/// Where systems have it: Debian and Arch, Fedora, SUSE, Alpine.
const SYSTEM_FILES: [&str; 4] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
];

/// A certificate with its key, ready for use.
pub(super) struct Loaded {
    pub(super) key: Arc<CertifiedKey>,
    names: Vec<String>,
    life: Option<(i64, i64)>,
}

impl Loaded {
    /// Reads and checks both files.
    pub(super) fn read(files: &CertificateFiles, provider: &CryptoProvider) -> Result<Self> {
        let (chain_file, key_file) = (files.chain.display(), files.key.display());
        let chain = read_certificates(&files.chain, "certificate")?;
        let key = read_key(&files.key)?;
        let key = CertifiedKey::from_der(chain, key, provider).map_err(|error| match error {
            rustls::Error::InconsistentKeys(InconsistentKeys::KeyMismatch) => unusable(format!(
                "the key in {key_file} does not belong to the first certificate in {chain_file}: name the key that it was made for, and put the server's own certificate first"
            )),
            rustls::Error::InvalidCertificate(error) => {
                unusable(format!("the certificate in {chain_file} is malformed ({error:?}): replace the file"))
            }
            error => unusable(format!("the key in {key_file} cannot be used ({error}): take an ECDSA, RSA or Ed25519 key")),
        })?;
        let parsed = key.end_entity_cert().ok().and_then(|der| Certificate::parse(der));
        let Some(parsed) = parsed else {
            return Err(unusable(format!("the certificate in {chain_file} is malformed: replace the file")));
        };
        Ok(Self { names: parsed.names(), life: parsed.life(), key: Arc::new(key) })
    }

    /// What is to be said about its life at this moment, `days` before its end at the earliest.
    pub(super) fn warning(&self, file: &Path, now: i64, days: u32) -> Option<String> {
        warning_of(self.life?, file, now, days)
    }
}

fn warning_of((begin, end): (i64, i64), file: &Path, now: i64, days: u32) -> Option<String> {
    const DAY: i64 = 24 * 60 * 60;
    let file = file.display();
    if now < begin {
        Some(format!("the certificate in {file} is not valid yet: look at its dates and at this machine's clock"))
    } else if now > end {
        Some(format!("the certificate in {file} has expired: clients will refuse it until it is replaced"))
    } else if end - now < i64::from(days) * DAY {
        Some(format!("the certificate in {file} expires in {} days: replace it before", (end - now) / DAY))
    } else {
        None
    }
}

/// Finds the certificate for a client.
#[derive(Debug)]
pub(super) struct ByName {
    all: Vec<Arc<CertifiedKey>>,
    names: HashMap<String, Vec<Arc<CertifiedKey>>>,
    /// By what stands behind the `*.`.
    wildcards: HashMap<String, Vec<Arc<CertifiedKey>>>,
}

thread_local! {
    /// The name that the last client on this thread has asked for: rustls tells it here alone.
    static ASKED: Cell<Option<Box<str>>> = const { Cell::new(None) };
}

/// The name that the client asked for whose greeting was just taken on this thread.
pub(super) fn take_asked_name() -> Option<Box<str>> {
    ASKED.take()
}

impl ByName {
    pub(super) fn new(certificates: Vec<Loaded>) -> Self {
        let mut this = Self { all: Vec::new(), names: HashMap::new(), wildcards: HashMap::new() };
        for Loaded { key, names, .. } in certificates {
            for name in names {
                let (map, name) = match name.strip_prefix("*.") {
                    Some(rest) => (&mut this.wildcards, rest.to_owned()),
                    None => (&mut this.names, name),
                };
                map.entry(name).or_default().push(Arc::clone(&key));
            }
            this.all.push(key);
        }
        this
    }

    fn of_name(&self, name: &str) -> Option<&Vec<Arc<CertifiedKey>>> {
        self.names.get(name).or_else(|| self.wildcards.get(name.split_once('.')?.1))
    }
}

impl ResolvesServerCert for ByName {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let name = hello.server_name().map(str::to_ascii_lowercase);
        let suits = |key: &&Arc<CertifiedKey>| key.key.choose_scheme(hello.signature_schemes()).is_some();
        let named = name.as_deref().and_then(|name| self.of_name(name)?.iter().find(suits));
        let found = named.or_else(|| self.all.iter().find(suits)).cloned();
        ASKED.set(name.map(String::into_boxed_str));
        found
    }
}

/// The authorities of a file.
pub(super) fn read_authorities(path: &Path) -> Result<RootCertStore> {
    let mut roots = RootCertStore::empty();
    for certificate in read_certificates(path, "authority")? {
        roots.add(certificate).map_err(|error| {
            unusable(format!("a certificate in {} is of no use as an authority ({error}): replace it", path.display()))
        })?;
    }
    Ok(roots)
}

/// The authorities that the system trusts.
pub(super) fn read_system_authorities() -> Result<RootCertStore> {
    let named = env::var_os(SYSTEM_FILE_NAME).map(PathBuf::from);
    let found = named.or_else(|| SYSTEM_FILES.iter().map(PathBuf::from).find(|path| path.is_file()));
    let Some(path) = found else {
        return Err(unusable(
            "the system has no file of authorities: install ca-certificates, or name a file".to_owned(),
        ));
    };
    let mut roots = RootCertStore::empty();
    // A system may have some that are of no use to anybody any more.
    let (added, _) = roots.add_parsable_certificates(read_certificates(&path, "authority")?);
    if added == 0 {
        return Err(unusable(format!("{} has no authority that is of use: name another file", path.display())));
    }
    Ok(roots)
}

fn read_certificates(path: &Path, what: &str) -> Result<Vec<CertificateDer<'static>>> {
    let text = read(path, what)?;
    let certificates: std::result::Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&text).collect();
    let certificates = certificates.map_err(|error| malformed(path, &error))?;
    if certificates.is_empty() {
        let path = path.display();
        return Err(unusable(format!("{path} has no -----BEGIN CERTIFICATE-----: name a file in PEM form")));
    }
    Ok(certificates)
}

fn read_key(path: &Path) -> Result<PrivateKeyDer<'static>> {
    let text = read(path, "key")?;
    PrivateKeyDer::from_pem_slice(&text).map_err(|error| match error {
        pem::Error::NoItemsFound if memchr::memmem::find(&text, b"ENCRYPTED PRIVATE KEY").is_some() => {
            unusable(format!(
                "the key in {} is encrypted: decrypt it (openssl pkey) and guard the file by its permissions",
                path.display()
            ))
        }
        pem::Error::NoItemsFound => unusable(format!(
            "{} has no -----BEGIN PRIVATE KEY-----: name the file of the key, in PEM form",
            path.display()
        )),
        error => malformed(path, &error),
    })
}

fn malformed(path: &Path, error: &pem::Error) -> Error {
    unusable(format!("{} is no good PEM file ({error}): replace it", path.display()))
}

fn read(path: &Path, what: &str) -> Result<Vec<u8>> {
    let mut text = Vec::new();
    // Looked at first: to open a pipe would wait for somebody who writes to it.
    let read = fs::metadata(path).and_then(|kind| {
        if !kind.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no file"));
        }
        File::open(path)?.take(MAX_FILE + 1).read_to_end(&mut text)
    });
    let shown = path.display();
    match read {
        Ok(length) if length as u64 > MAX_FILE => {
            Err(unusable(format!("the {what} file {shown} is longer than 1 MiB: name a file in PEM form")))
        }
        Ok(_) => Ok(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(unusable(format!("the {what} file {shown} does not exist: correct the path or make the file")))
        }
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Err(unusable(format!(
            "the {what} file {shown} cannot be read: give the server's user the right to ({error})"
        ))),
        Err(error) => Err(unusable(format!("the {what} file {shown} cannot be read: {error}"))),
    }
}

/// An error that the operator must mend.
pub(super) fn unusable(message: String) -> Error {
    Error::new(Code::Tls, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_near_its_end_is_warned_of() {
        let warning = |now| warning_of((1_000, 10_000_000), Path::new("server.pem"), now, 14);
        let day = 24 * 60 * 60;
        assert!(warning(999).is_some_and(|text| text.contains("server.pem is not valid yet")));
        assert_eq!(warning(1_000), None);
        assert_eq!(warning(10_000_000 - 14 * day), None);
        assert!(warning(10_000_000 - 3 * day - 1).is_some_and(|text| text.contains("server.pem expires in 3 days")));
        assert!(warning(10_000_001).is_some_and(|text| text.contains("server.pem has expired")));
    }
}
