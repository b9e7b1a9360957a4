//! Shapes and faults in words for the person at a form: what a member is called, what it takes, and
//! what is wrong with a value. Not here: the service's own sentences (constraint).

use crate::api::constraint::Constraint;
use crate::api::service::Service;
use crate::api::shape::{Kind, Shape};

/// Words written in capitals.
const CAPITALS: [(&str, &str); 14] = [
    ("arn", "ARN"),
    ("arns", "ARNs"),
    ("id", "ID"),
    ("ids", "IDs"),
    ("kms", "KMS"),
    ("s3", "S3"),
    ("uri", "URI"),
    ("url", "URL"),
    ("vpc", "VPC"),
    ("iam", "IAM"),
    ("pii", "PII"),
    ("json", "JSON"),
    ("jwt", "JWT"),
    ("ui", "UI"),
];

/// Services whose names are written as one word.
const SERVICES: [(&str, &str); 2] = [("cloud watch", "CloudWatch"), ("sage maker", "SageMaker")];

/// The longest pattern that is shown as it is.
const PATTERN: usize = 90;

/// Patterns that hold for any text.
const ANYTHING: [&str; 4] = [".*", ".+", "[\\S\\s]+", "[\\s\\S]+"];

/// Patterns in words.
const FORMS: &[(&str, &str)] = &[
    ("([0-9a-zA-Z][_-]?)+", "letters and digits, single - or _ between"),
    ("([0-9a-zA-Z][_-]?){1,63}", "letters and digits, single - or _ between"),
    ("([0-9a-zA-Z][ _-]?)+", "letters and digits, single blanks, - or _ between"),
    ("([0-9a-zA-Z:.][ _-]?)+", "letters, digits, : and ., single blanks, - or _ between"),
    ("[0-9a-zA-Z-_]+", "letters, digits, - and _"),
    ("[0-9a-zA-Z-_.]+", "letters, digits, -, _ and ."),
    ("[0-9a-zA-Z-_ !?.]+", "letters, digits, blanks and - _ ! ? ."),
    ("[-0-9a-zA-Z]+", "letters, digits and -"),
    ("[0-9a-zA-Z]+", "letters and digits"),
    ("[A-Za-z0-9]+", "letters and digits"),
    ("[a-z0-9]+", "small letters and digits"),
    ("[a-z0-9](-*[a-z0-9]){0,62}", "small letters and digits, - between"),
    ("[a-zA-Z0-9](-*[a-zA-Z0-9\\+\\-\\.])*", "a letter or digit, then letters, digits and + - ."),
    (
        "[a-zA-Z0-9]{1,63}(-*[a-zA-Z0-9\\+\\-\\.]){0,63}",
        "a letter or digit, then letters, digits and + - .",
    ),
    ("[a-zA-Z0-9]([-a-zA-Z0-9]{0,254}[a-zA-Z0-9])?", "letters and digits, - between"),
    ("[a-zA-Z0-9]{1,256}(-*[a-zA-Z0-9]){0,256}", "letters and digits, - between"),
    ("[a-zA-Z0-9]([a-zA-Z0-9._-]){0,255}", "a letter or digit, then letters, digits and . _ -"),
    ("[a-zA-Z0-9\\s._:/=+@-]*", "letters, digits, blanks and . _ : / = + @ -"),
    ("[a-zA-Z0-9\\s._:/=+$@-]{1,256}", "letters, digits, blanks and . _ : / = + $ @ -"),
    ("[a-zA-Z0-9\\s._:/=+$@-]{0,256}", "letters, digits, blanks and . _ : / = + $ @ -"),
    ("[0-9]{12}", "twelve digits"),
    ("(([1-9][0-9]{0,7})|(DRAFT))", "a number, or DRAFT"),
    (".*[a-z]{1,20}/.{1,20}.*", "a media type such as text/plain"),
];

/// Beginnings of patterns that are longer than their words.
const BEGINNINGS: &[(&str, &str)] = &[
    ("s3://", "an S3 URI such as s3://bucket/folder/"),
    ("arn:aws(-[^:]+)?:iam::", "the ARN of an IAM role: arn:aws:iam::ACCOUNT:role/NAME"),
    ("arn:aws(-[^:]+)?:kms:", "the ARN of a KMS key: arn:aws:kms:REGION:ACCOUNT:key/ID"),
    ("(arn:aws(-[^:]+)?:kms:", "the ARN, id or alias of a KMS key"),
    ("arn:(aws[a-zA-Z-]*)?:lambda:", "the ARN of a Lambda function"),
    ("arn:aws[a-z\\-]*:sagemaker:", "the ARN of a SageMaker model package"),
    ("arn:aws(-[^:]+)?:sagemaker:", "the ARN of a SageMaker flow definition"),
    ("(([a-z0-9]+)|(arn:", "the id or ARN of a guardrail"),
    ("[a-z0-9-]+[.]{1}guardrail", "the id or ARN of a guardrail profile"),
    ("((([0-9a-zA-Z][_-]?)+)|(arn:", "the name or ARN of a provisioned model"),
    (".*(^[a-zA-Z0-9][a-zA-Z0-9\\-]*$)", "the ARN of a resource that takes tags"),
];

