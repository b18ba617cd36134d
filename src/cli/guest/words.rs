//! The words of a line, split as a shell would, and the query that some of them are.

/// A word.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Word<'a> {
    /// The word with its quotes, as it was typed.
    typed: &'a str,
    /// What it means to a shell.
    pub(super) text: String,
}

impl Word<'_> {
    /// Returns what follows its beginning, as a word of its own.
    pub(super) fn after(self, beginning: &str) -> Self {
        let typed = self.typed.strip_prefix(beginning).unwrap_or_default();
        let text = self.text.strip_prefix(beginning).unwrap_or_default().to_owned();
        Self { typed, text }
    }
}

/// Splits a line into words; `None` if a quote is never closed.
///
/// A `#` begins a word like any other letter: nobody writes a comment to a server.
pub(super) fn split(line: &str) -> Option<Vec<Word<'_>>> {
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n');
    let mut words = Vec::new();
    let mut rest = line;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\n']);
        if rest.is_empty() {
            return Some(words);
        }
        let spaces = rest.bytes().enumerate().filter(|(_, byte)| is_space(byte)).map(|(at, _)| at);
        let ends = spaces.chain([rest.len()]);
        let word = ends
            .map(|end| rest.split_at(end))
            .find_map(|(typed, behind)| Some((Word { typed, text: unquoted(typed)? }, behind)));
        let (word, behind) = word?;
        words.push(word);
        rest = behind;
    }
}

/// Returns what one word means to a shell; `None` if it ends within quotes.
fn unquoted(typed: &str) -> Option<String> {
    if typed.starts_with('#') {
        return Some(typed.to_owned());
    }
    shlex::split(typed)?.pop()
}

/// Returns the query that some words are; `None` if there are none.
///
/// ssh joins its words with spaces, so the quotes around a query are gone when they arrive, and those in it are left:
/// `ssh HOST 'country:MLI "two words"'`. What stands in double quotes is a phrase, then, unless it is all there is.
pub(super) fn query(words: &[Word<'_>]) -> Option<String> {
    match words {
        [] => None,
        [word] => Some(word.text.clone()),
        several => Some(several.iter().map(among_others).collect::<Vec<_>>().join(" ")),
    }
}

/// Returns the part of a query that a word is.
fn among_others(word: &Word<'_>) -> String {
    if word.typed.contains('"') && !word.typed.starts_with('\'') {
        word.typed.to_owned()
    } else if word.text.contains(char::is_whitespace) {
        format!("({})", word.text)
    } else {
        word.text.clone()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(line: &str, texts: &[&str], asked: &str) {
        let words = split(line).unwrap();
        let found: Vec<_> = words.iter().map(|word| word.text.as_str()).collect();
        assert_eq!((found.as_slice(), query(&words).as_deref()), (texts, Some(asked)), "{line}");
    }

    #[test]
    fn splits_as_a_shell_would() {
        check("country:MLI  after:2024", &["country:MLI", "after:2024"], "country:MLI after:2024");
        check("'country:MLI after:2024'", &["country:MLI after:2024"], "country:MLI after:2024");
        check(r"two\ words x", &["two words", "x"], "(two words) x");
        check("'' #x\n", &["", "#x"], " #x");
        assert_eq!(split(" \t\n"), Some(Vec::new()));
        for line in ["it's", "a \"b c", "a\\"] {
            assert_eq!(split(line), None, "{line}");
        }
    }

    #[test]
    fn keeps_the_phrases_of_a_query() {
        check(
            "country:MLI \"truck driver\"",
            &["country:MLI", "truck driver"],
            "country:MLI \"truck driver\"",
        );
        check("group:\"the crew\" x", &["group:the crew", "x"], "group:\"the crew\" x");
        check("'a or \"b c\"' x", &["a or \"b c\"", "x"], "(a or \"b c\") x");
    }

    proptest! {
        #[test]
        fn agrees_with_the_splitting_of_shells(line in "[ab '\"\\\\\t\n:é-]{0,40}") {
            let texts = split(&line).map(|words| words.into_iter().map(|word| word.text).collect());
            prop_assert_eq!(texts, shlex::split(&line));
        }
    }
}
