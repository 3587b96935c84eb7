//! Content types with a published number: extensions and media types.

use std::{ffi::c_char, ptr};

use cerver_core::http::content_type::{self, ContentType};

use crate::{
    boundary::{
        guard::{guard, guard_or},
        strings::{c_str, text},
    },
    status::{Code, Error},
};

/// A content type of the table: one of the `HTTP_CONTENT_TYPE_` constants.
pub type CerverContentType = i32;

/// Not known.
pub const HTTP_CONTENT_TYPE_NONE: CerverContentType = 0;
/// .aac, audio/aac.
pub const HTTP_CONTENT_TYPE_AAC: CerverContentType = 1;
/// .abw, application/x-abiword.
pub const HTTP_CONTENT_TYPE_ABIWORD: CerverContentType = 2;
/// .arc, application/x-freearc.
pub const HTTP_CONTENT_TYPE_ARCHIVE: CerverContentType = 3;
/// .avi, video/x-msvideo.
pub const HTTP_CONTENT_TYPE_AVI: CerverContentType = 4;
/// .azw, application/vnd.amazon.ebook.
pub const HTTP_CONTENT_TYPE_KINDLE: CerverContentType = 5;
/// .bin, application/octet-stream.
pub const HTTP_CONTENT_TYPE_BIN: CerverContentType = 6;
/// .bmp, image/bmp.
pub const HTTP_CONTENT_TYPE_BMP: CerverContentType = 7;
/// .bz, application/x-bzip.
pub const HTTP_CONTENT_TYPE_BZIP: CerverContentType = 8;
/// .bz2, application/x-bzip2.
pub const HTTP_CONTENT_TYPE_BZIP2: CerverContentType = 9;
/// .csh, application/x-csh.
pub const HTTP_CONTENT_TYPE_CSHELL: CerverContentType = 10;
/// .css, text/css.
pub const HTTP_CONTENT_TYPE_CSS: CerverContentType = 11;
/// .csv, text/csv.
pub const HTTP_CONTENT_TYPE_CSV: CerverContentType = 12;
/// .doc, application/msword.
pub const HTTP_CONTENT_TYPE_DOC: CerverContentType = 13;
/// .docx, application/vnd.openxmlformats-officedocument.wordprocessingml.document.
pub const HTTP_CONTENT_TYPE_DOCX: CerverContentType = 14;
/// .eot, application/vnd.ms-fontobject.
pub const HTTP_CONTENT_TYPE_EOT: CerverContentType = 15;
/// .epub, application/epub+zip.
pub const HTTP_CONTENT_TYPE_EPUB: CerverContentType = 16;
/// .gz, application/gzip.
pub const HTTP_CONTENT_TYPE_GZIP: CerverContentType = 17;
/// .gif, image/gif.
pub const HTTP_CONTENT_TYPE_GIF: CerverContentType = 18;
/// .html, text/html; charset=UTF-8.
pub const HTTP_CONTENT_TYPE_HTML: CerverContentType = 19;
/// .ico, image/x-icon.
pub const HTTP_CONTENT_TYPE_ICO: CerverContentType = 20;
/// .ics, text/calendar.
pub const HTTP_CONTENT_TYPE_ICS: CerverContentType = 21;
/// .jar, application/java-archive.
pub const HTTP_CONTENT_TYPE_JAR: CerverContentType = 22;
/// .jpg, image/jpeg.
pub const HTTP_CONTENT_TYPE_JPG: CerverContentType = 23;
/// .jpeg, image/jpeg.
pub const HTTP_CONTENT_TYPE_JPEG: CerverContentType = 24;
/// .js, application/javascript.
pub const HTTP_CONTENT_TYPE_JS: CerverContentType = 25;
/// .json, application/json.
pub const HTTP_CONTENT_TYPE_JSON: CerverContentType = 26;
/// .jsonld, application/ld+json.
pub const HTTP_CONTENT_TYPE_JSONLD: CerverContentType = 27;
/// .midi, audio/x-midi.
pub const HTTP_CONTENT_TYPE_MIDI: CerverContentType = 28;
/// .mjs, text/javascript.
pub const HTTP_CONTENT_TYPE_MJS: CerverContentType = 29;
/// .mp3, audio/mpeg.
pub const HTTP_CONTENT_TYPE_MP3: CerverContentType = 30;
/// .cda, application/x-cdf.
pub const HTTP_CONTENT_TYPE_CDA: CerverContentType = 31;
/// .mp4, video/mp4.
pub const HTTP_CONTENT_TYPE_MP4: CerverContentType = 32;
/// .mpeg, video/mpeg.
pub const HTTP_CONTENT_TYPE_MPEG: CerverContentType = 33;
/// .mpkg, application/vnd.apple.installer+xml.
pub const HTTP_CONTENT_TYPE_MPKG: CerverContentType = 34;
/// .odp, application/vnd.oasis.opendocument.presentation.
pub const HTTP_CONTENT_TYPE_ODP: CerverContentType = 35;
/// .ods, application/vnd.oasis.opendocument.spreadsheet.
pub const HTTP_CONTENT_TYPE_ODS: CerverContentType = 36;
/// .odt, application/vnd.oasis.opendocument.text.
pub const HTTP_CONTENT_TYPE_ODT: CerverContentType = 37;
/// .oga, audio/ogg.
pub const HTTP_CONTENT_TYPE_OGA: CerverContentType = 38;
/// .ogv, video/ogg.
pub const HTTP_CONTENT_TYPE_OGV: CerverContentType = 39;
/// .ogx, application/ogg.
pub const HTTP_CONTENT_TYPE_OGX: CerverContentType = 40;
/// .opus, audio/opus.
pub const HTTP_CONTENT_TYPE_OPUS: CerverContentType = 41;
/// .otf, font/otf.
pub const HTTP_CONTENT_TYPE_OTF: CerverContentType = 42;
/// .png, image/png.
pub const HTTP_CONTENT_TYPE_PNG: CerverContentType = 43;
/// .pdf, application/pdf.
pub const HTTP_CONTENT_TYPE_PDF: CerverContentType = 44;
/// .php, application/x-httpd-php.
pub const HTTP_CONTENT_TYPE_PHP: CerverContentType = 45;
/// .ppt, application/vnd.ms-powerpoint.
pub const HTTP_CONTENT_TYPE_PPT: CerverContentType = 46;
/// .pptx, application/vnd.openxmlformats-officedocument.presentationml.presentation.
pub const HTTP_CONTENT_TYPE_PPTX: CerverContentType = 47;
/// .rar, application/vnd.rar.
pub const HTTP_CONTENT_TYPE_RAR: CerverContentType = 48;
/// .rtf, application/rtf.
pub const HTTP_CONTENT_TYPE_RTF: CerverContentType = 49;
/// .sh, application/x-sh.
pub const HTTP_CONTENT_TYPE_SHELL: CerverContentType = 50;
/// .svg, image/svg+xml.
pub const HTTP_CONTENT_TYPE_SVG: CerverContentType = 51;
/// .swf, application/x-shockwave-flash.
pub const HTTP_CONTENT_TYPE_SWF: CerverContentType = 52;
/// .tar, application/x-tar.
pub const HTTP_CONTENT_TYPE_TAR: CerverContentType = 53;
/// .tiff, image/tiff.
pub const HTTP_CONTENT_TYPE_TIFF: CerverContentType = 54;
/// .ts, video/mp2t.
pub const HTTP_CONTENT_TYPE_TS: CerverContentType = 55;
/// .ttf, font/ttf.
pub const HTTP_CONTENT_TYPE_TTF: CerverContentType = 56;
/// .txt, text/plain.
pub const HTTP_CONTENT_TYPE_TXT: CerverContentType = 57;
/// .vsd, application/vnd.visio.
pub const HTTP_CONTENT_TYPE_VSD: CerverContentType = 58;
/// .wav, audio/wav.
pub const HTTP_CONTENT_TYPE_WAV: CerverContentType = 59;
/// .weba, audio/webm.
pub const HTTP_CONTENT_TYPE_WEBA: CerverContentType = 60;
/// .webm, video/webm.
pub const HTTP_CONTENT_TYPE_WEBM: CerverContentType = 61;
/// .webp, image/webp.
pub const HTTP_CONTENT_TYPE_WEBP: CerverContentType = 62;
/// .woff, font/woff.
pub const HTTP_CONTENT_TYPE_WOFF: CerverContentType = 63;
/// .woff2, font/woff2.
pub const HTTP_CONTENT_TYPE_WOFF2: CerverContentType = 64;
/// .xhtml, application/xhtml+xml.
pub const HTTP_CONTENT_TYPE_XHTML: CerverContentType = 65;
/// .xls, application/vnd.ms-excel.
pub const HTTP_CONTENT_TYPE_XLS: CerverContentType = 66;
/// .xlsx, application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.
pub const HTTP_CONTENT_TYPE_XLSX: CerverContentType = 67;
/// .xml, text/xml.
pub const HTTP_CONTENT_TYPE_XML: CerverContentType = 68;
/// .xul, application/vnd.mozilla.xul+xml.
pub const HTTP_CONTENT_TYPE_XUL: CerverContentType = 69;
/// .zip, application/zip.
pub const HTTP_CONTENT_TYPE_ZIP: CerverContentType = 70;
/// .3gp, video/3gpp.
pub const HTTP_CONTENT_TYPE_3GP: CerverContentType = 71;
/// .3g2, video/3gpp2.
pub const HTTP_CONTENT_TYPE_3G2: CerverContentType = 72;
/// .7z, application/x-7z-compressed.
pub const HTTP_CONTENT_TYPE_7Z: CerverContentType = 73;

