//! Citing an event according to its sources, as text, Markdown or BibTeX.
//!
//! A citation names the date with how precisely it is known, because whoever reads it elsewhere does not see
//! the axis. It makes nothing up: what no source states is left out, and that there is no source is said.

use std::fmt::Write;

use super::{Clean, Source, When, fold, markdown, markdown_link, web_address};

/// The most letters that an id gives to the key of a BibTeX entry.
const LONGEST_KEY: usize = 40;
/// What is said of an event without a source.
const NO_SOURCE: &str = "no source is given";

/// How a citation is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CitationStyle {
    /// One line of text.
    Plain,
    /// One line of Markdown, in which addresses are links.
    Markdown,
    /// An entry of BibTeX for each source, and one for an event without any.
    BibTex,
}

/// What is cited.
#[derive(Debug, Clone)]
pub struct Cited<'a> {
    /// The id of the event.
    pub id: &'a Clean,
    /// What happened.
    pub title: &'a Clean,
    /// When.
    pub when: Option<&'a When>,
    /// Who says so; all of them are cited, in this order.
    pub sources: Vec<&'a Source>,
}

/// Cites an event.
///
/// ```
/// use dateline::domain::{CitationStyle, Cited, Clean, Source, When, cite};
///
/// let source = Source { title: Clean::new("The release"), ..Source::default() };
/// let when = When::parse("2025-08").unwrap();
/// let (id, title) = (Clean::new("a"), Clean::new("Four drivers freed"));
/// let cited = Cited { id: &id, title: &title, when: Some(&when), sources: vec![&source] };
/// assert_eq!(
///     cite(CitationStyle::Plain, &cited),
///     "Four drivers freed, August 2025, known to the month. Source: \"The release\"."
/// );
/// ```
#[must_use]
pub fn cite(style: CitationStyle, event: &Cited<'_>) -> String {
    match style {
        CitationStyle::Plain => line(event.title, &event.dated(), event, Source::text),
        CitationStyle::Markdown => {
            let title = format!("**{}**", markdown(event.title));
            line(&title, &markdown(&event.dated()), event, Source::markdown)
        }
        CitationStyle::BibTex => bibtex(event),
    }
}

fn line(title: &str, date: &str, event: &Cited<'_>, text: fn(&Source) -> String) -> String {
    let sources: Vec<String> = event.sources.iter().map(|source| text(source)).collect();
    match sources.as_slice() {
        [] => format!("{title}, {date}; {NO_SOURCE}."),
        [source] => format!("{title}, {date}. Source: {source}."),
        sources => {
            let numbered: Vec<String> =
                (1..).zip(sources).map(|(n, source)| format!("({n}) {source}")).collect();
            format!("{title}, {date}. Sources: {}.", numbered.join("; "))
        }
    }
}

impl Cited<'_> {
    /// Returns the date in words and how precisely it is known.
    fn dated(&self) -> String {
        let words = |when: &When| format!("{}, {}", when.text(), when.known());
        self.when.map_or_else(|| "no date is given".to_owned(), words)
    }
}

impl Source {
    /// Describes it in a line: authors, title, publisher, date, address.
    #[must_use]
    pub fn text(&self) -> String {
        let title = (!self.is_only_an_address()).then(|| format!("\"{}\"", self.title));
        let address = self.url.as_ref().map(|url| match web_address(url) {
            Some(_) => format!("<{url}>"),
            None => url.to_string(),
        });
        let publisher = self.publisher.as_ref().map(Clean::to_string);
        joined([self.byline(), title, publisher, self.published.as_ref().map(When::text), address])
    }

    /// Describes it in a line of Markdown, in which the title links to the address.
    #[must_use]
    pub fn markdown(&self) -> String {
        let title = match &self.url {
            Some(url) => markdown_link(&self.title, url),
            None => format!("\"{}\"", markdown(&self.title)),
        };
        let publisher = self.publisher.as_ref().map(|name| markdown(name));
        let date = self.published.as_ref().map(|when| markdown(&when.text()));
        let authors = self.byline().map(|names| markdown(&names));
        joined([authors, Some(title), publisher, date])
    }

    /// Tells whether its title is its address because nothing else is known of it.
    fn is_only_an_address(&self) -> bool {
        self.url.as_ref() == Some(&self.title)
    }

