//! Items that say not where they are from, or were last held against it too long ago.

use super::{Finding, Findings};
use crate::domain::content::{Month, Pack};

/// Months after which somebody should look at the source again.
const FRESH: i32 = 12;

pub(super) fn findings(pack: &Pack, today: Month, found: &mut Findings) {
    for item in &pack.items {
        if item.source.is_none() {
            let hint = "add `source`: an address, or a text that says where it is from";
            found.push(Finding::of(item, &[], format!("the {} has no source", item.kind.name()), hint));
        }
        let Some(month) = item.verified else { continue };
        let age = months(today) - months(month);
        let Month { year, month } = month;
        if age > FRESH {
            let message = format!("it was last verified in {year}-{month:02}, over a year ago");
            found.push(Finding::of(
                item,
                &["verified"],
                message,
                "hold it against its source again, then set `verified`",
            ));
        } else if age < 0 {
            let message = format!("`verified` is {year}-{month:02}, a month to come");
            found.push(Finding::of(item, &["verified"], message, "set the month in which somebody looked"));
        }
    }
}

fn months(month: Month) -> i32 {
    i32::from(month.year) * 12 + i32::from(month.month)
}
