//! The one place where messages change the model.

use std::rc::Rc;

use crossterm::event::{KeyEvent, MouseEventKind};

use crate::app::action::Action;
use crate::app::exam::Wish;
use crate::app::field::Field;
use crate::app::keymap;
use crate::app::message::{Effect, Msg, Outcome, Request, Synced};
use crate::app::model::{Model, Screen};
use crate::app::overlay::{Overlay, Palette};
use crate::domain::time::{Now, Timestamp};

/// Lines that one notch of the wheel scrolls.
const NOTCH: usize = 3;

/// What to ask for at the start, before the first draw.
#[must_use]
pub fn first_requests() -> Vec<Request> {
    vec![Request::Today, Request::RunningExam]
}

/// Changes the model by a message and says what is to be done now.
pub fn update(model: &mut Model, now: Now, msg: Msg) -> Vec<Effect> {
    let day_changed = model.now.day != now.day;
    model.now = now;
    if model.status.as_ref().is_some_and(|status| status.until <= now.at) {
        model.status = None;
    }
    let mut effects = if day_changed { model.new_day() } else { vec![] };
    // A key that was aimed at yesterday's buttons must not press today's.
    if day_changed
        && matches!(model.screen, Screen::Review(_))
        && matches!(msg, Msg::Key(_) | Msg::Act(Action::Grade(_)))
    {
        return effects;
    }
    if !matches!(msg, Msg::Done(_)) {
        let (ticked, over) = model.exam_tick();
        effects.extend(ticked);
        // A key after the deadline finds a finished exam.
        if over && !matches!(msg, Msg::Resize(..)) {
            return effects;
        }
    }
    effects.extend(match msg {
        Msg::Key(key) => model.key(&key),
        Msg::Act(action) => model.act(action),
        Msg::Paste(text) => model.paste(&text),
        Msg::Mouse(kind) => model.wheel(kind),
        Msg::Resize(width, height) => {
            model.size = (width, height);
            vec![]
        }
        Msg::Woke => model.woke(),
        Msg::Done(outcome) => model.done(outcome),
    });
    model.keep_planned();
    effects
}

/// When the model wants to be woken if nothing else happens; none for never.
#[must_use]
pub fn next_wake(model: &Model) -> Option<Timestamp> {
    if model.wants_rules() || model.fits() {
        return Some(model.now.at);
    }
    let status = model.status.as_ref().map(|status| status.until);
    let screen = match &model.screen {
        // On the last day that a calendar has, no next one comes.
        Screen::Home | Screen::Review(_) | Screen::Plan(_) => {
            Some(model.now.next_day_at).filter(|at| *at > model.now.at)
        }
        Screen::Closing(closing) => {
            Some(closing.back_at.map_or(model.now.next_day_at, |at| at.min(model.now.next_day_at)))
                .filter(|at| *at > model.now.at)
        }
        Screen::Exam(exam) => exam.next_wake(model.now.at),
        // The index is made whenever nothing else is to be done.
        Screen::Search(_) if model.indexing.is_some() => Some(model.now.at),
        // A long history is counted in parts, keys coming first.
        Screen::Stats(stats) if stats.counting.is_some() => Some(model.now.at),
        Screen::Stats(_) => Some(model.now.next_day_at).filter(|at| *at > model.now.at),
        Screen::Welcome
        | Screen::Packs(_)
        | Screen::Settings(_)
        | Screen::Search(_)
        | Screen::Browse(_)
        | Screen::Which(_) => None,
    };
    let running = model.running.as_ref().and_then(|past| past.attempt.next_second(model.now.at));
    // There is more to work out: only keys come before it.
    let working = model.planner.busy(&model.screen).then_some(model.now.at);
    status.into_iter().chain(screen).chain(running).chain(working).min()
}

impl Model {
    fn key(&mut self, key: &KeyEvent) -> Vec<Effect> {
        if let Some(effects) = self.key_pressed(key) {
            return effects;
        }
        let scopes = self.scopes();
        if let Some(action) = keymap::key_name(key).and_then(|name| self.keymap.action_of(&name, &scopes)) {
            return self.act(action);
        }
        if let Some(field) = self.overlays.last_mut().and_then(Overlay::field) {
            field.key(key);
        } else if self.overlays.is_empty() && self.text().is_some_and(|field| field.key(key)) {
            return self.typed();
        }
        vec![]
    }

