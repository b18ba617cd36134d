//! Guests as the server sees them: a line, a terminal or none, two places to write to, an exit code.

use std::{
    fs,
    io::{self, Write},
    path::PathBuf,
    process,
};

use clap::Parser;
use serde_json::Value;

use super::*;
use crate::{
    app::App,
    cli::{arguments as local, data::Wish, start::Start},
    domain::{Clean, Dataset, Event, Moment, Notebook},
};

/// Two countries, of which one is unknown, a date that is none, and a story.
const FLAWED: &str = "Dataset(
    format: 1,
    title: \"Flawed\",
    events: [
        Event(id: \"a\", date: \"2025-13\", title: \"No such month\"),
        Event(id: \"b\", date: \"2025\", title: \"The truck drivers\", countries: [\"MLI\", \"Mail\"]),
    ],
)
";

/// What a guest gets.
#[derive(Debug, PartialEq, Eq)]
struct Got {
    code: u8,
    out: String,
    err: String,
}

impl Got {
    #[track_caller]
    fn answer(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (0, ""), "{}", self.out);
        self.out
    }

    #[track_caller]
    fn refusal(self, parts: &[&str]) {
        assert_eq!((self.code, self.out.as_str()), (2, ""), "{}", self.err);
        for part in parts {
            assert!(self.err.contains(part), "{part}: {}", self.err);
        }
    }
}

fn sahel() -> Served {
    Served::open(&Wish::default(), &["@sahel".to_owned()]).unwrap()
}

/// Puts a text into a file of a new folder.
fn file(folder: &str, text: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("dateline-guest-{}-{folder}", process::id()));
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("events.ron");
    fs::write(&path, text).unwrap();
    path
}

fn flawed(folder: &str) -> Served {
    let path = file(folder, FLAWED);
    let served = Served::open(&Wish::default(), &[path.to_str().unwrap().to_owned()]).unwrap();
    fs::remove_dir_all(path.parent().unwrap()).unwrap();
    served
}

#[track_caller]
fn got(served: &Served, line: &str, terminal: Option<(u16, u16)>) -> Got {
    let Line::Answer(request) = served.read(line) else { panic!("{line} opens the explorer") };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = served.answer(&request, terminal, &mut out, &mut err);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Got { code, out: text(out), err: text(err) }
}

#[track_caller]
fn ask(line: &str) -> Got {
    got(&sahel(), line, None)
}

/// Returns the query and the rest of what the explorer is opened with.
#[track_caller]
fn opens(line: &str) -> (Option<String>, Option<String>, Option<String>) {
    let Line::Open(args) = sahel().read(line) else { panic!("{line}: {:?}", sahel().read(line)) };
    let start = Start::new(&args, sahel().memory(), &Notebook::default(), &mut io::sink());
    assert!(start.is_ok(), "{line}");
    (args.query, args.span, args.view.or(args.at))
}

#[test]
fn lists_what_a_local_list_has() {
    let (json, ron) = (file("json", ""), file("ron", ""));
    for (format, path) in [("json", json), ("ron", ron)] {
        let out = path.to_str().unwrap();
        let words = ["dateline", "list", "@sahel", "--no-cache", "-q", "country:MLI after:2025"];
        let words = words.into_iter().chain(["--format", format, "-o", out]);
        let Some(local::Command::List(command)) = local::Arguments::parse_from(words).command
        else {
            panic!("a list")
        };
        list::run(&command).unwrap();
        let line = format!("list -q country:MLI after:2025 --format {format}");
        assert_eq!(ask(&line).answer(), fs::read_to_string(&path).unwrap());
        fs::remove_dir_all(path.parent().unwrap()).unwrap();
    }
}

