//! The keys of the configuration file: one row each, with what it takes and where it goes.
//! Not here: what they mean at length (config.example.toml), or how a table is walked (read).

use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use super::duration;
use super::file::{
    Config, KeyOverride, LogLevel, Notify, Parameters, Price, Profile, RoleStyle, ThemeChoice,
    Timeouts,
};
use super::read::{
    Report, Row, Set, address, fill, flag, full, json, length, mistaken, named, number, pairs,
    reasoning, text, texts, whole,
};
use super::style::{self, Style};

const TEXT: &str = "a text";
const ADDRESS: &str = "an http:// or https:// address";
const FLAG: &str = "true or false";
const USD: &str = "US dollars a million tokens, 0 or more";
/// Beyond this a price is a slip of the pen.
const MOST_USD: f64 = 1_000_000.0;

pub(super) const LOG_LEVELS: &str =
    "\"off\", \"error\", \"warn\", \"info\", \"debug\" or \"trace\"";
pub(super) const LOG_LEVEL_NAMES: &[&str] = &["off", "error", "warn", "info", "debug", "trace"];
pub(super) const NOTIFY: &str = "\"auto\", \"bell\", \"osc9\" or \"off\"";
pub(super) const NOTIFY_NAMES: &[&str] = &["auto", "bell", "osc9", "off"];
pub(super) const THEME_NAMES: &[&str] = &["auto", "dark", "light", "ansi"];
pub(super) const THEMES: &str =
    "\"auto\", \"dark\", \"light\", \"ansi\" or the path of a theme file ending in .toml";

/// Keys outside any table, and the tables.
pub(super) const TOP: &[Row<Config>] = &[
    value("profile", "the name of an AWS profile", |c, v| put(&mut c.profile, named(v))),
    value("region", "an AWS region such as \"us-east-1\"", |c, v| put(&mut c.region, region(v))),
    value("endpoint_url", ADDRESS, |c, v| put(&mut c.endpoint_url, address(v))),
    value("runtime_endpoint_url", ADDRESS, |c, v| put(&mut c.runtime_endpoint_url, address(v))),
    value("ca_bundle", "the path of a PEM file", |c, v| {
        put(&mut c.ca_bundle, named(v).map(PathBuf::from))
    }),
    value("model", "a model id, inference profile id or ARN", |c, v| put(&mut c.model, named(v))),
    value("system", TEXT, |c, v| text(v).map(|text| c.system = text)),
    table("parameters", "a table, [parameters]", |c, t, name, report| {
        fill(&mut c.parameters, PARAMETERS, t, name, report);
    }),
    table("presets", "tables of parameters, [presets.NAME]", presets),
    value("requests_per_minute", "a whole number from 1 to 100000", |c, v| {
        whole(v, 1..100_001).map(|number| c.requests_per_minute = number as u32)
    }),
    value("retry_attempts", "a whole number from 1 (no retry) to 20", |c, v| {
        whole(v, 1..21).map(|number| c.retry_attempts = number as u32)
    }),
    table("timeouts", "a table, [timeouts]", |c, t, name, report| {
        fill(&mut c.timeouts, TIMEOUTS, t, name, report);
    }),
    word("theme", THEMES, THEME_NAMES, |c, name| theme(name).map(|theme| c.theme = theme)),
    table("theme_colours", "a table of styles by role, [theme_colours]", |c, t, name, report| {
        styles(&mut c.theme_colours, t, name, report);
    }),
    table("keys", "a table of keys by command, [keys]", |c, t, name, report| {
        keys(&mut c.keys, t, name, "", report);
    }),
    value("mouse", FLAG, |c, v| flag(v).map(|flag| c.mouse = flag)),
    word("notify", NOTIFY, NOTIFY_NAMES, |c, name| notify(name).map(|way| c.notify = way)),
    value("data_directory", "an absolute path", |c, v| put(&mut c.data_directory, absolute(v))),
    word("log_level", LOG_LEVELS, LOG_LEVEL_NAMES, |c, name| {
        log_level(name).map(|level| c.log_level = level)
    }),
    value("read_only", FLAG, |c, v| flag(v).map(|flag| c.read_only = flag)),
    value("regions", "a list of 1 to 30 regions such as \"us-east-1\"", |c, v| {
        regions(v).map(|regions| c.regions = regions)
    }),
    table("profiles", "tables of settings, [profiles.NAME]", profiles),
    table("prices", "tables of prices, [prices.\"MODEL\"]", prices),
];

