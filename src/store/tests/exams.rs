mod misses;

use proptest::prelude::*;

use super::*;
use crate::domain::content::{Blueprint, Choice, Domain, Objective, Question};
use crate::domain::exam::{
    Act, Attempt, Bank, Drawn, End, Entry, Event, Only, Report, Scope, Sent, Setup, Started, State, Stored, Sure, draw,
};
use crate::domain::id::{DomainId, ExamId, ObjectiveId};
use crate::domain::review::journal::{Source, What, effective, replay};
use crate::domain::review::{Due, Phase};

fn exam() -> ExamId {
    ExamId::new("saa-c03").unwrap()
}

fn domain(id: &str) -> DomainId {
    DomainId::new(id).unwrap()
}

/// A question whose key is `a`; `q0` names the trap and the note, the others only the trap.
fn question(name: &str) -> Item {
    let option =
        |id: &str| Choice { id: slug(id), text: format!("Option {id}"), why: format!("Why {id}"), correct: id == "a" };
    let question = Question {
        stem: format!("What about {name}?"),
        choose: 1,
        needs_options: false,
        difficulty: 2,
        options: ["a", "b", "c", "d"].map(option).into(),
        pin_last: vec![],
        traps: vec![slug("lure")],
        notes: if name == "q0" { vec![slug("two")] } else { vec![] },
    };
    let mut item = item("demo", name, Kind::Question(question));
    item.teaches = vec![ObjectiveId::new("A-1").unwrap()];
    item
}

/// The small pack with four questions of a domain, and one outside the exam.
fn bank_pack() -> Pack {
    let mut pack = small();
    pack.items.extend(["q0", "q1", "q2", "q3"].map(question));
    let mut outside = question("q4");
    outside.teaches.clear();
    pack.items.push(outside);
    let blueprint = Blueprint {
        title: "Solutions Architect Associate".into(),
        questions: 65,
        unscored: 15,
        minutes: 130,
        domains: [(domain("secure"), Domain { title: "Secure architectures".into(), weight: 100.0 })].into(),
    };
    pack.exams = [(exam(), blueprint)].into();
    let objective = Objective { title: "Know it.".into(), exams: [(exam(), domain("secure"))].into() };
    pack.objectives = [(ObjectiveId::new("A-1").unwrap(), objective)].into();
    pack
}

/// A world with an attempt that runs in it.
struct Sitting {
    world: World,
    attempt: Attempt,
}

fn bank(world: &World) -> Bank {
    world.store.bank(&PackId::new("demo").unwrap(), Some(&exam()), &calendar()).unwrap().unwrap()
}

fn setup(bank: &Bank, questions: u32) -> Setup {
    Setup::full(Some(exam()), &bank.blueprint, 7).length(questions, &bank.blueprint)
}

fn started(world: &mut World, bank: &Bank, setup: &Setup) -> Started {
    let drawn: Drawn = draw(bank, setup);
    world.store.start_attempt(bank, setup, &drawn, world.at).unwrap()
}

impl Sitting {
    fn start(questions: u32) -> Self {
        Self::start_in(World::with(&bank_pack()), questions)
    }

    fn start_in(mut world: World, questions: u32) -> Self {
        let bank = bank(&world);
        let setup = setup(&bank, questions);
        match started(&mut world, &bank, &setup) {
            Started::Done(attempt) => Self { world, attempt: *attempt },
            other => panic!("{other:?}"),
        }
    }

    /// As the program does it: kept, then applied.
    fn act(&mut self, act: Act) -> Kept {
        let events = self.attempt.take(act, self.world.at).unwrap();
        let kept = self.keep(&events);
        if kept != Kept::Moved {
            events.iter().for_each(|event| self.attempt.apply(event));
        }
        kept
    }

    fn keep(&mut self, events: &[Event]) -> Kept {
        let now = self.world.now();
        let World { store, rules, model, .. } = &mut self.world;
        store.keep_events(&self.attempt, events, now, rules, model).unwrap()
    }

    fn choose(&mut self, option: &str) {
        let at = self.attempt.current().0.options().position(|choice| choice.id.as_str() == option).unwrap();
        assert_eq!(self.act(Act::Choose(at)), Kept::Done);
    }

    /// Answers everything with that option and hands in.
    fn hand_in(&mut self, option: &str) -> Sent {
        for place in 0..self.attempt.slots().len() {
            self.act(Act::Go(place));
            self.choose(option);
        }
        match self.act(Act::HandIn) {
            Kept::Ended(sent) => sent,
            other => panic!("{other:?}"),
        }
    }

