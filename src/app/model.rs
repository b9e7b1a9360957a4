//! The whole state of the program. It has one owner: the loop.
//! Not here: how it changes (update) or looks (ui).

use std::collections::{HashMap, HashSet};

use jiff::tz::TimeZone;

use crate::app::effect::{Now, QuestionId};
use crate::app::keys::command::Command;
use crate::app::keys::keymap::Keymap;
use crate::app::keys::scope::{Needs, Place};
use crate::app::parts::chooser::Chooser;
use crate::app::parts::desk::{Desk, Settings};
use crate::app::parts::excerpt::Copying;
use crate::app::parts::expiry;
use crate::app::parts::form::Form;
use crate::app::parts::notice::{Level, Notices};
use crate::app::screens::chat::inspector::Inspector;
use crate::app::screens::chat::live::Phase;
use crate::app::screens::chat::state::Chat;
use crate::app::screens::conversations::Conversations;
use crate::app::screens::explorer::access::{self, Access};
use crate::app::screens::explorer::detail::Detail as Looked;
use crate::app::screens::explorer::facet::Choice;
use crate::app::screens::explorer::matrix::Matrix;
use crate::app::screens::explorer::state::{Explorer, Order};
use crate::app::screens::overlay::confirm::Question;
use crate::app::screens::overlay::faults::FaultRow;
use crate::app::screens::overlay::find::Find;
use crate::app::screens::overlay::help::Help;
use crate::app::screens::overlay::parameters::Sheet;
use crate::app::screens::overlay::picker::Picker;
use crate::app::screens::overlay::places::Destination;
use crate::app::screens::overlay::rename::Rename;
use crate::app::screens::overlay::request::offered::Offered;
use crate::app::screens::overlay::request::state::{Request, Stage};
use crate::app::screens::overlay::rescue::Rescue;
use crate::app::screens::overlay::search::Search;
use crate::app::screens::overlay::session::Sessions;
use crate::app::screens::overlay::shelf::Shelf;
use crate::app::screens::overlay::system::System;
use crate::app::screens::resources::dialog::Dialog;
use crate::app::screens::resources::state::Resources;
use crate::app::theme::Palette;
use crate::domain::conversation::Conversation;
use crate::domain::id::{ConversationId, MessageId, Mint};
use crate::domain::kinds::BATCH;
use crate::domain::problem::{Kind as Trouble, Problem};
use crate::domain::resource::{Kind, Sort};
use crate::text::sanitise::sanitise_line;

/// What fills the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// The conversations.
    Chat,
    /// The models one explores.
    Models,
    /// The resources of a kind.
    Resources,
}

/// Which pane of the chat screen has the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pane {
    /// Where one types.
    Composer,
    /// The messages.
    Transcript,
    /// The list of conversations.
    Conversations,
    /// What is known of an answer.
    Inspector,
}

/// What lies over the screen.
#[derive(Debug)]
pub enum Overlay {
    /// The keys that work here.
    Help(Help),
    /// Any command.
    Palette(Chooser<Command>),
    /// Every place of the program.
    Places(Chooser<Destination>),
    /// Models and profiles.
    Models(Picker),
    /// What the models one explores are narrowed by.
    Facets(Chooser<Choice>),
    /// What they are sorted by, and which columns are shown.
    Order(Chooser<Order>),
    /// Access to one of them.
    Access(Box<Access>),
    /// One of them in several regions.
    Regions(Box<Matrix>),
    /// AWS profiles and regions.
    Sessions(Sessions),
    /// The simulator's faults.
    Faults(Chooser<FaultRow>),
    /// Full-text search.
    Search(Search),
    /// Words to find in the conversation shown; a line below its messages.
    Find(Find),
    /// A question.
    Confirm(Question),
    /// A path for an answer the store could not keep.
    Rescue(Rescue),
    /// The parameters of the conversation.
    Parameters(Box<Sheet>),
    /// Its system prompt.
    System(Box<System>),
    /// Personas or presets.
    Shelf(Box<Shelf>),
    /// A new title.
    Rename(Rename),
    /// What lies over a list of resources.
    Resource(Box<Dialog>),
    /// A request that is made in a form.
    Request(Box<Request>),
    /// Values for one of its fields.
    Offered(Box<Offered>),
}

/// A conversation that was deleted and can be brought back.
#[derive(Debug, Clone)]
pub struct Deleted {
    /// Its row as it was.
    pub row: Conversation,
    /// The question that deletes it.
    pub asked: QuestionId,
    /// The question that brings it back, where that was asked.
    pub back: Option<QuestionId>,
}

