//! Names that items give to each other: who exists, who is asked for, and what a misspelt one may mean.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::problem::{Mark, Problem, Problems, quoted};

/// What a name can stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Service,
    Exam,
    Objective,
    Note,
    Trap,
    Question,
    Rule,
    Phrases,
    Stories,
}

impl Kind {
    pub fn word(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Exam => "exam",
            Self::Objective => "objective",
            Self::Note => "note",
            Self::Trap => "trap",
            Self::Question => "question",
            Self::Rule => "rule",
            Self::Phrases => "list of phrases",
            Self::Stories => "list of stories",
        }
    }

    /// The section of a file where it is set.
    fn section(self) -> String {
        match self {
            Self::Phrases => "phrases".to_owned(),
            Self::Stories => "stories".to_owned(),
            _ => format!("{}s", self.word()),
        }
    }

    /// Notes, traps and questions share their ids: a full id is `pack/item`.
    fn space(self) -> Self {
        if matches!(self, Self::Trap | Self::Question) { Self::Note } else { self }
    }
}

/// Where an id is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origin {
    kind: Kind,
    /// Number of the file in the pack's order.
    file: u32,
    line: u32,
}

/// A name that stands somewhere and must exist.
#[derive(Debug)]
struct Asked {
    kind: Kind,
    name: Box<str>,
    /// For a domain: its exam is `name`.
    domain: Option<Box<str>>,
    item: Box<str>,
    file: u32,
    mark: Mark,
}

/// All ids of a pack, and all names that items use.
#[derive(Debug, Default)]
pub(super) struct Names {
    set: HashMap<Kind, HashMap<String, Origin>>,
    /// Domains of each exam, where its form was right.
    domains: BTreeMap<String, Vec<String>>,
    asked: Vec<Asked>,
    /// Whatever may be an id in files that couldn't be read, so that it isn't told as unknown.
    perhaps: HashSet<String>,
}

impl Names {
    /// Sets an id. Says where it is set already, if so: kind, file and line.
    pub fn set(&mut self, kind: Kind, id: &str, file: u32, line: u32) -> Option<(Kind, u32, u32)> {
        let space = self.set.entry(kind.space()).or_default();
        if let Some(first) = space.get(id) {
            return Some((first.kind, first.file, first.line));
        }
        space.insert(id.to_owned(), Origin { kind, file, line });
        None
    }

    pub fn set_domains(&mut self, exam: &str, domains: impl Iterator<Item = String>) {
        self.domains.insert(exam.to_owned(), domains.collect());
    }

    /// Notes that `item` needs the name to exist; one that already does is forgotten at once.
    pub fn ask(&mut self, kind: Kind, name: &str, item: &str, file: u32, mark: Mark) {
        let known = self.origin(kind, name).is_some_and(|origin| origin.kind == kind);
        if !known {
            self.asked.push(Asked { kind, name: name.into(), domain: None, item: item.into(), file, mark });
        }
    }

    /// Notes that `item` needs the exam to have the domain.
    pub fn ask_domain(&mut self, exam: &str, domain: &str, item: &str, file: u32, mark: Mark) {
        let known = self.domains.get(exam).is_some_and(|domains| domains.iter().any(|known| known == domain));
        if !known {
            let (name, domain) = (exam.into(), Some(domain.into()));
            self.asked.push(Asked { kind: Kind::Exam, name, domain, item: item.into(), file, mark });
        }
    }

    /// Takes every key at the start of a line of a file that couldn't be read as an id that may be set there.
    pub fn perhaps_in(&mut self, text: &str) {
        let keys = text.lines().filter_map(|line| line.trim_start().split_once(':'));
        self.perhaps.extend(keys.map(|(key, _)| key.trim().trim_matches(['"', '\'']).to_owned()));
    }

    fn origin(&self, kind: Kind, name: &str) -> Option<Origin> {
        self.set.get(&kind.space()).and_then(|space| space.get(name)).copied()
    }

