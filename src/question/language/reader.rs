//! From terms and parentheses to a filter: a descent by hand, since half-typed text must be read too.

use std::ops::Range;

use super::{
    Mistake, Piece, Query,
    lexer::{Kind, Lexeme, Value, lexemes},
    values::{self, NAMES, Name},
};
use crate::{
    domain::{Clean, nearest},
    question::{Field, Term, Test},
};

/// How deep parentheses may be nested.
const DEEPEST: usize = 50;

pub(super) struct Reader<'a> {
    text: &'a str,
    lexemes: Vec<Lexeme>,
    at: usize,
    is_too_deep: bool,
    /// The last `off:` that switched something off.
    off: Range<usize>,
    query: Query,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let lexemes = lexemes(text);
        Self { text, lexemes, at: 0, is_too_deep: false, off: 0..0, query: Query::default() }
    }

    pub(super) fn read(mut self) -> Query {
        let mut terms = Vec::new();
        loop {
            let mut alternatives = self.alternatives(0);
            if alternatives.len() > 1 {
                self.refuse_off(&mut alternatives);
            }
            join(&mut terms, alternatives, false);
            // Only a parenthesis that nobody opened ends it before the end.
            let Some(close) = self.lexemes.get(self.at) else { break };
            let range = close.range.clone();
            self.at += 1;
            self.wrong(range, "no parenthesis is open here", "take it away, or open one before");
        }
        self.query.filter.terms = terms;
        self.query.mistakes.sort_by_key(|mistake| mistake.range.start);
        self.query.pieces.sort_by_key(|(range, _)| range.start);
        self.query
    }

    /// Takes chips that are switched off out of a choice: a chip is one of all that must hold.
    fn refuse_off(&mut self, alternatives: &mut Vec<Vec<Term>>) {
        if alternatives.iter().flatten().any(|term| term.off) {
            let mut left: Vec<Vec<Term>> = Vec::new();
            for terms in std::mem::take(alternatives) {
                let on: Vec<Term> = terms.into_iter().filter(|term| !term.off).collect();
                if !on.is_empty() && !left.contains(&on) {
                    left.push(on);
                }
            }
            *alternatives = left;
            self.wrong(
                self.off.clone(),
                "off: cannot stand beside `or`",
                "put the others in parentheses: off:(a) (b or c)",
            );
        }
    }

    /// Reads terms up to the end or a closing parenthesis.
    fn alternatives(&mut self, depth: usize) -> Vec<Vec<Term>> {
        let mut all: Vec<Vec<Term>> = Vec::new();
        let mut or: Option<Range<usize>> = None;
        loop {
            let (before, wrong) = (self.at, self.query.mistakes.len());
            let terms = self.conjunction(depth);
            let next = self.lexemes.get(self.at).cloned();
            let next_or = next.filter(|next| next.kind == Kind::Or).map(|next| next.range);
            let is_missing = self.at == before && self.query.mistakes.len() == wrong;
            if is_missing && let Some(or) = or.clone().or_else(|| next_or.clone()) {
                let or_word = self.text[or.clone()].to_owned();
                self.unfinished(
                    or,
                    &format!("`{or_word}` stands between two things"),
                    &in_quotes(&or_word),
                );
            }
            if !terms.is_empty() && !all.contains(&terms) {
                all.push(terms);
            }
            if next_or.is_none() {
                return all;
            }
            or = next_or;
            self.piece(Piece::Operator);
        }
    }

    fn conjunction(&mut self, depth: usize) -> Vec<Term> {
        let mut terms = Vec::new();
        while let Some(lexeme) = self.lexemes.get(self.at) {
            match lexeme.kind {
                Kind::Close | Kind::Or => break,
                Kind::And => self.piece(Piece::Operator),
                _ => self.unary(depth, &mut terms),
            }
        }
        terms
    }

    /// Reads one thing with the minus signs before it.
    fn unary(&mut self, depth: usize, terms: &mut Vec<Term>) {
        let mut exclude = false;
        let mut minus = None;
        while let Some(Lexeme { kind: Kind::Minus | Kind::Not, range }) = self.lexemes.get(self.at)
        {
            exclude = !exclude;
            minus = Some(range.clone());
            self.piece(Piece::Operator);
        }
        let next = self.lexemes.get(self.at).cloned();
        match (next, minus) {
            (Some(Lexeme { kind: Kind::Open, .. }), _) => {
                let alternatives = self.group(depth);
                join(terms, alternatives, exclude);
            }
            (Some(Lexeme { kind: Kind::Term { name, values }, range }), _) => {
                self.at += 1;
                self.term(depth, terms, exclude, (name, &values), range);
            }
            (Some(Lexeme { kind: Kind::Compared { name, sign, value }, range }), _) => {
                self.piece(Piece::Words);
                let [name, sign, value] = [name, sign, value.range].map(|range| &self.text[range]);
                let help = values::instead(name, sign, value);
                self.wrong(range, &format!("a query has no sign `{sign}`"), &help);
            }
            (_, Some(minus)) => {
                let sign = self.text[minus.clone()].to_owned();
                let help = match sign.as_str() {
                    "-" | "!" => "write it without a space: -country:MLI".to_owned(),
                    word => in_quotes(word),
                };
                let message = format!("after `{sign}` stands what to leave out");
                self.unfinished(minus, &message, &help);
            }
            (_, None) => {}
        }
    }

    /// Reads what stands in parentheses.
    fn group(&mut self, depth: usize) -> Vec<Vec<Term>> {
        let open = self.lexemes[self.at].range.clone();
        self.piece(Piece::Operator);
        if depth >= DEEPEST {
            self.wrong(
                open,
                "these parentheses are nested too deep",
                "write the query with fewer of them",
            );
            self.at = self.lexemes.len();
            self.is_too_deep = true;
            return Vec::new();
        }
        let (before, wrong) = (self.at, self.query.mistakes.len());
        let alternatives = self.alternatives(depth + 1);
        let is_empty = self.at == before && self.query.mistakes.len() == wrong;
        if self.is_too_deep {
            // Those around it are not read to their ends.
        } else if self.lexemes.get(self.at).is_none() {
            self.unfinished(
                open,
                "this parenthesis is never closed",
                "write ) at the end of the group",
            );
        } else {
            let close = self.lexemes[self.at].range.clone();
            self.piece(Piece::Operator);
            if is_empty {
                self.wrong(
                    open.start..close.end,
                    "there is nothing in these parentheses",
                    "take them away",
                );
            }
        }
        alternatives
    }

    fn term(
        &mut self,
        depth: usize,
        terms: &mut Vec<Term>,
        exclude: bool,
        (name, values): (Option<Range<usize>>, &[Value]),
        range: Range<usize>,
    ) {
        let open = values.iter().find(|value| value.is_open);
        if let Some(open) = open {
            self.unfinished(
                open.range.clone(),
                "this quote is never closed",
                "write \" at its end",
            );
        }
        let piece = if name.is_some() { Piece::Value } else { Piece::Words };
        let filled = values.iter().filter(|value| !value.range.is_empty());
        self.query.pieces.extend(filled.map(|value| (value.range.clone(), piece)));
        let Some(name) = name else {
            return self.words(terms, exclude, &values[0]);
        };
        self.query.pieces.push((name.clone(), Piece::Name));
        let label = &self.text[name.start..name.end - 1];
        let Some(known) = Name::of(label) else { return self.unknown(label, name) };
        let is_bare = values.len() == 1 && values[0].is_missing(known);
        match known {
            Name::Off => self.off(depth, terms, exclude, range),
            _ if is_bare => {
                let example = NAMES.iter().find(|(_, name, _)| *name == known);
                let help = example.map_or("", |(.., help)| help);
                self.unfinished(range, &format!("{label}: needs a value"), help);
            }
            Name::Match if depth > 0 || exclude => {
                self.wrong(
                    range,
                    "match: says how the whole query is meant",
                    "write it outside of parentheses, without a minus",
                );
            }
            Name::Match => match values::is_certain(values) {
                Ok(certain) => self.query.filter.certain = certain,
                Err(mistake) => self.query.mistakes.push(mistake),
            },
            _ => match values::test(known, values) {
                Ok(Test::AnyOf(alternatives)) => join(terms, alternatives, exclude),
                Ok(test) => push(terms, Term { test, exclude, off: false }),
                Err(mistake) => self.query.mistakes.push(mistake),
            },
        }
    }

    /// Takes the group behind `off:` for chips that are switched off.
    fn off(&mut self, depth: usize, terms: &mut Vec<Term>, exclude: bool, range: Range<usize>) {
        let next = self.lexemes.get(self.at);
        let is_group =
            next.is_some_and(|next| next.kind == Kind::Open && next.range.start == range.end);
        if depth > 0 || exclude || !is_group {
            return self.unfinished(
                range,
                "off: switches off what stands in parentheses behind it",
                "write off:(country:MLI), outside of other parentheses",
            );
        }
        self.off = range;
        let mut off = Vec::new();
        let alternatives = self.group(depth);
        join(&mut off, alternatives, false);
        for mut term in off {
            term.off = true;
            push(terms, term);
        }
    }

    fn words(&mut self, terms: &mut Vec<Term>, exclude: bool, value: &Value) {
        let needle = Clean::new(value.text.trim());
        if needle.trim().is_empty() {
            return self.unfinished(
                value.range.clone(),
                "there is nothing between these quotes",
                "write what to look for",
            );
        }
        if !value.is_quoted && looks_like_pattern(&value.text) {
            self.query.notes.push(Mistake {
                range: value.range.clone(),
                message: "this is looked for letter by letter: there are no patterns".to_owned(),
                help: Some("write a part of the word, or several words joined by or".to_owned()),
                unfinished: true,
            });
        }
        push(terms, Term { test: Test::Text(needle), exclude, off: false });
    }

    fn unknown(&mut self, label: &str, range: Range<usize>) {
        let label = Clean::new(label);
        let help = match nearest(&label, NAMES.iter().map(|(name, ..)| *name)) {
            _ if values::is_of_dates(&label) => values::DATES_HELP.to_owned(),
            Some(near) => format!("did you mean {near}: ?"),
            None => "put it in quotes to look for it as it stands".to_owned(),
        };
        self.wrong(range, &format!("there is no field `{label}`"), &help);
    }

    /// Goes past a lexeme that is a piece as it stands.
    fn piece(&mut self, piece: Piece) {
        if let Some(lexeme) = self.lexemes.get(self.at) {
            self.query.pieces.push((lexeme.range.clone(), piece));
            self.at += 1;
        }
    }

    fn wrong(&mut self, range: Range<usize>, message: &str, help: &str) {
        let (message, help) = (message.to_owned(), Some(help.to_owned()));
        self.query.mistakes.push(Mistake { range, message, help, unfinished: false });
    }

    fn unfinished(&mut self, range: Range<usize>, message: &str, help: &str) {
        self.wrong(range, message, help);
        if let Some(last) = self.query.mistakes.last_mut() {
            last.unfinished = true;
        }
    }
}

