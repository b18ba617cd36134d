//! Events are the same, whether their file is read as a whole or they are a part of a larger one.

#![no_main]

use std::{borrow::Cow, sync::Arc};

use dateline::store::{self, ron};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|events: &str| {
    let part = Arc::new(Cow::Owned(format!("{events}])")));
    let part = ron::read_part("f", &part, &ron::Tables::default());
    // A part that is closed too early, or not at all, is read as a whole instead.
    if part.end == Some(events.len()) {
        let whole = store::read("f", &format!("Dataset(events: [{events}])"));
        let told = |dataset: &dateline::domain::Dataset| {
            let told = dataset.events.iter().map(|event| format!("{:?} {:?}", event.id, event.when));
            told.collect::<Vec<_>>()
        };
        assert_eq!(told(&part.dataset), told(&whole.dataset));
    }
});
