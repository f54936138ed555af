//! Home: what to do now.

use crate::app::action::Action;
use crate::app::exam::Wish;
use crate::app::message::{Effect, Request};
use crate::app::model::{Model, Screen};
use crate::app::overlay::Overlay;
use crate::app::packs::Packs;
use crate::app::review::Review;
use crate::domain::review::{Filter, Sitting, leech};

/// Days of which cards can be reviewed ahead.
const AHEAD: u32 = 3;

/// How many new cards a wish for more lets in.
const MORE_NEW: u32 = 10;

impl Model {
    /// Handles an action on Home or on the first screen.
    pub(super) fn home_act(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Review => self.start_review(Filter::default()),
            Action::MoreNew => {
                if self.planner.rules(self.now.day) {
                    self.planner.extra += MORE_NEW as usize;
                    self.planner.outdated();
                } else {
                    self.rules.new_per_day = self.rules.new_per_day.saturating_add(MORE_NEW);
                }
                self.start_review(Filter::default())
            }
            Action::Ahead => self.start_review(Filter { sitting: Sitting::Ahead(AHEAD), ..Filter::default() }),
            Action::Cram => vec![Effect::Ask(Request::FilterNames)],
            Action::Exam(Wish::Take(at)) => match self.choices.get(at).cloned() {
                Some(filter) => self.start_review(filter),
                None => vec![],
            },
            Action::Settings => {
                self.screen = Screen::Settings(crate::app::settings::Settings::default());
                vec![]
            }
            Action::Packs => {
                self.screen = Screen::Packs(Packs::default());
                vec![Effect::Ask(Request::Packs)]
            }
            Action::Plan => self.open_plan(),
            Action::Stats => self.open_stats(),
            Action::Search => self.open_search(),
            Action::Browse => self.open_browse(),
            Action::Which => self.open_which(""),
            Action::MockExam => self.open_exam(),
            Action::Exam(Wish::History) => self.open_history(),
            Action::NextTheme => {
                self.theme = self.theme.next();
                self.say(format!("Colours: {}", self.theme.name()));
                vec![Effect::Ask(Request::KeepTheme(self.theme))]
            }
            Action::Undo => vec![Effect::Ask(Request::Undo)],
            Action::Redo => vec![Effect::Ask(Request::Redo)],
            Action::Back if matches!(self.screen, Screen::Welcome) => self.go_home(),
            _ => vec![],
        }
    }

    /// Shows Home with the state of the day read anew.
    pub(super) fn go_home(&mut self) -> Vec<Effect> {
        self.screen = Screen::Home;
        vec![Effect::Ask(Request::Today), Effect::Ask(Request::RunningExam)]
    }

    /// Asks what to cram.
    pub(super) fn cram_what(&mut self, [services, tags, packs]: [Vec<String>; 3]) -> Vec<Effect> {
        let cram = Filter { sitting: Sitting::Cram, ..Filter::default() };
        let mut rows = vec!["everything".to_owned()];
        self.choices = vec![cram.clone()];
        for service in services {
            rows.push(format!("service {service}"));
            self.choices.push(Filter { service: Some(service), ..cram.clone() });
        }
        for tag in tags {
            rows.push(if tag == leech::TAG { "forgotten again and again".into() } else { format!("tag {tag}") });
            self.choices.push(Filter { tag: Some(tag), ..cram.clone() });
        }
        for pack in packs {
            rows.push(format!("pack {pack}"));
            self.choices.push(Filter { pack: Some(pack), ..cram.clone() });
        }
        self.overlays.push(Overlay::choose("Cram what? No day changes by it", rows, 0));
        vec![]
    }

    /// Starts a sitting.
    pub fn start_review(&mut self, filter: Filter) -> Vec<Effect> {
        self.screen = Screen::Review(Box::new(Review::new(filter, self.now)));
        self.queue_when_planned()
    }
}
