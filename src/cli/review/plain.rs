//! Review line by line: for pipes, screen readers and terminals that can't show screens.

use std::io::BufRead;

use crate::app::planner::{CardPlan, Planner};
use crate::app::review::why_now;
use crate::cli::line::{self, Line};
use crate::cli::{Context, Output};
use crate::domain::content::Question;
use crate::domain::memory::{Model, Rating};
use crate::domain::plan::{Standing, wording};
use crate::domain::review::journal::{Change, Operation, Recorded, Reversed};
use crate::domain::review::schedule::{Outcome, Wait, outcomes_among};
use crate::domain::review::session::Next;
use crate::domain::review::{CardState, CardView, Entry, Filter, Rules, Session, Sides, Sitting};
use crate::domain::settings::Dates;
use crate::domain::time::{Now, StudyDay, Timestamp};
use crate::failure::Failure;
use crate::shell::clock::Clock;
use crate::shell::{Library, planning};
use crate::store::Store;
use crate::ui::markdown;

/// Columns of plain text.
const WIDTH: u16 = 78;

/// The longest a look at a card counts, milliseconds.
const LONGEST_LOOK: i64 = 120_000;

/// The longest line that is read whole, in bytes; no answer is longer.
const LONGEST: usize = 4096;

struct Plain<'a, In> {
    store: Store,
    library: &'a Library,
    clock: &'a Clock,
    rules: Rules,
    memory: Model,
    session: Session,
    sitting: Sitting,
    /// What the plan says; nothing without one.
    planner: Planner,
    /// How dates are written.
    dates: Dates,
    /// Whether ratings change no schedule.
    cram: bool,
    input: In,
    out: &'a mut Output,
}

/// What became of a card.
enum Then {
    Next,
    Again(Entry),
    End,
}

/// Runs the review until nothing is left or the input ends.
pub fn run(
    context: &Context,
    filter: &Filter,
    input: impl BufRead,
    _terminal: bool,
    out: &mut Output,
) -> Result<u8, Failure> {
    let mut store = context.store()?;
    let clock = &context.clock;
    let library = Library::new(&context.data_dir()?);
    library.sync(&mut store, clock.now().at, false, &mut |_, _| {})?;
    let rules = context.settings.rules.clone();
    let now = clock.now();
    let goal = store.goal()?.map(|(goal, _)| goal).filter(|_| filter.sitting == Sitting::Today);
    let (planner, cards) = match goal {
        Some(goal) if !matches!(goal.standing(now.day), Standing::Past(_)) => {
            let made = planning::made(&store, &goal, now, &clock.calendar)?;
            let cards = store.planned_queue(now, &rules, filter, &made.agenda.list)?;
            (Planner::with(goal, made), cards)
        }
        _ => (Planner::default(), store.queue(now, &rules, filter)?),
    };
    let memory = store.model()?;
    let mut plain = Plain {
        store,
        library: &library,
        clock,
        rules,
        memory,
        session: Session::new(cards),
        sitting: filter.sitting,
        planner,
        dates: context.settings.dates,
        cram: filter.sitting == Sitting::Cram,
        input,
        out,
    };
    plain.sitting()?;
    let store = plain.store;
    library.backups().daily(&store, clock.now().day)?;
    Ok(0)
}

