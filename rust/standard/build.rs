//! Packs the tables of `data/`, one pack an edition, for `include_bytes!`. Tables that do not hold together fail the build.
//! The tables themselves go beside the packs: the wheel takes them from there, for the reference.

use std::path::{Path, PathBuf};
use std::{env, fs, io, process};

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
        copy_tables(&data.join(edition), &out.join("data").join(edition))?;
    }
    copy_tables(&data.join("common"), &out.join("data").join("common"))?;
    Ok(())
}

/// Copies the tables of a folder; what an earlier build left there goes.
fn copy_tables(from: &Path, to: &Path) -> io::Result<()> {
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        if let (Some(name), true) = (path.file_name(), path.extension().is_some_and(|e| e == "tsv")) {
            fs::copy(&path, to.join(name))?;
        }
    }
    Ok(())
}
