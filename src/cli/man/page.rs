//! The sections of the manual page. Whatever is a table elsewhere is read from there.

use clap::Command;
use clap_mangen::{
    Man,
    roff::{Inline, Roff, bold, roman},
};

use crate::{
    app::{
        action::Action,
        keymap::{Context, Keymap},
    },
    cli::arguments,
    question::language::NAMES,
};

/// The heading of the examples in the help of a subcommand.
const EXAMPLES: &str = "Examples:\n";
/// What clap writes before the forms of a command.
const USAGE: &str = "Usage: ";

/// How a query is put together.
const LANGUAGE: [&str; 4] = [
    "A query is given to -q, or typed in the explorer. Words, and phrases in double quotes, are looked for in titles, \
     summaries and names, whatever their case and accents. A name with a colon asks for more; a value with spaces or \
     signs stands in double quotes.",
    "Terms beside each other must all hold. `or` stands between terms of which one must hold, parentheses group, and \
     a minus before a term or a group leaves out what it finds. `and` and `&&` may stand between terms, `||` is `or`, \
     `not` and `!` are a minus. Commas stand between values of which one must hold.",
    "Dates are EDTF (ISO 8601-2): 2025, 2025-08, 2025-08-03, 2015~/.. and the like. `dateline fields` tells which \
     names and values there are in some data.",
    "The names are:",
];

const EXIT_STATUS: [(&str, &str); 5] = [
    ("0", "Done"),
    (
        "1",
        "A check found errors, or nothing could be read for errors; other commands tell errors and go on",
    ),
    ("2", "The command was used wrongly"),
    ("3", "A file, the terminal or the network could not be used"),
    ("70", "The program made a mistake of its own"),
];

const ENVIRONMENT: [(&str, &str); 7] = [
    (
        "DATELINE_SECURE",
        "If it is not empty (0 is not), every command is as if locked: it reads the data that it is given, writes to standard \
         output, and touches no other file",
    ),
    ("NO_COLOR", "If it is not empty, nothing is coloured"),
    ("TERM", "What the terminal is; `dumb` and `linux` get ASCII only, and `dumb` no colours"),
    (
        "LC_ALL, LC_CTYPE, LANG",
        "The first that is set says whether the terminal shows UTF-8; else it gets ASCII only",
    ),
    ("XDG_CONFIG_HOME", "The folder of the settings, ~/.config if it is not set"),
    ("XDG_STATE_HOME", "The folder of what is kept between runs, ~/.local/state if it is not set"),
    ("XDG_CACHE_HOME", "The folder of what can be made anew, ~/.cache if it is not set"),
];

const FILES: [(&str, &str); 5] = [
    ("FILE", "A dataset in RON, format 1; `dateline new` writes one to start from"),
    ("@NAME", "A dataset inside of the program; `dateline list @` names them"),
    ("~/.config/dateline/config.ron", "Settings of the explorer"),
    ("~/.local/state/dateline", "Saved views, marks and notes of the explorer"),
    (
        "~/.cache/dateline",
        "What was worked out of files, so that they open faster; it may be removed at any time",
    ),
];

/// Returns the page.
pub(super) fn page() -> String {
    let command = arguments::shown().disable_help_subcommand(true);
    // Once, at the head, is enough.
    let mut command = command.mut_subcommands(|subcommand| subcommand.disable_help_flag(true));
    command.build();
    let mut roff = Roff::new();
    let version = format!("{} {}", command.get_name(), env!("CARGO_PKG_VERSION"));
    // The date is left out: the same program prints the same page on every day.
    roff.control("TH", ["DATELINE", "1", "\"\"", version.as_str(), "User Commands"]);
    roff.control("SH", ["NAME"]);
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    roff.text([roman(format!("{} - {about}", command.get_name()))]);
    roff.control("SH", ["SYNOPSIS"]);
    forms(&mut roff, &command);
    for subcommand in command.get_subcommands() {
        roff.control("br", []);
        forms(&mut roff, subcommand);
    }
    roff.control("SH", ["OPTIONS"]);
    let mut page = roff.render() + &options(&command) + ".SH SUBCOMMANDS\n";
    page.extend(command.get_subcommands().map(described));
    let mut roff = Roff::new();
    language(&mut roff);
    keys(&mut roff);
    list(&mut roff, "FILES", &FILES);
    list(&mut roff, "EXIT STATUS", &EXIT_STATUS);
    list(&mut roff, "ENVIRONMENT", &ENVIRONMENT);
    examples(&mut roff, &command);
    page.push_str(&body(&roff.render()));
    as_typed(&page)
}

