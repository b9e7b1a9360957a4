//! What holds in one run: flags over environment over file over defaults.
//! Not here: the flags' definitions (cli), or what a session makes of it (the aws floor).

use std::path::{Path, PathBuf};

use super::environment::Environment;
use super::error::{ConfigError, Origin};
use super::file::{Config, ThemeChoice};
use super::load::contents;
use super::nearest::nearest;
use super::paths::{CONFIG_FILE, DEMO, LOG_FILE, Paths, Platform};
use super::read::is_address;
use super::schema::{
    LOG_LEVEL_NAMES, LOG_LEVELS, THEME_NAMES, THEMES, is_region, log_level, theme,
};

/// What the global flags said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flags {
    /// `--demo`.
    pub demo: bool,
    /// `--profile`.
    pub profile: Option<String>,
    /// `--region`.
    pub region: Option<String>,
    /// `--endpoint-url`.
    pub endpoint_url: Option<String>,
    /// `--runtime-endpoint-url`.
    pub runtime_endpoint_url: Option<String>,
    /// `--config`.
    pub config: Option<PathBuf>,
    /// `--data-dir`.
    pub data_dir: Option<PathBuf>,
    /// `--preset`.
    pub preset: Option<String>,
    /// `--read-only`.
    pub read_only: bool,
}

/// What holds in this run.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The file's values with environment and flags laid over them. In a demo all that belongs to
    /// an account is gone from it, unless a flag says otherwise.
    pub config: Config,
    /// The places used.
    pub paths: Paths,
    /// Whether the simulator is used.
    pub demo: bool,
}

