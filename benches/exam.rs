//! The speeds of a mock exam: a full paper out of 10,000 questions in under 5 ms, and a key press far under 10 ms.
//!
//! `cargo bench --bench exam`

#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use plimsoll::app::{self, Effect, Model as AppModel, Msg, Outcome, Request, update};
use plimsoll::domain::content::{Blueprint, Choice, Domain, Item, Kind, Pack, Question, Service, Services};
use plimsoll::domain::exam::{
    Act, Attempt, Bank, Candidate, Event, Only, Order, Paper, Report, Scope, Setup, Started, draw,
};
use plimsoll::domain::id::{DomainId, ExamId, ItemId, PackId, ServiceId, Slug};
use plimsoll::domain::memory::Model;
use plimsoll::domain::review::Rules;
use plimsoll::domain::time::{Calendar, Timestamp};
use plimsoll::domain::today::Origin;
use plimsoll::shell::Library;
use plimsoll::shell::perform::World;
use plimsoll::store::{Import, Kept, Store};
use plimsoll::ui;
use ratatui::backend::CrosstermBackend;
use ratatui::{Terminal, TerminalOptions, Viewport};

const DOMAINS: [(&str, f64); 4] =
    [("cost-optimized", 20.0), ("high-performing", 24.0), ("resilient", 26.0), ("secure", 30.0)];

fn id(number: u32) -> ItemId {
    ItemId::new(format!("bench/question-{number:05}")).unwrap()
}

fn service(number: u32) -> ServiceId {
    ServiceId::new(format!("service-{number}")).unwrap()
}

/// SAA-C03's form over that many questions of 70 services, half of them seen.
fn bank(questions: u32) -> Bank {
    let domains = DOMAINS.map(|(id, weight)| (DomainId::new(id).unwrap(), Domain { title: id.into(), weight }));
    let title = "Solutions Architect Associate".to_owned();
    let blueprint = Blueprint { title, questions: 65, unscored: 15, minutes: 130, domains: domains.into() };
    let parents = |number: u32| if number < 10 { vec![] } else { vec![service(number % 10)] };
    let services =
        (0..70).map(|n| (service(n), Service { title: format!("S{n}"), aliases: vec![], parents: parents(n) }));
    let candidate = |number: u32| Candidate {
        id: id(number),
        service: service(number % 70),
        domain: Some(DomainId::new(DOMAINS[number as usize % 4].0).unwrap()),
        seen: number.is_multiple_of(2).then_some(Timestamp(i64::from(number))),
        missed: number.is_multiple_of(6),
        doubted: false,
    };
    Bank::new(
        (PackId::new("bench").unwrap(), "Bench".into(), "1".into(), 1),
        Some(ExamId::new("saa-c03").unwrap()),
        blueprint,
        Services::new(services.collect()).unwrap(),
        (0..questions).map(candidate).collect(),
    )
}

fn question(id: ItemId) -> Item {
    let option = |letter: char| Choice {
        id: Slug::new(letter.to_string()).unwrap(),
        text: "Run the containers as a service on serverless capacity behind a load balancer.".into(),
        why: "It leaves no server to patch, size or scale.".into(),
        correct: letter == 'a',
    };
    let question = Question {
        stem: "A company runs containers and wants fewer servers to manage. What should it do? ".repeat(5),
        choose: 1,
        needs_options: false,
        difficulty: 2,
        options: ('a'..='d').map(option).collect(),
        pin_last: vec![],
        traps: vec![],
        notes: vec![],
    };
    Item {
        id,
        service: service(12),
        tags: vec![],
        teaches: vec![],
        exams: [].into(),
        source: None,
        verified: None,
        kind: Kind::Question(question),
    }
}

/// An attempt with everything answered and looked at three times, as it stands before it is handed in.
fn answered(paper: &Paper) -> (Attempt, Vec<Event>) {
    let mut attempt = Attempt::new(1, paper.clone());
    let mut kept = Vec::new();
    let mut now = paper.terms.started_at;
    for _ in 0..3 {
        for place in 0..paper.slots.len() {
            for act in [Act::Go(place), Act::Choose(place % 4), Act::Flag, Act::Tick] {
                now = now.plus(9_000);
                let events = attempt.take(act, now).unwrap();
                events.iter().for_each(|event| attempt.apply(event));
                kept.extend(events);
            }
        }
    }
    (attempt, kept)
}

fn exam(c: &mut Criterion) {
    let bank = bank(10_000);
    let setup = Setup::full(bank.exam.clone(), &bank.blueprint, 42);
    c.bench_function("draw 65 of 10,000", |b| b.iter(|| draw(black_box(&bank), black_box(&setup))));
    let seed = Setup { order: Order::Seed, ..setup.clone() };
    c.bench_function("draw 65 of 10,000 by the seed alone", |b| b.iter(|| draw(black_box(&bank), black_box(&seed))));
    let scope = Scope { service: Some(service(3)), only: Only::Missed, ..Scope::default() };
    c.bench_function("count what fits among 10,000", |b| b.iter(|| bank.available(black_box(&scope))));

    let drawn = draw(&bank, &setup);
    let items = drawn.picks.iter().map(|pick| question(pick.id.clone())).collect();
    let paper = Paper::new(&bank, &setup, &drawn, items, Timestamp(0)).unwrap();
    let (attempt, events) = answered(&paper);
    c.bench_function("an answer: taken and applied", |b| {
        let mut attempt = Attempt::new(1, paper.clone());
        let mut place = 0;
        b.iter(|| {
            place = (place + 1) % 4;
            let events = attempt.take(Act::Choose(place), Timestamp(1_000)).unwrap();
            events.iter().for_each(|event| attempt.apply(event));
        });
    });
    c.bench_function("resume an attempt of 585 events", |b| {
        b.iter(|| Attempt::rebuild(1, paper.clone(), black_box(&events)));
    });
    c.bench_function("report on 65 questions", |b| b.iter(|| Report::of(black_box(&attempt))));
}

