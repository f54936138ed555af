use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::widgets::Widget;

use super::*;
use crate::domain::text::tests::nasty;
use crate::domain::text::{clean, clean_line, clip, width};
use crate::ui::theme::Role;

const RICH: &str = include_str!("tests/rich.md");

fn theme() -> Theme {
    Theme::default()
}

fn written(line: &Line) -> String {
    line.spans.iter().map(|span| span.content.as_ref()).collect()
}

/// The style of the span that holds `text`.
fn style_of(lines: &[Line], text: &str) -> Style {
    let span = lines.iter().flat_map(|line| &line.spans).find(|span| span.content.contains(text));
    span.unwrap_or_else(|| panic!("no {text} in {lines:#?}")).style
}

#[test]
fn a_rich_text_on_a_usual_screen() {
    insta::assert_snapshot!(plain(RICH, 76).join("\n"));
}

#[test]
fn a_rich_text_on_a_narrow_screen() {
    insta::assert_snapshot!(plain(RICH, 40).join("\n"));
}

#[test]
fn looks_follow_meaning() {
    let lines = render(RICH, 76, &theme());
    assert_eq!(style_of(&lines, "Where"), theme().style(Role::Title).add_modifier(Modifier::UNDERLINED));
    assert_eq!(style_of(&lines, "Choosing"), theme().style(Role::Title));
    assert_eq!(style_of(&lines, "tasks"), theme().strong());
    assert_eq!(style_of(&lines, "billed"), theme().emphasis());
    assert_eq!(style_of(&lines, "vCPU"), theme().style(Role::Service));
    assert_eq!(style_of(&lines, "aws.amazon.com/fargate"), theme().style(Role::Muted));
    assert_eq!(style_of(&lines, "Good for"), theme().strong());
    assert_eq!(style_of(&lines, "│"), theme().style(Role::Border));
    assert_eq!(style_of(&lines, "client"), Style::new());
}

#[test]
fn an_address_is_shown_once() {
    assert_eq!(plain("<https://a.example/b>", 40), ["https://a.example/b"]);
    assert_eq!(plain("[a.example](https://a.example/)", 40), ["a.example"]);
    assert_eq!(plain("[here](https://a.example/)", 40), ["here (https://a.example/)"]);
    assert_eq!(plain("[](https://a.example/)", 40), ["https://a.example/"]);
}

#[test]
fn blocks_stand_as_far_apart_as_written() {
    assert_eq!(plain("Intro:\n- a\n- b\n\n- c\n\nend", 40), ["Intro:", "• a", "• b", "", "• c", "", "end"]);
    assert_eq!(plain("> a\n>\n> b\n\nc", 40), ["│ a", "│", "│ b", "", "c"]);
    assert_eq!(plain("a\n\n\n\n> b", 40), ["a", "", "│ b"]);
    assert_eq!(plain("a\n# b\nc", 40), ["a", "", "b", "c"]);
}

#[test]
fn an_item_without_text_keeps_its_marker() {
    assert_eq!(plain("- a\n-\n- c", 40), ["• a", "•", "• c"]);
}

#[test]
fn long_words_and_wide_letters_are_broken() {
    assert_eq!(plain("abcdefghijklm no", 10), ["abcdefghij", "klm no"]);
    assert_eq!(plain("漢字漢字漢字", 10), ["漢字漢字漢", "字"]);
    assert_eq!(plain("漢字漢字漢。字", 10), ["漢字漢字", "漢。字"]);
    assert_eq!(plain("abc漢字abcdefg", 10), ["abc漢字", "abcdefg"]);
    assert_eq!(plain("abcdefgh漢字", 10), ["abcdefgh漢", "字"]);
}

#[test]
fn entities_bring_nothing_forbidden() {
    assert_eq!(plain("a&#x202e;b&#27;[31m&#10;c &#xfdd0; [x](&#x1b;)", 40), ["ab[31m c  x"]);
}

#[test]
fn tables_that_are_too_narrow_become_lists() {
    let table = "|Name|CPU|Memory|Disk|Net|\n|--|--|--|--|--|\n|small instance|a quarter|512 MiB or more|twenty|slow enough|\n|large|b|||z|";
    assert_eq!(
        plain(table, 24),
        [
            "Name: small instance",
            "CPU: a quarter",
            "Memory: 512 MiB or more",
            "Disk: twenty",
            "Net: slow enough",
            "",
            "Name: large",
            "CPU: b",
            "Net: z"
        ]
    );
}

#[test]
fn gaps_open_one_by_one() {
    let cloze = Cloze::new("Fargate bills {{vCPU and `memory`}} until **the task {{stops}}**.").unwrap();
    let shown = |open| written(&render_cloze(&cloze, open, 76, &theme())[0]);
    assert_eq!(shown(0), "Fargate bills […] until the task […].");
    assert_eq!(shown(1), "Fargate bills vCPU and memory until the task […].");
    assert_eq!(shown(2), "Fargate bills vCPU and memory until the task stops.");
    let lines = render_cloze(&cloze, 1, 76, &theme());
    assert_eq!(style_of(&lines, "[…]"), theme().strong().patch(theme().style(Role::Focus)));
    for opened in ["vCPU", "memory"] {
        let style = style_of(&lines, opened);
        assert_eq!(style.fg, theme().style(Role::Correct).fg);
        assert!(style.add_modifier.contains(Modifier::BOLD | Modifier::UNDERLINED), "{opened}");
    }
    assert_eq!(style_of(&lines, "until"), Style::new());
}

