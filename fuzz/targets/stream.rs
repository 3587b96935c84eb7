#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| cerver_fuzz::stream::check(data));