    /// Names its authors as a sentence does.
    fn byline(&self) -> Option<String> {
        let names: Vec<&str> = self.authors.iter().map(Clean::as_str).collect();
        match names.as_slice() {
            [] => None,
            [one] => Some((*one).to_owned()),
            [some @ .., last] => Some(format!("{} and {last}", some.join(", "))),
        }
    }
}

fn joined<const N: usize>(parts: [Option<String>; N]) -> String {
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

fn bibtex(event: &Cited<'_>) -> String {
    let about = format!("On: {}, {}", event.title, event.dated());
    let mut keys = Vec::new();
    let mut text = String::new();
    if event.sources.is_empty() {
        let key = key(&mut keys, &[event.id]);
        let fields = [
            ("title", format!("{{{}}}", tex(event.title))),
            ("note", tex(&format!("{about}; {NO_SOURCE}"))),
        ];
        entry(&mut text, &key, &fields);
    }
    for source in &event.sources {
        let key = key(&mut keys, &[event.id, &source.id]);
        entry(&mut text, &key, &fields(source, about.clone()));
    }
    text
}

/// Returns the fields of an entry with their values, which hold as many opening braces as closing ones.
fn fields(source: &Source, mut note: String) -> Vec<(&'static str, String)> {
    let authors: Vec<String> = source.authors.iter().map(|name| tex_name(name)).collect();
    // Without braces of its own, a style would write the title in lower case.
    let mut fields = vec![("title", format!("{{{}}}", tex(&source.title)))];
    if !authors.is_empty() {
        fields.insert(0, ("author", authors.join(" and ")));
    }
    if let Some(publisher) = &source.publisher {
        fields.push(("publisher", format!("{{{}}}", tex(publisher))));
    }
    if let Some(published) = &source.published {
        let date = published.canonical();
        if date.bytes().all(|b| b.is_ascii_digit() || b == b'-' || b == b'/') {
            fields.push(("date", date));
        } else {
            let _ = write!(note, "; published {}", published.text());
        }
        fields.extend(year(published).map(|year| ("year", year)));
    }
    match source.url.as_ref().map(|url| (web_address(url), url)) {
        // An address is taken as it stands; it holds neither a brace nor a backslash.
        Some((Some(address), _)) => fields.push(("url", address)),
        Some((None, url)) => {
            let _ = write!(note, "; address: {url}");
        }
        None => {}
    }
    fields.push(("note", tex(&note)));
    fields
}

/// Returns the year of a date of which no other is possible, if it is one of four digits.
fn year(when: &When) -> Option<String> {
    let (first, last) = when.bound_texts();
    let year = first.split('-').next()?;
    let is_year = year.len() == 4 && last.split('-').next() == Some(year);
    is_year.then(|| year.to_owned())
}

fn entry(text: &mut String, key: &str, fields: &[(&str, String)]) {
    let _ = writeln!(text, "@misc{{{key},");
    for (name, value) in fields {
        let _ = writeln!(text, "  {name} = {{{value}}},");
    }
    text.push_str("}\n");
}

/// Makes a key that no other entry has: ASCII letters and digits alone.
fn key(taken: &mut Vec<String>, ids: &[&Clean]) -> String {
    let letters = |id: &&Clean| {
        fold(id).chars().filter(char::is_ascii_alphanumeric).take(LONGEST_KEY).collect::<String>()
    };
    let key: String = ids.iter().map(letters).collect();
    let key = if key.is_empty() { "event".to_owned() } else { key };
    let mut free = key.clone();
    for n in 2_u32.. {
        if !taken.contains(&free) {
            break;
        }
        free = format!("{key}{n}");
    }
    taken.push(free.clone());
    free
}

/// Escapes a text for a value of BibTeX.
fn tex(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' | '%' | '$' | '#' | '_' => {
                escaped.push('\\');
                escaped.push(c);
            }
            // BibTeX counts braces even behind a backslash, so a lone one would swallow the entries below.
            '{' => escaped.push_str(r"\textbraceleft{}"),
            '}' => escaped.push_str(r"\textbraceright{}"),
            '~' => escaped.push_str(r"\textasciitilde{}"),
            '^' => escaped.push_str(r"\textasciicircum{}"),
            '\\' => escaped.push_str(r"\textbackslash{}"),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// Escapes the name of an author; one that BibTeX would take apart is kept whole.
fn tex_name(name: &str) -> String {
    let is_divided = name.contains(',')
        || name.split_whitespace().any(|word| matches!(&*fold(word), "and" | "others"));
    let name = tex(name);
    if is_divided { format!("{{{name}}}") } else { name }
}

#[cfg(test)]
mod tests;
