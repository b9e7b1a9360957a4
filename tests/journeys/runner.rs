//! The program of a journey: the loop with all its real parts, driven by keys.
//! Not here: the terminal it writes to (glass).

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use futures_util::stream::{self, BoxStream, StreamExt as _};
use outcrop::app::effect::{Now, QuestionId, Reply};
use outcrop::app::keys::key::{Code, Key};
use outcrop::app::keys::keymap::Keymap;
use outcrop::app::model::{Colours, Model, Start};
use outcrop::app::parts::desk::Settings;
use outcrop::app::theme::Palette;
use outcrop::domain::clipboard::Way;
use outcrop::domain::price::Table;
use outcrop::domain::session::{Timeouts, Wanted};
use outcrop::runtime::backend::Painter;
use outcrop::runtime::hands::{FaultSwitch, Hands, Tools};
use outcrop::runtime::run::{Clock, Stage, World, run};
use outcrop::simulator::fault::Fault;
use outcrop::simulator::script::Script;
use ratatui::layout::Size;
use ratatui::{Terminal, TerminalOptions, Viewport};
use tokio::sync::mpsc::{self, UnboundedSender};
use tokio_util::sync::CancellationToken;

use super::bedrock::Bedrock;
use super::glass::{Glass, PATIENCE};

/// A model that answers at once and does not reason.
pub(crate) const MODEL: &str = "amazon.nova-pro-v1:0";

/// What the loop runs on in a journey.
type Program = World<Painter<Glass>, BoxStream<'static, io::Result<Event>>, Stay>;

/// What a program begins with.
pub(crate) struct Setup {
    pub(crate) folder: PathBuf,
    pub(crate) size: (u16, u16),
    pub(crate) settings: Settings,
    pub(crate) wanted: Wanted,
    faults: Script,
}

impl Setup {
    /// A program on this folder, with this simulator, on a wide screen.
    pub(crate) fn new(folder: &Path, bedrock: &Bedrock) -> Self {
        Self {
            folder: folder.to_owned(),
            size: (140, 40),
            settings: Settings {
                model: MODEL.into(),
                simulator: true,
                rescue_folder: folder.to_owned(),
                ..Settings::default()
            },
            wanted: Wanted {
                endpoint: Some(bedrock.url.clone()),
                simulator: true,
                attempts: 1,
                timeouts: Timeouts { connect: PATIENCE, first_byte: PATIENCE, idle: PATIENCE },
                ..Wanted::default()
            },
            faults: bedrock.script.clone(),
        }
    }

    /// The same with the AWS settings of the environment instead of the simulator's own.
    pub(crate) fn real(mut self) -> Self {
        self.settings.simulator = false;
        self.wanted.simulator = false;
        self
    }

    /// Starts it and waits until it can be typed in.
    pub(crate) fn start(self) -> Runner {
        let runner = self.spawn();
        runner.wait_for("SIMULATOR");
        runner
    }

    /// Starts it and waits for nothing.
    pub(crate) fn spawn(self) -> Runner {
        let glass = Glass::new(self.size);
        let (keys, input) = mpsc::unbounded_channel();
        let shutdown = CancellationToken::new();
        let token = shutdown.clone();
        let screen = glass.clone();
        let user = User::default();
        let there = user.clone();
        let thread = std::thread::spawn(move || {
            let leaving = Leaving(screen.clone());
            let tasks = tokio::runtime::Builder::new_multi_thread()
                .worker_threads(2)
                .enable_all()
                .build()
                .unwrap();
            let (world, mut model) = self.world(&tasks, screen, input, token, there);
            let result = tasks.block_on(run(world, &mut model));
            leaving.0.leave(result.map_err(|error| error.to_string()));
            model
        });
        Runner { glass, keys, shutdown, user, thread: Some(thread) }
    }

