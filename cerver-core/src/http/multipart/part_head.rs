//! The headers of one part (RFC 7578 section 4).

use super::{
    super::{header, refusal::Refusal, status::Status},
    disposition::{self, BAD_PARAMETER},
    is_value,
};

/// What the headers of a part say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartHead {
    /// Name of the form's field, decoded.
    pub name: Vec<u8>,
    /// File name as the client wrote it, decoded; None for a part that is no file. It may be anything: see
    /// [`safe_name`](super::safe_name).
    pub file_name: Option<Vec<u8>>,
    /// Content-Type of the part, if it has one.
    pub content_type: Option<Vec<u8>>,
}

impl PartHead {
    /// Parses lines, each with its CR LF.
    pub(super) fn parse(lines: &[u8], name_limit: usize) -> Result<Self, Refusal> {
        let mut disposition = None;
        let mut content_type = None;
        for line in lines.split_inclusive(|&byte| byte == b'\n') {
            let line = line.strip_suffix(b"\r\n").ok_or(BARE_LF)?;
            let colon = line.iter().position(|&byte| byte == b':').ok_or(BAD_LINE)?;
            let (name, value) = (&line[..colon], line[colon + 1..].trim_ascii());
            if !header::is_token(name) || !is_value(value) {
                return Err(BAD_LINE);
            }
            if name.eq_ignore_ascii_case(b"content-disposition") {
                if disposition.replace(value).is_some() {
                    return Err(NO_NAME);
                }
            } else if name.eq_ignore_ascii_case(b"content-type") {
                content_type = Some(value.to_vec());
            } else if name.eq_ignore_ascii_case(b"content-transfer-encoding") && !is_plain(value) {
                return Err(ENCODED);
            }
        }
        let mut head = Self::of_disposition(disposition.ok_or(NO_NAME)?)?;
        if head.name.len() > name_limit {
            return Err(NAME_TOO_LONG);
        }
        head.content_type = content_type;
        Ok(head)
    }

    fn of_disposition(value: &[u8]) -> Result<Self, Refusal> {
        const FORM_DATA: &[u8] = b"form-data";
        let (kind, rest) = value.split_at_checked(FORM_DATA.len()).ok_or(NO_NAME)?;
        if !kind.eq_ignore_ascii_case(FORM_DATA) {
            return Err(NO_NAME);
        }
        let (mut name, mut file_name, mut extended) = (None, None, None);
        disposition::parameters(rest, &mut |parameter, value| {
            let is = |text: &str| parameter.eq_ignore_ascii_case(text.as_bytes());
            let place = match () {
                () if is("name") => &mut name,
                () if is("filename") => &mut file_name,
                () if is("filename*") => &mut extended,
                () => return Ok(()),
            };
            // Of two names each end of a chain of programs may believe another one.
            if place.replace(value).is_some() { Err(BAD_PARAMETER) } else { Ok(()) }
        })?;
        let file_name = match extended {
            Some(extended) => Some(disposition::extended(&extended)?),
            None => file_name.as_deref().map(disposition::unescape),
        };
        let name = disposition::unescape(&name.ok_or(NO_NAME)?);
        Ok(Self { name, file_name, content_type: None })
    }
}

/// The content is as it stands (RFC 7578 section 4.7).
fn is_plain(encoding: &[u8]) -> bool {
    ["7bit", "8bit", "binary"].iter().any(|plain| encoding.eq_ignore_ascii_case(plain.as_bytes()))
}

const BARE_LF: Refusal = Refusal::bad_request("end every line of a part's headers with CR LF, not with LF alone");
const BAD_LINE: Refusal = Refusal::bad_request("a header line of a part must be a name, a colon and a value");
const NO_NAME: Refusal = Refusal::bad_request("a part needs one Content-Disposition of form-data with a name");
const ENCODED: Refusal = Refusal::bad_request("send parts without a Content-Transfer-Encoding");
const NAME_TOO_LONG: Refusal = Refusal::new(Status::PAYLOAD_TOO_LARGE, "send shorter names of the parts");