/// Keeps signs what they are, since roff may set them as accents and quotes that nobody can paste into a shell.
fn as_typed(page: &str) -> String {
    let signs = [(r"\\", r"\e"), ("~", r"\(ti"), ("^", r"\(ha"), ("`", r"\(ga")];
    signs.iter().fold(page.to_owned(), |page, (sign, name)| page.replace(sign, name))
}

/// Writes how a command is called, one form a line.
fn forms(roff: &mut Roff, command: &Command) {
    let usage = command.clone().render_usage().to_string();
    for (n, form) in usage.lines().enumerate() {
        if n > 0 {
            roff.control("br", []);
        }
        let form = form.trim_start_matches(USAGE).trim();
        let name = command.get_bin_name().unwrap_or_else(|| command.get_name());
        match form.strip_prefix(name) {
            Some(rest) => roff.text([bold(name), roman(rest)]),
            None => roff.text([roman(form)]),
        };
    }
}

/// Returns the options of a command, without a heading.
fn options(command: &Command) -> String {
    let mut bytes = Vec::new();
    // Writing to memory cannot fail.
    let _ = Man::new(command.clone()).render_options_section(&mut bytes);
    let section = body(&String::from_utf8_lossy(&bytes));
    let section = section.strip_prefix(".SH OPTIONS\n").unwrap_or(&section);
    // Groups of options are parts of the command that they belong to, not of the page.
    let line = |line: &str| match line.strip_prefix(".SH ") {
        Some(group) => format!(".PP\n{}:\n", group.to_lowercase()),
        None => format!("{line}\n"),
    };
    section.lines().map(line).collect()
}

/// Takes away what roff needs once, at the head of a page.
fn body(section: &str) -> String {
    let head = Roff::new().render();
    section.strip_prefix(&head).unwrap_or(section).to_owned()
}

fn described(command: &Command) -> String {
    let mut roff = Roff::new();
    let name = command.get_bin_name().unwrap_or_else(|| command.get_name());
    roff.control("SS", [name]);
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    roff.text([roman(format!("{about}."))]);
    let options = options(command);
    let mut fine_print = Roff::new();
    for paragraph in paragraphs(command).iter().filter(|text| !text.starts_with(EXAMPLES)) {
        fine_print.control("PP", []);
        fine_print.text([roman(format!("{}.", paragraph.replace('\n', " ")))]);
    }
    format!(
        "{}{options}{}",
        body(&roff.render()),
        body(&fine_print.render()).replace("..\n", ".\n")
    )
}

/// Returns what stands below the options in the help of a command.
fn paragraphs(command: &Command) -> Vec<String> {
    let text = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    text.split("\n\n").filter(|text| !text.is_empty()).map(str::to_owned).collect()
}

fn language(roff: &mut Roff) {
    roff.control("SH", ["QUERY LANGUAGE"]);
    for paragraph in LANGUAGE {
        roff.control("PP", []);
        roff.text([roman(paragraph)]);
    }
    for (name, _, about) in NAMES {
        item(roff, vec![bold(format!("{name}:"))], about);
    }
}

/// Writes the keys as the table in the README has them.
fn keys(roff: &mut Roff) {
    roff.control("SH", ["KEYS"]);
    let keymap = Keymap::default();
    for action in Action::ALL {
        let mut head = Vec::new();
        for key in keymap.shown(*action) {
            if !head.is_empty() {
                head.push(roman(", "));
            }
            head.push(bold(key));
        }
        let mut bindings = keymap.bindings().iter().filter(|binding| binding.action == *action);
        let is_facet_only = bindings.all(|binding| binding.context == Context::Facet);
        let place = if is_facet_only { " (in a facet)" } else { "" };
        item(roff, head, &format!("{}{place}", action.sentence()));
    }
}