/// How many colours the terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colours {
    /// None wanted (`NO_COLOR`).
    None,
    /// The terminal's own sixteen.
    Sixteen,
    /// All.
    True,
}

/// The state.
#[derive(Debug)]
pub struct Model {
    /// What every screen may look up.
    pub desk: Desk,
    /// Who answers which key.
    pub keymap: Keymap,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The conversations that are open: the one shown, and those an answer arrives in.
    pub chats: HashMap<ConversationId, Chat>,
    /// The one shown.
    pub current: ConversationId,
    /// The list of conversations.
    pub conversations: Conversations,
    /// Whether the list is shown; unset follows the width.
    pub list_shown: Option<bool>,
    /// What is known of an answer.
    pub inspector: Inspector,
    /// What fills the screen.
    pub screen: Screen,
    /// The models one explores.
    pub explorer: Explorer,
    /// What the account holds.
    pub resources: Resources,
    /// Which pane of the chat screen has the focus.
    pub pane: Pane,
    /// What lies over the screen, the top last.
    pub overlays: Vec<Overlay>,
    /// Notices.
    pub notices: Notices,
    /// Answers the store could not keep.
    pub unsaved: Vec<MessageId>,
    /// Those of them that were written to a file.
    pub rescued: Vec<MessageId>,
    /// The saves of ended answers that are on their way, by question.
    pub finishing: HashMap<QuestionId, MessageId>,
    /// Conversations that may go on through another account or region than they remember.
    pub agreed: HashSet<ConversationId>,
    /// The simulator's faults that are on.
    pub faults: Vec<String>,
    /// The themes that can be switched between, the one in use first.
    pub themes: Vec<Palette>,
    /// How many colours the terminal has.
    pub colours: Colours,
    /// Whether the terminal reports the mouse.
    pub mouse: bool,
    /// The time zone times are shown in.
    pub zone: TimeZone,
    /// The question for the draft of the conversation not begun.
    pub asked_draft: Option<QuestionId>,
    /// What is on its way to the clipboard.
    pub copying: Option<Copying>,
    /// Whether the terminal has the focus; it has until it says otherwise.
    pub focused: bool,
    /// The conversation's title and the model by which the window is named.
    pub titled: Option<(String, String)>,
    /// The question for the shelf of personas, presets and models.
    pub asked_shelf: Option<QuestionId>,
    /// It changed here before it was read: it is read when the change is kept.
    pub shelf_unread: bool,
    /// Changes of the shelf that are on their way to the store.
    pub shelving: Vec<QuestionId>,
    /// Conversations deleted since the program began, the last one last.
    pub deleted: Vec<Deleted>,
    /// Prompts of all conversations, newest first; none until they were asked for.
    pub prompts: Option<Vec<String>>,
    /// The words that were looked for last in a conversation; empty where none were.
    pub sought: String,
    /// The question for them.
    pub asked_prompts: Option<QuestionId>,
    /// Requests that were left before they were sent, or while they were.
    pub requests: Vec<Box<Request>>,
    /// Until when a second Ctrl-C quits, in milliseconds of the program's time.
    pub quit_armed: Option<u64>,
}

/// What a model begins with.
#[derive(Debug)]
pub struct Start {
    /// What was set.
    pub settings: Settings,
    /// Who answers which key.
    pub keymap: Keymap,
    /// The themes that can be switched between, the one to begin with first.
    pub themes: Vec<Palette>,
    /// How many colours the terminal has.
    pub colours: Colours,
    /// Whether the terminal reports the mouse.
    pub mouse: bool,
    /// Makes our ids.
    pub mint: Mint,
    /// The simulator's faults that are on already.
    pub faults: Vec<String>,
    /// The time zone times are shown in.
    pub zone: TimeZone,
}

