//! What a model costs and can do, from a dated community table that the configuration can override.
//! Not here: what the account may invoke (catalog), or how a figure is written (ui, commands).

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::ask::Usage;

/// Where the embedded table is from; to be shown beside every figure that comes of it.
pub const DATED: &str = "LiteLLM 1.106.2, November 2026";

/// US dollars a million tokens. A kind without a price is unknown, never free.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Rates {
    /// Input tokens that no cache had to do with.
    pub input: f64,
    /// Output tokens, reasoning included.
    pub output: f64,
    /// Input tokens read from a cache.
    pub cache_read: Option<f64>,
    /// Input tokens written to a cache for five minutes.
    pub cache_write: Option<f64>,
    /// Input tokens written to a cache for an hour.
    pub cache_write_1h: Option<f64>,
}

/// What found the price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// The configuration.
    Override,
    /// The model in this very region.
    Region,
    /// The id itself: a model, or a profile of its geography.
    Id,
    /// The model behind a profile that has no price of its own: an estimate.
    Model,
}

/// US dollars a million tokens of another way to be served, as far as they are published.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    /// Input tokens.
    pub input: f64,
    /// Output tokens.
    pub output: f64,
}

/// How a request was served, as far as its price depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Served {
    /// As usual.
    Standard,
    /// On the flex tier.
    Flex,
    /// On the priority tier.
    Priority,
    /// As a record of a batch job.
    Batch,
    /// In a way that has no price a token here: reserved capacity, optimised latency, a tier that is
    /// not known.
    Unpriced,
}

impl Served {
    /// By what the service answered: `serviceTier.type` and `performanceConfig.latency`.
    pub fn by(tier: Option<&str>, latency: Option<&str>) -> Self {
        match (tier, latency) {
            (None | Some("default"), None | Some("standard")) => Self::Standard,
            (Some("flex"), None | Some("standard")) => Self::Flex,
            (Some("priority"), None | Some("standard")) => Self::Priority,
            _ => Self::Unpriced,
        }
    }
}

/// What a model costs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Price {
    /// The usual rates.
    pub rates: Rates,
    /// The rates of the whole request once its input is larger than this many tokens.
    pub long: Option<(u64, Rates)>,
    /// The flex tier's.
    pub flex: Option<Pair>,
    /// The priority tier's.
    pub priority: Option<Pair>,
    /// A batch job's.
    pub batch: Option<Pair>,
    /// What found it.
    pub basis: Basis,
}

impl Price {
    /// A price of one's own, with nothing but the usual rates.
    pub fn own(rates: Rates) -> Self {
        let basis = Basis::Override;
        Self { rates, long: None, flex: None, priority: None, batch: None, basis }
    }

    /// The rates of a request with this many input tokens, cached ones included.
    pub fn rates_for(&self, input: u64) -> &Rates {
        match &self.long {
            Some((above, rates)) if input > *above => rates,
            _ => &self.rates,
        }
    }

    /// What a request cost; none where a kind of token it used has no price.
    ///
    /// Two figures are taken for others, and the cost is then marked as an estimate. Cache writes of
    /// a model that prices reads but not writes count as input (Amazon Nova's prices are published
    /// so). Of a tier only input and output are published, so what a cache had to do with costs there
    /// what it usually does. A tier without a price is unknown: it is never the usual one.
    pub fn cost(&self, usage: &Usage, served: Served) -> Option<Cost> {
        let input = usage.input + usage.cache_read + usage.cache_write;
        let rates = self.rates_served(input, served)?;
        let hour = usage.cache_write_1h.min(usage.cache_write);
        let minutes = usage.cache_write - hour;
        let parts = [
            (usage.input, Some(rates.input)),
            (usage.output, Some(rates.output)),
            (usage.cache_read, rates.cache_read),
            (minutes, rates.cache_write.or(rates.cache_read.and(Some(rates.input)))),
            (hour, rates.cache_write_1h),
        ];
        let mut usd = 0.0;
        for (tokens, rate) in parts {
            if tokens > 0 {
                usd += tokens as f64 * rate? / 1e6;
            }
        }
        let cached = usage.cache_read + usage.cache_write > 0 && served != Served::Standard;
        let assumed = cached || (minutes > 0 && rates.cache_write.is_none());
        Some(Cost { usd, exact: self.basis != Basis::Model && !assumed })
    }

    /// The rates of a request with this much input, served so. No tier has a price for long input.
    fn rates_served(&self, input: u64, served: Served) -> Option<Rates> {
        let pair = match served {
            Served::Standard => return Some(*self.rates_for(input)),
            Served::Flex => self.flex,
            Served::Priority => self.priority,
            Served::Batch => self.batch,
            Served::Unpriced => None,
        };
        if self.long.is_some_and(|(above, _)| input > above) {
            return None;
        }
        pair.map(|pair| Rates { input: pair.input, output: pair.output, ..self.rates })
    }
}

