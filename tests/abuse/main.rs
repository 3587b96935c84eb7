//! Hostile clients: while they attack and afterwards, others are answered soon, and memory and descriptors come back.
//!
//! `cargo test --test abuse` holds generous bounds, for machines that do other things too. `make bench-abuse` is the same
//! program on the released library with the bounds of an idle machine; it prints the figures.

mod attacks;
mod probe;
mod served;

use cerver_core::config::Placement;
use parking_lot::Mutex;
use probe::{Probe, ask, connect};
use served::{MANY, Served};
use std::{
    env, fs,
    time::{Duration, Instant},
};
use support::{
    alone::alone,
    server::{PLACEMENTS, eventually},
    usage::Usage,
};

const MIB: u64 = 1 << 20;

/// What an attack may cost.
#[derive(Clone, Copy)]
struct Bounds {
    /// The longest that another client waits.
    worst: Duration,
    /// Part of a processor that idle connections take.
    idle_processor: f64,
    /// Memory of 10,000 idle connections.
    idle_memory: u64,
    /// Memory of one body or head that is refused.
    refused_memory: u64,
    /// Until connections are accepted again when descriptors are there again.
    recovery: Duration,
}

const GENEROUS: Bounds = Bounds {
    worst: Duration::from_secs(2),
    idle_processor: 0.2,
    idle_memory: 16 * MIB,
    refused_memory: 4 * MIB,
    recovery: Duration::from_secs(2),
};

const STRICT: Bounds = Bounds {
    worst: Duration::from_millis(250),
    idle_processor: 0.01,
    idle_memory: 4 * MIB,
    refused_memory: MIB,
    recovery: Duration::from_millis(200),
};

fn bounds() -> Bounds {
    if env::var_os("ABUSE_STRICT").is_some() { STRICT } else { GENEROUS }
}

/// One at a time: each measures what the machine does under it.
static TURN: Mutex<()> = Mutex::new(());

/// Attacks a new server while others ask, and holds it to the bounds. Its memory may grow by `during` meanwhile, and by
/// `after` in the end.
fn attack(name: &str, placements: &[Placement], during: u64, after: u64, attack: impl Fn(&Served)) {
    let _turn = TURN.lock();
    for placement in placements {
        let served = Served::start(*placement, MANY);
        warm_up(&served);
        let before = settled(&served);
        let probe = Probe::start(served.port, true);
        let (start, spent) = (Instant::now(), served.processor_time());
        served.forget_peak();
        attack(&served);
        let most = served.peak();
        let time = start.elapsed().as_secs_f64();
        let load = served.processor_time().saturating_sub(spent).as_secs_f64() / time;
        let seen = probe.stop();
        eventually("descriptors are back", || served.usage().descriptors <= before.descriptors);
        eventually("threads are back", || served.usage().threads <= before.threads);
        ask(&mut connect(served.port));
        let end = served.usage();
        let kib = |resident: u64| resident.saturating_sub(before.resident) / 1024;
        println!(
            "figure: {name}, {placement:?}: worst of {} answers {:.1} ms, memory +{} KiB, afterwards +{} KiB, processor {:.0} %",
            seen.answers,
            seen.worst.as_secs_f64() * 1e3,
            kib(most),
            kib(end.resident),
            load * 100.0,
        );
        assert!(seen.answers > 1 && seen.worst < bounds().worst, "{name}, {placement:?}: {seen:?}");
        assert!(most < before.resident + during, "{name}, {placement:?}: {before:?} {most:?}");
        assert!(end.resident < before.resident + after, "{name}, {placement:?}: {before:?} {end:?}");
    }
}

/// What the first requests of a process cost does not count.
fn warm_up(served: &Served) {
    let mut clients: Vec<_> = (0..8).map(|_| connect(served.port)).collect();
    clients.iter_mut().for_each(|client| (0..10).for_each(|_| ask(client)));
}

/// What the server holds when nobody is connected.
fn settled(served: &Served) -> Usage {
    let mut last = served.usage();
    eventually("the server has nothing to do", || {
        std::thread::sleep(Duration::from_millis(50));
        let before = std::mem::replace(&mut last, served.usage());
        before.descriptors == last.descriptors && before.threads == last.threads
    });
    last
}

#[test]
fn slow_heads() {
    attack("500 slow heads", &PLACEMENTS, 8 * MIB, 8 * MIB, attacks::slow_heads);
}

#[test]
fn slow_bodies() {
    attack("500 slow bodies", &PLACEMENTS, 48 * MIB, 16 * MIB, attacks::slow_bodies);
}

