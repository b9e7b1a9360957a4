//! One conversation on the screen: its messages, its composer, and the answer it waits for.
//! Not here: the list of conversations, or the keys (update).

use crate::app::effect::{Effect, Lane, QuestionId};
use crate::app::parts::desk::{Desk, Keeping};
use crate::app::parts::editor::Editor;
use crate::app::parts::recall::Recall;
use crate::app::parts::selection::Selection;
use crate::app::parts::transcript::Transcript;
use crate::domain::archive::{Opened, Query, Save};
use crate::domain::ask::Parameters;
use crate::domain::conversation::{Conversation, Message};
use crate::domain::id::{ConversationId, MessageId};

use super::draft::{Draft, Editing};
use super::fates::Fates;
use super::live::Live;
use super::marked::Marked;

/// Messages read with a conversation, and then in each further reading.
const FIRST_PAGE: u64 = 100;
const FURTHER_PAGE: u64 = 2_000;

/// How much of it was read from the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Another branch is asked for: it is read when the store shows that one.
    Switching(QuestionId),
    /// It was asked for.
    Asked(QuestionId),
    /// Earlier messages were asked for.
    Earlier(QuestionId),
    /// It, or what comes earlier, could not be read.
    Failed,
    /// There is nothing more to read.
    Whole,
}

/// A conversation.
#[derive(Debug)]
pub struct Chat {
    /// Its row.
    pub conversation: Conversation,
    /// Whether the store has it.
    pub begun: bool,
    /// Its messages.
    pub transcript: Transcript,
    /// The message or code block that is selected, if one is.
    pub selection: Option<Selection>,
    /// What is being typed.
    pub editor: Editor,
    /// Whether what is typed is kept.
    pub draft: Draft,
    /// The prompt that is being edited, where one is.
    pub editing: Option<Editing>,
    /// What of it is sent with the next prompt.
    pub fates: Fates,
    /// Prompts brought back into the composer.
    pub recall: Recall,
    /// The answer being waited for or received.
    pub live: Option<Live>,
    /// Another running instance holds it.
    pub elsewhere: bool,
    /// How much was read.
    pub reading: Reading,
    /// A message to go to once it was read.
    pub wanted: Option<(MessageId, String)>,
    /// A message that was to be gone to and is not on the branch shown.
    pub missed: Option<(MessageId, String)>,
    /// The message for which another branch was asked for.
    pub switched: Option<MessageId>,
    /// Changes of what is sent that the store has not answered yet, the oldest first.
    pub marking: Vec<(QuestionId, Marked)>,
    /// What its answers have used.
    pub totals: Totals,
    /// Tokens of what would be sent, where they were counted.
    pub counted: Option<u64>,
    /// The question that counts them.
    pub counting: Option<QuestionId>,
    /// What was said to be set and not sent.
    pub told: Vec<String>,
}

impl Chat {
    /// A conversation not yet begun.
    pub fn fresh(desk: &mut Desk) -> Self {
        let model = desk.settings.model.clone();
        let system = desk.settings.system.clone();
        let id = desk.mint.conversation();
        Self {
            conversation: Conversation {
                model,
                system,
                profile: desk.settings.profile.clone(),
                ..Conversation::new(id, desk.now.unix)
            },
            begun: false,
            transcript: Transcript::default(),
            selection: None,
            editor: Editor::new(),
            draft: Draft::default(),
            editing: None,
            fates: Fates::default(),
            recall: Recall::default(),
            live: None,
            elsewhere: false,
            reading: Reading::Whole,
            wanted: None,
            missed: None,
            switched: None,
            marking: Vec::new(),
            totals: Totals::default(),
            counted: None,
            counting: None,
            told: Vec::new(),
        }
    }

    /// A conversation of the list, to be read.
    pub fn open(row: Conversation, desk: &mut Desk) -> (Self, Vec<Effect>) {
        let mut chat = Self::fresh(desk);
        chat.conversation = row;
        chat.begun = true;
        let effects = chat.read(desk);
        (chat, effects)
    }

    pub(super) fn read(&mut self, desk: &mut Desk) -> Vec<Effect> {
        let question = desk.question();
        self.reading = Reading::Asked(question);
        let query = Query::Open { conversation: self.id(), limit: FIRST_PAGE };
        vec![Effect::Find(question, Lane::Open, query)]
    }

    /// Goes to these words of a message, at once or when it was read.
    pub fn go_to(&mut self, message: MessageId, words: String) {
        self.switched = None;
        if self.transcript.go_to_words(message, &words) {
            return;
        }
        match self.reading {
            Reading::Whole => self.missed = Some((message, words)),
            _ => self.wanted = Some((message, words)),
        }
    }

