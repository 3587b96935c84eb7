//! A whole connection: whatever the bytes are and however they come, the answers are those that the parsers of single
//! messages lead to, in their order, each has its line in the log, and no uploaded file is left over; and whatever else
//! happens, nothing but a part of them is sent.

use crate::{
    answers::{self, Answers},
    choices::Choices,
    log,
    model::{self, Course},
    pages,
    site::{self, Backstage},
};
use cerver_core::{
    http::LogFormat,
    testing::{Driver, Placing},
};
use std::{cell::RefCell, env, process, sync::Arc};

/// What lives from input to input, as a server does.
struct Stand {
    driver: Driver,
    backstage: Arc<Backstage>,
    format: LogFormat,
    /// Requests so far.
    requests: u64,
}

/// What comes of the bytes of one connection.
struct Talk {
    answered: Vec<u8>,
    log: Vec<u8>,
    /// Heads that the server has read.
    requests: usize,
    /// The end came when all was answered that could be.
    ends_late: bool,
}

thread_local! {
    static STANDS: RefCell<[Stand; 2]> = RefCell::new([
        Stand::new(Placing::Here, LogFormat::Combined),
        Stand::new(Placing::Queue(4), LogFormat::Json),
    ]);
}

/// See the module.
pub fn check(data: &[u8]) {
    let (input, mut choices) = Choices::split(data);
    let course = model::course(input);
    STANDS.with_borrow_mut(|stands| {
        for stand in &mut *stands {
            let mut choices = choices.clone();
            let talk = stand.converse(&[input], &mut choices, false);
            check_answers(&course, &talk, stand.format);
            let pieces = choices.cut(input);
            let talk = stand.converse(&pieces, &mut choices, false);
            let answered = answers::read(&talk.answered, &course.answers).all.len();
            check_answers(&course.clone().in_pieces(answered), &talk, stand.format);
        }
        let stand = &mut stands[choices.below(2)];
        let pieces = choices.cut(input);
        let talk = stand.converse(&pieces, &mut choices, true);
        check_disturbed(course, &talk, stand.format);
    });
}

impl Stand {
    fn new(placing: Placing, format: LogFormat) -> Self {
        // Files of one go to the disk, those of the other stay in memory.
        let folder = env::temp_dir().join(format!("cerver-fuzz-uploads-{}", process::id()));
        let backstage = Backstage::new((placing == Placing::Here).then_some(folder));
        let mut driver = Driver::new(site::app(&backstage, format), placing).expect("the application starts");
        (driver.send_high, driver.send_low) = (2000, 500);
        Self { driver, backstage, format, requests: 0 }
    }

    /// Sends all pieces and then the end, with other events between them. With `disturbed` the deadline may come, the
    /// server may stop, and the client may go away.
    fn converse(&mut self, pieces: &[&[u8]], choices: &mut Choices, disturbed: bool) -> Talk {
        let mut answered = Vec::new();
        self.driver.connect();
        for piece in pieces {
            self.driver.send(piece);
            for _ in 0..choices.below(4) {
                self.happen(choices, disturbed, &mut answered);
            }
        }
        let ends_late = choices.once_in(2);
        if ends_late {
            while self.go_on(usize::MAX, &mut answered) {}
        }
        self.driver.finish();
        while self.go_on(usize::MAX, &mut answered) {}
        assert!(!self.driver.is_open(), "a connection was left over");
        self.driver.end_turn();
        let before = std::mem::replace(&mut self.requests, self.driver.stats().requests);
        Talk { answered, log: self.backstage.end(), requests: (self.requests - before) as usize, ends_late }
    }

    fn happen(&mut self, choices: &mut Choices, disturbed: bool, answered: &mut Vec<u8>) {
        match choices.below(if disturbed { 8 } else { 5 }) {
            0 => drop(self.driver.work()),
            1 => drop(self.driver.deliver()),
            2 => drop(self.backstage.go_on()),
            3 => self.driver.take(choices.below(400), answered),
            4 => drop(self.go_on(usize::MAX, answered)),
            5 => drop(self.driver.expire()),
            6 => self.driver.drain(),
            _ if choices.once_in(4) => self.driver.reset(),
            _ => {}
        }
    }

    /// Does whatever can be done; false when that was nothing.
    fn go_on(&mut self, most: usize, answered: &mut Vec<u8>) -> bool {
        let before = answered.len();
        self.driver.take(most, answered);
        let worked = self.driver.work() | self.backstage.go_on() | self.driver.deliver();
        worked || answered.len() > before
    }
}

fn check_answers(course: &Course, talk: &Talk, format: LogFormat) {
    let answers = answers::read(&talk.answered, &course.answers);
    assert_eq!(answers.all.len(), course.answers.len(), "{course:#?} {answers:#?}");
    assert!(!answers.is_cut && answers.interim <= course.expectations);
    check_each(course, &answers, talk.ends_late);
    log::check(course, &answers, talk.requests, &log::read(&talk.log, format));
}

/// All answers are those that were expected, as far as they go. Without `is_calm` the client may have ended its side
/// before, so that a connection closes early, and an upgrade comes too late or is cut short.
fn check_each(course: &Course, answers: &Answers, is_calm: bool) {
    for (place, (answer, expected)) in answers.all.iter().zip(&course.answers).enumerate() {
        let is_last = place + 1 == answers.all.len();
        assert!(is_last || !answer.closes, "an answer behind the last one");
        if expected.status == 101 && answer.status == 200 && answer.closes && !is_calm {
            assert_eq!(answer.body, b"no echo");
            continue;
        }
        assert!(expected.allows(answer.status), "{course:#?} {answers:#?}");
        match &expected.body {
            Some(body) if (answer.status == 101 || answer.is_open_ended) && !is_calm => {
                assert!(body.starts_with(&answer.body), "{course:#?} {answers:#?}");
            }
            Some(body) if !expected.is_head => assert_eq!(&answer.body, body, "{course:#?} {answers:#?}"),
            _ => {}
        }
        assert!(answer.closes || !expected.closes, "a connection closes unannounced");
        let may_close = expected.closes || expected.may_close || !is_calm;
        assert!(may_close || !answer.closes, "a connection closes that should stay: {course:#?} {answers:#?}");
        pages::check(answer, expected);
    }
}

/// After a disturbance fewer answers may come, and the last one may say that time is over or that the server is busy.
fn check_disturbed(course: Course, talk: &Talk, format: LogFormat) {
    let mut answers = answers::read(&talk.answered, &course.answers);
    let lines = log::read(&talk.log, format);
    log::check_statuses(&answers, talk.requests, &lines);
    if answers.all.last().is_some_and(|last| matches!(last.status, 408 | 503) && last.closes) {
        answers.all.pop();
    }
    assert!(answers.all.len() <= course.answers.len(), "{course:#?} {answers:#?}");
    check_each(&course.in_pieces(answers.all.len()), &answers, false);
}
