//! The examples of RFC 7515 appendix A, and what must never be accepted.

use super::super::key::tests::{Folder, pem};
use super::*;
use crate::config::JwtAlgorithm::{self, Es256, Es384, Es512, Hs256, Hs384, Hs512, Rs256, Rs384, Rs512};
use std::path::PathBuf;

/// Before the example tokens of RFC 7515 end.
const THEN: u64 = 1_300_819_379;
const SAID: &str = r#"{"iss": "joe", "exp": 1300819380, "http://example.com/is_root": true}"#;

const RFC_HS256: &str = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const RFC_SECRET: &str = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";
const RFC_RS256: &str = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
const RFC_MODULUS: &str = "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";
const RFC_ES256: &str = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
const RFC_ES256_POINT: [&str; 2] =
    ["f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"];
const RFC_NONE: &str = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.";

fn bytes(text: &str) -> Vec<u8> {
    base64::decode_url(text.as_bytes()).expect("a constant")
}

/// An element of DER with up to 65,535 bytes.
fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut element = vec![tag, 0x82];
    element.extend_from_slice(&(content.len() as u16).to_be_bytes());
    element.extend_from_slice(content);
    element
}

fn tokens(algorithm: JwtAlgorithm, private: Option<PathBuf>, public: Option<PathBuf>) -> Tokens {
    let options =
        JwtOptions { algorithm: Some(algorithm), private_key: private, public_key: public, ..JwtOptions::default() };
    Tokens::load(&options).unwrap()
}

/// With a secret that everybody in these tests knows.
fn with_secret(change: impl FnOnce(&mut JwtOptions)) -> Tokens {
    let folder = Folder::new();
    let mut options = JwtOptions { private_key: Some(folder.file("secret", &[b's'; 64])), ..JwtOptions::default() };
    change(&mut options);
    Tokens::load(&options).unwrap()
}

fn signed(tokens: &Tokens, header: &str, claims: &str) -> Vec<u8> {
    let mut token = Vec::new();
    base64::encode_url(header.as_bytes(), &mut token);
    token.push(b'.');
    base64::encode_url(claims.as_bytes(), &mut token);
    let signature = tokens.signing.as_ref().unwrap().sign(&token).unwrap();
    token.push(b'.');
    base64::encode_url(&signature, &mut token);
    token
}

#[test]
fn example_with_a_secret() {
    let folder = Folder::new();
    let tokens = tokens(Hs256, None, Some(folder.file("secret", &bytes(RFC_SECRET))));
    assert_eq!(tokens.check_at(RFC_HS256.as_bytes(), THEN).unwrap().as_json(), SAID);
    assert_eq!(tokens.check_at(RFC_HS256.as_bytes(), THEN + 1), Err(Rejection::Expired));
    assert_eq!(tokens.check_at(RFC_NONE.as_bytes(), THEN), Err(Rejection::Invalid));
}

#[test]
fn example_with_rsa() {
    let number = der(2, &[&[0], &*bytes(RFC_MODULUS)].concat());
    let key = der(0x30, &[number, vec![2, 3, 1, 0, 1]].concat());
    let folder = Folder::new();
    let tokens = tokens(Rs256, None, Some(folder.file("key.pub", pem("RSA PUBLIC KEY", &key).as_bytes())));
    assert_eq!(tokens.check_at(RFC_RS256.as_bytes(), THEN).unwrap().as_json(), SAID);
    assert_eq!(tokens.check_at(RFC_NONE.as_bytes(), THEN), Err(Rejection::Invalid));
    assert_eq!(tokens.make(b"{}").unwrap_err().code(), Code::State);
}

#[test]
fn example_with_an_elliptic_curve() {
    /// SubjectPublicKeyInfo of a point on P-256 (RFC 5480), up to the coordinates.
    const START: &[u8] =
        b"\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07\x03\x42\x00\x04";
    let [x, y] = RFC_ES256_POINT.map(bytes);
    let folder = Folder::new();
    let key = folder.file("key.pub", pem("PUBLIC KEY", &[START, &x, &y].concat()).as_bytes());
    let tokens = tokens(Es256, None, Some(key));
    assert_eq!(tokens.check_at(RFC_ES256.as_bytes(), THEN).unwrap().as_json(), SAID);
}

