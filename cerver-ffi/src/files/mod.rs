//! Files: folders, names, kinds of images.

mod image;

use std::{
    ffi::{c_char, c_uint},
    fs::DirBuilder,
    io,
    os::unix::fs::DirBuilderExt,
    path::Path,
    ptr,
};

use image::Image;

use crate::{
    boundary::{
        guard::{guard, guard_or, outcome},
        strings::{c_str, text},
        variadic::plain,
    },
    status::{CerverOutcome, Code, Error},
};

/// Kind of an image: one of the `IMAGE_TYPE_` constants.
pub type CerverImageType = i32;

/// No image, or of no kind in this list.
pub const IMAGE_TYPE_NONE: CerverImageType = 0;
/// PNG.
pub const IMAGE_TYPE_PNG: CerverImageType = 1;
/// JPEG.
pub const IMAGE_TYPE_JPEG: CerverImageType = 2;
/// GIF.
pub const IMAGE_TYPE_GIF: CerverImageType = 3;
/// BMP.
pub const IMAGE_TYPE_BMP: CerverImageType = 4;

/// Makes a folder whose parent is there. 0 when it was made, 1 on error, also when the path exists.
///
/// `mode` has the permission bits of chmod(2), from which the process's umask takes some away.
///
/// Thread: any.
/// Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the path; CERVER_ERROR_STATE when it exists,
/// CERVER_ERROR_SYSTEM when it cannot be made.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn files_create_dir(dir_path: *const c_char, mode: c_uint) -> CerverOutcome {
    outcome("files_create_dir", || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        let path = unsafe { text(dir_path, "dir_path") }?;
        DirBuilder::new().mode(mode).create(path).map_err(|error| not_made(path, &error))
    })
}

/// Makes a folder and all folders above it that are missing, with the same mode. 0 when the last one was made, 1 on
/// error, also when the path exists.
///
/// Thread: any.
/// Errors: those of files_create_dir().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn files_create_recursive_dir(dir_path: *const c_char, mode: c_uint) -> CerverOutcome {
    outcome("files_create_recursive_dir", || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        let path = unsafe { text(dir_path, "dir_path") }?;
        if Path::new(path).exists() {
            return Err(not_made(path, &io::ErrorKind::AlreadyExists.into()));
        }
        DirBuilder::new().recursive(true).mode(mode).create(path).map_err(|error| not_made(path, &error))
    })
}

/// The extension of a file's name: what follows the last dot of the last part of a path. NULL without a dot and on error.
///
/// The result points into `filename`. `ext_len` may be NULL; otherwise it gets the length in bytes.
///
/// Thread: any.
/// Errors: CERVER_ERROR_NULL for `filename`, CERVER_ERROR_ARGUMENT when it is longer than 64 KiB.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn files_get_file_extension_reference(
    filename: *const c_char,
    ext_len: *mut c_uint,
) -> *const c_char {
    guard("files_get_file_extension_reference", || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        let name = unsafe { plain(filename, "filename") }?;
        let Some(extension) = extension(name) else { return Ok(ptr::null()) };
        if !ext_len.is_null() {
            // SAFETY: not NULL, so a place for a number; the length of a text fits.
            unsafe { ext_len.write(extension.len() as c_uint) };
        }
        Ok(extension.as_ptr().cast())
    })
}

/// Whether there is something at a path, symbolic links followed; false on error.
///
/// Thread: any.
/// Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the path; none when nothing is there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn file_exists(filename: *const c_char) -> bool {
    guard("file_exists", || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        Ok(Path::new(unsafe { text(filename, "filename") }?).exists())
    })
}

/// Name of a kind of image: "PNG", "JPEG", "GIF" or "BMP"; "None" for any other number. Static, never NULL.
///
/// Thread: any.
/// Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn files_image_type_to_string(r#type: CerverImageType) -> *const c_char {
    guard("files_image_type_to_string", || Ok(c_str(Image::of_number(r#type).map_or(c"None", Image::name))))
}

/// Usual file name extension of a kind of image without its dot; "undefined" for IMAGE_TYPE_NONE, NULL for a number
/// outside the list. Static.
///
/// Thread: any.
/// Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn files_image_type_extension(r#type: CerverImageType) -> *const c_char {
    guard("files_image_type_extension", || {
        Ok(match (r#type, Image::of_number(r#type)) {
            (IMAGE_TYPE_NONE, _) => c_str(c"undefined"),
            (_, Some(image)) => c_str(image.extension()),
            (_, None) => ptr::null(),
        })
    })
}

/// Kind of an image by the first bytes of the file, which must have more than 24; IMAGE_TYPE_NONE for any other file and
/// on error. Only the beginning is looked at: the rest may be broken.
///
/// Thread: any.
/// Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the path; CERVER_ERROR_SYSTEM when the file cannot be read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn files_image_get_type(filename: *const c_char) -> CerverImageType {
    guard_or("files_image_get_type", IMAGE_TYPE_NONE, || {
        // SAFETY: the caller's promise is that of this function.
        Ok(number(unsafe { by_content(filename) }?))
    })
}

/// Kind of an image by the text after the last dot of its name: png, jpg, jpeg, bmp or gif in lower case;
/// IMAGE_TYPE_NONE for any other and on error.
///
/// Thread: any.
/// Errors: CERVER_ERROR_NULL for the name.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn files_image_get_type_by_extension(filename: *const c_char) -> CerverImageType {
    guard_or("files_image_get_type_by_extension", IMAGE_TYPE_NONE, || {
        // SAFETY: the caller's promise is that of this function.
        Ok(number(unsafe { by_extension(filename) }?))
    })
}