impl<In: BufRead> Plain<'_, In> {
    fn sitting(&mut self) -> Result<(), Failure> {
        let ahead = i64::from(self.rules.learn_ahead) * 60_000;
        let mut put_back = None;
        loop {
            let entry = match put_back.take() {
                Some(entry) => entry,
                None => match self.session.next(self.clock.now(), ahead) {
                    Next::Card(entry) => entry,
                    Next::At(at) => {
                        self.out.line(&format!("Nothing more now. A card comes back at {}.", self.time(at)));
                        return Ok(());
                    }
                    Next::Done => {
                        self.out.line("Done for now.");
                        return Ok(());
                    }
                },
            };
            let card = self.store.card_among(entry.card, self.clock.now(), &self.rules, &self.memory)?;
            let Some(card) = card else { continue };
            if card.state.hidden(self.clock.now().day) {
                continue;
            }
            match self.card(&card, entry)? {
                Then::Next => {}
                Then::Again(entry) => put_back = Some(entry),
                Then::End => return Ok(()),
            }
        }
    }

    /// Asks one card.
    fn card(&mut self, card: &CardView, entry: Entry) -> Result<Then, Failure> {
        let Some(sides) = Sides::of(&card.item, &card.id) else { return Ok(Then::Next) };
        let shown = self.clock.now();
        let secret = sides.given_away_by(&card.service);
        let service = if secret { String::new() } else { format!("{} ", card.service) };
        self.out.line(&format!("-- {service}({} left)", self.session.left() + 1));
        let plan = self.planner.card(card.key, shown.day);
        let why = plan.and_then(|plan| self.planner.why(&plan, &card.state, shown.day, self.dates, usize::MAX));
        self.show(&why.unwrap_or_else(|| why_now(self.sitting, card, shown, &self.memory)));
        self.out.line("");
        self.show(&front(&sides));
        let mut opened = 0;
        let mut back = false;
        loop {
            let all = outcomes_among(&card.id, &card.state, self.clock.now(), &self.rules, &self.memory, &card.load)
                .map_err(|error| Failure::failed(format!("{}: {error}", card.id), "Please report it."))?;
            self.out.text(&if back {
                grades(&all, self.cram, plan.as_ref(), shown.day, self.dates)
            } else {
                "[Enter shows the answer, q ends] ".to_owned()
            });
            let Some(line) = self.line()? else { return Ok(Then::End) };
            match line.trim() {
                "" if !back => {
                    opened += 1;
                    if opened < sides.gaps() {
                        if let Sides::Cloze(cloze) = &sides {
                            self.show(&cloze.masked(opened));
                        }
                    } else {
                        back = true;
                        self.show(&answer(&sides));
                        if secret {
                            self.show(&card.service);
                        }
                    }
                }
                digit @ ("1" | "2" | "3" | "4") if back => {
                    let rating = digit.parse().ok().and_then(Rating::of).unwrap_or(Rating::Good);
                    let now = self.clock.now();
                    let took = now.at.since(shown.at).clamp(0, LONGEST_LOOK);
                    let operation = Operation::Review { rating, took: u32::try_from(took).unwrap_or(0) };
                    let after = all[rating as usize - 1].rated_at(now.at);
                    let done = self.record(card, operation, after, now)?;
                    match (self.cram, rating) {
                        (true, Rating::Again) => self.session.put_last(entry),
                        (true, _) => self.session.drop_card(entry.card),
                        _ if done => {
                            self.planner.rated(card.key, now.day, rating, took as f64 / 1000.0);
                            self.session.rated(entry, &after, now);
                        }
                        _ => {}
                    }
                    return Ok(Then::Next);
                }
                "-" => {
                    let now = self.clock.now();
                    self.record(card, Operation::Bury, card.state.bury(now), now)?;
                    self.out.line("Put aside until tomorrow.");
                    return Ok(Then::Next);
                }
                "@" => {
                    self.record(card, Operation::Suspend, card.state.suspend(), self.clock.now())?;
                    self.out.line("Put aside for good.");
                    return Ok(Then::Next);
                }
                "u" => match self.library.reverse(&mut self.store, false, &self.memory, self.clock.now())? {
                    None => self.out.line("Nothing to undo."),
                    Some(undone) => {
                        self.out.line(&format!("Undid {}.", undone.name()));
                        if matches!(undone, Reversed::Weights(_)) {
                            self.memory = self.store.model()?;
                        }
                        let Reversed::Cards { card, operation, .. } = undone else { continue };
                        if let Operation::Review { rating, took } = operation {
                            self.planner.taken_back(card, shown.day, rating, f64::from(took) / 1000.0);
                        }
                        self.session.put_first(entry);
                        self.session.drop_card(card);
                        return Ok(Then::Again(Entry { card, item: 0, due: entry.due }));
                    }
                },
                "q" => return Ok(Then::End),
                _ => {}
            }
        }
    }

    fn record(&mut self, card: &CardView, operation: Operation, after: CardState, now: Now) -> Result<bool, Failure> {
        let change = Change { card: card.key, revision: card.revision, operation, before: card.state, after, now };
        let recorded = match operation {
            Operation::Review { .. } if self.cram => self.store.record_cram(&change, &self.memory)?,
            _ => self.store.record(&change, &self.memory)?,
        };
        if recorded == Recorded::Moved {
            self.out.line("Another window was faster with this card; nothing was counted twice.");
        }
        Ok(recorded == Recorded::Done)
    }

    fn show(&mut self, text: &str) {
        for line in markdown::plain(text, WIDTH) {
            self.out.line(&line);
        }
    }

    /// The next line of input, none at its end.
    fn line(&mut self) -> Result<Option<String>, Failure> {
        self.out.show();
        if self.out.closed() {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        let read = line::read(&mut self.input, &mut bytes, LONGEST);
        let read = read.map_err(|error| Failure::failed(format!("can't read the answer: {error}"), ""))?;
        if read == Line::End {
            self.out.line("");
            return Ok(None);
        }
        Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
    }

    fn time(&self, at: Timestamp) -> String {
        at.instant().to_zoned(self.clock.calendar.zone.clone()).strftime("%H:%M").to_string()
    }
}

