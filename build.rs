//! Puts the shipped pack, its hash and the word lists into the binary, so that a start can see an unchanged pack at
//! no cost.

#[path = "src/pack/archive.rs"]
mod archive;
#[path = "src/pack/digest.rs"]
mod digest;

use std::collections::BTreeMap;
use std::path::Path;
use std::{env, fs, io};

const CONTENT: &str = "content/aws-containers";
const WORDS: [&str; 2] = ["src/pack/lint/words.txt", "src/pack/lint/terms.txt"];

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={CONTENT}");
    let mut files = BTreeMap::new();
    if Path::new(CONTENT).is_dir() {
        collect(Path::new(CONTENT), "", &mut files)?;
    }
    let list = || files.iter().map(|(path, bytes): (&String, &Vec<u8>)| (path.as_str(), bytes.as_slice()));
    println!("cargo::rustc-env=PLIMSOLL_PACK_HASH={:016x}", digest::digest(list()));
    let target = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo sets OUT_DIR"))?;
    fs::write(Path::new(&target).join("pack.bin"), archive::pack(list()))?;
    let mut words = Vec::new();
    for path in WORDS {
        println!("cargo::rerun-if-changed={path}");
        words.push((path, fs::read(path)?));
    }
    let words = words.iter().map(|(path, bytes)| (*path, bytes.as_slice()));
    fs::write(Path::new(&target).join("words.bin"), archive::pack(words))
}

/// The `.yaml` files of a folder and its subfolders, but nothing that begins with a dot, as the program reads them.
fn collect(folder: &Path, inside: &str, files: &mut BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{inside}{name}");
        if name.starts_with('.') {
        } else if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{path}/"), files)?;
        } else if path.ends_with(".yaml") {
            files.insert(path, fs::read(entry.path())?);
        }
    }
    Ok(())
}