/// A pack of that bank's questions.
fn pack(bank: &Bank) -> Pack {
    let item = |candidate: &Candidate| Item {
        service: candidate.service.clone(),
        exams: candidate.domain.iter().map(|domain| (bank.exam.clone().unwrap(), domain.clone())).collect(),
        ..question(candidate.id.clone())
    };
    Pack {
        id: bank.pack.clone(),
        title: bank.title.clone(),
        version: bank.version.clone(),
        language: "en".into(),
        services: bank.services.clone(),
        exams: [(bank.exam.clone().unwrap(), bank.blueprint.clone())].into(),
        objectives: [].into(),
        items: bank.candidates().iter().map(item).collect(),
        rules: Default::default(),
    }
}

fn stored(c: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(folder.path()).unwrap();
    let pack = pack(&bank(10_000));
    store.import(&Import { pack: &pack, origin: Origin::Shipped, hash: 1, stamp: 0 }, Timestamp(0)).unwrap();
    let calendar = Calendar { zone: jiff::tz::TimeZone::UTC, rollover_hour: 4 };
    let exam = pack.exams.keys().next();
    c.bench_function("read the bank of 10,000", |b| {
        b.iter(|| store.bank(&pack.id, exam, &calendar).unwrap().unwrap());
    });
    let bank = store.bank(&pack.id, exam, &calendar).unwrap().unwrap();
    let setup = Setup::full(bank.exam.clone(), &bank.blueprint, 42);
    let drawn = draw(&bank, &setup);
    let Started::Done(mut attempt) = store.start_attempt(&bank, &setup, &drawn, Timestamp(0)).unwrap() else { return };
    let now = calendar.now(Timestamp(1_000));
    let (rules, model) = (Rules::default(), Model::default());
    c.bench_function("an answer: taken, durable and applied", |b| {
        let mut place = 0;
        b.iter(|| {
            place = (place + 1) % 4;
            let events = attempt.take(Act::Choose(place), now.at).unwrap();
            assert_eq!(store.keep_events(&attempt, &events, now, &rules, &model).unwrap(), Kept::Done);
            events.iter().for_each(|event| attempt.apply(event));
        });
    });
    c.bench_function("look for an attempt that runs", |b| b.iter(|| store.running_attempt().unwrap()));
}

/// From the key to the frame at 200x60: with the commit, and as if the disk took no time.
fn keys(c: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(folder.path()).unwrap();
    let pack = pack(&bank(10_000));
    store.import(&Import { pack: &pack, origin: Origin::Shipped, hash: 1, stamp: 0 }, Timestamp(0)).unwrap();
    let mut world = World::new(store, Library::new(folder.path()));
    let calendar = Calendar { zone: jiff::tz::TimeZone::UTC, rollover_hour: 4 };
    let now = calendar.now(Timestamp(1_000));
    let mut model = AppModel::new(now, calendar, (200, 60), false);
    let area = ratatui::layout::Rect::new(0, 0, 200, 60);
    let options = TerminalOptions { viewport: Viewport::Fixed(area) };
    let mut screen = Terminal::with_options(CrosstermBackend::new(std::io::sink()), options).unwrap();
    let key = |code| Msg::Key(KeyEvent::new(code, KeyModifiers::NONE));
    let mut send = |world: &mut World, model: &mut AppModel, msg: Msg| {
        let effects = update(model, now, msg);
        world.carry_out(model, &|| now, effects, &mut |_, _, _| {});
        screen.draw(|frame| drop(black_box(ui::view(model, frame)))).unwrap();
    };
    send(&mut world, &mut model, key(KeyCode::Char('e')));
    send(&mut world, &mut model, key(KeyCode::Enter));
    assert!(model.attempt().is_some());
    let mut turn = 0;
    let mut next = move || {
        turn = (turn + 1) % 4;
        ['a', 'l', 'b', 'h'][turn]
    };
    c.bench_function("key to frame, with its commit", |b| {
        b.iter(|| {
            let answer = key(KeyCode::Char(next()));
            send(&mut world, &mut model, answer);
        });
    });
    c.bench_function("key to frame, the commit left out", |b| {
        b.iter(|| {
            for effect in update(&mut model, now, key(KeyCode::Char(next()))) {
                if let Effect::Ask(Request::KeepExam(events)) = effect {
                    update(&mut model, now, Msg::Done(Outcome::ExamKept(events, app::exam::Kept::Done)));
                }
            }
            screen.draw(|frame| drop(black_box(ui::view(&model, frame)))).unwrap();
        });
    });
}

criterion_group!(benches, exam, stored, keys);
criterion_main!(benches);
