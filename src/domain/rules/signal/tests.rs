use super::*;

fn phrases(lists: &[(&str, &[&str])]) -> Phrases {
    lists
        .iter()
        .map(|(name, list)| (Slug::new(*name).unwrap(), list.iter().map(|s| (*s).to_owned()).collect()))
        .collect()
}

#[test]
fn skipped_words_are_in_order() {
    assert!(SKIPPED.is_sorted());
}

fn plain(text: &str) -> Vec<String> {
    shown(&parse(text, &Lists::of(&Phrases::new())).unwrap())
}

fn shown(signal: &Signal) -> Vec<String> {
    let step = |step: &Step| {
        let dots = if step.gap > 0 { "... " } else { "" };
        match &step.part {
            Part::Run(run) => format!("{dots}{run}"),
            Part::Choice(runs) => format!("{dots}{}", runs.join("/")),
            Part::Number(comparison, limit, _) => format!("{dots}{comparison:?} {limit}"),
        }
    };
    let wording = |wording: &Wording| {
        let steps: Vec<String> = wording.steps.iter().map(step).collect();
        format!("{}{}", if wording.denied { "! " } else { "" }, steps.join(" "))
    };
    signal.wordings.iter().map(wording).collect()
}

#[test]
fn words_fold_and_skip_articles() {
    assert_eq!(plain("without managing the Servers"), ["without manag server"]);
    assert_eq!(plain("blue/green"), plain("Blue-green"));
}

#[test]
fn choices_and_dots() {
    assert_eq!(plain("(patch|scale up) (servers|hosts)"), ["patch/scal up host/server"]);
    assert_eq!(plain("manage ... nodes"), ["manag ... nod"]);
    assert_eq!(plain("not manage servers"), ["! manag server"]);
    assert_eq!(plain("is (not|never) scaled"), ["be never/not scal"]);
    assert_eq!(plain("run (long|for ... > 15 minutes)"), ["run long", "run for ... Above 900"]);
    assert_eq!(plain("> 10 GB images"), ["Above 10737418240 imag"]);
    for (sign, name) in [("<", "Below"), ("<=", "AtMost"), ("=", "Equal"), (">=", "AtLeast"), (">", "Above")] {
        assert_eq!(plain(&format!("{sign} 15 minutes")), [format!("{name} 900")]);
    }
}

#[test]
fn phrases_stand_in_for_their_list() {
    let lists = phrases(&[("hosts", &["servers", "nodes"]), ("no-hosts", &["serverless", "not manage <hosts>"])]);
    let lists = Lists::of(&lists);
    let signal = parse("<no-hosts>", &lists).unwrap();
    assert_eq!(shown(&signal), ["serverless", "! manag nod/server"]);
    assert_eq!(parse("run <no-hosts>", &lists), Err(BadSignal::NotInside));
    assert_eq!(shown(&parse("patch <hosts> daily", &lists).unwrap()), ["patch nod/server daili"]);
}

#[test]
fn what_can_never_match_is_told() {
    let none = Phrases::new();
    for (text, error) in [
        ("", BadSignal::Empty),
        ("the", BadSignal::Empty),
        ("--", BadSignal::Empty),
        ("servers. No", BadSignal::TwoSentences),
        ("(x|y", BadSignal::Bracket('(')),
        ("one)", BadSignal::Bracket(')')),
        ("<servers", BadSignal::Bracket('<')),
        ("<servers>", BadSignal::UnknownPhrases("servers".into())),
        ("> 15", BadSignal::Comparison(">".into())),
        ("runs > long", BadSignal::Comparison(">".into())),
        ("... servers", BadSignal::Dots),
        ("servers ...", BadSignal::Dots),
        ("manage ... ... servers", BadSignal::Dots),
        ("(both|here) there", BadSignal::Skipped("both".into())),
    ] {
        assert_eq!(parse(text, &Lists::of(&none)), Err(error), "{text}");
    }
    let circle = phrases(&[("a", &["<b>"]), ("b", &["<a>"])]);
    let circle = Lists::of(&circle);
    assert_eq!(parse("<a>", &circle), Err(BadSignal::Circle("a".into())));
    assert_eq!(parse("<b>", &circle), Err(BadSignal::Circle("b".into())));
}

#[test]
fn lists_may_name_each_other_so_deep_in_whatever_order_they_are_read() {
    let name = |at: usize| Slug::new(format!("list-{at:02}")).unwrap();
    let next = |at: usize| vec![if at < MOST_LISTS { format!("<{}>", name(at + 1)) } else { "word".to_owned() }];
    let deep: Phrases = (0..=MOST_LISTS).map(|at| (name(at), next(at))).collect();
    let read = |order: &mut dyn Iterator<Item = usize>| -> Vec<usize> {
        let lists = Lists::of(&deep);
        let mut good: Vec<usize> = order.filter(|at| parse(&format!("<{}>", name(*at)), &lists).is_ok()).collect();
        good.sort_unstable();
        good
    };
    let most: Vec<usize> = (1..=MOST_LISTS).collect();
    assert_eq!(read(&mut (0..=MOST_LISTS)), most);
    assert_eq!(read(&mut (0..=MOST_LISTS).rev()), most);
}

#[test]
fn wordings_are_bounded() {
    let bomb = "(a ... b|c ... d)".repeat(20);
    assert_eq!(parse(&bomb, &Lists::of(&Phrases::new())), Err(BadSignal::TooMany));
}

#[test]
fn lists_that_name_each_other_often_end() {
    let ten = |name: &str| vec![format!("<{name}>"); 10].join(" ");
    let names: Vec<String> = (0..12).map(|at| format!("list-{at}")).collect();
    let mut lists: Phrases =
        names.windows(2).map(|pair| (Slug::new(pair[0].as_str()).unwrap(), vec![ten(&pair[1])])).collect();
    lists.insert(Slug::new("list-11").unwrap(), vec!["word".to_owned()]);
    let lists = Lists::of(&lists);
    let words = |signal: &str| check_signal(signal, &lists).map(|extent| extent.words);
    assert_eq!(words("<list-10>"), Ok(10));
    assert_eq!(words("<list-9>"), Ok(100));
    assert_eq!(words("<list-0>"), Err(BadSignal::Long));
    assert_eq!(words(&"word ".repeat(LONGEST)), Ok(LONGEST));
    assert_eq!(words(&"word ".repeat(LONGEST + 1)), Err(BadSignal::Long));
    let wide = |choices: usize| {
        let choice: Vec<_> = (0..choices).map(|at| format!("k{at} ... last")).collect();
        format!("({}) ... (one|two) ... (three ... four|five)", choice.join("|"))
    };
    assert_eq!(words(&wide(20)), Ok(20 * 11));
    assert_eq!(words(&wide(2_048)), Ok(2_048 * 11));
    assert_eq!(words(&wide(2_049)), Err(BadSignal::TooMany));
}
