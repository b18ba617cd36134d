//! `dateline cache`: what is kept of files so that they open faster, and where that lies.

use std::{
    env,
    ffi::OsString,
    io,
    path::{Path, PathBuf},
    process::ExitCode,
    time::{SystemTime, UNIX_EPOCH},
};

use chrono::DateTime;

use super::{
    arguments::{Cache, CacheArgs},
    failure::{Failure, Kind},
    output::{self, reason},
    table::{self, Column},
};
use crate::{
    domain::Clean,
    store::cache::{CacheFolder, Entry},
};

/// The most bytes that all of it may take.
const MOST_BYTES: u64 = 20 << 30;

const COLUMNS: [Column; 4] = [
    Column::number("SIZE"),
    Column::text("USED", "2025-08-03".len()),
    Column::text("STATE", "outdated".len()),
    Column::text("MADE FROM", 12),
];

/// Lists what is kept, or removes it.
pub(super) fn run(command: &Cache) -> Result<ExitCode, Failure> {
    let usual = CacheArgs { no_cache: false };
    let Some(folder) = folder(&usual, |name| env::var_os(name)) else {
        return Err(Failure::new(Kind::Outside, "nobody says where a cache would be")
            .hint("Set HOME or XDG_CACHE_HOME to the full path of a folder."));
    };
    let place = Clean::new(&folder.path().to_string_lossy());
    if command.clear {
        let removed = folder.clear().map_err(|error| unusable(folder.path(), "cleared", &error))?;
        let line = match removed {
            (0, _) => format!("there is nothing to remove in {place}\n"),
            (count, bytes) => {
                format!("removed {}, {}, from {place}\n", files(count), bytes_for_people(bytes))
            }
        };
        output::print(line.as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    let entries = folder.entries().map_err(|error| unusable(folder.path(), "read", &error))?;
    let most = bytes_for_people(folder.most_bytes());
    let rows: Vec<_> = entries.iter().map(row).collect();
    let sum = bytes_for_people(entries.iter().map(|entry| entry.bytes).sum());
    output::to_stdout(|out| {
        if rows.is_empty() {
            return writeln!(out, "nothing is kept in {place}, which may take up to {most}");
        }
        table::write(out, &COLUMNS, &rows, output::width())?;
        writeln!(out, "\n{}, {sum} of at most {most}, in {place}", files(rows.len()))
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Returns the cache of the person, unless it is not wanted.
pub(super) fn folder(
    wish: &CacheArgs,
    variable: impl Fn(&str) -> Option<OsString>,
) -> Option<CacheFolder> {
    if wish.no_cache {
        return None;
    }
    // A relative path is none there, says the XDG Base Directory Specification.
    let path = |name: &str| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let cache = path("XDG_CACHE_HOME").or_else(|| Some(path("HOME")?.join(".cache")))?;
    Some(CacheFolder::new(cache.join("dateline"), MOST_BYTES))
}

fn row(entry: &Entry) -> [String; 4] {
    let sources: Vec<_> =
        entry.sources.iter().map(|path| Clean::new(&path.to_string_lossy()).to_string()).collect();
    let sources = match sources.as_slice() {
        [] => "(damaged, or made by another version)".to_owned(),
        all => all.join(", "),
    };
    let state = if entry.is_current { "current" } else { "outdated" };
    [bytes_for_people(entry.bytes), day(entry.last_used), state.to_owned(), sources]
}

/// Returns the day of a time of the system; nothing for one that no calendar has.
fn day(time: SystemTime) -> String {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let time = i64::try_from(since).ok().and_then(|since| DateTime::from_timestamp(since, 0));
    time.map_or_else(String::new, |time| time.format("%Y-%m-%d").to_string())
}

/// Returns how large something is, as a person says it.
pub(super) fn bytes_for_people(bytes: u64) -> String {
    let units = [("GiB", 30), ("MiB", 20), ("KiB", 10)];
    let Some((unit, shift)) = units.into_iter().find(|(_, shift)| bytes >> shift > 0) else {
        return format!("{bytes} B");
    };
    let whole = bytes >> shift;
    let tenths = ((bytes - (whole << shift)) * 10) >> shift;
    if tenths == 0 { format!("{whole} {unit}") } else { format!("{whole}.{tenths} {unit}") }
}

fn files(count: usize) -> String {
    format!("{count} file{}", if count == 1 { "" } else { "s" })
}

fn unusable(path: &Path, done: &str, error: &io::Error) -> Failure {
    let message = format!("the cache `{}` could not be {done}: {}", path.display(), reason(error));
    Failure::new(Kind::Outside, message).hint("See what is there; all of it may be removed.")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[track_caller]
    fn check(no_cache: bool, variables: &[(&str, &str)], expected: Option<&str>) {
        let variable = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| OsString::from(value))
        };
        let found = folder(&CacheArgs { no_cache }, variable);
        let path = found.as_ref().map(CacheFolder::path);
        assert_eq!(path, expected.map(Path::new), "{variables:?}");
    }

    #[test]
    fn looks_where_the_specification_says() {
        let (home, xdg) = (("HOME", "/home/a"), ("XDG_CACHE_HOME", "/cache"));
        check(false, &[home, xdg], Some("/cache/dateline"));
        check(false, &[home], Some("/home/a/.cache/dateline"));
        check(false, &[home, ("XDG_CACHE_HOME", "")], Some("/home/a/.cache/dateline"));
        check(false, &[home, ("XDG_CACHE_HOME", "a")], Some("/home/a/.cache/dateline"));
        check(false, &[("HOME", "home")], None);
        check(false, &[], None);
        check(true, &[home, xdg], None);
    }

    #[test]
    fn says_sizes_as_a_person_does() {
        for (bytes, text) in [
            (0, "0 B"),
            (1_023, "1023 B"),
            (1_024, "1 KiB"),
            (1_536, "1.5 KiB"),
            ((1 << 20) - 1, "1023.9 KiB"),
            (MOST_BYTES, "20 GiB"),
            (u64::MAX, "17179869183.9 GiB"),
        ] {
            assert_eq!(bytes_for_people(bytes), text);
        }
    }

    #[test]
    fn says_the_day_of_any_time() {
        let after = |seconds| UNIX_EPOCH + Duration::from_secs(seconds);
        assert_eq!(day(after(1_754_179_199)), "2025-08-02");
        assert_eq!(day(after(1_754_179_200)), "2025-08-03");
        assert_eq!(day(UNIX_EPOCH - Duration::from_secs(1)), "1970-01-01");
        assert_eq!(day(after(1 << 60)), "");
    }

    #[test]
    fn tells_what_is_damaged_and_shows_no_sign_that_acts() {
        let entry = |sources: &[&str], is_current| Entry {
            sources: sources.iter().map(PathBuf::from).collect(),
            bytes: 2_048,
            last_used: UNIX_EPOCH,
            is_current,
            content_version: 1,
        };
        let told = |entry: &Entry| row(entry).join("|");
        assert_eq!(
            told(&entry(&["/a\u{1b}[31m", "/b"], true)),
            "2 KiB|1970-01-01|current|/a\u{241b}[31m, /b"
        );
        assert_eq!(
            told(&entry(&[], false)),
            "2 KiB|1970-01-01|outdated|(damaged, or made by another version)"
        );
    }
}
