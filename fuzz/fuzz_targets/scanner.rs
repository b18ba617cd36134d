//! Whatever the scanner for the usual shape reads, the `ron` crate reads the same.

#![no_main]

use dateline::store::ron::{fast, from_ron, record::EventRecord};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut quick = EventRecord::default();
    if let Some(end) = fast::event(text, 0, &mut quick) {
        let slow: EventRecord<'_> = from_ron(&text[..end]).expect("no mistake in it");
        assert_eq!(quick, slow);
    }
});
