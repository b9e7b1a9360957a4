//! What the store can be told and asked, and what it answers: plain data.
//! Not here: how it is kept (the store floor).

use std::path::PathBuf;

use super::ask::Parameters;
use super::content::Block;
use super::conversation::{Conversation, Making, Message, Status, UnixMs};
use super::id::{ConversationId, MessageId};
pub use super::piece::{Assembly, Piece, PieceKind, assemble};
use super::seen::{Name, Whose};
use super::shelf::Shelf;

/// One change to what is kept. Each is one transaction.
#[derive(Debug, Clone, PartialEq)]
pub enum Save {
    /// A prompt and the empty answer that follows it. Durable when acknowledged: the request leaves
    /// only then. The conversation is made if it is new. Of one that is known, `title`, `messages`,
    /// the marks (`pinned`, `archived`, `unread`) and `start` are not taken from here: changes of
    /// their own and the store keep them. With a prompt its draft is emptied, where this instance
    /// wrote it or the prompt goes on from it; other unsent text stays. The model counts as used.
    Begin {
        /// The conversation as it now is.
        conversation: Box<Conversation>,
        /// Where the asker believes that the stored conversation stands: its head before this turn,
        /// none for a new one. Where it stands elsewhere, because another instance went on with it,
        /// the change is refused (`Kind::Stale`).
        expected_head: Option<MessageId>,
        /// The prompt; none when an answer follows what is already kept.
        prompt: Option<Box<Message>>,
        /// The answer, `Status::Streaming`, no blocks; this instance owns it until `Finish`.
        answer: Box<Message>,
    },
    /// What came of a live answer since the last checkpoint.
    Checkpoint {
        /// The answer.
        answer: MessageId,
        /// New pieces, in order.
        pieces: Vec<Piece>,
    },
    /// A live answer has ended; `blocks` is all of it and replaces the checkpoints.
    Finish {
        /// The answer.
        answer: MessageId,
        /// How far it got.
        status: Status,
        /// All it says.
        blocks: Vec<Block>,
        /// How it was made.
        making: Box<Making>,
        /// When it ended.
        at: UnixMs,
    },
    /// Text typed and not sent. An empty one removes the draft. While text is unsent, this instance
    /// holds the conversation, and no other can write its draft or begin an answer there.
    Draft {
        /// Its conversation; none for one not begun.
        conversation: Option<ConversationId>,
        /// The text.
        text: String,
    },
    /// A new title.
    Rename {
        /// The conversation.
        conversation: ConversationId,
        /// The title.
        title: String,
    },
    /// The model a conversation goes on with.
    Model {
        /// The conversation.
        conversation: ConversationId,
        /// The model or profile id, as the user chose it.
        model: String,
    },
    /// Stands before all that are not pinned, or no longer.
    Pin {
        /// The conversation.
        conversation: ConversationId,
        /// Whether it does.
        pinned: bool,
    },
    /// Put away into the list of archived ones, or back.
    Archive {
        /// The conversation.
        conversation: ConversationId,
        /// Whether it is put away.
        archived: bool,
    },
    /// An answer ended there that nobody has looked at, or somebody has now.
    Unread {
        /// The conversation.
        conversation: ConversationId,
        /// Whether nobody has.
        unread: bool,
    },
    /// Gone from lists, searches and prompts. `Restore` brings it back for as long as this instance
    /// runs; when it closes, all of it is really removed. Refused while another instance holds it.
    Delete {
        /// The conversation.
        conversation: ConversationId,
    },
    /// Takes `Delete` back.
    Restore {
        /// The conversation.
        conversation: ConversationId,
    },
    /// Left out of what is sent, by hand, or sent again.
    LeaveOut {
        /// The conversation.
        conversation: ConversationId,
        /// The prompt or answer.
        message: MessageId,
        /// Whether it is left out.
        left_out: bool,
    },
    /// What is sent begins with this message; none for all of it.
    StartFrom {
        /// The conversation.
        conversation: ConversationId,
        /// The message.
        message: Option<MessageId>,
    },
    /// The branch through this message is shown from now on, down to the newest message below it.
    Show {
        /// The conversation.
        conversation: ConversationId,
        /// The message.
        message: MessageId,
    },
    /// A sibling of this message is shown from now on, down to the newest message below it.
    ShowSibling {
        /// The conversation.
        conversation: ConversationId,
        /// The message.
        message: MessageId,
        /// The sibling's place among them, from 1 (`Sibling::nth`).
        nth: u32,
    },
    /// The system prompt and parameters a conversation goes on with.
    Settings {
        /// The conversation.
        conversation: ConversationId,
        /// The system prompt, empty for none.
        system: String,
        /// Its own parameters; none for those of the settings.
        parameters: Option<Box<Parameters>>,
    },
    /// A system prompt kept under a name, in the place of one of that name.
    KeepPersona {
        /// The name.
        name: String,
        /// The system prompt.
        text: String,
    },
    /// Removes a persona.
    DropPersona {
        /// The name.
        name: String,
    },
    /// Parameters kept under a name, in the place of those of that name.
    KeepPreset {
        /// The name.
        name: String,
        /// The parameters.
        parameters: Box<Parameters>,
    },
    /// Removes a preset.
    DropPreset {
        /// The name.
        name: String,
    },
    /// How a screen stands, in the place of how it stood.
    KeepView {
        /// The screen's name.
        name: String,
        /// How it stands, JSON.
        state: String,
    },
    /// Names that were seen, to be offered again. Of each sort, and of all, the oldest go.
    Seen {
        /// Whose they are.
        whose: Whose,
        /// The names, the one seen last standing last.
        names: Vec<Name>,
        /// When.
        at: UnixMs,
    },
    /// A model is a favourite, or no longer.
    Favourite {
        /// The model or profile id, as the user chose it.
        model: String,
        /// Whether it is.
        favourite: bool,
    },
}

