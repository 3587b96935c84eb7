//! A whole connection: whatever the bytes are and however they come, the answers are those that the parsers of single
//! messages lead to, in their order; and whatever else happens, nothing but a part of them is sent.

use crate::{
    answers::{self, Answers},
    choices::Choices,
    model::{self, Course},
    site::{self, Detached},
};
use cerver_core::testing::{Driver, Placing};
use std::cell::RefCell;

/// What lives from input to input, as a server does.
struct Stand {
    driver: Driver,
    detached: Detached,
}

thread_local! {
    static STANDS: RefCell<[Stand; 2]> = RefCell::new([Stand::new(Placing::Here), Stand::new(Placing::Queue(4))]);
}

/// See the module.
pub fn check(data: &[u8]) {
    let (input, mut choices) = Choices::split(data);
    let course = model::course(input);
    STANDS.with_borrow_mut(|stands| {
        for stand in &mut *stands {
            let mut choices = choices.clone();
            let all = stand.converse(&[input], &mut choices, false);
            check_answers(&course, &all);
            let pieces = choices.cut(input);
            let all = stand.converse(&pieces, &mut choices, false);
            let answered = answers::read(&all, &course.answers).all.len();
            check_answers(&course.clone().in_pieces(answered), &all);
        }
        let stand = &mut stands[choices.below(2)];
        let pieces = choices.cut(input);
        let all = stand.converse(&pieces, &mut choices, true);
        check_disturbed(course, &all);
    });
}

impl Stand {
    fn new(placing: Placing) -> Self {
        let detached = Detached::default();
        let app = site::app(&detached);
        let mut driver = Driver::new(app, placing).expect("the application starts");
        (driver.send_high, driver.send_low) = (2000, 500);
        Self { driver, detached }
    }

    /// Sends all pieces and then the end, with other events between them; returns what was answered. With `disturbed`
    /// the deadline may come, the server may stop, and the client may go away.
    fn converse(&mut self, pieces: &[&[u8]], choices: &mut Choices, disturbed: bool) -> Vec<u8> {
        let mut answered = Vec::new();
        self.driver.connect();
        for piece in pieces {
            self.driver.send(piece);
            for _ in 0..choices.below(4) {
                self.happen(choices, disturbed, &mut answered);
            }
        }
        self.driver.finish();
        while self.go_on(usize::MAX, &mut answered) {}
        assert!(!self.driver.is_open(), "a connection was left over");
        answered
    }

    fn happen(&mut self, choices: &mut Choices, disturbed: bool, answered: &mut Vec<u8>) {
        match choices.below(if disturbed { 8 } else { 5 }) {
            0 => drop(self.driver.work()),
            1 => drop(self.driver.deliver()),
            2 => drop(site::answer_detached(&self.detached)),
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
        let worked = self.driver.work() | site::answer_detached(&self.detached) | self.driver.deliver();
        worked || answered.len() > before
    }
}

fn check_answers(course: &Course, bytes: &[u8]) {
    let answers = answers::read(bytes, &course.answers);
    assert_eq!(answers.all.len(), course.answers.len(), "{course:#?} {answers:#?}");
    assert!(!answers.is_cut && answers.interim <= course.expectations);
    check_each(course, &answers);
}

/// All answers are those that were expected, as far as they go.
fn check_each(course: &Course, answers: &Answers) {
    for (place, (answer, expected)) in answers.all.iter().zip(&course.answers).enumerate() {
        assert!(expected.allows(answer.status), "{course:#?} {answers:#?}");
        match &expected.body {
            Some(body) if !expected.is_head => assert_eq!(&answer.body, body),
            _ => {}
        }
        let is_last = place + 1 == answers.all.len();
        assert!(is_last || !answer.closes, "an answer behind the last one");
        assert!(answer.closes || !expected.closes, "a connection closes unannounced");
    }
}

/// After a disturbance fewer answers may come, and the last one may say that time is over or that the server is busy.
fn check_disturbed(course: Course, bytes: &[u8]) {
    let mut answers = answers::read(bytes, &course.answers);
    if answers.all.last().is_some_and(|last| matches!(last.status, 408 | 503) && last.closes) {
        answers.all.pop();
    }
    assert!(answers.all.len() <= course.answers.len(), "{course:#?} {answers:#?}");
    check_each(&course.in_pieces(answers.all.len()), &answers);
}
