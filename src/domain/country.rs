//! Countries: ISO 3166-1 codes and names, withdrawn codes too.
//!
//! Pure lookups in constant tables. Which territory has a code and a name is taken from ISO 3166 as it
//! stands, Western Sahara and others included: this program takes no side in a dispute.

mod aliases;
mod table;

use std::{fmt, sync::LazyLock};

use self::{
    aliases::ALIASES,
    table::{ROWS, Row},
};
use super::{Language, fold, nearest};

/// A country that is in the table; only looking one up makes it.
///
/// Countries are ordered by their alpha-3 codes.
///
/// ```
/// use dateline::domain::Country;
///
/// let mali = Country::find("mli").unwrap();
/// assert_eq!((mali.code(), mali.alpha2(), mali.name()), ("MLI", "ML", "Mali"));
/// assert_eq!(Country::find("Cote d'Ivoire"), Country::find("Ivory Coast"));
/// ```
// The place in the table and not the letters, so that every question about a country is one step.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country(u16);

/// How many codes of three letters there can be.
const MOST_CODES: usize = 26 * 26 * 26;
/// The number of the country of each of them; the largest number where there is none.
static BY_CODE: [u16; MOST_CODES] = by_code();

#[expect(clippy::large_stack_arrays, reason = "the compiler makes it, and it is never on a stack")]
const fn by_code() -> [u16; MOST_CODES] {
    let mut numbers = [u16::MAX; MOST_CODES];
    let mut n = 0;
    while n < ROWS.len() {
        let code = ROWS[n].code.as_bytes();
        numbers[place_of([code[0], code[1], code[2]])] = n as u16;
        n += 1;
    }
    numbers
}

/// Returns the place of a code of capital letters among all that there can be.
const fn place_of(code: [u8; 3]) -> usize {
    let [a, b, c] = code;
    ((a - b'A') as usize * 26 + (b - b'A') as usize) * 26 + (c - b'A') as usize
}

impl Country {
    /// Returns the country of an alpha-3 or alpha-2 code, or of an English, French or other common name.
    ///
    /// Case, accents, punctuation and a leading "the" do not matter. A name or an alpha-2 code that is in
    /// use stands for the current country: "Burma" is Myanmar, and `BUR` the withdrawn code. An alpha-2
    /// code that was given twice and is in use no more (`CS`) finds nothing.
    #[must_use]
    pub fn find(text: &str) -> Option<Self> {
        let text = text.trim();
        Self::with_code(text).or_else(|| {
            let key = key(text);
            let place = NAMES.binary_search_by(|(name, _)| name.as_str().cmp(&key)).ok();
            place.map(|n| NAMES[n].1).or_else(|| Self::with_code(&key))
        })
    }

    /// Returns the country of an alpha-3 code: the quick way, for importers of millions of rows.
    fn with_code(text: &str) -> Option<Self> {
        let mut code: [u8; 3] = text.as_bytes().try_into().ok()?;
        code.make_ascii_uppercase();
        let is_code = code.iter().all(u8::is_ascii_uppercase);
        let number = if is_code { BY_CODE[place_of(code)] } else { u16::MAX };
        (number != u16::MAX).then_some(Self(number))
    }

    /// Returns every country, sorted by alpha-3 code, the withdrawn ones among them.
    pub fn all() -> impl ExactSizeIterator<Item = Self> + Clone {
        (0..ROWS.len()).map(|n| Self(n as u16))
    }

    /// Returns the name or the alpha-3 code that a misspelt one was probably meant to be.
    #[must_use]
    pub fn suggest(text: &str) -> Option<&'static str> {
        let current = Self::all().filter(|country| !country.is_withdrawn());
        let codes = current.clone().map(Self::code);
        let names = current.clone().map(Self::name);
        let other = current
            .flat_map(|country| country.aliases().iter().copied().chain([country.name_fr()]));
        let withdrawn = Self::all().filter(|country| country.is_withdrawn()).map(Self::name);
        // English names first: among equally near candidates the earlier one is suggested.
        nearest(text, names.chain(other).chain(withdrawn).chain(codes))
    }

    /// Returns its place among [all](Self::all): a small number, for tables.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// Returns the alpha-3 code: `MLI`.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.row().code
    }

    /// Returns the alpha-2 code: `ML`. Those of withdrawn countries may have been given to another since.
    #[must_use]
    pub fn alpha2(self) -> &'static str {
        self.row().alpha2
    }

    /// Returns the short English name: "Mali".
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// Returns the short French name: "Mali".
    #[must_use]
    pub fn name_fr(self) -> &'static str {
        self.row().name_fr
    }

    /// Returns the short name in a language.
    #[must_use]
    pub fn name_in(self, language: Language) -> &'static str {
        match language {
            Language::English => self.name(),
            Language::French => self.name_fr(),
        }
    }

    /// Returns the other names by which [`Country::find`] knows it.
    #[must_use]
    pub fn aliases(self) -> &'static [&'static str] {
        match ALIASES.binary_search_by_key(&self.code(), |(code, _)| code) {
            Ok(n) => ALIASES[n].1,
            Err(_) => &[],
        }
    }

    /// Tells whether the code was withdrawn (ISO 3166-3), as that of the Soviet Union.
    #[must_use]
    pub fn is_withdrawn(self) -> bool {
        self.row().withdrawn.is_some()
    }

    /// Returns the year in which the code was withdrawn.
    #[must_use]
    pub fn withdrawn(self) -> Option<u16> {
        self.row().withdrawn
    }

    fn row(self) -> &'static Row {
        &ROWS[usize::from(self.0)]
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Country({})", self.code())
    }
}

