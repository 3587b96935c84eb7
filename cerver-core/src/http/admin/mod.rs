//! What a server tells who runs it: routes with JSON about itself, and statistics of its routes.

mod ledger;
mod plan;
mod report;
mod routes;

pub(super) use ledger::Ledger;
pub(super) use plan::Plan;
pub(super) use routes::routes;

use crate::{
    config::AdminOptions,
    error::{Code, Error, Result},
    sys,
};
use parking_lot::Mutex;
use std::{path::PathBuf, sync::Arc};

/// Makes a text of JSON each time somebody asks.
pub type Source = Arc<dyn Fn() -> String + Send + Sync>;

/// See the module.
#[derive(Default)]
pub(super) struct Admin {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    file_systems: Vec<PathBuf>,
    /// What the server is.
    info: Option<Source>,
    /// The workers of the program.
    workers: Option<Source>,
    /// Of the last start.
    book: Book,
}

/// The statistics of a run; kept until the next start.
#[derive(Clone, Default)]
struct Book {
    plan: Arc<Plan>,
    ledgers: Vec<Arc<Ledger>>,
}

impl Admin {
    pub(super) fn set_info(&self, info: Source) {
        let _old = self.inner.lock().info.replace(info);
    }

    pub(super) fn set_workers(&self, workers: Source) {
        let _old = self.inner.lock().workers.replace(workers);
    }

    /// Adds a file system by the path of something in it.
    pub(super) fn add_file_system(&self, path: PathBuf) -> Result<()> {
        sys::file_system(&path).map_err(|error| {
            let code = if sys::is_absence(&error) { Code::NotFound } else { Code::System };
            Error::new(code, format!("the file system of {}: {error}", path.display()))
        })?;
        self.inner.lock().file_systems.push(path);
        Ok(())
    }

    /// A run starts.
    pub(super) fn begin(&self, plan: Plan) {
        self.inner.lock().book = Book { plan: Arc::new(plan), ledgers: Vec::new() };
    }

    /// What the next reactor of the run counts in; None while nothing is collected.
    pub(super) fn add_reactor(&self, options: &AdminOptions) -> Option<Arc<Ledger>> {
        if !options.route_statistics && !options.routes {
            return None;
        }
        let book = &mut self.inner.lock().book;
        let ledger = Arc::new(Ledger::new(&book.plan));
        book.ledgers.push(Arc::clone(&ledger));
        Some(ledger)
    }

    fn source(&self, choose: impl Fn(&Inner) -> &Option<Source>) -> String {
        // Not under the lock: it runs code of the application's.
        let source = choose(&self.inner.lock()).clone();
        source.map_or_else(|| "{}".to_owned(), |source| source())
    }

    fn book(&self) -> Book {
        self.inner.lock().book.clone()
    }
}
