//! What the account can invoke: foundation models and inference profiles, listed and looked up, and
//! all lists together.
//! Not here: prices and limits (domain), or which of them suits (app).

use std::collections::HashMap;

use aws_sdk_bedrock::types::{
    FoundationModelDetails, FoundationModelSummary, InferenceProfileModel, InferenceProfileSummary,
    InferenceProfileType,
};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::DateTime;

use super::client::Client;
use super::owned;
use super::problem::make::{self, Call};
use super::setting::{self, Planes};
use crate::domain::catalog::{Catalog, Entry, EntryKind};
use crate::domain::problem::Problem;

/// Profiles asked for at once; the API's greatest page.
const PAGE: i32 = 1_000;

/// What was listed, and what could not be.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Listing {
    /// The entries that came.
    pub catalog: Catalog,
    /// Why others did not: what one list refuses does not lose the others.
    pub gaps: Vec<Problem>,
}

impl Client {
    /// Everything that can be invoked (API: ListFoundationModels and every page of
    /// ListInferenceProfiles, both types, ListCustomModels, ListProvisionedModelThroughputs,
    /// ListCustomModelDeployments and ListImportedModels): first what AWS offers, then what the
    /// account holds of its own.
    ///
    /// # Errors
    /// The first problem, where nothing came at all.
    pub async fn catalog(&self) -> Result<Listing, Problem> {
        const OPERATION: &str = "ListFoundationModels";
        let planes = self.planes().await?;
        setting::region(&planes.setting, OPERATION).map_err(|problem| self.noted(problem))?;
        let (models, system, application) = tokio::join!(
            self.models(&planes),
            self.profiles(&planes, InferenceProfileType::SystemDefined),
            self.profiles(&planes, InferenceProfileType::Application),
        );
        // These read the API's facts, which takes milliseconds of a core: at the start of the
        // program the first frame has it.
        let (custom, throughput, deployments, imported) = tokio::join!(
            Box::pin(self.custom_models(&planes)),
            Box::pin(self.throughputs(&planes)),
            Box::pin(self.deployments(&planes)),
            Box::pin(self.imported_models(&planes)),
        );
        let models = match models {
            Ok(models) => (models, None),
            Err(problem) => (Vec::new(), Some(problem)),
        };
        let mut listing = Listing::default();
        for (mut part, gap) in
            [models, system, application, custom, throughput, deployments, imported]
        {
            listing.catalog.entries.append(&mut part);
            // Both types of profiles fail of the same: once is enough.
            listing.gaps.extend(gap.filter(|gap| !listing.gaps.iter().any(|old| alike(old, gap))));
        }
        if listing.catalog.entries.is_empty() && !listing.gaps.is_empty() {
            return Err(listing.gaps.swap_remove(0));
        }
        owned::trace(&mut listing.catalog);
        adorn(&mut listing.catalog);
        Ok(listing)
    }

    async fn models(&self, planes: &Planes) -> Result<Vec<Entry>, Problem> {
        let result = planes.control.list_foundation_models().send().await;
        let output = result.map_err(|error| self.fault(planes, "ListFoundationModels", &error))?;
        Ok(output.model_summaries.unwrap_or_default().into_iter().map(model).collect())
    }

    /// All pages of one type; those before a page that failed are kept.
    async fn profiles(
        &self,
        planes: &Planes,
        kind: InferenceProfileType,
    ) -> (Vec<Entry>, Option<Problem>) {
        let mut entries = Vec::new();
        let pages = planes.control.list_inference_profiles().type_equals(kind).max_results(PAGE);
        let mut pages = pages.into_paginator().send();
        while let Some(page) = pages.next().await {
            match page {
                Ok(page) => entries.extend(
                    page.inference_profile_summaries.unwrap_or_default().into_iter().map(profile),
                ),
                Err(error) => {
                    return (entries, Some(self.fault(planes, "ListInferenceProfiles", &error)));
                }
            }
        }
        (entries, None)
    }

    /// One foundation model (API: GetFoundationModel).
    ///
    /// # Errors
    /// What the service, the connection or the credentials refuse.
    pub async fn foundation_model(&self, id: &str) -> Result<Entry, Problem> {
        const OPERATION: &str = "GetFoundationModel";
        let planes = self.planes().await?;
        setting::region(&planes.setting, OPERATION).map_err(|problem| self.noted(problem))?;
        let call = planes.control.get_foundation_model().model_identifier(id);
        let result = call.send().await;
        let output = result.map_err(|error| self.fault_of(&planes, OPERATION, Some(id), &error))?;
        let details = output.model_details.ok_or_else(|| {
            Problem::new(crate::domain::problem::Kind::Corrupt, OPERATION, "the answer is empty")
        })?;
        Ok(detailed(details))
    }

