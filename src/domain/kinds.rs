//! The descriptors, one a kind: members and operations by their names in the API's facts, against
//! which a test holds them. Not here: what a descriptor is made of.

use super::resource::Form::{Age, Count, Hourly, List, Name, Spent, Status, Text, Until};
use super::resource::Sort::{Create, Delete, Derive, Stop, Update};
use super::resource::{Kind, Listing, Members, Reading, act, col, lists};

/// Every kind, in the order they are offered.
pub const ALL: [&Kind; 13] = [
    &THROUGHPUT,
    &CUSTOMIZATION,
    &CUSTOM_MODEL,
    &DEPLOYMENT,
    &BATCH,
    &PROFILE,
    &GUARDRAIL,
    &IMPORTED,
    &IMPORT,
    &COPY,
    &EVALUATION,
    &ROUTER,
    &LOGGING,
];

/// The kind of this name.
pub fn named(name: &str) -> Option<&'static Kind> {
    ALL.into_iter().find(|kind| kind.name == name)
}

/// The kind an ARN names one of. A profile of AWS is an inference profile as one of the account is.
pub fn of_arn(arn: &str) -> Option<&'static Kind> {
    let resource = arn.strip_prefix("arn:")?.splitn(5, ':').nth(4)?;
    let sort = resource.split('/').next()?;
    let sort = if sort == "inference-profile" { PROFILE.arn } else { sort };
    ALL.into_iter().find(|kind| !kind.arn.is_empty() && kind.arn == sort)
}

/// Provisioned Throughput: model units bought by the hour.
pub const THROUGHPUT: Kind = Kind {
    name: "provisioned-throughput",
    title: "Provisioned throughput",
    one: "provisioned throughput",
    tab: Some("Throughput"),
    list: lists("ListProvisionedModelThroughputs", "provisionedModelSummaries"),
    get: Reading {
        operation: "GetProvisionedModelThroughput",
        by: Some("provisionedModelId"),
        name: "",
    },
    row: Members {
        name: "provisionedModelName",
        id: "provisionedModelArn",
        status: "status",
        created: "creationTime",
        failure: "failureMessage",
        update: "",
    },
    arn: "provisioned-model",
    columns: &[
        col("Name", "provisionedModelName", Text, 0),
        col("Status", "status", Status, 12),
        col("Units", "modelUnits", Count, 7),
        col("Desired", "desiredModelUnits", Count, 8),
        col("Age", "creationTime", Age, 6),
        col("Per hour", "modelUnits", Hourly, 9),
        col("So far", "creationTime", Spent, 9),
        col("Model", "modelArn", Name, 34),
        col("Commitment", "commitmentDuration", Text, 11),
        col("Expires", "commitmentExpirationTime", Until, 10),
    ],
    invoked: Some(&["InService"]),
    moving: &["Creating", "Updating"],
    failed: &["Failed"],
    actions: &[
        act(Create, "CreateProvisionedModelThroughput", "buy"),
        act(Update, "UpdateProvisionedModelThroughput", "change")
            .by("provisionedModelId")
            .from(&[
                ("desiredProvisionedModelName", "provisionedModelName"),
                ("desiredModelId", "modelArn"),
            ])
            .when(&["InService", "Failed"]),
        act(Delete, "DeleteProvisionedModelThroughput", "delete")
            .by("provisionedModelId")
            .does("Requests to it fail from then on, and it costs nothing any more."),
    ],
    tags: true,
};

