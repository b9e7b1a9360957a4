//! Costs computed by hand, and the rules by which a price is found.

use super::*;

/// Input, output, read from cache, written for five minutes, written for an hour.
fn usage([input, output, cache_read, minutes, hour]: [u64; 5]) -> Usage {
    Usage { input, output, cache_read, cache_write: minutes + hour, cache_write_1h: hour }
}

/// The id, the region, the tokens, US dollars, whether it is exact.
type Case = (&'static str, Option<&'static str>, [u64; 5], f64, bool);

const OREGON: Option<&str> = Some("us-west-2");
const VIRGINIA: Option<&str> = Some("us-east-1");
const FRANKFURT: Option<&str> = Some("eu-central-1");

/// Each is worked out from the table's figures a million tokens, which stand beside it.
const BY_HAND: &[Case] = &[
    // Claude Sonnet 4.5: 3 in, 15 out, 0.30 read, 3.75 written, 6 written for an hour.
    ("anthropic.claude-sonnet-4-5-20250929-v1:0", OREGON, [1000, 500, 0, 0, 0], 0.0105, true),
    ("anthropic.claude-sonnet-4-5-20250929-v1:0", OREGON, [0, 0, 100_000, 0, 0], 0.03, true),
    ("anthropic.claude-sonnet-4-5-20250929-v1:0", OREGON, [0, 0, 0, 100_000, 0], 0.375, true),
    ("anthropic.claude-sonnet-4-5-20250929-v1:0", OREGON, [0, 0, 0, 0, 100_000], 0.6, true),
    ("anthropic.claude-sonnet-4-5-20250929-v1:0", OREGON, [10, 20, 3000, 400, 50], 0.003_03, true),
    // Its step: 200,000 tokens are not yet above 200,000 and 200,001 are, all of them.
    ("anthropic.claude-sonnet-4-5-20250929-v1:0", None, [200_000, 1000, 0, 0, 0], 0.615, true),
    ("anthropic.claude-sonnet-4-5-20250929-v1:0", None, [200_001, 1000, 0, 0, 0], 1.222_506, true),
    // Cached tokens are input too: 1,000 + 200,000 read, at 6 and 0.60, with 22.50 for output.
    ("anthropic.claude-sonnet-4-5-20250929-v1:0", None, [1000, 100, 200_000, 0, 0], 0.128_25, true),
    ("anthropic.claude-sonnet-4-5-20250929-v1:0", None, [1000, 100, 0, 200_000, 0], 1.508_25, true),
    // Profiles of a geography: 3.30 in, 16.50 out, 0.33 read; the global one as the model.
    (
        "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
        VIRGINIA,
        [1000, 500, 0, 0, 0],
        0.011_55,
        true,
    ),
    (
        "eu.anthropic.claude-sonnet-4-5-20250929-v1:0",
        FRANKFURT,
        [1000, 0, 1000, 0, 0],
        0.003_63,
        true,
    ),
    ("jp.anthropic.claude-sonnet-4-5-20250929-v1:0", None, [0, 1000, 0, 0, 0], 0.0165, true),
    ("au.anthropic.claude-sonnet-4-5-20250929-v1:0", None, [0, 1000, 0, 0, 0], 0.0165, true),
    (
        "global.anthropic.claude-sonnet-4-5-20250929-v1:0",
        OREGON,
        [1000, 500, 0, 0, 0],
        0.0105,
        true,
    ),
    // GovCloud: 3.60 in, 18 out, by region and by profile.
    (
        "anthropic.claude-sonnet-4-5-20250929-v1:0",
        Some("us-gov-west-1"),
        [1000, 500, 0, 0, 0],
        0.0126,
        true,
    ),
    ("us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0", None, [1000, 500, 0, 0, 0], 0.0126, true),
    // ARNs of a model and of a profile, with and without a region from outside.
    (
        "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0",
        None,
        [1000, 500, 0, 0, 0],
        0.0105,
        true,
    ),
    (
        "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0",
        None,
        [1000, 500, 0, 0, 0],
        0.011_55,
        true,
    ),
    (
        "arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0",
        None,
        [1000, 500, 0, 0, 0],
        0.0126,
        true,
    ),
    // Claude Opus 5: 5 in, 25 out; for apac 5.50 in, 27.50 out.
    ("anthropic.claude-opus-5", None, [2000, 1000, 0, 0, 0], 0.035, true),
    ("apac.anthropic.claude-opus-5", Some("ap-southeast-1"), [2000, 1000, 0, 0, 0], 0.0385, true),
    // A geography the table does not list falls back to the model: an estimate.
    ("ca.anthropic.claude-opus-5", Some("ca-central-1"), [2000, 1000, 0, 0, 0], 0.035, false),
    // Amazon Nova: no price of its own for cache writes, so they count as input, an estimate.
    ("amazon.nova-pro-v1:0", VIRGINIA, [1000, 1000, 0, 0, 0], 0.004, true),
    ("amazon.nova-pro-v1:0", VIRGINIA, [0, 0, 10_000, 0, 0], 0.002, true),
    ("amazon.nova-pro-v1:0", VIRGINIA, [0, 0, 0, 10_000, 0], 0.008, false),
    ("amazon.nova-pro-v1:0", Some("us-gov-east-1"), [1000, 1000, 0, 0, 0], 0.0048, true),
    ("us.amazon.nova-lite-v1:0", VIRGINIA, [10_000, 2000, 0, 0, 0], 0.001_08, true),
    ("eu.amazon.nova-micro-v1:0", FRANKFURT, [1_000_000, 1_000_000, 0, 0, 0], 0.23, true),
    // A region's own price before the model's, for the bare id and behind a profile.
    ("meta.llama3-70b-instruct-v1:0", Some("sa-east-1"), [1000, 1000, 0, 0, 0], 0.010_33, true),
    ("meta.llama3-70b-instruct-v1:0", Some("eu-west-2"), [1000, 1000, 0, 0, 0], 0.008, true),
    ("mistral.mistral-large-2402-v1:0", Some("eu-west-3"), [1000, 1000, 0, 0, 0], 0.0208, true),
    ("us.deepseek.v3.2", VIRGINIA, [1_000_000, 1_000_000, 0, 0, 0], 2.47, true),
    ("eu.deepseek.v3.2", Some("eu-north-1"), [1_000_000, 1_000_000, 0, 0, 0], 2.96, true),
    // Listed without a region under `bedrock/`.
    ("moonshotai.kimi-k2-thinking", FRANKFURT, [1000, 1000, 0, 0, 0], 0.0031, true),
    // A step at 272,000: 2.50 in and 15 out below, 5 and 22.50 above.
    ("global.openai.gpt-5.4", None, [272_000, 1000, 0, 0, 0], 0.695, true),
    ("global.openai.gpt-5.4", None, [272_001, 1000, 0, 0, 0], 1.382_505, true),
    // An embedding: 0.02 in, nothing comes out.
    ("amazon.titan-embed-text-v2:0", VIRGINIA, [1_000_000, 0, 0, 0, 0], 0.02, true),
    // A step at 272,000 with a price for cached input: 0.25 read below, 0.50 above.
    ("global.openai.gpt-5.4", None, [72_000, 0, 200_000, 0, 0], 0.23, true),
    ("global.openai.gpt-5.4", None, [72_001, 0, 200_000, 0, 0], 0.460_005, true),
    // No tokens, no dollars, where the price is known.
    ("amazon.nova-pro-v1:0", VIRGINIA, [0, 0, 0, 0, 0], 0.0, true),
];

