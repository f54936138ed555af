//! What comes into the model and what goes out of it.

use std::rc::Rc;

use crossterm::event::{KeyEvent, MouseEventKind};

use crate::app::action::Action;
use crate::app::exam::{Kept, Standing};
use crate::app::model::ThemeName;
use crate::app::plan::PlanForm;
use crate::app::search::{Fresh, Library};
use crate::app::which::Engines;
use crate::domain::annotation::{Annotating, Annotation, Subject};
use crate::domain::browse::{About, Heading, Line, Shelf, Under};
use crate::domain::content::Item;
use crate::domain::exam::{Bank, Entry as PastExam, Event, Form, Setup, Started, Stored};
use crate::domain::id::{ExamId, ItemId, PackId, Slug};
use crate::domain::optimize::{Adopted, Ratings};
use crate::domain::own::OwnCard;
use crate::domain::plan::{Deck, Glance, Goal};
use crate::domain::review::journal::{Change, Operation, Recorded, Reversed};
use crate::domain::review::{CardView, Entry, Filter};
use crate::domain::settings::{Change as Setting, Settings};
use crate::domain::stats::{Curve, Stats};
use crate::domain::today::{PackInfo, PackNews, Today};

/// Something happened.
#[derive(Debug, Clone)]
pub enum Msg {
    /// A key was pressed.
    Key(KeyEvent),
    /// An intent, from a click or from another message.
    Act(Action),
    /// Text was pasted.
    Paste(String),
    /// The wheel turned or a button was pressed on nothing in particular.
    Mouse(MouseEventKind),
    /// The window has another size.
    Resize(u16, u16),
    /// The time that was asked for has come.
    Woke,
    /// A request was performed.
    Done(Outcome),
}

/// What the model wants.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Something done by the shell.
    Ask(Request),
    /// The end.
    Quit,
}

/// Something for the shell to do; each yields one [`Outcome`].
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    /// The state of the day.
    Today,
    /// Today's cards.
    Queue(Filter),
    /// One card.
    Card(i64),
    /// An operation on a card, durable before the outcome.
    Record(Box<Change>),
    /// A rating in cramming, durable before the outcome.
    RecordCram(Box<Change>),
    /// What to say about a card that is forgotten again and again.
    Leech(i64),
    /// A card put aside until brought back.
    SuspendCard(i64),
    /// What a sitting can be about: services, tags, packs.
    FilterNames,
    /// The last operation taken back.
    Undo,
    /// The last undone operation done again.
    Redo,
    /// The notes and traps behind a card's item.
    Behind(ItemId),
    /// The packs in use.
    Packs,
    /// The rules of all packs.
    Rules,
    /// The next slice of the index of everything that can be searched.
    Index,
    /// These items, for listing them.
    Items(Vec<ItemId>),
    /// Traps that were not recalled lately.
    MissedTraps,
    /// The cards of an item, or one of them, to review them now.
    CardsOf(Subject),
    /// Something done to every card of an item, or to one of them, but for cards that another window has changed since.
    Do(Deed, Subject),
    /// A flag set, or taken off.
    Flag(Subject),
    /// What an item or card is annotated with, to change its note.
    Note(Subject),
    /// A flag or a note changed, durable before the outcome.
    Annotate(Box<Annotating>),
    /// An item with its cards.
    About(ItemId),
    /// An item for the search, with its notes.
    Reindex(ItemId),
    /// What can be browsed.
    Headings(Shelf),
    /// The numbers of the items under a heading.
    ItemsUnder(Under),
    /// Some of them in one line each.
    Lines(Vec<i64>),
    /// The titles of items, to narrow their list by.
    Titles(Vec<i64>),
    /// What the form for a card of the learner's own needs, about that item.
    CardForm(Option<ItemId>),
    /// A card added to the learner's own pack, on disk and taken in before the outcome.
    AddCard(Box<OwnCard>),
    /// Where an item can be edited.
    Place(Subject),
    /// What belongs to an item.
    Related(ItemId),
    /// Past queries.
    PastQueries,
    /// A query kept for later.
    KeepQuery(String),
    /// Packs whose files changed, loaded; all of them looked at closely when `closely`.
    Sync {
        /// Whether to read the files even where sizes and times are the same.
        closely: bool,
    },
    /// Mastery counted anew.
    Refresh,
    /// The mock exam that runs, handed in when its time is over.
    RunningExam,
    /// The exams that can be sat.
    ExamForms,
    /// The questions of one of them.
    ExamBank(PackId, Option<ExamId>),
    /// A paper drawn from the bank on the set-up screen, and its attempt, durable before the outcome.
    StartExam(Box<Setup>),
    /// What happens in the attempt on the screen, durable before the outcome.
    KeepExam(Vec<Event>),
    /// The time noted in the exam that runs while another screen is shown.
    KeepAway(Vec<Event>),
    /// A stub for the doubtful key of the question at that place of the attempt on the screen.
    ReportDoubt(usize),
    /// One mock exam, running or over.
    Exam(i64),
    /// Every mock exam in one line each.
    Exams,
    /// The day's backup, unless it is there.
    BackUp,
    /// The next page of the cards for the plan, or the first one.
    Deck {
        /// Whether to begin anew.
        first: bool,
    },
    /// The exams that can be planned for.
    PlanForms,
    /// A plan kept, or taken away.
    SetPlan(Option<Goal>),
    /// What Home says of the plan, kept for its next first frame.
    KeepGlance(Glance),
    /// What the history says, or its next part counted.
    Stats,
    /// The forgetting curve of a card.
    Curve(Subject),
    /// The next page of the ratings to fit to, or the first one.
    Ratings {
        /// Whether to begin anew.
        first: bool,
    },
    /// Weights taken into use, durable before the outcome.
    Adopt(Box<Adopted>),
    /// The theme kept for the next start.
    KeepTheme(ThemeName),
    /// A setting changed, durable before the outcome.
    Set(Setting, Way),
    /// Packs and services that can be limited.
    LimitNames,
}

