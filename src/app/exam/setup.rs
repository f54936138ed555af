//! The set-up of a mock exam: what is to be sat, and how many questions there are for it.

use std::collections::BTreeMap;

use crate::app::action::Action;
use crate::app::exam::{Exam, Wish};
use crate::app::field::Field;
use crate::app::message::{Effect, Request};
use crate::app::model::{Model, Screen};
use crate::app::overlay::Overlay;
use crate::domain::exam::{Available, Bank, Form, Mode, Only, Order, PRESETS, Scope, Setup, Shortfall, draw};
use crate::domain::id::{DomainId, ExamId, PackId, ServiceId};

/// The most questions or minutes that can be typed.
const MOST: u32 = 999;

/// What the command line asked for; none leaves it to the screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// The pack.
    pub pack: Option<PackId>,
    /// The exam; with a pack and without this, the whole pack.
    pub exam: Option<ExamId>,
    /// Questions on the paper.
    pub questions: Option<u32>,
    /// Minutes for it.
    pub minutes: Option<u32>,
    /// Decides the draw.
    pub seed: Option<u64>,
    /// Only this service and those below it.
    pub service: Option<ServiceId>,
    /// Practice mode.
    pub practice: bool,
}

/// The set-up screen.
#[derive(Debug, Default)]
pub struct SetUp {
    /// The exams on offer; none until they were read.
    pub forms: Option<Vec<Form>>,
    /// Which of them.
    pub form: usize,
    /// Its questions, once they were read.
    pub bank: Option<Box<Bank>>,
    /// Exam or practice.
    pub mode: Mode,
    /// Questions wanted; none for the full length.
    pub questions: Option<u32>,
    /// Minutes of one's own; none for the real exam's pace.
    pub minutes: Option<u32>,
    /// Whether the 30 minutes for non-native speakers are added.
    pub extra: bool,
    /// Which questions may be drawn.
    pub scope: Scope,
    /// Decides the draw.
    pub seed: u64,
    /// How many questions there are for this choice.
    pub available: Available,
    /// Domains that lack questions for it.
    pub short: Vec<Shortfall>,
    /// The selected row among [`SetUp::rows`].
    pub row: usize,
    /// The services that have questions, with how many; most first.
    pub services: Vec<(ServiceId, u32)>,
    asked: Asked,
}

/// A row of the set-up screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// Which exam.
    Exam,
    /// Exam or practice.
    Mode,
    /// How many questions.
    Questions,
    /// How many minutes.
    Minutes,
    /// 30 minutes more.
    Extra,
    /// Of one domain.
    Domain,
    /// Of one service.
    Service,
    /// Of one past.
    Only,
}

impl SetUp {
    /// A set-up that what the command line asked for fills in.
    #[must_use]
    pub fn asked(asked: Asked) -> Self {
        let mode = if asked.practice { Mode::Practice } else { Mode::Exam };
        let scope = Scope { service: asked.service.clone(), ..Scope::default() };
        Self { mode, questions: asked.questions, minutes: asked.minutes, scope, asked, ..Self::default() }
    }

    /// Whether the command line asked for anything of its own.
    pub(super) fn asks(&self) -> bool {
        self.asked != Asked::default()
    }

    /// The exam chosen.
    #[must_use]
    pub fn chosen(&self) -> Option<&Form> {
        self.forms.as_ref()?.get(self.form)
    }

    /// The rows that mean something for this choice.
    #[must_use]
    pub fn rows(&self) -> Vec<Row> {
        let timed = self.mode == Mode::Exam;
        let domains = self.chosen().is_some_and(|form| !form.blueprint.domains.is_empty());
        let again = matches!(self.scope.only, Only::These(_));
        let fits = |row: &Row| match row {
            Row::Minutes | Row::Extra => timed,
            Row::Domain => domains && !again,
            Row::Service => !again,
            _ => true,
        };
        Row::ALL.into_iter().filter(fits).collect()
    }

    /// The row that keys act on.
    #[must_use]
    pub fn selected(&self) -> Row {
        let rows = self.rows();
        rows.get(self.row).or(rows.last()).copied().unwrap_or(Row::Exam)
    }

