//! A fault the simulator is asked for, `KIND[@OPERATION|@MODEL][=N]`: reading and printing it. The
//! switchboard is in `faults`, what each kind answers in `fault_answer` and `stream`.

use crate::api::lookup;
use std::fmt;
use std::str::FromStr;

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// ThrottlingException, 429.
    Throttle,
    /// AccessDeniedException, 403: no policy allows the action.
    Deny,
    /// AccessDeniedException, 403: a service control policy forbids the action.
    OrgDeny,
    /// AccessDeniedException, 403: the account has no access to the model.
    NoAccess,
    /// AccessDeniedException, 403: the Marketplace agreement is missing.
    NoAgreement,
    /// ResourceNotFoundException, 404: the provider's use-case form was not sent.
    UseCase,
    /// ResourceNotFoundException, 404: the model is legacy and was not in use.
    Legacy,
    /// ExpiredTokenException, 403.
    Expired,
    /// AccessDeniedException, 403: the API key has expired.
    ExpiredKey,
    /// UnrecognizedClientException, 403.
    BadKey,
    /// InvalidSignatureException, 403: the signature does not match.
    BadSignature,
    /// InvalidSignatureException, 403: signed for another region.
    WrongRegion,
    /// InvalidSignatureException, 403: the clocks disagree.
    Skew,
    /// ValidationException, 400.
    Validation,
    /// ValidationException, 400: it names a field.
    BadField,
    /// ValidationException, 400: the input is too long.
    TooLong,
    /// The day's tokens are used up, or ServiceQuotaExceededException.
    Quota,
    /// ModelNotReadyException, 429.
    NotReady,
    /// ServiceUnavailableException, 503.
    Unavailable,
    /// InternalServerException, 500.
    Internal,
    /// ModelTimeoutException, 408.
    ModelTimeout,
    /// ModelErrorException, 424.
    ModelError,
    /// A long wait before the headers, then the usual answer.
    SlowFirstByte,
    /// Silence in the middle of the answer; the connection stays open.
    Stall,
    /// The connection drops in the middle of a frame.
    Cut,
    /// The stream ends cleanly without messageStop.
    NoStop,
    /// An exception event in the middle of the stream.
    StreamError,
    /// A frame whose checksum is wrong.
    CorruptFrame,
    /// 502 with a proxy's HTML page.
    Html,
    /// 200 with bytes that mean nothing.
    Garbage,
    /// 407 of a proxy that wants a user and a password.
    Proxy,
    /// ConflictException.
    Conflict,
    /// ResourceNotFoundException.
    NotFound,
    /// TooManyTagsException.
    TooManyTags,
    /// ResourceInUseException.
    InUse,
}

/// Which calls a kind can happen to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Any operation.
    Any,
    /// Those that invoke a model.
    Models,
    /// Those that answer with a stream.
    Streams,
    /// Those that declare the error of that name.
    Declaring(&'static str),
}

/// The table of kinds: name, reach, what it shows. The one place a new kind is named.
pub const KINDS: [(FaultKind, &str, Reach, &str); 35] = [
    (FaultKind::Throttle, "throttle", Reach::Any, "too many requests (429)"),
    (FaultKind::Deny, "deny", Reach::Any, "no policy allows the action (403)"),
    (FaultKind::OrgDeny, "org-deny", Reach::Any, "a policy of the organisation forbids it (403)"),
    (FaultKind::NoAccess, "no-access", Reach::Models, "no access to the model (403)"),
    (FaultKind::NoAgreement, "no-agreement", Reach::Models, "no Marketplace agreement (403)"),
    (FaultKind::UseCase, "use-case", Reach::Models, "the use-case form is missing (404)"),
    (FaultKind::Legacy, "legacy", Reach::Models, "a legacy model not in use (404)"),
    (FaultKind::Expired, "expired", Reach::Any, "expired session token (403)"),
    (FaultKind::ExpiredKey, "expired-key", Reach::Any, "expired API key (403)"),
    (FaultKind::BadKey, "bad-key", Reach::Any, "unknown access key (403)"),
    (FaultKind::BadSignature, "bad-signature", Reach::Any, "a signature that is wrong (403)"),
    (FaultKind::WrongRegion, "wrong-region", Reach::Any, "signed for another region (403)"),
    (FaultKind::Skew, "skew", Reach::Any, "the clocks disagree (403)"),
    (FaultKind::Validation, "validation", Reach::Any, "refused input (400)"),
    (FaultKind::BadField, "bad-field", Reach::Models, "refused input that names a field (400)"),
    (FaultKind::TooLong, "too-long", Reach::Models, "input longer than the window (400)"),
    (FaultKind::Quota, "quota", Reach::Any, "the day's tokens are used up"),
    (FaultKind::NotReady, "not-ready", Reach::Models, "the model is not ready (429)"),
    (FaultKind::Unavailable, "unavailable", Reach::Any, "service unavailable (503)"),
    (FaultKind::Internal, "internal", Reach::Any, "internal error (500)"),
    (FaultKind::ModelTimeout, "model-timeout", Reach::Models, "the model timed out (408)"),
    (FaultKind::ModelError, "model-error", Reach::Models, "the model failed (424)"),
    (FaultKind::SlowFirstByte, "slow-first-byte", Reach::Any, "a long wait before the answer"),
    (FaultKind::Stall, "stall", Reach::Any, "silence in mid-answer"),
    (FaultKind::Cut, "cut", Reach::Any, "the connection drops in mid-answer"),
    (FaultKind::NoStop, "no-stop", Reach::Streams, "a stream that ends without messageStop"),
    (FaultKind::StreamError, "stream-error", Reach::Streams, "an exception in mid-stream"),
    (FaultKind::CorruptFrame, "corrupt-frame", Reach::Streams, "a frame with a wrong checksum"),
    (FaultKind::Html, "html", Reach::Any, "a proxy's HTML page (502)"),
    (FaultKind::Garbage, "garbage", Reach::Any, "bytes that mean nothing (200)"),
    (FaultKind::Proxy, "proxy", Reach::Any, "a proxy that wants a password (407)"),
    (FaultKind::Conflict, "conflict", CONFLICT, "a conflict, where one is declared (400)"),
    (FaultKind::NotFound, "not-found", NOT_FOUND, "nothing of that name, where declared (404)"),
    (FaultKind::TooManyTags, "too-many-tags", TOO_MANY_TAGS, "more than 50 tags (400)"),
    (FaultKind::InUse, "in-use", IN_USE, "the resource is in use (400)"),
];

