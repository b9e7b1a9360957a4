//! What is wrong with a setting: where it stands, what it is, what is allowed, what was meant.
//! Not here: how settings are read, or which names of commands and roles exist (the app floor).

use std::fmt;
use std::path::{Path, PathBuf};

use super::nearest::nearest;

/// Where a setting was made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// In a file, on this line (from 1; 0 where the file as a whole is meant).
    File {
        /// The file.
        path: PathBuf,
        /// The line.
        line: usize,
    },
    /// In an environment variable of this name.
    Variable(String),
    /// By a command-line flag of this name, dashes included.
    Flag(String),
    /// By the machine: a home directory that is not there, for instance.
    Machine,
}

impl Origin {
    /// A line of a file.
    pub fn line(path: &Path, line: usize) -> Self {
        Self::File { path: path.to_owned(), line }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { path, line: 0 } => write!(out, "{}", path.display()),
            Self::File { path, line } => write!(out, "{}:{line}", path.display()),
            Self::Variable(name) => write!(out, "environment variable {name}"),
            Self::Flag(name) => write!(out, "flag {name}"),
            Self::Machine => out.write_str("this machine"),
        }
    }
}

/// One thing that is wrong with the settings. The program says so and stops; it never guesses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ConfigError {
    /// Where.
    pub origin: Origin,
    /// The key's full name, such as `timeouts.connect`; empty where no key is to blame.
    pub key: String,
    /// What is wrong, without the key's name.
    pub what: String,
    /// What is allowed; empty where that says nothing.
    pub allowed: String,
    /// The valid name that is nearest to what was written.
    pub nearest: Option<String>,
}

impl ConfigError {
    /// Something wrong with the value of a known key.
    pub fn new(origin: Origin, key: impl Into<String>, what: impl Into<String>) -> Self {
        Self { origin, key: key.into(), what: what.into(), allowed: String::new(), nearest: None }
    }

    /// A name nobody knows among those that are valid there: a key, a command, a role.
    pub fn unknown<'n>(
        origin: Origin,
        key: impl Into<String>,
        name: &str,
        valid: impl IntoIterator<Item = &'n str> + Clone,
    ) -> Self {
        let names: Vec<&str> = valid.clone().into_iter().collect();
        let near = nearest(name, valid).map(str::to_owned);
        Self::new(origin, key, "is not known").allowing(names.join(", ")).meaning(near)
    }

    /// The same, saying what is allowed.
    #[must_use]
    pub fn allowing(mut self, allowed: impl Into<String>) -> Self {
        self.allowed = allowed.into();
        self
    }

    /// The same, saying what was perhaps meant.
    #[must_use]
    pub fn meaning(mut self, nearest: Option<String>) -> Self {
        self.nearest = nearest;
        self
    }
}

impl fmt::Display for ConfigError {
    /// `config.toml:3: 'reigon' is not known; did you mean 'region'? allowed: profile, region, ...`
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let a_place = matches!(self.origin, Origin::File { .. }) || !self.key.is_empty();
        write!(out, "{}{}", self.origin, if a_place { ": " } else { " " })?;
        if !self.key.is_empty() {
            write!(out, "'{}' ", self.key)?;
        }
        out.write_str(&self.what)?;
        if let Some(nearest) = &self.nearest {
            write!(out, "; did you mean '{nearest}'?")?;
        }
        if !self.allowed.is_empty() {
            write!(out, "\n  allowed: {}", self.allowed)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_file_line_key_what_is_allowed_and_the_nearest_name() {
        let error = ConfigError::unknown(
            Origin::line(Path::new("/c/config.toml"), 3),
            "keys.chat.sned",
            "chat.sned",
            ["chat.send", "chat.stop"],
        );
        assert_eq!(
            error.to_string(),
            "/c/config.toml:3: 'keys.chat.sned' is not known; did you mean 'chat.send'?\n  \
             allowed: chat.send, chat.stop"
        );
    }

    #[test]
    fn variables_and_flags_are_named_as_what_they_are() {
        let error = ConfigError::new(Origin::Variable("OUTCROP_MOUSE".into()), "", "is 'maybe'");
        assert_eq!(
            error.allowing("true or false").to_string(),
            "environment variable OUTCROP_MOUSE is 'maybe'\n  allowed: true or false"
        );
    }
}
