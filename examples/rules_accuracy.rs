//! How often the rules are right on the pack's own questions.
//!
//! Rules must not be written from the questions that measure them: those whose full id has an FNV-1a 64 hash divisible
//! by 3 are held back, and only their numbers are told. `--misses` lists the others that the rules get wrong. Whoever
//! writes rules looks at `--visible` alone: each look at the held-back numbers makes them a little less worth.
//!
//! ```sh
//! cargo run --release --example rules_accuracy [-- [--misses] [--visible] [PACK FOLDER]]
//! ```

#![allow(clippy::print_stdout, reason = "an example prints")]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;

use plimsoll::domain::content::{Item, Kind, Pack, Question, Rule, RuleBook};
use plimsoll::domain::id::{ServiceId, Slug};
use plimsoll::domain::rules::{Answer, Engine, held_back};
use plimsoll::pack::{Files, load};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let misses = arguments.iter().any(|argument| argument == "--misses");
    let visible = arguments.iter().any(|argument| argument == "--visible");
    let folder = arguments.iter().find(|argument| !argument.starts_with("--"));
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/aws-containers");
    let folder = folder.map_or(shipped.as_path(), Path::new);
    let files = match Files::read_folder(folder) {
        Ok(files) => files,
        Err(error) => {
            println!("{error:?}");
            return ExitCode::FAILURE;
        }
    };
    let loaded = load(&files);
    let Some(pack) = loaded.pack else {
        for problem in loaded.problems {
            println!("{}", problem.render());
        }
        return ExitCode::FAILURE;
    };
    let signals: usize = pack.rules.rules.values().map(|rule| rule.any.len() + rule.all.len() + rule.none.len()).sum();
    let phrases: usize = pack.rules.phrases.values().map(Vec::len).sum();
    println!(
        "{} rules, {signals} signals, {phrases} phrases in {} lists",
        pack.rules.rules.len(),
        pack.rules.phrases.len()
    );
    let engine = Engine::of(&pack);
    let keywords = Engine::new(&keyword_rules(), &pack.services);
    for (name, held) in [("visible", false), ("held back", true)].into_iter().take(if visible { 1 } else { 2 }) {
        let questions = questions(&pack, held);
        let needs = questions.iter().filter(|(_, question)| question.needs_options).count();
        println!("\n{name}: {} questions, {needs} of them need their options", questions.len());
        println!("{:<22} top-1  top-3  containers  others  abstains or right  options  calibration error", "");
        Tally::of(&engine, &questions).print("rules");
        Tally::of(&keywords, &questions).print("20 bare keyword rules");
        if misses && !held {
            tell_misses(&engine, &questions);
        }
    }
    ExitCode::SUCCESS
}

fn questions(pack: &Pack, held: bool) -> Vec<(&Item, &Question)> {
    let question = |item: &'_ Item| held_back(&item.id) == held;
    let all = pack.items.iter().filter(|item| question(item));
    all.filter_map(|item| match &item.kind {
        Kind::Question(question) => Some((item, question)),
        _ => None,
    })
    .collect()
}

/// What was right, and out of how many.
#[derive(Default)]
struct Tally {
    first: Share,
    three: Share,
    /// Right, where the answer runs or stores containers.
    containers: Share,
    /// Right, where it doesn't.
    others: Share,
    /// Right or abstained, where it doesn't.
    elsewhere: Share,
    options: Share,
    /// Confidence of the first verdict and whether it was right.
    calls: Vec<(f64, bool)>,
}

#[derive(Default)]
struct Share {
    right: usize,
    of: usize,
}

impl Share {
    fn add(&mut self, right: bool) {
        self.right += usize::from(right);
        self.of += 1;
    }

    fn value(&self) -> f64 {
        self.right as f64 / self.of.max(1) as f64
    }
}

/// Services that run or store containers; the answer "elsewhere" is any other.
fn runs_containers(service: &str) -> bool {
    service.starts_with("ecs") || service.starts_with("eks") || service == "fargate" || service == "ecr"
}

fn ask(engine: &Engine, question: &Question) -> (Answer, bool) {
    let options: Vec<&str> = question.options.iter().map(|option| option.text.as_str()).collect();
    let answer = engine.choose(&question.stem, &options, usize::from(question.choose));
    let key: Vec<usize> = (0..options.len()).filter(|at| question.options[*at].correct).collect();
    let right = answer.chosen.as_ref() == Some(&key);
    (answer, right)
}

fn rank(answer: &Answer, service: &ServiceId) -> Option<usize> {
    answer.verdicts.iter().position(|verdict| verdict.service == *service)
}

