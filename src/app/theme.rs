//! The roles a theme gives styles to, and a palette: one style a role.
//! Not here: what a style looks like on a terminal (ui), or how a theme file is read (config).

use std::path::Path;
use std::sync::LazyLock;

use crate::config::error::{ConfigError, Origin};
use crate::config::file::RoleStyle;
use crate::config::style::Style;
use crate::config::theme::parse;
use crate::text::style::Role;

/// Makes the enum of our own roles and the table of all names.
macro_rules! roles {
    ($($part:ident $name:literal $about:literal;)*) => {
        /// A part of the screen that is not an answer's text.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Part {$(
            #[doc = $about]
            $part,
        )*}

        /// Every part with its name in a theme file.
        pub const PARTS: &[(Part, &str)] = &[$((Part::$part, $name)),*];
    };
}

roles! {
    Screen "screen" "Everything that nothing else says something about.";
    Title "title" "The title of a conversation or an overlay.";
    Border "border" "Lines between panes.";
    Focus "focus" "The same around the pane that has the focus.";
    Selected "selected" "The selected row of a list.";
    Current "current" "The row of the conversation shown.";
    Marked "marked" "The message or code block that is selected.";
    MarkedBar "marked-bar" "The bar beside it.";
    Faint "faint" "What matters less: dates, figures, counts.";
    Placeholder "placeholder" "What stands in an empty field.";
    Status "status" "The status line.";
    Accent "accent" "A word that stands out of it: the model, the profile.";
    Simulator "simulator" "The word that says the simulator answers.";
    Key "key" "A key in the footer or the help.";
    Hint "hint" "What it does.";
    You "you" "Who asks, above a prompt.";
    Assistant "assistant" "Which model answers, above its answer.";
    Prompt "prompt" "A prompt's text.";
    Thought "thought" "Reasoning.";
    Live "live" "How an answer on its way stands.";
    Info "info" "A notice.";
    Warning "warning" "A notice of what did not go as wished; an interrupted answer.";
    Error "error" "What failed.";
    Hit "search-hit" "Words of the conversation that match what one wants to find.";
    CurrentHit "search-hit-current" "The same where one is.";
    Match "match" "What of a row matched what was typed.";
    Folded "folded" "A pasted text that stands folded.";
}

/// Every role of a text with its name in a theme file.
pub const ROLES: &[(Role, &str)] = &[
    (Role::Text, "text"),
    (Role::Heading1, "heading-1"),
    (Role::Heading2, "heading-2"),
    (Role::Heading3, "heading-3"),
    (Role::Code, "code"),
    (Role::CodeText, "code-text"),
    (Role::CodeLabel, "code-label"),
    (Role::CodeBar, "code-bar"),
    (Role::Keyword, "keyword"),
    (Role::String, "string"),
    (Role::Number, "number"),
    (Role::Comment, "comment"),
    (Role::Function, "function"),
    (Role::Type, "type"),
    (Role::Variable, "variable"),
    (Role::Operator, "operator"),
    (Role::Punctuation, "punctuation"),
    (Role::Constant, "constant"),
    (Role::Attribute, "attribute"),
    (Role::Tag, "tag"),
    (Role::Inserted, "inserted"),
    (Role::Deleted, "deleted"),
    (Role::Quote, "quote"),
    (Role::Marker, "marker"),
    (Role::Link, "link"),
    (Role::LinkAddress, "link-address"),
    (Role::Rule, "rule"),
    (Role::TableBorder, "table-border"),
    (Role::TableHeader, "table-header"),
    (Role::Html, "html"),
    (Role::Math, "math"),
    (Role::Footnote, "footnote"),
    (Role::Muted, "muted"),
];

/// One style a role.
#[derive(Debug, Clone, PartialEq)]
pub struct Palette {
    /// Its name.
    pub name: String,
    parts: Vec<Style>,
    roles: Vec<Style>,
}

/// The themes in the program: name and palette.
static BUILT_IN: LazyLock<[Palette; 3]> = LazyLock::new(|| {
    [
        ("dark", include_str!("../../assets/themes/dark.toml")),
        ("light", include_str!("../../assets/themes/light.toml")),
        ("ansi", include_str!("../../assets/themes/ansi.toml")),
    ]
    .map(|(name, text)| {
        let mut palette = Palette::empty(name);
        // The files are part of the program; a test reads each. A bad line sets nothing.
        let styles = parse(text, Path::new(name)).unwrap_or_default();
        let _ = palette.lay(&styles, Path::new(name));
        palette
    })
});

impl Palette {
    fn empty(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            parts: vec![Style::default(); PARTS.len()],
            roles: vec![Style::default(); ROLES.len()],
        }
    }

    /// For dark backgrounds.
    pub fn dark() -> Self {
        BUILT_IN[0].clone()
    }

    /// For light backgrounds.
    pub fn light() -> Self {
        BUILT_IN[1].clone()
    }

    /// The terminal's own sixteen colours.
    pub fn ansi() -> Self {
        BUILT_IN[2].clone()
    }

    /// The style of a part.
    pub fn part(&self, part: Part) -> Style {
        self.parts[part as usize]
    }

    /// The style of a text's role.
    pub fn role(&self, role: Role) -> Style {
        self.roles[role as usize]
    }

    /// Lays styles by name over the palette; `path` is the file they stand in.
    ///
    /// # Errors
    /// Every name that is no role's, with its line and the nearest name.
    pub fn lay(&mut self, styles: &[RoleStyle], path: &Path) -> Result<(), Vec<ConfigError>> {
        let mut errors = Vec::new();
        for entry in styles {
            let name = entry.role.as_str();
            if let Some(at) = PARTS.iter().position(|(_, known)| *known == name) {
                self.parts[at] = entry.style;
            } else if let Some(at) = ROLES.iter().position(|(_, known)| *known == name) {
                self.roles[at] = entry.style;
            } else {
                let origin = Origin::line(path, entry.line);
                let names =
                    PARTS.iter().map(|(_, name)| *name).chain(ROLES.iter().map(|(_, name)| *name));
                errors.push(ConfigError::unknown(origin, name, name, names));
            }
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_stands_in_its_place_of_the_table() {
        for (at, (part, _)) in PARTS.iter().enumerate() {
            assert_eq!(*part as usize, at);
        }
        for (at, (role, name)) in ROLES.iter().enumerate() {
            assert_eq!(*role as usize, at, "{name}");
        }
    }

    #[test]
    fn every_built_in_theme_reads_and_names_only_roles() {
        for (name, text) in [
            ("dark", include_str!("../../assets/themes/dark.toml")),
            ("light", include_str!("../../assets/themes/light.toml")),
            ("ansi", include_str!("../../assets/themes/ansi.toml")),
        ] {
            let path = Path::new(name);
            let styles = parse(text, path).unwrap();
            Palette::empty(name).lay(&styles, path).unwrap();
            assert_eq!(styles.len(), PARTS.len() + ROLES.len(), "{name} leaves roles out");
        }
    }

    #[test]
    fn a_name_that_is_no_role_is_refused_with_its_line_and_the_nearest() {
        let path = Path::new("/c.toml");
        let styles = parse("# x\nkeywrod = 'bold'\n", path).unwrap();
        let errors = Palette::dark().lay(&styles, path).unwrap_err();
        let said = errors[0].to_string();
        assert!(
            said.starts_with("/c.toml:2: 'keywrod' is not known; did you mean 'keyword'?"),
            "{said}"
        );
    }
}