/// What a request cost.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Cost {
    /// US dollars.
    pub usd: f64,
    /// Every rate was the table's for this id; false marks an estimate (`~`).
    pub exact: bool,
}

/// What a model is for (the table's `mode`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Conversations.
    Chat,
    /// Vectors of texts or images.
    Embedding,
    /// Images from words.
    ImageGeneration,
    /// Images from images.
    ImageEdit,
    /// Speech, both ways.
    Realtime,
    /// Ordering documents by a question.
    Rerank,
    /// Judging content.
    Guardrail,
    /// Something else.
    #[default]
    #[serde(other)]
    Other,
}

/// What a model can do. None is unknown, as the table leaves it out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts {
    /// What it is for.
    pub mode: Mode,
    /// Input tokens at most.
    pub context_window: Option<u64>,
    /// Output tokens at most.
    pub max_output: Option<u64>,
    /// Takes images.
    pub vision: Option<bool>,
    /// Takes documents.
    pub documents: Option<bool>,
    /// Calls tools.
    pub tools: Option<bool>,
    /// Answers by a schema.
    pub structured: Option<bool>,
    /// Can reason before it answers.
    pub reasoning: Option<bool>,
    /// Can be left to judge how much it reasons.
    pub adaptive: Option<bool>,
    /// Reasons before every answer.
    pub always_reasons: Option<bool>,
    /// Can cache prompts.
    pub caching: Option<bool>,
    /// Tokens a prefix must have to be cached.
    pub cache_minimum: Option<u64>,
    /// Takes temperature and its kin; false means they must not be sent.
    pub sampling: Option<bool>,
    /// Takes a system prompt.
    pub system: Option<bool>,
    /// Numbers in a vector, for embeddings.
    pub vector_size: Option<u32>,
    /// The last day of its life, as `2027-04-08`.
    pub end_of_life: Option<&'static str>,
    /// Where the table has it from.
    pub source: Option<&'static str>,
}

/// The table, and prices laid over it.
#[derive(Debug, Clone)]
pub struct Table {
    rows: &'static HashMap<&'static str, Row>,
    overrides: BTreeMap<String, Price>,
}

static ROWS: LazyLock<HashMap<&'static str, Row>> = LazyLock::new(|| {
    #[derive(Deserialize)]
    struct File {
        #[serde(borrow)]
        models: HashMap<&'static str, Row>,
    }
    // The file is part of the program; a test reads it. Without it every price is unknown.
    serde_json::from_str::<File>(include_str!("../../assets/models.json"))
        .map(|file| file.models)
        .unwrap_or_default()
});

impl Table {
    /// The table in the program. The first call reads it, which takes a few milliseconds.
    pub fn embedded() -> Self {
        Self { rows: &ROWS, overrides: BTreeMap::new() }
    }

    /// The same with prices of one's own, by model id, profile id or ARN.
    #[must_use]
    pub fn with_overrides(mut self, own: impl IntoIterator<Item = (String, Price)>) -> Self {
        self.overrides.extend(own);
        self
    }