    fn stored(&self) -> Stored {
        self.world.store.attempt(self.attempt.id).unwrap().unwrap()
    }

    /// The number of a card.
    fn key(&self, item: &str) -> i64 {
        let sql = "SELECT card.key FROM card JOIN item ON item.key = card.item WHERE item.slug = ?1";
        self.world.store.db.query_row(sql, [item], |row| row.get(0)).unwrap()
    }
}

fn names(sent: &Sent) -> (Vec<&str>, Vec<(&str, u32)>) {
    let questions = sent.questions.iter().map(|item| item.item.slug()).collect();
    (questions, sent.linked.iter().map(|item| (item.item.slug(), item.cards)).collect())
}

#[test]
fn every_event_is_there_after_reopening() {
    let mut s = Sitting::start(4);
    s.choose("b");
    s.acts([Act::Strike(0), Act::Flag, Act::Confidence(Sure::Guess), Act::Next, Act::HideClock, Act::List]);
    s.world.at = s.world.at.plus(20_000);
    s.act(Act::Tick);
    s.world.reopen();
    let stored = s.stored();
    assert_eq!(stored, Stored { attempt: s.attempt.clone(), stale: None, sent: None });
    assert!(s.world.store.integrity_problems().unwrap().is_empty());
    let running = s.world.store.running_attempt().unwrap().unwrap();
    assert_eq!((running.id, running.title.as_str()), (s.attempt.id, "Solutions Architect Associate"));
}

impl Sitting {
    fn acts(&mut self, acts: impl IntoIterator<Item = Act>) {
        acts.into_iter().for_each(|act| drop(self.act(act)));
    }
}

#[test]
fn one_attempt_runs_at_a_time() {
    let mut s = Sitting::start(2);
    let bank = bank(&s.world);
    let setup = setup(&bank, 2);
    assert_eq!(started(&mut s.world, &bank, &setup), Started::Running(s.attempt.id));
    s.act(Act::Abandon);
    assert_eq!(s.world.store.running_attempt().unwrap(), None);
    assert!(matches!(started(&mut s.world, &bank, &setup), Started::Done(_)));
    let list = s.world.store.attempts().unwrap();
    assert_eq!(list.iter().map(|entry| entry.end).collect::<Vec<_>>(), [None, Some(End::Abandoned)]);
}

#[test]
fn a_pack_that_has_changed_is_not_started_on_and_not_resumed() {
    let mut s = Sitting::start(2);
    s.choose("b");
    let mut changed = bank_pack();
    changed.version = "2".into();
    let import = Import { pack: &changed, origin: Origin::Shipped, hash: 2, stamp: 0 };
    let old = bank(&s.world);
    s.world.store.import(&import, s.world.at).unwrap();
    let said = "This paper was drawn from Demo 1, and the pack is now 2.";
    assert_eq!(s.stored().stale.as_deref(), Some(said));
    // What was answered can still be handed in, and then the pack doesn't matter any more.
    assert!(matches!(s.act(Act::HandIn), Kept::Ended(_)));
    assert_eq!(s.stored().stale, None);
    let setup = setup(&old, 2);
    assert_eq!(started(&mut s.world, &old, &setup), Started::Changed);
}

#[test]
fn a_second_window_learns_that_the_attempt_moved_on() {
    let mut s = Sitting::start(2);
    let mut other = s.attempt.clone();
    s.act(Act::Next);
    let events = other.take(Act::HandIn, s.world.at).unwrap();
    let now = s.world.now();
    let World { store, rules, model, .. } = &mut s.world;
    assert_eq!(store.keep_events(&other, &events, now, rules, model).unwrap(), Kept::Moved);
    assert_eq!(s.stored().attempt, s.attempt);
}

