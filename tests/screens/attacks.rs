//! Everything from outside attacks: answers, reasoning, titles, models, errors, ids, drafts, files,
//! profiles. Through the real painter, nothing but plain text and our own escapes comes out.
//! Not here: the corpus (hostile), or what a byte means (wire).

use std::cell::RefCell;
use std::collections::HashSet;
use std::io::{self, Write};
use std::path::PathBuf;
use std::rc::Rc;

use outcrop::app::effect::{Effect, Reply};
use outcrop::app::keys::command::Command;
use outcrop::app::model::Overlay;
use outcrop::domain::archive::{Found, Hit, Opened, Opening, Query};
use outcrop::domain::ask::{Chunk, Ending, Failure, StopReason};
use outcrop::domain::catalog::{Catalog, Entry};
use outcrop::domain::content::Block;
use outcrop::domain::conversation::{Conversation, Making, Message, Status};
use outcrop::domain::id::{ConversationId, StreamId};
use outcrop::domain::operation::Answer;
use outcrop::domain::outcome::Outcome;
use outcrop::domain::problem::{Kind, Problem};
use outcrop::domain::records::{Finding, Report};
use outcrop::domain::seen::Sort;
use outcrop::domain::session::{Profile, Session, Source};
use outcrop::domain::shelf::{Persona, Preset, Shelf, Used};
use outcrop::runtime::backend::Painter;
use outcrop::text::sanitise::is_harmful;
use outcrop::ui;
use ratatui::layout::Size;
use ratatui::{Terminal, TerminalOptions, Viewport};
use serde_json::{Value, json};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::fixtures::{self, NOW, message, row};
use crate::hostile;
use crate::wire;
use crate::world::World;

/// Characters of one cluster at most: what can be written is far shorter, and a flood far longer.
const LONGEST: usize = 96;
const SIZES: [(u16, u16); 2] = [(80, 24), (140, 40)];

/// What the terminal was sent.
#[derive(Clone, Default)]
struct Sent(Rc<RefCell<Vec<u8>>>);

impl Write for Sent {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A program in a world where every answer attacks it.
struct Siege {
    world: World,
    terminal: Terminal<Painter<Sent>>,
    sent: Sent,
    /// The texts that are fed in, in turn.
    texts: Vec<String>,
    next: usize,
    streams: Vec<StreamId>,
    /// All that was done, told when it fails.
    story: Vec<String>,
}

impl Siege {
    fn of(texts: Vec<String>, size: (u16, u16)) -> Self {
        let sent = Sent::default();
        let (width, height) = size;
        let painter = Painter::new(sent.clone(), Size { width, height });
        let options = TerminalOptions { viewport: Viewport::Fullscreen };
        let terminal = Terminal::with_options(painter, options).unwrap();
        let text = texts[0].clone();
        let world = World::bare(|settings| {
            settings.model.clone_from(&text);
            settings.system.clone_from(&text);
            settings.profile = Some(text.clone());
            settings.region = Some(text.clone());
        });
        let world = world.sized(width, height);
        let (streams, story) = (Vec::new(), Vec::new());
        let mut siege = Self { world, terminal, sent, texts, next: 0, streams, story };
        let opening = Opening {
            set_aside: Some(PathBuf::from(siege.text())),
            backup: Some(PathBuf::from(siege.text())),
            interrupted: 1,
        };
        siege.world.reply(Reply::StoreOpened(Ok(opening)));
        let session = siege.session();
        siege.world.session(Ok(session));
        siege.answer();
        siege
    }

    fn text(&mut self) -> String {
        self.next += 1;
        self.texts[self.next % self.texts.len()].clone()
    }

    fn problem(&mut self) -> Problem {
        let kinds = [Kind::Throttled, Kind::NeedsProfile, Kind::Store, Kind::Denied, Kind::Stale];
        let kind = kinds[self.next % kinds.len()];
        let problem = Problem::new(kind, self.text(), self.text())
            .because(self.text())
            .advise(self.text())
            .advise(self.text());
        Problem { request_id: Some(self.text()), code: Some(self.text()), ..problem }
    }

    /// What was found in an input file.
    fn report(&mut self) -> Report {
        let finding = Finding { line: 1, record: Some(self.text()), what: self.text() };
        Report {
            records: 1,
            count: self.next as u64 % 2,
            body: Some(self.text()),
            problems: vec![finding],
            remarks: vec![self.text()],
            ..Report::default()
        }
    }

