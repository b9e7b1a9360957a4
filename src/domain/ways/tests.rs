//! The ways to invoke a model, of catalogs made by hand.

use super::*;

const NOVA: &str = "amazon.nova-lite-v1:0";
const SONNET: &str = "anthropic.claude-sonnet-4-5-20250929-v1:0";
const NOW: i64 = 1_795_171_200_000;

fn arn(id: &str) -> String {
    format!("arn:aws:bedrock:us-east-1::foundation-model/{id}")
}

fn model(id: &str, types: &[&str]) -> Entry {
    Entry {
        arn: arn(id),
        inference_types: types.iter().map(|kind| (*kind).to_owned()).collect(),
        lifecycle: Some("ACTIVE".into()),
        ..Entry::unknown(id.into())
    }
}

fn profile(id: &str, of: &str, regions: &[&str]) -> Entry {
    Entry {
        arn: format!("arn:aws:bedrock:us-east-1:123456789012:inference-profile/{id}"),
        kind: EntryKind::SystemProfile,
        status: Some("ACTIVE".into()),
        routes: { regions.iter() }
            .map(|region| format!("arn:aws:bedrock:{region}::foundation-model/{of}"))
            .collect(),
        ..Entry::unknown(id.into())
    }
}

fn own(kind: EntryKind, id: &str, serves: &str, status: &str) -> Entry {
    let arn = format!("arn:aws:bedrock:us-east-1:123456789012:{id}");
    Entry {
        arn: arn.clone(),
        kind,
        status: Some(status.into()),
        serves: Some(serves.into()),
        routes: vec![self::arn(NOVA)],
        name: id.into(),
        ..Entry::unknown(arn)
    }
}

/// Each way in a line: its kind, what is sent, and how it stands.
fn said(entries: Vec<Entry>, of: &str, used: Option<i64>) -> Vec<String> {
    let catalog = Catalog { entries };
    let entry = catalog.find(of).unwrap();
    let here = Here { region: Some("us-east-1"), now: NOW };
    let ways = Ways::of(&catalog).to(entry, used, here);
    ways.iter()
        .map(|way| {
            let id = way.id.as_deref().unwrap_or("-").rsplit(':').next().unwrap_or_default();
            let sign = match way.standing {
                Standing::Works => "works",
                Standing::Doubtful(_) => "doubtful",
                Standing::Closed(_) => "closed",
            };
            format!("{} {id}: {sign} {}", way.kind.short(), way.standing.why().unwrap_or_default())
                .trim_end()
                .to_owned()
        })
        .collect()
}

#[test]
fn a_model_is_invoked_by_its_id_where_it_is_offered_on_demand() {
    assert_eq!(said(vec![model(NOVA, &["ON_DEMAND"])], NOVA, None), ["on demand 0: works"]);
    assert_eq!(said(vec![model(NOVA, &[])], NOVA, None), ["on demand 0: works"], "not said: tried");
}

#[test]
fn a_model_only_behind_profiles_names_each_and_where_it_does_not_reach() {
    let entries = vec![
        model(SONNET, &["INFERENCE_PROFILE"]),
        profile("global.sonnet", SONNET, &["", "us-east-1"]),
        profile("us.sonnet", SONNET, &["us-east-1", "us-west-2"]),
        profile("eu.sonnet", SONNET, &["eu-west-1"]),
        profile("us.other", NOVA, &["us-east-1"]),
    ];
    assert_eq!(
        said(entries, SONNET, None),
        [
            "geo us.sonnet: works",
            "global global.sonnet: works",
            "geo eu.sonnet: doubtful us-east-1 is none of its regions",
            "on demand 0: closed only through an inference profile",
        ]
    );
    let alone = vec![model(SONNET, &["INFERENCE_PROFILE"])];
    assert_eq!(said(alone, SONNET, None)[1], "geo -: closed none is listed in this region");
}

#[test]
fn throughput_is_a_way_once_it_is_there() {
    let entries = vec![
        model(NOVA, &["PROVISIONED"]),
        own(EntryKind::Throughput, "provisioned-model/a", &arn(NOVA), "InService"),
        own(EntryKind::Throughput, "provisioned-model/b", &arn(NOVA), "Creating"),
        own(EntryKind::Throughput, "provisioned-model/c", "arn:of:another", "InService"),
    ];
    assert_eq!(
        said(entries, NOVA, None),
        [
            "throughput provisioned-model/a: works",
            "on demand 0: closed only through provisioned throughput",
            "throughput provisioned-model/b: closed still being created",
        ]
    );
    let none = vec![model(NOVA, &["ON_DEMAND", "PROVISIONED"])];
    assert_eq!(said(none, NOVA, None)[1], "throughput -: closed none was bought for it");
}

#[test]
fn a_custom_model_is_invoked_through_what_serves_it() {
    let custom = own(EntryKind::Custom, "custom-model/x", &arn(NOVA), "Active");
    let id = custom.arn.clone();
    assert_eq!(
        said(vec![custom.clone()], &id, None),
        ["throughput -: closed none serves it yet", "deployment -: closed none serves it yet"]
    );
    let served = vec![
        custom.clone(),
        own(EntryKind::Deployment, "custom-model-deployment/d", &id, "Active"),
        own(EntryKind::Throughput, "provisioned-model/p", &id, "Failed"),
    ];
    assert_eq!(
        said(served, &id, None),
        [
            "deployment custom-model-deployment/d: works",
            "throughput provisioned-model/p: closed its creation failed",
        ]
    );
    let making = Entry { status: Some("Creating".into()), ..custom };
    assert_eq!(
        said(vec![making], &id, None)[0],
        "throughput -: closed the model is still being made"
    );
}

#[test]
fn a_legacy_model_is_doubtful_unless_it_was_used_lately() {
    let mut old = model(NOVA, &["ON_DEMAND"]);
    old.lifecycle = Some("LEGACY".into());
    let doubtful = "on demand 0: doubtful legacy, and not used from here in 30 days";
    assert_eq!(said(vec![old.clone()], NOVA, None), [doubtful]);
    assert_eq!(said(vec![old.clone()], NOVA, Some(NOW - 31 * DAY)), [doubtful]);
    assert_eq!(said(vec![old.clone()], NOVA, Some(NOW - 30 * DAY)), ["on demand 0: works"]);
    old.end_of_life = Some(NOW);
    let ended = "on demand 0: closed the model's life has ended";
    assert_eq!(said(vec![old], NOVA, Some(NOW)), [ended]);
}

#[test]
fn what_stands_for_a_listed_model_is_a_way_and_anything_else_a_row() {
    let catalog = Catalog {
        entries: vec![
            model(NOVA, &["ON_DEMAND"]),
            profile("us.nova", NOVA, &["us-east-1"]),
            profile("us.gone", "gone.model", &["us-east-1"]),
            own(EntryKind::Throughput, "provisioned-model/a", &arn(NOVA), "InService"),
            own(EntryKind::Throughput, "provisioned-model/b", "arn:of:another", "InService"),
            own(EntryKind::Imported, "imported-model/i", "", "Active"),
        ],
    };
    let ways = Ways::of(&catalog);
    let is: Vec<bool> = catalog.entries.iter().map(|entry| ways.is_way(entry)).collect();
    assert_eq!(is, [false, true, false, true, false, false]);
}