/// Every name and alpha-2 code in the form of [`key`], sorted: a constant that takes a table of Unicode to
/// compute, and so is computed once.
static NAMES: LazyLock<Vec<(String, Country)>> = LazyLock::new(|| {
    let mut names = Vec::new();
    let (gone, current): (Vec<_>, Vec<_>) = Country::all().partition(|c| c.is_withdrawn());
    for country in current.iter().chain(&gone) {
        let own = [country.name(), country.name_fr()];
        names.extend(own.iter().chain(country.aliases()).map(|name| (key(name), *country)));
    }
    names.extend(current.iter().map(|country| (key(country.alpha2()), *country)));
    for country in &gone {
        let alpha2 = country.alpha2();
        if Country::all().filter(|other| other.alpha2() == alpha2).count() == 1 {
            names.push((key(alpha2), *country));
        }
    }
    names.sort();
    names.dedup();
    names
});

/// Returns the form in which names of countries are compared: letters and digits only.
fn key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    let folded = fold(name).replace('&', " and ").replace('\'', "");
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    for (n, word) in words.enumerate() {
        match word {
            "the" if n == 0 => {}
            "st" => key.push_str("saint"),
            _ => key.push_str(word),
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, code: Option<&str>) {
        assert_eq!(Country::find(text).map(Country::code), code, "{text}");
    }

    #[test]
    fn has_sorted_tables_of_unique_codes() {
        assert!(ROWS.is_sorted_by(|a, b| a.code < b.code), "ROWS is searched by halves");
        assert!(ALIASES.is_sorted_by(|a, b| a.0 < b.0), "ALIASES is searched by halves");
        for (code, _) in ALIASES {
            assert!(Country::with_code(code).is_some(), "{code} has aliases and no row");
        }
        let current: Vec<_> = Country::all().filter(|c| !c.is_withdrawn()).collect();
        let alpha2: HashSet<_> = current.iter().map(|c| c.alpha2()).collect();
        assert_eq!((current.len(), alpha2.len(), ROWS.len()), (250, 250, 280));
        for row in ROWS {
            assert!(row.code.len() == 3 && row.code.bytes().all(|b| b.is_ascii_uppercase()));
            assert!(row.alpha2.len() == 2 && row.alpha2.bytes().all(|b| b.is_ascii_uppercase()));
        }
    }

    #[test]
    fn finds_every_code_and_name_again() {
        for country in Country::all() {
            let names = [country.code(), country.name(), country.name_fr()];
            for name in names.iter().chain(country.aliases()) {
                assert_eq!(Country::find(name), Some(country), "{name}");
                assert_eq!(Country::find(&name.to_lowercase()), Some(country), "{name}");
                assert_eq!(Country::find(&fold(name)), Some(country), "{name}");
            }
            if !country.is_withdrawn() {
                assert_eq!(Country::find(country.alpha2()), Some(country));
            }
        }
    }

    #[test]
    fn has_no_name_of_two_countries() {
        for pair in NAMES.windows(2) {
            assert_ne!(pair[0].0, pair[1].0, "{:?} and {:?}", pair[0].1, pair[1].1);
        }
    }

    #[test]
    fn finds_what_people_write() {
        for (text, code) in [
            (" mali ", "MLI"),
            ("USA", "USA"),
            ("u.s.a.", "USA"),
            ("UK", "GBR"),
            ("Ivory Coast", "CIV"),
            ("COTE D'IVOIRE", "CIV"),
            ("Czech Republic", "CZE"),
            ("Burma", "MMR"),
            ("DR Congo (Zaire)", "COD"),
            ("Palestine", "PSE"),
            ("Swaziland", "SWZ"),
            ("Turkey", "TUR"),
            ("Trinidad & Tobago", "TTO"),
            ("St. Lucia", "LCA"),
            ("The Gambia", "GMB"),
            ("Iran (Islamic Republic of)", "IRN"),
            ("Sahara occidental", "ESH"),
            ("Kosovo", "XKX"),
        ] {
            check(text, Some(code));
        }
    }

    #[test]
    fn is_named_in_the_language_that_is_wanted() {
        let usa = Country::find("USA").unwrap();
        assert_eq!(usa.name_in(Language::English), usa.name());
        assert_eq!(usa.name_in(Language::French), "États-Unis");
    }

    #[test]
    fn knows_withdrawn_codes() {
        for (text, code, year) in [("SUN", "SUN", 1992), ("USSR", "SUN", 1992), ("DD", "DDR", 1990)]
        {
            let country = Country::find(text).unwrap();
            assert_eq!((country.code(), country.withdrawn()), (code, Some(year)));
        }
        assert_eq!(Country::find("Mali").and_then(Country::withdrawn), None);
    }

    #[test]
    fn does_not_guess() {
        // Czechoslovakia, then Serbia and Montenegro; North or South; nowhere.
        for text in ["CS", "Korea", "", "M", "Latveria", "MLIX"] {
            check(text, None);
        }
        // Withdrawn for Sikkim and given to Slovakia since.
        check("SK", Some("SVK"));
    }

    #[test]
    fn suggests_what_was_meant() {
        for (text, meant) in [
            ("Mail", Some("Mali")),
            ("Nigerr", Some("Niger")),
            ("Ivory Cost", Some("Ivory Coast")),
            ("Burkina", Some("Burkina Faso")),
            ("MIL", Some("MLI")),
            ("Maroco", Some("Maroc")),
            ("Yugoslawia", Some("Yugoslavia")),
            ("Latveria", Some("Latvia")),
            ("Zubrowka", None),
            ("", None),
        ] {
            assert_eq!(Country::suggest(text), meant, "{text}");
        }
    }

    proptest! {
        #[test]
        fn finds_only_what_it_can_name(text in any::<String>()) {
            if let Some(country) = Country::find(&text) {
                prop_assert_eq!(Country::find(country.code()), Some(country));
            }
        }
    }
}