#[test]
fn a_variant_with_a_window_of_its_own_can_what_its_model_can() {
    let table = Table::embedded();
    let model = table.facts("amazon.nova-lite-v1:0", None).unwrap();
    let variant = table.facts("amazon.nova-lite-v1:0:24k", None).unwrap();
    assert_eq!(variant, Facts { context_window: Some(24_000), ..model });
    assert_eq!(table.price("amazon.nova-lite-v1:0:24k", None), None, "it is paid by the hour");
    assert_eq!(table.facts("nobody.knows-v1:0:24k", None), None);
}

#[test]
fn costs_are_as_worked_out_by_hand() {
    let table = Table::embedded();
    for (id, region, tokens, usd, exact) in BY_HAND {
        let cost = table.cost(id, *region, &usage(*tokens), Served::Standard).expect(id);
        assert!((cost.usd - usd).abs() < 1e-9, "{id} {region:?} {tokens:?}: {cost:?}, not {usd}");
        assert_eq!(cost.exact, *exact, "{id} {region:?} {tokens:?}");
    }
    assert!(BY_HAND.len() >= 30);
}

/// The id, the region, how it was served, the tokens, US dollars, whether it is exact.
type Tiered = (&'static str, Option<&'static str>, Served, [u64; 5], Option<(f64, bool)>);