    /// What was read of an output file.
    fn outcome(&mut self) -> Outcome {
        let mut outcome = Outcome::default();
        let line = json!({
            "recordId": self.text(), "modelInput": {},
            "error": {"errorCode": self.text(), "errorMessage": self.text()},
        });
        outcome.line(1, line.to_string().as_bytes());
        outcome
    }

    fn session(&mut self) -> Session {
        Session {
            credentials: self.text(),
            profile: Some(self.text()),
            region: Some(self.text()),
            account: Some(self.text()),
            identity: Some(self.text()),
            notice: Some(self.text()),
            ..Session::default()
        }
    }

    fn entry(&mut self, of: &Entry) -> Entry {
        Entry {
            name: self.text(),
            provider: self.text(),
            lifecycle: Some(self.text()),
            status: Some(self.text()),
            inference_types: vec![self.text()],
            customizations: vec![self.text()],
            ..of.clone()
        }
    }

    fn catalog(&mut self) -> Catalog {
        let mut entries: Vec<Entry> =
            fixtures::catalog().entries.iter().map(|entry| self.entry(entry)).collect();
        for entry in entries.iter_mut().step_by(3) {
            entry.id = self.text();
            entry.routes = vec![self.text(), self.text()];
        }
        Catalog { entries }
    }

    fn conversation(&mut self, n: i64) -> Conversation {
        let statuses = [Status::Complete, Status::Failed, Status::Interrupted, Status::Streaming];
        Conversation {
            title: self.text(),
            model: self.text(),
            system: self.text(),
            profile: Some(self.text()),
            account: Some(self.text()),
            region: Some(self.text()),
            status: statuses[n as usize % statuses.len()],
            pinned: n % 3 == 0,
            unread: n % 2 == 0,
            ..row(n)
        }
    }

    fn message(&mut self, n: i64, at: i64) -> Message {
        let blocks = vec![
            Block::Reasoning { text: self.text(), signature: Some(self.text()) },
            Block::Text(self.text()),
            Block::Text(self.text()),
            Block::Wire { kind: self.text(), body: serde_json::json!({ "a": self.text() }) },
            Block::Unreadable { kind: self.text() },
        ];
        let plain = message(n, at, "");
        let making = plain.making.clone().map(|making| Making {
            model: self.text(),
            model_arn: Some(self.text()),
            region: Some(self.text()),
            stop_reason: Some(StopReason(self.text())),
            request_id: Some(self.text()),
            error: (at % 4 == 1).then(|| self.problem()),
            ..making
        });
        let status = if at % 4 == 1 { Status::Failed } else { Status::Complete };
        Message { blocks, making, status, left_out: at % 5 == 0, ..plain }
    }

    fn found(&mut self, query: &Query) -> Option<Found> {
        Some(match query {
            Query::Conversations { offset: 0, .. } => {
                let rows: Vec<_> = (1..9).map(|n| self.conversation(n)).collect();
                Found::Conversations { total: rows.len() as u64, rows, offset: 0 }
            }
            Query::Open { conversation, .. } => Found::Opened(Box::new(Opened {
                conversation: self.conversation(conversation.0.clamp(1, 8)),
                messages: (0..5).map(|at| self.message(conversation.0.clamp(1, 8), at)).collect(),
                more: false,
                draft: self.text(),
                elsewhere: conversation.0 == 3,
            })),
            Query::Search { text, .. } => Found::Hits {
                offset: 0,
                text: text.clone(),
                hits: (1..9)
                    .map(|n| Hit {
                        conversation: ConversationId(n),
                        message: message(n, 1, "").id,
                        title: self.text(),
                        archived: n % 2 == 0,
                        created: NOW,
                        snippet: format!("{}\u{e000}{}\u{e001}", self.text(), self.text()),
                    })
                    .collect(),
                more: false,
            },
            Query::NewDraft => Found::NewDraft(self.text()),
            Query::Prompts { .. } => Found::Prompts((0..9).map(|_| self.text()).collect()),
            Query::Seen(_) => Found::Seen((0..9).map(|_| (Sort::Role, self.text())).collect()),
            Query::Shelf => Found::Shelf(Box::new(Shelf {
                personas: (0..5)
                    .map(|_| Persona { name: self.text(), text: self.text() })
                    .collect(),
                presets: (0..5)
                    .map(|_| {
                        let mut preset = Preset { name: self.text(), ..preset() };
                        preset.parameters.stop_sequences = vec![self.text()];
                        preset
                    })
                    .collect(),
                favourites: (0..5).map(|_| self.text()).collect(),
                used: (0..5).map(|n| Used { model: self.text(), last: NOW, times: n }).collect(),
                views: std::collections::BTreeMap::new(),
            })),
            _ => return None,
        })
    }

