//! `outcrop models`: what can be invoked, for a person, a pipe or a program.
//! Not here: listing it (aws), or prices and limits (domain::price).

use serde_json::{Value, json};

use super::console::Console;
use super::exit::Exit;
use super::fault::Fault;
use super::interrupt::Interrupts;
use super::setup;
use super::table;
use crate::aws::client::Client;
use crate::cli::Models as Args;
use crate::config::settings::Settings;
use crate::domain::catalog::{Entry, EntryKind};
use crate::domain::price::{Basis, DATED, Facts, Price, Table};
use crate::domain::session::Wanted;

/// The columns in a terminal, the most telling first: those that do not fit are left out.
const HEADINGS: [&str; 9] =
    ["ID", "PROVIDER", "IN/OUT $/M", "CONTEXT", "ANSWERS", "TAKES", "STREAMS", "LIFECYCLE", "NAME"];

/// Lists, filters, prints.
///
/// # Errors
/// Nothing could be listed.
pub async fn run(
    args: &Args,
    settings: &Settings,
    wanted: Wanted,
    interrupts: &mut Interrupts,
    console: &mut Console,
) -> Result<Exit, Fault> {
    let client = Client::connect(wanted);
    let listing = tokio::select! {
        listing = client.catalog() => listing?,
        exit = interrupts.next() => return Ok(exit),
    };
    for gap in &listing.gaps {
        console.note(&format!("not everything could be listed\n{gap}"));
    }
    let entries: Vec<&Entry> =
        listing.catalog.entries.iter().filter(|entry| wants(args, entry)).collect();
    if entries.is_empty() {
        console.note(&nothing(args, &listing.catalog.entries));
    }
    // Settled by now; without credentials there would be no list.
    let region = client.session().await.ok().and_then(|session| session.region);
    let prices = setup::prices(settings);
    let known = Known { prices: &prices, region: region.as_deref() };
    if args.json {
        let objects: Vec<Value> = entries.iter().map(|entry| known.object(entry)).collect();
        console.json(&objects)?;
    } else if console.columns.is_some() {
        let rows: Vec<Vec<String>> = entries.iter().map(|entry| known.row(entry)).collect();
        table::write(&HEADINGS, &rows, console.columns, &mut console.out)?;
        console.note(&format!("prices and limits: {DATED}; the configuration can override prices"));
    } else {
        let rows: Vec<Vec<String>> = entries.iter().map(|entry| known.fields(entry)).collect();
        table::write(&[], &rows, None, &mut console.out)?;
    }
    Ok(Exit::Success)
}

/// Whether every filter that is given lets an entry through; case means nothing.
fn wants(args: &Args, entry: &Entry) -> bool {
    let provider = |wanted: &String| entry.provider.eq_ignore_ascii_case(wanted);
    args.provider.as_ref().is_none_or(provider)
        && holds(&entry.output, args.output_modality.as_ref())
        && holds(&entry.inference_types, args.inference_type.as_ref())
        && holds(&entry.customizations, args.customization_type.as_ref())
}

fn holds(words: &[String], wanted: Option<&String>) -> bool {
    wanted.is_none_or(|wanted| words.iter().any(|word| word.eq_ignore_ascii_case(wanted)))
}

/// The words of an entry that a filter looks at.
type Words = fn(&Entry) -> Vec<&str>;

/// Why the list is empty: the words a filter could have had.
fn nothing(args: &Args, entries: &[Entry]) -> String {
    let mut text = "no model matches".to_owned();
    let filters: [(&str, bool, Words); 4] = [
        ("--provider", args.provider.is_some(), |entry| vec![&entry.provider]),
        ("--output-modality", args.output_modality.is_some(), |entry| words(&entry.output)),
        ("--inference-type", args.inference_type.is_some(), |entry| words(&entry.inference_types)),
        ("--customization-type", args.customization_type.is_some(), |entry| {
            words(&entry.customizations)
        }),
    ];
    for (flag, given, of) in filters {
        if given {
            let mut seen: Vec<&str> = entries.iter().flat_map(of).collect();
            seen.sort_unstable();
            seen.dedup();
            text.extend(["\n  ", flag, " could be: ", &seen.join(", ")]);
        }
    }
    text
}

fn words(all: &[String]) -> Vec<&str> {
    all.iter().map(String::as_str).collect()
}

/// What the price table adds to an entry.
struct Known<'a> {
    prices: &'a Table,
    region: Option<&'a str>,
}

