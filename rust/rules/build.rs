//! Makes the registry from `src/checks/<family>/<rule>.rs`: a module for each file, and the table of all rules in order of
//! their codes. A rule is added by adding its file; duplicate codes, a name that is not the file's, or a page without
//! its headings fail the build.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

const HEADINGS: [&str; 5] = ["## What it checks", "## Why", "## Standard", "## Example", "## Exceptions"];

fn main() {
    let checks = Path::new("src/checks");
    println!("cargo::rerun-if-changed=src/checks");
    let mut rules: Vec<(String, String, String, String)> = Vec::new();
    let mut modules = String::new();
    for family in sorted(checks) {
        if !family.is_dir() {
            continue;
        }
        let family_name = stem(&family);
        let _ = writeln!(modules, "#[allow(missing_docs)]\npub mod {family_name} {{");
        for file in sorted(&family) {
            let name = stem(&file);
            let source = fs::read_to_string(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
            let shown = file.display();
            let absolute = env::current_dir().map(|d| d.join(&file)).unwrap_or_else(|e| panic!("{e}"));
            let _ = writeln!(modules, "    #[path = {:?}]\n    pub mod {name};", absolute.display().to_string());
            if name == "mod" || name.starts_with('_') {
                continue;
            }
            let code = field(&source, "code").unwrap_or_else(|| panic!("{shown}: no code"));
            let rule_name = field(&source, "name").unwrap_or_else(|| panic!("{shown}: no name"));
            assert!(rule_name.replace('-', "_") == name, "{shown}: its name is {rule_name}");
            let page: String = source
                .lines()
                .take_while(|line| line.starts_with("//!"))
                .map(|line| format!("{}\n", line.trim_start_matches("//!").strip_prefix(' ').unwrap_or("")))
                .collect();
            for heading in HEADINGS {
                assert!(page.contains(heading), "{shown}: its page has no heading {heading:?}");
            }
            rules.push((code, family_name.clone(), name, page));
        }
        modules.push_str("}\n");
    }
    rules.sort();
    for pair in rules.windows(2) {
        assert!(pair[0].0 != pair[1].0, "{} and {} have the code {}", pair[0].2, pair[1].2, pair[0].0);
    }
    let mut out = modules;
    let _ = writeln!(out, "/// All rules, in order of their codes.\npub static RULES: [Rule; {}] = [", rules.len());
    for (_, family, name, page) in &rules {
        let _ = writeln!(
            out,
            "    Rule {{ meta: {family}::{name}::META, check: {family}::{name}::CHECK, page: {page:?} }},"
        );
    }
    out.push_str("];\n/// Index of each rule in [`RULES`], by name.\n#[allow(missing_docs)]\npub mod id {\n");
    for (index, (_, _, name, _)) in rules.iter().enumerate() {
        let _ = writeln!(out, "    pub const {}: u16 = {index};", name.to_uppercase());
    }
    out.push_str("}\n");
    let target = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("registry.rs");
    fs::write(&target, out).unwrap_or_else(|e| panic!("{}: {e}", target.display()));
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap_or_else(|e| panic!("{}: {e}", folder.display()))
        .map(|entry| entry.unwrap_or_else(|e| panic!("{e}")).path())
        .filter(|path| path.is_dir() || path.extension().is_some_and(|ext| ext == "rs"))
        .collect();
    paths.sort();
    paths
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn field(source: &str, name: &str) -> Option<String> {
    let start = source.find(&format!("{name}: \""))? + name.len() + 3;
    let end = source.get(start..)?.find('"')?;
    Some(source.get(start..start + end)?.to_string())
}
