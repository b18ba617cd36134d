//! The embedded font: the outline of a grapheme in a cell.
//!
//! Two families in regular and bold, both under the SIL Open Font License (`font/OFL.txt`): `JetBrains` Mono,
//! and Noto Sans Mono for the letters of African and transliterated names that the first one lacks. Other
//! scripts, emoji and anything else unknown become a hollow box, which says honestly that a character stands
//! there. Ligatures and shaping are left out.

use ab_glyph::{Font, FontRef, InvalidFont, OutlineCurve};
use unicode_width::UnicodeWidthChar;

use super::{
    grid::Grid,
    outline::{Outline, Point, Step, at},
};

const REGULAR: [&[u8]; 2] = [
    include_bytes!("font/JetBrainsMono-Regular.ttf"),
    include_bytes!("font/NotoSansMono-Regular.ttf"),
];
const BOLD: [&[u8]; 2] =
    [include_bytes!("font/JetBrainsMono-Bold.ttf"), include_bytes!("font/NotoSansMono-Bold.ttf")];

/// How far a slanted letter leans to the right for each unit that it rises.
const SLANT: f32 = 0.2;
/// The least distance between a letter and a mark above or below it, in thousandths of the em square.
const GAP: f32 = 95.0;
/// Half of the height of small letters: marks lie above or below it.
const WAIST: f32 = 275.0;

/// The weight and the slope in which a grapheme is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Manner {
    pub(super) bold: bool,
    pub(super) italic: bool,
}

