//! What each kind of bytes is opened as.

use std::io::Write;

use super::*;

#[track_caller]
fn check(bytes: &[u8], expected: &str) {
    match from_bytes("f.ron", bytes.to_vec()) {
        Ok(opened) => assert_eq!(opened.text, expected),
        Err(error) => {
            assert_eq!(format!("{error}; {}", error.help().unwrap_or_default()), expected);
        }
    }
}

/// Returns a folder of this test's own, which is empty.
fn folder(name: &str) -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("dateline-{}-{name}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn takes_text_as_it_is_and_drops_the_mark() {
    check(b"Dataset()", "Dataset()");
    check(b"\xef\xbb\xbfDataset(\r\n)", "Dataset(\r\n)");
}

#[test]
fn says_what_is_no_text() {
    check(b"", "`f.ron` is empty; a dataset begins with: Dataset(format: 1, title: \"...\"");
    check(
        b"\xef\xbb\xbf",
        "`f.ron` is empty; a dataset begins with: Dataset(format: 1, title: \"...\"",
    );
    check(
        b"Dataset(\n  title: \"caf\xe9\")",
        "`f.ron` is not text in UTF-8: the byte 0xe9 at line 2, column 14 (byte 22) begins no letter; \
         if the file is in Latin-1 or Windows-1252, convert it: iconv -f WINDOWS-1252 -t UTF-8",
    );
    check(
        b"Dataset(\0)",
        "`f.ron` is not text in UTF-8: the byte 0x00 at line 1, column 9 (byte 8) means nothing in a \
         text; is this the right file?",
    );
    check(
        b"\x07\x8d,\xff\x02\n\x9c,\x01,",
        "`f.ron` is not text in UTF-8: the byte 0x8d at line 1, column 2 (byte 1) means nothing in a \
         text; is this the right file?",
    );
    check(
        b"BEGIN:VCALENDAR",
        "`f.ron` is a calendar (iCalendar), not a dataset in RON; so far dateline reads its own format, RON; \
         `dateline new FILE` writes an example of it, and what dateline itself is to read again is written by \
         `dateline list --format ron`",
    );
    check(
        b"\x1f\x8b\x08",
        "`f.ron` is compressed with gzip; unpack it first, for example with gunzip",
    );
}

#[test]
fn stops_at_the_limit() {
    let error = from_reader("f.ron", &b"12345"[..], 4).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`f.ron` holds more than 4 bytes, the most that this program reads; split it into several files"
    );
    assert_eq!(from_reader("f.ron", &b"1234"[..], 4).unwrap().text, "1234");
    assert_eq!(megabytes(MOST_BYTES), "1 GiB");
}

#[test]
fn names_a_long_path_whole() {
    let path = format!("no-such-folder/{}/events.ron", "long".repeat(30));
    assert!(open(&path).unwrap_err().to_string().contains(&format!("`{path}`")));
}

#[test]
fn names_what_cannot_be_opened() {
    let folder = folder("open");
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    File::create(path("events.ron")).unwrap().write_all(b"Dataset()").unwrap();
    assert_eq!(open(&path("events.ron")).unwrap().text, "Dataset()");
    let missing = open(&path("event.ron")).unwrap_err().to_string();
    assert!(missing.contains("did you mean") && missing.contains("events.ron"), "{missing}");
    let is_folder = open(folder.to_str().unwrap()).unwrap_err();
    assert!(matches!(is_folder, OpenError::Folder { .. }), "{is_folder}");
    fs::remove_dir_all(folder).unwrap();
}

#[cfg(unix)]
#[test]
fn reads_a_pipe() {
    let folder = folder("pipe");
    let path = folder.join("pipe");
    #[expect(clippy::disallowed_methods, reason = "std makes no pipes with a name")]
    let made = std::process::Command::new("mkfifo").arg(&path).status().unwrap();
    assert!(made.success());
    let writer = std::thread::spawn({
        let path = path.clone();
        move || {
            let mut pipe = File::options().write(true).open(path).unwrap();
            pipe.write_all(b"Dataset()").unwrap();
        }
    });
    assert_eq!(open(path.to_str().unwrap()).unwrap().text, "Dataset()");
    writer.join().unwrap();
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn shows_a_hostile_name_harmlessly() {
    let error = open("no\x1b]0;pwn\x07.ron").unwrap_err().to_string();
    assert!(!error.contains('\x1b') && error.contains('␛'), "{error}");
}

#[test]
fn opens_what_is_built_in() {
    assert!(open("@sahel").unwrap().text.contains("Dataset("));
    let error = open("@sahara").unwrap_err().to_string();
    assert_eq!(
        error,
        "there is no embedded dataset `@sahara`; there are `@sahel`, `@sahel-context`, \
         `@big-history`, `@incident`"
    );
}