fn list(roff: &mut Roff, heading: &str, items: &[(&str, &str)]) {
    roff.control("SH", [heading]);
    for (name, about) in items {
        item(roff, vec![bold(*name)], about);
    }
}

fn item(roff: &mut Roff, head: Vec<Inline>, about: &str) {
    roff.control("TP", []);
    roff.text(head);
    roff.text([roman(about)]);
}

/// Writes the examples of all commands as they stand in their help.
fn examples(roff: &mut Roff, command: &Command) {
    roff.control("SH", ["EXAMPLES"]);
    for command in [command].into_iter().chain(command.get_subcommands()) {
        for text in paragraphs(command) {
            let Some(lines) = text.strip_prefix(EXAMPLES) else { continue };
            roff.control("PP", []);
            roff.control("EX", []);
            for line in lines.lines() {
                roff.text([roman(line.trim_start_matches("  "))]);
            }
            roff.control("EE", []);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The requests of the page; anything else behind a dot or a quote at the head of a line is a mistake.
    const REQUESTS: [&str; 14] = [
        ".ie", ".el", ".TH", ".SH", ".SS", ".TP", ".PP", ".IP", ".RS", ".RE", ".EX", ".EE", ".br",
        ".sp",
    ];

    /// Returns the page as a reader sees it, in the letters of a terminal.
    fn read() -> String {
        let mut text = page();
        for (code, sign) in [
            (r"\fB", ""),
            (r"\fI", ""),
            (r"\fR", ""),
            (r"\&", ""),
            (r"\-", "-"),
            (r"\*(Aq", "'"),
            (r"\(ti", "~"),
            (r"\(ha", "^"),
            (r"\(ga", "`"),
            (r"\e", r"\"),
        ] {
            text = text.replace(code, sign);
        }
        text
    }

    #[test]
    fn holds_no_line_that_roff_takes_for_a_request_by_accident() {
        for line in page().lines() {
            let word = line.split(' ').next().unwrap_or_default();
            let is_request = line.starts_with(['.', '\'']);
            assert!(!is_request || REQUESTS.contains(&word), "{line}");
            // A backslash begins nothing but what is written here on purpose.
            let codes = [
                "fB", "fI", "fR", "&", "-", "*(Aq", "(ti", "(ha", "(ga", "(bu", "e", "(aq", "n(.g",
            ];
            for escape in line.split('\\').skip(1) {
                assert!(codes.iter().any(|code| escape.starts_with(code)), "{line}");
            }
        }
    }

    #[test]
    fn names_every_subcommand_and_every_option() {
        let text = read();
        let command = arguments::shown();
        for command in command.get_subcommands().chain([&command]) {
            let name = command.get_name();
            assert!(text.contains(&format!("dateline {name}")) || name == "dateline", "{name}");
            for option in command.get_opts() {
                let long = option.get_long().unwrap();
                assert!(text.contains(&format!("--{long}")), "{name} --{long}");
            }
        }
        assert!(!text.contains("dateline complete "), "it is for scripts");
    }

    #[test]
    fn tells_no_default_that_is_nothing() {
        assert!(!read().contains("[default: ]"));
    }

    #[test]
    fn names_every_name_of_the_language_and_every_action() {
        let text = read();
        for (name, _, about) in NAMES {
            assert!(text.contains(&format!("\n{name}:\n{about}\n")), "{name}");
        }
        let keymap = Keymap::default();
        for action in Action::ALL {
            let keys = keymap.shown(*action).join(", ");
            assert!(text.contains(&format!("\n{keys}\n{}", action.sentence())), "{action:?}");
        }
    }

    #[test]
    fn has_the_usual_sections_in_their_order() {
        let text = page();
        let sections: Vec<_> = text.lines().filter_map(|line| line.strip_prefix(".SH ")).collect();
        assert_eq!(
            sections,
            [
                "NAME",
                "SYNOPSIS",
                "OPTIONS",
                "SUBCOMMANDS",
                "\"QUERY LANGUAGE\"",
                "KEYS",
                "FILES",
                "\"EXIT STATUS\"",
                "ENVIRONMENT",
                "EXAMPLES"
            ]
        );
    }
}
