//! Keys change with whatever they are made from, and with nothing else.

use std::{
    ffi::OsString,
    io::{Seek, SeekFrom, Write},
    os::unix::ffi::OsStringExt,
};

use super::*;
use crate::store::cache::tests::Folder;

fn key(path: &Path) -> CacheKey {
    CacheKey::new(&[path], 1, "utc").unwrap()
}

/// Writes one byte into a file and gives it back the time of its last writing.
fn sneak(path: &Path, offset: u64) {
    let mut file = fs::OpenOptions::new().write(true).open(path).unwrap();
    let before = file.metadata().unwrap().modified().unwrap();
    file.seek(SeekFrom::Start(offset)).unwrap();
    file.write_all(b"!").unwrap();
    file.set_modified(before).unwrap();
}

#[test]
fn is_equal_as_long_as_nothing_changes() {
    let folder = Folder::new("key-equal");
    let path = folder.file("a.ron", b"Dataset()");
    assert_eq!(key(&path), key(&path));
    let crooked = folder.0.join("./../").join(folder.0.file_name().unwrap()).join("a.ron");
    assert_eq!(key(&path), key(&crooked));
    std::os::unix::fs::symlink(&path, folder.0.join("link.ron")).unwrap();
    assert_eq!(key(&path), key(&folder.0.join("link.ron")));
}

#[test]
fn changes_with_files_settings_and_the_version_of_the_content() {
    let folder = Folder::new("key-parts");
    let (a, b) = (folder.file("a.ron", b"1"), folder.file("b.ron", b"1"));
    let of = |paths: &[&PathBuf], version, options| CacheKey::new(paths, version, options).unwrap();
    let usual = of(&[&a], 1, "utc");
    for other in [of(&[&b], 1, "utc"), of(&[&a, &b], 1, "utc"), of(&[&a], 1, "+01:00")] {
        assert!(other.bytes != usual.bytes && other.stem != usual.stem);
    }
    assert_ne!(of(&[&a, &b], 1, "").stem, of(&[&b, &a], 1, "").stem);
    // A later program makes something else of the same files, in the place of what was there.
    let later = of(&[&a], 2, "utc");
    assert!(later.bytes != usual.bytes && later.stem == usual.stem);
    fs::write(&a, b"22").unwrap();
    let changed = of(&[&a], 1, "utc");
    assert!(changed.bytes != usual.bytes && changed.stem == usual.stem);
}

#[test]
fn sees_a_change_that_size_and_time_hide() {
    let folder = Folder::new("key-sneak");
    let path = folder.file("a.ron", &[b'.'; 10_000]);
    let before = key(&path);
    sneak(&path, 5_000);
    assert_ne!(key(&path), before);
}

#[test]
fn looks_at_the_first_the_last_and_evenly_at_what_is_between() {
    let folder = Folder::new("key-blocks");
    let sum = |path: &Path| {
        let file = File::open(path).unwrap();
        fingerprint(&file, file.metadata().unwrap().len()).unwrap()
    };
    let block = BLOCK as u64;
    for size in [1, block - 1, block, block + 1, 64 * block, 64 * block + 1, 1_000_003] {
        let path = folder.file("a.ron", &vec![b'.'; size as usize]);
        let mut last = sum(&path);
        let blocks = size.div_ceil(block);
        // A change of any block of a short file is seen, and of a long one that of every second, say.
        let seen = (0..blocks).filter(|n| {
            sneak(&path, n * block);
            let now = sum(&path);
            std::mem::replace(&mut last, now) != now
        });
        let seen: Vec<_> = seen.collect();
        assert_eq!(seen.len() as u64, blocks.min(MOST_BLOCKS), "{size}");
        assert_eq!((seen.first(), seen.last()), (Some(&0), Some(&(blocks - 1))), "{size}");
        let widest = seen.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap_or(1);
        assert!(widest <= blocks.div_ceil(MOST_BLOCKS) + 1, "{size}: {widest}");
    }
    let empty = folder.file("empty.ron", b"");
    assert_ne!(sum(&empty), sum(&folder.0.join("a.ron")));
}

#[test]
fn belongs_to_files_that_last_only() {
    let folder = Folder::new("key-none");
    let path = folder.file("a.ron", b"1");
    for fleeting in ["-", "<stdin>", "@sahel", "no/such/file", "/dev/null", "/", ""] {
        let names = [path.as_path(), Path::new(fleeting)];
        assert!(CacheKey::new(&names, 1, "").is_none(), "{fleeting}");
    }
    assert!(CacheKey::new(&[] as &[&Path], 1, "").is_none());
}

#[test]
fn tells_what_it_was_made_from() {
    let folder = Folder::new("key-origin");
    let odd = OsString::from_vec(b"not \xff text.ron".to_vec());
    let mut paths = vec![folder.file("a.ron", b"1")];
    // Not every file system takes such a name.
    if fs::write(folder.0.join(&odd), b"2").is_ok() {
        paths.push(folder.0.join(odd));
    }
    let key = CacheKey::new(&paths, 7, "utc").unwrap();
    let origin = Origin::read(key.bytes()).unwrap();
    assert_eq!(origin, Origin { content_version: 7, options: "utc".to_owned(), paths });
    assert_eq!(origin.key(), Some(key.clone()));
    for n in 0..key.bytes().len() {
        assert_eq!(Origin::read(&key.bytes()[..n]), None, "cut off at {n}");
        let mut bytes = key.bytes().to_vec();
        bytes[n] ^= 0xff;
        // Whatever it is now, to read it does no harm.
        let _ = Origin::read(&bytes);
    }
}
