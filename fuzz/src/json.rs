//! JSON answers are JSON, and say what was put into them, as another library reads it.

use crate::choices::Choices;
use cerver_core::http::json;
use serde_json::Value;

/// See the module.
pub fn check(data: &[u8]) {
    let (text, mut choices) = Choices::split(data);
    let (key, value) = text.split_at(choices.below(text.len() + 1));
    let (key_text, value_text) = (String::from_utf8_lossy(key), String::from_utf8_lossy(value));

    let mut out = Vec::new();
    json::string(value, &mut out);
    assert_eq!(serde_json::from_slice::<Value>(&out).expect("a string"), Value::from(&*value_text));

    let number = i64::from_le_bytes(std::array::from_fn(|place| value.get(place).copied().unwrap_or_default()));
    let real = f64::from_bits(number as u64);
    single(&key_text, &*value_text, |out| json::key_value(key, value, out));
    single("msg", &*value_text, |out| json::msg(value, out));
    single("error", &*value_text, |out| json::error(value, out));
    single(&key_text, number, |out| json::int_value(key, number, out));
    single(&key_text, number & 1 == 1, |out| json::bool_value(key, number & 1 == 1, out));

    out.clear();
    json::real_value(key, real, &mut out);
    let read: Value = serde_json::from_slice(&out).expect("an object");
    match read[&*key_text].as_f64() {
        Some(read) => assert!((read - real).abs() <= real.abs() * 1e-12 + 5.1e-7, "{real} was written as {read}"),
        None => assert!(!real.is_finite() && read[&*key_text].is_null()),
    }
}

/// What is written must be an object of one pair.
fn single(key: &str, value: impl Into<Value>, write: impl FnOnce(&mut Vec<u8>)) {
    let mut out = Vec::new();
    write(&mut out);
    let read: Value = serde_json::from_slice(&out).expect("an object");
    let pairs = read.as_object().expect("an object");
    assert_eq!((pairs.len(), pairs.get(key)), (1, Some(&value.into())));
}
