//! Reading a theme file: a style for each role.
//! Not here: which roles there are (the app floor), or what a style looks like (the ui floor).

use std::path::Path;

use super::error::ConfigError;
use super::file::RoleStyle;
use super::load::{contents, document};
use super::read::Report;
use super::schema::styles;

/// Reads a theme file.
///
/// # Errors
/// Everything that is wrong with it, in the order of its lines.
pub fn load(path: &Path) -> Result<Vec<RoleStyle>, Vec<ConfigError>> {
    parse(&contents(path)?, path)
}

/// Reads what stands in a theme file; `path` is for errors.
///
/// # Errors
/// As `load`.
pub fn parse(text: &str, path: &Path) -> Result<Vec<RoleStyle>, Vec<ConfigError>> {
    let document = document(text, path)?;
    let mut report = Report::new(path, text);
    let mut all = Vec::new();
    styles(&mut all, &document, "", &mut report);
    all.sort_by_key(|entry| entry.line);
    let errors = report.into_errors();
    if errors.is_empty() { Ok(all) } else { Err(errors) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_is_styles_with_their_lines() {
        let text = "# mine\nheading = 'bold cyan'\n\ncode = '#ffffff on 236'\n";
        let theme = parse(text, Path::new("/t.toml")).unwrap();
        let entries: Vec<(&str, usize)> =
            theme.iter().map(|entry| (entry.role.as_str(), entry.line)).collect();
        assert_eq!(entries, [("heading", 2), ("code", 4)]);
    }

    #[test]
    fn a_bad_style_is_named_with_its_line() {
        let said = parse("heading = 'bold cian'\n[table]\n", Path::new("/t.toml")).unwrap_err();
        assert_eq!(said.len(), 2);
        assert!(said[0].to_string().starts_with(
            "/t.toml:1: 'heading' is 'bold cian', in which 'cian' is no colour or attribute"
        ));
    }
}