/// Keys of `[parameters]` and `[presets.NAME]`.
pub(super) const PARAMETERS: &[Row<Parameters>] = &[
    value("max_tokens", "a whole number from 1", |p, v| {
        put(&mut p.max_tokens, whole(v, 1..i64::from(i32::MAX) + 1).map(|n| n as i32))
    }),
    value("temperature", "a number from 0 to 1", |p, v| {
        put(&mut p.temperature, number(v, 1.0).map(|n| n as f32))
    }),
    value("top_p", "a number from 0 to 1", |p, v| {
        put(&mut p.top_p, number(v, 1.0).map(|n| n as f32))
    }),
    value("top_k", "a whole number from 0", |p, v| {
        put(&mut p.top_k, whole(v, 0..i64::from(u32::MAX)).map(|n| n as u32))
    }),
    value("stop_sequences", "a list of at most 2500 texts", |p, v| {
        texts(v, 2_500).map(|texts| p.stop_sequences = texts)
    }),
    value("reasoning", REASONING, |p, v| put(&mut p.reasoning, reasoning(v))),
    value("additional_fields", "a table, as the model takes it", |p, v| match v {
        DeValue::Table(_) => put(&mut p.additional_fields, json(v)),
        other => Err(mistaken(other)),
    }),
    value("response_fields", "a list of at most 10 JSON pointers", |p, v| {
        texts(v, 10).map(|texts| p.response_fields = texts)
    }),
    value("metadata", "a table of at most 16 texts, each of at most 256 characters", |p, v| {
        pairs(v, 16, 256).map(|pairs| p.metadata = pairs)
    }),
    word("latency", "\"standard\" or \"optimized\"", LATENCIES, |p, name| {
        put(&mut p.latency, one_of(LATENCIES, name))
    }),
    word("tier", "\"default\", \"priority\", \"flex\" or \"reserved\"", TIERS, |p, name| {
        put(&mut p.tier, one_of(TIERS, name))
    }),
];

const REASONING: &str =
    "\"off\", \"adaptive\", an effort such as \"high\", or a budget of tokens from 1";
const LATENCIES: &[&str] = &["standard", "optimized"];
const TIERS: &[&str] = &["default", "priority", "flex", "reserved"];

fn one_of(names: &[&str], name: &str) -> Result<String, String> {
    let known = names.contains(&name).then(|| name.to_owned());
    known.ok_or_else(|| format!("is '{name}'"))
}

/// Keys of `[timeouts]`.
pub(super) const TIMEOUTS: &[Row<Timeouts>] = &[
    value("connect", duration::ALLOWED, |t, v| length(v).map(|length| t.connect = length)),
    value("first_byte", duration::ALLOWED, |t, v| length(v).map(|length| t.first_byte = length)),
    value("idle", duration::ALLOWED, |t, v| length(v).map(|length| t.idle = length)),
];

/// Keys of `[profiles.NAME]`.
pub(super) const PROFILES: &[Row<Profile>] =
    &[value("read_only", FLAG, |p, v| flag(v).map(|flag| p.read_only = flag))];

/// A price as it is being read.
#[derive(Default)]
pub(super) struct Draft {
    input: Option<f64>,
    output: Option<f64>,
    cache_read: Option<f64>,
    cache_write: Option<f64>,
    cache_write_1h: Option<f64>,
    flex: Tier,
    priority: Tier,
    batch: Tier,
}

/// A tier's price as it is being read: input and output.
type Tier = (Option<f64>, Option<f64>);

/// Keys of `[prices."MODEL"]`.
pub(super) const PRICES: &[Row<Draft>] = &[
    value("input", USD, |p, v| put(&mut p.input, number(v, MOST_USD))),
    value("output", USD, |p, v| put(&mut p.output, number(v, MOST_USD))),
    value("cache_read", USD, |p, v| put(&mut p.cache_read, number(v, MOST_USD))),
    value("cache_write", USD, |p, v| put(&mut p.cache_write, number(v, MOST_USD))),
    value("cache_write_1h", USD, |p, v| put(&mut p.cache_write_1h, number(v, MOST_USD))),
    value("flex_input", USD, |p, v| put(&mut p.flex.0, number(v, MOST_USD))),
    value("flex_output", USD, |p, v| put(&mut p.flex.1, number(v, MOST_USD))),
    value("priority_input", USD, |p, v| put(&mut p.priority.0, number(v, MOST_USD))),
    value("priority_output", USD, |p, v| put(&mut p.priority.1, number(v, MOST_USD))),
    value("batch_input", USD, |p, v| put(&mut p.batch.0, number(v, MOST_USD))),
    value("batch_output", USD, |p, v| put(&mut p.batch.1, number(v, MOST_USD))),
];

