//! `exam`: sit a mock exam; list past ones, report on one.

use super::{Context, Output, screens};
use crate::app::exam::Asked;
use crate::domain::exam::{Entry, export};
use crate::domain::id::ServiceId;
use crate::domain::review::Rules;
use crate::failure::Failure;
use crate::shell::{Library, exams};
use crate::store::Store;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The exam, e.g. saa-c03; without it the one sat last
    blueprint: Option<String>,
    /// Questions on the paper [default: as many as the real exam]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=999))]
    questions: Option<u32>,
    /// Minutes for it [default: the real exam's pace]
    #[arg(long, value_name = "M", value_parser = clap::value_parser!(u32).range(1..=999))]
    minutes: Option<u32>,
    /// Draws the same paper for everybody who has the pack
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Only this service and its children, e.g. eks
    #[arg(long, value_name = "SERVICE")]
    service: Option<String>,
    /// No time limit; every answer is explained when you check it
    #[arg(long)]
    practice: bool,
    /// List past exams instead
    #[arg(long, conflicts_with_all = ["blueprint", "questions", "minutes", "seed", "service", "practice"])]
    list: bool,
    /// Answer in JSON
    #[arg(long, requires = "list")]
    json: bool,
    /// Print the report of a past exam instead; its number is in the list
    #[arg(long, value_name = "ID", conflicts_with_all = ["blueprint", "questions", "minutes", "seed", "service", "practice", "list"])]
    report: Option<i64>,
    /// How to print it
    #[arg(long, value_name = "FORMAT", requires = "report", default_value = "md")]
    format: Format,
}

/// How a report is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Markdown.
    Md,
    /// JSON.
    Json,
}

/// Opens the set-up, or answers about past exams.
pub fn run(context: &Context, args: &Args, out: &mut Output) -> Result<u8, Failure> {
    let mut store = context.store()?;
    let now = context.clock.now();
    Library::new(&context.data_dir()?).sync(&mut store, now.at, false, &mut |_, _| {})?;
    exams::standing(&mut store, now, &Rules::default(), &crate::domain::memory::Model::default())?;
    if args.list {
        list(context, &store, args.json, out)?;
        return Ok(0);
    }
    if let Some(id) = args.report {
        report(context, &store, id, args.format, out)?;
        return Ok(0);
    }
    let asked = asked(context, &store, args)?;
    drop(store);
    screens::exam(context, asked)
}

/// What was asked for, when there is such an exam and such a service.
fn asked(context: &Context, store: &Store, args: &Args) -> Result<Asked, Failure> {
    let forms = store.exam_forms()?;
    let wanted = args.blueprint.as_ref().map(|text| text.to_lowercase());
    let form = match &wanted {
        None => None,
        Some(id) => Some(
            forms.iter().find(|form| form.exam.as_ref().is_some_and(|exam| exam.as_str() == id)).ok_or_else(|| {
                let known: Vec<&str> = forms.iter().filter_map(|form| Some(form.exam.as_ref()?.as_str())).collect();
                Failure::usage(format!("no exam is called {id:?}"), format!("There is: {}", known.join(", ")))
            })?,
        ),
    };
    let service = match &args.service {
        None => None,
        Some(text) => {
            let unknown = || {
                let hint = "Use a service's id, e.g. eks or ecs-fargate.";
                Failure::usage(format!("no question is about a service called {text:?}"), hint)
            };
            let service = ServiceId::new(text.to_lowercase()).map_err(|_| unknown())?;
            let looked = form.or(forms.first()).ok_or_else(unknown)?;
            let bank = store.bank(&looked.pack, None, &context.clock.calendar)?;
            if bank.is_none_or(|bank| bank.services.get(service.as_str()).is_none()) {
                return Err(unknown());
            }
            Some(service)
        }
    };
    Ok(Asked {
        pack: form.map(|form| form.pack.clone()),
        exam: form.and_then(|form| form.exam.clone()),
        questions: args.questions,
        minutes: args.minutes,
        seed: args.seed,
        service,
        practice: args.practice,
    })
}

fn report(context: &Context, store: &Store, id: i64, format: Format, out: &mut Output) -> Result<(), Failure> {
    let unknown = || {
        Failure::usage(format!("there is no exam with the number {id}"), "`plimsoll exam --list` has their numbers.")
    };
    let stored = store.attempt(id)?.ok_or_else(unknown)?;
    let (sent, calendar) = (stored.sent.unwrap_or_default(), &context.clock.calendar);
    let runs = || Failure::failed("this exam still runs", "Hand it in first: `plimsoll exam` goes on with it.");
    match format {
        Format::Json => out.json(&export::report(&stored.attempt, &sent, calendar).ok_or_else(runs)?),
        Format::Md => out.line(&export::markdown(&stored.attempt, &sent, calendar).ok_or_else(runs)?),
    }
    Ok(())
}

fn list(context: &Context, store: &Store, json: bool, out: &mut Output) -> Result<(), Failure> {
    let entries = store.attempts()?;
    if json {
        out.json(&export::list(&entries, &context.clock.calendar));
        return Ok(());
    }
    for entry in &entries {
        out.line(&line(context, entry));
    }
    if entries.is_empty() {
        out.line("No exam yet. `plimsoll exam` sets one up.");
    }
    Ok(())
}

fn line(context: &Context, entry: &Entry) -> String {
    let date = context.clock.calendar.day_of(entry.started_at).date();
    let end = entry.end.map_or("running", |end| end.name());
    let (low, high) = entry.score.interval_percent();
    let score = match entry.end {
        None => "running".to_owned(),
        Some(_) => format!("{} right, {low} to {high} %, {end}", entry.score),
    };
    format!("{}  {date}  {}  {score}", entry.id, entry.title)
}
