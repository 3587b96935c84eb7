//! Which media types are worth compressing.

/// Whether the value of a Content-Type names a type that is text or otherwise full of repetition. What is compressed
/// already (most images, audio, video, archives, web fonts) and what is not known is not.
pub(super) fn is_compressible(content_type: &[u8]) -> bool {
    let end = content_type.iter().position(|byte| *byte == b';').unwrap_or(content_type.len());
    let mut text = [0; LONGEST];
    let name = content_type[..end].trim_ascii();
    let Some(text) = text.get_mut(..name.len()) else { return false };
    text.copy_from_slice(name);
    text.make_ascii_lowercase();
    let text: &[u8] = text;
    text.starts_with(b"text/") || ENDINGS.iter().any(|ending| text.ends_with(ending)) || OTHERS.contains(&text)
}

/// Longer names are not looked at.
const LONGEST: usize = 128;

/// The syntax that a type says it has (RFC 6839).
const ENDINGS: [&[u8]; 3] = [b"+json", b"+xml", b"+text"];

const OTHERS: [&[u8]; 22] = [
    b"application/ecmascript",
    b"application/graphql",
    b"application/javascript",
    b"application/json",
    b"application/jsonlines",
    b"application/ndjson",
    b"application/rtf",
    b"application/toml",
    b"application/vnd.ms-fontobject",
    b"application/wasm",
    b"application/x-csh",
    b"application/x-httpd-php",
    b"application/x-javascript",
    b"application/x-ndjson",
    b"application/x-sh",
    b"application/x-yaml",
    b"application/xml",
    b"application/yaml",
    b"font/otf",
    b"font/ttf",
    b"image/bmp",
    b"image/x-icon",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::content_type::ContentType;

    #[test]
    fn text_is_worth_it_and_pictures_are_not() {
        for yes in [
            "text/plain",
            "TEXT/HTML; charset=UTF-8",
            "text/event-stream",
            "application/json",
            " application/json ;charset=utf-8",
            "image/svg+xml",
            "application/problem+json",
            "application/wasm",
        ] {
            assert!(is_compressible(yes.as_bytes()), "{yes}");
        }
        for no in [
            "",
            ";",
            "image/png",
            "video/mp4",
            "font/woff2",
            "application/zip",
            "application/gzip",
            "application/pdf",
            "application/octet-stream",
            "application/jsonx",
            "undefined",
        ] {
            assert!(!is_compressible(no.as_bytes()), "{no}");
        }
        assert!(!is_compressible(&[b'a'; 1000]));
    }

    #[test]
    fn the_published_types() {
        let is_worth = |kind: ContentType| is_compressible(kind.mime().as_bytes());
        assert!(
            [ContentType::Html, ContentType::Json, ContentType::Css, ContentType::Js, ContentType::Svg].map(is_worth)
                == [true; 5]
        );
        assert!([ContentType::Png, ContentType::Gzip, ContentType::Mp4, ContentType::None].map(is_worth) == [false; 4]);
    }
}