/// One question to the store.
#[derive(Debug, Clone, PartialEq)]
pub enum Query {
    /// Conversations of one of the two lists, pinned ones first, then by newest change; `limit` of
    /// them after `offset`.
    Conversations {
        /// Which list: those put away, or those that are not.
        archived: bool,
        /// How many to pass over.
        offset: u64,
        /// How many at most.
        limit: u64,
    },
    /// A conversation with the last `limit` messages of the branch it shows, and its draft.
    Open {
        /// The conversation.
        conversation: ConversationId,
        /// How many messages at most.
        limit: u64,
    },
    /// Messages of the same branch before `before`, nearest last, `limit` at most.
    Earlier {
        /// The conversation.
        conversation: ConversationId,
        /// The earliest message already there.
        before: MessageId,
        /// How many messages at most.
        limit: u64,
    },
    /// The draft of the conversation not begun: this instance's own, else the newest that a closed or
    /// killed one left; what is then typed or begun takes its place.
    NewDraft,
    /// The conversation that changed last, archived or not.
    Latest,
    /// A conversation with all its messages, every branch.
    Whole {
        /// The conversation.
        conversation: ConversationId,
    },
    /// The newest prompts of all conversations, each text once.
    Prompts {
        /// How many at most.
        limit: u64,
    },
    /// Personas, presets, favourites, and the models used.
    Shelf,
    /// The names seen of an account in a region.
    Seen(Whose),
    /// Full-text search, newest first, archived conversations included; every word must occur, the last one as a prefix. A later
    /// search of the same asker interrupts an earlier one.
    Search {
        /// What was typed; punctuation means nothing, words beyond the 32nd are not asked for.
        text: String,
        /// How many hits to pass over.
        offset: u64,
        /// How many hits at most.
        limit: u64,
    },
}

/// The answer to a query.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// To `Query::Conversations`.
    Conversations {
        /// The rows.
        rows: Vec<Conversation>,
        /// How many were passed over.
        offset: u64,
        /// How many there are altogether.
        total: u64,
    },
    /// To `Query::Open`.
    Opened(Box<Opened>),
    /// To `Query::Earlier`.
    Earlier {
        /// The conversation.
        conversation: ConversationId,
        /// The messages, oldest first.
        messages: Vec<Message>,
        /// Whether there are still earlier ones.
        more: bool,
    },
    /// To `Query::NewDraft`.
    NewDraft(String),
    /// To `Query::Latest`; none where there is no conversation.
    Latest(Option<Box<Conversation>>),
    /// To `Query::Whole`.
    Whole {
        /// Its row.
        conversation: Box<Conversation>,
        /// All its messages in the order they were begun: a parent stands before what follows it.
        messages: Vec<Message>,
    },
    /// To `Query::Prompts`: newest first.
    Prompts(Vec<String>),
    /// To `Query::Shelf`.
    Shelf(Box<Shelf>),
    /// To `Query::Seen`: the one seen last standing last.
    Seen(Vec<Name>),
    /// To `Query::Search`.
    Hits {
        /// How many were passed over.
        offset: u64,
        /// What was searched.
        text: String,
        /// The hits.
        hits: Vec<Hit>,
        /// Whether there are more.
        more: bool,
    },
}

/// An opened conversation.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// Its row.
    pub conversation: Conversation,
    /// The last messages of the branch shown, oldest first.
    pub messages: Vec<Message>,
    /// Whether there are earlier ones.
    pub more: bool,
    /// Text typed and not sent.
    pub draft: String,
    /// Another running instance holds it: its draft and live answer are not ours to write.
    pub elsewhere: bool,
}

/// One hit of a search.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Where.
    pub conversation: ConversationId,
    /// In which message.
    pub message: MessageId,
    /// The conversation's title.
    pub title: String,
    /// Whether the conversation is archived.
    pub archived: bool,
    /// When the message was begun.
    pub created: UnixMs,
    /// The text around the first match on one line; matches stand between U+E000 and U+E001.
    pub snippet: String,
}

/// What opening the store found and did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Opening {
    /// A damaged database was set aside here, and an empty one begun.
    pub set_aside: Option<PathBuf>,
    /// A copy of the older version, kept before it was migrated.
    pub backup: Option<PathBuf>,
    /// How many answers of instances that died were marked interrupted.
    pub interrupted: u64,
}
