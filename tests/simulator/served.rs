//! A simulator of its own for a test, and SDK clients that talk to it.

use aws_credential_types::Credentials;
use aws_sdk_bedrockruntime::primitives::event_stream::EventReceiver;
use aws_sdk_bedrockruntime::types::error::ConverseStreamOutputError;
use aws_sdk_bedrockruntime::types::{
    ContentBlock, ContentBlockDelta, ConversationRole, ConverseStreamOutput, Message,
    ReasoningContentBlockDelta, TokenUsage,
};
use outcrop::simulator::pace::Pace;
use outcrop::simulator::script::Script;
use outcrop::simulator::server;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// The model most tests talk to: on demand, without reasoning.
pub(crate) const NOVA: &str = "amazon.nova-pro-v1:0";
/// Through a profile only, with signed reasoning.
pub(crate) const CLAUDE: &str = "us.anthropic.claude-opus-4-5-20251101-v1:0";

/// A running simulator; it stops when dropped.
pub(crate) struct Served {
    pub(crate) script: Script,
    pub(crate) address: SocketAddr,
    pub(crate) stop: CancellationToken,
    pub(crate) task: JoinHandle<std::io::Result<()>>,
}

impl Served {
    /// At full speed with these faults; slow is short.
    pub(crate) async fn with(faults: &[&str]) -> Self {
        let mut script = Script::new(Pace::Max)
            .with_faults(faults.iter().map(|fault| fault.parse().unwrap()).collect());
        script.slow_first_byte = Duration::from_millis(20);
        Self::run(script).await
    }

    pub(crate) async fn run(script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        let task =
            tokio::spawn(server::run(listener, script.clone(), stop.clone().cancelled_owned()));
        Self { script, address, stop, task }
    }

    fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn control(&self) -> aws_sdk_bedrock::Client {
        let config = aws_sdk_bedrock::Config::builder()
            .behavior_version_latest()
            .endpoint_url(self.endpoint())
            .region(aws_sdk_bedrock::config::Region::new("us-east-1"))
            .credentials_provider(credentials())
            .retry_config(aws_sdk_bedrock::config::retry::RetryConfig::disabled())
            .build();
        aws_sdk_bedrock::Client::from_conf(config)
    }

    pub(crate) fn runtime(&self) -> aws_sdk_bedrockruntime::Client {
        let config = aws_sdk_bedrockruntime::Config::builder()
            .behavior_version_latest()
            .endpoint_url(self.endpoint())
            .region(aws_sdk_bedrockruntime::config::Region::new("us-east-1"))
            .credentials_provider(credentials())
            .retry_config(aws_sdk_bedrockruntime::config::retry::RetryConfig::disabled())
            .build();
        aws_sdk_bedrockruntime::Client::from_conf(config)
    }

    pub(crate) fn sts(&self) -> aws_sdk_sts::Client {
        let config = aws_sdk_sts::Config::builder()
            .behavior_version_latest()
            .endpoint_url(self.endpoint())
            .region(aws_sdk_sts::config::Region::new("us-east-1"))
            .credentials_provider(credentials())
            .retry_config(aws_sdk_sts::config::retry::RetryConfig::disabled())
            .build();
        aws_sdk_sts::Client::from_conf(config)
    }

    /// Streams the answer to one prompt.
    pub(crate) async fn ask(&self, model: &str, prompt: &str) -> Told {
        self.converse(model, vec![user(prompt)]).await
    }

    /// Streams the answer to a conversation.
    pub(crate) async fn converse(&self, model: &str, messages: Vec<Message>) -> Told {
        let request = self.runtime().converse_stream().model_id(model).set_messages(Some(messages));
        listen(request.send().await.unwrap().stream).await
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

fn credentials() -> Credentials {
    Credentials::new("AKIDEXAMPLE", "secret", None, None, "test")
}

pub(crate) fn user(text: &str) -> Message {
    message(ConversationRole::User, text)
}

pub(crate) fn assistant(text: &str) -> Message {
    message(ConversationRole::Assistant, text)
}

fn message(role: ConversationRole, text: &str) -> Message {
    Message::builder().role(role).content(ContentBlock::Text(text.to_owned())).build().unwrap()
}

/// What a stream told.
#[derive(Debug, Default)]
pub(crate) struct Told {
    pub(crate) text: String,
    pub(crate) reasoning: String,
    pub(crate) signature: String,
    pub(crate) redacted: Vec<u8>,
    pub(crate) deltas: usize,
    pub(crate) stop: Option<String>,
    pub(crate) usage: Option<TokenUsage>,
    pub(crate) latency_ms: Option<i64>,
    /// How it ended, when not well: the error of the SDK, in full.
    pub(crate) error: Option<String>,
}

/// Listens to a stream until it ends.
pub(crate) async fn listen(
    mut stream: EventReceiver<ConverseStreamOutput, ConverseStreamOutputError>,
) -> Told {
    let mut told = Told::default();
    loop {
        match stream.recv().await {
            Ok(Some(event)) => hear(&mut told, event),
            Ok(None) => return told,
            Err(error) => {
                told.error = Some(format!("{error:?}"));
                return told;
            }
        }
    }
}

fn hear(told: &mut Told, event: ConverseStreamOutput) {
    match event {
        ConverseStreamOutput::ContentBlockDelta(event) => {
            told.deltas += 1;
            match event.delta.unwrap() {
                ContentBlockDelta::Text(text) => told.text.push_str(&text),
                ContentBlockDelta::ReasoningContent(delta) => match delta {
                    ReasoningContentBlockDelta::Text(text) => told.reasoning.push_str(&text),
                    ReasoningContentBlockDelta::Signature(text) => told.signature.push_str(&text),
                    ReasoningContentBlockDelta::RedactedContent(data) => {
                        told.redacted.extend(data.into_inner());
                    }
                    other => panic!("{other:?}"),
                },
                other => panic!("{other:?}"),
            }
        }
        ConverseStreamOutput::MessageStop(stop) => {
            told.stop = Some(stop.stop_reason.as_str().to_owned());
        }
        ConverseStreamOutput::Metadata(metadata) => {
            told.usage = metadata.usage;
            told.latency_ms = metadata.metrics.map(|metrics| metrics.latency_ms);
        }
        ConverseStreamOutput::MessageStart(start) => {
            assert_eq!(start.role, ConversationRole::Assistant);
        }
        ConverseStreamOutput::ContentBlockStop(_) => {}
        other => panic!("{other:?}"),
    }
}
