//! Whether there is memory enough to read large files: told before the work, not by the system in the midst of it.

use std::{fs, path::Path};

use super::{
    cache::bytes_for_people,
    failure::{Failure, Kind},
};
use crate::domain::Clean;

/// How files are going to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Piece by piece, into a file of the cache.
    IntoCache,
    /// Piece by piece, into memory.
    IntoMemory,
    /// As a whole, or several together.
    Whole,
}

impl Way {
    /// Returns how much memory so many bytes of text take at the worst moment, as measured with events of 570 bytes.
    const fn need(self, size: u64) -> u64 {
        match self {
            Self::IntoCache => size / 10 * 3,
            Self::IntoMemory => size / 5 * 9,
            Self::Whole => size.saturating_mul(3),
        }
    }
}

/// Refuses to read what there is no memory for; where the system does not say how much there is, nothing is refused.
///
/// # Errors
/// Says how much it takes, how much there is, and what can be done.
pub(super) fn check(way: Way, names: &[String], size: u64) -> Result<(), Failure> {
    decide(way, names, size, available(|path| fs::read_to_string(path).ok()))
}

fn decide(way: Way, names: &[String], size: u64, free: Option<u64>) -> Result<(), Failure> {
    let need = way.need(size);
    let Some(free) = free.filter(|free| *free < need) else { return Ok(()) };
    let what = match names {
        [name] => format!("`{}`", Clean::new(name)),
        names => format!("{} files together", names.len()),
    };
    let message = format!(
        "there is not enough memory to read {what}: it takes about {}, and {} are free",
        bytes_for_people(need),
        bytes_for_people(free),
    );
    let failure = Failure::new(Kind::Outside, message).hint(
        "Close other programs, allow it more memory, or open a file with fewer of the events.",
    );
    let with_cache = Way::IntoCache.need(size);
    Err(if way == Way::IntoMemory && with_cache <= free {
        let with_cache = bytes_for_people(with_cache);
        failure.hint(format!("With the cache, which is off, it takes about {with_cache}."))
    } else {
        failure
    })
}

/// The files in which a version of Linux's control groups says what a group may take.
struct Files {
    root: &'static str,
    limit: &'static str,
    used: &'static str,
    /// What of it are copies of files, which the system drops when it needs the room.
    dropped: &'static str,
}

const FIRST: Files = Files {
    root: "/sys/fs/cgroup/memory",
    limit: "memory.limit_in_bytes",
    used: "memory.usage_in_bytes",
    dropped: "total_inactive_file ",
};
const SECOND: Files = Files {
    root: "/sys/fs/cgroup",
    limit: "memory.max",
    used: "memory.current",
    dropped: "inactive_file ",
};

/// Returns how many bytes the system would give; `None` where it does not say, as everywhere but on Linux.
fn available(read: impl Fn(&Path) -> Option<String>) -> Option<u64> {
    let about = read(Path::new("/proc/meminfo"))?;
    let kibibytes = number(&about, "MemAvailable:")? + number(&about, "SwapFree:").unwrap_or(0);
    let groups = read(Path::new("/proc/self/cgroup")).unwrap_or_default();
    let left = groups.lines().filter_map(|group| left_in(group, &read)).min();
    let all = kibibytes.saturating_mul(1024);
    Some(left.map_or(all, |left| left.min(all)))
}

/// Returns how much is left to a control group, a line of `/proc/self/cgroup`, and to all those around it.
fn left_in(group: &str, read: impl Fn(&Path) -> Option<String>) -> Option<u64> {
    let (controllers, path) = group.split_once(':')?.1.split_once(':')?;
    let files = match controllers {
        "" => SECOND,
        all if all.split(',').any(|one| one == "memory") => FIRST,
        _ => return None,
    };
    let left = |folder: &Path| {
        let folder = Path::new(files.root).join(folder.strip_prefix("/").ok()?);
        let bytes = |name: &str| read(&folder.join(name))?.trim().parse::<u64>().ok();
        // A group without a limit says so in a word, or does not say it at all.
        let (limit, used) = (bytes(files.limit)?, bytes(files.used)?);
        let about = read(&folder.join("memory.stat")).unwrap_or_default();
        let dropped = number(&about, files.dropped).unwrap_or(0);
        Some(limit.saturating_sub(used.saturating_sub(dropped)))
    };
    Path::new(path).ancestors().filter_map(left).min()
}

