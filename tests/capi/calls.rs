//! Writes tests/c's `calls.inc` from the header: a call of every exported function with good arguments.

use std::{env, fmt::Write};
use support::header::{Function, Header, Parameter};

/// Structs that the library checks like handles before it follows a pointer to one.
const OWNED_MEMORY: [&str; 3] = ["CerverHttpOrigin", "CerverJob", "CerverPacket"];

/// Parameters that are published as `void *`, so that lists can call the functions, and what they stand for.
const PUBLISHED_AS_VOID: [(&str, &str); 9] = [
    ("res_ptr", "CLASS_CerverHttpResponse"),
    ("bsem_ptr", "CLASS_CerverBsem"),
    ("job_ptr", "CLASS_CerverJob"),
    ("job_handler_ptr", "CLASS_CerverJobHandler"),
    ("job_queue_ptr", "CLASS_CerverJobQueue"),
    ("worker_ptr", "CLASS_CerverWorker"),
    ("handler_ptr", "CLASS_CerverHandler"),
    ("origin_ptr", "CLASS_CerverHttpOrigin"),
    ("packet_ptr", "CLASS_CerverPacket"),
];

/// The text of `calls.inc`; tests/c/calls.h says what is in it.
pub fn generate(header: &Header) -> String {
    let mut text = String::from("enum {\n");
    let handles: Vec<_> = header.opaque.iter().map(String::as_str).chain(OWNED_MEMORY).collect();
    for (number, name) in handles.iter().enumerate() {
        line(&mut text, &format!("    CLASS_{name} = CLASS_HANDLE + {number},"));
    }
    line(&mut text, &format!("    HANDLE_CLASSES = {}\n}};\n", handles.len()));
    for function in &header.functions {
        call(&mut text, header, function);
    }
    line(&mut text, "static const struct entry entries[] = {");
    for function in &header.functions {
        let parameters = function.parameters.iter();
        let parameters: Vec<_> =
            parameters.map(|parameter| format!("{{\"{}\", {}}}", parameter.name, class(header, parameter))).collect();
        let (name, count) = (&function.name, parameters.len());
        let parameters = if count == 0 { "{0}".to_owned() } else { parameters.join(", ") };
        line(&mut text, &format!("    {{\"{name}\", call_{name}, {count}, {{{parameters}}}}},"));
    }
    line(&mut text, "};\nenum { ENTRY_COUNT = sizeof entries / sizeof *entries };");
    text
}

fn line(text: &mut String, line: &str) {
    writeln!(text, "{line}").expect("a string takes all");
}

fn call(text: &mut String, header: &Header, function: &Function) {
    let name = &function.name;
    line(text, &format!("static struct outcome call_{name}(struct fixture *good, int bad, void *value) {{"));
    line(text, "    (void) good, (void) bad, (void) value;");
    for (number, parameter) in function.parameters.iter().enumerate() {
        let (declaration, good) = argument(header, function, number, parameter);
        let bad = match class(header, parameter).as_str() {
            "CLASS_NUMBER" => String::new(),
            // ISO C has no conversion from a pointer to data to one to a function: a bad one is NULL.
            "CLASS_FUNCTION" => format!("bad == {number} ? 0 : "),
            _ => format!("bad == {number} ? value : "),
        };
        line(text, &format!("    {declaration} = {bad}good ? ({good}) : 0;"));
    }
    let arguments: Vec<_> = (0..function.parameters.len()).map(|number| format!("a{number}")).collect();
    let call = format!("{name}({})", arguments.join(", "));
    let (kind, value) = match function.result.as_str() {
        "void" => return line(text, &format!("    {call};\n    return (struct outcome) {{RESULT_NOTHING, 0}};\n}}\n")),
        "CerverStatus" => ("RESULT_STATUS", call),
        "uint8_t" | "CerverOutcome" => ("RESULT_OUTCOME", call),
        "bool" => ("RESULT_BOOL", call),
        pointer if pointer.ends_with('*') => ("RESULT_POINTER", format!("(long long) (intptr_t) {call}")),
        _ => ("RESULT_NUMBER", format!("(long long) {call}")),
    };
    line(text, &format!("    return (struct outcome) {{{kind}, {value}}};\n}}\n"));
}

