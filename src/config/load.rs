//! Reading the configuration file: all that is wrong with it at once, or all it says.
//! Not here: which keys there are (schema), or what flags and environment add (settings).

use std::path::{Path, PathBuf};

use toml::de::DeTable;

use super::error::{ConfigError, Origin};
use super::file::{Config, ThemeChoice};
use super::read::{Report, fill};
use super::schema::TOP;

impl Config {
    /// Reads a file. Paths in it are relative to the folder it lies in.
    ///
    /// # Errors
    /// Everything that is wrong with it, in the order of its lines.
    pub fn load(path: &Path) -> Result<Self, Vec<ConfigError>> {
        Self::parse(&contents(path)?, path)
    }

    /// Reads what stands in a file; `path` is for errors and relative paths.
    ///
    /// # Errors
    /// As `load`.
    pub fn parse(text: &str, path: &Path) -> Result<Self, Vec<ConfigError>> {
        let mut config = Self::default();
        let document = document(text, path)?;
        let mut report = Report::new(path, text);
        fill(&mut config, TOP, &document, "", &mut report);
        let theme_line = document.get("theme").map(|node| report.line(&node.span()));
        let errors = report.into_errors();
        if !errors.is_empty() {
            return Err(errors);
        }
        // Lines, not letters: what stands first in the file wins no ties and reads better.
        config.keys.sort_by_key(|entry| entry.line);
        config.theme_colours.sort_by_key(|entry| entry.line);
        let folder = path.parent().unwrap_or(Path::new(""));
        config.ca_bundle = config.ca_bundle.map(|file| folder.join(file));
        if let ThemeChoice::File(file) = &config.theme {
            config.theme = ThemeChoice::File(folder.join(file));
            config.theme_named = theme_line.map(|line| Origin::line(path, line));
        }
        Ok(config)
    }
}

/// The text of a file.
pub(super) fn contents(path: &Path) -> Result<String, Vec<ConfigError>> {
    std::fs::read_to_string(path).map_err(|error| {
        let origin = Origin::File { path: PathBuf::from(path), line: 0 };
        vec![ConfigError::new(origin, "", format!("cannot be read: {error}"))]
    })
}

