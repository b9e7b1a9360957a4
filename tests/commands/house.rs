//! A user's home with a simulator beside it, where command lines are run.

use std::io::{self, BufRead, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use clap::Parser;
use outcrop::cli::{Cli, Command};
use outcrop::commands::console::Console;
use outcrop::commands::exit::Exit;
use outcrop::commands::fault::Fault;
use outcrop::commands::interrupt::Interrupts;
use outcrop::commands::{ask, batch, doctor, history, models, resources, setup};
use outcrop::config::environment::Environment;
use outcrop::config::paths::Platform;
use outcrop::config::settings::{Flags, Settings};
use outcrop::domain::archive::Save;
use outcrop::simulator::pace::Pace;
use outcrop::simulator::script::Script;
use outcrop::simulator::server;
use outcrop::store::writer::Store;
use serde_json::Value;
use tempfile::TempDir;
use tokio::net::TcpListener;

/// A model of the simulator that streams, without reasoning.
pub(crate) const MODEL: &str = "amazon.nova-lite-v1:0";

/// The home, and where the simulator listens.
pub(crate) struct House {
    folder: TempDir,
    address: String,
    pub(crate) script: Script,
}

/// What a command line led to.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) exit: Exit,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Outcome {
    /// The JSON that was printed, and nothing else was.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

#[derive(Default, Clone)]
struct Pot(Arc<Mutex<Vec<u8>>>);

impl Pot {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Pot {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A pipe whose reader goes away after so many bytes.
struct Closing(Pot, usize);

impl Write for Closing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.0.lock().unwrap().len() >= self.1 {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl House {
    /// A home whose simulator answers at once and has these faults.
    pub(crate) async fn with(faults: &[&str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let faults = faults.iter().map(|fault| fault.parse().unwrap()).collect();
        let script = Script::new(Pace::Max).with_faults(faults);
        tokio::spawn(server::run(listener, script.clone(), std::future::pending()));
        let house = Self { folder: tempfile::tempdir().unwrap(), address, script };
        house.configure(&format!("model = '{MODEL}'\nretry_attempts = 1\n"));
        house
    }

    /// The same with another service at this address.
    pub(crate) fn behind(mut self, address: String) -> Self {
        self.address = address;
        self
    }

    /// Replaces the configuration file.
    pub(crate) fn configure(&self, text: &str) {
        std::fs::write(self.folder.path().join("config.toml"), text).unwrap();
    }

    /// The bodies of the requests that reached a model, oldest first.
    pub(crate) fn asked(&self) -> Vec<Value> {
        let entries = self.script.journal.entries();
        let asks = entries.iter().filter(|entry| entry.operation.starts_with("Converse"));
        asks.map(|entry| serde_json::from_slice(&entry.body).unwrap()).collect()
    }

    /// Changes what is kept, as the screen does.
    pub(crate) fn keep(&self, save: &Save) {
        let (mut store, _) = Store::open(&self.data(), 0).unwrap();
        store.save(save).unwrap();
    }

    /// The operations that were called, oldest first.
    pub(crate) fn operations(&self) -> Vec<String> {
        self.script.journal.entries().into_iter().map(|entry| entry.operation).collect()
    }

    /// Where conversations are kept.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Runs a command line, its words separated by blanks.
    pub(crate) async fn run(&self, line: &str) -> Outcome {
        self.piped(line, "").await
    }

    /// Runs a command line with this piped in.
    pub(crate) async fn piped(&self, line: &str, input: &'static str) -> Outcome {
        let out = Pot::default();
        self.give(line, input, None, None, Box::new(out.clone()), &out).await
    }

    /// Runs a command line in a terminal, where a person answers this when asked.
    pub(crate) async fn before(&self, person: &'static str, line: &str) -> Outcome {
        let out = Pot::default();
        self.give(line, "", Some(person), Some(80), Box::new(out.clone()), &out).await
    }

    /// Runs a command line whose output is read for so many bytes only.
    pub(crate) async fn cut(&self, line: &str, bytes: usize) -> Outcome {
        let out = Pot::default();
        self.give(line, "", None, None, Box::new(Closing(out.clone(), bytes)), &out).await
    }

    async fn give(
        &self,
        line: &str,
        input: &'static str,
        person: Option<&'static str>,
        columns: Option<usize>,
        to: Box<dyn Write>,
        out: &Pot,
    ) -> Outcome {
        let err = Pot::default();
        let mut console = Console {
            input: Some(Box::new(input.as_bytes())),
            person: person.map(|answer| Box::new(answer.as_bytes()) as Box<dyn BufRead>),
            out: to,
            err: Box::new(err.clone()),
            columns,
        };
        let cli = Cli::parse_from(std::iter::once("outcrop").chain(line.split(' ')));
        let result = self.obey(&cli, &mut console).await;
        let exit = console.end(result);
        Outcome { exit, out: out.text(), err: err.text() }
    }

    async fn obey(&self, cli: &Cli, console: &mut Console) -> Result<Exit, Fault> {
        let platform = Platform {
            config: self.folder.path().to_owned(),
            data: self.data(),
            state: self.folder.path().join("state"),
        };
        let settings = Settings::resolve(&Flags::default(), &Environment::default(), &platform)?;
        let mut wanted = setup::wanted(&settings, Some(&self.address));
        wanted.simulator = true;
        let mut interrupts = Interrupts::hear()?;
        match &cli.command {
            Some(Command::Ask(args)) => {
                ask::run(args, &settings, wanted, &mut interrupts, console).await
            }
            Some(Command::Models(args)) => {
                models::run(args, &settings, wanted, &mut interrupts, console).await
            }
            Some(Command::Doctor(args)) => {
                doctor::run::run(args, &settings, wanted, &mut interrupts, console).await
            }
            Some(Command::Resources(args)) => {
                resources::run::run(args, wanted, &mut interrupts, console).await
            }
            Some(Command::Batch(args)) => batch::run(args, console),
            Some(Command::History(args)) => history::run(args, &settings, console),
            other => panic!("{other:?} is not tested here"),
        }
    }
}
