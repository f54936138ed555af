//! `plan`: what is planned for, where the learner stands, and what to expect.

use std::io::{IsTerminal, Write};
use std::str::FromStr;

use serde::Serialize;

use super::{Context, Output};
use crate::app::plan::latest;
use crate::app::planner::Made;
use crate::domain::id::{ExamId, PackId};
use crate::domain::plan::{Agenda, Goal, HORIZON, MOST_MINUTES, PASS_SHARE, Part, Range, Standing, WEEKDAYS, wording};
use crate::domain::text::{clean_line, cut, pad};
use crate::domain::time::StudyDay;
use crate::failure::Failure;
use crate::shell::Library;
use crate::shell::perform::plan_forms;
use crate::shell::planning;
use crate::store::Store;
use crate::ui::words::count;

/// Columns of the names of domains.
const NAME: usize = 44;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  plimsoll plan --exam saa-c03 --date 2026-12-19 --minutes 20   plan for the exam on 19 December
  plimsoll plan --weekday sat=45,sun=0                          more on Saturdays, nothing on Sundays
  plimsoll plan                                                 where you stand, and what to expect
  plimsoll plan --clear                                         no plan: cards come at 90 % recall")]
pub struct Args {
    /// The exam, e.g. saa-c03 or aws-containers/saa-c03; without it, or with `all`, every card counts alike
    #[arg(long, value_name = "EXAM")]
    exam: Option<String>,
    /// Its date, YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// Minutes on every day of the week
    #[arg(long, value_name = "MINUTES", value_parser = clap::value_parser!(u16).range(0..=i64::from(MOST_MINUTES)))]
    minutes: Option<u16>,
    /// Minutes on single weekdays, e.g. sat=45,sun=0
    #[arg(long, value_name = "DAY=MINUTES", value_delimiter = ',')]
    weekday: Vec<Weekday>,
    /// Take the plan away
    #[arg(long, conflicts_with_all = ["exam", "date", "minutes", "weekday"])]
    clear: bool,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// Minutes of one weekday.
#[derive(Debug, Clone, Copy)]
struct Weekday {
    day: usize,
    minutes: u16,
}

impl FromStr for Weekday {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text:?} is not like sat=45; days are {}", WEEKDAYS.join(", "));
        let (day, minutes) = text.split_once('=').ok_or_else(wrong)?;
        let day = WEEKDAYS.iter().position(|name| name.eq_ignore_ascii_case(day.trim())).ok_or_else(wrong)?;
        let minutes = minutes.trim().parse().ok().filter(|minutes| *minutes <= MOST_MINUTES).ok_or_else(wrong)?;
        Ok(Self { day, minutes })
    }
}

#[derive(Serialize)]
struct Answer {
    plan: Option<PlanAnswer>,
    readiness: Option<ReadinessAnswer>,
    forecast: Vec<ForecastAnswer>,
}

#[derive(Serialize)]
struct PlanAnswer {
    exam: Option<String>,
    date: String,
    minutes: [u16; 7],
    state: &'static str,
    days_left: u32,
    aimed_days: u32,
    planned_today: u32,
    minutes_today: u32,
}

#[derive(Serialize)]
struct ReadinessAnswer {
    all: PartAnswer,
    domains: Vec<PartAnswer>,
    services: Vec<PartAnswer>,
    unseen_on_the_day: Option<usize>,
    leave_out: Vec<LeaveOut>,
    pass: Option<PassAnswer>,
    weights_fitted: bool,
}

#[derive(Serialize)]
struct PartAnswer {
    title: String,
    percent_of_exam: Option<f64>,
    cards: usize,
    seen: usize,
    stopping_now: RangeAnswer,
    on_the_day: Option<RangeAnswer>,
}

#[derive(Serialize, Clone, Copy)]
struct RangeAnswer {
    low: f64,
    high: f64,
}

#[derive(Serialize)]
struct LeaveOut {
    domain: String,
    cards: usize,
}

#[derive(Serialize)]
struct PassAnswer {
    low: f64,
    high: f64,
    share_needed: f64,
    condition: &'static str,
    mock_exams: usize,
}

#[derive(Serialize)]
struct ForecastAnswer {
    times_minutes: f64,
    expected_recall: f64,
    curve: Vec<f64>,
}

/// Shows or sets the plan.
pub fn run(context: &Context, args: &Args, out: &mut Output) -> Result<u8, Failure> {
    let mut store = context.store()?;
    let now = context.clock.now();
    Library::new(&context.data_dir()?).sync(&mut store, now.at, false, &mut |_, _| {})?;
    let before = store.goal()?.map(|(goal, _)| goal);
    let changed = args.exam.is_some() || args.date.is_some() || args.minutes.is_some() || !args.weekday.is_empty();
    let goal = if args.clear {
        store.set_goal(None)?;
        None
    } else if changed {
        let goal = wanted(&store, args, before, now.day)?;
        store.set_goal(Some(&goal))?;
        Some(goal)
    } else {
        before
    };
    let Some(goal) = goal else {
        if args.json {
            out.json(&Answer { plan: None, readiness: None, forecast: vec![] });
        } else {
            out.line("No plan: cards come at 90 % recall. `plimsoll plan --date 2026-12-19 --minutes 20` sets one.");
        }
        return Ok(0);
    };
    let mut made = planning::made(&store, &goal, now, &context.clock.calendar)?;
    play(&mut made);
    if args.json {
        out.json(&answer(&goal, &made, now.day));
    } else {
        say(&goal, &made, now.day, out);
    }
    Ok(0)
}

