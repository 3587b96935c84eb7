//! Limits of forms and uploads, and how uploaded files are stored.

/// Pairs of an `application/x-www-form-urlencoded` body.
pub const DEFAULT_FORM_PAIRS_LIMIT: usize = 1024;
/// Bytes of an `application/x-www-form-urlencoded` body.
pub const DEFAULT_FORM_LIMIT: usize = 1024 * 1024;
/// Parts of a multipart body.
pub const DEFAULT_PART_LIMIT: u32 = 1000;
/// Bytes of the headers of one part.
pub const DEFAULT_PART_HEAD_LIMIT: usize = 8 * 1024;
/// Bytes of a part's name.
pub const DEFAULT_PART_NAME_LIMIT: usize = 256;
/// Bytes of all parts together that are no files.
pub const DEFAULT_FIELD_BYTES_LIMIT: usize = 1024 * 1024;
/// Files of a multipart body.
pub const DEFAULT_FILE_COUNT_LIMIT: u32 = 64;
/// Bytes of one uploaded file: what the limit of the body leaves.
pub const DEFAULT_FILE_LIMIT: u64 = u64::MAX;
/// Bytes of all uploaded files of a request: what the limit of the body leaves.
pub const DEFAULT_FILES_LIMIT: u64 = u64::MAX;
/// Bytes of files that wait in memory for the application to let their request pass.
pub const DEFAULT_WAITING_FILES_LIMIT: u64 = 1024 * 1024;
/// Permission bits of uploaded files.
pub const DEFAULT_UPLOADS_FILE_MODE: u32 = 0o600;
/// Permission bits of folders made for uploaded files.
pub const DEFAULT_UPLOADS_DIR_MODE: u32 = 0o700;

/// How a stored file is called. No name is used twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FileNames {
    /// 32 random hexadecimal digits.
    #[default]
    Random,
    /// Number of the client's socket, Unix time, and the harmless part of the client's name: `7-1795243088-photo.jpg`.
    Described,
}

/// Limits of multipart bodies, and how their files are stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadOptions {
    /// See [`DEFAULT_PART_LIMIT`].
    pub part_limit: u32,
    /// See [`DEFAULT_PART_HEAD_LIMIT`].
    pub part_head_limit: usize,
    /// See [`DEFAULT_PART_NAME_LIMIT`].
    pub part_name_limit: usize,
    /// See [`DEFAULT_FIELD_BYTES_LIMIT`].
    pub field_bytes_limit: usize,
    /// See [`DEFAULT_FILE_COUNT_LIMIT`].
    pub file_count_limit: u32,
    /// See [`DEFAULT_FILE_LIMIT`].
    pub file_limit: u64,
    /// See [`DEFAULT_FILES_LIMIT`].
    pub files_limit: u64,
    /// On routes with a function that authenticates, which may look at fields behind a file: with more bytes of files it is
    /// asked at once. See [`DEFAULT_WAITING_FILES_LIMIT`]; 0: at the first byte of a file.
    pub waiting_files_limit: u64,
    /// See [`DEFAULT_UPLOADS_FILE_MODE`].
    pub file_mode: u32,
    /// See [`DEFAULT_UPLOADS_DIR_MODE`].
    pub dir_mode: u32,
    /// How files are called.
    pub names: FileNames,
    /// Each request with files gets a folder of its own, `<socket>-<Unix time>`, in the uploads folder.
    pub own_folder: bool,
    /// Files are removed when their request ends, unless the handler keeps them.
    pub delete_when_done: bool,
}

impl Default for UploadOptions {
    fn default() -> Self {
        Self {
            part_limit: DEFAULT_PART_LIMIT,
            part_head_limit: DEFAULT_PART_HEAD_LIMIT,
            part_name_limit: DEFAULT_PART_NAME_LIMIT,
            field_bytes_limit: DEFAULT_FIELD_BYTES_LIMIT,
            file_count_limit: DEFAULT_FILE_COUNT_LIMIT,
            file_limit: DEFAULT_FILE_LIMIT,
            files_limit: DEFAULT_FILES_LIMIT,
            waiting_files_limit: DEFAULT_WAITING_FILES_LIMIT,
            file_mode: DEFAULT_UPLOADS_FILE_MODE,
            dir_mode: DEFAULT_UPLOADS_DIR_MODE,
            names: FileNames::Random,
            own_folder: false,
            delete_when_done: false,
        }
    }
}
