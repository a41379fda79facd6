//! Packs the tables of `data/`, one pack an edition, for `include_bytes!`. Tables that do not hold together fail the build.

use std::path::PathBuf;
use std::{env, fs, process};

fn main() {
    println!("cargo::rerun-if-changed=data");
    println!("cargo::rerun-if-changed=build.rs");
    if let Err(error) = run() {
        println!("cargo::error={error}");
        process::exit(1);
    }
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let data = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("data");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    for edition in validicom_packer::EDITIONS {
        fs::write(out.join(format!("{edition}.pack")), validicom_packer::pack(&data, edition)?)?;
    }
    Ok(())
}
