//! `simulate`: the exam plan and other policies compared on synthetic learners.

use std::io::{IsTerminal, Write};

use clap::ValueEnum;
use serde::Serialize;

use super::Output;
use crate::domain::plan::simulate::{Policy, Score, Setting, Simulation, calibration};
use crate::failure::Failure;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Learners are drawn from what the FSRS weights of many people look like; their memory is FSRS itself, and how they rate and
how long they take are means over many. Every policy starts from the weights that FSRS starts from and meets the same luck.
It is simulation: what real learners gain is not measured here.")]
pub struct Args {
    /// Synthetic learners
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u64).range(2..=100_000))]
    learners: u64,
    /// What is simulated
    #[arg(long, value_enum, default_value_t = Which::Main)]
    setting: Which,
    /// Decides who the learners are, and their luck
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// Settings to simulate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Which {
    /// 400 cards, 30 days, 20 minutes a day
    Main,
    /// The same, four domains of 40, 30, 20 and 10 %
    Domains,
    /// The same, a quarter of the days skipped
    Missed,
    /// The same, and on day 15 the exam is moved to day 23
    Moved,
    /// 400 cards, 14 days, 20 minutes a day
    Short,
    /// 400 cards, 7 days, 40 minutes a day
    Shorter,
    /// 1000 cards, 30 days, 20 minutes a day
    Many,
    /// 150 cards, 14 days, 40 minutes a day
    Few,
    /// One after the other
    All,
}

#[derive(Serialize)]
struct Answer {
    learners: u64,
    seed: u64,
    settings: Vec<SettingAnswer>,
}

#[derive(Serialize)]
struct SettingAnswer {
    setting: String,
    policies: Vec<PolicyAnswer>,
    best_fixed: String,
}

#[derive(Serialize)]
struct PolicyAnswer {
    policy: String,
    recall: f64,
    /// The exam plan minus this policy, with half the width of its 95 % interval.
    plan_minus_it: f64,
    interval: f64,
    seen: f64,
    minutes: f64,
    calibration_error: Option<f64>,
    mean_error: Option<f64>,
}

/// Runs the comparison.
pub fn run(args: &Args, out: &mut Output) -> Result<u8, Failure> {
    let which: Vec<Which> = match args.setting {
        Which::All => Which::value_variants().iter().copied().filter(|which| *which != Which::All).collect(),
        one => vec![one],
    };
    let mut settings = Vec::new();
    for which in which {
        let answer = compare(args, which);
        if !args.json {
            say(&answer, args.learners, out);
            out.show();
        }
        settings.push(answer);
    }
    if args.json {
        out.json(&Answer { learners: args.learners, seed: args.seed, settings });
    }
    Ok(0)
}

fn setting(which: Which) -> (Setting, &'static str) {
    let main = Setting::default();
    let sized = |cards, days, minutes| Setting { cards, days, minutes, ..Setting::default() };
    match which {
        Which::Main | Which::All => (main, "400 cards, 30 days, 20 minutes"),
        Which::Domains => {
            (Setting { domains: vec![0.4, 0.3, 0.2, 0.1], ..main }, "the same, domains of 40, 30, 20 and 10 %")
        }
        Which::Missed => (Setting { skipped: 0.25, ..main }, "the same, a quarter of the days skipped"),
        Which::Moved => (Setting { moved: Some((15, 23)), ..main }, "the same, on day 15 the exam moves to day 23"),
        Which::Short => (sized(400, 14, 20.0), "400 cards, 14 days, 20 minutes"),
        Which::Shorter => (sized(400, 7, 40.0), "400 cards, 7 days, 40 minutes"),
        Which::Many => (sized(1000, 30, 20.0), "1000 cards, 30 days, 20 minutes"),
        Which::Few => (sized(150, 14, 40.0), "150 cards, 14 days, 40 minutes"),
    }
}

