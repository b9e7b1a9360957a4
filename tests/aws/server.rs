//! A server that answers as scripted, byte for byte: what a real service never does on request.
//! Not here: the protocol's rules (the simulator).

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_smithy_eventstream::frame::write_message_to;
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// One step of an answer.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    /// Bytes as they are.
    Raw(Vec<u8>),
    /// Bytes of a chunked body.
    Chunk(Vec<u8>),
    /// The end of a chunked body.
    End,
    /// Until the test says go.
    Wait(Arc<Notify>),
    /// For ever.
    Hang,
}

/// A request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) line: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// A running server.
#[derive(Debug, Clone)]
pub(crate) struct Server {
    pub(crate) url: String,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    /// Answers request after request by `answers`; the last one repeats.
    pub(crate) async fn start(answers: Vec<Vec<Step>>) -> Self {
        Self::route(move |_| None, answers).await
    }

    /// Answers by path where `route` knows one, else by `answers`.
    pub(crate) async fn route(
        route: impl Fn(&Request) -> Option<Vec<Step>> + Send + Sync + 'static,
        answers: Vec<Vec<Step>>,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = Self { url, requests: Arc::default() };
        let requests = Arc::clone(&server.requests);
        let answers = Arc::new(Mutex::new(VecDeque::from(answers)));
        let route = Arc::new(route);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (requests, answers) = (Arc::clone(&requests), Arc::clone(&answers));
                let route = Arc::clone(&route);
                tokio::spawn(async move {
                    serve(stream, requests, answers, route.as_ref()).await;
                });
            }
        });
        server
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }
}

async fn serve(
    mut stream: TcpStream,
    requests: Arc<Mutex<Vec<Request>>>,
    answers: Arc<Mutex<VecDeque<Vec<Step>>>>,
    route: &(impl Fn(&Request) -> Option<Vec<Step>> + Sync),
) {
    let Some(request) = receive(&mut stream).await else { return };
    let answer = route(&request).unwrap_or_else(|| {
        let mut answers = answers.lock().unwrap();
        if answers.len() > 1 { answers.pop_front() } else { answers.front().cloned() }
            .unwrap_or_default()
    });
    requests.lock().unwrap().push(request);
    for step in answer {
        let written = match step {
            Step::Raw(bytes) => stream.write_all(&bytes).await,
            Step::Chunk(bytes) => {
                let mut chunk = format!("{:x}\r\n", bytes.len()).into_bytes();
                chunk.extend(bytes);
                chunk.extend(b"\r\n");
                stream.write_all(&chunk).await
            }
            Step::End => stream.write_all(b"0\r\n\r\n").await,
            Step::Wait(go) => {
                go.notified().await;
                Ok(())
            }
            Step::Hang => std::future::pending().await,
        };
        if written.is_err() {
            return;
        }
    }
    let _ = stream.shutdown().await;
}

async fn receive(stream: &mut TcpStream) -> Option<Request> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 8192];
    let head = loop {
        if let Some(at) = bytes.windows(4).position(|end| end == b"\r\n\r\n") {
            break at;
        }
        let read = stream.read(&mut buffer).await.ok().filter(|read| *read > 0)?;
        bytes.extend(&buffer[..read]);
    };
    let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
    let mut lines = text.split("\r\n");
    let line = lines.next()?.to_owned();
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length: usize = length.map_or(0, |(_, value)| value.parse().unwrap());
    let mut body = bytes.split_off(head + 4);
    while body.len() < length {
        let read = stream.read(&mut buffer).await.ok().filter(|read| *read > 0)?;
        body.extend(&buffer[..read]);
    }
    Some(Request { line, headers, body })
}

/// A whole answer of JSON.
pub(crate) fn json(status: u16, headers: &[(&str, &str)], body: &str) -> Vec<Step> {
    page(status, "application/json", headers, body)
}

/// A whole answer of any type.
pub(crate) fn page(status: u16, kind: &str, headers: &[(&str, &str)], body: &str) -> Vec<Step> {
    let headers: Vec<String> =
        headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let headers = headers.concat();
    let text = format!(
        "HTTP/1.1 {status} X\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n{headers}\r\n{body}",
        body.len()
    );
    vec![Step::Raw(text.into_bytes())]
}

/// An error as AWS answers it.
pub(crate) fn error(status: u16, code: &str, message: &str) -> Vec<Step> {
    json(
        status,
        // Retry-After keeps tests from waiting out the backoff.
        &[("x-amzn-errortype", code), ("x-amzn-requestid", "r-error"), ("retry-after", "0")],
        &serde_json::json!({ "message": message }).to_string(),
    )
}

/// The head of an event stream.
pub(crate) fn head() -> Step {
    Step::Raw(
        b"HTTP/1.1 200 OK\r\ncontent-type: application/vnd.amazon.eventstream\r\n\
          x-amzn-requestid: r-stream\r\nX-Amzn-Bedrock-Other: yes\r\n\
          transfer-encoding: chunked\r\nconnection: close\r\n\r\n"
            .to_vec(),
    )
}

/// A frame of an event stream.
pub(crate) fn frame(message_type: &str, kind: &str, payload: &Value) -> Vec<u8> {
    let name = if message_type == "exception" { ":exception-type" } else { ":event-type" };
    let header = |name: &'static str, value: &str| {
        Header::new(name, HeaderValue::String(value.to_owned().into()))
    };
    let message = Message::new(payload.to_string())
        .add_header(header(":message-type", message_type))
        .add_header(header(name, kind))
        .add_header(header(":content-type", "application/json"));
    let mut bytes = Vec::new();
    write_message_to(&message, &mut bytes).unwrap();
    bytes
}

/// An event of a conversation.
pub(crate) fn event(kind: &str, payload: &Value) -> Vec<u8> {
    frame("event", kind, payload)
}

/// A delta of text.
pub(crate) fn text(block: i32, text: &str) -> Vec<u8> {
    event(
        "contentBlockDelta",
        &serde_json::json!({ "contentBlockIndex": block, "delta": { "text": text } }),
    )
}

/// The events of a good end.
pub(crate) fn finish() -> Vec<u8> {
    let mut bytes = event("contentBlockStop", &serde_json::json!({ "contentBlockIndex": 0 }));
    bytes.extend(event("messageStop", &serde_json::json!({ "stopReason": "end_turn" })));
    bytes.extend(event(
        "metadata",
        &serde_json::json!({
            "usage": { "inputTokens": 3, "outputTokens": 4, "totalTokens": 7 },
            "metrics": { "latencyMs": 12 },
        }),
    ));
    bytes
}

/// A good answer.
pub(crate) fn good(said: &str) -> Vec<Step> {
    let mut bytes = event("messageStart", &serde_json::json!({ "role": "assistant" }));
    bytes.extend(text(0, said));
    bytes.extend(finish());
    vec![head(), Step::Chunk(bytes), Step::End]
}

/// Longer than any test lasts.
pub(crate) const LONG: Duration = Duration::from_mins(1);
