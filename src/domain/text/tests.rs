use proptest::prelude::*;
use unicode_general_category::{GeneralCategory, get_general_category};

use super::*;

/// Strings full of what should not be in a pack, and what has to survive next to it.
pub fn nasty() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => "[ -~]{1,6}",
        1 => Just("\n".to_owned()),
        1 => Just("\r".to_owned()),
        1 => Just("\t".to_owned()),
        1 => Just("한글".to_owned()),
        1 => Just("漢字".to_owned()),
        1 => Just("\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}".to_owned()),
        1 => Just("❤\u{fe0f}".to_owned()),
        1 => Just("لا".to_owned()),
        1 => Just("क्षक्षक्ष".to_owned()),
        1 => Just("🇩🇪🇫".to_owned()),
        1 => Just("ｶﾞ".to_owned()),
        4 => prop::sample::select(vec![
            '\u{0}', '\u{7}', '\u{1b}', '\u{7f}', '\u{85}', '\u{9b}', '\u{ad}', '\u{301}', '\u{338}', '\u{34f}', '\u{5bf}',
            '\u{600}', '\u{61c}', '\u{6dd}', '\u{70f}', '\u{903}', '\u{94d}', '\u{1100}', '\u{115f}', '\u{1161}', '\u{11a8}',
            '\u{17b4}', '\u{17d2}', '\u{180e}', '\u{200b}', '\u{200d}', '\u{200f}', '\u{2028}', '\u{202e}', '\u{2066}',
            '\u{20e3}', '\u{3000}', '\u{3164}', '\u{fdd0}', '\u{fe0f}', '\u{feff}', '\u{ffa0}', '\u{fffb}', '\u{fffe}',
            '\u{110bd}', '\u{1d173}', '\u{1f3fd}', '\u{1ffff}', '\u{e0041}', '\u{e0101}', '\u{10ffff}',
        ]).prop_map(String::from),
        2 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// Signs drawn around the number that follows them: Unicode files them under format, but they take a column.
fn is_visible_format(character: char) -> bool {
    matches!(character, '\u{600}'..='\u{604}' | '\u{6dd}' | '\u{110bd}' | '\u{110cd}')
}

#[test]
fn plain_text_is_left_alone() {
    for text in ["", "Fargate bills vCPU.\n\nPer second.", "Größe → 漢字 한글 é", "┌──┐\n│ a│\n└──┘", "🚢"]
    {
        assert!(matches!(clean(text), Cow::Borrowed(same) if same == text), "{text}");
    }
}

#[test]
fn escape_sequences_lose_their_escape() {
    assert_eq!(clean("\u{1b}[31mred\u{1b}[0m \u{9b}2J\u{7}"), "[31mred[0m 2J");
}

#[test]
fn order_on_screen_is_order_in_the_file() {
    assert_eq!(clean("not \u{202e}eb ot\u{202c} \u{2066}be\u{2069}"), "not eb ot be");
}

#[test]
fn line_ends_are_one_kind() {
    assert_eq!(clean("a\r\nb\rc\u{2028}d"), "a\nb\nc\nd");
    assert_eq!(clean_line("a\r\nb\n\nc"), "a b  c");
}

#[test]
fn tabs_end_at_tab_stops() {
    assert_eq!(clean("\ta\tbcd\te\n漢\tf"), "    a   bcd e\n漢  f");
}

#[test]
fn marks_need_a_letter_and_stay_few() {
    assert_eq!(clean("\u{301}a\u{301}\n\u{338}b"), "a\u{301}\nb");
    assert_eq!(clean(&format!("a{}b", "\u{301}".repeat(500))), format!("a{}b", "\u{301}".repeat(MARKS)));
}

#[test]
fn emoji_have_one_width_for_all() {
    assert_eq!(clean("\u{1f468}\u{200d}\u{1f469} \u{1f44d}\u{1f3fd} ❤\u{fe0f}"), "\u{1f468}\u{1f469} \u{1f44d} ❤");
}

