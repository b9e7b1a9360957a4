//! What arrived: the last requests as they came, so that a test can say what a client really sent.

use axum::body::Bytes;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// So many requests are kept.
const REQUESTS: usize = 64;
/// And no more than so many bytes of their bodies, but always the last one.
const BYTES: usize = 32 << 20;

/// The last requests, oldest first. Clones share one journal.
#[derive(Debug, Clone, Default)]
pub struct Journal {
    entries: Arc<Mutex<VecDeque<Entry>>>,
}

/// One request.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The id it was answered with.
    pub request_id: String,
    /// The operation; empty when the path belongs to none.
    pub operation: String,
    /// The model as the caller named it.
    pub model: Option<String>,
    /// The HTTP method.
    pub method: String,
    /// The path with its query, as it came.
    pub path: String,
    /// The body, byte for byte.
    pub body: Bytes,
    /// The fault that happened to it.
    pub fault: Option<&'static str>,
}

impl Journal {
    /// The requests that are kept, oldest first.
    pub fn entries(&self) -> Vec<Entry> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// Forgets all.
    pub fn clear(&self) {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    pub(crate) fn record(&self, entry: Entry) {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.push_back(entry);
        let mut bytes: usize = entries.iter().map(|entry| entry.body.len()).sum();
        while entries.len() > REQUESTS || (bytes > BYTES && entries.len() > 1) {
            bytes -= entries.pop_front().map_or(0, |entry| entry.body.len());
        }
    }
}

impl Entry {
    /// The body as text, or as base64 where it is no UTF-8.
    pub(crate) fn json(&self) -> Value {
        let mut entry = json!({
            "requestId": self.request_id,
            "operation": self.operation,
            "model": self.model,
            "method": self.method,
            "path": self.path,
            "fault": self.fault,
        });
        match std::str::from_utf8(&self.body) {
            Ok(text) => entry["body"] = json!(text),
            Err(_) => entry["bodyBase64"] = json!(aws_smithy_types::base64::encode(&self.body)),
        }
        entry
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str, size: usize) -> Entry {
        Entry {
            request_id: name.to_owned(),
            operation: String::new(),
            model: None,
            method: "POST".to_owned(),
            path: "/".to_owned(),
            body: Bytes::from(vec![b'x'; size]),
            fault: None,
        }
    }

    #[test]
    fn only_the_last_are_kept() {
        let journal = Journal::default();
        for index in 0..REQUESTS + 3 {
            journal.record(entry(&index.to_string(), 1));
        }
        let kept = journal.entries();
        assert_eq!(kept.len(), REQUESTS);
        assert_eq!(kept[0].request_id, "3");
        journal.record(entry("large", BYTES + 1));
        assert_eq!(journal.entries().len(), 1);
        journal.clear();
        assert!(journal.entries().is_empty());
    }
}
