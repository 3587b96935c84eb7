//! Kinds of images: by content and by extension.

use std::{
    ffi::CStr,
    fs::OpenOptions,
    io::{self, Read},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

/// What is read of a file; an image has more.
const BEGINNING: usize = 24;

/// A kind of image; the number is the published one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub(super) enum Image {
    Png = 1,
    Jpeg,
    Gif,
    Bmp,
}

impl Image {
    const ALL: [Self; 4] = [Self::Png, Self::Jpeg, Self::Gif, Self::Bmp];

    pub(super) fn of_number(number: i32) -> Option<Self> {
        Self::ALL.into_iter().find(|image| *image as i32 == number)
    }

    /// By the first bytes of a regular file.
    pub(super) fn of_file(path: &Path) -> io::Result<Option<Self>> {
        // Opening a pipe or a terminal would otherwise wait for its other side.
        let mut file = OpenOptions::new().read(true).custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY).open(path)?;
        if !file.metadata()?.is_file() {
            return Ok(None);
        }
        let mut beginning = Vec::with_capacity(BEGINNING + 1);
        file.by_ref().take(BEGINNING as u64 + 1).read_to_end(&mut beginning)?;
        Ok(if beginning.len() > BEGINNING { Self::of_content(&beginning) } else { None })
    }

    /// By the text after the last dot.
    pub(super) fn of_extension(extension: &[u8]) -> Option<Self> {
        match extension {
            b"png" => Some(Self::Png),
            b"jpg" | b"jpeg" => Some(Self::Jpeg),
            b"gif" => Some(Self::Gif),
            b"bmp" => Some(Self::Bmp),
            _ => None,
        }
    }

    fn of_content(bytes: &[u8]) -> Option<Self> {
        let has = |at: usize, expected: &[u8]| bytes.get(at..).is_some_and(|rest| rest.starts_with(expected));
        if has(0, b"\xff\xd8\xff") {
            Some(Self::Jpeg)
        } else if has(0, b"\x89PNG\r\n\x1a\n") && has(12, b"IHDR") {
            Some(Self::Png)
        } else if has(0, b"GIF") {
            Some(Self::Gif)
        } else if has(0, b"BM") && has(6, &[0; 4]) {
            Some(Self::Bmp)
        } else {
            None
        }
    }

    pub(super) fn name(self) -> &'static CStr {
        match self {
            Self::Png => c"PNG",
            Self::Jpeg => c"JPEG",
            Self::Gif => c"GIF",
            Self::Bmp => c"BMP",
        }
    }

    pub(super) fn extension(self) -> &'static CStr {
        match self {
            Self::Png => c"png",
            Self::Jpeg => c"jpeg",
            Self::Gif => c"gif",
            Self::Bmp => c"bmp",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{env, fs, process};

    use super::*;

    #[test]
    fn files_are_known_by_their_first_bytes() {
        let path = env::temp_dir().join(format!("cerver-image-{}", process::id()));
        for (beginning, expected) in [
            (&b"\xff\xd8\xff\xe0"[..], Some(Image::Jpeg)),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Some(Image::Png)),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIDAT", None),
            (b"GIF89a", Some(Image::Gif)),
            (b"BM\x46\0\0\0\0\0\0\0", Some(Image::Bmp)),
            (b"BMW is a car", None),
            (b"", None),
        ] {
            let mut content = beginning.to_vec();
            content.resize(BEGINNING + 1, b'.');
            fs::write(&path, &content).unwrap();
            assert_eq!(Image::of_file(&path).unwrap(), expected, "{beginning:?}");
            fs::write(&path, &content[..BEGINNING]).unwrap();
            assert_eq!(Image::of_file(&path).unwrap(), None, "too short");
        }
        fs::remove_file(&path).unwrap();
        assert!(Image::of_file(&path).is_err());
        assert_eq!(Image::of_file(&env::temp_dir()).unwrap(), None);
    }

    #[test]
    fn extensions_are_in_lower_case() {
        for image in Image::ALL {
            assert_eq!(Image::of_extension(image.extension().to_bytes()), Some(image));
        }
        assert_eq!(Image::of_extension(b"jpg"), Some(Image::Jpeg));
        assert_eq!(Image::of_extension(b"PNG"), None);
        assert_eq!(Image::of_extension(b""), None);
    }
}
