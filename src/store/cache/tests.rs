//! What is kept comes back as it was, or not at all.

mod harm;

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use proptest::prelude::*;

use super::{CacheFolder, CacheKey, Image, Piece, Writer};
use crate::domain::cast;

const ROOM: u64 = 1 << 20;

/// A folder that goes away with the test.
pub(super) struct Folder(pub(super) PathBuf);

impl Folder {
    pub(super) fn new(name: &str) -> Self {
        let name = format!("dateline-cache-{}-{name}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Self(fs::canonicalize(path).unwrap())
    }

    /// Writes a file and returns its path.
    pub(super) fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, bytes).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Some sources, a cache for them, and what is in it.
struct Desk {
    folder: Folder,
    cache: CacheFolder,
}

impl Desk {
    fn new(name: &str, most_bytes: u64) -> Self {
        let folder = Folder::new(name);
        let cache = CacheFolder::new(folder.0.join("cache"), most_bytes);
        Self { folder, cache }
    }

    /// Returns the key of a source, which is written if it is not there.
    fn key(&self, name: &str) -> CacheKey {
        let path = self.folder.0.join(name);
        if !path.exists() {
            fs::write(&path, name).unwrap();
        }
        CacheKey::new(&[path], 1, "").unwrap()
    }

    /// Keeps one piece for a source.
    fn keep(&self, name: &str, bytes: &[u8]) -> Piece {
        let mut writer = self.cache.begin(&self.key(name)).unwrap();
        let piece = writer.append(bytes).unwrap();
        writer.finish(name.as_bytes()).unwrap();
        piece
    }

    /// Returns where the image of a source is.
    fn path(&self, name: &str) -> PathBuf {
        self.cache.path_of(&self.key(name))
    }

    /// Returns the names of all files of the cache.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.cache.path()).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    /// Says that an image was last used so many hours ago.
    fn age(&self, name: &str, hours: u64) {
        let file = fs::OpenOptions::new().write(true).open(self.path(name)).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(hours * 3_600)).unwrap();
    }

    /// Returns the sources that have an image, the one that was used last at the head.
    fn kept(&self) -> Vec<String> {
        let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
        let entries = self.cache.entries().unwrap();
        entries.iter().flat_map(|entry| entry.sources.iter().map(|path| name(path))).collect()
    }
}

#[test]
fn gives_back_what_was_kept() {
    let desk = Desk::new("usual", ROOM);
    let key = desk.key("a.ron");
    assert!(desk.cache.find(&key).is_none(), "there is no folder yet");
    let mut writer = desk.cache.begin(&key).unwrap();
    assert!(desk.cache.find(&key).is_none(), "an unfinished one is not found");
    let numbers = writer.append(bytemuck::cast_slice(&[1_u64, 2, 3])).unwrap();
    let early = writer.block(numbers).unwrap();
    let text = writer.append(b"text").unwrap();
    let written = writer.finish(b"contents").unwrap();
    let found = desk.cache.find(&key).unwrap();
    for image in [&written, &found] {
        assert_eq!(image.head(), b"contents");
        assert!(image.is_sound(numbers) && image.is_sound(text));
        assert_eq!(cast::<u64>(&image.block(numbers).unwrap()), Some(&[1, 2, 3][..]));
        assert_eq!(&*image.block(text).unwrap(), b"text");
    }
    assert_eq!(cast::<u64>(&early), Some(&[1, 2, 3][..]));
    assert_eq!(desk.names().len(), 1, "nothing lies beside it");
    assert!(desk.cache.find(&desk.key("b.ron")).is_none());
}

