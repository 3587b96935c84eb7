//! Reads the sources and fails on what breaks the rules of the house. CONTRIBUTING.md lists the rules; each module
//! here enforces some and shows on small snippets that it would notice.

mod arrows;
mod exported;
mod modules;
mod options;
mod source;
mod texts;
mod unsafety;

use source::Tree;

/// A rule: what breaks it in a tree, one line for each place.
type Rule = fn(&Tree) -> Vec<String>;

#[track_caller]
fn holds(rule: Rule) {
    let broken = rule(&Tree::read());
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[track_caller]
fn breaks(rule: Rule, files: &[(&str, &str)], expected: &[&str]) {
    let broken = rule(&Tree::of(files));
    let same = broken.len() == expected.len();
    let all = same && broken.iter().zip(expected).all(|(line, part)| line.contains(part));
    assert!(all, "seen {broken:#?}, expected {expected:#?}");
}

#[test]
fn rooms_know_only_the_rooms_below() {
    holds(arrows::upward);
}

#[test]
fn only_the_lowest_room_and_the_boundary_speak_c() {
    holds(arrows::foreign);
}

#[test]
fn unsafe_is_fenced_and_explained() {
    holds(unsafety::fenced);
    holds(unsafety::explained);
}

#[test]
fn exported_functions_have_guard_doc_and_thread_line() {
    holds(exported::complete);
}

#[test]
fn every_file_is_named_by_a_module() {
    holds(modules::orphans);
}

#[test]
fn files_are_short() {
    holds(texts::long);
}

#[test]
fn nothing_is_left_for_later() {
    holds(texts::unfinished);
}

#[test]
fn locks_are_of_one_kind() {
    holds(texts::other_locks);
}

#[test]
fn every_default_is_documented() {
    holds(texts::undocumented_defaults);
}

#[test]
fn every_option_is_documented_and_shown() {
    holds(options::undocumented);
    holds(options::lost_tests);
}
