//! The declarations of a C header, as far as cbindgen writes them.

/// All that a header declares, in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// Prototypes.
    pub functions: Vec<Function>,
    /// Names and values of the macros that have a value.
    pub constants: Vec<(String, String)>,
    /// Structs with their members.
    pub structs: Vec<Struct>,
    /// Names of structs without members.
    pub opaque: Vec<String>,
    /// Names and texts of all other typedefs.
    pub aliases: Vec<(String, String)>,
}

/// A prototype.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// The type it returns.
    pub result: String,
    /// What it takes; empty for `(void)`.
    pub parameters: Vec<Parameter>,
    /// Whether more may follow (`...`).
    pub is_variadic: bool,
    /// The comment before it, without its frame.
    pub doc: String,
}

/// A parameter or a member: its type and its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Without the name, one space between words, none before the last `*`.
    pub kind: String,
    /// The name.
    pub name: String,
}

/// A struct with members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Struct {
    /// Its name.
    pub name: String,
    /// Its members.
    pub members: Vec<Parameter>,
}

impl Header {
    /// Reads include/cerver.h.
    ///
    /// # Panics
    /// When the file is not there.
    pub fn read() -> Self {
        let path = crate::root().join("include/cerver.h");
        Self::parse(&std::fs::read_to_string(path).expect("include/cerver.h is part of the tree"))
    }

    /// Reads the text of a header.
    ///
    /// # Panics
    /// On a declaration it does not understand.
    pub fn parse(text: &str) -> Self {
        let mut header = Self::default();
        let mut doc = String::new();
        let mut rest = text;
        loop {
            rest = rest.trim_start();
            if rest.is_empty() {
                return header;
            } else if rest.starts_with("/*") {
                let (comment, after) = rest.split_once("*/").expect("a comment ends");
                doc = comment_text(comment);
                rest = after;
            } else if rest.starts_with('#') {
                rest = header.directive(rest);
                doc.clear();
            } else {
                let end = declaration_end(rest);
                header.declaration(&one_line(&rest[..end]), std::mem::take(&mut doc));
                rest = &rest[end + 1..];
            }
        }
    }

    /// The function of that name.
    pub fn function(&self, name: &str) -> Option<&Function> {
        self.functions.iter().find(|function| function.name == name)
    }

    fn directive<'a>(&mut self, text: &'a str) -> &'a str {
        if text.starts_with("#ifdef __cplusplus") {
            return text.split_once("#endif").map_or("", |(_, after)| skip_line(after));
        }
        let line = text.lines().next().unwrap_or_default();
        let mut words = line.splitn(3, ' ');
        if words.next() == Some("#define")
            && let (Some(name), Some(value)) = (words.next(), words.next())
            && !name.contains('(')
        {
            self.constants.push((name.to_owned(), value.trim().to_owned()));
        }
        skip_line(text)
    }

    fn declaration(&mut self, text: &str, doc: String) {
        if let Some(text) = text.strip_prefix("typedef struct ") {
            match text.split_once('{') {
                Some((_, body)) => {
                    let (members, name) = body.rsplit_once('}').expect("a struct ends");
                    let members = members.split(';').map(str::trim).filter(|member| !member.is_empty());
                    let members = members.map(|member| Parameter::parse(&without_comments(member))).collect();
                    self.structs.push(Struct { name: name.trim().to_owned(), members });
                }
                None => self.opaque.push(text.rsplit(' ').next().unwrap_or_default().to_owned()),
            }
        } else if let Some(text) = text.strip_prefix("typedef ") {
            let alias = Parameter::parse(text);
            self.aliases.push((alias.name, alias.kind));
        } else {
            let (front, parameters) = text.split_once('(').unwrap_or_else(|| panic!("not understood: {text}"));
            let parameters = parameters.strip_suffix(')').expect("a prototype ends with )");
            let front = Parameter::parse(front.trim_start_matches("extern "));
            let parameters = top_level_parts(parameters).into_iter().filter(|part| *part != "void");
            let (parameters, more): (Vec<_>, Vec<_>) = parameters.partition(|part| *part != "...");
            let parameters = parameters.into_iter().map(Parameter::parse).collect();
            let is_variadic = !more.is_empty();
            self.functions.push(Function { name: front.name, result: front.kind, parameters, is_variadic, doc });
        }
    }
}

impl Function {
    /// The prototype without the names of the parameters: what callers were compiled with.
    pub fn signature(&self) -> String {
        let kinds = self.parameters.iter().map(|parameter| parameter.kind.as_str());
        let kinds: Vec<_> = kinds.chain(self.is_variadic.then_some("...")).collect();
        let kinds = if kinds.is_empty() { "void".to_owned() } else { kinds.join(", ") };
        format!("{} {}({kinds})", self.result, self.name)
    }
}

impl Parameter {
    /// True for a pointer to a function, spelled out.
    pub fn is_function(&self) -> bool {
        self.kind.contains("(*)")
    }

