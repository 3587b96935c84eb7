//! The file of the model, with its conditions and ranges.

use super::{parsing::Request, replies::Reply};
use crate::{
    case::{DATES, LETTERS, MANY, SAME},
    faults::Fault,
};

/// Its entity tag.
pub const TAG: &str = "\"model\"";

/// The answer with the letters.
pub fn letters(request: &Request, fault: Option<Fault>) -> Reply {
    let has = |other| fault == Some(other);
    let is_head = request.method == "HEAD";
    let text = LETTERS.repeat(if request.path == "/many.txt" { MANY } else { 1 });
    let mut reply = Reply::new(200, text.as_bytes());
    reply.headers = vec![("ETag", TAG.into()), ("Last-Modified", SAME.into()), ("Content-Type", "text/plain".into())];
    if has(Fault::NoValidators) {
        reply.headers.remove(0);
        reply.headers.remove(0);
    }
    let field = |name: &str| request.field(name).filter(|_| !has(Fault::NoConditions));
    let matches = |list: &str, strong: bool| {
        let mut tags = list.split(", ").flat_map(|part| part.split(',')).map(str::trim);
        list == "*" || tags.any(|tag| if strong { tag == TAG } else { tag.trim_start_matches("W/") == TAG })
    };
    let since = |name: &str| {
        let values: Vec<_> = request.all(name);
        let [value] = &values[..] else { return None };
        let known = DATES.iter().find(|(date, _)| date == value).map(|(_, offset)| *offset);
        known
            .or(has(Fault::AnyDate).then_some(if name.contains("Un") { -1 } else { 1 }))
            .filter(|_| !has(Fault::NoConditions))
    };
    let date_first = has(Fault::DatesWin);
    let holds = match field("If-Match") {
        Some(list) if !date_first => matches(&list, !has(Fault::WeakMatch)),
        _ => since("If-Unmodified-Since").is_none_or(|offset| offset >= 0),
    };
    let none_match: Vec<_> = request.all("If-None-Match").into_iter().filter(|_| !has(Fault::NoConditions)).collect();
    let is_known = match none_match.is_empty() || date_first {
        false => none_match.iter().any(|list| matches(list, has(Fault::StrongNoneMatch))),
        true => since("If-Modified-Since").is_some_and(|offset| offset >= 0),
    };
    if is_known && (holds || has(Fault::NoneMatchFirst)) {
        reply.status = 304;
        return reply;
    }
    if !holds {
        return Reply::new(412, "changed");
    }
    let wanted = match request.field("If-Range") {
        Some(value) if !has(Fault::NoIfRange) => value == TAG || value == SAME,
        _ => true,
    };
    let range =
        request.field("Range").filter(|_| wanted && (!is_head || has(Fault::RangeOfHead)) && !has(Fault::NoRanges));
    match range.and_then(|value| parts(&value, text.len(), has(Fault::AnyUnit))) {
        None => reply,
        Some(_) if has(Fault::Always416) => unsatisfiable(text.len()),
        Some(parts) if parts.is_empty() => unsatisfiable(text.len()),
        Some(parts) if parts.len() == 1 && !has(Fault::PartsAlways) => {
            let (first, last) = parts[0];
            reply.status = 206;
            reply.headers.push(("Content-Range", format!("bytes {first}-{last}/{}", text.len())));
            reply.body = text.as_bytes()[first..=last].to_vec();
            if has(Fault::NoFieldsOf206) {
                reply.headers.retain(|(name, _)| name.starts_with("Content"));
            }
            reply
        }
        Some(parts) => several(reply, &text, &parts, has(Fault::LfInParts), has(Fault::NoFieldsOf206)),
    }
}

fn several(mut reply: Reply, whole: &str, parts: &[(usize, usize)], with_lf: bool, bare: bool) -> Reply {
    reply.status = 206;
    reply.headers.retain(|(name, _)| *name != "Content-Type" && !bare);
    reply.headers.push(("Content-Type", "multipart/byteranges; boundary=mark".into()));
    let mut text = String::new();
    for (first, last) in parts {
        text += &format!(
            "--mark\r\nContent-Range: bytes {first}-{last}/{}\r\n\r\n{}\r\n",
            whole.len(),
            &whole[*first..=*last]
        );
    }
    text += "--mark--\r\n";
    reply.body = if with_lf { text.replace("\r\n", "\n") } else { text }.into_bytes();
    reply
}

fn unsatisfiable(length: usize) -> Reply {
    Reply { headers: vec![("Content-Range", format!("bytes */{length}"))], ..Reply::new(416, "not there") }
}

/// First and last byte of each range that is there; None for what is no range.
fn parts(value: &str, length: usize, any_unit: bool) -> Option<Vec<(usize, usize)>> {
    let (unit, list) = value.split_once('=')?;
    if unit != "bytes" && !any_unit {
        return None;
    }
    let mut parts = Vec::new();
    let list: Vec<_> = list.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    if list.is_empty() || list.len() > 10 {
        return None;
    }
    for part in list {
        let (first, last) = part.split_once('-')?;
        let number = |text: &str| {
            let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| text.parse::<usize>().unwrap_or(usize::MAX))
        };
        let (first, last) = match (first, last) {
            ("", last) => (length.saturating_sub(number(last)?), length - 1),
            (first, "") => (number(first)?, length - 1),
            (first, last) => (number(first)?, number(last)?),
        };
        if first > last && first < length {
            return None;
        }
        if first < length {
            parts.push((first, last.min(length - 1)));
        }
    }
    Some(parts)
}
