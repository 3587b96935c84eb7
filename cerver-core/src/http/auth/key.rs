//! Keys out of files: which kind of key a file has, and whether an algorithm can use it (RFC 7468, RFC 7518).

use super::base64;
use crate::{
    config::JwtAlgorithm,
    error::{Code, Error, Result},
};
use aws_lc_rs::{
    hmac,
    rand::SystemRandom,
    rsa,
    signature::{
        self, EcdsaKeyPair, EcdsaSigningAlgorithm, KeyPair, ParsedPublicKey, RsaEncoding, RsaKeyPair,
        VerificationAlgorithm,
    },
};
use std::{fs::File, io::Read, path::Path};

/// Bytes that the file of a key may have.
const MAX_FILE: u64 = 64 * 1024;
/// Bits of the smallest RSA key that may be used (RFC 7518 section 3.3), and of the largest that is.
const RSA_BITS: std::ops::RangeInclusive<usize> = 2048..=8192;

/// A key that signs.
pub(super) enum SigningKey {
    Hmac(Box<hmac::Key>),
    Rsa(Box<RsaKeyPair>, &'static dyn RsaEncoding),
    Ecdsa(Box<EcdsaKeyPair>),
}

/// A key that checks.
pub(super) enum CheckingKey {
    Hmac(Box<hmac::Key>),
    Public(ParsedPublicKey),
}

/// What an algorithm does with keys.
enum Method {
    Hmac(hmac::Algorithm),
    Rsa(&'static dyn RsaEncoding, &'static dyn VerificationAlgorithm),
    Ecdsa(&'static EcdsaSigningAlgorithm, &'static dyn VerificationAlgorithm, &'static str),
}

impl Method {
    fn of(algorithm: JwtAlgorithm) -> Self {
        use JwtAlgorithm::{Es256, Es384, Es512, Hs256, Hs384, Hs512, Rs256, Rs384, Rs512};
        match algorithm {
            Hs256 => Self::Hmac(hmac::HMAC_SHA256),
            Hs384 => Self::Hmac(hmac::HMAC_SHA384),
            Hs512 => Self::Hmac(hmac::HMAC_SHA512),
            Rs256 => Self::Rsa(&signature::RSA_PKCS1_SHA256, &signature::RSA_PKCS1_2048_8192_SHA256),
            Rs384 => Self::Rsa(&signature::RSA_PKCS1_SHA384, &signature::RSA_PKCS1_2048_8192_SHA384),
            Rs512 => Self::Rsa(&signature::RSA_PKCS1_SHA512, &signature::RSA_PKCS1_2048_8192_SHA512),
            Es256 => {
                Self::Ecdsa(&signature::ECDSA_P256_SHA256_FIXED_SIGNING, &signature::ECDSA_P256_SHA256_FIXED, "P-256")
            }
            Es384 => {
                Self::Ecdsa(&signature::ECDSA_P384_SHA384_FIXED_SIGNING, &signature::ECDSA_P384_SHA384_FIXED, "P-384")
            }
            Es512 => {
                Self::Ecdsa(&signature::ECDSA_P521_SHA512_FIXED_SIGNING, &signature::ECDSA_P521_SHA512_FIXED, "P-521")
            }
        }
    }
}

impl SigningKey {
    /// Reads the key that signs out of a file.
    pub(super) fn read(algorithm: JwtAlgorithm, path: &Path) -> Result<Self> {
        let file = KeyFile::read(algorithm, path)?;
        match Method::of(algorithm) {
            Method::Hmac(hash) => Ok(Self::Hmac(Box::new(file.secret(hash)?))),
            Method::Rsa(encoding, _) => {
                let pair = match file.private("RSA PRIVATE KEY", "RSA")? {
                    (der, true) => RsaKeyPair::from_der(&der),
                    (der, false) => RsaKeyPair::from_pkcs8(&der),
                };
                let pair =
                    pair.map_err(|error| file.unusable("an RSA key of 2048 to 8192 bits", &error.to_string()))?;
                Ok(Self::Rsa(Box::new(pair), encoding))
            }
            Method::Ecdsa(signing, _, curve) => {
                let (der, _) = file.private("EC PRIVATE KEY", "elliptic-curve")?;
                let pair = EcdsaKeyPair::from_private_key_der(signing, &der)
                    .map_err(|error| file.unusable(&format!("a key on the curve {curve}"), &error.to_string()))?;
                Ok(Self::Ecdsa(Box::new(pair)))
            }
        }
    }

