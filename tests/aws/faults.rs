//! Answers that do not come, or break off: each becomes its problem, and is tried again only where
//! nothing was shown yet.

use std::sync::Arc;
use std::time::Duration;

use outcrop::aws::client::Client;
use outcrop::domain::ask::Chunk;
use outcrop::domain::problem::Kind;
use outcrop::domain::session::Wanted;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::{Notify, mpsc};
use tokio_util::sync::CancellationToken;

use super::server::{Server, Step, error, finish, frame, good, head, page, text};
use super::support::{ask, chunks, done, failed, names, said, soon_idle, soon_late, wanted};

fn patient(server: &Server, attempts: u32) -> Wanted {
    Wanted { attempts, ..wanted(&server.url) }
}

#[tokio::test]
async fn throttling_is_tried_again_in_sight() {
    let throttled = error(429, "ThrottlingException", "Too many requests");
    let server = Server::start(vec![throttled.clone(), throttled, good("there")]).await;
    let came = chunks(patient(&server, 4), ask("hi")).await;
    assert_eq!(
        names(&came),
        ["sent", "waiting", "sent", "waiting", "sent", "accepted", "text", "done"]
    );
    let Chunk::Waiting { attempt, why: Some(why), wait } = &came[3] else { panic!("{came:?}") };
    assert_eq!((*attempt, why.kind, *wait), (3, Kind::Throttled, Duration::ZERO));
    assert_eq!(done(&came).request_id.as_deref(), Some("r-stream"));
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn a_clock_that_is_off_is_made_up_for_once_it_is_known() {
    let refused = super::server::json(
        403,
        &[
            ("x-amzn-errortype", "InvalidSignatureException"),
            ("date", "Fri, 01 Jan 2100 12:00:00 GMT"),
            ("retry-after", "0"),
        ],
        r#"{"message":"Signature expired: X is now earlier than Y"}"#,
    );
    let server = Server::start(vec![refused, good("there")]).await;
    let came = chunks(patient(&server, 3), ask("hi")).await;
    let Chunk::Waiting { why: Some(why), .. } = &came[1] else { panic!("{came:?}") };
    assert_eq!(why.kind, Kind::ClockSkew);
    assert!(why.advice[0].contains("behind"), "{why}");
    done(&came);
    let requests = server.requests();
    assert!(requests[1].header("x-amz-date").unwrap().starts_with("21000101T12"));
}

#[tokio::test]
async fn attempts_have_an_end() {
    let server = Server::start(vec![error(503, "ServiceUnavailableException", "busy")]).await;
    let came = chunks(patient(&server, 2), ask("hi")).await;
    assert_eq!(names(&came), ["sent", "waiting", "sent", "failed"]);
    let failure = failed(&came);
    assert_eq!(failure.problem.kind, Kind::Unavailable);
    assert_eq!(failure.problem.request_id.as_deref(), Some("r-error"));
    assert!(failure.ending.headers.iter().any(|(name, _)| name == "x-amzn-errortype"));
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn what_waiting_cannot_cure_is_not_tried_again() {
    for (status, code, message, kind) in [
        (400, "ValidationException", "no", Kind::Validation),
        (
            403,
            "AccessDeniedException",
            "You don't have access to the model with the specified model ID.",
            Kind::NoAccess,
        ),
        (403, "ExpiredTokenException", "expired", Kind::Expired),
        (
            429,
            "ThrottlingException",
            "Too many tokens per day, please wait before trying again.",
            Kind::Quota,
        ),
        (408, "ModelTimeoutException", "slow", Kind::ModelTimeout),
        (424, "ModelErrorException", "broken", Kind::ModelError),
    ] {
        let server = Server::start(vec![error(status, code, message)]).await;
        let came = chunks(patient(&server, 5), ask("hi")).await;
        assert_eq!(names(&came), ["sent", "failed"], "{code}");
        assert_eq!(failed(&came).problem.kind, kind);
    }
}

#[tokio::test]
async fn an_error_event_before_the_first_token_is_tried_again_and_after_it_never() {
    let throttled = frame("exception", "throttlingException", &json!({ "message": "Too many" }));
    let early = vec![head(), Step::Chunk(throttled.clone()), Step::End];
    let late = vec![head(), Step::Chunk([text(0, "par"), throttled].concat()), Step::End];
    let server = Server::start(vec![early.clone(), late]).await;
    // An event asks for no time to wait, so the backoff is its own: at most a second.
    let came = chunks(patient(&server, 5), ask("hi")).await;
    assert_eq!(names(&came), ["sent", "accepted", "waiting", "sent", "accepted", "text", "failed"]);
    let failure = failed(&came);
    assert_eq!(failure.problem.kind, Kind::Throttled);
    assert_eq!(failure.problem.request_id.as_deref(), Some("r-stream"));
    assert!(failure.ending.first_token_ms.is_some());
    assert_eq!(said(&came), "par");
}

#[tokio::test]
async fn each_way_to_break_off_is_told_by_its_name() {
    let exception = |kind: &str| frame("exception", kind, &json!({ "message": "words" }));
    let mut damaged = text(0, "damaged");
    let last = damaged.len() - 1;
    damaged[last] ^= 0xff;
    let half = text(0, "half").split_at(20).0.to_vec();
    let steps =
        |bytes: Vec<u8>| vec![head(), Step::Chunk([text(0, "a"), bytes].concat()), Step::End];
    let cut = vec![head(), Step::Chunk(text(0, "a"))];
    for (answer, kind) in [
        (steps(Vec::new()), Kind::NoStop),
        (steps(damaged), Kind::Corrupt),
        (steps(half), Kind::Cut),
        (cut, Kind::Cut),
        (steps(exception("internalServerException")), Kind::Internal),
        (steps(exception("modelStreamErrorException")), Kind::StreamError),
        (steps(exception("validationException")), Kind::Validation),
        (steps(exception("serviceUnavailableException")), Kind::Unavailable),
        (steps(exception("brandNewException")), Kind::StreamError),
    ] {
        let server = Server::start(vec![answer]).await;
        let came = chunks(patient(&server, 5), ask("hi")).await;
        assert_eq!(names(&came), ["sent", "accepted", "text", "failed"], "{kind:?}");
        assert_eq!(failed(&came).problem.kind, kind, "{:?}", failed(&came));
    }
}

#[tokio::test]
async fn an_answer_that_is_complete_stays_so_whatever_follows() {
    let stop = super::server::event("messageStop", &json!({ "stopReason": "end_turn" }));
    let answers = [
        vec![head(), Step::Chunk([text(0, "a"), stop.clone()].concat()), Step::End],
        vec![head(), Step::Chunk([text(0, "a"), stop.clone()].concat())],
        vec![head(), Step::Chunk([text(0, "a"), stop].concat()), Step::Hang],
    ];
    for answer in answers {
        let server = Server::start(vec![answer]).await;
        let came = chunks(soon_idle(wanted(&server.url)), ask("hi")).await;
        assert_eq!((said(&came).as_str(), done(&came).usage), ("a", None));
    }
}

#[tokio::test]
async fn silence_has_an_end() {
    // A damaged length makes the decoder wait for bytes that never come, however many do.
    let mut damaged = text(0, "x");
    damaged[..4].copy_from_slice(&[0x00, 0x7f, 0xff, 0xff]);
    for answer in [
        vec![head(), Step::Chunk(text(0, "a")), Step::Hang],
        vec![head(), Step::Chunk([text(0, "a"), damaged, finish()].concat()), Step::Hang],
    ] {
        let server = Server::start(vec![answer]).await;
        let came = chunks(soon_idle(patient(&server, 5)), ask("hi")).await;
        assert_eq!(names(&came), ["sent", "accepted", "text", "failed"]);
        assert_eq!(failed(&came).problem.kind, Kind::Idle, "{:?}", failed(&came));
    }
    for answer in [vec![Step::Hang], vec![head(), Step::Hang]] {
        for stream in [true, false] {
            let server = Server::start(vec![answer.clone()]).await;
            let ask = outcrop::domain::ask::Ask { stream, ..ask("hi") };
            let came = chunks(soon_late(patient(&server, 5)), ask).await;
            assert_eq!(failed(&came).problem.kind, Kind::Idle, "{:?}", failed(&came));
            assert_eq!(said(&came), "");
        }
    }
}

#[tokio::test]
async fn a_name_that_nobody_has_is_a_connection_fault() {
    let came = chunks(wanted("http://bedrock.invalid"), ask("hi")).await;
    let problem = &failed(&came).problem;
    assert_eq!(problem.kind, Kind::Connect, "{problem:?}");
    assert!(problem.what.contains("not found"), "{problem:?}");
}

#[tokio::test]
async fn a_page_in_between_is_not_bedrock() {
    let html = "<html><body><h1>Corporate proxy</h1>Please sign in</body></html>";
    for (status, stream) in [(200, true), (200, false), (403, true), (502, true), (503, false)] {
        let server = Server::start(vec![page(status, "text/html", &[], html)]).await;
        let ask = outcrop::domain::ask::Ask { stream, ..ask("hi") };
        let came = chunks(patient(&server, 3), ask).await;
        let problem = &failed(&came).problem;
        assert_eq!(problem.kind, Kind::NotBedrock, "{status} {stream} {problem:?}");
        assert!(problem.why.contains("Corporate proxy Please sign in"), "{problem}");
    }
}

#[tokio::test]
async fn nobody_listening_is_a_connection_fault_and_tried_again() {
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", closed.local_addr().unwrap());
    drop(closed);
    let came = chunks(Wanted { attempts: 2, ..wanted(&url) }, ask("hi")).await;
    assert_eq!(names(&came), ["sent", "waiting", "sent", "failed"]);
    let problem = &failed(&came).problem;
    assert_eq!(problem.kind, Kind::Connect, "{problem}");
    assert!(problem.why.to_lowercase().contains("refused"), "{problem}");
}

#[tokio::test]
async fn an_endpoint_that_is_no_url_is_the_users_to_correct() {
    let came = chunks(Wanted { attempts: 1, ..wanted("not a url") }, ask("hi")).await;
    let problem = &failed(&came).problem;
    assert_eq!(problem.kind, Kind::Input, "{problem:?}");
}

/// Cancels an answer once it shows `at`; afterwards nothing more may come.
async fn cancelled(answers: Vec<Vec<Step>>, at: &str) {
    let server = Server::start(answers).await;
    let (sender, mut receiver) = mpsc::channel(1);
    let cancel = CancellationToken::new();
    let client = Client::connect(patient(&server, 5));
    let task = tokio::spawn(client.converse(ask("hi"), sender, cancel.clone()));
    loop {
        let chunk = receiver.recv().await.expect("not shown");
        if names(std::slice::from_ref(&chunk)) == [at] {
            break;
        }
    }
    cancel.cancel();
    task.await.unwrap();
    while let Some(chunk) = receiver.recv().await {
        assert!(!matches!(chunk, Chunk::Done(_) | Chunk::Failed(_)), "{chunk:?}");
    }
}

#[tokio::test]
async fn an_answer_can_be_cancelled_at_any_time() {
    let slow = Step::Wait(Arc::new(Notify::new()));
    cancelled(vec![vec![Step::Hang]], "sent").await;
    cancelled(vec![vec![head(), slow.clone()]], "accepted").await;
    cancelled(vec![vec![head(), Step::Chunk(text(0, "a")), slow]], "text").await;
    let later = super::server::json(
        429,
        &[("x-amzn-errortype", "ThrottlingException"), ("retry-after", "500")],
        "{}",
    );
    cancelled(vec![later], "waiting").await;
}

#[tokio::test]
async fn a_listener_that_leaves_ends_the_answer() {
    let server = Server::start(vec![vec![head(), Step::Chunk(text(0, "a")), Step::Hang]]).await;
    let (sender, receiver) = mpsc::channel(1);
    drop(receiver);
    let client = Client::connect(wanted(&server.url));
    client.converse(ask("hi"), sender, CancellationToken::new()).await;
    assert_eq!(server.requests().len(), 0);
}
