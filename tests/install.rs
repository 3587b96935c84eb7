//! `make install`, and programs outside the tree that use what it installed.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
    time::Duration,
};
use support::{process, root, target, temp::TempDir};

const LIMIT: Duration = Duration::from_secs(120);
/// Includes the release build, with link-time optimisation.
const INSTALL_LIMIT: Duration = Duration::from_secs(30 * 60);

/// Starts a server and prints the version of the library it runs with.
const PROGRAM: &str = r#"#include <cerver.h>
#include <stdio.h>
int main(void) {
    CerverServer *server = cerver_create_web("installed", 0, 16);
    if (server == NULL || cerver_start_background(server) != CERVER_OK || cerver_get_port(server) == 0) return 1;
    printf("cerver %s\n", cerver_version());
    return cerver_teardown(server);
}
"#;

const CMAKE: &str = "cmake_minimum_required(VERSION 3.16)
project(outside C)
find_package(cerver 0.1 REQUIRED)
add_executable(shared main.c)
target_link_libraries(shared cerver::cerver)
add_executable(static main.c)
target_link_libraries(static cerver::static)
";

fn prefix() -> &'static Path {
    static INSTALLED: OnceLock<PathBuf> = OnceLock::new();
    INSTALLED.get_or_init(|| {
        let folder = target().join("installed");
        let _ = fs::remove_dir_all(&folder);
        let mut make = Command::new("make");
        make.current_dir(root()).arg("install").arg(format!("PREFIX={}", folder.display())).arg("DESTDIR=");
        process::run(&mut make, INSTALL_LIMIT).expect_success("make install");
        folder
    })
}

fn output(command: &mut Command) -> String {
    let name = format!("{command:?}");
    process::run(command, LIMIT).expect_success(&name).stdout.trim().to_owned()
}

fn pkg_config(arguments: &[&str]) -> Vec<String> {
    let mut command = Command::new("pkg-config");
    command.env("PKG_CONFIG_PATH", prefix().join("lib/pkgconfig")).args(arguments).arg("cerver");
    output(&mut command).split_whitespace().map(str::to_owned).collect()
}

fn build(folder: &TempDir, flags: &[String]) -> PathBuf {
    let source = folder.file("main.c", PROGRAM);
    let program = folder.path().join("program");
    output(Command::new("gcc").arg("-Wall").arg("-Werror").arg("-o").arg(&program).arg(source).args(flags));
    program
}

fn needed(program: &Path) -> String {
    output(Command::new("readelf").arg("-d").arg(program))
}

const VERSION: &str = concat!("cerver ", env!("CARGO_PKG_VERSION"));

#[test]
fn the_files_are_where_they_belong() {
    let lib = prefix().join("lib");
    let version = env!("CARGO_PKG_VERSION");
    let major = env!("CARGO_PKG_VERSION_MAJOR");
    let link = |name: &str| fs::read_link(lib.join(name)).expect(name).to_string_lossy().into_owned();
    assert_eq!(link("libcerver.so"), format!("libcerver.so.{major}"));
    assert_eq!(link(&format!("libcerver.so.{major}")), format!("libcerver.so.{version}"));
    assert!(needed(&lib.join(format!("libcerver.so.{version}"))).contains(&format!("soname: [libcerver.so.{major}]")));
    for header in ["cerver.h", "cerver_compat.h"] {
        let installed = fs::read(prefix().join("include").join(header)).expect(header);
        assert_eq!(installed, fs::read(root().join("include").join(header)).expect(header));
    }
    assert_eq!(pkg_config(&["--modversion"]), [version]);
}

/// All files below a folder, by their paths there.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("there") {
            let path = entry.expect("there").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below it").to_owned();
                found.insert(name, fs::read(&path).expect("a file"));
            }
        }
    }
    found
}

#[test]
fn bindings_are_installed_whole() {
    let (share, bindings) = (prefix().join("share"), root().join("bindings"));
    let lua = tree(&share.join("lua/5.1"));
    assert!(lua.contains_key(Path::new("turbo/init.lua")));
    assert!(lua == tree(&bindings.join("lua")), "{:?}", lua.keys());
    let daslang = tree(&share.join("cerver/daslang"));
    assert!(daslang == tree(&bindings.join("daslang")), "{:?}", daslang.keys());
    // Whatever a script requires by its path is there.
    for (name, text) in daslang.iter().filter(|(name, _)| name.extension().is_some_and(|kind| kind == "das")) {
        for line in String::from_utf8_lossy(text).lines() {
            let Some(path) = line.strip_prefix("require .") else { continue };
            let path = format!(".{}", path.split_whitespace().next().expect("a path"));
            let needed = share.join("cerver/daslang").join(name).with_file_name(path);
            assert!(needed.exists(), "{}: {line}", name.display());
        }
    }
}

/// Says where its library is, and what a client of its own hears from it.
const LUA: &str = r#"
local turbo = require "turbo"
local server = class("Echo", turbo.tcpserver.TCPServer)()
function server:handle_stream(stream)
    stream:read_until("\n", function(line) stream:write(line) end)
