//! What lives here: a terminal's screen as an SVG picture. What does not: which screens.

use std::fmt::Write;

use vt100::{Cell, Color, Screen};

/// A cell's size and the text's, in pixels.
const WIDTH: f64 = 8.4;
const HEIGHT: f64 = 18.0;
const FONT: f64 = 14.0;
/// Where letters stand in a cell.
const BASELINE: f64 = 13.5;
/// Around the cells.
const MARGIN: f64 = 14.0;
/// What the picture's terminal shows where the program asks for no colour.
const FOREGROUND: &str = "#d4d4d8";
const BACKGROUND: &str = "#16181d";
/// The first sixteen colours of the palette.
const PALETTE: [&str; 16] = [
    "#24272e", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#c8ccd4",
    "#6b7280", "#ef8891", "#b1d694", "#f0d399", "#83c3f7", "#d79be9", "#7bcad4", "#f4f5f7",
];
/// The brightness of the six steps of the palette's colour cube.
const CUBE: [u16; 6] = [0, 95, 135, 175, 215, 255];

/// Seen on blanks too.
const UNDERLINE: &str = " text-decoration=\"underline\"";

/// How a run of cells looks.
#[derive(Clone, PartialEq)]
struct Look {
    ink: String,
    ground: String,
    /// Attributes of the text's element.
    attributes: String,
}

/// Draws what `screen` shows.
pub(crate) fn draw(screen: &Screen) -> String {
    let (rows, columns) = screen.size();
    let (width, height) = (f64::from(columns.get()) * WIDTH, f64::from(rows.get()) * HEIGHT);
    let (whole_width, whole_height) = (width + 2.0 * MARGIN, height + 2.0 * MARGIN);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {whole_width:.0} {whole_height:.0}\" \
         font-family=\"ui-monospace, 'JetBrains Mono', 'Cascadia Mono', Menlo, Consolas, \
         'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', monospace\" font-size=\"{FONT}\">\n\
         <rect width=\"{whole_width:.0}\" height=\"{whole_height:.0}\" rx=\"8\" fill=\"{BACKGROUND}\"/>\n\
         <g transform=\"translate({MARGIN} {MARGIN})\" style=\"white-space:pre\">\n"
    );
    for row in 0..rows.get() {
        draw_row(&mut svg, screen, row, columns.get());
    }
    if !screen.hide_cursor() {
        let (row, column) = screen.cursor_position();
        let (x, y) = place(column, row);
        draw_ground(&mut svg, (x, y), 2.0, FOREGROUND);
    }
    svg + "</g>\n</svg>\n"
}

/// Words that look alike become one rectangle and one text of exactly their width, so that whatever
/// font a viewer has keeps the columns; wide characters stand alone.
fn draw_row(svg: &mut String, screen: &Screen, row: u16, columns: u16) {
    let mut start = 0;
    while start < columns {
        let Some(first) = screen.cell(row, start) else { break };
        let look = look(first);
        let kind = kind(screen, row, start);
        let mut text = String::new();
        let mut end = start;
        while let Some(cell) = screen.cell(row, end) {
            let alone = is_placed_alone(cell) && end > start;
            let other = self::look(cell) != look || self::kind(screen, row, end) != kind;
            if alone || other || cell.is_wide_continuation() {
                break;
            }
            text.push_str(if cell.has_contents() { cell.contents() } else { " " });
            end += if cell.is_wide() { 2 } else { 1 };
            if is_placed_alone(cell) {
                break;
            }
        }
        // A wide character cut in half has no run of its own.
        let end = end.max(start + 1);
        draw_run(svg, &look, &text, (start, end), row);
        start = end;
    }
}

fn draw_run(svg: &mut String, look: &Look, text: &str, (start, end): (u16, u16), row: u16) {
    let (x, y) = place(start, row);
    let width = f64::from(end - start) * WIDTH;
    if look.ground != BACKGROUND {
        // A hair wider than its cells, or viewers show seams between neighbours.
        draw_ground(svg, (x, y), width + 0.3, &look.ground);
    }
    if text.starts_with(|letter| arms(letter).is_some()) {
        return draw_lines(svg, look, text, (x, y));
    }
    if text.trim().is_empty() && !look.attributes.contains(UNDERLINE) {
        return;
    }
    // Some viewers drop blanks a text begins with, and move it.
    let underlined = look.attributes.contains(UNDERLINE);
    let bare = if underlined { text } else { text.trim_start_matches(' ') };
    let blank = (text.len() - bare.len()) as f64 * WIDTH;
    let (x, width, text) = (x + blank, width - blank, bare);
    let y = y + BASELINE;
    let Look { ink, attributes, .. } = look;
    // Writing to a string cannot fail.
    write!(
        svg,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" textLength=\"{width:.1}\" fill=\"{ink}\"{attributes}>"
    )
    .ok();
    for letter in text.chars() {
        match letter {
            '<' => svg.push_str("&lt;"),
            '&' => svg.push_str("&amp;"),
            ' ' => svg.push('\u{a0}'),
            _ => svg.push(letter),
        }
    }
    svg.push_str("</text>\n");
}

