//! Which operations only read, and which change the account: the one list both the screens and the
//! caller of the service hold to in read-only mode. Not here: the refusal itself.

/// Operations that neither change the account nor leave anything in it. Sending a prompt is one.
/// Whatever is not listed is a write: a new operation is refused until someone classed it.
/// `ListTagsForResource` reads, though it is a POST.
const READS: &[&str] = &[
    "ApplyGuardrail",
    "Converse",
    "ConverseStream",
    "CountTokens",
    "ExportAutomatedReasoningPolicyVersion",
    "GetAccountDataRetention",
    "GetAdvancedPromptOptimizationJob",
    "GetAsyncInvoke",
    "GetAutomatedReasoningPolicy",
    "GetAutomatedReasoningPolicyAnnotations",
    "GetAutomatedReasoningPolicyBuildWorkflow",
    "GetAutomatedReasoningPolicyBuildWorkflowResultAssets",
    "GetAutomatedReasoningPolicyNextScenario",
    "GetAutomatedReasoningPolicyTestCase",
    "GetAutomatedReasoningPolicyTestResult",
    "GetCallerIdentity",
    "GetCustomModel",
    "GetCustomModelDeployment",
    "GetEvaluationJob",
    "GetFoundationModel",
    "GetFoundationModelAvailability",
    "GetGuardrail",
    "GetImportedModel",
    "GetInferenceProfile",
    "GetMarketplaceModelEndpoint",
    "GetModelCopyJob",
    "GetModelCustomizationJob",
    "GetModelImportJob",
    "GetModelInvocationJob",
    "GetModelInvocationLoggingConfiguration",
    "GetPromptRouter",
    "GetProvisionedModelThroughput",
    "GetResourcePolicy",
    "GetUseCaseForModelAccess",
    "InvokeGuardrailChecks",
    "InvokeModel",
    "InvokeModelWithBidirectionalStream",
    "InvokeModelWithResponseStream",
    "ListAdvancedPromptOptimizationJobs",
    "ListAsyncInvokes",
    "ListAutomatedReasoningPolicies",
    "ListAutomatedReasoningPolicyBuildWorkflows",
    "ListAutomatedReasoningPolicyTestCases",
    "ListAutomatedReasoningPolicyTestResults",
    "ListCustomModelDeployments",
    "ListCustomModels",
    "ListEnforcedGuardrailsConfiguration",
    "ListEvaluationJobs",
    "ListFoundationModelAgreementOffers",
    "ListFoundationModels",
    "ListGuardrails",
    "ListImportedModels",
    "ListInferenceProfiles",
    "ListMarketplaceModelEndpoints",
    "ListModelCopyJobs",
    "ListModelCustomizationJobs",
    "ListModelImportJobs",
    "ListModelInvocationJobs",
    "ListPromptRouters",
    "ListProvisionedModelThroughputs",
    "ListTagsForResource",
];

/// Whether an operation may run in read-only mode.
pub fn reads(operation: &str) -> bool {
    READS.binary_search(&operation).is_ok()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn the_list_is_sorted() {
        assert!(READS.is_sorted());
    }

    /// Reads by the API facts: GET, or marked read-only there. By hand: prompts, guardrail checks,
    /// and the one list that is a POST.
    #[test]
    fn the_list_agrees_with_the_api() {
        let prompts = [
            "ApplyGuardrail",
            "Converse",
            "ConverseStream",
            "InvokeGuardrailChecks",
            "InvokeModel",
            "InvokeModelWithBidirectionalStream",
            "InvokeModelWithResponseStream",
            "ListTagsForResource",
        ];
        let mut known = vec!["GetCallerIdentity".to_owned()];
        for facts in [
            include_str!("../../assets/api/bedrock.json"),
            include_str!("../../assets/api/bedrock-runtime.json"),
        ] {
            let facts: Value = serde_json::from_str(facts).unwrap();
            for (name, operation) in facts["operations"].as_object().unwrap() {
                let read = operation["http"]["method"] == "GET"
                    || operation["readonly"] == true
                    || prompts.contains(&name.as_str());
                assert_eq!(reads(name), read, "{name}");
                known.push(name.clone());
            }
        }
        for name in READS {
            assert!(known.iter().any(|known| known == name), "{name} is no operation");
        }
        assert!(!reads("") && !reads("CreateSomethingNew"));
    }
}
