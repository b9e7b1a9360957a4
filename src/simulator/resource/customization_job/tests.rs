//! The life of a customization job, of the model it leaves, and of that model's deployment.

use crate::simulator::resource::serving;
use crate::simulator::resource::trial::Trial;
use serde_json::{Value, json};

const CREATE: &str = "CreateModelCustomizationJob";
const GET: &str = "GetModelCustomizationJob";
const STOP: &str = "StopModelCustomizationJob";

fn job(name: &str, model: &str) -> Value {
    json!({
        "jobName": name,
        "customModelName": model,
        "roleArn": "arn:aws:iam::123456789012:role/Customization",
        "baseModelIdentifier": "amazon.nova-micro-v1:0:128k",
        "trainingDataConfig": {"s3Uri": "s3://my-bucket/train.jsonl"},
        "validationDataConfig": {"validators": [{"s3Uri": "s3://my-bucket/validation.jsonl"}]},
        "outputDataConfig": {"s3Uri": "s3://my-bucket/out/"},
        "hyperParameters": {"epochCount": "2"},
        "customModelTags": [{"key": "team", "value": "support"}],
    })
}

fn id(name: &str) -> Value {
    json!({ "jobIdentifier": name })
}

fn model(name: &str) -> Value {
    json!({ "modelIdentifier": name })
}

#[test]
fn it_trains_and_leaves_a_model_that_can_be_provisioned_and_deployed() {
    let mut trial = Trial::new();
    let arn = trial.ok(CREATE, job("train", "tone"))["jobArn"].clone();
    let states = |trial: &mut Trial| {
        let got = trial.ok(GET, id("train"));
        let part = |name: &str| got["statusDetails"][name]["status"].as_str().unwrap().to_owned();
        let training = part("trainingDetails");
        (got["status"].as_str().unwrap().to_owned(), part("validationDetails"), training)
    };
    let expected = [
        ("InProgress", "InProgress", "NotStarted"),
        ("InProgress", "Completed", "NotStarted"),
        ("InProgress", "Completed", "InProgress"),
        ("InProgress", "Completed", "InProgress"),
        ("Completed", "Completed", "Completed"),
    ];
    assert_eq!(trial.err("GetCustomModel", model("tone")), "ResourceNotFoundException");
    for (status, validation, training) in expected {
        let wanted = (status.to_owned(), validation.to_owned(), training.to_owned());
        assert_eq!(states(&mut trial), wanted);
        trial.wait(1);
    }
    let done = trial.ok(GET, json!({"jobIdentifier": arn}));
    assert_eq!(done["trainingMetrics"]["trainingLoss"], 0.352);
    assert_eq!(done["validationMetrics"].as_array().unwrap().len(), 1);
    let made = trial.ok("GetCustomModel", model("tone"));
    assert_eq!((&made["modelArn"], &made["jobArn"]), (&done["outputModelArn"], &arn));
    let tags = trial.ok("ListTagsForResource", json!({"resourceARN": made["modelArn"]}));
    assert_eq!(tags["tags"], json!([{"key": "team", "value": "support"}]));

    let order = json!({"provisionedModelName": "prod", "modelId": "tone", "modelUnits": 1});
    let throughput = trial.ok("CreateProvisionedModelThroughput", order);
    let deploy = json!({"modelDeploymentName": "cheap", "modelArn": made["modelArn"]});
    let deployment = trial.ok("CreateCustomModelDeployment", deploy);
    assert_eq!(trial.err("DeleteCustomModel", model("tone")), "ConflictException");
    trial.wait(1);
    trial.ok(GET, id("train"));
    let arns = [&throughput["provisionedModelArn"], &deployment["customModelDeploymentArn"]];
    for arn in arns {
        let serving = serving::serving(&trial.stock, arn.as_str().unwrap()).unwrap();
        assert_eq!(
            (serving.model.as_str(), serving.refusal),
            ("amazon.nova-micro-v1:0:128k", None)
        );
    }
    let direct = serving::serving(&trial.stock, made["modelArn"].as_str().unwrap()).unwrap();
    assert_eq!(direct.refusal.unwrap().name, "ValidationException");
}

#[test]
fn it_fails_with_a_message_and_leaves_nothing() {
    let mut trial = Trial::new();
    trial.ok(CREATE, job("will-fail", "nothing"));
    trial.wait(2);
    let got = trial.ok(GET, id("will-fail"));
    assert_eq!(got["status"], "Failed");
    assert!(got["failureMessage"].as_str().unwrap().contains("s3://my-bucket/train.jsonl"));
    trial.wait(9);
    assert_eq!(trial.err("GetCustomModel", model("nothing")), "ResourceNotFoundException");
    assert_eq!(trial.err(STOP, id("will-fail")), "ConflictException");
}

#[test]
fn it_stops() {
    let mut trial = Trial::new();
    trial.ok(CREATE, job("halt", "half"));
    trial.ok(STOP, id("halt"));
    let got = trial.ok(GET, id("halt"));
    assert_eq!(got["status"], "Stopping");
    assert_eq!(got["statusDetails"]["validationDetails"]["status"], "Stopping");
    assert_eq!(got["statusDetails"]["trainingDetails"]["status"], "NotStarted");
    assert_eq!(trial.err(STOP, id("halt")), "ConflictException");
    trial.wait(9);
    assert_eq!(trial.ok(GET, id("halt"))["status"], "Stopped");
    let list = trial.ok("ListModelCustomizationJobs", json!({"statusEquals": "Stopped"}));
    assert_eq!(list["modelCustomizationJobSummaries"][0]["jobName"], "halt");
    assert_eq!(trial.err(STOP, id("nobody")), "ResourceNotFoundException");
}

