//! What jobs of every kind do alike: being stopped, how many may run, the key their output is
//! encrypted with.

use crate::simulator::caller::ACCOUNT;
use crate::simulator::resource::call::Call;
use crate::simulator::resource::kind::Kind;
use crate::simulator::resource::record::{Move, Record};
use crate::simulator::resource::stock::change;
use crate::simulator::service_error::ServiceError;
use serde_json::{Value, json};

/// The statuses of a job that still works.
const WORKING: &[&str] = &["Submitted", "Validating", "Scheduled", "InProgress", "Stopping"];

/// Whether a job still works.
pub(crate) fn works(record: &Record) -> bool {
    WORKING.contains(&record.text("status"))
}

/// Refuses one more job when so many work already.
pub(crate) fn room(call: &Call<'_>, kind: &'static Kind, most: usize) -> Result<(), ServiceError> {
    let working = call
        .stock
        .of(kind, &call.caller.region)
        .filter(|record| !record.filling && works(record))
        .count();
    if working < most {
        return Ok(());
    }
    Err(call.over_quota(format!(
        "You have reached the quota of {most} {}s that run at the same time in this Region. Wait \
         until one has ended, or request a quota increase.",
        kind.noun
    )))
}

/// Stops a job that is in one of these states: Stopping now, and `stopped` when it is time.
pub(crate) fn stop(
    call: &mut Call<'_>,
    arn: &str,
    from: &[&str],
    stopped: Move,
) -> Result<Value, ServiceError> {
    let record = call.record(arn)?;
    let status = record.text("status");
    if !from.contains(&status) {
        return Err(call.conflict(format!(
            "The {} {} can't be stopped: its status is {status}.",
            record.kind.noun,
            record.name()
        )));
    }
    let stopping = change(call.now, "Stopping", json!({}));
    if let Some(record) = call.stock.find_mut(arn) {
        record.set(stopping.set);
        record.moves.clear();
        record.moves.push_back(stopped);
    }
    Ok(json!({}))
}

/// The ARN of a KMS key that is given as an ARN, an alias or an id.
pub(crate) fn key_arn(call: &Call<'_>, member: &str) -> Option<String> {
    let given = call.given(member)?.as_str()?;
    if given.contains(":key/") {
        return Some(given.to_owned());
    }
    // An alias has no id of its own to show; the same alias always means the same key.
    let id = if given.contains("alias/") { "1234abcd-12ab-34cd-56ef-1234567890ab" } else { given };
    Some(format!("arn:aws:kms:{}:{ACCOUNT}:key/{id}", call.caller.region))
}
