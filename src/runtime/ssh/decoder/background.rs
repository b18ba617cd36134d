//! What a terminal replies when it is asked for the colour of its ground (OSC 11).

/// The ground of a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Background {
    /// Dark letters are read on it.
    Light,
    /// Light letters are read on it.
    Dark,
}

impl Background {
    /// Asks a terminal for the colour of its ground (OSC 11).
    pub const QUESTION: &[u8] = b"\x1b]11;?\x1b\\";

    /// Reads a reply without its brackets: `11;rgb:1c1c/1c1c/1c1c`, also with 1 to 3 digits, an alpha behind them, or
    /// as `#1c1c1c`.
    pub(super) fn from_reply(text: &[u8]) -> Option<Self> {
        let colour = std::str::from_utf8(text).ok()?.strip_prefix("11;")?;
        let parts: Vec<&str> = if let Some(digits) = colour.strip_prefix('#') {
            let length = digits.len() / 3;
            (0..3).map(|n| digits.get(n * length..(n + 1) * length)).collect::<Option<_>>()?
        } else {
            colour.strip_prefix("rgba:").or(colour.strip_prefix("rgb:"))?.split('/').collect()
        };
        let [red, green, blue] = match parts[..] {
            [red, green, blue] | [red, green, blue, _] => [red, green, blue].map(share),
            _ => return None,
        };
        // The weights of the eye, as in black-and-white television.
        let brightness = 0.299 * red? + 0.587 * green? + 0.114 * blue?;
        Some(if brightness > 0.5 { Self::Light } else { Self::Dark })
    }
}

/// Reads one to four hexadecimal digits as a share of the largest number with that many.
fn share(digits: &str) -> Option<f64> {
    let is_number = digits.len() <= 4 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let value = u16::from_str_radix(digits, 16).ok().filter(|_| is_number)?;
    let most = 16_u32.pow(digits.len() as u32) - 1;
    Some(f64::from(value) / f64::from(most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_light_from_dark() {
        let (light, dark) = (Some(Background::Light), Some(Background::Dark));
        let table = [
            ("11;rgb:ffff/ffff/ffff", light),
            ("11;rgb:0000/0000/0000", dark),
            ("11;rgb:1c/1c/1c", dark),
            ("11;rgb:f/f/f", light),
            ("11;rgb:002b/0036/0042", dark),
            ("11;rgb:fdfd/f6f6/e3e3", light),
            ("11;rgba:ffff/ffff/ffff/8000", light),
            ("11;#fdf6e3", light),
            ("11;#000", dark),
            ("11;#00002b2b3636", dark),
        ];
        for (reply, background) in table {
            assert_eq!(Background::from_reply(reply.as_bytes()), background, "{reply}");
        }
    }

    #[test]
    fn takes_nothing_else_for_a_reply() {
        for reply in [
            "",
            "11",
            "11;?",
            "10;rgb:ffff/ffff/ffff",
            "11;rgb:ffff/ffff",
            "11;rgb:fffff/ffff/ffff",
            "11;rgb:+fff/ffff/ffff",
            "11;rgb:00000000/ffff/ffff",
            "11;rgb://",
            "11;#",
            "11;#é",
            "11;red",
        ] {
            assert_eq!(Background::from_reply(reply.as_bytes()), None, "{reply}");
        }
        assert_eq!(Background::from_reply(b"11;rgb:\xff/ff/ff"), None);
    }
}