/// Each is worked out from the table's figures a million tokens, which stand beside it.
const TIERS_BY_HAND: &[Tiered] = &[
    // Nova Pro: 0.80 in, 3.20 out; flex 0.40 and 1.60, priority 1.40 and 5.60, batch 0.40 and 1.60.
    (NOVA_PRO, VIRGINIA, Served::Standard, [1000, 1000, 0, 0, 0], Some((0.004, true))),
    (NOVA_PRO, VIRGINIA, Served::Flex, [1000, 1000, 0, 0, 0], Some((0.002, true))),
    (NOVA_PRO, VIRGINIA, Served::Priority, [1000, 1000, 0, 0, 0], Some((0.007, true))),
    (NOVA_PRO, VIRGINIA, Served::Batch, [1000, 1000, 0, 0, 0], Some((0.002, true))),
    // Read from a cache on a tier: no price of its own, the usual 0.20 is an estimate.
    (NOVA_PRO, VIRGINIA, Served::Priority, [1000, 0, 10_000, 0, 0], Some((0.0034, false))),
    // A tier of a geography: 0.42 in, 1.68 out; it publishes no priority.
    ("apac.amazon.nova-pro-v1:0", None, Served::Flex, [1000, 1000, 0, 0, 0], Some((0.0021, true))),
    ("apac.amazon.nova-pro-v1:0", None, Served::Priority, [1000, 1000, 0, 0, 0], None),
    // A region's own flex, 0.37 and 1.11, although the model's is 0.31 and 0.925.
    (
        "deepseek.v3.2",
        Some("ap-northeast-1"),
        Served::Flex,
        [1_000_000, 1_000_000, 0, 0, 0],
        Some((1.48, true)),
    ),
    ("deepseek.v3.2", None, Served::Flex, [1_000_000, 1_000_000, 0, 0, 0], Some((1.235, true))),
    ("deepseek.v3.2", Some("ap-northeast-1"), Served::Priority, [1000, 1000, 0, 0, 0], None),
    // gpt-oss-120b: 0.2625 and 1.05 with priority.
    (
        "openai.gpt-oss-120b-1:0",
        None,
        Served::Priority,
        [1_000_000, 1_000_000, 0, 0, 0],
        Some((1.3125, true)),
    ),
    // Claude: no flex and no priority, and a batch at 1.50 and 7.50; never at the usual price.
    (SONNET, None, Served::Flex, [1000, 1000, 0, 0, 0], None),
    (SONNET, None, Served::Priority, [1000, 1000, 0, 0, 0], None),
    (SONNET, None, Served::Batch, [1000, 1000, 0, 0, 0], Some((0.009, true))),
    // The batch price has no step: beyond it nothing is known.
    (SONNET, None, Served::Batch, [200_000, 0, 0, 0, 0], Some((0.3, true))),
    (SONNET, None, Served::Batch, [200_001, 0, 0, 0, 0], None),
    // Behind a profile without a price of its own: an estimate on a tier too.
    ("apac.deepseek.v3.2", None, Served::Flex, [1_000_000, 0, 0, 0, 0], Some((0.31, false))),
    // Reserved capacity and optimised latency have no price a token.
    (NOVA_PRO, VIRGINIA, Served::Unpriced, [1000, 1000, 0, 0, 0], None),
    (
        "meta.llama3-1-70b-instruct-v1:0",
        None,
        Served::Batch,
        [1000, 1000, 0, 0, 0],
        Some((0.000_72, true)),
    ),
];