/// Model customization jobs: fine-tuning, distillation and their kin.
pub const CUSTOMIZATION: Kind = Kind {
    name: "customization-jobs",
    title: "Model customization jobs",
    one: "customization job",
    tab: Some("Customization"),
    list: lists("ListModelCustomizationJobs", "modelCustomizationJobSummaries"),
    get: Reading { operation: "GetModelCustomizationJob", by: Some("jobIdentifier"), name: "" },
    row: Members {
        name: "jobName",
        id: "jobArn",
        status: "status",
        created: "creationTime",
        failure: "failureMessage",
        update: "",
    },
    arn: "model-customization-job",
    columns: &[
        col("Name", "jobName", Text, 0),
        col("Status", "status", Status, 12),
        col("Age", "creationTime", Age, 6),
        col("Type", "customizationType", Text, 25),
        col("Base model", "baseModelArn", Name, 34),
        col("Custom model", "customModelName", Text, 24),
        col("Ended", "endTime", Age, 6),
    ],
    invoked: None,
    moving: &["InProgress", "Stopping"],
    failed: &["Failed"],
    actions: &[
        act(Create, "CreateModelCustomizationJob", "customize a model"),
        act(Stop, "StopModelCustomizationJob", "stop")
            .by("jobIdentifier")
            .when(&["InProgress"])
            .does("The job ends without a model and cannot go on later."),
    ],
    tags: true,
};

/// Custom models, made by jobs or brought in.
pub const CUSTOM_MODEL: Kind = Kind {
    name: "custom-models",
    title: "Custom models",
    one: "custom model",
    tab: Some("Custom"),
    list: lists("ListCustomModels", "modelSummaries"),
    get: Reading { operation: "GetCustomModel", by: Some("modelIdentifier"), name: "" },
    row: Members {
        name: "modelName",
        id: "modelArn",
        status: "modelStatus",
        created: "creationTime",
        failure: "failureMessage",
        update: "",
    },
    arn: "custom-model",
    columns: &[
        col("Name", "modelName", Text, 0),
        col("Status", "modelStatus", Status, 10),
        col("Age", "creationTime", Age, 6),
        col("Base model", "baseModelName", Text, 24),
        col("Type", "customizationType", Text, 25),
        col("Owner", "ownerAccountId", Text, 13),
    ],
    invoked: Some(&["Active"]),
    moving: &["Creating"],
    failed: &["Failed"],
    actions: &[
        act(Create, "CreateCustomModel", "bring in a model"),
        act(Derive, "CreateProvisionedModelThroughput", "buy throughput")
            .from(&[("modelId", "modelArn")])
            .when(&["Active"]),
        act(Derive, "CreateCustomModelDeployment", "deploy on demand")
            .from(&[("modelArn", "modelArn")])
            .when(&["Active"]),
        act(Derive, "CreateModelCopyJob", "copy to this region")
            .from(&[("sourceModelArn", "modelArn"), ("targetModelName", "modelName")])
            .when(&["Active"]),
        act(Delete, "DeleteCustomModel", "delete")
            .by("modelIdentifier")
            .does("The model is gone for good; the job that made it stays in the list."),
    ],
    tags: true,
};

/// On-demand deployments of custom models.
pub const DEPLOYMENT: Kind = Kind {
    name: "deployments",
    title: "Custom model deployments",
    one: "deployment",
    tab: Some("Deployments"),
    list: lists("ListCustomModelDeployments", "modelDeploymentSummaries"),
    get: Reading {
        operation: "GetCustomModelDeployment",
        by: Some("customModelDeploymentIdentifier"),
        name: "modelDeploymentName",
    },
    row: Members {
        name: "customModelDeploymentName",
        id: "customModelDeploymentArn",
        status: "status",
        created: "createdAt",
        failure: "failureMessage",
        update: "updateDetails/updateStatus",
    },
    arn: "custom-model-deployment",
    columns: &[
        col("Name", "customModelDeploymentName", Text, 0),
        col("Status", "status", Status, 10),
        col("Age", "createdAt", Age, 6),
        col("Model", "modelArn", Name, 34),
        col("Updated", "lastUpdatedAt", Age, 7),
    ],
    // While a change runs, and after it failed, the model before it answers.
    invoked: Some(&["Active", "Updating", "UpdateFailed"]),
    moving: &["Creating", "Updating"],
    failed: &["Failed", "UpdateFailed"],
    actions: &[
        act(Create, "CreateCustomModelDeployment", "deploy"),
        act(Update, "UpdateCustomModelDeployment", "change")
            .by("customModelDeploymentIdentifier")
            .from(&[("modelArn", "modelArn")])
            .when(&["Active", "Failed", "UpdateFailed"]),
        act(Delete, "DeleteCustomModelDeployment", "delete")
            .by("customModelDeploymentIdentifier")
            .does("Requests to it fail from then on; the custom model stays."),
    ],
    tags: true,
};