fn front(sides: &Sides) -> String {
    match sides {
        Sides::Basic { front, .. } => front.clone(),
        Sides::Cloze(cloze) => cloze.masked(0),
        Sides::Trap(trap) => trap.lure.clone(),
        Sides::Question(question) => format!("{}\n\n{}", question.stem, options(question, false)),
    }
}

fn answer(sides: &Sides) -> String {
    match sides {
        Sides::Basic { back, .. } => back.clone(),
        Sides::Cloze(cloze) => cloze.solved(),
        Sides::Trap(trap) if trap.instead.is_empty() => trap.truth.clone(),
        Sides::Trap(trap) => {
            let instead: Vec<&str> = trap.instead.iter().map(crate::domain::id::ServiceId::as_str).collect();
            format!("{}\n\nChoose instead: {}", trap.truth, instead.join(", "))
        }
        Sides::Question(question) => options(question, true),
    }
}

fn options(question: &Question, with_key: bool) -> String {
    let line = |(at, option): (usize, &crate::domain::content::Choice)| {
        let letter = char::from(b'A' + u8::try_from(at).unwrap_or(25).min(25));
        match (with_key, option.correct) {
            (false, _) => format!("- {letter}. {}", option.text),
            (true, true) => format!("- {letter}. RIGHT: {} ({})", option.text, option.why),
            (true, false) => format!("- {letter}. wrong: {} ({})", option.text, option.why),
        }
    };
    question.options.iter().enumerate().map(line).collect::<Vec<_>>().join("\n")
}

/// The prompt with the wait that each rating gives; with a plan, recall on exam day and the likely next showing.
fn grades(all: &[Outcome; 4], cram: bool, plan: Option<&CardPlan>, today: StudyDay, dates: Dates) -> String {
    if cram {
        return "[1 once more · 2 3 4 done] ".into();
    }
    let then = |o: &Outcome| match plan {
        Some(plan) => wording::after_rating(&plan.prognoses[o.rating as usize - 1], today.date(), dates),
        None => wait(o.wait),
    };
    let parts: Vec<String> =
        all.iter().map(|o| format!("{} {} {}", o.rating as u8, o.rating.name(), then(o))).collect();
    format!("[{}] ", parts.join(" · "))
}

fn wait(wait: Wait) -> String {
    match wait {
        Wait::Minutes(minutes) => format!("{minutes} min"),
        Wait::Days(1) => "1 day".into(),
        Wait::Days(days) => format!("{days} days"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trap_says_what_to_choose_instead() {
        use crate::domain::content::Trap;
        let trap = |instead: &[&str]| {
            let instead = instead.iter().map(|id| crate::domain::id::ServiceId::new(*id).unwrap()).collect();
            let (title, lure, truth) = ("T".to_owned(), "L".to_owned(), "So it is.".to_owned());
            Sides::Trap(Trap { title, lure, truth, instead, keywords: vec![], notes: vec![] })
        };
        assert_eq!(answer(&trap(&[])), "So it is.");
        assert_eq!(answer(&trap(&["eks", "ecs"])), "So it is.\n\nChoose instead: eks, ecs");
    }
}
