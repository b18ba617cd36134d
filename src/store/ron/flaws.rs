//! What the reader of the tree found, in words.

use super::{
    parser::{Flaw, FlawKind},
    scan::Opened,
};
use crate::store::{
    codes,
    findings::{Findings, quote},
};

/// Reports the flaws of a text that was read as one value. Of several things that are not closed the innermost
/// counts.
pub fn report_all(text: &str, flaws: &[Flaw], is_at_end: bool, findings: &mut Findings) {
    let end = text.trim_end().len();
    let mut is_torn = false;
    for flaw in flaws {
        if flaw.kind.is_unclosed() {
            if !std::mem::replace(&mut is_torn, true) {
                report(text, flaw, is_at_end, findings);
            }
        } else if flaw.span.start < end {
            report(text, flaw, false, findings);
        }
    }
}

/// Reports a flaw; `is_at_end` says that the file has ended since.
pub(super) fn report(text: &str, flaw: &Flaw, is_at_end: bool, findings: &mut Findings) {
    let bytes = flaw.span.clone();
    let here = || quote(text.get(flaw.span.clone()).unwrap_or_default());
    match flaw.kind {
        FlawKind::Unexpected => {
            findings.add(&codes::SYNTAX, bytes, format!("{} cannot stand here", here()));
        }
        FlawKind::MissingComma => {
            findings
                .add(&codes::MISSING_COMMA, bytes, "a comma is missing here")
                .help("separate fields and elements by `,`");
        }
        FlawKind::MissingColon => {
            findings
                .add(&codes::SYNTAX, bytes, "a key of a map must be followed by `:` and a value")
                .help("maps are written {\"key\": value}, lists [value]");
        }
        FlawKind::MissingValue => {
            findings.add(&codes::SYNTAX, bytes, "a value is missing here");
        }
        FlawKind::Unclosed(Opened::Text) => {
            let start = flaw.span.start;
            findings
                .add(
                    &codes::UNCLOSED,
                    start..start + 1,
                    "the text that begins here has no closing quote",
                )
                .help("add `\"` at its end, and write `\\\"` for a quote inside it");
        }
        FlawKind::Unclosed(opened) => {
            let (what, end) = match opened {
                Opened::Comment => ("comment", "*/"),
                _ => ("attribute", "]"),
            };
            let start = flaw.span.start;
            findings
                .add(
                    &codes::UNCLOSED,
                    start..start + 2,
                    format!("the {what} that begins here has no end"),
                )
                .help(format!("add `{end}` at its end"));
        }
        FlawKind::UnclosedBracket(bracket) if is_at_end => {
            let message = format!(
                "the file ends before the `{}` that is opened here is closed",
                bracket.open()
            );
            findings
                .add(&codes::UNCLOSED, bytes, message)
                .help("was the file cut off? what is complete is shown");
        }
        FlawKind::UnclosedBracket(bracket) => {
            let message = format!("the `{}` that is opened here is never closed", bracket.open());
            findings
                .add(&codes::UNCLOSED, bytes, message)
                .help(format!("add `{}` at its end", bracket.close()));
        }
        FlawKind::StrayClose(bracket) => {
            let message = format!("nothing is open that this `{}` could close", bracket.close());
            findings.add(&codes::SYNTAX, bytes, message).help("remove it");
        }
        FlawKind::WrongClose(bracket) => {
            let (open, close) = (bracket.open(), bracket.close());
            findings
                .add(
                    &codes::SYNTAX,
                    bytes,
                    format!("{} closes what was opened by `{open}`", here()),
                )
                .help(format!("write `{close}`"));
        }
        FlawKind::TooDeep => {
            findings
                .add(
                    &codes::TOO_DEEP,
                    bytes,
                    "brackets stand in one another more than 64 deep here",
                )
                .help("a dataset needs five levels; what is in this bracket is not read");
        }
    }
}