#[test]
fn keeps_to_pieces_that_can_be() {
    let desk = Desk::new("pieces", ROOM);
    let piece = desk.keep("a.ron", &[7; 100]);
    let image = desk.cache.find(&desk.key("a.ron")).unwrap();
    assert_eq!(Piece::from_words(piece.words()), piece);
    for wrong in [
        Piece { offset: piece.offset + 1, len: 10, ..piece },
        Piece { offset: 0, ..piece },
        Piece { offset: piece.offset + 64, ..piece },
        Piece { len: u64::MAX, ..piece },
        Piece { offset: u64::MAX - 63, ..piece },
        Piece { offset: 1 << 40, len: 0, ..piece },
    ] {
        assert!(image.block(wrong).is_none() && !image.is_sound(wrong), "{wrong:?}");
        assert!(image.scattered_block(wrong).is_none(), "{wrong:?}");
    }
    assert!(!image.is_sound(Piece { sum: piece.sum + 1, ..piece }));
    assert!(!image.is_sound(Piece { len: 99, ..piece }));
}

#[test]
fn is_not_found_once_the_source_changed_and_replaces_its_own_image() {
    let desk = Desk::new("changed", ROOM);
    desk.keep("a.ron", b"first");
    let before = desk.path("a.ron");
    fs::write(desk.folder.0.join("a.ron"), "longer than before").unwrap();
    assert!(!desk.cache.entries().unwrap()[0].is_current);
    assert!(desk.cache.find(&desk.key("a.ron")).is_none());
    assert!(!before.exists(), "nobody needs it any more");
    desk.keep("a.ron", b"second");
    assert_eq!(desk.path("a.ron"), before);
    assert!(desk.cache.entries().unwrap()[0].is_current);
}

#[test]
fn removes_what_was_not_used_for_longest() {
    let desk = Desk::new("bound", 3_000);
    for (name, hours) in [("a.ron", 30), ("b.ron", 20), ("c.ron", 10)] {
        desk.keep(name, &[1; 500]);
        desk.age(name, hours);
    }
    assert_eq!(desk.kept(), ["c.ron", "b.ron", "a.ron"]);
    assert!(desk.cache.find(&desk.key("a.ron")).is_some());
    assert_eq!(desk.kept(), ["a.ron", "c.ron", "b.ron"]);
    desk.keep("d.ron", &[1; 1_000]);
    assert_eq!(desk.kept(), ["d.ron", "a.ron"]);
}

#[test]
fn does_not_keep_one_that_alone_is_too_large() {
    let desk = Desk::new("large", 1_000);
    desk.keep("a.ron", b"small");
    let mut writer = desk.cache.begin(&desk.key("b.ron")).unwrap();
    let piece = writer.append(&[7; 1_000]).unwrap();
    let image = writer.finish(b"").unwrap();
    assert!(image.is_sound(piece), "it is of use all the same");
    assert_eq!((desk.kept(), desk.names().len()), (vec!["a.ron".to_owned()], 1));
}

#[test]
fn lists_and_clears_what_is_there_and_leaves_the_rest() {
    let desk = Desk::new("clear", ROOM);
    assert_eq!((desk.cache.entries().unwrap(), desk.cache.clear().unwrap()), (vec![], (0, 0)));
    desk.keep("a.ron", b"1");
    let bytes = desk.cache.entries().unwrap()[0].bytes;
    assert_eq!(bytes, fs::metadata(desk.path("a.ron")).unwrap().len());
    let stem = "0".repeat(32);
    fs::write(desk.cache.path().join(format!("{stem}.cache")), "foreign").unwrap();
    let entries = desk.cache.entries().unwrap();
    let foreign = entries.iter().find(|entry| entry.sources.is_empty()).unwrap();
    assert_eq!((entries.len(), foreign.bytes, foreign.is_current), (2, 7, false));
    let abandoned = desk.cache.path().join(format!("{stem}-1-0.tmp"));
    fs::write(&abandoned, "half").unwrap();
    fs::write(desk.cache.path().join("mine.txt"), "left alone").unwrap();
    let mut writer = desk.cache.begin(&desk.key("b.ron")).unwrap();
    assert!(!abandoned.exists(), "the next writer removes it");
    fs::write(&abandoned, "half").unwrap();
    let piece = writer.append(b"2").unwrap();
    assert_eq!(desk.cache.clear().unwrap(), (3, bytes + 7 + 4));
    assert_eq!(desk.names().len(), 2, "what is being written stays: {:?}", desk.names());
    assert!(writer.finish(b"").unwrap().is_sound(piece));
    assert_eq!(desk.kept(), ["b.ron"]);
    assert_eq!(desk.cache.clear().unwrap().0, 1);
    assert_eq!(desk.names(), ["mine.txt"]);
}

