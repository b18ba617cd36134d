//! Where reading can go on after something that was never closed: the next line that begins an entry.

/// The next such place, remembered so that a long file is searched once.
#[derive(Debug, Default)]
pub(super) struct Sync {
    /// No place is between the first and the second byte; the second is one.
    known: Option<(usize, usize)>,
}

/// The fields of the dataset with the bracket that only they have.
const FIELDS: [(&str, char); 5] =
    [("groups", '{'), ("places", '{'), ("sources", '{'), ("events", '['), ("stories", '[')];
/// The entries of lists.
const ELEMENTS: [&str; 2] = ["Event", "Story"];
/// The entries of tables.
const ENTRIES: [&str; 3] = ["Group", "Place", "Source"];

impl Sync {
    /// Returns the next place at or behind a byte, or the end of the text.
    pub(super) fn next(&mut self, text: &str, from: usize) -> usize {
        if let Some((start, end)) = self.known
            && (start..=end).contains(&from)
        {
            return end;
        }
        let end = find(text, from);
        self.known = Some((from, end));
        end
    }
}

/// Searches byte by byte, so that the cost is the distance however long the lines are.
fn find(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(found) =
        bytes.get(at..).and_then(|rest| rest.iter().position(|b| b"\n(".contains(b)))
    {
        let here = at + found;
        at = here + 1;
        let start =
            if bytes[here] == b'(' { after_comma(text, here) } else { line_start(text, at) };
        if let Some(start) = start.filter(|start| *start >= from) {
            return start;
        }
    }
    text.len()
}

/// Returns where an element begins that follows another on the same line: `),Event(`.
fn after_comma(text: &str, bracket: usize) -> Option<usize> {
    let before = text.get(..bracket)?;
    let start = ELEMENTS.iter().find_map(|name| before.strip_suffix(name))?;
    start.trim_end().ends_with("),").then_some(start.len())
}

/// Returns where the first word of a line begins, if it begins an entry.
fn line_start(text: &str, line: usize) -> Option<usize> {
    /// No key of a table that is worth going on from is longer.
    const LONGEST: usize = 300;
    let rest = text.get(line..)?;
    let line = rest.trim_start_matches([' ', '\t', '\r']);
    let end = line.char_indices().nth(LONGEST).map_or(line.len(), |(end, _)| end);
    begins(&line[..end]).then(|| text.len() - line.len())
}

/// Tells whether a line begins an element, an entry or a field of the dataset.
fn begins(line: &str) -> bool {
    if let Some(rest) = line.strip_prefix('"') {
        let Some((_, rest)) = rest.split_once('"') else {
            return false;
        };
        let Some(value) = rest.trim_start().strip_prefix(':') else {
            return false;
        };
        return ENTRIES.iter().any(|name| opens(value.trim_start(), name, '('));
    }
    let is_field = FIELDS.iter().any(|(name, bracket)| {
        let value = line.strip_prefix(name).and_then(|rest| rest.trim_start().strip_prefix(':'));
        value.is_some_and(|value| value.trim_start().starts_with(*bracket))
    });
    is_field || ELEMENTS.iter().any(|name| opens(line, name, '('))
}

fn opens(text: &str, name: &str, bracket: char) -> bool {
    text.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with(bracket))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, from: usize, expected: &str) {
        assert_eq!(&text[Sync::default().next(text, from)..], expected);
    }

    #[test]
    fn finds_the_next_entry() {
        check("Event(id: 1,\n  Event (id: 2)", 1, "Event (id: 2)");
        check("Event(id:1),Event(id:2)", 1, "Event(id:2)");
        check("Event(id:1), Event(id:2),Event(id:3)", 12, "Event(id:2),Event(id:3)");
        check("Event(id:1), Event(id:2),Event(id:3)", 14, "Event(id:3)");
        check("Event(title: \"the Event(s)\")", 1, "");
        check("x\n \"ap\": Source(", 0, "\"ap\": Source(");
        check("x\n events: [", 0, "events: [");
    }

    #[test]
    fn takes_a_field_of_an_event_for_none() {
        check("Event(\n groups: [\"a\"],\n sources: [\"b\"],\n \"a\": \"b\"", 1, "");
    }

    #[test]
    fn remembers_what_it_searched() {
        let text = "a\nEvent(\nEvent(";
        let mut sync = Sync::default();
        assert_eq!([0, 1, 2, 3].map(|from| sync.next(text, from)), [2, 2, 2, 9]);
    }
}
