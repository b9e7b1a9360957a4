//! Settings in the words of the floors that act on them.
//! Not here: how settings are found (config), or what is done with them.

use std::path::Path;

use crate::app::keys::keymap::{BadOverride, Keymap, Override};
use crate::app::model::Colours;
use crate::app::theme::Palette;
use crate::cli::Global;
use crate::config::error::{ConfigError, Origin};
use crate::config::file::{Parameters, Price, ThemeChoice};
use crate::config::settings::{Flags, Settings};
use crate::config::theme;
use crate::domain::ask::{self, Latency, Reasoning, Tier};
use crate::domain::limits;
use crate::domain::price::{self, Pair, Rates, Table};
use crate::domain::session::{Timeouts, Wanted};

/// The region of a demo, where no flag names another.
pub const DEMO_REGION: &str = "us-east-1";

/// The flags as settings take them.
pub fn flags(global: &Global) -> Flags {
    Flags {
        demo: global.demo,
        profile: global.profile.clone(),
        region: global.region.clone(),
        endpoint_url: global.endpoint_url.clone(),
        runtime_endpoint_url: global.runtime_endpoint_url.clone(),
        config: global.config.clone(),
        data_dir: global.data_dir.clone(),
        preset: global.preset.clone(),
        read_only: global.read_only,
    }
}

/// The session that is wanted; `simulator` is the address of one that was started for it.
pub fn wanted(settings: &Settings, simulator: Option<&str>) -> Wanted {
    let config = &settings.config;
    let region = config.region.clone();
    let timeouts = config.timeouts;
    Wanted {
        profile: config.profile.clone(),
        region: if settings.demo { region.or(Some(DEMO_REGION.into())) } else { region },
        endpoint: simulator.map(str::to_owned).or_else(|| config.endpoint_url.clone()),
        runtime_endpoint: match simulator {
            Some(_) => None,
            None => config.runtime_endpoint_url.clone(),
        },
        ca_bundle: config.ca_bundle.as_ref().map(|path| path.to_string_lossy().into_owned()),
        simulator: settings.demo,
        read_only: config.read_only,
        read_only_profiles: config.read_only_profiles(),
        timeouts: Timeouts {
            connect: timeouts.connect,
            first_byte: timeouts.first_byte,
            idle: timeouts.idle,
        },
        attempts: config.retry_attempts,
        requests_per_minute: config.requests_per_minute,
    }
}

/// Inference parameters as they are asked with.
pub fn parameters(parameters: &Parameters) -> ask::Parameters {
    ask::Parameters {
        max_tokens: parameters.max_tokens,
        temperature: parameters.temperature,
        top_p: parameters.top_p,
        top_k: parameters.top_k,
        stop_sequences: parameters.stop_sequences.clone(),
        reasoning: parameters.reasoning.as_deref().and_then(Reasoning::read),
        additional_fields: parameters.additional_fields.clone(),
        response_fields: parameters.response_fields.clone(),
        metadata: parameters.metadata.clone(),
        latency: parameters.latency.as_deref().and_then(Latency::read),
        tier: parameters.tier.as_deref().and_then(Tier::read),
    }
}

/// The sets of parameters the configuration names.
pub fn presets(settings: &Settings) -> Vec<(String, ask::Parameters)> {
    let presets = settings.config.presets.iter();
    presets.map(|(name, preset)| (name.clone(), parameters(preset))).collect()
}

