//! A request as its handler sees it.

use super::{
    content_type::ContentType,
    cookie,
    head::{Field, Head, Span},
    header::KnownHeader,
    intake::Intake,
    kept_body::KeptBody,
    method::Method,
    query::{DEFAULT_PAIRS, Pairs},
    router::Params,
    trailers::Trailers,
    upload::{Part, Parts},
};
use crate::events::Peer;
use std::any::Any;

/// Memory above this is given back when a request ends; below it the next request uses it again.
pub(super) const KEPT_CAPACITY: usize = 16 * 1024;

/// What a foreign language keeps beside a request.
pub trait Attachment: Any + Send {
    /// The request has ended: forget it. Called without any lock of the library held.
    fn clear(&mut self);
    /// For the way back to the real type.
    fn as_any(&mut self) -> &mut dyn Any;
}

/// Pairs that are parsed when somebody asks for them; their memory is used again.
struct Parsed {
    pairs: Pairs,
    is_ready: bool,
}

impl Parsed {
    const fn new() -> Self {
        Self { pairs: Pairs::new(), is_ready: false }
    }

    fn of(&mut self, text: &[u8]) -> &Pairs {
        if !std::mem::replace(&mut self.is_ready, true) {
            self.pairs.parse(text, DEFAULT_PAIRS);
        }
        &self.pairs
    }
}

/// A complete request. All byte slices live as long as the request.
pub struct Request {
    pub(super) head: Head,
    pub(super) head_bytes: Vec<u8>,
    pub(super) body: KeptBody,
    pub(super) params: Params,
    pub(super) peer: Peer,
    /// What the body leaves beside its bytes in memory.
    pub(super) intake: Option<Box<Intake>>,
    /// Its name; empty when requests have none.
    pub(super) id: Vec<u8>,
    query: Parsed,
    form: Parsed,
    attachment: Option<Box<dyn Attachment>>,
}

impl Request {
    pub(super) const fn new() -> Self {
        Self {
            head: Head::new(),
            head_bytes: Vec::new(),
            body: KeptBody::new(),
            params: Params::new(),
            peer: Peer::Unix,
            intake: None,
            id: Vec::new(),
            query: Parsed::new(),
            form: Parsed::new(),
            attachment: None,
        }
    }

    /// Makes the object ready for the next request.
    pub(super) fn clear(&mut self) {
        self.query.is_ready = false;
        self.form.is_ready = false;
        self.head_bytes.clear();
        self.body.clear();
        if self.intake.is_some() {
            self.intake = None;
        }
        // One question for both; the answer is looked at more closely.
        if (self.head_bytes.capacity() | self.body.capacity()) > KEPT_CAPACITY {
            self.give_back();
        }
    }

    #[cold]
    fn give_back(&mut self) {
        if self.head_bytes.capacity() > KEPT_CAPACITY {
            self.head_bytes = Vec::new();
        }
        if self.body.capacity() > KEPT_CAPACITY {
            self.body.give_back();
        }
        // They are about as long as what they were made of.
        for parsed in [&mut self.query, &mut self.form] {
            if parsed.pairs.capacity() > KEPT_CAPACITY {
                *parsed = Parsed::new();
            }
        }
    }

    /// What a foreign language keeps; to be cleared when no lock is held.
    pub(super) fn take_attachment(&mut self) -> Option<Box<dyn Attachment>> {
        self.attachment.take()
    }

    /// A cleared one, to be used again.
    pub(super) fn give_attachment(&mut self, attachment: Option<Box<dyn Attachment>>) {
        self.attachment = attachment;
    }

    fn text(&self, span: Span) -> &[u8] {
        span.of(&self.head_bytes)
    }

    /// The method; [`Method::Undefined`] for one that is not in the table.
    pub const fn method(&self) -> Method {
        self.head.method
    }

    /// The method as the client wrote it.
    pub fn method_text(&self) -> &[u8] {
        self.text(self.head.method_text)
    }

    /// The path, not percent-decoded, without the query.
    pub fn path(&self) -> &[u8] {
        self.text(self.head.path)
    }

    /// What follows the first `?`, not decoded.
    pub fn query_text(&self) -> Option<&[u8]> {
        self.head.query.map(|span| self.text(span))
    }

    /// 0 or 1: the request is HTTP/1.0 or HTTP/1.1.
    pub const fn minor_version(&self) -> u8 {
        self.head.minor_version
    }

    /// The client.
    pub const fn peer(&self) -> Peer {
        self.peer
    }

    /// The request's name, when requests have names: see [`RequestIds`](crate::config::RequestIds).
    pub fn id(&self) -> Option<&[u8]> {
        (!self.id.is_empty()).then_some(&self.id)
    }

    /// The value of a header; the first one when there are several.
    pub fn header(&self, header: KnownHeader) -> Option<&[u8]> {
        self.head.value(header).map(|span| self.text(span))
    }

    /// The values of all field lines of a header, in the order in which they came.
    pub fn header_values(&self, header: KnownHeader) -> impl Iterator<Item = &[u8]> + Clone {
        let lines = self.head.fields.iter().filter(move |field| field.known == Some(header));
        lines.map(|field| self.text(field.value))
    }

    /// The value of a header by its name in any case.
    pub fn header_by_name(&self, name: &[u8]) -> Option<&[u8]> {
        self.head.value_of(name, &self.head_bytes).map(|span| self.text(span))
    }

