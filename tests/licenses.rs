//! deny.toml, enforced without any tool beside cargo: licences, banned packages, sources.

use std::{collections::BTreeSet, fs, process::Command, time::Duration};
use support::{process, root};

/// The lock files, and the packages by path in each.
const LOCKS: [(&str, &[&str]); 2] = [
    ("Cargo.lock", &["cerver-core", "cerver-ffi", "cerver-workspace"]),
    ("fuzz/Cargo.lock", &["cerver-core", "cerver-fuzz"]),
];

#[test]
fn licences_are_allowed() {
    let rules = rules();
    let packages = packages("normal,build,dev");
    let broken: Vec<_> = packages.iter().filter(|package| !rules.allow(package)).collect();
    assert!(broken.is_empty(), "not allowed by deny.toml: {broken:#?}");
    assert!(packages.len() > 10, "cargo tree was not understood: {packages:?}");
}

#[test]
fn exceptions_stay_out_of_the_library() {
    let exceptions = rules().exceptions;
    let shipped: Vec<_> = packages_of("cerver-ffi", "normal").into_iter().map(|package| package.name).collect();
    let inside: Vec<_> = exceptions.iter().filter(|(name, _)| shipped.contains(name)).collect();
    assert!(inside.is_empty(), "for build time only: {inside:?}");
    assert!(shipped.contains(&"cerver-core".to_owned()), "cargo tree was not understood: {shipped:?}");
}

#[test]
fn banned_packages_are_not_used() {
    let banned = rules().banned;
    let used: Vec<_> =
        packages("normal,build,dev").into_iter().filter(|package| banned.contains(&package.name)).collect();
    assert!(used.is_empty() && !banned.is_empty(), "banned by deny.toml: {used:?}");
}

#[test]
fn everything_comes_from_one_registry() {
    for (path, own) in LOCKS {
        let lock = fs::read_to_string(root().join(path)).expect("it is part of the tree");
        let sources: BTreeSet<_> = lock.lines().filter_map(|line| line.strip_prefix("source = ")).collect();
        let is_registry = |source: &&str| source.starts_with("\"registry+");
        assert!(sources.len() == 1 && sources.iter().all(is_registry), "one registry, nothing by git: {sources:?}");
        let blocks = lock.split("[[package]]").skip(1).filter(|block| !block.contains("source = "));
        let local: Vec<_> = blocks.filter_map(|block| block.split("name = \"").nth(1)?.split('"').next()).collect();
        assert_eq!(local, own, "packages by path are those of the project");
    }
}

#[test]
fn expressions_are_understood() {
    let allow: BTreeSet<_> =
        ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "Unicode-3.0"].map(str::to_owned).into();
    for (expression, expected) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("", false),
        ("GPL-3.0 OR MIT", true),
        ("MIT/Apache-2.0", true),
        ("MIT AND GPL-3.0", false),
        ("(MIT OR GPL-3.0) AND Unicode-3.0", true),
        ("(MIT OR GPL-3.0) AND (GPL-2.0 OR LGPL-2.1)", false),
        ("GPL-2.0 OR MIT AND Unicode-3.0", true),
        ("GPL-2.0 AND MIT OR GPL-3.0", false),
        ("Apache-2.0 WITH LLVM-exception", true),
        ("Apache-2.0 WITH Other-exception", false),
    ] {
        assert_eq!(satisfied(expression, &allow), expected, "{expression}");
    }
}

#[derive(Debug)]
struct Package {
    name: String,
    license: String,
}

struct Rules {
    allowed: BTreeSet<String>,
    exceptions: Vec<(String, BTreeSet<String>)>,
    banned: BTreeSet<String>,
}

impl Rules {
    fn allow(&self, package: &Package) -> bool {
        let exception = self.exceptions.iter().find(|(name, _)| *name == package.name);
        satisfied(&package.license, &self.allowed)
            || exception.is_some_and(|(_, list)| satisfied(&package.license, list))
    }
}

fn rules() -> Rules {
    let text = fs::read_to_string(root().join("deny.toml")).expect("deny.toml is part of the tree");
    let mut rules = Rules { allowed: BTreeSet::new(), exceptions: Vec::new(), banned: BTreeSet::new() };
    let mut section = "";
    for line in text.lines() {
        if line.starts_with('[') {
            section = line;
        } else if let Some((key, value)) = line.split_once(" = ") {
            let list = value.split('"').skip(1).step_by(2).map(str::to_owned);
            match (section, key) {
                ("[licenses]", "allow") => rules.allowed = list.collect(),
                ("[[licenses.exceptions]]", "name") => {
                    rules.exceptions.extend(list.map(|name| (name, BTreeSet::new())))
                }
                ("[[licenses.exceptions]]", "allow") => {
                    rules.exceptions.last_mut().expect("the name stands first").1 = list.collect();
                }
                ("[bans]", "deny") => rules.banned = list.collect(),
                _ => {}
            }
        }
    }
    assert!(!rules.allowed.is_empty(), "deny.toml was not understood");
    rules
}

/// Everything that is built for whatever purpose: by the workspace, and by the fuzz targets beside it.
fn packages(edges: &str) -> Vec<Package> {
    let mut all = tree(&["--workspace", "--edges", edges]);
    all.extend(tree(&["--manifest-path", "fuzz/Cargo.toml", "--edges", edges]));
    all
}

fn packages_of(package: &str, edges: &str) -> Vec<Package> {
    tree(&["--package", package, "--edges", edges])
}

fn tree(arguments: &[&str]) -> Vec<Package> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(root()).args(["tree", "--locked", "--all-features", "--prefix", "none", "--format", "{p}|{l}"]);
    let text = process::run(cargo.args(arguments), Duration::from_secs(120)).expect_success("cargo tree").stdout;
    let lines: BTreeSet<_> = text.lines().filter(|line| !line.is_empty()).collect();
    let parts = lines.iter().filter_map(|line| line.split_once('|'));
    parts
        .map(|(package, license)| Package {
            name: package.split(' ').next().unwrap_or_default().to_owned(),
            license: license.trim_end_matches(" (*)").to_owned(),
        })
        .collect()
}

/// True when the allowed licences satisfy an SPDX expression. AND binds stronger than OR; "/" is an old way to say OR.
fn satisfied(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<_> = spaced.split_whitespace().collect();
    let mut at = 0;
    !words.is_empty() && either(&words, &mut at, allowed) && at == words.len()
}

fn either(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let mut result = both(words, at, allowed);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        result |= both(words, at, allowed);
    }
    result
}

fn both(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let mut result = single(words, at, allowed);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        result &= single(words, at, allowed);
    }
    result
}

fn single(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let Some(word) = words.get(*at) else { return false };
    *at += 1;
    if *word == "(" {
        let result = either(words, at, allowed);
        *at += 1;
        return result;
    }
    let mut name = (*word).to_owned();
    if words.get(*at) == Some(&"WITH") {
        name += &format!(" WITH {}", words.get(*at + 1).copied().unwrap_or_default());
        *at += 2;
    }
    allowed.contains(&name)
}
