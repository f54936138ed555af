//! Reviews in a terminal that end in a kill: ratings, putting aside, forgetting, flags, notes, cards of the learner's own,
//! and undo and redo of all of them, across sittings too.

use plimsoll::domain::chance::Chance;

use super::Torture;
use super::held::{Held, own_taken_in};
use super::past::{Op, Past};
use crate::pty::Terminal;

const RATINGS: [&str; 4] = ["Again", "Hard", "Good", "Easy"];

/// Something that is done to the card on the screen.
#[derive(Debug, Clone)]
enum Deed {
    Rate(usize),
    Bury,
    Suspend,
    Forget,
    Flag,
    Note(String),
    Own(String),
    Undo,
    Redo,
}

/// A sitting under way.
struct Sitting {
    terminal: Terminal,
    held: Held,
    past: Past,
}

/// The card whose front is on the screen.
fn front(screen: &str) -> Option<String> {
    let number = |word: &str| {
        let after = screen.split(word).nth(1)?.split('.').next()?;
        after.parse::<u64>().ok()
    };
    number("Front ")
        .map(|n| format!("many/n{n}#c"))
        .or_else(|| number("Own ").map(|n| format!("my-cards/own-{n}#card")))
}

fn is_front(screen: &str) -> bool {
    screen.contains("shows the answer")
}

impl Torture<'_> {
    /// Does one thing after the other, and dies under way.
    pub(super) fn review(&mut self) {
        let mut terminal = self.terminal(&["review", "--service", "s"]);
        if self.chance.below(10) == 0 {
            self.pause(120_000);
            terminal.kill();
            let held = self.held.clone();
            return self.settle("a start", &[&held]);
        }
        terminal.until("a card", is_front);
        own_taken_in(&self.data());
        let (held, past) = (self.held.clone(), Past::of(&self.held.rows));
        let mut sitting = Sitting { terminal, held, past };
        for _ in 0..self.chance.below(9) {
            let deed = self.next_deed(&sitting);
            sitting.take(&deed);
            self.done(&deed);
        }
        let deed = self.next_deed(&sitting);
        let before = sitting.terminal.text();
        let allowed = sitting.after(&deed, &before);
        sitting.keys(&deed);
        self.pause(25_000);
        sitting.terminal.kill();
        let last = sitting.terminal.last();
        if sitting.shown(&deed, &before, &last) {
            self.done(&deed);
            let none = matches!(deed, Deed::Forget) && last.contains("There are no cards here");
            let after = if none { &sitting.held } else { allowed.last().unwrap() };
            self.settle(deed.names()[1], &[after]);
        } else {
            let all: Vec<&Held> = std::iter::once(&sitting.held).chain(&allowed).collect();
            self.settle(deed.names()[0], &all);
        }
    }

    /// Counts what was shown as done.
    fn done(&mut self, deed: &Deed) {
        self.counts.shown += 1;
        *self.counts.done.entry(deed.name()).or_default() += 1;
    }

    /// Rates mostly. What could not be told from what was there before is not done.
    fn next_deed(&mut self, sitting: &Sitting) -> Deed {
        let screen = sitting.terminal.text();
        assert!(front(&screen).is_some(), "no card:\n{screen}");
        let deed = match self.chance.below(24) {
            0..4 => Deed::Undo,
            4..7 => Deed::Redo,
            7 => Deed::Bury,
            8 => Deed::Suspend,
            9 => Deed::Forget,
            10..12 => Deed::Flag,
            12..14 => Deed::Note(format!("Remark {}", self.chance.below(1000))),
            14 => {
                self.own += 1;
                Deed::Own(format!("Own {}.", self.own))
            }
            _ => rating(&mut self.chance),
        };
        let possible = match &deed {
            Deed::Undo => sitting.past.done.last().is_some_and(Op::mine),
            Deed::Redo => sitting.past.undone.last().is_some_and(Op::mine),
            _ => true,
        };
        let news = deed.news();
        if possible && !news.iter().any(|news| screen.contains(news)) { deed } else { rating(&mut self.chance) }
    }
}

fn rating(chance: &mut Chance) -> Deed {
    Deed::Rate(chance.below(4) as usize)
}

