//! Turns at answering in words, so that no address takes those of others, and none those of the explorers.
//!
//! An answer has a place from its beginning to its end, for the memory and the thread that it takes. While it works it has
//! a turn as well, which it gives back whenever it waits for its reader.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError, Weak},
    thread,
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::network::Network;

/// The most answers that are begun and not ended, most of them to clients who read slowly.
pub const MOST: usize = 128;
/// The same to one address.
const MOST_OF_ONE: u32 = 4;
/// An answer keeps the number of each event that it lists: one about so many more takes another place.
const EVENTS_OF_A_PLACE: u64 = 2_000_000;

/// The turns of a server.
pub(super) struct Turns {
    places: Arc<Semaphore>,
    /// Fewer than there are cores, so that explorers always have one.
    turns: Arc<Semaphore>,
    shares: Mutex<HashMap<Network, Weak<Share>>>,
}

/// What one address has of them.
struct Share {
    places: Arc<Semaphore>,
    turn: Arc<Semaphore>,
}

/// The place of an answer; dropping it makes room for another.
pub(super) struct Place {
    share: Arc<Share>,
    _of_address: Option<OwnedSemaphorePermit>,
    _of_all: Option<OwnedSemaphorePermit>,
}

/// A turn; dropping it ends it.
pub(super) struct Turn {
    _of_address: Option<OwnedSemaphorePermit>,
    _of_all: Option<OwnedSemaphorePermit>,
}

impl Default for Turns {
    fn default() -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        Self {
            places: Arc::new(Semaphore::new(MOST)),
            turns: Arc::new(Semaphore::new((cores / 2).max(1))),
            shares: Mutex::default(),
        }
    }
}

impl Turns {
    /// Waits for a place for an answer about so many events.
    pub(super) async fn place(&self, address: IpAddr, events: u64) -> Place {
        let share = self.share(Network::of(address));
        let size = (events / EVENTS_OF_A_PLACE + 1).min(u64::from(MOST_OF_ONE)) as u32;
        // The address comes first: whoever waits for themselves takes nobody else's place.
        let of_address = take(&share.places, size).await;
        let of_all = take(&self.places, size).await;
        Place { share, _of_address: of_address, _of_all: of_all }
    }

    /// Waits until it is the turn of an answer.
    pub(super) async fn turn(&self, place: &Place) -> Turn {
        let of_address = take(&place.share.turn, 1).await;
        let of_all = take(&self.turns, 1).await;
        Turn { _of_address: of_address, _of_all: of_all }
    }

    fn share(&self, network: Network) -> Arc<Share> {
        let mut shares = self.shares.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(share) = shares.get(&network).and_then(Weak::upgrade) {
            return share;
        }
        shares.retain(|_, share| share.strong_count() > 0);
        let share = Arc::new(Share {
            places: Arc::new(Semaphore::new(MOST_OF_ONE as usize)),
            turn: Arc::new(Semaphore::new(1)),
        });
        shares.insert(network, Arc::downgrade(&share));
        share
    }
}

/// Waits for some of a semaphore, which nobody closes.
async fn take(from: &Arc<Semaphore>, n: u32) -> Option<OwnedSemaphorePermit> {
    Arc::clone(from).acquire_many_owned(n).await.ok()
}

#[cfg(test)]
mod tests {
    use std::{
        pin::pin,
        task::{Context, Poll, Waker},
    };

    use super::*;

    fn address(last: u8) -> IpAddr {
        [10, 0, 0, last].into()
    }

    /// Returns what need not be waited for.
    fn now<T>(future: impl Future<Output = T>) -> Option<T> {
        match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(done) => Some(done),
            Poll::Pending => None,
        }
    }

    #[test]
    fn lets_one_answer_of_an_address_work_at_a_time() {
        let turns = Turns { turns: Arc::new(Semaphore::new(2)), ..Turns::default() };
        let [one, two, other, third] =
            [1, 1, 2, 3].map(|last| now(turns.place(address(last), 0)).unwrap());
        let turn = now(turns.turn(&one)).unwrap();
        assert!(now(turns.turn(&two)).is_none(), "it is the turn of another of the same address");
        let others = now(turns.turn(&other)).unwrap();
        assert!(now(turns.turn(&third)).is_none(), "as many work as may");
        drop(turn);
        let turn = now(turns.turn(&two)).unwrap();
        drop((turn, others));
        assert!(now(turns.turn(&third)).is_some());
    }

    #[test]
    fn gives_an_address_no_places_of_others() {
        let turns = Turns::default();
        let mine: Vec<_> = (0..4).map(|_| now(turns.place(address(1), 0)).unwrap()).collect();
        assert!(now(turns.place(address(1), 0)).is_none());
        let all: Vec<_> =
            (2..33).flat_map(|last| [(); 4].map(|()| now(turns.place(address(last), 0)))).collect();
        assert!(all.iter().all(Option::is_some));
        assert!(now(turns.place(address(33), 0)).is_none(), "all places are taken");
        drop(mine);
        assert!(now(turns.place(address(33), 0)).is_some());
    }

    #[test]
    fn takes_more_room_for_answers_about_more_events() {
        let turns = Turns::default();
        let million = 1_000_000;
        let large = now(turns.place(address(1), 5 * million)).unwrap();
        assert!(now(turns.place(address(1), 5 * million)).is_none());
        let small = now(turns.place(address(1), million)).unwrap();
        assert!(now(turns.place(address(1), million)).is_none());
        drop((large, small));
        assert!(now(turns.place(address(1), 1_000 * million)).is_some(), "there is always room");
    }

    #[test]
    fn forgets_addresses_that_ask_nothing() {
        let turns = Turns::default();
        for last in 0..100 {
            now(turns.place(address(last), 0)).unwrap();
        }
        assert!(turns.shares.lock().unwrap().len() <= 1);
    }
}
