//! What the learner wants, and what comes of it: the rules of an attempt.

use thiserror::Error;

use crate::domain::exam::attempt::{Attempt, State};
use crate::domain::exam::event::{End, Event, What};
use crate::domain::exam::mark::{Mark, Status, Sure};
use crate::domain::exam::paper::Slot;
use crate::domain::exam::setup::Mode;
use crate::domain::id::Slug;
use crate::domain::time::Timestamp;

/// An intent. Those on a question are about the one on the screen; options are named by their place there, 0 for A.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Nothing but time; to be given at least every ten seconds while the attempt runs.
    Tick,
    /// Leaves for another screen: the question has had its time until now.
    Leave,
    /// Nothing but time while another screen is shown; to be given as often as [`Act::Tick`].
    Away,
    /// Back from another screen: the time since then is nobody's thought.
    Return,
    /// The question at that place of the paper, from 0.
    Go(usize),
    /// The next question; after the last one, the review list.
    Next,
    /// The question before.
    Back,
    /// The review list.
    List,
    /// Chooses an option, or takes it back.
    Choose(usize),
    /// Strikes an option out, or restores it.
    Strike(usize),
    /// Flags the question, or takes the flag back.
    Flag,
    /// Says how sure the answer is; said twice, takes it back.
    Confidence(Sure),
    /// Checks the answer and shows its reason; practice only.
    Check,
    /// Hides the clock, or shows it.
    HideClock,
    /// Stops the clock, or lets it go on.
    Pause,
    /// Adds the 30 minutes for non-native speakers, once.
    Extend,
    /// Doubts the key of the question at that place, or takes that back; in practice once it is checked, and after the
    /// end.
    Doubt(usize),
    /// Hands in.
    HandIn,
    /// Gives up; the attempt is kept, marked incomplete.
    Abandon,
}

/// Why something can't be done; the sentence is for the learner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The attempt has ended.
    #[error("This paper is handed in.")]
    Over,
    /// The attempt is paused.
    #[error("The exam is paused.")]
    Paused,
    /// The review list is on the screen.
    #[error("Go back to a question first.")]
    OnList,
    /// There is no such question.
    #[error("There is no question {}.", .0.saturating_add(1))]
    NoQuestion(usize),
    /// There is no such option.
    #[error("This question has no option {0}.")]
    NoOption(char),
    /// The option is struck out.
    #[error("{0} is struck out; restore it first.")]
    Struck(char),
    /// As many are chosen as asked for.
    #[error("Choose only {0}: take one back first.")]
    Enough(usize),
    /// The answer was checked and stands.
    #[error("This answer is checked and stands.")]
    Checked,
    /// It is for practice only.
    #[error("That helps, so it is for practice only.")]
    ExamMode,
    /// The 30 minutes were added already.
    #[error("The extra time is added already.")]
    Extended,
    /// There is no time limit to extend.
    #[error("This paper has no time limit.")]
    Untimed,
}

/// Milliseconds after which a tick is written down, so that a crash loses no more than this of the clock.
const HEARTBEAT: i64 = 10_000;

/// The same while another screen is shown. Longer, so that a window that only looks on never writes while another one
/// sits the exam.
const AWAY_BEAT: i64 = 15_000;

/// Milliseconds without a word after which the program must have been stopped or asleep, as it ticks far more often.
const ASLEEP: i64 = 30_000;

impl Attempt {
    /// What comes of an intent at that time: the events to write down and then [`Attempt::apply`], in order; often none.
    ///
    /// Time is applied first, so after the deadline the only event is that time is up, whatever was wanted. To be called for
    /// every message, with [`Act::Tick`] where there is no other intent: it also takes note of the time, so that a clock
    /// set back gains nothing.
    ///
    /// # Errors
    /// [`Refusal`] when it can't be done; the time is noted all the same.
    pub fn take(&mut self, act: Act, now: Timestamp) -> Result<Vec<Event>, Refusal> {
        let heard = self.clock.seen();
        let set_back = self.clock.set_back(now);
        let at = self.clock.read(now);
        self.clock.note(at, now);
        let event = |at: Timestamp, what: What| Event { at, wall: now, what };
        let mut events = Vec::new();
        if self.state() == State::Running {
            let end = self.ends_at().filter(|end| *end <= at);
            let passed = at.since(self.last);
            let away = act == Act::Return || (act == Act::Away && (end.is_some() || passed >= AWAY_BEAT || set_back));
            if away {
                events.push(event(end.unwrap_or(at), What::Back(self.last)));
            } else if act != Act::Away && at.since(heard) > ASLEEP {
                events.push(event(end.unwrap_or(at), What::Back(heard)));
            }
            if let Some(end) = end {
                events.push(event(end, What::Ended(End::TimeUp)));
                return Ok(events);
            }
            // A clock that was set back is written down at once: until it has caught up, what is on disk is all there is.
            let due = act == Act::Leave || (act == Act::Tick && (passed >= HEARTBEAT || set_back));
            if events.is_empty() && due {
                events.push(event(at, What::Ticked));
            }
        }
        events.extend(self.decide(act)?.map(|what| event(at, what)));
        Ok(events)
    }

