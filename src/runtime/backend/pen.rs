//! What lives here: the pen, i.e. colours and attributes a terminal writes with, and the shortest
//! way from one pen to another. What does not: positions and cells' text (the painter beside it).

use ratatui::{
    buffer::Cell,
    style::{Color, Modifier},
};

/// Attributes that can be seen on a cell without ink.
const SEEN_ON_BLANK: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::SLOW_BLINK)
    .union(Modifier::RAPID_BLINK)
    .union(Modifier::CROSSED_OUT);

/// Attribute, the code that switches it on, and the code that switches it off. Bold and dim share
/// an off code, as do the two blinks (ECMA-48, SGR).
const ATTRIBUTES: [(Modifier, u16, u16); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

/// Colours and attributes the terminal gives to what is written next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pen {
    fg: Color,
    bg: Color,
    underline: Color,
    modifier: Modifier,
}

impl Pen {
    /// The pen of a terminal after `CSI m`.
    pub(crate) const PLAIN: Self = Self {
        fg: Color::Reset,
        bg: Color::Reset,
        underline: Color::Reset,
        modifier: Modifier::empty(),
    };

    /// The pen `cell` is to be written with, as near to `self` as looks the same: a blank shows no
    /// foreground, and text without a line under it no line colour.
    pub(crate) fn toward(self, cell: &Cell) -> Self {
        if is_blank(cell) {
            return Self { bg: cell.bg, modifier: self.modifier.difference(SEEN_ON_BLANK), ..self };
        }
        let underline = if cell.modifier.contains(Modifier::UNDERLINED) {
            cell.underline_color
        } else {
            self.underline
        };
        Self { fg: cell.fg, bg: cell.bg, underline, modifier: cell.modifier }
    }

    /// Whether `cell` can be written with this pen as it is.
    pub(crate) fn suits(self, cell: &Cell) -> bool {
        self.toward(cell) == self
    }

    /// Appends what turns the pen `from` (`None` when nobody knows) into `self`.
    pub(crate) fn write(self, from: Option<Self>, out: &mut Vec<u8>) {
        let Some(from) = from else {
            return self.write_afresh(out);
        };
        if from == self {
            return;
        }
        let start = out.len();
        let mut codes = Codes::new(out);
        let removed = from.modifier.difference(self.modifier);
        let mut kept = from.modifier.intersection(self.modifier);
        for (attribute, _, off) in ATTRIBUTES {
            if removed.contains(attribute) {
                codes.push(off);
                // An off code that is shared takes the other attribute with it.
                kept = shared(off).map_or(kept, |both| kept.difference(both));
            }
        }
        codes.attributes(self.modifier.difference(kept));
        if from.fg != self.fg {
            codes.colour(self.fg, Ground::Fore);
        }
        if from.bg != self.bg {
            codes.colour(self.bg, Ground::Back);
        }
        if from.underline != self.underline {
            codes.colour(self.underline, Ground::Line);
        }
        codes.end();
        let mut afresh = Vec::new();
        self.write_afresh(&mut afresh);
        if afresh.len() < out.len() - start {
            out.truncate(start);
            out.extend_from_slice(&afresh);
        }
    }

    /// Appends a reset and all that `self` has.
    fn write_afresh(self, out: &mut Vec<u8>) {
        if self == Self::PLAIN {
            out.extend_from_slice(b"\x1b[m");
            return;
        }
        let mut codes = Codes::new(out);
        codes.push(0);
        codes.attributes(self.modifier);
        for (colour, ground) in
            [(self.fg, Ground::Fore), (self.bg, Ground::Back), (self.underline, Ground::Line)]
        {
            if colour != Color::Reset {
                codes.colour(colour, ground);
            }
        }
        codes.end();
    }
}

/// Whether `cell` shows nothing but its background.
pub(crate) fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && !cell.modifier.intersects(SEEN_ON_BLANK)
}

/// Both attributes that the off code `off` switches off, if it does so for two.
fn shared(off: u16) -> Option<Modifier> {
    match off {
        22 => Some(Modifier::BOLD.union(Modifier::DIM)),
        25 => Some(Modifier::SLOW_BLINK.union(Modifier::RAPID_BLINK)),
        _ => None,
    }
}

/// What a colour is for.
#[derive(Clone, Copy)]
enum Ground {
    Fore,
    Back,
    Line,
}

/// One SGR sequence being written.
struct Codes<'a> {
    out: &'a mut Vec<u8>,
    any: bool,
}

