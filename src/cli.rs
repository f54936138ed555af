//! The command line: one file a verb.

mod backup;
mod config;
mod doctor;
mod due;
mod exam;
mod line;
mod names;
mod optimize;
mod output;
mod pack;
mod plan;
mod reference;
mod review;
mod screens;
mod search;
mod simulate;
mod stats;
mod which;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{CommandFactory, Parser, Subcommand};

use crate::domain::settings::Settings;
use crate::failure::Failure;
use crate::shell::colour::Colour;
use crate::shell::{Clock, SettingsFile};
use crate::store::Store;

pub use output::Output;

/// Exam preparation in the terminal: flashcards, timed mock exams and traps, planned to the exam date.
#[derive(Debug, Parser)]
#[command(name = "plimsoll", version, about, max_term_width = 100, after_help = EXAMPLES)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    verb: Option<Verb>,
}

/// Options of every verb.
#[derive(Debug, clap::Args)]
struct Global {
    /// Folder of the store and of copied packs [default: the platform's data directory]
    #[arg(long, global = true, value_name = "DIR", env = "PLIMSOLL_DATA_DIR", hide_env_values = true)]
    data_dir: Option<PathBuf>,
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: Colour,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Review flashcards
    Review(review::Args),
    /// Find traps, notes and questions
    Search(search::Args),
    /// Say which service a scenario points to, and why
    Which(which::Args),
    /// Sit a mock exam, or look at past ones
    Exam(exam::Args),
    /// Say what is due today
    Due(due::Args),
    /// Show or set the exam plan: readiness and forecast
    Plan(plan::Args),
    /// Compare the plan with other policies on simulated learners
    Simulate(simulate::Args),
    /// Say what your history shows: recall, pace, what is ahead
    Stats(stats::Args),
    /// Fit the memory model to your own reviews
    Optimize(optimize::Args),
    /// Check, add, remove and write packs
    #[command(subcommand)]
    Pack(pack::Verb),
    /// Copy the store to a file
    Backup(backup::BackupArgs),
    /// Put a backup in the store's place, or list those made by itself
    Restore(backup::RestoreArgs),
    /// Check the store, and repair what you agree to
    Doctor(doctor::Args),
    /// Show or change settings
    Config(config::Args),
    /// List every key
    Keys,
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

const EXAMPLES: &str = "\
Examples:
  plimsoll                             open the home screen
  plimsoll review --service eks        review only Kubernetes cards
  plimsoll review --plain              the same line by line, without a screen
  plimsoll search gpu serverless       the trap you half remember
  plimsoll which < scenario.txt        the service that it points to, and why
  plimsoll exam saa-c03 --questions 20 sit 20 questions at the real pace
  plimsoll plan --date 2026-12-19 --minutes 20   study to the day of the exam
  plimsoll due --json                  today's counts for a status bar
  plimsoll backup ~/plimsoll.db        keep a copy elsewhere
  plimsoll pack new my-pack            start a pack of your own
  plimsoll pack check my-pack          find every mistake in it
  plimsoll pack add my-pack            learn from it; edits keep your progress";

/// What verbs work with.
struct Context {
    global: Global,
    clock: Clock,
    settings: Settings,
}

impl Context {
    /// The data directory.
    fn data_dir(&self) -> Result<PathBuf, Failure> {
        if let Some(dir) = &self.global.data_dir {
            return Ok(dir.clone());
        }
        use etcetera::BaseStrategy;
        let strategy = etcetera::choose_base_strategy()
            .map_err(|_| Failure::failed("can't find your home folder", "Name a folder with --data-dir."))?;
        Ok(strategy.data_dir().join("plimsoll"))
    }

    /// The store in it.
    fn store(&self) -> Result<Store, Failure> {
        Ok(Store::open(&self.data_dir()?)?)
    }
}

/// Runs the program with these arguments and gives the exit code.
///
/// # Errors
/// [`Failure`] with what to say and the exit code.
pub fn run(args: impl IntoIterator<Item = OsString>) -> Result<u8, Failure> {
    // File names and what systems say of them reach a terminal too.
    let cleaned = |text: &str| crate::domain::text::clean(text).into_owned();
    answer(args).map_err(|failure| Failure {
        summary: cleaned(&failure.summary),
        hint: cleaned(&failure.hint),
        code: failure.code,
    })
}

fn answer(args: impl IntoIterator<Item = OsString>) -> Result<u8, Failure> {
    let mut out = Output::stdout();
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => return said(&error, &mut out),
    };
    let set = std::env::var("PLIMSOLL_NOW").ok();
    let mut clock = Clock::new(set.as_deref())?;
    let mut context = Context { global: cli.global, clock: clock.clone(), settings: Settings::default() };
    // Without a home folder there are no settings; whoever needs the folder says so.
    let mut problems = Vec::new();
    if let Ok(folder) = context.data_dir() {
        let read = SettingsFile::new(&folder).read();
        clock.calendar.rollover_hour = read.settings.rollover_hour;
        (context.settings, problems) = (read.settings, read.problems);
        context.clock = clock;
    }
    problems.iter().for_each(|problem| output::remark(problem));
    let code = match cli.verb {
        None => screens::home(&context)?,
        Some(Verb::Review(args)) => review::run(&context, args, &mut out)?,
        Some(Verb::Search(args)) => search::run(&context, &args, &mut out)?,
        Some(Verb::Which(args)) => which::run(&context, &args, &mut out)?,
        Some(Verb::Exam(args)) => exam::run(&context, &args, &mut out)?,
        Some(Verb::Due(args)) => due::run(&context, &args, &mut out)?,
        Some(Verb::Plan(args)) => plan::run(&context, &args, &mut out)?,
        Some(Verb::Simulate(args)) => simulate::run(&args, &mut out)?,
        Some(Verb::Stats(args)) => stats::run(&context, &args, &mut out)?,
        Some(Verb::Optimize(args)) => optimize::run(&context, &args, &mut out)?,
        Some(Verb::Pack(verb)) => pack::run(&context, verb, &mut out)?,
        Some(Verb::Backup(args)) => backup::back_up(&context, &args, &mut out)?,
        Some(Verb::Restore(args)) => backup::restore(&context, &args, &mut out)?,
        Some(Verb::Doctor(args)) => doctor::run(&context, &args, &mut out)?,
        Some(Verb::Config(args)) => config::run(&context, &args, &mut out)?,
        Some(Verb::Keys) => reference::keys(&context, &mut out),
        Some(Verb::Completions { shell }) => reference::completions(&mut Cli::command(), shell, &mut out),
        Some(Verb::Man) => reference::man(Cli::command(), &mut out)?,
    };
    out.finish()?;
    Ok(code)
}

/// clap's own answers: help and version go to standard output, mistakes to standard error with exit code 2.
fn said(error: &clap::Error, out: &mut Output) -> Result<u8, Failure> {
    if error.use_stderr() {
        let text = error.render().to_string();
        let text = text.trim_start_matches("error: ").trim_end().replace('\n', "\n  ");
        return Err(Failure::usage(text, ""));
    }
    out.text(&error.render().to_string());
    out.finish()?;
    Ok(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        Cli::command().debug_assert();
    }
}
