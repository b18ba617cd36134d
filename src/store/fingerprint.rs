//! Takes the fingerprint of a text that is read, and of several of them.

use xxhash_rust::xxh3::xxh3_64;

use crate::domain::Fingerprint;

/// Returns the fingerprint of a text.
pub(super) fn of(text: &str) -> Fingerprint {
    Fingerprint(xxh3_64(text.as_bytes()))
}

/// Returns the fingerprint of several texts in their order; that of one text is its own.
pub(super) fn of_several(texts: &[Fingerprint]) -> Fingerprint {
    if let [one] = texts {
        return *one;
    }
    let bytes: Vec<u8> = texts.iter().flat_map(|text| text.0.to_le_bytes()).collect();
    Fingerprint(xxh3_64(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{merge, read};

    #[test]
    fn follows_from_the_text_alone() {
        // Notebooks of other releases and other machines are found by it.
        assert_eq!(of("Dataset()").to_string(), "a920e47cad6de7eb");
        assert_eq!(of("Dataset()"), read("any name", "Dataset()").fingerprint);
        assert_ne!(of("Dataset()"), of("Dataset( )"));
    }

    #[test]
    fn of_several_follows_from_all_of_them_and_their_order() {
        let [a, b, c] = ["Dataset()", "Dataset(events: [])", "Dataset(title: \"c\")"];
        let merged =
            |texts: &[&str]| merge(texts.iter().map(|text| read("f", text)).collect()).fingerprint;
        assert_eq!(merged(&[a]), of(a));
        assert_eq!(merged(&[a, b]), of_several(&[of(a), of(b)]));
        let all =
            [merged(&[a]), merged(&[a, b]), merged(&[b, a]), merged(&[a, a]), merged(&[a, b, c])];
        for (n, one) in all.iter().enumerate() {
            assert!(!all[..n].contains(one), "{n}");
        }
    }

    #[test]
    fn is_that_of_the_text_whatever_is_wrong_with_it() {
        for text in
            ["", "nothing", "Dataset(events: [Event(id: \"a\")", "Dataset(events: [], groups: {})"]
        {
            assert_eq!(read("f", text).fingerprint, of(text), "{text}");
        }
    }
}
