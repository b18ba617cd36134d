//! The form of a text in which letters are compared: lower case, without accents, in ASCII.
//!
//! Pure, over the tables of `any_ascii`. Two texts that fold to the same letters look the same to search,
//! to filters and to suggestions; nothing that is folded is ever shown.

use any_ascii::any_ascii_char;

/// Returns the text in lower case and without accents, other scripts transliterated to ASCII.
///
/// ```
/// use dateline::domain::fold;
///
/// assert_eq!(fold("Goïta"), "goita");
/// assert_eq!(fold("Łódź"), "lodz");
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((plain, c, behind)) = cut_at_foreign(rest) {
        folded.push_str(plain);
        folded.push_str(any_ascii_char(c));
        rest = behind;
    }
    folded.push_str(rest);
    // Last, because a transliteration may begin with a capital letter.
    folded.make_ascii_lowercase();
    folded
}

/// Returns what is before the first character that is not ASCII, that character, and what is behind it.
fn cut_at_foreign(text: &str) -> Option<(&str, char, &str)> {
    let bytes = text.as_bytes();
    let (words, _) = bytes.as_chunks::<8>();
    let plain = 8 * words.iter().take_while(|word| word.is_ascii()).count();
    let at = plain + bytes.get(plain..)?.iter().position(|byte| !byte.is_ascii())?;
    let (plain, rest) = text.split_at_checked(at)?;
    let mut chars = rest.chars();
    Some((plain, chars.next()?, chars.as_str()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, folded: &str) {
        assert_eq!(fold(text), folded);
    }

    #[test]
    fn takes_case_and_accents_off() {
        check("Goïta", "goita");
        check("Łódź", "lodz");
        check("Straße", "strasse");
        check("CÔTE D’IVOIRE", "cote d'ivoire");
        check("Plain ASCII, 100%", "plain ascii, 100%");
    }

    #[test]
    fn makes_composed_and_decomposed_letters_equal() {
        check("e\u{301}tat", "etat");
        check("état", "etat");
    }

    #[test]
    fn transliterates_other_scripts() {
        check("Москва", "moskva");
        check("深圳", "shenzhen");
    }

    proptest! {
        #[test]
        fn is_ascii_in_lower_case_and_stable(text in any::<String>()) {
            let folded = fold(&text);
            prop_assert!(folded.is_ascii() && !folded.bytes().any(|b| b.is_ascii_uppercase()));
            prop_assert_eq!(fold(&folded), folded.clone());
        }

        #[test]
        fn folds_each_character_on_its_own(text in "[a-dA-D 0-9éŁМ深…]{0,40}") {
            let one_by_one: String = text.chars().map(|c| fold(c.encode_utf8(&mut [0; 4]))).collect();
            prop_assert_eq!(fold(&text), one_by_one);
        }
    }
}