    /// One inference profile (API: GetInferenceProfile).
    ///
    /// # Errors
    /// What the service, the connection or the credentials refuse.
    pub async fn inference_profile(&self, id: &str) -> Result<Entry, Problem> {
        const OPERATION: &str = "GetInferenceProfile";
        let planes = self.planes().await?;
        setting::region(&planes.setting, OPERATION).map_err(|problem| self.noted(problem))?;
        let call = planes.control.get_inference_profile().inference_profile_identifier(id);
        let result = call.send().await;
        let output = result.map_err(|error| self.fault_of(&planes, OPERATION, Some(id), &error))?;
        Ok(route(Routed {
            id: output.inference_profile_id,
            arn: output.inference_profile_arn,
            name: output.inference_profile_name,
            models: output.models,
            status: output.status.as_str().to_owned(),
            application: output.r#type == InferenceProfileType::Application,
        }))
    }

    fn fault<E>(
        &self,
        planes: &Planes,
        operation: &str,
        error: &SdkError<E, HttpResponse>,
    ) -> Problem
    where
        E: std::error::Error + 'static,
    {
        self.fault_of(planes, operation, None, error)
    }

    fn fault_of<E>(
        &self,
        planes: &Planes,
        operation: &str,
        model: Option<&str>,
        error: &SdkError<E, HttpResponse>,
    ) -> Problem
    where
        E: std::error::Error + 'static,
    {
        self.noted(make::of_call(Call { setting: &planes.setting, operation, model }, error))
    }
}

fn alike(one: &Problem, other: &Problem) -> bool {
    one.operation == other.operation && one.kind == other.kind
}

fn words<T>(values: Option<Vec<T>>, word: impl Fn(&T) -> &str) -> Vec<String> {
    values.unwrap_or_default().iter().map(|value| word(value).to_owned()).collect()
}

/// An entry of a summary or of details: the API gives both the same members.
macro_rules! foundation {
    ($model:ident) => {{
        let life = $model.model_lifecycle;
        Entry {
            name: $model.model_name.unwrap_or_else(|| $model.model_id.clone()),
            id: $model.model_id,
            arn: $model.model_arn,
            kind: EntryKind::Foundation,
            provider: $model.provider_name.unwrap_or_default(),
            input: words($model.input_modalities, |modality| modality.as_str()),
            output: words($model.output_modalities, |modality| modality.as_str()),
            streaming: $model.response_streaming_supported,
            inference_types: words($model.inference_types_supported, |kind| kind.as_str()),
            customizations: words($model.customizations_supported, |kind| kind.as_str()),
            lifecycle: life.as_ref().map(|life| life.status.as_str().to_owned()),
            begun: moment(life.as_ref().and_then(|life| life.start_of_life_time)),
            legacy: moment(life.as_ref().and_then(|life| life.legacy_time)),
            end_of_life: moment(life.as_ref().and_then(|life| life.end_of_life_time)),
            routes: Vec::new(),
            status: None,
            serves: None,
        }
    }};
}

fn model(summary: FoundationModelSummary) -> Entry {
    foundation!(summary)
}

fn detailed(details: FoundationModelDetails) -> Entry {
    foundation!(details)
}

/// Unix milliseconds.
fn moment(at: Option<DateTime>) -> Option<i64> {
    at.and_then(|at| at.to_millis().ok())
}

/// What a profile's summary and its details have in common.
struct Routed {
    id: String,
    arn: String,
    name: String,
    models: Vec<InferenceProfileModel>,
    status: String,
    application: bool,
}

fn profile(summary: InferenceProfileSummary) -> Entry {
    route(Routed {
        id: summary.inference_profile_id,
        arn: summary.inference_profile_arn,
        name: summary.inference_profile_name,
        models: summary.models,
        status: summary.status.as_str().to_owned(),
        application: summary.r#type == InferenceProfileType::Application,
    })
}

fn route(profile: Routed) -> Entry {
    // An application profile is invoked by its ARN.
    let id = if profile.application { profile.arn.clone() } else { profile.id };
    Entry {
        arn: profile.arn,
        kind: if profile.application {
            EntryKind::ApplicationProfile
        } else {
            EntryKind::SystemProfile
        },
        name: profile.name,
        routes: profile.models.into_iter().filter_map(|model| model.model_arn).collect(),
        status: Some(profile.status),
        ..Entry::unknown(id)
    }
}

/// Only foundation models say who made them, what they take and until when they live: what stands on
/// them has it from there.
fn adorn(catalog: &mut Catalog) {
    let foundation = |entry: &&Entry| entry.kind == EntryKind::Foundation;
    let models: HashMap<String, Entry> =
        { catalog.entries.iter().filter(foundation) }.map(|e| (e.id.clone(), e.clone())).collect();
    for entry in catalog.entries.iter_mut().filter(|entry| !foundation(&&**entry)) {
        let Some(base) = entry.base_ids().first().and_then(|id| models.get(*id)) else { continue };
        entry.provider.clone_from(&base.provider);
        entry.input.clone_from(&base.input);
        entry.output.clone_from(&base.output);
        entry.streaming = base.streaming;
        entry.lifecycle.clone_from(&base.lifecycle);
        entry.legacy = base.legacy;
        entry.end_of_life = base.end_of_life;
    }
}