    /// The keys of the table.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.rows.keys().copied()
    }

    /// What is known of a model id, a profile id, or the ARN of either. For an application profile
    /// or a provisioned model, ask with the id it stands for.
    ///
    /// A variant of a model with a window of its own (`amazon.nova-lite-v1:0:300k`) can what the model
    /// can, and takes what its id says.
    pub fn facts(&self, id: &str, region: Option<&str>) -> Option<Facts> {
        self.named_facts(id, region).or_else(|| {
            let (model, window) = variant(id)?;
            let facts = self.named_facts(model, region)?;
            Some(Facts { context_window: Some(window), ..facts })
        })
    }

    fn named_facts(&self, id: &str, region: Option<&str>) -> Option<Facts> {
        let name = Name::of(id, region);
        let found: Vec<&Row> = name
            .own()
            .chain(name.behind())
            .chain(name.regional())
            .filter_map(|key| self.rows.get(key.as_str()))
            .collect();
        let first = found.first()?;
        let number = |of: fn(&Row) -> Option<u64>| found.iter().find_map(|row| of(row));
        let flag = |of: fn(&Row) -> Option<bool>| found.iter().find_map(|row| of(row));
        Some(Facts {
            mode: first.mode,
            context_window: number(|row| row.max_input_tokens),
            max_output: number(|row| row.max_output_tokens),
            vision: flag(|row| row.supports_vision),
            documents: flag(|row| row.supports_pdf_input),
            tools: flag(|row| row.supports_function_calling),
            structured: flag(|row| {
                row.supports_native_structured_output.or(row.supports_response_schema)
            }),
            reasoning: flag(|row| row.supports_reasoning),
            adaptive: flag(|row| row.supports_adaptive_thinking),
            always_reasons: flag(|row| row.thinking_always_on),
            caching: flag(|row| row.supports_prompt_caching),
            cache_minimum: number(|row| row.prompt_cache_min_tokens),
            sampling: flag(|row| row.supports_sampling_params),
            system: flag(|row| row.supports_system_messages),
            vector_size: found.iter().find_map(|row| row.output_vector_size),
            end_of_life: found.iter().find_map(|row| row.deprecation_date),
            source: found.iter().find_map(|row| row.source),
        })
    }

    /// The price of a model id, a profile id, or the ARN of either, in a region: an override first,
    /// then the model's in that region, then the id's own, then the model's behind a profile.
    pub fn price(&self, id: &str, region: Option<&str>) -> Option<Price> {
        let name = Name::of(id, region);
        let overridden = [Some(id), Some(name.id), name.model]
            .into_iter()
            .flatten()
            .find_map(|key| self.overrides.get(key));
        if let Some(own) = overridden {
            return Some(Price { basis: Basis::Override, ..*own });
        }
        let tagged = |basis: Basis| move |key: String| (key, basis);
        name.regional()
            .map(tagged(Basis::Region))
            .chain(name.own().map(tagged(Basis::Id)))
            .chain(name.behind().map(tagged(Basis::Model)))
            .find_map(|(key, basis)| self.rows.get(key.as_str())?.price(basis))
    }

    /// What a unit of provisioned throughput of a model costs an hour under a commitment of so many
    /// months, in US dollars; none is unknown. The table knows no price without a commitment.
    pub fn hourly(&self, model: &str, region: Option<&str>, months: u8) -> Option<f64> {
        let name = Name::of(model, region);
        let key = |region: &str| format!("bedrock/{region}/{months}-month-commitment/{}", name.id);
        let known = |region: &str| self.rows.get(key(region).as_str())?.cost_per_second;
        let second = name.region.and_then(known).or_else(|| known("*"))?;
        Some(second * 3_600.0)
    }

    /// What a request cost; none is unknown and must not be shown as zero.
    pub fn cost(
        &self,
        id: &str,
        region: Option<&str>,
        usage: &Usage,
        served: Served,
    ) -> Option<Cost> {
        self.price(id, region)?.cost(usage, served)
    }
}

/// The model a variant is of, and its window in tokens.
pub fn variant(id: &str) -> Option<(&str, u64)> {
    let (model, window) = id.rsplit_once(':')?;
    let window: u64 = window.strip_suffix('k')?.parse().ok()?;
    Some((model, window.saturating_mul(1_000)))
}

/// An id taken apart.
struct Name<'i> {
    /// The id without the ARN around it.
    id: &'i str,
    /// For what looks like a profile's id (`GEO.PROVIDER.MODEL`): the model's.
    model: Option<&'i str>,
    region: Option<&'i str>,
}

impl<'i> Name<'i> {
    fn of(id: &'i str, region: Option<&'i str>) -> Self {
        let mut parts = id.splitn(6, ':');
        let (bare, home) = match (parts.next(), parts.nth(2), parts.nth(1)) {
            (Some("arn"), Some(home), Some(resource)) => {
                let (kind, name) = resource.split_once('/').unwrap_or_default();
                let known = matches!(kind, "foundation-model" | "inference-profile");
                (if known { name } else { id }, Some(home))
            }
            _ => (id, None),
        };
        // A model's id may hold dots of its own (`zai.glm-4.7`): what is left of it without its
        // first word is then no key of the table, and nothing is found by it.
        let model = bare.split_once('.').map(|(_, rest)| rest).filter(|rest| rest.contains('.'));
        let region = region.or(home).filter(|region| !region.is_empty());
        Self { id: bare, model, region }
    }

    fn regional(&self) -> impl Iterator<Item = String> + use<'_, 'i> {
        let names = [Some(self.id), self.model].into_iter().flatten();
        names.filter_map(|name| Some(format!("bedrock/{}/{name}", self.region?)))
    }

    fn own(&self) -> impl Iterator<Item = String> + use<'_, 'i> {
        [self.id.to_owned(), format!("bedrock/{}", self.id)].into_iter()
    }

    fn behind(&self) -> impl Iterator<Item = String> + use<'_, 'i> {
        self.model.into_iter().flat_map(|name| [name.to_owned(), format!("bedrock/{name}")])
    }
}

