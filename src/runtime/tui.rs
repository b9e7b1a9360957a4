//! From settings to a running screen: the terminal, the threads, the first frame.
//! Not here: the loop itself (run).

use std::io::{self, IsTerminal as _, Write as _};
use std::time::Duration;

use crossterm::event::{Event, EventStream};
use futures_util::{Stream, StreamExt as _};
use ratatui::{Terminal, TerminalOptions, Viewport};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::app::effect::{Now, QuestionId, Reply};
use crate::app::keys::keymap::Keymap;
use crate::app::model::{Colours, Model, Start};
use crate::app::parts::desk::Settings as DeskSettings;
use crate::app::theme::Palette;
use crate::config::file::{Config, Notify, ThemeChoice};
use crate::domain::id::Mint;
use crate::domain::price::Table;
use crate::domain::session::Wanted;

use super::backend::Painter;
use super::clipboard::Clipboard;
use super::hands::{FaultSwitch, Hands, Tools};
use super::input::Woken;
use super::keyboard::Keyboard;
use super::lent;
use super::notification::{self, title};
use super::run::{Clock, Stage, World, run};
use super::signals::{self, Heard, Leave};
use super::terminal::{Background, LateAnswer, Tty, erases_with_background, typed_events};
use super::written;

/// Replies that may wait for the loop; more slow their senders down.
const REPLIES: usize = 64;
/// How long the terminal may take to say its background colour.
const BACKGROUND: Duration = Duration::from_millis(50);

/// All the screen begins with.
pub struct Setup {
    /// The configuration, flags and environment laid over it.
    pub config: Config,
    /// Who answers which key.
    pub keymap: Keymap,
    /// A theme of a file or of the terminal's own colours, where wanted.
    pub own_theme: Option<Palette>,
    /// The built-in themes with the configuration's styles over them: dark, light.
    pub built_in: [Palette; 2],
    /// Whom to be in AWS.
    pub wanted: Wanted,
    /// What the desk knows.
    pub desk: DeskSettings,
    /// The store's folder.
    pub folder: std::path::PathBuf,
    /// Prices and limits; read on another thread.
    pub prices: Box<dyn FnOnce() -> Table + Send>,
    /// The simulator's faults.
    pub faults: Option<FaultSwitch>,
    /// The faults that are on already.
    pub faults_on: Vec<String>,
    /// How many colours the terminal has.
    pub colours: Colours,
    /// The time in milliseconds since the Unix epoch.
    pub unix_ms: i64,
    /// The time zone times are shown in.
    pub zone: jiff::tz::TimeZone,
    /// Makes our ids.
    pub mint: Mint,
}

/// What the terminal sends.
type Inputs = Woken<EventStream>;

struct RealStage {
    tty: Tty,
    /// What the terminal can be told, and how one wants to be called.
    terminal: notification::Terminal,
    notify: Notify,
    replies: mpsc::Sender<Reply>,
    /// None until something is copied.
    clipboard: Option<Clipboard>,
    keyboard: Keyboard<Inputs>,
    signals: Heard,
}

impl Stage for RealStage {
    fn capture_mouse(&mut self, on: bool) -> io::Result<()> {
        self.tty.set_mouse(on)
    }

    fn suspend(&mut self) -> io::Result<()> {
        self.tty.suspend()
    }

    fn set_title(&mut self, text: &str) -> io::Result<()> {
        if self.terminal.has_title() { self.tty.set_title(&title(text)) } else { Ok(()) }
    }

    fn notify(&mut self, text: &str) -> io::Result<()> {
        self.tty.writer().write_all(self.terminal.notification(self.notify, text).as_bytes())
    }

    fn copy(&mut self, question: QuestionId, text: String) {
        if self.clipboard.is_none() {
            match Clipboard::start(self.tty.writer(), self.replies.clone()) {
                Ok(clipboard) => self.clipboard = Some(clipboard),
                Err(error) => {
                    let _ = self.replies.try_send(Reply::Copied(question, Err(error.to_string())));
                }
            }
        }
        if let Some(clipboard) = &self.clipboard {
            clipboard.copy(question, text);
        }
    }

    fn lend(&mut self, command: &[String]) -> io::Result<Result<bool, String>> {
        let Self { tty, keyboard, signals, .. } = self;
        signals.lend(|| keyboard.put_away(|| tty.hand_over(|| lent::run(command))))
    }

    fn edit(&mut self, text: &str) -> io::Result<Result<Option<String>, String>> {
        let Self { tty, keyboard, signals, .. } = self;
        let editor = written::editor();
        signals.lend(|| keyboard.put_away(|| tty.hand_over(|| written::edit(&editor, text))))
    }
}

