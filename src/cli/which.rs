//! `which`: the service that a scenario points to, on the command line.

use std::io::{BufRead, IsTerminal, Read};

use super::line::{self, Line};
use super::{Context, Output, output, screens};
use crate::app::which::Engines;
use crate::domain::content::Services;
use crate::domain::rules::Answer;
use crate::domain::text::{clean, pad};
use crate::domain::verdict::{deciding, reasons};
use crate::failure::Failure;
use crate::shell::{Library, rulebooks, scenarios};

/// Columns of a verdict's bar.
const BAR: usize = 20;
/// Verdicts that are told to people.
const TOLD: usize = 5;
/// The longest scenario, and the longest line of JSON, in bytes.
const LONGEST: usize = 1 << 20;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The scenario; without it, standard input
    text: Vec<String>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
    /// Read one JSON object a line (`scenario`, optional `id`, `options`, `choose`) and answer each in one line
    #[arg(long, conflicts_with_all = ["text", "json"])]
    jsonl: bool,
}

/// Reads a scenario, or opens the screen when there is none and somebody sits there.
pub fn run(context: &Context, args: &Args, out: &mut Output) -> Result<u8, Failure> {
    let (input, shown) = (std::io::stdin(), std::io::stdout());
    if args.text.is_empty() && !args.json && !args.jsonl && input.is_terminal() && shown.is_terminal() {
        return screens::which(context);
    }
    let mut store = context.store()?;
    Library::new(&context.data_dir()?).sync(&mut store, context.clock.now().at, false, &mut |_, _| {})?;
    let engines = rulebooks::engines(&store)?;
    if engines.packs.is_empty() {
        return Err(Failure::failed("no pack in use has rules", "See the packs with `plimsoll pack list`."));
    }
    if args.jsonl {
        return many(&engines, &mut input.lock(), out);
    }
    let text = if args.text.is_empty() { all_of(&mut input.lock())? } else { args.text.join(" ") };
    if text.trim().is_empty() {
        return Err(Failure::usage("there is no scenario to read", "Give it as text or on standard input."));
    }
    let Some((answer, pack)) = engines.read(&text) else { return Ok(0) };
    let services = &engines.packs[pack].services;
    if args.json {
        out.json(&answer);
    } else {
        tell(&text, &answer, services, context.global.color.output(), out);
    }
    Ok(0)
}

fn all_of(input: &mut impl Read) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    input.take(LONGEST as u64 + 1).read_to_end(&mut bytes).map_err(|error| unread(&error))?;
    if bytes.len() > LONGEST {
        return Err(Failure::usage("the scenario is longer than 1 MiB", "Give one scenario at a time."));
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn unread(error: &std::io::Error) -> Failure {
    Failure::failed(format!("can't read standard input: {error}"), "")
}

/// Answers line by line, each as soon as it has come. 1 when one of them was bad.
fn many(engines: &Engines, input: &mut impl BufRead, out: &mut Output) -> Result<u8, Failure> {
    let (mut bytes, mut number, mut code) = (Vec::new(), 0, 0);
    loop {
        let read = line::read(input, &mut bytes, LONGEST).map_err(|error| unread(&error))?;
        if read == Line::End || out.closed() {
            return Ok(code);
        }
        number += 1;
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        let answer = match read {
            Line::Cut => scenarios::too_long(number),
            _ => scenarios::answer(engines, &bytes, number),
        };
        let (said, answered) =
            answer.map_err(|error| Failure::failed(format!("can't write the answer: {error}"), ""))?;
        code = if answered { code } else { 1 };
        out.text(&said);
        out.text("\n");
        out.show();
    }
}

/// The answer for people: the scenario with its deciding words marked, verdicts with bars, and every reason.
fn tell(text: &str, answer: &Answer, services: &Services, colour: bool, out: &mut Output) {
    let marks = deciding(answer);
    if colour {
        let marks: Vec<_> = marks.iter().map(|at| [at.start, at.end]).collect();
        out.marked("", text.trim_end(), &marks, true);
    } else {
        out.line(bracketed(text, &marks).trim_end());
    }
    out.line("");
    if answer.abstained {
        out.line("The words don't decide between services.");
    }
    let title = |id: &str| services.title(id).to_owned();
    let told = answer.verdicts.iter().take(TOLD);
    let longest = told.clone().map(|verdict| title(verdict.service.as_str()).chars().count()).max().unwrap_or(0);
    for verdict in told {
        let share = verdict.confidence.clamp(0.0, 1.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 20")]
        let filled = (share * BAR as f64).round() as usize;
        let bar = format!("{}{}", "█".repeat(filled), "·".repeat(BAR - filled));
        out.line(&format!("{}  {bar} {:3.0} %", pad(&title(verdict.service.as_str()), longest), share * 100.0));
    }
    for reason in reasons(answer) {
        let words: Vec<String> = reason.at.iter().map(|at| quoted(text, at)).collect();
        let weights: Vec<_> = reason.weights.iter().map(|(id, weight)| format!("{weight:+.1} {}", title(id))).collect();
        out.line("");
        out.line(&format!("{}: {}", words.join(", "), weights.join(", ")));
        out.line(&format!("  {} ({})", reason.because, reason.rule));
    }
    if answer.evidence.is_empty() {
        output::remark("no rule knows these words");
    }
}

fn quoted(text: &str, at: &std::ops::Range<usize>) -> String {
    let words: String = text.chars().skip(at.start).take(at.len()).collect();
    format!("\"{}\"", words.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The text with brackets around its marked words, where colours would be lost.
fn bracketed(text: &str, marks: &[std::ops::Range<usize>]) -> String {
    let mut marked = String::with_capacity(text.len());
    for (at, character) in text.chars().enumerate() {
        if marks.iter().any(|mark| mark.end == at) {
            marked.push(']');
        }
        if marks.iter().any(|mark| mark.start == at) {
            marked.push('[');
        }
        marked.push(character);
    }
    if marks.last().is_some_and(|mark| mark.end == text.chars().count()) {
        marked.push(']');
    }
    clean(&marked).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_on_one_line() {
        assert_eq!(quoted("no  servers\nto manage", &(4..14)), "\"servers to\"");
    }
}
