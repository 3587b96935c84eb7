//! Content types: the published table, and mime types of files by their names.

use std::ffi::CStr;

pub use super::content_type_table::ContentType;

/// Makes the enum and its lookups out of the rows of the table.
macro_rules! content_types {
    ($($variant:ident = $number:literal, $extension:literal, $mime:literal, $description:literal;)*) => {
        /// A content type with a published number, 0 to 73. 0 stands for "not known".
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum ContentType {
            $(#[doc = concat!($description, ", `", $mime, "`")] $variant = $number,)*
        }

        impl ContentType {
            /// The types by number.
            pub const ALL: &[Self] = &[$(Self::$variant),*];
            /// Extension, mime type, and the description in the parentheses in which C receives it.
            pub(super) const TEXTS: &[[super::text::Text; 3]] = &[$([
                super::text::Text::new(concat!($extension, "\0")),
                super::text::Text::new(concat!($mime, "\0")),
                super::text::Text::new(concat!("(", $description, ")\0")),
            ]),*];

            /// The complete header lines.
            pub(super) const FIELD_LINES: &[&str] = &[$(concat!("Content-Type: ", $mime, "\r\n")),*];

            /// The type whose extension is exactly this text.
            pub(super) fn of_small_extension(extension: &str) -> Option<Self> {
                match extension {
                    $($extension => Some(Self::$variant),)*
                    _ => None,
                }
            }

            /// The type of a mime text, compared exactly, parameters included: `text/html` alone is not the published `text/html;
            /// charset=UTF-8`. Of two types with one mime the lower number is meant.
            #[allow(unreachable_patterns, reason = "two rows share image/jpeg")]
            pub fn by_mime(mime: &str) -> Option<Self> {
                match mime {
                    $($mime => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
}
pub(super) use content_types;

/// What a file of unknown kind is sent as.
pub const OCTET_STREAM: &str = "application/octet-stream";

impl ContentType {
    /// The header line that says the type of a body, with its CRLF; a type that is not known is sent as plain bytes.
    #[inline]
    pub fn field_line(self) -> &'static [u8] {
        match self {
            Self::None => b"Content-Type: application/octet-stream\r\n",
            _ => Self::FIELD_LINES[self as usize].as_bytes(),
        }
    }

    /// The value that [`ContentType::field_line`] gives the header.
    pub(super) fn field_value(self) -> &'static [u8] {
        let mime = if self == Self::None { OCTET_STREAM } else { self.mime() };
        mime.as_bytes()
    }

    /// The type of a published number.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }

    /// The type of a file name extension without its dot, in any case.
    pub fn by_extension(extension: &[u8]) -> Option<Self> {
        Self::of_small_extension(Small::new(extension)?.as_str())
    }

    /// The type of a file by the text after the last dot of its name, in any case. Folders before the name do not matter.
    pub fn of_file(path: &[u8]) -> Option<Self> {
        Self::by_extension(extension(path)?)
    }

    /// The usual file name extension, without a dot.
    pub fn extension(self) -> &'static str {
        Self::TEXTS[self as usize][0].as_str()
    }

    /// [`ContentType::extension`] as a C string.
    pub fn extension_c(self) -> &'static CStr {
        Self::TEXTS[self as usize][0].as_c_str()
    }

    /// The value of a `Content-Type` header. [`ContentType::None`] has the published "undefined": send [`OCTET_STREAM`] instead.
    pub fn mime(self) -> &'static str {
        Self::TEXTS[self as usize][1].as_str()
    }

    /// [`ContentType::mime`] as a C string.
    pub fn mime_c(self) -> &'static CStr {
        Self::TEXTS[self as usize][1].as_c_str()
    }

    /// A short name for people, without parentheses.
    pub fn description(self) -> &'static str {
        let text = Self::TEXTS[self as usize][2].as_str();
        &text[1..text.len() - 1]
    }

    /// [`ContentType::description`] in parentheses as a C string.
    pub fn description_c(self) -> &'static CStr {
        Self::TEXTS[self as usize][2].as_c_str()
    }
}

/// Whether a mime text is that of JSON, in any case and without parameters.
pub fn is_json(mime: &[u8]) -> bool {
    mime.eq_ignore_ascii_case(b"application/json")
}

/// The value of `Content-Type` for a file, by the extension of its name: the published types and newer ones without a number.
/// [`OCTET_STREAM`] for all others.
pub fn mime_for_path(path: &[u8]) -> &'static str {
    let line = line_for_path(path);
    &line[FIELD_START.len()..line.len() - 2]
}

/// The header line of [`mime_for_path`], with its CRLF.
pub(super) fn line_for_path(path: &[u8]) -> &'static str {
    const UNKNOWN: &str = "Content-Type: application/octet-stream\r\n";
    let Some(extension) = extension(path).and_then(Small::new) else { return UNKNOWN };
    match ContentType::of_small_extension(extension.as_str()) {
        Some(ContentType::None) | None => newer_line(extension.as_str()).unwrap_or(UNKNOWN),
        Some(known) => ContentType::FIELD_LINES[known as usize],
    }
}

