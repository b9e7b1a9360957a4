//! What a request will do before it is sent: its values, the command that does the same, what it
//! costs as far as that is known. Not here: sending it, or how the page looks.

use serde_json::Value;

use crate::api::command_line::command_line;
use crate::app::parts::count::thousands;
use crate::app::parts::desk::Desk;
use crate::app::parts::draft::page::Row;
use crate::app::parts::draft::tree::Draft;
use crate::domain::resource::text;
use crate::text::sanitise::sanitise_line;
use crate::text::wrap;

/// Hours of a month, as AWS counts them in its examples.
const MONTH: f64 = 730.0;
/// Operations that begin something billed, each with the member that names it: the name is typed
/// before they are sent.
const BILLED: [(&str, &str); 8] = [
    ("CreateProvisionedModelThroughput", "provisionedModelName"),
    ("CreateModelInvocationJob", "jobName"),
    ("CreateModelCustomizationJob", "jobName"),
    ("CreateCustomModelDeployment", "modelDeploymentName"),
    ("CreateModelCopyJob", "targetModelName"),
    ("CreateModelImportJob", "jobName"),
    ("CreateEvaluationJob", "jobName"),
    ("CreateCustomModel", "modelName"),
];

/// A summary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// What is set, each with what it is called.
    pub values: Vec<(String, String)>,
    /// The AWS CLI command that makes the same request.
    pub command: String,
    /// What it costs, in sentences.
    pub costs: Vec<String>,
    /// The name to be typed before it is sent, because it costs.
    pub sign: Option<String>,
    /// The first line shown.
    pub top: usize,
}

/// A row of a summary on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// What the rows below are.
    Head(&'static str),
    /// A value, with what it is called where it begins.
    Value(String, String),
    /// A part of the command.
    Command(String),
    /// What it costs.
    Cost(String),
    /// Nothing.
    Blank,
}

impl Summary {
    /// Columns of what values are called.
    pub fn label(&self) -> u16 {
        let longest = self.values.iter().map(|(label, _)| wrap::width(label)).max().unwrap_or(0);
        u16::try_from(longest + 3).unwrap_or(u16::MAX).clamp(10, 32)
    }

    /// Its rows, so many columns wide.
    pub fn rows(&self, width: u16) -> Vec<Line> {
        let wrapped = |text: &str, less: u16| -> Vec<String> {
            let text = sanitise_line(text);
            let rows = wrap::wrap_plain(&text, width.saturating_sub(less + 2));
            rows.iter().map(|row| row.text().to_owned()).collect()
        };
        let mut rows = Vec::new();
        for (label, value) in &self.values {
            let mut label = sanitise_line(label).into_owned();
            for part in wrapped(value, self.label()) {
                rows.push(Line::Value(std::mem::take(&mut label), part));
            }
        }
        if self.values.is_empty() {
            rows.push(Line::Value(String::new(), "Nothing is set.".into()));
        }
        if !self.costs.is_empty() {
            rows.extend([Line::Blank, Line::Head("What it costs")]);
            let costs = self.costs.iter().flat_map(|cost| wrapped(cost, 0));
            rows.extend(costs.map(Line::Cost));
        }
        rows.extend([Line::Blank, Line::Head("The same with the AWS CLI")]);
        rows.extend(wrapped(&self.command, 0).into_iter().map(Line::Command));
        rows
    }

    /// The summary of a draft for a region.
    pub fn of(draft: &Draft, region: Option<&str>, desk: &Desk) -> Self {
        let input = draft.value();
        let rows = draft.page(&draft.top(), &[]);
        let value = |row: &Row| Some((row.label.clone(), draft.whole(row)));
        let values = rows.iter().filter_map(value).filter(|(_, shown)| !shown.is_empty()).collect();
        let billed = BILLED.iter().find(|(operation, _)| draft.operation.name == *operation);
        Self {
            values,
            command: command_line(draft.operation, &input, region),
            costs: costs(&draft.operation.name, &input, region, desk),
            sign: billed.map(|(_, name)| text(&input, name).to_owned()),
            top: 0,
        }
    }
}

fn costs(operation: &str, input: &Value, region: Option<&str>, desk: &Desk) -> Vec<String> {
    match operation {
        "CreateProvisionedModelThroughput" => throughput(input, region, desk),
        "CreateModelInvocationJob" => batch(input, desk),
        operation if BILLED.iter().any(|(billed, _)| *billed == operation) => {
            vec!["?: the price list has no price for it.".into()]
        }
        _ => Vec::new(),
    }
}

fn throughput(input: &Value, region: Option<&str>, desk: &Desk) -> Vec<String> {
    let months = match text(input, "commitmentDuration") {
        "OneMonth" => 1,
        "SixMonths" => 6,
        _ => 0,
    };
    let billed = match months {
        0 => "Billed by the hour until it is deleted; it can be deleted at any time.".to_owned(),
        1 => {
            "Committed for 1 month: it is billed for all of it and cannot be deleted before.".into()
        }
        months => format!(
            "Committed for {months} months: it is billed for all of them and cannot be deleted before."
        ),
    };
    let units = input["modelUnits"].as_f64().unwrap_or_default();
    let prices = desk.prices.as_ref().filter(|_| months > 0);
    let hour = prices.and_then(|table| table.hourly(text(input, "modelId"), region, months));
    let Some(hour) = hour else {
        let said = "Price per hour: ?, the price list has none for this model and commitment.";
        return vec![said.into(), billed];
    };
    let all = hour * units;
    vec![
        format!(
            "${hour:.2} an hour for each model unit: ${all:.2} an hour for {units} (estimate)."
        ),
        format!(
            "About ${} for the commitment, at {MONTH} hours a month.",
            thousands((all * MONTH * f64::from(months)).round() as u64)
        ),
        billed,
    ]
}

fn batch(input: &Value, desk: &Desk) -> Vec<String> {
    let price = desk.price(text(input, "modelId"));
    let Some(batch) = price.and_then(|price| price.batch) else {
        return vec!["?: the price list has no batch price for this model.".into()];
    };
    let usual = price.map(|price| (price.rates.input, price.rates.output)).unwrap_or_default();
    vec![format!(
        "${} in and ${} out for a million tokens as a batch, ${} and ${} on demand (estimate).",
        batch.input, batch.output, usual.0, usual.1
    )]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::lookup;
    use crate::api::operation::Operation;
    use crate::domain::kinds::ALL;
    use crate::domain::resource::Sort;

    #[test]
    fn whatever_begins_to_cost_wants_its_name() {
        // What these make costs nothing until it is used.
        let free = [
            "CreateInferenceProfile",
            "CreateGuardrail",
            "CreateGuardrailVersion",
            "CreatePromptRouter",
        ];
        let made = |sort: Sort| matches!(sort, Sort::Create | Sort::Derive);
        for action in ALL.iter().flat_map(|kind| kind.actions).filter(|action| made(action.sort)) {
            let billed = BILLED.iter().find(|(operation, _)| *operation == action.operation);
            assert_eq!(billed.is_none(), free.contains(&action.operation), "{}", action.operation);
            let Some((operation, name)) = billed else { continue };
            let input = lookup::operation(operation).and_then(Operation::input);
            let member = input.and_then(|shape| shape.structure()?.member(name));
            assert!(member.unwrap().required, "{operation} {name}");
        }
    }
}