/// Plays the plan forward, telling on a terminal how far that has come.
fn play(made: &mut Made) {
    let mut errors = std::io::stderr();
    let tell = errors.is_terminal();
    while !made.ahead.finished() {
        let progress = made.ahead.step(5_000);
        if tell {
            // Nothing can be said when standard error is closed.
            let _ = write!(errors, "\rplaying the plan forward: {} %", 100 * progress.done / progress.total.max(1));
        }
    }
    if tell {
        let _ = write!(errors, "\r{:40}\r", "");
    }
    made.stand();
}

/// The plan that the arguments ask for, on top of the one before.
fn wanted(store: &Store, args: &Args, before: Option<Goal>, today: StudyDay) -> Result<Goal, Failure> {
    let date = match (&args.date, &before) {
        (Some(text), _) => {
            let date: jiff::civil::Date = text.parse().map_err(|_| {
                Failure::usage(format!("{text:?} is no date"), "Write it like 2026-12-19: year, month, day.")
            })?;
            let day = StudyDay::of_date(date);
            if day > latest(today) {
                return Err(Failure::usage(format!("{date} is more than ten years away"), "Plan for an earlier date."));
            }
            day
        }
        (None, Some(goal)) => goal.date,
        (None, None) => {
            return Err(Failure::usage("a first plan needs a date", "Add --date YYYY-MM-DD, the day of the exam."));
        }
    };
    let exam = match (&args.exam, &before) {
        (Some(name), _) => exam(store, name)?,
        (None, Some(goal)) => goal.exam.clone(),
        (None, None) => None,
    };
    let mut minutes = before.map_or([20; 7], |goal| goal.minutes);
    if let Some(every) = args.minutes {
        minutes = [every; 7];
    }
    for Weekday { day, minutes: on_day } in &args.weekday {
        minutes[*day] = *on_day;
    }
    Ok(Goal { exam, date, minutes })
}

/// The exam of that name; none for all cards alike.
fn exam(store: &Store, name: &str) -> Result<Option<(PackId, ExamId)>, Failure> {
    if name == "all" {
        return Ok(None);
    }
    let known: Vec<(PackId, ExamId)> = plan_forms(store)?.into_iter().filter_map(|form| form.exam).collect();
    let full = |(pack, exam): &(PackId, ExamId)| format!("{pack}/{exam}");
    let found: Vec<_> = known.iter().filter(|form| form.1.as_str() == name || full(form) == name).collect();
    let names = || known.iter().map(full).collect::<Vec<_>>().join(", ");
    match found.as_slice() {
        [one] => Ok(Some((*one).clone())),
        [] => Err(Failure::usage(format!("no exam is called {name:?}"), format!("There is: {}, all", names()))),
        _ => Err(Failure::usage(format!("several packs have an exam {name:?}"), format!("Name one of: {}", names()))),
    }
}

fn say(goal: &Goal, made: &Made, today: StudyDay, out: &mut Output) {
    let exam = goal.exam.as_ref().map_or_else(|| "All cards alike".to_owned(), |(_, exam)| exam.to_string());
    let minutes: Vec<String> =
        WEEKDAYS.iter().zip(goal.minutes).map(|(day, minutes)| format!("{day} {minutes}")).collect();
    out.line(&format!("{exam}, {}: {}", goal.date.date(), wording::countdown(goal.standing(today))));
    out.line(&format!("Minutes: {}", minutes.join(", ")));
    if let Standing::Past(_) = goal.standing(today) {
        out.line(
            "The exam is over: cards come at 90 % recall. Another --date plans anew, --clear takes the plan away.",
        );
        return;
    }
    let agenda = &made.agenda;
    let cards = agenda.review + agenda.new + agenda.front;
    out.line(&format!(
        "Today: {}, {} of them new, about {} min",
        count(cards.into(), "card", "cards"),
        agenda.new,
        taken(agenda)
    ));
    if let Some(text) = wording::far_away(goal.standing(today)) {
        out.line(&text);
    }
    out.line("");
    out.line(&format!(
        "{:<NAME$} {:>6} {:>13} {:>13}",
        "Readiness: recall on exam day", "exam", "stopping now", "on the day"
    ));
    let readiness = &made.readiness;
    for part in std::iter::once(&readiness.whole).chain(&readiness.domains) {
        out.line(&line(part));
    }
    out.line("");
    let mut levels: Vec<_> = made.ahead.expected().iter().collect();
    levels.sort_by(|a, b| a.times.total_cmp(&b.times));
    for expected in levels {
        let last = 100.0 * expected.curve.last().copied().unwrap_or(0.0);
        out.line(&format!("With {:>4.0} min a day: about {last:.0} %", expected.times * goal.usual_minutes()));
    }
    if let Some(unseen) = readiness.unseen.filter(|unseen| *unseen > 0) {
        out.line(&format!("At risk: about {} would be unseen on the day.", count(unseen as u64, "card", "cards")));
    }
    if !readiness.leave_out.is_empty() {
        let named: Vec<String> =
            readiness.leave_out.iter().map(|(title, cards)| format!("{title} ({cards})")).collect();
        out.line(&format!("Leave out what weighs least first: {}", named.join(", ")));
    }
    if let Some(passing) = made.passing {
        let (low, high) = passing.percent();
        let basis = if passing.mocks == 0 { "not calibrated: no mock exam yet" } else { "shifted by mock exams" };
        out.line(&format!(
            "Passing with {:.0} % right: {low}–{high} % likely, {} ({basis})",
            100.0 * PASS_SHARE,
            wording::PASS_CONDITION
        ));
    }
}

