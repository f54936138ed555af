//! A signal as people write it, taken apart: "(patch|scale) servers", "not manage ... nodes", "runs ... > 15 minutes".
//!
//! - Words stand next to each other in all their forms; articles and the like between them don't matter.
//! - `(one|two words)` is a choice, `<name>` one of the phrases listed under that name.
//! - `...` lets up to [`GAP`] words pass within a sentence.
//! - `> 15 minutes`, `<= 10 GB`, `>= 16 vCPU` compare a number that has such a unit.
//! - `not ` at the start wants the rest denied, in whatever words: "without", "refuses to", "no longer".

mod join;

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use thiserror::Error;

use self::join::{Few, joined, one_step, words_of};
use super::number::{self, Comparison, Unit};
use super::token::{Gap, TakeWords, Word, each_word, tokens};
use super::word;
use crate::domain::content::Rule;
use crate::domain::id::Slug;

/// How many words `...` lets pass.
pub const GAP: u32 = 5;

/// A signal may stand for at most so many wordings.
pub const MOST_WORDINGS: usize = 4_096;

/// A wording may have so many words: no sentence of a scenario has more.
pub const LONGEST: usize = 100;

/// All wordings of a signal may have so many words. Lists that name others several times grow fast.
pub const MOST_WRITTEN_OUT: usize = 40_000;

/// All signals of a pack together may have so many words, each wording written out: some five times what the shipped rules
/// have.
pub const MOST_WORDS: usize = 600_000;

/// All different runs of words of a pack's signals may have so many bytes. The automaton that looks for them takes a hundred
/// times as much.
pub const MOST_BYTES: usize = 512 * 1024;

/// Brackets may go so deep.
const DEEPEST: usize = 8;

/// Lists may name each other so deep.
const MOST_LISTS: usize = 17;

/// Words in order that are skipped in signals and texts, so that they never keep a signal from matching.
const SKIPPED: [&str; 21] = [
    "a", "all", "also", "an", "any", "both", "her", "his", "its", "just", "our", "own", "simply", "some", "that",
    "the", "their", "these", "this", "those", "your",
];

/// "simply": most words are longer, and needn't be looked for.
const LONGEST_SKIPPED: usize = 6;

/// Why a signal can't be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BadSignal {
    /// Nothing that could be found in a text.
    #[error("it has no word that could be found in a text")]
    Empty,
    /// A sentence ends inside, and no signal reaches over two sentences.
    #[error("a sentence ends inside it, so it never matches")]
    TwoSentences,
    /// A bracket without its partner.
    #[error("a `{0}` has no partner")]
    Bracket(char),
    /// A `<name>` that no list has.
    #[error("there are no phrases called `{0}`")]
    UnknownPhrases(String),
    /// Lists that name each other in a circle, or too deep.
    #[error("the phrases `{0}` lead back to themselves")]
    Circle(String),
    /// `> 15` without a unit, or no number.
    #[error("`{0}` wants a number and a unit behind it, such as `> 15 minutes`")]
    Comparison(String),
    /// A choice with nothing but articles and the like, which would make it no choice.
    #[error("the choice `{0}` in it has only words that are skipped, such as articles")]
    Skipped(String),
    /// `...` at an edge or twice.
    #[error("`...` stands between words")]
    Dots,
    /// `not` inside.
    #[error("`not` for a denial stands at the start; phrases that start with it can't be part of a longer signal")]
    NotInside,
    /// Brackets in brackets in brackets.
    #[error("its brackets go more than {DEEPEST} deep")]
    Deep,
    /// A wording with more than [`LONGEST`] words.
    #[error("it has a wording of more than {LONGEST} words")]
    Long,
    /// More than [`MOST_WORDINGS`], or more than [`MOST_WRITTEN_OUT`] words in all of them.
    #[error("it stands for more than {MOST_WORDINGS} wordings, or {MOST_WRITTEN_OUT} words in all of them")]
    TooMany,
}

/// Lists of phrases by their names.
pub type Phrases = BTreeMap<Slug, Vec<String>>;

/// The lists that signals name, each taken apart once, when it is first asked for.
#[derive(Debug)]
pub struct Lists<'p> {
    phrases: &'p Phrases,
    /// The good ones so far.
    read: RefCell<HashMap<&'p str, List>>,
}

/// How many lists deep a list is, and what it stands for.
type List = (usize, Rc<[Wording]>);

impl<'p> Lists<'p> {
    /// Of these phrases, nothing is read yet.
    #[must_use]
    pub fn of(phrases: &'p Phrases) -> Self {
        Self { phrases, read: RefCell::default() }
    }
}

/// What is to be looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extent {
    /// Words of all wordings; a number with its unit is one.
    pub words: usize,
    /// Runs of words, as often as wordings have them.
    pub runs: Vec<String>,
}

/// All wordings that a signal stands for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Signal {
    pub wordings: Vec<Wording>,
}

/// One wording: parts in order.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Wording {
    /// Whether it must be denied.
    pub denied: bool,
    pub steps: Vec<Step>,
}

/// A part of a wording.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Step {
    /// How many words may stand between it and the part before.
    pub gap: u32,
    pub part: Part,
}

