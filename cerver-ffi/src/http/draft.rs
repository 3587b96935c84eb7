//! What a response has until it is sent.

use std::{slice, sync::Arc};

use cerver_core::http::{
    self as core, Exchange, Fields, Response, content_type::ContentType, header::KnownHeader, status::Status,
};
use parking_lot::Mutex;

use super::{response::CerverHttpResponse, status::needed};
use crate::{
    boundary::handle::{Kind, Table},
    status::{Code, Error},
};

static RESPONSES: Table<Arc<ResponseObject>> = Table::new(Kind::Response);

/// Behind a CerverHttpResponse.
pub(crate) struct ResponseObject {
    pub(crate) draft: Mutex<Draft>,
}

/// What a response has so far.
pub(crate) struct Draft {
    pub(crate) status: Status,
    pub(crate) fields: Fields,
    pub(crate) body: Body,
}

/// The body of a response.
pub(crate) enum Body {
    /// None.
    Empty,
    /// Copied.
    Own(Vec<u8>),
    /// The program's memory, which it keeps until the response is compiled or sent.
    Reference(*const u8, usize),
}

// SAFETY: the memory referred to is the program's and only read; the program keeps it unchanged until it was sent.
unsafe impl Send for Draft {}

impl Default for Draft {
    fn default() -> Self {
        Self { status: Status::OK, fields: Fields::default(), body: Body::Empty }
    }
}

impl ResponseObject {
    /// The object behind a handle.
    pub(crate) fn of(handle: *const CerverHttpResponse) -> Result<Arc<Self>, Error> {
        RESPONSES.get(handle)
    }

    /// A new object as a handle.
    pub(crate) fn create(draft: Draft) -> Result<*mut CerverHttpResponse, Error> {
        RESPONSES.insert(Arc::new(Self { draft: Mutex::new(draft) }))
    }

    /// Takes a handle back.
    pub(crate) fn release(handle: *mut CerverHttpResponse) -> Result<(), Error> {
        RESPONSES.remove(handle).map(|_| ())
    }

    /// A copy for the core.
    pub(crate) fn response(&self) -> Response {
        let draft = self.draft.lock();
        Response {
            status: draft.status,
            fields: draft.fields.clone(),
            body: core::Body::Bytes(draft.body.bytes().to_vec()),
        }
    }

    /// Answers a request; copies everything.
    pub(crate) fn send(&self, exchange: Exchange) -> Result<(), Error> {
        let draft = self.draft.lock();
        exchange.respond_parts(draft.status, &draft.fields, draft.body.bytes())
    }
}

impl Draft {
    /// A response with a body of JSON.
    pub(crate) fn json(status: Status, body: Vec<u8>) -> Result<Self, Error> {
        Ok(Self { body: Body::Own(body), ..Self::empty_json(status)? })
    }

    /// The same with a body that stays the program's.
    pub(crate) fn json_reference(status: Status, body: &[u8]) -> Result<Self, Error> {
        Ok(Self { body: Body::reference(body), ..Self::empty_json(status)? })
    }

    fn empty_json(status: Status) -> Result<Self, Error> {
        let mut fields = Fields::default();
        fields.set(KnownHeader::ContentType, ContentType::Json.mime().as_bytes())?;
        Ok(Self { status, fields, body: Body::Empty })
    }

    /// Copies a body that is the program's.
    pub(crate) fn own_body(&mut self) {
        if let Body::Reference(..) = self.body {
            self.body = Body::Own(self.body.bytes().to_vec());
        }
    }

    /// Takes status and fields from a ready header block.
    pub(crate) fn take_block(&mut self, block: &[u8]) -> Result<(), Error> {
        let refused = |what: &str| Error::new(Code::Argument, format!("the header block {what}"));
        let text = std::str::from_utf8(block).map_err(|_| refused("is not UTF-8"))?;
        let text = text.strip_suffix("\r\n\r\n").ok_or_else(|| refused("does not end with an empty line"))?;
        let mut status = self.status;
        let mut fields = Fields::default();
        for (number, line) in text.split("\r\n").enumerate() {
            if let Some(version) = line.strip_prefix("HTTP/").filter(|_| number == 0) {
                let code = version.split(' ').nth(1).and_then(|code| code.parse().ok());
                status = needed(code.ok_or_else(|| refused("has no status code"))?)?;
                continue;
            }
            let (name, value) = line.split_once(':').ok_or_else(|| refused("has a line without a colon"))?;
            let is_ours = ["content-length", "connection", "date", "server"];
            if !is_ours.iter().any(|ours| name.eq_ignore_ascii_case(ours)) {
                fields.add(name.as_bytes(), value.trim_matches([' ', '\t']).as_bytes())?;
            }
        }
        self.status = status;
        self.fields = fields;
        Ok(())
    }

    /// The response without what only the sending adds.
    pub(crate) fn text(&self) -> Vec<u8> {
        let mut text = Vec::new();
        self.status.write_line(&mut text);
        self.fields.write(&mut text);
        text.extend_from_slice(b"\r\n");
        text.extend_from_slice(self.body.bytes());
        text.push(b'\n');
        text
    }
}

impl Body {
    /// A body that stays the program's.
    pub(crate) fn reference(data: &[u8]) -> Self {
        Self::Reference(data.as_ptr(), data.len())
    }

    fn bytes(&self) -> &[u8] {
        match self {
            Self::Empty => &[],
            Self::Own(data) => data,
            // SAFETY: the program keeps the memory unchanged until the response was compiled or sent.
            Self::Reference(data, len) => unsafe { slice::from_raw_parts(*data, *len) },
        }
    }
}