/// Whether files_image_get_type() says IMAGE_TYPE_JPEG; false on error.
///
/// Thread: any.
/// Errors: those of files_image_get_type().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn files_image_is_jpeg(filename: *const c_char) -> bool {
    guard("files_image_is_jpeg", || {
        // SAFETY: the caller's promise is that of this function.
        Ok(unsafe { by_content(filename) }? == Some(Image::Jpeg))
    })
}

/// Whether the extension is jpg or jpeg, in lower case; false on error.
///
/// Thread: any.
/// Errors: CERVER_ERROR_NULL for the name.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn files_image_extension_is_jpeg(filename: *const c_char) -> bool {
    guard("files_image_extension_is_jpeg", || {
        // SAFETY: the caller's promise is that of this function.
        Ok(unsafe { by_extension(filename) }? == Some(Image::Jpeg))
    })
}

/// Whether files_image_get_type() says IMAGE_TYPE_PNG; false on error.
///
/// Thread: any.
/// Errors: those of files_image_get_type().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn files_image_is_png(filename: *const c_char) -> bool {
    guard("files_image_is_png", || {
        // SAFETY: the caller's promise is that of this function.
        Ok(unsafe { by_content(filename) }? == Some(Image::Png))
    })
}

/// Whether the extension is png, in lower case; false on error.
///
/// Thread: any.
/// Errors: CERVER_ERROR_NULL for the name.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn files_image_extension_is_png(filename: *const c_char) -> bool {
    guard("files_image_extension_is_png", || {
        // SAFETY: the caller's promise is that of this function.
        Ok(unsafe { by_extension(filename) }? == Some(Image::Png))
    })
}

/// # Safety
/// `filename` is NULL or a C string.
unsafe fn by_content(filename: *const c_char) -> Result<Option<Image>, Error> {
    // SAFETY: the caller's promise.
    let path = unsafe { text(filename, "filename") }?;
    Image::of_file(Path::new(path)).map_err(|error| Error::system(&format!("cannot read {path}"), &error))
}

/// # Safety
/// `filename` is NULL or a C string.
unsafe fn by_extension(filename: *const c_char) -> Result<Option<Image>, Error> {
    // SAFETY: the caller's promise.
    let name = unsafe { plain(filename, "filename") }?;
    Ok(extension(name).and_then(Image::of_extension))
}

fn extension(name: &[u8]) -> Option<&[u8]> {
    let start = name.iter().rposition(|byte| matches!(byte, b'.' | b'/'))?;
    (name[start] == b'.').then(|| &name[start + 1..])
}

fn number(image: Option<Image>) -> CerverImageType {
    image.map_or(IMAGE_TYPE_NONE, |image| image as CerverImageType)
}

fn not_made(path: &str, error: &io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::AlreadyExists => Error::new(Code::State, format!("{path} exists already")),
        _ => Error::system(&format!("cannot make {path}"), error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_are_those_of_the_last_part() {
        for (name, expected) in [
            ("a.png", Some("png")),
            ("a.b.PNG", Some("PNG")),
            ("folder.d/name", None),
            ("folder.d/name.c", Some("c")),
            (".profile", Some("profile")),
            ("end.", Some("")),
            ("", None),
        ] {
            assert_eq!(extension(name.as_bytes()), expected.map(str::as_bytes), "{name}");
        }
    }

    #[test]
    fn the_numbers_are_the_constants() {
        for (image, constant) in [
            (Image::Png, IMAGE_TYPE_PNG),
            (Image::Jpeg, IMAGE_TYPE_JPEG),
            (Image::Gif, IMAGE_TYPE_GIF),
            (Image::Bmp, IMAGE_TYPE_BMP),
        ] {
            assert_eq!(number(Some(image)), constant);
            assert_eq!(Image::of_number(constant), Some(image));
        }
    }
}