fn class(header: &Header, parameter: &Parameter) -> String {
    let kind = parameter.kind.as_str();
    let base = base(kind);
    if parameter.is_function() || is_function_type(header, base) {
        return "CLASS_FUNCTION".to_owned();
    }
    if header.opaque.iter().any(|name| name == base) || OWNED_MEMORY.contains(&base) {
        return format!("CLASS_{base}");
    }
    if let Some((_, class)) = PUBLISHED_AS_VOID.iter().find(|(name, _)| kind == "void*" && *name == parameter.name) {
        return (*class).to_owned();
    }
    let class = match kind {
        // Of job_comparator(), which sorting functions can call.
        "const void*" if matches!(parameter.name.as_str(), "a" | "b") => "CLASS_CerverJob",
        // Never looked behind.
        "const void*" if parameter.name == "reference" => "CLASS_DATA",
        "const char*" => "CLASS_TEXT",
        "const void*" => "CLASS_BYTES",
        "void*" => "CLASS_DATA",
        pointer if pointer.ends_with('*') => "CLASS_OUT",
        _ => "CLASS_NUMBER",
    };
    class.to_owned()
}

/// Functions of a server that has to be a stream server.
const STREAM_FUNCTIONS: [&str; 16] = [
    "cerver_adopt",
    "cerver_adopt_tls",
    "cerver_watch_descriptor",
    "cerver_add_timer",
    "cerver_watch_listener",
    "cerver_watch_signal",
    "cerver_connect",
    "cerver_connect_tls",
    "cerver_connect_tls_with",
    "cerver_resolve",
    "cerver_set_connect_threads",
    "cerver_set_event_handler",
    "cerver_set_event_bytes",
    "cerver_set_framing",
    "cerver_set_frame_limit",
    "cerver_next_events",
];

/// Functions of a server that has one client.
const NETWORK_FUNCTIONS: [&str; 11] = [
    "cerver_network_connect",
    "cerver_network_disconnect",
    "cerver_network_has_session",
    "cerver_network_is_connected",
    "cerver_network_is_open",
    "cerver_network_next_event",
    "cerver_network_open",
    "cerver_network_save",
    "cerver_network_send",
    "cerver_network_set_handler",
    "cerver_network_set_tick_bytes",
];

/// Functions of a server that has to be a packet server.
const PACKET_FUNCTIONS: [&str; 12] = [
    "cerver_get_packet_stats",
    "cerver_handlers_add",
    "cerver_set_app_handlers",
    "cerver_set_check_packets",
    "cerver_set_client_packets",
    "cerver_set_client_send_limit",
    "cerver_set_custom_handler",
    "cerver_set_max_received_packet_size",
    "cerver_set_multiple_handlers",
    "cerver_set_packet_timeout",
    "cerver_set_packet_version",
    "cerver_set_welcome_msg",
];

/// The declaration of a local variable for a parameter, and its good value.
fn argument(header: &Header, function: &Function, number: usize, parameter: &Parameter) -> (String, String) {
    let kind = parameter.kind.as_str();
    let declaration = match kind.contains("(*)") {
        true => kind.replacen("(*)", &format!("(*a{number})"), 1),
        false => format!("{kind} a{number}"),
    };
    let good = match class(header, parameter).as_str() {
        "CLASS_FUNCTION" if kind == "CerverHttpHandler" => "good->handler".to_owned(),
        "CLASS_FUNCTION" if kind == "CerverThreadWork" => "fixture_thread".to_owned(),
        "CLASS_FUNCTION" if kind == "CerverRemoveReference" => "fixture_remove".to_owned(),
        "CLASS_FUNCTION" if kind == "CerverWork" => "fixture_work".to_owned(),
        "CLASS_FUNCTION" if kind == "CerverHttpPartFunction" => "fixture_part".to_owned(),
        "CLASS_FUNCTION" if kind == "CerverHttpPartBytes" => "fixture_bytes".to_owned(),
        "CLASS_FUNCTION" if kind == "CerverHttpFormEnd" => "fixture_form".to_owned(),
        "CLASS_FUNCTION" if kind == "CerverHttpErrorPageFunction" => "good->error_page".to_owned(),
        "CLASS_FUNCTION" if kind == "CerverHttpAccessLogFunction" => "good->access_log".to_owned(),
        "CLASS_FUNCTION" if kind == "CerverHttpAuthenticationHandler" => "fixture_authenticate".to_owned(),
        "CLASS_FUNCTION" if kind == "CerverHttpDecodeData" => "fixture_decode".to_owned(),
        "CLASS_FUNCTION" if kind == "CerverMatcher" => "fixture_matcher".to_owned(),
        "CLASS_FUNCTION" if kind == "CerverEventHandler" => "good->on_event".to_owned(),
        "CLASS_FUNCTION" if kind == "CerverLogHandler" => "fixture_line".to_owned(),
        "CLASS_FUNCTION" if kind.starts_with("CerverHttpWebSocket") => {
            format!("fixture_socket_{}", kind.trim_start_matches("CerverHttpWebSocket").to_lowercase())
        }
        "CLASS_CerverServer" if STREAM_FUNCTIONS.contains(&function.name.as_str()) => "good->stream".to_owned(),
        "CLASS_CerverServer" if function.name == "cerver_network_tick" => "good->ticked".to_owned(),
        "CLASS_CerverServer" if NETWORK_FUNCTIONS.contains(&function.name.as_str()) => "good->network".to_owned(),
        "CLASS_FUNCTION" if kind == "CerverAction" => "fixture_work".to_owned(),
        "CLASS_FUNCTION" if kind == "CerverDataCreate" => "fixture_thread".to_owned(),
        "CLASS_CerverServer" if PACKET_FUNCTIONS.contains(&function.name.as_str()) => "good->packets".to_owned(),
        "CLASS_FUNCTION" => "good->delete".to_owned(),
        "CLASS_DATA" => "NULL".to_owned(),
        // Memory that the function takes over, when it succeeds.
        "CLASS_BYTES" if function.name == "http_response_set_header" => {
            "bad < 0 ? strdup(\"HTTP/1.1 200 OK\\r\\n\\r\\n\") : \"\"".to_owned()
        }
        "CLASS_BYTES" if function.name == "http_response_copy_header" => "\"HTTP/1.1 200 OK\\r\\n\\r\\n\"".to_owned(),
        "CLASS_BYTES" if function.name == "http_response_set_data" => {
            "bad < 0 ? strdup(\"text\") : \"text\"".to_owned()
        }
        "CLASS_BYTES" => "\"text\"".to_owned(),
        "CLASS_TEXT" => format!("\"{}\"", good_text(&parameter.name)),
        "CLASS_OUT" => format!("(void *) good->out[{number}]"),
        "CLASS_NUMBER" => good_number(function, parameter),
        handle => format!("good->handles[{handle} - CLASS_HANDLE]"),
    };
    (declaration, good)
}