    /// Asks once more for what could not be read.
    pub fn read_again(&mut self, desk: &mut Desk) -> Vec<Effect> {
        match self.reading {
            // Another instance held it, and may have let it go since.
            Reading::Whole if self.elsewhere => self.read(desk),
            Reading::Failed if self.transcript.is_empty() => self.read(desk),
            Reading::Failed => self.read_on(true, desk),
            Reading::Switching(_) | Reading::Asked(_) | Reading::Earlier(_) | Reading::Whole => {
                Vec::new()
            }
        }
    }

    /// Whether it was not begun, and nothing is typed in it.
    pub fn is_untouched(&self) -> bool {
        !self.begun && self.live.is_none() && self.editor.is_empty()
    }

    /// The message that is selected, or holds the code block that is.
    pub fn selected(&self) -> Option<MessageId> {
        self.selection.map(|selection| selection.message)
    }

    /// Takes a selection along to another message; where nothing is selected nothing is.
    pub fn select(&mut self, message: Option<MessageId>) {
        if let (Some(selection), Some(message)) = (&mut self.selection, message)
            && selection.message != message
        {
            *selection = Selection::of(message);
        }
    }

    /// Its id.
    pub fn id(&self) -> ConversationId {
        self.conversation.id
    }

    /// The title, or what stands for it.
    pub fn title(&self) -> &str {
        if self.conversation.title.is_empty() {
            "New conversation"
        } else {
            &self.conversation.title
        }
    }

    /// What the store read of it.
    pub fn opened(&mut self, opened: Opened, desk: &mut Desk) -> Vec<Effect> {
        // It is looked at, whatever the store still says.
        self.conversation = Conversation { unread: false, ..opened.conversation };
        self.elsewhere = opened.elsewhere;
        self.transcript = Transcript::new(opened.messages);
        self.restore_draft(&opened.draft, desk);
        self.read_on(opened.more, desk)
    }

    /// The draft the store read. Letters typed before it was read go on from it: neither may cost
    /// the other.
    pub fn restore_draft(&mut self, text: &str, desk: &Desk) {
        let typed = self.editor.text();
        if typed.is_empty() {
            self.editor.set_text(text);
            self.draft = Draft::kept(text);
        } else if !typed.starts_with(text) {
            self.editor.set_text(&format!("{text}\n{typed}"));
            self.typed(desk);
        }
    }

    /// Takes in what was typed elsewhere, before what is typed here.
    pub fn take_in(&mut self, text: &str, desk: &Desk) {
        let typed = self.editor.text();
        let both: Vec<&str> = [text, &typed].into_iter().filter(|text| !text.is_empty()).collect();
        self.editor.set_text(&both.join("\n"));
        self.typed(desk);
    }

    /// Earlier messages the store read.
    pub fn read_earlier(
        &mut self,
        messages: Vec<Message>,
        more: bool,
        desk: &mut Desk,
    ) -> Vec<Effect> {
        self.transcript.prepend(messages);
        self.read_on(more, desk)
    }

    fn read_on(&mut self, more: bool, desk: &mut Desk) -> Vec<Effect> {
        if let Some((message, words)) = self.wanted.take()
            && !self.transcript.go_to_words(message, &words)
        {
            if more {
                self.wanted = Some((message, words));
            } else {
                self.missed = Some((message, words));
            }
        }
        let first = self.transcript.messages().next().map(|message| message.id);
        let (true, Some(before)) = (more, first) else {
            self.reading = Reading::Whole;
            return Vec::new();
        };
        let question = desk.question();
        self.reading = Reading::Earlier(question);
        let query = Query::Earlier { conversation: self.id(), before, limit: FURTHER_PAGE };
        vec![Effect::Find(question, Lane::Open, query)]
    }

    /// Whether this question was asked for it.
    pub fn asked(&self, question: QuestionId) -> bool {
        matches!(self.reading, Reading::Asked(id) | Reading::Earlier(id) if id == question)
    }

    /// Chooses the model the next turn goes to.
    pub fn choose_model(&mut self, model: String, desk: &mut Desk) -> Vec<Effect> {
        self.conversation.model.clone_from(&model);
        if !self.begun || self.elsewhere {
            return Vec::new();
        }
        let save = Save::Model { conversation: self.id(), model };
        vec![Effect::Save(desk.question(), Box::new(save))]
    }

    /// The parameters it goes on with: its own, else those of the settings.
    pub fn parameters<'a>(&'a self, desk: &'a Desk) -> &'a Parameters {
        self.conversation.parameters.as_ref().unwrap_or(&desk.settings.parameters)
    }