#[test]
fn tokens_of_every_algorithm() {
    let folder = Folder::new();
    let algorithms = [Hs256, Hs384, Hs512, Rs256, Rs384, Rs512, Es256, Es384, Es512];
    let all: Vec<_> = algorithms
        .iter()
        .map(|&algorithm| {
            let (private, public) = folder.pair(algorithm);
            (tokens(algorithm, Some(private.clone()), Some(public)), tokens(algorithm, Some(private), None), algorithm)
        })
        .collect();
    for (both, alone, algorithm) in &all {
        let token = both.make(br#"{"id":7}"#).unwrap();
        let header = format!("{{\"alg\":\"{}\",\"typ\":\"JWT\"}}", algorithm.name());
        assert_eq!(bytes(std::str::from_utf8(&token).unwrap().split('.').next().unwrap()), header.as_bytes());
        for (other, _, other_algorithm) in &all {
            assert_eq!(other.check(&token).is_ok(), algorithm == other_algorithm, "{algorithm:?} {other_algorithm:?}");
        }
        assert_eq!(alone.check(&token).unwrap().as_json(), r#"{"id": 7}"#);
        // Nothing of it may change, also not bits that mean nothing.
        for place in (0..token.len()).rev().step_by(7) {
            let mut changed = token.clone();
            changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
            assert!(both.check(&changed).is_err(), "{algorithm:?} {place}");
        }
    }
}

#[test]
fn the_algorithm_is_not_for_the_token_to_choose() {
    let folder = Folder::new();
    let (private, public) = folder.pair(Rs256);
    let public_text = std::fs::read(&public).unwrap();
    let rsa = tokens(Rs256, Some(private), Some(public));
    let other = with_secret(|_| {});
    for header in
        [r#"{"alg":"none"}"#, r#"{"alg":"None"}"#, r#"{"alg":""}"#, r#"{}"#, r#"{"alg":null}"#, r#"{"alg":"RS512"}"#]
    {
        let token = signed(&rsa, header, "{}");
        assert_eq!(rsa.check(&token), Err(Rejection::Invalid), "{header}");
        let end = memchr::memrchr(b'.', &token).unwrap();
        assert_eq!(rsa.check(&token[..=end]), Err(Rejection::Invalid), "{header}");
        assert_eq!(other.check(&signed(&other, header, "{}")), Err(Rejection::Invalid), "{header}");
    }
    // The public key for the secret of an HMAC.
    let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, &public_text);
    for header in [r#"{"alg":"HS256"}"#, r#"{"alg":"RS256"}"#] {
        let mut token = Vec::new();
        base64::encode_url(header.as_bytes(), &mut token);
        token.extend_from_slice(b".e30");
        let signature = aws_lc_rs::hmac::sign(&key, &token);
        token.push(b'.');
        base64::encode_url(signature.as_ref(), &mut token);
        assert_eq!(rsa.check(&token), Err(Rejection::Invalid));
    }
    assert_eq!(Tokens::default().check(RFC_NONE.as_bytes()), Err(Rejection::Invalid));
}

#[test]
fn what_is_no_token_is_refused() {
    let tokens = with_secret(|options| options.token_limit = 200);
    const GOOD: &str = r#"{"alg":"HS256"}"#;
    assert!(tokens.check(&signed(&tokens, GOOD, "{}")).is_ok());
    for (header, claims) in [
        (r#"{"alg":"HS256","crit":["exp"],"exp":1}"#, "{}"),
        (r#"{"alg":"HS256","crit":[]}"#, "{}"),
        (r#"{"alg":"HS256","alg":"HS256"}"#, "{}"),
        (r#"["HS256"]"#, "{}"),
        (GOOD, "[]"),
        (GOOD, ""),
        (GOOD, "{}{}"),
        (GOOD, r#"{"exp":1,"exp":9999999999}"#),
        (GOOD, r#"{"exp":"9999999999"}"#),
        (GOOD, r#"{"nbf":true}"#),
        (GOOD, r#"{"iat":null}"#),
    ] {
        assert_eq!(tokens.check(&signed(&tokens, header, claims)), Err(Rejection::Invalid), "{header} {claims}");
    }
    let long = format!("{{\"a\":\"{}\"}}", "x".repeat(120));
    assert_eq!(tokens.check(&signed(&tokens, GOOD, &long)), Err(Rejection::Invalid));
    assert_eq!(tokens.make(long.as_bytes()).unwrap_err().code(), Code::Argument);
    for token in ["", ".", "..", "...", "a.b.c", "e30.e30.", "e30", "\u{e9}.e30.e30"] {
        assert_eq!(tokens.check(token.as_bytes()), Err(Rejection::Invalid), "{token}");
    }
    let mut four = signed(&tokens, GOOD, "{}");
    four.splice(0..0, *b"e30.");
    assert_eq!(tokens.check(&four), Err(Rejection::Invalid));
}

#[test]
fn times_count_where_they_are_there() {
    let tokens = with_secret(|_| {});
    let lenient = with_secret(|options| options.leeway = 10);
    for (claims, now, strict, loose) in [
        (r#"{"exp":100}"#, 99, Ok(()), Ok(())),
        (r#"{"exp":100}"#, 100, Err(Rejection::Expired), Ok(())),
        (r#"{"exp":100}"#, 109, Err(Rejection::Expired), Ok(())),
        (r#"{"exp":100}"#, 110, Err(Rejection::Expired), Err(Rejection::Expired)),
        (r#"{"exp":100.5}"#, 100, Ok(()), Ok(())),
        (r#"{"exp":1e2}"#, 100, Err(Rejection::Expired), Ok(())),
        (r#"{"nbf":100}"#, 100, Ok(()), Ok(())),
        (r#"{"nbf":100}"#, 99, Err(Rejection::TooEarly), Ok(())),
        (r#"{"nbf":100}"#, 89, Err(Rejection::TooEarly), Err(Rejection::TooEarly)),
        (r#"{"iat":100}"#, 99, Err(Rejection::TooEarly), Ok(())),
        (r#"{"iat":100}"#, 100, Ok(()), Ok(())),
    ] {
        let token = signed(&tokens, r#"{"alg":"HS256"}"#, claims);
        assert_eq!(tokens.check_at(&token, now).map(|_| ()), strict, "{claims} {now}");
        assert_eq!(lenient.check_at(&token, now).map(|_| ()), loose, "{claims} {now}");
    }
}

/// Where a second ends is where a clock that is late by a few milliseconds shows.
#[test]
fn a_token_made_just_now_is_good() {
    let tokens = with_secret(|_| {});
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let last = now();
    while now() == last {
        std::hint::spin_loop();
    }
    let token = signed(&tokens, r#"{"alg":"HS256"}"#, &format!(r#"{{"iat":{}}}"#, last + 1));
    assert_eq!(tokens.check(&token).map(|_| ()), Ok(()));
    let token = signed(&tokens, r#"{"alg":"HS256"}"#, &format!(r#"{{"exp":{}}}"#, last + 1));
    assert_eq!(tokens.check(&token).map(|_| ()), Err(Rejection::Expired));
}

#[test]
fn issuer_and_audience() {
    let tokens = with_secret(|options| {
        options.issuer = Some("us".to_owned());
        options.audience = Some("api".to_owned());
    });
    for (claims, result) in [
        (r#"{"iss":"us","aud":"api"}"#, Ok(())),
        (r#"{"iss":"us","aud":["web","api"]}"#, Ok(())),
        (r#"{"iss":"us","aud":["web"]}"#, Err(Rejection::Foreign)),
        (r#"{"iss":"us"}"#, Err(Rejection::Foreign)),
        (r#"{"iss":"them","aud":"api"}"#, Err(Rejection::Foreign)),
        (r#"{"iss":["us"],"aud":"api"}"#, Err(Rejection::Foreign)),
        (r#"{"aud":"api"}"#, Err(Rejection::Foreign)),
    ] {
        let token = signed(&tokens, r#"{"alg":"HS256"}"#, claims);
        assert_eq!(tokens.check(&token).map(|_| ()), result, "{claims}");
    }
    // What the header repeats is the same.
    for (header, result) in [
        (r#"{"alg":"HS256","iss":"us","aud":"api"}"#, Ok(())),
        (r#"{"alg":"HS256","iss":"them"}"#, Err(Rejection::Invalid)),
        (r#"{"alg":"HS256","sub":"x"}"#, Err(Rejection::Invalid)),
    ] {
        let token = signed(&tokens, header, r#"{"iss":"us","aud":"api"}"#);
        assert_eq!(tokens.check(&token).map(|_| ()), result, "{header}");
    }
}

#[test]
fn claims_are_sorted_and_escaped() {
    let members = [
        ("name", ClaimValue::Text("x\"y".to_owned())),
        ("id", ClaimValue::Number(-7)),
        ("adm", ClaimValue::Bool(true)),
    ];
    let text = claims_text(members.iter().map(|(name, value)| (*name, value)));
    assert_eq!(text, br#"{"adm":true,"id":-7,"name":"x\"y"}"#);
    assert_eq!(claims_text([].into_iter()), b"{}");
}
