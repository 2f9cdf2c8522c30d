//! Permits: how many requests of a process are on their way at the same time.
//!
//! More orders can be in hand than requests on their way, so that a worker which waits for the disk
//! keeps no line idle. A permit must never be held while anything but a request is waited for.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use uniac_system::stop::Stop;

/// How often one who waits for a permit looks whether the run is cut.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// A number of permits.
#[derive(Debug)]
pub struct Permits {
    all: usize,
    free: Mutex<usize>,
    returned: Condvar,
}

/// One request's right to be on its way; it returns itself.
#[derive(Debug)]
pub struct Permit<'a>(&'a Permits);

impl Permits {
    /// Returns `count` permits, at least one.
    pub fn new(count: usize) -> Permits {
        let all = count.max(1);
        Permits { all, free: Mutex::new(all), returned: Condvar::new() }
    }

    /// Returns how many there are, free or not.
    pub fn all(&self) -> usize {
        self.all
    }

    /// Waits for a permit; `None` when the run is cut before there is one.
    pub fn take(&self, stop: &Stop) -> Option<Permit<'_>> {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        while *free == 0 {
            if stop.cut().is_some() {
                return None;
            }
            let waited = self.returned.wait_timeout(free, LOOK_EVERY);
            free = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        *free -= 1;
        Some(Permit(self))
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        *self.0.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.0.returned.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use uniac_system::stop::{NEVER, Why, testing};

    #[test]
    fn no_more_than_the_count_are_out_at_once() {
        let permits = Permits::new(3);
        let (out, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..12 {
                scope.spawn(|| {
                    for _ in 0..50 {
                        let _permit = permits.take(&NEVER).unwrap();
                        most.fetch_max(out.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        std::thread::yield_now();
                        out.fetch_sub(1, Ordering::SeqCst);
                    }
                });
            }
        });
        assert!(most.load(Ordering::SeqCst) <= 3);
    }

    #[test]
    fn nobody_waits_for_a_permit_when_the_run_is_cut() {
        let permits = Permits::new(1);
        let stop = testing::cut(Why::Interrupted);
        let taken = permits.take(stop);
        assert!(taken.is_some(), "one that is there is given");
        assert!(permits.take(stop).is_none());
        drop(taken);
        assert!(permits.take(stop).is_some());
    }
}
