//! Mock exams, searches and fits in a terminal that end in a kill.

use plimsoll::domain::exam::{Act, Attempt, State};

use super::Torture;
use super::held::Held;
use crate::pty::Terminal;
use crate::sitting::{KEYS, answers, apply, kept, press, shows};

impl Torture<'_> {
    pub(super) fn terminal(&self, args: &[&str]) -> Terminal {
        Terminal::start(&self.data(), args, &[("PLIMSOLL_NOW", &self.now()), ("PLIMSOLL_SEED", "7")])
    }

    /// An exam over several lives, handed in at the end.
    pub(super) fn exam(&mut self) {
        let mut terminal = self.terminal(&["exam", "mate"]);
        terminal.wait_for("12 questions fit");
        terminal.type_keys("\r");
        if self.chance.below(3) == 0 {
            self.pause(30_000);
            terminal.kill();
            let shown = terminal.last().contains("Question 1 of 12");
            let data = self.data();
            let store = plimsoll::store::Store::open(&data).unwrap();
            let begun = store.running_attempt().unwrap().is_some();
            drop(store);
            assert!(begun || !shown, "the first question was shown, and no exam is on disk");
            let held = with_newest(&self.held, begun.then(|| kept(&data)).as_ref(), true);
            self.settle("an exam at its start", &[&held]);
            if !begun {
                return;
            }
            self.second += 20;
            terminal = self.terminal(&["exam"]);
        }
        terminal.wait_for("Question 1 of 12");
        let data = self.data();
        let mut expected = kept(&data);
        let mut new = self.held.exams.len() == self.exams();
        new = !new;
        for _ in 0..=self.chance.below(4) {
            for _ in 0..self.chance.below(6) {
                let key = KEYS[self.chance.below(13) as usize];
                let mut ahead = expected.clone();
                apply(&mut ahead, key.1);
                if !ahead.place().list {
                    press(&mut terminal, &mut expected, key);
                    self.counts.shown += 1;
                }
            }
            // The flag is a key that every question takes.
            terminal.type_keys("m");
            self.pause(25_000);
            terminal.kill();
            let mut after = expected.clone();
            apply(&mut after, Act::Flag);
            let last = terminal.last();
            let before_held = with_newest(&self.held, Some(&expected), new);
            let after_held = with_newest(&self.held, Some(&after), new);
            new = false;
            if shows(&last, &after) {
                self.settle("an exam after its last key was answered", &[&after_held]);
            } else {
                self.settle("an exam before its last key was answered", &[&before_held, &after_held]);
            }
            self.second += 45;
            expected = kept(&data);
            terminal = self.terminal(&["exam"]);
            terminal.until("the question again", |screen| shows(screen, &expected));
            // Going on is noted too.
            expected = kept(&data);
            self.held = self.on_disk();
        }
        terminal.type_keys("Sy");
        self.pause(40_000);
        terminal.kill();
        let shown = terminal.last().contains("right,");
        let found = kept(&data);
        let over = found.state() != State::Running;
        assert!(over || !shown, "the report was shown, and the exam still runs");
        assert_eq!(answers(&found), answers(&expected), "handing in changes no answer");
        let held = with_newest(&self.held, Some(&found), false);
        self.settle("an exam being handed in", &[&held]);
        if !over {
            self.second += 45;
            let mut terminal = self.terminal(&["exam"]);
            terminal.until("the question again", |screen| shows(screen, &found));
            terminal.type_keys("Sy");
            terminal.wait_for("right,");
            terminal.kill();
            let found = kept(&data);
            assert_ne!(found.state(), State::Running, "the report was shown, and the exam still runs");
            let held = with_newest(&self.held, Some(&found), false);
            self.settle("an exam handed in", &[&held]);
        }
    }

    /// How many exams are on disk.
    fn exams(&self) -> usize {
        plimsoll::store::Store::open(&self.data()).unwrap().attempts().unwrap().len()
    }

    /// Searches and opens a hit, which keeps the query.
    pub(super) fn search(&mut self) {
        let mut terminal = self.terminal(&["search"]);
        terminal.wait_for("type a word");
        let query = format!("word {}", self.chance.below(300));
        terminal.type_keys(&query);
        let title = query.replace("word", "Word");
        terminal.wait_for(&title);
        terminal.type_keys("\r");
        self.pause(25_000);
        terminal.kill();
        let last = terminal.last();
        let mut after = self.held.clone();
        after.queries.retain(|past| *past != query);
        after.queries.push(query);
        let surplus = after.queries.len().saturating_sub(50);
        after.queries.drain(..surplus);
        let held = self.held.clone();
        // An item fills the screen only after the query was kept.
        if last.contains("enter open") {
            self.settle("a search", &[&held, &after]);
        } else {
            self.settle("a search with an item open", &[&after]);
        }
    }

    /// Fits to the reviews on the Stats screen, and takes what is better.
    pub(super) fn fit(&mut self) {
        let mut terminal = self.terminal(&[]);
        terminal.wait_for("? all keys");
        terminal.type_keys("s");
        terminal.wait_for("fit to your reviews");
        let held = self.held.clone();
        terminal.type_keys("o");
        if self.chance.below(3) == 0 {
            self.pause(400_000);
            terminal.kill();
            return self.settle("a fit under way", &[&held]);
        }
        terminal.until("a fit", |screen| screen.contains("log loss"));
        terminal.type_keys("\r");
        self.pause(25_000);
        terminal.kill();
        let last = terminal.last();
        let mut after = held.clone();
        after.journal.push("weights weights".into());
        if last.contains("Fitted to you") {
            self.settle("a fit after it was taken", &[&after]);
        } else {
            self.settle("a fit before it was taken", &[&held, &after]);
        }
    }
}

/// What is held, with the newest exam as it is now.
fn with_newest(held: &Held, attempt: Option<&Attempt>, new: bool) -> Held {
    let mut held = held.clone();
    let Some(attempt) = attempt else { return held };
    let said = format!("{:?} {:?} {:?}", attempt.state(), attempt.place(), answers(attempt));
    if new {
        let last = held.exams.first().and_then(|exam| exam.split(' ').next()?.parse::<i64>().ok()).unwrap_or(0);
        held.exams.insert(0, format!("{} {said}", last + 1));
    } else {
        let id = held.exams[0].split(' ').next().unwrap_or_default().to_owned();
        held.exams[0] = format!("{id} {said}");
    }
    held
}
