use super::*;
use std::{
    fs,
    path::{Path, PathBuf},
};

struct Root(PathBuf);

impl Root {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("cerver-upload-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    fn site(&self, change: impl FnOnce(&mut UploadOptions)) -> Arc<UploadSite> {
        let mut options = UploadOptions::default();
        change(&mut options);
        Arc::new(UploadSite {
            options,
            folder: Some(Arc::new(UploadFolder::open(&self.0).expect("it is there"))),
            ..UploadSite::default()
        })
    }

    fn names(&self) -> Vec<String> {
        names(&self.0)
    }
}

impl Drop for Root {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<_> =
        entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8")).collect();
    names.sort();
    names
}

fn part(name: &str, file: Option<&str>, content: &str) -> String {
    let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
    format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{content}\r\n")
}

fn upload(site: &Arc<UploadSite>, body: &str) -> Result<Parts, u16> {
    let mut upload = Upload::new(b"b", site, Owner { descriptor: 7, unix_seconds: 1000 });
    let body = format!("{body}--b--\r\n");
    let taken = body.as_bytes().chunks(7).try_for_each(|piece| upload.take(piece)).and_then(|()| upload.finish());
    taken.map_err(|refusal| refusal.status.0)
}

#[test]
fn files_are_stored_under_names_of_our_own() {
    let root = Root::new("names");
    let body = part("a", None, "field") + &part("f", Some("../../x y.txt"), "content") + &part("f", Some(""), "");
    let mut parts = upload(&root.site(|_| {}), &body).unwrap();
    let [field, file, empty] = parts.all() else { panic!("{parts:?}") };
    assert_eq!((field.name(), field.value(), field.is_file(), field.path()), (&b"a"[..], &b"field"[..], false, None));
    assert_eq!((file.file_name(), file.safe_name()), (Some(&b"../../x y.txt"[..]), "xy.txt"));
    let stored = file.stored_name().unwrap().to_owned();
    assert!(stored.len() == 32 && stored.bytes().all(|byte| byte.is_ascii_hexdigit()), "{stored}");
    assert_eq!(file.path(), Some(root.0.join(&stored).as_path()));
    assert_eq!(fs::read_to_string(file.path().unwrap()).unwrap(), "content");
    assert_eq!((file.size(), file.value(), empty.is_file(), empty.size()), (7, &b""[..], true, 0));
    let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(file.path().unwrap()).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(parts.get(b"f").unwrap().size(), 7, "the first of a name");
    assert_eq!(root.names().len(), 2);
    parts.hand_over(true);
    drop(parts);
    assert_eq!(root.names().len(), 2, "they are the handler's");
}

#[test]
fn described_names_and_folders_of_their_own() {
    let root = Root::new("described");
    let site = root.site(|options| {
        options.names = crate::config::FileNames::Described;
        options.own_folder = true;
    });
    let body = part("f", Some("/etc/a.txt"), "1") + &part("f", Some("a.txt"), "2") + &part("f", Some(".."), "3");
    let one = upload(&site, &body).unwrap();
    let two = upload(&site, &body).unwrap();
    assert_eq!(root.names(), ["7-1000", "7-1000-2"]);
    assert_eq!((one.folder_name(), two.folder_name()), (Some("7-1000"), Some("7-1000-2")));
    assert_eq!(names(&root.0.join("7-1000")), ["7-1000", "7-1000-2-a.txt", "7-1000-a.txt"]);
    drop((one, two));
    assert!(root.names().is_empty(), "no handler has got them");
}

#[test]
fn who_removes_what() {
    let root = Root::new("removed");
    let temporary = root.site(|options| options.delete_when_done = true);
    let body = part("f", Some("a"), "1") + &part("g", Some("b"), "2");
    let mut parts = upload(&temporary, &body).unwrap();
    parts.hand_over(true);
    let to = root.0.join("moved");
    move_file(parts.all()[0].path().unwrap(), &to).unwrap();
    parts.moved(0, &to);
    assert!(parts.all()[0].is_moved() && parts.all()[0].path() == Some(&to));
    drop(parts);
    assert_eq!(root.names(), ["moved"]);
    let mut parts = upload(&temporary, &body).unwrap();
    parts.hand_over(true);
    parts.keep();
    drop(parts);
    assert_eq!(root.names().len(), 3);
    let mut parts = upload(&root.site(|_| {}), &body).unwrap();
    parts.hand_over(true);
    parts.discard();
    assert_eq!((root.names().len(), parts.all()[0].path()), (3, None));
    let mut failed = upload(&root.site(|_| {}), &body).unwrap();
    failed.hand_over(true);
    failed.hand_over(false);
    drop(failed);
    assert_eq!(root.names().len(), 3);
}

#[test]
fn nothing_is_left_of_what_is_refused() {
    let root = Root::new("refused");
    let file = |content: &str| part("f", Some("a"), content);
    type Change = fn(&mut UploadOptions);
    let limits: [(&str, Change, String, u16); 6] = [
        ("files", |options| options.file_count_limit = 2, file("1").repeat(3), 413),
        ("file bytes", |options| options.file_limit = 4, file("1234") + &file("12345"), 413),
        ("bytes of all files", |options| options.files_limit = 6, file("1234") + &file("123"), 413),
        ("parts", |options| options.part_limit = 2, file("1").repeat(3), 413),
        ("fields", |options| options.field_bytes_limit = 3, file("1") + &part("a", None, "1234"), 413),
        ("syntax", |_| {}, file("1") + "--bx", 400),
    ];
    for (what, change, body, status) in limits {
        let site = root.site(change);
        assert_eq!(upload(&site, &body).map(|parts| parts.all().len()), Err(status), "{what}");
        assert!(root.names().is_empty(), "{what}");
        assert!(upload(&site, &file("123")).is_ok(), "{what}");
    }
}

#[test]
fn without_a_folder_files_stay_in_memory() {
    let site = Arc::new(UploadSite::default());
    let parts = upload(&site, &part("f", Some("a.bin"), "in\r\nmemory")).unwrap();
    let file = &parts.all()[0];
    assert_eq!((file.is_file(), file.value(), file.path()), (true, &b"in\r\nmemory"[..], None));
}

#[test]
fn a_full_disk_is_told_apart() {
    let root = Root::new("full");
    let site = root.site(|_| {});
    fs::remove_dir_all(&root.0).unwrap();
    let body = part("f", Some("a"), "1");
    assert_eq!(upload(&site, &body).map(|_| ()), Err(500), "the folder is gone");
}
