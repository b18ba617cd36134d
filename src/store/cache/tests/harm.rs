//! Damage, strangers, other processes: what is odd is not found, and never taken for sound.

use super::*;

/// Keeps a small image of three pieces; returns its bytes, its pieces and their texts.
fn small(desk: &Desk) -> (Vec<u8>, Vec<Piece>, Vec<Vec<u8>>) {
    let texts = vec![b"first".to_vec(), vec![7; 70], Vec::new()];
    let mut writer = desk.cache.begin(&desk.key("a.ron")).unwrap();
    let pieces = texts.iter().map(|text| writer.append(text).unwrap()).collect();
    writer.finish(b"head").unwrap();
    (fs::read(desk.path("a.ron")).unwrap(), pieces, texts)
}

/// Puts bytes in the place of an image.
fn put(path: &Path, bytes: &[u8]) {
    // Never into the file itself, which may be mapped.
    let _ = fs::remove_file(path);
    fs::write(path, bytes).unwrap();
}

#[test]
fn an_image_with_any_byte_changed_is_not_found_or_not_sound() {
    let desk = Desk::new("flipped", ROOM);
    let key = desk.key("a.ron");
    let (bytes, pieces, texts) = small(&desk);
    let path = desk.path("a.ron");
    let mut found = 0;
    for n in 0..bytes.len() {
        for change in [0x01, 0x80, 0xff] {
            let mut bytes = bytes.clone();
            bytes[n] ^= change;
            put(&path, &bytes);
            let entries = desk.cache.entries().unwrap();
            let Some(image) = desk.cache.find(&key) else {
                assert!(!path.exists(), "byte {n}: it is removed");
                assert!(!entries[0].is_current || n >= bytes.len() - 4, "byte {n}");
                continue;
            };
            found += 1;
            assert_eq!(image.head(), b"head", "byte {n}");
            for (piece, text) in pieces.iter().zip(&texts) {
                let is_hit = (piece.offset..piece.offset + piece.len).contains(&(n as u64));
                assert_eq!(image.is_sound(*piece), !is_hit, "byte {n}");
                assert_eq!(*image.block(*piece).unwrap() == **text, !is_hit, "byte {n}");
            }
        }
    }
    // The pieces and the padding around them are not read at the opening.
    let free = bytes.len() - 128 - key.bytes().len() - "head".len();
    assert_eq!(found, 3 * free);
}

#[test]
fn an_image_cut_off_anywhere_or_with_something_behind_is_not_found() {
    let desk = Desk::new("cut", ROOM);
    let key = desk.key("a.ron");
    let (bytes, ..) = small(&desk);
    let path = desk.path("a.ron");
    for n in 0..bytes.len() {
        put(&path, &bytes[..n]);
        assert!(!desk.cache.entries().unwrap()[0].is_current, "{n}");
        assert!(desk.cache.find(&key).is_none() && !path.exists(), "{n}");
    }
    put(&path, &[&bytes[..], b"\0"].concat());
    assert!(desk.cache.find(&key).is_none() && !path.exists());
    // As after a crash: the length is there, and the rest is not.
    put(&path, &vec![0; bytes.len()]);
    assert!(desk.cache.find(&key).is_none() && !path.exists());
    put(&path, &bytes);
    assert!(desk.cache.find(&key).is_some());
}

#[test]
fn a_stranger_in_the_place_of_an_image_is_not_found() {
    let desk = Desk::new("stranger", ROOM);
    desk.keep("b.ron", b"other");
    let key = desk.key("a.ron");
    let path = desk.path("a.ron");
    let other = fs::read(desk.path("b.ron")).unwrap();
    for bytes in [&b"Dataset()"[..], &[], &[0xff; 4096], &other] {
        put(&path, bytes);
        assert!(desk.cache.find(&key).is_none() && !path.exists());
    }
    fs::create_dir(&path).unwrap();
    assert!(desk.cache.find(&key).is_none());
    assert!(desk.cache.begin(&key).unwrap().finish(b"").is_err(), "a folder is not replaced");
    assert_eq!(desk.kept(), ["b.ron"]);
    fs::remove_dir(&path).unwrap();
}