impl Tally {
    fn of(engine: &Engine, questions: &[(&Item, &Question)]) -> Self {
        let mut tally = Self::default();
        for (item, question) in questions {
            let (answer, chosen) = ask(engine, question);
            tally.options.add(chosen);
            if question.needs_options {
                continue;
            }
            let rank = rank(&answer, &item.service);
            tally.first.add(rank == Some(0));
            tally.three.add(rank.is_some_and(|rank| rank < 3));
            tally.calls.push((answer.verdicts.first().map_or(0.0, |verdict| verdict.confidence), rank == Some(0)));
            if runs_containers(item.service.as_str()) {
                tally.containers.add(rank == Some(0));
            } else {
                tally.others.add(rank == Some(0));
                tally.elsewhere.add(answer.abstained || rank == Some(0));
            }
        }
        tally
    }

    /// The mean distance of confidence and truth over ten bins, each by its share.
    fn calibration_error(&self) -> f64 {
        let mut bins = [(0.0, 0.0, 0.0); 10];
        for (confidence, right) in &self.calls {
            let bin = &mut bins[((confidence * 10.0) as usize).min(9)];
            *bin = (bin.0 + confidence, bin.1 + f64::from(u8::from(*right)), bin.2 + 1.0);
        }
        let all = self.calls.len().max(1) as f64;
        bins.iter().filter(|bin| bin.2 > 0.0).map(|(said, right, n)| (said / n - right / n).abs() * n / all).sum()
    }

    fn print(&self, name: &str) {
        println!(
            "{name:<22} {:.3}  {:.3}  {:<10.3}  {:<6.3}  {:<17.3}  {:<7.3}  {:.3}",
            self.first.value(),
            self.three.value(),
            self.containers.value(),
            self.others.value(),
            self.elsewhere.value(),
            self.options.value(),
            self.calibration_error()
        );
    }
}

fn tell_misses(engine: &Engine, questions: &[(&Item, &Question)]) {
    for (item, question) in questions {
        let (answer, chosen) = ask(engine, question);
        let rank = rank(&answer, &item.service);
        if (rank != Some(0) && !question.needs_options) || !chosen {
            let first: Vec<String> = (answer.verdicts.iter().take(4))
                .map(|verdict| format!("{} {:.1} ({:.2})", verdict.service, verdict.score, verdict.confidence))
                .collect();
            let mark = if question.needs_options {
                "n"
            } else if rank == Some(0) {
                "+"
            } else {
                "-"
            };
            println!(
                "{mark}{} {} = {} | {}",
                if chosen { '+' } else { '-' },
                item.id.slug(),
                item.service,
                first.join(", ")
            );
        }
    }
}

/// A bare keyword count, for comparison: twenty words, no parents, no light, no numbers.
fn keyword_rules() -> RuleBook {
    let words: [(&str, &[&str], &str); 20] = [
        ("fargate", &["without managing", "serverless", "no servers"], "ecs-fargate"),
        ("ecs", &["ECS", "Docker", "containers"], "ecs"),
        ("ec2", &["EC2 instances", "GPU"], "ecs-ec2"),
        ("eks", &["Kubernetes", "EKS", "Helm", "kubectl"], "eks"),
        ("eks-fargate", &["pods"], "eks-fargate"),
        ("ecr", &["images", "registry"], "ecr"),
        ("efs", &["shared", "file system"], "efs"),
        ("task-role", &["permission"], "iam-task-role"),
        ("alb", &["load balancer", "HTTP"], "alb"),
        ("nlb", &["TCP", "UDP"], "nlb"),
        ("scaling", &["scale"], "service-auto-scaling"),
        ("capacity", &["capacity"], "capacity-provider"),
        ("spot", &["Spot", "interrupted"], "fargate-spot"),
        ("lambda", &["event", "function"], "lambda"),
        ("batch", &["batch", "jobs"], "batch"),
        ("queue", &["queue"], "sqs"),
        ("pipeline", &["pipeline"], "codepipeline"),
        ("blue-green", &["blue/green"], "ecs-blue-green"),
        ("logs", &["logs"], "cloudwatch-logs"),
        ("on-premises", &["on premises"], "ecs-anywhere"),
    ];
    let rule = |(id, any, service): (&str, &[&str], &str)| {
        let any = any.iter().map(|word| (*word).to_owned()).collect();
        let points_to = ServiceId::new(service).map(|service| (service, 1.0)).into_iter().collect();
        Slug::new(id).ok().map(|id| (id, Rule { any, points_to, because: "the word".to_owned(), ..Rule::default() }))
    };
    let rules: Vec<(Slug, Rule)> = words.into_iter().filter_map(rule).collect();
    let ids: BTreeSet<&Slug> = rules.iter().map(|(id, _)| id).collect();
    debug_assert_eq!(ids.len(), words.len(), "an id is used twice");
    RuleBook { rules: rules.into_iter().collect(), ..RuleBook::default() }
}