/// Batch inference jobs.
pub const BATCH: Kind = Kind {
    name: "batch-jobs",
    title: "Batch inference jobs",
    one: "batch inference job",
    tab: Some("Batch"),
    list: lists("ListModelInvocationJobs", "invocationJobSummaries"),
    get: Reading { operation: "GetModelInvocationJob", by: Some("jobIdentifier"), name: "" },
    row: Members {
        name: "jobName",
        id: "jobArn",
        status: "status",
        created: "submitTime",
        failure: "message",
        update: "",
    },
    arn: "model-invocation-job",
    columns: &[
        col("Name", "jobName", Text, 0),
        col("Status", "status", Status, 19),
        col("Age", "submitTime", Age, 6),
        col("Records", "totalRecordCount", Count, 7),
        col("Done", "processedRecordCount", Count, 7),
        col("Failed", "errorRecordCount", Count, 7),
        col("Model", "modelId", Name, 34),
        col("Expires", "jobExpirationTime", Until, 10),
    ],
    invoked: None,
    moving: &["Submitted", "Validating", "Scheduled", "InProgress", "Stopping"],
    failed: &["Failed", "Expired", "PartiallyCompleted"],
    actions: &[
        act(Create, "CreateModelInvocationJob", "submit"),
        act(Stop, "StopModelInvocationJob", "stop")
            .by("jobIdentifier")
            .when(&["Submitted", "Validating", "Scheduled", "InProgress"])
            .does("The job ends; records that were answered are kept and charged."),
    ],
    tags: true,
};

/// Inference profiles: those of AWS and the account's own.
pub const PROFILE: Kind = Kind {
    name: "inference-profiles",
    title: "Inference profiles",
    one: "inference profile",
    tab: Some("Profiles"),
    list: Listing {
        operation: "ListInferenceProfiles",
        rows: "inferenceProfileSummaries",
        single: false,
        parts: Some(("typeEquals", &["APPLICATION", "SYSTEM_DEFINED"])),
    },
    get: Reading {
        operation: "GetInferenceProfile",
        by: Some("inferenceProfileIdentifier"),
        name: "",
    },
    row: Members {
        name: "inferenceProfileName",
        id: "inferenceProfileArn",
        status: "status",
        created: "createdAt",
        failure: "",
        update: "",
    },
    arn: "application-inference-profile",
    columns: &[
        col("Name", "inferenceProfileName", Text, 0),
        col("Status", "status", Status, 9),
        col("Type", "type", Text, 15),
        col("Id", "inferenceProfileId", Text, 48),
        col("Age", "createdAt", Age, 6),
    ],
    invoked: Some(&["ACTIVE"]),
    moving: &[],
    failed: &[],
    actions: &[
        act(Create, "CreateInferenceProfile", "create"),
        act(Delete, "DeleteInferenceProfile", "delete")
            .by("inferenceProfileIdentifier")
            .only("type", "APPLICATION")
            .does("Requests to it fail from then on; the models behind it stay."),
    ],
    tags: true,
};

/// Guardrails, their newest draft; versions are in the detail.
pub const GUARDRAIL: Kind = Kind {
    name: "guardrails",
    title: "Guardrails",
    one: "guardrail",
    tab: Some("Guardrails"),
    list: lists("ListGuardrails", "guardrails"),
    get: Reading { operation: "GetGuardrail", by: Some("guardrailIdentifier"), name: "" },
    row: Members {
        name: "name",
        id: "arn",
        status: "status",
        created: "createdAt",
        failure: "statusReasons",
        update: "",
    },
    arn: "guardrail",
    columns: &[
        col("Name", "name", Text, 0),
        col("Status", "status", Status, 11),
        col("Version", "version", Text, 9),
        col("Id", "id", Text, 14),
        col("Updated", "updatedAt", Age, 7),
        col("Description", "description", Text, 40),
    ],
    invoked: None,
    moving: &["CREATING", "UPDATING", "VERSIONING", "DELETING"],
    failed: &["FAILED"],
    actions: &[
        act(Create, "CreateGuardrail", "create"),
        act(Update, "UpdateGuardrail", "change")
            .by("guardrailIdentifier")
            .when(&["READY", "FAILED"]),
        act(Derive, "CreateGuardrailVersion", "make a version")
            .by("guardrailIdentifier")
            .when(&["READY"]),
        act(Delete, "DeleteGuardrail", "delete")
            .by("guardrailIdentifier")
            .does("It is gone with all its versions; requests that name it fail."),
    ],
    tags: true,
};

