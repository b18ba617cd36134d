//! ASCII without its capital letters, and where they were.
//!
//! Each capital letter is told by how many bytes it is behind the one before it; a 0 ends them. Of most texts these steps
//! take one byte for each sentence and name.

/// Appends a text in lower case to others, and tells the steps from one capital letter to the next.
pub(super) fn take_off(text: &str, lower: &mut Vec<u8>, mut step: impl FnMut(u64)) {
    let start = lower.len();
    lower.extend_from_slice(text.as_bytes());
    lower[start..].make_ascii_lowercase();
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    let mut last = 0;
    for (n, word) in words.iter().enumerate() {
        let mut capitals = capitals(u64::from_le_bytes(*word));
        while capitals != 0 {
            let behind = n as u64 * 8 + u64::from(capitals.trailing_zeros() / 8) + 1;
            step(behind - last);
            last = behind;
            capitals &= capitals - 1;
        }
    }
    for (behind, byte) in (words.len() as u64 * 8 + 1..).zip(rest) {
        if byte.is_ascii_uppercase() {
            step(behind - last);
            last = behind;
        }
    }
    step(0);
}

/// Returns the text with its capital letters; `None` if it is no ASCII, or has no letter where one should be.
pub(super) fn put_on(lower: &[u8], mut step: impl FnMut() -> Option<u64>) -> Option<String> {
    let mut text = lower.to_vec();
    let mut behind = 0_usize;
    loop {
        match usize::try_from(step()?).ok()? {
            0 => break,
            step => behind = behind.checked_add(step)?,
        }
        let letter = text.get_mut(behind - 1).filter(|byte| byte.is_ascii_lowercase())?;
        letter.make_ascii_uppercase();
    }
    String::from_utf8(text).ok().filter(|text| text.is_ascii())
}

/// Returns the high bit of each of eight bytes of ASCII that is a capital letter.
const fn capitals(word: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    // A sum sets the high bit of each byte that is at least `A`, and of each that is beyond `Z`.
    let from_a = word + ONES * (0x80 - b'A' as u64);
    let beyond_z = word + ONES * (0x7f - b'Z' as u64);
    (from_a ^ beyond_z) & (ONES << 7)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn gives_every_text_back(text in "[ -~]{0,80}|[A-Za@\\[`{]{0,40}|([a-z ]{200,400}[A-Z]){0,3}") {
            let (mut lower, mut steps) = (b"before".to_vec(), Vec::new());
            take_off(&text, &mut lower, |step| steps.push(step));
            let lower = lower.strip_prefix(b"before").unwrap();
            let expected = text.to_ascii_lowercase();
            prop_assert_eq!(lower, expected.as_bytes());
            prop_assert_eq!(steps.len(), text.bytes().filter(u8::is_ascii_uppercase).count() + 1);
            let mut steps = steps.into_iter();
            prop_assert_eq!(put_on(lower, || steps.next()), Some(text));
        }

        #[test]
        fn takes_any_bytes_without_a_crash(
            lower in prop::collection::vec(any::<u8>(), 0..30),
            steps in prop::collection::vec(prop_oneof![0..9_u64, any::<u64>()], 0..6),
        ) {
            let mut steps = steps.into_iter();
            if let Some(text) = put_on(&lower, || steps.next()) {
                prop_assert_eq!(text.len(), lower.len());
            }
        }
    }
}
