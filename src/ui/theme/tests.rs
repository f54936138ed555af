use super::*;

fn theme(name: &str) -> Theme {
    Theme::named(name).unwrap()
}

/// Relative luminance of WCAG 2.2, 0 (black) to 1 (white).
fn luminance(color: Color) -> f64 {
    let Color::Rgb(red, green, blue) = color else { panic!("not a 24-bit colour: {color}") };
    let linear = |channel: u8| {
        let share = f64::from(channel) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

/// Contrast ratio of WCAG 2.2, 1 to 21.
fn contrast(a: Color, b: Color) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn contrast_knows_its_ends() {
    let (black, white) = (Color::Rgb(0, 0, 0), Color::Rgb(255, 255, 255));
    assert!((contrast(black, white) - 21.0).abs() < 1e-9);
    assert!((contrast(white, white) - 1.0).abs() < 1e-9);
}

#[test]
fn every_text_is_readable_on_every_ground() {
    for name in ["dark", "light"] {
        let theme = theme(name);
        for ground in [Role::Base, Role::Selection] {
            for role in Role::ALL {
                let needed = if role == Role::Border { 2.5 } else { 4.5 };
                let found = contrast(theme.style(role).fg.unwrap(), theme.style(ground).bg.unwrap());
                assert!(found >= needed, "{name}: {role:?} on {ground:?} has {found:.2}, needs {needed}");
            }
        }
    }
}

#[test]
fn only_grounds_set_a_ground() {
    for name in Theme::NAMES {
        for role in Role::ALL {
            let ground = theme(name).style(role).bg;
            let painted = matches!(name, "dark" | "light") && matches!(role, Role::Base | Role::Selection);
            assert_eq!(ground.is_some(), painted, "{name}: {role:?}");
        }
    }
}

#[test]
fn the_users_colours_suit_any_ground() {
    for role in Role::ALL {
        let style = theme("ansi").style(role);
        assert!(
            matches!(style.fg, None | Some(Color::Red | Color::Green | Color::Magenta | Color::Cyan | Color::DarkGray)),
            "{role:?}"
        );
        assert!(!style.add_modifier.contains(Modifier::DIM), "{role:?}");
    }
}

#[test]
fn without_colours_there_are_none() {
    let plain = Modifier::BOLD | Modifier::UNDERLINED | Modifier::REVERSED;
    let theme = theme("mono");
    for style in Role::ALL.map(|role| theme.style(role)).into_iter().chain([theme.emphasis(), theme.strong()]) {
        assert_eq!((style.fg, style.bg), (None, None));
        assert!(plain.contains(style.add_modifier));
    }
}

#[test]
fn right_and_wrong_never_look_the_same() {
    for name in Theme::NAMES {
        assert_ne!(theme(name).style(Role::Correct), theme(name).style(Role::Wrong), "{name}");
    }
}

#[test]
fn names_are_known() {
    for name in Theme::NAMES {
        assert!(Theme::named(name).is_some());
    }
    assert_eq!(Theme::named("ansi"), Some(Theme::default()));
    assert_eq!(Theme::named("solarized"), None);
}
