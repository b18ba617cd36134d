//! A word of a shell as it was typed, half of a quote perhaps, and how to go on with it.

use std::ops::Range;

use crate::cli::arguments::Shell;

/// A word as it was typed.
#[derive(Debug, Default)]
pub(super) struct Typed {
    /// What it says, without quotes and escapes.
    pub(super) text: String,
    raw: String,
    /// For each byte of the text, where its letter stands in the raw word and how it is quoted.
    origins: Vec<(usize, Quote)>,
    /// How a letter at the end would be quoted.
    end: Quote,
    /// Where the quote that is open at the end begins, behind its sign.
    opened: usize,
}

/// How a letter is quoted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Quote {
    #[default]
    None,
    Single,
    Double,
}

impl Quote {
    /// Returns the sign that opens and closes it.
    const fn sign(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Single => "'",
            Self::Double => "\"",
        }
    }
}

impl Typed {
    /// Reads a word as a shell does.
    pub(super) fn new(raw: &str, shell: Shell) -> Self {
        let mut typed = Self { raw: raw.to_owned(), ..Self::default() };
        let mut letters = raw.char_indices().peekable();
        while let Some((at, letter)) = letters.next() {
            let next = letters.peek().map(|(_, next)| *next);
            match (typed.end, letter) {
                (Quote::None, '\'') => typed.open(Quote::Single, at),
                (Quote::None, '"') => typed.open(Quote::Double, at),
                (Quote::Single, '\'') | (Quote::Double, '"') => typed.end = Quote::None,
                (quote, '\\') if next.is_some_and(|next| escapes(quote, next, shell)) => {
                    let escaped = letters.next().map_or(letter, |(_, escaped)| escaped);
                    typed.push(escaped, at);
                }
                // It escapes what is typed next.
                (Quote::None, '\\') if next.is_none() => {}
                _ => typed.push(letter, at),
            }
        }
        typed
    }

    fn open(&mut self, quote: Quote, at: usize) {
        self.end = quote;
        self.opened = at + quote.sign().len();
    }

    fn push(&mut self, letter: char, at: usize) {
        self.text.push(letter);
        self.origins.resize(self.text.len(), (at, self.end));
    }

    /// Returns what a shell is to put in place of the word so that `insert` follows the text up to `at.end`.
    ///
    /// Z shell and fish quote by themselves; fish alone completes the value of an option, which begins at
    /// `at.start`, without the option. Bash takes letters as they are, and those behind the last of `breaks` or
    /// behind an open quote only.
    pub(super) fn completed(
        &self,
        at: Range<usize>,
        insert: &str,
        shell: Shell,
        breaks: &str,
    ) -> String {
        match shell {
            Shell::Fish => format!("{}{insert}", &self.text[at]),
            Shell::Zsh => format!("{}{insert}", &self.text[..at.end]),
            Shell::Bash => {
                let end = (self.raw.len(), self.end);
                let (raw, quote) = self.origins.get(at.end).copied().unwrap_or(end);
                let mut word = format!("{}{}", &self.raw[..raw], quoted(insert, quote));
                if quote != self.end {
                    word.push_str(quote.sign());
                }
                word.split_off(self.replaced_from(breaks).min(raw))
            }
        }
    }

    /// Returns the byte of the raw word from which bash replaces it.
    fn replaced_from(&self, breaks: &str) -> usize {
        if self.end != Quote::None {
            return self.opened;
        }
        let mut from = 0;
        for (at, letter) in self.text.char_indices() {
            // An escaped letter divides nothing, and does not stand where its backslash does.
            let (origin, quote) = self.origins[at];
            let is_plain = quote == Quote::None && self.raw[origin..].starts_with(letter);
            if is_plain && breaks.contains(letter) {
                from = origin + letter.len_utf8();
            }
        }
        from
    }
}

/// Tells whether a backslash before a letter goes away.
fn escapes(quote: Quote, next: char, shell: Shell) -> bool {
    match quote {
        Quote::None => true,
        Quote::Single => shell == Shell::Fish && "'\\".contains(next),
        Quote::Double => "\"\\$`".contains(next),
    }
}

