//! Tags of any resource that can have some: ListTagsForResource, TagResource, UntagResource, and
//! the tags a resource is created with.

use crate::simulator::resource::call::{Call, Handler};
use crate::simulator::service_error::ServiceError;
use serde_json::{Value, json};

/// How many tags a resource may have.
const MOST: usize = 50;

/// The operations.
pub(crate) const OPERATIONS: &[(&str, Handler)] =
    &[("ListTagsForResource", list), ("TagResource", tag), ("UntagResource", untag)];

fn list(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let arn = resource(call)?;
    let tags = written(&call.record(&arn)?.tags);
    Ok(json!({ "tags": tags }))
}

fn tag(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let arn = resource(call)?;
    let given = read(call, "tags")?;
    let mut tags = call.record(&arn)?.tags.clone();
    for (key, value) in given {
        match tags.iter_mut().find(|tag| tag.0 == key) {
            Some(tag) => tag.1 = value,
            None => tags.push((key, value)),
        }
    }
    bounded(call, &tags, &arn)?;
    if let Some(record) = call.stock.find_mut(&arn) {
        record.tags = tags;
    }
    Ok(json!({}))
}

fn untag(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let arn = resource(call)?;
    let keys: Vec<String> =
        call.input["tagKeys"].as_array().into_iter().flatten().filter_map(text).collect();
    if let Some(record) = call.stock.find_mut(&arn) {
        record.tags.retain(|(key, _)| !keys.contains(key));
    }
    Ok(json!({}))
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// The resource of the caller's Region that the ARN names.
fn resource(call: &Call<'_>) -> Result<String, ServiceError> {
    let arn = call.text("resourceARN");
    let found = call.stock.find(arn).filter(|record| record.region == call.caller.region);
    found.map(|record| record.arn.clone()).ok_or_else(|| {
        ServiceError::not_found(format!("The specified resource ARN was not found: {arn}"))
    })
}

/// The tags a resource is created with, from a member of the input.
pub(crate) fn given(
    call: &Call<'_>,
    member: &str,
    arn: &str,
) -> Result<Vec<(String, String)>, ServiceError> {
    let tags = read(call, member)?;
    bounded(call, &tags, arn)?;
    Ok(tags)
}

fn read(call: &Call<'_>, member: &str) -> Result<Vec<(String, String)>, ServiceError> {
    let mut tags: Vec<(String, String)> = Vec::new();
    for tag in call.given(member).and_then(Value::as_array).into_iter().flatten() {
        let key = tag["key"].as_str().unwrap_or_default();
        if key.to_ascii_lowercase().starts_with("aws:") {
            return Err(ServiceError::validation(format!(
                "The tag key {key} is reserved: keys that begin with aws: are for AWS alone."
            )));
        }
        if tags.iter().any(|(known, _)| known == key) {
            return Err(ServiceError::validation(format!("The tag key {key} is given twice.")));
        }
        tags.push((key.to_owned(), tag["value"].as_str().unwrap_or_default().to_owned()));
    }
    Ok(tags)
}

/// Tags that were checked before and kept as they came.
pub(crate) fn stored(tags: Option<&Value>) -> Vec<(String, String)> {
    let pair = |tag: &Value| Some((text(&tag["key"])?, text(&tag["value"])?));
    tags.and_then(Value::as_array).into_iter().flatten().filter_map(pair).collect()
}

fn bounded(call: &Call<'_>, tags: &[(String, String)], arn: &str) -> Result<(), ServiceError> {
    const NAME: &str = "TooManyTagsException";
    if tags.len() <= MOST {
        return Ok(());
    }
    let message = format!(
        "The request contains more tags than can be associated with a resource ({MOST} tags per \
         resource). The maximum number of tags includes both existing tags and those included in \
         your current request."
    );
    Err(match call.operation.errors().find(|error| error.name == NAME) {
        Some(error) => {
            ServiceError::new(NAME, error.status, message).with("resourceName", json!(arn))
        }
        None => ServiceError::validation(message),
    })
}

fn written(tags: &[(String, String)]) -> Value {
    tags.iter().map(|(key, value)| json!({"key": key, "value": value})).collect()
}
