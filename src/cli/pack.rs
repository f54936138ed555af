//! `pack`: check, list, add, remove, new, schema.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::output::Pace;
use super::{Context, Output, names};
use crate::domain::content::Month;
use crate::domain::id::PackId;
use crate::domain::today::Origin;
use crate::failure::Failure;
use crate::pack::{self, Files, Loaded, Problem, Severity};
use crate::shell::Library;
use crate::shell::library::Refused;

#[derive(Debug, clap::Subcommand)]
pub enum Verb {
    /// Find every problem of a pack in one go
    Check {
        /// The folder that holds the pack.yaml
        dir: PathBuf,
        /// Warnings fail too
        #[arg(long)]
        strict: bool,
        /// Answer in JSON
        #[arg(long)]
        json: bool,
    },
    /// List the packs in use
    List,
    /// Learn from a pack; its folder stays where it is edited
    Add {
        /// The folder that holds the pack.yaml
        dir: PathBuf,
        /// Keep a copy instead, and forget the folder
        #[arg(long)]
        copy: bool,
    },
    /// Take a pack out; its history is kept
    Remove {
        /// Its id, as `pack list` shows it
        id: String,
    },
    /// Write a small pack to start from
    New {
        /// A folder that doesn't exist yet; its name becomes the pack's id
        dir: PathBuf,
    },
    /// Print the JSON Schema of pack files, for editors
    Schema,
}

#[derive(Serialize)]
struct Checked<'a> {
    ok: bool,
    problems: &'a [Problem],
    /// Problems past the first thousand.
    more: usize,
    counts: &'a pack::Counts,
}

/// Runs a pack verb.
pub fn run(context: &Context, verb: Verb, out: &mut Output) -> Result<u8, Failure> {
    match verb {
        Verb::Check { dir, strict, json } => check(context, &dir, strict, json, out),
        Verb::List => list(context, out),
        Verb::Add { dir, copy } => add(context, &dir, copy, out),
        Verb::Remove { id } => remove(context, &id, out),
        Verb::New { dir } => new(&dir, out),
        Verb::Schema => {
            out.line(&pack::schema());
            Ok(0)
        }
    }
}

fn check(context: &Context, dir: &Path, strict: bool, json: bool, out: &mut Output) -> Result<u8, Failure> {
    let today = context.clock.now().day.date();
    let today = Month { year: today.year(), month: today.month() };
    let loaded = match Files::read_folder(dir) {
        Ok(files) => {
            let mut pace = Pace::default();
            pack::check(&files, today, &mut |step| match step {
                pack::Checked::Files(done, all) => pace.tell(done, all),
                pack::Checked::At(what) => pace.say(&format!("Looking at {what}")),
            })
        }
        Err(problems) => Loaded { pack: None, problems, more: 0, counts: pack::Counts::default() },
    };
    let count = |severity| loaded.problems.iter().filter(|problem| problem.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let ok = loaded.pack.is_some() && !(strict && warnings > 0);
    if json {
        out.json(&Checked { ok, problems: &loaded.problems, more: loaded.more, counts: &loaded.counts });
    } else {
        let (known, bad): (Vec<_>, Vec<_>) =
            loaded.problems.iter().partition(|problem| problem.severity == Severity::Info);
        for problem in bad {
            out.line(&problem.render());
        }
        if !known.is_empty() {
            out.line("Worth knowing, and nothing fails by it:");
        }
        for problem in known {
            out.line(&format!("  {}", problem.render()));
        }
        if loaded.more > 0 {
            out.line(&format!("... and {} more", loaded.more));
        }
        let counts = &loaded.counts;
        match &loaded.pack {
            Some(pack) if ok && warnings == 0 => out.line(&format!(
                "{} is fine: {} notes with {} cards, {} traps, {} questions, {} objectives",
                pack.title, counts.notes, counts.cards, counts.traps, counts.questions, counts.objectives
            )),
            Some(pack) => out.line(&format!("{}: {}", pack.title, number(warnings, "warning"))),
            None => out.line(&format!("{}, {}", number(errors + loaded.more, "error"), number(warnings, "warning"))),
        }
    }
    Ok(if ok { 0 } else { 2 })
}

fn number(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

fn list(context: &Context, out: &mut Output) -> Result<u8, Failure> {
    let mut store = context.store()?;
    let library = Library::new(&context.data_dir()?);
    library.sync(&mut store, context.clock.now().at, false, &mut |_, _| {})?;
    for info in store.packs()? {
        let from = match &info.origin {
            Origin::Shipped => "comes with the program".to_owned(),
            Origin::Folder(folder) => folder.clone(),
            Origin::Copy => "a copy in the data directory".into(),
        };
        out.line(&format!("{}  {} {}", info.id, info.title, info.version));
        out.line(&format!(
            "  {} notes, {} traps, {} questions; {} of {} cards seen; {from}",
            info.notes, info.traps, info.questions, info.seen, info.cards
        ));
        for problem in library.problems(&info.id, &info.origin) {
            out.line(&format!("  problem: {problem}"));
        }
    }
    Ok(0)
}

fn add(context: &Context, dir: &Path, copy: bool, out: &mut Output) -> Result<u8, Failure> {
    let mut store = context.store()?;
    let library = Library::new(&context.data_dir()?);
    let mut pace = Pace::default();
    let added = library.add(&mut store, context.clock.now().at, dir, copy, &mut |done, all| pace.tell(done, all));
    drop(pace);
    match added {
        Ok((id, title, news)) => {
            out.line(&format!("{title} ({id}): {news}"));
            Ok(0)
        }
        Err(Refused::Failed(failure)) => Err(failure),
        Err(Refused::Invalid(problems)) => {
            let told: Vec<String> = problems.iter().map(Problem::render).collect();
            let hint = format!("Mend what is listed, then run `plimsoll pack check {}`.", dir.display());
            Err(Failure::usage(format!("{} can't be added\n{}", dir.display(), told.join("\n")), hint))
        }
    }
}

fn remove(context: &Context, id: &str, out: &mut Output) -> Result<u8, Failure> {
    let mut store = context.store()?;
    let known = store.packs()?;
    let unknown = || {
        let ids: Vec<String> = known.iter().map(|pack| pack.id.to_string()).collect();
        names::unknown("pack", id, &ids)
    };
    let pack = PackId::new(id).map_err(|_| unknown())?;
    if !store.remove_pack(&pack, context.clock.now().at)? {
        return Err(unknown());
    }
    out.line(&format!("{id} is out; its history is kept and comes back with `plimsoll pack add`."));
    Ok(0)
}

fn new(dir: &Path, out: &mut Output) -> Result<u8, Failure> {
    let name = dir.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let id = PackId::new(name).map_err(|error| {
        let hint = "The folder's name becomes the pack's id: letters a-z, digits and '-'.";
        Failure::usage(format!("{} can't name a pack: {error}", dir.display()), hint)
    })?;
    pack::new(dir, &id).map_err(|error| Failure::usage(error.to_string(), "Name a folder that doesn't exist yet."))?;
    out.line(&format!("{} is ready. Edit it, then:", dir.display()));
    out.line(&format!("  plimsoll pack check {}", dir.display()));
    out.line(&format!("  plimsoll pack add {}", dir.display()));
    Ok(0)
}