    fn decide(&self, act: Act) -> Result<Option<What>, Refusal> {
        match (self.state(), act) {
            (_, Act::Tick | Act::Leave | Act::Away | Act::Return) => return Ok(None),
            (State::Over(_), Act::Doubt(question)) => return self.doubt(question).map(Some),
            (State::Over(_), _) => return Err(Refusal::Over),
            (State::Paused(_), Act::Pause) => return Ok(Some(What::Resumed)),
            (State::Paused(_), Act::Abandon) => return Ok(Some(What::Ended(End::Abandoned))),
            (State::Paused(_), _) => return Err(Refusal::Paused),
            (State::Running, _) => {}
        }
        let last = self.slots().len().saturating_sub(1);
        let place = self.place();
        Ok(Some(match act {
            Act::Tick | Act::Leave | Act::Away | Act::Return => return Ok(None),
            Act::Go(question) if question > last => return Err(Refusal::NoQuestion(question)),
            Act::Go(question) if !place.list && question == place.question => return Ok(None),
            Act::Go(question) => What::Looked(question),
            Act::Next | Act::Back if place.list => What::Looked(place.question),
            Act::Next if place.question >= last => What::Listed,
            Act::Next => What::Looked(place.question + 1),
            Act::Back if place.question == 0 => return Ok(None),
            Act::Back => What::Looked(place.question - 1),
            Act::List if place.list => return Ok(None),
            Act::List => What::Listed,
            Act::Choose(option) => self.choose_or_drop(option)?,
            Act::Strike(option) => self.strike_or_restore(option)?,
            Act::Flag => What::Flagged(place.question, !self.on_screen()?.1.flagged),
            Act::Confidence(sure) => {
                let mark = self.on_screen()?.1;
                What::Sure(place.question, (mark.sure != Some(sure)).then_some(sure))
            }
            Act::Check if self.terms().mode() == Mode::Exam => return Err(Refusal::ExamMode),
            Act::Check => {
                self.unchecked()?;
                What::Checked(place.question)
            }
            Act::HideClock => What::Hid(!self.clock_hidden()),
            Act::Pause => What::Paused,
            Act::Extend if self.paper().allowed().is_none() => return Err(Refusal::Untimed),
            Act::Extend if self.extended() => return Err(Refusal::Extended),
            Act::Extend => What::Extended,
            Act::Doubt(question) if self.explained(question) => self.doubt(question)?,
            Act::Doubt(_) => return Err(Refusal::ExamMode),
            Act::HandIn => What::Ended(End::HandedIn),
            Act::Abandon => What::Ended(End::Abandoned),
        }))
    }

    /// The question on the screen.
    fn on_screen(&self) -> Result<(&Slot, &Mark), Refusal> {
        if self.place().list { Err(Refusal::OnList) } else { Ok(self.current()) }
    }

    /// The question on the screen, if its answer may still change.
    fn unchecked(&self) -> Result<(&Slot, &Mark), Refusal> {
        let (slot, mark) = self.on_screen()?;
        if mark.checked { Err(Refusal::Checked) } else { Ok((slot, mark)) }
    }

    fn choose_or_drop(&self, place: usize) -> Result<What, Refusal> {
        let (slot, mark) = self.unchecked()?;
        let (question, option, letter) = (self.place().question, named(slot, place)?, letter(place));
        if mark.chosen.contains(&option) {
            Ok(What::Dropped(question, option))
        } else if mark.struck.contains(&option) {
            Err(Refusal::Struck(letter))
        } else if slot.choose() > 1 && mark.status(slot.choose()) == Status::Answered {
            Err(Refusal::Enough(slot.choose()))
        } else {
            Ok(What::Chose(question, option))
        }
    }

    fn strike_or_restore(&self, place: usize) -> Result<What, Refusal> {
        let (slot, mark) = self.unchecked()?;
        let (question, option) = (self.place().question, named(slot, place)?);
        let restore = mark.struck.contains(&option);
        Ok(if restore { What::Restored(question, option) } else { What::Struck(question, option) })
    }

    fn doubt(&self, question: usize) -> Result<What, Refusal> {
        let mark = self.marks().get(question).ok_or(Refusal::NoQuestion(question))?;
        Ok(What::Doubted(question, !mark.doubted))
    }
}

fn named(slot: &Slot, place: usize) -> Result<Slug, Refusal> {
    slot.option(place).map(|option| option.id.clone()).ok_or(Refusal::NoOption(letter(place)))
}

fn letter(place: usize) -> char {
    u8::try_from(place).ok().and_then(|place| b'A'.checked_add(place)).map_or('?', char::from)
}
