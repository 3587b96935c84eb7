//! The version, printed.

use crate::{boundary::guard::guard, log};

/// Writes name, version and licence through the log, as cerver_log_both() does.
///
/// Thread: any.
/// Errors: those of cerver_log_both().
#[unsafe(no_mangle)]
pub extern "C" fn cerver_version_print_full() {
    guard("cerver_version_print_full", || {
        log::tell(concat!("\nCerver Version: ", env!("CARGO_PKG_VERSION")))?;
        log::tell(concat!("Licence: ", env!("CARGO_PKG_LICENSE")))?;
        log::tell(concat!("Repository: ", env!("CARGO_PKG_REPOSITORY"), "\n"))
    });
}

/// Writes the number of the version through the log, as cerver_log_both() does.
///
/// Thread: any.
/// Errors: those of cerver_log_both().
#[unsafe(no_mangle)]
pub extern "C" fn cerver_version_print_version_id() {
    guard("cerver_version_print_version_id", || {
        log::tell(concat!("\nCerver Version ID: ", env!("CARGO_PKG_VERSION"), "\n"))
    });
}

/// Writes the name of the version through the log, as cerver_log_both() does.
///
/// Thread: any.
/// Errors: those of cerver_log_both().
#[unsafe(no_mangle)]
pub extern "C" fn cerver_version_print_version_name() {
    guard("cerver_version_print_version_name", || {
        log::tell(concat!("\nCerver Version: ", env!("CARGO_PKG_VERSION"), "\n"))
    });
}
