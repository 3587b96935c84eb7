//! What the site of `site.rs` should do with one request, said a second time.

use crate::{
    form::Form,
    site::{BODY_LIMIT, FLOW, FORM_LIMIT, LARGE},
};
use cerver_core::http::{
    head::{Framing, Head},
    method::Method,
    multipart, negotiate,
};

/// Who answers a request.
pub enum Plan {
    /// The library itself, with this status.
    Library(u16),
    /// The connection changes its protocol.
    Upgrade,
    /// A handler.
    Handler(Work),
}

/// What a handler does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// Answers with the body.
    Echo,
    /// Answers with the body, which it reads as it comes.
    Pieces,
    /// Answers with a text.
    Text(&'static [u8]),
    /// Answers with a text that is compressed for those who like that.
    Coded(&'static [u8]),
    /// Puts the query into fields.
    Field,
    /// Answers with a part of the path.
    Param,
    /// Streams what is no text.
    Stream,
    /// Streams a text.
    Flow,
    /// Does nothing.
    Silent,
    /// Closes the connection.
    Close,
    /// Tells the parts of a form.
    Form,
    /// The same behind the gate.
    Vault,
}

/// Who answers this request; the connection stays open behind it if `stays`.
pub fn find(head: &Head, text: &[u8], stays: bool) -> Plan {
    let path = head.path.of(text);
    let is_get = matches!(head.method, Method::Get | Method::Head);
    if !path.starts_with(b"/") {
        return Plan::Library(if (head.method, path) == (Method::Options, b"*") { 204 } else { 501 });
    }
    let parts = parts(head, text);
    let of_get = match parts.as_slice() {
        [] => Some(Work::Text(b"hello")),
        [b"large"] => Some(Work::Coded(LARGE)),
        [b"field"] => Some(Work::Field),
        [b"param", _] => Some(Work::Param),
        [b"stream"] => Some(Work::Stream),
        [b"flow"] => Some(Work::Flow),
        [b"silent"] => Some(Work::Silent),
        [b"close"] => Some(Work::Close),
        [b"later"] => Some(Work::Text(b"later")),
        [b"form"] => Some(Work::Form),
        [b"vault"] => Some(Work::Vault),
        [b"switch"] => Some(Work::Text(b"no echo")),
        _ => None,
    };
    let of_post = match parts.as_slice() {
        [] => Some(Work::Echo),
        [b"form"] => Some(Work::Form),
        [b"vault"] => Some(Work::Vault),
        [b"pieces"] => Some(Work::Pieces),
        _ => None,
    };
    let bodiless = matches!(head.framing, Framing::None | Framing::Length(0));
    if head.upgrade && parts == [b"switch"] && head.method == Method::Get && bodiless && stays && asks_echo(head, text)
    {
        return Plan::Upgrade;
    }
    let work = match head.method {
        // PUT is taken everywhere.
        Method::Put => Some(Work::Echo),
        Method::Post => of_post,
        _ if is_get => of_get,
        _ => None,
    };
    match (work, head.method) {
        (Some(work), _) => Plan::Handler(work),
        (None, Method::Options) => Plan::Library(204),
        (None, Method::Undefined) => Plan::Library(501),
        (None, _) => Plan::Library(405),
    }
}

impl Work {
    /// Bytes of a body that it takes.
    pub fn body_limit(self) -> u64 {
        (if matches!(self, Self::Form | Self::Vault) { FORM_LIMIT } else { BODY_LIMIT }) as u64
    }

    /// A form to be taken apart; the status when it cannot be.
    pub fn form(self, head: &Head, text: &[u8]) -> Result<Option<Form>, u16> {
        let kind = values(head, text, b"content-type").next();
        match kind.filter(|_| matches!(self, Self::Form | Self::Vault)).and_then(multipart::boundary) {
            None => Ok(None),
            Some(Ok(boundary)) => Ok(Some(Form::new(&boundary))),
            Some(Err(refusal)) => Err(refusal.status.0),
        }
    }

    /// What the gate says: the status and the text of its refusal, None for the library's.
    pub fn refusal(self, head: &Head, text: &[u8]) -> Option<(u16, Option<&'static [u8]>)> {
        match values(head, text, b"authorization").next() {
            _ if self != Self::Vault => None,
            Some(b"yes" | b"later") => None,
            Some(b"no") => Some((401, Some(b"who are you?"))),
            _ => Some((403, None)),
        }
    }

    /// What is told of a body that is no form.
    pub fn whole(self, body: &[u8]) -> Vec<u8> {
        let start: &[u8] = if matches!(self, Self::Form | Self::Vault) { b"whole:" } else { b"" };
        [start, body].concat()
    }

    /// The text of the answer, if it is known; `body` is what is told of that of the request.
    pub fn answer(self, head: &Head, text: &[u8], body: Vec<u8>) -> Option<Vec<u8>> {
        match self {
            Self::Echo | Self::Pieces | Self::Form | Self::Vault => Some(body),
            Self::Text(text) | Self::Coded(text) => Some(text.to_vec()),
            Self::Param => parts(head, text).get(1).map(|part| part.to_vec()),
            Self::Stream => Some(b"onethree".to_vec()),
            Self::Flow => Some(FLOW.concat()),
            Self::Field | Self::Silent | Self::Close => None,
        }
    }
}

fn parts<'a>(head: &Head, text: &'a [u8]) -> Vec<&'a [u8]> {
    head.path.of(text).split(|&byte| byte == b'/').filter(|part| !part.is_empty()).collect()
}

/// The values of a field.
pub fn values<'a>(head: &'a Head, text: &'a [u8], name: &'a [u8]) -> impl Iterator<Item = &'a [u8]> + Clone {
    let has_name = |field: &&cerver_core::http::head::Field| field.name.of(text).eq_ignore_ascii_case(name);
    head.fields.iter().filter(has_name).map(|field| field.value.of(text))
}

fn asks_echo(head: &Head, text: &[u8]) -> bool {
    let names = values(head, text, b"upgrade").flat_map(|value| value.split(|&byte| byte == b','));
    names.map(<[u8]>::trim_ascii).any(|name| name.eq_ignore_ascii_case(b"echo"))
}

/// A body has a content coding, which no handler of the site undoes.
pub fn is_encoded(head: &Head, text: &[u8]) -> bool {
    values(head, text, b"content-encoding").any(|value| !value.is_empty() && !value.eq_ignore_ascii_case(b"identity"))
}

/// The coding in which the client gets what can be coded.
pub fn coding(head: &Head, text: &[u8]) -> Option<&'static str> {
    const CODINGS: [&str; 4] = ["zstd", "br", "gzip", "identity"];
    let best = negotiate::encoding(values(head, text, b"accept-encoding"), &CODINGS)?;
    CODINGS[..3].get(best).copied()
}

/// The form of an error page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// An object with one member.
    Json,
    /// For a browser.
    Html,
    /// One line.
    Text,
}

/// The form that the client gets.
pub fn page(head: &Head, text: &[u8]) -> Page {
    let offers = ["application/json", "text/html; charset=UTF-8", "text/plain"];
    match negotiate::media_type(values(head, text, b"accept"), &offers) {
        Some(1) => Page::Html,
        Some(2) => Page::Text,
        _ => Page::Json,
    }
}
