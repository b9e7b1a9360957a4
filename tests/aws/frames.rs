//! Damaged event streams: random bytes, frames cut short, bits flipped, frames that are whole and
//! make no sense. Nothing panics or hangs, and no damaged text is taken for an answer.
//! Not here: damage of one kind and what is said of it (faults).

use std::ops::Range;
use std::sync::LazyLock;
use std::time::Duration;

use aws_smithy_eventstream::frame::{DecodedFrame, MessageFrameDecoder, write_message_to};
use aws_smithy_eventstream::smithy::parse_response_headers;
use aws_smithy_types::DateTime;
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};
use outcrop::aws::client::Client;
use outcrop::domain::ask::Chunk;
use outcrop::domain::problem::Kind;
use outcrop::domain::session::{Timeouts, Wanted};
use serde_json::json;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::server::{LONG, Server, Step, event, finish, frame, head, text};
use super::support::{ask, wanted};

/// Where the random numbers begin; a failure names the case that failed.
const SEED: u64 = 0x6f75_7463_726f_7000;
/// What the answer says before it is damaged.
const SAID: &str = "The heron stands still, and waits for what comes.";

/// Random numbers (splitmix64); the same for the same case.
#[derive(Debug, Clone)]
struct Random(u64);

impl Random {
    fn of_case(case: u64) -> Self {
        Self(SEED ^ case.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, range: Range<usize>) -> usize {
        range.start + (self.next() % range.len().max(1) as u64) as usize
    }

    fn bytes(&mut self, lengths: Range<usize>) -> Vec<u8> {
        (0..self.below(lengths)).map(|_| self.next() as u8).collect()
    }
}

/// Says which case it was when a test fails in it, wherever that is.
struct Case(u64);

impl Drop for Case {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the case that failed: {} (seed {SEED:#x})", self.0);
        }
    }
}

/// A good answer, a word a frame.
fn answer() -> Vec<u8> {
    let mut bytes = event("messageStart", &json!({ "role": "assistant" }));
    for word in SAID.split_inclusive(' ') {
        bytes.extend(text(0, word));
    }
    bytes.extend(finish());
    bytes
}

/// Bytes that some peer might send. `honest` ones carry no checksum that hides their damage.
#[derive(Debug)]
struct Damaged {
    bytes: Vec<u8>,
    honest: bool,
}

fn damaged(random: &mut Random) -> Damaged {
    static ANSWER: LazyLock<Vec<u8>> = LazyLock::new(answer);
    let mut bytes = ANSWER.clone();
    let mut honest = true;
    match random.below(0..7) {
        0 => bytes = random.bytes(0..600),
        1 => bytes.truncate(random.below(0..bytes.len())),
        2 => {
            for _ in 0..random.below(1..5) {
                let at = random.below(0..bytes.len());
                bytes[at] ^= 1 << random.below(0..8);
            }
        }
        3 => {
            let at = random.below(0..bytes.len());
            let other = random.bytes(1..40);
            bytes.splice(at..(at + random.below(0..40)).min(bytes.len()), other);
        }
        4 => {
            honest = false;
            let at = random.below(0..bytes.len());
            bytes.splice(at..at, nonsense(random));
        }
        5 => {
            honest = false;
            bytes = (0..random.below(1..6)).flat_map(|_| nonsense(random)).collect();
        }
        _ => {
            honest = false;
            let mut lying = random_prelude(random);
            lying.extend(bytes);
            bytes = lying;
        }
    }
    Damaged { bytes, honest }
}

/// A frame that is whole, checksums and all, and says nothing that can be understood.
fn nonsense(random: &mut Random) -> Vec<u8> {
    let kinds = [
        "messageStart",
        "contentBlockStart",
        "contentBlockDelta",
        "contentBlockStop",
        "messageStop",
        "metadata",
        "validationException",
        "initial-response",
        "",
    ];
    let kind = kinds[random.below(0..kinds.len())];
    let types = ["event", "exception", "error", "other"];
    let kind_of_message = types[random.below(0..types.len())];
    let bodies = [
        json!(null),
        json!([]),
        json!({}),
        json!({ "delta": {} }),
        json!({ "contentBlockIndex": -1, "delta": { "text": "" } }),
        json!({ "contentBlockIndex": 4_000_000_000_u64 }),
        json!({ "contentBlockIndex": 0, "delta": { "text": 7 } }),
        json!({ "contentBlockIndex": 0, "delta": { "text": "a", "reasoningContent": {} } }),
        json!({ "contentBlockIndex": 0, "delta": { "reasoningContent": { "redactedContent": "?" } } }),
        json!({ "contentBlockIndex": 0, "start": { "hologram": {} } }),
        json!({ "stopReason": null }),
        json!({ "usage": { "inputTokens": -5, "outputTokens": 1e300 }, "metrics": {} }),
        json!({ "message": "\u{1b}]0;x\u{7}" }),
    ];
    match random.below(0..3) {
        0 => frame(kind_of_message, kind, &bodies[random.below(0..bodies.len())]),
        1 => of(
            &Message::new(random.bytes(0..200)),
            &[(":message-type", kind_of_message), (":event-type", kind)],
        ),
        _ => {
            let mut message = Message::new(random.bytes(0..200));
            for _ in 0..random.below(0..12) {
                let name =
                    [":message-type", ":event-type", ":exception-type", "x"][random.below(0..4)];
                message = message.add_header(Header::new(name, value(random)));
            }
            of(&message, &[])
        }
    }
}

fn value(random: &mut Random) -> HeaderValue {
    match random.below(0..9) {
        0 => HeaderValue::Bool(true),
        1 => HeaderValue::Byte(random.next() as i8),
        2 => HeaderValue::Int16(random.next() as i16),
        3 => HeaderValue::Int32(random.next() as i32),
        4 => HeaderValue::Int64(random.next() as i64),
        5 => HeaderValue::ByteArray(random.bytes(0..50).into()),
        6 => HeaderValue::String("event".to_owned().into()),
        7 => HeaderValue::Timestamp(DateTime::from_secs(i64::from(random.next() as i32))),
        _ => HeaderValue::Uuid(u128::from(random.next())),
    }
}

fn of(message: &Message, headers: &[(&'static str, &str)]) -> Vec<u8> {
    let message = headers.iter().fold(message.clone(), |message, (name, value)| {
        message.add_header(Header::new(*name, HeaderValue::String((*value).to_owned().into())))
    });
    let mut bytes = Vec::new();
    write_message_to(&message, &mut bytes).unwrap();
    bytes
}

/// The twelve bytes a frame begins with: any lengths, and the checksum that goes with them.
fn random_prelude(random: &mut Random) -> Vec<u8> {
    let shift = random.below(0..32);
    let (total, headers) = (random.next() as u32 >> shift, random.next() as u32 >> shift);
    let mut bytes = [total.to_be_bytes(), headers.to_be_bytes()].concat();
    bytes.extend(crc32(&bytes).to_be_bytes());
    bytes
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 }
        })
    })
}

