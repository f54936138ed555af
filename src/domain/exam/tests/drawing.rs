use super::*;
use crate::domain::chance::Chance;
use crate::domain::id::ObjectiveId;

fn ids(drawn: &Drawn) -> Vec<&str> {
    drawn.picks.iter().map(|pick| pick.id.slug()).collect()
}

/// If this fails, stored seeds draw other papers than they did: don't change the vector, mend the draw.
#[test]
fn a_seed_draws_the_same_paper_for_ever() {
    let drawn = draw(&bank(40), &setup(10));
    assert_eq!(
        ids(&drawn).join(" "),
        "secure-23 secure-28 secure-19 resilient-04 resilient-17 resilient-33 cost-optimized-05 high-performing-24 \
         high-performing-10 cost-optimized-35"
    );
    let orders: Vec<String> = items_of(&drawn)
        .iter()
        .map(|item| {
            let Kind::Question(question) = &item.kind else { unreachable!() };
            option_order(42, &item.id, question).iter().map(usize::to_string).collect()
        })
        .collect();
    assert_eq!(orders.join(" "), "3102 3120 2310 1230 2301 1230 1302 3102 3210 2130");
}

#[test]
fn files_and_tables_do_not_decide_what_a_seed_draws() {
    let forward = bank(40);
    let mut backward: Vec<Candidate> = forward.candidates().to_vec();
    backward.reverse();
    let (one, other) = (draw(&forward, &setup(20)), draw(&bank_of(backward), &setup(20)));
    assert_eq!(one, other);
    let seed = Setup { seed: 43, ..setup(20) };
    assert_ne!(ids(&draw(&forward, &seed)), ids(&one));
    // Nor does the place of an option in its file.
    let item = question("q", 1, 5);
    let Kind::Question(question) = &item.kind else { unreachable!() };
    let mut moved = question.clone();
    moved.options.reverse();
    let shown = |question: &Question| -> Vec<String> {
        option_order(9, &item.id, question).iter().map(|at| question.options[*at].id.to_string()).collect()
    };
    assert_eq!(shown(question), shown(&moved));
}

#[test]
fn domains_have_their_share() {
    let drawn = draw(&bank(40), &setup(65));
    assert_eq!(
        by_domain(&drawn),
        [("cost-optimized", 13), ("high-performing", 16), ("resilient", 17), ("secure", 19)].into()
    );
    assert!(drawn.short.is_empty());
    // The 50 that count have it exactly: 30, 26, 24 and 20 %.
    let scored = Drawn { picks: drawn.picks.into_iter().filter(|pick| pick.scored).collect(), short: vec![] };
    assert_eq!(scored.picks.len(), 50);
    assert_eq!(
        by_domain(&scored),
        [("cost-optimized", 10), ("high-performing", 12), ("resilient", 13), ("secure", 15)].into()
    );
}

#[test]
fn a_bank_that_lacks_questions_says_so() {
    let mut candidates: Vec<Candidate> = bank(20).candidates().to_vec();
    candidates.retain(|c| c.domain != Some(domain("secure")) || c.id.slug() < "secure-04");
    let drawn = draw(&bank_of(candidates.clone()), &setup(30));
    assert_eq!(drawn.short, [Shortfall { domain: domain("secure"), wanted: 9, have: 4 }]);
    // The others fill its places by their weights.
    assert_eq!(drawn.picks.len(), 30);
    assert_eq!(by_domain(&drawn)["secure"], 4);
    // All it has is less than was asked for: a shorter paper, with its unscored questions in proportion.
    let drawn = draw(&bank(5), &setup(65));
    assert_eq!((drawn.picks.len(), drawn.picks.iter().filter(|pick| !pick.scored).count()), (20, 4));
    let paper = Paper::new(&bank(5), &setup(65), &drawn, items_of(&drawn), START).unwrap();
    assert_eq!((paper.allowed(), paper.terms.pace), (Some(40 * MINUTE), 2 * MINUTE));
    assert_eq!(draw(&bank(0), &setup(10)).picks, []);
    assert_eq!(Paper::new(&bank(0), &setup(10), &draw(&bank(0), &setup(10)), vec![], START), None);
}

#[test]
fn unseen_comes_first_then_longest_unseen() {
    let mut candidates: Vec<Candidate> = bank(10).candidates().to_vec();
    // Everything was seen, the higher its number the longer ago, but 00 never.
    for candidate in &mut candidates {
        let number: i64 = candidate.id.slug()[candidate.id.slug().len() - 2..].parse().unwrap();
        candidate.seen = (number > 0).then_some(Timestamp(100 - number));
    }
    let only = Scope { domain: Some(domain("secure")), ..Scope::default() };
    let asked = Setup { scope: only, ..setup(4) };
    let drawn = draw(&bank_of(candidates.clone()), &asked);
    let mut found = ids(&drawn);
    found.sort_unstable();
    assert_eq!(found, ["secure-00", "secure-07", "secure-08", "secure-09"]);
    assert_eq!(drawn.picks.iter().filter(|pick| pick.first_sight).count(), 1);
    // A seed that was typed in draws the same whatever was seen.
    let typed = Setup { order: Order::Seed, ..asked };
    assert_eq!(ids(&draw(&bank_of(candidates), &typed)), ids(&draw(&bank(10), &typed)));
}

