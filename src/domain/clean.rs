//! The one gate that text from outside passes before anything shows it.

use std::{
    borrow::{Borrow, Cow},
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    ops::Deref,
    sync::Arc,
};

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A text that many [`Clean`] texts are parts of: a whole file, or what is built into the program.
pub type SharedText = Arc<Cow<'static, str>>;

/// Text that cannot act on a terminal: only [`Clean::from_raw`] and [`Clean::from_part`] make it.
///
/// It holds no control character, no escape sequence, no bidirectional control, no invisible character and
/// no endless stack of combining marks. Each of those is replaced by a visible mark, so that a reader sees
/// that something was there. Line ends and tabs become one space. Cloning is cheap: it is a part of a text
/// that is held once, and most of the texts of a file are parts of that file as they stand there.
#[derive(Clone, Default)]
pub struct Clean {
    /// Nothing stands for the empty text.
    whole: Option<SharedText>,
    /// The bytes of this part. No file is larger than what these can count.
    start: u32,
    end: u32,
}

/// What [`Clean::from_raw`] made of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cleaned {
    /// The text that may be shown.
    pub text: Clean,
    /// How many characters were replaced by a mark.
    pub marks: usize,
}

/// Stands for a character that has no picture of its own.
const MARK: char = '\u{fffd}';
/// The most characters without width that one cell may carry (real scripts need five).
const MOST_ZERO_WIDTH: usize = 8;
/// The most bytes that one cell may carry.
const MOST_BYTES: usize = 32;

impl Clean {
    /// Cleans a text and tells how many characters had to be replaced.
    #[must_use]
    pub fn from_raw(raw: &str) -> Cleaned {
        if is_settled(raw) {
            return Cleaned { text: Self::holding(raw.to_owned()), marks: 0 };
        }
        Self::from_unsettled(raw)
    }

    /// Cleans a text that is, as a rule, a part of `whole`; it stays a part of it where nothing is replaced.
    #[must_use]
    pub fn from_part(raw: &str, whole: &SharedText) -> Cleaned {
        if !is_settled(raw) {
            return Self::from_unsettled(raw);
        }
        let text = match place_in(whole, raw) {
            Some((start, end)) => Self { whole: Some(Arc::clone(whole)), start, end },
            None => Self::holding(raw.to_owned()),
        };
        Cleaned { text, marks: 0 }
    }

    fn from_unsettled(raw: &str) -> Cleaned {
        let mut marks = 0;
        let mut plain = String::with_capacity(raw.len());
        let mut chars = raw.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '\r' if chars.peek() == Some(&'\n') => {}
                '\n' | '\t' => plain.push(' '),
                '\0'..='\x1f' => {
                    plain.push(char::from_u32(0x2400 + c as u32).unwrap_or(MARK));
                    marks += 1;
                }
                '\x7f' => {
                    plain.push('\u{2421}');
                    marks += 1;
                }
                _ if acts_unseen(c) => {
                    plain.push(MARK);
                    marks += 1;
                }
                _ => plain.push(c),
            }
        }
        let mut text = String::with_capacity(plain.len());
        for cluster in plain.graphemes(true) {
            marks += push_bounded(&mut text, cluster);
        }
        Cleaned { text: Self::holding(text), marks }
    }

    /// Takes a text over that is clean already.
    fn holding(text: String) -> Self {
        if text.is_empty() {
            return Self::default();
        }
        // No text that is read comes near to this length; one that did would be cut.
        let mut end = text.len().min(u32::MAX as usize);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        Self { whole: Some(Arc::new(Cow::Owned(text))), start: 0, end: end as u32 }
    }

    /// Cleans a text whose count of replaced characters does not matter.
    #[must_use]
    pub fn new(raw: &str) -> Self {
        Self::from_raw(raw).text
    }

    /// Tells whether both are the same bytes of the same text, as clones are.
    fn is_same_part(&self, other: &Self) -> bool {
        let [one, two] = [self, other].map(|text| text.whole.as_ref().map(Arc::as_ptr));
        one == two && (self.start, self.end) == (other.start, other.end)
    }

    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let whole = self.whole.as_ref().and_then(|w| w.get(self.start as usize..self.end as usize));
        whole.unwrap_or_default()
    }
}

/// Returns the bytes of a text in a larger one, if it is a part of it and not only equal to one.
fn place_in(whole: &str, part: &str) -> Option<(u32, u32)> {
    let start = part.as_ptr().addr().checked_sub(whole.as_ptr().addr())?;
    let end = start.checked_add(part.len()).filter(|end| *end <= whole.len())?;
    Some((u32::try_from(start).ok()?, u32::try_from(end).ok()?))
}