impl<'a> Codes<'a> {
    fn new(out: &'a mut Vec<u8>) -> Self {
        Self { out, any: false }
    }

    fn push(&mut self, code: u16) {
        self.out.extend_from_slice(if self.any { b";" } else { b"\x1b[" });
        self.any = true;
        number(code, self.out);
    }

    fn attributes(&mut self, modifier: Modifier) {
        for (attribute, on, _) in ATTRIBUTES {
            if modifier.contains(attribute) {
                self.push(on);
            }
        }
    }

    /// The line under text has no short forms: its colour is 58 and 59 only.
    fn colour(&mut self, colour: Color, ground: Ground) {
        let (short, bright, long, none) = match ground {
            Ground::Fore => (Some(30), 90, 38, 39),
            Ground::Back => (Some(40), 100, 48, 49),
            Ground::Line => (None, 0, 58, 59),
        };
        let index = match colour {
            Color::Reset => return self.push(none),
            Color::Rgb(red, green, blue) => {
                self.push(long);
                self.push(2);
                return [red, green, blue].into_iter().for_each(|part| self.push(part.into()));
            }
            Color::Indexed(index) => u16::from(index),
            named => name_index(named),
        };
        match short {
            Some(short) if index < 8 => self.push(short + index),
            Some(_) if index < 16 => self.push(bright + index - 8),
            _ => [long, 5, index].into_iter().for_each(|code| self.push(code)),
        }
    }

    fn end(self) {
        if self.any {
            self.out.push(b'm');
        }
    }
}

/// The place of a named colour among the first sixteen of the palette.
fn name_index(named: Color) -> u16 {
    match named {
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        Color::Black | Color::Reset | Color::Rgb(..) | Color::Indexed(_) => 0,
    }
}

/// Appends `n` in decimal digits.
pub(crate) fn number(n: u16, out: &mut Vec<u8>) {
    if n >= 10 {
        number(n / 10, out);
    }
    out.push(b'0' + (n % 10) as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(symbol: &str, fg: Color, bg: Color, modifier: Modifier) -> Cell {
        let mut cell = Cell::default();
        cell.set_symbol(symbol).set_fg(fg).set_bg(bg);
        cell.modifier = modifier;
        cell
    }

    fn change(from: &Cell, to: &Cell) -> String {
        let from = Pen::PLAIN.toward(from);
        let mut out = Vec::new();
        from.toward(to).write(Some(from), &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn only_the_difference_is_written() {
        let plain = cell("a", Color::Reset, Color::Reset, Modifier::empty());
        let red = cell("a", Color::Red, Color::Reset, Modifier::empty());
        let both = cell("a", Color::Red, Color::Rgb(1, 2, 3), Modifier::BOLD);
        assert_eq!(change(&plain, &red), "\x1b[31m");
        assert_eq!(change(&red, &both), "\x1b[1;48;2;1;2;3m");
        assert_eq!(change(&both, &plain), "\x1b[m");
        assert_eq!(change(&red, &red), "");
    }

    #[test]
    fn a_shared_off_code_gives_back_what_it_took() {
        let both = cell("a", Color::Rgb(9, 9, 9), Color::Reset, Modifier::BOLD | Modifier::DIM);
        let dim = cell("a", Color::Rgb(9, 9, 9), Color::Reset, Modifier::DIM);
        assert_eq!(change(&both, &dim), "\x1b[22;2m");
    }

    #[test]
    fn a_blank_needs_its_background_only() {
        let link = cell("a", Color::LightBlue, Color::Reset, Modifier::UNDERLINED);
        let bold = cell("a", Color::LightBlue, Color::Reset, Modifier::BOLD);
        let blank = cell(" ", Color::Red, Color::Reset, Modifier::ITALIC);
        assert_eq!(change(&bold, &blank), "");
        assert_eq!(change(&link, &blank), "\x1b[24m");
        let marked = cell(" ", Color::Red, Color::Indexed(200), Modifier::empty());
        assert_eq!(change(&bold, &marked), "\x1b[48;5;200m");
    }

    #[test]
    fn palette_colours_take_the_short_form() {
        let plain = cell("a", Color::Reset, Color::Reset, Modifier::empty());
        for (colour, code) in
            [(Color::Indexed(3), "33"), (Color::Indexed(12), "94"), (Color::Indexed(16), "38;5;16")]
        {
            let next = cell("a", colour, Color::Reset, Modifier::empty());
            assert_eq!(change(&plain, &next), format!("\x1b[{code}m"));
        }
    }
}
