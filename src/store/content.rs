//! Recognises what is no dataset by its first bytes, so that it can be named instead of misread.

/// Something else than a dataset in RON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// Text in UTF-16.
    Utf16,
    /// Compressed with gzip.
    Gzip,
    /// A zip archive.
    Zip,
    /// Compressed with zstd.
    Zstd,
    /// Compressed with xz.
    Xz,
    /// Compressed with bzip2.
    Bzip2,
    /// A PDF document.
    Pdf,
    /// A picture.
    Picture,
    /// A web page.
    Html,
    /// XML of some kind.
    Xml,
    /// JSON.
    Json,
    /// A table with commas, semicolons or tabs.
    Csv,
    /// A calendar.
    Ics,
}

impl Content {
    /// Returns what it is, to stand behind the name of the file.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Utf16 => "is text in UTF-16",
            Self::Gzip => "is compressed with gzip",
            Self::Zip => "is a zip archive",
            Self::Zstd => "is compressed with zstd",
            Self::Xz => "is compressed with xz",
            Self::Bzip2 => "is compressed with bzip2",
            Self::Pdf => "is a PDF document, not a dataset in RON",
            Self::Picture => "is a picture, not a dataset in RON",
            Self::Html => "is a web page, not a dataset in RON",
            Self::Xml => "is XML, not a dataset in RON",
            Self::Json => {
                "looks like JSON, not like a dataset in RON, which begins with `Dataset(`"
            }
            Self::Csv => {
                "looks like a table (CSV), not like a dataset in RON, which begins with `Dataset(`"
            }
            Self::Ics => "is a calendar (iCalendar), not a dataset in RON",
        }
    }

    /// Returns what to do about it.
    #[must_use]
    pub const fn help(self) -> &'static str {
        match self {
            Self::Utf16 => "save it as UTF-8, for example with: iconv -f UTF-16 -t UTF-8",
            Self::Gzip => "unpack it first, for example with gunzip",
            Self::Zip => "unpack it first, for example with unzip",
            Self::Zstd => "unpack it first, for example with unzstd",
            Self::Xz => "unpack it first, for example with unxz",
            Self::Bzip2 => "unpack it first, for example with bunzip2",
            Self::Html => "was it saved from a login or error page?",
            Self::Pdf | Self::Picture | Self::Xml => {
                "so far dateline reads its own format, RON; `dateline new FILE` writes an example of it"
            }
            Self::Json | Self::Csv | Self::Ics => {
                "so far dateline reads its own format, RON; `dateline new FILE` writes an example of it, and \
                 what dateline itself is to read again is written by `dateline list --format ron`"
            }
        }
    }
}

/// How files of a kind begin.
const BEGINNINGS: [(&[u8], Content); 12] = [
    (b"\xff\xfe", Content::Utf16),
    (b"\xfe\xff", Content::Utf16),
    (b"\x1f\x8b", Content::Gzip),
    (b"PK\x03\x04", Content::Zip),
    (b"PK\x05\x06", Content::Zip),
    (b"\x28\xb5\x2f\xfd", Content::Zstd),
    (b"\xfd7zXZ\0", Content::Xz),
    (b"BZh", Content::Bzip2),
    (b"%PDF-", Content::Pdf),
    (b"\x89PNG", Content::Picture),
    (b"\xff\xd8\xff", Content::Picture),
    (b"GIF8", Content::Picture),
];

/// How the first words of texts of a kind begin, in lower case.
const WORDS: [(&[u8], Content); 6] = [
    (b"<!doctype html", Content::Html),
    (b"<html", Content::Html),
    (b"<?xml", Content::Xml),
    (b"begin:vcalendar", Content::Ics),
    (b"{", Content::Json),
    (b"[", Content::Json),
];

/// Returns what the bytes are, where that is surely no RON.
#[must_use]
pub(super) fn recognise(bytes: &[u8]) -> Option<Content> {
    let begins = |(start, content): &(&[u8], Content)| bytes.starts_with(start).then_some(*content);
    if let Some(content) = BEGINNINGS.iter().find_map(begins) {
        return Some(content);
    }
    if is_utf16_without_mark(bytes) {
        return Some(Content::Utf16);
    }
    let text = bytes.trim_ascii_start();
    let head = text[..text.len().min(16)].to_ascii_lowercase();
    let word = WORDS.iter().find(|(start, _)| head.starts_with(start));
    match word {
        Some((_, content)) => Some(*content),
        None => (!is_binary(text) && is_table(text)).then_some(Content::Csv),
    }
}

/// Tells whether the beginning has control characters that stand in no text.
pub(super) fn is_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(4096)];
    head.iter().any(|byte| byte.is_ascii_control() && !b"\t\n\r\x0b\x0c\x1b".contains(byte))
}

/// Tells whether every other byte of the beginning is zero, as in ASCII text in UTF-16.
fn is_utf16_without_mark(bytes: &[u8]) -> bool {
    let (pairs, _) = bytes[..bytes.len().min(64)].as_chunks::<2>();
    let zeros = |n: usize| pairs.iter().filter(|pair| pair[n] == 0).count();
    let most = pairs.len() * 3 / 4;
    pairs.len() >= 4 && ((zeros(0) > most && zeros(1) == 0) || (zeros(1) > most && zeros(0) == 0))
}

/// Tells whether the first two lines have the same number of columns, and no line of RON looks like that.
fn is_table(text: &[u8]) -> bool {
    let mut lines = text.split(|byte| *byte == b'\n');
    let (Some(first), Some(second)) = (lines.next(), lines.next()) else {
        return false;
    };
    if first.iter().any(|byte| b"(){}[]:/".contains(byte)) {
        return false;
    }
    let count = |line: &[u8], sign: u8| line.split(|byte| *byte == sign).count() - 1;
    b",;\t|"
        .iter()
        .any(|sign| count(first, *sign) >= 1 && count(second, *sign) >= count(first, *sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_what_is_no_dataset() {
        let samples: [(&[u8], Content); 12] = [
            (b"\xff\xfeD\0", Content::Utf16),
            (b"D\0a\0t\0a\0s\0e\0t\0(\0", Content::Utf16),
            (b"\0D\0a\0t\0a\0s\0e\0t", Content::Utf16),
            (b"\x1f\x8b\x08\0", Content::Gzip),
            (b"PK\x03\x04", Content::Zip),
            (b"%PDF-1.7", Content::Pdf),
            (b"\n <!DOCTYPE HTML><p>", Content::Html),
            (b"<?xml version", Content::Xml),
            (b" {\"events\": []}", Content::Json),
            (b"id,date,title\n1,2025,x\n", Content::Csv),
            (b"id\tdate\n1\t2025", Content::Csv),
            (b"BEGIN:VCALENDAR\r\n", Content::Ics),
        ];
        for (bytes, content) in samples {
            assert_eq!(recognise(bytes), Some(content), "{:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn leaves_every_beginning_of_a_dataset_alone() {
        let samples = [
            "Dataset(format: 1)",
            "(format: 1,\ntitle: \"x\",\n)",
            "#![enable(implicit_some)]\nDataset()",
            "// id, date, title\n// 1, 2, 3\nDataset()",
            "/* a, b\n c, d */ Dataset()",
            "\n\n",
            "x",
            "a\x01,b\nc,d\x02",
        ];
        for text in samples {
            assert_eq!(recognise(text.as_bytes()), None, "{text}");
        }
    }
}
