//! What people see of an error: a page in the form that the client accepts, or one of the application's own.

use std::{
    borrow::Cow,
    fmt::Write,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use super::{
    content_type::ContentType,
    header::KnownHeader,
    json, negotiate,
    request::Request,
    response::{Body, Response},
    status::Status,
};
use crate::host;

/// The text for a handler that failed or gave no answer.
pub const INTERNAL_ERROR: &str = "Internal error!";

/// The form of an error page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PageKind {
    /// `{"error": "..."}`: also when the client does not say, or its request cannot be read.
    #[default]
    Json,
    /// A page for a browser.
    Html,
    /// One line.
    Text,
}

impl PageKind {
    /// Its content type.
    pub const fn content_type(self) -> ContentType {
        match self {
            Self::Json => ContentType::Json,
            Self::Html => ContentType::Html,
            Self::Text => ContentType::Txt,
        }
    }

    /// The form that a client likes best, from the values of its Accept fields.
    fn accepted<'r>(fields: impl Iterator<Item = &'r [u8]> + Clone) -> Self {
        const KINDS: [PageKind; 3] = [PageKind::Json, PageKind::Html, PageKind::Text];
        let offers = KINDS.map(|kind| kind.content_type().mime());
        // Who takes none of them is told in JSON, which programs read most easily.
        negotiate::media_type(fields, &offers).map_or(Self::Json, |place| KINDS[place])
    }
}

/// An error that the library answers itself.
#[derive(Clone, Debug)]
pub struct ErrorPage {
    /// The status, 400 to 599.
    pub status: Status,
    /// One sentence for the client's side. Never what the client sent.
    pub text: Cow<'static, str>,
    /// The form that the client likes best.
    pub kind: PageKind,
    /// The method as the client wrote it; None when the request could not be read.
    pub method: Option<Vec<u8>>,
    /// The path, not decoded and not escaped: never put it into a page as it is. None as above.
    pub path: Option<Vec<u8>>,
    /// The request's name, when requests have names.
    pub request_id: Option<Vec<u8>>,
}

/// Makes error pages in place of the library's: body, Content-Type and other headers of the response it gives are used,
/// the status stays. None leaves the page to the library. Called on the reactor's thread, so it must be quick; no lock is
/// held. A panic counts as None.
pub type ErrorPageHook = Arc<dyn Fn(&ErrorPage) -> Option<Response> + Send + Sync>;

impl ErrorPage {
    /// An error about a request, or about one that could not be read.
    pub(super) fn new(status: Status, text: Cow<'static, str>, request: Option<&Request>) -> Self {
        let kind = request.map_or(PageKind::Json, |request| {
            let accept = request.headers().filter(|(_, _, known)| *known == Some(KnownHeader::Accept));
            let fields: Vec<&[u8]> = accept.map(|(_, value, _)| value).collect();
            PageKind::accepted(fields.iter().copied())
        });
        Self {
            status,
            text,
            kind,
            method: request.map(|request| request.method_text().to_vec()),
            path: request.map(|request| request.path().to_vec()),
            request_id: request.and_then(Request::id).map(<[u8]>::to_vec),
        }
    }

    /// Puts the body of the page and its headers into a response.
    pub(super) fn fill(&self, response: &mut Response, hook: Option<&ErrorPageHook>) {
        let own = hook.and_then(|hook| call(hook, self)).unwrap_or_else(|| self.standard());
        response.body = own.body;
        response.fields.take_missing(own.fields);
        let needed = [(&b"X-Content-Type-Options"[..], &b"nosniff"[..]), (b"Vary", b"Accept")];
        for (name, value) in needed {
            if !response.fields.has_name(name) {
                response.fields.add(name, value).expect("constants of the right form");
            }
        }
    }

    fn standard(&self) -> Response {
        let mut body = Vec::new();
        match self.kind {
            PageKind::Json => json::error(self.text.as_bytes(), &mut body),
            PageKind::Html => body = self.html().into_bytes(),
            PageKind::Text => {
                body.extend_from_slice(self.text.as_bytes());
                body.push(b'\n');
            }
        }
        Response::with_body(self.status, self.kind.content_type(), body)
    }

    fn html(&self) -> String {
        let title = format!("{} {}", self.status.0, escaped(self.status.reason()));
        let text = escaped(&self.text);
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
             <style>:root{{color-scheme:light dark}}body{{font:1.1rem/1.5 system-ui,sans-serif;max-width:36rem;\
             margin:20vh auto;padding:0 1rem}}</style>\n</head>\n<body>\n<h1>{title}</h1>\n<p>{text}</p>\n</body>\n\
             </html>\n"
        )
    }
}

/// What the hook makes of it. A hook that answers with an error page itself means the library's.
fn call(hook: &ErrorPageHook, page: &ErrorPage) -> Option<Response> {
    let called = host::enter(|| catch_unwind(AssertUnwindSafe(|| hook(page))));
    let made = called?.unwrap_or_else(|_| {
        log::error!("the function that makes error pages panicked");
        None
    });
    made.filter(|response| !matches!(response.body, Body::ErrorPage(_)))
}

fn escaped(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, letter| {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' | '\'' => write!(out, "&#{};", letter as u32).expect("a string takes all"),
            _ => out.push(letter),
        }
        out
    })
}

/// The text of an error without one of its own.
pub fn usual_text(status: Status) -> &'static str {
    if status == Status::INTERNAL_SERVER_ERROR { INTERNAL_ERROR } else { status.reason() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(fields: &[&str]) -> PageKind {
        PageKind::accepted(fields.iter().map(|field| field.as_bytes()))
    }

    #[test]
    fn the_form_follows_accept() {
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";
        for html in [browser, "text/html", "TEXT/HTML", "text/*", "application/json;q=0.5, text/html;q=0.6"] {
            assert_eq!(accepted(&[html]), PageKind::Html, "{html}");
        }
        let json = "application/json, text/html";
        for json in
            ["", "*/*", "application/json", json, "image/png", "text/html;q=0", "text/html;q=x", "/", ";", "text"]
        {
            assert_eq!(accepted(&[json]), PageKind::Json, "{json}");
        }
        for text in ["text/plain", "text/plain;q=0.1", "text/plain, text/html;q=0.9", "text/html;q=0, text/*"] {
            assert_eq!(accepted(&[text]), PageKind::Text, "{text}");
        }
        assert_eq!(accepted(&["text/plain;q=0.5", "text/html"]), PageKind::Html, "two fields");
        assert_eq!(accepted(&[]), PageKind::Json);
    }

    #[test]
    fn pages_are_escaped() {
        let page = |kind| ErrorPage { kind, ..ErrorPage::new(Status::NOT_FOUND, "a <b> & \"c\"".into(), None) };
        let body = |kind| match page(kind).standard().body {
            Body::Bytes(body) => String::from_utf8(body).unwrap(),
            _ => unreachable!("pages are bytes"),
        };
        assert_eq!(body(PageKind::Json), r#"{"error": "a <b> & \"c\""}"#);
        assert_eq!(body(PageKind::Text), "a <b> & \"c\"\n");
        let html = body(PageKind::Html);
        assert!(html.contains("<p>a &lt;b&gt; &amp; &#34;c&#34;</p>"), "{html}");
        assert!(html.contains("<title>404 Not Found</title>"), "{html}");
    }
}