    /// Answers all that was asked, with hostility.
    fn answer(&mut self) {
        for _ in 0..4 {
            for effect in self.world.take() {
                if let Some(reply) = self.reply(effect) {
                    self.world.reply(reply);
                }
            }
        }
    }

    /// What an operation answers, every text in it hostile.
    fn body(&mut self, operation: &str) -> Value {
        match operation {
            "GetFoundationModelAvailability" => json!({
                "agreementAvailability": {"status": "ERROR", "errorMessage": self.text()},
                "authorizationStatus": self.text(),
                "regionAvailability": "AVAILABLE",
            }),
            "ListFoundationModelAgreementOffers" => json!({"offers": [{
                "offerId": self.text(), "offerToken": self.text(), "termDetails": {
                    "usageBasedPricingTerm": {"rateCard": [
                        {"dimension": self.text(), "price": self.text(), "unit": self.text()},
                    ]},
                    "legalTerm": {"url": self.text()},
                },
            }]}),
            _ => json!({self.text(): self.text(), "status": self.text(), "models": [self.text()]}),
        }
    }

    fn reply(&mut self, effect: Effect) -> Option<Reply> {
        Some(match effect {
            Effect::Find(question, _, query) => {
                let found = self.found(&query);
                let problem = self.problem();
                Reply::Found(question, found.ok_or(problem))
            }
            Effect::Save(question, _) if self.next.is_multiple_of(7) => {
                Reply::Saved(question, Err(self.problem()))
            }
            Effect::Save(question, _) => Reply::Saved(question, Ok(())),
            Effect::ListModels(question) => {
                let listed = (self.catalog(), vec![self.problem()]);
                Reply::Models(question, Ok(listed))
            }
            Effect::SwitchSession(question, ..) => Reply::Session(question, Ok(self.session())),
            Effect::ListProfiles(question) => {
                let source = Source::Sso;
                let profile = |text| Profile { name: text, source, region: None };
                Reply::Profiles(question, Ok((0..5).map(|_| profile(self.text())).collect()))
            }
            Effect::FindLogin(question) => {
                Reply::Login(question, Ok(vec![self.text(), self.text()]))
            }
            Effect::LogIn(command) => Reply::LoggedIn(command, Err(self.text())),
            Effect::EditText(_) if self.next.is_multiple_of(2) => Reply::Edited(Err(self.text())),
            Effect::EditText(_) => Reply::Edited(Ok(Some(self.text()))),
            Effect::Operate(question, _) if self.next.is_multiple_of(5) => {
                Reply::Operated(question, Err(self.problem()))
            }
            Effect::Operate(question, call) => {
                let answer = Answer { body: self.body(&call.operation), request_id: None };
                Reply::Operated(question, Ok(Box::new(answer)))
            }
            Effect::Browse(address) => Reply::Browsed(address, Err(self.text())),
            Effect::CountTokens(question, _) => Reply::Tokens(question, Err(self.problem())),
            Effect::Copy(question, _) => Reply::Copied(question, Err(self.text())),
            Effect::WriteFile(path, _) => Reply::Wrote(path, Err(self.text())),
            Effect::CheckRecords(question, ..) => {
                Reply::RecordsChecked(question, Ok(Box::new(self.report())))
            }
            Effect::ReadOutput(question, ..) => {
                let fails = self.next.is_multiple_of(3);
                let read = if fails { Err(self.problem()) } else { Ok(Box::new(self.outcome())) };
                Reply::OutputRead(question, read)
            }
            Effect::SetFaults(_) => Reply::Faults(Err(self.text())),
            Effect::Converse(stream, _) => {
                self.streams.push(stream);
                return None;
            }
            // These go to the terminal around the screen, into a sequence that a control would end.
            Effect::Title(text) | Effect::Notify(text) => {
                let plain = !text.contains(|one: char| one.is_control() || is_harmful(one));
                assert!(plain, "{} after {:#?}", text.escape_unicode(), self.story);
                return None;
            }
            _ => return None,
        })
    }

