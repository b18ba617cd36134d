//! The details of an event as lines of text, wrapped for a pane.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::{DetailLine, Tone, address};
use crate::{
    domain::{Clean, Edge, Extent, Language, Moment, Place, Source, When, between, relative},
    question::{Detail, Known, Window},
};

/// The width of the words in front.
pub const LABEL: u16 = 7;

/// From this width on the details lie low and wide under the list, where a blank line costs more than it gives.
const ROOMY: u16 = 70;

/// What the details say beside what the data does.
#[derive(Debug, Clone)]
pub struct Beside<'a> {
    /// The marked events, in the order of the list.
    pub marks: Vec<&'a Known>,
    /// What the person has noted.
    pub note: Option<&'a Clean>,
    /// The moment that `today` means.
    pub now: Moment,
    /// The language in which countries are named.
    pub language: Language,
}

/// Lays out the details for a pane of this width.
#[must_use]
pub fn lines(detail: &Detail, beside: &Beside<'_>, width: u16) -> Vec<DetailLine> {
    let Beside { marks, note, now, language } = beside;
    let mut page = Page { width, now: *now, lines: Vec::new() };
    page.push("", &detail.title, Tone::Title);
    page.date(detail);
    if !detail.summary.is_empty() {
        page.gap_if(width < ROOMY);
        page.push_indented("", &detail.summary, Tone::Text, 0);
        page.gap_if(width < ROOMY);
    }
    let names = detail.countries.iter().map(|country| country.name_in(*language));
    let countries: Vec<_> = names.collect();
    page.text("Where", &countries.join(", "));
    for place in &detail.places {
        page.push("", &place_text(place), Tone::Quiet);
    }
    for (n, party) in detail.parties.iter().enumerate() {
        let role = party.role.as_ref().map(|role| format!(" · {role}")).unwrap_or_default();
        page.text(if n == 0 { "Who" } else { "" }, &format!("{}{role}", party.name));
    }
    let sort = [detail.kind.as_deref(), detail.certainty.map(|certainty| certainty.name())];
    page.text("Kind", &sort.into_iter().flatten().collect::<Vec<_>>().join(" · "));
    let tags: Vec<_> = detail.tags.iter().map(Clean::as_str).collect();
    page.text("Tags", &tags.join(", "));
    page.text("File", detail.file.as_deref().unwrap_or_default());
    page.text("Note", note.map_or("", |note| note));
    page.claims(detail);
    page.links(detail);
    page.marks(detail, marks);
    page.sources(detail);
    page.lines
}

struct Page {
    width: u16,
    now: Moment,
    lines: Vec<DetailLine>,
}

impl Page {
    fn text(&mut self, label: &'static str, text: &str) {
        if !text.is_empty() {
            self.push(label, text, Tone::Text);
        }
    }

    fn push(&mut self, label: &'static str, text: &str, tone: Tone) {
        let indent = match (label, tone) {
            ("", Tone::Title | Tone::Heading | Tone::Date | Tone::Warning) => 0,
            _ => LABEL,
        };
        self.push_indented(label, text, tone, indent);
    }

    /// Wraps a text beside the words in front (`indent` cells), which only the first line has.
    fn push_indented(&mut self, label: &'static str, text: &str, tone: Tone, indent: u16) {
        let room = usize::from(self.width.saturating_sub(indent)).max(8);
        let mut label = if indent == 0 { "" } else { label };
        let space = " ".repeat(usize::from(indent));
        for line in wrap(text, room) {
            let front = if label.is_empty() { space.as_str() } else { "" };
            let text = format!("{front}{line}");
            self.lines.push(DetailLine { label, text, tone, address: None });
            label = "";
        }
    }

    fn gap_if(&mut self, wanted: bool) {
        if wanted {
            self.gap();
        }
    }

    fn gap(&mut self) {
        self.empty(Tone::Text);
    }

    fn empty(&mut self, tone: Tone) {
        self.lines.push(DetailLine { label: "", text: String::new(), tone, address: None });
    }

