//! What a store holds, in words that can be compared.

use std::collections::BTreeMap;
use std::path::Path;

use plimsoll::domain::memory::{Model, Rating};
use plimsoll::pack::{self, Files};
use plimsoll::store::Store;
use rusqlite::Connection;

use crate::sitting::answers;

/// What a store holds.
#[derive(Debug, Clone, Default)]
pub(super) struct Held {
    /// Rows of the journal that reviews, notes and fits made.
    pub journal: Vec<String>,
    /// Flags and notes by card.
    pub annotations: BTreeMap<String, String>,
    /// Each mock exam: how it stands, and what was answered.
    pub exams: Vec<String>,
    /// Past queries.
    pub queries: Vec<String>,
    /// Packs in use.
    pub packs: Vec<String>,
    /// Cards of the learner's own, as their files have them. The store may know fewer until the next start.
    pub own: Vec<String>,
    /// The whole journal, for what can be undone; no part of the comparison, as a mock exam's misses are in it.
    pub rows: Vec<Row>,
}

/// A row of the journal.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub seq: i64,
    pub kind: String,
    /// The card; `weights` for a fit.
    pub subject: String,
    pub root: Option<i64>,
    pub batch: Option<i64>,
    /// Flag and note before and after, where the row is about them.
    pub turned: [String; 2],
    rating: Option<u8>,
}

impl PartialEq for Held {
    fn eq(&self, other: &Self) -> bool {
        let all = |held: &Self| {
            let Self { journal, annotations, exams, queries, packs, own, .. } = held.clone();
            (journal, annotations, exams, queries, packs, own)
        };
        all(self) == all(other)
    }
}

impl Held {
    /// What is in the store and in the learner's own files.
    pub(super) fn read(data: &Path) -> Self {
        let store = Store::open(data).unwrap();
        assert_eq!(store.integrity_problems().unwrap(), Vec::<String>::new());
        let health = store.health(&Model::default()).unwrap();
        assert_eq!(health.findings, vec![], "the journal replayed is not what the states are");
        let exams = store.attempts().unwrap().into_iter().map(|entry| {
            let attempt = store.attempt(entry.id).unwrap().unwrap().attempt;
            format!("{} {:?} {:?} {:?}", entry.id, attempt.state(), attempt.place(), answers(&attempt))
        });
        let db = Connection::open(data.join("plimsoll.db")).unwrap();
        let rows = rows(&db);
        let own = own(data);
        let known = known_own(&db);
        assert!(
            known.iter().all(|card| own.contains(card)),
            "{known:?} of the store are not all in the files: {own:?}"
        );
        Self {
            journal: rows.iter().filter(|row| mine(&row.subject)).map(Row::said).collect(),
            annotations: annotations(&db),
            exams: exams.collect(),
            queries: store.past_queries().unwrap(),
            packs: store.pack_marks().unwrap().into_iter().map(|(id, ..)| id.to_string()).collect(),
            own,
            rows,
        }
    }

    /// How what was found differs from it.
    pub(super) fn difference(&self, found: &Self) -> String {
        let at = self.journal.iter().zip(&found.journal).take_while(|(a, b)| a == b).count();
        let mut text = format!("journal from row {at}: {:?} but found {:?}", &self.journal[at..], &found.journal[at..]);
        let mut part = |name: &str, wanted: String, got: String| {
            if wanted != got {
                text += &format!("; {name}: {wanted} but found {got}");
            }
        };
        part("annotations", format!("{:?}", self.annotations), format!("{:?}", found.annotations));
        part("exams", format!("{:?}", self.exams), format!("{:?}", found.exams));
        part("queries", format!("{:?}", self.queries), format!("{:?}", found.queries));
        part("packs", format!("{:?}", self.packs), format!("{:?}", found.packs));
        part("own cards", format!("{:?}", self.own), format!("{:?}", found.own));
        text
    }
}

impl Row {
    /// What it says.
    fn said(&self) -> String {
        let what = match (self.kind.as_str(), self.rating.and_then(Rating::of)) {
            (_, Some(rating)) => format!("rating {}", rating.name()),
            ("bury", _) => "burying".into(),
            ("suspend", _) => "suspending".into(),
            ("forget", _) => "forgetting".into(),
            ("undo", _) => "undone".into(),
            ("redo", _) => "redone".into(),
            (other, _) => other.into(),
        };
        format!("{} {what}", self.subject)
    }
}