const CONFLICT: Reach = Reach::Declaring("ConflictException");
const NOT_FOUND: Reach = Reach::Declaring("ResourceNotFoundException");
const TOO_MANY_TAGS: Reach = Reach::Declaring("TooManyTagsException");
const IN_USE: Reach = Reach::Declaring("ResourceInUseException");

impl FaultKind {
    /// The name as flags write it.
    pub fn name(self) -> &'static str {
        KINDS.iter().find(|row| row.0 == self).map_or("", |row| row.1)
    }

    /// Which calls it can happen to.
    pub fn reach(self) -> Reach {
        KINDS.iter().find(|row| row.0 == self).map_or(Reach::Any, |row| row.2)
    }
}

/// What a fault is limited to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// One operation, by its name in the API.
    Operation(String),
    /// One model or inference profile, by the id it is invoked with or resolves to.
    Model(String),
}

/// A fault with its target and its count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What goes wrong.
    pub kind: FaultKind,
    /// For what; for every call it can happen to when none.
    pub target: Option<Target>,
    /// For the next so many matching calls; until switched off when none.
    pub times: Option<u32>,
}

/// Why a text is no fault.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FaultError {
    /// No such kind.
    #[error("unknown fault `{0}`; the kinds are {list}", list = kinds())]
    Kind(String),
    /// Neither an operation of the API nor a model id.
    #[error(
        "`{0}` is no operation of the API (such as ConverseStream) and no model id (such as amazon.nova-pro-v1:0)"
    )]
    Target(String),
    /// The count is no number from 1.
    #[error("`{0}` is no count: write =N with N a whole number from 1, or leave it out")]
    Times(String),
}

fn kinds() -> String {
    KINDS.map(|row| row.1).join(", ")
}

impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        let (rest, times) = match text.trim().split_once('=') {
            Some((rest, times)) => match times.parse::<u32>() {
                Ok(count) if count > 0 => (rest, Some(count)),
                _ => return Err(FaultError::Times(times.to_owned())),
            },
            None => (text.trim(), None),
        };
        let (kind, target) = match rest.split_once('@') {
            Some((kind, target)) => (kind, Some(read_target(target)?)),
            None => (rest, None),
        };
        let kind = KINDS
            .iter()
            .find(|row| row.1.eq_ignore_ascii_case(kind))
            .ok_or_else(|| FaultError::Kind(kind.to_owned()))?
            .0;
        Ok(Self { kind, target, times })
    }
}

fn read_target(text: &str) -> Result<Target, FaultError> {
    if let Some(operation) = lookup::operation(text) {
        return Ok(Target::Operation(operation.name.clone()));
    }
    // Every model id has its provider before a dot; an ARN has colons.
    if text.contains('.') || text.starts_with("arn:") {
        return Ok(Target::Model(text.to_owned()));
    }
    Err(FaultError::Target(text.to_owned()))
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.kind.name())?;
        if let Some(Target::Operation(name) | Target::Model(name)) = &self.target {
            write!(f, "@{name}")?;
        }
        match self.times {
            Some(times) => write!(f, "={times}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_reads_and_prints() {
        for (kind, name, _, _) in KINDS {
            let fault: Fault = name.parse().unwrap();
            assert_eq!(fault, Fault { kind, target: None, times: None });
            for text in [
                name.to_owned(),
                format!("{name}=3"),
                format!("{name}@ConverseStream"),
                format!("{name}@us.amazon.nova-pro-v1:0=1"),
            ] {
                assert_eq!(text.parse::<Fault>().unwrap().to_string(), text);
            }
        }
    }

    #[test]
    fn targets_are_told_apart() {
        let of = |text: &str| text.parse::<Fault>().unwrap().target.unwrap();
        assert_eq!(of("deny@conversestream"), Target::Operation("ConverseStream".into()));
        assert_eq!(of("deny@deepseek.v3.2"), Target::Model("deepseek.v3.2".into()));
    }

    #[test]
    fn what_is_no_fault_says_why() {
        let why = |text: &str| text.parse::<Fault>().unwrap_err().to_string();
        assert!(why("thrott").starts_with("unknown fault `thrott`; the kinds are throttle, deny,"));
        assert!(why("throttle@Convers").contains("`Convers` is no operation of the API"));
        assert!(why("throttle=0").starts_with("`0` is no count"));
        assert!(why("throttle=many").starts_with("`many` is no count"));
        assert!(why("").starts_with("unknown fault ``"));
    }
}