impl Model {
    /// The state of a program that begins now: a conversation not yet begun.
    pub fn new(start: Start, now: Now) -> Self {
        let mut desk = Desk::new(start.settings, start.mint, now);
        let chat = Chat::fresh(&mut desk);
        Self {
            desk,
            keymap: start.keymap,
            size: (80, 24),
            current: chat.id(),
            chats: HashMap::from([(chat.id(), chat)]),
            conversations: Conversations::default(),
            list_shown: None,
            inspector: Inspector::default(),
            screen: Screen::Chat,
            explorer: Explorer::default(),
            resources: Resources::default(),
            pane: Pane::Composer,
            overlays: Vec::new(),
            notices: Notices::default(),
            unsaved: Vec::new(),
            rescued: Vec::new(),
            finishing: HashMap::new(),
            agreed: HashSet::new(),
            faults: start.faults,
            themes: start.themes,
            colours: start.colours,
            mouse: start.mouse,
            zone: start.zone,
            asked_draft: None,
            copying: None,
            focused: true,
            titled: None,
            asked_shelf: None,
            shelf_unread: false,
            shelving: Vec::new(),
            deleted: Vec::new(),
            prompts: None,
            sought: String::new(),
            asked_prompts: None,
            requests: Vec::new(),
            quit_armed: None,
        }
    }

    /// Says something in passing.
    pub fn tell(&mut self, text: &str) {
        self.notices.show(Level::Info, sanitise_line(text).into_owned(), self.desk.now.mono);
    }

    /// Says that something did not go as wished.
    pub fn warn(&mut self, text: &str) {
        self.notices.show(Level::Warning, sanitise_line(text).into_owned(), self.desk.now.mono);
    }

    /// Says that something failed, why, and what to try first.
    pub fn fail(&mut self, problem: &Problem) {
        let mut text = format!("{}: {}", problem.operation, problem.what);
        // Which folder or file it is stands in the reason; so does what is in the way, or refused.
        let told = matches!(problem.kind, Trouble::Store | Trouble::Conflict | Trouble::Validation);
        if told && !problem.why.is_empty() {
            text.truncate(text.trim_end_matches('.').len());
            text.push_str(": ");
            text.push_str(&problem.why);
        }
        if let Some(advice) = problem.hint() {
            text.push_str(" — ");
            text.push_str(&advice);
        }
        self.notices.show(Level::Error, sanitise_line(&text).into_owned(), self.desk.now.mono);
    }

    /// Answers that are neither in the history nor in a file.
    pub fn nowhere(&self) -> impl DoubleEndedIterator<Item = MessageId> {
        self.unsaved.iter().copied().filter(|answer| !self.rescued.contains(answer))
    }

    /// The conversation shown.
    pub fn chat(&self) -> Option<&Chat> {
        self.chats.get(&self.current)
    }

    /// The message selected in the conversation shown, if one is.
    pub fn selected(&self) -> Option<MessageId> {
        self.chat().and_then(Chat::selected)
    }

    /// The form that lies over the screen.
    fn form(&self) -> Option<&Form> {
        match self.overlays.last() {
            Some(Overlay::Parameters(sheet)) => Some(&sheet.form),
            Some(Overlay::Access(access)) if access.stage == access::Stage::Form => {
                Some(&access.form)
            }
            Some(Overlay::Resource(dialog)) => dialog.form(),
            Some(Overlay::Request(request)) => match request.stage {
                Stage::Form => Some(&request.form),
                Stage::Summary(_) | Stage::Sign(..) | Stage::Sending { .. } => None,
            },
            _ => None,
        }
    }

    /// The request that lies over the screen.
    fn request(&self) -> Option<&Request> {
        match self.overlays.last() {
            Some(Overlay::Request(request)) => Some(request),
            _ => None,
        }
    }

    /// The place the next key goes to.
    pub fn place(&self) -> Place {
        match self.overlays.last() {
            Some(Overlay::Help(_)) => Place::Help,
            Some(Overlay::Confirm(_)) => Place::Confirm,
            Some(Overlay::Find(_)) => Place::Find,
            Some(Overlay::Parameters(_)) => Place::Form,
            Some(Overlay::System(_)) => Place::System,
            Some(Overlay::Shelf(_)) => Place::Shelf,
            Some(Overlay::Models(_)) => Place::Models,
            Some(Overlay::Access(access)) => match access.stage {
                access::Stage::Look => Place::Access,
                access::Stage::Form => Place::Form,
                access::Stage::Terms => Place::Terms,
                access::Stage::Withdraw => Place::Picker,
            },
            Some(Overlay::Regions(_)) => Place::Regions,
            Some(Overlay::Resource(dialog)) => dialog.place(),
            Some(Overlay::Request(request)) => match request.stage {
                Stage::Form => Place::Request,
                Stage::Sign(..) => Place::Sign,
                Stage::Summary(_) | Stage::Sending { .. } => Place::Summary,
            },
            Some(_) => Place::Picker,
            None => self.screen_place(),
        }
    }