impl Known<'_> {
    fn price(&self, entry: &Entry) -> Option<Price> {
        let own = self.prices.price(&entry.id, self.region);
        own.or_else(|| self.prices.price(entry.priced_id(), self.region))
    }

    fn facts(&self, entry: &Entry) -> Facts {
        self.prices.facts(entry.known_id(), self.region).unwrap_or_default()
    }

    /// Cells for a person.
    fn row(&self, entry: &Entry) -> Vec<String> {
        let price = self.price(entry).map_or_else(
            || "?".to_owned(),
            |price| {
                // The model's price behind a profile that has none of its own is an estimate.
                let sign = if price.basis == Basis::Model { "~" } else { "" };
                format!("{sign}{}/{}", price.rates.input, price.rates.output)
            },
        );
        let context = self.facts(entry).context_window.map_or_else(|| "?".to_owned(), thousands);
        let streams = match entry.streaming {
            Some(true) => "yes",
            Some(false) => "no",
            None => "?",
        };
        vec![
            entry.id.clone(),
            entry.provider.clone(),
            price,
            context,
            entry.output.join(","),
            entry.input.join(","),
            streams.to_owned(),
            entry.lifecycle.clone().unwrap_or_default(),
            entry.name.clone(),
        ]
    }

    /// Cells for a pipe: id, name, provider, kind, what it takes, what it answers, streams,
    /// inference types, customizations, context window, dollars a million input and output tokens,
    /// lifecycle. What is not known is empty.
    fn fields(&self, entry: &Entry) -> Vec<String> {
        let (facts, price) = (self.facts(entry), self.price(entry));
        let usd = |of: fn(&Price) -> f64| price.as_ref().map(|price| of(price).to_string());
        vec![
            entry.id.clone(),
            entry.name.clone(),
            entry.provider.clone(),
            kind(entry.kind).to_owned(),
            entry.input.join(","),
            entry.output.join(","),
            entry.streaming.map(|streams| streams.to_string()).unwrap_or_default(),
            entry.inference_types.join(","),
            entry.customizations.join(","),
            facts.context_window.map(|tokens| tokens.to_string()).unwrap_or_default(),
            usd(|price| price.rates.input).unwrap_or_default(),
            usd(|price| price.rates.output).unwrap_or_default(),
            entry.lifecycle.clone().unwrap_or_default(),
        ]
    }

    /// The entry as the service gave it, with what the table adds; what is not known is null.
    fn object(&self, entry: &Entry) -> Value {
        let (facts, price) = (self.facts(entry), self.price(entry));
        let mut object = json!(entry);
        object["context_window"] = json!(facts.context_window);
        object["max_output_tokens"] = json!(facts.max_output);
        object["usd_per_million_tokens"] = json!(price.map(|price| price.rates));
        object["usd_per_million_tokens_otherwise"] = json!({
            "flex": price.and_then(|price| price.flex),
            "priority": price.and_then(|price| price.priority),
            "batch": price.and_then(|price| price.batch),
            "long": price.and_then(|price| price.long).map(|(above, rates)| {
                json!({"above_input_tokens": above, "rates": rates})
            }),
        });
        object["price_basis"] = json!(price.map(|price| price.basis));
        object["prices_dated"] = json!(DATED);
        object
    }
}

fn kind(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Foundation => "foundation-model",
        EntryKind::SystemProfile => "system-profile",
        EntryKind::ApplicationProfile => "application-profile",
        EntryKind::Custom => "custom-model",
        EntryKind::Throughput => "provisioned-throughput",
        EntryKind::Deployment => "custom-model-deployment",
        EntryKind::Imported => "imported-model",
    }
}

/// `200k`, `1M`: a context window at a glance.
fn thousands(tokens: u64) -> String {
    match tokens {
        1_000_000.. if tokens.is_multiple_of(100_000) => format!("{}M", tokens as f64 / 1e6),
        1_000.. => format!("{}k", tokens / 1_000),
        _ => tokens.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: &str, kind: EntryKind, provider: &str, output: &[&str]) -> Entry {
        let words = |all: &[&str]| all.iter().map(|word| (*word).to_owned()).collect();
        Entry {
            id: id.into(),
            arn: format!("arn:aws:bedrock:us-east-1::foundation-model/{id}"),
            kind,
            name: "A name".into(),
            provider: provider.into(),
            input: words(&["TEXT"]),
            output: words(output),
            streaming: Some(true),
            inference_types: words(&["ON_DEMAND"]),
            customizations: Vec::new(),
            lifecycle: Some("ACTIVE".into()),
            begun: None,
            legacy: None,
            end_of_life: None,
            routes: Vec::new(),
            status: None,
            serves: None,
        }
    }

    fn nova() -> Entry {
        entry("amazon.nova-pro-v1:0", EntryKind::Foundation, "Amazon", &["TEXT"])
    }

    #[test]
    fn filters_all_must_let_through_and_case_means_nothing() {
        let nova = nova();
        let args = Args {
            provider: Some("amazon".into()),
            output_modality: Some("text".into()),
            ..Args::default()
        };
        assert!(wants(&args, &nova) && wants(&Args::default(), &nova));
        let args = Args { inference_type: Some("PROVISIONED".into()), ..args };
        assert!(!wants(&args, &nova));
        let said = nothing(&args, &[nova]);
        assert!(said.ends_with("--inference-type could be: ON_DEMAND"), "{said}");
    }

    #[test]
    fn what_is_not_known_is_a_question_mark_and_never_nought() {
        let prices = Table::embedded();
        let known = Known { prices: &prices, region: Some("us-east-1") };
        assert_eq!(known.row(&nova())[2..4], ["0.8/3.2", "300k"]);
        let odd = entry("nobody.knows-v1:0", EntryKind::Foundation, "Nobody", &[]);
        assert_eq!(known.row(&odd)[2..4], ["?", "?"]);
        assert_eq!(known.fields(&odd)[9..12], ["", "", ""]);
        assert_eq!(known.object(&odd)["usd_per_million_tokens"], Value::Null);
        assert_eq!(known.object(&nova())["usd_per_million_tokens"]["output"], 3.2);
    }

    #[test]
    fn a_profile_of_the_account_has_the_price_of_the_model_behind_it() {
        let mut profile = entry("abc123", EntryKind::ApplicationProfile, "Amazon", &["TEXT"]);
        profile.routes =
            vec!["arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0".into()];
        let prices = Table::embedded();
        let known = Known { prices: &prices, region: None };
        assert_eq!(known.row(&profile)[2], "0.8/3.2");
    }

    #[test]
    fn windows_are_short() {
        let all = [77, 8_191, 200_000, 262_144, 1_000_000, 1_048_576, 10_000_000];
        let short: Vec<String> = all.into_iter().map(thousands).collect();
        assert_eq!(short, ["77", "8k", "200k", "262k", "1M", "1048k", "10M"]);
    }
}