#[test]
fn depth_has_no_end() {
    for source in ["> ".repeat(20_000), "- ".repeat(20_000), "*".repeat(20_000), "[".repeat(20_000)] {
        assert!(!render(&format!("{source}a"), 30, &theme()).is_empty());
    }
}

/// Text that is likely to be Markdown of every kind.
fn markdown() -> impl Strategy<Value = String> {
    let syntax = prop::sample::select(vec![
        "# ",
        "## ",
        "> ",
        "- ",
        "  ",
        "    ",
        "1. ",
        "999999999. ",
        "\n",
        "\n\n",
        "`",
        "``",
        "```\n",
        "~~~\n",
        "*",
        "**",
        "_",
        "[a](",
        ")",
        "[",
        "]",
        "<",
        ">",
        "<b>",
        "<div>\n",
        "</div>",
        "|",
        "|-|\n",
        "|--|:-:|--:|\n",
        "|a|b|c|\n",
        "---\n",
        "***\n",
        "\\\n",
        "  \n",
        "&#x202e;",
        "&#9;",
        "&#xfdd0;",
        "&#xfdd1;",
        "&#x0;",
        "![",
        "https://a.example/",
        "<https://a.example>",
        "\\",
        "word ",
        "===\n",
        "[a]: b\n",
    ]);
    let piece = prop_oneof![3 => syntax.prop_map(String::from), 1 => nasty()];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

/// Draws `lines` into more room than they may need, and says how far they reached.
fn reach(lines: &[Line]) -> usize {
    let area = Rect::new(0, 0, 110, 1);
    let column_after = |line: &Line| {
        let mut buffer = Buffer::filled(area, ratatui::buffer::Cell::new("\u{1}"));
        line.render(area, &mut buffer);
        // A wide cluster owns the cell behind it, which is drawn empty.
        buffer.content.iter().rposition(|cell| cell.symbol() != "\u{1}").map_or(0, |last| last + 1)
    };
    lines.iter().map(column_after).max().unwrap_or(0)
}

#[test]
fn marks_lie_where_they_were_told() {
    let text = "No **servers to** manage, été `GPU`.";
    let marked = |marks: &[Range<usize>]| render_marked(text, marks, 60, &theme());
    let all = |lines: &[Line]| lines.iter().map(written).collect::<String>();
    let plain = all(&render(text, 60, &theme()));
    let lines = marked(&[13..17, 3..13, 31..34, 90..95]);
    assert_eq!(all(&lines), plain);
    let match_style = theme().style(Role::Match);
    let is_marked = |lines: &[Line], part: &str| style_of(lines, part).add_modifier.contains(match_style.add_modifier);
    assert!(is_marked(&lines, "servers") && is_marked(&lines, "GPU") && !is_marked(&lines, "manage"));
    // From characters that are no letters, and over the end of stress.
    let over = marked(&[5..20, 20..24]);
    assert_eq!(all(&over), plain);
    assert!(is_marked(&over, "servers") && is_marked(&over, "manage") && !is_marked(&over, "GPU"));
}

proptest! {
    #[test]
    fn no_line_is_too_wide(source in markdown(), columns in 10_u16..100) {
        let lines = render(&source, columns, &theme());
        for line in &lines {
            let text = written(line);
            prop_assert!(width(&text) <= usize::from(columns), "{} > {}: {:?}", width(&text), columns, text);
            prop_assert!(line.width() <= usize::from(columns));
            prop_assert_eq!(clean_line(&text), text.as_str());
        }
        prop_assert!(reach(&lines) <= usize::from(columns));
    }

    #[test]
    fn marks_change_no_word(words in prop::collection::vec("[a-z]{1,12}", 1..30), marks in prop::collection::vec((0_usize..200, 0_usize..40), 0..6), columns in 10_u16..60) {
        let source = words.join(" ");
        let marks: Vec<Range<usize>> = marks.into_iter().map(|(start, length)| start..start + length).collect();
        let found: Vec<String> = render_marked(&source, &marks, columns, &theme()).iter().map(written).collect();
        prop_assert_eq!(found, plain(&source, columns));
    }

    #[test]
    fn no_width_is_too_small(source in markdown(), columns in 0_u16..10) {
        for line in render(&source, columns, &theme()) {
            prop_assert!(width(&written(&line)) <= usize::from(columns).max(1));
        }
    }

    #[test]
    fn fenced_text_is_kept(source in nasty(), columns in 10_u16..100) {
        let fenced = format!("~~~~~~~~\n{source}\n~~~~~~~~");
        let source = clean(&source);
        prop_assume!(!source.contains("~~~~~~~~"));
        let kept: Vec<String> = source.lines().map(|line| clip(line, usize::from(columns)).into_owned()).collect();
        let found: Vec<String> = render(&fenced, columns, &theme()).iter().map(written).collect();
        let (found, kept) = (found.join("\n"), kept.join("\n"));
        prop_assert_eq!(found.trim_end(), kept.trim_end());
    }

    #[test]
    fn no_word_is_lost(words in prop::collection::vec("[a-z]{1,30}", 1..30), columns in 10_u16..60) {
        let source = words.join(" ");
        let found = plain(&source, columns).concat().replace(' ', "");
        prop_assert_eq!(found, words.concat());
    }

    #[test]
    fn a_cloze_never_panics(text in markdown(), gap in nasty(), open in 0_usize..3, columns in 10_u16..100) {
        if let Ok(cloze) = Cloze::new(&format!("{text}{{{{{gap}}}}}{text}")) {
            for line in render_cloze(&cloze, open, columns, &theme()) {
                prop_assert!(width(&written(&line)) <= usize::from(columns));
            }
        }
    }
}