    /// What the next key would go to if nothing lay over the screen.
    pub fn screen_place(&self) -> Place {
        match self.screen {
            Screen::Resources if self.resources.detail().is_some() => return Place::Detail,
            Screen::Resources => return Place::Board,
            Screen::Models if self.explorer.typing => return Place::Narrowing,
            Screen::Models => return Place::Explorer,
            Screen::Chat => {}
        }
        match self.pane {
            Pane::Composer => Place::Composer,
            Pane::Transcript if self.selected().is_some() => Place::Selection,
            Pane::Transcript => Place::Transcript,
            Pane::Conversations => Place::Conversations,
            Pane::Inspector => Place::Inspector,
        }
    }

    /// The row a command on a conversation means: the selected one where the list has the focus, else
    /// the one shown.
    pub fn listed(&self) -> Option<&Conversation> {
        if self.pane == Pane::Conversations {
            return self.conversations.selected();
        }
        self.chat().filter(|chat| chat.begun).map(|chat| &chat.conversation)
    }

    /// Where we are.
    pub fn destination(&self) -> Destination {
        match self.screen {
            Screen::Chat => Destination::Chat,
            Screen::Models => Destination::Models,
            Screen::Resources => Destination::Kind(self.resources.kind()),
        }
    }

    /// Whether what a command needs is so.
    pub fn holds(&self, needs: Needs) -> bool {
        let chat = self.chat();
        let streams = chat.is_some_and(|chat| chat.live.is_some());
        match needs {
            Needs::Nothing => true,
            Needs::Stream => streams && self.screen == Screen::Chat,
            Needs::Failure => !streams && chat.is_some_and(Chat::can_retry),
            Needs::Answered => !streams && chat.is_some_and(|chat| !chat.transcript.is_empty()),
            Needs::Cut => !streams && chat.is_some_and(Chat::can_go_on),
            Needs::Versions => !streams && chat.is_some_and(|chat| chat.versions(None).is_some()),
            Needs::Begun => self.listed().is_some(),
            Needs::Deleted => self.deleted.iter().any(|deleted| deleted.back.is_none()),
            Needs::Unsaved => self.nowhere().next().is_some(),
            Needs::Messages => chat.is_some_and(|chat| !chat.transcript.is_empty()),
            Needs::Reasoning => chat.is_some_and(Chat::has_folds),
            Needs::WayBack => {
                let edits = chat.is_some_and(|chat| chat.editing.is_some());
                self.screen != Screen::Chat
                    || !self.overlays.is_empty()
                    || self.pane != Pane::Composer
                    || edits
                    || streams
            }
            Needs::Board => self.screen != Screen::Chat,
            Needs::Explorer => self.screen == Screen::Models,
            Needs::Explored => self.screen == Screen::Models && self.explorer.entry().is_some(),
            Needs::Alternative => {
                matches!(self.overlays.last(), Some(Overlay::Access(access)) if access.has_others())
            }
            Needs::Looked => match self.screen {
                Screen::Models => self.explorer.detail().is_some(),
                _ => self.holds(Needs::Whole),
            },
            Needs::Whole => self.screen == Screen::Resources && self.resources.detail().is_some(),
            Needs::Changeable => self.holds(Needs::Explored) && !self.desk.read_only(),
            Needs::Rows => self.screen == Screen::Resources && self.resources.board().is_some(),
            Needs::Batch => self.screen == Screen::Resources && self.resources.kind() == &BATCH,
            Needs::Subject => self.screen == Screen::Resources && self.resources.has_subject(),
            Needs::Arn => self.on_kind(|kind| !kind.row.id.is_empty()),
            Needs::Invoked => self.on_kind(|kind| kind.invoked.is_some()),
            Needs::Moves => self.on_kind(|kind| !kind.moving.is_empty()),
            Needs::Tagged => self.on_kind(|kind| kind.tags),
            Needs::Retags => self.may_write(),
            Needs::Stops => self.takes(Sort::Stop),
            Needs::Deletes => self.takes(Sort::Delete),
            Needs::Creates => self.can(Sort::Create),
            Needs::Changes => self.takes(Sort::Update),
            Needs::Element
            | Needs::Collection
            | Needs::Offers
            | Needs::Touched
            | Needs::Reviewed => self.request().is_some_and(|request| in_form(request, needs)),
            Needs::Demo => self.desk.settings.simulator,
            Needs::Login => self.wants_login(),
            Needs::Choices => self.form().is_some_and(Form::has_choices),
            Needs::Link => self.form().is_some_and(Form::has_link),
        }
    }

