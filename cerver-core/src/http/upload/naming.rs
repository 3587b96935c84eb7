//! Names that an application gives to stored files and folders.

use super::super::multipart::safe_name_of;
use crate::error::{Code, Error, Result};

/// Most bytes of such a name: room for a number behind it is left of the 255 that a name may have.
const MAX_WANTED_NAME: usize = 240;

/// What is harmless of a name, by the rules for names of clients: it may have been made of one. [`Code::Argument`] when
/// nothing is.
pub(in super::super) fn wanted_name(name: &[u8]) -> Result<String> {
    match safe_name_of(name, MAX_WANTED_NAME) {
        name if name.is_empty() => Err(Error::new(Code::Argument, "nothing of this name can stand in a file system")),
        name => Ok(name),
    }
}