#[test]
fn it_is_refused_where_the_service_would() {
    let mut trial = Trial::new();
    trial.ok(CREATE, job("one", "first"));
    assert_eq!(trial.err(CREATE, job("one", "second")), "ConflictException");
    let with = |member: &str, value: Value| {
        let mut input = job("two", "second");
        input[member] = value;
        input
    };
    let refused = [
        with("baseModelIdentifier", json!("amazon.nova-pro-v1:0")),
        with("customizationType", json!("CONTINUED_PRE_TRAINING")),
        with("customizationType", json!("DISTILLATION")),
        with("trainingDataConfig", json!({})),
        with("hyperParameters", json!({"epochCount": "99"})),
    ];
    for input in refused {
        assert_eq!(trial.err(CREATE, input), "ValidationException");
    }
    let unknown = with("baseModelIdentifier", json!("nobody"));
    assert_eq!(trial.err(CREATE, unknown), "ResourceNotFoundException");
    for index in 2..=5 {
        trial.ok(CREATE, job(&format!("job-{index}"), &format!("model-{index}")));
    }
    assert_eq!(trial.err(CREATE, job("six", "sixth")), "ServiceQuotaExceededException");
}

#[test]
fn a_custom_model_is_brought_and_deleted() {
    let mut trial = Trial::new();
    let source = json!({"s3DataSource": {"s3Uri": "s3://my-bucket/model/"}});
    let create = |name: &str| json!({"modelName": name, "modelSourceConfig": source});
    trial.ok("CreateCustomModel", create("mine"));
    trial.ok("CreateCustomModel", create("mine-fails"));
    assert_eq!(trial.err("CreateCustomModel", create("mine")), "ConflictException");
    assert_eq!(trial.err("CreateCustomModel", json!({"modelName": "x"})), "ValidationException");
    assert_eq!(trial.ok("GetCustomModel", model("mine"))["modelStatus"], "Creating");
    let arn = trial.ok("GetCustomModel", model("mine"))["modelArn"].clone();
    let deploy = json!({"modelDeploymentName": "early", "modelArn": arn});
    assert_eq!(trial.err("CreateCustomModelDeployment", deploy), "ValidationException");
    trial.wait(1);
    let active = trial.ok("ListCustomModels", json!({"modelStatus": "Active", "isOwned": true}));
    assert_eq!(active["modelSummaries"].as_array().unwrap().len(), 1);
    let failed = trial.ok("GetCustomModel", model("mine-fails"));
    assert_eq!(failed["modelStatus"], "Failed");
    assert!(failed["failureMessage"].is_string());
    trial.ok("DeleteCustomModel", model("mine"));
    assert_eq!(trial.err("DeleteCustomModel", model("mine")), "ResourceNotFoundException");
}

#[test]
fn a_deployment_moves_to_another_model() {
    let mut trial = Trial::new();
    let mut arns = Vec::new();
    for name in ["first", "second", "unfit"] {
        let source = json!({"s3DataSource": {"s3Uri": "s3://my-bucket/model/"}});
        let input = json!({"modelName": name, "modelSourceConfig": source});
        arns.push(trial.ok("CreateCustomModel", input)["modelArn"].clone());
    }
    trial.wait(1);
    let named = |name: &str| json!({"modelDeploymentName": name, "modelArn": arns[0]});
    trial.ok("CreateCustomModelDeployment", named("live"));
    trial.ok("CreateCustomModelDeployment", named("live-fail"));
    assert_eq!(trial.err("CreateCustomModelDeployment", named("live")), "ValidationException");
    let get = |name: &str| json!({"customModelDeploymentIdentifier": name});
    let to = |arn: &Value| json!({"customModelDeploymentIdentifier": "live", "modelArn": arn});
    assert_eq!(trial.err("UpdateCustomModelDeployment", to(&arns[1])), "ValidationException");
    assert_eq!(trial.err("DeleteCustomModelDeployment", get("live")), "ConflictException");
    trial.wait(1);
    assert_eq!(trial.ok("GetCustomModelDeployment", get("live-fail"))["status"], "Failed");
    for (arn, outcome, serves) in [(1, "UpdateCompleted", 1), (2, "UpdateFailed", 1)] {
        trial.ok("UpdateCustomModelDeployment", to(&arns[arn]));
        let got = trial.ok("GetCustomModelDeployment", get("live"));
        assert_eq!(got["updateDetails"]["updateStatus"], "Updating");
        assert_eq!(trial.err("UpdateCustomModelDeployment", to(&arns[0])), "ValidationException");
        trial.wait(1);
        let got = trial.ok("GetCustomModelDeployment", get("live"));
        assert_eq!(got["updateDetails"]["updateStatus"], outcome);
        assert_eq!(got["modelArn"], arns[serves]);
    }
    trial.ok("DeleteCustomModelDeployment", get("live"));
    assert_eq!(trial.err("DeleteCustomModelDeployment", get("live")), "ResourceNotFoundException");
    let list = trial.ok("ListCustomModelDeployments", json!({"statusEquals": "Failed"}));
    assert_eq!(list["modelDeploymentSummaries"][0]["customModelDeploymentName"], "live-fail");
}
