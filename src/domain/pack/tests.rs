//! What is packed comes back, and damaged bytes do no harm.

use proptest::prelude::*;

use super::*;

fn event() -> Event {
    let clean = Clean::new;
    Event {
        id: clean("a"),
        when: When::parse("2025-08-04T21:00Z").ok(),
        title: clean("Ünïcode"),
        summary: clean("Plain and Short"),
        kind: Some(clean("coup")),
        countries: vec![Country::find("MLI").unwrap(), Country::find("ESH").unwrap()],
        groups: vec![Participant { group: GroupKey(300), role: Some(clean("victim")) }],
        places: vec![PlaceKey(0), PlaceKey(u32::MAX)],
        sources: vec![SourceKey(7)],
        certainty: Some(Certainty::Disputed),
        claims: vec![Claim {
            source: SourceKey(1),
            at: None,
            when: When::parse("2025").ok(),
            says: Some(clean("so")),
            derived: None,
        }],
        links: vec![Link { to: clean("b"), event: Some(EventKey(9)), how: clean("after") }],
        tags: vec![clean("x"), clean("")],
        file: FileKey(2),
    }
}

#[test]
fn comes_back_as_it_was() {
    let event = event();
    let back: Event = unpack(&pack(&event), Zone::UTC).unwrap();
    assert_eq!(format!("{back:?}"), format!("{event:?}"));
    let (mut bytes, mut folded) = (Vec::new(), b"before\n".to_vec());
    Packer::default().put_apart(&event, &mut bytes, &mut folded);
    assert_eq!(folded, b"before\nunicode\nplain and short\n");
    let back: Event = unpack_apart(&bytes, &folded[7..], Zone::UTC).unwrap();
    assert_eq!(format!("{back:?}"), format!("{event:?}"));
    let zone: Zone = "+05:30".parse().unwrap();
    let there: Event = unpack(&pack(&event), zone).unwrap();
    assert_eq!(there.when, event.when.map(|when| when.on_clocks(zone)));
    let place = Place {
        id: Clean::new("p"),
        name: Clean::new("Gao"),
        country: Country::find("MLI"),
        position: Some((16.27, -0.04)),
        within_km: Some(f64::MAX),
    };
    assert_eq!(unpack(&pack(&place), Zone::UTC), Some(place));
    let id = Clean::new("https://example.org");
    let address =
        Source { title: id.clone(), url: Some(id.clone()), id: id.clone(), ..Source::default() };
    let written = Source { authors: vec![Clean::new("A")], ..address.clone() };
    assert!(pack(&address).len() < id.len() + 6, "the address is there once");
    for source in [address, written] {
        assert_eq!(unpack(&pack(&source), Zone::UTC), Some(source));
    }
}

proptest! {
    #[test]
    fn gives_texts_back_that_are_kept_apart(title in any::<String>(), summary in "[ -~]{0,90}") {
        let [title, summary] = [title, summary].map(|text| Clean::new(&text));
        let event = Event { title, summary, ..event() };
        let (mut bytes, mut folded) = (Vec::new(), Vec::new());
        Packer::default().put_apart(&event, &mut bytes, &mut folded);
        let expected = [&event.title, &event.summary].map(|text| fold(text) + "\n").concat();
        prop_assert_eq!(&folded, expected.as_bytes());
        folded.extend_from_slice(b"a place\n");
        let back: Event = unpack_apart(&bytes, &folded, Zone::UTC).unwrap();
        prop_assert_eq!(format!("{back:?}"), format!("{event:?}"));
    }

    #[test]
    fn takes_any_bytes_without_a_crash(
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        length in any::<prop::sample::Index>(),
        noise in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        let mut bytes = pack(&event());
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _: Option<Event> = unpack(&bytes, Zone::UTC);
        let _: Option<Event> = unpack(&bytes[..length.index(bytes.len())], Zone::UTC);
        let _: Option<Story> = unpack(&noise, Zone::UTC);
        let (mut bytes, mut folded) = (Vec::new(), Vec::new());
        Packer::default().put_apart(&event(), &mut bytes, &mut folded);
        let place = length.index(bytes.len());
        bytes[place] = byte;
        let _: Option<Event> = unpack_apart(&bytes, &folded, Zone::UTC);
        let _: Option<Event> = unpack_apart(&bytes, &noise, Zone::UTC);
        bytes[place] = pack(&event())[0];
        folded[at % 20] = byte;
        let _: Option<Event> = unpack_apart(&bytes, &folded, Zone::UTC);
    }
}
