//! Shares of what there is little of: whoever asks for much waits for what is theirs and takes nothing of others.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::network::Network;

/// Something of which each address has no more than its share.
pub(super) struct Shares {
    all: Arc<Semaphore>,
    of_one: u32,
    /// What is left to each address that has some or waits for some.
    left: Mutex<HashMap<Network, Weak<Semaphore>>>,
}

/// Some of it; dropping it gives it back.
pub(super) struct Share {
    _of_address: Option<OwnedSemaphorePermit>,
    _of_all: Option<OwnedSemaphorePermit>,
}

impl Shares {
    /// Returns the shares of so much, of which one address has so much at most.
    pub(super) fn new(all: usize, of_one: u32) -> Self {
        Self { all: Arc::new(Semaphore::new(all)), of_one, left: Mutex::default() }
    }

    /// Waits until there is so much for an address, or all of its share if that is less. Who comes first is first.
    pub(super) async fn take(&self, address: IpAddr, count: u32) -> Share {
        let count = count.min(self.of_one);
        let left = self.left(Network::of(address));
        // Nobody closes them. The address comes first: whoever waits for themselves keeps nothing from others.
        let of_address = left.acquire_many_owned(count).await.ok();
        let of_all = Arc::clone(&self.all).acquire_many_owned(count).await.ok();
        Share { _of_address: of_address, _of_all: of_all }
    }

    fn left(&self, network: Network) -> Arc<Semaphore> {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(left) = left.get(&network).and_then(Weak::upgrade) {
            return left;
        }
        left.retain(|_, left| left.strong_count() > 0);
        let of_one = Arc::new(Semaphore::new(self.of_one as usize));
        left.insert(network, Arc::downgrade(&of_one));
        of_one
    }
}

#[cfg(test)]
mod tests {
    use std::{
        pin::pin,
        task::{Context, Poll, Waker},
    };

    use super::*;

    /// Takes something that need not be waited for.
    fn take(shares: &Shares, last: u8, count: u32) -> Option<Share> {
        let taking = pin!(shares.take([10, 0, 0, last].into(), count));
        match taking.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(share) => Some(share),
            Poll::Pending => None,
        }
    }

    #[test]
    fn gives_an_address_nothing_of_others() {
        let shares = Shares::new(5, 2);
        let mine = [(); 2].map(|()| take(&shares, 1, 1).unwrap());
        assert!(take(&shares, 1, 1).is_none(), "that would be more than a share");
        let others = take(&shares, 2, 2).unwrap();
        let last = take(&shares, 3, 1).unwrap();
        assert!(take(&shares, 4, 1).is_none(), "all is taken");
        drop(mine);
        assert!(take(&shares, 4, 1).is_some());
        assert!(take(&shares, 1, 2).is_some());
        drop((others, last));
        assert_eq!(shares.all.available_permits(), 5);
    }

    #[test]
    fn keeps_nothing_from_others_while_an_address_waits_for_itself() {
        let shares = Shares::new(2, 1);
        let mine = take(&shares, 1, 1).unwrap();
        let mut waiting = pin!(shares.take([10, 0, 0, 1].into(), 1));
        let mut context = Context::from_waker(Waker::noop());
        assert!(waiting.as_mut().poll(&mut context).is_pending());
        assert!(take(&shares, 2, 1).is_some());
        drop(mine);
        assert!(waiting.poll(&mut context).is_ready());
    }

    #[test]
    fn gives_no_more_than_a_share_to_whoever_wants_more() {
        let shares = Shares::new(8, 4);
        let much = take(&shares, 1, 100).unwrap();
        assert_eq!(shares.all.available_permits(), 4);
        drop(much);
    }

    #[test]
    fn forgets_addresses_that_have_nothing() {
        let shares = Shares::new(8, 4);
        for last in 0..100 {
            take(&shares, last, 1).unwrap();
        }
        assert!(shares.left.lock().unwrap().len() <= 1);
    }
}
