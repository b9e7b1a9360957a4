//! The end of the server: clean, soon, and whatever is still open.

use crate::raw;
use crate::served::{NOVA, Served, user};
use outcrop::simulator::pace::Pace;
use outcrop::simulator::script::Script;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[tokio::test]
async fn open_streams_end_with_the_server() {
    let mut served = Served::run(Script::new(Pace::TokensPerSecond(1.0))).await;
    let request = served.runtime().converse_stream().model_id(NOVA).messages(user("About rivers"));
    let mut stream = request.send().await.unwrap().stream;
    assert!(stream.recv().await.unwrap().is_some());
    served.stop.cancel();
    (&mut served.task).await.unwrap().unwrap();
    loop {
        match stream.recv().await {
            Ok(Some(_)) => {}
            Ok(None) => panic!("a clean end would look like an answer"),
            Err(_) => break,
        }
    }
}

#[tokio::test]
async fn waiting_calls_end_with_the_server() {
    for fault in ["slow-first-byte", "stall"] {
        let mut script = Script::new(Pace::Max).with_faults(vec![fault.parse().unwrap()]);
        script.slow_first_byte = std::time::Duration::from_hours(1);
        let mut served = Served::run(script).await;
        let control = served.control();
        let call =
            tokio::spawn(async move { control.list_foundation_models().send().await.is_ok() });
        while served.script.journal.entries().is_empty() {
            tokio::task::yield_now().await;
        }
        served.stop.cancel();
        (&mut served.task).await.unwrap().unwrap();
        // It is answered or refused; it does not wait for the hour to pass.
        let _ = call.await.unwrap();
    }
}

#[tokio::test]
async fn an_idle_connection_does_not_hold_the_server() {
    let mut served = Served::with(&[]).await;
    let control = served.control();
    control.list_foundation_models().send().await.unwrap();
    served.stop.cancel();
    (&mut served.task).await.unwrap().unwrap();
    assert!(control.list_foundation_models().send().await.is_err());
}

#[tokio::test]
async fn a_client_that_stops_reading_does_not_hold_the_server() {
    let mut served = Served::with(&[]).await;
    let body = r#"{"messages":[{"role":"user","content":[{"text":"/standard 200000"}]}]}"#;
    let mut connection = TcpStream::connect(served.address).await.unwrap();
    let head = format!(
        "POST /model/amazon.nova-pro-v1%3A0/converse-stream HTTP/1.1\r\nhost: x\r\nauthorization: {}\r\n\
         content-length: {}\r\n\r\n{body}",
        raw::SIGNED,
        body.len()
    );
    connection.write_all(head.as_bytes()).await.unwrap();
    let mut first = [0; 1];
    connection.read_exact(&mut first).await.unwrap();
    served.stop.cancel();
    (&mut served.task).await.unwrap().unwrap();
}
