//! Verbs of the command line that are killed under way.

use std::process::{Command, Stdio};

use super::Torture;
use crate::pty::program;

impl Torture<'_> {
    /// Runs a verb, and kills it at some moment. True when it ended before, and well.
    fn verb(&mut self, args: &[&str]) -> bool {
        let mut command = Command::new(program());
        command.args(args).env("PLIMSOLL_DATA_DIR", self.data()).env("PLIMSOLL_NOW", self.now());
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        self.pause(90_000);
        if child.try_wait().unwrap().is_none() {
            child.kill().unwrap();
        }
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() || output.status.code().is_none(), "{args:?}: {said}");
        output.status.success()
    }

    /// Adds a pack in another wording, or takes it out.
    pub(super) fn pack(&mut self) {
        let there = self.held.packs.iter().any(|id| id == "extra");
        let mut after = self.held.clone();
        let done = if there && self.chance.below(2) == 0 {
            after.packs.retain(|id| id != "extra");
            self.verb(&["pack", "remove", "extra"])
        } else {
            let folder = self.folder.path().join("extra");
            let cards = "cards: {c: {front: F, back: B}}";
            let body = format!("Wording of day {}.", self.day);
            let text = format!(
                "format: 1\nid: extra\ntitle: Extra\nservices: {{x: {{title: X}}}}\nnotes:\n  a: {{service: x, title: T, body: '{body}', {cards}}}\n"
            );
            std::fs::write(folder.join("pack.yaml"), text).unwrap();
            if !there {
                after.packs.push("extra".into());
                after.packs.sort();
            }
            let copy: &[&str] = if self.chance.below(2) == 0 { &["--copy"] } else { &[] };
            self.verb(&[&["pack", "add", &folder.to_string_lossy()], copy].concat())
        };
        self.ended("a pack verb", done, &after);
    }

    /// Makes a backup over the one before.
    pub(super) fn back_up(&mut self) {
        let file = self.folder.path().join("mine.db");
        let done = self.verb(&["backup", &file.to_string_lossy(), "--force"]);
        if done {
            self.backups.clear();
        }
        self.backups.push(self.held.clone());
        let held = self.held.clone();
        self.ended("a backup", done, &held);
    }

    /// Goes back to the backup, if there is one.
    pub(super) fn restore(&mut self) {
        let file = self.folder.path().join("mine.db");
        if !file.exists() {
            return self.back_up();
        }
        let done = self.verb(&["restore", &file.to_string_lossy()]);
        let mut allowed = self.backups.clone();
        if !done {
            allowed.insert(0, self.held.clone());
        }
        let allowed: Vec<_> = allowed.iter().collect();
        let before = self.counts.kills.clone();
        self.settle("a restore", &allowed);
        if done {
            self.counts.kills = before;
            self.counts.shown += 1;
        }
    }

    fn ended(&mut self, what: &'static str, done: bool, after: &super::Held) {
        let held = self.held.clone();
        let before = self.counts.kills.clone();
        if done {
            self.settle(what, &[after]);
            // It was too quick to be killed.
            self.counts.kills = before;
            self.counts.shown += 1;
        } else {
            self.settle(what, &[&held, after]);
        }
    }
}
