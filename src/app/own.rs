//! A card of the learner's own, in a small form.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::app::action::Action;
use crate::app::field::Field;
use crate::app::message::{Effect, Request};
use crate::app::model::{Model, Screen};
use crate::app::overlay::Overlay;
use crate::app::search::Fresh;
use crate::domain::id::ItemId;
use crate::domain::own::OwnCard;

/// The form.
#[derive(Debug, Clone, Default)]
pub struct Form {
    /// What is typed in each row.
    pub fields: [Field; 4],
    /// The row that has the keys.
    pub row: usize,
    /// Whether it makes a trap.
    pub trap: bool,
    /// Services by id and name, to choose from.
    pub services: Vec<(String, String)>,
    /// What is missing in it, once keeping it was tried.
    pub missing: Option<String>,
    /// The service that was there at first.
    given: String,
}

/// The row of the service.
pub const SERVICE: usize = 2;

impl Form {
    /// A form about a service.
    #[must_use]
    pub fn new(service: &str, services: Vec<(String, String)>) -> Self {
        let mut fields = [Field::lines(), Field::lines(), Field::default(), Field::default()];
        fields[SERVICE].set(service);
        Self { fields, row: 0, trap: false, services, missing: None, given: service.to_owned() }
    }

    /// What the rows are called.
    #[must_use]
    pub fn labels(&self) -> [&'static str; 4] {
        if self.trap { ["What lures", "What is true", "Service", "Tags"] } else { ["Front", "Back", "Service", "Tags"] }
    }

    /// What a service is called that is typed by its id; none for an unknown one.
    #[must_use]
    pub fn service_title(&self) -> Option<&str> {
        let typed = self.fields[SERVICE].text().trim().to_lowercase();
        let known = |(id, title): &&(String, String)| *id == typed || title.to_lowercase() == typed;
        self.services.iter().find(known).map(|(_, title)| title.as_str())
    }

    /// What it holds.
    #[must_use]
    pub fn card(&self) -> OwnCard {
        let [front, back, service, tags] = self.fields.each_ref().map(|field| field.text().to_owned());
        OwnCard { front, back, service, tags, trap: self.trap }
    }

    /// Whether something was typed that would be lost.
    #[must_use]
    pub fn typed(&self) -> bool {
        let [front, back, service, tags] = &self.fields;
        [front, back, tags].iter().any(|field| !field.text().trim().is_empty()) || service.text() != self.given
    }

    /// The field that has the keys.
    pub(super) fn field(&mut self) -> &mut Field {
        &mut self.fields[self.row]
    }

    /// To the next service, or the one before.
    fn turn(&mut self, down: bool) {
        let typed = self.fields[SERVICE].text().trim().to_lowercase();
        let at = self.services.iter().position(|(id, title)| *id == typed || title.to_lowercase() == typed);
        let last = self.services.len().saturating_sub(1);
        let next = match (at, down) {
            // From what is half typed, to the first that starts so.
            (None, _) => self.services.iter().position(|(id, _)| id.starts_with(&typed)).unwrap_or(0),
            (Some(at), true) => {
                if at == last {
                    0
                } else {
                    at + 1
                }
            }
            (Some(at), false) => at.checked_sub(1).unwrap_or(last),
        };
        if let Some((id, _)) = self.services.get(next) {
            self.fields[SERVICE].set(id);
        }
    }
}

impl Model {
    /// Asks for what the form needs, about what is shown.
    pub(super) fn new_card(&mut self) -> Vec<Effect> {
        vec![Effect::Ask(Request::CardForm(self.subject().map(|subject| subject.item)))]
    }

    /// What the form needs has been fetched.
    pub(super) fn card_form_came(&mut self, service: &str, services: Vec<(String, String)>) -> Vec<Effect> {
        self.overlays.push(Overlay::Form(Box::new(Form::new(service, services))));
        vec![]
    }

    /// Handles an action on the form; none when it isn't its business.
    pub(super) fn form_act(&mut self, action: Action) -> Option<Vec<Effect>> {
        let Some(Overlay::Form(form)) = self.overlays.last_mut() else { return None };
        let last = form.fields.len() - 1;
        match action {
            Action::NextRow => form.row = if form.row == last { 0 } else { form.row + 1 },
            Action::RowBefore => form.row = form.row.checked_sub(1).unwrap_or(last),
            Action::Open if form.row < last => form.row += 1,
            Action::Open | Action::Keep => return Some(self.keep_card()),
            Action::Trap => form.trap = !form.trap,
            Action::Pick(row) => form.row = row.min(last),
            Action::Up | Action::Down if form.row == SERVICE => form.turn(action == Action::Down),
            Action::Up | Action::Down => {
                let code = if action == Action::Up { KeyCode::Up } else { KeyCode::Down };
                form.field().key(&KeyEvent::new(code, KeyModifiers::NONE));
            }
            Action::Back if form.typed() => {
                let question = "Leave this card? It isn't kept.".into();
                self.overlays.push(Overlay::Confirm { question, yes: Action::Discard });
            }
            Action::Back | Action::Discard => drop(self.overlays.pop()),
            _ => return None,
        }
        Some(vec![])
    }

    fn keep_card(&mut self) -> Vec<Effect> {
        let Some(Overlay::Form(form)) = self.overlays.last() else { return vec![] };
        vec![Effect::Ask(Request::AddCard(Box::new(form.card())))]
    }

    /// A card was added, or something is missing in it; then the form stays.
    pub(super) fn card_added(&mut self, added: Result<Fresh, String>) -> Vec<Effect> {
        let fresh = match added {
            Ok(fresh) => fresh,
            Err(why) => {
                if let Some(Overlay::Form(form)) = self.overlays.last_mut() {
                    form.missing = Some(why);
                }
                return vec![];
            }
        };
        self.overlays.retain(|overlay| !matches!(overlay, Overlay::Form(_)));
        self.say_done("Added to My cards, among the new ones.", "undoes it.");
        self.planner.outdated();
        let mut effects = self.reindexed(Some(fresh));
        effects.push(Effect::Ask(Request::Refresh));
        effects.extend(self.listed_again());
        effects
    }

    /// Adding a card was undone: nothing shows it any more.
    pub(super) fn own_card_gone(&mut self, item: &ItemId) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let Some(opened) = self.opened() {
            opened.retain(|found| found.id != *item);
        }
        if let Screen::Review(review) = &mut self.screen
            && review.showing.take_if(|showing| showing.card.item.id == *item).is_some()
        {
            effects.extend(self.next_card());
        }
        effects.extend(self.own_pack_changed());
        effects
    }

    /// The learner's own pack has changed: what is searched, planned and listed follows.
    pub(super) fn own_pack_changed(&mut self) -> Vec<Effect> {
        self.planner.outdated();
        self.library = None;
        let mut effects = self.index_anew();
        effects.push(Effect::Ask(Request::Refresh));
        effects.extend(self.listed_again());
        effects
    }
}
