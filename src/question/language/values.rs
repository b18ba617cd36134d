//! What each name in a query means, and what its values may be.

use std::ops::Range;

use super::{Mistake, lexer::Value, quoted};
use crate::{
    domain::{Certainty, Clean, Country, Precision, When, nearest},
    question::{Centre, Field, Part, State, Term, Test, TimeRelation},
};

/// A name that may stand before a colon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name {
    /// A field.
    Field(Field),
    /// The id of an event.
    Id,
    /// How its date stands to another.
    Time(TimeRelation),
    /// What it has at all.
    Has,
    /// Its state.
    Is,
    /// A distance from a place.
    Near,
    /// Links to another event.
    Linked,
    /// How time terms are meant.
    Match,
    /// What is switched off.
    Off,
}

/// Every name, in the order in which they are offered, with what it asks for.
pub const NAMES: [(&str, Name, &str); 24] = [
    ("country", Name::Field(Field::Country), "alpha-3, alpha-2 or a name: country:MLI,NER"),
    ("group", Name::Field(Field::Group), "id, name or alias, with all its parts"),
    ("kind", Name::Field(Field::Kind), "the sort of event"),
    ("place", Name::Field(Field::Place), "where it happened"),
    ("role", Name::Field(Field::Role), "what groups took part as"),
    ("source", Name::Field(Field::Source), "who says so"),
    ("tag", Name::Field(Field::Tag), "free labels"),
    ("precision", Name::Field(Field::Precision), "how precisely the date is known"),
    ("certainty", Name::Field(Field::Certainty), "how sure the editor is"),
    ("claims", Name::Field(Field::Claims), "agree or conflict"),
    ("file", Name::Field(Field::File), "the file it was read from"),
    ("after", Name::Time(TimeRelation::After), "on or after the first moment of a date"),
    ("before", Name::Time(TimeRelation::Before), "before the first moment of a date"),
    ("on", Name::Time(TimeRelation::During), "inside of a date: on:2025-08"),
    ("during", Name::Time(TimeRelation::During), "inside of an interval: during:2024/2025"),
    ("starts", Name::Time(TimeRelation::Starts), "begins inside of a date"),
    ("active", Name::Time(TimeRelation::Active), "going on at some moment of a date"),
    ("match", Name::Match, "certain or possible: how time terms are meant"),
    ("has", Name::Has, "has:place, has:source ..."),
    ("is", Name::Is, "is:conflict, is:ongoing, is:undated, is:marked ..."),
    ("near", Name::Near, "within a distance: near:bamako,100km"),
    ("linked", Name::Linked, "linked to the event of that id"),
    ("id", Name::Id, "the event of that id"),
    ("off", Name::Off, "switched off: off:(country:MLI)"),
];

/// The word for what the claims of an event say when they cannot all be true.
const CONFLICT: &str = "conflict";
/// What `match:` may say.
pub(super) const MATCHES: [&str; 2] = ["certain", "possible"];
/// What `claims:` may say.
const CLAIMS: [&str; 2] = ["agree", CONFLICT];
/// The precision of events without a date.
const UNDATED: &str = "undated";

impl Name {
    /// Returns what a name stands for, in capitals or not.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        let known = NAMES.iter().find(|(known, ..)| known.eq_ignore_ascii_case(name));
        known.map(|(_, name, _)| *name)
    }

    /// Tells whether commas divide its values; a date may have commas of its own.
    pub(super) const fn takes_list(self) -> bool {
        !matches!(self, Self::Time(_))
    }

    /// Tells whether data may have any text as its value, blanks and nothing at all among them.
    fn takes_any_text(self) -> bool {
        let is_of_data = matches!(self, Self::Field(_) | Self::Id | Self::Linked);
        is_of_data && self != Self::Field(Field::Country) && self.words().is_none()
    }

    /// Returns the words of which its value must be one, if it must.
    #[must_use]
    pub fn words(self) -> Option<Vec<&'static str>> {
        Some(match self {
            Self::Field(Field::Precision) => {
                Precision::ALL.iter().map(|p| p.name()).chain([UNDATED]).collect()
            }
            Self::Field(Field::Certainty) => Certainty::ALL.iter().map(|c| c.name()).collect(),
            Self::Field(Field::Claims) => CLAIMS.to_vec(),
            Self::Has => Part::ALL.iter().map(|part| part.name()).collect(),
            Self::Is => {
                [CONFLICT].into_iter().chain(State::ALL.iter().map(|state| state.name())).collect()
            }
            Self::Match => MATCHES.to_vec(),
            _ => return None,
        })
    }
}

