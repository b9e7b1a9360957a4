//! What a request refers to outside of the account: S3 locations, keys, roles. None of it is there
//! in truth; a word in a name says which are to be missing or denied.

use crate::simulator::caller::USER;
use crate::simulator::resource::call::Call;
use crate::simulator::service_error::ServiceError;
use serde_json::Value;

/// The word in a bucket or a key that says that it does not exist.
const MISSING: &str = "missing";
/// The word in a role that says that it can't be passed.
const DENIED: &str = "denied";

/// Refuses a request that refers to what is missing or denied.
pub(crate) fn check(call: &Call<'_>) -> Result<(), ServiceError> {
    inside(call, call.input)
}

fn inside(call: &Call<'_>, value: &Value) -> Result<(), ServiceError> {
    match value {
        Value::String(text) => one(call, text),
        Value::Array(elements) => elements.iter().try_for_each(|element| inside(call, element)),
        Value::Object(members) => members.values().try_for_each(|member| inside(call, member)),
        _ => Ok(()),
    }
}

fn one(call: &Call<'_>, text: &str) -> Result<(), ServiceError> {
    let missing = |what: &str| {
        let known = call.operation.errors().any(|error| error.name == "ResourceNotFoundException");
        let message = format!("The {what} {text} could not be found.");
        Err(if known {
            ServiceError::not_found(message)
        } else {
            ServiceError::validation(message)
        })
    };
    if let Some(location) = text.strip_prefix("s3://") {
        let bucket = location.split('/').next().unwrap_or_default();
        if bucket.contains(MISSING) {
            return missing("S3 bucket of");
        }
    } else if text.contains(MISSING) && (text.starts_with("alias/") || text.contains(":kms:")) {
        return missing("KMS key");
    } else if text.starts_with("arn:aws:iam::") && text.contains(":role/") && text.contains(DENIED)
    {
        return Err(ServiceError::denied(format!(
            "User: {USER} is not authorized to perform: iam:PassRole on resource: {text} because no \
             identity-based policy allows the iam:PassRole action"
        )));
    }
    Ok(())
}
