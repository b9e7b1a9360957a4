//! Where model invocations are logged, in words.
//! Not here: setting it (forms), or every member of it (the tree).

use serde_json::Value;

use crate::domain::resource::{at, text};

/// What is delivered, by the member that switches it.
const DELIVERIES: [(&str, &str); 5] = [
    ("textDataDeliveryEnabled", "text"),
    ("imageDataDeliveryEnabled", "images"),
    ("embeddingDataDeliveryEnabled", "embeddings"),
    ("videoDataDeliveryEnabled", "videos"),
    ("audioDataDeliveryEnabled", "audio"),
];

/// What an answer of `GetModelInvocationLoggingConfiguration` says: where to, and what.
pub fn said(body: &Value) -> String {
    let Some(config) = at(body, "loggingConfig") else {
        return "Model invocations are not logged in this account and region.".into();
    };
    let mut places = Vec::new();
    if let Some(logs) = at(config, "cloudWatchConfig") {
        let group = text(logs, "logGroupName");
        let large = at(logs, "largeDataDeliveryS3Config");
        let large = large.map(|large| format!(", large data to {}", bucket(large)));
        places.push(format!("CloudWatch log group {group}{}", large.unwrap_or_default()));
    }
    if let Some(store) = at(config, "s3Config") {
        places.push(bucket(store));
    }
    let places = if places.is_empty() { "nowhere".to_owned() } else { places.join(" and ") };
    // What is not mentioned is delivered (API: LoggingConfig).
    let deliveries = DELIVERIES.map(|(member, word)| {
        let on = at(config, member).and_then(Value::as_bool).unwrap_or(true);
        format!("{word} {}", if on { "on" } else { "off" })
    });
    format!("Model invocations are logged to {places}: {}.", deliveries.join(", "))
}

fn bucket(config: &Value) -> String {
    let (bucket, prefix) = (text(config, "bucketName"), text(config, "keyPrefix"));
    if prefix.is_empty() { format!("s3://{bucket}") } else { format!("s3://{bucket}/{prefix}") }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn it_is_said_where_to_and_what() {
        assert_eq!(
            said(&json!({})),
            "Model invocations are not logged in this account and region."
        );
        let config = json!({"loggingConfig": {
            "cloudWatchConfig": {
                "logGroupName": "/bedrock/invocations", "roleArn": "arn:aws:iam::1:role/log",
                "largeDataDeliveryS3Config": {"bucketName": "big", "keyPrefix": "x/y"},
            },
            "s3Config": {"bucketName": "logs"},
            "textDataDeliveryEnabled": true, "imageDataDeliveryEnabled": false,
        }});
        assert_eq!(
            said(&config),
            "Model invocations are logged to CloudWatch log group /bedrock/invocations, large data \
             to s3://big/x/y and s3://logs: text on, images off, embeddings on, videos on, audio on."
        );
    }
}
