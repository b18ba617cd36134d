//! Text from outside inside of other languages: whatever it holds, it stays text.

/// Escapes a text for a line of Markdown, so that it is shown as it is.
///
/// It may stand at the beginning of a paragraph, of a list item or of a cell. Space around it is left out.
///
/// ```
/// use dateline::domain::markdown;
///
/// assert_eq!(markdown("1. *Not* a list"), r"1\. \*Not\* a list");
/// ```
#[must_use]
pub fn markdown(text: &str) -> String {
    let text = text.trim();
    // A number in front of a dot or a bracket would begin a list.
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    for (at, c) in text.char_indices() {
        let is_markup = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '{' | '<' | '>' | '|' | '~' | '&' | '$' | '#'
            | '^' => true,
            '-' | '+' | '=' | ':' => at == 0,
            '.' | ')' => digits > 0 && at == digits,
            _ => false,
        };
        if is_markup {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// Returns a text in Markdown that links to an address, or the text and the address where it leads to no page.
#[must_use]
pub fn markdown_link(text: &str, address: &str) -> String {
    match web_address(address) {
        Some(url) => {
            // The bracket would end the address, and `&copy;` would be read as a sign.
            let url = url.replace('(', "%28").replace(')', "%29").replace('&', "&amp;");
            format!("[{}]({url})", markdown(text))
        }
        None if address == text => markdown(text),
        None => format!("{} {}", markdown(text), markdown(address)),
    }
}

/// Returns an address as other programs want it (RFC 3986), if it is one that a browser may open: http or https.
///
/// What an address cannot hold, letters beyond ASCII too, is written as `%` and two digits for each byte.
///
/// ```
/// use dateline::domain::web_address;
///
/// assert_eq!(web_address("https://x.org/é").as_deref(), Some("https://x.org/%C3%A9"));
/// assert_eq!(web_address("javascript:alert(1)"), None);
/// ```
#[must_use]
pub fn web_address(text: &str) -> Option<String> {
    let is_web = ["http://", "https://"].iter().any(|scheme| {
        let start = text.get(..scheme.len());
        text.len() > scheme.len() && start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    if !is_web || text.contains(char::is_whitespace) {
        return None;
    }
    let mut address = String::with_capacity(text.len());
    for (at, byte) in text.bytes().enumerate() {
        let is_escape = || {
            let digits = text.as_bytes().get(at + 1..at + 3);
            digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
        };
        let fits = match byte {
            b'%' => is_escape(),
            _ => byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=".contains(&byte),
        };
        if fits {
            address.push(char::from(byte));
        } else {
            address.push('%');
            address.extend([byte >> 4, byte & 15].map(hex));
        }
    }
    Some(address)
}

fn hex(digit: u8) -> char {
    char::from(if digit < 10 { b'0' + digit } else { b'A' + digit - 10 })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag};

    use super::*;
    use crate::domain::Clean;

    /// Returns what a reader of Markdown shows as text; fails if there is anything but one paragraph of text.
    fn shown(markdown: &str) -> Result<String, String> {
        let mut text = String::new();
        for event in Parser::new_ext(markdown, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
            match event {
                Event::Text(part) => text.push_str(&part),
                Event::Start(Tag::Paragraph) | Event::End(_) => {}
                other => return Err(format!("{markdown:?}: {other:?}")),
            }
        }
        Ok(text)
    }

    #[test]
    fn leaves_ordinary_text_as_it_is() {
        for text in ["Goïta’s visit (Bamako), 5 August 2025: why?", "a - b + c = d", "日本", ""]
        {
            assert_eq!(markdown(text), text);
        }
    }

    #[test]
    fn is_shown_as_it_is() {
        for text in [
            "# no heading",
            "- no list",
            "12) no list",
            "2025. A year",
            "a | b",
            "<script>alert(1)</script>",
            "![x](javascript:alert(1))",
            "[x]: https://example.org",
            "`code` ``",
            "&copy; ~~gone~~ $x$ **b** __c__",
            "===",
            "---",
            ":::",
            "back\\slash\\",
            "the end #",
        ] {
            assert_eq!(shown(&markdown(text)), Ok(text.to_owned()));
        }
    }

    #[test]
    fn links_to_pages_alone() {
        assert_eq!(
            markdown_link("A [report]", "https://x.org/a_(b)?c&copy;"),
            r"[A \[report\]](https://x.org/a_%28b%29?c&amp;copy;)"
        );
        assert_eq!(markdown_link("A", "javascript:a[1]"), r"A javascript:a\[1\]");
        assert_eq!(markdown_link("ftp://x", "ftp://x"), "ftp://x");
    }

    #[test]
    fn takes_for_an_address_what_a_browser_may_open() {
        let is = |text: &str, address: Option<&str>| {
            assert_eq!(web_address(text).as_deref(), address, "{text}");
        };
        is("HTTPS://x.org/%41%4", Some("HTTPS://x.org/%41%254"));
        is("http://x.org/\"><b>\\", Some("http://x.org/%22%3E%3Cb%3E%5C"));
        is("https://", None);
        is("https://x.org/ a", None);
        is("//x.org", None);
        is("data:text/html,x", None);
    }

    proptest! {
        #[test]
        fn stays_text_whatever_it_holds(raw in any::<String>()) {
            let text = Clean::new(&raw);
            prop_assert_eq!(shown(&markdown(&text)), Ok(text.trim().to_owned()));
        }

        #[test]
        fn stays_text_where_it_is_nothing_but_marks(text in "[-+=:.()0-9#*_`~<>|&$!^%@\\[\\]{}\\\\a ]{0,12}") {
            prop_assert_eq!(shown(&markdown(&text)), Ok(text.trim().to_owned()));
        }

        #[test]
        fn makes_addresses_of_their_own_letters(rest in any::<String>()) {
            if let Some(address) = web_address(&format!("https://{rest}")) {
                let is_fit = |b: u8| b.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&b);
                prop_assert!(address.bytes().all(is_fit), "{address}");
                prop_assert_eq!(web_address(&address), Some(address.clone()));
            }
        }
    }
}
