//! Policies compared on synthetic learners.
//!
//! Every student studies the same number of cards under every policy, for the same minutes a day, with the same luck.
//! The score is the expected share of cards recalled on the exam day, by the student's true weights; policies start
//! from the weights that FSRS starts from. It is simulation: the students' memory is FSRS itself.

mod policy;
mod population;
mod student;

use self::policy::Running;
use super::build::Progress;
use super::course::Rated;

pub use self::policy::{Fixed, Leftover, Policy};
pub use self::student::{Student, weights};

/// What is simulated.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// Cards in the deck.
    pub cards: usize,
    /// Study days until the exam.
    pub days: u32,
    /// Minutes on each.
    pub minutes: f64,
    /// Shares of the exam; card `n` belongs to domain `n` modulo their number.
    pub domains: Vec<f64>,
    /// Share of days that are skipped.
    pub skipped: f64,
    /// On the first of these days the exam is moved to the second.
    pub moved: Option<(u32, u32)>,
}

/// What became of one student under one policy.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// Weighted mean recall on exam day, 0 to 1.
    pub recall: f64,
    /// Cards that were shown at all.
    pub seen: usize,
    /// Minutes studied.
    pub minutes: f64,
    /// Predicted and true recall of every card.
    pub forecast: Option<Vec<(f64, f64)>>,
}

/// Work on all students and policies, in slices.
#[derive(Debug, Clone)]
pub struct Simulation {
    setting: Setting,
    policies: Vec<Policy>,
    students: u64,
    seed: u64,
    trial: Option<Trial>,
    /// By policy, then student.
    results: Vec<Vec<Score>>,
}

#[derive(Debug, Clone)]
struct Trial {
    student: Student,
    running: Running,
    day: u32,
    debt: f64,
    used: f64,
}

impl Default for Setting {
    fn default() -> Self {
        Self { cards: 400, days: 30, minutes: 20.0, domains: vec![1.0], skipped: 0.0, moved: None }
    }
}

impl Setting {
    /// The weight of a card.
    #[must_use]
    pub fn weight(&self, card: usize) -> f64 {
        let count = self.domains.len();
        let domain = card % count;
        let cards = (self.cards + count - 1 - domain) / count;
        self.domains[domain] / self.domains.iter().sum::<f64>() * self.cards as f64 / cards as f64
    }

    fn last_day(&self) -> u32 {
        self.moved.map_or(self.days, |(_, to)| to)
    }
}

impl Simulation {
    /// Begins a comparison of policies on so many students.
    #[must_use]
    pub fn new(setting: Setting, policies: Vec<Policy>, students: u64, seed: u64) -> Self {
        let results = vec![Vec::new(); policies.len()];
        Self { setting, policies, students, seed, trial: None, results }
    }

    /// Does so many units of work: one day of one student each.
    pub fn step(&mut self, units: usize) -> Progress {
        for _ in 0..units {
            if self.finished() {
                break;
            }
            self.day();
        }
        self.progress()
    }

    /// How far it has come.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let days = self.setting.last_day().max(1) as usize;
        let done: usize = self.results.iter().map(Vec::len).sum();
        let total = self.policies.len() * self.students as usize * days;
        Progress { done: done * days + self.trial.as_ref().map_or(0, |trial| trial.day as usize), total }
    }

    /// Whether all is done.
    #[must_use]
    pub fn finished(&self) -> bool {
        self.results.iter().all(|results| results.len() as u64 == self.students)
    }

    /// Policies with their results so far, one for each student in order.
    pub fn results(&self) -> impl Iterator<Item = (Policy, &[Score])> {
        self.policies.iter().copied().zip(self.results.iter().map(Vec::as_slice))
    }

    fn day(&mut self) {
        let number = self.results.iter().map(Vec::len).min().unwrap_or(0) as u64;
        let Some(policy) = self.results.iter().position(|results| results.len() as u64 == number) else { return };
        let trial = self.trial.get_or_insert_with(|| Trial {
            student: Student::new(&weights(self.seed, number), self.setting.cards, self.seed ^ number << 20),
            running: Running::new(self.policies[policy], &self.setting),
            day: 0,
            debt: 0.0,
            used: 0.0,
        });
        if trial.day < self.setting.last_day() {
            trial.study(&self.setting);
            trial.day += 1;
        }
        if trial.day >= self.setting.last_day() {
            self.results[policy].push(trial.result(&self.setting));
            self.trial = None;
        }
    }
}

