//! Data opened for guests: files go by the last part of their names, and what is wrong with them is known.

use std::{collections::HashSet, iter, path::Path, sync::Arc};

use super::Served;
use crate::{
    cli::{
        arguments::{ReportArgs, Telling},
        check::{self, Report},
        data::{self, LARGE, Wish},
        failure::{Failure, Kind},
        input,
        output::Output,
    },
    domain::{Clean, Dataset},
    engine::{Engine, Memory},
    store::{Loaded, files::Opened},
};

/// What is known to be wrong with the data.
pub(super) enum Checked {
    /// All of it, with its place.
    Told(Report),
    /// So many problems: the data is too large to keep more.
    Counted(usize),
}

impl Served {
    /// Opens the named datasets for guests, who are not told in which folders they are.
    ///
    /// # Errors
    /// Fails if a name leads to no text, or if nothing at all could be read of the texts.
    pub(in crate::cli) fn open(wish: &Wish, names: &[String]) -> Result<Self, Failure> {
        if data::size_of(names).is_some_and(|size| size >= LARGE) {
            let files = shown(names).iter().map(|name| Clean::new(name)).collect();
            return Ok(Self::counted(wish.open_unshared(names)?.with_files(files)));
        }
        let mut opened = input::open_all(names)?;
        for (file, name) in opened.iter_mut().zip(shown(names)) {
            file.name = name;
        }
        let loaded = input::usable(check::read(&opened), names)?;
        Ok(Self::of_texts(wish, loaded, opened))
    }

    /// Serves what was read of some texts.
    fn of_texts(wish: &Wish, loaded: Loaded, texts: Vec<Opened>) -> Self {
        let size: usize = texts.iter().map(|file| file.text.len()).sum();
        if size as u64 >= LARGE {
            return Self::counted(wish.engine(loaded));
        }
        let checked = Checked::Told(Report::new(&loaded, texts));
        Self { memory: Arc::new(wish.engine(loaded)), checked }
    }

    /// Serves data of which is only known how many problems it has.
    fn counted(memory: Memory) -> Self {
        let checked = Checked::Counted(memory.about().problems);
        Self { memory: Arc::new(memory), checked }
    }
}

impl Checked {
    /// Tells a guest what is wrong with the data; returns the exit code.
    pub(super) fn answer(
        &self,
        wish: &ReportArgs,
        events: u64,
        output: &mut Output<'_>,
    ) -> Result<u8, Failure> {
        let count = match self {
            Self::Told(report) => return report.answer(wish, output),
            Self::Counted(count) => *count,
        };
        let problems = match count {
            0 => "no problems".to_owned(),
            1 => "1 problem".to_owned(),
            _ => format!("{count} problems"),
        };
        if wish.format == Telling::Human {
            output.write(|out| writeln!(out, "{problems} in {events} events"))?;
        }
        if count == 0 {
            return Ok(0);
        }
        // Any of them may be an error, and a check that cannot tell says no more than it knows.
        output.notice(&format!(
            "{problems}; which ones is not kept of so much data, `dateline check` lists them at the computer of the files"
        ));
        Ok(Kind::Data.code())
    }
}

/// Returns the names by which guests know some files: the last parts, told apart where two are the same.
fn shown(names: &[String]) -> Vec<String> {
    let mut given = HashSet::new();
    let mut shown = Vec::new();
    for name in names {
        let last = match name.as_str() {
            input::STDIN => Dataset::STDIN.into(),
            path => Path::new(path).file_name().unwrap_or(path.as_ref()).to_string_lossy(),
        };
        let numbered = (2..).map(|n| format!("{last} ({n})"));
        let mut ways = iter::once(last.to_string()).chain(numbered);
        shown.extend(ways.find(|way| given.insert(way.clone())));
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_no_folder() {
        let names = ["/srv/a/x.ron", "x.ron", "./b/x.ron", "@sahel", "-"].map(str::to_owned);
        assert_eq!(shown(&names), ["x.ron", "x.ron (2)", "x.ron (3)", "@sahel", "<stdin>"]);
    }
}
