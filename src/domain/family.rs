//! What a model takes of the inference parameters, by its family: names and ranges of top-k, forms
//! of reasoning and how they are written, what is refused. Each row says where it is known from.
//! Not here: limits of the API itself (limits), or making a request of it (fitting).

use super::ask::Reasoning;
use super::price::Facts;

/// How a family takes top-k.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TopK {
    /// Under this path of `additionalModelRequestFields`, within these bounds.
    Takes {
        /// The members' names, outermost first.
        path: &'static [&'static str],
        /// The least.
        least: u32,
        /// The most.
        most: u32,
    },
    /// It has none.
    None,
    /// Nothing is known of it: it can be given by hand, in the additional fields.
    Unknown,
}

/// In which words reasoning is asked for in `additionalModelRequestFields`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `thinking` and `output_config`, as Anthropic writes them.
    Thinking {
        /// Whether the text of the reasoning only comes when it is asked for.
        display: bool,
    },
    /// `reasoningConfig`, as Amazon Nova 2 writes it.
    Config,
    /// `reasoning_effort`.
    Flat,
    /// `reasoning.effort`.
    Nested,
    /// It does not reason.
    Never,
    /// It always reasons, and there is nothing to set.
    Always,
    /// Nothing is known of it: it can be given by hand, in the additional fields.
    Unknown,
}

/// The forms of reasoning a model takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forms {
    /// How they are written.
    pub style: Style,
    /// Whether it can be switched off.
    pub off: bool,
    /// Whether the model can be left to judge how much.
    pub adaptive: bool,
    /// The least budget of tokens, where it takes one.
    pub budget: Option<u32>,
    /// The words of an effort it takes.
    pub efforts: &'static [&'static str],
}

impl Forms {
    const NONE: Self =
        Self { style: Style::Unknown, off: false, adaptive: false, budget: None, efforts: &[] };

    /// The forms in words, such as `off, adaptive, low, medium, high`; empty where there are none.
    pub fn words(&self) -> String {
        let mut words: Vec<String> = Vec::new();
        words.extend(self.off.then(|| "off".to_owned()));
        words.extend(self.adaptive.then(|| "adaptive".to_owned()));
        words.extend(self.efforts.iter().map(|word| (*word).to_owned()));
        words.extend(self.budget.map(|least| format!("a budget of {least} tokens or more")));
        words.join(", ")
    }

    /// The forms to step through, a budget as its least.
    pub fn all(&self) -> Vec<Reasoning> {
        let efforts = self.efforts.iter().map(|word| Reasoning::Effort((*word).to_owned()));
        let off = self.off.then_some(Reasoning::Off);
        let adaptive = self.adaptive.then_some(Reasoning::Adaptive);
        let budget = self.budget.map(Reasoning::Budget);
        off.into_iter().chain(adaptive).chain(efforts).chain(budget).collect()
    }
}

/// What becomes of temperature, top-p and top-k.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sampling {
    /// All may be set.
    All,
    /// Temperature and top-p not both.
    One,
    /// None may be set.
    Refused,
}

/// What a model takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// The family's name; none where it is not known, and the common parameters are all there is.
    pub family: Option<&'static str>,
    /// How it takes top-k.
    pub top_k: TopK,
    /// How it takes reasoning.
    pub reasoning: Forms,
    /// What becomes of temperature and its kin.
    pub sampling: Sampling,
    /// Whether it takes a system prompt; unknown counts as yes.
    pub system: bool,
    /// Output tokens at most, by the table of models.
    pub max_output: Option<u64>,
    /// Whether AWS lists it for latency-optimised inference.
    pub optimized: bool,
}

/// One family.
struct Row {
    name: &'static str,
    begins: &'static [&'static str],
    top_k: TopK,
    reasoning: Known,
    one_of_both: bool,
    system: bool,
}

/// What the row says of reasoning; Claude's models differ in what the table of models says of each.
enum Known {
    Claude,
    Is(Forms),
}

const FEW: &[&str] = &["low", "medium", "high"];
const MORE: &[&str] = &["low", "medium", "high", "max"];
const MOST: &[&str] = &["low", "medium", "high", "xhigh", "max"];
/// The least thinking budget of Claude
/// (Bedrock user guide, "Extended thinking": `claude-messages-extended-thinking`).
const LEAST_BUDGET: u32 = 1_024;

const NEVER: Known = Known::Is(Forms { style: Style::Never, ..Forms::NONE });
const UNKNOWN: Known = Known::Is(Forms::NONE);
const FLAT: Known = Known::Is(Forms { style: Style::Flat, efforts: FEW, ..Forms::NONE });

