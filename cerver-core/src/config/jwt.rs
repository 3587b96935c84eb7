//! What tokens (JWT, RFC 7519) are made and checked with.

use std::path::PathBuf;

/// Bytes of a token that is looked at; a longer one is refused unread.
pub const DEFAULT_TOKEN_LIMIT: usize = 8 * 1024;
/// Seconds by which clocks may differ.
pub const DEFAULT_LEEWAY: u32 = 0;

/// How tokens are signed (RFC 7518 section 3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum JwtAlgorithm {
    /// HMAC with SHA-256: the same secret makes and checks.
    #[default]
    Hs256,
    /// HMAC with SHA-384.
    Hs384,
    /// HMAC with SHA-512.
    Hs512,
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
    /// RSASSA-PKCS1-v1_5 with SHA-384.
    Rs384,
    /// RSASSA-PKCS1-v1_5 with SHA-512.
    Rs512,
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// ECDSA on P-384 with SHA-384.
    Es384,
    /// ECDSA on P-521 with SHA-512.
    Es512,
}

impl JwtAlgorithm {
    /// The name in the header of a token.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hs256 => "HS256",
            Self::Hs384 => "HS384",
            Self::Hs512 => "HS512",
            Self::Rs256 => "RS256",
            Self::Rs384 => "RS384",
            Self::Rs512 => "RS512",
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
            Self::Es512 => "ES512",
        }
    }
}

/// What tokens are made and checked with. The files are read by each start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JwtOptions {
    /// The one algorithm that counts; None: no token is made or accepted.
    pub algorithm: Option<JwtAlgorithm>,
    /// File of the key that signs: PEM, or the bytes of a secret. It also checks when there is no other.
    pub private_key: Option<PathBuf>,
    /// File of the key that checks.
    pub public_key: Option<PathBuf>,
    /// See [`DEFAULT_TOKEN_LIMIT`].
    pub token_limit: usize,
    /// Seconds by which `exp`, `nbf` and `iat` may miss. See [`DEFAULT_LEEWAY`].
    pub leeway: u32,
    /// What `iss` must be; None: anything, also nothing.
    pub issuer: Option<String>,
    /// What `aud` must be or contain; None: the application looks itself.
    pub audience: Option<String>,
}

impl Default for JwtOptions {
    fn default() -> Self {
        Self {
            algorithm: Some(JwtAlgorithm::default()),
            private_key: None,
            public_key: None,
            token_limit: DEFAULT_TOKEN_LIMIT,
            leeway: DEFAULT_LEEWAY,
            issuer: None,
            audience: None,
        }
    }
}
