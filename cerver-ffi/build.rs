//! How libcerver.so is linked. The soname is left to the installation: set here it would break programs that are linked
//! against the target folder.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // Calls inside the library stay inside, whatever names the program has.
    println!("cargo::rustc-cdylib-link-arg=-Wl,-Bsymbolic-functions");
    // Never unmapped: its threads may outlive a dlclose.
    println!("cargo::rustc-cdylib-link-arg=-Wl,-z,nodelete");
}