#[test]
fn slow_readers() {
    attack("100 slow readers", &PLACEMENTS[..1], 48 * MIB, 16 * MIB, attacks::slow_readers);
}

#[test]
fn resets() {
    attack("a storm of resets", &PLACEMENTS, 16 * MIB, 16 * MIB, attacks::resets);
}

#[test]
fn resets_everywhere() {
    attack("a reset at each byte", &PLACEMENTS, 16 * MIB, 16 * MIB, attacks::resets_everywhere);
}

#[test]
fn unread_answers() {
    attack("10,000 requests unread", &PLACEMENTS, 32 * MIB, 16 * MIB, attacks::unread_answers);
}

#[test]
fn half_closed() {
    attack("500 half-closed", &PLACEMENTS, 16 * MIB, 16 * MIB, attacks::half_closed);
}

#[test]
fn garbage() {
    attack("2,000 times garbage", &PLACEMENTS[..1], 16 * MIB, 16 * MIB, attacks::garbage);
}

#[test]
fn negative_lengths() {
    attack("4,096 negative lengths", &PLACEMENTS[..1], 8 * MIB, 8 * MIB, |served| {
        attacks::negative_lengths(served);
        let load = attacks::load(served);
        assert!(load < 0.5, "something reads for ever: {load} of a processor");
    });
}

#[test]
fn endless_parts() {
    let most = bounds().refused_memory;
    for (name, start, part) in attacks::ENDLESS {
        attack(name, &PLACEMENTS[..1], most, most, |served| attacks::endless(served, start, part));
    }
}

#[test]
fn huge_bodies() {
    let most = bounds().refused_memory;
    attack("a body of 1 GiB", &PLACEMENTS[..1], most, most, attacks::huge_length);
    attack("chunks of 1 GiB", &PLACEMENTS[..1], 40 * MIB, 24 * MIB, attacks::huge_chunks);
}

#[test]
fn single_byte_chunks() {
    attack("a body in chunks of a byte", &PLACEMENTS, 16 * MIB, 16 * MIB, attacks::single_byte_chunks);
}

#[test]
fn idle_connections() {
    alone("idle_connections", Some(MANY), || idle(PLACEMENTS[0]));
}

// A thread for each of 10,000 would be no test of idle connections.
#[test]
fn idle_connections_beside_a_pool() {
    alone("idle_connections_beside_a_pool", Some(MANY), || idle(PLACEMENTS[1]));
}

fn idle(placement: Placement) {
    let count = (descriptor_limit() - 500).min(10_000);
    attack(&format!("{count} idle"), &[placement], bounds().idle_memory, 8 * MIB, |served| {
        attacks::idle(served, count);
    });
    // Without the clients who ask meanwhile: what the idle ones cost by themselves.
    let served = Served::start(placement, MANY);
    let streams = attacks::idle(&served, count);
    let load = attacks::load(&served);
    drop(streams);
    println!("figure: {count} idle, {placement:?}: processor {:.2} %", load * 100.0);
    assert!(load < bounds().idle_processor, "idle connections take {load} of a processor");
}

/// How many descriptors this process may have: a system may allow fewer than were asked for.
fn descriptor_limit() -> usize {
    let limits = fs::read_to_string("/proc/self/limits").expect("Linux tells it");
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files")).expect("it is one of them");
    line.split_whitespace().next().and_then(|soft| soft.parse().ok()).expect("a number")
}

#[test]
fn no_descriptors() {
    let _turn = TURN.lock();
    for placement in PLACEMENTS {
        let served = Served::start(placement, 64);
        warm_up(&served);
        let before = settled(&served);
        // New ones have to wait here; the old one must not.
        let probe = Probe::start(served.port, false);
        let (load, recovery) = attacks::no_descriptors(&served);
        let seen = probe.stop();
        eventually("descriptors are back", || served.usage().descriptors <= before.descriptors);
        println!(
            "figure: no descriptors, {placement:?}: worst of {} answers {:.1} ms, processor {:.1} %, recovery {:.0} ms",
            seen.answers,
            seen.worst.as_secs_f64() * 1e3,
            load * 100.0,
            recovery.as_secs_f64() * 1e3,
        );
        assert!(seen.answers > 1 && seen.worst < bounds().worst, "{placement:?}: {seen:?}");
        assert!(recovery < bounds().recovery, "{placement:?}: {recovery:?}");
        assert!(load < 0.5, "{placement:?}: {load} of a processor");
    }
}