impl Value {
    /// Tells whether nothing stands there that could be a value; blanks in quotes are one that data may have.
    pub(super) fn is_missing(&self, of: Name) -> bool {
        let is_closed = self.is_quoted && !self.is_open;
        self.text.trim().is_empty() && !(is_closed && of.takes_any_text())
    }
}

/// Returns the test of some values.
///
/// # Errors
/// Says which value is wrong.
pub(super) fn test(name: Name, values: &[Value]) -> Result<Test, Mistake> {
    Ok(match name {
        Name::Field(field) => {
            Test::Facet { field, values: each(name, values, |v| facet(field, v))? }
        }
        Name::Id => Test::Id(each(name, values, |v| Ok(clean(v)))?),
        Name::Linked => Test::Linked(each(name, values, |v| Ok(clean(v)))?),
        Name::Time(relation) => Test::Time { relation, when: date(&values[0])? },
        Name::Has => {
            let part = |v: &Value| {
                let word = word(name, v)?;
                Ok(Test::Has(known(Part::ALL, Part::name, word)))
            };
            any_of(each(name, values, part)?)
        }
        Name::Is => {
            let state = |v: &Value| {
                let word = word(name, v)?;
                Ok(if word == CONFLICT {
                    Test::Facet { field: Field::Claims, values: vec![Clean::new(CONFLICT)] }
                } else {
                    Test::Is(known(State::ALL, State::name, word))
                })
            };
            any_of(each(name, values, state)?)
        }
        Name::Near => near(values)?,
        // The reader takes these, for they are no tests.
        Name::Match | Name::Off => any_of(Vec::new()),
    })
}

/// Returns whether `match:` says that only what is certain fits.
///
/// # Errors
/// Says that the word is none of the two.
pub(super) fn is_certain(values: &[Value]) -> Result<bool, Mistake> {
    let [value] = values else {
        let range = values[0].range.start..values[values.len() - 1].range.end;
        return Err(mistake(
            range,
            "match: takes one word",
            "write match:certain or match:possible",
        ));
    };
    Ok(word(Name::Match, value)? == MATCHES[0])
}

/// What dates are called in other languages, where this one has a name for each question.
const DATE_NAMES: [&str; 8] = ["date", "when", "year", "month", "day", "time", "start", "end"];
/// What to write instead of them.
pub(super) const DATES_HELP: &str = "write on:2024, after:2024 or before:2024";

/// Tells whether somebody may take a word for the name of all dates.
pub(super) fn is_of_dates(name: &str) -> bool {
    DATE_NAMES.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Returns what to write instead of a name, a sign that compares and a value.
pub(super) fn instead(name: &str, sign: &str, value: &str) -> String {
    let is_unequal = matches!(sign, "!=" | "<>");
    let value = if value.is_empty() { Clean::new("...") } else { Clean::new(value) };
    let known = NAMES.iter().find(|(known, ..)| known.eq_ignore_ascii_case(name));
    let near = known.or_else(|| {
        let near = nearest(name, NAMES.iter().map(|(name, ..)| *name))?;
        NAMES.iter().find(|(known, ..)| *known == near)
    });
    match near {
        _ if is_of_dates(name) => match sign {
            ">" | ">=" => format!("write after:{value}"),
            "<" => format!("write before:{value}"),
            "<=" => format!("write (before:{value} or on:{value})"),
            _ if is_unequal => format!("write -on:{value}"),
            _ => format!("write on:{value}"),
        },
        Some((name, ..)) if is_unequal => format!("write -{name}:{value}"),
        Some((name, ..)) => format!("write {name}:{value}"),
        None => "put it in quotes to look for it as it stands".to_owned(),
    }
}

/// Returns the item of that name; the word is known to be one.
fn known<T: Copy, const N: usize>(all: [T; N], name: fn(T) -> &'static str, word: &str) -> T {
    all.into_iter().find(|item| name(*item) == word).unwrap_or(all[0])
}

fn any_of(mut tests: Vec<Test>) -> Test {
    match (tests.len(), tests.pop()) {
        (1, Some(only)) => only,
        (_, last) => {
            Test::AnyOf(tests.into_iter().chain(last).map(|t| vec![Term::from(t)]).collect())
        }
    }
}

fn each<T: PartialEq>(
    name: Name,
    values: &[Value],
    read: impl Fn(&Value) -> Result<T, Mistake>,
) -> Result<Vec<T>, Mistake> {
    let mut all = Vec::with_capacity(values.len());
    for value in values {
        if value.is_missing(name) {
            return Err(Mistake {
                unfinished: true,
                ..mistake(
                    value.range.clone(),
                    "a value is missing here",
                    "write one, or take the comma away",
                )
            });
        }
        let read = read(value)?;
        if !all.contains(&read) {
            all.push(read);
        }
    }
    Ok(all)
}

/// Returns a value of the data; a quoted one is meant as it stands, for data may have blanks at its ends.
fn clean(value: &Value) -> Clean {
    Clean::new(if value.is_quoted { &value.text } else { value.text.trim() })
}

fn mistake(range: Range<usize>, message: &str, help: &str) -> Mistake {
    Mistake { range, message: message.to_owned(), help: Some(help.to_owned()), unfinished: false }
}

fn facet(field: Field, value: &Value) -> Result<Clean, Mistake> {
    if Name::Field(field).words().is_some() {
        return word(Name::Field(field), value).map(Clean::new);
    }
    if field != Field::Country {
        return Ok(clean(value));
    }
    if let Some(country) = Country::find(&value.text) {
        return Ok(Clean::new(country.code()));
    }
    let help = match Country::suggest(&value.text) {
        // As it can be typed: with quotes where there are spaces.
        Some(near) => format!("did you mean {}?", quoted(near)),
        None => "write an ISO 3166 code or a name: MLI, ML, Mali".to_owned(),
    };
    let message = format!("there is no country `{}`", Clean::new(&value.text));
    // "MA" may become "MAR", and "Burk" may become "Burkina Faso".
    Err(Mistake { unfinished: true, ..mistake(value.range.clone(), &message, &help) })
}

/// Returns the word of a set that a value is.
fn word(name: Name, value: &Value) -> Result<&'static str, Mistake> {
    let words = name.words().unwrap_or_default();
    let typed = value.text.trim().to_lowercase();
    if let Some(word) = words.iter().find(|word| **word == typed) {
        return Ok(word);
    }
    let help = match nearest(&typed, words.iter().copied()) {
        Some(near) => format!("did you mean {near}?"),
        None => format!("write one of {}", words.join(", ")),
    };
    let label = NAMES.iter().find(|(_, known, _)| *known == name).map_or("", |(label, ..)| label);
    let message = format!("`{}` is nothing that {label}: knows", Clean::new(&value.text));
    let unfinished = words.iter().any(|word| word.starts_with(&typed));
    Err(Mistake { unfinished, ..mistake(value.range.clone(), &message, &help) })
}

