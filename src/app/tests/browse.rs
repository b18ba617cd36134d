//! Moving in the list and in time, marks, history, copying.

use super::*;

#[test]
fn moves_by_rows_and_stops_at_the_ends() {
    check(START, "k", "a b c d [e] f u");
    check(START, "<up><up><down>", "a b c d [e] f u");
    check("[a] b c d e f u", "j", "a [b] c d e f u");
    check("[a] b c d e f u", "k", "[a] b c d e f u");
    check(START, "jjj", "a b c d e f [u]");
    check(START, "<home>", "[a] b c d e f u");
    check("[a] b c d e f u", "G", "a b c d e f [u]");
    check("[a] b c d e f u", "<end>", "a b c d e f [u]");
    check("[a] b c d e f u", "<pgdn>", "a b c d e f [u]");
    check(START, "<c-b>", "[a] b c d e f u");
    check_notice("jj", "Last event");
    check_notice("<home>k", "First event");
}

#[test]
fn moves_by_pages_of_what_is_seen() {
    let mut person = Person::at(small(), (40, 10));
    let rows = usize::from(person.app.regions().rows.height);
    assert_eq!(rows, 5, "the list has as many lines");
    person.keys("<home><pgdn>");
    assert_eq!(person.selected(), "e", "a page is one line less than is seen");
    person.keys("<pgup><c-d>");
    assert_eq!(person.selected(), "c");
    person.keys("<c-u>");
    assert_eq!(person.selected(), "a");
    person.keys("G<pgup>");
    assert_eq!(person.selected(), "c");
}

#[test]
fn repeats_what_a_count_asks_for() {
    check("[a] b c d e f u", "3j", "a b c [d] e f u");
    check("[a] b c d e f u", "10j", "a b c d e f [u]");
    check("a b c [d] e f u", "2k", "a [b] c d e f u");
    check("[a] b c d e f u", "3G", "a b [c] d e f u");
    check("[a] b c d e f u", "99999999999j", "a b c d e f [u]");
    check("[a] b c d e f u", "2", "[a] b c d e f u | count 2");
    check("[a] b c d e f u", "20", "[a] b c d e f u | count 20");
    check("[a] b c d e f u", "2wj", "a [b] c d e f u");
    check("[a] b c d e f u", "0j", "a [b] c d e f u");
    check_notice("2w", "w does nothing here; ? lists all keys");
}

#[test]
fn says_of_an_unknown_key_where_to_look() {
    check(START, "w<f9>;", START);
    check_notice("<f9>", "<f9> does nothing here; ? lists all keys");
    check_notice("fw", "f w does nothing here");
    check_notice("w<up>", "");
}

#[test]
fn shows_the_ways_on_after_a_prefix() {
    check(START, "f", "a b c d e [f] u | keys f");
    check(START, "fk", "a b c d e [f] u | kind on talks");
    check(START, "fw", START);
    check(START, "f<esc>", START);
    check_notice("f<esc>", "");
}

#[test]
fn zooms_about_the_selected_event_and_fits_again() {
    let mut person = Person::new();
    let whole = person.app.window().unwrap();
    person.keys("+");
    let half = person.app.window().unwrap();
    assert_eq!(half.seconds(), whole.seconds() / 2);
    assert_eq!(person.state(), "d e [f] | window");
    person.keys("<home>+");
    let when = person.app.detail().and_then(|detail| detail.when.clone()).unwrap();
    let (span, window) = (when.extent().span(), person.app.window().unwrap());
    assert!(
        window.from <= span.first() && span.last() <= window.to,
        "the selected event stays in sight, and whole"
    );
    assert_eq!(person.app.window().unwrap().seconds(), whole.seconds() / 4);
    person.keys("2-");
    assert_eq!(person.app.chosen().window, None, "twice as far out is the whole file");
    person.keys("3+");
    assert_eq!(person.app.window().unwrap().seconds(), whole.seconds() / 8);
    person.keys("_");
    assert_eq!(person.listed().len(), 7);
    check_notice("-", "The whole file");
    check_notice("60+60+", "This is as close as it goes");
}

#[test]
fn pans_by_an_eighth_or_a_whole_window_within_the_file() {
    let mut person = Person::new();
    person.keys("3+");
    let start = person.app.window().unwrap();
    person.keys("[");
    let earlier = person.app.window().unwrap();
    assert_eq!(earlier.to.0, start.from.0 - 1, "one window to the left");
    person.keys("]");
    assert_eq!(person.app.window(), Some(start));
    person.keys("8h");
    let eight = person.app.window().unwrap();
    assert_eq!(eight.from.0, start.from.0 - start.seconds() as i64 / 8 * 8);
    person.keys("8l");
    assert_eq!(person.app.window(), Some(start));
    person.keys("3[");
    assert_eq!(person.app.window().unwrap().from.0, start.from.0 - 3 * start.seconds() as i64);
    person.keys("99[");
    let all = person.app.about().extent.unwrap();
    assert_eq!(person.app.window().unwrap().from, all.from);
    person.keys("[");
    assert!(person.notice().contains("end of the file"));
    person.keys("99]");
    assert_eq!(person.app.window().unwrap().to, all.to);
    check_notice("h", "The whole file is in view; + zooms in");
    check_notice("++jj", "Last event of this window; _ shows the whole file");
}

