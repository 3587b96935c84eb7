//! Conformance with RFC 9112, RFC 9110 and RFC 6455: raw bytes on real sockets, a table of requirements, and the proof that no
//! requirement is without a case. `docs/conformance.md` shows both.

mod case;
mod cases;
mod faults;
mod model;
mod page;
mod rules;
mod rules_table;
mod site;
mod wire;

use case::{Case, Cuts};
use faults::FAULTS;
use model::{Model, TAG as MODEL_TAG};
use parking_lot::Mutex;
use std::{
    collections::HashSet,
    fs,
    io::Write,
    os::unix::fs::symlink,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, SystemTime},
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
        let tag = wire::tag(server.port(), LIMIT);
        let wrong = in_parallel(&cases, |case| {
            let case = &case.with_tag(&tag);
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

#[test]
fn the_page_is_current() {
    let outside = fs::read_to_string(support::root().join("tests/conformance/outside.md")).expect("it is in the tree");
    let page = page::page(&cases::all(), &outside);
    support::expect_file("docs/conformance.md", &page, "BLESS=1 cargo test --test conformance page");
}

/// What a model may take for any single answer: it does nothing but answer, and half of it is broken on purpose.
const MODEL_LIMIT: Duration = Duration::from_millis(300);

#[test]
fn the_model_without_a_fault_passes() {
    let model = Model::start(None);
    let cases = cases::all();
    let wrong = in_parallel(&cases, |case| {
        wire::run(&case.with_tag(MODEL_TAG), model.port, &[], LIMIT)
            .err()
            .map(|reason| format!("{}: {reason}", case.name))
    });
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn every_case_fails_with_some_fault() {
    let models: Vec<_> = FAULTS.iter().map(|(fault, _)| Model::start(Some(*fault))).collect();
    let cases = cases::all();
    let caught: Vec<_> = models.iter().map(|_| AtomicUsize::new(0)).collect();
    let turn = AtomicUsize::new(0);
    let missed = in_parallel(&cases, |case| {
        // Each begins with another fault, so that all get their share.
        let first = turn.fetch_add(1, Ordering::Relaxed);
        let mut order = (0..models.len()).map(|number| (first + number) % models.len());
        match order.find(|fault| wire::run(&case.with_tag(MODEL_TAG), models[*fault].port, &[], MODEL_LIMIT).is_err()) {
            Some(fault) => caught[fault].fetch_add(1, Ordering::Relaxed),
            None => return Some(case.name.clone()),
        };
        None
    });
    assert!(missed.is_empty(), "{} cases pass with every fault:\n{}", missed.len(), missed.join("\n"));
    // And no fault is there in vain: another may only have been faster.
    let rest: Vec<_> = (0..models.len()).filter(|fault| caught[*fault].load(Ordering::Relaxed) == 0).collect();
    let unseen = in_parallel(&rest, |fault| {
        let port = models[*fault].port;
        let fails = cases.iter().any(|case| wire::run(&case.with_tag(MODEL_TAG), port, &[], MODEL_LIMIT).is_err());
        (!fails).then(|| FAULTS[*fault].1.to_owned())
    });
    assert!(unseen.is_empty(), "no case fails with: {unseen:?}");
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
fn in_parallel<T: Sync>(cases: &[T], judge: impl Fn(&T) -> Option<String> + Sync) -> Vec<String> {
    let next = AtomicUsize::new(0);
    let wrong = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let Some(case) = cases.get(number) else { return };
                    if let Some(text) = judge(case) {
                        wrong.lock().push((number, text));
                    }
                }
            });
        }
    });
    let mut wrong = wrong.into_inner();
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
    let second = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    let many = case::LETTERS.repeat(case::MANY);
    for (name, text, modified) in [
        ("letters.txt", case::LETTERS, 1_000_000_000),
        ("many.txt", &many, 1_000_000_000),
        ("future.txt", "soon", 4_000_000_000),
    ] {
        let file = fs::File::create(files.join(name)).expect("the folder is writable");
        (&file).write_all(text.as_bytes()).expect("there is room");
        file.set_modified(second(modified)).expect("it can have any time");
    }
    symlink("..", files.join("up")).expect("the folder is writable");
    folder
}
