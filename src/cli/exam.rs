//! `exam`: sit a mock exam; list past ones, report on one.

use super::{Context, Output, names, screens};
use crate::app::exam::Asked;
use crate::domain::exam::{Entry, Form, export};
use crate::domain::id::{PackId, ServiceId};
use crate::failure::Failure;
use crate::shell::{Library, exams};
use crate::store::Store;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The exam, e.g. saa-c03, or pack/exam; a pack's id is a paper over the whole pack [default: the one sat last]
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
    let memory = store.model()?;
    exams::standing(&mut store, now, &context.settings.rules, &memory)?;
    if args.list {
        list(context, &store, args.json, out)?;
        return Ok(0);
    }
    if let Some(id) = args.report {
        report(context, &store, id, args.format, out)?;
        return Ok(0);
    }
    let asked = asked(&store, args)?;
    drop(store);
    screens::exam(context, asked)
}

/// What was asked for, when there is such an exam and such a service.
fn asked(store: &Store, args: &Args) -> Result<Asked, Failure> {
    let forms = store.exam_forms()?;
    let services = store.services_in_use()?;
    let has = |pack: &PackId, service: &str| services.iter().any(|(of, id)| of == pack && id.as_str() == service);
    let mut fitting: Vec<&Form> = match &args.blueprint {
        Some(text) => called(text, &forms)?,
        None => forms.iter().collect(),
    };
    let mut service = None;
    if let Some(typed) = &args.service {
        let here = services.iter().filter(|(pack, _)| fitting.iter().any(|form| form.pack == *pack));
        let mut ids: Vec<String> = here.map(|(_, id)| id.to_string()).collect();
        ids.sort_unstable();
        ids.dedup();
        let id = names::known("service", typed, &ids)?;
        fitting.retain(|form| has(&form.pack, id));
        service = ServiceId::new(id).ok();
    }
    let form = if args.blueprint.is_some() {
        if fitting.len() > 1 {
            let all: Vec<String> = fitting.iter().map(|form| full_name(form)).collect();
            let typed = args.blueprint.as_deref().unwrap_or_default();
            return Err(Failure::usage(
                format!("{} packs have an exam called {typed:?}", all.len()),
                format!("Say which one: {}", all.join(", ")),
            ));
        }
        fitting.first().copied()
    } else {
        // The likely one, as without a service; if its pack hasn't the service, the first whose pack has.
        let likely = exams::likely(store, &forms)?;
        let by_itself = forms.get(likely).is_none_or(|form| fitting.contains(&form));
        if by_itself { None } else { fitting.first().copied() }
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

/// The exams of that name: an exam's id, `pack/exam`, or a pack's id for the whole pack.
fn called<'a>(typed: &str, forms: &'a [Form]) -> Result<Vec<&'a Form>, Failure> {
    let is = |name: &str| name.eq_ignore_ascii_case(typed);
    let short = |form: &Form| form.exam.as_ref().map_or_else(|| form.pack.to_string(), ToString::to_string);
    let found: Vec<&Form> = forms.iter().filter(|form| is(&full_name(form))).collect();
    let found = if found.is_empty() { forms.iter().filter(|form| is(&short(form))).collect() } else { found };
    if found.is_empty() {
        let mut all: Vec<String> = Vec::new();
        for name in forms.iter().map(|form| if typed.contains('/') { full_name(form) } else { short(form) }) {
            if !all.contains(&name) {
                all.push(name);
            }
        }
        return Err(names::unknown("exam", typed, &all));
    }
    Ok(found)
}

/// `pack/exam`, or the pack alone for the whole of it.
fn full_name(form: &Form) -> String {
    match &form.exam {
        Some(exam) => format!("{}/{exam}", form.pack),
        None => form.pack.to_string(),
    }
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
