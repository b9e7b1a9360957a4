//! What an error answer says, gathered from status, headers and body.
//! Not here: what it means (table).

use std::time::{Duration, SystemTime};

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use aws_smithy_types::event_stream::{Message, RawMessage};
use serde_json::Value;

use crate::aws::setting::Setting;

/// How much of a foreign body is quoted.
const QUOTED: usize = 200;
/// The longest wait a service may ask of us.
const LONGEST_WAIT: Duration = Duration::from_mins(10);

/// What is known of a failed call.
#[derive(Debug, Clone)]
pub(crate) struct Evidence<'a> {
    /// The session it was made in.
    pub(crate) setting: &'a Setting,
    /// The API operation.
    pub(crate) operation: &'a str,
    /// The model it named.
    pub(crate) model: Option<&'a str>,
    /// The service's error code, without namespace.
    pub(crate) code: Option<String>,
    /// The service's own words.
    pub(crate) message: String,
    /// The HTTP status; none for an event of a stream.
    pub(crate) status: Option<u16>,
    /// The service's id of the request.
    pub(crate) request_id: Option<String>,
    /// How long it asks to wait.
    pub(crate) retry_after: Option<Duration>,
    /// The service's clock minus ours, in seconds, by its `Date` header.
    pub(crate) skew: Option<i64>,
    /// Whether the body is the protocol's (JSON), and not a page of something in between.
    pub(crate) protocol: bool,
}

impl<'a> Evidence<'a> {
    /// Nothing known but the call.
    pub(crate) fn of(setting: &'a Setting, operation: &'a str, model: Option<&'a str>) -> Self {
        Self {
            setting,
            operation,
            model,
            code: None,
            message: String::new(),
            status: None,
            request_id: None,
            retry_after: None,
            skew: None,
            protocol: true,
        }
    }

    /// With what an HTTP answer says.
    pub(crate) fn with_response(mut self, response: &HttpResponse, now: SystemTime) -> Self {
        let header = |name: &str| response.headers().get(name);
        self.status = Some(response.status().as_u16());
        self.request_id =
            header("x-amzn-requestid").or_else(|| header("x-amz-request-id")).map(Into::into);
        self.retry_after = header("retry-after").and_then(|value| wait(value, now));
        self.skew = header("date").and_then(|value| skew(value, now));
        let body = response.body().bytes().unwrap_or_default();
        self.code = header("x-amzn-errortype").and_then(bare);
        match serde_json::from_slice::<Value>(body) {
            Ok(body @ Value::Object(_)) => self = self.with_json(&body),
            _ if body.is_empty() => {}
            _ => self = self.with_text(&String::from_utf8_lossy(body)),
        }
        self
    }

    /// With a body that is no JSON. One such does come from AWS.
    fn with_text(mut self, body: &str) -> Self {
        const UNKNOWN: &str = "UnknownOperationException";
        if let Some((code, message)) = of_sts(body) {
            self.code.get_or_insert(code);
            self.message = message;
            return self;
        }
        if body.trim_start().starts_with('<') && body.len() < QUOTED && body.contains(UNKNOWN) {
            self.code.get_or_insert_with(|| UNKNOWN.to_owned());
        } else {
            self.protocol = false;
            self.message = first_words(body);
        }
        self
    }

    /// With what a JSON error body says.
    fn with_json(mut self, body: &Value) -> Self {
        let text = |names: &[&str]| {
            names.iter().find_map(|name| body.get(name).and_then(Value::as_str)).map(clean)
        };
        if let Some(message) = text(&["message", "Message", "errorMessage"]) {
            self.message = message;
        }
        if self.code.is_none() {
            self.code = text(&["__type", "code", "Code"]).as_deref().and_then(bare);
        }
        self
    }

    /// With what an error event of a stream says: its type stands in a header, its words in the
    /// payload or, for `:message-type: error`, in another header.
    pub(crate) fn with_event(mut self, raw: &RawMessage) -> Self {
        let RawMessage::Decoded(message) = raw else {
            return self;
        };
        let kind =
            text_header(message, ":exception-type").or_else(|| text_header(message, ":error-code"));
        self.code = kind.as_deref().and_then(bare).map(|kind| capital(&kind));
        if let Some(words) = text_header(message, ":error-message") {
            self.message = clean(&words);
        }
        match serde_json::from_slice::<Value>(message.payload()) {
            Ok(body @ Value::Object(_)) => self.with_json(&body),
            _ => self,
        }
    }
}

/// What an error of STS says, which answers in XML.
fn of_sts(body: &str) -> Option<(String, String)> {
    let error = body.split_once("<ErrorResponse")?.1;
    let inside = |tag: &str| {
        let (_, tail) = error.split_once(&format!("<{tag}>"))?;
        Some(clean(tail.split_once(&format!("</{tag}>"))?.0))
    };
    Some((bare(&inside("Code")?)?, inside("Message").unwrap_or_default()))
}

fn text_header(message: &Message, name: &str) -> Option<String> {
    let header = message.headers().iter().find(|header| header.name().as_str() == name)?;
    header.value().as_string().ok().map(|text| text.as_str().to_owned())
}

