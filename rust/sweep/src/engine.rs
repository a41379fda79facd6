//! Many files at once: a thread that walks, threads that read and check, and results in the order of the walk.
//!
//! Reading and checking are apart: there are as many checkers as processors, and more threads than that where files are
//! slow to come. How many is measured: the share of its time for which a thread waits for a file says how many threads
//! keep one processor busy. On a warm cache that is one, and then a thread keeps its checker from file to file.
//!
//! No io_uring: on a warm cache it costs more than it saves, and on a cold one threads reach the same depth of reads.

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::check::FileChecker;
use crate::read::thread_cpu_time;

/// Jobs are handed on by so many at once, so that handing on costs little.
const CHUNK: usize = 32;
/// Stack of a thread: nothing recurses, so little is enough.
const STACK_BYTES: usize = 512 << 10;
/// Below this share of waiting, as many threads as processors are enough.
const LITTLE_WAITING: f64 = 0.3;
/// How much of the last chunk goes into what is measured.
const NEWEST: f64 = 0.1;

/// How many threads there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Width {
    /// Files that are checked at once.
    pub workers: usize,
    /// Files that are read at once, at most.
    pub reads: usize,
}

/// Lends checkers to threads.
pub struct Lender<'s> {
    shared: &'s Checkers,
    kept: Option<FileChecker>,
    /// The checker is given back after each file.
    is_scarce: bool,
    waited: Duration,
}

impl Lender<'_> {
    /// Runs `f` with a checker; waits until one is free.
    pub fn with<T>(&mut self, f: impl FnOnce(&mut FileChecker) -> T) -> T {
        let mut checker = match self.kept.take() {
            Some(checker) => checker,
            None => {
                let start = Instant::now();
                let checker = self.shared.take();
                self.waited += start.elapsed();
                checker
            }
        };
        let result = f(&mut checker);
        if self.is_scarce {
            self.shared.give(checker);
        } else {
            self.kept = Some(checker);
        }
        result
    }

    /// Whether files are slow to come, so that it pays to read one before a checker is asked for.
    pub fn is_scarce(&self) -> bool {
        self.is_scarce
    }
}

impl Drop for Lender<'_> {
    fn drop(&mut self) {
        if let Some(checker) = self.kept.take() {
            self.shared.give(checker);
        }
    }
}

struct Checkers {
    idle: Mutex<Vec<FileChecker>>,
    returned: Condvar,
}

impl Checkers {
    fn take(&self) -> FileChecker {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let mut idle = self.returned.wait_while(idle, |idle| idle.is_empty()).unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(checker) = idle.pop() {
                return checker;
            }
            idle = self.returned.wait(idle).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn give(&self, checker: FileChecker) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(checker);
        self.returned.notify_one();
    }
}

struct Shared<J, O> {
    state: Mutex<State<J, O>>,
    /// There is work, or room for a thread.
    work: Condvar,
    /// There is room for more chunks.
    room: Condvar,
    /// A chunk is done, or the walk has ended.
    done: Condvar,
    checkers: Checkers,
    cancelled: AtomicBool,
    most_reads: AtomicU32,
    width: Width,
}

struct State<J, O> {
    queue: VecDeque<(u64, Vec<J>)>,
    finished: BTreeMap<u64, Vec<O>>,
    submitted: u64,
    taken: u64,
    walk_ended: bool,
    /// Threads that are at a chunk.
    running: usize,
    /// Threads that may be.
    limit: usize,
    /// The share of its time for which a thread waits for files.
    waiting: f64,
}

impl<J, O> Shared<J, O> {
    fn state(&self) -> MutexGuard<'_, State<J, O>> {
        // No code that can panic runs under the lock, so a poisoned state is still whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
        // Whoever is about to wait holds the lock until it does.
        drop(self.state());
        self.work.notify_all();
        self.room.notify_all();
        self.done.notify_all();
    }
}

/// What the engine gives next.
#[derive(Debug, PartialEq, Eq)]
pub enum Next<O> {
    /// The results of the next jobs in order.
    Chunk(Vec<O>),
    /// Nothing within the time given.
    NotYet,
    /// All is done, or it was cancelled.
    End,
}

/// Threads that do jobs; results come in the order of the jobs. It never waits for a thread that hangs in a read.
pub struct Engine<J: Send + 'static, O: Send + 'static> {
    shared: Arc<Shared<J, O>>,
}