/// How well forecasts held: the calibration error over all cards in ten bins of predicted recall, and the mean error of a
/// learner's whole deck; both 0 to 1. None when nothing was forecast.
#[must_use]
pub fn calibration(scores: &[Score]) -> Option<(f64, f64)> {
    let (mut bins, mut decks) = ([(0.0f64, 0.0f64); 10], 0.0);
    let (mut cards, mut forecast) = (0.0, 0.0);
    for pairs in scores.iter().filter_map(|score| score.forecast.as_ref()) {
        forecast += 1.0;
        let (mut predicted, mut actual) = (0.0, 0.0);
        for (chance, truth) in pairs {
            let bin = &mut bins[((chance * 10.0) as usize).min(9)];
            *bin = (bin.0 + chance, bin.1 + truth);
            predicted += chance;
            actual += truth;
        }
        cards += pairs.len() as f64;
        decks += (predicted - actual).abs() / (pairs.len() as f64).max(1.0);
    }
    let off: f64 = bins.iter().map(|(predicted, actual)| (predicted - actual).abs()).sum();
    (cards > 0.0).then(|| (off / cards, decks / forecast))
}

impl Trial {
    fn study(&mut self, setting: &Setting) {
        let day = self.day;
        if let Some((on, to)) = setting.moved
            && on == day
        {
            self.running.move_exam(to);
        }
        if self.student.skips(day, setting.skipped) {
            return;
        }
        let budget = setting.minutes * 60.0 - self.debt;
        let mut spent = 0.0;
        if budget > 0.0 {
            for card in self.running.plan(day, setting, budget) {
                if spent >= budget {
                    break;
                }
                for (rating, seconds) in self.student.show(card, day) {
                    self.running.record(card, Rated::new(day, rating, seconds));
                    spent += seconds;
                }
            }
        }
        // What ran over is taken from the next day.
        self.debt = (spent - budget).max(0.0);
        self.used += spent;
    }

