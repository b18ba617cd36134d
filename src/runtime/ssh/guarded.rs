//! A connection that can be cut at any moment, and from which no more is read than is allowed.
//!
//! The library that speaks SSH waits for ever on a peer that does not read, and takes in whatever comes as fast as it
//! comes. Below it, every byte goes through here: a cut ends both directions at once, also a write that is stuck, and
//! who sends too fast is read more slowly and loses nothing. Who does not read for too long is cut off.

use std::{
    io,
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    task::{Context, Poll, Waker, ready},
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::Sleep,
};

use super::bucket::Bucket;

/// The most bytes that one reading takes: more would let a flood come in bursts.
const MOST_AT_ONCE: usize = 8192;
/// How much budget is waited for, so that a slow flood does not wake the program for every byte.
const WORTHWHILE: u32 = 1024;

/// What holds the connection from outside: the way to cut it, and what went through it.
#[derive(Debug, Default)]
pub(super) struct Guard {
    cut: Mutex<Cut>,
    read: AtomicU64,
    written: AtomicU64,
    slowed: AtomicU64,
    is_stuck: AtomicBool,
}

#[derive(Debug, Default)]
struct Cut {
    is_cut: bool,
    reader: Option<Waker>,
    writer: Option<Waker>,
}

/// The two directions.
#[derive(Clone, Copy)]
enum Side {
    Read,
    Write,
}

impl Guard {
    /// Cuts the connection: whatever is read from it or written to it fails.
    pub(super) fn cut(&self) {
        let wakers = {
            let mut cut = self.lock();
            cut.is_cut = true;
            [cut.reader.take(), cut.writer.take()]
        };
        wakers.into_iter().flatten().for_each(Waker::wake);
    }

    /// Returns how many bytes came in.
    pub(super) fn read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    /// Returns how many bytes went out.
    pub(super) fn written(&self) -> u64 {
        self.written.load(Ordering::Relaxed)
    }

    /// Returns how often the reading had to wait for its budget.
    pub(super) fn slowed(&self) -> u64 {
        self.slowed.load(Ordering::Relaxed)
    }

    /// Tells whether it ended because the other side did not read.
    pub(super) fn is_stuck(&self) -> bool {
        self.is_stuck.load(Ordering::Relaxed)
    }

