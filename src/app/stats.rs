//! The Stats screen: what the history says, a page for each question.

use crate::app::action::Action;
use crate::app::keymap::Scope;
use crate::app::message::{Counted, Effect, Request};
use crate::app::model::{Model, Screen};
use crate::app::overlay::Overlay;
use crate::domain::annotation::Subject;
use crate::domain::content::Kind;
use crate::domain::review::Filter;
use crate::domain::stats::{Curve, Hard, Stats};

/// A page of the Stats screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Section {
    /// How much is done.
    #[default]
    Days,
    /// What is recalled, beside what was predicted.
    Recall,
    /// What is to come.
    Ahead,
    /// How the cards stand.
    Cards,
    /// How well services, tags and objectives are known.
    Known,
    /// The cards that are hardest to keep.
    Hardest,
    /// Which answers are given, and at which hours.
    Answers,
}

/// The Stats screen.
#[derive(Debug, Clone, Default)]
pub struct StatsScreen {
    /// What the history says; none until it was counted.
    pub stats: Option<Box<Stats>>,
    /// Rows of the journal counted and in all, while it is counted.
    pub counting: Option<(u64, u64)>,
    /// The page.
    pub section: Section,
    /// Lines scrolled.
    pub scroll: u16,
    /// The selected one of the hardest cards.
    pub selected: usize,
}

impl Section {
    /// All of them in order.
    pub const ALL: [Self; 7] =
        [Self::Days, Self::Recall, Self::Ahead, Self::Cards, Self::Known, Self::Hardest, Self::Answers];

    /// Its name for people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Days => "Days",
            Self::Recall => "Recall",
            Self::Ahead => "Ahead",
            Self::Cards => "Cards",
            Self::Known => "Known",
            Self::Hardest => "Hardest",
            Self::Answers => "Answers",
        }
    }

    /// The one so many places on, from the last one to the first again.
    fn turned(self, by: usize) -> Self {
        let at = Self::ALL.iter().position(|section| *section == self).unwrap_or(0);
        Self::ALL[(at + by) % Self::ALL.len()]
    }
}

impl StatsScreen {
    /// The scopes of its keys, innermost first.
    #[must_use]
    pub fn scopes(&self) -> Vec<Scope> {
        match &self.stats {
            Some(stats) if self.section == Section::Hardest && !stats.hardest.is_empty() => {
                vec![Scope::StatsCards, Scope::Stats]
            }
            Some(stats) if stats.is_empty() => vec![Scope::StatsEmpty],
            _ => vec![Scope::Stats],
        }
    }
}

impl Model {
    /// Shows the Stats screen and counts.
    pub fn open_stats(&mut self) -> Vec<Effect> {
        self.screen = Screen::Stats(Box::default());
        vec![Effect::Ask(Request::Stats)]
    }

    /// A part of the history was counted, or all of it.
    pub(super) fn stats_came(&mut self, counted: Counted) -> Vec<Effect> {
        if let Screen::Stats(screen) = &mut self.screen {
            match counted {
                Counted::Part(done, all) => screen.counting = Some((done, all)),
                Counted::Whole(stats) => {
                    screen.counting = None;
                    // A card that was just reviewed may stand elsewhere now, or no longer here.
                    let before = screen.stats.as_ref().and_then(|before| before.hardest.get(screen.selected));
                    let now = before.and_then(|one| stats.hardest.iter().position(|hard| hard.card == one.card));
                    screen.selected = now.unwrap_or(screen.selected).min(stats.hardest.len().saturating_sub(1));
                    screen.stats = Some(stats);
                }
            }
        }
        vec![]
    }

    /// Counting failed: tried again when the learner says so, not for ever.
    pub(super) fn stop_counting(&mut self) {
        if let Screen::Stats(screen) = &mut self.screen {
            screen.counting = None;
        }
    }

    /// The forgetting curve of a card was read.
    pub(super) fn curve_came(&mut self, curve: Option<Box<Curve>>) -> Vec<Effect> {
        // All of an item is chosen, and it has several cards: only one is drawn.
        let found = self.found().and_then(|found| found.about.as_ref().map(|about| (found.part, about)));
        let first = found.filter(|(part, about)| *part == 0 && about.parts() > 1).map(|(_, about)| about.parts());
        match curve {
            Some(curve) if !curve.showings.is_empty() => {
                self.overlays.push(Overlay::Curve(curve));
                if let Some(cards) = first {
                    let other = self.key_does(Action::NextCard, "goes to the others.");
                    self.say(format!("The first of its {cards} cards.{other}"));
                }
            }
            Some(_) if first.is_some() => {
                let other = self.key_does(Action::NextCard, "goes to the others.");
                self.say(format!("The first of its cards was never rated.{other}"));
            }
            Some(_) => self.say("This card was never rated, so there is nothing to forget yet."),
            None => self.say(match found {
                Some((_, about)) if matches!(about.item.kind, Kind::Question(_)) => NOT_JOINED,
                Some((_, about)) if about.cards.is_empty() => "It has no cards, so there is nothing to forget.",
                _ => "This card is no longer part of its pack.",
            }),
        }
        vec![]
    }

    /// Handles an action on the Stats screen.
    pub(super) fn stats_act(&mut self, action: Action) -> Vec<Effect> {
        let page = self.page;
        let Screen::Stats(screen) = &mut self.screen else { return vec![] };
        let last = screen.stats.as_ref().map_or(0, |stats| stats.hardest.len().saturating_sub(1));
        match action {
            Action::Right | Action::Left => {
                let by = if action == Action::Right { 1 } else { Section::ALL.len() - 1 };
                (screen.section, screen.scroll) = (screen.section.turned(by), 0);
            }
            // Below a hundred a page, above a card of the list.
            Action::Pick(at) => match (Section::ALL.get(at), at.checked_sub(PICK_CARD)) {
                (Some(section), _) => (screen.section, screen.scroll) = (*section, 0),
                (None, Some(card)) if card == screen.selected => return self.stats_act(Action::Open),
                (None, Some(card)) => screen.selected = card.min(last),
                (None, None) => {}
            },
            Action::Open | Action::ReviewThis => {
                let hard = screen.stats.as_ref().and_then(|stats| stats.hardest.get(screen.selected));
                let ask = |hard: &Hard| match (action, Subject::card(&hard.card)) {
                    (Action::Open, card) => Effect::Ask(Request::Curve(card)),
                    (_, card) => Effect::Ask(Request::CardsOf(card)),
                };
                return hard.map(ask).into_iter().collect();
            }
            Action::Fit => return self.fit(),
            Action::Review => return self.start_review(Filter::default()),
            Action::Undo => return vec![Effect::Ask(Request::Undo)],
            Action::Redo => return vec![Effect::Ask(Request::Redo)],
            Action::Back | Action::QuitOrBack => return self.go_home(),
            _ if screen.section == Section::Hardest => {
                screen.selected = match action {
                    Action::Up => screen.selected.saturating_sub(1),
                    Action::Down => (screen.selected + 1).min(last),
                    Action::Top | Action::PageUp => 0,
                    Action::Bottom | Action::PageDown => last,
                    _ => screen.selected,
                };
            }
            _ => screen.scroll = page.scrolled(screen.scroll, action).unwrap_or(screen.scroll),
        }
        vec![]
    }
}

/// Why a question has no card yet.
pub(super) const NOT_JOINED: &str = "A question joins the daily cards when a mock exam has asked it.";

/// Picks from here on are of the list of cards.
pub const PICK_CARD: usize = 100;