    /// Carries out an intent: the uppermost overlay first, then what holds everywhere, then the screen.
    pub(super) fn act(&mut self, action: Action) -> Vec<Effect> {
        if let Some(effects) = self.overlay_act(action) {
            return effects;
        }
        match action {
            Action::Quit => return vec![Effect::Quit],
            Action::Help => {
                let scopes = self.scopes();
                self.overlays.push(Overlay::Help { scopes, scroll: 0 });
                return vec![];
            }
            Action::Decide => return self.decide(),
            Action::Exam(Wish::HandInAsItIs) => return self.hand_in_as_it_is(),
            Action::Palette => {
                if !matches!(self.overlays.last(), Some(Overlay::Palette(_))) {
                    let scopes = self.scopes();
                    self.overlays.push(Overlay::Palette(Palette::of(&self.keymap, &scopes)));
                }
                return vec![];
            }
            _ => {}
        }
        if let Some(effects) = self.subject_act(action) {
            return effects;
        }
        match &self.screen {
            Screen::Welcome | Screen::Home => self.home_act(action),
            Screen::Review(_) => self.review_act(action),
            Screen::Closing(closing) => {
                let filter = closing.filter.clone();
                self.closing_act(action, filter)
            }
            Screen::Packs(_) => self.packs_act(action),
            Screen::Settings(_) => self.settings_act(action),
            Screen::Plan(_) => self.plan_act(action),
            Screen::Stats(_) => self.stats_act(action),
            Screen::Search(_) => self.search_act(action),
            Screen::Browse(_) => self.browse_act(action),
            Screen::Which(_) => self.which_act(action),
            Screen::Exam(_) => self.exam_act(action),
        }
    }

    fn paste(&mut self, text: &str) -> Vec<Effect> {
        // Only a text field takes a paste; elsewhere it must not run as keys.
        if let Some(field) = self.overlays.last_mut().and_then(Overlay::field) {
            field.insert(text);
        } else if self.overlays.is_empty()
            && let Some(field) = self.text()
        {
            field.insert(text);
            return self.typed();
        }
        vec![]
    }

    /// The text field of the screen, if it has one.
    fn text(&mut self) -> Option<&mut Field> {
        match &mut self.screen {
            Screen::Search(search) if search.opened.is_empty() => Some(&mut search.field),
            Screen::Browse(browse) => browse.narrowing().map(|narrowing| &mut narrowing.field),
            Screen::Which(which) => {
                which.field.wrap(self.columns);
                Some(&mut which.field)
            }
            _ => None,
        }
    }

    /// What is typed in it has changed.
    fn typed(&mut self) -> Vec<Effect> {
        if let Screen::Which(which) = &mut self.screen {
            // Whoever types looks at the cursor again.
            which.selected = None;
        }
        if matches!(self.screen, Screen::Browse(_)) {
            return self.narrow();
        }
        self.read_scenario();
        self.query_changed()
    }

    fn wheel(&mut self, kind: MouseEventKind) -> Vec<Effect> {
        let action = match kind {
            MouseEventKind::ScrollUp => Action::Up,
            MouseEventKind::ScrollDown => Action::Down,
            _ => return vec![],
        };
        // There up and down choose, and type.
        if matches!(self.overlays.last(), Some(Overlay::Form(_))) {
            return vec![];
        }
        if matches!(self.screen, Screen::Plan(_)) && self.overlays.is_empty() {
            (0..NOTCH).for_each(|_| self.scroll_plan(action));
            return vec![];
        }
        (0..NOTCH).flat_map(|_| self.act(action)).collect()
    }

    fn woke(&mut self) -> Vec<Effect> {
        if self.fits() {
            return self.fit_slice();
        }
        if self.planner.busy(&self.screen) {
            return self.plan_slice();
        }
        // Being woken is enough to draw anew; a card whose time has come is fetched by the learner's next key.
        match &self.screen {
            Screen::Closing(_) => vec![Effect::Ask(Request::Today)],
            _ if self.wants_rules() => vec![Effect::Ask(Request::Rules)],
            Screen::Search(_) if self.indexing.is_some() => vec![Effect::Ask(Request::Index)],
            Screen::Stats(stats) if stats.counting.is_some() => vec![Effect::Ask(Request::Stats)],
            _ => vec![],
        }
    }

    fn new_day(&mut self) -> Vec<Effect> {
        self.review_new_day();
        self.planner.extra = 0;
        self.replan();
        match self.screen {
            Screen::Home | Screen::Closing(_) => vec![Effect::Ask(Request::Today)],
            Screen::Stats(_) => vec![Effect::Ask(Request::Stats)],
            _ => vec![],
        }
    }