fn good_text(name: &str) -> String {
    let folder = env::temp_dir().display().to_string();
    match name {
        "address" => "127.0.0.1".to_owned(),
        "domain" | "origin" => "https://page.example".to_owned(),
        "path" | "filename" => format!("{folder}/cerver-no-such-folder/file"),
        "static_path" | "pathname" => folder,
        // A place where nobody can make one.
        "dir_path" => "/proc/cerver/folder".to_owned(),
        _ => "text".to_owned(),
    }
}

fn good_number(function: &Function, parameter: &Parameter) -> String {
    let number = match (parameter.kind.as_str(), parameter.name.as_str()) {
        // It is for the whole process, and the other calls are of ours.
        ("bool", _) if function.name == "cerver_use_published_defaults" => "false",
        ("bool", _) => "true",
        (kind, _) if kind.contains("CerverHttpStatus") && function.name.contains("error_page") => {
            "HTTP_STATUS_CONFLICT"
        }
        (kind, _) if kind.contains("CerverHttpStatus") => "HTTP_STATUS_OK",
        (kind, _) if kind.contains("AccessLogFormat") || kind.contains("RequestIds") => "0",
        (kind, _) if kind.contains("CerverHttpHeader") => "HTTP_HEADER_VIA",
        (kind, _) if kind.contains("CerverType") => "CERVER_TYPE_WEB",
        (kind, _) if kind.contains("CerverProtocol") => "PROTOCOL_TCP",
        (_, "auth_type") => "HTTP_ROUTE_AUTH_TYPE_NONE",
        (_, "header_len") => "19",
        (_, "code") => "1000",
        (_, "bits") => "12",
        ("double", "seconds") => "0.01",
        (_, "worker_state") => "WORKER_STATE_AVAILABLE",
        (kind, _) if kind.contains("CerverJobQueueType") => "JOB_QUEUE_TYPE_JOBS",
        (kind, _) if kind.contains("CerverLogOutputType") => "LOG_OUTPUT_TYPE_STD",
        (kind, _) if kind.contains("CerverLog") => "2",
        (_, "value") if function.name == "bsem_init" => "1",
        (_, "fd") => "-1",
        (_, "port" | "index" | "idx") => "0",
        // Of an out buffer, or of the four bytes that every text has.
        (_, "size") if function.parameters.iter().any(|other| other.kind == "char*") => "OUT_SIZE",
        (_, "size") if function.parameters.iter().any(|other| other.kind == "const void*") => "4",
        (_, "high") => "65536",
        (_, "size" | "limit" | "low") => "4096",
        _ => "4",
    };
    number.to_owned()
}

fn base(kind: &str) -> &str {
    kind.trim_start_matches("const ").trim_start_matches("struct ").trim_end_matches(['*', ' '])
}

fn is_function_type(header: &Header, name: &str) -> bool {
    header.aliases.iter().any(|(alias, kind)| alias == name && kind.contains("(*)"))
}