/// Returns a text as bash has to read it inside of a quote.
fn quoted(text: &str, quote: Quote) -> String {
    let mut quoted = String::with_capacity(text.len());
    for letter in text.chars() {
        match (quote, letter) {
            (Quote::Single, '\'') => quoted.push_str(r"'\''"),
            // An exclamation mark recalls an earlier command even here, and a backslash before it would stay.
            (Quote::Double, '!') => quoted.push_str(r#""\!""#),
            (Quote::Double, '"' | '\\' | '$' | '`') => quoted.extend(['\\', letter]),
            (Quote::None, letter) if !is_plain(letter) => quoted.extend(['\\', letter]),
            _ => quoted.push(letter),
        }
    }
    quoted
}

/// Tells whether a letter means itself to a shell wherever it stands.
fn is_plain(letter: char) -> bool {
    letter.is_alphanumeric() || "-_./@+,:%".contains(letter) || !letter.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(shell: Shell, raw: &str, text: &str) {
        assert_eq!(Typed::new(raw, shell).text, text, "{raw}");
    }

    #[test]
    fn reads_a_word_as_its_shell_does() {
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
            reads(shell, "country:ML", "country:ML");
            reads(shell, "'kind:coup country:ML", "kind:coup country:ML");
            reads(shell, "\"kind:coup country:ML", "kind:coup country:ML");
            reads(shell, r#""tag:\"set free\" a\$b\`c\\d \x""#, r#"tag:"set free" a$b`c\d \x"#);
            reads(shell, r"my\ data.ron", "my data.ron");
            reads(shell, "'a b'c\"d e\"", "a bcd e");
            reads(shell, r"a\", "a");
            reads(shell, "", "");
        }
        reads(Shell::Bash, r"'a\'b", r"a\b");
        reads(Shell::Fish, r"'a\'b\\c", r"a'b\c");
    }

    /// Bash puts `insert` behind the letter `|` of the text, and gets this.
    #[track_caller]
    fn goes_on(raw: &str, insert: &str, replaced: &str) {
        let typed = Typed::new(&raw.replace('|', ""), Shell::Bash);
        let at = Typed::new(raw, Shell::Bash).text.find('|').unwrap();
        let word = typed.completed(0..at, insert, Shell::Bash, " \t\n\"'><=;|&(:");
        assert_eq!(word, replaced, "{raw}");
    }

    #[test]
    fn goes_on_as_bash_wants_it() {
        goes_on("'|cou", "country:", "country:");
        goes_on("|cou", "country:", "country:");
        goes_on("'kind:coup country:|ML", "MLI", "kind:coup country:MLI");
        goes_on("\"kind:coup country:|ML", "MLI", "kind:coup country:MLI");
        goes_on("country:|ML", "MLI", "MLI");
        goes_on("--query=country:MLI,|B", "BFA", "MLI,BFA");
        goes_on("country:'|ML", "MLI", "MLI");
        goes_on("'country:|ML'", "MLI", "'country:MLI'");
    }

    #[test]
    fn quotes_what_would_act_on_a_shell() {
        let value = "\"$(rm -rf ~) `x` it's!\"";
        goes_on("'tag:|", value, "tag:\"$(rm -rf ~) `x` it'\\''s!\"");
        goes_on("\"tag:|", value, "tag:\\\"\\$(rm -rf ~) \\`x\\` it's\"\\!\"\\\"");
        goes_on("tag:|", value, r#"\"\$\(rm\ -rf\ \~\)\ \`x\`\ it\'s\!\""#);
        goes_on("tag:|", "日本", "日本");
    }

    #[test]
    fn leaves_quotes_to_shells_that_quote() {
        let completed = |raw: &str, shell: Shell| {
            let typed = Typed::new(raw, shell);
            typed.completed(8..8, "\"set free\"", shell, "")
        };
        assert_eq!(completed("--query=", Shell::Zsh), "--query=\"set free\"");
        assert_eq!(completed("--query=", Shell::Fish), "\"set free\"");
        assert_eq!(completed("'--query=", Shell::Zsh), "--query=\"set free\"");
    }
}
