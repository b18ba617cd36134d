//! What a person probably meant by a text that is no date: `13/01/2025`, `May 2025`, `c. 1984`, `2012 - now`.
//!
//! A guess is only offered, never taken: it stands in an error message. Where two readings are equally good
//! (`01/02/2025`) there is none.

use super::{expression::Expression, naming::MONTHS};

/// Longer texts are no slips of the pen.
const LONGEST: usize = 64;

/// Returns the date that a text probably means.
pub(super) fn guess(text: &str) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    // Dashes and minus signs of all kinds are hyphens to people.
    let plain =
        text.replace(['\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2212}'], "-");
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let guess = whole(plain.trim_end_matches('.'))?;
    (guess != text && Expression::read(&guess).is_ok()).then_some(guess)
}

/// Reads anything: a set, an interval in signs or in words, or one date.
fn whole(text: &str) -> Option<String> {
    if let Some(inner) = enclosed(text, '[', ']').or_else(|| enclosed(text, '{', '}')) {
        let members: Option<Vec<String>> =
            inner.split(',').map(|member| member_of_set(member.trim())).collect();
        let (open, close) = if text.starts_with('[') { ('[', ']') } else { ('{', '}') };
        return Some(format!("{open}{}{close}", members?.join(",")));
    }
    if let Some(date) = one(text) {
        return Some(date);
    }
    if let Some((from, to)) =
        text.strip_prefix("between ").and_then(|rest| rest.split_once(" and "))
    {
        return Some(format!("[{}..{}]", one(from)?, one(to)?));
    }
    for (word, before, after) in [
        ("before ", "[..", "]"),
        ("until ", "/", ""),
        ("till ", "/", ""),
        ("by ", "[..", "]"),
        ("on or before ", "[..", "]"),
        ("since ", "", "/.."),
        ("after ", "[", "..]"),
        ("on or after ", "[", "..]"),
    ] {
        if let Some(date) = text.strip_prefix(word).and_then(one) {
            return Some(format!("{before}{date}{after}"));
        }
    }
    let text = text.strip_prefix("from ").unwrap_or(text);
    for between in ["/", " to ", " until ", " - ", "..", "-"] {
        if let Some((from, to)) = text.split_once(between)
            && (between == "/" || !from.is_empty() && !to.is_empty())
            && let (Some(from), Some(to)) = (end(from.trim()), end(to.trim()))
        {
            return Some(format!("{from}/{to}"));
        }
    }
    None
}

fn enclosed(text: &str, open: char, close: char) -> Option<&str> {
    text.strip_prefix(open)?.strip_suffix(close)
}

fn member_of_set(text: &str) -> Option<String> {
    match text.split_once("..") {
        Some(("", to)) => Some(format!("..{}", one(to)?)),
        Some((from, "")) => Some(format!("{}..", one(from)?)),
        Some((from, to)) => Some(format!("{}..{}", one(from.trim())?, one(to.trim())?)),
        None => one(text),
    }
}

/// Reads one end of an interval; a time of day is left out, because intervals have none.
fn end(text: &str) -> Option<String> {
    match text {
        "" | "unknown" | "?" => Some(String::new()),
        ".." | "open" | "now" | "present" | "today" | "ongoing" | "continuing" => {
            Some("..".to_owned())
        }
        _ => Some(one(text)?.split('T').next()?.to_owned()),
    }
}

/// Reads one date with the words and signs that qualify it.
fn one(text: &str) -> Option<String> {
    let mut text = text.trim();
    let (mut uncertain, mut approximate) = (false, false);
    for word in ["possibly ", "probably ", "perhaps ", "maybe "] {
        if let Some(rest) = text.strip_prefix(word) {
            (text, uncertain) = (rest, true);
        }
    }
    for word in
        ["circa ", "about ", "around ", "approximately ", "approx. ", "ca. ", "ca ", "c. ", "c "]
    {
        if let Some(rest) = text.strip_prefix(word) {
            (text, approximate) = (rest, true);
        }
    }
    if let Some(rest) = text.strip_prefix("c.").or_else(|| text.strip_prefix('~')) {
        (text, approximate) = (rest, true);
    }
    if let Some(rest) = text.strip_suffix("?~").or_else(|| text.strip_suffix("~?")) {
        (text, uncertain, approximate) = (rest, true, true);
    }
    let text = text.strip_prefix("the ").unwrap_or(text).trim();
    let sign = match (uncertain, approximate) {
        (true, true) => "%",
        (true, false) => "?",
        (false, true) => "~",
        (false, false) => "",
    };
    let date =
        capitals(text).or_else(|| numbers(text)).or_else(|| ago(text)).or_else(|| words(text))?;
    Some(format!("{date}{sign}")).filter(|date| is_date(date))
}

