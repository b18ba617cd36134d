//! What clients say, and what becomes of it.

use proptest::prelude::*;

use super::*;

fn client(term: &str, variables: &[(&str, &str)]) -> Client {
    let mut client = Client::new(term);
    for (name, value) in variables {
        assert!(client.set(name, value), "{name}={value}");
    }
    client
}

#[track_caller]
fn check(depth: Depth, clients: &[(&str, &[(&str, &str)])]) {
    for (term, variables) in clients {
        assert_eq!(client(term, variables).depth(), depth, "{term} {variables:?}");
    }
}

const TRUE: (&str, &str) = ("COLORTERM", "truecolor");
const UTF8: (&str, &str) = ("LANG", "en_US.UTF-8");

#[test]
fn shows_all_colours_only_where_they_are_known_to_be() {
    check(
        Depth::True,
        &[
            ("xterm-256color", &[TRUE]),
            ("tmux-256color", &[("COLORTERM", "24bit")]),
            ("xterm-direct", &[]),
            ("xterm-truecolor", &[]),
            ("xterm-kitty", &[]),
            ("xterm-ghostty", &[]),
            ("alacritty", &[]),
            ("wezterm", &[]),
            ("foot", &[]),
            ("foot-extra", &[]),
            ("contour-latest", &[]),
            ("xterm-256color", &[("LC_TERMINAL", "iTerm2"), ("LC_TERMINAL_VERSION", "3.5.0")]),
        ],
    );
    check(
        Depth::Palette256,
        &[
            ("xterm-256color", &[]),
            ("xterm-256color", &[("COLORTERM", "yes")]),
            ("xterm", &[]),
            ("tmux-256color", &[("LC_TERMINAL", "iTerm2")]),
            ("screen", &[TRUE]),
            ("screen.xterm-256color", &[TRUE]),
            ("putty-256color", &[]),
            ("footloose", &[]),
            // Nobody knows them, and a name from outside may be anything.
            ("brand-new", &[]),
            ("", &[]),
            ("\u{1b}]0;x\u{7}", &[]),
        ],
    );
}

#[test]
fn shows_few_colours_or_none_where_there_are_no_more() {
    check(
        Depth::Sixteen,
        &[
            ("linux", &[TRUE]),
            ("linux-16color", &[]),
            ("ansi", &[]),
            ("cygwin", &[]),
            ("xterm-16color", &[]),
            ("xterm-color", &[]),
            ("rxvt-unicode", &[]),
        ],
    );
    check(
        Depth::Mono,
        &[
            ("xterm-256color", &[TRUE, ("NO_COLOR", "1")]),
            ("linux", &[("NO_COLOR", "0")]),
            ("dumb", &[TRUE]),
            ("vt100", &[]),
            ("vt220-w", &[]),
            ("xterm-mono", &[]),
            ("ansi-m", &[]),
        ],
    );
    check(Depth::True, &[("xterm-kitty", &[("NO_COLOR", "")])]);
}

#[test]
fn looks_as_the_client_says() {
    let (light, dark) = (Some(Background::Light), Some(Background::Dark));
    let look = |theme: ThemeName, depth| Look::new(theme, false).with_depth(depth);
    let xterm = client("xterm-256color", &[UTF8]);
    assert_eq!(xterm.look(None, None), Look::new(ThemeName::Terminal, false));
    assert_eq!(xterm.look(None, light), look(ThemeName::Light, Depth::Palette256));
    assert_eq!(xterm.look(None, dark), look(ThemeName::Dark, Depth::Palette256));
    let kitty = client("xterm-kitty", &[]);
    assert_eq!(kitty.look(None, dark), Look::new(ThemeName::Dark, false));
    let few = client("xterm-16color", &[]);
    assert_eq!(few.look(None, light), Look::new(ThemeName::Terminal, false));
    let rxvt = client("rxvt-unicode-256color", &[("COLORFGBG", "0;default;15")]);
    assert_eq!(rxvt.look(None, None), look(ThemeName::Light, Depth::Palette256));
    assert_eq!(rxvt.look(None, dark), look(ThemeName::Dark, Depth::Palette256), "a reply is newer");
}