#[test]
fn korean_parts_need_their_syllable() {
    assert_eq!(clean("\u{1112}\u{1161}\u{11ab}"), "\u{1112}\u{1161}\u{11ab}");
    assert_eq!(clean("a\u{1161}b"), "ab");
}

#[test]
fn columns_are_counted_by_cluster() {
    for (text, columns) in
        [("", 0), ("abc", 3), ("漢字", 4), ("e\u{301}", 1), ("🇩🇪", 2), ("لا", 2), ("\u{1112}\u{1161}\u{11ab}", 2)]
    {
        assert_eq!(width(text), columns, "{text}");
    }
}

#[test]
fn what_is_cut_says_so() {
    assert_eq!(cut("Fargate", 7), "Fargate");
    assert_eq!(cut("Fargate", 6), "Farga…");
    assert_eq!(cut("on Fargate", 4), "on…");
    assert_eq!(cut("漢字漢字", 4), "漢…");
    assert_eq!(cut("Fargate", 1), "…");
    assert_eq!(cut("Fargate", 0), "");
    assert_eq!(pad("漢字漢字", 4), "漢… ");
    assert_eq!(pad_left("7", 3), "  7");
}

#[test]
fn a_diagram_is_cut_in_its_last_column() {
    assert_eq!(clip("┌──┐    │", 9), "┌──┐    │");
    assert_eq!(clip("┌──┐    │", 7), "┌──┐  …");
    assert_eq!(clip("漢字漢字", 6), "漢字 …");
    assert_eq!(clip("┌──┐      ", 7), "┌──┐   ");
    assert_eq!(clip("┌──┐", 0), "");
}

proptest! {
    #[test]
    fn cleaning_twice_is_cleaning_once(text in nasty()) {
        let once = clean(&text).into_owned();
        prop_assert_eq!(clean(&once), once.as_str());
        let line = clean_line(&text).into_owned();
        prop_assert_eq!(clean_line(&line), line.as_str());
    }

    #[test]
    fn nothing_forbidden_survives(text in nasty()) {
        for character in clean(&text).chars() {
            let category = get_general_category(character);
            prop_assert!(character == '\n' || category != GeneralCategory::Control);
            prop_assert!(is_visible_format(character) || category != GeneralCategory::Format, "U+{:04X}", u32::from(character));
            prop_assert!(!matches!(category, GeneralCategory::LineSeparator | GeneralCategory::ParagraphSeparator));
            let noncharacter = matches!(character, '\u{fdd0}'..='\u{fdef}') || u32::from(character) & 0xfffe == 0xfffe;
            let selector = matches!(character, '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e0fff}');
            prop_assert!(!noncharacter && !selector, "U+{:04X}", u32::from(character));
        }
    }

    #[test]
    fn every_cluster_has_a_column(text in nasty()) {
        for (grapheme, columns) in graphemes(&clean(&text)) {
            prop_assert!(grapheme == "\n" || columns > 0, "{:?}", grapheme);
        }
    }

    #[test]
    fn a_line_is_one_line(text in nasty()) {
        prop_assert!(!clean_line(&text).contains('\n'));
    }

    #[test]
    fn a_cut_text_fits(text in nasty(), columns in 0_usize..40) {
        prop_assert!(width(&cut(&text, columns)) <= columns);
        prop_assert!(width(&clip(&text, columns)) <= columns);
        prop_assert_eq!(width(&pad(&clean(&text), columns)), columns);
    }

    #[test]
    fn a_text_that_fits_is_not_cut(text in nasty()) {
        prop_assert_eq!(cut(&text, width(&text)), text.as_str());
    }
}

#[test]
fn no_format_character_is_forgotten() {
    // Between these Unicode keeps ideographs, syllables and nothing.
    for character in ('\0'..='\u{2fff}').chain('\u{f900}'..='\u{1ffff}').chain('\u{e0000}'..='\u{e0fff}') {
        if get_general_category(character) == GeneralCategory::Format && !is_visible_format(character) {
            assert_eq!(clean(&character.to_string()), "", "U+{:04X}", u32::from(character));
        }
    }
}