/// Appends a grapheme cluster, cut where it would overload one cell; returns 1 if it was cut.
fn push_bounded(text: &mut String, cluster: &str) -> usize {
    let zero_width = cluster.chars().filter(|c| c.width() == Some(0)).count();
    if cluster.width() == 0 {
        // With nothing under it, it would sit on the neighbour's cell or nowhere.
        text.push(MARK);
        return 1;
    }
    if cluster.len() <= MOST_BYTES && zero_width <= MOST_ZERO_WIDTH {
        text.push_str(cluster);
        return 0;
    }
    let mut bytes = 0;
    for (n, c) in cluster.chars().enumerate() {
        bytes += c.len_utf8();
        if bytes > MOST_BYTES || n > MOST_ZERO_WIDTH {
            break;
        }
        text.push(c);
    }
    text.push(MARK);
    1
}

/// Tells whether a text is nothing but characters that stand alone, which most texts are.
fn is_settled(text: &str) -> bool {
    let mut rest = text;
    loop {
        let (blocks, _) = rest.as_bytes().as_chunks::<16>();
        let plain = blocks.iter().take_while(|block| is_plain_ascii(block)).count();
        rest = rest.get(16 * plain..).unwrap_or_default();
        if rest.len() < 16 {
            // The last block may begin in what was looked at, so that no byte is looked at on its own.
            let bytes = text.as_bytes();
            return match (
                bytes.last_chunk::<16>(),
                bytes.first_chunk::<8>(),
                bytes.last_chunk::<8>(),
            ) {
                (Some(last), _, _) if is_plain_ascii(last) => true,
                (None, Some(first), Some(last)) if is_plain_ascii(first) => {
                    is_plain_ascii(last) || rest.chars().all(stands_alone)
                }
                _ => rest.chars().all(stands_alone),
            };
        }
        // Here is something else in the next bytes.
        let mut chars = rest.chars();
        while rest.len() - chars.as_str().len() < 16 {
            match chars.next() {
                Some(c) if stands_alone(c) => {}
                Some(_) => return false,
                None => return true,
            }
        }
        rest = chars.as_str();
    }
}

/// Tells whether bytes are nothing but visible ASCII.
fn is_plain_ascii<const N: usize>(block: &[u8; N]) -> bool {
    // Without a way out in the middle, a block is a few steps of the processor.
    block.iter().fold(true, |is_plain, byte| is_plain & (byte.wrapping_sub(b' ') < 0x5f))
}

/// Tells whether a character is visible, has a width and never joins its neighbours, so that a text of
/// such characters needs no closer look. There are more of them; these are the frequent ones.
const fn stands_alone(c: char) -> bool {
    matches!(c,
        ' '..='~'
        | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{24f}'     // Latin
        | '\u{391}'..='\u{3a1}' | '\u{3a3}'..='\u{3e1}'   // Greek
        | '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}'   // Cyrillic
        | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{203b}' // dashes, quotes, dots
        | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' // kana
        | '\u{4e00}'..='\u{9fff}'                       // Chinese characters
    )
}

/// Tells whether a character changes how others are shown, or is there without being seen.
const fn acts_unseen(c: char) -> bool {
    matches!(c,
        '\u{80}'..='\u{9f}'            // C1 controls
        | '\u{ad}'                     // soft hyphen
        | '\u{61c}' | '\u{200e}' | '\u{200f}'
        | '\u{202a}'..='\u{202e}'      // bidirectional embeddings and overrides
        | '\u{2066}'..='\u{2069}'      // bidirectional isolates
        | '\u{200b}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{feff}'
        | '\u{180e}' | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}'
        | '\u{2028}' | '\u{2029}'      // line and paragraph separators
        | '\u{fff0}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}'    // tags
        | '\u{e000}'..='\u{f8ff}'      // private use: every font shows something else
        | '\u{f0000}'..='\u{10ffff}'
    )
}

impl PartialEq for Clean {
    fn eq(&self, other: &Self) -> bool {
        self.is_same_part(other) || self.as_str() == other.as_str()
    }
}

impl Eq for Clean {}

impl PartialOrd for Clean {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Clean {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

/// The same hash as that of a `str`, for [`Borrow`].
impl Hash for Clean {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl Deref for Clean {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

/// A table of texts can be asked with a plain `&str`.
impl Borrow<str> for Clean {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for Clean {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for Clean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Clean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(raw: &str, text: &str, marks: usize) {
        let cleaned = Clean::from_raw(raw);
        assert_eq!((cleaned.text.as_str(), cleaned.marks), (text, marks));
    }