/// How a change of the settings came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It is new.
    New,
    /// It takes one back.
    Undo,
    /// It does one again.
    Redo,
}

/// Something done to cards wherever they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Put aside until brought back; brought back where all of them are aside.
    PutAside,
    /// Started over as new.
    Forget,
}

/// What came of a request.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// Of [`Request::Today`] and [`Request::Refresh`].
    Today(Today),
    /// Of [`Request::Queue`].
    Queue(Vec<Entry>),
    /// Of [`Request::Card`]; none when it is no longer part of its pack.
    Card(Option<Box<CardView>>),
    /// Of [`Request::Leech`]: Markdown; none when the card is gone.
    Leech(Option<Leech>),
    /// Of [`Request::SuspendCard`].
    PutAside(i64),
    /// Of [`Request::FilterNames`].
    FilterNames([Vec<String>; 3]),
    /// Of [`Request::Record`], and of [`Request::RecordCram`].
    Recorded(Recorded),
    /// Of [`Request::Undo`].
    Undone(Option<Reversed>),
    /// Of [`Request::Redo`].
    Redone(Option<Reversed>),
    /// Of [`Request::Behind`]: Markdown.
    Behind(String),
    /// Of [`Request::Packs`].
    Packs(Vec<PackRow>),
    /// Of [`Request::Rules`].
    Rules(Rc<Engines>),
    /// Of [`Request::Index`].
    Index(Indexed),
    /// Of [`Request::Items`], and of [`Request::MissedTraps`]: in the order asked.
    Items(Vec<Item>),
    /// Of [`Request::MissedTraps`].
    Missed(Vec<Item>),
    /// Of [`Request::CardsOf`].
    CardsOf(Vec<Entry>),
    /// Of [`Request::Do`]: what was done, and to which cards.
    DeedDone(Operation, Vec<i64>),
    /// Of [`Request::Note`].
    Note(Subject, Annotation),
    /// Of [`Request::Flag`] and [`Request::Annotate`]; none when another window was faster.
    Annotated(Option<Box<Annotating>>),
    /// Of [`Request::About`]; none when it is in no pack now.
    About(Option<Rc<About>>),
    /// Of [`Request::Reindex`]; none when it is in no pack now.
    Reindexed(Option<Box<Fresh>>),
    /// Of [`Request::Headings`].
    Headings(Shelf, Vec<Heading>),
    /// Of [`Request::ItemsUnder`].
    ItemsUnder(Under, Vec<i64>),
    /// Of [`Request::Lines`].
    Lines(Vec<(i64, Line)>),
    /// Of [`Request::Titles`].
    Titles(Vec<(i64, String)>),
    /// Of [`Request::CardForm`]: the likely service, and all of them by id and name.
    CardForm(String, Vec<(String, String)>),
    /// Of [`Request::AddCard`], or what is missing in it.
    CardAdded(Result<Box<Fresh>, String>),
    /// Of [`Request::Place`]: Markdown.
    Place(String),
    /// Of [`Request::Related`].
    Related(Vec<Related>),
    /// Of [`Request::PastQueries`], the latest last.
    PastQueries(Vec<String>),
    /// Of [`Request::Sync`].
    Synced(Vec<Synced>),
    /// Of [`Request::BackUp`]: why there is none.
    NoBackup(String),
    /// Of [`Request::Deck`]: all cards, once the last page was read.
    Deck(Option<Box<Deck>>),
    /// Of [`Request::PlanForms`].
    PlanForms(Vec<PlanForm>),
    /// Of [`Request::SetPlan`].
    PlanSet(Option<Goal>),
    /// Of [`Request::Stats`].
    Stats(Counted),
    /// Of [`Request::Curve`]; none when it is no longer part of its pack.
    Curve(Option<Box<Curve>>),
    /// Of [`Request::Ratings`].
    Ratings(RatingsRead),
    /// Of [`Request::Adopt`]; none when another window was faster.
    Adopted(Option<Box<Adopted>>),
    /// Of [`Request::KeepQuery`] and [`Request::KeepGlance`], and of [`Request::BackUp`].
    Kept,
    /// Of [`Request::RunningExam`].
    RunningExam(Standing),
    /// Of [`Request::ExamForms`].
    ExamForms {
        /// What can be sat.
        forms: Vec<Form>,
        /// Which of them to offer first.
        likely: usize,
        /// Decides the next paper.
        seed: u64,
    },
    /// Of [`Request::ExamBank`]; none when the pack no longer has it.
    ExamBank(Option<Box<Bank>>),
    /// Of [`Request::StartExam`].
    ExamBegun(Started),
    /// Of [`Request::KeepExam`], with what was kept.
    ExamKept(Vec<Event>, Kept),
    /// Of [`Request::KeepAway`], with what was kept.
    AwayKept(Vec<Event>, Kept),
    /// Of [`Request::ReportDoubt`]: the file.
    DoubtReported(String),
    /// Of [`Request::Exam`]; none when there is none.
    Exam(Option<Box<Stored>>),
    /// Of [`Request::Exams`], newest first.
    Exams(Vec<PastExam>),
    /// Of [`Request::Set`].
    Set(Box<Settings>, Setting, Way),
    /// Of [`Request::LimitNames`].
    LimitNames(Vec<String>),
    /// Of [`Request::KeepTheme`].
    SettingKept(Box<Settings>),
    /// It failed and changed nothing.
    Failed(Trouble),
}

