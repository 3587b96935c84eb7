//! Routes against a matcher that tries one route after the other.
//!
//! Input: one route in each line, its method's number as the first byte; the last line is the request.

use cerver_core::http::{
    method::Method,
    percent::{self, Plus},
    router::{Match, Params, Routes},
};

/// Routes of one input.
const MOST_ROUTES: usize = 24;

/// See the module.
pub fn check(data: &[u8]) {
    let mut lines: Vec<&[u8]> = data.split(|&byte| byte == b'\n').collect();
    let Some((method, path)) = lines.pop().and_then(method_and_text) else { return };
    let mut routes: Vec<(Method, &str)> = Vec::new();
    for line in lines.into_iter().take(MOST_ROUTES) {
        let Some((method, text)) = method_and_text(line) else { continue };
        if let Ok(text) = str::from_utf8(text) {
            routes.push((method, text));
        }
    }
    let mut compiled = Routes::new();
    for (number, (method, text)) in routes.iter().enumerate() {
        compiled.add(*method, text, number);
    }
    let router = compiled.compile();
    let mut params = Params::new();
    // What an earlier search left must not matter.
    router.find(Method::Get, b"/a/b/c/d", &mut params);
    let found = router.find(method, path, &mut params);
    match (found, plain(&routes, method, path)) {
        (Match::NotFound, Plain::Nothing) => {}
        (Match::MethodNotAllowed { allow }, Plain::Others(others)) => {
            let all = allow.split(", ").map(|name| Method::parse(name.as_bytes()));
            let known = |method: &Method| *method != Method::Undefined;
            assert!(
                others.iter().filter(|other| known(other)).all(|other| all.clone().any(|allowed| allowed == *other))
            );
        }
        (Match::Found { value, names, get_for_head }, Plain::Route(expected, captures)) => {
            assert_eq!(*value, expected, "another route wins");
            assert_eq!(get_for_head, routes[expected].0 != method);
            assert_eq!(names.len(), captures.len());
            let taken: Vec<&[u8]> = params.spans().iter().map(|span| span.of(path)).collect();
            assert_eq!(taken, captures);
        }
        (found, expected) => panic!("found {found:?}, expected {expected:?}"),
    }
}

fn method_and_text(line: &[u8]) -> Option<(Method, &[u8])> {
    let (&number, text) = line.split_first()?;
    Some((Method::from_number(number % Method::COUNT as u8), text))
}

#[derive(Debug)]
enum Plain<'a> {
    Nothing,
    /// Routes fit, but for these methods only.
    Others(Vec<Method>),
    /// The number of a route and what it captures.
    Route(usize, Vec<&'a [u8]>),
}

fn plain<'a>(routes: &[(Method, &str)], method: Method, path: &'a [u8]) -> Plain<'a> {
    if !path.starts_with(b"/") {
        return Plain::Nothing;
    }
    let fitting = || {
        let each = routes.iter().enumerate();
        each.filter_map(|(number, (other, text))| Some((number, *other, fit(text, path)?)))
    };
    let serves = |other: Method| other == method || method == Method::Head && other == Method::Get;
    let Some((first, ..)) = fitting().find(|(_, other, _)| serves(*other)) else {
        let others: Vec<Method> = fitting().map(|(_, other, _)| other).collect();
        return if others.is_empty() { Plain::Nothing } else { Plain::Others(others) };
    };
    // Of routes with the same text, one for HEAD serves HEAD better than an earlier one for GET.
    let shape = shape(routes[first].1);
    let same = fitting().find(|(number, other, _)| *other == method && self::shape(routes[*number].1) == shape);
    let (number, _, captures) = same.or_else(|| fitting().nth_with(first)).expect("it was found above");
    Plain::Route(number, captures)
}

/// The one with this number.
trait NthWith<'a>: Iterator<Item = (usize, Method, Vec<&'a [u8]>)> + Sized {
    fn nth_with(mut self, number: usize) -> Option<Self::Item> {
        self.find(|(other, ..)| *other == number)
    }
}

impl<'a, I: Iterator<Item = (usize, Method, Vec<&'a [u8]>)>> NthWith<'a> for I {}

fn parts(text: &str) -> Vec<&str> {
    text.split('/').filter(|part| !part.is_empty()).collect()
}

/// The text without the names of its captures.
fn shape(text: &str) -> Vec<&str> {
    let parts = parts(text);
    let last = parts.len().saturating_sub(1);
    let is_rest = |place: usize, part: &str| place == last && part == "*";
    let name =
        |(place, part): (usize, &'_ str)| -> bool { (part.starts_with(':') || part == "*") && !is_rest(place, part) };
    parts.iter().enumerate().map(|(place, part)| if name((place, part)) { ":" } else { part }).collect()
}

/// What a route captures of a path; None when it does not fit.
fn fit<'a>(text: &str, path: &'a [u8]) -> Option<Vec<&'a [u8]>> {
    let parts = parts(text);
    let (mut captures, mut at) = (Vec::new(), 0);
    for (place, part) in parts.iter().enumerate() {
        at += path[at..].iter().take_while(|&&byte| byte == b'/').count();
        if place + 1 == parts.len() && *part == "*" {
            captures.push(&path[at..]);
            return Some(captures);
        }
        let end = at + path[at..].iter().take_while(|&&byte| byte != b'/').count();
        let taken = &path[at..end];
        if taken.is_empty() {
            return None;
        }
        if part.starts_with(':') || *part == "*" {
            captures.push(taken);
        } else if part.as_bytes() != taken {
            let mut decoded = Vec::new();
            percent::decode(taken, Plus::Literal, &mut decoded);
            if part.as_bytes() != decoded {
                return None;
            }
        }
        at = end;
    }
    path[at..].iter().all(|&byte| byte == b'/').then_some(captures)
}
