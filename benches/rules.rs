//! Reading a scenario: `cargo bench --bench rules`.
//!
//! Rule books are synthetic, of real and invented words: 1,000 and 10,000 rules of six signals each against a scenario of
//! 300 words. Hostile texts repeat signal words: twice the text may take twice the time, not more. Beside them runs a loop
//! over all signals that looks for each in the text, what an automaton over all of them saves. The shipped pack's own rules
//! read stems of its questions, with all it knows (notes, traps, stories) and with the rules alone.
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench may unwrap")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use plimsoll::domain::content::{Kind, Rule, RuleBook, Service, Services};
use plimsoll::domain::id::{ServiceId, Slug};
use plimsoll::domain::rules::Engine;
use plimsoll::pack::{Files, load};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

const REAL: &str = "company runs containers servers kubectl Helm charts images scan store minutes events queue nightly batch GPU \
    training patch manage cluster overhead cost private subnet secret role region latency traffic rollback canary pods tasks";

struct Made {
    chance: ChaCha8Rng,
    words: Vec<String>,
}

impl Made {
    fn new() -> Self {
        let mut chance = ChaCha8Rng::seed_from_u64(7);
        let mut words: Vec<String> = REAL.split_whitespace().map(str::to_owned).collect();
        while words.len() < 4_000 {
            let syllables = 2 + chance.next_u32() % 3;
            let word = (0..syllables).map(|_| {
                let letter = |letters: &str, at: u32| letters.chars().nth(at as usize % letters.len()).unwrap();
                [letter("bcdfghklmnprstvw", chance.next_u32()), letter("aeiou", chance.next_u32())]
                    .iter()
                    .collect::<String>()
            });
            words.push(word.collect());
        }
        Self { chance, words }
    }

    fn word(&mut self) -> &str {
        // A third of all words are the common ones.
        let most = if self.chance.next_u32().is_multiple_of(3) { 36 } else { self.words.len() };
        let at = self.chance.next_u32() as usize % most;
        &self.words[at]
    }

    fn words(&mut self, count: usize) -> String {
        (0..count).map(|_| self.word().to_owned()).collect::<Vec<_>>().join(" ")
    }

    fn book(&mut self, rules: usize, services: &[ServiceId]) -> RuleBook {
        let rule = |made: &mut Self, number: usize| Rule {
            any: (0..4).map(|at| made.words(1 + at % 3)).collect(),
            all: if number.is_multiple_of(3) { vec![made.words(1)] } else { vec![] },
            none: vec![format!("not {}", made.words(1))],
            points_to: [(services[number % services.len()].clone(), 2.0)].into(),
            because: "It is so.".into(),
            ..Rule::default()
        };
        let all = (0..rules).map(|number| (Slug::new(format!("rule-{number}")).unwrap(), rule(self, number)));
        RuleBook { rules: all.collect(), ..RuleBook::default() }
    }
}

fn rules(c: &mut Criterion) {
    let mut made = Made::new();
    let ids: Vec<ServiceId> = (0..60).map(|number| ServiceId::new(format!("service-{number}")).unwrap()).collect();
    let named = |id: &ServiceId| Service { title: format!("Amazon {id}"), aliases: vec![], parents: vec![] };
    let services = Services::new(ids.iter().map(|id| (id.clone(), named(id))).collect()).unwrap();
    let scenario: String = (0..20).map(|_| format!("{}. ", made.words(15))).collect();
    for count in [1_000, 10_000] {
        let book = made.book(count, &ids);
        let engine = Engine::new(&book, &services);
        c.bench_function(&format!("300 words, {count} rules"), |b| b.iter(|| engine.read(black_box(&scenario))));
        let signals: Vec<&String> = book.rules.values().flat_map(|rule| &rule.any).collect();
        c.bench_function(&format!("floor: a loop over the signals of {count} rules"), |b| {
            b.iter(|| signals.iter().filter(|signal| black_box(&scenario).contains(signal.as_str())).count());
        });
        if count == 1_000 {
            for (name, part) in
                [("kubectl ", "kubectl "), ("kubectl Helm. ", "kubectl Helm. "), ("not kubectl ", "not kubectl ")]
            {
                for size in [50_000, 100_000] {
                    let text = part.repeat(size / part.len());
                    c.bench_function(&format!("{} kB of {name:?}, 1000 rules", size / 1_000), |b| {
                        b.iter(|| engine.read(black_box(&text)));
                    });
                }
            }
        }
    }
}

fn shipped(c: &mut Criterion) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/content/aws-containers");
    let pack = load(&Files::read_folder(folder.as_ref()).unwrap()).pack.unwrap();
    let stems = pack.items.iter().filter_map(|item| match &item.kind {
        Kind::Question(question) => Some(question.stem.as_str()),
        Kind::Note(_) | Kind::Trap(_) => None,
    });
    let words: Vec<&str> = stems.flat_map(str::split_whitespace).collect();
    let scenarios: Vec<String> = words.chunks(300).take(20).map(|part| part.join(" ")).collect();
    let book = Engine::new(&pack.rules, &pack.services);
    for (name, engine) in [("its rules", &book), ("all it knows", &Engine::of(&pack))] {
        let mut scenarios = scenarios.iter().cycle();
        c.bench_function(&format!("300 words, the shipped pack, {name}"), |b| {
            b.iter(|| engine.read(black_box(scenarios.next().unwrap())));
        });
    }
    c.bench_function("making of the shipped pack all it knows", |b| b.iter(|| Engine::of(black_box(&pack))));
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).measurement_time(std::time::Duration::from_secs(2));
    targets = rules, shipped
}
criterion_main!(benches);