    fn date(&mut self, detail: &Detail) {
        let Some(when) = &detail.when else {
            return self.push("", "No date is given", Tone::Date);
        };
        let text = when.text();
        let weekday = weekday(when).map(|day| format!("{day}, ")).unwrap_or_default();
        let known = when.known();
        self.push("", &format!("{weekday}{text} · {known}"), Tone::Date);
        if let Some(length) = when.length(self.now) {
            self.push("", &format!("lasted {}", length.text()), Tone::Date);
        }
        if detail.conflict {
            self.push("", "The sources give dates that cannot all be true", Tone::Warning);
        }
    }

    fn claims(&mut self, detail: &Detail) {
        if detail.claims.is_empty() {
            return;
        }
        self.gap();
        self.push("", "According to", Tone::Heading);
        let differ = claims_window(detail).is_some();
        for (n, claim) in detail.claims.iter().enumerate() {
            let source = detail.sources.get(claim.source.wrapping_sub(1));
            let name = source.map_or("unknown source", |source| source_name(source));
            let at = claim.at.as_ref().map(|at| format!(", {at}")).unwrap_or_default();
            let date = claim.when.as_ref().map(|when| format!(": {}", when.text()));
            self.push_indented(
                "",
                &format!("[{}] {name}{at}{}", claim.source, date.unwrap_or_default()),
                Tone::Text,
                0,
            );
            if differ && claim.when.is_some() {
                self.empty(Tone::Claim(n));
            }
            if let Some(says) = &claim.says {
                self.push_indented("", &format!("says {says}"), Tone::Text, 4);
            }
            if let Some(derived) = &claim.derived {
                self.push_indented("", &format!("derived: {derived}"), Tone::Quiet, 4);
            }
        }
    }

    fn links(&mut self, detail: &Detail) {
        if detail.links.is_empty() {
            return;
        }
        self.gap();
        self.push("", "Related events", Tone::Heading);
        for (n, link) in detail.links.iter().enumerate() {
            let date = link.when.as_ref().map(|when| {
                let apart = detail.when.as_ref().map(|here| relative(here, when));
                let apart = apart.map(|apart| format!("; {apart}")).unwrap_or_default();
                format!(" ({}{apart})", when.label_in(usize::MAX, ""))
            });
            let date = date.unwrap_or_default();
            let lost = if link.to.is_none() { " (not in this data)" } else { "" };
            self.push_indented(
                "",
                &format!("{}: {}{date}{lost}", link.how, link.title),
                Tone::Link(n),
                2,
            );
        }
    }

    /// How far the event is from those that are marked: any two events can be compared so.
    fn marks(&mut self, detail: &Detail, marks: &[&Known]) {
        let Some(here) = &detail.when else { return };
        let others = marks.iter().filter(|mark| mark.key != detail.key);
        let dated = others.filter_map(|mark| mark.when.as_ref().map(|when| (mark, when)));
        for (n, (mark, when)) in dated.enumerate() {
            if n == 0 {
                self.gap();
                self.push("", "Seen from the marked events", Tone::Heading);
            }
            let gap = between(when, here).gap.map(|gap| format!(", {} between", gap.text()));
            let apart = relative(when, here);
            let text = format!("{}: {apart}{}", mark.title, gap.unwrap_or_default());
            self.push_indented("", &text, Tone::Text, 2);
        }
    }

    fn sources(&mut self, detail: &Detail) {
        if detail.sources.is_empty() {
            return;
        }
        self.gap();
        self.push("", "Sources", Tone::Heading);
        for (n, source) in detail.sources.iter().enumerate() {
            let first = self.lines.len();
            self.push_indented("", &format!("[{}] {}", n + 1, source_text(source)), Tone::Text, 0);
            if let Some(url) = source.url.as_ref().filter(|url| **url != source.title) {
                self.push_indented("", url, Tone::Quiet, 4);
            }
            if let Some(url) = &source.url {
                address::mark(&mut self.lines[first..], n, url);
            }
        }
    }
}