fn date(value: &Value) -> Result<When, Mistake> {
    When::parse(value.text.trim()).map_err(|error| {
        let start = value.range.start + usize::from(value.is_quoted);
        let at = (start + error.offset).min(value.range.end);
        // The letters of a quoted or very odd text need not be where they are in the query.
        let range = if at < value.range.end && !value.is_quoted {
            at..value.range.end
        } else {
            value.range.clone()
        };
        let help = error.instead.map_or_else(
            || "write a date as 2025, 2025-08 or 2025-08-03".to_owned(),
            |instead| format!("write {instead}"),
        );
        // "2025-0" is on its way to "2025-08".
        Mistake { unfinished: at >= value.range.end, ..mistake(range, &error.message, &help) }
    })
}

fn near(values: &[Value]) -> Result<Test, Mistake> {
    const EXAMPLE: &str = "write a place and a distance: near:bamako,100km, near:12.6,-8.0,100km";
    let [place @ .., distance] = values else { return Ok(any_of(Vec::new())) };
    let whole = values[0].range.start..distance.range.end;
    let unfinished = |message: &str| {
        Err(Mistake { unfinished: true, ..mistake(whole.clone(), message, EXAMPLE) })
    };
    let centre = match place {
        [] => return unfinished("near: needs a distance too"),
        [name] if name.text.trim().is_empty() => return unfinished("near: needs a place"),
        [name] => Centre::Named(clean(name)),
        [lat, lon] => {
            let position = degrees(&lat.text, 90.0).zip(degrees(&lon.text, 180.0));
            let Some((north, east)) = position else {
                let range = lat.range.start..lon.range.end;
                let message = "this is no latitude and longitude in degrees";
                return Err(mistake(range, message, EXAMPLE));
            };
            Centre::At(north, east)
        }
        _ => return Err(mistake(whole, "near: takes one place and one distance", EXAMPLE)),
    };
    let number = distance.text.trim().trim_end_matches("km").trim_end();
    match number.parse::<f64>().ok().filter(|km| km.is_finite() && *km >= 0.0) {
        Some(km) => Ok(Test::Near { centre, km }),
        None if number.is_empty() => unfinished("near: needs a distance too"),
        None => Err(mistake(distance.range.clone(), "this is no distance in kilometres", EXAMPLE)),
    }
}

fn degrees(text: &str, most: f64) -> Option<f64> {
    text.trim().parse().ok().filter(|degrees: &f64| degrees.abs() <= most)
}