/// Numbered versions of a guardrail, which its detail tells of: no list of their own.
pub const GUARDRAIL_VERSION: Kind = Kind {
    name: "guardrail-versions",
    title: "Guardrail versions",
    one: "guardrail version",
    tab: None,
    list: lists("ListGuardrails", "guardrails"),
    get: Reading { operation: "GetGuardrail", by: Some("guardrailIdentifier"), name: "" },
    row: Members {
        name: "",
        id: "",
        status: "status",
        created: "createdAt",
        failure: "statusReasons",
        update: "",
    },
    arn: "",
    columns: &[],
    invoked: None,
    moving: &[],
    failed: &["FAILED"],
    actions: &[act(Delete, "DeleteGuardrail", "delete")
        .by("guardrailIdentifier")
        .from(&[("guardrailVersion", "version")])
        .does("Requests that name this version fail; the draft and other versions stay.")],
    tags: false,
};

/// Imported models.
pub const IMPORTED: Kind = Kind {
    name: "imported-models",
    title: "Imported models",
    one: "imported model",
    tab: None,
    list: lists("ListImportedModels", "modelSummaries"),
    get: Reading { operation: "GetImportedModel", by: Some("modelIdentifier"), name: "" },
    row: Members {
        name: "modelName",
        id: "modelArn",
        status: "",
        created: "creationTime",
        failure: "",
        update: "",
    },
    arn: "imported-model",
    columns: &[
        col("Name", "modelName", Text, 0),
        col("Architecture", "modelArchitecture", Text, 18),
        col("Age", "creationTime", Age, 6),
        col("Instruct", "instructSupported", Text, 9),
    ],
    invoked: Some(&[]),
    moving: &[],
    failed: &[],
    actions: &[act(Delete, "DeleteImportedModel", "delete")
        .by("modelIdentifier")
        .does("The model is gone for good; its files in S3 stay.")],
    tags: true,
};

/// Model import jobs.
pub const IMPORT: Kind = Kind {
    name: "import-jobs",
    title: "Model import jobs",
    one: "import job",
    tab: None,
    list: lists("ListModelImportJobs", "modelImportJobSummaries"),
    get: Reading { operation: "GetModelImportJob", by: Some("jobIdentifier"), name: "" },
    row: Members {
        name: "jobName",
        id: "jobArn",
        status: "status",
        created: "creationTime",
        failure: "failureMessage",
        update: "",
    },
    arn: "model-import-job",
    columns: &[
        col("Name", "jobName", Text, 0),
        col("Status", "status", Status, 11),
        col("Age", "creationTime", Age, 6),
        col("Imported model", "importedModelName", Text, 30),
        col("Ended", "endTime", Age, 6),
    ],
    invoked: None,
    moving: &["InProgress"],
    failed: &["Failed"],
    actions: &[act(Create, "CreateModelImportJob", "import a model")],
    tags: true,
};

/// Model copy jobs: custom models brought from another region or account.
pub const COPY: Kind = Kind {
    name: "copy-jobs",
    title: "Model copy jobs",
    one: "copy job",
    tab: None,
    list: lists("ListModelCopyJobs", "modelCopyJobSummaries"),
    get: Reading { operation: "GetModelCopyJob", by: Some("jobArn"), name: "" },
    row: Members {
        name: "targetModelName",
        id: "jobArn",
        status: "status",
        created: "creationTime",
        failure: "failureMessage",
        update: "",
    },
    arn: "model-copy-job",
    columns: &[
        col("Target model", "targetModelName", Text, 0),
        col("Status", "status", Status, 11),
        col("Age", "creationTime", Age, 6),
        col("Source", "sourceModelArn", Name, 34),
        col("Account", "sourceAccountId", Text, 13),
    ],
    invoked: None,
    moving: &["InProgress"],
    failed: &["Failed"],
    actions: &[act(Create, "CreateModelCopyJob", "copy a model")],
    tags: false,
};