/// The embedded font in both weights.
pub(super) struct Face {
    regular: [FontRef<'static>; 2],
    bold: [FontRef<'static>; 2],
}

impl Face {
    /// Reads the embedded font.
    ///
    /// # Errors
    /// Fails if the program was built with a broken font.
    pub(super) fn embedded() -> Result<Self, InvalidFont> {
        let read = |[first, second]: [&'static [u8]; 2]| {
            Ok([FontRef::try_from_slice(first)?, FontRef::try_from_slice(second)?])
        };
        Ok(Self { regular: read(REGULAR)?, bold: read(BOLD)? })
    }

    /// Returns the outline of a grapheme that covers so many cells, in pixels from their upper left corner.
    pub(super) fn outline(&self, symbol: &str, width: u16, manner: Manner, grid: Grid) -> Outline {
        let fonts = if manner.bold { &self.bold } else { &self.regular };
        let Some(letter) = letter(fonts, symbol) else {
            return hollow_box(width, grid);
        };
        let size = grid.em() / 1000.0;
        let baseline = grid.baseline();
        // A narrow letter that was given two cells stands in their middle.
        let aside = (grid.width(width) - grid.width(1)) / 2.0;
        let slant = if manner.italic { SLANT } else { 0.0 };
        letter.map(|Point { x, y }| {
            // The middle of small letters stays where it is, so that slanted text keeps its place.
            at(aside + (x + (y - WAIST) * slant) * size, baseline - y * size)
        })
    }
}

/// Returns a letter with its marks in thousandths of the em square, y upward.
fn letter(fonts: &[FontRef<'static>; 2], symbol: &str) -> Option<Outline> {
    let mut chars = symbol.trim_end_matches(' ').chars();
    let base = chars.next().unwrap_or(' ');
    let marks: Vec<(Outline, f32)> =
        chars.filter(|c| c.width() == Some(0)).filter_map(|c| glyph(fonts, c)).collect();
    let above = |mark: &Outline| mark.vertical_extent().is_some_and(|(low, _)| low > WAIST);
    let base = match base {
        // Their dots would run into the mark.
        'i' if marks.iter().any(|(mark, _)| above(mark)) => 'ı',
        'j' if marks.iter().any(|(mark, _)| above(mark)) => 'ȷ',
        other => other,
    };
    let (mut drawn, advance) = glyph(fonts, base)?;
    for (mark, its_advance) in marks {
        // A mark without an advance of its own is drawn to the left of the pen, behind the letter.
        let dx = if its_advance > 0.0 { 0.0 } else { advance };
        let dy = lift(&drawn, &mark);
        drawn = drawn.and(&mark.map(|p| at(p.x + dx, p.y + dy)));
    }
    Some(drawn)
}

/// Returns how far a mark must move up (or down) to keep clear of what is drawn.
fn lift(drawn: &Outline, mark: &Outline) -> f32 {
    let (Some((bottom, top)), Some((low, high))) =
        (drawn.vertical_extent(), mark.vertical_extent())
    else {
        return 0.0;
    };
    if low > WAIST {
        (top + GAP - low).max(0.0)
    } else if high < 0.0 {
        (bottom - GAP / 2.0 - high).min(0.0)
    } else {
        0.0
    }
}

/// Returns the outline and the advance of one character, if a font has it.
fn glyph(fonts: &[FontRef<'static>; 2], c: char) -> Option<(Outline, f32)> {
    let (font, id) = fonts.iter().map(|font| (font, font.glyph_id(c))).find(|(_, id)| id.0 != 0)?;
    let thousandth = font.units_per_em().unwrap_or(1000.0) / 1000.0;
    let scaled = |p: ab_glyph::Point| at(p.x / thousandth, p.y / thousandth);
    let mut outline = Outline::default();
    let mut pen = None;
    // A space has no outline, and that is right.
    for curve in font.outline(id).map(|o| o.curves).unwrap_or_default() {
        let (from, step, to) = match curve {
            OutlineCurve::Line(from, to) => (from, Step::Line(scaled(to)), to),
            OutlineCurve::Quad(from, handle, to) => {
                (from, Step::Quad(scaled(handle), scaled(to)), to)
            }
            OutlineCurve::Cubic(from, first, second, to) => {
                (from, Step::Cubic(scaled(first), scaled(second), scaled(to)), to)
            }
        };
        let (from, to) = (scaled(from), scaled(to));
        if pen != Some(from) {
            outline.steps.push(Step::Move(from));
        }
        outline.steps.push(step);
        pen = Some(to);
    }
    Some((outline, font.h_advance_unscaled(id) / thousandth))
}

/// Returns what stands for a character that no font here has.
fn hollow_box(width: u16, grid: Grid) -> Outline {
    let unit = grid.unit();
    let (left, right) = (unit, grid.width(width) - unit);
    let (top, bottom) = (4.0 * unit, grid.baseline());
    let pen = unit;
    Outline::default()
        .rectangle(at(left, top), at(right, top + pen))
        .rectangle(at(left, bottom - pen), at(right, bottom))
        .rectangle(at(left, top), at(left + pen, bottom))
        .rectangle(at(right - pen, top), at(right, bottom))
}

#[cfg(test)]
mod tests {
    use super::{super::coverage::Coverage, *};

    const UPRIGHT: Manner = Manner { bold: false, italic: false };

    fn drawn(symbol: &str, width: u16, manner: Manner) -> Outline {
        Face::embedded().unwrap().outline(symbol, width, manner, Grid::new(2))
    }

    fn area(outline: &Outline) -> u32 {
        Coverage::of(outline).values.iter().map(|v| u32::from(*v)).sum()
    }

    #[test]
    fn has_the_letters_of_the_places_it_shows() {
        let face = Face::embedded().unwrap();
        let names = "Goïta Naréna Ménaka Ağa Łódź Żółć Đồng Ңурсұлтан Київ Αθήνα ɓ ɗ ƙ ŋ ɛ ɔ ɲ Ɓ Ɗ ḥ ṣ ẓ \
                     «–—’“”„»…₣€₦₴ ≤≥≈±§°";
        for c in names.chars() {
            for fonts in [&face.regular, &face.bold] {
                assert!(glyph(fonts, c).is_some(), "no glyph for {c}");
            }
        }
    }

    #[test]
    fn draws_bold_heavier_and_italic_as_heavy() {
        let upright = area(&drawn("H", 1, UPRIGHT));
        let bold = area(&drawn("H", 1, Manner { bold: true, italic: false }));
        let italic = area(&drawn("H", 1, Manner { bold: false, italic: true }));
        assert!(bold * 10 > upright * 13, "{bold} is not much more than {upright}");
        assert!(italic.abs_diff(upright) * 50 < upright);
    }

    #[test]
    fn stacks_marks_clear_of_the_letter() {
        let plain = drawn("d", 1, UPRIGHT).vertical_extent().unwrap();
        let marked = drawn("d\u{301}\u{323}", 1, UPRIGHT).vertical_extent().unwrap();
        assert!(marked.0 < plain.0 - 2.0 && marked.1 > plain.1 + 2.0);
        let composed = drawn("é", 1, UPRIGHT).vertical_extent().unwrap();
        let decomposed = drawn("e\u{301}", 1, UPRIGHT).vertical_extent().unwrap();
        assert!((composed.0 - decomposed.0).abs() < 1.0);
    }

    #[test]
    fn takes_the_dot_from_an_i_under_a_mark() {
        let with_dot = Coverage::of(&drawn("i", 1, UPRIGHT));
        let marked = drawn("i\u{302}", 1, UPRIGHT);
        let dotless = drawn("ı", 1, UPRIGHT);
        assert!(with_dot.values.len() > Coverage::of(&dotless).values.len());
        assert_eq!(marked.steps[..dotless.steps.len()], dotless.steps);
    }

    #[test]
    fn boxes_what_it_does_not_know() {
        for (symbol, width) in [("日", 2), ("ع", 1), ("👩‍👧", 2), ("\u{e000}", 1)] {
            assert_eq!(drawn(symbol, width, UPRIGHT), hollow_box(width, Grid::new(2)), "{symbol}");
        }
        assert_eq!(drawn(" ", 1, UPRIGHT), Outline::default());
    }
}