impl Deed {
    fn name(&self) -> &'static str {
        match self {
            Self::Rate(_) => "ratings",
            Self::Bury | Self::Suspend => "cards put aside",
            Self::Forget => "cards forgotten",
            Self::Flag => "flags",
            Self::Note(_) => "notes",
            Self::Own(_) => "own cards",
            Self::Undo => "undone",
            Self::Redo => "done again",
        }
    }

    /// What was killed before and after the screen showed it.
    fn names(&self) -> [&'static str; 2] {
        match self {
            Self::Rate(_) => ["a rating before it was shown", "a rating after it was shown"],
            Self::Bury | Self::Suspend => ["putting aside before it was shown", "putting aside after it was shown"],
            Self::Forget => ["forgetting before it was shown", "forgetting after it was shown"],
            Self::Flag => ["a flag before it was shown", "a flag after it was shown"],
            Self::Note(_) => ["a note before it was shown", "a note after it was shown"],
            Self::Own(_) => ["an own card before it was shown", "an own card after it was shown"],
            Self::Undo => ["an undo before it was shown", "an undo after it was shown"],
            Self::Redo => ["a redo before it was shown", "a redo after it was shown"],
        }
    }

    /// What the screen says once it is done; nothing for a rating, after which another card comes.
    fn news(&self) -> &'static [&'static str] {
        match self {
            Self::Rate(_) => &[],
            Self::Bury => &["Put aside until tomorrow"],
            Self::Suspend => &["Put aside for good"],
            Self::Forget => &["Forgot 1 card", "There are no cards here"],
            Self::Flag => &["Flagged.", "Flag taken off."],
            Self::Note(_) => &["Note kept"],
            Self::Own(_) => &["Added to My cards"],
            Self::Undo => &["Undid "],
            Self::Redo => &["Did "],
        }
    }
}

impl Sitting {
    /// The card on the screen.
    fn card(&self) -> String {
        let screen = self.terminal.text();
        front(&screen).unwrap_or_else(|| panic!("no card:\n{screen}"))
    }

    /// Types the keys for it, up to the one that does it.
    fn keys(&mut self, deed: &Deed) {
        let terminal = &mut self.terminal;
        match deed {
            Deed::Rate(rating) => {
                terminal.type_keys(" ");
                terminal.until("the answer", |screen| !is_front(screen) && screen.contains("Easy"));
                terminal.type_keys(["1", "2", "3", "4"][*rating]);
            }
            Deed::Bury => terminal.type_keys("-"),
            Deed::Suspend => terminal.type_keys("@"),
            Deed::Forget => terminal.type_keys("f"),
            Deed::Flag => terminal.type_keys("m"),
            Deed::Note(text) => {
                terminal.type_keys("n");
                terminal.wait_for("Your note on this card");
                terminal.type_keys(&format!(" {text}\r"));
            }
            Deed::Own(text) => {
                terminal.type_keys("+");
                terminal.wait_for("A card of your own");
                terminal.type_keys(&format!("{text}\tBack\u{13}"));
            }
            Deed::Undo => terminal.type_keys("u"),
            Deed::Redo => terminal.type_keys("U"),
        }
    }

    /// Whether the screen shows it as done.
    fn shown(&self, deed: &Deed, before: &str, last: &str) -> bool {
        let said = deed.news().iter().any(|news| last.contains(news));
        match deed {
            Deed::Rate(_) => {
                last.contains("A card that slips so often") || (is_front(last) && front(last) != front(before))
            }
            _ => said,
        }
    }