    /// Goes on with another system prompt and other parameters.
    pub fn set_settings(
        &mut self,
        system: String,
        parameters: Parameters,
        desk: &mut Desk,
    ) -> Vec<Effect> {
        let own = (parameters != desk.settings.parameters).then_some(parameters);
        self.conversation.system.clone_from(&system);
        self.conversation.parameters.clone_from(&own);
        self.counted = None;
        if !self.begun && self.live.is_none() {
            return Vec::new();
        }
        let parameters = own.map(Box::new);
        let save = Save::Settings { conversation: self.id(), system, parameters };
        vec![Effect::Save(desk.question(), Box::new(save))]
    }

    /// Whether something of it can be folded or unfolded.
    pub fn has_folds(&self) -> bool {
        self.transcript.has_folds()
    }

    /// Something was typed: the draft is due to be kept, and a count no longer holds.
    pub fn typed(&mut self, desk: &Desk) {
        self.counted = None;
        if self.keeps(desk) {
            self.draft.touch(desk.now.mono);
        }
    }

    /// Whether drafts are ours to keep, and can be.
    fn keeps(&self, desk: &Desk) -> bool {
        !self.elsewhere && !matches!(desk.keeping, Keeping::Failed(_))
    }

    /// Whether this answer is still arriving here.
    pub fn receives(&self, answer: MessageId) -> bool {
        self.live.as_ref().is_some_and(|live| live.answer == answer)
    }

    /// What is due at this time: checkpoints of the answer, the draft.
    pub fn due(&mut self, desk: &mut Desk) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let Some(live) = &mut self.live {
            let now = desk.now.mono;
            effects.extend(live.checkpoint(|| desk.question(), now));
        }
        if self.draft.is_due(desk.now.mono) {
            effects.extend(self.keep_draft(desk));
        }
        effects
    }

    /// Keeps what is typed now, if it is not yet.
    pub fn keep_draft(&mut self, desk: &mut Desk) -> Vec<Effect> {
        if !self.keeps(desk) {
            self.draft.leave();
            return Vec::new();
        }
        let text = self.unsent();
        let Some(text) = self.draft.take(text) else { return Vec::new() };
        // While its first prompt is on the way to the disk, a draft comes behind it and is its own.
        let own = self.begun || self.live.is_some();
        let conversation = own.then(|| self.id());
        let question = desk.question();
        self.draft.asked(question);
        vec![Effect::Save(question, Box::new(Save::Draft { conversation, text }))]
    }

    /// When something is due next, in milliseconds of the program's time.
    pub fn next_due(&self) -> Option<u64> {
        let live = self.live.as_ref().and_then(Live::next_due);
        [live, self.draft.due()].into_iter().flatten().min()
    }

    /// Counts up what the answers read have used, if that changed since it was counted last.
    pub fn count_up(&mut self, desk: &Desk) {
        let priced = desk.prices.is_some();
        if self.totals.counted != Some((self.transcript.revision(), priced)) {
            self.totals = self.sum(desk);
            self.totals.counted = Some((self.transcript.revision(), priced));
        }
    }

    fn sum(&self, desk: &Desk) -> Totals {
        let versions = self.transcript.messages().any(|message| message.sibling.of > 1);
        // What the versions cost that are not shown is not read.
        let mut totals = Totals { exact: !versions, versions, ..Totals::default() };
        for making in self.transcript.messages().filter_map(|message| message.making.as_ref()) {
            let Some(usage) = &making.usage else {
                // It was stopped or broke off before it was counted: it cost something all the same.
                totals.exact &= making.request_id.is_none() && making.first_token_ms.is_none();
                continue;
            };
            totals.input += usage.input + usage.cache_read + usage.cache_write;
            totals.output += usage.output;
            let cost = desk.cost(making);
            totals.estimated |= match making.cost_usd {
                Some(_) => making.cost_estimated,
                None => cost.is_some(),
            };
            match making.cost_usd.or(cost.map(|cost| cost.usd)) {
                Some(usd) => totals.usd += usd,
                None => totals.exact = false,
            }
        }
        totals
    }
}

/// What a conversation has used.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Totals {
    /// There are versions that are not shown; what they used is not counted.
    pub versions: bool,
    /// Input tokens, cached ones included.
    pub input: u64,
    /// Output tokens.
    pub output: u64,
    /// US dollars of the answers whose price is known.
    pub usd: f64,
    /// Whether every price is known.
    pub exact: bool,
    /// Whether one of them is an estimate.
    pub estimated: bool,
    /// What it was counted over: the transcript's revision, and whether prices were at hand.
    counted: Option<(u64, bool)>,
}
