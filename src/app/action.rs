//! What the learner can mean. Screens handle these, never keys.

use crate::app::exam::Wish;
use crate::domain::exam::Act;
use crate::domain::memory::Rating;
use crate::domain::time::StudyDay;

/// An intent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Leave the program.
    Quit,
    /// Leave the screen; on Home, the program.
    QuitOrBack,
    /// Close what is on top, or leave the screen.
    Back,
    /// Show the keys.
    Help,
    /// Find an action by name.
    Palette,
    /// Start the day's review.
    Review,
    /// Let ten more new cards in today.
    MoreNew,
    /// Review the cards of the next days now.
    Ahead,
    /// Choose what to cram.
    Cram,
    /// Show the settings.
    Settings,
    /// Show the plan.
    Plan,
    /// Show what the history says.
    Stats,
    /// Show the card's forgetting curve.
    Curve,
    /// Fit the memory model to the own reviews.
    Fit,
    /// Take the fitted model into use.
    Adopt,
    /// More of what is selected.
    More,
    /// Less of what is selected.
    Less,
    /// A month later.
    NextMonth,
    /// A month earlier.
    LastMonth,
    /// Plan for an exam on that day.
    PickDay(StudyDay),
    /// Take the plan away, after a question.
    ClearPlan,
    /// Take the plan away.
    DropPlan,
    /// Show the packs.
    Packs,
    /// Search.
    Search,
    /// Show the next kind only, or all again.
    NextKind,
    /// Choose the one service to show, or all.
    ChooseService,
    /// List what belongs to what is open.
    Related,
    /// Ask which service a scenario points to.
    Which,
    /// Ask that of the question that is shown.
    Decide,
    /// Review what is open, now.
    ReviewThis,
    /// Sit a mock exam, or go on with the one that runs.
    MockExam,
    /// Something in a running mock exam.
    Sit(Act),
    /// Something around a mock exam.
    Exam(Wish),
    /// Change the colours.
    NextTheme,
    /// Show the answer, or the next gap.
    Reveal,
    /// Rate the card.
    Grade(Rating),
    /// Rate Good with a key that may be held down.
    ConfirmGood,
    /// Take the last thing back.
    Undo,
    /// Do it again after all.
    Redo,
    /// Browse what is to be learned.
    Browse,
    /// Flag what is shown, or take the flag off.
    Flag,
    /// Write a note on what is shown.
    Note,
    /// Start a card over as new.
    Forget,
    /// Say where what is shown can be edited.
    Place,
    /// Go to the next card of what is shown.
    NextCard,
    /// Put the card aside for today.
    Bury,
    /// Put the card aside until brought back.
    Suspend,
    /// Show the numbers behind the card.
    Numbers,
    /// Show the notes and traps behind the card.
    Behind,
    /// Show the source's address.
    Source,
    /// Load packs whose files changed.
    Reload,
    /// One line up.
    Up,
    /// One line down.
    Down,
    /// To the left.
    Left,
    /// To the right.
    Right,
    /// One page up.
    PageUp,
    /// One page down.
    PageDown,
    /// To the start.
    Top,
    /// To the end.
    Bottom,
    /// Open or run what is selected.
    Open,
    /// Run the nth row of a list.
    Pick(usize),
    /// Make a card of one's own.
    NewCard,
    /// Go to the next row of a form.
    NextRow,
    /// Go to the row before.
    RowBefore,
    /// Make a trap of it, or a card again.
    Trap,
    /// Keep what was typed.
    Keep,
    /// Take away what is selected.
    Remove,
    /// Leave what was typed.
    Discard,
    /// Agree.
    Yes,
    /// Don't agree.
    No,
    /// Try the failed thing again.
    Retry,
}
