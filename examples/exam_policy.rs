//! The exam plan behind a line protocol: one JSON object a line in, one out.
//!
//! A simulator can drive it with any learner and compare it with any other policy. It answers with the same code that
//! plans a learner's days in Plimsoll. `--no-fit` keeps to the weights that it is given.

use std::io::{BufRead, Write};

use plimsoll::domain::memory::Rating;
use plimsoll::domain::memory::formula::{Formula, HardSameDay};
use plimsoll::domain::plan::habits::CardKind;
use plimsoll::domain::plan::{Course, CourseCard, Rated};
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Message {
    Init { exam_day: u32, minutes_per_day: f64, params: Vec<f64>, cards: Vec<CardLine> },
    Day { day: u32, exam_day: u32, budget_seconds: f64, events: Vec<(usize, u32, u8, f64)> },
    End { exam_day: u32, events: Vec<(usize, u32, u8, f64)> },
    Quit,
}

#[derive(Deserialize)]
struct CardLine {
    id: u64,
    weight: f64,
}

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let fit = !std::env::args().any(|argument| argument == "--no-fit");
    let mut output = std::io::stdout().lock();
    let mut running: Option<(Course, f64)> = None;
    for line in std::io::stdin().lock().lines() {
        let message = serde_json::from_str(&line?)?;
        let answer = match (message, &mut running) {
            (Message::Init { exam_day, minutes_per_day, params, cards }, _) => {
                let weights = <[f64; 21]>::try_from(params).map_err(|_| "21 parameters are needed")?;
                let formula = Formula::new(&weights).reading_hard_as(HardSameDay::MayFall);
                let cards = cards.into_iter().map(|card| CourseCard::new(card.id, card.weight, CardKind::Basic));
                running = Some((Course::new(cards.collect(), formula, exam_day).fitting(fit), minutes_per_day));
                continue;
            }
            (Message::Day { day, exam_day, budget_seconds, events }, Some((course, minutes))) => {
                record(course, &events)?;
                course.move_exam(exam_day);
                let (_, today) = course.plan(day, *minutes, budget_seconds);
                json!({"order": today.order.iter().map(|entry| entry.id).collect::<Vec<_>>()})
            }
            (Message::End { exam_day, events }, Some((course, _))) => {
                record(course, &events)?;
                course.move_exam(exam_day);
                json!({"forecast": course.forecast()})
            }
            (Message::Quit, _) => break,
            (_, None) => return Err("the first message has to be init".into()),
        };
        writeln!(output, "{answer}")?;
        output.flush()?;
    }
    Ok(())
}

fn record(course: &mut Course, events: &[(usize, u32, u8, f64)]) -> Result<(), Failure> {
    for &(card, day, rating, seconds) in events {
        let rating = Rating::of(rating).ok_or("a rating is 1 to 4")?;
        course.record(card, Rated::new(day, rating, seconds));
    }
    Ok(())
}
