//! Files of keys, made here and wrong in every way.

use super::*;
use crate::config::JwtAlgorithm::{Es256, Es384, Es512, Hs256, Hs512, Rs256};
use aws_lc_rs::{
    encoding::{AsDer, EcPrivateKeyRfc5915Der, Pkcs8V1Der, PublicKeyX509Der},
    rsa::KeySize,
};
use std::{
    fs,
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
};

/// A folder for files of keys, removed at the end.
pub(in super::super) struct Folder(PathBuf);

impl Folder {
    pub(in super::super) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("cerver-keys-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(in super::super) fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, content).unwrap();
        path
    }

    /// New keys: the files of the private and of the public one.
    pub(in super::super) fn pair(&self, algorithm: JwtAlgorithm) -> (PathBuf, PathBuf) {
        let (private, public) = match Method::of(algorithm) {
            Method::Hmac(hash) => {
                let mut secret = vec![0; hash.digest_algorithm().output_len()];
                aws_lc_rs::rand::fill(&mut secret).unwrap();
                (secret.clone(), secret)
            }
            Method::Rsa(..) => {
                let pair = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
                let private = AsDer::<Pkcs8V1Der>::as_der(&pair).unwrap();
                let public = AsDer::<PublicKeyX509Der>::as_der(pair.public_key()).unwrap();
                (pem("PRIVATE KEY", private.as_ref()).into(), pem("PUBLIC KEY", public.as_ref()).into())
            }
            Method::Ecdsa(signing, ..) => {
                let pair = EcdsaKeyPair::generate(signing).unwrap();
                let private = pair.to_pkcs8v1().unwrap();
                let public = AsDer::<PublicKeyX509Der>::as_der(pair.public_key()).unwrap();
                (pem("PRIVATE KEY", private.as_ref()).into(), pem("PUBLIC KEY", public.as_ref()).into())
            }
        };
        let name = algorithm.name();
        (self.file(&format!("{name}.key"), &private), self.file(&format!("{name}.pub"), &public))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A PEM file of one block.
pub(in super::super) fn pem(label: &str, der: &[u8]) -> String {
    let mut text = Vec::new();
    base64::encode_url(der, &mut text);
    let text = String::from_utf8(text).unwrap().replace('-', "+").replace('_', "/");
    let text = format!("{text}{}", "=".repeat(text.len().wrapping_neg() % 4));
    let lines: Vec<_> = text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}

fn refusal<T>(result: Result<T>) -> String {
    let Err(error) = result else { panic!("it was taken") };
    assert_eq!(error.code(), Code::Argument);
    error.message().to_owned()
}

#[test]
fn what_is_wrong_with_a_file_is_said() {
    let folder = Folder::new();
    let (rsa, rsa_public) = folder.pair(Rs256);
    let (curve, curve_public) = folder.pair(Es256);
    let missing = folder.0.join("missing");
    let empty = folder.file("empty", b"");
    let large = folder.file("large", &vec![b'x'; MAX_FILE as usize + 1]);
    let text = folder.file("text", b"no key\n");
    let damaged = folder.file("damaged", b"-----BEGIN PRIVATE KEY-----\n*\n-----END PRIVATE KEY-----\n");
    let locked = folder.file("locked", pem("ENCRYPTED PRIVATE KEY", b"x").as_bytes());
    let older = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\neA==\n-----END RSA PRIVATE KEY-----\n";
    let older = folder.file("older", older.as_bytes());
    let certificate = folder.file("certificate", pem("CERTIFICATE", b"x").as_bytes());
    let short = folder.file("short", &[b's'; 31]);
    let half = folder.file("half", &[b's'; 32]);

    for (algorithm, path, part) in [
        (Rs256, &missing, "missing for RS256 cannot be read: No such file"),
        (Rs256, &folder.0, "cannot be read: Is a directory"),
        (Rs256, &empty, "is empty"),
        (Rs256, &large, "more than 64 KiB"),
        (Rs256, &text, "is not a PEM file with a private key"),
        (Rs256, &damaged, "is damaged"),
        (Rs256, &locked, "openssl pkey -in"),
        (Rs256, &older, "is encrypted"),
        (Rs256, &rsa_public, "has a public key where the private RSA key is needed"),
        (Rs256, &curve, "needs an RSA key of 2048 to 8192 bits"),
        (Es256, &rsa, "needs a key on the curve P-256"),
        (Es384, &curve, "needs a key on the curve P-384"),
        (Es512, &curve, "needs a key on the curve P-521"),
        (Hs256, &rsa, "is the PEM file of a private key"),
        (Hs256, &rsa_public, "is the PEM file of a public key"),
        (Hs256, &certificate, "is the PEM file of a certificate"),
        (Hs256, &short, "has 31 bytes, and the secret must have at least 32"),
        (Hs512, &half, "at least 64"),
    ] {
        let message = refusal(SigningKey::read(algorithm, path));
        assert!(message.contains(part) && message.contains(path.to_str().unwrap()), "{message}");
    }
    for (algorithm, path, part) in [
        (Rs256, &text, "is not a PEM file with a public key"),
        (Rs256, &rsa, "openssl pkey -in FILE -pubout"),
        (Rs256, &certificate, "openssl x509 -in FILE -pubkey"),
        (Rs256, &curve_public, "needs an RSA key"),
        (Es256, &rsa_public, "needs a key on the curve P-256"),
        (Es384, &curve_public, "needs a key on the curve P-384"),
        (Hs256, &rsa_public, "is the PEM file of a public key"),
    ] {
        let message = refusal(CheckingKey::read(algorithm, path));
        assert!(message.contains(part) && message.contains(path.to_str().unwrap()), "{message}");
    }
    assert!(SigningKey::read(Hs256, &half).is_ok());
}

#[test]
fn older_forms_of_files() {
    let folder = Folder::new();
    let pair = EcdsaKeyPair::generate(&signature::ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
    let der = AsDer::<EcPrivateKeyRfc5915Der>::as_der(&pair.private_key()).unwrap();
    // As `openssl ecparam -genkey` writes it.
    let text = format!("{}{}", pem("EC PARAMETERS", b"\x06\x08"), pem("EC PRIVATE KEY", der.as_ref()));
    let path = folder.file("older.key", text.as_bytes());
    let key = SigningKey::read(Es256, &path).unwrap();
    let checking = key.checking(Es256).unwrap();
    assert!(checking.check(b"text", &key.sign(b"text").unwrap()));
    assert!(!checking.check(b"test", &key.sign(b"text").unwrap()));
    let public = AsDer::<PublicKeyX509Der>::as_der(pair.public_key()).unwrap();
    let text = format!("key of Jan\u{e9}\n{}", pem("PUBLIC KEY", public.as_ref()));
    let checking = CheckingKey::read(Es256, &folder.file("with text.pub", text.as_bytes())).unwrap();
    assert!(checking.check(b"text", &key.sign(b"text").unwrap()));
}

#[test]
fn small_keys_are_refused() {
    // A modulus of 1024 bits.
    let der = [&[0x30, 0x81, 0x89, 0x02, 0x81, 0x81, 0x00][..], &[0xc5; 128], &[0x02, 0x03, 1, 0, 1]].concat();
    assert_eq!(modulus_bits(&der), Some(1024));
    let folder = Folder::new();
    let path = folder.file("small.pub", pem("RSA PUBLIC KEY", &der).as_bytes());
    let message = refusal(CheckingKey::read(Rs256, &path));
    assert!(message.contains("2048 to 8192 bits (it has 1024 bits)"), "{message}");
    assert_eq!((modulus_bits(b"\x30\x82\xff"), modulus_bits(b"")), (None, None));
}

#[test]
fn keys_that_do_not_belong_together() {
    let (one, other) = (Folder::new(), Folder::new());
    for algorithm in [Rs256, Es256, Hs256] {
        let options = crate::config::JwtOptions {
            algorithm: Some(algorithm),
            private_key: Some(one.pair(algorithm).0),
            public_key: Some(other.pair(algorithm).1),
            ..Default::default()
        };
        let message = refusal(super::super::Tokens::load(&options));
        assert!(message.contains("do not belong together"), "{message}");
    }
}
