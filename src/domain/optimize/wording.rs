//! What fitting came to, in words; Markdown.

use super::{ENOUGH, Report, TooFew};

/// Why nothing is fitted.
#[must_use]
pub fn too_few(few: TooFew) -> String {
    let reviews = if few.samples == 1 { "1 review".to_owned() } else { format!("{} reviews", few.samples) };
    format!(
        "{reviews} of cards that came back on a later day so far; this needs {ENOUGH}. Fitted to fewer, predictions rather \
         get worse, so everything stays as it is."
    )
}

/// What came of it. `retention` is the desired one.
#[must_use]
pub fn said(report: &Report, retention: f32) -> String {
    let judged = format!(
        "Your latest {} reviews, which the fit had not seen, are predicted with a log loss of **{:.4}**; the present model \
         has **{:.4}**. Less is better.",
        report.judged, report.after, report.before
    );
    if !report.better() {
        return format!(
            "{judged}\n\nThe fit is no better, so everything stays as it is. Some hundred reviews later it may be worth \
             another try."
        );
    }
    let (before, after) = report.load;
    format!(
        "{judged}\n\nTo recall {:.0} %, the cards you know ask for **{after:.1}** reviews a day where it was **{before:.1}**.\
         \n\nEach card takes it on with its next review; no day moves now.",
        100.0 * retention
    )
}