    /// The values of all field lines of a name in any case.
    pub fn values_by_name(&self, name: &[u8]) -> impl Iterator<Item = &[u8]> {
        let lines = self.head.fields.iter().filter(move |field| self.text(field.name).eq_ignore_ascii_case(name));
        lines.map(|field| self.text(field.value))
    }

    /// The cookies in the order in which they came; see [`cookie::cookies`].
    pub fn cookies(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        cookie::cookies(self.header_values(KnownHeader::Cookie))
    }

    /// The value of the first cookie of that name: of several it is that of the longest path. Case counts.
    pub fn cookie(&self, name: &[u8]) -> Option<&[u8]> {
        self.cookies().find(|(other, _)| *other == name).map(|(_, value)| value)
    }

    /// All header fields in the order in which they came: name, value, and the number of those that are in the table. The
    /// value of `Host` is the host that counts, see [`Head::value`](super::head::Head::value).
    pub fn headers(&self) -> impl Iterator<Item = (&[u8], &[u8], Option<KnownHeader>)> {
        self.head.fields.iter().map(|Field { name, value, known }| {
            let is_host = *known == Some(KnownHeader::Host);
            let value = self.head.host.filter(|_| is_host).unwrap_or(*value);
            (self.text(*name), self.text(value), *known)
        })
    }

    /// False when no header can be a condition or range: those have no numbers, or that of Range or If-Range.
    pub(super) fn may_have_conditions(&self) -> bool {
        self.head.has_unknown() || self.head.has(KnownHeader::Range)
    }

    /// The media type when the whole Content-Type header is one of the table.
    pub fn content_type(&self) -> Option<ContentType> {
        ContentType::by_mime(std::str::from_utf8(self.header(KnownHeader::ContentType)?).ok()?)
    }

    /// Number of parts of the path that the route captured.
    pub fn params_count(&self) -> usize {
        self.params.spans().len()
    }

    /// A captured part of the path by its place, not decoded.
    pub fn param(&self, index: usize) -> Option<&[u8]> {
        self.params.spans().get(index).map(|span| span.of(self.path()))
    }

    /// The whole body; empty when there is none, and for one that is read as it comes or taken apart.
    pub fn body(&self) -> &[u8] {
        self.body.bytes()
    }

    /// The fields behind a chunked body, without those that must not come so late; None before the end of the body.
    pub fn trailers(&self) -> Option<&Trailers> {
        self.intake.as_ref().map(|intake| &intake.trailers)
    }

    /// The parts of a `multipart/form-data` body on a route that takes it apart.
    pub fn parts(&self) -> Option<&Parts> {
        self.intake.as_ref()?.parts.as_ref()
    }

    /// The same, to keep or remove its files.
    pub fn parts_mut(&mut self) -> Option<&mut Parts> {
        self.intake.as_mut()?.parts.as_mut()
    }

    /// Bytes of the head and of the body as far as it was kept: of one that was taken apart, the contents of its parts.
    pub(super) fn kept_bytes(&self) -> u64 {
        let parts = self.parts().map_or(0, |parts| parts.all().iter().map(Part::size).sum());
        (self.head_bytes.len() + self.body().len()) as u64 + parts
    }

    /// The body is of the type that HTML forms have.
    pub(super) fn is_form(&self) -> bool {
        const FORM: &[u8] = b"application/x-www-form-urlencoded";
        let value = self.header(KnownHeader::ContentType);
        value.and_then(|value| value.get(..FORM.len())).is_some_and(|value| value.eq_ignore_ascii_case(FORM))
    }

    /// The pairs of the query; None when the target has no `?`. Parsed at the first call.
    pub fn query(&mut self) -> Option<&Pairs> {
        let span = self.head.query?;
        Some(self.query.of(span.of(&self.head_bytes)))
    }

    /// The fields of an `application/x-www-form-urlencoded` body; None for any other. Parsed at the first call.
    pub fn form(&mut self) -> Option<&Pairs> {
        if !self.is_form() || self.body().is_empty() {
            return None;
        }
        Some(self.form.of(self.body.bytes()))
    }

    /// What a foreign language keeps beside this request, made at the first call, and the request itself.
    pub fn attachment<A: Attachment + Default>(&mut self) -> &mut A {
        if self.attachment.as_mut().is_none_or(|attachment| !attachment.as_any().is::<A>()) {
            self.attachment = Some(Box::<A>::default());
        }
        let attachment = self.attachment.as_mut().expect("made above when it was missing");
        attachment.as_any().downcast_mut().expect("its type was compared above")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::head::Limits;

    #[test]
    fn a_large_form_leaves_no_memory_behind() {
        let mut request = Request::new();
        for length in [10, 1_000_000, 100_000] {
            let head = b"POST /?a=1 HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n";
            request.head_bytes.extend_from_slice(head);
            request.head.parse(head, &mut 0, &Limits::default());
            let form = [b"key=", &*vec![b'v'; length]].concat();
            request.body.append(&form, form.len()).expect("there is memory");
            let value = request.form().and_then(|form| form.get(b"key")).expect("it is there");
            assert_eq!(value.len(), length);
            assert_eq!(request.query().and_then(|query| query.get(b"a")), Some(&b"1"[..]));
            request.clear();
            let kept = [request.body.capacity(), request.form.pairs.capacity(), request.query.pairs.capacity()];
            assert!(kept.iter().all(|kept| *kept <= KEPT_CAPACITY), "{kept:?} behind {length} bytes");
        }
    }
}
