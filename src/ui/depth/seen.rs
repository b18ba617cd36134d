//! Colours as the eye sees them: how far they are apart, and whether one is read on the other.

/// Red, green and blue, each from 0 to 255.
pub(super) type Rgb = [u8; 3];

/// Less colour than this is grey.
const GREY: f64 = 0.035;
/// The cosine of the angle up to which two colours go by the same name: 60 degrees.
const SAME_NAME: f64 = 0.5;
/// What a hue that is off by a right angle adds to a distance.
const TURNED: f64 = 0.2;

/// A colour in the space Oklab, where equal distances look alike.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    lightness: f64,
    /// From green to red.
    a: f64,
    /// From blue to yellow.
    b: f64,
    /// How much light it is, from 0 to 1.
    light: f64,
}

impl Seen {
    pub(super) fn new(rgb: Rgb) -> Self {
        let [red, green, blue] = rgb.map(linear);
        let mix = |[r, g, b]: [f64; 3]| (r * red + g * green + b * blue).cbrt();
        let long = mix([0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9]);
        let middle = mix([0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6]);
        let short = mix([0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5]);
        let turn = |[l, m, s]: [f64; 3]| l * long + m * middle + s * short;
        Self {
            lightness: turn([0.210_454_255_3, 0.793_617_785_0, -0.004_072_046_8]),
            a: turn([1.977_998_495_1, -2.428_592_205_0, 0.450_593_709_9]),
            b: turn([0.025_904_037_1, 0.782_771_766_2, -0.808_675_766_0]),
            light: 0.2126 * red + 0.7152 * green + 0.0722 * blue,
        }
    }

    /// Returns the contrast of two colours, from 1 to 21 (WCAG 2).
    pub(super) fn contrast(self, other: Self) -> f64 {
        (self.light.max(other.light) + 0.05) / (self.light.min(other.light) + 0.05)
    }

    /// Returns how far another colour is from standing for this one; another hue counts more than a pale one.
    pub(super) fn distance(self, other: Self) -> f64 {
        let (a, b) = (self.a - other.a, self.b - other.b);
        let plain = (self.lightness - other.lightness).hypot(a.hypot(b));
        if other.is_grey() { plain } else { plain + TURNED * (1.0 - self.likeness(other)) }
    }

    /// Tells whether another colour may stand for this one: a green for a green, and a grey for anything.
    pub(super) fn may_become(self, other: Self) -> bool {
        other.is_grey() || (!self.is_grey() && self.likeness(other) >= SAME_NAME)
    }

    /// Returns the cosine of the angle between the hues of two colours.
    fn likeness(self, other: Self) -> f64 {
        (self.a * other.a + self.b * other.b) / (self.chroma() * other.chroma()).max(f64::EPSILON)
    }

    fn is_grey(self) -> bool {
        self.chroma() < GREY
    }

    fn chroma(self) -> f64 {
        self.a.hypot(self.b)
    }
}

/// Returns how much light a number stands for.
fn linear(value: u8) -> f64 {
    let value = f64::from(value) / 255.0;
    if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHITE: Rgb = [255; 3];
    const BLACK: Rgb = [0; 3];
    const RED: Rgb = [255, 0, 0];

    #[test]
    fn measures_as_the_standards_say() {
        let ratio = |a, b| Seen::new(a).contrast(Seen::new(b));
        assert!((ratio(BLACK, WHITE) - 21.0).abs() < 1e-9);
        assert!((ratio(RED, WHITE) - 3.998).abs() < 1e-3);
        let white = Seen::new(WHITE);
        assert!((white.lightness - 1.0).abs() < 1e-6 && white.chroma() < 1e-6);
        let red = Seen::new(RED);
        let near = |a: f64, b: f64| (a - b).abs() < 1e-3;
        assert!(near(red.lightness, 0.628) && near(red.a, 0.225) && near(red.b, 0.126), "{red:?}");
        assert!((Seen::new(BLACK).distance(white) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn lets_only_kin_and_greys_stand_for_a_colour() {
        let may = |from, to| Seen::new(from).may_become(Seen::new(to));
        let (dark_red, green, grey) = ([120, 10, 20], [0, 200, 0], [127; 3]);
        assert!(may(RED, dark_red) && may(RED, grey) && may(grey, BLACK));
        assert!(!may(RED, green) && !may(green, RED) && !may(grey, RED));
    }
}
