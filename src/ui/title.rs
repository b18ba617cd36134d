//! The first line: which data, how much of it, which stretch of time.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::{pen::Pen, stage};
use crate::{
    app::{App, Loading, regions::LEAST},
    domain::Moment,
    question::{Reading, Window},
};

/// The room that the name of the data has at least.
const LEAST_TITLE: usize = 12;

pub(super) fn draw(pen: &mut Pen<'_>, app: &App, area: Rect) {
    let theme = pen.look.theme;
    pen.paint(area, theme.bar);
    let about = app.about();
    let mut right = String::new();
    if let Some(loading) = app.loading() {
        right = match loading {
            Loading::GoesOn(percent) => format!("reading {percent} %  "),
            Loading::Stopped(percent) => format!("only {percent} % were read  "),
        };
    } else if app.is_waiting() {
        right = format!("counting{}  ", pen.glyphs().ellipsis);
    } else if about.problems > 0 {
        let plural = if about.problems == 1 { "" } else { "s" };
        right = format!("{} problem{plural}: dateline check  ", about.problems);
    }
    let marks = app.chosen().kept.marks.len();
    if marks > 0 {
        right = format!("{right}{}{marks}  ", pen.glyphs().mark);
    }
    if let Some(name) = app.view_name().filter(|_| area.width >= 80) {
        let most = usize::from(area.width / 6);
        let name: String = name.chars().take(most).collect();
        right = format!("{right}view: {name}  ");
    }
    if area.width > LEAST.0 + 20 {
        if let Some(progress) = app.story_progress() {
            right = format!("{right}story {progress}  ");
        }
        right = format!("{right}{} ", about.zone.name());
    }
    let title = if about.title.is_empty() {
        about.files.first().map(ToString::to_string).unwrap_or_default()
    } else {
        about.title.to_string()
    };
    let least = LEAST_TITLE.min(title.width());
    let forms = forms(app, pen.glyphs().ascii);
    let width = |form: &Form| form.0.width() + form.1.width();
    let taken = width(&forms[1]) + least + right.width();
    let presenting =
        stage::title_text(app, pen.glyphs(), usize::from(area.width).saturating_sub(taken));
    right = format!("{presenting}{right}");
    let room = area.width.saturating_sub(right.width() as u16);
    let fits = |least: usize| move |form: &&Form| width(form) + least <= usize::from(room);
    // Where even the shortest leaves little to the name of the data, the name has what there is.
    let form = forms.iter().find(fits(least)).or_else(|| forms.iter().rfind(fits(0)));
    let (front, tail) = form.unwrap_or(&forms[0]);
    let title_room = usize::from(room).saturating_sub(front.width() + tail.width()) as u16;
    let line = Rect { width: room, ..area };
    let mut used = pen.put_all(line, &[(front, theme.bar.patch(fg_only(theme.key)))]);
    used += pen.put(
        (area.x + used, area.y),
        title_room,
        &title,
        theme.bar.add_modifier(theme.strong.add_modifier),
    );
    pen.put((area.x + used, area.y), room.saturating_sub(used), tail, theme.bar);
    let style =
        if about.problems > 0 { theme.bar.patch(fg_only(theme.warning)) } else { theme.bar };
    pen.put_right(area.as_position().into(), area.width, &right, style);
}

