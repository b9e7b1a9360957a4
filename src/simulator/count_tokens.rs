//! CountTokens: the length of what would be sent.

use crate::simulator::conversation;
use crate::simulator::resource::account::Account;
use crate::simulator::service_error::ServiceError;
use crate::simulator::{invoke_anthropic, resolve};
use serde_json::{Value, json};

/// CountTokens. The model may be named bare even if it is invoked through a profile only.
pub(crate) fn count(account: &Account, input: &Value) -> Result<Value, ServiceError> {
    let identifier = input.get("modelId").and_then(Value::as_str).unwrap_or_default();
    let resolved = resolve::named(account, identifier).ok_or_else(ServiceError::invalid_model)?;
    if resolved.model.end_of_life {
        return Err(ServiceError::end_of_life());
    }
    if !resolved.model.chats() {
        return Err(ServiceError::validation(
            "The provided model doesn't support counting tokens.",
        ));
    }
    let conversation =
        match (input.pointer("/input/converse"), input.pointer("/input/invokeModel/body")) {
            (Some(converse), _) => conversation::read(converse, resolved.model)?,
            (None, Some(body)) => {
                let bytes =
                    body.as_str().and_then(|body| aws_smithy_types::base64::decode(body).ok());
                invoke_anthropic::read(bytes.as_deref().unwrap_or_default())?
            }
            (None, None) => return Err(ServiceError::validation("The input is empty.")),
        };
    Ok(json!({ "inputTokens": conversation.input_tokens() }))
}
