//! Over TLS: an authority that is not known is refused with what to do, and trusted once named.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;

use outcrop::domain::problem::Kind;
use outcrop::domain::session::Wanted;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::environment::{KEYS, run};
use super::support::{ask, chunks, done, failed, said, wanted};

const AUTHORITY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/aws/tls/authority.pem");
const ANSWER: &str = r#"{"output":{"message":{"role":"assistant","content":[{"text":"safe"}]}},
    "stopReason":"end_turn","usage":{"inputTokens":1,"outputTokens":1,"totalTokens":2},
    "metrics":{"latencyMs":1}}"#;

/// A server for `localhost`, certified by the test authority (its key is in this repository and
/// proves nothing).
fn serve() -> String {
    let certificate = CertificateDer::from_pem_slice(include_bytes!("tls/server.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("tls/server.key")).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = StreamOwned::new(connection, stream.unwrap());
            let mut request = Vec::new();
            let mut buffer = [0; 4096];
            // A client that does not trust us ends the handshake.
            while !request.ends_with(b"}") {
                match stream.read(&mut buffer) {
                    Ok(read) if read > 0 => request.extend(&buffer[..read]),
                    _ => break,
                }
            }
            let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close";
            let length = ANSWER.len();
            let _ = write!(stream, "{head}\r\ncontent-length: {length}\r\n\r\n{ANSWER}");
            stream.conn.send_close_notify();
            let _ = stream.flush();
        }
    });
    url
}

fn whole() -> outcrop::domain::ask::Ask {
    outcrop::domain::ask::Ask { stream: false, ..ask("hi") }
}

#[test]
fn an_authority_of_ones_own_must_be_named() {
    run("encrypted::unknown_child", KEYS);
    run("encrypted::known_child", &[KEYS, &[("AWS_CA_BUNDLE", AUTHORITY)]].concat());
}

pub(crate) async fn unknown_child() {
    let real = Wanted { simulator: false, ..wanted(&serve()) };
    let came = chunks(real.clone(), whole()).await;
    let problem = &failed(&came).problem;
    assert_eq!(problem.kind, Kind::Certificate, "{problem:?}");
    assert!(problem.advice[0].contains("AWS_CA_BUNDLE"), "{problem}");
    let named = Wanted { ca_bundle: Some(AUTHORITY.into()), ..real };
    let came = chunks(named, whole()).await;
    done(&came);
    assert_eq!(said(&came), "safe");
}

pub(crate) async fn known_child() {
    let real = Wanted { simulator: false, ..wanted(&serve()) };
    done(&chunks(real, whole()).await);
}
