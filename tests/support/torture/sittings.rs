//! Sittings in a terminal that end in a kill.

use plimsoll::domain::chance::Chance;
use plimsoll::domain::exam::{Act, Attempt, State};

use super::{Held, Torture};
use crate::pty::Terminal;
use crate::sitting::{KEYS, answers, apply, kept, press, shows};

const RATINGS: [&str; 4] = ["Again", "Hard", "Good", "Easy"];

/// Something done to the card on screen: the keys for it, and what the journal says then.
struct Step {
    keys: &'static str,
    row: String,
    /// The card that is shown again after it, for undo.
    back: Option<String>,
}

/// The card whose front is on the screen.
fn front(screen: &str) -> Option<String> {
    let number = screen.split("Front ").nth(1)?.split('.').next()?;
    Some(format!("many/n{number}#c"))
}

fn is_front(screen: &str) -> bool {
    screen.contains("shows the answer")
}

impl Torture<'_> {
    fn terminal(&self, args: &[&str]) -> Terminal {
        Terminal::start(&self.data(), args, &[("PLIMSOLL_NOW", &self.now()), ("PLIMSOLL_SEED", "7")])
    }

    /// Rates, puts aside and undoes, and dies under way.
    pub(super) fn review(&mut self) {
        let mut terminal = self.terminal(&["review", "--service", "s"]);
        if self.chance.below(10) == 0 {
            self.pause(120_000);
            terminal.kill();
            let held = self.held.clone();
            return self.settle("a start", &[&held]);
        }
        terminal.until("a card", is_front);
        let mut held = self.held.clone();
        // What was done in this sitting and not undone since.
        let mut done: Vec<String> = Vec::new();
        for _ in 0..self.chance.below(7) {
            let step = next_step(&mut self.chance, &terminal.text(), &done);
            take(&mut terminal, &step, &mut done);
            held.journal.push(step.row);
            self.counts.shown += 1;
        }
        let before = front(&terminal.text());
        let step = next_step(&mut self.chance, &terminal.text(), &done);
        if step.back.is_none() && step.keys != "-" {
            terminal.type_keys(" ");
            terminal.until("the answer", |screen| !is_front(screen));
            terminal.type_keys(step.keys);
        } else {
            terminal.type_keys(step.keys);
        }
        self.pause(25_000);
        terminal.kill();
        let last = terminal.last();
        let mut after = held.clone();
        after.journal.push(step.row);
        let shown = is_front(&last)
            && match step.back {
                Some(card) => front(&last) == Some(card),
                None => step.keys != "-" || front(&last) != before,
            };
        if shown {
            self.counts.shown += 1;
            self.settle("a review after its last key was answered", &[&after]);
        } else {
            self.settle("a review before its last key was answered", &[&held, &after]);
        }
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
}

/// Rates mostly; puts aside and undoes now and then.
fn next_step(chance: &mut Chance, screen: &str, done: &[String]) -> Step {
    let card = front(screen).unwrap_or_else(|| panic!("no card:\n{screen}"));
    let undo = done.last().filter(|last| **last != card);
    match (chance.below(10), undo) {
        (0..2, Some(last)) => Step { keys: "u", row: format!("{last} undone"), back: Some(last.clone()) },
        (2, _) => Step { keys: "-", row: format!("{card} burying"), back: None },
        _ => {
            let rating = chance.below(4) as usize;
            Step { keys: ["1", "2", "3", "4"][rating], row: format!("{card} rating {}", RATINGS[rating]), back: None }
        }
    }
}

/// Takes a step and waits until the screen shows it as done.
fn take(terminal: &mut Terminal, step: &Step, done: &mut Vec<String>) {
    let card = front(&terminal.text());
    match &step.back {
        Some(back) => {
            terminal.type_keys(step.keys);
            terminal.until("the card again", |screen| front(screen).as_ref() == Some(back));
            done.pop();
        }
        None if step.keys == "-" => {
            terminal.type_keys(step.keys);
            terminal.until("another card", |screen| is_front(screen) && front(screen) != card);
            done.extend(card);
        }
        None => {
            terminal.type_keys(" ");
            terminal.until("the answer", |screen| !is_front(screen) && screen.contains("Easy"));
            terminal.type_keys(step.keys);
            terminal.until("the next card", is_front);
            done.extend(card);
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