/// Returns the number in the line that begins with a name.
fn number(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GIB: u64 = 1 << 30;
    const MEMINFO: &str = "MemTotal: 8388608 kB\nMemAvailable: 4194304 kB\nSwapFree: 1048576 kB\n";

    /// Returns what is available where these files are.
    fn with(files: &[(&str, &str)]) -> Option<u64> {
        available(|path| {
            let found = files.iter().find(|(name, _)| Path::new(name) == path);
            found.map(|(_, text)| (*text).to_owned())
        })
    }

    #[test]
    fn knows_what_the_system_would_give() {
        assert_eq!(with(&[("/proc/meminfo", MEMINFO)]), Some(5 * GIB));
        assert_eq!(with(&[("/proc/meminfo", "MemTotal: 8388608 kB\n")]), None);
        assert_eq!(with(&[]), None);
    }

    #[test]
    fn knows_what_is_left_to_a_group_and_to_those_around_it() {
        let second = [
            ("/proc/meminfo", MEMINFO),
            ("/proc/self/cgroup", "0::/user/shell\n"),
            ("/sys/fs/cgroup/user/shell/memory.max", "max\n"),
            ("/sys/fs/cgroup/user/shell/memory.current", "4096\n"),
            ("/sys/fs/cgroup/user/memory.max", "3221225472\n"),
            ("/sys/fs/cgroup/user/memory.current", "2147483648\n"),
            ("/sys/fs/cgroup/user/memory.stat", "anon 5\ninactive_file 1073741824\n"),
        ];
        assert_eq!(with(&second), Some(2 * GIB));
        assert_eq!(with(&second[..6]), Some(GIB), "nothing of it can be dropped");
        assert_eq!(with(&second[..4]), Some(5 * GIB), "no group has a limit");
        let first = [
            ("/proc/meminfo", MEMINFO),
            ("/proc/self/cgroup", "9:name=systemd:/\n4:cpu,memory:/outer/own\n0::/\n"),
            ("/sys/fs/cgroup/memory/memory.limit_in_bytes", "1073741824"),
            ("/sys/fs/cgroup/memory/memory.usage_in_bytes", "2147483648"),
        ];
        assert_eq!(with(&first), Some(0), "in a container only the outermost can be seen");
    }

    #[test]
    fn refuses_what_there_is_no_memory_for_and_says_what_can_be_done() {
        let told = |way, names: &[&str], free| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            decide(way, &names, 5 * GIB, free).map_err(|failure| failure.text())
        };
        assert_eq!(told(Way::IntoCache, &["a.ron"], None), Ok(()));
        assert_eq!(told(Way::IntoCache, &["a.ron"], Some(2 * GIB)), Ok(()));
        let text = told(Way::IntoCache, &["a.ron"], Some(GIB)).unwrap_err();
        let means = "there is not enough memory to read `a.ron`: it takes about 1.5 GiB, and 1 GiB are free";
        assert!(text.contains(means) && text.contains("more memory, or"), "{text}");
        assert!(!text.contains("cache"), "{text}");
        let text = told(Way::IntoMemory, &["a.ron"], Some(2 * GIB)).unwrap_err();
        assert!(text.contains("With the cache, which is off, it takes about 1.5 GiB."), "{text}");
        let text = told(Way::Whole, &["a.ron", "b.ron"], Some(GIB)).unwrap_err();
        assert!(text.contains("2 files together: it takes about 15 GiB"), "{text}");
    }
}
