//! `review`: flashcards on screen, or line by line with `--plain`.

mod plain;

use std::io::IsTerminal;

use super::{Context, Output, screens};
use crate::domain::review::Filter;
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
    /// Line by line, without a screen
    #[arg(long)]
    plain: bool,
}

/// Runs the review.
pub fn run(context: &Context, args: Args, out: &mut Output) -> Result<u8, Failure> {
    let filter = Filter { service: args.service, tag: args.tag, pack: args.pack };
    known(context, &filter)?;
    if args.plain {
        return plain::run(context, &filter, std::io::stdin().lock(), std::io::stdin().is_terminal(), out);
    }
    screens::review(context, filter)
}

/// A misspelt name would look like an empty queue, so it is told.
fn known(context: &Context, filter: &Filter) -> Result<(), Failure> {
    if filter.is_empty() {
        return Ok(());
    }
    let mut store = context.store()?;
    Library::new(&context.data_dir()?).sync(&mut store, context.clock.now().at, false, &mut |_, _| {})?;
    let asked = [("service", &filter.service), ("tag", &filter.tag), ("pack", &filter.pack)];
    for ((what, asked), names) in asked.into_iter().zip(store.filter_names()?) {
        let Some(asked) = asked.as_ref().filter(|asked| !names.contains(asked)) else { continue };
        let near =
            names.iter().max_by(|a, b| strsim::jaro_winkler(a, asked).total_cmp(&strsim::jaro_winkler(b, asked)));
        let near = near.filter(|near| strsim::jaro_winkler(near, asked) > 0.75);
        let hint =
            near.map_or_else(|| format!("There is: {}", names.join(", ")), |near| format!("Did you mean {near}?"));
        return Err(Failure::usage(format!("no {what} is called {asked:?}"), hint));
    }
    Ok(())
}
