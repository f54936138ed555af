//! Scenario questions and their options.

use super::{Check, Common, Kind, Slug, near_slug};
use crate::domain::content::{self, Choice, Item, Question};
use crate::domain::id::PackId;
use crate::pack::problem::quoted;
use crate::pack::raw;

const MOST_LOOKED_AT: usize = 20;

impl Check<'_> {
    /// A question of the pack.
    pub fn question(&mut self, pack: &PackId, question: raw::Question) -> Option<Item> {
        self.text(&["stem"], &question.stem);
        let choose = self.choose(&question);
        let difficulty = self.difficulty(question.difficulty);
        let traps = self.names::<Slug>(Kind::Trap, "traps", &question.traps);
        let notes = self.names::<Slug>(Kind::Note, "notes", &question.notes);
        let pin_last = self.pinned(&question);
        let options = self.options(question.options.0);
        let common = Common {
            service: &question.service,
            tags: question.tags,
            teaches: &question.teaches,
            exams: &question.exams,
            source: question.source,
            verified: question.verified,
        };
        let rest = self.common(pack, common);
        let kind = Question {
            stem: question.stem,
            choose: choose?,
            needs_options: question.needs_options,
            difficulty: difficulty?,
            options: options?,
            pin_last: pin_last?,
            traps: traps?,
            notes: notes?,
        };
        rest.map(|item| item(content::Kind::Question(kind)))
    }

    /// The number of right options must be the number to choose.
    fn choose(&mut self, question: &raw::Question) -> Option<u8> {
        let choose = question.choose.unwrap_or(1);
        let right = question.options.0.iter().filter(|(_, option)| option.correct).count();
        if right == 0 {
            self.error(&["options"], "no option is right", "mark the key with `correct: true`");
        } else if i64::try_from(right) != Ok(choose) {
            let are = if right == 1 { "1 option is".to_owned() } else { format!("{right} options are") };
            let hint = format!("set `choose: {right}`, or mark {choose} as `correct: true`");
            let step = if question.choose.is_some() { "choose" } else { "options" };
            self.error(&[step], format!("{are} right, but {choose} must be chosen"), hint);
        }
        u8::try_from(choose).ok()
    }

    fn difficulty(&mut self, difficulty: Option<i64>) -> Option<u8> {
        let difficulty = difficulty.unwrap_or(2);
        if !(1..=3).contains(&difficulty) {
            self.error(&["difficulty"], format!("`difficulty` is {difficulty}"), "1 is easy, 2 medium, 3 hard");
        }
        u8::try_from(difficulty).ok()
    }

    fn pinned(&mut self, question: &raw::Question) -> Option<Vec<Slug>> {
        self.once("pin_last", &question.pin_last);
        let known = || question.options.0.iter().map(|(id, _)| id.as_str());
        for (at, id) in question.pin_last.iter().enumerate().filter(|(_, id)| known().all(|known| known != *id)) {
            let message = format!("`pin_last` names {}, which is no option", quoted(id));
            self.error(&["pin_last", &at.to_string()], message, near_slug(id, known()));
        }
        question.pin_last.iter().map(|id| Slug::new(id.as_str()).ok()).collect()
    }

    fn options(&mut self, options: Vec<(String, raw::Choice)>) -> Option<Vec<Choice>> {
        if !(2..=6).contains(&options.len()) {
            let are =
                if options.len() == 1 { "is 1 option".to_owned() } else { format!("are {} options", options.len()) };
            self.error(&["options"], format!("there {are}"), "a question has two to six");
        }
        let mut texts: Vec<(String, String)> = Vec::new();
        let mut all = Some(Vec::new());
        // Of far too many, the first are enough to tell what is wrong.
        for (id, option) in options.into_iter().take(MOST_LOOKED_AT) {
            self.text(&["options", &id, "text"], &option.text);
            self.text(&["options", &id, "why"], &option.why);
            let words = option.text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
            if let Some((first, _)) = texts.iter().find(|(_, text)| *text == words && !words.is_empty()) {
                let message = format!("option {} says the same as {}", quoted(&id), quoted(first));
                self.error(&["options", &id, "text"], message, "reword or delete one");
            }
            texts.push((id.clone(), words));
            match (self.as_id(&["options", &id], &id), &mut all) {
                (Some(id), Some(all)) => {
                    all.push(Choice { id, text: option.text, why: option.why, correct: option.correct });
                }
                _ => all = None,
            }
        }
        all
    }
}