    fn world(
        self,
        tasks: &tokio::runtime::Runtime,
        glass: Glass,
        input: mpsc::UnboundedReceiver<Event>,
        shutdown: CancellationToken,
        user: User,
    ) -> (Program, Model) {
        let unix_ms = jiff::Timestamp::now().as_millisecond();
        let (width, height) = self.size;
        let painter = Painter::new(glass, Size { width, height });
        let options = TerminalOptions { viewport: Viewport::Fullscreen };
        let (sender, replies) = mpsc::channel(1_024);
        let tools = Tools {
            tasks: tasks.handle().clone(),
            replies: sender.clone(),
            folder: self.folder,
            wanted: self.wanted,
            prices: Box::new(Table::embedded),
            faults: Some(switch(self.faults)),
        };
        let start = Start {
            settings: self.settings,
            keymap: Keymap::new(&[]).unwrap(),
            themes: vec![Palette::dark(), Palette::light()],
            colours: Colours::True,
            mouse: true,
            mint: outcrop::commands::moment::mint(),
            faults: Vec::new(),
            zone: jiff::tz::TimeZone::UTC,
        };
        let input = stream::unfold(input, |mut input| async {
            // A terminal that says nothing more is silent, not gone.
            match input.recv().await {
                Some(event) => Some((Ok(event), input)),
                None => std::future::pending().await,
            }
        });
        let world = World {
            terminal: Terminal::with_options(painter, options).unwrap(),
            input: input.boxed(),
            stage: Stay { user, replies: sender },
            hands: Hands::start(tools, unix_ms).unwrap(),
            replies,
            clock: Clock::new(unix_ms),
            shutdown,
        };
        (world, Model::new(start, Now { mono: 0, unix: unix_ms }))
    }
}

fn switch(script: Script) -> FaultSwitch {
    Box::new(move |wanted| {
        let parsed: Result<Vec<Fault>, _> = wanted.iter().map(|text| text.parse()).collect();
        script.faults.replace(parsed.map_err(|error| error.to_string())?);
        Ok(script.faults.list().iter().map(ToString::to_string).collect())
    })
}

/// Says that the program has left, even by a panic.
struct Leaving(Glass);

impl Drop for Leaving {
    fn drop(&mut self) {
        self.0.leave(Err("a panic".into()));
    }
}

/// What the user has beside the terminal. Clones share it.
#[derive(Clone, Default)]
struct User {
    /// What was copied so far.
    copied: Arc<Mutex<Vec<String>>>,
    /// What the editor leaves of the next text it is given.
    written: Arc<Mutex<Option<String>>>,
}

/// A terminal nobody suspends.
struct Stay {
    user: User,
    replies: mpsc::Sender<Reply>,
}

impl Stage for Stay {
    fn capture_mouse(&mut self, _: bool) -> io::Result<()> {
        Ok(())
    }

    fn suspend(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn set_title(&mut self, _: &str) -> io::Result<()> {
        Ok(())
    }

    fn notify(&mut self, _: &str) -> io::Result<()> {
        Ok(())
    }

    fn copy(&mut self, question: QuestionId, text: String) {
        self.user.copied.lock().unwrap().push(text);
        self.replies.try_send(Reply::Copied(question, Ok(Way::Native))).unwrap();
    }

    fn lend(&mut self, command: &[String]) -> io::Result<Result<bool, String>> {
        Ok(Err(format!("nobody lends a terminal to {}", command.join(" "))))
    }

    fn edit(&mut self, text: &str) -> io::Result<Result<Option<String>, String>> {
        let written = self.user.written.lock().unwrap().take();
        Ok(Ok(Some(written.unwrap_or_else(|| format!("{text}, edited")))))
    }
}

/// A running program.
pub(crate) struct Runner {
    pub(crate) glass: Glass,
    keys: UnboundedSender<Event>,
    shutdown: CancellationToken,
    user: User,
    thread: Option<JoinHandle<Model>>,
}

impl Runner {
    /// What was copied so far.
    pub(crate) fn copied(&self) -> Vec<String> {
        self.user.copied.lock().unwrap().clone()
    }

    /// What the user's own editor leaves of the next text it is given.
    pub(crate) fn will_write(&self, text: &str) {
        *self.user.written.lock().unwrap() = Some(text.to_owned());
    }

