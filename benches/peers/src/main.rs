//! Opens every file of a list with dicom-object, once for each line read from the standard input, and prints the CPU
//! time that it took. The protocol is that of `benches/compare.py`.

use std::io::{BufRead, Write};

fn cpu_ns() -> u64 {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `now` is a valid timespec that the call fills.
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut now) };
    now.tv_sec as u64 * 1_000_000_000 + now.tv_nsec as u64
}

fn main() {
    let mode = std::env::args().nth(1).unwrap_or_default();
    let list = std::fs::read_to_string(std::env::args().nth(2).unwrap_or_default()).unwrap_or_default();
    let paths: Vec<&str> = list.lines().collect();
    let mut out = std::io::stdout().lock();
    for _ in std::io::stdin().lock().lines() {
        let start = cpu_ns();
        let mut read = 0usize;
        for path in &paths {
            let mut options = dicom_object::OpenFileOptions::new();
            if mode == "header" {
                options = options.read_until(dicom_object::Tag(0x7FE0, 0x0010));
            }
            read += usize::from(options.open_file(path).is_ok());
        }
        let took = cpu_ns() - start;
        let _ = writeln!(out, "{{\"cpu_ns\": {took}, \"files\": {}, \"read\": {read}}}", paths.len());
        let _ = out.flush();
    }
}