/// What stands before the name of the data, and what behind it.
type Form = (&'static str, String);

const FRONT: &str = " dateline  ";

/// Returns the ways to say what is shown beside the name of the data, the longest first.
///
/// Which part of the axis is looked at is said before anything else: the axis alone may name neither day nor
/// year. The whole file is left to the strip, where there is no room for it.
fn forms(app: &App, ascii: bool) -> Vec<Form> {
    let [full, brief, bare] = count_texts(app);
    let tail = |count: &str, stretch: &str| format!("   {count}   {stretch}  ");
    let without = (FRONT, tail(&full, ""));
    let Some(window) = app.window() else { return vec![without.clone(), without] };
    let short = window_text(window, ascii);
    let long = format!("{short} ({})", length_text(window.seconds() as f64));
    if app.chosen().window.is_none() {
        return vec![(FRONT, tail(&full, &long)), without];
    }
    vec![
        (FRONT, tail(&full, &long)),
        (FRONT, tail(&full, &short)),
        (" ", tail(&full, &short)),
        (" ", tail(&brief, &short)),
        (" ", tail(&bare, &short)),
    ]
}

/// Returns how many events are listed, and how many of them are certainly what is asked for; then in fewer words.
fn count_texts(app: &App) -> [String; 3] {
    let (total, answer) = (app.about().total, app.answer());
    let shown = answer.possible;
    let of = if shown == total { String::new() } else { format!(" of {}", thousands(total)) };
    let certain = match answer.certain {
        certain if certain == shown => String::new(),
        certain => format!(", {} certainly", thousands(certain)),
    };
    let word = match (app.chosen().window, app.chosen().reading) {
        (None, _) => "",
        (Some(_), Reading::Active) => " active",
        (Some(_), Reading::Starts) => " beginning",
    };
    let events = if total == 1 { "event" } else { "events" };
    let bare = format!("{}{of}", thousands(shown));
    [format!("{bare} {events}{word}{certain}"), format!("{bare}{word}{certain}"), bare]
}

/// Keeps the bar's own ground under a style.
fn fg_only(style: ratatui::style::Style) -> ratatui::style::Style {
    ratatui::style::Style { bg: None, ..style }
}

/// Returns a window as people write it: `2019-03 – 2021-09`, no finer than its length calls for.
fn window_text(window: Window, ascii: bool) -> String {
    let seconds = window.seconds();
    let fine = |moment: Moment| {
        let civil = moment.civil();
        let date = civil.to_string();
        match seconds {
            ..120 => {
                format!("{date} {:02}:{:02}:{:02}", civil.hour, civil.minute, civil.second)
            }
            120..172_800 => format!("{date} {:02}:{:02}", civil.hour, civil.minute),
            172_800..15_552_000 => date,
            15_552_000..315_360_000 => date[..date.len() - 3].to_owned(),
            _ => year_text(civil.year),
        }
    };
    let dash = if ascii { "-" } else { "–" };
    let (from, mut to) = (fine(window.from), fine(window.to));
    // A day that both ends share is said once.
    if let (Some((day, _)), Some((same, time))) = (from.split_once(' '), to.split_once(' '))
        && day == same
    {
        to = time.to_owned();
    }
    format!("{from} {dash} {to}")
}

/// Returns a year as people write it.
pub(super) fn year_text(year: i64) -> String {
    match year {
        ..=-1_000_000_000 => format!("{} Ga", -(year as f64 / 1e8).round() / 10.0),
        -999_999_999..=-1_000_000 => format!("{} Ma", -(year as f64 / 1e5).round() / 10.0),
        -999_999..=-10_000 => format!("{} BC", thousands(year.unsigned_abs())),
        -9_999..=0 => format!("{} BC", 1 - year),
        1..=999 => format!("AD {year}"),
        _ => year.to_string(),
    }
}

/// Returns a length of time in the largest unit that gives at least two of it.
pub(super) fn length_text(seconds: f64) -> String {
    const UNITS: [(&str, f64); 7] = [
        ("year", 31_556_952.0),
        ("month", 2_629_746.0),
        ("week", 604_800.0),
        ("day", 86_400.0),
        ("hour", 3_600.0),
        ("minute", 60.0),
        ("second", 1.0),
    ];
    let (name, unit) =
        UNITS.into_iter().find(|(_, unit)| seconds >= unit * 2.0).unwrap_or(UNITS[6]);
    let n = seconds / unit;
    let n = if n < 10.0 { (n * 10.0).round() / 10.0 } else { n.round() };
    let plural = if (n - 1.0).abs() < f64::EPSILON { "" } else { "s" };
    if n >= 1e9 {
        return format!("{:.1} billion {name}s", n / 1e9);
    }
    if n >= 1e6 {
        return format!("{:.0} million {name}s", n / 1e6);
    }
    format!("{} {name}{plural}", thousands_of(n))
}

fn thousands_of(n: f64) -> String {
    if n < 1000.0 { n.to_string() } else { thousands(n as u64) }
}

/// Returns a number with its thousands apart: `1,204`.
pub(super) fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_numbers_and_lengths_as_people_do() {
        assert_eq!(thousands(1_204), "1,204");
        assert_eq!(thousands(12), "12");
        assert_eq!(thousands(10_000_000), "10,000,000");
        assert_eq!(length_text(86_400.0 * 31.0), "4.4 weeks");
        assert_eq!(length_text(1.0), "1 second");
        assert_eq!(length_text(31_556_952.0 * 13.8e9), "13.8 billion years");
        let day = |n: i64| Moment(n * 86_400);
        let one = Window { from: day(0), to: day(1).plus(-1) };
        assert_eq!(window_text(one, true), "1970-01-01 00:00 - 23:59");
        let two = Window { from: Moment(60), to: Moment(61) };
        assert_eq!(window_text(two, true), "1970-01-01 00:01:00 - 00:01:01");
        assert_eq!(year_text(-43), "44 BC");
        assert_eq!(year_text(-13_800_000_000), "13.8 Ga");
    }
}