/// `validationException` of an event is `ValidationException` of an answer.
fn capital(code: &str) -> String {
    let mut letters = code.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

/// An error code without namespace and address:
/// `com.amazon.coral.service#X:http://internal` is `X`.
fn bare(code: &str) -> Option<String> {
    let code = code.split(':').next().unwrap_or_default();
    let code = code.rsplit('#').next().unwrap_or_default().trim();
    (!code.is_empty()).then(|| code.to_owned())
}

fn wait(value: &str, now: SystemTime) -> Option<Duration> {
    let wait = match value.trim().parse::<u64>() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => date(value)?.duration_since(now).ok()?,
    };
    Some(wait.min(LONGEST_WAIT))
}

fn date(value: &str) -> Option<SystemTime> {
    SystemTime::try_from(DateTime::from_str(value, Format::HttpDate).ok()?).ok()
}

/// The service's clock minus ours, in seconds, by a `Date` header.
pub(crate) fn skew(value: &str, now: SystemTime) -> Option<i64> {
    let theirs = date(value)?;
    Some(match theirs.duration_since(now) {
        Ok(ahead) => ahead.as_secs() as i64,
        Err(behind) => -(behind.duration().as_secs() as i64),
    })
}

/// Text without controls, escapes and bidirectional tricks, on one line.
pub(crate) fn clean(text: &str) -> String {
    let visible: String = text
        .chars()
        .map(|letter| if letter.is_control() || hidden(letter) { ' ' } else { letter })
        .collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn hidden(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The first words of a body that is no error of the service: tags, scripts and styles left out.
pub(crate) fn first_words(body: &str) -> String {
    let mut text = String::new();
    // The decoder of event streams eats the first bytes, so a tag may be cut in the middle.
    let mut rest = match (body.find('>'), body.find('<')) {
        (Some(end), None) => &body[end + 1..],
        (Some(end), Some(start)) if end < start => &body[end + 1..],
        _ => body,
    };
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        text.push(' ');
        let lower = after.get(..6).unwrap_or(after).to_ascii_lowercase();
        let end = match () {
            () if lower.starts_with("script") => "</script",
            () if lower.starts_with("style") => "</style",
            () => "",
        };
        let after = after.split_once(end).map_or("", |(_, tail)| tail);
        rest = after.split_once('>').map_or("", |(_, tail)| tail);
    }
    text.push_str(rest);
    let words = clean(&text);
    match words.char_indices().nth(QUOTED) {
        Some((at, _)) => format!("{}…", &words[..at]),
        None => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_loses_namespace_and_address() {
        let long = "ThrottlingException:http://internal.amazon.com/coral/";
        assert_eq!(bare(long).as_deref(), Some("ThrottlingException"));
        let spaced = "com.amazon.coral.service#ExpiredTokenException";
        assert_eq!(bare(spaced).as_deref(), Some("ExpiredTokenException"));
        assert_eq!(bare("#:x"), None);
        assert_eq!(capital("modelStreamErrorException"), "ModelStreamErrorException");
        assert_eq!(capital(""), "");
    }

    #[test]
    fn a_page_is_quoted_without_its_markup() {
        let page = "<html><head><style>a{}</style><title>502 Bad Gateway</title></head>\n<body>\
                    <script>x()</script><h1>Sorry\u{1b}[31m \u{202e}you</h1></body></html>";
        assert_eq!(first_words(page), "502 Bad Gateway Sorry [31m you");
        assert_eq!(first_words("plain"), "plain");
        assert_eq!(first_words("ml lang=en><h1>Sorry</h1>"), "Sorry");
        assert_eq!(first_words("<é"), "");
        assert_eq!(first_words(&"é".repeat(500)).chars().count(), QUOTED + 1);
    }

    #[test]
    fn sts_answers_in_xml() {
        let body = "<ErrorResponse xmlns=\"x\"><Error><Type>Sender</Type><Code>ExpiredToken</Code>\
                    <Message>It is\u{1b} expired</Message></Error><RequestId>r</RequestId>";
        let said = of_sts(body).unwrap();
        assert_eq!((said.0.as_str(), said.1.as_str()), ("ExpiredToken", "It is expired"));
        assert_eq!(of_sts("<html><Code>x</Code></html>"), None);
        assert_eq!(of_sts("<ErrorResponse><Code>x"), None);
    }

    #[test]
    fn a_wait_is_seconds_or_a_date_and_has_an_end() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        assert_eq!(wait("7", now), Some(Duration::from_secs(7)));
        assert_eq!(wait("Tue, 14 Nov 2023 22:13:30 GMT", now), Some(Duration::from_secs(10)));
        assert_eq!(wait("Tue, 14 Nov 2023 22:13:10 GMT", now), None);
        assert_eq!(wait("99999999", now), Some(LONGEST_WAIT));
        assert_eq!(wait("soon", now), None);
        assert_eq!(skew("Tue, 14 Nov 2023 22:03:20 GMT", now), Some(-600));
    }
}
