//! The parameters of a prompt from the command line: whose they are, what flags lay over them, and
//! what the model takes of them. Not here: the rules themselves (domain).

use super::console::Console;
use super::fault::Fault;
use super::setup;
use crate::aws::client::Client;
use crate::cli::Ask as Args;
use crate::config::settings::Settings;
use crate::domain::ask::{Latency, Parameters, Reasoning, Tier};
use crate::domain::conversation::Conversation;
use crate::domain::family::Terms;
use crate::domain::fitting::{Fitted, fit};
use crate::domain::limits;

/// The id by which limits and price of a model are found: for an application inference profile, or
/// anything else whose ARN says nothing of it, the model behind it, where the account lists it.
pub(crate) async fn behind(model: &str, client: &Client) -> String {
    const OPAQUE: [&str; 3] =
        [":application-inference-profile/", ":provisioned-model/", ":custom-model-deployment/"];
    let behind = if OPAQUE.iter().any(|kind| model.contains(kind)) {
        // Without the listing the parameters all models have are sent, and the cost is unknown.
        let listed = client.catalog().await.ok();
        listed.and_then(|listing| {
            let entry = listing.catalog.find(model)?;
            entry.base_ids().first().map(|id| (*id).to_owned())
        })
    } else {
        None
    };
    behind.unwrap_or_else(|| model.to_owned())
}

/// The parameters as they are sent: the conversation's own, else the configured ones, with the flags'
/// over them; what the model does not take is left out and said.
///
/// # Errors
/// A value the API or the model would refuse.
pub(crate) fn fitted(
    args: &Args,
    settings: &Settings,
    model: &str,
    conversation: &Conversation,
    console: &mut Console,
) -> Result<Fitted, Fault> {
    let usual = || setup::parameters(&settings.config.parameters);
    let mut parameters = conversation.parameters.clone().unwrap_or_else(usual);
    lay_flags(&mut parameters, args)?;
    if let Some(fault) = limits::faults(&parameters).first() {
        let rule = fault.field.rule();
        return Err(Fault::Usage(format!("{fault}\n  allowed: {rule}")));
    }
    let facts = setup::prices(settings).facts(model, settings.config.region.as_deref());
    let fitted = fit(&parameters, &conversation.system, &Terms::of(model, facts.as_ref()));
    if let Some(slip) = fitted.left_out.iter().find(|out| out.slip) {
        let what = format!("{} cannot be sent to {model}: {}", slip.field.name(), slip.why);
        return Err(Fault::Usage(what));
    }
    for sentence in fitted.sentences() {
        console.note(&sentence);
    }
    Ok(fitted)
}

/// What a flag says takes the place of what is configured; metadata are added to.
fn lay_flags(parameters: &mut Parameters, args: &Args) -> Result<(), Fault> {
    let bad = |what: String| Fault::Usage(what);
    parameters.max_tokens = args.max_tokens.or(parameters.max_tokens);
    parameters.temperature = args.temperature.or(parameters.temperature);
    parameters.top_p = args.top_p.or(parameters.top_p);
    parameters.top_k = args.top_k.or(parameters.top_k);
    if !args.stop.is_empty() {
        parameters.stop_sequences.clone_from(&args.stop);
    }
    if let Some(text) = &args.reasoning {
        let read = Reasoning::read(text);
        let rule = limits::Field::Reasoning.rule();
        parameters.reasoning =
            Some(read.ok_or_else(|| bad(format!("--reasoning is '{text}'\n  allowed: {rule}")))?);
    }
    let tier = args.tier.as_deref().and_then(Tier::read);
    parameters.tier = tier.or(parameters.tier);
    let latency = args.latency.as_deref().and_then(Latency::read);
    parameters.latency = latency.or(parameters.latency);
    for pair in &args.metadata {
        let (name, value) = pair
            .split_once('=')
            .ok_or_else(|| bad(format!("--metadata is '{pair}'\n  allowed: NAME=VALUE")))?;
        parameters.metadata.insert(name.to_owned(), value.to_owned());
    }
    if let Some(text) = &args.fields {
        let fields = serde_json::from_str(text)
            .map_err(|error| bad(format!("--fields is no JSON: {error}")))?;
        parameters.additional_fields = Some(fields);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_laid_over_what_is_configured() {
        let mut parameters = Parameters {
            temperature: Some(0.1),
            top_p: Some(0.2),
            metadata: [("team".to_owned(), "search".to_owned())].into(),
            ..Parameters::default()
        };
        let args = Args {
            temperature: Some(0.5),
            reasoning: Some("4096".into()),
            tier: Some("flex".into()),
            metadata: vec!["purpose=a=b".into()],
            fields: Some("{\"seed\": 7}".into()),
            stop: vec!["END".into()],
            ..Args::default()
        };
        lay_flags(&mut parameters, &args).unwrap();
        assert_eq!((parameters.temperature, parameters.top_p), (Some(0.5), Some(0.2)));
        assert_eq!(parameters.reasoning, Some(Reasoning::Budget(4096)));
        assert_eq!(parameters.tier, Some(Tier::Flex));
        assert_eq!(parameters.metadata["purpose"], "a=b");
        assert_eq!(parameters.metadata["team"], "search");
        assert_eq!(parameters.additional_fields, Some(serde_json::json!({"seed": 7})));
        assert_eq!(parameters.stop_sequences, ["END"]);
        for args in [
            Args { reasoning: Some("4k".into()), ..Args::default() },
            Args { metadata: vec!["team".into()], ..Args::default() },
            Args { fields: Some("{".into()), ..Args::default() },
        ] {
            assert!(matches!(lay_flags(&mut parameters, &args), Err(Fault::Usage(_))));
        }
    }
}
