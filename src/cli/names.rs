//! Names typed on the command line: a misspelt one would look like an empty answer, so it is told, with what was
//! probably meant.

use crate::domain::text::clean_line;
use crate::failure::Failure;

/// How alike two names must be for one to be offered for the other (Jaro-Winkler, 0 to 1).
const ALIKE: f64 = 0.75;

/// More names than this are counted, not listed.
const LISTED: usize = 12;

/// The name among `names` that was typed, upper and lower case alike.
///
/// # Errors
/// Wrong usage when there is none: `no service is called "esk"`, and what was probably meant.
pub fn known<'a>(what: &str, typed: &str, names: &'a [String]) -> Result<&'a str, Failure> {
    let exact = names.iter().find(|name| *name == typed);
    let found = exact.or_else(|| names.iter().find(|name| name.eq_ignore_ascii_case(typed)));
    found.map(String::as_str).ok_or_else(|| unknown(what, typed, names))
}

/// Says that nothing is called so: the name that was probably meant, or those that there are.
pub fn unknown(what: &str, typed: &str, names: &[String]) -> Failure {
    let lower = typed.to_lowercase();
    let alike = |name: &String| strsim::jaro_winkler(&name.to_lowercase(), &lower);
    let near = names.iter().max_by(|a, b| alike(a).total_cmp(&alike(b))).filter(|name| alike(name) > ALIKE);
    let hint = match near {
        Some(near) => format!("Did you mean {}?", clean_line(near)),
        None if names.is_empty() => "There is none.".to_owned(),
        None => {
            let listed: Vec<_> = names.iter().take(LISTED).map(|name| clean_line(name)).collect();
            let more = names.len().saturating_sub(LISTED);
            let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
            format!("There is: {}{rest}", listed.join(", "))
        }
    };
    Failure::usage(format!("no {what} is called {typed:?}"), hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_name_is_found_in_any_case() {
        let names = names(&["eks", "ecs-fargate"]);
        assert_eq!(known("service", "ECS-Fargate", &names).unwrap(), "ecs-fargate");
    }

    #[test]
    fn a_misspelt_name_is_told_with_what_was_meant() {
        let names = names(&["eks", "ecs-fargate", "fargate"]);
        let failure = known("service", "fragate", &names).unwrap_err();
        assert_eq!((failure.code, failure.summary.as_str()), (2, "no service is called \"fragate\""));
        assert_eq!(failure.hint, "Did you mean fargate?");
    }

    #[test]
    fn where_nothing_is_alike_all_are_listed_but_not_hundreds() {
        let two = names(&["eks", "ecs"]);
        assert_eq!(unknown("service", "quux", &two).hint, "There is: eks, ecs");
        assert_eq!(unknown("pack", "x", &[]).hint, "There is none.");
        let many: Vec<String> = (0..40).map(|n| format!("{n:03}")).collect();
        assert!(unknown("tag", "quux", &many).hint.ends_with("011 and 28 more"));
        assert_eq!(unknown("tag", "a\u{1b}[2J", &names(&["\u{1b}]0;x"])).hint.find('\u{1b}'), None);
    }
}