#[test]
fn lists_what_passes_the_query_wherever_its_words_stand() {
    let ids = |line: &str| -> Vec<String> {
        let list: Value = serde_json::from_str(&ask(line).answer()).unwrap();
        let events = list.as_array().unwrap().iter();
        events.map(|event| event["id"].as_str().unwrap().to_owned()).collect()
    };
    let wanted = ids("list --format json -q 'country:MLI after:2025-08 kind:release'");
    assert!(wanted.contains(&"drivers-released".to_owned()), "{wanted:?}");
    for line in [
        "list country:MLI after:2025-08 kind:release --format json",
        "list country:MLI --format=json after:2025-08 -q kind:release",
        "list --query=country:MLI kind:release after:2025-08 --format json",
        "dateline list --format json -- country:MLI after:2025-08 kind:release",
    ] {
        assert_eq!(ids(line), wanted, "{line}");
    }
    let others = ids("list --format json country:MLI after:2025-08 -kind:release");
    assert!(!others.is_empty() && others.iter().all(|id| !wanted.contains(id)), "{others:?}");
    assert_ne!(
        ids("list --format json 'truck drivers'"),
        ids("list --format json x \"truck drivers\"")
    );
    let limited = ask("list --limit 2 --format csv");
    assert_eq!((limited.code, limited.out.lines().count()), (0, 3));
    assert_eq!(limited.err, "dateline: 2 of 22 events listed, 20 left out\n");
}

#[test]
fn counts_explains_and_draws() {
    let counts: Value =
        serde_json::from_str(&ask("count --by country --format json kind:release").answer())
            .unwrap();
    assert_eq!((&counts["by"], &counts["total"]), (&"country".into(), &22.into()));
    assert!(ask("count --by month").answer().starts_with("COUNT  VALUE"));

    assert!(ask("date 2025-08").answer().starts_with("2025-08\n  means        August 2025\n"));
    assert!(ask("date -0043-03-15 --format json").answer().contains("\"valid\":true"));
    let stdin = ask("date - 2025");
    assert_eq!(stdin.code, 1, "nobody reads the standard input of the server");
    assert!(stdin.err.contains("\n  -\n"), "{}", stdin.err);
    assert!(stdin.out.starts_with("2025\n"), "{}", stdin.out);

    let screen = ask("render --size 80x24 --keys '<down>' country:MLI").answer();
    assert_eq!(screen.lines().count(), 24);
    assert!(screen.contains("Mali") || screen.contains("MLI"), "{screen}");
    assert!(ask("render --format svg --size 40x10").answer().starts_with("<svg"));
    assert!(ask("render --format ansi --theme dark").answer().contains("\x1b["));
    let request = sahel().read("render --format png --size 40x10");
    let Line::Answer(request) = request else { panic!("a picture") };
    let mut png = Vec::new();
    assert_eq!(sahel().answer(&request, None, &mut png, &mut io::sink()), 0);
    assert!(png.starts_with(b"\x89PNG"));
}

#[test]
fn tells_what_is_wrong_with_the_data_and_in_no_folder() {
    let served = flawed("check");
    let check = got(&served, "check", None);
    assert_eq!((check.code, check.err.as_str()), (1, ""));
    assert!(check.out.contains("error[DL0103]: unknown country `Mail`"), "{}", check.out);
    assert!(check.out.contains("\n --> events.ron:6:"), "{}", check.out);
    assert!(check.out.contains("countries: [\"MLI\", \"Mail\"]"), "{}", check.out);
    let json = got(&served, "check --format json", None);
    assert!(
        json.out.lines().all(|line| line.starts_with("{\"file\":\"events.ron\",")),
        "{}",
        json.out
    );
    let list = got(&served, "list --format json country:MLI", None);
    assert_eq!(list.err, "dateline: 4 problems in the data; `check` lists them\n");
    assert!(list.out.contains("\"file\":\"events.ron\""), "{}", list.out);
    assert_eq!(served.memory().about().files, [Clean::new("events.ron")]);
    assert_eq!(ask("check --strict").answer(), "no problems in 22 events\n");
}