const FIELD_START: &str = "Content-Type: ";

/// Makes the lookup of types that have no published number.
macro_rules! newer_types {
    ($($($extension:literal)|+ => $mime:literal,)*) => {
        fn newer_line(extension: &str) -> Option<&'static str> {
            match extension {
                $($($extension)|+ => Some(concat!("Content-Type: ", $mime, "\r\n")),)*
                _ => None,
            }
        }
    };
}

newer_types! {
    "avif" => "image/avif",
    "cjs" => "text/javascript",
    "flac" => "audio/flac",
    "htm" => "text/html; charset=UTF-8",
    "jxl" => "image/jxl",
    "log" => "text/plain",
    "m4a" => "audio/mp4",
    "m4v" => "video/mp4",
    "map" => "application/json",
    "md" => "text/markdown; charset=UTF-8",
    "mid" => "audio/midi",
    "mkv" => "video/matroska",
    "mov" => "video/quicktime",
    "mpg" => "video/mpeg",
    "ogg" => "audio/ogg",
    "tif" => "image/tiff",
    "toml" => "application/toml",
    "wasm" => "application/wasm",
    "webmanifest" => "application/manifest+json",
    "yaml" | "yml" => "application/yaml",
    "zst" => "application/zstd",
}

/// The text after the last dot of a path's last part.
fn extension(path: &[u8]) -> Option<&[u8]> {
    let name = &path[path.iter().rposition(|&byte| byte == b'/').map_or(0, |slash| slash + 1)..];
    let dot = name.iter().rposition(|&byte| byte == b'.')?;
    Some(&name[dot + 1..])
}

/// An extension in small letters, on the stack.
struct Small {
    bytes: [u8; 16],
    length: usize,
}

impl Small {
    /// `None` for what no table has: longer than the longest, or not ASCII.
    fn new(extension: &[u8]) -> Option<Self> {
        if !extension.is_ascii() {
            return None;
        }
        let mut bytes = [0; 16];
        bytes.get_mut(..extension.len())?.copy_from_slice(extension);
        bytes.make_ascii_lowercase();
        Some(Self { bytes, length: extension.len() })
    }

    fn as_str(&self) -> &str {
        str::from_utf8(&self.bytes[..self.length]).unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_published_type_is_found() {
        assert_eq!(ContentType::ALL.len(), 74);
        for (number, &kind) in ContentType::ALL.iter().enumerate() {
            assert_eq!(kind as usize, number);
            assert_eq!(ContentType::from_number(number as u8), Some(kind));
            assert_eq!(ContentType::by_extension(kind.extension().as_bytes()), Some(kind));
            assert_eq!(ContentType::by_extension(kind.extension().to_uppercase().as_bytes()), Some(kind));
            let first = if kind == ContentType::Jpeg { ContentType::Jpg } else { kind };
            assert_eq!(ContentType::by_mime(kind.mime()), Some(first));
        }
        assert_eq!(ContentType::from_number(74), None);
    }

    #[test]
    fn texts() {
        assert_eq!(ContentType::Html.mime_c(), c"text/html; charset=UTF-8");
        assert_eq!(ContentType::Csv.description(), "Comma-separated values");
        assert_eq!(ContentType::Csv.description_c(), c"(Comma-separated values)");
        assert_eq!(ContentType::SevenZ.extension_c(), c"7z");
        assert_eq!(ContentType::None.mime(), "undefined");
        assert_eq!(ContentType::by_mime("text/html"), None);
        assert_eq!(ContentType::by_mime("image/jpeg"), Some(ContentType::Jpg));
        assert!(is_json(b"Application/JSON") && !is_json(b"application/json; charset=utf-8"));
    }

    #[test]
    fn files_by_name() {
        assert_eq!(ContentType::of_file(b"/a.b/index.HTML"), Some(ContentType::Html));
        assert_eq!(ContentType::of_file(b"archive.tar.gz"), Some(ContentType::Gzip));
        for path in ["", "name", "a.b/name", ".", "name.", "a.caf\u{e9}", "a.averyveryverylongextension", "a.wasm"] {
            assert_eq!(ContentType::of_file(path.as_bytes()), None, "{path}");
        }
        assert_eq!(mime_for_path(b"/app/MAIN.Wasm"), "application/wasm");
        assert_eq!(mime_for_path(b"style.css"), "text/css");
        assert_eq!(mime_for_path(b"site.webmanifest"), "application/manifest+json");
        for path in ["", "LICENSE", "a.xyz", "a.undefined", "dir.css/file", "a.averyveryverylongextension"] {
            assert_eq!(mime_for_path(path.as_bytes()), OCTET_STREAM, "{path}");
        }
    }
}
