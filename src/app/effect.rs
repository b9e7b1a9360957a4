//! The border on one page: all we can ask of the world (`Effect`) and all it can answer (`Reply`).
//! Not here: who decides (update) or who does (the runtime).

use std::path::PathBuf;
use std::sync::Arc;

use crate::domain::archive::{Found, Opening, Query, Save};
use crate::domain::ask::{Ask, Chunk};
use crate::domain::catalog::Catalog;
use crate::domain::clipboard::Way;
use crate::domain::id::{MessageId, StreamId};
use crate::domain::operation::{Answer, Call};
use crate::domain::outcome::Outcome;
use crate::domain::price::Table;
use crate::domain::problem::Problem;
use crate::domain::records::Report;
use crate::domain::session::{Profile, Session};
use crate::text::highlight::{HighlightOutcome, HighlightRequest};

/// Names one question, so that an answer nobody waits for any more can be told and dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuestionId(pub u64);

/// Which store connection a query goes to, so that typing in the search never waits for a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// Opening and listing; answered in order.
    Open,
    /// Search as you type; a newer query interrupts an older one.
    Search,
}

/// Something asked of the world.
#[derive(Debug)]
pub enum Effect {
    /// Change what is kept.
    Save(QuestionId, Box<Save>),
    /// Look something up in what is kept.
    Find(QuestionId, Lane, Query),
    /// Ask a model; chunks come as `Reply::Streamed`.
    Converse(StreamId, Box<Ask>),
    /// Stop a stream. Nothing more of it is wanted.
    Cancel(StreamId),
    /// List what the account can invoke.
    ListModels(QuestionId),
    /// Be another from now on: this profile and this region, where given. Streams go on as they began.
    SwitchSession(QuestionId, Option<String>, Option<String>),
    /// List the profiles of the AWS files.
    ListProfiles(QuestionId),
    /// Find out which command logs in to what is in use.
    FindLogin(QuestionId),
    /// Give the terminal to the command that logs in.
    LogIn(Vec<String>),
    /// Let the user's own editor change a text.
    EditText(String),
    /// Call an operation that answers whole.
    Operate(QuestionId, Box<Call>),
    /// Count the tokens of an ask (API: `CountTokens`).
    CountTokens(QuestionId, Box<Ask>),
    /// Find the roles of new code lines; the message says whose document it is.
    Highlight(MessageId, HighlightRequest),
    /// Switch the simulator's faults to exactly these.
    SetFaults(Vec<String>),
    /// Check an input file of batch inference for the model with this id or ARN: as bodies of
    /// InvokeModel, or as requests of Converse.
    CheckRecords(QuestionId, PathBuf, String, bool),
    /// Read which records of an output file of batch inference failed; write those that can be sent
    /// again to a file, where one is named: over one that is there, or only where there is none.
    ReadOutput(QuestionId, PathBuf, Option<(PathBuf, bool)>),
    /// Write a text to a new file.
    WriteFile(PathBuf, String),
    /// Put a text into the clipboard.
    Copy(QuestionId, String),
    /// Let the terminal report the mouse, or keep it for its own selection.
    CaptureMouse(bool),
    /// Name the terminal's window.
    Title(String),
    /// Show an address in the user's web browser.
    Browse(String),
    /// Call for attention: something happened while the terminal had not the focus.
    Notify(String),
    /// Draw everything anew.
    Redraw,
    /// Go to the background (Ctrl-Z).
    Suspend,
    /// Leave.
    Quit,
}

/// Something the world answers.
#[derive(Debug)]
pub enum Reply {
    /// The store was opened, or could not be.
    StoreOpened(Result<Opening, Problem>),
    /// To `Effect::Save`.
    Saved(QuestionId, Result<(), Problem>),
    /// To `Effect::Find`.
    Found(QuestionId, Result<Found, Problem>),
    /// An event of a stream.
    Streamed(StreamId, Chunk),
    /// The credentials were resolved, or could not be; again when they were renewed. Names the
    /// switch it follows; 0 is the begin of the program.
    Session(QuestionId, Result<Session, Problem>),
    /// To `Effect::ListProfiles`.
    Profiles(QuestionId, Result<Vec<Profile>, Problem>),
    /// To `Effect::FindLogin`: a program and its arguments.
    Login(QuestionId, Result<Vec<String>, Problem>),
    /// To `Effect::LogIn`: whether it went well, or why it could not be run.
    LoggedIn(Vec<String>, Result<bool, String>),
    /// To `Effect::EditText`: the text as it was left, none where the editor said to forget it, or why
    /// it could not be run.
    Edited(Result<Option<String>, String>),
    /// To `Effect::ListModels`: what was listed, and what of it could not be.
    Models(QuestionId, Result<(Catalog, Vec<Problem>), Problem>),
    /// To `Effect::Operate`.
    Operated(QuestionId, Result<Box<Answer>, Problem>),
    /// To `Effect::CountTokens`.
    Tokens(QuestionId, Result<u64, Problem>),
    /// To `Effect::Highlight`.
    Highlighted(MessageId, HighlightOutcome),
    /// Prices and limits are at hand.
    Prices(Arc<Table>),
    /// To `Effect::SetFaults`: what is switched on now.
    Faults(Result<Vec<String>, String>),
    /// To `Effect::Copy`: which way it went, or why it could not.
    Copied(QuestionId, Result<Way, String>),
    /// To `Effect::Browse`: the address, and why it could not be shown.
    Browsed(String, Result<(), String>),
    /// To `Effect::CheckRecords`.
    RecordsChecked(QuestionId, Result<Box<Report>, Problem>),
    /// To `Effect::ReadOutput`.
    OutputRead(QuestionId, Result<Box<Outcome>, Problem>),
    /// To `Effect::WriteFile`.
    Wrote(PathBuf, Result<(), String>),
}

/// What moves the program: an input or a reply.
#[derive(Debug)]
pub enum Msg {
    /// A key went down.
    Key(super::keys::key::Key),
    /// Text was pasted.
    Paste(String),
    /// The terminal has this many columns and rows now.
    Resize(u16, u16),
    /// The mouse did something.
    Mouse(Mouse),
    /// The terminal gained or lost the focus.
    Focus(bool),
    /// The world answered.
    Reply(Reply),
    /// The time `Model::pulse` asked for has come.
    Wake,
}

/// What the mouse did, and where (column, row).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mouse {
    /// The left button went down.
    Click(u16, u16),
    /// The wheel turned away from the hand.
    WheelUp(u16, u16),
    /// The wheel turned towards the hand.
    WheelDown(u16, u16),
}

/// The time an update happens at; taken from the runtime's clock, never read here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Now {
    /// Milliseconds since the program began.
    pub mono: u64,
    /// Milliseconds since the Unix epoch.
    pub unix: i64,
}