/// Returns the stretch of time that the claims of an event are about, if they differ.
#[must_use]
pub fn claims_window(detail: &Detail) -> Option<Window> {
    let dates: Vec<&When> = detail.claims.iter().filter_map(|claim| claim.when.as_ref()).collect();
    if dates.windows(2).all(|pair| pair[0].extent() == pair[1].extent()) {
        return None;
    }
    let edges = dates.iter().flat_map(|when| match when.extent() {
        Extent::Once(span) => vec![span.earliest, span.latest],
        Extent::Lasting { start, end } => {
            vec![start.earliest, start.latest, end.earliest, end.latest]
        }
    });
    let moments: Vec<Moment> = edges
        .filter_map(|edge| match edge {
            Edge::At(moment) => Some(moment),
            Edge::Open | Edge::Unknown => None,
        })
        .collect();
    let (from, to) = (*moments.iter().min()?, *moments.iter().max()?);
    // Some air at the sides, so that an open end can be told from one at the edge.
    let air = (Window { from, to }.seconds() / 8).max(1) as i64;
    Some(Window { from: from.plus(-air), to: to.plus(air) })
}

/// Returns the day of the week of a date that is known to one day: the day that was written, in its own zone.
fn weekday(when: &When) -> Option<String> {
    let (first, last) = when.bound_texts();
    if first != last || when.is_lasting() {
        return None;
    }
    let day = When::parse(&first).ok()?;
    Some(day.extent().span().first().weekday().to_string())
}

fn place_text(place: &Place) -> String {
    let within = place.within_km.map(|km| format!(", within {km} km")).unwrap_or_default();
    let at = place.position.map(|(lat, lon)| {
        let ns = if lat < 0.0 { 'S' } else { 'N' };
        let ew = if lon < 0.0 { 'W' } else { 'E' };
        format!(" ({:.2} {ns}, {:.2} {ew}{within})", lat.abs(), lon.abs())
    });
    format!("{}{}", place.name, at.unwrap_or_default())
}

fn source_name(source: &Source) -> &str {
    source.publisher.as_ref().unwrap_or(&source.title)
}

fn source_text(source: &Source) -> String {
    let authors: Vec<_> = source.authors.iter().map(Clean::as_str).collect();
    let published = source.published.as_ref().map(|when| when.text());
    let parts = [
        Some(source.title.to_string()),
        Some(authors.join(", ")),
        source.publisher.as_ref().map(ToString::to_string),
        published,
    ];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

/// Breaks a text into lines of at most `room` cells, at spaces where there are any.
pub(in crate::app) fn wrap(text: &str, room: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let width: usize = word.graphemes(true).map(UnicodeWidthStr::width).sum();
        if used > 0 && used + 1 + width > room {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        if width <= room {
            line.push_str(word);
            used += width;
            continue;
        }
        // A word that is wider than the pane, most often an address, is broken where the line ends.
        for cluster in word.graphemes(true) {
            if used + cluster.width() > room {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push_str(cluster);
            used += cluster.width();
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_day_of_the_week_where_one_day_is_known() {
        let day = |text| weekday(&When::parse(text).unwrap());
        assert_eq!(day("2025-08-03").as_deref(), Some("Sun"));
        assert_eq!(day("2025-03-07T21:15:20-05:00").as_deref(), Some("Fri"), "its own zone's day");
        assert_eq!(day("2025-08"), None);
        assert_eq!(day("2025-08-03/2025-08-03"), None);
        assert_eq!(day("/.."), None);
    }

    #[test]
    fn wraps_at_spaces_and_breaks_what_is_too_wide() {
        assert_eq!(wrap("held for months", 9), ["held for", "months"]);
        assert_eq!(wrap("https://example.org/a", 10), ["https://ex", "ample.org/", "a"]);
        assert_eq!(wrap("日本語", 4), ["日本", "語"]);
        assert_eq!(wrap("", 10), [""]);
    }
}