    /// The next thing that comes of an answer.
    fn stream(&mut self) {
        let Some(stream) = self.streams.last().copied() else { return };
        let block = (self.next % 3) as u32;
        let chunk = match self.next % 8 {
            0 => Chunk::Accepted { request_id: Some(self.text()) },
            1 | 2 => Chunk::Text { block, delta: self.text() },
            3 => Chunk::Reasoning { block, delta: self.text() },
            4 => Chunk::Unreadable { block, kind: self.text() },
            5 => Chunk::Signature { block, delta: self.text() },
            6 => Chunk::Waiting {
                wait: std::time::Duration::from_secs(3),
                attempt: 2,
                why: Some(Box::new(self.problem())),
            },
            _ => {
                self.streams.pop();
                let ending = Ending {
                    stop_reason: Some(StopReason(self.text())),
                    request_id: Some(self.text()),
                    ..fixtures::ending()
                };
                if self.next.is_multiple_of(2) {
                    Chunk::Done(Box::new(ending))
                } else {
                    let problem = self.problem();
                    Chunk::Failed(Box::new(Failure { problem, ending }))
                }
            }
        };
        self.next += 1;
        self.world.chunk(stream, chunk);
    }

    /// Draws, and looks at every byte.
    fn look(&mut self) {
        let model = &self.world.model;
        self.terminal.draw(|frame| ui::draw::draw(model, frame)).unwrap();
        let bytes = std::mem::take(&mut *self.sent.0.borrow_mut());
        let texts = match wire::texts(&bytes, false) {
            Ok(texts) => texts,
            Err(what) => panic!("{what}\nafter {:#?}", self.story),
        };
        for text in texts {
            for cluster in text.graphemes(true) {
                let plain = !cluster.contains(is_harmful) && cluster.chars().count() <= LONGEST;
                assert!(plain, "{} is drawn after {:#?}", cluster.escape_unicode(), self.story);
            }
        }
    }

    fn step(&mut self, what: &str, act: impl FnOnce(&mut World)) {
        self.story.push(what.to_owned());
        act(&mut self.world);
        self.look();
        self.answer();
        self.look();
    }

    fn press(&mut self, keys: &str) {
        self.step(keys, |world| {
            world.press(keys);
        });
    }

    /// Chooses a command in the palette, as far as it can be chosen there now.
    fn choose(&mut self, command: Command) {
        let row = command.row();
        if row.name.contains("quit") || row.name.contains("suspend") {
            return;
        }
        for _ in 0..8 {
            match self.world.top() {
                None => break,
                // Whether what was changed shall be thrown away.
                Some(Overlay::Confirm(_)) => self.press("y"),
                Some(_) => self.press("esc"),
            }
        }
        self.press("ctrl-p");
        self.step(row.name, |world| {
            world.paste(row.help).press("enter");
        });
    }

    fn paste(&mut self) {
        let text = self.text();
        self.step("(a paste)", |world| {
            world.paste(&text);
        });
    }

