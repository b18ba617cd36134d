//! Where the lines of the details show an address that a browser may open.

use std::ops::Range;

use super::DetailLine;
use crate::domain::web_address;

/// An address in a line, or the part of one that was wrapped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The source that it belongs to: its place in the list of sources, from 0.
    pub source: usize,
    /// The whole address as other programs want it: http or https, percent-encoded.
    pub url: String,
    /// The bytes of the line's text that show it.
    pub bytes: Range<usize>,
}

/// Notes in the lines of a source where they show its address, if that leads to a page.
pub(super) fn mark(lines: &mut [DetailLine], source: usize, shown: &str) {
    let Some(url) = web_address(shown) else { return };
    // Wrapping and indenting change nothing but spaces, and an address has none.
    let letters: String = lines.iter().flat_map(|line| line.text.split(' ')).collect();
    let Some(from) = letters.find(shown) else { return };
    let to = from + shown.len();
    let mut at = 0;
    for line in lines {
        let mut bytes: Option<Range<usize>> = None;
        for (byte, letter) in line.text.char_indices().filter(|(_, letter)| *letter != ' ') {
            if (from..to).contains(&at) {
                bytes = Some(bytes.map_or(byte, |bytes| bytes.start)..byte + letter.len_utf8());
            }
            at += letter.len_utf8();
        }
        line.address = bytes.map(|bytes| Address { source, url: url.clone(), bytes });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::detail::Tone;

    /// Marks an address in lines; returns what each line shows of it.
    fn shown<'a>(texts: &[&'a str], url: &str) -> Vec<&'a str> {
        let line = |text: &&str| DetailLine {
            label: "",
            text: (*text).to_owned(),
            tone: Tone::Text,
            address: None,
        };
        let mut lines: Vec<_> = texts.iter().map(line).collect();
        mark(&mut lines, 0, url);
        let bytes = |(line, text): (&DetailLine, &&'a str)| {
            line.address.as_ref().map_or("", |address| &text[address.bytes.clone()])
        };
        lines.iter().zip(texts).map(bytes).collect()
    }

    #[test]
    fn finds_an_address_over_wrapped_lines() {
        let url = "https://x.org/a-long-é";
        assert_eq!(
            shown(&["[1] Title", "    https://x.", "    org/a-long", "    -é"], url),
            ["", "https://x.", "org/a-long", "-é"]
        );
        assert_eq!(
            shown(&["[1] https://x.org/", "a-long-é, Wire, 2025"], url),
            ["https://x.org/", "a-long-é"]
        );
    }

    #[test]
    fn marks_nothing_that_leads_to_no_page() {
        for url in ["javascript:alert(1)", "file:///etc/passwd", "https://x.org/a b", "https://"] {
            assert_eq!(shown(&["[1] Title", url], url), ["", ""]);
        }
    }
}