    fn result(&self, setting: &Setting) -> Score {
        let recall = self.student.recall(setting.last_day());
        let weighted = recall.iter().enumerate().map(|(card, recall)| setting.weight(card) * recall);
        let total: f64 = (0..setting.cards).map(|card| setting.weight(card)).sum();
        Score {
            recall: weighted.sum::<f64>() / total,
            seen: recall.iter().filter(|recall| **recall > 0.0).count(),
            minutes: self.used / 60.0,
            forecast: self.running.forecast().map(|forecast| forecast.into_iter().zip(recall).collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Setting {
        Setting { cards: 30, days: 5, minutes: 3.0, domains: vec![0.6, 0.4], ..Setting::default() }
    }

    fn done(setting: Setting, slice: usize) -> Vec<Vec<Score>> {
        let mut work =
            Simulation::new(setting, vec![Policy::Plan { fit: true }, Policy::PLAIN, Policy::LAST_PASS], 2, 5);
        while !work.finished() {
            let before = work.progress();
            let after = work.step(slice);
            assert!(after.done > before.done && after.done <= after.total, "{before:?} {after:?}");
        }
        work.results().map(|(_, results)| results.to_vec()).collect()
    }

    #[test]
    fn it_can_be_repeated_and_cut_into_slices() {
        assert_eq!(done(small(), 1), done(small(), 1000));
    }

    #[test]
    fn every_policy_stays_within_the_minutes() {
        for result in done(small(), 9).into_iter().flatten() {
            // Five days of three minutes, and a last card that ran over.
            assert!(result.minutes < 15.0 + 5.0, "{}", result.minutes);
            assert!((0.0..=1.0).contains(&result.recall) && result.seen > 0);
        }
    }

    #[test]
    fn forecasts_are_held_against_the_truth() {
        let score = |pairs: Vec<(f64, f64)>| Score { recall: 0.0, seen: 2, minutes: 1.0, forecast: Some(pairs) };
        // Bins .8 and .2: off by .1 + .1 and by .1; decks off by .05 and .1 on the mean of their cards.
        let scores = [score(vec![(0.85, 0.75), (0.25, 0.25)]), score(vec![(0.85, 0.75), (0.25, 0.15)])];
        let (cards, decks) = calibration(&scores).unwrap();
        assert!((cards - 0.3 / 4.0).abs() < 1e-12 && (decks - 0.075).abs() < 1e-12, "{cards} {decks}");
        assert_eq!(calibration(&[]), None);
        let without = Score { recall: 0.0, seen: 0, minutes: 0.0, forecast: None };
        assert_eq!(calibration(std::slice::from_ref(&without)), None);
        // What is off one way in one bin doesn't make up for another, but in a deck it does.
        let (cards_apart, decks_apart) = calibration(&[score(vec![(0.95, 0.85), (0.05, 0.15)])]).unwrap();
        assert!((cards_apart - 0.1).abs() < 1e-12 && decks_apart.abs() < 1e-12, "{cards_apart} {decks_apart}");
        let [first, second] = scores;
        assert_eq!(calibration(&[first, without, second]), Some((cards, decks)));
    }

    #[test]
    fn weights_of_cards_are_one_on_average() {
        let setting = Setting { cards: 31, ..small() };
        let total: f64 = (0..31).map(|card| setting.weight(card)).sum();
        assert!((total - 31.0).abs() < 1e-9);
        assert!((setting.weight(0) / setting.weight(1) - 0.6 / 16.0 / (0.4 / 15.0)).abs() < 1e-9);
        // Shares need not sum to one.
        let parts = Setting { domains: vec![3.0, 2.0], ..setting.clone() };
        assert!((0..31).all(|card| (parts.weight(card) - setting.weight(card)).abs() < 1e-12));
    }

    #[test]
    fn skipped_days_and_a_moved_exam_hold() {
        let setting = Setting { skipped: 0.5, moved: Some((2, 3)), ..small() };
        assert_eq!(done(setting, 3).len(), 3);
    }

    #[test]
    fn what_ran_over_is_taken_from_the_next_day() {
        let setting = Setting { minutes: 2.0, ..small() };
        let running = Running::new(Policy::LAST_PASS, &setting);
        let student = Student::new(&weights(5, 0), setting.cards, 9);
        let mut trial = Trial { student, running, day: 0, debt: 0.0, used: 0.0 };
        let mut owed = 0;
        for day in 0..5 {
            let (debt, used) = (trial.debt, trial.used);
            trial.day = day;
            trial.study(&setting);
            let (spent, budget) = (trial.used - used, 120.0 - debt);
            assert!(spent >= budget, "there is always a card to show");
            assert!((trial.debt - (spent - budget)).abs() < 1e-9, "{} {spent} {budget}", trial.debt);
            owed += u32::from(debt > 1.0);
        }
        assert!(owed > 1);
        let score = trial.result(&setting);
        assert!((score.minutes - trial.used / 60.0).abs() < 1e-12);
        let recall = trial.student.recall(5);
        let weighted: f64 = recall.iter().enumerate().map(|(card, recall)| setting.weight(card) * recall).sum();
        assert!((score.recall - weighted / 30.0).abs() < 1e-9, "weights are 1 on average");
        assert_eq!(score.seen, recall.iter().filter(|recall| **recall > 0.0).count());
        assert!((1..30).contains(&score.seen), "{}", score.seen);
        assert_eq!(score.forecast, None);
    }

    #[test]
    fn a_skipped_day_goes_by_and_a_moved_exam_counts() {
        let all = done(Setting { skipped: 1.0, ..small() }, 50).concat();
        assert!(all.iter().all(|score| score.minutes == 0.0 && score.seen == 0 && score.recall == 0.0));
        let setting = Setting { moved: Some((2, 8)), ..small() };
        assert_eq!((setting.last_day(), small().last_day()), (8, 5));
        let later = done(setting, 50);
        // Three minutes on each of eight days, and a last card that ran over.
        assert!(later.concat().iter().all(|score| (16.0..29.0).contains(&score.minutes)), "{later:?}");
        let plan = later[0][0].forecast.as_ref().unwrap();
        assert_eq!(plan.len(), 30);
        // The same student under every policy.
        let forecast = done(small(), 50)[0][0].forecast.clone().unwrap();
        assert_ne!(&forecast, plan);
    }

    #[test]
    fn an_exam_is_moved_on_its_day_and_not_before() {
        let forecasts = |moved| {
            let setting = Setting { moved, ..small() };
            let running = Running::new(Policy::Plan { fit: false }, &setting);
            let student = Student::new(&weights(5, 0), setting.cards, 9);
            let mut trial = Trial { student, running, day: 0, debt: 0.0, used: 0.0 };
            [0, 1, 2].map(|day| {
                trial.day = day;
                trial.study(&setting);
                trial.running.forecast().unwrap()
            })
        };
        let (moved, stayed) = (forecasts(Some((2, 9))), forecasts(None));
        assert!(stayed[0].iter().any(|recall| *recall > 0.5));
        assert_eq!(moved[..2], stayed[..2]);
        let sum = |forecast: &[f64]| forecast.iter().sum::<f64>();
        assert!(sum(&moved[2]) < sum(&stayed[2]), "{} {}", sum(&moved[2]), sum(&stayed[2]));
    }
}
