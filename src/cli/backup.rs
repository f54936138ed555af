//! `backup` and `restore`.

use std::path::{Path, PathBuf};

use super::{Context, Output};
use crate::domain::time::Calendar;
use crate::failure::Failure;
use crate::shell::Backups;
use crate::store::{self, Contents};
use crate::ui::words::count;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
The store may be open meanwhile. The copy is read back and checked before it gets its name, and only you can read it.
Beside this, the program keeps a backup of each study day by itself: see `plimsoll restore`.")]
pub struct BackupArgs {
    /// The file to write
    file: PathBuf,
    /// Replace the file if there is one
    #[arg(long)]
    force: bool,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
The file is checked first, and the present store is kept aside under a name that the answer says, so that you can go back.
Close other plimsoll windows before.")]
pub struct RestoreArgs {
    /// The backup; without it, lists those that the program made by itself
    file: Option<PathBuf>,
}

/// Backs the store up.
pub fn back_up(context: &Context, args: &BackupArgs, out: &mut Output) -> Result<u8, Failure> {
    let contents = context.store()?.back_up(&args.file, args.force)?;
    out.line(&format!("{} holds {}; it was read back and is whole.", args.file.display(), held(&contents)));
    Ok(0)
}

/// Puts a backup in the store's place, or lists the automatic ones.
pub fn restore(context: &Context, args: &RestoreArgs, out: &mut Output) -> Result<u8, Failure> {
    let data_dir = context.data_dir()?;
    let Some(file) = &args.file else { return list(&data_dir, &context.clock.calendar, out) };
    let now = context.clock.now().at.instant().to_zoned(context.clock.calendar.zone.clone());
    let restored = store::restore(&data_dir, file, &now.strftime("%Y%m%d-%H%M%S").to_string())?;
    out.line(&format!("The store now holds {}.", said(&restored.contents, &context.clock.calendar)));
    if let Some(aside) = &restored.aside {
        out.line(&format!("The one before is kept as {}", aside.display()));
    }
    Ok(0)
}

fn list(data_dir: &Path, calendar: &Calendar, out: &mut Output) -> Result<u8, Failure> {
    let backups = Backups::new(data_dir).list();
    if backups.is_empty() {
        super::output::remark("there are no backups yet; the first is made on the day after the first reviews");
    }
    for (day, file) in backups {
        out.line(&format!("{}  {}", day.date(), file.display()));
        match store::examine(&file) {
            Ok(contents) => out.line(&format!("            {}", said(&contents, calendar))),
            Err(error) => out.line(&format!("            {error}")),
        }
    }
    Ok(0)
}

/// `1 pack, 4 cards and 3 ratings`.
pub fn held(contents: &Contents) -> String {
    format!(
        "{}, {} and {}",
        count(contents.packs, "pack", "packs"),
        count(contents.cards, "card", "cards"),
        count(contents.reviews, "rating", "ratings")
    )
}

fn said(contents: &Contents, calendar: &Calendar) -> String {
    let last =
        contents.last.map(|at| at.instant().to_zoned(calendar.zone.clone()).strftime("%Y-%m-%d %H:%M").to_string());
    last.map_or_else(|| held(contents), |last| format!("{}, the last from {last}", held(contents)))
}