end
server:listen(0, "127.0.0.1")
local loop, socket = turbo.ioloop.instance(), turbo.socket
local client = turbo.iostream.IOStream((socket.new_nonblock_socket(socket.AF_INET, socket.SOCK_STREAM, 0)))
client:connect("127.0.0.1", server:port(), socket.AF_INET, function()
    client:write "installed\n"
    client:read_until("\n", function(line)
        io.write(line)
        loop:close()
    end)
end)
loop:wait(60)
for line in io.lines "/proc/self/maps" do
    local path = line:match "(/.*/libcerver%.so.*)$"
    if path then return print(path) end
end
"#;

#[test]
fn luajit_finds_the_modules_and_they_the_library() {
    let folder = TempDir::new("luajit");
    let script = folder.file("main.lua", LUA);
    let run = |modules: &str, current: &Path| {
        let mut luajit = Command::new("luajit");
        luajit.arg(&script).current_dir(current).env_remove("CERVER_LIBRARY").env_remove("LD_LIBRARY_PATH");
        output(luajit.env("LUA_PATH", format!("{modules}/?.lua;{modules}/?/init.lua")))
    };
    let library = fs::canonicalize(prefix().join("lib/libcerver.so")).expect("installed");
    let expected = format!("installed\n{}", library.display());
    assert_eq!(run(&prefix().join("share/lua/5.1").to_string_lossy(), folder.path()), expected);
    for modules in ["share/lua/5.1", "./share/lua/5.1"] {
        assert_eq!(run(modules, prefix()), expected);
    }
}

#[test]
fn a_program_finds_the_shared_library_by_pkg_config() {
    let folder = TempDir::new("shared");
    let program = build(&folder, &pkg_config(&["--cflags", "--libs"]));
    assert!(needed(&program).contains("[libcerver.so.0]"));
    assert_eq!(output(Command::new(program).env("LD_LIBRARY_PATH", prefix().join("lib"))), VERSION);
}

#[test]
fn a_program_is_linked_statically_by_pkg_config() {
    let folder = TempDir::new("static");
    let mut flags = pkg_config(&["--static", "--cflags", "--libs"]);
    let library = flags.iter().position(|flag| flag == "-lcerver").expect("the library is named");
    flags[library] = "-l:libcerver.a".to_owned();
    let program = build(&folder, &flags);
    assert!(!needed(&program).contains("libcerver"));
    assert_eq!(output(&mut Command::new(program)), VERSION);
}

#[test]
fn programs_find_both_by_cmake() {
    let folder = TempDir::new("cmake");
    folder.file("main.c", PROGRAM);
    folder.file("CMakeLists.txt", CMAKE);
    let path = folder.path();
    let prefix_path = format!("-DCMAKE_PREFIX_PATH={}", prefix().display());
    output(Command::new("cmake").args(["-S", ".", "-B", "build"]).arg(prefix_path).current_dir(path));
    output(Command::new("cmake").args(["--build", "build"]).current_dir(path));
    let (shared, linked) = (path.join("build/shared"), path.join("build/static"));
    assert!(needed(&shared).contains("[libcerver.so.0]") && !needed(&linked).contains("libcerver"));
    assert_eq!(output(&mut Command::new(shared)), VERSION);
    assert_eq!(output(&mut Command::new(linked)), VERSION);
}

#[test]
fn another_minor_version_is_refused_by_cmake() {
    let folder = TempDir::new("cmake-version");
    folder.file("main.c", PROGRAM);
    folder.file("CMakeLists.txt", &CMAKE.replace("cerver 0.1", "cerver 0.2"));
    let mut cmake = Command::new("cmake");
    cmake.args(["-S", ".", "-B", "build"]).arg(format!("-DCMAKE_PREFIX_PATH={}", prefix().display()));
    let finished = process::run(cmake.current_dir(folder.path()), LIMIT);
    assert!(!finished.success() && finished.stderr.contains("version: 0.1.0"), "{finished}");
}

#[test]
fn a_staging_folder_leaves_no_trace_in_the_files() {
    let staging = TempDir::new("staging");
    // Another module of the name of ours is left as it is.
    let modules = staging.path().join("opt/cerver/share/lua/5.1");
    fs::create_dir_all(&modules).expect("made");
    fs::write(modules.join("turbo.lua"), "-- turbo itself").expect("written");
    let mut make = Command::new("make");
    make.current_dir(root())
        .args(["install", "PREFIX=/opt/cerver"])
        .arg(format!("DESTDIR={}", staging.path().display()));
    let told = process::run(&mut make, INSTALL_LIMIT).expect_success("make install").stderr;
    assert_eq!(fs::read_to_string(modules.join("turbo.lua")).expect("there"), "-- turbo itself");
    assert!(!modules.join("turbo").exists() && told.contains("has the modules of turbo itself"), "{told}");
    assert!(modules.join("cerver/native.lua").exists());
    assert!(staging.path().join("opt/cerver/share/cerver/daslang/network.das").exists());
    let lib = staging.path().join("opt/cerver/lib");
    for file in ["pkgconfig/cerver.pc", "cmake/cerver/cerver-config.cmake"] {
        let text = fs::read_to_string(lib.join(file)).expect(file);
        assert!(!text.contains(&*staging.path().to_string_lossy()) && !text.contains('@'), "{file}: {text}");
    }
}
