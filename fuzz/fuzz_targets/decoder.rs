//! A visitor's bytes mean the same in whatever pieces they come, and little is kept of them.

#![no_main]

use dateline::runtime::ssh::decoder::Decoder;
use libfuzzer_sys::fuzz_target;

// The lengths of the first pieces, and the bytes.
fuzz_target!(|input: (Vec<u8>, &[u8])| {
    let (lengths, bytes) = input;
    let (mut decoder, mut whole) = (Decoder::default(), Vec::new());
    decoder.feed(bytes, &mut whole);
    assert!(whole.len() <= 2 * bytes.len());
    decoder.settle(&mut whole);
    assert!(!decoder.is_waiting());

    let (mut decoder, mut pieces, mut rest) = (Decoder::default(), Vec::new(), bytes);
    for length in lengths {
        let (piece, behind) = rest.split_at(usize::from(length).min(rest.len()));
        decoder.feed(piece, &mut pieces);
        assert!(decoder.kept() <= Decoder::MOST_KEPT);
        rest = behind;
    }
    decoder.feed(rest, &mut pieces);
    decoder.settle(&mut pieces);
    assert_eq!(pieces, whole);
});