    #[test]
    fn keeps_ordinary_text_of_any_script() {
        for text in ["Goïta", "مالي", "שלום", "日本", "हिन्दी", "👩‍👩‍👧‍👦 a", "e\u{301}", "Łódź"]
        {
            check(text, text, 0);
        }
    }

    #[test]
    fn shows_what_it_took_out() {
        check("A\x1b]0;pwn\x07B", "A␛]0;pwn␇B", 2);
        check("a\u{9b}31m", "a\u{fffd}31m", 1);
        check("user\u{202e}txt", "user\u{fffd}txt", 1);
        check("zero\u{200b}width", "zero\u{fffd}width", 1);
        check("del\x7f", "del␡", 1);
    }

    #[test]
    fn makes_line_ends_and_tabs_one_space() {
        check("a\r\nb\tc\nd", "a b c d", 0);
        check("a\rb", "a␍b", 1);
    }

    #[test]
    fn bounds_what_one_cell_carries() {
        let zalgo = format!("a{}b", "\u{301}".repeat(3000));
        let cleaned = Clean::from_raw(&zalgo);
        assert_eq!(cleaned.marks, 1);
        assert!(cleaned.text.len() < 64 && cleaned.text.ends_with("\u{fffd}b"));
        check("\u{301}a", "\u{fffd}a", 1);
    }

    #[test]
    fn looks_at_every_byte() {
        for byte in 0..0x80 {
            for (length, place) in (1..40).flat_map(|n| (0..n).map(move |place| (n, place))) {
                let mut bytes = vec![b'a'; length];
                bytes[place] = byte;
                let text = String::from_utf8(bytes).unwrap();
                assert_eq!(is_settled(&text), (b' '..0x7f).contains(&byte), "{byte} {place}");
            }
        }
        assert!(is_settled(""));
    }

    proptest! {
        #[test]
        fn looks_at_every_character(before in "[ -~é…]{0,40}", c in any::<char>(), behind in "[ -~é…]{0,40}") {
            prop_assert_eq!(is_settled(&format!("{before}{c}{behind}")), stands_alone(c));
        }
    }

    #[test]
    fn looks_closer_at_what_does_not_stand_alone() {
        for c in ('\0'..=char::MAX).filter(|c| stands_alone(*c)) {
            assert!(c.width() > Some(0) && !acts_unseen(c), "{c:?}");
            for text in [format!("a{c}a"), format!("{c}{c}{c}"), format!("\u{4e00}{c}é")] {
                assert_eq!(text.graphemes(true).count(), 3, "{c:?}");
            }
        }
    }

    #[test]
    fn stays_a_part_of_what_it_was_cut_from() {
        let whole: SharedText = Arc::new(Cow::Owned("x é\u{7}ab y".to_owned()));
        for (raw, is_part) in [(&whole[2..4], true), (&whole[5..], true), (&whole[2..6], false)] {
            let cleaned = Clean::from_part(raw, &whole);
            assert_eq!(cleaned, Clean::from_raw(raw));
            assert_eq!(place_in(&whole, &cleaned.text).is_some(), is_part, "{raw:?}");
        }
        assert_eq!(place_in(&whole, "ab"), None);
        let elsewhere = "ab".to_owned();
        assert_eq!(&*Clean::from_part(&elsewhere, &whole).text, "ab");
    }

    #[test]
    fn is_small_and_empty_without_a_text() {
        assert_eq!(size_of::<Clean>(), 16);
        assert_eq!(Clean::default(), Clean::new(""));
    }

    #[test]
    fn is_told_apart_by_its_letters_alone() {
        let whole: SharedText = Arc::new(Cow::Borrowed("ab ab b"));
        let texts = [&whole[..2], &whole[3..5]].map(|raw| Clean::from_part(raw, &whole).text);
        assert_eq!(texts[0], texts[1]);
        assert!(texts[0] < Clean::new("b") && texts[1] > Clean::new("a"));
        let table = std::collections::HashSet::from(texts);
        assert!(table.len() == 1 && table.contains("ab"));
    }

    proptest! {
        #[test]
        fn leaves_nothing_that_acts(raw in any::<String>()) {
            let text = Clean::new(&raw);
            prop_assert!(!text.chars().any(|c| c.is_control() || acts_unseen(c)));
            for cluster in text.graphemes(true) {
                prop_assert!(cluster.len() <= MOST_BYTES + 4, "{cluster:?}");
            }
        }

        #[test]
        fn is_stable(raw in any::<String>()) {
            let once = Clean::new(&raw);
            prop_assert_eq!(Clean::from_raw(&once), Cleaned { text: once.clone(), marks: 0 });
        }
    }
}