    /// Signs a message; None when the system gives no random bytes.
    pub(super) fn sign(&self, message: &[u8]) -> Option<Vec<u8>> {
        let random = SystemRandom::new();
        match self {
            Self::Hmac(key) => Some(hmac::sign(key, message).as_ref().to_vec()),
            Self::Rsa(pair, encoding) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(*encoding, &random, message, &mut signature).ok().map(|()| signature)
            }
            Self::Ecdsa(pair) => pair.sign(&random, message).ok().map(|signature| signature.as_ref().to_vec()),
        }
    }

    /// The key that checks what this one signs.
    pub(super) fn checking(&self, algorithm: JwtAlgorithm) -> Option<CheckingKey> {
        let public = match self {
            Self::Hmac(key) => return Some(CheckingKey::Hmac(key.clone())),
            Self::Rsa(pair, _) => pair.public_key().as_ref(),
            Self::Ecdsa(pair) => pair.public_key().as_ref(),
        };
        match Method::of(algorithm) {
            Method::Hmac(_) => None,
            Method::Rsa(_, checking) | Method::Ecdsa(_, checking, _) => {
                ParsedPublicKey::new(checking, public).ok().map(CheckingKey::Public)
            }
        }
    }
}

impl CheckingKey {
    /// Reads the key that checks out of a file.
    pub(super) fn read(algorithm: JwtAlgorithm, path: &Path) -> Result<Self> {
        let file = KeyFile::read(algorithm, path)?;
        let (checking, der, wanted) = match Method::of(algorithm) {
            Method::Hmac(hash) => return Ok(Self::Hmac(Box::new(file.secret(hash)?))),
            Method::Rsa(_, checking) => {
                let der = file.public("RSA PUBLIC KEY")?;
                let bits = rsa::PublicKey::from_der(&der).ok().and_then(|key| modulus_bits(key.as_ref()));
                if let Some(bits) = bits.filter(|bits| !RSA_BITS.contains(bits)) {
                    return Err(file.unusable("an RSA key of 2048 to 8192 bits", &format!("it has {bits} bits")));
                }
                (checking, der, "an RSA key".to_owned())
            }
            Method::Ecdsa(_, checking, curve) => {
                (checking, file.public("PUBLIC KEY")?, format!("a key on the curve {curve}"))
            }
        };
        let key = ParsedPublicKey::new(checking, &der);
        Ok(Self::Public(key.map_err(|error| file.unusable(&wanted, &error.to_string()))?))
    }

    /// Whether the signature is that of the message, in a time that does not tell how far it is right.
    pub(super) fn check(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Hmac(key) => hmac::verify(key, message, signature).is_ok(),
            Self::Public(key) => key.verify_sig(message, signature).is_ok(),
        }
    }
}

/// The file of a key while it is looked at.
struct KeyFile<'a> {
    algorithm: JwtAlgorithm,
    path: &'a Path,
    bytes: Vec<u8>,
}

impl<'a> KeyFile<'a> {
    fn read(algorithm: JwtAlgorithm, path: &'a Path) -> Result<Self> {
        let mut bytes = Vec::new();
        let read = File::open(path).and_then(|file| file.take(MAX_FILE + 1).read_to_end(&mut bytes));
        let file = Self { algorithm, path, bytes };
        match read {
            Err(error) => Err(file.error(&format!("cannot be read: {error}; name a file that this process may read"))),
            Ok(0) => Err(file.error("is empty; write a key into it")),
            Ok(size) if size as u64 > MAX_FILE => Err(file.error("has more than 64 KiB; that is no key")),
            Ok(_) => Ok(file),
        }
    }