    /// What is asked for; none before the exams were read.
    #[must_use]
    pub fn setup(&self) -> Option<Setup> {
        let form = self.chosen()?;
        let blueprint = &form.blueprint;
        let mut setup = Setup::full(form.exam.clone(), blueprint, self.seed);
        if let Some(questions) = self.questions {
            setup = setup.length(questions, blueprint);
        }
        if let Only::These(these) = &self.scope.only {
            setup = setup.again(these.iter().cloned(), blueprint);
        } else {
            setup.scope = self.scope.clone();
        }
        if let Some(minutes) = self.minutes {
            setup.minutes = minutes.max(1);
        }
        setup.extra = self.extra;
        if self.asked.seed.is_some() {
            setup.order = Order::Seed;
        }
        Some(if self.mode == Mode::Practice { setup.practice() } else { setup })
    }

    /// The lengths on offer, longest first: the real exam's, the presets below it, and one's own.
    #[must_use]
    pub fn lengths(&self) -> Vec<u32> {
        let full = self.chosen().map_or(0, |form| form.blueprint.questions);
        let mut lengths = vec![full];
        lengths.extend(PRESETS.into_iter().filter(|preset| *preset < full));
        if let Some(own) = self.questions.filter(|own| !lengths.contains(own)) {
            lengths.push(own);
        }
        lengths
    }

    /// What there is to choose for a row, in words, and the value now.
    #[must_use]
    pub fn choices(&self, row: Row) -> (Vec<String>, usize) {
        let Some(form) = self.chosen() else { return (vec![], 0) };
        let at = |position: Option<usize>| position.map_or(0, |position| position + 1);
        match row {
            Row::Exam => {
                let alike = |form: &Form| self.forms.iter().flatten().filter(|other| other.exam == form.exam).count();
                let name = |form: &Form| match &form.exam {
                    // Two packs may have the same exam.
                    Some(exam) if alike(form) > 1 => format!("{} ({}/{exam})", form.blueprint.title, form.pack),
                    Some(exam) => format!("{} ({exam})", form.blueprint.title),
                    None => format!("{}, the whole pack", form.pack_title),
                };
                (self.forms.iter().flatten().map(name).collect(), self.form)
            }
            Row::Mode => (vec!["exam".into(), "practice".into()], usize::from(self.mode == Mode::Practice)),
            Row::Questions => {
                let lengths = self.lengths();
                let now = self.questions.unwrap_or(form.blueprint.questions);
                let at = lengths.iter().position(|length| *length == now).unwrap_or(0);
                (lengths.iter().map(ToString::to_string).collect(), at)
            }
            Row::Minutes => (vec![], 0),
            Row::Extra => (vec!["no".into(), "30 minutes more".into()], usize::from(self.extra)),
            Row::Domain => {
                let domains: BTreeMap<&DomainId, &str> =
                    form.blueprint.domains.iter().map(|(id, domain)| (id, domain.title.as_str())).collect();
                let now = self.scope.domain.as_ref().and_then(|now| domains.keys().position(|id| *id == now));
                (all_and(domains.values().map(ToString::to_string)), at(now))
            }
            Row::Service => {
                let title = |(id, count): &(ServiceId, u32)| {
                    let name = self.bank.as_ref().map_or(id.as_str(), |bank| bank.services.title(id.as_str()));
                    format!("{name} ({count})")
                };
                let now = self.scope.service.as_ref();
                let now = now.and_then(|now| self.services.iter().position(|(id, _)| id == now));
                (all_and(self.services.iter().map(title)), at(now))
            }
            Row::Only => match &self.scope.only {
                Only::These(these) => (vec![format!("the {} missed on that paper", these.len())], 0),
                only => {
                    let at = match only {
                        Only::Unseen => 1,
                        Only::Missed => 2,
                        _ => 0,
                    };
                    (vec!["all".into(), "never shown".into(), "missed when last asked".into()], at)
                }
            },
        }
    }

