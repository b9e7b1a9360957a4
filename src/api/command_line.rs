//! The AWS CLI command that makes the same request: for people who go on in a shell or a script.
//! Not here: whether its input is valid (validation), or running it.

use serde_json::Value;

use crate::api::lookup;
use crate::api::operation::Operation;
use crate::api::plane::Plane;
use crate::api::shape::{Kind, Shape};

/// The command of an operation with this input, on one line, ready to be pasted into a POSIX shell.
/// Scalars stand plain, everything else as compact JSON; `null` counts as not set, and what the
/// input's shape does not know is left out.
pub fn command_line(operation: &Operation, input: &Value, region: Option<&str>) -> String {
    let service = match operation.plane {
        Plane::Control => "bedrock",
        Plane::Runtime => "bedrock-runtime",
    };
    let mut line = format!("aws {service} {}", kebab(&operation.name));
    let members = operation.input().and_then(Shape::structure).map(|input| &input.members);
    for member in members.into_iter().flatten() {
        let Some(value) = input.get(&member.name).filter(|value| !value.is_null()) else {
            continue;
        };
        let option = kebab(&member.name);
        let kind = lookup::service(operation.plane).shape(&member.shape).map(|shape| &shape.kind);
        let said = match (value, kind) {
            (Value::Bool(true), Some(Kind::Boolean)) => format!(" --{option}"),
            (Value::Bool(false), Some(Kind::Boolean)) => format!(" --no-{option}"),
            (Value::String(text), kind) if !matches!(kind, Some(Kind::Document)) => {
                argument(&option, text)
            }
            (value, _) => argument(&option, &value.to_string()),
        };
        line.push_str(&said);
    }
    if let Some(region) = region {
        line.push_str(&argument("region", region));
    }
    line
}

/// An option and its value. One that begins with a dash would be taken for an option itself.
fn argument(option: &str, value: &str) -> String {
    let between = if value.starts_with('-') { '=' } else { ' ' };
    format!(" --{option}{between}{}", quoted(value))
}

/// A name of the API as the CLI writes it: `customModelKmsKeyId` is `custom-model-kms-key-id`, and a
/// plural of capitals stays together, as in `list-acls`.
pub fn kebab(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let plural = plural_of_capitals(&letters);
    let mut out = String::with_capacity(name.len() + 8);
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| letters[before]);
        let after = letters.get(at + 1);
        let begins = letter.is_ascii_uppercase()
            && before.is_some_and(|before| {
                before.is_ascii_lowercase()
                    || before.is_ascii_digit()
                    || after.is_some_and(char::is_ascii_lowercase)
            });
        let inside = at > plural;
        if at > 0 && (at == plural || (begins && !inside)) {
            out.push('-');
        }
        out.push(letter.to_ascii_lowercase());
    }
    out
}

/// Where the capitals of an ending such as `ARNs` begin; beyond the end where there are none.
fn plural_of_capitals(letters: &[char]) -> usize {
    let Some((last, rest)) = letters.split_last() else { return letters.len() };
    let capitals = rest.iter().rev().take_while(|letter| letter.is_ascii_uppercase()).count();
    if *last == 's' && capitals >= 2 { rest.len() - capitals } else { letters.len() }
}

