//! What a rule is: a requirement of an RFC for servers, or a class of attacks that strictness shuts out.

use crate::rules_table;

pub use rules_table::RULES;

/// A requirement that has to be shown, or the reason why it cannot be.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Cases name it so.
    pub name: &'static str,
    /// `RFC 9112 3.2`, or `class` for an attack.
    pub source: &'static str,
    /// What it asks for, in our words.
    pub text: &'static str,
    pub bound: Bound,
}

/// Who has to keep a rule.
#[derive(Debug, PartialEq, Eq)]
pub enum Bound {
    /// The library: at least one case shows it.
    Library,
    /// The program that uses it, for this reason.
    Program(&'static str),
    /// Nobody: what the rule is about does not exist here.
    Absent(&'static str),
}

impl Rule {
    pub const fn library(name: &'static str, source: &'static str, text: &'static str) -> Self {
        Self { name, source, text, bound: Bound::Library }
    }

    pub const fn program(source: &'static str, text: &'static str, reason: &'static str) -> Self {
        Self { name: "", source, text, bound: Bound::Program(reason) }
    }

    pub const fn absent(source: &'static str, text: &'static str, reason: &'static str) -> Self {
        Self { name: "", source, text, bound: Bound::Absent(reason) }
    }
}