const NOVA_PRO: &str = "amazon.nova-pro-v1:0";
const SONNET: &str = "anthropic.claude-sonnet-4-5-20250929-v1:0";

#[test]
fn tiers_and_batches_cost_as_worked_out_by_hand() {
    let table = Table::embedded();
    for (id, region, served, tokens, expected) in TIERS_BY_HAND {
        let cost = table.cost(id, *region, &usage(*tokens), *served);
        let said = format!("{id} {region:?} {served:?} {tokens:?}: {cost:?}, not {expected:?}");
        assert_eq!(cost.map(|cost| cost.exact), expected.map(|(_, exact)| exact), "{said}");
        let off = cost.map_or(0.0, |cost| cost.usd) - expected.map_or(0.0, |(usd, _)| usd);
        assert!(off.abs() < 1e-9, "{said}");
    }
}

#[test]
fn how_it_was_served_is_read_from_what_the_service_says() {
    for (tier, latency, served) in [
        (None, None, Served::Standard),
        (Some("default"), Some("standard"), Served::Standard),
        (Some("flex"), None, Served::Flex),
        (Some("priority"), Some("standard"), Served::Priority),
        (Some("reserved"), None, Served::Unpriced),
        (Some("express"), None, Served::Unpriced),
        (None, Some("optimized"), Served::Unpriced),
        (Some("flex"), Some("optimized"), Served::Unpriced),
    ] {
        assert_eq!(Served::by(tier, latency), served, "{tier:?} {latency:?}");
    }
}

#[test]
fn every_tier_the_table_prices_is_read() {
    let count = |of: fn(&Price) -> bool| {
        ROWS.values().filter_map(|row| row.price(Basis::Id)).filter(of).count()
    };
    assert_eq!(count(|price| price.flex.is_some()), 109);
    assert_eq!(count(|price| price.priority.is_some()), 53);
    assert_eq!(count(|price| price.batch.is_some()), 75);
    assert_eq!(count(|price| price.long.is_some()), 33);
}

#[test]
fn what_has_no_price_is_unknown_and_never_zero() {
    let table = Table::embedded();
    let some = usage([1000, 1000, 0, 0, 0]);
    for id in [
        "nobody.knows-v1:0",
        "",
        "anthropic",
        "us.",
        "amazon.rerank-v1:0",
        "cohere.rerank-v3-5:0",
        "amazon.nova-canvas-v1:0",
        "twelvelabs.pegasus-1-2-v1:0",
        "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abcdefghijkl",
        "arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abcdefghijkl",
        "arn:aws:bedrock",
    ] {
        assert_eq!(table.cost(id, VIRGINIA, &some, Served::Standard), None, "{id}");
    }
    // Titan has no price for a cache at all, Nova none for an hour, long Sonnet none for an hour.
    let express = "amazon.titan-text-express-v1";
    assert!(table.cost(express, None, &some, Served::Standard).is_some());
    assert_eq!(table.cost(express, None, &usage([1000, 10, 10, 0, 0]), Served::Standard), None);
    assert_eq!(table.cost(express, None, &usage([1000, 10, 0, 10, 0]), Served::Standard), None);
    assert_eq!(
        table.cost("amazon.nova-pro-v1:0", None, &usage([1000, 10, 0, 0, 10]), Served::Standard),
        None
    );
    let sonnet = "anthropic.claude-sonnet-4-5-20250929-v1:0";
    assert_eq!(table.cost(sonnet, None, &usage([200_001, 10, 0, 0, 10]), Served::Standard), None);
}