/// Usual file name extension of a content type without its dot; "undefined" for a number outside the table. Static,
/// never NULL.
///
/// Thread: any.
/// Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn http_content_type_extension(content_type: CerverContentType) -> *const c_char {
    guard("http_content_type_extension", || {
        Ok(c_str(known(content_type).map_or(c"undefined", ContentType::extension_c)))
    })
}

/// Short name of a content type for people, in parentheses; "undefined" for a number outside the table. Static, never
/// NULL.
///
/// Thread: any.
/// Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn http_content_type_description(content_type: CerverContentType) -> *const c_char {
    guard("http_content_type_description", || {
        Ok(c_str(known(content_type).map_or(c"undefined", ContentType::description_c)))
    })
}

/// Media type of a content type, for example "application/json"; "undefined" for a number outside the table. Static,
/// never NULL.
///
/// Thread: any.
/// Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn http_content_type_mime(content_type: CerverContentType) -> *const c_char {
    guard("http_content_type_mime", || Ok(c_str(known(content_type).map_or(c"undefined", ContentType::mime_c))))
}

/// Content type whose media type is exactly this text, parameters included; HTTP_CONTENT_TYPE_NONE for another text and
/// on error.
///
/// Thread: any.
/// Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_content_type_by_mime(mime: *const c_char) -> CerverContentType {
    guard_or("http_content_type_by_mime", HTTP_CONTENT_TYPE_NONE, || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        let mime = unsafe { text(mime, "mime") }?;
        Ok(number(ContentType::by_mime(mime)))
    })
}

