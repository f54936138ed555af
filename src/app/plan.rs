//! The Plan screen: exam, date and minutes, and what they lead to.

use crate::app::action::Action;
use crate::app::keymap::Scope;
use crate::app::message::{Effect, Request};
use crate::app::model::{Model, Screen};
use crate::app::overlay::Overlay;
use crate::domain::id::{ExamId, PackId};
use crate::domain::plan::{Goal, MOST_DAYS, MOST_MINUTES, Standing};
use crate::domain::time::StudyDay;

/// An exam that can be planned for; none plans for all cards alike.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanForm {
    /// Where it is.
    pub exam: Option<(PackId, ExamId)>,
    /// Its name for people.
    pub title: String,
    /// Its domains with their shares of it, 0 to 1.
    pub domains: Vec<(String, f64)>,
}

/// What can be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// The exam.
    Exam,
    /// Its date.
    Date,
    /// Minutes: of every day (0), or of one weekday (1 for Monday to 7).
    Minutes(usize),
}

/// The Plan screen.
#[derive(Debug, Clone)]
pub struct PlanScreen {
    /// What can be planned for; none until it was read.
    pub forms: Option<Vec<PlanForm>>,
    /// What is being changed.
    pub row: Row,
    /// The plan as it would be kept.
    pub draft: Goal,
    /// Lines scrolled.
    pub scroll: u16,
}

/// Days ahead that a first plan suggests.
const FIRST_DAYS: u32 = 30;

/// Minutes a day that a first plan suggests.
const FIRST_MINUTES: u16 = 20;

/// Minutes that one press adds.
const STEP: u16 = 5;

/// The latest day that can be planned for.
#[must_use]
pub fn latest(today: StudyDay) -> StudyDay {
    today.plus(MOST_DAYS)
}

/// The same day of another month, or that month's last.
#[must_use]
pub fn months_from(day: StudyDay, months: i32) -> StudyDay {
    StudyDay::of_date(day.date().saturating_add(jiff::Span::new().months(months)))
}

impl PlanScreen {
    /// The scope of its keys.
    #[must_use]
    pub fn scope(&self) -> Scope {
        Scope::Plan
    }

    /// Its exam's name; none until exams were read.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.forms.as_ref()?;
        Some(self.form().map_or("an exam that is gone", |form| &form.title))
    }

    /// Its exam; none until exams were read, or when it is gone.
    #[must_use]
    pub fn form(&self) -> Option<&PlanForm> {
        self.forms.as_deref()?.iter().find(|form| form.exam == self.draft.exam)
    }

    fn turn_exam(&mut self, by: i64) {
        let Some(forms) = self.forms.as_deref().filter(|forms| !forms.is_empty()) else { return };
        let here = forms.iter().position(|form| form.exam == self.draft.exam).unwrap_or(0) as i64;
        let next = (here + by).rem_euclid(forms.len() as i64);
        self.draft.exam = forms[next as usize].exam.clone();
    }

    fn move_date(&mut self, by: i32, today: StudyDay) {
        self.pick_day(StudyDay(self.draft.date.0.saturating_add(by)), today);
    }

    fn pick_day(&mut self, day: StudyDay, today: StudyDay) {
        self.row = Row::Date;
        self.draft.date = day.clamp(today, latest(today));
    }

    fn add_minutes(&mut self, by: i32) {
        let Row::Minutes(which) = self.row else { return };
        let days = if which == 0 { 0..7 } else { which - 1..which };
        for minutes in &mut self.draft.minutes[days] {
            let sum = i32::from(*minutes) + by;
            *minutes = u16::try_from(sum.clamp(0, i32::from(MOST_MINUTES))).unwrap_or(0);
        }
    }
}

impl Model {
    /// Shows the Plan screen.
    pub(super) fn open_plan(&mut self) -> Vec<Effect> {
        let suggested = || Goal { exam: None, date: self.now.day.plus(FIRST_DAYS), minutes: [FIRST_MINUTES; 7] };
        let draft = self.planner.goal.clone().unwrap_or_else(suggested);
        self.screen = Screen::Plan(Box::new(PlanScreen { forms: None, row: Row::Date, draft, scroll: 0 }));
        vec![Effect::Ask(Request::PlanForms)]
    }

