//! Verbs of the command line that are killed under way.

use std::process::{Command, Stdio};

use super::Torture;
use super::held::Held;
use crate::pty::program;

/// The longest that a verb is left running, microseconds.
const LONGEST: u32 = 90_000;

impl Torture<'_> {
    /// Runs a verb, and kills it at some moment. What it had said when it ended before, and well.
    fn verb(&mut self, args: &[&str], most: u32) -> (bool, String) {
        let mut command = Command::new(program());
        command.args(args).env("PLIMSOLL_DATA_DIR", self.data()).env("PLIMSOLL_NOW", self.now());
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        self.pause(most);
        if child.try_wait().unwrap().is_none() {
            child.kill().unwrap();
        }
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() || output.status.code().is_none(), "{args:?}: {said}");
        (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Adds a pack in another wording, or takes it out.
    pub(super) fn pack(&mut self) {
        let there = self.held.packs.iter().any(|id| id == "extra");
        let mut after = self.held.clone();
        let (done, _) = if there && self.chance.below(2) == 0 {
            after.packs.retain(|id| id != "extra");
            self.verb(&["pack", "remove", "extra"], LONGEST)
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
            self.verb(&[&["pack", "add", &folder.to_string_lossy()], copy].concat(), LONGEST)
        };
        self.ended("a pack verb", done, &after);
    }

    /// Makes a backup over the one before.
    pub(super) fn back_up(&mut self) {
        let file = self.folder.path().join("mine.db");
        let (done, _) = self.verb(&["backup", &file.to_string_lossy(), "--force"], LONGEST);
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
        let (done, _) = self.verb(&["restore", &file.to_string_lossy()], LONGEST);
        let mut allowed = self.backups.clone();
        // A backup is of the store; files beside it stay.
        allowed.iter_mut().for_each(|held| held.own.clone_from(&self.held.own));
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

    /// Fits to the reviews by the command line.
    pub(super) fn optimize(&mut self) {
        let (done, said) = self.verb(&["optimize"], 1_000_000);
        let held = self.held.clone();
        let mut after = held.clone();
        after.journal.push("weights weights".into());
        // One that ended and didn't say so has changed nothing.
        let expected = if done && !said.contains("Taken into use") { &held } else { &after };
        self.ended("a fit by the command line", done, expected);
    }

    fn ended(&mut self, what: &'static str, done: bool, after: &Held) {
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