    /// Fails if the connection is cut; else the task is woken when it is.
    fn check(&self, side: Side, context: &Context<'_>) -> io::Result<()> {
        let mut cut = self.lock();
        if cut.is_cut {
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        let waker = match side {
            Side::Read => &mut cut.reader,
            Side::Write => &mut cut.writer,
        };
        match waker {
            Some(waker) => waker.clone_from(context.waker()),
            None => *waker = Some(context.waker().clone()),
        }
        Ok(())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Cut> {
        self.cut.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection with a guard.
pub(super) struct GuardedStream<S> {
    stream: S,
    guard: Arc<Guard>,
    budget: Bucket,
    /// Until when nothing is read.
    pause: Option<Pin<Box<Sleep>>>,
    /// How long the other side may read nothing.
    patience: Duration,
    /// When that is over, while it reads nothing.
    stuck: Option<Pin<Box<Sleep>>>,
}

impl<S> GuardedStream<S> {
    /// Puts a guard before a connection.
    ///
    /// It ends when the other side has read nothing of what is there for it for so long.
    pub(super) const fn new(
        stream: S,
        guard: Arc<Guard>,
        budget: Bucket,
        patience: Duration,
    ) -> Self {
        Self { stream, guard, budget, pause: None, patience, stuck: None }
    }

    /// Takes note of a writing that went on or did not.
    fn note<T>(&mut self, written: Poll<T>, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        if let Poll::Ready(written) = written {
            self.stuck = None;
            return Poll::Ready(Ok(written));
        }
        let patience = self.patience;
        let stuck = self.stuck.get_or_insert_with(|| Box::pin(tokio::time::sleep(patience)));
        ready!(stuck.as_mut().poll(context));
        self.guard.is_stuck.store(true, Ordering::Relaxed);
        self.guard.cut();
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for GuardedStream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        this.guard.check(Side::Read, context)?;
        if let Some(pause) = &mut this.pause {
            ready!(pause.as_mut().poll(context));
            this.pause = None;
        }
        let left = this.budget.left(Instant::now());
        if left == 0 {
            let wait = this.budget.wait_for(WORTHWHILE);
            this.guard.slowed.fetch_add(1, Ordering::Relaxed);
            let mut pause = Box::pin(tokio::time::sleep(wait));
            // It is woken by the pause, which has to be looked at once for that.
            if pause.as_mut().poll(context).is_pending() {
                this.pause = Some(pause);
                return Poll::Pending;
            }
        }
        let most = buffer.remaining().min(left.clamp(1, MOST_AT_ONCE));
        let mut part = ReadBuf::new(buffer.initialize_unfilled_to(most));
        ready!(Pin::new(&mut this.stream).poll_read(context, &mut part))?;
        let read = part.filled().len();
        buffer.advance(read);
        this.budget.take(read);
        this.guard.read.fetch_add(read as u64, Ordering::Relaxed);
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for GuardedStream<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.guard.check(Side::Write, context)?;
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        let written = ready!(self.note(written, context))??;
        self.guard.written.fetch_add(written as u64, Ordering::Relaxed);
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.guard.check(Side::Write, context)?;
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        ready!(self.note(flushed, context))?.into()
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.guard.check(Side::Write, context)?;
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex},
        runtime::Builder,
    };

    use super::*;

    fn run<T>(future: impl Future<Output = T>) -> T {
        Builder::new_current_thread().enable_time().build().unwrap().block_on(future)
    }

    fn pair(rate: u32, most: u32) -> (DuplexStream, GuardedStream<DuplexStream>, Arc<Guard>) {
        let (theirs, ours) = duplex(1 << 20);
        let guard = Arc::new(Guard::default());
        let budget = Bucket::new(rate, most, Instant::now());
        let patience = Duration::from_millis(50);
        (theirs, GuardedStream::new(ours, Arc::clone(&guard), budget, patience), guard)
    }

    #[test]
    fn passes_on_what_comes_and_goes_and_counts_it() {
        run(async {
            let (mut theirs, mut ours, guard) = pair(1000, 1000);
            theirs.write_all(b"hello").await.unwrap();
            let mut read = [0; 5];
            ours.read_exact(&mut read).await.unwrap();
            ours.write_all(b"you too").await.unwrap();
            assert_eq!((&read, guard.read(), guard.written()), (b"hello", 5, 7));
            drop(theirs);
            assert_eq!(ours.read(&mut read).await.unwrap(), 0, "the end is the end");
        });
    }

    #[test]
    fn reads_no_faster_than_allowed_and_loses_nothing() {
        run(async {
            // What comes in meanwhile is less than a byte: the test takes no second.
            let (mut theirs, mut ours, guard) = pair(1, 4096);
            theirs.write_all(&[7; 10_000]).await.unwrap();
            let mut first = vec![0; 4096];
            ours.read_exact(&mut first).await.unwrap();
            assert!(first.iter().all(|byte| *byte == 7));
            let more = tokio::spawn(async move { ours.read(&mut [0; 1]).await });
            tokio::task::yield_now().await;
            assert!(!more.is_finished(), "the budget is spent");
            assert!(guard.slowed() > 0 && guard.read() == 4096);
        });
    }

    #[test]
    fn ends_a_stuck_write_and_a_waiting_read_when_it_is_cut() {
        run(async {
            let (theirs, ours, guard) = pair(1000, 1000);
            let (mut reading, mut writing) = tokio::io::split(ours);
            let full = tokio::spawn(async move { writing.write_all(&vec![0; 2 << 20]).await });
            let silent = tokio::spawn(async move { reading.read(&mut [0; 1]).await });
            tokio::task::yield_now().await;
            assert!(!full.is_finished() && !silent.is_finished());
            guard.cut();
            assert!(!guard.is_stuck());
            let aborted = io::ErrorKind::ConnectionAborted;
            assert_eq!(full.await.unwrap().unwrap_err().kind(), aborted);
            assert_eq!(silent.await.unwrap().unwrap_err().kind(), aborted);
            drop(theirs);
        });
    }

    #[test]
    fn ends_by_itself_when_the_other_side_does_not_read() {
        run(async {
            let (_theirs, mut ours, guard) = pair(1000, 1000);
            let error = ours.write_all(&vec![0; 2 << 20]).await.unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::TimedOut);
            assert!(guard.is_stuck());
        });
    }
}