fn compare(args: &Args, which: Which) -> SettingAnswer {
    let (setting, name) = setting(which);
    let mut policies = vec![Policy::Plan { fit: true }, Policy::Plan { fit: false }, Policy::LAST_PASS, Policy::PLAIN];
    policies.extend(Policy::fixed_settings());
    let mut work = Simulation::new(setting, policies, args.learners, args.seed);
    let mut errors = std::io::stderr();
    let tell = errors.is_terminal();
    while !work.finished() {
        let progress = work.step(100);
        if tell {
            // Nothing can be said when standard error is closed.
            let _ = write!(errors, "\r{name}: {} %", 100 * progress.done / progress.total.max(1));
        }
    }
    if tell {
        let _ = write!(errors, "\r{:70}\r", "");
    }
    let results: Vec<(Policy, &[Score])> = work.results().collect();
    let plan = results[0].1;
    let policies: Vec<PolicyAnswer> = results.iter().map(|(policy, scores)| answer(*policy, scores, plan)).collect();
    let fixed = policies.iter().filter(|policy| policy.policy.starts_with("FSRS"));
    let best = fixed.max_by(|a, b| a.recall.total_cmp(&b.recall)).map_or(String::new(), |best| best.policy.clone());
    SettingAnswer { setting: name.to_owned(), policies, best_fixed: best }
}

fn answer(policy: Policy, scores: &[Score], plan: &[Score]) -> PolicyAnswer {
    let mean = |of: &dyn Fn(&Score) -> f64| scores.iter().map(of).sum::<f64>() / scores.len() as f64;
    let differences: Vec<f64> = plan.iter().zip(scores).map(|(plan, it)| 100.0 * (plan.recall - it.recall)).collect();
    let (difference, interval) = mean_with_interval(&differences);
    let forecast = calibration(scores);
    PolicyAnswer {
        policy: policy.name(),
        recall: rounded(100.0 * mean(&|score| score.recall), 2),
        plan_minus_it: rounded(difference, 2),
        interval: rounded(interval, 2),
        seen: rounded(mean(&|score| score.seen as f64), 1),
        minutes: rounded(mean(&|score| score.minutes), 1),
        calibration_error: forecast.map(|(error, _)| rounded(error, 4)),
        mean_error: forecast.map(|(_, error)| rounded(error, 4)),
    }
}

/// The mean, and half the width of its 95 % interval by the normal distribution.
fn mean_with_interval(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0).max(1.0);
    (mean, 1.96 * (variance / count).sqrt())
}

fn rounded(value: f64, digits: i32) -> f64 {
    let scale = 10f64.powi(digits);
    (value * scale).round() / scale
}

fn say(answer: &SettingAnswer, learners: u64, out: &mut Output) {
    out.line(&format!("{}; {learners} synthetic learners (simulation)", answer.setting));
    out.line(&format!("{:<62} {:>8}  {:>16}", "policy", "recall %", "plan minus it"));
    let named = |policy: &&PolicyAnswer| !policy.policy.starts_with("FSRS") || policy.policy.ends_with("plain");
    let best = answer.policies.iter().filter(|policy| policy.policy == answer.best_fixed);
    let mut rows: Vec<(&PolicyAnswer, String)> =
        answer.policies.iter().filter(named).map(|policy| (policy, policy.policy.clone())).collect();
    rows.extend(best.map(|policy| (policy, format!("best in hindsight: {}", policy.policy))));
    for (at, (policy, name)) in rows.iter().enumerate() {
        let difference =
            if at == 0 { String::new() } else { format!("{:+.2} ± {:.2}", policy.plan_minus_it, policy.interval) };
        out.line(&format!("{name:<62} {:>8.2}  {difference:>16}", policy.recall));
    }
    for policy in &answer.policies {
        if let (Some(cards), Some(decks)) = (policy.calibration_error, policy.mean_error) {
            let name = &policy.policy;
            out.line(&format!(
                "forecast of {name}: calibration error {cards:.3}, deck off by {:.1} points",
                100.0 * decks
            ));
        }
    }
    out.line("");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_in_percent_and_rounded() {
        let score = |recall| Score { recall, seen: 3, minutes: 10.06, forecast: None };
        let made = answer(Policy::PLAIN, &[score(0.5), score(0.600_04)], &[score(0.7), score(0.8)]);
        assert_eq!((made.recall, made.plan_minus_it), (55.0, 20.0));
        assert_eq!((made.seen, made.minutes), (3.0, 10.1));
        assert_eq!(rounded(1.236, 2), 1.24);
    }
}
