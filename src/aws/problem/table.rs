//! THE TABLE from the service's error answers to kinds of problems; the first row that fits wins.
//! Not here: what to try (advice), or failures without an answer (local).

use super::account;
use super::advice::{self, Advice};
use super::evidence::Evidence;
use crate::domain::problem::Kind::{
    self, BadKey, ClockSkew, Conflict, Denied, DeniedByOrganisation, EndOfLife, Expired, Internal,
    ModelError, ModelTimeout, NeedsProfile, NoAccess, NoAgreement, NotBedrock, NotFound, NotReady,
    Other, Proxy, Quota, Region, StreamError, Throttled, TooLong, Unavailable, Validation,
};

/// One row. An empty condition is met by all.
#[derive(Debug)]
pub(crate) struct Row {
    /// Any of these error codes.
    codes: &'static [&'static str],
    /// Any of these words in the message, lower case, straight quotes.
    says: &'static [&'static str],
    /// Any of these HTTP statuses.
    status: &'static [u16],
    /// What it then is.
    pub(crate) kind: Kind,
    /// That, in one sentence.
    pub(crate) what: &'static str,
    /// Whether the same request may succeed later.
    pub(crate) retryable: bool,
    /// What to try.
    pub(crate) advice: Advice,
}

const fn row(kind: Kind, what: &'static str, advice: Advice) -> Row {
    Row { codes: &[], says: &[], status: &[], kind, what, retryable: false, advice }
}

impl Row {
    const fn code(mut self, codes: &'static [&'static str]) -> Self {
        self.codes = codes;
        self
    }

    const fn says(mut self, says: &'static [&'static str]) -> Self {
        self.says = says;
        self
    }

    const fn status(mut self, status: &'static [u16]) -> Self {
        self.status = status;
        self
    }

    const fn again(mut self) -> Self {
        self.retryable = true;
        self
    }

    fn fits(&self, code: &str, message: &str, status: u16) -> bool {
        (self.codes.is_empty() || self.codes.contains(&code))
            && (self.says.is_empty() || self.says.iter().any(|words| message.contains(words)))
            && (self.status.is_empty() || self.status.contains(&status))
    }
}

/// Codes of a signature that does not match.
const SIGNATURE: &[&str] = &[
    "InvalidSignatureException",
    "SignatureDoesNotMatch",
    "IncompleteSignature",
    "IncompleteSignatureException",
    "RequestTimeTooSkewed",
    "RequestExpired",
];
const DENIED: &[&str] = &["AccessDeniedException", "AccessDenied", "UnauthorizedOperation"];
/// A clock this far off spoils signatures (SigV4 allows five minutes), in seconds.
const SKEWED: i64 = 300;

