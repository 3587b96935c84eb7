//! The library exports exactly the functions of its header.

use std::{collections::BTreeSet, process::Command, time::Duration};
use support::{
    header::Header,
    library::{Kind, library},
    process,
};

#[test]
fn exports_are_the_functions_of_the_header() {
    let mut nm = Command::new("nm");
    nm.args(["--dynamic", "--defined-only", "--format=posix"]).arg(library(Kind::Plain));
    let listed = process::run(&mut nm, Duration::from_secs(60)).expect_success("nm").stdout;
    let exported: BTreeSet<_> = listed.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect();
    let declared: BTreeSet<_> = Header::read().functions.into_iter().map(|function| function.name).collect();
    let hidden: Vec<_> = declared.difference(&exported).collect();
    let undeclared: Vec<_> = exported.difference(&declared).collect();
    assert!(hidden.is_empty(), "declared, but not exported: {hidden:?}");
    assert!(undeclared.is_empty(), "exported, but not declared: {undeclared:?}");
    assert!(!declared.is_empty(), "the header declares no function");
}
