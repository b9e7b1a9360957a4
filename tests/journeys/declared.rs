//! Every error that the operations of the API reference declare, met on the wire: by what the service
//! itself refuses wherever an account can be brought to it, else by a fault; each is told by its kind,
//! the service's words and what to try. Not here: errors on the way to a model (errors).

use std::time::Duration;

use outcrop::api::lookup;
use outcrop::api::plane::Plane;
use outcrop::api::shape::{Location, Shape};
use outcrop::aws::client::Client;
use outcrop::domain::operation::{Answer, Call};
use outcrop::domain::problem::{Kind, Problem};
use outcrop::domain::session::{Timeouts, Wanted};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use super::bedrock::Bedrock;
use super::reference::OPERATIONS;

const BASE: &str = "amazon.nova-lite-v1:0:300k";
const LONG: Duration = Duration::from_secs(20);

/// How an error is provoked.
enum By {
    /// A fault of the simulator, and a request that is good otherwise.
    Fault(&'static str),
    /// What is asked.
    Asking(Value),
    /// Asking for one after the other, each under a name of its own.
    Repeating,
}

/// An account with a model that was trained and bought throughput for a month.
struct Account {
    bedrock: Bedrock,
    client: Client,
    tasks: Runtime,
    job: String,
    model: String,
    throughput: String,
}

impl Account {
    fn new() -> Self {
        let bedrock = Bedrock::start();
        let tasks = Runtime::new().unwrap();
        let wanted = Wanted {
            endpoint: Some(bedrock.url.clone()),
            simulator: true,
            attempts: 1,
            timeouts: Timeouts { connect: LONG, first_byte: LONG, idle: LONG },
            ..Wanted::default()
        };
        let client = tasks.block_on(async { Client::connect(wanted) });
        let none = String::new();
        let (job, model, throughput) = (none.clone(), none.clone(), none);
        let mut account = Self { bedrock, client, tasks, job, model, throughput };
        let created = account.ask("CreateModelCustomizationJob", training("first"));
        account.job = text(&created.unwrap().body, "jobArn");
        (0..6).for_each(|_| account.bedrock.script.account.step());
        let got = account.ask("GetModelCustomizationJob", json!({"jobIdentifier": account.job}));
        account.model = text(&got.unwrap().body, "outputModelArn");
        let input = json!({
            "provisionedModelName": "bought", "modelId": account.model, "modelUnits": 1,
            "commitmentDuration": "OneMonth",
        });
        let bought = account.ask("CreateProvisionedModelThroughput", input).unwrap();
        account.throughput = text(&bought.body, "provisionedModelArn");
        (0..2).for_each(|_| account.bedrock.script.account.step());
        account
    }

    fn ask(&self, operation: &str, input: Value) -> Result<Answer, Problem> {
        self.tasks.block_on(self.client.operate(&Call::new(operation, input)))
    }

    /// A request the service takes, or would but for what an error needs changed in it.
    fn good(&self, operation: &str) -> Value {
        match operation {
            "CreateModelCustomizationJob" => training("another"),
            "CreateProvisionedModelThroughput" => {
                json!({"provisionedModelName": "more", "modelId": self.model, "modelUnits": 1})
            }
            "DeleteCustomModel" | "GetCustomModel" => json!({"modelIdentifier": self.model}),
            "GetFoundationModel" => json!({"modelIdentifier": "amazon.nova-lite-v1:0"}),
            "GetModelCustomizationJob" | "StopModelCustomizationJob" => {
                json!({"jobIdentifier": self.job})
            }
            "DeleteProvisionedModelThroughput" | "GetProvisionedModelThroughput" => {
                json!({"provisionedModelId": self.throughput})
            }
            "UpdateProvisionedModelThroughput" => json!({
                "provisionedModelId": self.throughput, "desiredProvisionedModelName": "renamed",
            }),
            "ListTagsForResource" => json!({"resourceARN": self.model}),
            "TagResource" => json!({"resourceARN": self.model, "tags": [tag(1)]}),
            "UntagResource" => json!({"resourceARN": self.model, "tagKeys": ["k1"]}),
            "PutModelInvocationLoggingConfiguration" => {
                json!({"loggingConfig": {"s3Config": {"bucketName": "my-bucket"}}})
            }
            _ => json!({}),
        }
    }

    fn with(&self, operation: &str, member: &str, value: Value) -> By {
        let mut input = self.good(operation);
        input[member] = value;
        By::Asking(input)
    }