/// What a part matches.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    /// A run of stems, joined by spaces.
    Run(String),
    /// One of these runs, two or more in order; those of a list are shared by all signals that name it.
    Choice(Rc<[String]>),
    /// A number with a unit.
    Number(Comparison, f64, Unit),
}

/// Whether signals and texts skip a word.
pub(super) fn is_skipped(raw: &str) -> bool {
    raw.len() <= LONGEST_SKIPPED && SKIPPED.binary_search(&raw).is_ok()
}

/// Takes a signal apart.
///
/// # Errors
/// [`BadSignal`] says what is wrong with it.
pub(super) fn parse(text: &str, lists: &Lists<'_>) -> Result<Signal, BadSignal> {
    let mut wordings = Reader { rest: text, lists, path: &[], depth: 0, reached: 0 }.choice(None)?;
    for wording in &mut wordings {
        check(wording)?;
    }
    Ok(Signal { wordings })
}

/// How much there is to look for in a signal.
///
/// # Errors
/// [`BadSignal`] says what is wrong with it.
pub fn check_signal(text: &str, lists: &Lists<'_>) -> Result<Extent, BadSignal> {
    let wordings = parse(text, lists)?.wordings;
    let words = words_of(&wordings);
    let steps = wordings.into_iter().flat_map(|wording| wording.steps);
    let runs = steps.flat_map(|step| match step.part {
        Part::Run(run) => vec![run],
        Part::Choice(runs) => runs.to_vec(),
        Part::Number(..) => vec![],
    });
    Ok(Extent { words, runs: runs.collect() })
}

/// Whether `none` of a rule forbids everything that it needs.
#[must_use]
pub fn never_fires(rule: &Rule, lists: &Lists<'_>) -> bool {
    let wordings = |list: &[String]| -> Vec<Vec<Wording>> {
        list.iter().filter_map(|text| parse(text, lists).ok()).map(|signal| signal.wordings).collect()
    };
    let forbidden: Vec<Wording> = wordings(&rule.none).concat();
    let never = |signal: &Vec<Wording>| signal.iter().all(|wording| forbidden.contains(wording));
    let any = wordings(&rule.any);
    !forbidden.is_empty() && (wordings(&rule.all).iter().any(never) || (!any.is_empty() && any.iter().all(never)))
}

fn check(wording: &Wording) -> Result<(), BadSignal> {
    if wording.steps.is_empty() {
        return Err(BadSignal::Empty);
    }
    if wording.steps[0].gap > 0 {
        return Err(BadSignal::Dots);
    }
    Ok(())
}

struct Reader<'a, 'p> {
    rest: &'a str,
    lists: &'a Lists<'p>,
    /// The lists that are being looked up.
    path: &'a [&'a str],
    /// Open brackets.
    depth: usize,
    /// The longest path so far.
    reached: usize,
}

impl Reader<'_, '_> {
    /// Alternatives up to the closing bracket or the end.
    fn choice(&mut self, close: Option<char>) -> Result<Vec<Wording>, BadSignal> {
        let mut all = Few::default();
        loop {
            let (wordings, stopped) = self.sequence(close)?;
            all.extend(wordings)?;
            if stopped != Some('|') {
                return Ok(all.wordings);
            }
        }
    }