#[test]
fn a_plan_looks_at_the_mocks_of_its_own_pack() {
    let mut s = Sitting::start(4);
    s.hand_in("a");
    let other = Pack { id: PackId::new("other").unwrap(), items: vec![], ..bank_pack() };
    s.world.load(&other);
    let mocks = |pack: &str| {
        let goal = format!(r#"{{"exam":["{pack}","saa-c03"],"date":20800,"minutes":[20,0,0,0,0,0,0]}}"#);
        let goal = serde_json::from_str(&goal).unwrap();
        s.world.store.reading(&goal, s.world.now(), &calendar()).unwrap().deck().mocks.len()
    };
    assert_eq!((mocks("demo"), mocks("other")), (1, 0));
}

/// A question that was missed and then started over is asked again; it leaves with the miss that brought it.
#[test]
fn an_expired_attempt_is_handed_in_with_what_was_answered() {
    let mut s = Sitting::start(2);
    s.choose("b");
    s.world.at = s.world.at.plus(DAY);
    s.world.reopen();
    s.attempt = s.stored().attempt;
    let Kept::Ended(sent) = s.act(Act::Tick) else { panic!() };
    // The second question was never shown, so it isn't missed.
    assert_eq!(names(&sent).0, [s.attempt.slots()[0].item().id.slug()]);
    assert_eq!(s.stored().attempt.state(), State::Over(End::TimeUp));
    let entry = &s.world.store.attempts().unwrap()[0];
    assert_eq!((entry.end, entry.used), (Some(End::TimeUp), 4 * 60_000));
}

#[test]
fn a_hand_in_that_fails_leaves_nothing() {
    let mut s = Sitting::start(1);
    s.choose("b");
    let before = (s.stored(), s.world.store.states().unwrap());
    s.world
        .store
        .db
        .execute_batch("CREATE TRIGGER no BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'no'); END")
        .unwrap();
    let events = s.attempt.take(Act::HandIn, s.world.at).unwrap();
    let now = s.world.now();
    let World { store, rules, model, .. } = &mut s.world;
    assert!(store.keep_events(&s.attempt, &events, now, rules, model).is_err());
    assert_eq!((s.stored(), s.world.store.states().unwrap()), before);
    // Once the store can be written again, the same events go through.
    s.world.store.db.execute_batch("DROP TRIGGER no").unwrap();
    assert!(matches!(s.keep(&events), Kept::Ended(_)));
}

#[test]
fn the_bank_knows_the_past() {
    let mut s = Sitting::start(2);
    let asked: Vec<ItemId> = s.attempt.slots().iter().map(|slot| slot.item().id.clone()).collect();
    s.choose("b");
    s.act(Act::HandIn);
    let bank = bank(&s.world);
    // q4 teaches nothing of the exam.
    assert_eq!(bank.candidates().len(), 4);
    for candidate in bank.candidates() {
        let first = candidate.id == asked[0];
        assert_eq!((candidate.seen.is_some(), candidate.missed), (first, first), "{}", candidate.id);
        assert_eq!(candidate.domain, Some(domain("secure")));
    }
    let missed = Setup { scope: Scope { only: Only::Missed, ..Scope::default() }, ..setup(&bank, 4) };
    assert_eq!(draw(&bank, &missed).picks.iter().map(|pick| &pick.id).collect::<Vec<_>>(), [&asked[0]]);
    // Asked again and right: no longer missed, and no longer at first sight.
    let started = started(&mut s.world, &bank, &missed);
    let Started::Done(attempt) = started else { panic!() };
    s.attempt = *attempt;
    s.hand_in("a");
    let report = Report::of(&s.attempt);
    assert_eq!((report.first_sight.of, report.repeats.right), (0, 1));
    assert_eq!(self::bank(&s.world).available(&missed.scope).total, 0);
}

#[test]
fn forms_name_what_can_be_sat() {
    let world = World::with(&bank_pack());
    let forms = world.store.exam_forms().unwrap();
    let named: Vec<_> =
        forms.iter().map(|form| (form.exam.as_ref().map(ExamId::as_str), form.blueprint.questions)).collect();
    assert_eq!(named, [(Some("saa-c03"), 65), (None, 5)]);
    let pack = PackId::new("demo").unwrap();
    assert_eq!(world.store.bank(&pack, None, &calendar()).unwrap().unwrap().candidates().len(), 5);
    assert_eq!(world.store.bank(&pack, Some(&ExamId::new("none").unwrap()), &calendar()).unwrap(), None);
    assert_eq!(world.store.bank(&PackId::new("none").unwrap(), None, &calendar()).unwrap(), None);
    assert_eq!(World::with(&small()).store.exam_forms().unwrap(), []);
}

#[test]
fn an_attempt_can_be_walked_as_it_was_worded() {
    let mut s = Sitting::start(1);
    let name = s.attempt.slots()[0].item().id.slug().to_owned();
    s.hand_in("b");
    let before = s.stored();
    let mut changed = bank_pack();
    for item in &mut changed.items {
        if let Kind::Question(question) = &mut item.kind {
            question.stem = "Another one?".into();
            question.options.iter_mut().for_each(|option| option.correct = option.id.as_str() == "b");
        }
    }
    changed.items.retain(|item| item.id.slug() != name);
    s.world.load(&changed);
    assert_eq!(s.stored(), before);
    assert_eq!(Report::of(&s.stored().attempt).score.right, 0);
}

#[test]
fn a_doubt_after_the_end_changes_its_line() {
    let mut s = Sitting::start(4);
    s.hand_in("b");
    let line = |s: &Sitting| s.world.store.attempts().unwrap().remove(0).score;
    assert_eq!(line(&s).of, 4);
    assert_eq!(s.act(Act::Doubt(1)), Kept::Done);
    assert_eq!((line(&s).of, Entry::of(&s.stored().attempt).score.of), (3, 3));
    assert_eq!(bank(&s.world).available(&Scope::default()).missed, 3);
}

#[test]
fn a_doubted_question_is_out_until_the_doubt_or_the_question_goes() {
    let mut s = Sitting::start(4);
    let doubted = s.attempt.slots()[1].item().id.clone();
    s.hand_in("b");
    let out = |s: &Sitting| -> Vec<ItemId> {
        bank(&s.world).candidates().iter().filter(|c| c.doubted).map(|c| c.id.clone()).collect()
    };
    assert_eq!(s.act(Act::Doubt(1)), Kept::Done);
    assert_eq!(out(&s), vec![doubted.clone()]);
    s.act(Act::Doubt(1));
    assert!(out(&s).is_empty());
    s.act(Act::Doubt(1));
    let mut mended = bank_pack();
    let item = mended.items.iter_mut().find(|item| item.id == doubted).unwrap();
    let Kind::Question(question) = &mut item.kind else { panic!() };
    question.stem = "Asked better?".into();
    s.world.load(&mended);
    assert!(out(&s).is_empty());
}

/// A window that only notes the time is in nobody's way; one that does something is.
#[test]
fn time_noted_by_another_window_comes_first() {
    let mut s = Sitting::start(3);
    let mut there = s.attempt.clone();
    let at = s.world.at.plus(20_000);
    let events = there.take(Act::Away, at).unwrap();
    let now = calendar().now(at);
    let (rules, model) = (&Rules::default(), &Model::default());
    assert_eq!(s.world.store.keep_events(&there, &events, now, rules, model).unwrap(), Kept::Done);
    let mine = s.attempt.take(Act::Flag, at.plus(1)).unwrap();
    let kept = s.world.store.keep_events(&s.attempt, &mine, now, rules, model).unwrap();
    assert_eq!(kept, Kept::Behind(events.clone()));
    events.iter().for_each(|event| s.attempt.apply(event));
    assert_eq!(s.keep(&mine), Kept::Done);
    assert!(s.stored().attempt.marks()[0].flagged);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// With exams among them, replaying the journal still gives every state, and everything can be undone.
    #[test]
    fn replay_holds_with_exams(acts in prop::collection::vec((0u8..6, 0usize..9, 1u8..5), 1..25)) {
        let mut world = World::with(&bank_pack());
        for (act, at, rating) in acts {
            let now = world.now();
            match act {
                0 | 1 => {
                    let queue = world.queue();
                    if let Some(key) = queue.get(at % queue.len().max(1)) {
                        world.rate(*key, Rating::of(rating).unwrap());
                    }
                }
                2 => drop(world.store.undo(now, &world.model).unwrap()),
                3 => drop(world.store.redo(now, &world.model).unwrap()),
                4 => world.at = world.at.plus(DAY * i64::from(rating)),
                _ => {
                    let mut s = Sitting::start_in(world, u32::from(rating));
                    s.hand_in(if at > 4 { "a" } else { "b" });
                    world = s.world;
                }
            }
        }
        let check = |world: &World| -> std::result::Result<(), TestCaseError> {
            let rows = world.store.journal(&calendar()).unwrap();
            let rebuilt = replay(&rows, &world.rules, &world.model).unwrap();
            for (id, state) in world.store.states().unwrap() {
                prop_assert_eq!(state, rebuilt.get(id.as_str()).copied().unwrap_or_default(), "{}", id);
            }
            let holds = effective(&rows);
            let counts = |row: &&crate::domain::review::journal::Row| holds.contains(&row.seq)
                && row.source == Source::Due && matches!(row.what, What::Done(Operation::Review { .. }));
            let counted: f64 = world.store.db.query_row("SELECT total(reviews) FROM day", [], |row| row.get(0)).unwrap();
            prop_assert_eq!(counted as usize, rows.iter().filter(counts).count());
            Ok(())
        };
        check(&world)?;
        let now = world.now();
        while world.store.undo(now, &world.model).unwrap().is_some() {}
        check(&world)?;
        let joined = "SELECT count(*) FROM card JOIN item ON item.key = card.item WHERE kind = 'question' AND joined = 1";
        prop_assert_eq!(world.store.db.query_row(joined, [], |row| row.get::<_, u32>(0)).unwrap(), 0);
    }
}