    /// How this operation is brought to this error.
    #[expect(clippy::too_many_lines, reason = "one flat table")]
    fn way(&self, operation: &str, error: &str) -> By {
        let with = |member: &str, value: Value| self.with(operation, member, value);
        let gone = |arn: &str| json!(format!("{}zzzzzzzzzzzz", &arn[..arn.len() - 12]));
        match (error, operation) {
            ("AccessDeniedException", _) => By::Fault("deny"),
            ("InternalServerException", _) => By::Fault("internal"),
            ("ThrottlingException", _) => By::Fault("throttle"),
            ("TooManyTagsException", "CreateModelCustomizationJob") => with("jobTags", tags(51)),
            ("TooManyTagsException", _) => with("tags", tags(51)),
            ("ServiceQuotaExceededException", "CreateProvisionedModelThroughput") => {
                with("modelUnits", json!(40))
            }
            ("ServiceQuotaExceededException", _) => By::Repeating,
            ("ConflictException", "CreateModelCustomizationJob") => By::Asking(training("first")),
            // The model is provisioned, the throughput committed to, the job done.
            ("ConflictException", _) => By::Asking(self.good(operation)),
            ("ResourceNotFoundException", "CreateModelCustomizationJob") => {
                with("baseModelIdentifier", gone(&self.model))
            }
            ("ResourceNotFoundException", "CreateProvisionedModelThroughput") => {
                with("modelId", gone(&self.model))
            }
            ("ResourceNotFoundException", "GetFoundationModel") => {
                // Retired, and so no longer there.
                with("modelIdentifier", json!("stability.stable-diffusion-xl-v0"))
            }
            ("ResourceNotFoundException", "DeleteCustomModel" | "GetCustomModel") => {
                with("modelIdentifier", gone(&self.model))
            }
            (
                "ResourceNotFoundException",
                "GetModelCustomizationJob" | "StopModelCustomizationJob",
            ) => with("jobIdentifier", gone(&self.job)),
            (
                "ResourceNotFoundException",
                "ListTagsForResource" | "TagResource" | "UntagResource",
            ) => with("resourceARN", gone(&self.model)),
            ("ResourceNotFoundException", _) => with("provisionedModelId", gone(&self.throughput)),
            ("ValidationException", "ListFoundationModels") => {
                with("byOutputModality", json!("SMELL"))
            }
            ("ValidationException", "CreateModelCustomizationJob") => with("roleArn", json!("me")),
            ("ValidationException", "CreateProvisionedModelThroughput") => {
                with("modelUnits", json!(0))
            }
            ("ValidationException", "PutModelInvocationLoggingConfiguration") => {
                with("loggingConfig", json!({}))
            }
            ("ValidationException", "UpdateProvisionedModelThroughput") => {
                with("desiredProvisionedModelName", json!("no blanks allowed"))
            }
            ("ValidationException", "ListTagsForResource" | "TagResource" | "UntagResource") => {
                with("resourceARN", json!("no ARN"))
            }
            ("ValidationException", _) if operation.starts_with("List") => {
                with("maxResults", json!(0))
            }
            (
                "ValidationException",
                "GetCustomModel" | "DeleteCustomModel" | "GetFoundationModel",
            ) => with("modelIdentifier", json!("no such form")),
            ("ValidationException", "GetModelCustomizationJob" | "StopModelCustomizationJob") => {
                with("jobIdentifier", json!("no such form"))
            }
            ("ValidationException", _) => with("provisionedModelId", json!("no such form")),
            _ => panic!("{operation} declares {error}, and nothing here provokes it"),
        }
    }

