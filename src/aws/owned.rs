//! The account's own models and what serves them, as entries of the catalog: custom and imported
//! models, provisioned throughput, deployments. Not here: foundation models and profiles (catalog).

use serde_json::{Value, json};

use super::client::Client;
use super::pages::List;
use super::setting::Planes;
use crate::domain::catalog::{Catalog, Entry, EntryKind};
use crate::domain::problem::Problem;
use crate::domain::resource::{at, text, time};

/// Entries that came, and why others did not.
pub(crate) type Part = (Vec<Entry>, Option<Problem>);

impl Client {
    /// API: ListCustomModels, every page.
    pub(crate) async fn custom_models(&self, planes: &Planes) -> Part {
        self.owned(planes, "ListCustomModels", "modelSummaries", custom).await
    }

    /// API: ListProvisionedModelThroughputs, every page.
    pub(crate) async fn throughputs(&self, planes: &Planes) -> Part {
        self.owned(
            planes,
            "ListProvisionedModelThroughputs",
            "provisionedModelSummaries",
            throughput,
        )
        .await
    }

    /// API: ListCustomModelDeployments, every page.
    pub(crate) async fn deployments(&self, planes: &Planes) -> Part {
        self.owned(planes, "ListCustomModelDeployments", "modelDeploymentSummaries", deployment)
            .await
    }

    /// API: ListImportedModels, every page.
    pub(crate) async fn imported_models(&self, planes: &Planes) -> Part {
        self.owned(planes, "ListImportedModels", "modelSummaries", imported).await
    }

    /// All pages of a list; those before a page that failed are kept.
    async fn owned(
        &self,
        planes: &Planes,
        operation: &str,
        member: &str,
        entry: fn(&Value) -> Entry,
    ) -> Part {
        let list = List { operation, rows: member, input: json!({}), most: usize::MAX };
        // What failed is said beside what came, and listed again when the user asks.
        let (rows, problem) = self.rows(planes, list, |_| false).await;
        (rows.iter().map(entry).collect(), problem)
    }
}

fn entry(row: &Value, kind: EntryKind, arn: &str, name: &str, created: &str) -> Entry {
    let arn = text(row, arn).to_owned();
    Entry {
        name: text(row, name).to_owned(),
        kind,
        begun: at(row, created).and_then(time),
        ..Entry { arn: arn.clone(), ..Entry::unknown(arn) }
    }
}

fn owned(row: &Value, member: &str) -> Option<String> {
    Some(text(row, member).to_owned()).filter(|text| !text.is_empty())
}

fn custom(row: &Value) -> Entry {
    let base = owned(row, "baseModelArn");
    Entry {
        status: owned(row, "modelStatus"),
        customizations: owned(row, "customizationType").into_iter().collect(),
        routes: foundation(base.as_deref()),
        serves: base,
        ..entry(row, EntryKind::Custom, "modelArn", "modelName", "creationTime")
    }
}

fn throughput(row: &Value) -> Entry {
    let named = ("provisionedModelArn", "provisionedModelName");
    Entry {
        status: owned(row, "status"),
        routes: foundation(owned(row, "foundationModelArn").as_deref()),
        serves: owned(row, "modelArn"),
        ..entry(row, EntryKind::Throughput, named.0, named.1, "creationTime")
    }
}

fn deployment(row: &Value) -> Entry {
    let named = ("customModelDeploymentArn", "customModelDeploymentName");
    Entry {
        status: owned(row, "status"),
        serves: owned(row, "modelArn"),
        ..entry(row, EntryKind::Deployment, named.0, named.1, "createdAt")
    }
}

fn imported(row: &Value) -> Entry {
    entry(row, EntryKind::Imported, "modelArn", "modelName", "creationTime")
}

/// The ARN, where it is a foundation model's.
fn foundation(arn: Option<&str>) -> Vec<String> {
    arn.filter(|arn| arn.contains(":foundation-model/")).map(str::to_owned).into_iter().collect()
}

/// What serves a custom model, or was made of one, has behind it what that one has.
pub(crate) fn trace(catalog: &mut Catalog) {
    // A custom model may be made of another: each round reaches one further.
    for _ in 0..catalog.entries.len() {
        let found: Vec<(usize, Vec<String>)> = catalog
            .entries
            .iter()
            .enumerate()
            .filter(|(_, entry)| entry.routes.is_empty())
            .filter_map(|(at, entry)| {
                let model = catalog.find(entry.serves.as_deref()?)?;
                (!model.routes.is_empty()).then(|| (at, model.routes.clone()))
            })
            .collect();
        if found.is_empty() {
            return;
        }
        for (at, routes) in found {
            if let Some(entry) = catalog.entries.get_mut(at) {
                entry.routes = routes;
            }
        }
    }
}