/// Content type of a file name extension without its dot, upper and lower case alike; HTTP_CONTENT_TYPE_NONE for another
/// text and on error.
///
/// Thread: any.
/// Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_content_type_by_extension(extension: *const c_char) -> CerverContentType {
    guard_or("http_content_type_by_extension", HTTP_CONTENT_TYPE_NONE, || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        let extension = unsafe { text(extension, "extension") }?;
        Ok(number(ContentType::by_extension(extension.as_bytes())))
    })
}

/// Media type of a file name extension without its dot, upper and lower case alike; NULL for another text and on error.
/// Static.
///
/// Thread: any.
/// Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_content_type_mime_by_extension(extension: *const c_char) -> *const c_char {
    guard("http_content_type_mime_by_extension", || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        let extension = unsafe { text(extension, "extension") }?;
        let found = ContentType::by_extension(extension.as_bytes()).filter(|found| number(Some(*found)) != 0);
        Ok(found.map_or(ptr::null(), |found| c_str(found.mime_c())))
    })
}

/// Whether a media type is that of JSON, upper and lower case alike, without parameters; false on error.
///
/// Thread: any.
/// Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_content_type_is_json(description: *const c_char) -> bool {
    guard("http_content_type_is_json", || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        let description = unsafe { text(description, "description") }?;
        Ok(content_type::is_json(description.as_bytes()))
    })
}