/// Decodes as the SDK does, from pieces of any length, until nothing more comes of it; how many
/// frames were whole.
fn decoded(bytes: &[u8], random: &mut Random) -> usize {
    let mut decoder = MessageFrameDecoder::new();
    let (mut waiting, mut rest, mut whole) = (Vec::new(), bytes, 0);
    loop {
        let mut buffer = &waiting[..];
        let before = buffer.len();
        match decoder.decode_frame(&mut buffer) {
            Err(_) => return whole,
            Ok(DecodedFrame::Complete(message)) => {
                // What it is made of next may refuse it, and must not fall over it.
                drop(parse_response_headers(&message));
                whole += 1;
                let used = before - buffer.len();
                assert!(used > 0, "a frame of nothing would come for ever");
                waiting.drain(..used);
            }
            Ok(DecodedFrame::Incomplete) if rest.is_empty() => return whole,
            Ok(DecodedFrame::Incomplete) => {
                let used = before - buffer.len();
                waiting.drain(..used);
                let (piece, later) = rest.split_at(random.below(1..rest.len() + 1));
                waiting.extend(piece);
                rest = later;
            }
        }
    }
}

#[test]
fn the_checksum_is_the_one_of_the_protocol() {
    assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    assert_eq!(decoded(&answer(), &mut Random::of_case(0)), answer_frames());
}

fn answer_frames() -> usize {
    SAID.split(' ').count() + 4
}

#[test]
fn a_hundred_thousand_damaged_streams_are_decoded_without_a_fall() {
    let mut whole = 0;
    for number in 0..100_000 {
        let case = Case(number);
        let mut random = Random::of_case(number);
        let damaged = damaged(&mut random);
        whole += decoded(&damaged.bytes, &mut random);
        drop(case);
    }
    assert!(whole > 100_000, "damage that is seen at once tests little: {whole}");
}

/// What the server sends for each case: the damaged bytes, and then an end, a cut, or silence.
fn served(number: u64) -> (Vec<Step>, bool) {
    let mut random = Random::of_case(number);
    let damaged = damaged(&mut random);
    let (first, second) = damaged.bytes.split_at(random.below(0..damaged.bytes.len() + 1));
    let pieces = [first, second].into_iter().filter(|piece| !piece.is_empty());
    let mut steps = vec![head()];
    steps.extend(pieces.map(|piece| Step::Chunk(piece.to_vec())));
    match random.below(0..20) {
        0 => steps.push(Step::Hang),
        1..6 => {}
        _ => steps.push(Step::End),
    }
    (steps, damaged.honest)
}

