//! Frames of the event stream encoding. What they say is decided by the formats.

use crate::simulator::service_error::ServiceError;
use aws_smithy_eventstream::frame::write_message_to;
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};

/// Appends an event with a JSON payload.
pub(crate) fn event(out: &mut Vec<u8>, kind: &'static str, payload: Vec<u8>) {
    write(out, "event", ":event-type", kind, payload);
}

/// Appends an exception, which ends the stream for the caller. Its name starts in lower case here.
pub(crate) fn exception(out: &mut Vec<u8>, kind: &'static str, error: &ServiceError) {
    write(out, "exception", ":exception-type", kind, error.body().to_string().into_bytes());
}

#[expect(
    clippy::expect_used,
    reason = "the headers are short constants and a payload is far below 4 GiB"
)]
fn write(
    out: &mut Vec<u8>,
    kind: &'static str,
    header: &'static str,
    value: &'static str,
    payload: Vec<u8>,
) {
    let message = Message::new(payload)
        .add_header(Header::new(header, HeaderValue::String(value.into())))
        .add_header(Header::new(":content-type", HeaderValue::String("application/json".into())))
        .add_header(Header::new(":message-type", HeaderValue::String(kind.into())));
    write_message_to(&message, out).expect("the message fits a frame");
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_smithy_eventstream::frame::{DecodedFrame, MessageFrameDecoder};
    use proptest::prelude::*;

    /// Decodes `bytes` as they arrive in pieces of these sizes.
    fn decode(bytes: &[u8], sizes: &[usize]) -> Vec<Message> {
        let mut decoder = MessageFrameDecoder::new();
        let mut waiting: Vec<u8> = Vec::new();
        let mut messages = Vec::new();
        let mut rest = bytes;
        let mut sizes = sizes.iter().cycle();
        while !rest.is_empty() {
            let size = (*sizes.next().unwrap()).clamp(1, rest.len());
            waiting.extend_from_slice(&rest[..size]);
            rest = &rest[size..];
            loop {
                let mut left = &waiting[..];
                let decoded = decoder.decode_frame(&mut left).unwrap();
                waiting = left.to_vec();
                match decoded {
                    DecodedFrame::Complete(message) => messages.push(message),
                    DecodedFrame::Incomplete => break,
                }
            }
        }
        assert!(waiting.is_empty());
        messages
    }

    proptest! {
        /// However a network splits the bytes, the same frames come out.
        #[test]
        fn any_split_decodes_the_same(
            payloads in prop::collection::vec("\\PC{0,30}", 1..8),
            sizes in prop::collection::vec(1usize..40, 1..6),
        ) {
            let mut bytes = Vec::new();
            for payload in &payloads {
                event(&mut bytes, "contentBlockDelta", payload.clone().into_bytes());
            }
            exception(&mut bytes, "throttlingException", &ServiceError::validation("slow"));
            let whole = decode(&bytes, &[bytes.len()]);
            prop_assert_eq!(&decode(&bytes, &sizes), &whole);
            prop_assert_eq!(whole.len(), payloads.len() + 1);
            for (message, payload) in whole.iter().zip(&payloads) {
                prop_assert_eq!(&message.payload()[..], payload.as_bytes());
                prop_assert_eq!(message.headers()[0].value().as_string().unwrap().as_str(), "contentBlockDelta");
            }
        }
    }
}