/// Specific words first, then codes, then bare statuses.
const TABLE: &[Row] = &[
    // Credentials.
    row(ClockSkew, "the clock of this machine is off, so AWS refuses the signature", advice::clock)
        .says(&[
            "signature expired",
            "signature not yet current",
            "is now earlier than",
            "is still later than",
            "too skewed",
            "request has expired",
        ]),
    row(ClockSkew, "the clock of this machine is off, so AWS refuses the signature", advice::clock)
        .code(&["RequestTimeTooSkewed", "RequestExpired"]),
    row(Expired, "the Amazon Bedrock API key has expired", advice::expired).says(&[
        "bearer token has expired",
        "bearer token is expired",
        "api key has expired",
        "api key is expired",
    ]),
    row(Expired, "the credentials have expired", advice::expired).code(&[
        "ExpiredTokenException",
        "ExpiredToken",
        "TokenRefreshRequired",
    ]),
    row(Expired, "the credentials have expired", advice::expired).says(&[
        "token included in the request is expired",
        "token has expired",
        "security token is expired",
        "session has expired",
        "token is expired",
    ]),
    row(BadKey, "AWS does not know these credentials", advice::bad_key).code(&[
        "UnrecognizedClientException",
        "InvalidClientTokenId",
        "InvalidAccessKeyId",
        "MissingAuthenticationToken",
        "MissingAuthenticationTokenException",
        "AuthFailure",
    ]),
    row(Region, "the request was signed for another region", advice::signed_region).says(&[
        "scoped to a valid region",
        "scoped to correct region",
        "valid region, not",
    ]),
    row(BadKey, "AWS refuses the signature of these credentials", advice::bad_key).code(SIGNATURE),
    row(BadKey, "AWS does not know this API key", advice::bad_key).says(&[
        "api key is valid",
        "invalid api key",
        "bearer token",
        "api key format",
    ]),
    row(BadKey, "AWS does not know these credentials", advice::bad_key)
        .says(&["security token included in the request is invalid"]),
    // Permission.
    row(
        DeniedByOrganisation,
        "a policy of your AWS organization forbids this",
        advice::organisation,
    )
    .says(&["service control policy", "resource control policy"]),
    row(NoAgreement, "Anthropic's use case form was not sent for this account", advice::use_case)
        .says(&["use case details", "use-case form", "use case form"]),
    row(NoAgreement, "the agreement for this model was not accepted", advice::agreement).says(&[
        "aws-marketplace",
        "marketplace subscription",
        "model agreement",
        "agreement for this model",
        "agreement has not",
        "accept the agreement",
    ]),
    row(EndOfLife, "this model is no longer offered", advice::end_of_life).says(&[
        "end of its life",
        "end of life",
        "model has been deprecated",
        "model is deprecated",
    ]),
    row(EndOfLife, "this model is legacy, and this account did not use it lately", advice::legacy)
        .says(&["marked by provider as legacy"]),
    row(NoAccess, "this account has no access to the model", advice::no_access).says(&[
        "have access to the model",
        "model access is denied",
        "have access to this model",
        "access to the model is",
    ]),
    row(NoAccess, "this account may not use the model yet", advice::no_access).says(&[
        "operation not allowed",
        "is not available for this account",
        "not authorized to invoke this api",
    ]),
    row(Denied, "you may not do this", advice::denied).code(DENIED),
    row(Denied, "you may not do this", advice::denied).says(&["is not authorized to perform"]),
    // What is asked for.
    row(
        NeedsProfile,
        "this model is reached only through an inference profile",
        advice::needs_profile,
    )
    .says(&["on-demand throughput"]),
    row(NotFound, "there is no such model here", advice::not_found).says(&[
        "model identifier is invalid",
        "resolve the foundation model",
        "model not found",
        "model doesn't exist",
        "model does not exist",
        "unsupported model",
        "inference profile identifier is invalid",
        "provided model isn't supported",
    ]),
    row(NotFound, "that does not exist", advice::not_found).code(&["ResourceNotFoundException"]),
    row(Region, "this address does not know the operation", advice::wrong_region)
        .code(&["UnknownOperationException", "UnknownEndpoint"]),
    row(TooLong, "the conversation is too long for this model", advice::too_long).says(&[
        "input is too long",
        "prompt is too long",
        "too many input tokens",
        "input tokens exceed",
        "context window",
        "context length",
        "maximum context",
        "input length and",
    ]),
    // Load. A quota for a day is not worth waiting for.
    row(Quota, "a quota of the account is used up", advice::quota).says(&[
        "tokens per day",
        "requests per day",
        "daily",
    ]),
    row(Quota, "a quota of the account is used up", advice::quota)
        .code(&["ServiceQuotaExceededException", "LimitExceededException"]),
    row(Quota, "the resource would have too many tags", account::too_many_tags)
        .code(&["TooManyTagsException"]),
    row(Conflict, "something stands in the way", account::conflict)
        .code(&["ConflictException", "ResourceInUseException"]),
    row(NotReady, "the model is being loaded", advice::not_ready)
        .code(&["ModelNotReadyException"])
        .again(),
    row(NotReady, "the model is being loaded", advice::not_ready)
        .says(&["not ready for inference"])
        .again(),
    row(Throttled, "too many requests or tokens at once", advice::throttled)
        .code(&[
            "ThrottlingException",
            "Throttling",
            "ThrottledException",
            "TooManyRequestsException",
            "RequestLimitExceeded",
            "SlowDown",
        ])
        .again(),
    // The service and its models.
    row(ModelTimeout, "the model took too long", advice::slow_model)
        .code(&["ModelTimeoutException"])
        .again(),
    row(StreamError, "the model failed while it answered", advice::model)
        .code(&["ModelStreamErrorException"])
        .again(),
    row(ModelError, "the model failed", advice::model).code(&["ModelErrorException"]).again(),
    row(Unavailable, "Amazon Bedrock is unavailable", advice::service)
        .code(&["ServiceUnavailableException", "ServiceUnavailable"])
        .again(),
    row(Internal, "Amazon Bedrock failed", advice::service)
        .code(&[
            "InternalServerException",
            "InternalFailure",
            "InternalServerError",
            "InternalServiceException",
        ])
        .again(),
    row(Validation, "the service refuses the request", advice::validation).code(&[
        "ValidationException",
        "ValidationError",
        "SerializationException",
        "MalformedInputException",
    ]),
    // Nothing but a status.
    row(Proxy, "a proxy wants a user and a password", advice::proxy).status(&[407]),
    row(Throttled, "too many requests or tokens at once", advice::throttled).status(&[429]).again(),
    row(BadKey, "AWS does not accept these credentials", advice::bad_key).status(&[401]),
    row(Denied, "you may not do this", advice::denied).status(&[403]),
    row(NotFound, "that does not exist", advice::not_found).status(&[404]),
    row(TooLong, "the request is too large", advice::too_long).status(&[413]),
    row(ModelTimeout, "the model took too long", advice::slow_model).status(&[408]).again(),
    row(ModelError, "the model failed", advice::model).status(&[424]).again(),
    row(Unavailable, "Amazon Bedrock is unavailable", advice::service)
        .status(&[502, 503, 504])
        .again(),
    row(Internal, "Amazon Bedrock failed", advice::service).status(&[500]).again(),
    row(Validation, "the service refuses the request", advice::validation).status(&[400, 422]),
];

/// What answered is no AWS service at all.
const FOREIGN: Row = row(NotBedrock, "what answered is not Amazon Bedrock", advice::not_bedrock);
/// A signature refused while the clocks differ.
const SKEW: Row =
    row(ClockSkew, "the clock of this machine is off, so AWS refuses the signature", advice::clock);
/// What no row fits.
const UNKNOWN: Row = row(Other, "the service answered with an error", advice::none);

/// The row for an error answer.
pub(crate) fn find(evidence: &Evidence<'_>) -> &'static Row {
    let code = evidence.code.as_deref().unwrap_or_default();
    let status = evidence.status.unwrap_or_default();
    if code.is_empty() && !evidence.protocol && status != 407 {
        return &FOREIGN;
    }
    if SIGNATURE.contains(&code) && evidence.skew.is_some_and(|skew| skew.abs() > SKEWED) {
        return &SKEW;
    }
    // Real messages mix typographic quotes in: "isn’t supported".
    let message = evidence.message.to_lowercase().replace('\u{2019}', "'");
    TABLE.iter().find(|row| row.fits(code, &message, status)).unwrap_or(&UNKNOWN)
}