/// Content type of a file by the text after the last dot of its name; HTTP_CONTENT_TYPE_NONE for another text and on
/// error.
///
/// Thread: any.
/// Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_content_type_from_filename(filename: *const c_char) -> CerverContentType {
    guard_or("http_content_type_from_filename", HTTP_CONTENT_TYPE_NONE, || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        let filename = unsafe { text(filename, "filename") }?;
        Ok(number(ContentType::of_file(filename.as_bytes())))
    })
}

/// The content type of a number of C.
fn known(content_type: CerverContentType) -> Option<ContentType> {
    ContentType::from_number(u8::try_from(content_type).ok()?)
}

/// The content type of a number of C, or the error to give back.
#[inline]
pub(crate) fn needed(content_type: CerverContentType) -> Result<ContentType, Error> {
    let refused = || Error::new(Code::Argument, format!("{content_type} is no content type of the table"));
    known(content_type).ok_or_else(refused)
}

/// The number C knows a content type by.
pub(crate) fn number(content_type: Option<ContentType>) -> CerverContentType {
    content_type.map_or(HTTP_CONTENT_TYPE_NONE, |known| known as CerverContentType)
}

#[cfg(test)]
mod tests {
    use std::ffi::CStr;

    use super::*;

    fn read(text: *const c_char) -> &'static CStr {
        // SAFETY: static texts.
        unsafe { CStr::from_ptr(text) }
    }

    #[test]
    fn texts_and_numbers_lead_to_each_other() {
        for wanted in HTTP_CONTENT_TYPE_AAC..=HTTP_CONTENT_TYPE_7Z {
            // SAFETY: a static text.
            let found = unsafe { http_content_type_by_extension(http_content_type_extension(wanted)) };
            assert_eq!(found, wanted);
        }
        let mime = read(http_content_type_mime(HTTP_CONTENT_TYPE_HTML));
        assert_eq!(mime, c"text/html; charset=UTF-8");
        // SAFETY: C strings.
        let (by_mime, by_name) = unsafe {
            (http_content_type_by_mime(mime.as_ptr()), http_content_type_from_filename(c"a/b.tar.gz".as_ptr()))
        };
        assert_eq!((by_mime, by_name), (HTTP_CONTENT_TYPE_HTML, HTTP_CONTENT_TYPE_GZIP));
    }

    #[test]
    fn others_are_none() {
        assert_eq!(read(http_content_type_mime(74)), c"undefined");
        // SAFETY: C strings and NULL.
        unsafe {
            assert_eq!(http_content_type_by_mime(c"text/html".as_ptr()), HTTP_CONTENT_TYPE_NONE);
            assert!(http_content_type_mime_by_extension(c"nothing".as_ptr()).is_null());
            assert!(http_content_type_mime_by_extension(ptr::null()).is_null());
            assert!(!http_content_type_is_json(c"application/json; charset=utf-8".as_ptr()));
            assert!(http_content_type_is_json(c"Application/JSON".as_ptr()));
        }
    }
}
