//! A pool of threads that belongs to one call: made by it, bounded, in order, ended when it is dropped.
//!
//! Jobs come in chunks, so that handing over costs little; results come back chunk by chunk in the order of submission.
//! The threads know nothing of Python, so that waiting for them cannot dead-lock with its lock.

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Stack of a worker: nothing recurses, so little is enough.
const STACK_BYTES: usize = 512 << 10;

/// A bounded, ordered pool of worker threads.
pub struct Pool<J: Send + 'static, O: Send + 'static> {
    shared: Arc<Shared<J, O>>,
    threads: Vec<JoinHandle<()>>,
    capacity: u64,
    submitted: u64,
    taken: u64,
    /// The process that made the threads: a forked child has none of them and must not wait for them.
    process: u32,
}

struct Shared<J, O> {
    state: Mutex<State<J, O>>,
    work: Condvar,
    done: Condvar,
}

struct State<J, O> {
    queue: VecDeque<(u64, Vec<J>)>,
    finished: BTreeMap<u64, Vec<O>>,
    cancelled: bool,
}

impl<J, O> Shared<J, O> {
    fn state(&self) -> MutexGuard<'_, State<J, O>> {
        // No code that can panic runs under the lock, so a poisoned state is still whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<J: Send + 'static, O: Send + 'static> Pool<J, O> {
    /// Starts `workers` threads, each with a function of its own made by `worker`; at most `capacity` chunks are in it at
    /// once. A worker function must not panic.
    pub fn new<F>(workers: usize, capacity: usize, worker: impl Fn() -> F) -> io::Result<Self>
    where
        F: FnMut(J) -> O + Send + 'static,
    {
        let state = State { queue: VecDeque::new(), finished: BTreeMap::new(), cancelled: false };
        let shared = Arc::new(Shared { state: Mutex::new(state), work: Condvar::new(), done: Condvar::new() });
        let process = std::process::id();
        let mut pool = Pool { shared, threads: Vec::new(), capacity: capacity as u64, submitted: 0, taken: 0, process };
        for _ in 0..workers.max(1) {
            let shared = Arc::clone(&pool.shared);
            let run = worker();
            let builder = thread::Builder::new().name("validicom".into()).stack_size(STACK_BYTES);
            match builder.spawn(move || serve(&shared, run)) {
                Ok(handle) => pool.threads.push(handle),
                // Fewer threads than asked for do the same work.
                Err(_) if !pool.threads.is_empty() => break,
                Err(error) => return Err(error),
            }
        }
        Ok(pool)
    }

    /// Gives a chunk to the threads; gives it back if the pool is full.
    pub fn submit(&mut self, jobs: Vec<J>) -> Result<(), Vec<J>> {
        if self.submitted - self.taken >= self.capacity {
            return Err(jobs);
        }
        self.shared.state().queue.push_back((self.submitted, jobs));
        self.submitted += 1;
        self.shared.work.notify_one();
        Ok(())
    }

    /// Whether chunks are in the pool whose results were not taken.
    pub fn is_busy(&self) -> bool {
        self.taken < self.submitted
    }

    /// Whether the next chunk's results are there.
    pub fn is_ready(&self) -> bool {
        self.shared.state().finished.contains_key(&self.taken)
    }

    /// The results of the next chunk in order, if they come within `wait`.
    pub fn next(&mut self, wait: Duration) -> Option<Vec<O>> {
        if !self.is_busy() || self.process != std::process::id() {
            return None;
        }
        let taken = self.taken;
        let state = self.shared.state();
        let waited = self.shared.done.wait_timeout_while(state, wait, |state| !state.finished.contains_key(&taken));
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        let results = state.finished.remove(&taken)?;
        self.taken += 1;
        Some(results)
    }

    /// Tells the threads to end after the job each is at, and waits for them. What is queued is not done.
    pub fn cancel(&mut self) {
        if self.process != std::process::id() {
            self.threads.drain(..).for_each(std::mem::forget);
            return;
        }
        {
            let mut state = self.shared.state();
            state.cancelled = true;
            state.queue.clear();
        }
        self.shared.work.notify_all();
        for thread in self.threads.drain(..) {
            // A thread that panicked has nothing left to say.
            let _ = thread.join();
        }
    }
}

impl<J: Send + 'static, O: Send + 'static> Drop for Pool<J, O> {
    fn drop(&mut self) {
        self.cancel();
    }
}

fn serve<J, O>(shared: &Shared<J, O>, mut run: impl FnMut(J) -> O) {
    loop {
        let state = shared.state();
        let waited = shared.work.wait_while(state, |state| state.queue.is_empty() && !state.cancelled);
        let mut state = waited.unwrap_or_else(PoisonError::into_inner);
        let Some((number, jobs)) = state.queue.pop_front().filter(|_| !state.cancelled) else {
            return;
        };
        drop(state);
        let mut results = Vec::with_capacity(jobs.len());
        for job in jobs {
            results.push(run(job));
            if shared.state().cancelled {
                return;
            }
        }
        shared.state().finished.insert(number, results);
        shared.done.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    const LONG: Duration = Duration::from_secs(20);

    #[test]
    fn results_come_in_order_whatever_the_number_of_threads() {
        for workers in [1, 2, 8] {
            let slow_first = |n: u64| {
                thread::sleep(Duration::from_millis(if n == 0 { 30 } else { 0 }));
                n
            };
            let mut pool = Pool::new(workers, 4, || slow_first).unwrap();
            let mut got = Vec::new();
            for n in 0..100u64 {
                if let Err(jobs) = pool.submit(vec![2 * n, 2 * n + 1]) {
                    got.extend(pool.next(LONG).unwrap());
                    pool.submit(jobs).unwrap();
                }
            }
            while pool.is_busy() {
                got.extend(pool.next(LONG).unwrap());
            }
            assert_eq!(got, (0..200).collect::<Vec<u64>>());
        }
    }

    #[test]
    fn no_more_chunks_than_the_capacity_are_taken() {
        let mut pool = Pool::new(1, 2, || |n: u8| n).unwrap();
        assert!(pool.submit(vec![1]).is_ok() && pool.submit(vec![2]).is_ok());
        assert_eq!(pool.submit(vec![3]), Err(vec![3]));
    }

    #[test]
    fn a_dropped_pool_ends_its_threads_and_drops_what_is_queued() {
        static DONE: AtomicUsize = AtomicUsize::new(0);
        let work = |_: ()| {
            thread::sleep(Duration::from_millis(5));
            DONE.fetch_add(1, Ordering::SeqCst);
        };
        let mut pool = Pool::new(2, 10, || work).unwrap();
        for _ in 0..10 {
            pool.submit(vec![(); 100]).unwrap();
        }
        thread::sleep(Duration::from_millis(20));
        drop(pool);
        let done = DONE.load(Ordering::SeqCst);
        assert!(done < 100, "{done} of 1000 jobs were done after the pool was dropped");
        thread::sleep(Duration::from_millis(30));
        assert_eq!(DONE.load(Ordering::SeqCst), done);
    }

    #[test]
    fn waiting_for_a_slow_job_ends_in_time() {
        let mut pool = Pool::new(1, 1, || |_: ()| thread::sleep(Duration::from_millis(200))).unwrap();
        pool.submit(vec![()]).unwrap();
        assert!(pool.next(Duration::from_millis(1)).is_none() && pool.is_busy());
        assert!(pool.next(LONG).is_some());
    }
}
