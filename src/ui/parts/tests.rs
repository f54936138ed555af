use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use super::table::{Column, row, widths};
use super::*;
use crate::domain::text::tests::nasty;
use crate::domain::text::width;
use crate::ui::theme::{Role, Theme};

fn written(line: &Line) -> String {
    line.spans.iter().map(|span| span.content.as_ref()).collect()
}

/// The screen after `draw`, and what `draw` returned.
fn drawn<T>(columns: u16, rows: u16, draw: impl FnOnce(&mut ratatui::Frame<'_>) -> T) -> (String, T) {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    let mut result = None;
    let mut draw = Some(draw);
    terminal.draw(|frame| result = draw.take().map(|draw| draw(frame))).unwrap();
    (terminal.backend().to_string(), result.unwrap())
}

const HINTS: [(&str, &str); 5] = [("space", "reveal"), ("u", "undo"), ("m", "flag"), ("q", "back"), ("?", "keys")];

#[test]
fn bars_fill_by_eighths() {
    assert_eq!(bar(0.0, 4), "····");
    assert_eq!(bar(0.5, 4), "██··");
    assert_eq!(bar(0.53, 4), "██▏·");
    assert_eq!(bar(1.0, 4), "████");
    assert_eq!(bar(f64::NAN, 4), "····");
    assert_eq!(bar(0.5, 0), "");
}

#[test]
fn only_nothing_looks_empty_and_only_all_looks_full() {
    assert_eq!(bar(0.0001, 4), "▏···");
    assert_eq!(bar(0.9999, 4), "███▉");
}

#[test]
fn the_least_important_hints_go_first() {
    let theme = Theme::default();
    let shown = |width| written(&key_hints(&HINTS, width, &theme));
    assert_eq!(shown(80), "space reveal   u undo   m flag   q back   ? keys");
    assert_eq!(shown(48), "space reveal   u undo   m flag   q back   ? keys");
    assert_eq!(shown(47), "space reveal   u undo   m flag   q back …");
    assert_eq!(shown(15), "space reveal …");
    assert_eq!(shown(5), "…");
    assert_eq!(shown(0), "");
}

#[test]
fn hints_are_where_they_say() {
    let text = written(&key_hints(&HINTS, 47, &Theme::default()));
    for place in hint_places(&HINTS, 47) {
        let (key, label) = HINTS[place.index];
        let found: String = text.chars().skip(place.column.into()).take(place.width.into()).collect();
        assert_eq!(found, format!("{key} {label}"));
    }
}

#[test]
fn a_page_leaves_room_for_its_content() {
    let theme = Theme::default();
    let (_, at) = drawn(80, 24, |screen| frame(screen, "Review", "12 days", &HINTS, &theme));
    assert_eq!(at.content, Rect::new(2, 2, 76, 20));
    let (screen, at) = drawn(60, 20, |screen| frame(screen, "Review", "12 days", &HINTS, &theme));
    assert_eq!(at.content, Rect::new(1, 2, 58, 17));
    let lines: Vec<&str> = screen.lines().collect();
    assert_eq!(lines[0], format!("\" Review{}12 days \"", " ".repeat(45)));
    assert_eq!(lines[1], format!("\"{}\"", "─".repeat(60)));
    assert!(lines[19].starts_with("\" space reveal   u undo"));
}

#[test]
fn the_countdown_stays_when_the_place_is_long() {
    let theme = Theme::default();
    let place = "Browse · Amazon Elastic Kubernetes Service · Networking and security groups";
    let (screen, _) = drawn(60, 20, |screen| frame(screen, place, "SAA-C03 in 12 days", &[], &theme));
    assert_eq!(screen.lines().next(), Some("\" Browse · Amazon Elastic Kubernetes Se…  SAA-C03 in 12 days \""));
}

#[test]
fn a_small_window_says_so() {
    let theme = Theme::default();
    let (screen, small) = drawn(36, 2, |screen| too_small(screen, &theme));
    assert!(small);
    assert_eq!(screen.lines().next(), Some("\"Needs 60×20, this window has 36×2.  \""));
    assert!(!drawn(60, 20, |screen| too_small(screen, &theme)).1);
}

#[test]
fn scrolling_says_what_is_above_and_below() {
    let theme = Theme::default();
    let lines: Vec<Line> = (1..=9).map(|line| Line::raw(format!("line {line}"))).collect();
    let shown = |offset| {
        let (screen, at) = drawn(18, 4, |screen| scroll(screen, screen.area(), &lines, offset, &theme));
        (screen.lines().map(|line| line.trim_matches('"').trim().to_owned()).collect::<Vec<_>>(), at)
    };
    assert_eq!(
        shown(0),
        (strings(["line 1", "line 2", "line 3", "▼ 6 more"]), Scrolled { offset: 0, page: 3, last: 6 })
    );
    assert_eq!(shown(2).0, ["line 3", "line 4", "line 5", "▲ 2  ▼ 4 more"]);
    assert_eq!(
        shown(99),
        (strings(["line 7", "line 8", "line 9", "▲ 6  end"]), Scrolled { offset: 6, page: 3, last: 6 })
    );
}

fn strings<const N: usize>(lines: [&str; N]) -> Vec<String> {
    lines.map(str::to_owned).to_vec()
}

#[test]
fn what_fits_has_no_mark() {
    let lines = [Line::raw("a"), Line::raw("b")];
    let (screen, at) = drawn(9, 2, |screen| scroll(screen, screen.area(), &lines, 5, &Theme::default()));
    assert_eq!(screen, "\"a        \"\n\"b        \"\n");
    assert_eq!(at, Scrolled { offset: 0, page: 2, last: 0 });
}

#[test]
fn a_popup_covers_what_is_below() {
    let theme = Theme::default();
    let (screen, inside) = drawn(17, 5, |screen| {
        for row in screen.area().rows() {
            screen.render_widget("漢字漢字漢字漢字", row);
        }
        popup(screen, 6, 1, "Quit?", &theme)
    });
    assert_eq!(inside, Rect::new(5, 2, 6, 1));
    insta::assert_snapshot!(screen);
}

#[test]
fn columns_share_what_is_left() {
    let columns = [Column::words(6), Column::share(2), Column::share(1), Column::number(4)];
    assert_eq!(widths(&columns, 40), [6, 16, 8, 4]);
    assert_eq!(widths(&columns, 41), [6, 16, 9, 4]);
    assert_eq!(widths(&columns, 8), [2, 0, 0, 0]);
    let cells = ["ecs", "Serverless\nGPU workloads", "never seen", "12345"].map(|text| (text, Style::new()));
    assert_eq!(written(&row(&cells, &columns, &widths(&columns, 40))), "ecs     Serverless GPU…   never s…  123…");
    assert_eq!(written(&row(&cells[..1], &columns, &widths(&columns, 40))), "ecs   ");
}

proptest! {
    #[test]
    fn bars_have_their_width_and_grow(value in -1.0..2.0_f64, more in 0.0..1.0_f64, columns in 0_u16..60) {
        prop_assert_eq!(width(&bar(value, columns)), usize::from(columns));
        let filled = |value| bar(value, columns).trim_end_matches('·').to_owned();
        prop_assert!(width(&filled(value + more)) >= width(&filled(value)));
        let line = bar_line(value, columns, Role::Correct, &Theme::default());
        prop_assert_eq!(written(&line), bar(value, columns));
    }

    #[test]
    fn hints_never_overflow(hints in prop::collection::vec(("[a-z]{1,6}", "[a-z ]{0,12}"), 0..9), columns in 0_u16..90) {
        let hints: Vec<(&str, &str)> = hints.iter().map(|(key, label)| (key.as_str(), label.as_str())).collect();
        let line = key_hints(&hints, columns, &Theme::default());
        prop_assert!(width(&written(&line)) <= usize::from(columns));
    }

    #[test]
    fn rows_are_as_wide_as_their_room(text in nasty(), share in 1_u16..5, columns in 30_u16..90) {
        let spec = [Column::words(6), Column::share(share), Column::share(1), Column::number(4)];
        let cells = [(text.as_str(), Style::new()); 4];
        prop_assert_eq!(width(&written(&row(&cells, &spec, &widths(&spec, columns)))), usize::from(columns));
    }

    #[test]
    fn no_window_is_too_small_to_draw(text in nasty(), columns in 1_u16..90, rows in 1_u16..30, size in 0_u16..90) {
        let theme = Theme::default();
        drawn(columns, rows, |screen| {
            let framed = frame(screen, &text, text.as_str(), &HINTS, &theme);
            scroll(screen, framed.content, &[Line::raw("a"), Line::raw("b")], size.into(), &theme);
            popup(screen, size, size, &text, &theme);
            too_small(screen, &theme)
        });
    }
}
