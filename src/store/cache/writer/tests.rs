//! What a full disk leaves behind: an error, and nothing else.

use std::fs::{self, File};

use super::*;
use crate::store::cache::tests::Folder;

/// Returns a cache and a writer of it, with a piece that is written already.
fn begun(folder: &Folder) -> (CacheFolder, CacheKey, Writer, Piece) {
    let cache = CacheFolder::new(folder.0.join("cache"), 1 << 20);
    let key = CacheKey::new(&[folder.file("a.ron", b"1")], 1, "").unwrap();
    let mut writer = cache.begin(&key).unwrap();
    let piece = writer.append(b"before").unwrap();
    (cache, key, writer, piece)
}

/// Lets the disk of a writer be full from now on.
fn fill(writer: &mut Writer) {
    let full = File::options().read(true).write(true).open("/dev/full").unwrap();
    writer.unfinished.file = full;
}

#[test]
fn a_full_disk_ends_an_append_with_an_error_and_no_rest() {
    let folder = Folder::new("full-append");
    let (cache, key, mut writer, piece) = begun(&folder);
    let block = writer.block(piece).unwrap();
    fill(&mut writer);
    for _ in 0..2 {
        let error = writer.append(b"after").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
    }
    drop(writer);
    assert_eq!(fs::read_dir(cache.path()).unwrap().count(), 0);
    assert!(cache.find(&key).is_none());
    assert_eq!(&*block, b"before", "what was given is there still");
}

#[test]
fn a_full_disk_ends_a_finish_with_an_error_and_leaves_the_old_image() {
    let folder = Folder::new("full-finish");
    let (cache, key, writer, piece) = begun(&folder);
    writer.finish(b"old").unwrap();
    let mut writer = cache.begin(&key).unwrap();
    writer.append(b"before").unwrap();
    fill(&mut writer);
    assert_eq!(writer.finish(b"new").unwrap_err().kind(), io::ErrorKind::StorageFull);
    assert_eq!(fs::read_dir(cache.path()).unwrap().count(), 1);
    let image = cache.find(&key).unwrap();
    assert_eq!((image.head(), image.is_sound(piece)), (&b"old"[..], true));
}

#[test]
fn an_append_that_failed_may_leave_bytes_behind_the_end() {
    let folder = Folder::new("torn-append");
    let (cache, key, writer, piece) = begun(&folder);
    disk::write_at(&writer.unfinished.file, &[b'x'; 900], writer.end).unwrap();
    writer.finish(b"head").unwrap();
    let image = cache.find(&key).unwrap();
    assert_eq!((image.head(), image.is_sound(piece)), (&b"head"[..], true));
}

#[test]
fn gives_no_block_of_what_was_not_appended() {
    let folder = Folder::new("no-block");
    let (_, _, writer, piece) = begun(&folder);
    for wrong in [
        Piece { offset: 0, ..piece },
        Piece { len: 7, ..piece },
        Piece { offset: piece.offset + 64, ..piece },
        Piece { offset: u64::MAX, ..piece },
    ] {
        assert_eq!(writer.block(wrong).unwrap_err().kind(), io::ErrorKind::InvalidInput);
    }
}
