//! `review`: flashcards on screen, or line by line with `--plain`.

mod plain;

use std::io::IsTerminal;

use super::{Context, Output, names, screens};
use crate::domain::review::{Filter, Sitting};
use crate::failure::Failure;
use crate::shell::Library;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
With --plain: an empty line shows the answer; 1 to 4 rate it (again, hard, good, easy); u undoes, - puts aside for
today, @ for good, q ends. The end of input ends too.")]
pub struct Args {
    /// Only this service and its children, e.g. eks
    #[arg(long, value_name = "SERVICE")]
    service: Option<String>,
    /// Only cards with this tag, e.g. networking
    #[arg(long, value_name = "TAG")]
    tag: Option<String>,
    /// Only this pack
    #[arg(long, value_name = "PACK")]
    pack: Option<String>,
    /// Also the cards that come in the next so many days
    #[arg(long, value_name = "DAYS", conflicts_with = "cram")]
    ahead: Option<u32>,
    /// All cards that fit, those known least first; ratings change no schedule
    #[arg(long)]
    cram: bool,
    /// Line by line, without a screen
    #[arg(long)]
    plain: bool,
}

/// Runs the review.
pub fn run(context: &Context, args: Args, out: &mut Output) -> Result<u8, Failure> {
    let sitting = match (args.cram, args.ahead) {
        (true, _) => Sitting::Cram,
        (_, Some(days)) => Sitting::Ahead(days),
        _ => Sitting::Today,
    };
    let mut filter = Filter { service: args.service, tag: args.tag, pack: args.pack, sitting };
    known(context, &mut filter)?;
    if args.plain {
        return plain::run(context, &filter, std::io::stdin().lock(), std::io::stdin().is_terminal(), out);
    }
    screens::review(context, filter)
}

/// The filter with its names as they are written, or what was probably meant.
fn known(context: &Context, filter: &mut Filter) -> Result<(), Failure> {
    if filter.is_empty() {
        return Ok(());
    }
    let mut store = context.store()?;
    Library::new(&context.data_dir()?).sync(&mut store, context.clock.now().at, false, &mut |_, _| {})?;
    let asked = [("service", &mut filter.service), ("tag", &mut filter.tag), ("pack", &mut filter.pack)];
    for ((what, asked), names) in asked.into_iter().zip(store.filter_names()?) {
        if let Some(typed) = asked {
            *typed = names::known(what, typed, &names)?.to_owned();
        }
    }
    Ok(())
}