    /// Provokes an error.
    fn meet(&self, operation: &str, error: &str) -> Problem {
        let answered = match self.way(operation, error) {
            By::Fault(kind) => {
                self.bedrock.fault(&[&format!("{kind}@{operation}")]);
                let answered = self.ask(operation, self.good(operation));
                self.bedrock.fault(&[]);
                answered
            }
            By::Asking(input) => self.ask(operation, input),
            By::Repeating => (0..200)
                .map(|at| self.ask(operation, training(&format!("one-of-many-{at}"))))
                .find(Result::is_err)
                .unwrap_or_else(|| panic!("{operation}: no quota is met")),
        };
        answered.err().unwrap_or_else(|| panic!("{operation} was to be refused with {error}"))
    }
}

/// A job that tunes a model.
fn training(name: &str) -> Value {
    json!({
        "jobName": name,
        "customModelName": format!("{name}-model"),
        "roleArn": "arn:aws:iam::123456789012:role/Customization",
        "baseModelIdentifier": BASE,
        "trainingDataConfig": {"s3Uri": "s3://my-bucket/in.jsonl"},
        "outputDataConfig": {"s3Uri": "s3://my-bucket/out/"},
    })
}

fn text(body: &Value, member: &str) -> String {
    body[member].as_str().unwrap_or_else(|| panic!("{member}: {body}")).to_owned()
}

fn tag(at: usize) -> Value {
    json!({"key": format!("k{at}"), "value": "v"})
}

fn tags(count: usize) -> Value {
    (0..count).map(tag).collect()
}

/// What each error is to a person: its kind, and a word of what to try.
fn told(operation: &str, error: &str) -> (Kind, String) {
    let (kind, advice) = match (error, operation) {
        ("AccessDeniedException", _) => {
            return (Kind::Denied, format!(r#""Action": "bedrock:{operation}""#));
        }
        ("InternalServerException", _) => (Kind::Internal, "health.aws.amazon.com"),
        ("ThrottlingException", _) => (Kind::Throttled, "wait a moment"),
        ("TooManyTagsException", _) => (Kind::Quota, "a resource has 50 at most"),
        ("ServiceQuotaExceededException", _) => (Kind::Quota, "servicequotas"),
        ("ConflictException", "CreateModelCustomizationJob") => {
            (Kind::Conflict, "choose another name")
        }
        ("ConflictException", "DeleteCustomModel") => (Kind::Conflict, "delete what uses it first"),
        ("ConflictException", "DeleteProvisionedModelThroughput") => {
            (Kind::Conflict, "wait until the commitment ends")
        }
        ("ConflictException", _) => (Kind::Conflict, "one that is final"),
        ("ResourceNotFoundException", "GetFoundationModel") => {
            (Kind::EndOfLife, "choose a newer model")
        }
        ("ResourceNotFoundException", _) if operation.starts_with("Create") => {
            (Kind::NotFound, "check each name and ARN")
        }
        ("ResourceNotFoundException", _) => (Kind::NotFound, "read the list again"),
        ("ValidationException", "PutModelInvocationLoggingConfiguration") => {
            (Kind::Validation, "change what was given as the message says")
        }
        // The member is named, so that a form can show it at its field.
        _ => (Kind::Validation, "look at "),
    };
    (kind, advice.to_owned())
}

#[test]
fn every_declared_error_of_the_reference_is_met_and_told() {
    let account = Account::new();
    let mut met = 0;
    for name in OPERATIONS {
        let operation = lookup::operation(name).unwrap();
        // The quota is met last: what is made on the way to it stays.
        let mut errors: Vec<_> = operation.errors().collect();
        errors.sort_by_key(|error| error.name == "ServiceQuotaExceededException");
        for error in errors {
            let problem = account.meet(name, error.name);
            let case = format!("{name} {}: {problem:#?}", error.name);
            assert_eq!(problem.code.as_deref(), Some(error.name), "{case}");
            assert_eq!(problem.status, Some(error.status), "{case}");
            assert_eq!(problem.operation, name, "{case}");
            let (kind, advice) = told(name, error.name);
            assert_eq!(problem.kind, kind, "{case}");
            assert!(problem.to_string().contains(&advice), "{advice}: {case}");
            assert!(!problem.what.is_empty() && !problem.why.is_empty(), "{case}");
            let entries = account.bedrock.script.journal.entries();
            let last = entries.last().unwrap();
            assert_eq!(
                (&last.operation, problem.request_id.as_ref()),
                (&name.to_owned(), Some(&last.request_id))
            );
            met += 1;
        }
    }
    assert!(met >= 95, "{met} errors are declared");
    // What was refused changed nothing.
    let kept =
        account.ask("GetProvisionedModelThroughput", json!({"provisionedModelId": "bought"}));
    assert_eq!(kept.unwrap().body["status"], "InService");
    account.ask("GetCustomModel", json!({"modelIdentifier": account.model})).unwrap();
    let tags = account.ask("ListTagsForResource", json!({"resourceARN": account.model})).unwrap();
    assert_eq!(tags.body["tags"], json!([]));
}

/// The fault that brings any operation to an error it declares, and what it then is.
const FAULTS: [(&str, &str, Kind); 10] = [
    ("AccessDeniedException", "deny", Kind::Denied),
    ("ConflictException", "conflict", Kind::Conflict),
    ("InternalServerException", "internal", Kind::Internal),
    ("ResourceInUseException", "in-use", Kind::Conflict),
    ("ResourceNotFoundException", "not-found", Kind::NotFound),
    ("ServiceQuotaExceededException", "quota", Kind::Quota),
    ("ServiceUnavailableException", "unavailable", Kind::Unavailable),
    ("ThrottlingException", "throttle", Kind::Throttled),
    ("TooManyTagsException", "too-many-tags", Kind::Quota),
    ("ValidationException", "validation", Kind::Validation),
];

#[test]
fn every_error_any_operation_of_the_control_plane_declares_is_told() {
    let account = Account::new();
    for operation in lookup::operations().filter(|operation| operation.plane == Plane::Control) {
        let members = operation.input().and_then(Shape::structure).map(|input| &input.members);
        let mut input = json!({});
        for member in members.into_iter().flatten().filter(|m| m.location == Location::Path) {
            input[&member.name] = json!("something");
        }
        for error in operation.errors() {
            let (name, row) = (&operation.name, FAULTS.iter().find(|row| row.0 == error.name));
            let (code, fault, kind) = row.unwrap_or_else(|| panic!("{name}: {}", error.name));
            account.bedrock.fault(&[&format!("{fault}@{name}")]);
            let problem = account.ask(name, input.clone()).unwrap_err();
            assert_eq!(problem.kind, *kind, "{name}: {problem:#?}");
            assert_eq!(problem.code.as_deref(), Some(*code), "{name}: {problem:#?}");
            assert_eq!(problem.status, Some(error.status), "{name}: {problem:#?}");
            assert!(!problem.what.is_empty() && !problem.why.is_empty(), "{name}: {problem:#?}");
            assert!(!problem.advice.is_empty(), "{name}: {problem:#?}");
        }
    }
}
