//! `doctor`: whether the store is sound; repairs are offered one by one, and nothing is done unasked.

use std::io::{BufRead, IsTerminal};
use std::path::Path;

use clap::ValueEnum;
use serde::Serialize;

use super::{Context, Output};
use crate::domain::memory::Model;
use crate::failure::Failure;
use crate::shell::leftovers;
use crate::store::{self, Check, FILE_NAME, Fault, Finding, Health, Repair, Store};
use crate::ui::words::count;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Looks at the file, at rows that name others, replays the whole journal against the cards' states, and adds up the days.
On a terminal it asks about each repair; elsewhere it only tells, unless repairs are named. Before the first one the store
is backed up. Exit code 1 says that something is left to mend.")]
pub struct Args {
    /// Answer in JSON
    #[arg(long)]
    json: bool,
    /// Do this repair if it is called for; may be given several times
    #[arg(long, value_name = "NAME")]
    repair: Vec<Repair>,
}

impl ValueEnum for Repair {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.name()))
    }
}

#[derive(Serialize)]
struct Answer<'a> {
    ok: bool,
    store: String,
    counts: Counts,
    findings: Vec<Found<'a>>,
    saved: Option<Saved>,
}

#[derive(Serialize)]
struct Counts {
    rows: u64,
    reviews: u64,
    cards: u64,
    other_weights: u64,
}

#[derive(Serialize)]
struct Found<'a> {
    check: &'static str,
    summary: &'a str,
    places: &'a [String],
    repair: Option<&'static str>,
    repaired: bool,
}

#[derive(Serialize)]
struct Saved {
    file: String,
    reviews: u64,
    cards: u64,
    missing: u64,
    incomplete: Vec<String>,
}

/// Where answers to questions come from; none when nobody can be asked.
type Asked<'a> = Option<&'a mut dyn BufRead>;

/// Examines the store.
pub fn run(context: &Context, args: &Args, out: &mut Output) -> Result<u8, Failure> {
    let data_dir = context.data_dir()?;
    let path = data_dir.join(FILE_NAME);
    leftovers::sweep(&data_dir);
    // Of a store that can't even be opened, nothing is known.
    let model = Store::open(&data_dir).and_then(|store| store.model()).unwrap_or_default();
    let (mut store, health) = look(&data_dir, &model)?;
    let mut input = std::io::stdin().lock();
    let interactive = !args.json && std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    let mut asked: Asked<'_> = if interactive { Some(&mut input) } else { None };
    if !args.json {
        out.line(&summary(&path, &health));
    }
    let moment = context.clock.now().at.instant().to_zoned(context.clock.calendar.zone.clone());
    let moment = moment.strftime("%Y%m%d-%H%M%S").to_string();
    let mut repaired = Vec::new();
    let mut saved = None;
    let mut backed_up = false;
    for finding in &health.findings {
        if !args.json {
            show(finding, out);
        }
        let wanted = finding.repair.filter(|repair| args.repair.contains(repair) || ask(*repair, &mut asked, out));
        repaired.push(wanted.is_some());
        match (wanted, &mut store) {
            (Some(Repair::Recover), _) => {
                let file = store::free_name(&path, "recovered", &moment);
                saved = Some(recover(&data_dir, &file, &model, args.json, out)?);
            }
            (Some(repair), Some(store)) => {
                if !std::mem::replace(&mut backed_up, true) {
                    let aside = store::free_name(&path, "before-repair", &moment);
                    store.back_up(&aside, false)?;
                    if !args.json {
                        out.line(&format!("  The store as it was is kept as {}", aside.display()));
                    }
                }
                let changed = store.repair(repair, &model)?;
                if !args.json {
                    let changed = if repair == Repair::Indexes {
                        "indexes made anew".into()
                    } else {
                        count(changed, "row changed", "rows changed")
                    };
                    out.line(&format!("  Done: {changed}."));
                }
            }
            _ => {}
        }
    }
    // A damaged store stays damaged until the new file is put in its place.
    let mended = |(finding, done): (&Finding, &bool)| *done && finding.repair != Some(Repair::Recover);
    let ok = health.findings.iter().zip(&repaired).all(mended);
    if args.json {
        answer(&path, &health, &repaired, saved, ok, out);
    }
    Ok(u8::from(!ok))
}

