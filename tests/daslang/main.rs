//! The stubs of the daslang binding say the same as the header; daslang itself is not needed.

use std::{collections::BTreeSet, fs};

use support::{
    header::{Header, Parameter},
    root,
};

const STUBS: &str = "bindings/daslang/cerver_stubs.das";

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The type by which daslang hands a C type over; None for one that it cannot.
fn type_of(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "const char*" => "string",
        "CerverEvent*" => "CerverEvent?",
        pointer if pointer.ends_with('*') => "void?",
        "int" | "int32_t" | "CerverStatus" | "CerverEventKind" | "CerverCloseReason" => "int",
        "uint32_t" => "uint",
        "int64_t" => "int64",
        "uint64_t" | "size_t" => "uint64",
        _ => return None,
    })
}

/// The same for what a function returns: of narrow types only some bits count, and a text cannot be returned.
fn result_of(kind: &str) -> Option<&'static str> {
    match kind {
        "bool" | "uint8_t" | "uint16_t" => Some("int"),
        "const char*" => None,
        other => type_of(other),
    }
}

/// What is wrong with stubs.
fn drift(stubs: &str, header: &Header) -> Vec<String> {
    let mut wrong = Vec::new();
    let lines: Vec<_> = stubs.lines().map(str::trim).collect();
    for (number, line) in lines.iter().enumerate() {
        if let Some(text) = line.strip_prefix("[extern(") {
            let definition = lines.get(number + 1).copied().unwrap_or_default();
            wrong.extend(stub_drift(text, definition, header));
        } else if let Some(constant) = line.strip_prefix("let public CERVER_") {
            let same = constant.split_once(" = ").is_some_and(|(name, value)| {
                header.constants.iter().any(|(known, number)| *known == format!("CERVER_{name}") && number == value)
            });
            if !same {
                wrong.push(format!("CERVER_{constant} is not in the header"));
            }
        } else if let Some(name) = line.strip_prefix("struct public ") {
            let name = name.trim_end_matches(" {");
            let members = lines[number + 1..].iter().take_while(|line| **line != "}").map(|line| (*line).to_owned());
            let known = header.structs.iter().find(|known| known.name == name);
            let expected = known.map(|known| known.members.iter().map(declared).collect::<Vec<_>>());
            if expected != Some(members.collect()) {
                wrong.push(format!("{name} has other members: {expected:?}"));
            }
        }
    }
    wrong
}

fn declared(parameter: &Parameter) -> String {
    format!("{} : {}", parameter.name, type_of(&parameter.kind).unwrap_or("?"))
}

fn stub_drift(annotation: &str, definition: &str, header: &Header) -> Option<String> {
    let name = definition.strip_prefix("def public ")?.split('(').next()?;
    if annotation != format!("cdecl, name=\"{name}\", library=\"libcerver.so\")]") {
        return Some(format!("{name}: {annotation}"));
    }
    let Some(function) = header.function(name) else { return Some(format!("{name} is not in the header")) };
    let parameters: Vec<_> = function.parameters.iter().map(declared).collect();
    let result = result_of(&function.result).unwrap_or("?");
    let value = if result == "int" { "0" } else { "null" };
    let expected = format!("def public {name}({}) : {result} {{ return {value}; }}", parameters.join("; "));
    (expected != definition).then(|| format!("{name}: {definition} in place of {expected}"))
}

/// Words of a script that begin like functions of the library.
fn used(script: &str) -> BTreeSet<&str> {
    let code = script.lines().filter(|line| !line.trim_start().starts_with("//"));
    let words = code.flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_'));
    words.filter(|word| word.starts_with("cerver_") && *word != "cerver_stubs").collect()
}

#[test]
fn stubs_are_those_of_the_header() {
    let stubs = read(STUBS);
    assert_eq!(drift(&stubs, &Header::read()), Vec::<String>::new());
    assert_eq!(stubs.matches("[extern(").count(), stubs.matches("def public cerver_").count());
}

#[test]
fn the_module_uses_all_stubs_and_no_others() {
    let stubs = read(STUBS);
    let module = read("bindings/daslang/network.das");
    let there: BTreeSet<_> = stubs
        .lines()
        .filter_map(|line| line.strip_prefix("def public cerver_"))
        .map(|line| format!("cerver_{}", line.split('(').next().unwrap_or_default()))
        .collect();
    let wanted: BTreeSet<_> = used(&module).into_iter().map(str::to_owned).collect();
    assert_eq!(wanted.difference(&there).collect::<Vec<_>>(), Vec::<&String>::new(), "without a stub");
    let options = ["cerver_network_set_tick_bytes", "cerver_set_idle_timeout"];
    let idle: Vec<_> = there.difference(&wanted).filter(|name| !options.contains(&name.as_str())).collect();
    assert_eq!(idle, Vec::<&String>::new(), "for nobody");
}

#[test]
fn drift_is_seen() {
    let header = Header::parse(
        "#define CERVER_OK 0\ntypedef struct CerverServer CerverServer;\n\
         typedef struct CerverEvent {\n  int32_t kind;\n  const void *data;\n} CerverEvent;\n\
         CerverServer *cerver_make(const char *name, uint32_t port);\nbool cerver_is(const CerverServer *server);\n",
    );
    let good = "let public CERVER_OK = 0\nstruct public CerverEvent {\n    kind : int\n    data : void?\n}\n\
                [extern(cdecl, name=\"cerver_make\", library=\"libcerver.so\")]\n\
                def public cerver_make(name : string; port : uint) : void? { return null; }\n\
                [extern(cdecl, name=\"cerver_is\", library=\"libcerver.so\")]\n\
                def public cerver_is(server : void?) : int { return 0; }\n";
    assert_eq!(drift(good, &header), Vec::<String>::new());
    for (old, new) in [
        ("CERVER_OK = 0", "CERVER_OK = 1"),
        ("CERVER_OK", "CERVER_FINE"),
        ("kind : int", "kind : int64"),
        ("    data : void?\n", ""),
        ("port : uint", "port : int"),
        ("; port : uint", ""),
        ("name=\"cerver_is\"", "name=\"cerver_make\""),
        ("cerver_is", "cerver_was"),
        ("libcerver.so", "cerver"),
        ("server : void?) : int", "server : void?) : bool"),
    ] {
        assert!(good.contains(old), "{old}");
        assert!(!drift(&good.replace(old, new), &header).is_empty(), "{old} -> {new}");
    }
}
