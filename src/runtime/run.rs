//! The loop: inputs first and drawn at once, replies in handfuls and drawn at most every 16 ms,
//! nothing at all when nothing is due.
//! Not here: what an input means (app), how a frame looks (ui), how an effect is done (hands).

use std::future::poll_fn;
use std::io;
use std::task::Poll;
use std::time::Duration;

use crossterm::event::Event;
use futures_util::{Stream, StreamExt as _};
use ratatui::Terminal;
use ratatui::backend::Backend;
use ratatui::layout::Size;
use tokio::sync::mpsc::Receiver;
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use crate::app::effect::{Effect, Msg, Now, QuestionId, Reply};
use crate::app::model::Model;
use crate::app::update;
use crate::ui;

use super::backend::Painter;
use super::event::message;
use super::hands::Hands;

/// The least time between two frames that no key asked for.
const FRAME: Duration = Duration::from_millis(16);
/// Frames that a rest saves up: at the start the store, the session, the draft, the prices and the
/// list answer within a few milliseconds, in any order, and none of them may cost the list a wait.
const SAVED: u32 = 6;
/// How long nothing was drawn when it was a rest.
const REST: Duration = Duration::from_millis(50);
/// Replies taken at a time.
const HANDFUL: usize = 16;
/// Bytes of a growing answer rendered in a frame, and of replies taken in its time: a hundred thousand
/// tokens a second. What comes faster waits in the channel, which is short, so that the connection
/// slows its sender down. A flood taken in as fast as it comes keeps both processors of a small
/// machine busy, and the threads that a key passes through wait for a turn of their own.
const BUDGET: usize = 8 * 1024;
/// What a reply counts for at least.
const REPLY: usize = 32;

/// What only the owner of the real terminal can do.
pub trait Stage {
    /// Lets the terminal report the mouse, or not.
    fn capture_mouse(&mut self, on: bool) -> io::Result<()>;
    /// Goes to the background; returns when the program is back in the foreground.
    fn suspend(&mut self) -> io::Result<()>;
    /// Names the window.
    fn set_title(&mut self, title: &str) -> io::Result<()>;
    /// Calls for attention.
    fn notify(&mut self, text: &str) -> io::Result<()>;
    /// Puts a text into the clipboard; `Reply::Copied` says how that went. Never waits for it.
    fn copy(&mut self, question: QuestionId, text: String);
    /// Gives the terminal to a program and waits for its end: whether it went well, or why it could
    /// not be run.
    fn lend(&mut self, command: &[String]) -> io::Result<Result<bool, String>>;
    /// Gives the terminal to the user's editor: the text as it was left, none where the editor ended
    /// with an error and the text is to stay, or why it could not be run.
    fn edit(&mut self, text: &str) -> io::Result<Result<Option<String>, String>>;
}

/// A backend that is told its size and that something else wrote over it.
pub trait Screen: Backend<Error = io::Error> {
    /// The terminal has this size now.
    fn resize(&mut self, size: Size);
    /// What the terminal shows is no longer known.
    fn forget(&mut self);
}

impl<W: io::Write> Screen for Painter<W> {
    fn resize(&mut self, size: Size) {
        Painter::resize(self, size);
    }

    fn forget(&mut self) {
        Painter::forget(self);
    }
}

/// Where the loop gets the time from.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    start: Instant,
    unix_at_start: i64,
}

impl Clock {
    /// A clock that begins now, at this Unix time in milliseconds.
    pub fn new(unix_at_start: i64) -> Self {
        Self { start: Instant::now(), unix_at_start }
    }

    /// The time now.
    pub fn now(&self) -> Now {
        let mono = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
        Now { mono, unix: self.unix_at_start.saturating_add_unsigned(mono) }
    }

    fn at(&self, mono: u64) -> Instant {
        self.start + Duration::from_millis(mono)
    }
}

/// All the loop runs on.
pub struct World<B: Screen, I, S> {
    /// Where frames go.
    pub terminal: Terminal<B>,
    /// Where inputs come from.
    pub input: I,
    /// Who owns the real terminal.
    pub stage: S,
    /// Who does effects.
    pub hands: Hands,
    /// Where replies come from.
    pub replies: Receiver<Reply>,
    /// The clock.
    pub clock: Clock,
    /// Says that the program must leave.
    pub shutdown: CancellationToken,
}

/// Runs the program until it leaves; everything asked to be saved is on disk then.
pub async fn run<B, I, S>(mut world: World<B, I, S>, model: &mut Model) -> io::Result<()>
where
    B: Screen,
    I: Stream<Item = io::Result<Event>> + Unpin,
    S: Stage,
{
    let result = turn(&mut world, model).await;
    let now = world.clock.now();
    for effect in update::leave(model, now) {
        world.hands.perform(effect);
    }
    // Replies still on their way must not hold up the threads that send them.
    world.replies.close();
    while world.replies.try_recv().is_ok() {}
    world.hands.finish();
    result
}