#[test]
fn keeps_the_theme_of_the_server_in_the_colours_that_there_are() {
    for theme in ThemeName::ALL {
        let mine = |client: &Client| client.look(Some(theme), Some(Background::Light));
        let whole = Look::new(theme, false);
        assert_eq!(mine(&client("foot", &[])), whole);
        assert_eq!(mine(&client("xterm", &[])), whole.with_depth(Depth::Palette256));
        assert_eq!(mine(&client("xterm-16color", &[])), whole.with_depth(Depth::Sixteen));
        let mono = Look::new(ThemeName::Mono, false);
        assert_eq!(mine(&client("foot", &[("NO_COLOR", "1")])), mono);
    }
}

#[test]
fn draws_in_ascii_where_other_signs_are_not_sure_to_be() {
    let is_ascii = |term: &str, variables: &[(&str, &str)]| {
        client(term, variables).look(None, None).glyphs.ascii
    };
    for variables in [
        &[][..],
        &[UTF8],
        &[("LANG", "C.UTF-8")],
        &[("LANG", "de_DE.utf8@euro")],
        &[("LC_CTYPE", "UTF-8")],
        &[("LANG", "de_DE")],
        &[("LANG", "C"), ("LC_ALL", "C.UTF-8")],
        &[("LC_ALL", ""), UTF8],
    ] {
        assert!(!is_ascii("xterm-256color", variables), "{variables:?}");
    }
    for variables in [
        &[("LANG", "C")][..],
        &[("LANG", "POSIX")],
        &[UTF8, ("LC_ALL", "C")],
        &[UTF8, ("LC_CTYPE", "fr_FR.ISO-8859-1")],
        &[("LANG", "ja_JP.eucJP")],
    ] {
        assert!(is_ascii("xterm-256color", variables), "{variables:?}");
    }
    for term in ["linux", "dumb", "vt100", "ansi", "cygwin"] {
        assert!(is_ascii(term, &[UTF8]), "{term}");
    }
}

#[test]
fn asks_and_sends_only_what_a_terminal_understands() {
    let asks = |term: &str| client(term, &[]).asks_background(None);
    assert!(asks("xterm-256color") && asks("xterm-kitty") && asks("tmux-256color"));
    assert!(!asks("linux") && !asks("dumb") && !asks("screen-256color") && !asks("vt100"));
    assert!(!client("xterm-kitty", &[]).asks_background(Some(ThemeName::Terminal)));
    assert!(!client("xterm-kitty", &[("NO_COLOR", "1")]).asks_background(None));

    let links = |term: &str, variables: &[(&str, &str)]| client(term, variables).sends_links();
    let iterm = ("LC_TERMINAL", "iTerm2");
    assert!(links("xterm-kitty", &[]) && links("foot", &[]) && links("xterm-256color", &[iterm]));
    assert!(!links("xterm-256color", &[TRUE]) && !links("screen-256color", &[iterm]));
    assert!(!links("linux", &[]) && !links("xterm-truecolor", &[]) && !links("", &[]));
}

#[test]
fn tells_a_terminal_that_shows_no_screen() {
    assert!(client("dumb", &[]).is_dumb() && client("unknown", &[]).is_dumb());
    assert!(!client("", &[]).is_dumb() && !client("vt100", &[]).is_dumb());
}

#[test]
fn takes_few_and_short_variables() {
    let mut client = Client::new(&"x".repeat(Client::LONGEST_VALUE + 1));
    assert_eq!(client.term(), "");
    let long = "1".repeat(Client::LONGEST_VALUE + 1);
    assert!(!client.set("NO_COLOR", &long));
    assert!(client.set("NO_COLOR", &long[1..]));
    for name in ["PATH", "LD_PRELOAD", "LC_TIME", "LC_", "lang", "", "LANG\0"] {
        assert!(!client.set(name, "1"), "{name:?}");
    }
    assert!(client.set("LANG", "C") && client.set("LANG", "C.UTF-8"));
    assert!(!client.look(None, None).glyphs.ascii, "the last one counts");
}

proptest! {
    #[test]
    fn takes_anything_from_outside(term in any::<String>(), said in prop::collection::vec((prop::sample::select(&KNOWN[..]), any::<String>()), 0..20)) {
        let mut client = Client::new(&term);
        for (name, value) in &said {
            client.set(name, value);
        }
        prop_assert!(client.variables.len() <= Client::MOST_VARIABLES);
        let look = client.look(None, None);
        prop_assert!(client.depth() == Depth::Mono || client.said("NO_COLOR").is_none());
        prop_assert_eq!(look, look.with_depth(client.depth()));
    }
}
