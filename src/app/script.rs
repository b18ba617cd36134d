//! Key scripts: what a person would do at the keyboard, as text.
//!
//! Text is typed as it stands, a name in angle brackets is a key (`<enter>`, `<c-d>`, `<lt>` for the sign
//! itself), and `<80x24>` gives the window that size. A mistake is told with its place, never skipped:
//! half a script would show a screen that nobody asked for.

use crate::app::{
    input::Input,
    key::{Key, KeyError},
};

/// What is wrong with a script, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ScriptError {
    /// What is wrong, in a sentence for people.
    pub message: String,
    /// Where it stands, in bytes from the start of the script.
    pub offset: usize,
}

/// Reads a script into what a person would do.
///
/// # Errors
/// Returns the first mistake: an angle bracket that does not close, a name that no key has, a size that is
/// no size, or a control character (a line end is written as `<enter>`).
pub fn parse_script(script: &str) -> Result<Vec<Input>, ScriptError> {
    let mut inputs = Vec::new();
    let mut offset = 0;
    while let Some(c) = script[offset..].chars().next() {
        let (input, used) = if c == '<' {
            parse_named(&script[offset..]).map_err(|message| ScriptError { message, offset })?
        } else {
            let key = parse_typed(c).map_err(|message| ScriptError { message, offset })?;
            (key, c.len_utf8())
        };
        inputs.push(input);
        offset += used;
    }
    Ok(inputs)
}

/// Reads one character that is typed as it stands.
fn parse_typed(c: char) -> Result<Input, String> {
    match c {
        '\n' | '\r' => Err("a line end is not a key here; write <enter>".to_owned()),
        '\t' => Err("a tab is not a key here; write <tab>".to_owned()),
        '\u{1b}' => Err("an escape character is not a key here; write <esc>".to_owned()),
        c if c.is_control() => {
            Err("a control character is not a key here; write <c-a>, <c-b> ...".to_owned())
        }
        c => Ok(Key::char(c).into()),
    }
}

/// Reads what starts with `<`; returns it with the count of its bytes.
fn parse_named(rest: &str) -> Result<(Input, usize), String> {
    let Some(end) = rest.find('>') else {
        return Err("`<` opens a key's name, but no `>` closes it; write <lt> for the sign itself"
            .to_owned());
    };
    let used = end + 1;
    if let Some(size) = parse_size(&rest[1..end]) {
        return size.map(|input| (input, used));
    }
    let key: Key = rest[..used].parse().map_err(|e: KeyError| e.to_string())?;
    Ok((key.into(), used))
}

/// Reads `80x24`; returns nothing if it does not look like a size.
fn parse_size(text: &str) -> Option<Result<Input, String>> {
    let (width, height) = text.split_once('x')?;
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if !digits(width) || !digits(height) {
        return None;
    }
    Some(match (width.parse(), height.parse()) {
        (Ok(width), Ok(height)) if width > 0 && height > 0 => Ok(Input::Resize { width, height }),
        _ => Err("a window has 1 to 65535 columns and rows, as in <80x24>".to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::app::key::KeyCode;

    #[test]
    fn reads_text_names_and_sizes() {
        let read = parse_script("c<enter>é<80x24><lt>><c-d>").unwrap();
        let expected: Vec<Input> = vec![
            Key::char('c').into(),
            Key::new(KeyCode::Enter).into(),
            Key::char('é').into(),
            Input::Resize { width: 80, height: 24 },
            Key::char('<').into(),
            Key::char('>').into(),
            Key::char('d').with_ctrl().into(),
        ];
        assert_eq!(read, expected);
        assert_eq!(parse_script(""), Ok(vec![]));
    }

    #[test]
    fn tells_the_place_of_the_first_mistake() {
        let table = [
            ("é<foo>", 2, "no key is called <foo>"),
            ("ab<enter", 2, "no `>` closes it"),
            ("<>", 0, "not one key"),
            ("a<0x24>", 1, "1 to 65535"),
            ("a<70000x24>", 1, "1 to 65535"),
            ("x\n", 1, "write <enter>"),
            ("x\t", 1, "write <tab>"),
            ("\u{1b}[A", 0, "write <esc>"),
            ("\u{9b}", 0, "control character"),
            ("<<80x24>", 0, "not one key"),
        ];
        for (script, offset, words) in table {
            let error = parse_script(script).unwrap_err();
            assert_eq!(error.offset, offset, "{script:?}");
            assert!(error.message.contains(words), "{script:?}: {error}");
        }
    }

    proptest! {
        #[test]
        fn reads_back_a_script_made_of_keys(
            chars in prop::collection::vec(prop::char::any().prop_filter("typed", |c| !c.is_control()), 0..40),
        ) {
            let keys: Vec<Key> = chars.into_iter().map(Key::char).collect();
            let script: String = keys.iter().map(ToString::to_string).collect();
            let inputs: Vec<Input> = keys.into_iter().map(Input::from).collect();
            prop_assert_eq!(parse_script(&script), Ok(inputs));
        }

        #[test]
        fn never_crashes_and_points_into_the_script(script in ".*|(<[a-z0-9-]{0,8}>?){0,9}") {
            if let Err(error) = parse_script(&script) {
                prop_assert!(script.is_char_boundary(error.offset) && error.offset < script.len());
            }
        }
    }
}
