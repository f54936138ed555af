//! The README says what the program does: its key section is the key table.
#![allow(clippy::unwrap_used, reason = "tests may unwrap")]

use std::fs;
use std::path::Path;

const START: &str = "<!-- keys: made by `UPDATE_README=1 cargo test --test readme` -->\n";
const END: &str = "<!-- /keys -->";

#[test]
fn the_keys_are_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(START).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    let keys = plimsoll::app::keymap::Keymap::default().reference();
    let fresh = format!("{before}{START}```text\n{keys}\n```\n{END}{after}");
    if std::env::var_os("UPDATE_README").is_some() {
        fs::write(&path, &fresh).unwrap();
    }
    assert!(
        text == fresh || std::env::var_os("UPDATE_README").is_some(),
        "run UPDATE_README=1 cargo test --test readme"
    );
}

#[test]
fn the_commands_it_names_exist() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let help = std::process::Command::new(env!("CARGO_BIN_EXE_plimsoll")).arg("--help").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let verbs = text.split("plimsoll ").skip(1).filter_map(|rest| rest.split(|c: char| !c.is_ascii_lowercase()).next());
    for verb in verbs.filter(|verb| !verb.is_empty() && *verb != "on") {
        assert!(help.contains(verb), "the README names `plimsoll {verb}`, which --help doesn't");
    }
}