    /// Tells every name that doesn't exist; `path` gives the path of a file by its number.
    pub fn tell_unknown(&mut self, problems: &mut Problems, path: impl Fn(u32) -> String) {
        // Finding a near name among tens of thousands takes a while.
        const MOST_HINTS: usize = 200;
        let mut told = 0;
        for asked in std::mem::take(&mut self.asked) {
            let Some((message, hint)) = self.unknown(&asked, told >= MOST_HINTS) else { continue };
            told += 1;
            let problem = Problem::error(&path(asked.file), message, hint).at(asked.mark).of(&asked.item);
            problems.add(problem);
        }
    }

    fn unknown(&self, asked: &Asked, in_short: bool) -> Option<(String, String)> {
        if let Some(domain) = &asked.domain {
            // An exam that doesn't exist, or whose form is wrong, has its own problem.
            let domains = self.domains.get(asked.name.as_ref())?;
            if domains.iter().any(|known| **known == **domain) {
                return None;
            }
            let hint = match near(domain, domains.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("its domains: {}", domains.join(", ")),
            };
            return Some((format!("exam {} has no domain {}", quoted(&asked.name), quoted(domain)), hint));
        }
        let word = asked.kind.word();
        match self.origin(asked.kind, &asked.name) {
            Some(origin) if origin.kind == asked.kind => None,
            Some(origin) => {
                let message = format!("{} is a {}, not a {word}", quoted(&asked.name), origin.kind.word());
                Some((message, format!("name a {word} here")))
            }
            None if self.perhaps.contains(asked.name.as_ref()) => None,
            None => {
                let candidates = self.names(asked.kind).take(if in_short { 0 } else { usize::MAX });
                let hint = near(&asked.name, candidates).map(|near| format!("did you mean `{near}`?"));
                let hint = hint.unwrap_or_else(|| format!("add it to `{}`, or take it out here", asked.kind.section()));
                Some((format!("unknown {word} {}", quoted(&asked.name)), hint))
            }
        }
    }

    fn names(&self, kind: Kind) -> impl Iterator<Item = &str> {
        let space = self.set.get(&kind.space()).into_iter().flatten();
        space.filter(move |(_, origin)| origin.kind == kind).map(|(name, _)| name.as_str())
    }
}

/// The known name that was probably meant: the fewest edits, at most three and a third of its length.
pub(super) fn near<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase().replace('_', "-");
    let ends = |text: &str| (text.chars().next().map(|c| c.to_ascii_lowercase()), text.chars().next_back());
    let (first, last) = ends(&name);
    let close = |known: &&str| {
        let (known_first, known_last) = ends(known);
        let length = known.len().abs_diff(name.len()) <= 3 && known.len() <= 80;
        length && (known_first == first || known_last == last)
    };
    let edits = |known: &'a str| {
        let edits = strsim::osa_distance(&name, &known.to_lowercase().replace('_', "-"));
        (edits <= (name.len() / 3).min(3)).then_some((edits, known))
    };
    known.filter(close).filter_map(edits).min().map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_found() {
        let near = |name: &str| near(name, ["ecs", "ecs-fargate", "fargate", "eks"].into_iter());
        assert_eq!(near("ecs-fragate"), Some("ecs-fargate"));
        assert_eq!(near("ECS_Fargate"), Some("ecs-fargate"));
        assert_eq!(near("esc"), Some("ecs"));
        assert_eq!(near("lambda"), None);
    }

    #[test]
    fn items_share_their_ids() {
        let mut names = Names::default();
        assert_eq!(names.set(Kind::Note, "gpu", 1, 4), None);
        assert_eq!(names.set(Kind::Trap, "gpu", 2, 9), Some((Kind::Note, 1, 4)));
        assert_eq!(names.set(Kind::Service, "gpu", 2, 9), None);
    }
}