#[test]
fn scopes_narrow_the_bank() {
    let mut candidates: Vec<Candidate> = bank(3).candidates().to_vec();
    candidates[0].service = ServiceId::new("eks").unwrap();
    candidates[1].seen = Some(Timestamp(5));
    candidates[1].missed = true;
    let bank = bank_of(candidates);
    let total = |scope: Scope| bank.available(&scope).total;
    let by_service = |id: &str| Scope { service: Some(ServiceId::new(id).unwrap()), ..Scope::default() };
    assert_eq!([by_service("ecs"), by_service("fargate"), by_service("eks")].map(total), [11, 11, 1]);
    assert_eq!(total(by_service("s3")), 0);
    let past = |only: Only| Scope { only, ..Scope::default() };
    let these = Only::These([bank.candidates()[4].id.clone()].into());
    assert_eq!([Only::Any, Only::Unseen, Only::Missed, these].map(past).map(total), [12, 11, 1, 1]);
    let all = bank.available(&Scope::default());
    assert_eq!((all.unseen, all.missed, all.domains[&domain("secure")]), (11, 1, 3));
}

#[test]
fn a_doubted_question_is_not_drawn_again() {
    let mut candidates: Vec<Candidate> = bank(3).candidates().to_vec();
    candidates[0].doubted = true;
    let out = candidates[0].id.clone();
    let bank = bank_of(candidates);
    let available = bank.available(&Scope::default());
    assert_eq!((available.total, available.doubted), (11, 1));
    assert!(!ids(&draw(&bank, &setup(12))).contains(&out.as_str()));
    // Not even when it was among the wrong ones.
    let these = Scope { only: Only::These([out].into()), ..Scope::default() };
    assert!(bank.fitting(&these).is_empty());
}

#[test]
fn the_wrong_ones_can_be_asked_again() {
    let bank = bank(10);
    let wrong = [3, 17, 30].map(|at| bank.candidates()[at].id.clone());
    let again = setup(65).again(wrong.clone(), &bank.blueprint);
    let mut drawn: Vec<ItemId> = draw(&bank, &again).picks.into_iter().map(|pick| pick.id).collect();
    drawn.sort();
    assert_eq!(drawn, wrong);
    assert_eq!((again.minutes, again.unscored), (6, 0));
}

#[test]
fn a_pack_without_a_blueprint_can_be_sat() {
    let pack = (PackId::new("demo").unwrap(), "Demo".to_owned(), "1".to_owned(), 7);
    let form = Blueprint { title: "Demo".into(), questions: 8, unscored: 0, minutes: 16, domains: [].into() };
    let bank = Bank::new(pack, None, form.clone(), services(), bank(2).candidates().to_vec());
    let drawn = draw(&bank, &Setup::full(None, &form, 1));
    assert_eq!(drawn.picks.len(), 8);
    assert!(drawn.picks.iter().all(|pick| pick.domain.is_none()));
}

#[test]
fn an_items_domain_is_its_own_or_that_of_its_first_objective_that_has_one() {
    let saa = ExamId::new("saa-c03").unwrap();
    let ids = ["A-1", "A-2", "A-3"].map(|id| ObjectiveId::new(id).unwrap());
    let objective = |in_domain: Option<&str>| crate::domain::content::Objective {
        title: String::new(),
        exams: in_domain.map(|id| (saa.clone(), domain(id))).into_iter().collect(),
    };
    let objectives = ids.iter().cloned().zip([None, Some("secure"), Some("resilient")].map(objective)).collect();
    let own = [(saa.clone(), domain("cost-optimized"))].into();
    assert_eq!(domain_in(&saa, &own, &ids, &objectives), Some(&domain("cost-optimized")));
    assert_eq!(domain_in(&saa, &[].into(), &ids, &objectives), Some(&domain("secure")));
    assert_eq!(domain_in(&saa, &[].into(), &ids[..1], &objectives), None);
}

/// Check 6: over 1,000 papers each position holds the key as often as chance says, and pinned options stay last.
#[test]
fn no_position_is_favoured() {
    let mut item = question("pinned", 1, 4);
    let free = question("free", 1, 4);
    let Kind::Question(pinned) = &mut item.kind else { unreachable!() };
    pinned.pin_last = vec![slug("c"), slug("b")];
    let Kind::Question(free) = &free.kind else { unreachable!() };
    let (mut of_free, mut of_pinned) = ([0u32; 4], [0u32; 4]);
    for paper in 0..1_000 {
        let id = ItemId::new(format!("demo/q{}", Chance::new(paper, "name").below(60))).unwrap();
        let place = |question: &Question| {
            let order = option_order(paper, &id, question);
            (order.iter().position(|at| question.options[*at].correct).unwrap(), order)
        };
        of_free[place(free).0] += 1;
        let (key, order) = place(pinned);
        of_pinned[key] += 1;
        assert_eq!(order[2..], [2, 1], "paper {paper}");
    }
    // 250 each with a standard deviation of 13.7; 500 each of two with 15.8. Three and a half of them.
    assert!(of_free.iter().all(|count| (202..=298).contains(count)), "{of_free:?}");
    assert!(of_pinned[..2].iter().all(|count| (444..=556).contains(count)), "{of_pinned:?}");
    assert_eq!(of_pinned[2..], [0, 0]);
}
