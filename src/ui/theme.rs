//! Styles of a palette as the terminal's: the only file that knows colours.
//! Not here: which roles there are (app), or what a theme file says (assets).

use ratatui::style::{Color, Modifier, Style};

use crate::app::model::Colours;
use crate::app::theme::{Palette, Part};
use crate::config::style::{Attribute, Colour, Style as Written};
use crate::text::style::Style as TextStyle;

/// A palette on a terminal with so many colours.
#[derive(Debug, Clone, Copy)]
pub struct Look<'a> {
    palette: Option<&'a Palette>,
    colours: Colours,
}

const MODIFIERS: [(Attribute, Modifier); 6] = [
    (Attribute::Bold, Modifier::BOLD),
    (Attribute::Dim, Modifier::DIM),
    (Attribute::Italic, Modifier::ITALIC),
    (Attribute::Underline, Modifier::UNDERLINED),
    (Attribute::Reverse, Modifier::REVERSED),
    (Attribute::Strike, Modifier::CROSSED_OUT),
];

/// The sixteen colours as most terminals show them, to find the nearest one.
const SIXTEEN: [(u8, u8, u8); 16] = [
    (0, 0, 0),
    (205, 49, 49),
    (13, 188, 121),
    (229, 229, 16),
    (36, 114, 200),
    (188, 63, 188),
    (17, 168, 205),
    (204, 204, 204),
    (118, 118, 118),
    (241, 76, 76),
    (35, 209, 139),
    (245, 245, 67),
    (59, 142, 234),
    (214, 112, 214),
    (41, 184, 219),
    (255, 255, 255),
];

impl<'a> Look<'a> {
    /// A look.
    pub fn new(palette: Option<&'a Palette>, colours: Colours) -> Self {
        Self { palette, colours }
    }

    /// The style of a part of the screen.
    pub fn part(self, part: Part) -> Style {
        let style = self.palette.map(|palette| self.style(palette.part(part))).unwrap_or_default();
        // Without colours what is selected or said by the simulator must still stand out.
        if self.colours == Colours::None && matches!(part, Part::Selected | Part::Simulator) {
            return style.add_modifier(Modifier::REVERSED);
        }
        style
    }

    /// The style of a piece of text.
    pub fn text(self, text: TextStyle) -> Style {
        let mut style =
            self.palette.map(|palette| self.style(palette.role(text.role))).unwrap_or_default();
        for (set, modifier) in [
            (text.bold, Modifier::BOLD),
            (text.italic, Modifier::ITALIC),
            (text.strike, Modifier::CROSSED_OUT),
        ] {
            if set {
                style = style.add_modifier(modifier);
            }
        }
        style
    }

    fn style(self, written: Written) -> Style {
        let mut style = Style::new();
        if let Some(colour) = written.foreground.and_then(|colour| self.colour(colour)) {
            style = style.fg(colour);
        }
        if let Some(colour) = written.background.and_then(|colour| self.colour(colour)) {
            style = style.bg(colour);
        }
        for (attribute, modifier) in MODIFIERS {
            if written.attributes.has(attribute) {
                style = style.add_modifier(modifier);
            }
        }
        style
    }

    fn colour(self, colour: Colour) -> Option<Color> {
        Some(match (self.colours, colour) {
            (Colours::None, _) => return None,
            (_, Colour::Default) => Color::Reset,
            (_, Colour::Indexed(index)) => Color::Indexed(index),
            (Colours::True, Colour::Rgb(red, green, blue)) => Color::Rgb(red, green, blue),
            (Colours::Sixteen, Colour::Rgb(red, green, blue)) => {
                Color::Indexed(nearest(red, green, blue))
            }
        })
    }
}

fn nearest(red: u8, green: u8, blue: u8) -> u8 {
    let far = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
    let distance = |&(r, g, b): &(u8, u8, u8)| far(r, red) + far(g, green) + far(b, blue);
    let best = SIXTEEN.iter().enumerate().min_by_key(|(_, colour)| distance(colour));
    best.and_then(|(index, _)| u8::try_from(index).ok()).unwrap_or(7)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_of_sixteen_colours_gets_the_nearest() {
        assert_eq!(nearest(250, 250, 250), 15);
        assert_eq!(nearest(0, 10, 5), 0);
        assert_eq!(nearest(200, 40, 40), 1);
    }

    #[test]
    fn without_colours_only_attributes_are_left() {
        let palette = Palette::dark();
        let look = Look::new(Some(&palette), Colours::None);
        for (part, name) in crate::app::theme::PARTS {
            let style = look.part(*part);
            assert_eq!((style.fg, style.bg), (None, None), "{name}");
        }
        assert!(look.part(Part::Selected).add_modifier.contains(Modifier::REVERSED));
    }
}