    fn done(&mut self, outcome: Outcome) -> Vec<Effect> {
        match outcome {
            Outcome::Today(today) => {
                self.today = today;
                self.plan_today();
                vec![]
            }
            Outcome::Queue(entries) => self.queue_came(entries),
            Outcome::Card(card) => self.card_came(card),
            Outcome::Leech(leech) => self.leech_came(leech),
            Outcome::PutAside(card) => self.put_aside_came(card),
            Outcome::FilterNames(names) => self.cram_what(names),
            Outcome::Recorded(recorded) => self.recorded(recorded),
            Outcome::Undone(reversed) => self.undone(reversed),
            Outcome::Redone(reversed) => self.redone(reversed),
            Outcome::Behind(text) => self.behind_came(text),
            Outcome::Packs(rows) => {
                if let Screen::Packs(packs) = &mut self.screen {
                    packs.selected = packs.selected.min(rows.len().saturating_sub(1));
                    packs.rows = Some(rows);
                }
                vec![]
            }
            Outcome::Rules(engines) => {
                self.engines = Some(engines);
                self.read_scenario();
                vec![]
            }
            Outcome::Index(indexed) => self.index_came(indexed),
            Outcome::Items(items) => self.items_came(items),
            Outcome::Missed(items) => self.missed_came(items),
            Outcome::CardsOf(entries) => self.cards_of_came(entries),
            Outcome::DeedDone(operation, cards) => self.deed_done(operation, &cards),
            Outcome::Note(subject, before) => self.note_came(subject, before),
            Outcome::Annotated(done) => self.annotated(done.map(|done| *done)),
            Outcome::About(about) => self.about_came(about),
            Outcome::Reindexed(fresh) => self.reindexed(fresh.map(|fresh| *fresh)),
            Outcome::Headings(shelf, headings) => self.headings_came(shelf, headings),
            Outcome::ItemsUnder(under, keys) => self.items_under_came(under, keys),
            Outcome::Lines(lines) => self.lines_came(lines),
            Outcome::Titles(titles) => self.titles_came(titles),
            Outcome::CardForm(service, services) => self.card_form_came(&service, services),
            Outcome::CardAdded(added) => self.card_added(added.map(|fresh| *fresh)),
            Outcome::Place(text) => {
                self.overlays.push(Overlay::Reader { title: "Where to edit it".into(), text, scroll: 0 });
                vec![]
            }
            Outcome::Related(related) => self.related_came(related),
            Outcome::PastQueries(queries) => {
                self.queries = queries;
                vec![]
            }
            Outcome::Synced(news) => self.synced(&news),
            Outcome::Stats(counted) => self.stats_came(counted),
            Outcome::Curve(curve) => self.curve_came(curve),
            Outcome::Ratings(read) => self.ratings_came(read),
            Outcome::Adopted(adopted) => self.adopted(adopted),
            Outcome::Kept => vec![],
            Outcome::Set(settings, change, way) => self.set_done(*settings, change, way),
            Outcome::LimitNames(names) => self.limit_names_came(names),
            Outcome::SettingKept(settings) => self.setting_kept(*settings),
            Outcome::Deck(deck) => self.deck_came(deck),
            Outcome::PlanForms(forms) => self.plan_forms_came(forms),
            Outcome::PlanSet(goal) => self.plan_set(goal),
            Outcome::NoBackup(why) => {
                self.say(format!("No backup was made today: {why}"));
                vec![]
            }
            Outcome::RunningExam(standing) => self.standing_came(standing),
            Outcome::ExamForms { forms, likely, seed } => self.forms_came(forms, likely, seed),
            Outcome::ExamBank(bank) => self.bank_came(bank),
            Outcome::ExamBegun(begun) => self.exam_begun(begun),
            Outcome::ExamKept(events, kept) => {
                self.planner.outdated();
                self.exam_kept(&events, kept)
            }
            Outcome::AwayKept(events, kept) => self.away_kept(&events, &kept),
            Outcome::DoubtReported(file) => {
                let back = self.key_does(Action::Exam(Wish::Doubt), "takes the doubt back.");
                self.overlays.push(Overlay::Reader {
                    title: "Doubtful key".into(),
                    text: format!(
                        "This question no longer counts, and it isn't drawn again until its text changes.\n\n\
                         Write down why you doubt its key, for whoever mends the pack:\n\n    {file}\n\n{}",
                        back.trim_start()
                    ),
                    scroll: 0,
                });
                vec![]
            }
            Outcome::Exam(past) => self.exam_came(past),
            Outcome::Exams(entries) => self.exams_came(entries),
            Outcome::Failed(trouble) => {
                let mut effects = vec![];
                match trouble.retry {
                    // Tried again when the learner says so, not for ever.
                    Some(Request::Deck { .. }) => effects = self.stop_planning(),
                    Some(Request::Index) => self.indexing = None,
                    Some(Request::Stats) => self.stop_counting(),
                    Some(Request::Ratings { .. }) => self.stop_fitting(),
                    Some(Request::Rules) => self.engines = Some(Rc::default()),
                    _ => {}
                }
                self.overlays.push(Overlay::Trouble(trouble));
                effects
            }
        }
    }

    fn synced(&mut self, news: &[Synced]) -> Vec<Effect> {
        self.loading = None;
        let mut index = vec![];
        if news.iter().any(|pack| pack.news.is_ok()) {
            (self.library, self.engines) = (None, None);
            index = self.index_anew();
            self.replan();
        }
        let lines: Vec<String> = news
            .iter()
            .map(|pack| match &pack.news {
                Ok(news) => format!("{}: {news}", pack.title),
                Err(why) => format!("{}: {why}", pack.title),
            })
            .collect();
        // On the very first screen everything is new; that is no news.
        if !lines.is_empty() && !matches!(self.screen, Screen::Welcome) {
            self.say(lines.join("  ·  "));
        } else if matches!(self.screen, Screen::Packs(_)) {
            self.say("Nothing changed.");
        }
        index.push(Effect::Ask(Request::Refresh));
        index
    }
}
