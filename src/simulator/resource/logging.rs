//! The logging of model invocations: one configuration a Region, or none.

use crate::simulator::resource::call::{Call, Handler};
use crate::simulator::service_error::ServiceError;
use serde_json::{Value, json};

/// The operations.
pub(crate) const OPERATIONS: &[(&str, Handler)] = &[
    ("GetModelInvocationLoggingConfiguration", get),
    ("PutModelInvocationLoggingConfiguration", put),
    ("DeleteModelInvocationLoggingConfiguration", delete),
];

#[expect(clippy::unnecessary_wraps, reason = "it is a handler like all others")]
fn get(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    Ok(match call.stock.logging.get(&call.caller.region) {
        Some(config) => json!({ "loggingConfig": config }),
        None => json!({}),
    })
}

fn put(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let mut config = call.input["loggingConfig"].clone();
    if config["cloudWatchConfig"].is_null() && config["s3Config"].is_null() {
        return Err(ServiceError::validation(
            "Give a destination: cloudWatchConfig, s3Config, or both.",
        ));
    }
    for kind in ["text", "image", "embedding", "video", "audio"] {
        let member = format!("{kind}DataDeliveryEnabled");
        if config[&member].is_null() {
            config[&member] = json!(true);
        }
    }
    call.stock.logging.insert(call.caller.region.clone(), config);
    Ok(json!({}))
}

#[expect(clippy::unnecessary_wraps, reason = "it is a handler like all others")]
fn delete(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    call.stock.logging.remove(&call.caller.region);
    Ok(json!({}))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::resource::trial::Trial;

    const GET: &str = "GetModelInvocationLoggingConfiguration";
    const PUT: &str = "PutModelInvocationLoggingConfiguration";

    #[test]
    fn it_is_put_read_and_taken_away_by_region() {
        let mut trial = Trial::new();
        assert_eq!(trial.ok(GET, json!({})), json!({}));
        let config = json!({"s3Config": {"bucketName": "logs"}, "imageDataDeliveryEnabled": false});
        trial.ok(PUT, json!({ "loggingConfig": config }));
        let got = trial.ok(GET, json!({}))["loggingConfig"].clone();
        assert_eq!(got["s3Config"]["bucketName"], "logs");
        assert_eq!(
            (&got["imageDataDeliveryEnabled"], &got["textDataDeliveryEnabled"]),
            (&json!(false), &json!(true))
        );
        trial.region = "eu-west-1".to_owned();
        assert_eq!(trial.ok(GET, json!({})), json!({}));
        trial.region = "us-east-1".to_owned();
        trial.ok("DeleteModelInvocationLoggingConfiguration", json!({}));
        assert_eq!(trial.ok(GET, json!({})), json!({}));
        assert_eq!(trial.err(PUT, json!({"loggingConfig": {}})), "ValidationException");
    }
}
