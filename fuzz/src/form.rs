//! A multipart body as a route takes it that was told to: its parts in the order in which they come, up to the limits.

use crate::site::{tell_part, upload_options};
use cerver_core::{
    config::UploadOptions,
    http::{
        multipart::{Event, Limits, Multipart, PartHead, safe_name},
        refusal::Refusal,
        status::Status,
    },
};

const TOO_LARGE: Refusal = Refusal { status: Status::PAYLOAD_TOO_LARGE, reason: "too large" };

/// See the module.
pub struct Form {
    parser: Multipart,
    parts: Vec<(PartHead, Vec<u8>)>,
    options: UploadOptions,
}

impl Form {
    /// Nothing of it has come.
    pub fn new(boundary: &[u8]) -> Self {
        let options = upload_options();
        let limits =
            Limits { parts: options.part_limit, part_head: options.part_head_limit, name: options.part_name_limit };
        Self { parser: Multipart::new(boundary, limits), parts: Vec::new(), options }
    }

    /// Takes the next bytes.
    pub fn take(&mut self, data: &[u8]) -> Result<(), Refusal> {
        let (parts, options) = (&mut self.parts, &self.options);
        self.parser.feed(data, &mut |event| {
            match event {
                Event::Begin(head) => parts.push((head, Vec::new())),
                Event::Data(data) => parts.last_mut().expect("a part has begun").1.extend_from_slice(data),
                Event::End => {}
            }
            if is_within(parts, options) { Ok(()) } else { Err(TOO_LARGE) }
        })
    }

    /// It is complete: what the handler tells of it.
    pub fn finish(self) -> Result<Vec<u8>, Refusal> {
        self.parser.finish()?;
        let mut told = Vec::new();
        for (head, content) in &self.parts {
            let name = head.file_name.as_deref().map(safe_name);
            tell_part(&head.name, name.as_deref(), content, &mut told);
        }
        Ok(told)
    }
}

fn is_within(parts: &[(PartHead, Vec<u8>)], options: &UploadOptions) -> bool {
    let of_kind = |is_file: bool| {
        let sizes = parts.iter().filter(move |(head, _)| head.file_name.is_some() == is_file);
        sizes.map(|(_, content)| content.len())
    };
    of_kind(true).count() <= options.file_count_limit as usize
        && of_kind(true).all(|size| size as u64 <= options.file_limit)
        && of_kind(true).sum::<usize>() as u64 <= options.files_limit
        && of_kind(false).sum::<usize>() <= options.field_bytes_limit
}