/// Evaluation jobs.
pub const EVALUATION: Kind = Kind {
    name: "evaluation-jobs",
    title: "Evaluation jobs",
    one: "evaluation job",
    tab: None,
    list: lists("ListEvaluationJobs", "jobSummaries"),
    get: Reading { operation: "GetEvaluationJob", by: Some("jobIdentifier"), name: "" },
    row: Members {
        name: "jobName",
        id: "jobArn",
        status: "status",
        created: "creationTime",
        failure: "failureMessages",
        update: "",
    },
    arn: "evaluation-job",
    columns: &[
        col("Name", "jobName", Text, 0),
        col("Status", "status", Status, 11),
        col("Age", "creationTime", Age, 6),
        col("Type", "jobType", Text, 10),
        col("Of", "applicationType", Text, 16),
        col("Models", "modelIdentifiers", List, 36),
    ],
    invoked: None,
    moving: &["InProgress", "Stopping", "Deleting"],
    failed: &["Failed"],
    actions: &[
        act(Create, "CreateEvaluationJob", "evaluate"),
        act(Stop, "StopEvaluationJob", "stop")
            .by("jobIdentifier")
            .when(&["InProgress"])
            .does("The job ends without a result and cannot go on later."),
        act(Delete, "BatchDeleteEvaluationJob", "delete")
            .by("jobIdentifiers")
            .when(&["Completed", "Failed", "Stopped"])
            .does("The job is gone from the list; its results in S3 stay."),
    ],
    tags: true,
};

/// Prompt routers.
pub const ROUTER: Kind = Kind {
    name: "prompt-routers",
    title: "Prompt routers",
    one: "prompt router",
    tab: None,
    list: lists("ListPromptRouters", "promptRouterSummaries"),
    get: Reading { operation: "GetPromptRouter", by: Some("promptRouterArn"), name: "" },
    row: Members {
        name: "promptRouterName",
        id: "promptRouterArn",
        status: "status",
        created: "createdAt",
        failure: "",
        update: "",
    },
    arn: "prompt-router",
    columns: &[
        col("Name", "promptRouterName", Text, 0),
        col("Status", "status", Status, 10),
        col("Type", "type", Text, 8),
        col("Fallback", "fallbackModel/modelArn", Name, 40),
        col("Age", "createdAt", Age, 6),
    ],
    invoked: Some(&["AVAILABLE"]),
    moving: &[],
    failed: &[],
    actions: &[
        act(Create, "CreatePromptRouter", "create"),
        act(Delete, "DeletePromptRouter", "delete")
            .by("promptRouterArn")
            .only("type", "custom")
            .does("Requests to it fail from then on; the models behind it stay."),
    ],
    tags: true,
};

/// Where model invocations are logged: one setting of an account and region.
pub const LOGGING: Kind = Kind {
    name: "invocation-logging",
    title: "Invocation logging",
    one: "invocation logging",
    tab: Some("Logging"),
    list: Listing {
        operation: "GetModelInvocationLoggingConfiguration",
        rows: "loggingConfig",
        single: true,
        parts: None,
    },
    get: Reading { operation: "GetModelInvocationLoggingConfiguration", by: None, name: "" },
    row: Members { name: "", id: "", status: "", created: "", failure: "", update: "" },
    arn: "",
    columns: &[],
    invoked: None,
    moving: &[],
    failed: &[],
    actions: &[
        act(Update, "PutModelInvocationLoggingConfiguration", "set")
            .from(&[("loggingConfig", "loggingConfig")]),
        act(Delete, "DeleteModelInvocationLoggingConfiguration", "switch off")
            .does("Invocations are logged nowhere from then on; what was logged stays."),
    ],
    tags: false,
};

#[cfg(test)]
#[path = "kinds/tests.rs"]
mod tests;
