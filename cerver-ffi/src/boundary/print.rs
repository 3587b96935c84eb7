//! Standard output as C programs see it.

use std::io::Write;

/// Writes a text to standard output at once. A closed or full output is not the library's business: errors are dropped.
pub(crate) fn print(text: &[u8]) {
    let mut output = std::io::stdout().lock();
    let _ = output.write_all(text).and_then(|()| output.flush());
}