/// What the API would refuse of the configuration's parameters, whatever the model.
///
/// # Errors
/// Everything it would refuse.
pub fn check_parameters(settings: &Settings) -> Result<(), Vec<ConfigError>> {
    let config = &settings.config;
    let presets = config.presets.iter().map(|(name, preset)| (format!("presets.{name}"), preset));
    let all = std::iter::once(("parameters".to_owned(), &config.parameters)).chain(presets);
    let mut errors = Vec::new();
    for (table, set) in all {
        for fault in limits::faults(&parameters(set)) {
            let origin = Origin::File { path: settings.paths.config.clone(), line: 0 };
            let key = format!("{table}.{}", fault.field.name());
            errors.push(ConfigError::new(origin, key, fault.what).allowing(fault.field.rule()));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// The price table with the prices of the configuration laid over it.
pub fn prices(settings: &Settings) -> Table {
    let pair = |(input, output): (f64, f64)| Pair { input, output };
    let own = |own: &Price| price::Price {
        flex: own.flex.map(pair),
        priority: own.priority.map(pair),
        batch: own.batch.map(pair),
        ..price::Price::own(Rates {
            input: own.input,
            output: own.output,
            cache_read: own.cache_read,
            cache_write: own.cache_write,
            cache_write_1h: own.cache_write_1h,
        })
    };
    let own = settings.config.prices.iter().map(|(id, price)| (id.clone(), own(price)));
    Table::embedded().with_overrides(own)
}

/// The command table with the configuration's keys over it.
///
/// # Errors
/// Every key and name that is wrong.
pub fn keymap(settings: &Settings) -> Result<Keymap, Vec<ConfigError>> {
    let overrides: Vec<Override> = settings
        .config
        .keys
        .iter()
        .map(|entry| Override {
            name: entry.command.clone(),
            keys: entry.keys.clone(),
            line: entry.line,
        })
        .collect();
    Keymap::new(&overrides).map_err(|wrong| {
        let error = |bad: BadOverride| {
            let origin = Origin::line(&settings.paths.config, bad.line);
            // An error says its key's name itself.
            let what = match bad.what.strip_prefix(&format!("'{}' ", bad.name)) {
                Some(what) => what.to_owned(),
                None => format!("is wrong: {}", bad.what),
            };
            ConfigError::new(origin, format!("keys.{}", bad.name), what)
        };
        wrong.into_iter().map(error).collect()
    })
}

/// How many colours the terminal has, as far as the environment says.
pub fn colours(variable: impl Fn(&str) -> Option<String>) -> Colours {
    let is = |name: &str, wanted: &[&str]| {
        variable(name).is_some_and(|value| wanted.iter().any(|word| value.contains(word)))
    };
    if variable("NO_COLOR").is_some_and(|value| !value.is_empty()) || is("TERM", &["dumb"]) {
        return Colours::None;
    }
    let many = is("COLORTERM", &["truecolor", "24bit"])
        || is("TERM", &["256color", "direct", "kitty", "alacritty", "ghostty", "wezterm", "tmux"]);
    if many { Colours::True } else { Colours::Sixteen }
}

/// The themes of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Palettes {
    /// The one of a file, or of the terminal's own colours, where wanted.
    pub own: Option<Palette>,
    /// For dark backgrounds.
    pub dark: Palette,
    /// For light ones.
    pub light: Palette,
}

/// The themes, with the configuration's styles over them.
///
/// # Errors
/// A theme file that cannot be read, and every name that is no role's.
pub fn palettes(settings: &Settings) -> Result<Palettes, Vec<ConfigError>> {
    let config = &settings.config;
    let own = match &config.theme {
        ThemeChoice::File(file) => {
            let mut palette = Palette::dark();
            palette.name = file.display().to_string();
            let styles = theme::load(file)
                .map_err(|errors| named_by(config.theme_named.as_ref(), file, errors))?;
            palette.lay(&styles, file)?;
            Some(palette)
        }
        ThemeChoice::Ansi => Some(Palette::ansi()),
        ThemeChoice::Auto | ThemeChoice::Dark | ThemeChoice::Light => None,
    };
    let mut all = Palettes { own, dark: Palette::dark(), light: Palette::light() };
    for palette in all.own.iter_mut().chain([&mut all.dark, &mut all.light]) {
        palette.lay(&config.theme_colours, &settings.paths.config)?;
    }
    Ok(all)
}

/// What is wrong with a theme file as a whole, told where the file is named: there it is mended.
fn named_by(named: Option<&Origin>, file: &Path, mut errors: Vec<ConfigError>) -> Vec<ConfigError> {
    for error in &mut errors {
        if let (Origin::File { line: 0, .. }, Some(named)) = (&error.origin, named) {
            error.what = format!("is '{}', which {}", file.display(), error.what);
            error.origin = named.clone();
            if matches!(named, Origin::File { .. }) {
                error.key = "theme".into();
            }
        }
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::file::Config;
    use crate::config::paths::Paths;

    fn settings(demo: bool, config: Config) -> Settings {
        let paths = Paths { config: "c".into(), data: "d".into(), log: "l".into() };
        Settings { config, paths, demo }
    }

    #[test]
    fn the_defaults_of_config_and_domain_agree() {
        let wanted = wanted(&settings(false, Config::default()), None);
        assert_eq!(wanted.timeouts, Timeouts::default());
        assert_eq!((wanted.attempts, wanted.requests_per_minute), (4, 240));
        assert_eq!((wanted.region, wanted.simulator), (None, false));
    }

    #[test]
    fn a_demo_goes_to_the_simulator_and_nowhere_else() {
        let config = Config {
            endpoint_url: Some("https://x.example".into()),
            runtime_endpoint_url: Some("https://y.example".into()),
            ..Config::default()
        };
        let wanted = wanted(&settings(true, config), Some("http://127.0.0.1:9"));
        assert_eq!(wanted.endpoint.as_deref(), Some("http://127.0.0.1:9"));
        assert_eq!(wanted.runtime_endpoint, None);
        assert_eq!((wanted.region.as_deref(), wanted.simulator), (Some("us-east-1"), true));
    }

    #[test]
    fn prices_of_the_configuration_hold() {
        let price = Price {
            input: 1.0,
            output: 2.0,
            cache_read: None,
            cache_write: None,
            cache_write_1h: None,
            flex: Some((0.5, 1.0)),
            priority: None,
            batch: None,
        };
        let config = Config { prices: [("own".to_owned(), price)].into(), ..Config::default() };
        let table = prices(&settings(false, config));
        let price = table.price("own", None).unwrap();
        assert_eq!((price.rates.output, price.priority), (2.0, None));
        assert_eq!(price.flex, Some(Pair { input: 0.5, output: 1.0 }));
    }

    #[test]
    fn parameters_the_api_refuses_are_said_with_their_table() {
        let wrong = Parameters { response_fields: vec!["stop".into()], ..Parameters::default() };
        let config = Config { presets: [("mine".to_owned(), wrong)].into(), ..Config::default() };
        let said = check_parameters(&settings(false, config)).unwrap_err();
        let said = said[0].to_string();
        assert!(said.contains("'presets.mine.response_fields' hold 'stop'"), "{said}");
        assert_eq!(check_parameters(&settings(false, Config::default())), Ok(()));
    }
}