impl Settings {
    /// Finds the file, reads it, and lays environment and flags over it.
    ///
    /// # Errors
    /// Everything that is wrong, whichever of the three says it. A file that was named must be
    /// there; the platform's need not.
    pub fn resolve(
        flags: &Flags,
        environment: &Environment,
        platform: &Platform,
    ) -> Result<Self, Vec<ConfigError>> {
        let path = config_path(flags, environment, platform);
        let named = flags.config.is_some() || environment.get("OUTCROP_CONFIG").is_some();
        let mut errors = Vec::new();
        let read = if named || path.exists() {
            contents(&path).and_then(|text| Config::parse(&text, &path))
        } else {
            Ok(Config::default())
        };
        let mut config = read.unwrap_or_else(|found| {
            errors.extend(found);
            Config::default()
        });
        if flags.demo {
            forget_account(&mut config);
        }
        lay_environment(&mut config, environment, flags.demo, &mut errors);
        lay_flags(&mut config, flags, &mut errors);
        if let Some(name) = flags.preset.as_deref().filter(|_| errors.is_empty()) {
            lay_preset(&mut config, name, &mut errors);
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let paths = places(path, &config, flags.demo, platform);
        Ok(Self { config, paths, demo: flags.demo })
    }
}

/// The configuration file of this run: `--config`, else `OUTCROP_CONFIG`, else the platform's.
pub fn config_path(flags: &Flags, environment: &Environment, platform: &Platform) -> PathBuf {
    flags
        .config
        .clone()
        .or_else(|| environment.get("OUTCROP_CONFIG").map(PathBuf::from))
        .unwrap_or_else(|| platform.config.join(CONFIG_FILE))
}

fn places(config: PathBuf, values: &Config, demo: bool, platform: &Platform) -> Paths {
    let real = values.data_directory.clone().unwrap_or_else(|| platform.data.clone());
    let data = if demo { real.join(DEMO) } else { real };
    Paths { config, data, log: platform.state.join(LOG_FILE) }
}

/// A demo looks at nothing that belongs to an account.
fn forget_account(config: &mut Config) {
    config.profile = None;
    config.region = None;
    config.endpoint_url = None;
    config.runtime_endpoint_url = None;
    config.ca_bundle = None;
    config.model = None;
}

fn lay_environment(
    config: &mut Config,
    environment: &Environment,
    demo: bool,
    errors: &mut Vec<ConfigError>,
) {
    let text = |name: &str| environment.get(name).map(str::to_owned);
    let mut wrong = |name: &str, what: String, allowed: &str| {
        let origin = Origin::Variable(name.to_owned());
        let word = environment.get(name).unwrap_or_default();
        let near = match name {
            "OUTCROP_THEME" => nearest(word, THEME_NAMES.iter().copied()),
            "OUTCROP_LOG_LEVEL" => nearest(word, LOG_LEVEL_NAMES.iter().copied()),
            _ => None,
        };
        let error = ConfigError::new(origin, "", what).allowing(allowed);
        errors.push(error.meaning(near.map(str::to_owned)));
    };
    if !demo {
        over(&mut config.profile, text("OUTCROP_PROFILE"));
        over(&mut config.region, text("OUTCROP_REGION"));
        over(&mut config.endpoint_url, text("OUTCROP_ENDPOINT_URL"));
        over(&mut config.runtime_endpoint_url, text("OUTCROP_RUNTIME_ENDPOINT_URL"));
        over(&mut config.ca_bundle, text("OUTCROP_CA_BUNDLE").map(PathBuf::from));
        over(&mut config.model, text("OUTCROP_MODEL"));
        for name in ["OUTCROP_ENDPOINT_URL", "OUTCROP_RUNTIME_ENDPOINT_URL"] {
            if let Some(value) = environment.get(name).filter(|value| !is_address(value)) {
                wrong(name, format!("is '{value}'"), "an http:// or https:// address");
            }
        }
        if let Some(value) = environment.get("OUTCROP_REGION").filter(|value| !is_region(value)) {
            wrong("OUTCROP_REGION", format!("is '{value}'"), "a region such as us-east-1");
        }
    }
    over(&mut config.data_directory, text("OUTCROP_DATA_DIR").map(|path| full(Path::new(&path))));
    if let Some(value) = environment.get("OUTCROP_THEME") {
        match theme(value) {
            Ok(choice) => {
                let is_file = matches!(choice, ThemeChoice::File(_));
                config.theme_named = is_file.then(|| Origin::Variable("OUTCROP_THEME".into()));
                config.theme = choice;
            }
            Err(what) => wrong("OUTCROP_THEME", what, THEMES),
        }
    }
    if let Some(value) = environment.get("OUTCROP_LOG_LEVEL") {
        match log_level(value) {
            Ok(level) => config.log_level = level,
            Err(what) => wrong("OUTCROP_LOG_LEVEL", what, LOG_LEVELS),
        }
    }
    match environment.get("OUTCROP_READ_ONLY") {
        None => {}
        Some("true" | "1") => config.read_only = true,
        Some("false" | "0") => config.read_only = false,
        Some(value) => wrong("OUTCROP_READ_ONLY", format!("is '{value}'"), "true or false"),
    }
}

fn lay_flags(config: &mut Config, flags: &Flags, errors: &mut Vec<ConfigError>) {
    over(&mut config.profile, flags.profile.clone());
    over(&mut config.region, flags.region.clone());
    over(&mut config.endpoint_url, flags.endpoint_url.clone());
    over(&mut config.runtime_endpoint_url, flags.runtime_endpoint_url.clone());
    over(&mut config.data_directory, flags.data_dir.as_deref().map(full));
    config.read_only |= flags.read_only;
    for (flag, value, right, allowed) in [
        ("--endpoint-url", &flags.endpoint_url, is_address as fn(&str) -> bool, ADDRESS),
        ("--runtime-endpoint-url", &flags.runtime_endpoint_url, is_address, ADDRESS),
        ("--region", &flags.region, is_region, "a region such as us-east-1"),
        ("--profile", &flags.profile, |name| !name.is_empty(), "the name of an AWS profile"),
    ] {
        if let Some(value) = value.as_deref().filter(|value| !right(value)) {
            let origin = Origin::Flag(flag.to_owned());
            errors.push(ConfigError::new(origin, "", format!("is '{value}'")).allowing(allowed));
        }
    }
}

/// What a preset sets takes the place of the usual parameter; the others stay.
fn lay_preset(config: &mut Config, name: &str, errors: &mut Vec<ConfigError>) {
    let Some(preset) = config.presets.get(name).cloned() else {
        let origin = Origin::Flag("--preset".into());
        let known = config.presets.keys().map(String::as_str);
        errors.push(ConfigError::unknown(origin, name, name, known));
        return;
    };
    let usual = &mut config.parameters;
    over(&mut usual.max_tokens, preset.max_tokens);
    over(&mut usual.temperature, preset.temperature);
    over(&mut usual.top_p, preset.top_p);
    over(&mut usual.top_k, preset.top_k);
    over(&mut usual.reasoning, preset.reasoning);
    over(&mut usual.additional_fields, preset.additional_fields);
    over(&mut usual.latency, preset.latency);
    over(&mut usual.tier, preset.tier);
    if !preset.stop_sequences.is_empty() {
        usual.stop_sequences = preset.stop_sequences;
    }
    if !preset.response_fields.is_empty() {
        usual.response_fields = preset.response_fields;
    }
    if !preset.metadata.is_empty() {
        usual.metadata = preset.metadata;
    }
}

const ADDRESS: &str = "an http:// or https:// address";

fn over<T>(place: &mut Option<T>, newer: Option<T>) {
    if newer.is_some() {
        *place = newer;
    }
}

/// A path from the shell, which is relative to where the program was started.
fn full(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::super::file::LogLevel;
    use super::*;

    /// A platform in a folder of its own, with this configuration file.
    fn platform(file: &str) -> (TempDir, Platform) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(CONFIG_FILE), file).unwrap();
        let platform = Platform {
            config: folder.path().to_owned(),
            data: folder.path().join("data"),
            state: folder.path().join("state"),
        };
        (folder, platform)
    }

    fn resolve(
        file: &str,
        variables: &[(&str, &str)],
        flags: &Flags,
    ) -> Result<Settings, Vec<ConfigError>> {
        let (_folder, platform) = platform(file);
        let environment = Environment::from_vars(variables.iter().copied())?;
        Settings::resolve(flags, &environment, &platform)
    }

    #[test]
    fn a_preset_lies_over_the_usual_parameters_and_an_unknown_one_is_named() {
        let file = "[parameters]\nmax_tokens = 10\ntop_p = 0.5\ntier = 'flex'\n\
                    [presets.long]\nmax_tokens = 900\nreasoning = 'high'\n";
        let preset = |name: &str| Flags { preset: Some(name.into()), ..Flags::default() };
        let parameters = resolve(file, &[], &preset("long")).unwrap().config.parameters;
        assert_eq!((parameters.max_tokens, parameters.top_p), (Some(900), Some(0.5)));
        let words = (parameters.tier.as_deref(), parameters.reasoning.as_deref());
        assert_eq!(words, (Some("flex"), Some("high")));
        let said = resolve(file, &[], &preset("lomg")).unwrap_err()[0].to_string();
        assert!(said.contains("--preset") && said.contains("did you mean 'long'?"), "{said}");
    }

    #[test]
    fn flags_beat_environment_beats_file() {
        let file = "region = 'eu-west-1'\nprofile = 'file'\nmodel = 'm'\nlog_level = 'warn'\n";
        let variables = [("OUTCROP_REGION", "eu-west-2"), ("OUTCROP_PROFILE", "variable")];
        let flags = Flags { region: Some("eu-west-3".into()), ..Flags::default() };
        let settings = resolve(file, &variables, &flags).unwrap();
        assert_eq!(settings.config.region.as_deref(), Some("eu-west-3"));
        assert_eq!(settings.config.profile.as_deref(), Some("variable"));
        assert_eq!(settings.config.model.as_deref(), Some("m"));
        assert_eq!(settings.config.log_level, LogLevel::Warn);
    }

    #[test]
    fn without_a_file_the_defaults_hold() {
        let (folder, platform) = platform("");
        std::fs::remove_file(folder.path().join(CONFIG_FILE)).unwrap();
        let settings =
            Settings::resolve(&Flags::default(), &Environment::default(), &platform).unwrap();
        assert_eq!(settings.config, Config::default());
        assert_eq!(settings.paths.data, platform.data);
        assert_eq!(settings.paths.log, platform.state.join("outcrop.log"));
    }

    #[test]
    fn a_file_that_was_named_must_be_there() {
        let flags = Flags { config: Some("/nowhere/c.toml".into()), ..Flags::default() };
        let said = resolve("", &[], &flags).unwrap_err();
        assert!(said[0].to_string().starts_with("/nowhere/c.toml: cannot be read"), "{said:?}");
    }

    #[test]
    fn a_demo_forgets_the_account_but_not_the_looks() {
        let file = "profile = 'dev'\nregion = 'eu-west-1'\nendpoint_url = 'https://x.example'\n\
                    ca_bundle = 'own.pem'\nmodel = 'm'\ntheme = 'light'\n";
        let variables = [
            ("OUTCROP_PROFILE", "nonsense"),
            ("OUTCROP_ENDPOINT_URL", "nonsense"),
            ("OUTCROP_REGION", "non sense"),
        ];
        let flags = Flags { demo: true, ..Flags::default() };
        let settings = resolve(file, &variables, &flags).unwrap();
        let expected = Config { theme: ThemeChoice::Light, ..Config::default() };
        assert_eq!(settings.config, expected);
        assert!(settings.paths.data.ends_with("data/demo"), "{:?}", settings.paths);
    }

    #[test]
    fn a_demo_never_uses_the_folder_that_was_named_itself() {
        let flags = Flags { demo: true, data_dir: Some("/srv/real".into()), ..Flags::default() };
        let settings = resolve("", &[], &flags).unwrap();
        assert_eq!(settings.paths.data, Path::new("/srv/real/demo"));
    }

    #[test]
    fn a_misspelt_variable_is_told_the_nearest_word() {
        let variables = [("OUTCROP_THEME", "drak"), ("OUTCROP_LOG_LEVEL", "inof")];
        let said = resolve("", &variables, &Flags::default()).unwrap_err();
        let near: Vec<_> = said.iter().map(|error| error.nearest.as_deref()).collect();
        assert_eq!(near, [Some("dark"), Some("info")]);
    }

    #[test]
    fn a_theme_file_is_remembered_with_whoever_named_it() {
        let named = |variables: &[(&str, &str)]| {
            resolve("theme = 'a.toml'", variables, &Flags::default()).unwrap().config.theme_named
        };
        assert!(matches!(named(&[]), Some(Origin::File { line: 1, .. })));
        let variable = Some(Origin::Variable("OUTCROP_THEME".into()));
        assert_eq!(named(&[("OUTCROP_THEME", "/b.toml")]), variable);
        assert_eq!(named(&[("OUTCROP_THEME", "light")]), None);
    }

    #[test]
    fn each_source_of_an_error_is_named_and_all_are_said() {
        let flags = Flags { endpoint_url: Some("localhost".into()), ..Flags::default() };
        let variables = [("OUTCROP_READ_ONLY", "maybe"), ("OUTCROP_THEME", "pink")];
        let said = resolve("mouse = 1\n", &variables, &flags).unwrap_err();
        let text: Vec<String> = said.iter().map(ToString::to_string).collect();
        assert_eq!(text.len(), 4, "{text:?}");
        assert!(text[0].contains("config.toml:1: 'mouse' is an integer"), "{text:?}");
        assert!(text[1].starts_with("environment variable OUTCROP_THEME is 'pink'"), "{text:?}");
        assert!(text[2].starts_with("environment variable OUTCROP_READ_ONLY"), "{text:?}");
        assert!(text[3].starts_with("flag --endpoint-url is 'localhost'"), "{text:?}");
    }
}
