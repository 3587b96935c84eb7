//! Tokens: JSON Web Tokens in compact form, signed (RFC 7515, RFC 7519), with one algorithm and no other (RFC 8725).

use super::{
    base64,
    claims::Claims,
    key::{CheckingKey, SigningKey},
};
use crate::{
    config::JwtOptions,
    error::{Code, Error, Result},
    http::json,
};
use std::time::{SystemTime, UNIX_EPOCH};

/// The keys of a server and the rules for tokens. By default there are none.
#[derive(Default)]
pub struct Tokens {
    options: JwtOptions,
    /// Of the tokens that are made, encoded.
    header: Vec<u8>,
    signing: Option<SigningKey>,
    checking: Option<CheckingKey>,
}

/// Why a token is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// It is no token, too long, of another algorithm, or its signature is not that of the key.
    Invalid,
    /// `exp` is past.
    Expired,
    /// `nbf` or `iat` is still to come.
    TooEarly,
    /// It is for somebody else, or from somebody else.
    Foreign,
}

impl Rejection {
    /// A sentence for the client, without quotes.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Invalid => "The token is not valid",
            Self::Expired => "The token has expired",
            Self::TooEarly => "The token is not valid yet",
            Self::Foreign => "The token is not meant for this server",
        }
    }
}

impl Tokens {
    /// Reads the keys; [`Code::Argument`] names the file that is wrong and says what to change.
    pub fn load(options: &JwtOptions) -> Result<Self> {
        let mut tokens = Self { options: options.clone(), header: Vec::new(), signing: None, checking: None };
        let Some(algorithm) = options.algorithm else { return Ok(tokens) };
        base64::encode_url(
            format!("{{\"alg\":\"{}\",\"typ\":\"JWT\"}}", algorithm.name()).as_bytes(),
            &mut tokens.header,
        );
        tokens.signing = options.private_key.as_deref().map(|path| SigningKey::read(algorithm, path)).transpose()?;
        let own = || tokens.signing.as_ref().and_then(|key| key.checking(algorithm));
        let checking = match options.public_key.as_deref() {
            Some(path) => Some(CheckingKey::read(algorithm, path)?),
            None => own(),
        };
        tokens.checking = checking;
        tokens.adopt_secret();
        tokens.compare_keys()?;
        Ok(tokens)
    }

    /// Whether tokens can be checked.
    pub const fn can_check(&self) -> bool {
        self.checking.is_some()
    }

    /// Makes a token of an object of JSON.
    pub fn make(&self, claims: &[u8]) -> Result<Vec<u8>> {
        let Some(key) = &self.signing else {
            let text = "no key signs tokens: set an algorithm, and the file of a private key or secret";
            return Err(Error::new(Code::State, text));
        };
        let mut token = self.header.clone();
        token.push(b'.');
        base64::encode_url(claims, &mut token);
        let signature = key.sign(&token).ok_or_else(|| Error::new(Code::System, "the token cannot be signed"))?;
        token.push(b'.');
        base64::encode_url(&signature, &mut token);
        if token.len() > self.options.token_limit {
            let text = format!("the token would have {} bytes, more than the limit of tokens", token.len());
            return Err(Error::new(Code::Argument, text));
        }
        Ok(token)
    }

    /// What a token says, if it may be believed now.
    pub fn check(&self, token: &[u8]) -> std::result::Result<Claims, Rejection> {
        // The exact clock: the coarse one is some milliseconds late, and a token made just now would be one of the future.
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
        self.check_at(token, now)
    }

    fn check_at(&self, token: &[u8], now: u64) -> std::result::Result<Claims, Rejection> {
        let (header, claims) = self.open(token).ok_or(Rejection::Invalid)?;
        // RFC 7519 section 5.3: what the header repeats must be the same.
        let is_repeated = |name| header.get(name).is_none_or(|value| claims.get(name) == Some(value));
        if !["iss", "sub", "aud"].into_iter().all(is_repeated) {
            return Err(Rejection::Invalid);
        }
        self.check_times(&claims, now)?;
        let is_from = self.options.issuer.as_ref().is_none_or(|issuer| claims.string("iss").as_ref() == Some(issuer));
        let is_for = self.options.audience.as_ref().is_none_or(|audience| claims.has_string("aud", audience));
        if is_from && is_for { Ok(claims) } else { Err(Rejection::Foreign) }
    }

