//! Request methods (RFC 9110 section 9, PATCH from RFC 5789).

/// A request method with its published number. Tokens are case-sensitive: `get` is not [`Method::Get`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Method {
    /// `DELETE`
    Delete = 0,
    /// `GET`
    Get = 1,
    /// `HEAD`
    Head = 2,
    /// `POST`
    Post = 3,
    /// `PUT`
    Put = 4,
    /// `CONNECT`
    Connect = 5,
    /// `OPTIONS`
    Options = 6,
    /// `TRACE`
    Trace = 7,
    /// A token that is none of the others; its text is kept by the request head.
    Undefined = 8,
    /// `PATCH`
    Patch = 9,
}

impl Method {
    /// How many numbers there are: the size of a table indexed by method.
    pub const COUNT: usize = 10;

    /// The methods by number.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Delete,
        Self::Get,
        Self::Head,
        Self::Post,
        Self::Put,
        Self::Connect,
        Self::Options,
        Self::Trace,
        Self::Undefined,
        Self::Patch,
    ];

    /// The method of a published number, [`Method::Undefined`] for a number that names none.
    pub const fn from_number(number: u8) -> Self {
        if (number as usize) < Self::COUNT { Self::ALL[number as usize] } else { Self::Undefined }
    }

    /// The method of a request line's token, [`Method::Undefined`] for any other text.
    pub const fn parse(token: &[u8]) -> Self {
        match token {
            b"GET" => Self::Get,
            b"POST" => Self::Post,
            b"HEAD" => Self::Head,
            b"PUT" => Self::Put,
            b"DELETE" => Self::Delete,
            b"OPTIONS" => Self::Options,
            b"PATCH" => Self::Patch,
            b"CONNECT" => Self::Connect,
            b"TRACE" => Self::Trace,
            _ => Self::Undefined,
        }
    }

    /// The token as it stands in a request line; "UNDEFINED" for [`Method::Undefined`].
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Delete => "DELETE",
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Connect => "CONNECT",
            Self::Options => "OPTIONS",
            Self::Trace => "TRACE",
            Self::Undefined => "UNDEFINED",
            Self::Patch => "PATCH",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_number_lead_back() {
        for (number, method) in Method::ALL.into_iter().enumerate() {
            assert_eq!(method as usize, number);
            assert_eq!(Method::from_number(number as u8), method);
            assert_eq!(Method::parse(method.as_str().as_bytes()), method);
        }
    }

    #[test]
    fn other_tokens_are_undefined() {
        for token in ["", "get", "GETS", "GE", "PROPFIND"] {
            assert_eq!(Method::parse(token.as_bytes()), Method::Undefined, "{token}");
        }
        assert_eq!(Method::from_number(10), Method::Undefined);
        assert_eq!(Method::from_number(255), Method::Undefined);
    }
}
