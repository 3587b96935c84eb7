//! Complete answers, with header fields and bodies of every kind.

use super::{Exchange, Guard, no_body, writing::Content};
use crate::{
    error::Result,
    http::{
        response::{Body, Fields, Response},
        static_files::HandlersFile,
        status::Status,
    },
    sys,
};
use std::path::Path;

impl Exchange {
    /// Answers with a complete response.
    pub fn respond(self, response: Response) -> Result<()> {
        if let Body::ErrorPage(_) = response.body {
            return self.respond_error(response);
        }
        let Response { status, fields, body } = response;
        self.respond_with(status, &fields, Content::Owned(body))
    }

    /// The same with the parts borrowed; the body is copied.
    pub fn respond_parts(self, status: Status, fields: &Fields, body: &[u8]) -> Result<()> {
        self.respond_with(status, fields, Content::Borrowed(body))
    }

    fn respond_with(self, status: Status, fields: &Fields, content: Content<'_>) -> Result<()> {
        let mut guard = self.open()?;
        if status.forbids_body() {
            no_body(status)?;
        }
        if guard.changes_answers {
            return self.respond_coded(guard, status, fields, content);
        }
        guard.put(status, fields, content);
        guard.notify();
        Ok(())
    }

    /// The state of an exchange that has no answer yet and somebody to take one.
    pub(super) fn open(self) -> Result<Guard> {
        let mut guard = self.state()?;
        match guard.check_open() {
            Ok(()) => Ok(guard),
            Err(error) => {
                self.release_when_over(guard);
                Err(error)
            }
        }
    }

    /// Answers with the file at `path`; [`Code::NotFound`] (and no answer) when there is none.
    ///
    /// With status 200 a GET or HEAD request gets what its conditions and ranges ask for: 206 with parts, 304, 412, 416
    /// (RFC 9110 sections 13 and 14).
    pub fn respond_file(self, status: Status, path: &Path) -> Result<()> {
        drop(self.state()?); // no file is opened for a request that is gone
        let file = HandlersFile::open(path)?;
        let now = sys::unix_seconds();
        let chosen = self.request(|request| file.select(request, status, now))?;
        self.respond(file.response(path, status, chosen, now)?)
    }
}
