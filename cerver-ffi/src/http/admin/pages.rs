//! What the core does not know: names, times, and the workers of the program.

use std::{
    sync::{Arc, Weak},
    time::{SystemTime, UNIX_EPOCH},
};

use cerver_core::http::{App, json};
use parking_lot::Mutex;

use crate::{
    boundary::handle::Handle,
    objects::{HttpShared, ServerObject},
    status::Error,
    threads::worker::{self, CerverWorker},
};

/// What the program has registered.
#[derive(Default)]
pub(crate) struct AdminObject {
    workers: Mutex<Vec<Handle<CerverWorker>>>,
}

impl AdminObject {
    /// Adds a worker, which stays the program's.
    pub(super) fn add_worker(&self, worker: *const CerverWorker) -> Result<(), Error> {
        worker::describe(worker)?;
        self.workers.lock().push(Handle(worker.cast_mut()));
        Ok(())
    }

    fn workers_json(&self) -> String {
        let mut text = b"{\"workers\": [".to_vec();
        let mut comma = "";
        for worker in &*self.workers.lock() {
            // One that was deleted is left out.
            let Ok((id, name, state)) = worker::describe(worker.0) else { continue };
            text.extend_from_slice(format!("{comma}{{\"id\": {id}, \"name\": ").as_bytes());
            json::string(name.as_bytes(), &mut text);
            text.extend_from_slice(format!(", \"state\": \"{state}\"}}").as_bytes());
            comma = ", ";
        }
        text.extend_from_slice(b"]}");
        String::from_utf8_lossy(&text).into_owned()
    }
}

/// Tells the core where it gets its pages from.
pub(crate) fn connect(app: &App, shared: &Arc<HttpShared>) {
    let ask = |make: fn(&HttpShared) -> String| {
        let shared: Weak<HttpShared> = Arc::downgrade(shared);
        Arc::new(move || shared.upgrade().map_or_else(|| "{}".to_owned(), |shared| make(&shared)))
    };
    app.set_admin_info(ask(|shared| {
        ServerObject::of(shared.server()).map_or_else(|_| "{}".to_owned(), |server| info_json(&server))
    }));
    app.set_admin_workers(ask(|shared| shared.admin.workers_json()));
}

fn info_json(server: &ServerObject) -> String {
    let uptime = server.core.uptime().unwrap_or_default();
    // Seconds of the difference, not the difference of seconds: that would be another one from time to time.
    let started = SystemTime::now().checked_sub(uptime).and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let mut text = b"{\"name\": ".to_vec();
    json::string(server.core.name().as_bytes(), &mut text);
    text.extend_from_slice(b", \"alias\": ");
    json::string(server.settings.lock().alias.as_bytes(), &mut text);
    let (started, uptime) = (started.unwrap_or_default().as_secs(), uptime.as_secs());
    let times = format!(", \"time_started\": {started}, \"uptime\": {uptime}");
    text.extend_from_slice(times.as_bytes());
    let version = concat!(", \"version\": {\"name\": \"", env!("CARGO_PKG_VERSION"), "\"}}");
    text.extend_from_slice(version.as_bytes());
    String::from_utf8_lossy(&text).into_owned()
}