#[cfg(unix)]
#[test]
fn is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new("modes", ROOM);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    desk.keep("a.ron", b"1");
    assert_eq!((mode(desk.cache.path()), mode(&desk.path("a.ron"))), (0o700, 0o600));
}

#[test]
fn is_written_by_several_threads() {
    let desk = Desk::new("threads", ROOM);
    let key = desk.key("a.ron");
    let writer = std::sync::Mutex::new(desk.cache.begin(&key).unwrap());
    let part = |n: u8| {
        let writer = &writer;
        move || writer.lock().unwrap().append(&vec![n; usize::from(n) * 100]).unwrap()
    };
    let pieces: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|n| scope.spawn(part(n))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let image = writer.into_inner().unwrap().finish(b"").unwrap();
    for (n, piece) in pieces.into_iter().enumerate() {
        assert!(image.is_sound(piece));
        assert_eq!(*image.block(piece).unwrap(), vec![n as u8; n * 100]);
    }
}

#[test]
fn leaves_nothing_unfinished_of_its_own_when_the_process_ends() {
    let desk = Desk::new("abandoned", ROOM);
    let (key, other) = (desk.key("a.ron"), desk.key("b.ron"));
    let mut writer = desk.cache.begin(&key).unwrap();
    let piece = writer.append(b"text").unwrap();
    let _other_writer = desk.cache.begin(&other).unwrap();
    fs::write(desk.cache.path().join(format!("{}-1-0.tmp", key.stem())), b"of another").unwrap();
    assert_eq!(desk.names().len(), 3);
    desk.cache.abandon(&key);
    let pid = std::process::id();
    let mut left = [format!("{}-1-0.tmp", key.stem()), format!("{}-{pid}-0.tmp", other.stem())];
    let mut names = desk.names();
    left.sort();
    names.sort();
    assert_eq!(names, left);
    assert_eq!(&*writer.block(piece).unwrap(), b"text", "whoever still writes is not disturbed");
    assert!(writer.finish(b"").is_err());
    assert!(desk.cache.find(&key).is_none());
}

/// Asserts that an image holds some texts.
#[track_caller]
fn check(image: &Image, head: &[u8], pieces: &[Piece], texts: &[Vec<u8>]) {
    assert_eq!(image.head(), head);
    for (piece, text) in pieces.iter().zip(texts) {
        assert!(piece.offset % 64 == 0 && image.is_sound(*piece));
        assert_eq!(&*image.block(*piece).unwrap(), text.as_slice());
        assert_eq!(&*image.scattered_block(*piece).unwrap(), text.as_slice());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn pieces_of_any_size_come_back(
        texts in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..9_000), 0..12),
        head in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let desk = Desk::new("property", ROOM);
        let key = desk.key("a.ron");
        let mut writer = desk.cache.begin(&key).unwrap();
        let append = |writer: &mut Writer, text: &Vec<u8>| {
            let piece = writer.append(text).unwrap();
            assert_eq!(&*writer.block(piece).unwrap(), text.as_slice());
            piece
        };
        let pieces: Vec<_> = texts.iter().map(|text| append(&mut writer, text)).collect();
        check(&writer.finish(&head).unwrap(), &head, &pieces, &texts);
        check(&desk.cache.find(&key).unwrap(), &head, &pieces, &texts);
    }
}
