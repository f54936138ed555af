//! What the learner can mean around a mock exam, beside the acts in it.

use crate::domain::exam::Walk;

/// An intent on a mock exam's screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Start the exam that is set up.
    Start,
    /// All values of the selected row, or a number of one's own.
    Choices,
    /// The nth of these values, or the number.
    Take(usize),
    /// In practice check the answer first; then on to the next question.
    Advance,
    /// Hand in, after a question.
    HandIn,
    /// Pause, after a question.
    Pause,
    /// 30 minutes more, after a question.
    Extend,
    /// Give up, after a question.
    GiveUp,
    /// Leave the exam running, after a question.
    Leave,
    /// Leave it running.
    LeaveNow,
    /// Type a question's number.
    GoTo,
    /// The next question that isn't answered.
    NextOpen,
    /// Other questions on the review list.
    Filter,
    /// Hand in an attempt that can't go on.
    HandInAsItIs,
    /// These questions, to walk through.
    Show(Walk),
    /// The numbers of the report.
    Summary,
    /// Why the selected question's answer is right.
    Why,
    /// Doubt the key of the question shown, or take that back.
    Doubt,
    /// A paper of the questions that were wrong.
    Again,
    /// All mock exams.
    History,
}