impl<J: Send + 'static, O: Send + 'static> Engine<J, O> {
    /// Starts. `jobs` is run by a thread of its own, `checker` makes one checker a worker, `run` does a job and adds what
    /// comes of it. At most `window` chunks are between the walk and [`Engine::next`].
    pub fn start(
        width: Width,
        window: usize,
        jobs: impl Iterator<Item = J> + Send + 'static,
        checker: impl Fn() -> FileChecker,
        run: impl Fn(J, &mut Lender, &mut Vec<O>) + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let width = Width { workers: width.workers.max(1), reads: width.reads.max(width.workers).max(1) };
        let state = State {
            queue: VecDeque::new(),
            finished: BTreeMap::new(),
            submitted: 0,
            taken: 0,
            walk_ended: false,
            running: 0,
            limit: width.workers,
            waiting: 0.0,
        };
        let shared = Arc::new(Shared {
            state: Mutex::new(state),
            work: Condvar::new(),
            room: Condvar::new(),
            done: Condvar::new(),
            checkers: Checkers {
                idle: Mutex::new((0..width.workers).map(|_| checker()).collect()),
                returned: Condvar::new(),
            },
            cancelled: AtomicBool::new(false),
            most_reads: AtomicU32::new(0),
            width,
        });
        let engine = Engine { shared };
        let run = Arc::new(run);
        for number in 0..width.reads {
            let (shared, run) = (Arc::clone(&engine.shared), Arc::clone(&run));
            let builder = thread::Builder::new().name("validicom".into()).stack_size(STACK_BYTES);
            if let Err(error) = builder.spawn(move || serve(&shared, &*run)) {
                // Fewer threads than asked for do the same work.
                if number == 0 {
                    return Err(error);
                }
                break;
            }
        }
        let shared = Arc::clone(&engine.shared);
        let window = window.max(1) as u64;
        let builder = thread::Builder::new().name("validicom-walk".into()).stack_size(STACK_BYTES);
        builder.spawn(move || walk(&shared, window, jobs))?;
        Ok(engine)
    }

    /// The results of the next jobs, if they come within `wait`.
    pub fn next(&mut self, wait: Duration) -> Next<O> {
        let shared = &*self.shared;
        let is_idle = |state: &mut State<J, O>| {
            let is_over = state.walk_ended && state.taken == state.submitted || shared.is_cancelled();
            !is_over && !state.finished.contains_key(&state.taken)
        };
        let waited = shared.done.wait_timeout_while(shared.state(), wait, is_idle);
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        let taken = state.taken;
        if let Some(results) = state.finished.remove(&taken) {
            state.taken += 1;
            shared.room.notify_one();
            return Next::Chunk(results);
        }
        let is_over = state.walk_ended && state.taken == state.submitted || shared.is_cancelled();
        if is_over { Next::End } else { Next::NotYet }
    }

    /// Ends the threads after the file each is at, without waiting for them. What they are at is not given any more.
    pub fn cancel(&self) {
        self.shared.cancel();
    }

    /// A way to cancel from elsewhere.
    pub fn canceller(&self) -> impl Fn() + Send + Sync + 'static {
        let shared = Arc::clone(&self.shared);
        move || shared.cancel()
    }

    /// Most files that were read at once.
    pub fn most_reads(&self) -> u32 {
        self.shared.most_reads.load(Ordering::Relaxed)
    }
}

impl<J: Send + 'static, O: Send + 'static> Drop for Engine<J, O> {
    fn drop(&mut self) {
        self.cancel();
    }
}

fn walk<J, O>(shared: &Shared<J, O>, window: u64, jobs: impl Iterator<Item = J>) {
    let mut chunk = Vec::with_capacity(CHUNK);
    let mut jobs = jobs.fuse();
    let (mut is_over, mut number) = (false, 0);
    while !is_over && !shared.is_cancelled() {
        match jobs.next() {
            Some(job) => chunk.push(job),
            None => is_over = true,
        }
        // The first ones go out one by one, so that all threads have something to do early.
        let enough = if number < shared.width.workers as u64 { 1 } else { CHUNK };
        if chunk.is_empty() || chunk.len() < enough && !is_over {
            continue;
        }
        let full = |state: &mut State<J, O>| state.submitted - state.taken >= window && !shared.is_cancelled();
        let mut state = shared.room.wait_while(shared.state(), full).unwrap_or_else(PoisonError::into_inner);
        state.queue.push_back((number, std::mem::replace(&mut chunk, Vec::with_capacity(CHUNK))));
        number += 1;
        state.submitted = number;
        drop(state);
        shared.work.notify_one();
    }
    shared.state().walk_ended = true;
    shared.done.notify_all();
}

