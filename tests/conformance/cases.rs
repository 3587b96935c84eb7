//! All cases, by subject.

mod answers;
mod bodies;
mod chunks;
mod codings;
mod connections;
mod fields;
mod files;
mod lines;
mod targets;
mod upgrades;

use crate::case::{Case, Table};

/// The whole table.
pub fn all() -> Vec<Case> {
    let mut table = Table::new();
    for subject in [
        lines::cases,
        targets::cases,
        fields::cases,
        bodies::cases,
        chunks::cases,
        connections::cases,
        upgrades::cases,
        answers::cases,
        codings::cases,
        files::cases,
    ] {
        subject(&mut table);
    }
    table.cases
}
