//! Somebody who sits an attempt, and a clock.

use super::*;

/// An attempt on `count` questions with one right option of four.
pub fn attempt(count: u32) -> Sitting {
    let items = (0..count).map(|n| question(&format!("q{n:02}"), 1, 4)).collect();
    Sitting::on(paper_of(&setup(count), items))
}

/// An attempt with a clock that the test moves, and with what a store would keep of it.
#[derive(Debug, Clone)]
pub struct Sitting {
    pub attempt: Attempt,
    pub kept: Vec<Event>,
    pub now: Timestamp,
}

impl Sitting {
    pub fn on(paper: Paper) -> Self {
        Self { attempt: Attempt::new(1, paper), kept: vec![], now: START }
    }

    pub fn practice(count: u32) -> Self {
        let items = (0..count).map(|n| question(&format!("q{n:02}"), 1, 4)).collect();
        Self::on(paper_of(&setup(count).practice(), items))
    }

    /// As the program does it: time first, keep, then apply.
    pub fn act(&mut self, act: Act) -> Result<(), Refusal> {
        let events = self.attempt.take(act, self.now)?;
        for event in events {
            let text = serde_json::to_string(&event).unwrap();
            let kept: Event = serde_json::from_str(&text).unwrap();
            assert_eq!(kept, event);
            self.kept.push(event.clone());
            self.attempt.apply(&kept);
        }
        Ok(())
    }

    pub fn acts(&mut self, acts: impl IntoIterator<Item = Act>) {
        acts.into_iter().for_each(|act| self.act(act).unwrap());
    }

    /// Time goes on with the program running, which ticks every second.
    pub fn wait(&mut self, ms: i64) {
        self.wait_with(ms, Act::Tick);
    }

    /// The same with another sign of life each second.
    pub fn wait_with(&mut self, ms: i64, act: Act) {
        let end = self.now.plus(ms);
        while self.now < end {
            self.now = self.now.plus(SECOND).min(end);
            self.act(act).unwrap();
        }
    }

    /// The place on the screen of an option of the current question.
    pub fn at(&self, option: &str) -> usize {
        self.attempt.current().0.options().position(|choice| choice.id == slug(option)).unwrap()
    }

    pub fn choose(&mut self, option: &str) -> Result<(), Refusal> {
        self.act(Act::Choose(self.at(option)))
    }

    pub fn chosen(&self) -> Vec<&str> {
        self.attempt.current().1.chosen.iter().map(Slug::as_str).collect()
    }

    /// `kill -9` and a new start: what was kept is all there is.
    pub fn crash(&mut self) {
        self.attempt = Attempt::rebuild(1, self.attempt.paper().clone(), &self.kept);
    }

    /// Answers every question, `right` of them right, and hands in.
    pub fn finish(&mut self, right: usize) {
        for place in 0..self.attempt.slots().len() {
            self.act(Act::Go(place)).unwrap();
            let count = self.attempt.current().0.choose();
            let options = self.attempt.current().0.question().options.clone();
            let key = |of_key: bool| options.iter().filter(move |o| o.correct == of_key);
            let picks: Vec<_> = key(place < right).take(count).map(|o| o.id.clone()).collect();
            for option in picks {
                self.choose(option.as_str()).unwrap();
            }
        }
        self.act(Act::HandIn).unwrap();
    }
}
