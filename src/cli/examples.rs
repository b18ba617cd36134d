//! What stands below the options in the help of each subcommand: examples, exit codes, fine print.

pub(super) const DATELINE: &str = "\
Examples:
  dateline                         explore the embedded dataset
  dateline events.ron more.ron     explore two files as one
  dateline @sahel @sahel-context   explore two embedded datasets; `dateline list @` names them
  dateline new events.ron          start a dataset of your own
  dateline check events.ron        tell what is wrong with it
  dateline --plain events.ron      print the events as plain sentences instead

Errors in the data are told, and the events that are fine are shown; only `dateline check` fails because of them.

Exit codes: 0 done, 1 nothing could be read for errors, 2 wrong usage, 3 a file could not be used";

pub(super) const CHECK: &str = "\
Examples:
  dateline check events.ron
  dateline check --strict data/*.ron
  dateline check --format json events.ron | jq .line
  producer | dateline check -

Several files are checked together, so a link may lead from one to another. JSON has one object a problem:
file, line, column, severity, code, message, help; lines and columns count from 1.

Exit codes: 0 no errors (with --strict: no warnings either), 1 errors, 2 wrong usage, 3 a file could not be used";

pub(super) const FMT: &str = "\
Examples:
  dateline fmt events.ron
  dateline fmt --check data/*.ron
  dateline fmt - < events.ron

A file is replaced as a whole or not at all. One with errors of syntax is left alone and its problems are shown.

Exit codes: 0 done, 1 a file has errors of syntax or (with --check) would change, 2 wrong usage, 3 a file could
not be used";

pub(super) const LIST: &str = "\
Examples:
  dateline list
  dateline list events.ron --limit 10
  dateline list --format json | jq -r '.[] | .date + \" \" + .title'
  dateline list @sahel @sahel-context -o events.csv
  dateline list events.ron -o events.ics
  dateline list @                  name the embedded datasets

The ending of OUT chooses the format: txt (a table), json, ndjson, csv, ron, md, ics or geojson.

Events come in the order of the screen, those without a date at the end. In CSV, several values of one cell
are joined by `; `, and a text that begins with = + - @ a tab or a carriage return gets a ' before it, so that no
spreadsheet takes it for a formula; dates and numbers are written as they are.

A calendar has no events that begin or end openly, TimelineJS none that begin so, and neither has events without
a date. How many are left out, and why, is told on standard error.

Exit codes: 0 done, 1 nothing could be read for errors, 2 wrong usage, 3 a file could not be used";

pub(super) const COUNT: &str = "\
Examples:
  dateline count --by country
  dateline count events.ron --by month --format json

An event in two countries counts in both. It counts in a year, month or day if it lies in that one alone: one
of 2024 has a year but no month, and counts as `less precise` there. Events without a date are `undated`.

Exit codes: 0 done, 1 nothing could be read for errors, 2 wrong usage, 3 a file could not be used";

pub(super) const DATE: &str = "\
Examples:
  dateline date 2025-01/2025-08-03
  dateline date '[2025-01-01..2025-01-18]' 2015~/.. 2025-21
  dateline date -0043-03-15 --format json
  cut -f2 dates.tsv | dateline date -

Every line of standard input gets one line of JSON, an empty one too, so that answers and questions can be
laid side by side. In JSON, `offset` is the byte, from 0, at which the date is wrong.

Exit codes: 0 all of them are dates, 1 some are not, 2 wrong usage, 3 standard input could not be read";

pub(super) const RENDER: &str = "\
Examples:
  dateline render
  dateline render events.ron --size 80x24 --keys 'cmali<enter>'
  dateline render -o screen.svg --theme light
  dateline render --keys '<down><down><enter>' --format ansi | less -R

The clock is that of --now, so the same command draws the same bytes on every machine.

Exit codes: 0 done, 1 nothing could be read for errors, 2 wrong usage, 3 a file could not be used";

#[cfg(feature = "ssh")]
pub(super) const SERVE: &str = "\
Examples:
  dateline serve crisis.ron                                anybody may look: ssh -p 2222 HOST
  dateline serve crisis.ron --listen 127.0.0.1:2222        only from this machine
  dateline serve crisis.ron --access-code 'open sesame'    only with a code
  dateline serve crisis.ron --presenter-key ~/.ssh/id_ed25519.pub

Visitors see the same explorer and can change nothing: no file, no program and no network is in their reach.
`ssh -t HOST 'country:MLI after:2024'` opens on a question; `ssh HOST list -q country:MLI --format json` answers one.
SIGHUP reads the data again, SIGTERM ends within seconds. Sessions are told on standard output, a line of JSON each.

Exit codes: 0 done, 1 nothing could be read for errors, 2 wrong usage, 3 the network or a file could not be used";

#[cfg(feature = "ssh")]
pub(super) const PRESENT: &str = "\
Examples:
  dateline present crisis.ron                        others follow: ssh -p 2222 HOST
  dateline present crisis.ron --name Fatou -q country:MLI

What you show, others see: the filters, the part of the axis, the selected event, the step of a story. Any key of
theirs lets them look around, R brings them back. When you quit, the server ends.

Exit codes: 0 done, 1 nothing could be read for errors, 2 wrong usage, 3 the network or a file could not be used";

pub(super) const NEW: &str = "\
Examples:
  dateline new events.ron
  dateline new - | less

Exit codes: 0 done, 2 wrong usage, 3 the file is there already or could not be written";

pub(super) const CONFIG: &str = "\
Examples:
  dateline config > config.ron               a file to start from, with all that can be set
  dateline config --config config.ron        what that file sets, and what is wrong with it
  dateline config --format json

Settings come from the command line, else from the environment (NO_COLOR, TERM and the locale), else from the
config file, else they are the usual ones; behind each stands which. Only the explorer reads the config file:
`dateline render` and all other commands give the same on every machine.

Exit codes: 0 done, 1 the config file has errors, 2 wrong usage, 3 the file that --config names could not be used";

pub(super) const CACHE: &str = "\
Examples:
  dateline cache
  dateline cache --clear

What was worked out of files is kept in dateline in $XDG_CACHE_HOME, else in ~/.cache. It is used as long as the
files do not change, and made anew when they do; `--no-cache` leaves it aside. USED is the day, in UTC, on which it
was last used. When all of it takes more than 20 GiB, what was not used for longest goes.

Exit codes: 0 done, 2 wrong usage, 3 the folder could not be used";

pub(super) const FIELDS: &str = "\
Examples:
  dateline fields
  dateline fields events.ron --of country
  dateline fields @sahel -q after:2025 --of group --format json | jq -r '.top[].value'

VALUES counts what some event has, MISSING the events that have none of it. Each example finds something: it
can be given to -q as it stands. JSON has one object a name: field, about, values, missing, top, example; dates
have an extent too. `top` holds the ten most frequent values, with --of all of them.

Exit codes: 0 done, 1 nothing could be read for errors, 2 wrong usage, 3 a file could not be used";

pub(super) const COMPLETIONS: &str = "\
Examples:
  source <(dateline completions bash)                          for this bash
  dateline completions bash > ~/.local/share/bash-completion/completions/dateline
  dateline completions zsh > ~/.zfunc/_dateline                with ~/.zfunc in fpath, before compinit
  dateline completions fish > ~/.config/fish/completions/dateline.fish

Fields and values are completed inside of -q too: `dateline list events.ron -q 'country:ML` and Tab. For that
the script asks the program, which reads the files that the command line names.

Exit codes: 0 done, 2 wrong usage, 3 standard output could not be written";

pub(super) const MAN: &str = "\
Examples:
  dateline man | man -l -
  dateline man > ~/.local/share/man/man1/dateline.1

Exit codes: 0 done, 2 wrong usage, 3 standard output could not be written";