/// How far counting the history is.
#[derive(Debug, Clone)]
pub enum Counted {
    /// So many rows of so many.
    Part(u64, u64),
    /// Everything.
    Whole(Box<Stats>),
}

/// How far reading ratings is.
#[derive(Debug, Clone)]
pub enum RatingsRead {
    /// So many rows of so many.
    Part(u64, u64),
    /// All ratings.
    Whole(Box<Ratings>),
}

/// How far the index is.
#[derive(Debug, Clone)]
pub enum Indexed {
    /// There is more to read.
    Part {
        /// Items read.
        done: u32,
        /// Items in all, at most.
        all: u32,
    },
    /// Everything is read.
    Whole(Rc<Library>),
}

/// Something that belongs to an item.
#[derive(Debug, Clone, PartialEq)]
pub enum Related {
    /// Another item.
    Item(Box<Item>),
    /// A rule that shares its keywords.
    Rule {
        /// Its name.
        id: Slug,
        /// The rule, Markdown.
        text: String,
    },
}

/// A card that is forgotten again and again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leech {
    /// The card.
    pub card: i64,
    /// How often it was forgotten.
    pub lapses: u32,
    /// The card with the trap or note beside it, and where it can be reworded; Markdown.
    pub text: String,
}

/// A failure to show: what, why, what to do, and what to try again.
#[derive(Debug, Clone, PartialEq)]
pub struct Trouble {
    /// What failed.
    pub summary: String,
    /// What to do.
    pub hint: String,
    /// The request, to be tried again.
    pub retry: Option<Request>,
}

/// A pack on the Packs screen.
#[derive(Debug, Clone, PartialEq)]
pub struct PackRow {
    /// What the store knows.
    pub info: PackInfo,
    /// What is wrong with its folder now, a line each; its last good state stays in use.
    pub problems: Vec<String>,
}

/// What became of one pack whose files changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Synced {
    /// Its title, or its folder when it has none.
    pub title: String,
    /// What changed, or why its last good state stays in use.
    pub news: Result<PackNews, String>,
}