    /// What can be planned for was read.
    pub(super) fn plan_forms_came(&mut self, mut forms: Vec<PlanForm>) -> Vec<Effect> {
        if let Screen::Plan(plan) = &mut self.screen {
            forms.insert(0, PlanForm { exam: None, title: "All cards alike".into(), domains: vec![] });
            plan.forms = Some(forms);
        }
        vec![]
    }

    /// The plan is on disk.
    pub(super) fn plan_set(&mut self, goal: Option<Goal>) -> Vec<Effect> {
        let cleared = goal.is_none();
        self.planner = crate::app::planner::Planner::new(goal.map(|goal| (goal, None)));
        if cleared {
            self.say("No plan any more: cards come at 90 % recall.");
            return self.go_home();
        }
        match self.planner.goal.as_ref().map(|goal| goal.standing(self.now.day)) {
            Some(Standing::Past(_)) => self.say("Kept. That day is past, so cards come at 90 % recall."),
            _ => self.say("Kept. Today's cards are planned anew."),
        }
        self.replan();
        vec![]
    }

    /// Scrolls the Plan screen, whose up and down go from row to row.
    pub(super) fn scroll_plan(&mut self, action: Action) {
        let page = self.page;
        if let Screen::Plan(plan) = &mut self.screen {
            plan.scroll = page.scrolled(plan.scroll, action).unwrap_or(plan.scroll);
        }
    }

    /// Handles an action on the Plan screen.
    pub(super) fn plan_act(&mut self, action: Action) -> Vec<Effect> {
        let today = self.now.day;
        let page = self.page;
        let Screen::Plan(plan) = &mut self.screen else { return vec![] };
        match action {
            Action::Up | Action::Down => {
                let rows = [Row::Exam, Row::Date, Row::Minutes(0)];
                let here = match plan.row {
                    Row::Exam => 0,
                    Row::Date => 1,
                    Row::Minutes(_) => 2,
                };
                let next = if action == Action::Up { here + 2 } else { here + 1 };
                plan.row = rows[next % 3];
                plan.scroll = 0;
            }
            Action::Pick(at) => {
                plan.row = match at {
                    0 => Row::Exam,
                    1 => Row::Date,
                    minutes => Row::Minutes((minutes - 2).min(7)),
                }
            }
            Action::Left | Action::Right => {
                let by = if action == Action::Left { -1 } else { 1 };
                match plan.row {
                    Row::Exam => plan.turn_exam(by),
                    Row::Date => plan.move_date(by as i32, today),
                    Row::Minutes(which) => plan.row = Row::Minutes((which as i64 + by).rem_euclid(8) as usize),
                }
            }
            Action::More | Action::Less => {
                let by = if action == Action::Less { -1 } else { 1 };
                match plan.row {
                    Row::Exam => plan.turn_exam(by),
                    Row::Date => plan.move_date(7 * by as i32, today),
                    Row::Minutes(_) => plan.add_minutes(i32::from(STEP) * by as i32),
                }
            }
            Action::NextMonth | Action::LastMonth => {
                let months = if action == Action::LastMonth { -1 } else { 1 };
                plan.pick_day(months_from(plan.draft.date, months), today);
            }
            Action::PickDay(day) => plan.pick_day(day, today),
            Action::PageUp | Action::PageDown => {
                plan.scroll = page.scrolled(plan.scroll, action).unwrap_or(plan.scroll);
            }
            Action::Open => return vec![Effect::Ask(Request::SetPlan(Some(plan.draft.clone())))],
            Action::ClearPlan if self.planner.goal.is_some() => {
                let question = "Take the plan away? Progress stays; cards then come at 90 % recall.".into();
                self.overlays.push(Overlay::Confirm { question, yes: Action::DropPlan });
            }
            Action::DropPlan => return vec![Effect::Ask(Request::SetPlan(None))],
            Action::Back | Action::QuitOrBack => return self.go_home(),
            _ => {}
        }
        vec![]
    }
}
