//! Who calls: the account and the Region, read from the request's signature. Signatures are not
//! verified; a request without any is refused as the service does.

use crate::simulator::service_error::ServiceError;
use axum::http::HeaderMap;

/// The account of every caller.
pub(crate) const ACCOUNT: &str = "123456789012";
/// The user of every caller.
pub(crate) const USER: &str = "arn:aws:iam::123456789012:user/demo";
/// The Region of those who name none.
pub(crate) const HOME: &str = "us-east-1";

/// The caller of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Caller {
    pub(crate) region: String,
}

impl Caller {
    /// Reads the `Authorization` header: `AWS4-HMAC-SHA256 Credential=KEY/DATE/REGION/...` or
    /// `Bearer TOKEN`. A bearer token names no Region.
    pub(crate) fn read(headers: &HeaderMap) -> Result<Self, ServiceError> {
        let authorization = headers.get("authorization").and_then(|value| value.to_str().ok());
        let Some(authorization) = authorization else {
            return Err(ServiceError::new(
                "MissingAuthenticationTokenException",
                403,
                "Missing Authentication Token",
            ));
        };
        if authorization.starts_with("Bearer ") {
            return Ok(Self { region: HOME.to_owned() });
        }
        let scope = authorization
            .split_once("Credential=")
            .map(|(_, rest)| rest.split([',', ' ']).next().unwrap_or(rest));
        match scope.and_then(|scope| scope.split('/').nth(2)) {
            Some(region) if authorization.starts_with("AWS4-") => {
                Ok(Self { region: region.to_owned() })
            }
            _ => Err(ServiceError::new(
                "IncompleteSignatureException",
                403,
                "Authorization header requires 'Credential' parameter. Authorization header \
                 requires 'Signature' parameter.",
            )),
        }
    }

    /// The ARN of a foundation model, seen from the caller's Region.
    pub(crate) fn model_arn(&self, id: &str) -> String {
        format!("arn:aws:bedrock:{}::foundation-model/{id}", self.region)
    }

    /// The ARN of an inference profile in the caller's account.
    pub(crate) fn profile_arn(&self, id: &str) -> String {
        format!("arn:aws:bedrock:{}:{ACCOUNT}:inference-profile/{id}", self.region)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(authorization: Option<&str>) -> Result<Caller, ServiceError> {
        let mut headers = HeaderMap::new();
        if let Some(value) = authorization {
            headers.insert("authorization", value.parse().unwrap());
        }
        Caller::read(&headers)
    }

    #[test]
    fn the_region_is_in_the_credential() {
        let signed = "AWS4-HMAC-SHA256 Credential=AKIA/20260101/eu-west-1/bedrock/aws4_request, \
                      SignedHeaders=host, Signature=00";
        assert_eq!(read(Some(signed)).unwrap().region, "eu-west-1");
        assert_eq!(read(Some("Bearer abc")).unwrap().region, "us-east-1");
    }

    #[test]
    fn without_a_signature_it_is_refused() {
        assert_eq!(read(None).unwrap_err().name, "MissingAuthenticationTokenException");
        assert_eq!(read(Some("Basic x")).unwrap_err().name, "IncompleteSignatureException");
    }
}
