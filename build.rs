//! Generates the C header into OUT_DIR; `tests/header.rs` compares it with `include/cerver.h`.
//! No build step writes into the source tree.

use std::{env, fs, path::PathBuf};

/// What a parameter of the type `boundary::variadic::Variadic` looks like to cbindgen, which cannot read `...`.
const VARIADIC: &str = "const Variadic *more";

fn main() {
    println!("cargo::rerun-if-changed=cerver-ffi/src");
    println!("cargo::rerun-if-changed=cbindgen.toml");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("set by cargo"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("set by cargo"));
    let config = cbindgen::Config::from_file(root.join("cbindgen.toml")).expect("cbindgen.toml is valid");
    let mut text = Vec::new();
    cbindgen::Builder::new()
        .with_crate(root.join("cerver-ffi"))
        .with_config(config)
        .generate()
        .expect("the C header can be generated from cerver-ffi")
        .write(&mut text);
    let text = String::from_utf8(text).expect("the header is UTF-8").replace(VARIADIC, "...");
    fs::write(out.join("cerver.h"), text).expect("OUT_DIR is writable");
}
