//! The terminal's events as a stream that is cheap to poll while nothing is typed.
//! Not here: what an event means (event), or the terminal itself.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use futures_util::Stream;
use futures_util::task::AtomicWaker;

/// A stream that is polled only after it woke somebody.
///
/// Between events crossterm's reading thread holds the lock that a poll of its `EventStream` takes;
/// the poll then spins and gives up its time slice ten times over before it gives up. The loop polls
/// its input at every reply and every timer, so while an answer arrives at full speed that was most
/// of the time a key waited for its echo.
#[derive(Debug)]
pub struct Woken<S> {
    inner: S,
    bell: Arc<Bell>,
    waker: Waker,
}

#[derive(Debug)]
struct Bell {
    rang: AtomicBool,
    outer: AtomicWaker,
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.rang.store(true, Ordering::Release);
        self.outer.wake();
    }
}

impl<S> Woken<S> {
    /// The same events.
    pub fn new(inner: S) -> Self {
        // What is there already has woken nobody: the first poll asks.
        let bell = Arc::new(Bell { rang: AtomicBool::new(true), outer: AtomicWaker::new() });
        Self { inner, waker: Waker::from(Arc::clone(&bell)), bell }
    }
}

impl<S: Stream + Unpin> Stream for Woken<S> {
    type Item = S::Item;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<S::Item>> {
        self.bell.outer.register(context.waker());
        if !self.bell.rang.swap(false, Ordering::AcqRel) {
            return Poll::Pending;
        }
        let waker = self.waker.clone();
        let next = Pin::new(&mut self.inner).poll_next(&mut Context::from_waker(&waker));
        if next.is_ready() {
            // There may be more, of which no waker was told.
            self.bell.rang.store(true, Ordering::Release);
        }
        next
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;
    use std::sync::mpsc;

    use super::*;

    /// What a channel holds, counting how often it is asked.
    struct Asked {
        events: mpsc::Receiver<u32>,
        polls: Arc<AtomicUsize>,
        waker: Arc<AtomicWaker>,
    }

    impl Stream for Asked {
        type Item = u32;

        fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<u32>> {
            self.polls.fetch_add(1, Ordering::Relaxed);
            self.waker.register(context.waker());
            self.events.try_recv().map_or(Poll::Pending, |event| Poll::Ready(Some(event)))
        }
    }

    #[test]
    fn it_is_asked_once_after_each_waking_and_until_it_has_nothing_more() {
        let (send, events) = mpsc::channel();
        let (polls, waker) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicWaker::new()));
        let inner = Asked { events, polls: Arc::clone(&polls), waker: Arc::clone(&waker) };
        let mut stream = Woken::new(inner);
        let mut poll = || Pin::new(&mut stream).poll_next(&mut Context::from_waker(Waker::noop()));
        send.send(1).unwrap();
        assert_eq!(poll(), Poll::Ready(Some(1)), "what is there before anybody was woken");
        assert_eq!(poll(), Poll::Pending);
        for _ in 0..100 {
            assert_eq!(poll(), Poll::Pending);
        }
        assert_eq!(polls.load(Ordering::Relaxed), 2);
        send.send(2).unwrap();
        send.send(3).unwrap();
        waker.wake();
        assert_eq!(poll(), Poll::Ready(Some(2)));
        assert_eq!(poll(), Poll::Ready(Some(3)));
        assert_eq!(poll(), Poll::Pending);
        assert_eq!(polls.load(Ordering::Relaxed), 5);
    }
}
