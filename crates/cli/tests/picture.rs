//! The picture of the human output in the project's README: `UPDATE_EXPECTED=1 cargo test -p merchant-signup-cli` draws
//! it anew.

mod support;

use std::fs;
use std::path::Path;

use annotate_snippets::renderer::{Color, RgbColor};
use anstyle_svg::{Palette, Term};

/// Easy on the eyes on a light page and on a dark one: black to white, then the same brighter.
const COLOURS: [u32; 16] = [
    0x0d1117, 0xff7b72, 0x7ee787, 0xe3b341, 0x79c0ff, 0xd2a8ff, 0x76e3ea, 0xc9d1d9, // plain
    0x6e7681, 0xff7b72, 0x7ee787, 0xe3b341, 0x79c0ff, 0xd2a8ff, 0x76e3ea, 0xf0f6fc, // bright
];

fn colour(rgb: u32) -> RgbColor {
    let [_, red, green, blue] = rgb.to_be_bytes();
    RgbColor(red, green, blue)
}

#[test]
fn the_picture_shows_what_is_said() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/images/check.svg");
    if !path.parent().is_some_and(Path::exists) {
        return; // Outside the project there is no picture.
    }
    let said = support::check(&["--color", "always", "picture.json"], b"");
    let command = "\u{1b}[2m$\u{1b}[0m \u{1b}[1mmerchant-signup check signup.json\u{1b}[0m\n\n";
    let text = format!("{command}{}", said.out.replace("picture.json", "signup.json"));
    let picture = Term::new()
        .palette(Palette::from(COLOURS.map(colour)))
        .fg_color(Color::Rgb(colour(0xc9d1d9)))
        .bg_color(Color::Rgb(colour(0x0d1117)))
        .render_svg(&text)
        .replace(".dimmed { opacity: 0.4; }", ".dimmed { opacity: 0.65; }")
        .replace("rx=\"4.5\"", "rx=\"8\"");
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        fs::write(&path, &picture).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap();
    assert!(picture == expected, "the picture shows something else: UPDATE_EXPECTED=1 draws it anew");
}
