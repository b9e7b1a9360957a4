//! What the program does in the world: each effect becomes a save, a look-up or a task.
//! Not here: the screen and the terminal (run).

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::runtime::Handle;
use tokio::sync::mpsc::Sender;
use tokio::task::AbortHandle;
use tokio_util::sync::CancellationToken;

use crate::app::effect::{Effect, QuestionId, Reply};
use crate::aws::client::Client;
use crate::aws::profiles;
use crate::aws::sink::Wrapping;
use crate::domain::ask::Ask;
use crate::domain::conversation::UnixMs;
use crate::domain::id::StreamId;
use crate::domain::operation::Call;
use crate::domain::price::Table;
use crate::domain::session::Wanted;

use super::browser;
use super::highlighting::Highlighting;
use super::keeper::Keeper;
use super::priority::stand_back;
use super::records;

/// Switches the simulator's faults, where there is one; gives what is switched on then.
pub type FaultSwitch = Box<dyn Fn(&[String]) -> Result<Vec<String>, String> + Send>;

/// What the hands work with.
pub struct Tools {
    /// Where tasks run.
    pub tasks: Handle,
    /// Where answers go.
    pub replies: Sender<Reply>,
    /// The store's folder.
    pub folder: PathBuf,
    /// Whom to be in AWS.
    pub wanted: Wanted,
    /// Prices given in the configuration.
    pub prices: Box<dyn FnOnce() -> Table + Send>,
    /// The simulator's faults.
    pub faults: Option<FaultSwitch>,
}

/// The hands.
pub struct Hands {
    tasks: Handle,
    replies: Sender<Reply>,
    keeper: Keeper,
    highlighting: Option<Highlighting>,
    client: Client,
    /// Tells who we are, and again whenever that changes; of the client in use.
    introduction: AbortHandle,
    streams: HashMap<StreamId, CancellationToken>,
    faults: Option<FaultSwitch>,
}

/// Finds out which credentials are in use, then whose they are, and again whenever they were
/// renewed.
fn introduce(
    tasks: &Handle,
    question: QuestionId,
    client: Client,
    replies: Sender<Reply>,
) -> AbortHandle {
    let task = tasks.spawn(async move {
        loop {
            let found = client.session().await;
            let known = found.as_ref().ok().cloned();
            if replies.send(Reply::Session(question, found)).await.is_err() {
                return;
            }
            // The identity is a courtesy: without it the session is still usable.
            if let (Some(mut session), Ok((account, arn))) =
                (known.clone(), client.identity().await)
            {
                session.account = Some(account);
                session.identity = Some(arn);
                if replies.send(Reply::Session(question, Ok(session))).await.is_err() {
                    return;
                }
            }
            client.renewed(known.as_ref()).await;
        }
    });
    task.abort_handle()
}

impl Hands {
    /// Opens the store and begins to find out who we are; nothing is waited for.
    pub fn start(tools: Tools, now: UnixMs) -> std::io::Result<Self> {
        let Tools { tasks, replies, folder, wanted, prices, faults } = tools;
        let keeper = Keeper::start(folder, now, replies.clone())?;
        let client = Client::connect(wanted);
        let introduction = introduce(&tasks, QuestionId(0), client.clone(), replies.clone());
        let hands = Self {
            tasks,
            replies,
            keeper,
            highlighting: None,
            client,
            introduction,
            streams: HashMap::new(),
            faults,
        };
        // A thread that ends: one of tokio's blocking pool would wake up ten seconds later to do so.
        let replies = hands.replies.clone();
        std::thread::Builder::new().name("prices".into()).spawn(move || {
            // The list of conversations is waited for; prices are not yet.
            stand_back(15);
            let _ = replies.blocking_send(Reply::Prices(Arc::new(prices())));
        })?;
        Ok(hands)
    }

    /// Is another from now on. Streams keep the client they began with.
    fn switch(&mut self, question: QuestionId, profile: Option<String>, region: Option<String>) {
        self.introduction.abort();
        self.client = self.client.switched(profile, region);
        let (client, replies) = self.world();
        self.introduction = introduce(&self.tasks, question, client, replies);
    }

    fn list_profiles(&self, question: QuestionId) {
        let replies = self.replies.clone();
        self.tasks.spawn(async move {
            let _ = replies.send(Reply::Profiles(question, profiles::profiles().await)).await;
        });
    }

    fn find_login(&self, question: QuestionId) {
        let (client, replies) = self.world();
        self.tasks.spawn(async move {
            let found = profiles::login(client.wanted()).await;
            let _ = replies.send(Reply::Login(question, found)).await;
        });
    }

    /// Passes on an answer of who owns the terminal, in its turn among all others.
    pub fn hand_in(&self, reply: Reply) {
        let replies = self.replies.clone();
        self.tasks.spawn(async move {
            let _ = replies.send(reply).await;
        });
    }

    fn world(&self) -> (Client, Sender<Reply>) {
        (self.client.clone(), self.replies.clone())
    }