    /// Whether a command does something for what is selected on the screen. A key that does not is
    /// still heard, and says why.
    pub fn works(&self, command: Command) -> bool {
        match self.screen {
            _ if !self.overlays.is_empty() => true,
            Screen::Resources => self.resources.works(command, &self.desk),
            Screen::Models => self.explorer.works(command),
            Screen::Chat => true,
        }
    }

    /// Whether the kind shown has an action of this sort that may be taken.
    fn can(&self, sort: Sort) -> bool {
        let board = self.screen == Screen::Resources && !self.desk.read_only();
        board && self.resources.kind().action(sort).is_some()
    }

    /// Whether something is meant whose kind has an action of this sort that may be taken.
    fn takes(&self, sort: Sort) -> bool {
        self.may_write() && self.on_kind(|kind| kind.action(sort).is_some())
    }

    /// Whether something of a kind is meant of which this is so.
    fn on_kind(&self, is: impl Fn(&Kind) -> bool) -> bool {
        let resources = &self.resources;
        let meant = self.screen == Screen::Resources && resources.has_subject();
        meant && resources.subject_kind().is_some_and(is)
    }

    /// Whether what changes the account is not refused here.
    fn may_write(&self) -> bool {
        !self.desk.read_only()
    }

    /// Whether a login could help: credentials are missing or spent.
    fn wants_login(&self) -> bool {
        let spent =
            |problem: &Problem| matches!(problem.kind, Trouble::Expired | Trouble::NoCredentials);
        let failed = self.chat().and_then(Chat::failure);
        let over = self.desk.expires().is_some_and(|end| end <= self.desk.now.unix);
        !self.desk.settings.simulator
            && (over
                || self.desk.session_problem.as_ref().is_some_and(spent)
                || failed.is_some_and(spent))
    }

    /// When something is due next, in milliseconds of the program's time; none lets it sleep.
    pub fn pulse(&self) -> Option<u64> {
        let chats = self.chats.values().filter_map(Chat::next_due).min();
        let access = self.overlays.iter().filter_map(|overlay| match overlay {
            Overlay::Access(access) => access.next_due(),
            _ => None,
        });
        let looked_at = self.explorer.details.iter().filter_map(Looked::next_due);
        let access = access.chain(looked_at);
        let shown = self.chat().and_then(|chat| chat.live.as_ref()).and_then(|live| {
            // The seconds of a wait are counted on the screen; an answer that arrives redraws
            // the screen by itself.
            let now = self.desk.now.mono;
            match live.phase {
                Phase::Streaming if self.inspector.shown => Some(next_second(live.began, now)),
                Phase::Streaming => None,
                Phase::Waiting { until, .. } if until > now => Some(next_count(until, now)),
                Phase::Waiting { .. } | Phase::Saving(..) | Phase::Sent | Phase::Accepted => {
                    Some(next_second(live.began, now))
                }
            }
        });
        let now = self.desk.now;
        let expiry = self.desk.expires().and_then(|end| expiry::changes_in(end, now.unix));
        let expiry = expiry.map(|left| now.mono + left);
        let sent = self.request().and_then(|request| match request.stage {
            Stage::Sending { since, .. } => Some(next_second(since, now.mono)),
            Stage::Form | Stage::Summary(_) | Stage::Sign(..) => None,
        });
        let watched = self.resources.watches.next();
        let others = [sent, self.notices.next_expiry(), self.quit_armed, expiry, watched];
        [chats, shown].into_iter().chain(others).flatten().chain(access).min()
    }
}

/// Whether what a command needs of a request is so.
fn in_form(request: &Request, needs: Needs) -> bool {
    match needs {
        Needs::Element => request.has_element(),
        Needs::Collection => request.has_collection(),
        Needs::Offers => request.source().is_some(),
        Needs::Touched => request.is_touched(),
        Needs::Reviewed => matches!(request.stage, Stage::Summary(_)),
        _ => false,
    }
}

/// When one second less is left until `until`.
fn next_count(until: u64, now: u64) -> u64 {
    until - (until - now).saturating_sub(1) / 1_000 * 1_000
}

/// The next full second since `began`.
fn next_second(began: u64, now: u64) -> u64 {
    began + (now.saturating_sub(began) / 1_000 + 1) * 1_000
}
