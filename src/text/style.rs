//! What a piece of text is (its role) and how it is emphasised.
//! Not here: colours; `ui` maps roles to them, so a change of theme renders nothing again.

/// What a piece of text is. The theme decides how each role looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
#[repr(u8)]
pub enum Role {
    /// Running text.
    #[default]
    Text,
    /// Heading of level 1, and the line under it.
    Heading1,
    /// Heading of level 2, and the line under it.
    Heading2,
    /// Heading of level 3 and deeper.
    Heading3,
    /// Code inside running text.
    Code,
    /// A code block's text, not (or not yet) highlighted.
    CodeText,
    /// The name of a code block's language.
    CodeLabel,
    /// The bar left of a code block.
    CodeBar,
    /// In code: a keyword.
    Keyword,
    /// In code: a string or character literal.
    String,
    /// In code: a number.
    Number,
    /// In code: a comment.
    Comment,
    /// In code: the name of a function.
    Function,
    /// In code: the name of a type.
    Type,
    /// In code: a variable, parameter or key.
    Variable,
    /// In code: an operator.
    Operator,
    /// In code: brackets, commas, semicolons.
    Punctuation,
    /// In code: a named constant or a language constant such as `true`.
    Constant,
    /// In code: an attribute, annotation or decorator.
    Attribute,
    /// In code: a tag of a markup language.
    Tag,
    /// In a diff: an added line.
    Inserted,
    /// In a diff: a removed line.
    Deleted,
    /// The bar left of a quote.
    Quote,
    /// List bullets, item numbers, task boxes, alert titles.
    Marker,
    /// The text of a link.
    Link,
    /// The address of a link or image.
    LinkAddress,
    /// A thematic break.
    Rule,
    /// The lines of a table.
    TableBorder,
    /// The header cells of a table.
    TableHeader,
    /// HTML, shown as its source.
    Html,
    /// Mathematics, shown as its source.
    Math,
    /// The mark of a footnote, at its reference and at its text.
    Footnote,
    /// Words of ours beside the text, such as `image:`.
    Muted,
}

/// Role and emphasis of a piece of text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Style {
    /// What the text is.
    pub role: Role,
    /// Strong emphasis.
    pub bold: bool,
    /// Emphasis.
    pub italic: bool,
    /// Struck through.
    pub strike: bool,
}

impl Style {
    /// A role without emphasis.
    pub const fn of(role: Role) -> Self {
        Self { role, bold: false, italic: false, strike: false }
    }

    /// The same style, bold.
    #[must_use]
    pub const fn bold(mut self) -> Self {
        self.bold = true;
        self
    }
}