/// A word of a shell: as it is where nothing in it means anything to one, else in single quotes.
pub fn quoted(word: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "_@%+=:,./-".contains(letter);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

/// The command that copies a local file to S3.
pub fn upload(file: &str, to: &str) -> String {
    format!("aws s3 cp {} {}", quoted(file), quoted(to))
}

/// The command that copies what a job wrote from S3: every file under the URI.
pub fn download(from: &str, to: &str) -> String {
    format!("aws s3 cp --recursive {} {}", quoted(from), quoted(to))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn line(operation: &str, input: &Value) -> String {
        command_line(lookup::operation(operation).unwrap(), input, Some("us-east-1"))
    }

    /// As botocore's `xform_name` has them.
    #[test]
    fn names_are_those_of_the_cli() {
        for (name, cli) in [
            ("CreateProvisionedModelThroughput", "create-provisioned-model-throughput"),
            ("provisionedModelName", "provisioned-model-name"),
            ("vpcConfig", "vpc-config"),
            ("customModelKmsKeyId", "custom-model-kms-key-id"),
            ("s3Uri", "s3-uri"),
            ("resourceARN", "resource-arn"),
            ("resourceARNs", "resource-arns"),
            ("hyperParameters", "hyper-parameters"),
            ("ListACLs", "list-acls"),
            ("DescribeIDsOf", "describe-i-ds-of"),
            ("kBS3Uri", "k-bs3-uri"),
            ("GetHTTPHeader", "get-http-header"),
            ("tags", "tags"),
            ("a", "a"),
            ("", ""),
        ] {
            assert_eq!(kebab(name), cli, "{name}");
        }
    }

    #[test]
    fn a_command_holds_every_member_that_is_set_in_the_order_of_the_api() {
        let input = json!({
            "tags": [{"key": "team", "value": "search"}],
            "provisionedModelName": "chat-prod",
            "modelUnits": 2,
            "modelId": "amazon.nova-lite-v1:0",
            "commitmentDuration": null,
            "other": "left out",
        });
        assert_eq!(
            line("CreateProvisionedModelThroughput", &input),
            "aws bedrock create-provisioned-model-throughput --model-units 2 \
             --provisioned-model-name chat-prod --model-id amazon.nova-lite-v1:0 \
             --tags '[{\"key\":\"team\",\"value\":\"search\"}]' --region us-east-1"
        );
    }

    #[test]
    fn structures_are_json_with_the_names_of_the_api() {
        let input = json!({"trainingDataConfig": {"s3Uri": "s3://b/k"}, "vpcConfig":
            {"subnetIds": ["subnet-1"], "securityGroupIds": []}});
        assert_eq!(
            line("CreateModelCustomizationJob", &input),
            "aws bedrock create-model-customization-job \
             --training-data-config '{\"s3Uri\":\"s3://b/k\"}' \
             --vpc-config '{\"subnetIds\":[\"subnet-1\"],\"securityGroupIds\":[]}' \
             --region us-east-1"
        );
    }

    #[test]
    fn each_plane_has_its_own_service_and_no_region_is_left_to_the_profile() {
        let apply = lookup::operation("ApplyGuardrail").unwrap();
        let line = command_line(apply, &json!({"guardrailIdentifier": "g"}), None);
        assert_eq!(line, "aws bedrock-runtime apply-guardrail --guardrail-identifier g");
    }

    /// None at the top of a control-plane write is a boolean yet; the CLI has two words for one.
    #[test]
    fn a_boolean_is_a_word_of_its_own() {
        let list = |on: bool| line("ListCustomModels", &json!({"isOwned": on}));
        assert_eq!(list(true), "aws bedrock list-custom-models --is-owned --region us-east-1");
        assert_eq!(list(false), "aws bedrock list-custom-models --no-is-owned --region us-east-1");
    }

    #[test]
    fn what_a_shell_would_read_something_into_is_quoted() {
        for (word, safe) in [
            ("", "''"),
            ("plain-word_1.2:3/4@5%6+7=8,9", "plain-word_1.2:3/4@5%6+7=8,9"),
            ("two words", "'two words'"),
            ("it's", r"'it'\''s'"),
            ("$HOME `id` $(id)", "'$HOME `id` $(id)'"),
            ("a;b&c|d>e<f", "'a;b&c|d>e<f'"),
            ("~", "'~'"),
            ("*", "'*'"),
            ("#x", "'#x'"),
            ("back\\slash", "'back\\slash'"),
            ("new\nline", "'new\nline'"),
            ("字", "'字'"),
            ("'", r"''\'''"),
            ("!x", "'!x'"),
            ("{a,b}", "'{a,b}'"),
        ] {
            assert_eq!(quoted(word), safe);
        }
    }

    #[test]
    fn a_value_that_looks_like_an_option_is_none() {
        let line = line("CreateInferenceProfile", &json!({"description": "--force"}));
        assert!(line.contains(" --description=--force "), "{line}");
    }

    #[test]
    fn commands_quote_what_a_shell_would_take_apart() {
        assert_eq!(upload("in.jsonl", "s3://b/p/"), "aws s3 cp in.jsonl s3://b/p/");
        assert_eq!(
            download("s3://b/it's here/", "."),
            r"aws s3 cp --recursive 's3://b/it'\''s here/' ."
        );
    }
}
