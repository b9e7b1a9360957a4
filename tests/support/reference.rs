//! The 20 operations of the control plane's API reference that this program set out to serve whole.
//! Not here: the newer ones it uses besides.

/// By name.
pub(crate) const OPERATIONS: [&str; 20] = [
    "CreateModelCustomizationJob",
    "CreateProvisionedModelThroughput",
    "DeleteCustomModel",
    "DeleteModelInvocationLoggingConfiguration",
    "DeleteProvisionedModelThroughput",
    "GetCustomModel",
    "GetFoundationModel",
    "GetModelCustomizationJob",
    "GetModelInvocationLoggingConfiguration",
    "GetProvisionedModelThroughput",
    "ListCustomModels",
    "ListFoundationModels",
    "ListModelCustomizationJobs",
    "ListProvisionedModelThroughputs",
    "ListTagsForResource",
    "PutModelInvocationLoggingConfiguration",
    "StopModelCustomizationJob",
    "TagResource",
    "UntagResource",
    "UpdateProvisionedModelThroughput",
];