#[test]
fn marks_and_goes_from_mark_to_mark_in_the_order_of_the_list() {
    check(START, "m", "a b c d e [f] u | marks f");
    check(START, "mm", START);
    check(START, "mkkkm<home>", "[a] b c d e f u | marks c f");
    check(START, "mkkkm<home>}", "a b [c] d e f u | marks c f");
    check(START, "mkkkm<home>}}", "a b c d e [f] u | marks c f");
    check(START, "mkkkm<home>}}}", "a b [c] d e f u | marks c f");
    check(START, "mkkkm<home>{", "a b c d e [f] u | marks c f");
    check(START, "mkkkm{", "a b c d e [f] u | marks c f");
    check_notice("}", "Nothing is marked yet; m marks an event");
    check_notice("m", "Marked");
}

#[test]
fn undoes_and_redoes_filters_window_and_marks() {
    check(START, "*", "[f] | country:BFA");
    check(START, "*u", START);
    check(START, "*uU", "[f] | country:BFA");
    check(START, "*u<c-r>", "[f] | country:BFA");
    check(START, "*m+uuu", START);
    check(START, "*muu*U", "[f] | country:BFA");
    check(START, "m+++u", "a b c d e [f] u | marks f");
    check(START, "m+-+u", "a b c d e [f] u | marks f");
    check_notice("u", "Nothing to undo");
    check_notice("U", "Nothing to redo");
    check_notice("*u", "Undone; U does it again");
}

#[test]
fn keeps_the_selected_event_through_undo() {
    // Two countries in one group: what u brings back is the filter, never the place in the list.
    check(START, "kk*", "b [d] | country:NER");
    check(START, "kk*k", "[b] d | country:NER");
    check(START, "kk*ku", "a [b] c d e f u");
}

#[test]
fn goes_back_and_forward_between_places() {
    check(START, "<home><lt>", START);
    check(START, "<home>G<lt><lt>", START);
    check(START, "<home><lt>>", "[a] b c d e f u");
    check(START, "<home><c-o>", START);
    check(START, "<home>*<end><lt>", "[a] b e u | country:MLI");
    check_notice("<lt>", "There is nothing to go back to");
    check_notice(">", "This is the newest place");
    check(START, "m<home>m<lt>", "a b c d e [f] u | marks a f");
}

#[test]
fn reads_the_details_and_follows_a_link_and_comes_back() {
    check(START, "<enter>", "a b c d e [f] u | detail");
    check(START, "<enter><enter>", START);
    check(START, "<enter>j<enter>", "[a] b c d e f u | detail");
    check(START, "<enter>j<enter><enter>", "[a] b c d e f u");
    check(START, "<enter>j<enter><lt>", "a b c d e [f] u | detail");
    check(START, "<enter>jj", "a b c d e [f] u | detail");
    check(START, "<enter>jjj<enter>", "a b c d [e] f u | detail");
    check(START, "<enter>jjjk<enter>", "a b c d e [f] u | detail");
    check_notice("<enter>jj<enter>", "The event that this points to is not in this data");
    check_notice("k<enter>", "No related events; Esc returns to the list");
    check_notice("<enter>", "Down selects a related event, Enter follows it, Esc returns");
    // A filter that may hide the other event is lifted, and comes back with the place.
    check(START, "*<enter>j<enter>", "[a] b c d e f u | detail, country:BFA, off");
    check(START, "*<enter>j<enter><lt>", "[f] | detail, country:BFA");
    check(START, "+<enter>j<enter>", "[a] b c d e f u | detail");
    check(START, "+<enter>j<enter><lt>", "d e [f] | detail, window");
}

#[test]
fn goes_to_today() {
    check("[a] b c d e f u", "T", START);
    check_notice("T", "nearest to today; < goes back");
    check("[a] b c d e f u", "T<lt>", "[a] b c d e f u");
}

#[test]
fn walks_through_the_panes_and_maximises_them() {
    check(START, "<tab>", "a b c d e [f] u | detail");
    check(START, "<tab><tab>", "a b c d e [f] u | country on Mali");
    check(START, "<tab><tab><tab>", "a b c d e [f] u | group on Al-Qaida of the north");
    check(START, "<tab><tab><tab><tab><tab><tab>", START);
    check(START, "<s-tab>", "a b c d e [f] u | precision on day");
    check(START, "<s-tab><s-tab><tab><tab>", START);
    check(START, "z", "a b c d e [f] u | max");
    check(START, "zz", START);
    check(START, "<tab>z", "a b c d e [f] u | detail, max");
    let mut person = Person::new();
    person.keys("<tab>z");
    let regions = person.app.regions();
    assert!(regions.list.is_empty() && regions.facets.is_empty());
    assert_eq!(regions.detail.width, 120);
}