    /// A secret: the bytes of the file as they are, with its line ends.
    fn secret(&self, hash: hmac::Algorithm) -> Result<hmac::Key> {
        if let Some(Pem { label, .. }) = Pem::first(&self.bytes)
            && label.ends_with("KEY") | label.ends_with("CERTIFICATE")
        {
            // With a public key for a secret everybody could make tokens.
            return Err(self.error(&format!(
                "is the PEM file of a {}; put a random secret into it (openssl rand -base64 64), or choose the algorithm \
                 that belongs to the key",
                label.to_ascii_lowercase()
            )));
        }
        let least = hash.digest_algorithm().output_len();
        if self.bytes.len() < least {
            return Err(self.error(&format!(
                "has {} bytes, and the secret must have at least {least} (RFC 7518 section 3.2): openssl rand -base64 64",
                self.bytes.len()
            )));
        }
        Ok(hmac::Key::new(hash, &self.bytes))
    }

    /// The private key of the file, and whether it is of the older form.
    fn private(&self, older: &str, kind: &str) -> Result<(Vec<u8>, bool)> {
        let Some(Pem { label, content }) = Pem::find(&self.bytes, &["EC PARAMETERS"]) else {
            return Err(self.error("is not a PEM file with a private key"));
        };
        let is_older = label == older;
        if is_older && content.contains(&b':') || label == "ENCRYPTED PRIVATE KEY" {
            return Err(self.error("is encrypted; write the key without a passphrase: openssl pkey -in FILE -out NEW"));
        }
        if !is_older && label != "PRIVATE KEY" {
            let text = format!("has a {} where the private {kind} key is needed", label.to_ascii_lowercase());
            return Err(self.error(&text));
        }
        self.decode(content).map(|der| (der, is_older))
    }

    /// The public key of the file.
    fn public(&self, older: &str) -> Result<Vec<u8>> {
        let Some(Pem { label, content }) = Pem::first(&self.bytes) else {
            return Err(self.error("is not a PEM file with a public key"));
        };
        if label == "PUBLIC KEY" || label == older {
            return self.decode(content);
        }
        let hint = match label {
            "CERTIFICATE" => "openssl x509 -in FILE -pubkey -noout",
            _ => "openssl pkey -in FILE -pubout",
        };
        let label = label.to_ascii_lowercase();
        Err(self.error(&format!("has a {label} where the public key is needed; {hint} writes that")))
    }

    fn decode(&self, content: &[u8]) -> Result<Vec<u8>> {
        let text: Vec<u8> = content.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
        base64::decode_standard(&text).ok_or_else(|| self.error("is damaged: its base64 cannot be read"))
    }

    fn unusable(&self, wanted: &str, why: &str) -> Error {
        self.error(&format!("has no key for this algorithm, which needs {wanted} ({why})"))
    }

    fn error(&self, text: &str) -> Error {
        let message = format!("the key file {} for {} {text}", self.path.display(), self.algorithm.name());
        Error::new(Code::Argument, message)
    }
}

/// A block of a PEM file (RFC 7468).
struct Pem<'t> {
    label: &'t str,
    content: &'t [u8],
}

impl<'t> Pem<'t> {
    fn first(text: &'t [u8]) -> Option<Self> {
        Self::find(text, &[])
    }

    /// The first block with another label than these.
    fn find(text: &'t [u8], others: &[&str]) -> Option<Self> {
        const BEGIN: &str = "-----BEGIN ";
        let mut rest = std::str::from_utf8(text).ok()?;
        loop {
            let start = rest.find(BEGIN)? + BEGIN.len();
            let (label, behind) = rest[start..].split_once("-----")?;
            let (content, behind) = behind.split_once("-----END ")?;
            if !others.contains(&label) {
                return Some(Self { label, content: content.as_bytes() });
            }
            rest = behind;
        }
    }
}

/// The size of an RSA key: the first number of its DER (RFC 8017 appendix A.1.1).
fn modulus_bits(der: &[u8]) -> Option<usize> {
    let number = element(element(der, 0x30)?, 0x02)?;
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    let first = number.get(zeros)?;
    Some((number.len() - zeros) * 8 - first.leading_zeros() as usize)
}

/// The content of the element of DER that a text begins with.
fn element(der: &[u8], tag: u8) -> Option<&[u8]> {
    let [first, length, rest @ ..] = der else { return None };
    if *first != tag {
        return None;
    }
    let count = usize::from(length & 0x7f);
    if length & 0x80 == 0 {
        return rest.get(..count);
    }
    let digits = rest.get(..count).filter(|digits| digits.len() <= 4)?;
    let length = digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit));
    rest.get(count..)?.get(..length)
}

#[cfg(test)]
pub(super) mod tests;