    fn parse(text: &str) -> Self {
        let text = text.trim();
        if let Some((front, after)) = text.split_once("(*") {
            let (name, parameters) = after.split_once(')').expect("the name of a function pointer ends");
            let parameters = parameters.trim().trim_start_matches('(').trim_end_matches(')');
            let kinds: Vec<_> = top_level_parts(parameters).into_iter().map(|part| Self::parse(part).kind).collect();
            return Self { kind: tidy(&format!("{front}(*)({})", kinds.join(", "))), name: name.trim().to_owned() };
        }
        let end = text.find('[').unwrap_or(text.len());
        let start = text[..end].rfind(|letter: char| !letter.is_alphanumeric() && letter != '_').map_or(0, |at| at + 1);
        let kind = tidy(&format!("{}{}", &text[..start], &text[end..]));
        match kind.as_str() {
            // A type alone, such as `int` among the parameters of a function pointer.
            "" | "unsigned" | "const" => Self { kind: tidy(text), name: String::new() },
            _ => Self { kind, name: text[start..end].to_owned() },
        }
    }
}

fn skip_line(text: &str) -> &str {
    text.find('\n').map_or("", |end| &text[end..])
}

fn declaration_end(text: &str) -> usize {
    let mut depth = 0;
    let mut comment = false;
    for (at, letter) in text.char_indices() {
        match letter {
            '/' if text[at..].starts_with("/*") => comment = true,
            '/' if text[..at].ends_with('*') => comment = false,
            _ if comment => {}
            '{' => depth += 1,
            '}' => depth -= 1,
            ';' if depth == 0 => return at,
            _ => {}
        }
    }
    panic!("a declaration without end: {text}");
}

fn comment_text(comment: &str) -> String {
    let lines = comment.trim_start_matches("/*").trim_start_matches('*').lines();
    let lines: Vec<_> = lines.map(|line| line.trim().trim_start_matches('*').trim()).collect();
    lines.join("\n").trim().to_owned()
}

fn without_comments(text: &str) -> String {
    let mut result = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        result += before;
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    result + rest
}

fn one_line(text: &str) -> String {
    without_comments(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn tidy(kind: &str) -> String {
    kind.split_whitespace().collect::<Vec<_>>().join(" ").replace(" *", "*").replace(" )", ")").replace(" [", "[")
}

fn top_level_parts(text: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0);
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(text[start..].trim());
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"/* top */
#ifndef CERVER_H
#define CERVER_H
#include <stdint.h>
/**
 * All went well; see
 * the rest.
 */
#define CERVER_OK 0
typedef int32_t CerverStatus;
typedef struct CerverServer CerverServer;
typedef void (*CerverHttpHandler)(const CerverHttpReceive *receive,
                                  const CerverHttpRequest*);
typedef struct CerverString {
  /** Bytes; without the NUL. */
  size_t len;
  char *str;
  uint8_t reserved[8];
} CerverString;
#ifdef __cplusplus
extern "C" {
#endif // __cplusplus
/**
 * Starts it.
 *
 * Thread: any.
 */
uint8_t cerver_start(struct CerverServer *server,
                     void (*gone)(void*, int), const char *const *names);
const char *cerver_version(void);
void cerver_log_msg(const char *msg, ...);
#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus
#endif
"#;

    #[test]
    fn what_cbindgen_writes_is_understood() {
        let header = Header::parse(TEXT);
        assert_eq!(header.constants, [("CERVER_OK".to_owned(), "0".to_owned())]);
        assert_eq!(header.opaque, ["CerverServer"]);
        let aliases: Vec<_> = header.aliases.iter().map(|(name, kind)| (name.as_str(), kind.as_str())).collect();
        let handler = "void (*)(const CerverHttpReceive*, const CerverHttpRequest*)";
        assert_eq!(aliases, [("CerverStatus", "int32_t"), ("CerverHttpHandler", handler)]);
        let members: Vec<_> = header.structs[0].members.iter().map(|member| member.kind.as_str()).collect();
        assert_eq!(members, ["size_t", "char*", "uint8_t[8]"]);
        assert_eq!(header.structs[0].members[2].name, "reserved");
        let start = header.function("cerver_start").expect("declared");
        assert_eq!(start.doc, "Starts it.\n\nThread: any.");
        assert_eq!(start.parameters[1], Parameter { kind: "void (*)(void*, int)".into(), name: "gone".into() });
        assert!(start.parameters[1].is_function() && start.parameters[2].name == "names");
        let signatures: Vec<_> = header.functions.iter().map(Function::signature).collect();
        assert_eq!(
            signatures,
            [
                "uint8_t cerver_start(struct CerverServer*, void (*)(void*, int), const char*const*)",
                "const char* cerver_version(void)",
                "void cerver_log_msg(const char*, ...)"
            ]
        );
    }

    #[test]
    #[should_panic(expected = "not understood")]
    fn anything_else_is_refused() {
        Header::parse("int counter;");
    }
}
