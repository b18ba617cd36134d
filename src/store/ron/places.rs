//! The places of a dataset: those of the table, and those that are written out in their events.

use std::{hash::BuildHasher, ops::Range};

use super::{
    assembly::{Assembly, Known},
    record::{PlaceRecord, Reference},
    site::Site,
    tree::Part,
};
use crate::{
    domain::{Clean, Place, PlaceKey},
    store::{
        codes,
        findings::{in_quotes, quote},
    },
};

/// The farthest that a position can be off, in kilometres: half the way round the Earth.
const FARTHEST_KM: f64 = 20_040.0;

impl Assembly<'_> {
    /// Looks up a place by its key, or takes the one that is written out.
    pub(super) fn place(
        &mut self,
        place: &Reference<'_, PlaceRecord<'_>>,
        site: &Site<'_>,
        path: &[Part<'_>],
    ) -> PlaceKey {
        let raw = match place {
            Reference::Key(raw) => raw,
            Reference::Full(record) => return self.full_place(record, site, path),
        };
        let known = self.places.get(&**raw).copied();
        if let Some(known) = known.filter(|known| known.is_declared) {
            return known.key;
        }
        let declared = self.places.iter().filter(|(_, known)| known.is_declared);
        let near = self.findings.suggest(raw, declared.map(|(key, _)| key.as_str()));
        self.findings
            .add(&codes::UNKNOWN_PLACE, site.at(path), format!("unknown place {}", quote(raw)))
            .fix(near.as_deref(), in_quotes)
            .help("declare it in `places`, or write `Place(name: ...)` here");
        let name = self.clean(raw, site, path);
        let known = self.places.get(&name).map(|known| known.key);
        match known {
            Some(key) => key,
            None => self.add_place(Place { id: name.clone(), name, ..Place::default() }, false),
        }
    }

    fn add_place(&mut self, place: Place, is_declared: bool) -> PlaceKey {
        let key = PlaceKey(self.dataset.places.len() as u32);
        self.places.insert(place.id.clone(), Known { key, is_declared });
        self.dataset.places.push(place);
        key
    }

    /// Adds an entry of `places`.
    pub(super) fn declare_place(
        &mut self,
        id: Clean,
        record: &PlaceRecord<'_>,
        site: &Site<'_>,
        key: Range<usize>,
    ) {
        let place = self.read_place(record, Some(id), site, &[]);
        self.add_place(place, true);
        self.place_keys.push(key);
    }

    fn full_place(
        &mut self,
        record: &PlaceRecord<'_>,
        site: &Site<'_>,
        path: &[Part<'_>],
    ) -> PlaceKey {
        let place = self.read_place(record, None, site, path);
        let bits = |number: Option<f64>| number.map(f64::to_bits);
        let (lat, lon) = place.position.unzip();
        let said = (place.name.as_str(), place.country, [lat, lon, place.within_km].map(bits));
        let hash = self.seeds.hash_one(said);
        let places = &self.dataset.places;
        // The same place in full in a thousand events is one place.
        let is_it = |key: u32| places.get(key as usize) == Some(&place);
        if let Some(key) = self.full_places.find(hash, is_it) {
            return PlaceKey(key);
        }
        let key = places.len() as u32;
        self.full_places.insert(hash, key);
        self.dataset.places.push(place);
        PlaceKey(key)
    }

    fn read_place(
        &mut self,
        record: &PlaceRecord<'_>,
        id: Option<Clean>,
        site: &Site<'_>,
        path: &[Part<'_>],
    ) -> Place {
        let at = |name| [path, &[Part::Field(name)]].concat();
        let country = record.country.as_deref();
        let country = country.and_then(|raw| self.country(raw, site, &at("country")));
        let mut degrees = |given: Option<f64>, most: f64, name: &'static str| {
            given.filter(|degrees| {
                let is_on_earth = (-most..=most).contains(degrees);
                if !is_on_earth {
                    let what = if name == "lat" { "latitude" } else { "longitude" };
                    let message = format!("{what} {degrees} is not between -{most} and {most}");
                    self.findings
                        .add(&codes::BAD_POSITION, site.at(&at(name)), message)
                        .help("the place is shown without a position");
                }
                is_on_earth
            })
        };
        let lat = degrees(record.lat, 90.0, "lat");
        let lon = degrees(record.lon, 180.0, "lon");
        if record.lat.is_some() != record.lon.is_some() {
            let is_lat = record.lat.is_some();
            let (there, missing) = if is_lat { ("lat", "lon") } else { ("lon", "lat") };
            if site.lacks(path, missing) {
                let message = format!("`{there}` without `{missing}` is no position");
                self.findings.add(&codes::MISSING_FIELD, site.at(&at(there)), message);
            }
        }
        let within_km = record.within_km.filter(|km| {
            let is_distance = (0.0..=FARTHEST_KM).contains(km);
            if !is_distance {
                let message = format!("{km} is no distance on the Earth in kilometres");
                self.findings.add(&codes::BAD_POSITION, site.at(&at("within_km")), message);
            }
            is_distance
        });
        let position = lat.zip(lon);
        let name = match (record.name.as_deref(), &id, position) {
            (Some(raw), _, _) => match self.words.get(raw) {
                Some(name) => name.clone(),
                None => self.word(raw, site, &at("name")),
            },
            (None, Some(id), _) => id.clone(),
            (None, None, Some((lat, lon))) => Clean::new(&format!("{lat}, {lon}")),
            (None, None, None) => {
                if site.lacks(path, "name") {
                    let message = "a place needs a name or a position";
                    self.findings.add(&codes::MISSING_FIELD, site.at(path), message);
                }
                Clean::default()
            }
        };
        Place { id: id.unwrap_or_default(), name, country, position, within_km }
    }
}
