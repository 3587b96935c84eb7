//! A form that is taken apart where handlers run, because functions of the application are called on the way.

use super::{
    super::{app::Handler, auth::Check, exchange::Exchange, request::Request},
    Event, FormEnd, Multipart, Name, Owner, PartHead, PartReader, Parts, Place, Refusal, Tally, UploadSite, Writer,
};
use crate::error::{Code, Error};
use std::{sync::Arc, time::Duration};

/// Bytes of the body that are read at once.
const PIECE: usize = 32 * 1024;
/// Bytes after which others have their turn on this thread, though more have come.
const TURN: usize = 1024 * 1024;

/// Where the parts go.
#[derive(Clone)]
pub(in super::super) enum Outlet {
    /// To the application; fields are kept in memory as well.
    Reader(Arc<dyn PartReader>),
    /// Fields into memory and files onto the disk, under names of the application; then this handler has them. While there is
    /// a check the application has not let the request pass yet, and files wait in memory.
    Store { handler: Handler, check: Option<Check> },
}

/// A form that is coming.
pub(in super::super) struct FormStream {
    /// None: the request has no body, so there are no parts.
    parser: Option<Multipart>,
    taker: Taker,
}

/// What becomes of the parts.
struct Taker {
    outlet: Outlet,
    site: Arc<UploadSite>,
    owner: Owner,
    tally: Tally,
    /// Place of the part in hand.
    part: usize,
    /// Its file.
    writer: Option<Writer>,
}

/// How far a turn came.
pub(in super::super) enum Turn {
    /// All that has come is taken.
    Waiting,
    /// More is there.
    Paused,
    /// There is nothing more to do: the form is complete, or the application has answered.
    Over,
    /// A rule or a limit is broken.
    Refused(Refusal),
}

/// Why a form is not taken any further.
enum Stop {
    Refused(Refusal),
    /// The application has answered.
    Answered,
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl FormStream {
    pub(in super::super) fn new(boundary: Option<&[u8]>, outlet: Outlet, site: &Arc<UploadSite>, owner: Owner) -> Self {
        let taker = Taker { outlet, site: Arc::clone(site), owner, tally: Tally::default(), part: 0, writer: None };
        Self { parser: boundary.map(|boundary| Multipart::new(boundary, site.limits())), taker }
    }

    /// The parts of such a form before the first has come.
    pub(in super::super) fn no_parts(&self) -> Parts {
        Parts::new(self.taker.site.options.delete_when_done)
    }

    /// Takes what has come of the body, and calls the functions of the application: the exchange must not be locked.
    pub(in super::super) fn take(&mut self, exchange: Exchange) -> Turn {
        let mut buffer = vec![0; PIECE];
        let mut taken = 0;
        while taken < TURN {
            let read = exchange.read_body(&mut buffer, Some(Duration::ZERO));
            let step = match read {
                Ok(0) => self.finish(exchange).and(Err(Stop::Answered)),
                Ok(count) => {
                    taken += count;
                    self.feed(exchange, &buffer[..count])
                }
                // When the client has gone its exchange says so to the form.
                Err(_) => return Turn::Waiting,
            };
            match step {
                Ok(()) => {}
                Err(Stop::Answered) => return Turn::Over,
                Err(Stop::Refused(refusal)) => return Turn::Refused(refusal),
            }
        }
        Turn::Paused
    }

    /// The form ends before it is complete.
    pub(in super::super) fn fail(self, exchange: Exchange, end: FormEnd) {
        if let Outlet::Reader(reader) = &self.taker.outlet {
            reader.form_ends(exchange, end);
        }
    }

    fn feed(&mut self, exchange: Exchange, data: &[u8]) -> Result<(), Stop> {
        let Some(parser) = &mut self.parser else { return Ok(()) };
        let taker = &mut self.taker;
        parser.feed(data, &mut |event| match event {
            Event::Begin(head) => taker.begin(exchange, head),
            Event::Data(data) => taker.write(exchange, data),
            Event::End => taker.end(exchange),
        })
    }

    fn finish(&mut self, exchange: Exchange) -> Result<(), Stop> {
        if let Some(parser) = &self.parser {
            parser.finish()?;
        }
        self.taker.admit(exchange, None)?;
        with_parts(exchange, Parts::complete)?;
        match &self.taker.outlet {
            Outlet::Reader(reader) => reader.form_ends(exchange, FormEnd::Complete),
            Outlet::Store { handler, .. } => handler(exchange),
        }
        Ok(())
    }
}

impl Taker {
    fn begin(&mut self, exchange: Exchange, head: PartHead) -> Result<(), Stop> {
        let (site, tally) = (&self.site, &mut self.tally);
        let (part, is_file) = with_parts(exchange, |parts| {
            let part = parts.begin(head);
            tally.begin(&site.options, part)?;
            let is_file = part.is_file();
            Ok::<_, Refusal>((parts.all().len() - 1, is_file))
        })??;
        self.part = part;
        match &self.outlet {
            Outlet::Reader(reader) => {
                reader.part_begins(exchange, part);
                still_open(exchange)
            }
            Outlet::Store { check: None, .. } if is_file => {
                self.writer = self.make_file(exchange, part)?;
                Ok(())
            }
            Outlet::Store { .. } => Ok(()),
        }
    }

