//! The defaults that cerver's C framework and pycerver published, for programs that rely on them.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    time::Duration,
};

use cerver_core::{
    config::{DEFAULT_POOL_THREADS, Options},
    http::{AccessLog, App, Exchange, LogFormat, Response, content_type::ContentType, status::Status},
};

use crate::{
    boundary::guard::guard,
    constants::CERVER_HANDLER_TYPE_NONE,
    log::{self, LOG_TYPE_CERVER, LOG_TYPE_NONE, LOG_TYPE_SUCCESS},
    objects::Settings,
};

/// The environment variable that chooses the published defaults when it is `1`.
const VARIABLE: &str = "CERVER_PUBLISHED_DEFAULTS";
/// Answer to a request without a route.
const CATCH_ALL: &str = "{\"msg\": \"HTTP Cerver!\"}";
/// Time after which an idle connection is closed.
const IDLE_TIMEOUT: Duration = Duration::from_secs(5);
/// Permission bits of uploaded files and their folders, before the process's mask.
const UPLOADS_MODE: u32 = 0o777;

/// Nobody has chosen: the environment does.
const OPEN: u8 = 0;
const OWN: u8 = 1;
const PUBLISHED: u8 = 2;

static CHOICE: AtomicU8 = AtomicU8::new(OPEN);

/// Chooses the defaults of servers that are made from now on: with true those that cerver's C framework and pycerver
/// published, with false the library's own. docs/published-defaults.md lists both; setters change either as usual.
///
/// A process that never calls this has the library's own, unless its environment has CERVER_PUBLISHED_DEFAULTS=1 when it
/// makes its first server.
///
/// Thread: any.
/// Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn cerver_use_published_defaults(value: bool) {
    guard("cerver_use_published_defaults", || {
        CHOICE.store(if value { PUBLISHED } else { OWN }, Ordering::Relaxed);
        Ok(())
    });
}

/// Whether a server that is made now has the published defaults.
pub(crate) fn are_chosen() -> bool {
    if CHOICE.load(Ordering::Relaxed) == OPEN {
        let by_environment = std::env::var_os(VARIABLE).is_some_and(|value| value == "1");
        let choice = if by_environment { PUBLISHED } else { OWN };
        // Another thread may have chosen meanwhile: that counts.
        let _ = CHOICE.compare_exchange(OPEN, choice, Ordering::Relaxed, Ordering::Relaxed);
    }
    CHOICE.load(Ordering::Relaxed) == PUBLISHED
}

/// Changes what every server has.
pub(crate) fn change(options: &mut Options, settings: &mut Settings) {
    options.idle_timeout = IDLE_TIMEOUT;
    settings.handler_type = CERVER_HANDLER_TYPE_NONE;
    settings.pool_threads = DEFAULT_POOL_THREADS;
    settings.is_talkative = true;
}

/// Changes what web servers have.
pub(crate) fn change_app(app: &App) {
    app.set_catch_all(Some(Arc::new(|exchange: Exchange| {
        // The client may have gone.
        let _ = exchange.respond(Response::with_body(Status::OK, ContentType::Json, CATCH_ALL));
    })));
    app.configure(|options| {
        options.method_errors = false;
        options.close_unanswered = true;
        options.admin.route_statistics = true;
        options.uploads.file_mode = UPLOADS_MODE;
        options.uploads.dir_mode = UPLOADS_MODE;
    });
    app.set_access_log(Some(AccessLog::to_function(LogFormat::Brief, Arc::new(log_requests))));
}

/// Tells that a server of a type begins to listen.
pub(crate) fn tell_start(name: &str, r#type: &str, has_own_threads: bool) {
    let handlers = if has_own_threads { "Threads" } else { "Poll" };
    for text in [
        format!("Initializing cerver {name}..."),
        format!("Cerver type: {type}"),
        format!("Cerver handler type: {handlers}"),
    ] {
        log::note(false, LOG_TYPE_CERVER, LOG_TYPE_NONE, text.as_bytes());
    }
}

/// Tells that a server listens.
pub(crate) fn tell_ready(name: &str, port: u16) {
    let text = format!("Cerver {name} ready in port {port}!");
    log::note(false, LOG_TYPE_SUCCESS, LOG_TYPE_CERVER, text.as_bytes());
}

/// Tells that a server has been torn down.
pub(crate) fn tell_teardown(name: &str) {
    log::note(false, LOG_TYPE_SUCCESS, LOG_TYPE_NONE, format!("Cerver {name} teardown was successful!").as_bytes());
}

fn log_requests(lines: &[u8]) {
    for line in lines.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()) {
        log::note(true, LOG_TYPE_NONE, LOG_TYPE_NONE, line);
    }
}