/// Opens and examines the store. One too damaged to be opened or read is a finding, not a failure.
fn look(data_dir: &Path, model: &Model) -> Result<(Option<Store>, Health), Failure> {
    let damaged = |error: &store::Error| Health {
        findings: vec![Finding {
            check: Check::File,
            summary: "the file is damaged".into(),
            places: vec![error.detail.clone()],
            repair: Some(Repair::Recover),
        }],
        ..Health::default()
    };
    let store = match Store::open(data_dir) {
        Ok(store) => store,
        Err(error) if error.fault == Fault::Damaged => return Ok((None, damaged(&error))),
        Err(error) => return Err(error.into()),
    };
    match store.health(model) {
        Ok(health) => Ok((Some(store), health)),
        Err(error) if error.fault == Fault::Damaged => Ok((None, damaged(&error))),
        Err(error) => Err(error.into()),
    }
}

fn summary(path: &Path, health: &Health) -> String {
    let path = path.display();
    if !health.findings.is_empty() {
        return format!("{path}: {}", count(health.findings.len() as u64, "finding", "findings"));
    }
    let replayed = format!(
        "{} of {} replayed, and every state follows",
        count(health.reviews, "rating", "ratings"),
        count(health.cards, "card", "cards")
    );
    let other = match health.other_weights {
        0 => String::new(),
        n => format!(" ({n} of them by weights from before)"),
    };
    format!("{path} is sound: {replayed}{other}.")
}

fn show(finding: &Finding, out: &mut Output) {
    out.line(&format!("- {}", finding.summary));
    for place in &finding.places {
        out.line(&format!("    {place}"));
    }
    if let Some(repair) = finding.repair {
        out.line(&format!("  Repair: --repair {}", repair.name()));
    }
}

/// Asks on a terminal; anything but yes is no.
fn ask(repair: Repair, asked: &mut Asked<'_>, out: &mut Output) -> bool {
    let Some(input) = asked else { return false };
    out.text(&format!("  {} [y/N] ", repair.question()));
    out.show();
    let mut line = String::new();
    let read = input.read_line(&mut line).unwrap_or(0);
    read > 0 && matches!(line.trim().to_lowercase().as_str(), "y" | "yes")
}

fn recover(data_dir: &Path, file: &Path, model: &Model, json: bool, out: &mut Output) -> Result<Saved, Failure> {
    let recovered = store::recover(data_dir, file, model)?;
    let file = recovered.file.display().to_string();
    if !json {
        out.line(&format!(
            "  Saved {} and {} into {file}",
            count(recovered.reviews, "rating", "ratings"),
            count(recovered.cards, "card", "cards")
        ));
        if recovered.missing > 0 {
            out.line(&format!("  {} of the journal could not be read.", count(recovered.missing, "row", "rows")));
        }
        out.line(&format!("  To go on with it: plimsoll restore {file}"));
    }
    let store::Recovered { reviews, cards, missing, incomplete, .. } = recovered;
    Ok(Saved { file, reviews, cards, missing, incomplete })
}

fn answer(path: &Path, health: &Health, repaired: &[bool], saved: Option<Saved>, ok: bool, out: &mut Output) {
    let findings = health
        .findings
        .iter()
        .zip(repaired)
        .map(|(finding, repaired)| Found {
            check: finding.check.name(),
            summary: &finding.summary,
            places: &finding.places,
            repair: finding.repair.map(Repair::name),
            repaired: *repaired,
        })
        .collect();
    out.json(&Answer {
        ok,
        store: path.display().to_string(),
        counts: Counts {
            rows: health.rows,
            reviews: health.reviews,
            cards: health.cards,
            other_weights: health.other_weights,
        },
        findings,
        saved,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_yes_is_yes() {
        for (line, yes) in [("y\n", true), (" Yes\n", true), ("n\n", false), ("\n", false), ("", false)] {
            let mut input = line.as_bytes();
            let mut out = Output::to(Box::new(std::io::sink()));
            assert_eq!(ask(Repair::value_variants()[0], &mut Some(&mut input), &mut out), yes, "{line:?}");
            assert!(!ask(Repair::value_variants()[0], &mut None, &mut out));
        }
    }
}
