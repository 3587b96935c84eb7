//! Answers on their way through a content coding, and fields for pages of other sites. Nothing of this runs where answers are
//! sent as they are given.

use super::{Answer, Exchange, Guard, State, writing::Content};
use crate::{
    error::Result,
    http::{
        app::Site,
        compress::{self, Draft, Plan, StreamCoder},
        content_type::ContentType,
        header::KnownHeader,
        response::{Body, Fields, Length},
        status::Status,
    },
};
use std::{borrow::Cow, sync::Arc};

impl Exchange {
    /// Answers like [`Exchange::answer`] where answers may be compressed.
    #[cold]
    pub(super) fn answer_coded(self, guard: Guard, status: Status, kind: ContentType, body: &[u8]) -> Result<()> {
        let mut fields = Fields::default();
        fields.set(KnownHeader::ContentType, kind.field_value())?;
        self.respond_coded(guard, status, &fields, Content::Borrowed(body))
    }

    /// Gives a handler's answer where answers may be compressed. The lock is not held while the body is.
    #[cold]
    pub(super) fn respond_coded(
        self,
        mut guard: Guard,
        status: Status,
        fields: &Fields,
        content: Content<'_>,
    ) -> Result<()> {
        if let Some(site) = guard.compressing().cloned() {
            let draft = Draft { status, fields, common: &site.common };
            let plan = guard.plan(&site, draft, &content);
            drop(guard);
            let coded = code(&site, &plan, &content);
            guard = self.open()?;
            guard.put_planned(draft, plan, coded, content);
        } else {
            guard.put(status, fields, content);
        }
        guard.notify();
        Ok(())
    }
}

impl State {
    /// Whether an answer of this length that the handler gives may be coded or get fields for pages of other sites.
    #[cold]
    pub(super) fn may_change(&self, length: usize) -> bool {
        let has_cors = self.site.as_ref().is_some_and(|site| site.cors.is_some());
        has_cors || self.compressing().is_some_and(|site| site.compression.suits(length as u64))
    }

    /// The fields of an answer with those for pages of other sites.
    #[cold]
    pub(super) fn with_cors<'a>(&self, fields: &'a Fields) -> Cow<'a, Fields> {
        match self.site.as_ref().and_then(|site| site.cors.as_ref()) {
            Some(cors) => cors.fields(&self.request, fields),
            None => Cow::Borrowed(fields),
        }
    }

    /// Writes an answer of the library itself where answers may be compressed.
    #[cold]
    pub(super) fn put_coded(&mut self, status: Status, fields: &Fields, content: Content<'_>) {
        let Some(site) = self.site.clone().filter(|site| site.compression.is_on) else {
            return self.put(status, fields, content);
        };
        let draft = Draft { status, fields, common: &site.common };
        let plan = self.plan(&site, draft, &content);
        let coded = code(&site, &plan, &content);
        self.put_planned(draft, plan, coded, content);
    }

    /// The fields of a streamed answer; from here on its pieces are coded if the client likes that.
    #[cold]
    pub(super) fn begin_coding<'a>(&mut self, status: Status, fields: &'a Fields) -> Cow<'a, Fields> {
        let Some(site) = self.compressing().cloned() else { return Cow::Borrowed(fields) };
        let draft = Draft { status, fields, common: &site.common };
        let plan = draft.plan(&site.compression, &self.request, None);
        if let Some(coding) = plan.coding
            && !self.is_head_only()
        {
            let Some(coder) = StreamCoder::new(&site.compression, coding) else {
                return Cow::Owned(draft.uncoded().fields.into_owned());
            };
            self.coder = Some(Box::new(coder));
        }
        Cow::Owned(plan.fields.into_owned())
    }

    /// The site, when the route whose handler answers may have its answers compressed.
    fn compressing(&self) -> Option<&Arc<Site>> {
        let site = self.site.as_ref()?;
        site.entries.get(self.handler as usize)?.compresses.then_some(site)
    }

    fn plan<'a>(&self, site: &Site, draft: Draft<'a>, content: &Content<'_>) -> Plan<'a> {
        let length = self.told_length(draft.fields, content.length());
        draft.plan(&site.compression, &self.request, Some(length))
    }

    /// Writes an answer with its body in the coding of the plan; `coded` is None when that came to nothing.
    fn put_planned(&mut self, draft: Draft<'_>, plan: Plan<'_>, coded: Option<Vec<u8>>, content: Content<'_>) {
        let Draft { status, .. } = draft;
        match coded {
            _ if plan.coding.is_none() => self.put(status, &plan.fields, content),
            Some(coded) => self.put(status, &plan.fields, Content::Owned(Body::Bytes(coded))),
            None if content.length() == 0 && self.is_head_only() => {
                // The answer to HEAD without the body at hand: nobody knows the length of its coded form.
                self.write_head(status, &plan.fields, Length::Untold);
                self.answer = Answer::Whole;
            }
            None => self.put(status, &draft.uncoded().fields, content),
        }
    }
}

/// The body in the coding of the plan.
fn code(site: &Site, plan: &Plan<'_>, content: &Content<'_>) -> Option<Vec<u8>> {
    compress::code(&site.compression, plan.coding?, &content.bytes()?)
}