#[test]
fn tells_nobody_in_which_folder_large_files_are() {
    let summary = "word ".repeat(20_000);
    let event = |n| {
        format!("Event(id: \"e{n}\", date: \"2025\", title: \"Large\", summary: \"{summary}\"),\n")
    };
    let events: String = (0..90).map(event).collect();
    let path =
        file("large", &format!("Dataset(format: 1, title: \"Large\", events: [\n{events}])"));
    assert!(fs::metadata(&path).unwrap().len() > crate::cli::data::LARGE);
    let served = Served::open(&Wish::default(), &[path.to_str().unwrap().to_owned()]).unwrap();
    fs::remove_dir_all(path.parent().unwrap()).unwrap();
    assert_eq!(served.memory().about().files, [Clean::new("events.ron")]);
    let list = got(&served, "list --format ndjson --limit 1 file:events.ron", None);
    assert!(list.out.ends_with("\"file\":\"events.ron\"}\n"));
    let check = got(&served, "check", None);
    assert_eq!(check.code, 1, "no event has a source");
    assert!(check.out.ends_with(" problems in 90 events\n"), "{}", check.out);
}

#[test]
fn tells_only_how_many_problems_there_are_in_much_data() {
    let memory = |problems| {
        let Served { memory, .. } = flawed(&format!("counted-{problems}"));
        Served { memory, checked: Checked::Counted(problems) }
    };
    let some = got(&memory(3), "check", None);
    assert_eq!((some.code, some.out.as_str()), (1, "3 problems in 2 events\n"));
    assert!(some.err.contains("`dateline check` lists them"), "{}", some.err);
    assert_eq!(got(&memory(1), "check --format json", None).out, "");
    assert_eq!(got(&memory(0), "check --strict", None).answer(), "no problems in 2 events\n");
}

#[test]
fn knows_no_files_and_nothing_that_is_kept() {
    for (line, said) in [
        ("list --out x", "unexpected argument '--out'"),
        ("list --no-cache", "unexpected argument '--no-cache'"),
        ("render --out x.png", "unexpected argument '--out'"),
        ("check /etc/passwd", "unexpected argument '/etc/passwd'"),
        ("--config x", "unexpected argument '--config'"),
        ("--state-dir x country:MLI", "unexpected argument '--state-dir'"),
        ("--plain", "unexpected argument '--plain'"),
        ("list --format xml", "invalid value 'xml'"),
        ("count", "--by"),
        ("list -q", "a value is required"),
    ] {
        ask(line).refusal(&[said]);
    }
    // A file's name is a word to look for, like any other.
    assert_eq!(ask("list --format ndjson /etc/passwd").out, "");
    let marked = ask("list --format ndjson is:marked");
    assert_eq!((marked.code, marked.out.as_str()), (0, ""));
    assert!(marked.err.contains("keeps nothing of its guests"), "{}", marked.err);
}

#[test]
fn shows_what_cannot_be_understood() {
    ask("list it's").refusal(&["a quote is never closed"]);
    ask("\"country:MLI").refusal(&["a quote is never closed"]);
    ask("list contry:MLI").refusal(&["there is no field `contry`", "\n    contry:MLI\n    ^^^^^^"]);
    ask("country:MLI contry:MLI")
        .refusal(&["\n    country:MLI contry:MLI\n                ^^^^^^"]);
    ask("lst --format json").refusal(&["argument '--format'", "\n  Is `list` meant?\n"]);
    ask("list -o x").refusal(&["unexpected argument '-o'"]);
    ask("render --format png -o x").refusal(&["unexpected argument '-o'"]);
    ask("country:MLI -f").refusal(&["unexpected argument '-f'"]);
    ask("--span soon").refusal(&["`soon` is no stretch of time"]);
    ask("--view coups").refusal(&["`coups` is no layout"]);
    ask("--at nobody-knows").refusal(&["--at"]);
    ask(&format!("list {}", "x".repeat(4096))).refusal(&["at most 4096 bytes"]);
}

#[test]
fn lets_no_byte_of_a_line_act() {
    for line in [
        "list --\x1b[31mred",
        "list contry:\x1b]0;title\x07",
        "\x1b[2J\u{202e} contry:x",
        "date \x1b[31m",
        "render --keys '\x1b'",
        "--view \x1b[31m",
        "check '\u{9b}31m'",
    ] {
        let Got { code, out, err } = ask(line);
        assert!(code == 1 || code == 2, "{line:?}");
        let acts = |c: char| c != '\n' && (c.is_control() || c == '\u{202e}');
        assert!(!out.contains(acts) && !err.contains(acts), "{line:?}: {err:?}");
        assert!(!err.is_empty(), "{line:?}");
    }
}

