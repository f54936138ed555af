//! Opens the screens.

use super::Context;
use crate::app::exam::{Asked, Exam, SetUp};
use crate::app::overlay::Overlay;
use crate::app::planner::Planner;
use crate::app::{Effect, Model, Request, Screen, ThemeName};
use crate::domain::review::Filter;
use crate::failure::Failure;
use crate::shell::perform::World;
use crate::shell::{Library, leftovers, run};

/// The home screen; on the very first start, the welcome.
pub fn home(context: &Context) -> Result<u8, Failure> {
    open(context, |_| vec![])
}

/// The review of what the filter lets through.
pub fn review(context: &Context, filter: Filter) -> Result<u8, Failure> {
    open(context, |model| model.start_review(filter))
}

/// The search screen.
pub fn search(context: &Context) -> Result<u8, Failure> {
    open(context, |model| model.search_for(""))
}

/// The Which screen.
pub fn which(context: &Context) -> Result<u8, Failure> {
    open(context, Model::which)
}

/// The set-up of a mock exam, filled in with what was asked for; an exam that runs goes on instead.
pub fn exam(context: &Context, asked: Asked) -> Result<u8, Failure> {
    open(context, |model| {
        model.screen = Screen::Exam(Box::new(Exam::SetUp(SetUp::asked(asked))));
        vec![Effect::Ask(Request::ExamForms)]
    })
}

fn open(context: &Context, start: impl FnOnce(&mut Model) -> Vec<Effect>) -> Result<u8, Failure> {
    let store = context.store()?;
    let data_dir = context.data_dir()?;
    leftovers::sweep(&data_dir);
    let library = Library::new(&data_dir);
    let fresh = store.pack_marks()?.is_empty();
    let file = library.settings().read();
    // Before there was a file, the colours were kept in the store.
    let kept = store.fact("theme")?.and_then(|at| ThemeName::ALL.get(usize::try_from(at).ok()?).copied());
    let theme = if file.has_theme { ThemeName::named(&file.settings.theme) } else { kept };
    let goal = store.goal()?;
    let memory = store.model()?;
    let mut world = World::new(store, library);
    let now = context.clock.now();
    let mut model = Model::new(now, context.clock.calendar.clone(), (80, 24), fresh);
    model.take_settings(file.settings);
    if !file.problems.is_empty() {
        model.overlays.push(Overlay::settings_problems(&file.problems));
    }
    model.theme = context.global.color.theme(theme.unwrap_or_default());
    model.planner = Planner::new(goal);
    model.memory = memory;
    let effects = start(&mut model);
    if fresh && !effects.is_empty() {
        // Asked for cards before there are any: load the packs first.
        world.library.sync(&mut world.store, now.at, false, &mut |_, _| {})?;
    }
    run::run(world, &context.clock, model, effects)?;
    Ok(0)
}