    /// Types letters; nothing is waited for.
    pub(crate) fn type_text(&self, text: &str) {
        for letter in text.chars() {
            self.send(Event::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE)));
        }
    }

    /// Presses a key, written as in the configuration.
    pub(crate) fn press(&self, key: &str) {
        self.send(Event::Key(event(key)));
    }

    pub(crate) fn paste(&self, text: &str) {
        self.send(Event::Paste(text.to_owned()));
    }

    pub(crate) fn resize(&self, size: (u16, u16)) {
        self.glass.resize(size);
        self.send(Event::Resize(size.0, size.1));
    }

    pub(crate) fn send(&self, event: Event) {
        self.keys.send(event).unwrap();
    }

    /// Types a prompt, waits until it stands there, and sends it.
    pub(crate) fn ask(&self, prompt: &str) {
        self.type_text(prompt);
        self.wait_for(prompt);
        self.press("enter");
    }

    /// Sends a prompt and waits until its answer has ended well.
    pub(crate) fn ask_and_wait(&self, prompt: &str) -> String {
        let before = ending(&self.screen());
        self.ask(prompt);
        self.wait("end of the answer", |screen| {
            let now = ending(screen);
            !is_busy(screen) && now.is_some() && now != before
        })
    }

    /// Goes to a conversation not yet begun.
    pub(crate) fn begin_another(&self) {
        self.press("ctrl-n");
        self.wait_for("see the keys");
    }

    pub(crate) fn screen(&self) -> String {
        self.glass.text()
    }

    pub(crate) fn wait_for(&self, text: &str) -> String {
        self.glass.wait(&format!("{text:?}"), |screen| screen.contains(text))
    }

    /// Goes to a place by these letters.
    pub(crate) fn go_to(&self, words: &str) {
        self.press("f2");
        self.wait_for("Go to");
        self.type_text(words);
        self.press("enter");
    }

    /// Goes to the resources of a kind by these letters, and waits until its list is there.
    pub(crate) fn go_to_list(&self, words: &str, title: &str) {
        self.go_to(words);
        let shown = format!("{title} · us-east-1");
        self.wait(title, |screen| {
            screen.contains(&shown) && !screen.contains("Go to") && !screen.contains("oading…")
        });
    }

    pub(crate) fn wait_gone(&self, text: &str) -> String {
        self.glass.wait(&format!("screen without {text:?}"), |screen| !screen.contains(text))
    }

    /// Waits until the list counts so many conversations.
    pub(crate) fn wait_for_list(&self, count: usize) -> String {
        let count = count.to_string();
        self.glass.wait(&format!("list of {count}"), |screen| {
            let title = screen.lines().next().and_then(|line| line.split('│').next());
            title.is_some_and(|title| title.trim_end().ends_with(&count))
        })
    }

    pub(crate) fn wait(&self, what: &str, is_so: impl Fn(&str) -> bool) -> String {
        self.glass.wait(what, is_so)
    }

    /// Waits until nothing was drawn for so long.
    pub(crate) fn wait_quiet(&self, quiet: Duration) -> u64 {
        self.glass.wait_quiet(quiet)
    }

    /// Quits by the key, and by yes where it asks.
    pub(crate) fn quit(self) -> Model {
        self.press("ctrl-q");
        // Where nothing is asked it may have left already.
        let _ = self.keys.send(Event::Key(event("y")));
        self.end()
    }

    /// Ends it as a signal does.
    pub(crate) fn terminate(self) -> Model {
        self.shutdown.cancel();
        self.end()
    }

    /// Waits until it has left by itself.
    pub(crate) fn end(mut self) -> Model {
        self.thread.take().unwrap().join().unwrap()
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        self.shutdown.cancel();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Whether an answer of the conversation shown is on its way.
pub(crate) fn is_busy(screen: &str) -> bool {
    ["receiving…", "waiting for the first token", "sent…", "keeping the prompt…", "esc stops"]
        .iter()
        .any(|words| screen.contains(words))
}

/// The transcript's words, wherever they were wrapped.
pub(crate) fn flat(screen: &str) -> String {
    let words: Vec<&str> = screen
        .lines()
        .map(|line| line.rsplit('│').next().unwrap_or(line))
        .flat_map(str::split_whitespace)
        .collect();
    words.join(" ")
}

/// The figures under the last ended answer.
fn ending(screen: &str) -> Option<String> {
    let line = screen.lines().rfind(|line| line.contains("first token") && line.contains(" in · "));
    let line = line.and_then(|line| line.rsplit('│').next());
    line.map(|line| line.trim_matches([' ', '▏']).to_owned())
}

fn event(text: &str) -> KeyEvent {
    let key: Key = text.parse().unwrap();
    let code = match key.code() {
        Code::Char(letter) => KeyCode::Char(letter),
        Code::F(number) => KeyCode::F(number),
        Code::Enter => KeyCode::Enter,
        Code::Tab => KeyCode::Tab,
        Code::Backspace => KeyCode::Backspace,
        Code::Delete => KeyCode::Delete,
        Code::Insert => KeyCode::Insert,
        Code::Esc => KeyCode::Esc,
        Code::Up => KeyCode::Up,
        Code::Down => KeyCode::Down,
        Code::Left => KeyCode::Left,
        Code::Right => KeyCode::Right,
        Code::Home => KeyCode::Home,
        Code::End => KeyCode::End,
        Code::PageUp => KeyCode::PageUp,
        Code::PageDown => KeyCode::PageDown,
    };
    let mut modifiers = KeyModifiers::NONE;
    for (name, modifier) in [
        ("ctrl-", KeyModifiers::CONTROL),
        ("alt-", KeyModifiers::ALT),
        ("shift-", KeyModifiers::SHIFT),
    ] {
        if text.contains(name) {
            modifiers |= modifier;
        }
    }
    KeyEvent::new(code, modifiers)
}