/// The kinds of price that are only known with input and output together.
const TOGETHER: &[(&str, &str)] = &[
    ("flex_input", "flex_output"),
    ("priority_input", "priority_output"),
    ("batch_input", "batch_output"),
];

/// The full name of every key; `NAME`, `ROLE`, `COMMAND` and `MODEL` stand for what users name.
pub fn every_key() -> Vec<String> {
    let names = |table: &str, rows: Vec<&str>| -> Vec<String> {
        rows.iter().map(|name| full(table, name)).collect()
    };
    TOP.iter()
        .flat_map(|row| match row.name {
            "parameters" => names("parameters", PARAMETERS.iter().map(|row| row.name).collect()),
            "presets" => names("presets.NAME", PARAMETERS.iter().map(|row| row.name).collect()),
            "timeouts" => names("timeouts", TIMEOUTS.iter().map(|row| row.name).collect()),
            "profiles" => names("profiles.NAME", PROFILES.iter().map(|row| row.name).collect()),
            "prices" => names("prices.MODEL", PRICES.iter().map(|row| row.name).collect()),
            "keys" => vec!["keys.COMMAND".into()],
            "theme_colours" => vec!["theme_colours.ROLE".into()],
            name => vec![name.into()],
        })
        .collect()
}

const fn value<T>(
    name: &'static str,
    allowed: &'static str,
    set: fn(&mut T, &DeValue<'_>) -> Result<(), String>,
) -> Row<T> {
    Row { name, allowed, set: Set::Value(set) }
}

const fn word<T>(
    name: &'static str,
    allowed: &'static str,
    names: &'static [&'static str],
    set: fn(&mut T, &str) -> Result<(), String>,
) -> Row<T> {
    Row { name, allowed, set: Set::Word(names, set) }
}

const fn table<T>(
    name: &'static str,
    allowed: &'static str,
    set: fn(&mut T, &DeTable<'_>, &str, &mut Report<'_>),
) -> Row<T> {
    Row { name, allowed, set: Set::Table(set) }
}

fn put<T>(place: &mut Option<T>, read: Result<T, String>) -> Result<(), String> {
    read.map(|value| *place = Some(value))
}

fn region(value: &DeValue<'_>) -> Result<String, String> {
    let text = named(value)?;
    if is_region(&text) { Ok(text) } else { Err(format!("is '{text}'")) }
}

/// Whether a text looks like the name of a region; which exist, AWS knows.
fn regions(value: &DeValue<'_>) -> Result<Vec<String>, String> {
    let regions = texts(value, 30)?;
    match regions.iter().find(|region| !is_region(region)) {
        Some(wrong) => Err(format!("has '{wrong}'")),
        None if regions.is_empty() => Err("is empty".into()),
        None => Ok(regions),
    }
}

/// Whether a text has the form of a region.
pub(super) fn is_region(text: &str) -> bool {
    let plain = text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
    plain && text.contains('-') && !text.starts_with('-') && !text.ends_with('-')
}

fn absolute(value: &DeValue<'_>) -> Result<PathBuf, String> {
    let text = named(value)?;
    let path = PathBuf::from(&text);
    if path.is_absolute() { Ok(path) } else { Err(format!("is '{text}'")) }
}

/// The theme of this name.
pub(super) fn theme(name: &str) -> Result<ThemeChoice, String> {
    Ok(match name {
        "auto" => ThemeChoice::Auto,
        "dark" => ThemeChoice::Dark,
        "light" => ThemeChoice::Light,
        "ansi" => ThemeChoice::Ansi,
        _ if Path::new(name).extension().is_some_and(|kind| kind == "toml") => {
            ThemeChoice::File(PathBuf::from(name))
        }
        _ => return Err(format!("is '{name}'")),
    })
}

/// The way to be called of this name.
fn notify(name: &str) -> Result<Notify, String> {
    Ok(match name {
        "auto" => Notify::Auto,
        "bell" => Notify::Bell,
        "osc9" => Notify::Osc9,
        "off" => Notify::Off,
        _ => return Err(format!("is '{name}'")),
    })
}

/// The log level of this name.
pub(super) fn log_level(name: &str) -> Result<LogLevel, String> {
    use LogLevel::{Debug, Error, Info, Off, Trace, Warn};
    [Off, Error, Warn, Info, Debug, Trace]
        .into_iter()
        .find(|level| level.name() == name)
        .ok_or_else(|| format!("is '{name}'"))
}