/// The words a name is made of, in small letters: `customModelKmsKeyId`, `InProgress` and `IN_PROGRESS`
/// are two or more. A word of capitals, as in `resourceARN`, is one.
pub fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    // What stood before: nothing of a word, a capital of it, or another letter.
    let mut before = None;
    for letter in name.chars() {
        if matches!(letter, '_' | '-') {
            before = None;
            continue;
        }
        let small = letter.to_lowercase();
        match (before, words.last_mut()) {
            (Some(capital), Some(word)) if capital || !letter.is_uppercase() => word.extend(small),
            _ => words.push(small.collect()),
        }
        before = Some(letter.is_uppercase());
    }
    words
}

/// What a member is called: its name as words, `customModelKmsKeyId` as `Custom model KMS key ID`.
pub fn label(name: &str) -> String {
    let words = words(name).into_iter().enumerate().map(|(at, word)| {
        match CAPITALS.iter().find(|(small, _)| *small == word) {
            Some((_, capitals)) => (*capitals).to_owned(),
            None if at == 0 => first_capital(&word),
            None => word,
        }
    });
    let mut label = words.collect::<Vec<_>>().join(" ");
    for (words, service) in SERVICES {
        if let Some(at) = label.to_ascii_lowercase().find(words) {
            label.replace_range(at..at + words.len(), service);
        }
    }
    label
}

fn first_capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string());
    format!("{}{}", first.unwrap_or_default(), letters.as_str())
}

/// What a value of a shape must be, in words.
pub fn rule(service: &Service, shape: &Shape) -> String {
    let limits = &shape.limits;
    let many = |what: &str| match (limits.min.filter(|min| *min > 0.0), limits.max) {
        (Some(min), Some(max)) if min.total_cmp(&max).is_eq() => format!("exactly {min} {what}"),
        (Some(min), Some(max)) => format!("{min} to {max} {what}"),
        (Some(min), None) => format!("at least {min} {what}"),
        (None, Some(max)) => format!("at most {max} {what}"),
        (None, None) => String::new(),
    };
    let within = match (limits.min, limits.max) {
        (Some(min), Some(max)) => format!(" from {min} to {max}"),
        (Some(min), None) => format!(", at least {min}"),
        (None, Some(max)) => format!(", at most {max}"),
        (None, None) => String::new(),
    };
    let said = match &shape.kind {
        Kind::String if !limits.values.is_empty() => {
            vec![format!("one of {}", limits.values.join(", "))]
        }
        Kind::String => {
            let form =
                limits.pattern.as_ref().and_then(|pattern| form(&shape.name, pattern.source()));
            let plain = (form.is_none() && many("").is_empty()).then(|| "text".to_owned());
            vec![form.unwrap_or_default(), many("characters"), plain.unwrap_or_default()]
        }
        Kind::Integer | Kind::Long => vec![format!("a whole number{within}")],
        Kind::Float | Kind::Double => vec![format!("a number{within}")],
        Kind::Boolean => vec!["true or false".to_owned()],
        Kind::Timestamp { .. } => vec!["a time such as 2026-11-20T16:00:00Z".to_owned()],
        Kind::Blob => {
            vec!["text, sent as base64; bytes that are no text as base64:...".into(), many("bytes")]
        }
        Kind::Document => vec!["any JSON, such as 5, \"text\" or {\"a\": 1}".to_owned()],
        Kind::List(element) => {
            let of = service.shape(element).map(|shape| element_rule(service, shape));
            vec![format!("a list{}", of.unwrap_or_default()), many("elements")]
        }
        Kind::Map { .. } => vec!["keys and values".to_owned(), many("of them")],
        Kind::Structure(structure) if structure.union => {
            let names = structure.members.iter().map(|member| member.name.as_str());
            vec![format!("exactly one of {}", names.collect::<Vec<_>>().join(", "))]
        }
        Kind::Structure(structure) => {
            let names = structure.members.iter().map(|member| member.name.as_str());
            vec![format!("holds {}", names.collect::<Vec<_>>().join(", "))]
        }
    };
    said.into_iter().filter(|said| !said.is_empty()).collect::<Vec<_>>().join("; ")
}

fn element_rule(service: &Service, shape: &Shape) -> String {
    match shape.kind {
        Kind::Structure(_) => String::new(),
        _ => format!(", each {}", rule(service, shape)),
    }
}

/// The form of a text in words; its pattern where there are none, if it is short; nothing for
/// patterns that hold for any text.
fn form(name: &str, pattern: &str) -> Option<String> {
    if ANYTHING.contains(&pattern) {
        return None;
    }
    let exact = FORMS.iter().find(|(whole, _)| *whole == pattern);
    let known = exact.or_else(|| BEGINNINGS.iter().find(|(begin, _)| pattern.starts_with(begin)));
    if let Some((_, words)) = known {
        return Some((*words).to_owned());
    }
    // What is beyond words is told by the name of the shape.
    if pattern.contains("bedrock") || name.ends_with("Arn") || pattern.len() > PATTERN {
        let what = label(name.trim_end_matches("Identifier"));
        let arn = if name.ends_with("Arn") { "an ARN" } else { "an ID or ARN" };
        return Some(format!("{arn} ({})", what.to_lowercase()));
    }
    Some(format!("of the form {pattern}"))
}

