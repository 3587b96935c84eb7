//! Conformance with RFC 9112 and RFC 9110: raw bytes on real sockets, a table of requirements, and the proof that no
//! requirement is without a case. `docs/conformance.md` shows both.

mod case;
mod cases;
mod rules;
mod rules_table;
mod site;
mod wire;

use case::{Case, Cuts};
use std::{
    collections::HashSet,
    fs,
    os::unix::fs::symlink,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};
use support::{
    server::{PLACEMENTS, Setup},
    temp::TempDir,
};

/// What the server may take for any single answer.
const LIMIT: Duration = Duration::from_secs(10);

#[test]
fn every_case_with_every_placement() {
    let cases = cases::all();
    let folder = folder();
    let files = folder.path().join("files");
    for placement in PLACEMENTS {
        let setup = site::site(Setup::new(placement)).app(|app| app.add_folder(&files).expect("the folder is there"));
        let server = setup.start();
        let wrong = in_parallel(&cases, |case| {
            cuts(case).iter().find_map(|cuts| {
                let judged = wire::run(case, server.port(), cuts, LIMIT);
                judged.err().map(|reason| format!("{}, cut at {cuts:.20?}: {reason}", case.name))
            })
        });
        assert!(wrong.is_empty(), "{placement:?}: {} of {}\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    }
}

#[test]
fn every_rule_has_a_case_and_every_name_is_single() {
    let cases = cases::all();
    let shown: HashSet<_> = cases.iter().flat_map(Case::shown).map(|rule| rule.name).collect();
    let required = rules::RULES.iter().filter(|rule| rule.bound == rules::Bound::Library);
    let missing: Vec<_> = required.map(|rule| rule.name).filter(|name| !shown.contains(name)).collect();
    assert!(missing.is_empty(), "no case shows {missing:?}");
    let mut names = HashSet::new();
    for name in cases.iter().map(|case| &case.name) {
        assert!(names.insert(name), "two cases are called {name:?}");
    }
}

/// Every way in which the bytes of a case are cut.
fn cuts(case: &Case) -> Vec<Vec<usize>> {
    let length = case.bytes.len();
    let mut all = vec![Vec::new()];
    if case.cuts != Cuts::Never {
        all.push((1..length).collect());
    }
    if case.cuts == Cuts::Everywhere {
        all.extend((1..length).map(|at| vec![at]));
    }
    all
}

/// Calls `judge` for all cases on some threads, and gathers what it complains about in the order of the table.
fn in_parallel(cases: &[Case], judge: impl Fn(&Case) -> Option<String> + Sync) -> Vec<String> {
    let next = AtomicUsize::new(0);
    let wrong = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let number = cases.iter().position(|other| std::ptr::eq(other, case));
                    if let Some(text) = judge(case) {
                        wrong.lock().expect("not poisoned").push((number, text));
                    }
                }
            });
        }
    });
    let mut wrong = wrong.into_inner().expect("not poisoned");
    wrong.sort();
    wrong.into_iter().map(|(_, text)| text).collect()
}

/// A folder of files, and a secret beside it.
fn folder() -> TempDir {
    let folder = TempDir::new("conformance");
    let files = folder.path().join("files");
    fs::create_dir_all(files.join("files")).expect("the folder is writable");
    for (name, text) in [("secret.txt", "a secret"), ("files/note.txt", "a note"), ("files/.hidden", "hidden")] {
        fs::write(folder.path().join(name), text).expect("the folder is writable");
    }
    symlink("..", files.join("up")).expect("the folder is writable");
    folder
}