/// Frames and rules as lines: fonts leave gaps between the rows.
fn draw_lines(svg: &mut String, look: &Look, text: &str, (x, y): (f64, f64)) {
    let Look { ink, attributes, .. } = look;
    write!(svg, "<path fill=\"none\" stroke=\"{ink}\" stroke-width=\"1.2\"{attributes} d=\"").ok();
    let (middle, half) = (HEIGHT / 2.0, WIDTH / 2.0);
    for (at, letter) in text.chars().enumerate() {
        let (left, centre) = (x + at as f64 * WIDTH, x + at as f64 * WIDTH + half);
        let Some([up, right, down, west]) = arms(letter) else { continue };
        for (drawn, end_x, end_y) in [
            (up, centre, y),
            (right, left + WIDTH, y + middle),
            (down, centre, y + HEIGHT),
            (west, left, y + middle),
        ] {
            if drawn {
                write!(svg, "M{centre:.1} {:.1}L{end_x:.1} {end_y:.1}", y + middle).ok();
            }
        }
    }
    svg.push_str("\"/>\n");
}

/// What a cell holds, as far as drawing goes.
#[derive(PartialEq)]
enum Kind {
    Text,
    /// One of several blanks.
    Gap,
    /// A piece of a line.
    Line,
}

fn kind(screen: &Screen, row: u16, column: u16) -> Kind {
    let is_blank = |column| {
        let cell = screen.cell(row, column);
        cell.is_none_or(|cell| matches!(cell.contents(), "" | " ") && !cell.underline())
    };
    let contents = screen.cell(row, column).map_or("", Cell::contents);
    if contents.starts_with(|letter| arms(letter).is_some()) {
        Kind::Line
    } else if is_blank(column) && (is_blank(column + 1) || column > 0 && is_blank(column - 1)) {
        Kind::Gap
    } else {
        Kind::Text
    }
}

/// Where the lines of a box-drawing character go: up, right, down, left.
fn arms(letter: char) -> Option<[bool; 4]> {
    let arms = match letter {
        '─' => 0b0101,
        '│' => 0b1010,
        '┌' | '╭' => 0b0110,
        '┐' | '╮' => 0b0011,
        '└' | '╰' => 0b1100,
        '┘' | '╯' => 0b1001,
        '├' => 0b1110,
        '┤' => 0b1011,
        '┬' => 0b0111,
        '┴' => 0b1101,
        '┼' => 0b1111,
        _ => return None,
    };
    Some([3, 2, 1, 0].map(|bit| arms >> bit & 1 == 1))
}

fn draw_ground(svg: &mut String, (x, y): (f64, f64), width: f64, colour: &str) {
    writeln!(
        svg,
        "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{HEIGHT}\" fill=\"{colour}\"/>"
    )
    .ok();
}

/// Whether a viewer's font may give the cell another width than a terminal does.
fn is_placed_alone(cell: &Cell) -> bool {
    cell.is_wide() || !cell.contents().chars().all(|letter| letter < '\u{2e80}')
}

fn place(column: u16, row: u16) -> (f64, f64) {
    (f64::from(column) * WIDTH, f64::from(row) * HEIGHT)
}

fn look(cell: &Cell) -> Look {
    let mut ink = colour(cell.fgcolor(), FOREGROUND);
    let mut ground = colour(cell.bgcolor(), BACKGROUND);
    if cell.inverse() {
        (ink, ground) = (ground, ink);
    }
    let attributes = [
        (cell.bold(), " font-weight=\"bold\""),
        (cell.dim(), " opacity=\"0.6\""),
        (cell.italic(), " font-style=\"italic\""),
        (cell.underline(), UNDERLINE),
    ];
    let attributes = attributes.iter().filter(|(is, _)| *is).map(|(_, text)| *text).collect();
    Look { ink, ground, attributes }
}

fn colour(colour: Color, default: &str) -> String {
    match colour {
        Color::Default => default.to_owned(),
        Color::Rgb(red, green, blue) => hex(red.into(), green.into(), blue.into()),
        Color::Idx(index) => match usize::from(index) {
            named @ 0..16 => PALETTE[named].to_owned(),
            cube @ 16..232 => {
                let cube = cube - 16;
                hex(CUBE[cube / 36], CUBE[cube / 6 % 6], CUBE[cube % 6])
            }
            grey => {
                let light = (8 + 10 * (grey - 232)) as u16;
                hex(light, light, light)
            }
        },
    }
}

fn hex(red: u16, green: u16, blue: u16) -> String {
    let mut text = String::from("#");
    for part in [red, green, blue] {
        write!(text, "{part:02x}").ok();
    }
    text
}