/// How long today's cards take. A whole number, for of no cards there may be -0 seconds.
fn taken(agenda: &Agenda) -> u32 {
    (agenda.seconds / 60.0).ceil().clamp(0.0, 1440.0) as u32
}

fn line(part: &Part) -> String {
    let share = part.share.map_or_else(String::new, |share| format!("{:.0} %", 100.0 * share));
    let (now, on_day) = match part.cards {
        0 => ("no cards".to_owned(), String::new()),
        _ => (wording::range(part.now), part.on_day.map_or_else(String::new, wording::range)),
    };
    let title = clean_line(&part.title);
    format!("{} {share:>6} {now:>13} {on_day:>13}", pad(&cut(&title, NAME), NAME)).trim_end().to_owned()
}

fn answer(goal: &Goal, made: &Made, today: StudyDay) -> Answer {
    let (state, days_left) = match goal.standing(today) {
        Standing::Ahead(days) => ("ahead", days),
        Standing::Today => ("today", 0),
        Standing::Past(_) => ("past", 0),
    };
    let agenda = &made.agenda;
    let readiness = &made.readiness;
    let parts = |parts: &[Part]| parts.iter().map(part_answer).collect();
    let forecast = made.ahead.expected().iter().map(|expected| ForecastAnswer {
        times_minutes: expected.times,
        expected_recall: rounded(expected.curve.last().copied().unwrap_or(0.0)),
        curve: expected.curve.iter().copied().map(rounded).collect(),
    });
    Answer {
        plan: Some(PlanAnswer {
            exam: goal.exam.as_ref().map(|(pack, exam)| format!("{pack}/{exam}")),
            date: goal.date.date().to_string(),
            minutes: goal.minutes,
            state,
            days_left,
            aimed_days: days_left.min(HORIZON as u32),
            planned_today: agenda.review + agenda.new + agenda.front,
            minutes_today: taken(agenda),
        }),
        readiness: Some(ReadinessAnswer {
            all: part_answer(&readiness.whole),
            domains: parts(&readiness.domains),
            services: parts(&readiness.services),
            unseen_on_the_day: readiness.unseen,
            leave_out: readiness
                .leave_out
                .iter()
                .map(|(domain, cards)| LeaveOut { domain: domain.clone(), cards: *cards })
                .collect(),
            pass: made.passing.map(|passing| PassAnswer {
                low: rounded(passing.chance.low),
                high: rounded(passing.chance.high),
                share_needed: PASS_SHARE,
                condition: wording::PASS_CONDITION,
                mock_exams: passing.mocks,
            }),
            weights_fitted: made.course.is_fitted(),
        }),
        forecast: forecast.collect(),
    }
}

fn part_answer(part: &Part) -> PartAnswer {
    let range = |range: Range| RangeAnswer { low: rounded(range.low), high: rounded(range.high) };
    PartAnswer {
        title: part.title.clone(),
        percent_of_exam: part.share.map(|share| rounded(100.0 * share)),
        cards: part.cards,
        seen: part.seen,
        stopping_now: range(part.now),
        on_the_day: part.on_day.map(range),
    }
}

/// Four digits are more than a forecast knows.
fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_titles_and_domains_without_cards_keep_the_columns() {
        let part = |title: &str, cards| {
            let now = Range::new(0.2, 0.3);
            line(&Part { title: title.into(), share: Some(0.2), cards, seen: 0, now, on_day: Some(now) })
        };
        let [long, short] = [part(&"Design ".repeat(20), 3), part("Design", 3)];
        assert_eq!(long.chars().count(), short.chars().count());
        assert!(short.ends_with("20–30 %"), "{short}");
        assert!(part("Design", 0).ends_with("no cards"));
    }
}
