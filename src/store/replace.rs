//! Writes files so that nobody ever sees half of one: beside the old file first, then in its place.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
    process,
};

/// How many names beside the file are tried before it is given up.
const MOST_NAMES: u32 = 100;

/// Replaces what a file holds by what `write` writes, as a whole or not at all.
///
/// The new file is written and synchronised in the same folder and then takes the place of the old one. A
/// symbolic link keeps leading to the file, which keeps its mode and, where that is allowed, its owner.
/// What is no regular file (a pipe, `/dev/null`) is written directly.
///
/// # Errors
/// Returns what the system says; the old file is then as it was.
pub fn replace_file(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    replace(path, false, write)
}

/// Does what [`replace_file`] does, but nobody else may read a file that was not there before.
///
/// # Errors
/// Returns what the system says; the old file is then as it was.
pub(super) fn replace_private_file(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    replace(path, true, write)
}

/// Makes a folder, and those that it lies in, for its owner alone.
pub(super) fn make_private_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

fn replace(
    path: &Path,
    is_private: bool,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let about = match fs::metadata(path) {
        Ok(about) => Some(about),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    if about.as_ref().is_some_and(fs::Metadata::is_dir) {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if about.as_ref().is_some_and(|about| !about.is_file()) {
        return write(&mut OpenOptions::new().write(true).open(path)?);
    }
    let target = match about {
        Some(_) => fs::canonicalize(path)?,
        None => path.to_owned(),
    };
    let beside = Beside::new(&target, is_private)?;
    let mut file = &beside.file;
    write(&mut file)?;
    if let Some(about) = about {
        keep_owner(file, &about);
        file.set_permissions(about.permissions())?;
    }
    file.sync_all()?;
    beside.take_place_of(&target)
}

/// A new file beside another one; it goes away unless it takes the other's place.
struct Beside {
    file: File,
    path: Option<PathBuf>,
}

impl Beside {
    fn new(target: &Path, is_private: bool) -> io::Result<Self> {
        let folder = folder_of(target);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        if is_private {
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        for n in 0..MOST_NAMES {
            let path = folder.join(format!(".dateline-{}-{n}.tmp", process::id()));
            match options.open(&path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
                Ok(file) => {
                    return Ok(Self { file, path: Some(path) });
                }
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    fn take_place_of(mut self, target: &Path) -> io::Result<()> {
        if let Some(path) = &self.path {
            fs::rename(path, target)?;
        }
        self.path = None;
        // The name is safe once the folder is; not every file system lets a folder be synchronised.
        if let Ok(folder) = File::open(folder_of(target)) {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            // If it cannot be removed, the failure that led here matters more.
            let _ = fs::remove_file(path);
        }
    }
}

/// Returns what the system says of a failure, without its number.
#[must_use]
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let told = text.split_once(" (os error ").map_or(text.as_str(), |(told, _)| told);
    told.to_lowercase()
}

fn folder_of(path: &Path) -> &Path {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

/// Gives a file the owner of another, where the system allows it.
#[cfg(unix)]
fn keep_owner(file: &File, about: &fs::Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};
    let is_other =
        file.metadata().is_ok_and(|own| (own.uid(), own.gid()) != (about.uid(), about.gid()));
    if is_other {
        // Only root may give files away; for anybody else the file becomes their own.
        let _ = fchown(file, Some(about.uid()), Some(about.gid()));
    }
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &fs::Metadata) {}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder =
            std::env::temp_dir().join(format!("dateline-replace-{}-{name}", process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn replaces_what_is_there_and_leaves_nothing_beside_it() {
        let folder = folder("whole");
        let path = folder.join("a.ron");
        for text in ["first", "second"] {
            replace_file(&path, |out| out.write_all(text.as_bytes())).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        assert_eq!(names(&folder), ["a.ron"]);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn leaves_the_old_file_when_writing_fails() {
        let folder = folder("fails");
        let path = folder.join("a.ron");
        fs::write(&path, "old").unwrap();
        let failed = replace_file(&path, |out| {
            out.write_all(b"half of the n")?;
            Err(io::ErrorKind::StorageFull.into())
        });
        assert_eq!(failed.unwrap_err().kind(), io::ErrorKind::StorageFull);
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(names(&folder), ["a.ron"]);
        fs::remove_dir_all(folder).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn keeps_links_and_modes() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = folder("links");
        let path = folder.join("a.ron");
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        symlink("a.ron", folder.join("link.ron")).unwrap();
        replace_file(&folder.join("link.ron"), |out| out.write_all(b"new")).unwrap();
        assert!(fs::symlink_metadata(folder.join("link.ron")).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        fs::remove_dir_all(folder).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn keeps_a_new_file_private_if_asked_to() {
        use std::os::unix::fs::PermissionsExt;
        let folder = folder("private");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let path = folder.join("a.ron");
        replace_private_file(&path, |out| out.write_all(b"first")).unwrap();
        assert_eq!(mode(&path), 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        replace_private_file(&path, |out| out.write_all(b"second")).unwrap();
        assert_eq!((mode(&path), fs::read_to_string(&path).unwrap().as_str()), (0o640, "second"));
        fs::remove_dir_all(folder).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn writes_devices_directly_and_folders_not_at_all() {
        replace_file(Path::new("/dev/null"), |out| out.write_all(b"x")).unwrap();
        let folder = folder("folder");
        let failed = replace_file(&folder, |_| Ok(())).unwrap_err();
        assert_eq!(failed.kind(), io::ErrorKind::IsADirectory);
        fs::remove_dir_all(folder).unwrap();
    }
}