    /// Asks the application whether the request may pass, unless it has been asked, and stores the files that have waited for
    /// that; the one that is `coming` goes on.
    fn admit(&mut self, exchange: Exchange, coming: Option<usize>) -> Result<(), Stop> {
        let Outlet::Store { check, .. } = &mut self.outlet else { return Ok(()) };
        let Some(check) = check.take() else { return Ok(()) };
        if !check.passes(exchange) {
            return Err(Stop::Answered);
        }
        let files = with_parts(exchange, |parts| {
            parts
                .all()
                .iter()
                .enumerate()
                .filter(|(_, part)| part.is_file())
                .map(|(index, _)| index)
                .collect::<Vec<_>>()
        })?;
        for part in files {
            with_parts(exchange, |parts| parts.come_to(Some(part)))?;
            let Some(mut writer) = self.make_file(exchange, part)? else { continue };
            writer.write(&with_parts(exchange, |parts| parts.take_value(part))?)?;
            if coming == Some(part) {
                self.writer = Some(writer);
            } else {
                writer.finish()?;
            }
        }
        with_parts(exchange, |parts| parts.come_to(coming))
    }

    /// Makes the file of a part; None without a folder for files.
    fn make_file(&self, exchange: Exchange, part: usize) -> Result<Option<Writer>, Stop> {
        let Some(folder) = &self.site.folder else { return Ok(None) };
        if let Some(namer) = &self.site.file_namer {
            namer(exchange);
            still_open(exchange)?;
        }
        let options = &self.site.options;
        let (names, (place, wanted_folder)) = with_parts(exchange, |parts| (parts.names(part), parts.place()))?;
        let (wanted, safe) = (names.0.as_deref(), &*names.1);
        // Not under the lock of the exchange: the reactor would wait for the disk.
        let place = match place {
            Some(place) => place,
            None => Place::make(folder, options, self.owner, wanted_folder.as_deref())?,
        };
        let (writer, name, path) = Writer::create(&place, options, self.owner, &Name { wanted, safe })?;
        with_parts(exchange, |parts| parts.stored(part, place, name, path))?;
        Ok(Some(writer))
    }

    fn write(&mut self, exchange: Exchange, data: &[u8]) -> Result<(), Stop> {
        let (site, tally) = (&self.site, &mut self.tally);
        let waits = matches!(self.outlet, Outlet::Store { check: Some(_), .. });
        let is_file = with_parts(exchange, |parts| {
            let part = parts.last();
            tally.add(&site.options, part, data.len())?;
            if part.is_file() && !waits {
                part.count(data.len());
            } else {
                part.append(data);
            }
            Ok::<_, Refusal>(part.is_file())
        })??;
        if waits && is_file && self.tally.file_bytes() > self.site.options.waiting_files_limit {
            return self.admit(exchange, Some(self.part));
        }
        match (&self.outlet, &mut self.writer) {
            (Outlet::Reader(reader), _) => {
                reader.part_bytes(exchange, self.part, data);
                still_open(exchange)
            }
            (_, Some(writer)) => Ok(writer.write(data)?),
            _ => Ok(()),
        }
    }

    fn end(&mut self, exchange: Exchange) -> Result<(), Stop> {
        if let Some(writer) = self.writer.take() {
            writer.finish()?;
        }
        if let Outlet::Reader(reader) = &self.outlet {
            reader.part_ends(exchange, self.part);
            still_open(exchange)?;
        }
        with_parts(exchange, Parts::end)
    }
}

/// Works on the parts of the request; the exchange is locked meanwhile.
fn with_parts<R>(exchange: Exchange, work: impl FnOnce(&mut Parts) -> R) -> Result<R, Stop> {
    let worked = exchange.request(|request: &mut Request| request.parts_mut().map(work));
    worked.ok().flatten().ok_or(Stop::Answered)
}

/// Goes on unless the application has answered.
fn still_open(exchange: Exchange) -> Result<(), Stop> {
    if exchange.is_reading() { Ok(()) } else { Err(Stop::Answered) }
}

/// The error for names that are given at the wrong time.
pub(in super::super) fn no_form() -> Error {
    Error::new(Code::State, "no form of this request is being taken")
}