    /// Does what can be done without the terminal; gives back what needs it.
    pub fn perform(&mut self, effect: Effect) -> Option<Effect> {
        match effect {
            Effect::Save(question, save) => self.keeper.save(question, save),
            Effect::Find(question, lane, query) => self.keeper.find(question, lane, query),
            Effect::Converse(stream, ask) => self.converse(stream, *ask),
            Effect::Cancel(stream) => {
                if let Some(cancel) = self.streams.remove(&stream) {
                    cancel.cancel();
                }
            }
            Effect::ListModels(question) => self.list_models(question),
            Effect::SwitchSession(question, profile, region) => {
                self.switch(question, profile, region);
            }
            Effect::ListProfiles(question) => self.list_profiles(question),
            Effect::FindLogin(question) => self.find_login(question),
            Effect::Operate(question, call) => self.operate(question, *call),
            Effect::CountTokens(question, ask) => self.count_tokens(question, *ask),
            Effect::Highlight(message, request) => {
                if self.highlighting.is_none() {
                    self.highlighting = Highlighting::start(self.replies.clone()).ok();
                }
                if let Some(highlighting) = &self.highlighting {
                    highlighting.ask(message, request);
                }
            }
            Effect::SetFaults(faults) => self.set_faults(&faults),
            Effect::CheckRecords(question, file, model, converse) => {
                self.check_records(question, file, model, converse);
            }
            Effect::ReadOutput(question, file, retry) => self.read_output(question, file, retry),
            Effect::WriteFile(path, text) => self.write(path, text),
            Effect::Browse(address) => self.browse(address),
            other @ (Effect::LogIn(_)
            | Effect::EditText(_)
            | Effect::CaptureMouse(_)
            | Effect::Copy(..)
            | Effect::Notify(_)
            | Effect::Title(_)
            | Effect::Redraw
            | Effect::Suspend
            | Effect::Quit) => return Some(other),
        }
        None
    }

    fn converse(&mut self, stream: StreamId, ask: Ask) {
        self.streams.retain(|_, cancel| !cancel.is_cancelled());
        let cancel = CancellationToken::new();
        self.streams.insert(stream, cancel.clone());
        let (client, replies) = self.world();
        self.tasks.spawn(async move {
            let sink =
                Wrapping { sender: replies, wrap: move |chunk| Reply::Streamed(stream, chunk) };
            client.converse(ask, sink, cancel).await;
        });
    }

    fn list_models(&self, question: QuestionId) {
        let (client, replies) = self.world();
        self.tasks.spawn(async move {
            let listed = client.catalog().await;
            let listed = listed.map(|listing| (listing.catalog, listing.gaps));
            let _ = replies.send(Reply::Models(question, listed)).await;
        });
    }

    fn operate(&self, question: QuestionId, call: Call) {
        let (client, replies) = self.world();
        self.tasks.spawn(async move {
            let answered = client.operate(&call).await.map(Box::new);
            let _ = replies.send(Reply::Operated(question, answered)).await;
        });
    }

    fn count_tokens(&self, question: QuestionId, ask: Ask) {
        let (client, replies) = self.world();
        self.tasks.spawn(async move {
            let counted = client.count_tokens(&ask).await;
            let _ = replies.send(Reply::Tokens(question, counted)).await;
        });
    }

    fn set_faults(&self, faults: &[String]) {
        let result = match &self.faults {
            Some(switch) => switch(faults),
            None => Err("No simulator runs in this program; start it with --demo.".into()),
        };
        let replies = self.replies.clone();
        self.tasks.spawn(async move {
            let _ = replies.send(Reply::Faults(result)).await;
        });
    }

    fn browse(&self, address: String) {
        let replies = self.replies.clone();
        self.tasks.spawn(async move {
            let result = browser::open(&address).await;
            let _ = replies.send(Reply::Browsed(address, result)).await;
        });
    }

    fn check_records(&self, question: QuestionId, file: PathBuf, model: String, converse: bool) {
        let replies = self.replies.clone();
        self.tasks.spawn_blocking(move || {
            let found = records::check(&file, &model, converse).map(Box::new);
            let _ = replies.blocking_send(Reply::RecordsChecked(question, found));
        });
    }

    fn read_output(&self, question: QuestionId, file: PathBuf, retry: Option<(PathBuf, bool)>) {
        let replies = self.replies.clone();
        self.tasks.spawn_blocking(move || {
            let (to, over) = retry.unzip();
            let read = records::failed(&file, to.as_deref(), over.unwrap_or(false)).map(Box::new);
            let _ = replies.blocking_send(Reply::OutputRead(question, read));
        });
    }

    fn write(&self, path: PathBuf, text: String) {
        let replies = self.replies.clone();
        self.tasks.spawn(async move {
            let open = tokio::fs::OpenOptions::new().write(true).create_new(true).open(&path).await;
            let result = match open {
                Ok(mut file) => {
                    use tokio::io::AsyncWriteExt as _;
                    match file.write_all(text.as_bytes()).await {
                        Ok(()) => file.sync_all().await,
                        Err(error) => Err(error),
                    }
                }
                Err(error) => Err(error),
            };
            let result = result.map_err(|error| error.to_string());
            let _ = replies.send(Reply::Wrote(path, result)).await;
        });
    }

    /// Stops all streams and waits until all that was asked to be saved is on disk.
    pub fn finish(self) {
        for cancel in self.streams.values() {
            cancel.cancel();
        }
        self.introduction.abort();
        self.keeper.finish();
    }
}