/// The tables of a TOML document, or where it breaks TOML's rules.
pub(super) fn document<'t>(text: &'t str, path: &Path) -> Result<DeTable<'t>, Vec<ConfigError>> {
    let (document, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return Ok(document.into_inner());
    }
    let mut report = Report::new(path, text);
    for error in &errors {
        let what = format!("is not valid TOML: {}", error.message().replace('\n', "; "));
        report.wrong(&error.span().unwrap_or(0..0), "", &what, "");
    }
    Err(report.into_errors())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::file::{KeyOverride, LogLevel, Notify, Price};
    use super::*;

    fn parse(text: &str) -> Result<Config, Vec<ConfigError>> {
        Config::parse(text, Path::new("/c/config.toml"))
    }

    fn complaints(text: &str) -> Vec<String> {
        parse(text).unwrap_err().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn an_empty_file_says_the_defaults() {
        assert_eq!(parse(""), Ok(Config::default()));
    }

    #[test]
    fn values_come_to_their_places() {
        let config = parse(
            "profile = 'dev'\nregion = 'eu-west-1'\nca_bundle = 'own.pem'\ntheme = 'mine.toml'\n\
             log_level = 'debug'\nrequests_per_minute = 1_000\nread_only = true\n\
             parameters.temperature = 0\nparameters.stop_sequences = ['END']\n\
             parameters.additional_fields.reasoning = { effort = 'high', n = [1, 2.5, true] }\n\
             [presets.short]\nmax_tokens = 200\n[timeouts]\nidle = '90s'\n\
             [keys]\n'chat.send' = 'ctrl-enter'\nchat.stop = ['esc', 'ctrl-g']\n\
             [prices.'own.model']\ninput = 3\noutput = 15.5\ncache_read = 0.3\n\
             flex_input = 1.5\nflex_output = 7.75\n",
        )
        .unwrap();
        assert_eq!(config.profile.as_deref(), Some("dev"));
        assert_eq!(config.ca_bundle, Some(PathBuf::from("/c/own.pem")));
        assert_eq!(config.theme, ThemeChoice::File("/c/mine.toml".into()));
        assert_eq!(config.theme_named, Some(Origin::line(Path::new("/c/config.toml"), 4)));
        assert_eq!(config.log_level, LogLevel::Debug);
        assert_eq!(parse("notify = 'osc9'").map(|config| config.notify), Ok(Notify::Osc9));
        assert_eq!((config.requests_per_minute, config.read_only), (1000, true));
        assert_eq!(config.parameters.temperature, Some(0.0));
        assert_eq!(config.parameters.stop_sequences, ["END"]);
        assert_eq!(
            config.parameters.additional_fields,
            Some(serde_json::json!({"reasoning": {"effort": "high", "n": [1, 2.5, true]}}))
        );
        assert_eq!(config.presets["short"].max_tokens, Some(200));
        assert_eq!(config.timeouts.idle, Duration::from_secs(90));
        assert_eq!(
            config.keys,
            [
                KeyOverride {
                    command: "chat.send".into(),
                    keys: vec!["ctrl-enter".into()],
                    line: 16
                },
                KeyOverride {
                    command: "chat.stop".into(),
                    keys: vec!["esc".into(), "ctrl-g".into()],
                    line: 17
                },
            ]
        );
        assert_eq!(
            config.prices["own.model"],
            Price {
                input: 3.0,
                output: 15.5,
                cache_read: Some(0.3),
                cache_write: None,
                cache_write_1h: None,
                flex: Some((1.5, 7.75)),
                priority: None,
                batch: None,
            }
        );
    }

    #[test]
    fn every_parameter_comes_to_its_place() {
        let config = parse(
            "parameters.top_k = 40\nparameters.reasoning = 4096\n\
             parameters.metadata.team = 'search'\n\
             parameters.response_fields = ['/stop_sequence']\n\
             [presets.short]\nreasoning = 'high'\nlatency = 'optimized'\ntier = 'flex'\n",
        )
        .unwrap();
        assert_eq!(config.parameters.top_k, Some(40));
        assert_eq!(config.parameters.reasoning.as_deref(), Some("4096"));
        assert_eq!(config.parameters.metadata["team"], "search");
        assert_eq!(config.parameters.response_fields, ["/stop_sequence"]);
        assert_eq!(config.presets["short"].reasoning.as_deref(), Some("high"));
        let words = (&config.presets["short"].latency, &config.presets["short"].tier);
        assert_eq!(words, (&Some("optimized".to_owned()), &Some("flex".to_owned())));
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once_with_its_line() {
        let said = complaints(
            "reigon = 'us-east-1'\nmouse = 'yes'\n\n[timeouts]\nidle = '10'\nconect = '1s'\n\
             [parameters]\ntemperature = 1.5\nmax_tokens = 0\n",
        );
        let firsts: Vec<&str> = said.iter().map(|text| text.lines().next().unwrap()).collect();
        assert_eq!(
            firsts,
            [
                "/c/config.toml:1: 'reigon' is not known; did you mean 'region'?",
                "/c/config.toml:2: 'mouse' is a string",
                "/c/config.toml:5: 'timeouts.idle' is '10'",
                "/c/config.toml:6: 'timeouts.conect' is not known; did you mean 'connect'?",
                "/c/config.toml:8: 'parameters.temperature' is 1.5",
                "/c/config.toml:9: 'parameters.max_tokens' is 0",
            ]
        );
        assert!(said[1].ends_with("allowed: true or false"), "{}", said[1]);
        assert!(said[3].ends_with("allowed: connect, first_byte, idle"), "{}", said[3]);
    }

    #[test]
    fn each_kind_of_bad_value_is_refused() {
        for (text, complaint) in [
            ("profile = ''", "'profile' is empty"),
            ("profile = 3", "'profile' is an integer"),
            ("region = 'Frankfurt'", "'region' is 'Frankfurt'"),
            ("endpoint_url = 'localhost:8080'", "'endpoint_url' is 'localhost:8080'"),
            ("endpoint_url = 'http://'", "'endpoint_url' is 'http://'"),
            ("timeouts = 10", "'timeouts' is an integer"),
            ("theme = 'drak'", "'theme' is 'drak'"),
            ("notify = 'loud'", "'notify' is 'loud'"),
            ("log_level = 'verbose'", "'log_level' is 'verbose'"),
            ("data_directory = 'here'", "'data_directory' is 'here'"),
            ("retry_attempts = 0x99", "'retry_attempts' is 0x99"),
            ("parameters.top_p = nan", "'parameters.top_p' is nan"),
            ("parameters.stop_sequences = ['']", "'parameters.stop_sequences' holds an item"),
            ("parameters.top_k = -1", "'parameters.top_k' is -1"),
            ("parameters.reasoning = 'Very Hard'", "'parameters.reasoning' is 'Very Hard'"),
            ("parameters.reasoning = 0", "'parameters.reasoning' is 0"),
            ("parameters.tier = 'fast'", "'parameters.tier' is 'fast'"),
            ("parameters.latency = 'low'", "'parameters.latency' is 'low'"),
            ("parameters.metadata = ['a']", "'parameters.metadata' is an array"),
            ("parameters.metadata.a = 1", "'parameters.metadata' holds 'a', which is an integer"),
            ("prices.m = { input = 1, output = 2, flex_input = 1 }", "has no 'flex_output'"),
            ("parameters.additional_fields = 3", "'parameters.additional_fields' is an integer"),
            ("parameters.additional_fields.x = 2020-01-01", "holds a date"),
            ("keys.chat.send = 3", "'keys.chat.send' is an integer"),
            ("theme_colours.heading = 'bold blu'", "'blu' is no colour or attribute"),
            ("prices.m.input = 3", "'prices.m' has no 'output'"),
            ("prices.m = 3", "'prices.m' is an integer"),
            ("prices.m = { input = -1, output = 2 }", "'prices.m.input' is -1"),
            ("presets.short = 1", "'presets.short' is an integer"),
        ] {
            let said = complaints(text).join("\n");
            assert!(said.contains(complaint), "{text}: {said}");
            assert!(said.contains("/c/config.toml:1: ") && said.contains("allowed: "), "{said}");
        }
    }

    #[test]
    fn a_misspelt_word_is_told_the_nearest_one() {
        for (text, expected) in [
            ("theme = 'drak'", Some("dark")),
            ("theme = 'solarized'", None),
            ("theme = ''", None),
            ("log_level = 'inof'", Some("info")),
            ("log_level = 3", None),
        ] {
            let said = parse(text).unwrap_err();
            assert_eq!(said[0].nearest.as_deref(), expected, "{text}: {said:?}");
        }
    }

    #[test]
    fn what_is_not_toml_is_said_with_its_line() {
        let said = complaints("mouse = true\nregion = us-east-1\nmouse = false\n").join("\n");
        assert!(said.contains("/c/config.toml:2: is not valid TOML"), "{said}");
    }

    #[test]
    fn a_file_that_cannot_be_read_is_named() {
        let said = Config::load(Path::new("/nowhere/config.toml")).unwrap_err();
        assert!(
            said[0].to_string().starts_with("/nowhere/config.toml: cannot be read"),
            "{said:?}"
        );
    }
}