    /// Header and claims of a token whose signature is good.
    fn open(&self, token: &[u8]) -> Option<(Claims, Claims)> {
        let (algorithm, key) = (self.options.algorithm?, self.checking.as_ref()?);
        if token.len() > self.options.token_limit {
            return None;
        }
        let dot = memchr::memrchr(b'.', token)?;
        let (message, signature) = (&token[..dot], &token[dot + 1..]);
        let (header, payload) = message.split_at(memchr::memchr(b'.', message)?);
        let header = Claims::parse(&base64::decode_url(header)?)?;
        // The algorithm is never the token's to choose; extensions that must be understood are not (RFC 7515 section 4.1.11).
        if header.string("alg")? != algorithm.name() || header.get("crit").is_some() {
            return None;
        }
        if !key.check(message, &base64::decode_url(signature)?) {
            return None;
        }
        Some((header, Claims::parse(&base64::decode_url(&payload[1..])?)?))
    }

    fn check_times(&self, claims: &Claims, now: u64) -> std::result::Result<(), Rejection> {
        let (now, leeway) = (now as f64, f64::from(self.options.leeway));
        let time = |name| match claims.get(name) {
            None => Ok(None),
            // RFC 7519 section 2: a NumericDate.
            Some(_) => claims.number(name).map(Some).ok_or(Rejection::Invalid),
        };
        if time("exp")?.is_some_and(|end| now >= end + leeway) {
            return Err(Rejection::Expired);
        }
        for name in ["nbf", "iat"] {
            if time(name)?.is_some_and(|start| now < start - leeway) {
                return Err(Rejection::TooEarly);
            }
        }
        Ok(())
    }

    /// A secret that checks also signs.
    fn adopt_secret(&mut self) {
        if let (None, Some(CheckingKey::Hmac(key))) = (&self.signing, &self.checking) {
            self.signing = Some(SigningKey::Hmac(key.clone()));
        }
    }

    /// Tokens that are made here must be good here.
    fn compare_keys(&self) -> Result<()> {
        let (Some(signing), Some(checking)) = (&self.signing, &self.checking) else { return Ok(()) };
        if signing.sign(b"probe").is_some_and(|signature| checking.check(b"probe", &signature)) {
            return Ok(());
        }
        let name =
            |path: &Option<std::path::PathBuf>| path.as_ref().map_or(String::new(), |path| path.display().to_string());
        let (private, public) = (name(&self.options.private_key), name(&self.options.public_key));
        let text = format!(
            "the key files {private} and {public} do not belong together: tokens made with the one would not be accepted \
             with the other"
        );
        Err(Error::new(Code::Argument, text))
    }
}

/// Members of an object that become the claims of a token: sorted by name, without spaces.
pub fn claims_text<'m>(members: impl Iterator<Item = (&'m str, &'m ClaimValue)>) -> Vec<u8> {
    let mut members: Vec<_> = members.collect();
    members.sort_by_key(|(name, _)| *name);
    let mut text = vec![b'{'];
    for (place, (name, value)) in members.into_iter().enumerate() {
        if place > 0 {
            text.push(b',');
        }
        json::string(name.as_bytes(), &mut text);
        text.push(b':');
        match value {
            ClaimValue::Text(value) => json::string(value.as_bytes(), &mut text),
            ClaimValue::Bool(value) => text.extend_from_slice(value.to_string().as_bytes()),
            ClaimValue::Number(value) => text.extend_from_slice(value.to_string().as_bytes()),
        }
    }
    text.push(b'}');
    text
}

/// The value of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClaimValue {
    /// A string.
    Text(String),
    /// True or false.
    Bool(bool),
    /// A whole number.
    Number(i64),
}

#[cfg(test)]
mod tests;
