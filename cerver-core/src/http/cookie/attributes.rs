//! The attributes of a cookie as a text: `Path=/; Max-Age=3600; Secure`.

use super::{Cookie, SameSite};
use crate::{
    error::{Code, Error, Result},
    http::date,
    sys,
};

impl Cookie {
    /// Sets attributes from a text as it stands in a `Set-Cookie` field: names in any case, separated by semicolons.
    ///
    /// [`Code::Argument`] for an attribute that is not known, stands twice, or has a value where none belongs or no good one
    /// where one does.
    pub fn set_attributes(&mut self, text: &str) -> Result<()> {
        let mut seen = Vec::new();
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let (name, value) = match part.split_once('=') {
                Some((name, value)) => (name.trim_end(), Some(value.trim_start())),
                None => (part, None),
            };
            let name = name.to_ascii_lowercase();
            let refused = |what: &str| Error::new(Code::Argument, format!("the attribute {name} of a cookie {what}"));
            if seen.contains(&name) {
                return Err(refused("stands twice"));
            }
            self.set_attribute(&name, value).map_err(refused)?;
            seen.push(name);
        }
        Ok(())
    }

    fn set_attribute(&mut self, name: &str, value: Option<&str>) -> std::result::Result<(), &'static str> {
        const NO_VALUE: &str = "needs a value";
        let flag = match name {
            "secure" => &mut self.secure,
            "httponly" => &mut self.http_only,
            "partitioned" => &mut self.partitioned,
            "path" => {
                self.path = Some(value.ok_or(NO_VALUE)?.to_owned());
                return Ok(());
            }
            "domain" => {
                self.domain = Some(value.ok_or(NO_VALUE)?.to_owned());
                return Ok(());
            }
            "max-age" => {
                self.max_age = Some(seconds(value.ok_or(NO_VALUE)?).ok_or("is a number of seconds")?);
                return Ok(());
            }
            "expires" => {
                let time = date::parse(value.ok_or(NO_VALUE)?.as_bytes(), sys::unix_seconds());
                self.expires = Some(time.ok_or("is a date of HTTP")?.try_into().unwrap_or(0));
                return Ok(());
            }
            "samesite" => {
                self.same_site = Some(same_site(value.ok_or(NO_VALUE)?).ok_or("is Strict, Lax or None")?);
                return Ok(());
            }
            _ => return Err("is not known"),
        };
        *flag = true;
        if value.is_some() { Err("has no value") } else { Ok(()) }
    }
}

fn seconds(text: &str) -> Option<u32> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().unwrap_or(u32::MAX))
}

fn same_site(text: &str) -> Option<SameSite> {
    let all = [SameSite::Strict, SameSite::Lax, SameSite::None];
    all.into_iter().find(|each| format!("{each:?}").eq_ignore_ascii_case(text))
}