fn presets(config: &mut Config, table: &DeTable<'_>, name: &str, report: &mut Report<'_>) {
    for (key, node) in table {
        let path = full(name, key.get_ref());
        let mut preset = Parameters::default();
        match node.get_ref() {
            DeValue::Table(inner) => fill(&mut preset, PARAMETERS, inner, &path, report),
            other => {
                report.wrong(&key.span(), &path, &mistaken(other), "a table, [presets.NAME]");
            }
        }
        config.presets.insert(key.get_ref().to_string(), preset);
    }
}

fn profiles(config: &mut Config, table: &DeTable<'_>, name: &str, report: &mut Report<'_>) {
    for (key, node) in table {
        let path = full(name, key.get_ref());
        let mut profile = Profile::default();
        match node.get_ref() {
            DeValue::Table(inner) => fill(&mut profile, PROFILES, inner, &path, report),
            other => {
                report.wrong(&key.span(), &path, &mistaken(other), "a table, [profiles.NAME]");
            }
        }
        config.profiles.insert(key.get_ref().to_string(), profile);
    }
}

fn prices(config: &mut Config, table: &DeTable<'_>, name: &str, report: &mut Report<'_>) {
    for (key, node) in table {
        let path = full(name, key.get_ref());
        let DeValue::Table(inner) = node.get_ref() else {
            let what = mistaken(node.get_ref());
            report.wrong(&key.span(), &path, &what, "a table, [prices.\"MODEL\"], name in quotes");
            continue;
        };
        let mut draft = Draft::default();
        fill(&mut draft, PRICES, inner, &path, report);
        let has = |key: &str| inner.keys().any(|known| known.get_ref() == key);
        for missing in ["input", "output"].into_iter().filter(|key| !has(key)) {
            let what = format!("has no '{missing}'");
            report.wrong(&key.span(), &path, &what, "input and output together");
        }
        for (one, other) in TOGETHER.iter().filter(|(one, other)| has(one) != has(other)) {
            let missing = if has(one) { other } else { one };
            let what = format!("has no '{missing}'");
            report.wrong(&key.span(), &path, &what, &format!("{one} and {other} together"));
        }
        if let (Some(input), Some(output)) = (draft.input, draft.output) {
            let Draft { cache_read, cache_write, cache_write_1h, flex, priority, batch, .. } =
                draft;
            let tier = |(input, output): Tier| input.zip(output);
            let (flex, priority, batch) = (tier(flex), tier(priority), tier(batch));
            let price = Price {
                input,
                output,
                cache_read,
                cache_write,
                cache_write_1h,
                flex,
                priority,
                batch,
            };
            config.prices.insert(key.get_ref().to_string(), price);
        }
    }
}

/// Keys by command. A name with a dot may be quoted or not: both say the same in TOML's way.
fn keys(
    all: &mut Vec<KeyOverride>,
    table: &DeTable<'_>,
    name: &str,
    prefix: &str,
    report: &mut Report<'_>,
) {
    const ALLOWED: &str = "a key such as \"ctrl-k\", or a list of keys; an empty list unbinds";
    for (key, node) in table {
        let command = full(prefix, key.get_ref());
        let read = match node.get_ref() {
            DeValue::Table(inner) => {
                keys(all, inner, name, &command, report);
                continue;
            }
            DeValue::Array(_) => texts(node.get_ref(), usize::MAX),
            single => named(single).map(|key| vec![key]),
        };
        match read {
            Ok(keys) => {
                all.push(KeyOverride { command, keys, line: report.line(&key.span()) });
            }
            Err(what) => report.wrong(&node.span(), &full(name, &command), &what, ALLOWED),
        }
    }
}

/// Styles by role, of the file's `[theme_colours]` or a theme file as a whole.
pub(super) fn styles(
    all: &mut Vec<RoleStyle>,
    table: &DeTable<'_>,
    name: &str,
    report: &mut Report<'_>,
) {
    for (key, node) in table {
        let read = text(node.get_ref()).and_then(|text| {
            Style::parse(&text).map_err(|what| format!("is '{text}', in which {what}"))
        });
        match read {
            Ok(style) => {
                let (role, line) = (key.get_ref().to_string(), report.line(&key.span()));
                all.push(RoleStyle { role, style, line });
            }
            Err(what) => {
                let path = full(name, key.get_ref());
                report.wrong(&node.span(), &path, &what, style::ALLOWED);
            }
        }
    }
}