#[cfg(unix)]
#[test]
fn a_link_or_a_pipe_in_the_place_of_an_image_is_not_followed() {
    let desk = Desk::new("link", ROOM);
    let key = desk.key("a.ron");
    let (bytes, ..) = small(&desk);
    let path = desk.path("a.ron");
    let real = desk.folder.file("real", &bytes);
    fs::remove_file(&path).unwrap();
    std::os::unix::fs::symlink(&real, &path).unwrap();
    assert!(!desk.cache.entries().unwrap()[0].is_current);
    assert!(desk.cache.find(&key).is_none());
    assert!(path.symlink_metadata().is_err() && real.exists(), "the link goes, not the file");
    std::os::unix::fs::symlink(&real, &path).unwrap();
    desk.keep("a.ron", b"1");
    assert!(path.symlink_metadata().unwrap().is_file());
    assert_eq!(fs::read(&real).unwrap(), bytes);
    fs::remove_file(&path).unwrap();
    // To open it as a file would wait for ever.
    let made = std::process::Command::new("mkfifo").arg(&path).status().unwrap();
    assert!(made.success());
    assert_eq!(desk.cache.entries().unwrap().len(), 1);
    assert!(desk.cache.find(&key).is_none() && !path.exists());
}

#[test]
fn two_writers_of_one_key_both_finish_and_the_last_wins() {
    let desk = Desk::new("two", ROOM);
    let key = desk.key("a.ron");
    let mut writers = [(); 2].map(|()| desk.cache.begin(&key).unwrap());
    let pieces = [b'1', b'2'].map(|text| {
        let writer = &mut writers[usize::from(text - b'1')];
        writer.append(&[text; 10_000]).unwrap()
    });
    let [one, two] = writers;
    let one = one.finish(b"one").unwrap();
    let found = desk.cache.find(&key).unwrap();
    let two = two.finish(b"two").unwrap();
    assert_eq!(desk.cache.find(&key).unwrap().head(), b"two");
    // Whoever has the first one open goes on with it.
    for (image, head, piece) in
        [(&one, b"one", pieces[0]), (&found, b"one", pieces[0]), (&two, b"two", pieces[1])]
    {
        assert_eq!((image.head(), image.is_sound(piece)), (&head[..], true));
    }
    assert_eq!(desk.names().len(), 1);
    desk.cache.clear().unwrap();
    assert!(one.is_sound(pieces[0]) && two.is_sound(pieces[1]), "nor does clearing disturb it");
}

#[test]
fn writers_in_many_threads_leave_one_sound_image() {
    let desk = Desk::new("many", ROOM);
    let key = desk.key("a.ron");
    std::thread::scope(|scope| {
        for n in 0..4_u8 {
            let (cache, key) = (&desk.cache, &key);
            scope.spawn(move || {
                for _ in 0..20 {
                    let mut writer = cache.begin(key).unwrap();
                    let piece = writer.append(&[n; 1_000]).unwrap();
                    let words = piece.words();
                    let image = writer.finish(bytemuck::cast_slice(&words)).unwrap();
                    assert!(image.is_sound(piece));
                    if let Some(image) = cache.find(key) {
                        let words = bytemuck::pod_read_unaligned(image.head());
                        assert!(image.is_sound(Piece::from_words(words)));
                    }
                }
            });
        }
    });
    assert!(desk.cache.find(&key).is_some());
    assert_eq!(desk.names().len(), 1, "{:?}", desk.names());
}

#[test]
fn a_writer_that_is_dropped_leaves_nothing() {
    let desk = Desk::new("dropped", ROOM);
    let key = desk.key("a.ron");
    let mut writer = desk.cache.begin(&key).unwrap();
    let piece = writer.append(&[7; 5_000]).unwrap();
    let block = writer.block(piece).unwrap();
    assert_eq!(desk.names().len(), 1);
    drop(writer);
    assert_eq!(desk.names().len(), 0);
    assert_eq!(*block, [7; 5_000]);
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error_and_nothing_else() {
    let desk = Desk::new("unmade", ROOM);
    let key = desk.key("a.ron");
    let cache = CacheFolder::new(desk.folder.0.join("a.ron/cache"), ROOM);
    assert!(cache.begin(&key).is_err());
    assert!(cache.find(&key).is_none());
    let in_place = CacheFolder::new(desk.folder.0.join("a.ron"), ROOM);
    assert!(in_place.begin(&key).is_err() && in_place.entries().is_err());
    assert!(in_place.find(&key).is_none());
    assert_eq!(fs::read(desk.folder.0.join("a.ron")).unwrap(), b"a.ron");
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written_is_an_error_and_nothing_else() {
    let desk = Desk::new("unwritable", ROOM);
    // Not even root may make files there.
    let cache = CacheFolder::new("/proc/self", ROOM);
    assert!(cache.begin(&desk.key("a.ron")).is_err());
    assert_eq!(cache.entries().unwrap(), []);
    assert_eq!(cache.clear().unwrap(), (0, 0));
}