fn is_date(text: &str) -> bool {
    matches!(Expression::read(text), Ok(Expression::Date(_) | Expression::Instant(..)))
}

/// Reads what only lacks its capital letters, or has signs of the drafts of EDTF.
fn capitals(text: &str) -> Option<String> {
    let text = text.to_uppercase().replace('U', "X");
    let text = match text.strip_prefix("-Y") {
        Some(year) => format!("Y-{year}"),
        None => text,
    };
    is_date(&text).then_some(text)
}

/// Reads dates of digits alone.
fn numbers(text: &str) -> Option<String> {
    if let Some((date, time)) = text.split_once([' ', 't']) {
        let (date, time) = (numbers(date).unwrap_or_else(|| date.to_owned()), clock(time)?);
        return Some(format!("{date}T{time}"));
    }
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    if parts.iter().any(|part| part.is_empty() || !part.bytes().all(|b| b.is_ascii_digit())) {
        return far_year(text);
    }
    match parts.as_slice() {
        [year @ ("0" | "00" | "000")] => Some(format!("{year:0>4}")),
        [run] if run.len() == 8 => Some(format!("{}-{}-{}", &run[..4], &run[4..6], &run[6..])),
        [run] if run.len() == 6 && ("01"..="12").contains(&&run[4..]) => {
            Some(format!("{}-{}", &run[..4], &run[4..]))
        }
        [year] => far_year(year),
        [a, b] => {
            let (year, month) = if a.len() == 4 { (a, b) } else { (b, a) };
            let fits = year.len() == 4 && month.len() <= 2;
            fits.then(|| format!("{year}-{month:0>2}"))
        }
        [year, month, day] if year.len() == 4 => Some(format!("{year}-{month:0>2}-{day:0>2}")),
        [a, b, year] if year.len() == 4 => {
            let (first, second): (u8, u8) = (a.parse().ok()?, b.parse().ok()?);
            match (first > 12, second > 12) {
                (true, false) => Some(format!("{year}-{b:0>2}-{a:0>2}")),
                (false, true) => Some(format!("{year}-{a:0>2}-{b:0>2}")),
                _ if first == second => Some(format!("{year}-{a:0>2}-{b:0>2}")),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Reads a year that has not four digits, with or without its `Y` and its sign.
fn far_year(text: &str) -> Option<String> {
    let text = text.strip_prefix('y').unwrap_or(text);
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text),
    };
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() || digits.len() > 18 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    match digits.len() {
        // A two-digit year may be of any century.
        ..=2 if text.len() < 4 => None,
        ..=4 => Some(format!("{sign}{digits:0>4}")),
        _ => Some(format!("Y{sign}{digits}")),
    }
}

/// Reads a time so long ago that two thousand years do not matter: `66 Ma`, `13.8 billion years ago`.
fn ago(text: &str) -> Option<String> {
    let text = text.strip_suffix("ago").unwrap_or(text).trim_end();
    let (number, unit) = text.split_at(text.find(|c: char| c.is_ascii_alphabetic())?);
    let zeros = match unit {
        "ma" | "mya" | "million years" => 6,
        "ga" | "bya" | "billion years" => 9,
        _ => return None,
    };
    let number = number.trim_end().replace(',', "");
    let (whole, part) = number.split_once('.').unwrap_or((&number, ""));
    let zeros = usize::checked_sub(zeros, part.len())?;
    far_year(&format!("y-{whole}{part}{}", "0".repeat(zeros)))
}

/// Reads a time of day: `9:30`, `21:00`, `100000`, with `Z` or a distance from UTC.
fn clock(text: &str) -> Option<String> {
    let text = text.to_uppercase().replace(" UTC", "Z").replace([' ', 'H'], "");
    let end = text.find(['Z', '+', '-']).unwrap_or(text.len());
    let (time, zone) = text.split_at(end);
    if time.len() == 6 && time.bytes().all(|b| b.is_ascii_digit()) {
        return Some(format!("{}:{}:{}{zone}", &time[..2], &time[2..4], &time[4..]));
    }
    let parts: Vec<String> = time.split(':').map(|part| format!("{part:0>2}")).collect();
    (2..=3).contains(&parts.len()).then(|| format!("{}{zone}", parts.join(":")))
}

/// Reads dates with words in them: `3 August 2025`, `spring 2020`, `Q1 2020`, `1980s`, `44 BC`.
fn words(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split([' ', ',', '-']).filter(|word| !word.is_empty()).collect();
    if let Some(number) = text.strip_suffix("'s").or_else(|| text.strip_suffix('s')) {
        let decade = number.strip_suffix('0').filter(|decade| decade.len() == 3)?;
        return Some(format!("{decade}X"));
    }
    if let [year, "bc" | "bce"] = words.as_slice() {
        return far_year(&format!("-{:0>4}", year.parse::<u32>().ok()?.checked_sub(1)?));
    }
    if let ["ad" | "ce", year] | [year, "ad" | "ce"] = words.as_slice() {
        return Some(format!("{:0>4}", year.parse::<u16>().ok()?));
    }
    if let [a, b] = words.as_slice()
        && let Some((year, code)) =
            part_of_year(a).map(|code| (b, code)).or_else(|| Some((a, part_of_year(b)?)))
    {
        return Some(format!("{year}-{code}"));
    }
    if let [glued] = words.as_slice()
        && let Some((year, quarter)) = glued.split_once('q')
    {
        return Some(format!("{year}-{}", part_of_year(&format!("q{quarter}"))?));
    }
    let (mut year, mut month, mut day) = (None, None, None);
    for word in words {
        let number = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end));
        let number = number.unwrap_or(word);
        let place = match number.parse::<u16>() {
            Ok(_) if number.len() == 4 => &mut year,
            Ok(1..=31) => &mut day,
            Ok(_) => return None,
            Err(_) => {
                let found = month_of(word.trim_end_matches('.'))?;
                if month.replace(found).is_some() {
                    return None;
                }
                continue;
            }
        };
        if place.replace(number).is_some() {
            return None;
        }
    }
    let (year, month) = (year?, month?);
    Some(match day {
        Some(day) => format!("{year}-{month:02}-{day:0>2}"),
        None => format!("{year}-{month:02}"),
    })
}

fn month_of(word: &str) -> Option<usize> {
    let is_it = |month: &&str| word.len() >= 3 && month.to_lowercase().starts_with(word);
    let position = MONTHS.iter().position(is_it).or((word == "sept").then_some(8));
    Some(position? + 1)
}

fn part_of_year(word: &str) -> Option<u8> {
    Some(match word {
        "spring" => 21,
        "summer" => 22,
        "autumn" | "fall" => 23,
        "winter" => 24,
        "q1" => 33,
        "q2" => 34,
        "q3" => 35,
        "q4" => 36,
        "h1" => 40,
        "h2" => 41,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_times_long_ago_as_they_are_shown() {
        for (text, meant) in [
            ("66 Ma", Some("Y-66000000")),
            ("66 Ma ago", Some("Y-66000000")),
            ("c. 4.54 Ga", Some("Y-4540000000~")),
            ("13.8 billion years ago", Some("Y-13800000000")),
            ("1,650 million years", Some("Y-1650000000")),
            ("1.2345678 Ma", None),
            ("Ma", None),
            ("66 miles ago", None),
        ] {
            assert_eq!(guess(text).as_deref(), meant, "{text}");
        }
    }
}