async fn turn<B, I, S>(world: &mut World<B, I, S>, model: &mut Model) -> io::Result<()>
where
    B: Screen,
    I: Stream<Item = io::Result<Event>> + Unpin,
    S: Stage,
{
    let size = world.terminal.size()?;
    let first = update::begin(model, world.clock.now(), (size.width, size.height));
    if world.act(first)? {
        return Ok(());
    }
    let mut pace = Pace::new();
    let mut dirty = world.draw(model)?;
    let mut handful = Vec::with_capacity(HANDFUL);
    let mut intake = Intake::new();
    loop {
        let pulse = model.pulse().map(|mono| world.clock.at(mono));
        let mut messages = Vec::new();
        let mut at_once = false;
        tokio::select! {
            biased;
            () = world.shutdown.cancelled() => return Ok(()),
            event = world.input.next() => {
                let Some(event) = event else { return Ok(()) };
                let mut next = Some(event);
                while let Some(event) = next {
                    let waits = matches!(event, Ok(Event::Mouse(_)));
                    at_once |= !waits;
                    dirty = true;
                    let event = event?;
                    if let Event::Resize(width, height) = event {
                        world.terminal.backend_mut().resize(Size { width, height });
                    }
                    messages.extend(message(event));
                    next = waiting(&mut world.input).await;
                }
            }
            () = sleep_until(pace.due()), if dirty => at_once = true,
            () = sleep_until(intake.due()), if intake.is_full() => intake = Intake::new(),
            taken = world.replies.recv_many(&mut handful, HANDFUL), if !intake.is_full() => {
                if taken == 0 {
                    return Ok(());
                }
                intake.took(&handful);
                dirty = true;
                messages.extend(handful.drain(..).map(Msg::Reply));
            }
            () = sleep_until(pulse.unwrap_or_else(Instant::now)), if pulse.is_some() => {
                dirty = true;
                messages.push(Msg::Wake);
            }
        }
        for message in messages {
            let effects = update::update(model, world.clock.now(), message);
            if world.act(effects)? {
                return Ok(());
            }
        }
        if at_once {
            dirty = world.draw(model)?;
            pace.spend();
        }
    }
}

/// How much is still taken in in the time of a frame.
struct Intake {
    since: Instant,
    room: usize,
}

impl Intake {
    fn new() -> Self {
        Self { since: Instant::now(), room: BUDGET }
    }

    fn is_full(&self) -> bool {
        self.room == 0
    }

    /// When more is taken in.
    fn due(&self) -> Instant {
        self.since + FRAME
    }

    fn took(&mut self, replies: &[Reply]) {
        for reply in replies {
            let brought = match reply {
                Reply::Streamed(_, chunk) => chunk.bytes(),
                _ => 0,
            };
            self.room = self.room.saturating_sub(REPLY + brought);
        }
    }
}

/// When the next frame that no key asks for may be drawn: 16 ms after the one before. A rest saves
/// up a few, so that what begins to come (the list at the start, the first words of an answer) is
/// seen at once.
struct Pace {
    last: Instant,
    saved: u32,
}

impl Pace {
    fn new() -> Self {
        Self { last: Instant::now(), saved: SAVED }
    }

    fn due(&self) -> Instant {
        if self.saved > 0 { self.last } else { self.last + FRAME }
    }

    /// A frame was drawn.
    fn spend(&mut self) {
        let now = Instant::now();
        let rested = now.duration_since(self.last) > REST;
        self.saved = if rested { SAVED } else { self.saved.saturating_sub(1) };
        self.last = now;
    }
}

/// The next input, if it is there already. Asked with the loop's own waker: an event stream may
/// keep the first waker it sees, and one that wakes nobody would leave the loop asleep.
async fn waiting<I>(input: &mut I) -> Option<I::Item>
where
    I: Stream + Unpin,
{
    poll_fn(|context| match input.poll_next_unpin(context) {
        Poll::Ready(item) => Poll::Ready(item),
        Poll::Pending => Poll::Ready(None),
    })
    .await
}

impl<B: Screen, I, S: Stage> World<B, I, S> {
    /// Does effects; true when the program is to leave.
    fn act(&mut self, effects: Vec<Effect>) -> io::Result<bool> {
        for effect in effects {
            match self.hands.perform(effect) {
                Some(Effect::Quit) => return Ok(true),
                Some(Effect::Suspend) => {
                    self.stage.suspend()?;
                    self.repaint()?;
                }
                Some(Effect::LogIn(command)) => {
                    let result = self.stage.lend(&command)?;
                    self.repaint()?;
                    self.hands.hand_in(Reply::LoggedIn(command, result));
                }
                Some(Effect::EditText(text)) => {
                    let result = self.stage.edit(&text)?;
                    self.repaint()?;
                    self.hands.hand_in(Reply::Edited(result));
                }
                Some(Effect::CaptureMouse(on)) => self.stage.capture_mouse(on)?,
                Some(Effect::Redraw) => self.repaint()?,
                Some(Effect::Title(title)) => self.stage.set_title(&title)?,
                Some(Effect::Notify(text)) => self.stage.notify(&text)?,
                Some(Effect::Copy(question, text)) => self.stage.copy(question, text),
                _ => {}
            }
        }
        Ok(false)
    }

    fn repaint(&mut self) -> io::Result<()> {
        self.terminal.backend_mut().forget();
        self.terminal.clear()
    }

    /// Draws a frame; true when there is more to render in the next one.
    fn draw(&mut self, model: &mut Model) -> io::Result<bool> {
        let (done, effects) = update::settle(model, BUDGET);
        self.act(effects)?;
        self.terminal.draw(|frame| ui::draw::draw(model, frame))?;
        Ok(!done)
    }
}