    fn come(&mut self) {
        self.story.push("(a piece of an answer)".into());
        self.stream();
        self.look();
    }
}

fn preset() -> Preset {
    Preset { name: String::new(), parameters: outcrop::domain::ask::Parameters::default() }
}

fn corpus() -> Vec<String> {
    hostile::texts().into_iter().map(|(_, text)| text).collect()
}

/// Any keys that mean something somewhere.
fn keys() -> Vec<String> {
    let mut keys: Vec<String> = Command::ALL
        .iter()
        .flat_map(|command| command.row().keys)
        .map(|key| (*key).to_owned())
        .filter(|key| !["ctrl-c", "ctrl-q", "ctrl-z"].contains(&key.as_str()))
        .collect();
    keys.extend(["enter", "enter", "esc", "tab", "down", "a"].map(str::to_owned));
    keys
}

/// Lines of a megabyte.
fn long() -> Vec<(&'static str, String)> {
    const SIZE: usize = 1 << 20;
    let of = |name, unit: &str| (name, unit.repeat(SIZE / unit.len()));
    vec![
        of("one letter", "x"),
        of("wide letters", "字"),
        of("escapes", "\u{1b}[2J"),
        of("one cluster", "\u{301}"),
        of("bidirectional", "\u{202e}a"),
        of("words", "word \u{9b}31m "),
    ]
}

#[test]
fn every_text_stands_harmless_wherever_it_is_drawn() {
    for ((name, text), size) in hostile::texts().into_iter().zip(SIZES.into_iter().cycle()) {
        let mut siege = Siege::of(vec![text], size);
        siege.story.push(name.to_owned());
        siege.look();
        for keys in ["alt-down", "alt-down", "ctrl-o", "esc", "ctrl-p", "esc", "ctrl-f"] {
            siege.press(keys);
        }
        siege.step("a search", |world| {
            world.write("a");
        });
        siege.press("enter");
        siege.press("f2");
        siege.step("the models", |world| {
            world.write("models");
        });
        for keys in
            ["enter", "enter", "esc", "p", "R", "esc", "esc", "m", "esc", "f", "enter", "esc"]
        {
            siege.press(keys);
        }
        for keys in ["o", "esc", "b", "esc", "c", "esc", "f2", "enter"] {
            siege.press(keys);
        }
        siege.press("ctrl-n");
        siege.paste();
        siege.press("enter");
        for _ in 0..9 {
            siege.come();
        }
    }
}

#[test]
fn records_of_batch_inference_stand_harmless_in_what_was_found() {
    for ((name, text), size) in hostile::texts().into_iter().zip(SIZES.into_iter().cycle()) {
        let mut siege = Siege::of(vec![text], size);
        siege.story.push(name.to_owned());
        siege.press("f2");
        siege.step("the batch jobs", |world| {
            world.write("batch");
        });
        // Twice: with no output file named, and with one that is pasted, as hostile as all else.
        for keys in ["enter", "F", "ctrl-s", "ctrl-u", "paste", "down", "ctrl-u", "paste"] {
            if keys == "paste" { siege.paste() } else { siege.press(keys) }
        }
        // One reading of three fails, as one writing does.
        for keys in ["ctrl-s", "ctrl-s", "ctrl-s", "enter", "enter", "ctrl-s", "enter", "enter"] {
            siege.press(keys);
        }
        for _ in 0..6 {
            siege.press("down");
        }
    }
}

#[test]
fn whatever_is_pressed_in_a_hostile_world_only_plain_text_comes_out() {
    let keys = keys();
    let mut reached = HashSet::new();
    for (seed, size) in [1_u64, 2].into_iter().zip(SIZES.into_iter().cycle()) {
        let mut siege = Siege::of(corpus(), size);
        siege.story.push(format!("seed {seed}"));
        let mut state = seed;
        for _ in 0..250 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let dice = (state >> 33) as usize;
            match dice % 10 {
                0 => siege.paste(),
                1..=3 => siege.come(),
                4 => siege.choose(Command::ALL[dice / 10 % Command::ALL.len()]),
                _ => siege.press(&keys[dice / 10 % keys.len()].clone()),
            }
            reached.extend(siege.world.top().map(std::mem::discriminant));
        }
        for command in Command::ALL {
            siege.choose(*command);
            reached.extend(siege.world.top().map(std::mem::discriminant));
            siege.press("down");
            siege.press("a");
        }
    }
    assert!(reached.len() >= 8, "of all that lies over the screen only {} were met", reached.len());
}

#[test]
fn a_line_of_a_megabyte_is_drawn_as_harmlessly() {
    for (name, text) in long() {
        let mut siege = Siege::of(vec!["plain".into()], (80, 24));
        siege.story.push(name.to_owned());
        siege.press("ctrl-n");
        siege.paste();
        siege.press("enter");
        let stream = siege.streams.pop().unwrap();
        for block in 0..2 {
            let delta = text.clone();
            siege.world.chunk(stream, Chunk::Text { block, delta });
            siege.look();
        }
        siege.world.chunk(stream, Chunk::Reasoning { block: 3, delta: text.clone() });
        siege.look();
        siege.world.done(stream);
        siege.look();
        siege.step("a paste of a megabyte", |world| {
            world.paste(&text);
        });
    }
}
