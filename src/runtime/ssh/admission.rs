//! Who may come in: how many at once, how many from one address, and how fast.

use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use serde::Serialize;

use super::{bucket::Bucket, limits::Limits, network::Network};

/// The most addresses whose arrivals are remembered.
const MOST_REMEMBERED: usize = 16_384;

/// The doorkeeper of a server; clones share the same book.
#[derive(Debug, Clone)]
pub struct Admission {
    book: Arc<Mutex<Book>>,
    limits: Arc<Limits>,
}

/// Who is there.
#[derive(Debug, Default)]
struct Book {
    waiting: Counts,
    inside: Counts,
    cells: u64,
    arrivals: HashMap<Network, Bucket>,
}

/// How many there are, and from where.
#[derive(Debug, Default)]
struct Counts {
    all: usize,
    of: HashMap<Network, usize>,
}

impl Counts {
    fn from(&self, network: Network) -> usize {
        self.of.get(&network).copied().unwrap_or(0)
    }

    fn add(&mut self, network: Network) {
        self.all += 1;
        *self.of.entry(network).or_default() += 1;
    }

    fn remove(&mut self, network: Network) {
        self.all -= 1;
        if let Some(count) = self.of.get_mut(&network) {
            *count -= 1;
            if *count == 0 {
                self.of.remove(&network);
            }
        }
    }
}

/// Why somebody may not come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// All places are taken.
    #[error("the server is full; please try again in a few minutes")]
    Full,
    /// Too many are there from the same address.
    #[error("too many sessions from your address")]
    FullForAddress,
    /// Too many have come from the same address in a short time.
    #[error("too many connections from your address; please wait a few seconds")]
    TooFast,
    /// Too many are at the door.
    #[error("the server is busy; please try again in a few seconds")]
    Crowded,
    /// The window is larger than what is left of the memory for windows.
    #[error("the server has no room for a window of this size")]
    TooLarge,
    /// They did not know the code.
    #[error("the access code is wrong")]
    WrongCode,
    /// None of their keys is known.
    #[error("none of the keys is known here")]
    WrongKey,
    /// They took too long to log in.
    #[error("it took too long to log in")]
    TooSlow,
    /// Their balancer did not say who they are.
    #[error("the balancer did not say whose connection it is")]
    NoOrigin,
}

impl Refusal {
    /// Every reason.
    pub const ALL: [Self; 9] = [
        Self::Full,
        Self::FullForAddress,
        Self::TooFast,
        Self::Crowded,
        Self::TooLarge,
        Self::WrongCode,
        Self::WrongKey,
        Self::TooSlow,
        Self::NoOrigin,
    ];

    /// Returns the word for it in logs and metrics.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::FullForAddress => "full_for_address",
            Self::TooFast => "too_fast",
            Self::Crowded => "crowded",
            Self::TooLarge => "too_large",
            Self::WrongCode => "wrong_code",
            Self::WrongKey => "wrong_key",
            Self::TooSlow => "too_slow",
            Self::NoOrigin => "no_origin",
        }
    }
}

/// How many are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attendance {
    /// Connections that have not come to a session yet.
    pub waiting: usize,
    /// Sessions.
    pub inside: usize,
}

impl Admission {
    /// Opens the door.
    #[must_use]
    pub fn new(limits: Arc<Limits>) -> Self {
        Self { book: Arc::default(), limits }
    }

    /// Lets a connection come to the door, or says why not.
    ///
    /// # Errors
    /// Says which limit is reached.
    pub fn arrive(&self, address: IpAddr, now: Instant) -> Result<Permit, Refusal> {
        let (network, limits) = (Network::of(address), &*self.limits);
        let mut book = self.lock();
        if !book.remember(network, limits, now) {
            return Err(Refusal::TooFast);
        }
        let waiting = book.waiting.all;
        if waiting >= limits.waiting
            || book.waiting.from(network) >= limits.waiting_per_address
            || is_dropped(waiting, limits.waiting)
        {
            return Err(Refusal::Crowded);
        }
        book.waiting.add(network);
        Ok(Permit { admission: self.clone(), network, is_inside: false, cells: 0 })
    }

