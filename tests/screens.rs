//! Keys in, screens out, as pictures in text at both sizes.

#![allow(clippy::unwrap_used, reason = "tests may unwrap")]

mod support;

use support::{Study, pack};

/// The screen after these keys at 80x24 and at 60x20.
fn picture(name: &str, pack_name: &str, keys: &str) {
    for (width, height) in [(80, 24), (60, 20)] {
        let mut study = Study::with(&pack(pack_name)).sized(width, height).press(keys);
        insta::assert_snapshot!(format!("{name}-{width}x{height}"), study.screen());
    }
}

#[test]
fn welcome() {
    for (width, height) in [(80, 24), (60, 20)] {
        let mut study = Study::fresh().sized(width, height);
        insta::assert_snapshot!(format!("welcome-{width}x{height}"), study.screen());
    }
}

#[test]
fn home() {
    picture("home", "two-cards", "");
}

#[test]
fn home_when_all_is_done() {
    picture("home-done", "two-cards", "r<space>4<space><space>4<esc>");
}

#[test]
fn a_card_front() {
    picture("front", "two-cards", "r");
}

#[test]
fn a_card_back_with_numbers() {
    picture("back", "two-cards", "r<space>i");
}

#[test]
fn gaps_open_one_by_one() {
    picture("cloze", "two-cards", "r<space>4<space>");
}

#[test]
fn a_long_card_scrolls() {
    picture("long", "many-kinds", "r<space><pgdn>");
}

#[test]
fn wide_letters_keep_their_place() {
    picture("wide", "many-kinds", "r<space>4<space>4<space>");
}

#[test]
fn a_trap() {
    picture("trap", "many-kinds", "r<space>4<space>");
}

#[test]
fn behind_a_trap() {
    picture("behind", "many-kinds", "r<space>4<space>t");
}

#[test]
fn after_the_last_card() {
    picture("closing", "two-cards", "r<space>3<space><space>1<esc>");
}

#[test]
fn packs() {
    picture("packs", "two-cards", "k");
}

#[test]
fn help() {
    picture("help", "two-cards", "r?");
}

#[test]
fn commands_by_name() {
    picture("palette", "two-cards", "r<ctrl-k>put");
}

#[test]
fn too_small() {
    let mut study = Study::with(&pack("two-cards")).sized(59, 19);
    insta::assert_snapshot!("too-small", study.screen());
    for (width, height) in [(1, 1), (3, 2), (500, 200)] {
        let mut study = Study::with(&pack("two-cards")).sized(width, height).press("r<space>?");
        study.screen();
    }
}

#[test]
fn search_finds_while_typing() {
    picture("search", "many-kinds", "/gpu serv");
}

#[test]
fn search_before_typing_shows_missed_traps() {
    picture("search-missed", "many-kinds", "r<space>4<space>1<esc><enter>/");
}

#[test]
fn a_hit_opened() {
    picture("search-opened", "many-kinds", "/letters wide<enter>");
}

#[test]
fn which_service_and_why() {
    for (width, height) in [(80, 24), (60, 20)] {
        let study = Study::with(&pack("many-kinds")).sized(width, height);
        let mut study = study.press("wA team needs GPUs for nightly training and uses CUDA.<tab><tab>");
        // How sure the rules are is not the picture's business.
        let unsure = |character: char| match character {
            '█'..='▏' | '·' => '█',
            '0'..='9' => '0',
            other => other,
        };
        let screen: String = study.screen().chars().map(unsure).collect();
        insta::assert_snapshot!(format!("which-{width}x{height}"), screen);
    }
    picture("which-empty", "many-kinds", "w");
    picture("which-nothing", "many-kinds", "wBlue boats.");
}

#[test]
fn a_search_without_hits() {
    picture("search-nothing", "many-kinds", "/zzzz");
}

#[test]
fn what_to_cram() {
    picture("cram-what", "many-kinds", "c");
}

#[test]
fn a_card_while_cramming() {
    picture("cram", "two-cards", "c<enter><space>");
}