const fn row(
    name: &'static str,
    begins: &'static [&'static str],
    top_k: TopK,
    reasoning: Known,
) -> Row {
    Row { name, begins, top_k, reasoning, one_of_both: false, system: true }
}

const fn takes(path: &'static [&'static str], least: u32, most: u32) -> TopK {
    TopK::Takes { path, least, most }
}

/// The families, the more particular beginning winning. Ids are those of the models, without the
/// geography of a profile.
const FAMILIES: &[Row] = &[
    // top_k, 0 to 500: Bedrock user guide, `model-parameters-anthropic-claude-messages`. Thinking:
    // `claude-messages-extended-thinking`, `claude-messages-adaptive-thinking`, and what the table of
    // models says of each. Effort beside it in `output_config`: Anthropic's "Effort", as LiteLLM and
    // opencode send it through Converse.
    row("Claude", &["anthropic.claude-"], takes(&["top_k"], 0, 500), Known::Claude),
    // "`temperature` and `top_p` cannot both be specified for this model": bedrock-access-gateway#191
    // and #208, BoltAI#399, ChatterUI#564.
    Row {
        one_of_both: true,
        ..row(
            "Claude",
            &[
                "anthropic.claude-opus-4-1",
                "anthropic.claude-opus-4-5",
                "anthropic.claude-opus-4-6",
                "anthropic.claude-sonnet-4-5",
                "anthropic.claude-sonnet-4-6",
                "anthropic.claude-haiku-4-5",
            ],
            takes(&["top_k"], 0, 500),
            Known::Claude,
        )
    },
    // Adaptive thinking and nothing else: `claude-messages-adaptive-thinking`.
    row(
        "Claude",
        &["anthropic.claude-mythos-preview"],
        takes(&["top_k"], 0, 500),
        Known::Is(Forms {
            style: Style::Thinking { display: true },
            adaptive: true,
            efforts: MORE,
            ..Forms::NONE
        }),
    ),
    // Nova 2 user guide, `extended-thinking` (off unless asked for; low, medium, high), and
    // `using-converse-api` (inferenceConfig.topK); the range of topK is that of Nova 1.
    row(
        "Nova 2",
        &["amazon.nova-2-"],
        takes(&["inferenceConfig", "topK"], 0, 128),
        Known::Is(Forms { style: Style::Config, off: true, efforts: FEW, ..Forms::NONE }),
    ),
    // Nova user guide, `complete-request-schema`: topK from 0 to 128.
    row("Nova", &["amazon.nova-"], takes(&["inferenceConfig", "topK"], 0, 128), NEVER),
    // Bedrock user guide, `model-parameters-titan-text` and, for the system prompt,
    // `conversation-inference-supported-models-features`.
    Row {
        system: false,
        ..row("Titan Text", &["amazon.titan-text-", "amazon.titan-tg1"], TopK::None, NEVER)
    },
    // reasoning_effort through Converse: langchain-ai/docs#5239, anomalyco/opencode#48195 (tried on
    // gpt-oss-120b), BerriAI/litellm's tests of Converse.
    row("gpt-oss", &["openai.gpt-oss-120b", "openai.gpt-oss-20b"], TopK::Unknown, FLAT),
    // reasoning.effort through Converse, none to max: anomalyco/opencode#48195, stdapi-ai#283, both
    // tried on GPT-5.6 and GPT-6.
    row(
        "GPT",
        &["openai.gpt-5", "openai.gpt-6"],
        TopK::Unknown,
        Known::Is(Forms { style: Style::Nested, off: true, efforts: MOST, ..Forms::NONE }),
    ),
    // The same, but it cannot be switched off: anomalyco/opencode#48195.
    row(
        "GPT",
        &["openai.gpt-6-astra"],
        TopK::Unknown,
        Known::Is(Forms { style: Style::Nested, efforts: MOST, ..Forms::NONE }),
    ),
    // langchain-ai/docs#5239.
    row("Kimi K2", &["moonshot.kimi-k2", "moonshotai.kimi-k2"], TopK::Unknown, FLAT),
    // Bedrock user guide, `model-parameters-deepseek`: temperature, top_p, max_tokens, stop. R1
    // always reasons.
    row(
        "DeepSeek",
        &["deepseek.r1"],
        TopK::None,
        Known::Is(Forms { style: Style::Always, ..Forms::NONE }),
    ),
    row("DeepSeek", &["deepseek."], TopK::None, UNKNOWN),
    // Bedrock user guide, `model-parameters-meta`: temperature, top_p, max_gen_len.
    row("Llama", &["meta.llama"], TopK::None, NEVER),
    // Bedrock user guide, `model-parameters-mistral-text-completion` (top_k from 1 to 200) and, for
    // the system prompt, `conversation-inference-supported-models-features`.
    Row {
        system: false,
        ..row(
            "Mistral",
            &["mistral.mistral-7b-instruct", "mistral.mixtral-8x7b-instruct"],
            takes(&["top_k"], 1, 200),
            NEVER,
        )
    },
    // The same page: disabled for Large and Small; `model-parameters-mistral-chat-completion` has
    // none for those after them.
    row(
        "Mistral",
        &["mistral.mistral-large-24", "mistral.mistral-small-24", "mistral.pixtral-large"],
        TopK::None,
        NEVER,
    ),
    // Bedrock user guide, `model-parameters-cohere-command-r-plus`: k from 0 to 500.
    row("Command R", &["cohere.command-r"], takes(&["k"], 0, 500), NEVER),
    // Bedrock user guide, `model-parameters-cohere-command`: k from 0 to 500.
    Row { system: false, ..row("Command", &["cohere.command-"], takes(&["k"], 0, 500), NEVER) },
    // Bedrock user guide, `model-parameters-jamba`: temperature, top_p, max_tokens, stop, penalties.
    row("Jamba", &["ai21.jamba"], TopK::None, NEVER),
];