/// What is wrong with a value, in words that follow what it is called.
pub fn fault(service: &Service, shape: Option<&Shape>, constraint: &Constraint) -> String {
    let counted = match shape.map(|shape| &shape.kind) {
        Some(Kind::List(_) | Kind::Map { .. }) => "elements",
        Some(Kind::Blob) => "bytes",
        _ => "characters",
    };
    let rule = || shape.map(|shape| rule(service, shape)).unwrap_or_default();
    match constraint {
        Constraint::Required => "is needed".into(),
        Constraint::Type { .. } => format!("must be {}", rule()),
        Constraint::MinLength(min) => format!("has less than {min} {counted}"),
        Constraint::MaxLength(max) => format!("has more than {max} {counted}"),
        Constraint::MinValue(min) => format!("is less than {min}"),
        Constraint::MaxValue(max) => format!("is more than {max}"),
        Constraint::Pattern(_) => {
            let name = shape.map(|shape| shape.name.as_str()).unwrap_or_default();
            let pattern = shape.and_then(|shape| shape.limits.pattern.as_ref());
            let form = pattern.and_then(|pattern| form(name, pattern.source()));
            format!("does not have its form: {}", form.unwrap_or_default())
        }
        Constraint::Values(values) => format!("must be one of {}", values.join(", ")),
        Constraint::OneMember => "must have exactly one member set".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::lookup;
    use crate::api::plane::Plane;

    fn of(shape: &str) -> String {
        let service = lookup::service(Plane::Control);
        rule(service, service.shape(shape).unwrap())
    }

    #[test]
    fn a_member_is_called_by_its_words() {
        for (name, said) in [
            ("modelUnits", "Model units"),
            ("customModelKmsKeyId", "Custom model KMS key ID"),
            ("customModelKmsKeyArn", "Custom model KMS key ARN"),
            ("s3Uri", "S3 URI"),
            ("jobName", "Job name"),
            ("id", "ID"),
            ("resourceARN", "Resource ARN"),
            ("subnetIds", "Subnet IDs"),
            ("vpcConfig", "VPC config"),
            ("tags", "Tags"),
            ("piiEntitiesConfig", "PII entities config"),
            ("cloudWatchConfig", "CloudWatch config"),
            ("sageMaker", "SageMaker"),
            ("aws_review", "Aws review"),
            ("IN_PROGRESS", "In progress"),
        ] {
            assert_eq!(label(name), said);
        }
    }

    #[test]
    fn rules_are_said_in_words() {
        assert_eq!(of("PositiveInteger"), "a whole number, at least 1");
        assert_eq!(of("RFTBatchSize"), "a whole number from 16 to 512");
        assert_eq!(
            of("ProvisionedModelName"),
            "letters and digits, single - or _ between; 1 to 63 characters"
        );
        assert_eq!(of("CommitmentDuration"), "one of OneMonth, SixMonths");
        assert_eq!(of("LogGroupName"), "1 to 512 characters");
        assert_eq!(of("HumanTaskInstructions"), "1 to 5000 characters");
        assert_eq!(of("OfferToken"), "text");
        assert_eq!(of("TagList"), "a list; at most 200 elements");
        assert_eq!(of("Boolean"), "true or false");
        assert_eq!(of("InferenceProfileModelSource"), "exactly one of copyFrom");
    }

    /// What no words were found for is short enough to stand below a form, and never empty.
    #[test]
    fn every_rule_fits_below_a_form() {
        for shape in lookup::service(Plane::Control).shapes() {
            let values = !shape.limits.values.is_empty();
            if matches!(shape.kind, Kind::Structure(_)) || values {
                continue;
            }
            let said = of(&shape.name);
            assert!(!said.is_empty() && said.chars().count() <= 170, "{}: {said}", shape.name);
        }
    }

    #[test]
    fn faults_follow_what_the_member_is_called() {
        let service = lookup::service(Plane::Control);
        let name = service.shape("ProvisionedModelName");
        let said = |constraint| fault(service, name, &constraint);
        assert_eq!(said(Constraint::Required), "is needed");
        assert_eq!(said(Constraint::MaxLength(63.0)), "has more than 63 characters");
        assert_eq!(
            said(Constraint::Pattern(String::new())),
            "does not have its form: letters and digits, single - or _ between"
        );
        let units = service.shape("PositiveInteger");
        let typed = Constraint::Type { found: "STRING_VALUE", expected: "Integer" };
        assert_eq!(fault(service, units, &typed), "must be a whole number, at least 1");
        let tags = service.shape("TagList");
        assert_eq!(
            fault(service, tags, &Constraint::MaxLength(200.0)),
            "has more than 200 elements"
        );
    }
}
