//! One round over a list of files for each line read from the standard input, with the CPU time that it took: the Rust
//! side of `benches/compare.py`, so that the rounds of all modes can be interleaved and no process start is counted.
//!
//! `bench_modes MODE LIST`: `floor` (open, fstat, pread of 8 KiB, close), `structure` (all Elements walked), `check` (all
//! rules, all levels counted, errors and warnings made into findings). `evict` as third argument empties the caches of
//! the processor before each round.
#![allow(unsafe_code, missing_docs)]

use std::ffi::CString;
use std::io::{BufRead, Write};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use validicom_header::{Arena, Limits, Read, Walker};
use validicom_rules::{Checker, Options};
use validicom_standard::Edition;
use validicom_sweep::{OpenFile, Reader};

const FLOOR_BYTES: usize = 8 << 10;
const PAGE_BYTES: usize = 4 << 10;
const EVICTED_BYTES: usize = 96 << 20;

fn cpu_ns() -> u64 {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `now` is a timespec that the call fills.
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut now) };
    now.tv_sec as u64 * 1_000_000_000 + now.tv_nsec as u64
}

/// Opens, asks for the state, reads the first 8 KiB on a page boundary, and closes.
fn floor(path: &CString, buffer: &mut [u8]) -> u64 {
    let start = buffer.as_ptr().align_offset(PAGE_BYTES);
    let Some(into) = buffer.get_mut(start..start + FLOOR_BYTES) else { return 0 };
    // SAFETY: the path ends in NUL, the buffer is as long as is said, and the descriptor is closed once.
    unsafe {
        let descriptor =
            libc::open(path.as_ptr(), libc::O_RDONLY | libc::O_NONBLOCK | libc::O_CLOEXEC | libc::O_NOCTTY);
        if descriptor < 0 {
            return 0;
        }
        let mut state: libc::stat = std::mem::zeroed();
        libc::fstat(descriptor, &mut state);
        let read = libc::pread(descriptor, into.as_mut_ptr().cast(), FLOOR_BYTES, 0);
        libc::close(descriptor);
        u64::from(read > 0) + (state.st_size as u64 & 1)
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let mode = arguments.get(1).map_or("check", String::as_str);
    let read = if mode.ends_with("-all") { Read::All } else { Read::Header };
    let list = std::fs::read(arguments.get(2).map_or("", String::as_str)).unwrap_or_default();
    let paths: Vec<PathBuf> = list
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| Path::new(std::ffi::OsStr::from_bytes(line)).to_path_buf())
        .collect();
    let c_paths: Vec<CString> =
        paths.iter().filter_map(|path| CString::new(path.as_os_str().as_bytes()).ok()).collect();
    let mut evicted =
        if arguments.get(3).is_some_and(|a| a == "evict") { vec![0u8; EVICTED_BYTES] } else { Vec::new() };

    let limits = Limits::default();
    let edition = Edition::newest();
    let mut checker = Checker::new(edition.clone(), Options { read, ..Options::default() });
    let mut reader = Reader::new();
    let mut walker = Walker::new(&limits, read);
    let mut arena = Arena::default();
    let mut buffer = vec![0u8; FLOOR_BYTES + PAGE_BYTES];
    let mut out = std::io::stdout().lock();
    for _ in std::io::stdin().lock().lines() {
        for byte in evicted.iter_mut().step_by(64) {
            *byte = byte.wrapping_add(1);
        }
        let (mut done, mut elements, mut findings, mut failed) = (0u64, 0u64, 0u64, 0u64);
        let start = cpu_ns();
        if mode == "floor" {
            for path in &c_paths {
                done += floor(path, &mut buffer);
            }
        } else {
            for path in &paths {
                let Ok(mut file) = OpenFile::open(path) else { continue };
                let Ok(changed) = reader.read(&mut file, &mut walker, &limits, &*edition, &mut arena) else { continue };
                drop(file);
                elements += arena.elements.len() as u64;
                done += 1;
                if mode.starts_with("check") {
                    let outcome = checker.check(&arena, reader.bytes(), changed);
                    findings += outcome.findings.len() as u64;
                    failed += u64::from(outcome.verdict == validicom_rules::Verdict::Fail);
                }
            }
        }
        let took = cpu_ns() - start;
        let _ = writeln!(
            out,
            "{{\"cpu_ns\": {took}, \"files\": {}, \"read\": {done}, \"elements\": {elements}, \"findings\": {findings}, \"failed\": {failed}}}",
            paths.len()
        );
        let _ = out.flush();
    }
}