/// Latency-optimised inference: Bedrock user guide, `latency-optimized-inference`.
const OPTIMIZED: &[&str] = &[
    "amazon.nova-pro-v1",
    "anthropic.claude-3-5-haiku",
    "meta.llama3-1-405b-instruct",
    "meta.llama3-1-70b-instruct",
];

impl Terms {
    /// What the model behind an id takes: the model's own id, that of a profile (`GEO.MODEL`), or
    /// the ARN of either. For an application profile, ask with the id it stands for.
    pub fn of(id: &str, facts: Option<&Facts>) -> Self {
        let bare = match id.rsplit_once('/') {
            Some((arn, name)) if arn.starts_with("arn:") => name,
            _ => id,
        };
        let names = [Some(bare), bare.split_once('.').map(|(_, rest)| rest)];
        let begins =
            |with: &&&str| names.into_iter().flatten().any(|name| name.starts_with(**with));
        let fits =
            |row: &&'static Row| row.begins.iter().filter(begins).map(|with| with.len()).max();
        let row = FAMILIES.iter().filter(|row| fits(row).is_some()).max_by_key(fits);
        let refused = facts.is_some_and(|facts| facts.sampling == Some(false));
        Self {
            family: row.map(|row| row.name),
            top_k: row.map_or(TopK::Unknown, |row| row.top_k),
            reasoning: row.map_or(Forms::NONE, |row| match row.reasoning {
                Known::Claude => claude(facts),
                Known::Is(forms) => forms,
            }),
            sampling: match row {
                _ if refused => Sampling::Refused,
                Some(row) if row.one_of_both => Sampling::One,
                _ => Sampling::All,
            },
            system: row.is_none_or(|row| row.system)
                && facts.is_none_or(|facts| facts.system != Some(false)),
            max_output: facts.and_then(|facts| facts.max_output),
            optimized: OPTIMIZED.iter().any(|with| begins(&with)),
        }
    }
}

/// The forms of one of Claude's models. Those that refuse temperature and its kin (4.7 and later)
/// take no budget, and keep the text of their thinking back unless its display is asked for
/// (strands-rl/strands-env#258); those of 4.6 take both ways; earlier ones only a budget.
fn claude(facts: Option<&Facts>) -> Forms {
    let Some(facts) = facts else { return Forms::NONE };
    if facts.reasoning != Some(true) {
        return Forms { style: Style::Never, ..Forms::NONE };
    }
    let latest = facts.sampling == Some(false);
    let adaptive = facts.adaptive == Some(true);
    Forms {
        style: Style::Thinking { display: latest && adaptive },
        off: facts.always_reasons != Some(true),
        adaptive,
        budget: (!(latest && adaptive)).then_some(LEAST_BUDGET),
        efforts: match (adaptive, latest) {
            (true, true) => MOST,
            (true, false) => MORE,
            (false, _) => &[],
        },
    }
}

#[cfg(test)]
#[path = "family/tests.rs"]
mod tests;