/// Whether the torture itself made rows about it. A mock exam's misses rate and bring forward cards of its own pack.
pub(super) fn mine(subject: &str) -> bool {
    subject.starts_with("many/") || subject.starts_with("my-cards/") || subject == "weights"
}

/// A flag and a note in words; nothing where there are neither.
pub(super) fn noted(flagged: bool, text: &str) -> String {
    format!("{} {text}", if flagged { "flagged" } else { "" }).trim().to_owned()
}

fn rows(db: &Connection) -> Vec<Row> {
    let sql = "SELECT j.seq, j.kind, CASE WHEN j.card IS NOT NULL THEN ic.pack || '/' || ic.slug || '#' || card.slug
            WHEN j.item IS NOT NULL THEN i.pack || '/' || i.slug || coalesce('#' || (j.after ->> '$.card'), '')
            ELSE 'weights' END,
            j.root, j.batch, j.rating, j.item IS NOT NULL,
            j.before ->> '$.flagged', j.before ->> '$.text', j.after ->> '$.flagged', j.after ->> '$.text'
        FROM journal j LEFT JOIN card ON card.key = j.card LEFT JOIN item ic ON ic.key = card.item
        LEFT JOIN item i ON i.key = j.item ORDER BY j.seq";
    let mut query = db.prepare(sql).unwrap();
    let rows = query.query_map([], |row| {
        let note = |at: usize| -> rusqlite::Result<String> { Ok(noted(row.get(at)?, &row.get::<_, String>(at + 1)?)) };
        let turned = if row.get(6)? { [note(7)?, note(9)?] } else { Default::default() };
        let (subject, kind) = (row.get(2)?, row.get(1)?);
        Ok(Row { seq: row.get(0)?, kind, subject, root: row.get(3)?, batch: row.get(4)?, turned, rating: row.get(5)? })
    });
    rows.unwrap().map(|row| row.unwrap()).collect()
}

fn annotations(db: &Connection) -> BTreeMap<String, String> {
    let sql =
        "SELECT item.pack || '/' || item.slug || CASE a.card WHEN '' THEN '' ELSE '#' || a.card END, a.flagged, a.text
        FROM annotation a JOIN item ON item.key = a.item";
    let mut query = db.prepare(sql).unwrap();
    let all = query.query_map([], |row| Ok((row.get(0)?, noted(row.get(1)?, &row.get::<_, String>(2)?)))).unwrap();
    all.map(|one| one.unwrap()).collect()
}

/// The learner's own cards, as the files have them; a file may never be half there.
fn own(data: &Path) -> Vec<String> {
    let folder = data.join("packs/my-cards");
    if !folder.join("pack.yaml").exists() {
        return vec![];
    }
    let files = Files::read_folder(&folder).unwrap_or_else(|problems| panic!("{problems:?}"));
    let loaded = pack::load(&files);
    let pack = loaded.pack.unwrap_or_else(|| panic!("{:?}", loaded.problems));
    let mut own: Vec<String> = pack.items.iter().map(|item| item.id.to_string()).collect();
    own.sort();
    own
}

fn known_own(db: &Connection) -> Vec<String> {
    let sql = "SELECT item.pack || '/' || item.slug FROM item JOIN pack ON pack.id = item.pack
        WHERE item.pack = 'my-cards' AND item.retired = 0 AND pack.removed_at IS NULL ORDER BY 1";
    let mut query = db.prepare(sql).unwrap();
    query.query_map([], |row| row.get(0)).unwrap().map(|one| one.unwrap()).collect()
}

/// After a start, the store knows every one of the learner's own cards, if it knows their pack.
pub(super) fn own_taken_in(data: &Path) {
    let db = Connection::open(data.join("plimsoll.db")).unwrap();
    let there = "SELECT count(*) FROM pack WHERE id = 'my-cards' AND removed_at IS NULL";
    if db.query_row(there, [], |row| row.get::<_, i64>(0)).unwrap() > 0 {
        assert_eq!(known_own(&db), own(data), "cards in the files that a start didn't take in");
    }
}