#[test]
fn opens_what_is_no_command() {
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(opens(""), (None, None, None));
    assert_eq!(opens("country:MLI after:2024"), (text("country:MLI after:2024"), None, None));
    assert_eq!(opens("'(country:MLI or x)' -kind:coup").0, text("((country:MLI or x)) -kind:coup"));
    assert_eq!(
        opens("country:MLI --view lanes:country --span 2019..2021"),
        (text("country:MLI"), text("2019..2021"), text("lanes:country"))
    );
    assert_eq!(opens("--at drivers-released").2, text("drivers-released"));
    assert_eq!(opens("-q list").0, text("list"));
}

#[test]
fn opens_a_link_that_was_copied() {
    let memory = sahel().memory().clone();
    let wish = "--view lanes:group --span 2024..2025 -q 'country:MLI \"truck\"'";
    let Line::Open(args) = sahel().read(wish) else { panic!("a view") };
    let start = Start::new(&args, &memory, &Notebook::default(), &mut io::sink()).unwrap();
    let app = App::new(memory.about().clone(), (80, 24), Moment(0));
    let link = start.open(app).link();
    assert!(link.starts_with("dateline @sahel -q "), "{link}");
    for file in ["@sahel", "data/events.ron", "a.ron b.ron", "/srv/events", "-", ""] {
        let Line::Open(args) = sahel().read(&link.replacen("@sahel", file, 1)) else {
            panic!("{link}")
        };
        assert_eq!(args.query.as_deref(), Some("country:MLI truck"), "{link}");
        assert_eq!(args.span.as_deref(), Some("2024..2025"));
        assert_eq!(args.view.as_deref(), Some("lanes:group"));
        assert!(args.data.is_some());
    }
    assert_eq!(opens("dateline country:MLI").0.as_deref(), Some("country:MLI"));
}

#[test]
fn says_what_is_answered_without_a_terminal() {
    let mut err = Vec::new();
    assert_eq!(refuse_without_terminal(&mut err), 2);
    let said = String::from_utf8(err).unwrap();
    assert!(said.contains("ssh -t HOST 'QUERY'"), "{said}");
    assert!(said.contains("list, count, date, render, check"), "{said}");
}

#[test]
fn is_shared_by_all_guests() {
    let served = Arc::new(sahel());
    let asks = ["kind:release", "kind:coup", ""].map(|query| {
        let served = Arc::clone(&served);
        let line = format!("list --format ndjson {query}");
        std::thread::spawn(move || (got(&served, &line, None).answer(), line))
    });
    for asked in asks {
        let (answer, line) = asked.join().unwrap();
        assert_eq!(answer, ask(&line).answer(), "{line}");
    }
}