    /// One alternative, and what ended it.
    fn sequence(&mut self, close: Option<char>) -> Result<(Vec<Wording>, Option<char>), BadSignal> {
        let mut denied = false;
        self.rest = self.rest.trim_start();
        // In brackets "not" is a word like any other.
        if let Some(rest) = self.rest.strip_prefix("not ").filter(|_| close.is_none()) {
            (denied, self.rest) = (true, rest);
        }
        let mut made = vec![Wording { denied, steps: Vec::new() }];
        let mut gap = 0;
        let before = self.rest.trim_start();
        let ended = |made: Vec<Wording>, gap: u32, by: Option<char>| {
            let empty = made.iter().all(|wording| wording.steps.is_empty());
            if gap > 0 {
                Err(BadSignal::Dots)
            } else if empty && close.is_some() && before.starts_with(char::is_alphanumeric) {
                let end = before.find(['|', ')']).unwrap_or(before.len());
                Err(BadSignal::Skipped(before[..end].to_owned()))
            } else {
                Ok((made, by))
            }
        };
        loop {
            self.rest = self.rest.trim_start();
            let Some(next) = self.rest.chars().next() else {
                return if let Some(close) = close {
                    Err(BadSignal::Bracket(if close == ')' { '(' } else { close }))
                } else {
                    ended(made, gap, None)
                };
            };
            match next {
                '|' => {
                    self.rest = &self.rest[1..];
                    return ended(made, gap, Some('|'));
                }
                ')' if close == Some(')') => {
                    self.rest = &self.rest[1..];
                    return ended(made, gap, Some(')'));
                }
                ')' => return Err(BadSignal::Bracket(')')),
                '(' => {
                    self.rest = &self.rest[1..];
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        return Err(BadSignal::Deep);
                    }
                    let inner = self.choice(Some(')'))?;
                    self.depth -= 1;
                    made = joined(made, &one_step(inner), &mut gap)?;
                }
                '<' if self.rest[1..].starts_with(|c: char| c.is_ascii_lowercase()) => {
                    let inner = self.list()?;
                    made = joined(made, &inner, &mut gap)?;
                }
                '<' | '>' | '=' => {
                    let step = self.comparison()?;
                    let inner = [Wording { denied: false, steps: vec![step] }];
                    made = joined(made, &inner, &mut gap)?;
                }
                _ if self.rest.starts_with("...") || next == '…' => {
                    self.rest = self.rest.trim_start_matches(['.', '…']);
                    if gap > 0 {
                        return Err(BadSignal::Dots);
                    }
                    gap = GAP;
                }
                _ => {
                    let inner = [self.words()?];
                    made = joined(made, &inner, &mut gap)?;
                }
            }
        }
    }

    /// The phrases called `<name>`.
    fn list(&mut self) -> Result<Rc<[Wording]>, BadSignal> {
        let Some((name, rest)) = self.rest[1..].split_once('>') else { return Err(BadSignal::Bracket('<')) };
        self.rest = rest;
        let circle = || BadSignal::Circle(name.to_owned());
        if self.path.contains(&name) {
            return Err(circle());
        }
        let Some((id, list)) = self.lists.phrases.get_key_value(name) else {
            return Err(BadSignal::UnknownPhrases(name.to_owned()));
        };
        let known = self.lists.read.borrow().get(name).cloned();
        if let Some((deep, wordings)) = known {
            self.reached = self.reached.max(self.path.len() + deep);
            return if self.path.len() + deep > MOST_LISTS { Err(circle()) } else { Ok(wordings) };
        }
        let path: Vec<&str> = self.path.iter().copied().chain([name]).collect();
        if path.len() > MOST_LISTS {
            return Err(circle());
        }
        let mut all = Few::default();
        let mut reached = path.len();
        for phrase in list {
            let mut reader = Reader { rest: phrase, lists: self.lists, path: &path, depth: 0, reached };
            all.extend(reader.choice(None)?)?;
            reached = reader.reached;
        }
        let wordings: Rc<[Wording]> = one_step(all.wordings).into();
        self.lists.read.borrow_mut().insert(id.as_str(), (reached - self.path.len(), Rc::clone(&wordings)));
        self.reached = self.reached.max(reached);
        Ok(wordings)
    }

    fn comparison(&mut self) -> Result<Step, BadSignal> {
        let signs = self.rest.len() - self.rest.trim_start_matches(['<', '>', '=']).len();
        let (sign, rest) = self.rest.split_at(signs);
        let bad = || BadSignal::Comparison(sign.to_owned());
        let comparison = match sign {
            "<" => Comparison::Below,
            "<=" => Comparison::AtMost,
            "=" => Comparison::Equal,
            ">=" => Comparison::AtLeast,
            ">" => Comparison::Above,
            _ => return Err(bad()),
        };
        let rest = rest.trim_start();
        let end = rest.find(['|', ')', '(', '<', '>']).unwrap_or(rest.len());
        let dots = rest.find("...").unwrap_or(end).min(end);
        let words = tokens(&rest[..dots]);
        let value: f64 = words.first().and_then(|word| word.raw.replace(',', "").parse().ok()).ok_or_else(bad)?;
        let (unit, factor, behind) = number::unit(&words, 1).ok_or_else(bad)?;
        // What follows the unit is read on as words: the place behind the unit, counted in characters.
        let read: usize = rest.chars().take(words[behind - 1].end).map(char::len_utf8).sum();
        self.rest = &rest[read..];
        Ok(Step { gap: 0, part: Part::Number(comparison, value * factor, unit) })
    }

    /// A run of plain words.
    fn words(&mut self) -> Result<Wording, BadSignal> {
        let special = |c: char| matches!(c, '|' | '(' | ')' | '<' | '>' | '=' | '…');
        let end = self.rest.find(special).unwrap_or(self.rest.len());
        let end = self.rest.find("...").unwrap_or(end).min(end);
        let (run, rest) = self.rest.split_at(end);
        self.rest = rest;
        let mut words = Run::default();
        each_word(run, &mut words);
        if words.sentence_ends {
            return Err(BadSignal::TwoSentences);
        }
        let steps = if words.stems.is_empty() { vec![] } else { vec![Step { gap: 0, part: Part::Run(words.stems) }] };
        Ok(Wording { denied: false, steps })
    }
}

/// The stems of plain words.
#[derive(Default)]
struct Run {
    stems: String,
    /// Whether there was a word, and whether a sentence ended behind one.
    begun: bool,
    sentence_ends: bool,
}

impl TakeWords for Run {
    fn take(&mut self, word: Word<'_>) {
        self.sentence_ends |= self.begun && word.gap == Gap::Sentence;
        self.begun = true;
        if !is_skipped(word.raw) {
            if !self.stems.is_empty() {
                self.stems.push(' ');
            }
            word::push_stem(&mut self.stems, word.raw);
        }
    }
}

#[cfg(test)]
mod tests;