#[test]
fn an_override_beats_the_table_for_the_id_and_for_what_it_stands_for() {
    let own = Rates {
        input: 1.0,
        output: 2.0,
        cache_read: None,
        cache_write: None,
        cache_write_1h: None,
    };
    let arn = "arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abcdefghijkl";
    let table = Table::embedded()
        .with_overrides(["amazon.nova-pro-v1:0", arn].map(|id| (id.to_owned(), Price::own(own))));
    let million = usage([1_000_000, 1_000_000, 0, 0, 0]);
    for id in [
        "amazon.nova-pro-v1:0",
        "us.amazon.nova-pro-v1:0",
        "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0",
        arn,
    ] {
        let price = table.price(id, Some("us-gov-east-1")).expect(id);
        assert_eq!((price.basis, price.rates), (Basis::Override, own), "{id}");
        assert_eq!(
            price.cost(&million, Served::Standard),
            Some(Cost { usd: 3.0, exact: true }),
            "{id}"
        );
    }
    let lite = table.price("amazon.nova-lite-v1:0", None).unwrap();
    assert_eq!(lite.basis, Basis::Id);
}

#[test]
fn the_region_comes_before_the_geography_and_that_before_the_model() {
    let table = Table::embedded();
    let basis = |id: &str, region| table.price(id, region).map(|price| price.basis);
    assert_eq!(basis("us.deepseek.v3.2", VIRGINIA), Some(Basis::Region));
    assert_eq!(basis("us.deepseek.v3.2", Some("us-west-1")), Some(Basis::Id));
    assert_eq!(basis("apac.deepseek.v3.2", Some("ap-southeast-1")), Some(Basis::Model));
    assert_eq!(basis("deepseek.v3.2", None), Some(Basis::Id));
}

#[test]
fn rates_read_as_they_are_published() {
    let price = Table::embedded().price("us.anthropic.claude-sonnet-4-5-20250929-v1:0", None);
    let rates = Rates {
        input: 3.3,
        output: 16.5,
        cache_read: Some(0.33),
        cache_write: Some(4.125),
        cache_write_1h: Some(6.6),
    };
    assert_eq!(price.unwrap().rates, rates);
}

#[test]
fn facts_are_found_by_every_form_of_an_id() {
    let table = Table::embedded();
    for id in [
        "anthropic.claude-sonnet-4-5-20250929-v1:0",
        "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
        "ca.anthropic.claude-sonnet-4-5-20250929-v1:0",
        "arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.anthropic.claude-sonnet-4-5-20250929-v1:0",
    ] {
        let facts = table.facts(id, None).expect(id);
        assert_eq!((facts.context_window, facts.max_output), (Some(200_000), Some(64_000)), "{id}");
        assert_eq!((facts.mode, facts.cache_minimum), (Mode::Chat, Some(1024)), "{id}");
        assert_eq!(
            (facts.vision, facts.tools, facts.reasoning),
            (Some(true), Some(true), Some(true))
        );
        assert_eq!(facts.sampling, None, "unknown, so it may be sent");
    }
    let opus = table.facts("us.anthropic.claude-opus-5", None).unwrap();
    assert_eq!(opus.sampling, Some(false));
    let titan = table.facts("amazon.titan-embed-text-v2:0", None).unwrap();
    assert_eq!((titan.mode, titan.vector_size), (Mode::Embedding, Some(1024)));
    assert_eq!(table.facts("amazon.nova-canvas-v1:0", None).unwrap().mode, Mode::ImageGeneration);
    assert_eq!(table.facts("amazon.rerank-v1:0", None).unwrap().mode, Mode::Rerank);
    assert_eq!(table.facts("nobody.knows-v1:0", None), None);
}

#[test]
fn every_row_of_the_table_is_read_and_no_price_is_negative() {
    assert!(ROWS.len() > 500, "{} rows", ROWS.len());
    assert!(ROWS.values().all(|row| row.mode != Mode::Other));
    for (key, row) in ROWS.iter() {
        let Some(price) = row.price(Basis::Id) else { continue };
        let all = [Some(&price.rates), price.long.as_ref().map(|(_, rates)| rates)];
        for rates in all.into_iter().flatten() {
            let cached = [rates.cache_read, rates.cache_write, rates.cache_write_1h];
            let least = cached.into_iter().flatten().fold(rates.input.min(rates.output), f64::min);
            assert!(least >= 0.0 && rates.input > 0.0, "{key}: {rates:?}");
        }
    }
}
