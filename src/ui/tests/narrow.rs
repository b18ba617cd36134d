//! What there is no room for: the less important gives way first, and what is left out is said.

use super::*;
use crate::app::{action::Action, help::NAMES, listing::name_width, regions::sheet_rows};

/// Returns the `n`th line of a frame, from 0.
#[track_caller]
fn line(dataset: Dataset, size: (u16, u16), keys: &str, n: usize) -> String {
    let text = text(&frame(dataset, size, keys, &usual()));
    text.lines().nth(n).unwrap_or_default().to_owned()
}

fn incident() -> Dataset {
    store::read("incident.ron", include_str!("../../../data/incident.ron")).dataset
}

#[test]
fn keeps_the_stretch_of_time_in_the_title() {
    let title = |size, keys| line(incident(), size, keys, 0);
    for (size, expected) in [
        (
            (120, 24),
            " dateline  A night on call (invente…   2 of 33 events active, 1 certainly   2025-03-08 02:46 – 02:51 (5.6 minutes)  UTC",
        ),
        (
            (80, 24),
            " A night on call…   2 of 33 active, 1 certainly   2025-03-08 02:46 – 02:51  UTC",
        ),
        ((60, 24), " A night on call (in…   2 of 33   2025-03-08 02:46 – 02:51"),
        ((40, 12), "    2 of 33   2025-03-08 02:46 – 02:51"),
    ] {
        assert_eq!(title(size, "<up><up><up><up>12+"), expected, "{size:?}");
    }
}

#[test]
fn says_how_long_a_cell_is_where_nothing_else_needs_the_room() {
    let status = |keys| line(sahel(), (80, 24), keys, 22);
    let cell = "1 cell = ";
    assert!(status("").contains(cell), "{}", status(""));
    assert!(status("L<home>").contains(cell), "{}", status("L<home>"));
    for keys in ["k3+*", "<enter>z"] {
        assert!(!status(keys).contains(cell), "{}", status(keys));
    }
}

#[test]
fn says_which_axis_has_such_cells_where_there_are_two() {
    let rule = line(sahel(), (200, 60), "L", 4);
    assert!(rule.contains("1 cell = 3 weeks in the lanes, 2.2 months in the list"), "{rule}");
    let rule = line(sahel(), (120, 40), "L", 4);
    assert!(rule.contains("1 cell = ") && !rule.contains("in the"), "{rule}");
}

#[test]
fn says_among_lanes_too_why_nothing_is_listed() {
    for size in [(80, 24), (120, 40), (200, 60)] {
        let text = text(&frame(sahel(), size, "L\\no such word<enter>", &usual()));
        assert_eq!(text.matches("No event passes the filter.").count(), 1, "{text}");
    }
}

#[test]
fn says_what_nothing_in_the_data_has() {
    let text = text(&frame(sahel(), (80, 24), "\\kind:relaese<enter>", &usual()));
    let why = "No event passes the filter: nothing has kind:relaese; did you mean release?";
    assert!(text.contains(why), "{text}");
}

#[test]
fn shows_whole_chips_and_counts_the_others() {
    const QUERY: &str = "\\country:Mali after:2024 (release or abduct) -kind:coup \
                         near:bamako,100km has:place<enter>";
    let chips = |size, keys: &str| line(sahel(), size, &format!("{QUERY}{keys}"), 1);
    for (size, keys, expected) in [
        ((80, 24), "", " country: Mali ×   after 2024 ×   release or abduct ×   +3 more"),
        ((80, 24), "2", " country: Mali ×   after 2024 ×   release or abduct ×   +3 more"),
        ((80, 24), "4", " after 2024 ×   release or abduct ×   kind: −coup ×   +1 before, +2 more"),
        ((80, 24), "6", " kind: −coup ×   near:bamako,100km ×   has:place ×   +3 before"),
        (
            (120, 40),
            "",
            " country: Mali ×   after 2024 ×   release or abduct ×   kind: −coup ×   near:bamako,100km ×   has:place ×",
        ),
        ((40, 12), "", " country: Mali ×   +5 more"),
    ] {
        assert_eq!(chips(size, keys), expected, "{size:?} {keys}");
    }
    let long = "\\(release or abduct or threat or attack or embargo)<enter>";
    assert_eq!(line(sahel(), (40, 12), long, 1), " release or abduct or threat or attac… ×");
}

#[test]
fn shows_whole_sentences_in_the_help_and_counts_the_actions_that_are_not_seen() {
    let help = |size, keys: &str| text(&frame(sahel(), size, keys, &usual()));
    for size in [(40, 10), (80, 24), (120, 40)] {
        let mut scene = Scene::new(sahel(), size);
        for action in Action::ALL {
            let buffer = scene.keys(&format!("?{}", action.sentence())).frame(size, &usual());
            scene.keys("<esc>");
            let names = name_width(sheet_rows(buffer.area), NAMES);
            let rows = sheet_rows(buffer.area);
            let row = |y| {
                let row = (rows.x + names + 1..rows.right()).map(|x| buffer[(x, y)].symbol());
                row.collect::<String>().trim_end().to_owned()
            };
            let shown: Vec<_> = (rows.y..rows.bottom()).map(row).collect();
            assert!(shown.join(" ").contains(action.sentence()), "{shown:?}");
        }
    }
    let edge = |text: String| text.lines().find(|line| line.contains('┗')).unwrap().to_owned();
    let all = Action::ALL.len();
    let first = edge(help((80, 24), "?"));
    assert!(first.ends_with(&format!(" +{} more ━┛", all - 17)), "{first}");
    let last = edge(help((80, 24), "?<end>"));
    assert!(last.contains(" above ━┛"), "{last}");
    let one = help((80, 24), "?2f only");
    assert!(one.contains(" Switch all filters off, or on again; 2F only the  "), "{one}");
    assert!(one.contains("┃                       second chip  "), "{one}");
    assert!(edge(one).ends_with("━━━┛"));
}

#[test]
fn says_that_there_are_more_ways_on_than_are_seen() {
    let popup = text(&frame(sahel(), (40, 10), "y", &usual()));
    assert!(popup.contains(" +2 more ━┛"), "{popup}");
    let popup = text(&frame(sahel(), (80, 24), "y", &usual()));
    assert!(!popup.contains(" more ━┛"), "{popup}");
}

#[test]
fn says_in_a_line_of_its_own_how_many_lanes_there_are_besides() {
    for (keys, expected) in [
        ("LL<home>99K", "+17 more lanes, 2 with no group"),
        ("LL<home>99K2J", "+2 above, +15 below, 2 with no group"),
        ("LL<home>99J", "+19 above, 2 with no group"),
    ] {
        let note = line(sahel(), (80, 24), keys, 15);
        assert_eq!(note.trim(), expected, "{keys}");
    }
}