/// Runs the screen until the user leaves it, or a signal asks for that: it is given then. Tasks run
/// on `tasks`; the loop on this thread.
///
/// # Errors
/// There is no terminal, or it went away.
pub fn open(setup: Setup, tasks: &tokio::runtime::Runtime) -> io::Result<Option<Leave>> {
    must_be_typed_at()?;
    let clock = Clock::new(setup.unix_ms);
    let (replies_in, replies) = mpsc::channel(REPLIES);
    let tools = Tools {
        tasks: tasks.handle().clone(),
        replies: replies_in.clone(),
        folder: setup.folder,
        wanted: setup.wanted,
        prices: setup.prices,
        faults: setup.faults,
    };
    // First of all: the store is opened while the terminal is taken over.
    let hands = Hands::start(tools, setup.unix_ms)?;
    let tty = Tty::enter(setup.config.mouse)?;
    tty.restore_on_panic();
    let seen = Seen::of(&tty, &setup.config.theme)?;
    let notify = setup.config.notify;
    let term = std::env::var("TERM").unwrap_or_default();
    let size = tty.size()?;
    let painter =
        Painter::new(tty.writer(), size).erasing_with_background(erases_with_background(&term));
    let terminal =
        Terminal::with_options(painter, TerminalOptions { viewport: Viewport::Fullscreen })?;
    let start = Start {
        settings: setup.desk,
        keymap: setup.keymap,
        themes: themes(setup.own_theme, setup.built_in, &setup.config.theme, seen.background),
        colours: setup.colours,
        mouse: setup.config.mouse,
        mint: setup.mint,
        faults: setup.faults_on,
        zone: setup.zone,
    };
    let mut model = Model::new(start, Now { mono: 0, unix: setup.unix_ms });
    model.size = (size.width, size.height);
    let shutdown = CancellationToken::new();
    let signals = {
        let _inside = tasks.enter();
        signals::listen(&shutdown)?
    };
    // The loop keeps time for itself: a busy worker that holds the timers would delay its frames.
    let own = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    own.block_on(async {
        let keyboard = Keyboard::new(|| Woken::new(EventStream::new()));
        let input = seen.input(keyboard.clone());
        let stage = RealStage {
            tty,
            keyboard,
            signals: signals.clone(),
            terminal: notification::Terminal::found(),
            notify,
            replies: replies_in,
            clipboard: None,
        };
        let world = World { terminal, input, stage, hands, replies, clock, shutdown };
        let result = run(world, &mut model).await;
        match signals.first() {
            // Whatever else went wrong did so because of it: a terminal that hangs up cannot be read.
            Some(signal) => Ok(Some(signal)),
            None => result.map(|()| None),
        }
    })
}

/// Fails where nobody can type.
fn must_be_typed_at() -> io::Result<()> {
    if io::stdin().is_terminal() {
        return Ok(());
    }
    let what = "standard input is not a terminal; `outcrop ask` works in pipes";
    Err(io::Error::new(io::ErrorKind::Unsupported, what))
}

/// What the terminal said before its events are read.
#[derive(Default)]
struct Seen {
    background: Option<Background>,
    /// What was typed meanwhile.
    typed: Vec<Event>,
    /// Knows the rest of an answer that comes late.
    late: Option<LateAnswer>,
}

impl Seen {
    /// Asks only where the theme depends on it.
    fn of(tty: &Tty, choice: &ThemeChoice) -> io::Result<Self> {
        if *choice != ThemeChoice::Auto {
            return Ok(Self::default());
        }
        let answer = tty.background(BACKGROUND)?;
        Ok(Self {
            background: answer.background,
            typed: typed_events(&answer.typed),
            late: (!answer.complete).then(LateAnswer::default),
        })
    }

    /// What was typed meanwhile, then what the terminal sends.
    fn input(self, keyboard: Keyboard<Inputs>) -> impl Stream<Item = io::Result<Event>> + Unpin {
        let Self { typed, mut late, .. } = self;
        let now = keyboard.filter(move |event| {
            let answer = match (late.as_mut(), event) {
                (Some(late), Ok(Event::Key(key))) => late.takes(key),
                _ => false,
            };
            std::future::ready(!answer)
        });
        futures_util::stream::iter(typed.into_iter().map(Ok)).chain(now)
    }
}

/// The themes to switch between, the one wanted first.
fn themes(
    own: Option<Palette>,
    built_in: [Palette; 2],
    choice: &ThemeChoice,
    background: Option<Background>,
) -> Vec<Palette> {
    let [dark, light] = built_in;
    let light_first = match choice {
        ThemeChoice::Light => true,
        ThemeChoice::Auto => background == Some(Background::Light),
        ThemeChoice::Dark | ThemeChoice::Ansi | ThemeChoice::File(_) => false,
    };
    let rest = if light_first { [light, dark] } else { [dark, light] };
    own.into_iter().chain(rest).collect()
}
