//! `config`: the settings, from the command line.

use super::{Context, Output};
use crate::domain::settings::{ALL, Setting, find, near};
use crate::domain::text::pad;
use crate::failure::Failure;
use crate::shell::SettingsFile;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Without a key, lists every setting. The file is commented TOML and yours to edit; changes from here keep its comments.
Limits of single packs and services, and keys, stand at the end of it; the Settings screen changes them, too.")]
pub struct Args {
    /// The setting, e.g. review.new_per_day
    key: Option<String>,
    /// Its new value; a list is written as `1 10`
    #[arg(allow_hyphen_values = true)]
    value: Vec<String>,
    /// Say where the file is
    #[arg(long, conflicts_with_all = ["key", "value"])]
    path: bool,
}

/// Columns of the names.
const NAMES: usize = 27;

/// Shows or changes settings.
pub fn run(context: &Context, args: &Args, out: &mut Output) -> Result<u8, Failure> {
    let file = SettingsFile::new(&context.data_dir()?);
    if args.path {
        out.line(&file.path().display().to_string());
        return Ok(0);
    }
    let settings = &context.settings;
    let Some(key) = &args.key else {
        for setting in ALL {
            out.line(&format!("{} {}", pad(setting.name, NAMES), (setting.get)(settings)));
        }
        for limit in &settings.rules.limits {
            for (what, most) in [("new", limit.new), ("reviews", limit.reviews)] {
                let name = format!("limits.{}.{what}", limit.name);
                most.into_iter().for_each(|most| out.line(&format!("{} {most}", pad(&name, NAMES))));
            }
        }
        return Ok(0);
    };
    let setting = known(key)?;
    if args.value.is_empty() {
        out.line(&(setting.get)(settings).to_string());
        return Ok(0);
    }
    let value = setting.read(&args.value.join(" ")).map_err(|why| Failure::usage(why, ""))?;
    let changed = file.set(setting, &value)?;
    out.line(&format!("{} is now {}", setting.name, (setting.get)(&changed)));
    Ok(0)
}

fn known(key: &str) -> Result<&'static Setting, Failure> {
    find(key).ok_or_else(|| {
        let hint = near(key)
            .map_or_else(|| "`plimsoll config` lists them all.".to_owned(), |near| format!("Did you mean {near}?"));
        Failure::usage(format!("there is no setting {key}"), hint)
    })
}
