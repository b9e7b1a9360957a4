//! A style as a theme writes it: `bold #88c0d0 on black`.
//! Not here: which roles have one, or how a terminal shows it (the ui floor).

/// What `Style::parse` takes, in words.
pub const ALLOWED: &str = "words among bold, dim, italic, underline, reverse, strike, a colour \
     (#rrggbb, 0 to 255, default, or a name such as cyan or bright-cyan), and \"on\" with a colour";

/// A colour, as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Colour {
    /// The terminal's own.
    Default,
    /// One of the terminal's 256, of which the first 16 have names.
    Indexed(u8),
    /// Red, green, blue.
    Rgb(u8, u8, u8),
}

/// The first eight of the terminal's colours, in its order; `bright-` names the next eight.
const NAMES: [&str; 8] = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

impl Colour {
    fn parse(word: &str) -> Option<Self> {
        if word == "default" {
            return Some(Self::Default);
        }
        if let Some(hex) = word.strip_prefix('#') {
            let byte = |at: usize| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
            let digits = hex.len() == 6 && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
            return digits.then(|| Some(Self::Rgb(byte(0)?, byte(2)?, byte(4)?)))?;
        }
        if let Ok(index) = word.parse() {
            return Some(Self::Indexed(index));
        }
        let (base, bright) = match word.strip_prefix("bright-") {
            Some(base) => (base, 8),
            None => (word, 0),
        };
        let index = NAMES.iter().position(|name| *name == base)?;
        u8::try_from(index + bright).ok().map(Self::Indexed)
    }
}

/// A style: colours where set, and attributes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Style {
    /// Foreground.
    pub foreground: Option<Colour>,
    /// Background.
    pub background: Option<Colour>,
    /// Attributes, as a set.
    pub attributes: Attributes,
}

/// A set of attributes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Attributes(u8);

/// One attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Attribute {
    /// Heavier.
    Bold,
    /// Fainter.
    Dim,
    /// Slanted.
    Italic,
    /// With a line below.
    Underline,
    /// Colours swapped.
    Reverse,
    /// With a line through.
    Strike,
}

const ATTRIBUTES: [(&str, Attribute); 6] = [
    ("bold", Attribute::Bold),
    ("dim", Attribute::Dim),
    ("italic", Attribute::Italic),
    ("underline", Attribute::Underline),
    ("reverse", Attribute::Reverse),
    ("strike", Attribute::Strike),
];

impl Attributes {
    /// Whether it holds this one.
    pub fn has(self, attribute: Attribute) -> bool {
        self.0 & (1 << attribute as u8) != 0
    }

    /// With this one too.
    #[must_use]
    pub fn with(self, attribute: Attribute) -> Self {
        Self(self.0 | 1 << attribute as u8)
    }
}

impl Style {
    /// Reads words in any order; an empty text is a style that sets nothing.
    ///
    /// # Errors
    /// The first word that means nothing, or stands where nothing can be meant by it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut style = Self::default();
        let mut words = text.split_whitespace();
        while let Some(word) = words.next() {
            if let Some((_, attribute)) = ATTRIBUTES.iter().find(|(name, _)| *name == word) {
                style.attributes = style.attributes.with(*attribute);
                continue;
            }
            let (slot, name) = if word == "on" {
                (&mut style.background, words.next().ok_or("'on' has no colour after it")?)
            } else {
                (&mut style.foreground, word)
            };
            let colour =
                Colour::parse(name).ok_or_else(|| format!("'{name}' is no colour or attribute"))?;
            if slot.replace(colour).is_some() {
                return Err(format!("'{name}' is one colour too many"));
            }
        }
        Ok(style)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_is_words_in_any_order() {
        let style = Style::parse("bold #88C0d0 on bright-black underline").unwrap();
        assert_eq!(style.foreground, Some(Colour::Rgb(0x88, 0xc0, 0xd0)));
        assert_eq!(style.background, Some(Colour::Indexed(8)));
        assert!(
            style.attributes.has(Attribute::Bold) && style.attributes.has(Attribute::Underline)
        );
        assert!(!style.attributes.has(Attribute::Italic));
        assert_eq!(Style::parse(" "), Ok(Style::default()));
        let style = Style::parse("on default 231").unwrap();
        assert_eq!(
            (style.foreground, style.background),
            (Some(Colour::Indexed(231)), Some(Colour::Default),)
        );
    }

    #[test]
    fn what_means_nothing_is_named() {
        for (text, complaint) in [
            ("blod", "'blod' is no colour or attribute"),
            ("#12345", "'#12345' is no colour or attribute"),
            ("#12345é", "'#12345é' is no colour or attribute"),
            ("256", "'256' is no colour or attribute"),
            ("red on", "'on' has no colour after it"),
            ("red blue", "'blue' is one colour too many"),
        ] {
            assert_eq!(Style::parse(text), Err(complaint.to_owned()), "{text}");
        }
    }
}