#[test]
fn keeps_the_page_while_the_list_is_not_seen() {
    let mut person = Person::at(small(), (40, 10));
    person.keys("Gkk");
    let page = person.app.answer().lines.clone();
    person.keys("<enter>");
    assert!(person.app.regions().list.is_empty());
    person.keys("<esc>");
    assert_eq!(person.app.answer().lines, page);
    person.keys("<120x40>z<tab><tab><s-tab>");
    assert!(person.app.regions().list.is_empty());
    assert_eq!(person.listed().len(), 7);
}

#[test]
fn copies_to_the_terminal() {
    let mut person = Person::new();
    person.keys("yt");
    assert_eq!(person.effects, [Effect::Copy(vec![Clean::new("f (15 May 2024). Summary of f.")])]);
    person.keys("ydyy");
    assert_eq!(person.effects[1], Effect::Copy(vec![Clean::new("15 May 2024")]));
    assert_eq!(person.effects.len(), 3);
    person.keys("jyd");
    assert_eq!(person.effects[3], Effect::Copy(vec![Clean::new("undated")]));
    assert!(person.notice().contains("clipboard"));
    check_notice("yu", "No source of this event has an address");
}

#[test]
fn asks_the_outside_for_what_only_it_can_do() {
    let mut person = Person::new();
    person.keys("<c-z><c-l><f2><f2>");
    let wanted = [Effect::Suspend, Effect::Redraw, Effect::Mouse(false), Effect::Mouse(true)];
    assert_eq!(person.effects, wanted);
    for quits in ["q", "Q", "<c-c>", "c<c-c>", "/a<c-c>", "?<c-c>", "<enter>Q"] {
        let mut person = Person::new();
        assert_eq!(person.keys(quits).effects, [Effect::Quit], "{quits}");
    }
}

#[test]
fn keeps_selection_and_filters_through_every_resize() {
    for size in ["<80x24>", "<40x10>", "<200x60>", "<10x3>", "<300x1>", "<60x16>"] {
        check("a b c [d] e f u", &format!("m{size}<120x40>"), "a b c [d] e f u | marks d");
        check("a b c [d] e f u", &format!("*{size}<120x40>"), "b [d] | country:NER");
    }
    let mut person = Person::new();
    person.keys("<home><40x10>");
    assert_eq!(person.app.answer().lines.len(), 5);
    person.keys("G");
    assert_eq!(person.app.answer().lines.len(), 5, "the last page is full");
    assert_eq!(person.listed().last().map(String::as_str), Some("u"));
}

#[test]
fn obeys_nothing_but_leaving_in_a_window_that_shows_nothing() {
    check(START, "<30x8>*mkcf+<tab>/x<enter>?<esc><f2>5<120x40>", START);
    for quits in ["<30x8>q", "<30x8>Q", "<30x8><c-c>", "/<30x8>q", "c<30x8>q", "5<1x1>q"] {
        let mut person = Person::new();
        assert_eq!(person.keys(quits).effects, [Effect::Quit], "{quits}");
    }
    let mut person = Person::new();
    person.keys("<30x8>");
    person.input(Input::Paste("q".to_owned()));
    person.click((5, 5));
    assert_eq!(person.effects, []);
    assert_eq!(person.keys("<120x40>").state(), START);
}

#[test]
fn keeps_its_event_through_an_empty_list() {
    check(START, "\\nothing<enter>", "nothing | nothing");
    check(START, "\\nothing<enter>X", START);
    check(START, "kk\\nothing<enter>jkG<home><pgdn>nm}*X", "a b c [d] e f u");
    check(START, "\\nothing<enter><lt>", START);
    for keys in ["j", "k", "G", "<home>", "m", "*", "yy", "<enter>", "}", "n", "N", "<tab>j", "T"] {
        let mut person = Person::new();
        person.keys(&format!("\\nothing<enter>{keys}"));
        assert_eq!(person.listed(), [""; 0], "{keys}");
        assert_eq!(person.keys("<esc>X").selected(), "f", "{keys}");
    }
    check_notice("\\nothing<enter>j", "No event is listed");
}

#[test]
fn has_nothing_to_do_without_events() {
    for size in [(120, 40), (80, 24), (40, 10)] {
        let mut person = Person::at(Dataset::default(), size);
        person.keys("jkG<home>+-_[]hlT*!FXmn{}uU<lt>><enter>yyz<tab><tab> -<enter>c<enter><esc>/a<enter>\\b<enter>t2024<enter>");
        assert_eq!(person.selected(), "nothing");
        assert_eq!(person.listed(), [""; 0]);
    }
}

#[test]
fn zooms_from_everything_to_a_second_and_back_in_sixty_keys() {
    let text = include_str!("../../../data/big-history.ron");
    let mut person = Person::at(crate::store::read("big-history", text).dataset, (120, 40));
    let mut keys = 0;
    while person.app.window().unwrap().seconds() > 1 {
        person.keys("+");
        keys += 1;
        assert!(person.app.selected().is_some(), "the event stays after {keys} keys");
        assert!(keys < 100, "it never ends");
    }
    person.keys("_");
    assert_eq!(person.app.chosen().window, None);
    assert!(keys < 60, "{keys} keys");
}
