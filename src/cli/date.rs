//! `dateline date`: what a date in EDTF means, or what is wrong with it.

use std::{
    fmt::Write as _,
    io::{self, BufRead, Write},
    process::ExitCode,
};

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::{
    arguments::{Date, Telling},
    failure::{Failure, Kind},
    input,
    output::{self, Output},
};
use crate::{
    domain::{Clean, When, WhenError},
    formats::json,
};

/// The longest line of standard input, in bytes: no date is nearly as long.
const LONGEST: u64 = 1 << 20;

/// What a program is told of a date.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Answer<'a> {
    Valid {
        input: &'a str,
        valid: bool,
        canonical: String,
        level: u8,
        earliest: String,
        latest: String,
        precision: &'static str,
        uncertain: bool,
        approximate: bool,
        text: String,
    },
    Invalid {
        input: &'a str,
        valid: bool,
        error: String,
        offset: usize,
        #[serde(skip_serializing_if = "Option::is_none")]
        instead: Option<String>,
    },
}

impl<'a> Answer<'a> {
    fn new(input: &'a str, parsed: &Result<When, WhenError>) -> Self {
        match parsed {
            Ok(when) => {
                let (earliest, latest) = when.bound_texts();
                Self::Valid {
                    input,
                    valid: true,
                    canonical: when.canonical(),
                    level: when.level(),
                    earliest,
                    latest,
                    precision: when.precision().name(),
                    uncertain: when.is_uncertain(),
                    approximate: when.is_approximate(),
                    text: when.text(),
                }
            }
            Err(error) => Self::Invalid {
                input,
                valid: false,
                error: error.message.clone(),
                offset: error.offset,
                instead: error.instead.clone(),
            },
        }
    }
}

/// Explains dates.
pub(super) fn run(command: &Date) -> Result<ExitCode, Failure> {
    let mut err = io::stderr();
    let mut output = Output::of_process(None, &mut err);
    answer(command, Some(&mut io::stdin().lock()), &mut output).map(ExitCode::from)
}

/// Explains dates; returns the exit code. Without an input, `-` is a date like any other, and none.
pub(super) fn answer(
    command: &Date,
    mut input: Option<&mut dyn BufRead>,
    output: &mut Output<'_>,
) -> Result<u8, Failure> {
    let mut is_valid = true;
    let mut unread = None;
    let Output { out, err, .. } = output;
    out.write(|out| {
        for date in &command.dates {
            if let Some(input) = input.as_mut().filter(|_| date == input::STDIN) {
                let telling = command.format.unwrap_or(Telling::Json);
                let told = each_line(input, |line| {
                    is_valid &= explain(out, err, line, telling)?;
                    // Somebody may wait for each answer before the next question.
                    out.flush()
                })?;
                unread = told.err().or(unread.take());
            } else {
                let telling = command.format.unwrap_or(Telling::Human);
                is_valid &= explain(out, err, date, telling)?;
            }
        }
        Ok(())
    })?;
    match unread {
        Some(message) => Err(Failure::new(Kind::Outside, message)),
        None if is_valid => Ok(0),
        None => Ok(Kind::Data.code()),
    }
}

/// Gives each line, without its end, to `see`; the inner error says why no more could be read.
fn each_line(
    input: &mut dyn BufRead,
    mut see: impl FnMut(&str) -> io::Result<()>,
) -> io::Result<Result<(), String>> {
    let mut bytes = Vec::new();
    for line in 1_u64.. {
        bytes.clear();
        match io::Read::take(&mut *input, LONGEST).read_until(b'\n', &mut bytes) {
            Err(error) => {
                return Ok(Err(format!(
                    "standard input could not be read: {}",
                    output::reason(&error)
                )));
            }
            Ok(0) => break,
            Ok(_) => {}
        }
        if bytes.len() as u64 == LONGEST {
            return Ok(Err(format!("line {line} of standard input is longer than any date")));
        }
        let text = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        see(&String::from_utf8_lossy(text))?;
    }
    Ok(Ok(()))
}

/// Explains one date and tells whether it is one.
fn explain(
    out: &mut dyn Write,
    err: &mut dyn Write,
    date: &str,
    telling: Telling,
) -> io::Result<bool> {
    let parsed = When::parse(date);
    match (telling, &parsed) {
        (Telling::Json, _) => json::write_lines(out, [Answer::new(date, &parsed)])?,
        (Telling::Human, Ok(when)) => out.write_all(in_words(when).as_bytes())?,
        (Telling::Human, Err(error)) => {
            // What was explained before stands above this, also where both go to one terminal.
            out.flush()?;
            err.write_all(complaint(date, error).as_bytes())?;
        }
    }
    Ok(parsed.is_ok())
}

fn in_words(when: &When) -> String {
    let (earliest, latest) = when.bound_texts();
    let yes = |yes: bool| if yes { "yes" } else { "no" };
    let mut text = format!("{}\n", Clean::new(&when.canonical()));
    for (name, value) in [
        ("means", when.text().as_str()),
        ("earliest", &earliest),
        ("latest", &latest),
        ("precision", when.precision().name()),
        ("level", &when.level().to_string()),
        ("uncertain", yes(when.is_uncertain())),
        ("approximate", yes(when.is_approximate())),
    ] {
        let _ = writeln!(text, "  {name:<11}  {}", Clean::new(value));
    }
    text
}

/// Says what is wrong, with a caret below the place.
fn complaint(input: &str, error: &WhenError) -> String {
    let before = Clean::new(input.get(..error.offset).unwrap_or(""));
    let mut text = format!("dateline: {}\n", Clean::new(&error.message));
    let _ = writeln!(text, "  {}\n  {}^", Clean::new(input), " ".repeat(before.width()));
    if let Some(instead) = &error.instead {
        let _ = writeln!(text, "  Did you mean {}?", Clean::new(instead));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_at_the_mistake() {
        let check = |input: &str, text: &str| {
            assert_eq!(complaint(input, &When::parse(input).unwrap_err()), text);
        };
        check(
            "2025-02-30",
            "dateline: there is no 30 February 2025: the month has 28 days\n  2025-02-30\n          ^\n",
        );
        check("2025-\x1b", "dateline: a date has no spaces in it\n  2025-␛\n       ^\n");
    }

    #[test]
    fn takes_lines_however_they_end_and_leaves_none_out() {
        let mut lines = Vec::new();
        let read = each_line(&mut &b"2025\r\n\n202X\n2024"[..], |line| {
            lines.push(line.to_owned());
            Ok(())
        });
        assert_eq!(read.unwrap(), Ok(()));
        assert_eq!(lines, ["2025", "", "202X", "2024"]);
    }

    #[test]
    fn gives_up_on_a_line_without_end() {
        let read = each_line(&mut io::BufReader::new(io::repeat(b'2')), |_| Ok(()));
        assert!(read.unwrap().unwrap_err().starts_with("line 1"));
    }
}
