//! GeoJSON (RFC 7946): one feature an event, for maps.
//!
//! An event without a known position is a feature without a geometry, so nothing is lost.

use std::io::{self, Write};

use serde::Serialize;

use super::{EventRecord, json};
use crate::domain::Pieces;

/// An event on a map.
#[derive(Serialize)]
struct Feature<'a> {
    r#type: &'static str,
    id: &'a str,
    geometry: Option<Geometry>,
    properties: EventRecord<'a>,
}

/// Where it happened. Positions are degrees east, then degrees north.
#[derive(Serialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    Point([f64; 2]),
    MultiPoint(Vec<[f64; 2]>),
}

impl Geometry {
    fn new(positions: &[[f64; 2]]) -> Option<Self> {
        match positions {
            [] => None,
            [one] => Some(Self::Point(*one)),
            several => Some(Self::MultiPoint(several.to_vec())),
        }
    }
}

/// Writes one collection, one event a line.
///
/// # Errors
/// Returns what the writer says.
pub fn write_events(out: &mut dyn Write, events: Pieces<'_>) -> io::Result<()> {
    out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[\n")?;
    let mut comma: &[u8] = b"";
    events.try_for_each(|dataset, event| {
        out.write_all(comma)?;
        comma = b",\n";
        let places = dataset.places_of(event);
        let positions: Vec<_> =
            places.filter_map(|place| place.position).map(|(lat, lon)| [lon, lat]).collect();
        let feature = Feature {
            r#type: "Feature",
            id: &event.id,
            geometry: Geometry::new(&positions),
            properties: EventRecord::new(event, dataset),
        };
        json::write_value(out, &feature)
    })?;
    out.write_all(if comma.is_empty() { b"]}\n" } else { b"\n]}\n" })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::{
        domain::Dataset,
        formats::tests::{dataset, hostile, written_by},
    };

    fn written(dataset: &Dataset) -> Value {
        serde_json::from_slice(&written_by(write_events, dataset).0).unwrap()
    }

    #[test]
    fn puts_longitude_first_and_keeps_what_has_no_place() {
        let collection = written(&dataset(&["2025-08-03", "2025", "undated"]));
        assert_eq!(collection["type"], "FeatureCollection");
        let geometries = collection["features"].as_array().unwrap().iter();
        let geometries: Vec<_> = geometries.map(|feature| &feature["geometry"]).collect();
        assert_eq!(
            geometries,
            [
                &json!({"type": "Point", "coordinates": [-7.975, 12.609]}),
                &json!({"type": "MultiPoint", "coordinates": [[-7.975, 12.609], [2.11, 13.514]]}),
                &Value::Null,
            ]
        );
        let first = &collection["features"][0];
        assert_eq!((&first["type"], &first["id"]), (&json!("Feature"), &json!("event-0")));
        assert_eq!(first["properties"]["earliest"], "2025-08-03");
        assert_eq!(first["properties"]["places"][1]["name"], "Nowhere");
    }

    #[test]
    fn is_a_collection_without_events_too() {
        assert_eq!(
            written(&Dataset::default()),
            json!({"type": "FeatureCollection", "features": []})
        );
    }

    proptest! {
        #[test]
        fn is_json_whatever_the_texts_are(raw in any::<String>()) {
            let data = hostile(&raw);
            let collection = written(&data);
            prop_assert_eq!(&collection["features"][0]["properties"]["title"], data.events[0].title.as_str());
        }
    }
}