    /// Takes the nth choice of the selected row. True when another bank is to be read.
    fn take(&mut self, nth: usize) -> bool {
        let row = self.selected();
        let (choices, now) = self.choices(row);
        if nth >= choices.len() || (nth == now && row != Row::Questions) {
            return false;
        }
        match row {
            Row::Exam => {
                self.form = nth;
                self.scope.domain = None;
                self.minutes = None;
                self.bank = None;
                return true;
            }
            Row::Mode => self.mode = if nth == 1 { Mode::Practice } else { Mode::Exam },
            Row::Questions => {
                self.questions = self.lengths().get(nth).copied().filter(|_| nth > 0);
                self.minutes = None;
            }
            Row::Minutes => {}
            Row::Extra => self.extra = nth == 1,
            Row::Domain => {
                let form = self.forms.as_ref().and_then(|forms| forms.get(self.form));
                let nth_domain = |form: &Form| form.blueprint.domains.keys().nth(nth.checked_sub(1)?).cloned();
                self.scope.domain = form.and_then(nth_domain);
            }
            Row::Service => {
                let nth_service = nth.checked_sub(1).and_then(|at| self.services.get(at));
                self.scope.service = nth_service.map(|(id, _)| id.clone());
            }
            Row::Only => {
                self.scope.only = match nth {
                    1 => Only::Unseen,
                    2 => Only::Missed,
                    _ => Only::Any,
                };
            }
        }
        self.count();
        false
    }

    /// Takes a number of one's own.
    fn own(&mut self, number: u32) {
        let number = number.clamp(1, MOST);
        match self.selected() {
            Row::Questions => (self.questions, self.minutes) = (Some(number), None),
            _ => self.minutes = Some(number),
        }
        self.count();
    }

    /// Counts what there is for the choice.
    fn count(&mut self) {
        let (Some(bank), Some(setup)) = (&self.bank, self.setup()) else { return };
        self.available = bank.available(&setup.scope);
        self.short = draw(bank, &setup).short;
    }

    fn offered(&mut self, forms: Vec<Form>, likely: usize, seed: u64) {
        self.seed = self.asked.seed.unwrap_or(seed);
        let Asked { pack, exam, .. } = &self.asked;
        let wanted = |form: &Form| form.exam == *exam && pack.as_ref().is_none_or(|pack| *pack == form.pack);
        let asked = if exam.is_some() || pack.is_some() { forms.iter().position(wanted) } else { None };
        self.form = asked.unwrap_or(likely);
        self.forms = Some(forms);
    }

    fn filled(&mut self, bank: Box<Bank>) {
        let mut counts: BTreeMap<ServiceId, u32> = BTreeMap::new();
        for candidate in bank.candidates() {
            for service in bank.services.ancestry(&candidate.service) {
                *counts.entry(service).or_default() += 1;
            }
        }
        self.services = counts.into_iter().collect();
        self.services.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        self.bank = Some(bank);
        self.count();
    }
}

fn all_and(rest: impl Iterator<Item = String>) -> Vec<String> {
    std::iter::once("all".to_owned()).chain(rest).collect()
}

impl Model {
    /// Opens the set-up.
    pub(in crate::app) fn set_up(&mut self, asked: Asked) -> Vec<Effect> {
        self.screen = Screen::Exam(Box::new(Exam::SetUp(SetUp::asked(asked))));
        vec![Effect::Ask(Request::ExamForms)]
    }

    fn setting_up(&mut self) -> Option<&mut SetUp> {
        let Screen::Exam(exam) = &mut self.screen else { return None };
        if let Exam::SetUp(set_up) = &mut **exam { Some(set_up) } else { None }
    }

