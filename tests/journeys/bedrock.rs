//! The simulator of a journey, in this process, so that its faults can be switched and its journal
//! read while it serves. Not here: what it answers.

use outcrop::simulator::pace::Pace;
use outcrop::simulator::script::Script;
use outcrop::simulator::server;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// A running simulator; it ends when this is dropped.
pub(crate) struct Bedrock {
    pub(crate) url: String,
    pub(crate) script: Script,
    _tasks: Runtime,
}

impl Bedrock {
    /// One that answers as fast as it can.
    pub(crate) fn start() -> Self {
        Self::with(Script::new(Pace::Max))
    }

    /// One that answers at this many tokens a second.
    pub(crate) fn at(tokens_per_second: f64) -> Self {
        Self::with(Script::new(Pace::TokensPerSecond(tokens_per_second)))
    }

    pub(crate) fn with(script: Script) -> Self {
        let tasks = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let listener = tasks.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tasks.spawn(server::run(listener, script.clone(), std::future::pending()));
        Self { url, script, _tasks: tasks }
    }

    /// Switches exactly these faults on.
    pub(crate) fn fault(&self, faults: &[&str]) {
        self.script.faults.replace(faults.iter().map(|fault| fault.parse().unwrap()).collect());
    }

    /// The bodies of the requests that reached a model, oldest first.
    pub(crate) fn asked(&self) -> Vec<serde_json::Value> {
        let entries = self.script.journal.entries();
        let asks = entries.iter().filter(|entry| entry.operation.starts_with("Converse"));
        asks.map(|entry| serde_json::from_slice(&entry.body).unwrap()).collect()
    }

    /// The bodies of the calls of an operation, oldest first; null where there was none.
    pub(crate) fn calls(&self, operation: &str) -> Vec<serde_json::Value> {
        let entries = self.script.journal.entries();
        let calls = entries.iter().filter(|entry| entry.operation == operation);
        calls.map(|entry| serde_json::from_slice(&entry.body).unwrap_or_default()).collect()
    }

    /// The ids of the requests that reached a model, oldest first.
    pub(crate) fn request_ids(&self) -> Vec<String> {
        let entries = self.script.journal.entries();
        let asks = entries.into_iter().filter(|entry| entry.operation.starts_with("Converse"));
        asks.map(|entry| entry.request_id).collect()
    }
}