/// Says how an operator becomes a word like any other.
fn in_quotes(operator: &str) -> String {
    format!("\"{operator}\" in quotes is a word to look for")
}

/// Adds a term that is not there yet.
fn push(terms: &mut Vec<Term>, term: Term) {
    if !terms.contains(&term) {
        terms.push(term);
    }
}

/// Adds a group in its simplest form.
fn join(terms: &mut Vec<Term>, alternatives: Vec<Vec<Term>>, exclude: bool) {
    let mut flat: Vec<Vec<Term>> = Vec::new();
    for alternative in alternatives {
        match <[Term; 1]>::try_from(alternative) {
            Ok([Term { test: Test::AnyOf(inner), exclude: false, off: false }]) => {
                flat.extend(inner);
            }
            Ok([term]) => flat.push(vec![term]),
            Err(several) => flat.push(several),
        }
    }
    let flat = one_facet(flat);
    match <[Vec<Term>; 1]>::try_from(flat) {
        Ok([only]) if !exclude => only.into_iter().for_each(|term| push(terms, term)),
        Ok([only]) => match <[Term; 1]>::try_from(only) {
            Ok([term]) => push(terms, Term { exclude: !term.exclude, ..term }),
            Err(several) => push(terms, Term::not(Test::AnyOf(vec![several]))),
        },
        Err(flat) if flat.is_empty() => {}
        Err(flat) => push(terms, Term { test: Test::AnyOf(flat), exclude, off: false }),
    }
}

/// Makes `country:MLI or country:NER` what it means: `country:MLI,NER`.
fn one_facet(alternatives: Vec<Vec<Term>>) -> Vec<Vec<Term>> {
    if alternatives.len() < 2 {
        return alternatives;
    }
    let mut field: Option<Field> = None;
    let mut values: Vec<Clean> = Vec::new();
    for alternative in &alternatives {
        let [Term { test: Test::Facet { field: own, values: more }, exclude: false, .. }] =
            alternative.as_slice()
        else {
            return alternatives;
        };
        if *field.get_or_insert(*own) != *own {
            return alternatives;
        }
        for value in more {
            if !values.contains(value) {
                values.push(value.clone());
            }
        }
    }
    field.map_or(alternatives, |field| vec![vec![Term::from(Test::Facet { field, values })]])
}

/// Tells whether somebody may take a word for a regular expression.
fn looks_like_pattern(word: &str) -> bool {
    let slashed = word.len() > 2 && word.starts_with('/') && word.ends_with('/');
    let signs = [".*", ".+", "\\d", "\\w", "\\s", "\\b", "[a-z", "[0-9", "|", "*"];
    slashed
        || word.starts_with('^')
        || word.ends_with('$')
        || signs.iter().any(|sign| word.contains(sign))
}