    /// Handles an action on the set-up screen.
    pub(in crate::app) fn set_up_act(&mut self, action: Action) -> Vec<Effect> {
        let Some(set_up) = self.setting_up() else { return vec![] };
        let last = set_up.rows().len().saturating_sub(1);
        set_up.row = set_up.row.min(last);
        let (choices, now) = set_up.choices(set_up.selected());
        let mut read = false;
        match action {
            Action::Up => set_up.row = set_up.row.saturating_sub(1),
            Action::Down => set_up.row = (set_up.row + 1).min(last),
            Action::Pick(row) => {
                let again = set_up.row == row.min(last);
                set_up.row = row.min(last);
                if again {
                    return self.set_up_act(Action::Exam(Wish::Choices));
                }
            }
            Action::Left if set_up.selected() == Row::Minutes => set_up.step_minutes(-5),
            Action::Right if set_up.selected() == Row::Minutes => set_up.step_minutes(5),
            // Round at the ends, so that a row of two is switched by either.
            Action::Left if !choices.is_empty() => read = set_up.take((now + choices.len() - 1) % choices.len()),
            Action::Right if !choices.is_empty() => read = set_up.take((now + 1) % choices.len()),
            Action::Exam(Wish::Take(number)) if matches!(set_up.selected(), Row::Questions | Row::Minutes) => {
                set_up.own(u32::try_from(number).unwrap_or(MOST));
            }
            Action::Exam(Wish::Take(nth)) => read = set_up.take(nth),
            Action::Exam(Wish::Choices) if matches!(set_up.selected(), Row::Questions | Row::Minutes) => {
                let title = if set_up.selected() == Row::Minutes { "How many minutes" } else { "How many questions" };
                self.overlays.push(Overlay::Number { title, field: Field::default() });
            }
            Action::Exam(Wish::Choices) if choices.len() == 2 => read = set_up.take(1 - now),
            Action::Exam(Wish::Choices) if choices.len() > 2 => {
                let title = set_up.selected().name();
                self.overlays.push(Overlay::choose(title, choices, now));
            }
            Action::Exam(Wish::Start) => return self.start_exam(),
            Action::Exam(Wish::History) => return self.open_history(),
            Action::Back | Action::QuitOrBack => return self.go_home(),
            _ => {}
        }
        if read { self.ask_bank() } else { vec![] }
    }

    fn start_exam(&mut self) -> Vec<Effect> {
        let Some(set_up) = self.setting_up() else { return vec![] };
        if set_up.bank.is_none() {
            return vec![];
        }
        if set_up.available.total == 0 {
            self.say("No question fits this choice.");
            return vec![];
        }
        set_up.setup().map(|setup| Effect::Ask(Request::StartExam(Box::new(setup)))).into_iter().collect()
    }

    /// Asks for the questions of the exam chosen.
    pub(in crate::app) fn ask_bank(&mut self) -> Vec<Effect> {
        let Some(form) = self.setting_up().and_then(|set_up| set_up.chosen()) else { return vec![] };
        vec![Effect::Ask(Request::ExamBank(form.pack.clone(), form.exam.clone()))]
    }

    /// The exams that can be sat were read.
    pub(in crate::app) fn forms_came(&mut self, forms: Vec<Form>, likely: usize, seed: u64) -> Vec<Effect> {
        let Some(set_up) = self.setting_up() else { return vec![] };
        set_up.offered(forms, likely, seed);
        self.ask_bank()
    }

    /// The questions of an exam were read.
    pub(in crate::app) fn bank_came(&mut self, bank: Option<Box<Bank>>) -> Vec<Effect> {
        let Some(set_up) = self.setting_up() else { return vec![] };
        match bank {
            Some(bank) => set_up.filled(bank),
            // The pack went away since the exams were read: they are read anew.
            None => return vec![Effect::Ask(Request::ExamForms)],
        }
        vec![]
    }

    /// The bank that a paper is drawn from.
    #[must_use]
    pub fn bank(&self) -> Option<&Bank> {
        let Screen::Exam(exam) = &self.screen else { return None };
        if let Exam::SetUp(set_up) = &**exam { set_up.bank.as_deref() } else { None }
    }
}

impl SetUp {
    fn step_minutes(&mut self, by: i32) {
        let now = self.setup().map_or(1, |setup| setup.minutes);
        let wanted = i64::from(now) + i64::from(by);
        self.minutes = u32::try_from(wanted.clamp(1, i64::from(MOST))).ok();
        self.count();
    }
}

impl Row {
    /// All of them, in the order of the screen.
    pub const ALL: [Self; 8] =
        [Self::Exam, Self::Mode, Self::Questions, Self::Minutes, Self::Extra, Self::Domain, Self::Service, Self::Only];

    /// Its name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Exam => "Exam",
            Self::Mode => "Mode",
            Self::Questions => "Questions",
            Self::Minutes => "Minutes",
            Self::Extra => "Extra time",
            Self::Domain => "Domain",
            Self::Service => "Service",
            Self::Only => "Past",
        }
    }
}