    /// Returns how many are there.
    #[must_use]
    pub fn attendance(&self) -> Attendance {
        let book = self.lock();
        Attendance { waiting: book.waiting.all, inside: book.inside.all }
    }

    fn lock(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Book {
    /// Notes an arrival; tells whether it did not come too fast after others.
    fn remember(&mut self, network: Network, limits: &Limits, now: Instant) -> bool {
        if self.arrivals.len() >= MOST_REMEMBERED {
            // Whoever has not come for a while is like new.
            self.arrivals.retain(|_, bucket| !bucket.is_full(now));
        }
        if self.arrivals.len() >= MOST_REMEMBERED && !self.arrivals.contains_key(&network) {
            return false;
        }
        let new = || Bucket::new(limits.arrivals, limits.arrivals_at_once, now);
        self.arrivals.entry(network).or_insert_with(new).take_one(now)
    }
}

/// Tells whether one more is sent away although there is room: the more are at the door, the more likely.
///
/// So a crowd of connections that say nothing keeps out nobody for sure. It begins when half of the room is taken.
fn is_dropped(waiting: usize, most: usize) -> bool {
    let half = most / 2;
    let chance = RandomState::new().hash_one(waiting) as usize % (most - half).max(1);
    waiting > half && chance < waiting - half
}

/// A place; dropping it makes room for another.
#[derive(Debug)]
pub struct Permit {
    admission: Admission,
    network: Network,
    is_inside: bool,
    cells: u64,
}

impl Permit {
    /// Goes in: from now on it is a session.
    ///
    /// # Errors
    /// Says which limit is reached; the place at the door stays.
    pub fn enter(&mut self) -> Result<(), Refusal> {
        if self.is_inside {
            return Ok(());
        }
        let limits = Arc::clone(&self.admission.limits);
        let mut book = self.admission.lock();
        if book.inside.all >= limits.sessions {
            return Err(Refusal::Full);
        }
        if book.inside.from(self.network) >= limits.sessions_per_address {
            return Err(Refusal::FullForAddress);
        }
        book.waiting.remove(self.network);
        book.inside.add(self.network);
        drop(book);
        self.is_inside = true;
        Ok(())
    }

    /// Takes room for a window of so many cells, in place of the one before.
    ///
    /// # Errors
    /// Fails if that is more than all windows may take; what was taken before stays.
    pub fn take_cells(&mut self, cells: u64) -> Result<(), Refusal> {
        let mut book = self.admission.lock();
        let all = book.cells - self.cells + cells;
        if cells > self.cells && all > self.admission.limits.cells {
            return Err(Refusal::TooLarge);
        }
        book.cells = all;
        drop(book);
        self.cells = cells;
        Ok(())
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut book = self.admission.lock();
        book.cells -= self.cells;
        let counts = if self.is_inside { &mut book.inside } else { &mut book.waiting };
        counts.remove(self.network);
    }
}

#[cfg(test)]
mod tests {
    use std::{thread, time::Duration};

    use super::*;

    fn door(limits: Limits) -> Admission {
        Admission::new(Arc::new(limits))
    }

    fn address(last: u8) -> IpAddr {
        [10, 0, 0, last].into()
    }

    /// Limits of which none is reached by accident.
    fn wide() -> Limits {
        let many = 1_000_000;
        Limits {
            waiting: many,
            waiting_per_address: many,
            sessions: many,
            sessions_per_address: many,
            arrivals_at_once: 1_000_000,
            ..Limits::default()
        }
    }

    #[test]
    fn lets_so_many_in_at_once() {
        let admission = door(Limits { sessions: 2, sessions_per_address: 1, ..wide() });
        let now = Instant::now();
        let mut permits: Vec<_> =
            [1, 1, 2, 3].map(|last| admission.arrive(address(last), now).unwrap()).into();
        assert_eq!(permits[0].enter(), Ok(()));
        assert_eq!(permits[0].enter(), Ok(()), "who is in stays in");
        assert_eq!(permits[1].enter(), Err(Refusal::FullForAddress));
        assert_eq!(permits[2].enter(), Ok(()));
        assert_eq!(permits[3].enter(), Err(Refusal::Full));
        assert_eq!(admission.attendance(), Attendance { waiting: 2, inside: 2 });
        permits.remove(0);
        assert_eq!(permits[0].enter(), Ok(()), "one leaves, another comes");
        permits.clear();
        assert_eq!(admission.attendance(), Attendance { waiting: 0, inside: 0 });
    }

    #[test]
    fn lets_few_wait_at_the_door() {
        let admission = door(Limits { waiting: 4, waiting_per_address: 2, ..wide() });
        let now = Instant::now();
        let _both = [1, 1].map(|last| admission.arrive(address(last), now).unwrap());
        assert_eq!(admission.arrive(address(1), now).unwrap_err(), Refusal::Crowded);
        let mut others = Vec::new();
        for last in 2..200 {
            others.extend(admission.arrive(address(last), now));
        }
        assert_eq!(others.len(), 2, "nobody waits beyond the limit");
    }

    #[test]
    fn sends_more_away_the_more_wait() {
        assert!((0..=32).all(|waiting| !is_dropped(waiting, 64)));
        let dropped = |waiting| (0..1000).filter(|_| is_dropped(waiting, 64)).count();
        let (few, many) = (dropped(36), dropped(60));
        assert!((20..250).contains(&few) && (750..1000).contains(&many), "{few} and {many}");
        assert!(!is_dropped(0, 0) && !is_dropped(0, 1));
    }

    #[test]
    fn slows_those_who_come_again_and_again() {
        let admission = door(Limits { arrivals: 2, arrivals_at_once: 3, ..wide() });
        let start = Instant::now();
        let arrive = |last, seconds| {
            admission.arrive(address(last), start + Duration::from_secs_f64(seconds)).is_ok()
        };
        assert!((0..3).all(|_| arrive(1, 0.0)));
        assert!(!arrive(1, 0.0) && arrive(2, 0.0), "another address is another matter");
        assert!(!arrive(1, 0.4) && arrive(1, 0.6));
    }

    #[test]
    fn forgets_addresses_that_have_not_come_for_a_while() {
        let admission = door(wide());
        let start = Instant::now();
        let many = |from: u32, now| {
            let arrive = |n: u32| admission.arrive(IpAddr::from(n.to_be_bytes()), now).is_ok();
            (from..from + MOST_REMEMBERED as u32).filter(|n| arrive(*n)).count()
        };
        assert_eq!(many(0, start), MOST_REMEMBERED);
        assert_eq!(many(1 << 20, start), 0, "no more are remembered than there is room for");
        assert_eq!(many(1 << 20, start + Duration::from_secs(10)), MOST_REMEMBERED);
        assert!(admission.lock().arrivals.len() <= MOST_REMEMBERED);
    }

    #[test]
    fn gives_all_windows_together_so_much_room() {
        let admission = door(Limits { cells: 100, ..wide() });
        let now = Instant::now();
        let [mut one, mut two] = [1, 2].map(|last| admission.arrive(address(last), now).unwrap());
        assert_eq!(one.take_cells(80), Ok(()));
        assert_eq!(two.take_cells(30), Err(Refusal::TooLarge));
        assert_eq!(one.take_cells(60), Ok(()));
        assert_eq!(two.take_cells(30), Ok(()));
        drop(one);
        assert_eq!(two.take_cells(100), Ok(()));
        drop(two);
        assert_eq!(admission.lock().cells, 0);
    }

    #[test]
    fn loses_no_place_whoever_comes_and_goes() {
        let admission = door(Limits { sessions: 5, ..wide() });
        let now = Instant::now();
        thread::scope(|scope| {
            for last in 0..8 {
                let admission = admission.clone();
                scope.spawn(move || {
                    for _ in 0..500 {
                        let mut permit = admission.arrive(address(last), now).unwrap();
                        if permit.enter().is_ok() {
                            permit.take_cells(u64::from(last)).unwrap();
                        }
                        assert!(admission.attendance().inside <= 5);
                    }
                });
            }
        });
        assert_eq!(admission.attendance(), Attendance { waiting: 0, inside: 0 });
        let book = admission.lock();
        assert!(book.waiting.of.is_empty() && book.inside.of.is_empty() && book.cells == 0);
    }
}
