//! `review`: flashcards on screen, or line by line with `--plain`.

mod plain;

use std::io::IsTerminal;

use super::{Context, Output, screens};
use crate::domain::review::Filter;
use crate::failure::Failure;

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
    if args.plain {
        return plain::run(context, &filter, std::io::stdin().lock(), std::io::stdin().is_terminal(), out);
    }
    screens::review(context, filter)
}