fn hasty(server: &Server) -> Wanted {
    let soon = Duration::from_millis(150);
    let late = Duration::from_secs(20);
    let timeouts = Timeouts { connect: late, first_byte: Duration::from_secs(2), idle: soon };
    Wanted { timeouts, ..wanted(&server.url) }
}

/// Asks for one case; the number stands in the prompt, by which the server knows it.
async fn asked(client: Client, number: u64) -> Vec<Chunk> {
    let (sender, mut receiver) = mpsc::channel(64);
    let prompt = ask(&format!("case {number}"));
    let task = tokio::spawn(client.converse(prompt, sender, CancellationToken::new()));
    let mut chunks = Vec::new();
    while let Some(chunk) = receiver.recv().await {
        chunks.push(chunk);
    }
    task.await.unwrap();
    chunks
}

async fn holds(client: Client, number: u64) {
    let _case = Case(number);
    let honest = served(number).1;
    let chunks = timeout(Duration::from_secs(30), asked(client, number)).await.expect("it hangs");
    let last = chunks.iter().filter(|chunk| matches!(chunk, Chunk::Done(_) | Chunk::Failed(_)));
    assert_eq!(last.count(), 1, "{chunks:?}");
    if let Some(Chunk::Failed(failure)) = chunks.last() {
        assert_ne!(failure.problem.kind, Kind::Bug, "{failure:?}");
        let problem = &failure.problem;
        assert!(!problem.what.is_empty() && !problem.advice.is_empty(), "{problem:?}");
    }
    let said = super::support::said(&chunks);
    assert!(!honest || SAID.starts_with(&said), "damaged text was shown: {said:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_damaged_streams_over_the_wire_end_with_one_last_word() {
    const AT_ONCE: usize = 16;
    let route = |request: &super::server::Request| {
        let prompt = request.json()["messages"][0]["content"][0]["text"].as_str()?.to_owned();
        Some(served(prompt.strip_prefix("case ")?.parse().ok()?).0)
    };
    let server = Server::route(route, Vec::new()).await;
    let client = Client::connect(hasty(&server));
    let mut running = JoinSet::new();
    for number in 0..1_000 {
        if running.len() == AT_ONCE {
            running.join_next().await.unwrap().unwrap();
        }
        running.spawn(holds(client.clone(), number));
    }
    while let Some(ended) = running.join_next().await {
        ended.unwrap();
    }
    assert_eq!(server.requests().len(), 1_000);
}

/// A delta whose JSON is exactly these bytes.
fn delta(text: &[u8]) -> Vec<u8> {
    let json = [&b"{\"contentBlockIndex\":0,\"delta\":{\"text\":\""[..], text, b"\"}}"].concat();
    of(
        &Message::new(json),
        &[
            (":message-type", "event"),
            (":event-type", "contentBlockDelta"),
            (":content-type", "application/json"),
        ],
    )
}

#[tokio::test]
async fn letters_cut_between_deltas_never_become_other_letters() {
    for (pieces, shown) in [
        // One letter of three bytes, one of four, a pair of surrogates, bytes that are none.
        ([&b"a\xe2\x82"[..], b"\xacb"], "a"),
        ([b"a\xf0\x9f", b"\x98\x80b"], "a"),
        ([b"a\\ud83d", b"\\ude00b"], "a"),
        ([b"a\xff\xfe", b"\xc0\x80b"], "a"),
        ([b"a\\u20ac", b"b\\u0000\\u001b[2J"], "a\u{20ac}b\0\u{1b}[2J"),
    ] {
        let mut bytes = event("messageStart", &json!({ "role": "assistant" }));
        bytes.extend(text(0, "good "));
        bytes.extend(pieces.iter().flat_map(|piece| delta(piece)));
        bytes.extend(finish());
        let server = Server::start(vec![vec![head(), Step::Chunk(bytes), Step::End]]).await;
        let chunks = timeout(LONG, asked(Client::connect(hasty(&server)), 0)).await.unwrap();
        let said = super::support::said(&chunks);
        match chunks.last() {
            Some(Chunk::Done(_)) => assert_eq!(said, format!("good {shown}")),
            Some(Chunk::Failed(failure)) => {
                assert_eq!(failure.problem.kind, Kind::Corrupt, "{failure:?}");
                assert_eq!(said, "good ", "{pieces:?}");
            }
            other => panic!("{other:?}"),
        }
    }
}
