//! The terminal's input, which can be put away while another program has the terminal.
//! Not here: what is typed (event), or giving the terminal over (terminal).

use std::cell::RefCell;
use std::fmt;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use futures_util::Stream;

/// A stream of inputs. Clones are the same one: the loop reads it, and who owns the terminal puts it
/// away, since it would eat the other program's keys.
pub struct Keyboard<S> {
    stream: Rc<RefCell<Option<S>>>,
    make: fn() -> S,
}

impl<S> fmt::Debug for Keyboard<S> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Keyboard").finish_non_exhaustive()
    }
}

impl<S> Clone for Keyboard<S> {
    fn clone(&self) -> Self {
        Self { stream: Rc::clone(&self.stream), make: self.make }
    }
}

impl<S> Keyboard<S> {
    /// Inputs as `make` gives them, from now on.
    pub fn new(make: fn() -> S) -> Self {
        Self { stream: Rc::new(RefCell::new(Some(make()))), make }
    }

    /// Does something while nothing is read, then reads anew.
    pub fn put_away<T>(&self, run: impl FnOnce() -> T) -> T {
        self.stream.replace(None);
        let result = run();
        self.stream.replace(Some((self.make)()));
        result
    }
}

impl<S: Stream + Unpin> Stream for Keyboard<S> {
    type Item = S::Item;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<S::Item>> {
        match self.stream.borrow_mut().as_mut() {
            Some(stream) => Pin::new(stream).poll_next(context),
            // Whoever put it away is still at it, and this thread waits for him.
            None => Poll::Pending,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::task::Waker;

    use super::*;

    struct Counted(Rc<()>);

    thread_local! {
        static HELD: Rc<()> = Rc::new(());
    }

    impl Stream for Counted {
        type Item = usize;

        fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<usize>> {
            Poll::Ready(Some(Rc::strong_count(&self.0)))
        }
    }

    #[test]
    fn while_it_is_put_away_nothing_reads_and_after_that_one_does() {
        let mut keyboard = Keyboard::new(|| HELD.with(|held| Counted(Rc::clone(held))));
        let owner = keyboard.clone();
        let mut poll = |context: &mut Context<'_>| Pin::new(&mut keyboard).poll_next(context);
        let context = &mut Context::from_waker(Waker::noop());
        assert_eq!(poll(context), Poll::Ready(Some(2)));
        owner.put_away(|| {
            assert_eq!(HELD.with(Rc::strong_count), 1, "the stream is dropped, not only left");
            assert_eq!(poll(context), Poll::Pending);
        });
        assert_eq!(poll(context), Poll::Ready(Some(2)));
    }
}
