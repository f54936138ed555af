//! Wordings put together: one behind another, and side by side as a choice.

use super::{BadSignal, LONGEST, MOST_WORDINGS, MOST_WRITTEN_OUT, Part, Step, Wording};

/// Alternatives, held against the limits as they come.
#[derive(Default)]
pub(super) struct Few {
    pub(super) wordings: Vec<Wording>,
    words: usize,
}

impl Few {
    pub(super) fn extend(&mut self, more: Vec<Wording>) -> Result<(), BadSignal> {
        self.words += words_of(&more);
        self.wordings.extend(more);
        let many = self.wordings.len() > MOST_WORDINGS || self.words > MOST_WRITTEN_OUT;
        if many { Err(BadSignal::TooMany) } else { Ok(()) }
    }
}

/// Words of a run.
fn words_in(run: &str) -> usize {
    run.bytes().filter(|byte| *byte == b' ').count() + 1
}

/// Words of all these wordings; a number with its unit is one.
pub(super) fn words_of(wordings: &[Wording]) -> usize {
    let of = |step: &Step| match &step.part {
        Part::Run(run) => words_in(run),
        Part::Choice(runs) => runs.iter().map(|run| words_in(run)).sum(),
        Part::Number(..) => 1,
    };
    wordings.iter().flat_map(|wording| &wording.steps).map(of).sum()
}

/// Words of a wording, with the longest run at each step.
fn longest(wording: &Wording) -> usize {
    let of = |step: &Step| match &step.part {
        Part::Run(run) => words_in(run),
        Part::Choice(runs) => runs.iter().map(|run| words_in(run)).max().unwrap_or_default(),
        Part::Number(..) => 1,
    };
    wording.steps.iter().map(of).sum()
}

/// Every wording so far with every one of the next part behind it.
pub(super) fn joined(mut made: Vec<Wording>, inner: &[Wording], gap: &mut u32) -> Result<Vec<Wording>, BadSignal> {
    let gap = std::mem::take(gap);
    let words = words_of(&made) * inner.len() + words_of(inner) * made.len();
    if made.len() * inner.len() > MOST_WORDINGS || words > MOST_WRITTEN_OUT {
        return Err(BadSignal::TooMany);
    }
    let longest = |wordings: &[Wording]| wordings.iter().map(longest).max().unwrap_or_default();
    if longest(&made) + longest(inner) > LONGEST {
        return Err(BadSignal::Long);
    }
    if let [next] = inner {
        for wording in &mut made {
            follow(wording, next, gap)?;
        }
        return Ok(made);
    }
    let mut all = Vec::with_capacity(made.len() * inner.len());
    for before in &made {
        for next in inner {
            let mut wording = before.clone();
            follow(&mut wording, next, gap)?;
            all.push(wording);
        }
    }
    Ok(all)
}

/// Adds one wording behind another.
fn follow(wording: &mut Wording, next: &Wording, gap: u32) -> Result<(), BadSignal> {
    if next.denied {
        if !wording.steps.is_empty() || wording.denied {
            return Err(BadSignal::NotInside);
        }
        wording.denied = true;
    }
    push(&mut wording.steps, &next.steps, gap);
    Ok(())
}

/// Alternatives that are plain runs become one step.
pub(super) fn one_step(inner: Vec<Wording>) -> Vec<Wording> {
    let plain = |wording: &Wording| {
        !wording.denied && matches!(wording.steps.as_slice(), [Step { part: Part::Run(_) | Part::Choice(_), .. }])
    };
    if inner.len() < 2 || !inner.iter().all(plain) {
        return inner;
    }
    let mut runs: Vec<String> = Vec::new();
    for wording in inner {
        for step in wording.steps {
            match step.part {
                Part::Run(run) => runs.push(run),
                Part::Choice(more) => runs.extend_from_slice(&more),
                Part::Number(..) => {}
            }
        }
    }
    runs.sort();
    runs.dedup();
    let part = if runs.len() == 1 { Part::Run(runs.remove(0)) } else { Part::Choice(runs.into()) };
    vec![Wording { denied: false, steps: vec![Step { gap: 0, part }] }]
}

/// Adds steps; two fixed runs without a gap become one.
fn push(steps: &mut Vec<Step>, next: &[Step], gap: u32) {
    for (at, step) in next.iter().enumerate() {
        let gap = if at == 0 { gap } else { step.gap };
        if gap == 0
            && let (Some(Step { part: Part::Run(before), .. }), Part::Run(run)) = (steps.last_mut(), &step.part)
        {
            before.push(' ');
            before.push_str(run);
            continue;
        }
        steps.push(Step { gap: if steps.is_empty() && gap == 0 { 0 } else { gap }, part: step.part.clone() });
    }
}
