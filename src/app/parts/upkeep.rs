//! What provisioned throughput costs as long as it is there.
//! Not here: the prices (domain), or what a request costs.

use serde_json::Value;

use crate::app::parts::desk::Desk;
use crate::domain::resource::{at, text, time};

/// Milliseconds of an hour.
const HOUR: f64 = 3_600_000.0;

/// What one costs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Upkeep {
    /// All its units an hour, in US dollars.
    pub hourly: f64,
    /// The same since it was made, as if it always had as many units.
    pub spent: Option<f64>,
}

/// What a row of provisioned throughput says it costs; none where the price is not known.
pub fn of(row: &Value, desk: &Desk) -> Option<Upkeep> {
    let months = match text(row, "commitmentDuration") {
        "OneMonth" => 1,
        "SixMonths" => 6,
        _ => return None,
    };
    let units = at(row, "modelUnits")?.as_f64()?;
    let model = match text(row, "foundationModelArn") {
        "" => text(row, "modelArn"),
        base => base,
    };
    let unit = desk.prices.as_ref()?.hourly(model, desk.region(), months)?;
    let hourly = unit * units;
    let made = at(row, "creationTime").and_then(time);
    let hours = made.map(|made| (desk.now.unix - made).max(0) as f64 / HOUR);
    Some(Upkeep { hourly, spent: hours.map(|hours| hours * hourly) })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;

    use super::*;
    use crate::app::effect::Now;
    use crate::app::parts::desk::Settings;
    use crate::domain::id::Mint;
    use crate::domain::price::Table;

    #[test]
    fn units_cost_by_the_hour_under_a_commitment_and_nothing_is_made_up() {
        let now = Now { mono: 0, unix: 1_795_171_200_000 };
        let settings = Settings { region: Some("us-east-1".into()), ..Settings::default() };
        let mut desk = Desk::new(settings, Mint::new(0, 7), now);
        let row = |commitment: &str, model: &str| {
            json!({
                "modelUnits": 2, "commitmentDuration": commitment,
                "creationTime": "2026-11-20T00:40:00Z",
                "foundationModelArn": format!("arn:aws:bedrock:us-east-1::foundation-model/{model}"),
            })
        };
        let known = row("OneMonth", "anthropic.claude-instant-v1");
        assert_eq!(of(&known, &desk), None, "the table was not read yet");
        desk.prices = Some(Arc::new(Table::embedded()));
        let cost = of(&known, &desk).unwrap();
        assert!((cost.hourly - 79.2).abs() < 0.001, "{cost:?}");
        assert!((cost.spent.unwrap() - 792.0).abs() < 0.001, "{cost:?}");
        assert_eq!(of(&row("OneMonth", "amazon.nova-lite-v1:0"), &desk), None);
        assert_eq!(of(&row("", "anthropic.claude-instant-v1"), &desk), None);
    }
}
