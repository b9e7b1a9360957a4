//! HTTP/1.1 by hand, for what an SDK would hide: headers, statuses, bytes.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A signature nobody verifies, for us-east-1.
pub(crate) const SIGNED: &str = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260102/us-east-1/bedrock/\
                                 aws4_request, SignedHeaders=host, Signature=00";

/// An answer as it came.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
    /// Still chunked when the headers say so.
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&self.body)))
    }

    /// The name of the error without its namespace.
    pub(crate) fn error(&self) -> &str {
        self.headers.get("x-amzn-errortype").map_or("", |value| value.split(':').next().unwrap())
    }
}

/// Sends a request that is signed, and reads the answer to the end of the connection.
pub(crate) async fn send(address: SocketAddr, method: &str, path: &str, body: &[u8]) -> Answer {
    send_as(address, method, path, body, Some(SIGNED)).await
}

/// The same with that `Authorization`.
pub(crate) async fn send_as(
    address: SocketAddr,
    method: &str,
    path: &str,
    body: &[u8],
    authorization: Option<&str>,
) -> Answer {
    let mut connection = TcpStream::connect(address).await.unwrap();
    let authorization =
        authorization.map_or(String::new(), |value| format!("authorization: {value}\r\n"));
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-type: \
         application/json\r\nx-amz-date: 20260102T030405Z\r\n{authorization}content-length: {}\r\n\r\n",
        body.len()
    );
    connection.write_all(head.as_bytes()).await.unwrap();
    connection.write_all(body).await.unwrap();
    let mut bytes = Vec::new();
    // A connection that is cut ends in an error; what came before is still an answer.
    let _ = connection.read_to_end(&mut bytes).await;
    parse(&bytes)
}

fn parse(bytes: &[u8]) -> Answer {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
    let head = std::str::from_utf8(&bytes[..end]).unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers = lines
        .map(|line| {
            let (name, value) = line.split_once(':').unwrap();
            (name.to_lowercase(), value.trim().to_owned())
        })
        .collect();
    Answer { status, headers, body: bytes[end + 4..].to_vec() }
}
