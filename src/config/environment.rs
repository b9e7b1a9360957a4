//! The environment, passed in: this program's own variables, and the doubtful ones among them.
//! Not here: what they decide (settings), or the variables the SDK reads by itself.

use std::collections::BTreeMap;

use super::error::{ConfigError, Origin};

/// Every variable of ours, and what it means. `AWS_*` variables are the SDK's to read.
pub const VARIABLES: &[(&str, &str)] = &[
    ("OUTCROP_CONFIG", "the configuration file"),
    ("OUTCROP_DATA_DIR", "the folder conversations are kept in"),
    ("OUTCROP_PROFILE", "the AWS profile"),
    ("OUTCROP_REGION", "the region"),
    ("OUTCROP_ENDPOINT_URL", "endpoint of both planes"),
    ("OUTCROP_RUNTIME_ENDPOINT_URL", "endpoint of the runtime plane alone"),
    ("OUTCROP_CA_BUNDLE", "a PEM file of further certificate authorities"),
    ("OUTCROP_MODEL", "the default model"),
    ("OUTCROP_THEME", "the theme"),
    ("OUTCROP_LOG_LEVEL", "the log level"),
    ("OUTCROP_READ_ONLY", "true refuses every call that changes the account"),
];

const PREFIX: &str = "OUTCROP_";

/// The variables of ours that are set, empty ones left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Environment(BTreeMap<String, String>);

impl Environment {
    /// Takes ours out of all variables, as `std::env::vars_os` gives them.
    ///
    /// # Errors
    /// A variable that begins with `OUTCROP_` and is none of ours, or is no text.
    pub fn from_vars<K, V>(
        variables: impl IntoIterator<Item = (K, V)>,
    ) -> Result<Self, Vec<ConfigError>>
    where
        K: AsRef<std::ffi::OsStr>,
        V: AsRef<std::ffi::OsStr>,
    {
        let mut ours = BTreeMap::new();
        let mut errors = Vec::new();
        for (name, value) in variables {
            let Some(name) = name.as_ref().to_str().filter(|name| name.starts_with(PREFIX)) else {
                continue;
            };
            let origin = Origin::Variable(name.to_owned());
            if !VARIABLES.iter().any(|(known, _)| *known == name) {
                let valid = VARIABLES.iter().map(|(known, _)| *known);
                errors.push(ConfigError::unknown(origin, "", name, valid));
            } else if let Some(value) = value.as_ref().to_str() {
                ours.insert(name.to_owned(), value.to_owned());
            } else {
                errors.push(ConfigError::new(origin, "", "is not valid UTF-8"));
            }
        }
        ours.retain(|_, value| !value.is_empty());
        if errors.is_empty() { Ok(Self(ours)) } else { Err(errors) }
    }

    /// The value of a variable, where it is set and not empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ours_are_taken_and_empty_means_unset() {
        let all = [("AWS_PROFILE", "x"), ("OUTCROP_REGION", "eu-west-1"), ("OUTCROP_MODEL", "")];
        let environment = Environment::from_vars(all).unwrap();
        assert_eq!(environment.get("OUTCROP_REGION"), Some("eu-west-1"));
        assert_eq!(environment.get("OUTCROP_MODEL"), None);
        assert_eq!(environment.get("AWS_PROFILE"), None);
    }

    #[test]
    fn a_mistyped_variable_is_an_error() {
        let said = Environment::from_vars([("OUTCROP_REIGON", "x")]).unwrap_err();
        let text = said[0].to_string();
        assert!(text.contains("OUTCROP_REIGON") && text.contains("'OUTCROP_REGION'?"), "{text}");
    }
}