fn serve<J, O>(shared: &Shared<J, O>, run: &(dyn Fn(J, &mut Lender, &mut Vec<O>) + Sync)) {
    loop {
        let idle = |state: &mut State<J, O>| {
            (state.queue.is_empty() || state.running >= state.limit) && !shared.is_cancelled()
        };
        let mut state = shared.work.wait_while(shared.state(), idle).unwrap_or_else(PoisonError::into_inner);
        if shared.is_cancelled() {
            return;
        }
        let Some((number, jobs)) = state.queue.pop_front() else { continue };
        state.running += 1;
        let is_scarce = state.limit > shared.width.workers;
        shared.most_reads.fetch_max(u32::try_from(state.running).unwrap_or(u32::MAX), Ordering::Relaxed);
        drop(state);
        let (start, cpu) = (Instant::now(), thread_cpu_time());
        let mut lender = Lender { shared: &shared.checkers, kept: None, is_scarce, waited: Duration::ZERO };
        let mut results = Vec::with_capacity(jobs.len());
        for job in jobs {
            if shared.is_cancelled() {
                return;
            }
            run(job, &mut lender, &mut results);
        }
        let waited = lender.waited;
        drop(lender);
        let wall = start.elapsed().saturating_sub(waited);
        let cpu = thread_cpu_time().saturating_sub(cpu);
        let waiting = 1.0 - (cpu.as_secs_f64() / wall.as_secs_f64().max(1e-9)).min(1.0);
        let mut state = shared.state();
        state.running -= 1;
        state.waiting += (waiting - state.waiting) * NEWEST;
        state.limit = limit(state.waiting, shared.width);
        state.finished.insert(number, results);
        let more = state.limit.saturating_sub(state.running).min(state.queue.len());
        drop(state);
        shared.done.notify_all();
        for _ in 0..more {
            shared.work.notify_one();
        }
    }
}

/// How many threads keep the processors busy if each waits for this share of its time.
fn limit(waiting: f64, width: Width) -> usize {
    if waiting < LITTLE_WAITING {
        return width.workers;
    }
    let wanted = width.workers as f64 / (1.0 - waiting).max(0.01);
    (wanted.ceil() as usize).clamp(width.workers, width.reads)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicUsize;

    use validicom_rules::Options;
    use validicom_standard::Edition;

    const LONG: Duration = Duration::from_secs(20);

    fn checker() -> FileChecker {
        FileChecker::new(Edition::newest(), Options::default())
    }

    fn all<J: Send, O: Send>(mut engine: Engine<J, O>) -> Vec<O> {
        let mut got = Vec::new();
        loop {
            match engine.next(LONG) {
                Next::Chunk(more) => got.extend(more),
                Next::NotYet => panic!("nothing came"),
                Next::End => return got,
            }
        }
    }

    #[test]
    fn results_come_in_the_order_of_the_jobs_whatever_the_threads() {
        for (workers, reads) in [(1, 1), (2, 8), (4, 64)] {
            let run = |job: u32, _: &mut Lender, out: &mut Vec<u32>| {
                if job.is_multiple_of(97) {
                    thread::sleep(Duration::from_millis(3));
                }
                out.extend(std::iter::repeat_n(job, (job % 3) as usize));
            };
            let engine = Engine::start(Width { workers, reads }, 8, 0..5000u32, checker, run).unwrap();
            let expected: Vec<u32> = (0..5000).flat_map(|job| std::iter::repeat_n(job, (job % 3) as usize)).collect();
            assert_eq!(all(engine), expected);
        }
    }

    #[test]
    fn slow_files_are_read_by_more_threads_than_there_are_workers() {
        let run = |_: u32, lender: &mut Lender, out: &mut Vec<u32>| {
            thread::sleep(Duration::from_millis(1));
            lender.with(|_| out.push(1));
        };
        let engine = Engine::start(Width { workers: 2, reads: 32 }, 128, 0..4000u32, checker, run).unwrap();
        let shared = Arc::clone(&engine.shared);
        assert_eq!(all(engine).len(), 4000);
        assert!(shared.most_reads.load(Ordering::Relaxed) > 16);
    }

    #[test]
    fn no_more_is_walked_than_the_window_holds() {
        static WALKED: AtomicUsize = AtomicUsize::new(0);
        let jobs = (0..1_000_000u32).inspect(|_| {
            WALKED.fetch_add(1, Ordering::SeqCst);
        });
        let run = |job: u32, _: &mut Lender, out: &mut Vec<u32>| out.push(job);
        let engine = Engine::start(Width { workers: 2, reads: 4 }, 5, jobs, checker, run).unwrap();
        thread::sleep(Duration::from_millis(100));
        let walked = WALKED.load(Ordering::SeqCst);
        assert!(walked <= 6 * CHUNK, "{walked}");
        drop(engine);
    }

    #[test]
    fn a_cancelled_engine_ends_at_once_though_a_file_hangs() {
        let run = |_: u32, _: &mut Lender, _: &mut Vec<u32>| thread::sleep(Duration::from_secs(5));
        let mut engine = Engine::start(Width { workers: 1, reads: 1 }, 4, 0..100u32, checker, run).unwrap();
        thread::sleep(Duration::from_millis(20));
        let start = Instant::now();
        let cancel = engine.canceller();
        cancel();
        assert_eq!(engine.next(LONG), Next::End);
        drop(engine);
        assert!(start.elapsed() < Duration::from_millis(100));
    }
}