    /// What may be held once it is done; only the last of them when the screen says so.
    fn after(&self, deed: &Deed, screen: &str) -> Vec<Held> {
        let card = front(screen).unwrap();
        let mut after = self.held.clone();
        let row = match deed {
            Deed::Rate(rating) => format!("{card} rating {}", RATINGS[*rating]),
            Deed::Bury => format!("{card} burying"),
            Deed::Suspend => format!("{card} suspending"),
            Deed::Forget => format!("{card} forgetting"),
            Deed::Flag | Deed::Note(_) => {
                let says = self.noting(deed, &card);
                after.note(&card, &says);
                format!("{card} annotate")
            }
            Deed::Own(text) => {
                let number = text.trim_matches(|c: char| !c.is_ascii_digit());
                after.own.push(format!("my-cards/own-{number}"));
                after.own.sort();
                let mut whole = after.clone();
                if !whole.packs.iter().any(|id| id == "my-cards") {
                    whole.packs.push("my-cards".into());
                    whole.packs.sort();
                }
                // Its file is written before the store takes it in, and the next start does so where a kill came between;
                // that it can be undone is kept last.
                let mut kept = whole.clone();
                kept.journal.push(format!("my-cards/own-{number} annotate"));
                return vec![after, whole, kept];
            }
            Deed::Undo | Deed::Redo => {
                let undo = matches!(deed, Deed::Undo);
                let op = if undo { self.past.done.last() } else { self.past.undone.last() }.unwrap();
                let what = if undo { "undone" } else { "redone" };
                let mut subjects = op.subjects();
                if undo {
                    subjects.reverse();
                }
                if let Op::Note(subject, turned) = op {
                    after.note(subject, &turned[usize::from(!undo)]);
                }
                after.journal.extend(subjects.iter().map(|subject| format!("{subject} {what}")));
                return vec![after];
            }
        };
        after.journal.push(row);
        vec![after]
    }

    /// What a flag or a note makes of what stands on the card.
    fn noting(&self, deed: &Deed, card: &str) -> String {
        let says = self.held.annotations.get(card).cloned().unwrap_or_default();
        let (flagged, text) = match says.strip_prefix("flagged") {
            Some(rest) => (true, rest.trim()),
            None => (false, says.as_str()),
        };
        match deed {
            Deed::Note(more) => super::held::noted(flagged, format!("{text} {more}").trim()),
            _ => super::held::noted(!flagged, text),
        }
    }

    /// Does it, and waits until the screen shows it as done.
    fn take(&mut self, deed: &Deed) {
        let (screen, card) = (self.terminal.text(), self.card());
        let after = self.after(deed, &screen).pop().unwrap();
        let op = match deed {
            Deed::Flag | Deed::Note(_) => {
                let before = self.held.annotations.get(&card).cloned().unwrap_or_default();
                Some(Op::Note(card.clone(), [before, self.noting(deed, &card)]))
            }
            Deed::Rate(_) | Deed::Bury | Deed::Suspend | Deed::Forget => Some(Op::Cards(vec![card.clone()])),
            Deed::Own(text) => {
                let number = text.trim_matches(|c: char| !c.is_ascii_digit());
                Some(Op::Note(format!("my-cards/own-{number}"), Default::default()))
            }
            Deed::Undo | Deed::Redo => None,
        };
        let undone = match deed {
            Deed::Undo => self.past.done.last().cloned(),
            _ => None,
        };
        self.keys(deed);
        let news = deed.news();
        let aside = matches!(deed, Deed::Bury | Deed::Suspend);
        self.terminal.until("that it is done", |now| match deed {
            Deed::Rate(_) => is_front(now) || now.contains("A card that slips so often"),
            _ => {
                news.iter().any(|news| now.contains(news))
                    && front(now).is_some()
                    && (!aside || front(now).as_ref() != Some(&card))
            }
        });
        if let Some(Op::Cards(cards)) = undone
            && let [card] = &cards[..]
        {
            self.terminal.until("the card again", |now| front(now).as_ref() == Some(card));
        }
        if self.terminal.text().contains("A card that slips so often") {
            self.terminal.type_keys("\r");
            self.terminal.until("the next card", |now| is_front(now) && !now.contains("A card that slips so often"));
        }
        if matches!(deed, Deed::Forget) && self.terminal.text().contains("There are no cards here") {
            return;
        }
        self.held = after;
        match deed {
            Deed::Undo => self.past.undone.extend(self.past.done.pop()),
            Deed::Redo => self.past.done.extend(self.past.undone.pop()),
            _ => op.into_iter().for_each(|op| self.past.push(op)),
        }
        self.terminal.until("a card's front", |now| is_front(now) && front(now).is_some());
    }
}

impl Held {
    /// A card says that now.
    fn note(&mut self, card: &str, says: &str) {
        if says.is_empty() {
            self.annotations.remove(card);
        } else {
            self.annotations.insert(card.to_owned(), says.to_owned());
        }
    }
}
