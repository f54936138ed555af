//! The 24-bit colours of the two themes that bring their own ground.

use ratatui::style::Color;

/// A ground and what is written on it.
#[derive(Debug, PartialEq)]
pub struct Inks {
    pub ground: Color,
    /// The ground of a chosen row.
    pub raised: Color,
    pub text: Color,
    pub title: Color,
    pub muted: Color,
    pub border: Color,
    pub accent: Color,
    pub amber: Color,
    pub green: Color,
    pub red: Color,
    pub violet: Color,
    pub teal: Color,
}

/// Night at sea.
pub const DARK: Inks = Inks {
    ground: Color::Rgb(0x15, 0x1a, 0x21),
    raised: Color::Rgb(0x26, 0x30, 0x3d),
    text: Color::Rgb(0xd3, 0xd9, 0xe0),
    title: Color::Rgb(0xee, 0xf1, 0xf4),
    muted: Color::Rgb(0x98, 0xa4, 0xb3),
    border: Color::Rgb(0x66, 0x74, 0x86),
    accent: Color::Rgb(0x7f, 0xb5, 0xe6),
    amber: Color::Rgb(0xe0, 0xb3, 0x6a),
    green: Color::Rgb(0x8c, 0xc4, 0x93),
    red: Color::Rgb(0xed, 0x8f, 0x8b),
    violet: Color::Rgb(0xc3, 0xa3, 0xe3),
    teal: Color::Rgb(0x76, 0xc5, 0xc0),
};

/// A chart on paper.
pub const LIGHT: Inks = Inks {
    ground: Color::Rgb(0xfa, 0xf8, 0xf4),
    raised: Color::Rgb(0xe6, 0xea, 0xec),
    text: Color::Rgb(0x2a, 0x31, 0x39),
    title: Color::Rgb(0x12, 0x18, 0x1f),
    muted: Color::Rgb(0x56, 0x60, 0x6b),
    border: Color::Rgb(0x88, 0x90, 0x98),
    accent: Color::Rgb(0x1c, 0x5a, 0x93),
    amber: Color::Rgb(0x7d, 0x51, 0x00),
    green: Color::Rgb(0x24, 0x67, 0x35),
    red: Color::Rgb(0xab, 0x2b, 0x2e),
    violet: Color::Rgb(0x6b, 0x3f, 0x9c),
    teal: Color::Rgb(0x0a, 0x63, 0x66),
};