#[test]
fn helps() {
    for line in ["help", "--help", "-h", "country:MLI --help"] {
        let help = ask(line).answer();
        for name in arguments::names() {
            assert!(help.contains(&format!("\n  {name} ")), "{line}: {help}");
        }
        assert!(help.contains("ssh -t HOST"), "{help}");
    }
    for line in ["help list", "list --help", "list -h"] {
        let help = ask(line).answer();
        assert!(help.contains("Usage: ssh HOST list") && help.contains("--format"), "{help}");
        assert!(!help.contains("--out") && !help.contains("FILE"), "{help}");
    }
    assert_eq!(ask("--version").answer(), format!("dateline {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn fits_and_ends_the_lines_of_a_terminal() {
    let served = flawed("terminal");
    let list = got(&served, "list", Some((40, 10)));
    let lines: Vec<_> = list.out.split_terminator("\r\n").collect();
    assert_eq!(lines.len(), 3, "{:?}", list.out);
    assert!(lines.iter().all(|line| !line.contains('\n') && line.chars().count() <= 40));
    assert!(list.err.ends_with("lists them\r\n"), "{:?}", list.err);
    let check = got(&served, "check", Some((0, 0)));
    assert!(check.out.contains("\x1b[") && !check.out.replace("\r\n", "").contains('\n'));
    got(&served, "render --format png", Some((80, 24))).refusal(&["cannot show png"]);
}

#[test]
fn draws_no_more_than_many_guests_can_have() {
    let most = "k".repeat(MOST_KEYS);
    assert_eq!(ask(&format!("render --size 300x100 --keys {most}")).answer().lines().count(), 100);
    for arguments in [
        "--size 301x100",
        "--size 300x101",
        "--size 65535x65535",
        "--keys '<301x20>'",
        "--keys 'k<20x101>k'",
    ] {
        ask(&format!("render {arguments}")).refusal(&["at most 300x100"]);
    }
    ask(&format!("render --keys {most}k")).refusal(&["1001 are too many"]);
    assert_eq!([0, MANY, MANY + 1].map(most_keys), [MOST_KEYS, MOST_KEYS, MOST_KEYS_IN_MANY]);
}

/// A line that is cut after some bytes.
struct Cut {
    left: usize,
    is_known: bool,
}

impl Write for Cut {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        assert!(!self.is_known, "nothing is written to a line that is known to be cut");
        let taken = self.left.min(bytes.len());
        self.left -= taken;
        self.is_known = taken == 0;
        if self.is_known { Err(io::ErrorKind::TimedOut.into()) } else { Ok(taken) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn ends_quietly_when_the_guest_has_gone() {
    let served = sahel();
    for line in ["list --format json", "list", "render", "check --format human", "count --by kind"]
    {
        for terminal in [None, Some((80, 24))] {
            let Line::Answer(request) = served.read(line) else { panic!("{line}") };
            let (mut out, mut err) = (Cut { left: 10, is_known: false }, Vec::new());
            assert_eq!(served.answer(&request, terminal, &mut out, &mut err), 0, "{line}");
            assert_eq!(err, b"", "{line}");
            assert!(out.is_known, "{line}");
        }
    }
}

/// A reader who counts, and lets others have a turn only so often before they leave.
struct Patient {
    turns: usize,
    most: usize,
}

impl Write for Patient {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.turns <= self.most {
            Ok(bytes.len())
        } else {
            Err(io::ErrorKind::BrokenPipe.into())
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        assert!(self.turns <= self.most, "nothing is done for somebody who has gone");
        self.turns += 1;
        if self.turns <= self.most { Ok(()) } else { Err(io::ErrorKind::BrokenPipe.into()) }
    }
}

#[test]
fn lets_others_have_a_turn_between_the_keys_of_a_picture() {
    let served = sahel();
    for (most, turns) in [(100, 9), (3, 4)] {
        for terminal in [None, Some((80, 24))] {
            let Line::Answer(request) = served.read("render --keys kkkkkkkk") else {
                panic!("a picture")
            };
            let mut out = Patient { turns: 0, most };
            served.answer(&request, terminal, &mut out, &mut io::sink());
            assert_eq!(out.turns, turns, "after each key, and at the end");
        }
    }
}

#[test]
fn refuses_to_hold_a_list_of_millions() {
    let event = |n: usize| Event { id: Clean::new(&n.to_string()), ..Event::default() };
    let dataset = Dataset { events: (0..=MOST_KEPT).map(event).collect(), ..Dataset::default() };
    let served = Served { memory: Arc::new(Memory::new(dataset, 0)), checked: Checked::Counted(0) };
    for format in ["ics", "timelinejs"] {
        got(&served, &format!("list --format {format}"), None)
            .refusal(&["100001 events are too many", format]);
    }
    let lines = got(&served, "list --format ndjson", None).answer();
    assert_eq!(lines.lines().count(), MOST_KEPT + 1);
    let Line::Answer(request) = served.read("list --format ron") else { panic!("a list") };
    let mut out = Cut { left: 100, is_known: false };
    assert_eq!(served.answer(&request, None, &mut out, &mut io::sink()), 0);
    assert!(out.is_known, "a dataset of all is written until the guest goes");
    let limited = got(&served, "list --format ics --limit 1", None);
    assert_eq!((limited.code, limited.out.is_empty()), (0, false));
}