#[test]
fn a_leech() {
    for (width, height) in [(80, 24), (60, 20)] {
        let mut study =
            Study::with(&pack("two-cards")).press("r<space>4<esc>").at("2026-03-05 09:00").sized(width, height);
        study.model.rules.leech = 1;
        study.type_keys("r<space>1");
        insta::assert_snapshot!(format!("leech-{width}x{height}"), study.screen());
    }
}

#[test]
fn home_after_days_away() {
    for (width, height) in [(80, 24), (60, 20)] {
        let mut study = Study::with(&pack("many-kinds")).sized(width, height);
        study.model.today.due.review = 86;
        study.model.today.due.new = 5;
        study.model.today.due.catch_up = plimsoll::domain::review::CatchUp::plan(600, 40, 200);
        insta::assert_snapshot!(format!("home-away-{width}x{height}"), study.screen());
    }
}

#[test]
fn settings() {
    picture("settings", "two-cards", ",<down><right>");
}

#[test]
fn a_setting_is_typed() {
    picture("settings-typed", "two-cards", ",<down><down><down><enter>");
}

/// Somebody who has studied for some weeks, on the Stats screen.
fn studied(width: u16, height: u16) -> Study {
    let mut study = Study::with(&pack("many-kinds")).sized(width, height);
    let days = ["01-05", "01-06", "01-07", "01-09", "01-12", "01-20", "02-02", "02-03", "02-20", "03-05"];
    for (at, day) in days.into_iter().enumerate() {
        study = study.at(&format!("2026-{day} {:02}:00", 8 + at));
        study.type_keys("r");
        for card in 0..8 {
            study.type_keys(["<space>3", "<space>4", "<space>3", "<space>1", "<space>2"][(card + at) % 5]);
        }
        study.type_keys("<esc><esc>");
        study.model.screen = plimsoll::app::Screen::Home;
    }
    study.type_keys("s");
    study
}

#[test]
fn stats_page_by_page() {
    for (width, height) in [(80, 24), (60, 20)] {
        let mut study = studied(width, height);
        for page in ["days", "recall", "ahead", "cards", "known", "hardest", "answers"] {
            insta::assert_snapshot!(format!("stats-{page}-{width}x{height}"), study.screen());
            study.type_keys("<tab>");
        }
    }
}

#[test]
fn stats_before_the_first_review() {
    picture("stats-empty", "two-cards", "s");
}

#[test]
fn a_forgetting_curve() {
    for (width, height) in [(80, 24), (60, 20)] {
        let mut study = studied(width, height).press("hh<enter>");
        insta::assert_snapshot!(format!("curve-{width}x{height}"), study.screen());
    }
}

#[test]
fn a_fit_to_ones_own_reviews() {
    use plimsoll::app::fitting::Fitting;
    use plimsoll::app::overlay::Overlay;
    use plimsoll::domain::optimize::{Report, Weights};
    picture("fit-too-few", "two-cards", "r<space>4<esc><esc>so");
    for (width, height) in [(80, 24), (60, 20)] {
        let mut study = studied(width, height);
        let weights = Weights::default();
        let report = Report { samples: 4_210, judged: 842, before: 0.3512, after: 0.3401, load: (38.2, 31.4), weights };
        study.model.overlays.push(Overlay::Fitting(Fitting::Reading(40_000, 100_000)));
        insta::assert_snapshot!(format!("fit-reading-{width}x{height}"), study.screen());
        study.model.overlays.pop();
        study.model.overlays.push(Overlay::Fitting(Fitting::Fitted(Box::new(report.clone()))));
        insta::assert_snapshot!(format!("fit-better-{width}x{height}"), study.screen());
        study.model.overlays.pop();
        let worse = Report { after: 0.3601, ..report };
        study.model.overlays.push(Overlay::Fitting(Fitting::Fitted(Box::new(worse))));
        insta::assert_snapshot!(format!("fit-no-better-{width}x{height}"), study.screen());
    }
}
