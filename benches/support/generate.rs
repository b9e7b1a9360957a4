//! Made-up conversations whose words are as frequent as those of real ones (Zipf's law), written
//! through the store itself. Not here: what is measured on them.

use std::path::Path;

use outcrop::domain::archive::Save;
use outcrop::domain::ask::{Parameters, Role, StopReason, Usage};
use outcrop::domain::content::Block;
use outcrop::domain::conversation::{Conversation, Making, Message, Status, title_from};
use outcrop::domain::id::{ConversationId, MessageId};
use outcrop::domain::problem::Problem;
use outcrop::store::writer::Store;

/// When the last conversation was changed: 2026-11-20 10:40:00 UTC.
pub(crate) const NOW: i64 = 1_795_171_200_000;

/// Changes kept in one transaction.
const TOGETHER: usize = 20_000;

/// The most frequent words of English prose and of talk about programs, most frequent first.
const FREQUENT: &str = "the of and to a in is it you that he was for on are with as i his they be at \
    one have this from or had by hot but some what there we can out other were all your when up use \
    word how said an each she which do their time if will way about many then them would write like \
    so these her long make thing see him two has look more day could go come did my sound no most \
    number who over know water than call first people may down side been now find any new work part \
    take get place made live where after back little only round man year came show every good me \
    give our under name very through just form much great think say help low line before turn cause \
    same mean differ move right boy old too does tell sentence set three want air well also play \
    small end put home read hand port large spell add even land here must big high such follow act \
    why ask men change went light kind off need house picture try us again animal point mother world \
    near build self earth father model system data code function value error message server client \
    request answer token stream memory thread";
/// What rarer words are put together from.
const SYLLABLES: &str = "ba be bi bo bu ca ce co con com de di do ex fa fi fo ga ge go ha he in int \
    ja ka la le li lo ma me mi mo na ne no pa pe pi po pre pro qu ra re ri ro sa se si so sta str ta \
    te ti to tra un va ve vi wa we za";
/// How many different words there are.
const VOCABULARY: usize = 40_000;
/// Models that answered, in turn.
const MODELS: [&str; 4] = [
    "anthropic.claude-3-5-sonnet-20240620-v1:0",
    "amazon.nova-pro-v1:0",
    "meta.llama3-1-70b-instruct-v1:0",
    "mistral.mistral-large-2402-v1:0",
];

/// Writes prose; the same for the same seed.
pub(crate) struct Writer {
    words: Vec<String>,
    /// The sum of the frequencies up to each word.
    sums: Vec<f64>,
    state: u64,
}

impl Writer {
    /// A writer that begins at `seed`.
    pub(crate) fn new(seed: u64) -> Self {
        let mut writer = Self { words: Vec::new(), sums: Vec::new(), state: seed };
        writer.words = FREQUENT.split_whitespace().map(Into::into).collect();
        let syllables: Vec<&str> = SYLLABLES.split_whitespace().collect();
        while writer.words.len() < VOCABULARY {
            let length = 2 + writer.below(4);
            let word = (0..length).map(|_| syllables[writer.below(syllables.len())]).collect();
            writer.words.push(word);
        }
        let mut sum = 0.0;
        for rank in 0..writer.words.len() {
            sum += 1.0 / (rank as f64 + 2.7);
            writer.sums.push(sum);
        }
        writer
    }

    /// A number below `limit` (splitmix64).
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % limit as u64) as usize
    }

    /// So many words, in sentences and paragraphs.
    pub(crate) fn prose(&mut self, words: usize) -> String {
        let mut text = String::with_capacity(words * 6);
        let total = self.sums[self.sums.len() - 1];
        for at in 0..words {
            let place = self.below(1 << 32) as f64 / f64::from(u32::MAX) * total;
            let word = self.sums.partition_point(|sum| *sum < place).min(self.words.len() - 1);
            if at > 0 {
                text.push_str(if at % 61 == 0 {
                    ".\n\n"
                } else if at % 13 == 0 {
                    ". "
                } else {
                    " "
                });
            }
            text.push_str(&self.words[word]);
        }
        text
    }
}

/// Fills the store in `folder` with `conversations` of `turns` prompts and answers each, the last
/// one changed last. The full-text index takes most of the time: some thousand messages a second.
///
/// # Errors
/// What the store says.
pub(crate) fn fill(folder: &Path, conversations: usize, turns: usize) -> Result<(), Problem> {
    let (mut store, _) = Store::open(folder, NOW)?;
    let mut writer = Writer::new(7);
    let mut saves = Vec::with_capacity(TOGETHER);
    for number in 1..=conversations {
        converse(number, conversations, turns, &mut writer, |save| {
            saves.push(save);
            if saves.len() >= TOGETHER {
                store.save_together(&std::mem::take(&mut saves))
            } else {
                Ok(())
            }
        })?;
    }
    store.save_together(&saves)
}

/// One conversation of `turns` turns, change by change; the `number`-th `of` so many.
///
/// # Errors
/// What `keep` says.
pub(crate) fn converse(
    number: usize,
    of: usize,
    turns: usize,
    writer: &mut Writer,
    mut keep: impl FnMut(Save) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let id = ConversationId(number as i64);
    let begun = NOW - ((of - number) as i64 + 1) * 600_000;
    let mut parent = None;
    let mut title = String::new();
    for turn in 0..turns {
        let at = begun + turn as i64 * 100;
        let first = MessageId(((number as i64) << 20) + turn as i64 * 2);
        let words = 5 + writer.below(55);
        let prompt = message(first, id, parent, Role::User, at, writer.prose(words));
        let mut answer = message(
            MessageId(first.0 + 1),
            id,
            Some(first),
            Role::Assistant,
            at + 10,
            String::new(),
        );
        answer.status = Status::Streaming;
        if turn == 0 {
            title = title_from(&prompt.text());
        }
        parent = Some(answer.id);
        let conversation = Conversation {
            title: title.clone(),
            updated: at,
            model: MODELS[number % MODELS.len()].into(),
            profile: Some("default".into()),
            region: Some("us-east-1".into()),
            head: Some(answer.id),
            status: Status::Streaming,
            ..Conversation::new(id, begun)
        };
        let answer_id = answer.id;
        keep(Save::Begin {
            conversation: Box::new(conversation),
            expected_head: prompt.parent,
            prompt: Some(Box::new(prompt)),
            answer: Box::new(answer),
        })?;
        let words = 60 + writer.below(280);
        keep(Save::Finish {
            answer: answer_id,
            status: Status::Complete,
            blocks: vec![Block::Text(writer.prose(words))],
            making: Box::new(making(number, words)),
            at: at + 90,
        })?;
    }
    Ok(())
}

fn message(
    id: MessageId,
    conversation: ConversationId,
    parent: Option<MessageId>,
    role: Role,
    created: i64,
    text: String,
) -> Message {
    let blocks = if text.is_empty() { Vec::new() } else { vec![Block::Text(text)] };
    Message { blocks, ..Message::new(id, conversation, parent, role, created) }
}

fn making(number: usize, words: usize) -> Making {
    Making {
        model: MODELS[number % MODELS.len()].into(),
        region: Some("us-east-1".into()),
        parameters: Parameters { temperature: Some(0.5), ..Parameters::default() },
        usage: Some(Usage { input: 500, output: words as u64 * 4 / 3, ..Usage::default() }),
        stop_reason: Some(StopReason("end_turn".into())),
        first_token_ms: Some(310),
        total_ms: Some(4_000),
        latency_ms: Some(3_900),
        request_id: Some(format!("{number:032x}")),
        cost_usd: Some(words as f64 * 1.5e-5),
        ..Making::default()
    }
}