/// A row of the table, as far as it is used here. Costs are US dollars a token.
#[derive(Debug, Deserialize)]
struct Row {
    #[serde(default)]
    mode: Mode,
    max_input_tokens: Option<u64>,
    max_output_tokens: Option<u64>,
    input_cost_per_token: Option<f64>,
    output_cost_per_token: Option<f64>,
    cache_read_input_token_cost: Option<f64>,
    cache_creation_input_token_cost: Option<f64>,
    cache_creation_input_token_cost_above_1hr: Option<f64>,
    input_cost_per_token_above_200k_tokens: Option<f64>,
    output_cost_per_token_above_200k_tokens: Option<f64>,
    cache_read_input_token_cost_above_200k_tokens: Option<f64>,
    cache_creation_input_token_cost_above_200k_tokens: Option<f64>,
    input_cost_per_token_above_272k_tokens: Option<f64>,
    output_cost_per_token_above_272k_tokens: Option<f64>,
    cache_read_input_token_cost_above_272k_tokens: Option<f64>,
    cache_creation_input_token_cost_above_272k_tokens: Option<f64>,
    input_cost_per_token_flex: Option<f64>,
    output_cost_per_token_flex: Option<f64>,
    input_cost_per_token_priority: Option<f64>,
    output_cost_per_token_priority: Option<f64>,
    input_cost_per_token_batches: Option<f64>,
    output_cost_per_token_batches: Option<f64>,
    cost_per_second: Option<f64>,
    prompt_cache_min_tokens: Option<u64>,
    output_vector_size: Option<u32>,
    supports_vision: Option<bool>,
    supports_response_schema: Option<bool>,
    supports_native_structured_output: Option<bool>,
    supports_pdf_input: Option<bool>,
    supports_function_calling: Option<bool>,
    supports_reasoning: Option<bool>,
    supports_adaptive_thinking: Option<bool>,
    thinking_always_on: Option<bool>,
    supports_prompt_caching: Option<bool>,
    supports_sampling_params: Option<bool>,
    supports_system_messages: Option<bool>,
    #[serde(borrow)]
    deprecation_date: Option<&'static str>,
    #[serde(borrow)]
    source: Option<&'static str>,
}

impl Row {
    /// The price, where the table has one: both costs, and not a nought for both, which is how the
    /// table writes that it does not count in tokens (rerankers).
    fn price(&self, basis: Basis) -> Option<Price> {
        let rates = rates(
            self.input_cost_per_token,
            self.output_cost_per_token,
            self.cache_read_input_token_cost,
            self.cache_creation_input_token_cost,
            self.cache_creation_input_token_cost_above_1hr,
        )?;
        let above_200k = rates_above(
            200_000,
            self.input_cost_per_token_above_200k_tokens,
            self.output_cost_per_token_above_200k_tokens,
            self.cache_read_input_token_cost_above_200k_tokens,
            self.cache_creation_input_token_cost_above_200k_tokens,
        );
        let above_272k = rates_above(
            272_000,
            self.input_cost_per_token_above_272k_tokens,
            self.output_cost_per_token_above_272k_tokens,
            self.cache_read_input_token_cost_above_272k_tokens,
            self.cache_creation_input_token_cost_above_272k_tokens,
        );
        let flex = pair(self.input_cost_per_token_flex, self.output_cost_per_token_flex);
        let priority =
            pair(self.input_cost_per_token_priority, self.output_cost_per_token_priority);
        let batch = pair(self.input_cost_per_token_batches, self.output_cost_per_token_batches);
        Some(Price { rates, long: above_200k.or(above_272k), flex, priority, batch, basis })
    }
}

fn rates_above(
    tokens: u64,
    input: Option<f64>,
    output: Option<f64>,
    cache_read: Option<f64>,
    cache_write: Option<f64>,
) -> Option<(u64, Rates)> {
    Some((tokens, rates(input, output, cache_read, cache_write, None)?))
}

fn rates(
    input: Option<f64>,
    output: Option<f64>,
    cache_read: Option<f64>,
    cache_write: Option<f64>,
    cache_write_1h: Option<f64>,
) -> Option<Rates> {
    let (input, output) = (million(input?), million(output?));
    if input + output <= 0.0 {
        return None;
    }
    Some(Rates {
        input,
        output,
        cache_read: cache_read.map(million),
        cache_write: cache_write.map(million),
        cache_write_1h: cache_write_1h.map(million),
    })
}

fn pair(input: Option<f64>, output: Option<f64>) -> Option<Pair> {
    Some(Pair { input: million(input?), output: million(output?) })
}

/// From US dollars a token, to the millionth of a dollar a million: 3.3e-06 * 1e6 is
/// 3.3000000000000003.
fn million(usd: f64) -> f64 {
    (usd * 1e12).round() / 1e6
}

#[cfg(test)]
mod tests;
