//! The screen: draws the model, never changes it.

mod browse;
mod closing;
mod exam;
mod found;
mod hits;
mod home;
pub mod markdown;
mod overlays;
mod packs;
pub mod parts;
mod plan;
mod preview;
mod review;
mod search;
mod settings;
mod sheet;
mod stats;
pub mod theme;
mod welcome;
mod which;
pub mod words;

use ratatui::Frame;

use crate::app::{Model, Screen};
use crate::ui::theme::Theme;

pub use hits::Hits;

/// Draws the model and says where clicks mean something.
pub fn view(model: &Model, frame: &mut Frame<'_>) -> Hits {
    let theme = theme_of(model);
    let mut hits = Hits::default();
    if parts::too_small(frame, &theme) {
        return hits;
    }
    match &model.screen {
        Screen::Welcome => welcome::view(model, &theme, frame, &mut hits),
        Screen::Home => home::view(model, &theme, frame, &mut hits),
        Screen::Review(review) => review::view(model, review, &theme, frame, &mut hits),
        Screen::Closing(closing) => closing::view(model, closing, &theme, frame, &mut hits),
        Screen::Search(search) => search::view(model, search, &theme, frame, &mut hits),
        Screen::Browse(browse) => browse::view(model, browse, &theme, frame, &mut hits),
        Screen::Which(which) => which::view(model, which, &theme, frame, &mut hits),
        Screen::Packs(packs) => packs::view(model, packs, &theme, frame, &mut hits),
        Screen::Settings(settings) => settings::view(model, settings, &theme, frame, &mut hits),
        Screen::Plan(plan) => plan::view(model, plan, &theme, frame, &mut hits),
        Screen::Stats(stats) => stats::view(model, stats, &theme, frame, &mut hits),
        Screen::Exam(exam) => exam::view(model, exam, &theme, frame, &mut hits),
    }
    overlays::view(model, &theme, frame, &mut hits);
    hits
}

/// The same, with how far loading packs has come.
pub fn view_loading(model: &Model, frame: &mut Frame<'_>, done: usize, all: usize) {
    view(model, frame);
    sheet::loading(frame, &theme_of(model), done, all);
}

fn theme_of(model: &Model) -> Theme {
    Theme::named(model.theme.name()).unwrap_or_default()
}
