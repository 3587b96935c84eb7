//! Forms whose parts the application has while they come.

use super::{Answer, Exchange, Guard, State};
use crate::{
    error::Result,
    host,
    http::{
        connection::refused,
        head::Framing,
        header::KnownHeader,
        multipart,
        refusal::Refusal,
        upload::{FormEnd, FormStream, Outlet, Owner, Turn, no_form, wanted_name},
    },
};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

impl Exchange {
    /// Calls the file of a part as the application wants: only in its function for that, see
    /// [`App::set_file_namer`](crate::http::App::set_file_namer). Of the name only what is harmless is taken, by the rules of
    /// [`multipart::safe_name`] with up to 240 bytes; a number is added when a file of that name is there.
    /// [`Code::State`](crate::error::Code::State) at another time, [`Code::Argument`](crate::error::Code::Argument) when nothing
    /// is left.
    pub fn name_file(self, part: usize, name: &[u8]) -> Result<()> {
        let name = wanted_name(name)?;
        self.request(|request| request.parts_mut().ok_or_else(no_form)?.want_name(part, name))?
    }

    /// Puts the files of this request into a folder of that name in the uploads folder, which is made when it is not there:
    /// until the first file is made. Name and errors as for [`Exchange::name_file`].
    pub fn name_folder(self, name: &[u8]) -> Result<()> {
        let name = wanted_name(name)?;
        self.request(|request| request.parts_mut().ok_or_else(no_form)?.want_folder(name))?
    }

    /// Makes ready for the form of a request whose head is complete; false when there is none to be stored.
    pub(in super::super) fn begin_form(self, outlet: &Outlet) -> bool {
        let Ok(mut guard) = self.state() else { return true };
        let state = &mut *guard;
        let Some(site) = state.site.as_ref().map(|site| Arc::clone(&site.uploads)) else { return true };
        let has_body = !matches!(state.request.head.framing, Framing::None | Framing::Length(0));
        let kind = state.request.header(KnownHeader::ContentType).filter(|_| has_body);
        let boundary = kind.and_then(multipart::boundary).and_then(std::result::Result::ok);
        if boundary.is_none() && matches!(outlet, Outlet::Store { .. }) {
            return false;
        }
        let owner = Owner { descriptor: state.descriptor, unix_seconds: state.unix_seconds };
        let form = FormStream::new(boundary.as_deref(), outlet.clone(), &site, owner);
        let intake = state.request.intake.get_or_insert_default();
        intake.parts = Some(form.no_parts());
        intake.form = Some(Box::new(form));
        true
    }

    /// Takes what has come of the form.
    pub(in super::super) fn take_form(self) {
        let Some(mut form) = self.state().ok().and_then(|mut state| state.form()) else { return };
        let turn = form.take(self);
        let Ok(mut guard) = self.state() else { return };
        match turn {
            Turn::Over => {}
            Turn::Waiting | Turn::Paused => {
                if let Some(intake) = &mut guard.request.intake {
                    intake.form = Some(form);
                    intake.has_news |= matches!(turn, Turn::Paused);
                }
            }
            Turn::Refused(refusal) => {
                drop(guard);
                form.fail(self, FormEnd::Refused(refusal.status));
                self.refuse_form(refusal);
            }
        }
    }

    /// Answers for the application, unless it has; where the next request would begin is not certain any more.
    fn refuse_form(self, refusal: Refusal) {
        let Ok(mut state) = self.state() else { return };
        state.keep_alive &= !state.is_reading();
        let Some(site) = state.site.clone() else { return };
        drop(state);
        // Too late when an answer has begun: then the connection closes.
        let _ = self.respond_error(refused(&site, refusal));
    }

    /// The connection is gone before the end of the form: the application is told, as by a handler that runs meanwhile.
    #[cold]
    pub(super) fn fail_form(self, mut guard: Guard, form: FormStream) {
        guard.is_returned = false;
        drop(guard);
        // What it raises has been reported, and there is nobody to answer.
        let _ = host::enter(|| catch_unwind(AssertUnwindSafe(|| form.fail(self, FormEnd::Gone))));
        self.returned();
    }

    /// The application has not answered, or not completely.
    pub(in super::super) fn is_reading(self) -> bool {
        self.state().is_ok_and(|state| state.is_reading())
    }
}

impl State {
    /// See [`Exchange::is_reading`].
    pub(in super::super) const fn is_reading(&self) -> bool {
        matches!(self.answer, Answer::None | Answer::Streaming)
    }

    /// Takes the form that is coming out of the exchange; None as well when the application has answered, and wants no more
    /// of it.
    pub(super) fn form(&mut self) -> Option<Box<FormStream>> {
        let form = self.request.intake.as_mut()?.form.take();
        form.filter(|_| self.is_reading())
    }
}
