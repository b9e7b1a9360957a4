//! Access to a foundation model, as the service states it, and what that means in words.
//! Not here: asking for it (aws), or how a model is invoked (ways).

use serde_json::{Value, json};

use super::resource::{at, text};

/// The provider whose models ask for the use-case form, once an account.
const FORM: &str = "anthropic";
/// What a fact is called, and what is said of it where it is so and where it is not.
type Words = (&'static str, &'static str, &'static str);

/// What GetFoundationModelAvailability answers, its words as they came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Access {
    /// The agreement (`AVAILABLE`, `PENDING`, `NOT_AVAILABLE`, `ERROR`).
    pub agreement: String,
    /// What went wrong with it.
    pub error: Option<String>,
    /// Whether the caller is authorised (`AUTHORIZED`).
    pub authorization: String,
    /// Whether the account is entitled to it (`AVAILABLE`).
    pub entitlement: String,
    /// Whether it is offered in the region (`AVAILABLE`).
    pub region: String,
}

/// One thing that access depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is called.
    pub label: &'static str,
    /// What is said of it.
    pub said: String,
    /// Whether it is as it must be; none where it is on its way.
    pub good: Option<bool>,
}

impl Access {
    /// Of an answer of GetFoundationModelAvailability.
    pub fn of(body: &Value) -> Self {
        let error = text(body, "agreementAvailability/errorMessage");
        Self {
            agreement: text(body, "agreementAvailability/status").to_owned(),
            error: (!error.is_empty()).then(|| error.to_owned()),
            authorization: text(body, "authorizationStatus").to_owned(),
            entitlement: text(body, "entitlementAvailability").to_owned(),
            region: text(body, "regionAvailability").to_owned(),
        }
    }

    /// Whether nothing is missing.
    pub fn is_granted(&self) -> bool {
        self.facts().iter().all(|fact| fact.good == Some(true))
    }

    /// Whether an agreement has been made.
    pub fn is_agreed(&self) -> bool {
        self.agreement == "AVAILABLE"
    }

    /// Whether an agreement is being made.
    pub fn is_pending(&self) -> bool {
        self.agreement == "PENDING"
    }

    /// Everything access depends on, in words.
    pub fn facts(&self) -> [Fact; 4] {
        let agreement = match (self.agreement.as_str(), &self.error) {
            ("AVAILABLE", _) => ("there is one, or none is needed".to_owned(), Some(true)),
            ("PENDING", _) => ("it is being made, which takes a minute or so".to_owned(), None),
            ("NOT_AVAILABLE", _) => ("there is none: request access".to_owned(), Some(false)),
            ("ERROR", Some(why)) => (format!("it failed: {why}"), Some(false)),
            (other, _) => (other.to_owned(), Some(false)),
        };
        let fact = |(label, yes, no): Words, word: &str, wanted: &str| Fact {
            label,
            said: if word == wanted { yes.to_owned() } else { no.to_owned() },
            good: Some(word == wanted),
        };
        [
            fact(
                ("Region", "offered here", "not offered in this region"),
                &self.region,
                "AVAILABLE",
            ),
            Fact { label: "Agreement", said: agreement.0, good: agreement.1 },
            fact(
                (
                    "Authorization",
                    "these credentials may use it",
                    "a policy keeps these credentials from it",
                ),
                &self.authorization,
                "AUTHORIZED",
            ),
            fact(
                ("Entitlement", "the account has it", "the account does not have it yet"),
                &self.entitlement,
                "AVAILABLE",
            ),
        ]
    }
}

/// Whether a model asks for the use-case form, by its id.
pub fn asks_for_form(id: &str) -> bool {
    id.split('.').any(|part| part == FORM)
}

/// What an offer says before it is accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What accepts it.
    pub token: String,
    /// Its terms, each with what it is called.
    pub terms: Vec<(String, String)>,
}

/// The offers of an answer of ListFoundationModelAgreementOffers.
pub fn offers(body: &Value) -> Vec<Offer> {
    let offers = at(body, "offers").and_then(Value::as_array);
    offers.into_iter().flatten().map(offer).collect()
}

fn offer(offer: &Value) -> Offer {
    let mut terms = Vec::new();
    let rates = at(offer, "termDetails/usageBasedPricingTerm/rateCard").and_then(Value::as_array);
    for rate in rates.into_iter().flatten() {
        let words = ["price", "unit", "description"].map(|member| text(rate, member));
        let [price, unit, description] = words;
        let per = if unit.is_empty() { String::new() } else { format!(" for {unit}") };
        let about =
            if description.is_empty() { String::new() } else { format!(" ({description})") };
        let price = if price.is_empty() { "?" } else { price };
        terms.push((text(rate, "dimension").to_owned(), format!("{price}{per}{about}")));
    }
    if terms.is_empty() {
        terms.push(("Price".into(), "? (the offer names none)".into()));
    }
    for (label, path) in [
        ("Terms", "termDetails/legalTerm/url"),
        ("Refunds", "termDetails/supportTerm/refundPolicyDescription"),
        ("Lasts", "termDetails/validityTerm/agreementDuration"),
        ("Offer", "offerId"),
    ] {
        let said = text(offer, path);
        if !said.is_empty() {
            terms.push((label.into(), said.to_owned()));
        }
    }
    Offer { token: text(offer, "offerToken").to_owned(), terms }
}

/// A field of the use-case form: its name in what is sent, what it is called, its rule in words, and
/// the words to choose from, if it is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its name in the form that is sent.
    pub name: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// What it takes.
    pub rule: &'static str,
    /// What can be chosen, each with what is sent for it; empty where it is typed.
    pub choices: &'static [(&'static str, &'static str)],
    /// Whether it must be set.
    pub needed: bool,
}

/// The form that PutUseCaseForModelAccess sends, as the console and the user guide have it.
pub const USE_CASE: [Field; 6] = [
    Field {
        name: "companyName",
        label: "Company name",
        rule: "the name of your company",
        choices: &[],
        needed: true,
    },
    Field {
        name: "companyWebsite",
        label: "Company website",
        rule: "an address that begins with https://",
        choices: &[],
        needed: true,
    },
    Field {
        name: "intendedUsers",
        label: "Intended users",
        rule: "who will use what you build",
        choices: &[("internal", "0"), ("external", "1"), ("internal and external", "2")],
        needed: true,
    },
    Field {
        name: "industryOption",
        label: "Industry",
        rule: "the industry you work in",
        choices: &[],
        needed: true,
    },
    Field {
        name: "otherIndustryOption",
        label: "Other industry",
        rule: "where the industry above is Other",
        choices: &[],
        needed: false,
    },
    Field {
        name: "useCases",
        label: "Use cases",
        rule: "what you will do with the model; no personal data",
        choices: &[],
        needed: true,
    },
];

/// The form as it is sent, of the values by name.
pub fn use_case(value: impl Fn(&str) -> String) -> Value {
    let mut form = json!({});
    for field in USE_CASE {
        let typed = value(field.name);
        let sent = field.choices.iter().find(|(word, _)| *word == typed);
        form[field.name] = json!(sent.map_or(typed.as_str(), |(_, sent)| sent));
    }
    form
}

#[cfg(test)]
mod tests {
    use super::*;

    fn access(agreement: &str, entitlement: &str) -> Access {
        Access::of(&json!({
            "agreementAvailability": {"status": agreement, "errorMessage": "no card"},
            "authorizationStatus": "AUTHORIZED",
            "entitlementAvailability": entitlement,
            "regionAvailability": "AVAILABLE",
        }))
    }

    #[test]
    fn access_is_granted_where_nothing_is_missing() {
        assert!(access("AVAILABLE", "AVAILABLE").is_granted());
        assert!(!access("AVAILABLE", "NOT_AVAILABLE").is_granted());
        assert!(access("PENDING", "AVAILABLE").is_pending());
        assert!(!access("PENDING", "AVAILABLE").is_granted());
        let failed = access("ERROR", "NOT_AVAILABLE").facts();
        assert_eq!(failed[1].said, "it failed: no card");
        assert_eq!(failed[1].good, Some(false));
        assert!(!Access::of(&json!({})).is_granted(), "what is not said is not granted");
    }

    #[test]
    fn an_offer_says_its_price_and_terms() {
        let body = json!({"offers": [{"offerToken": "t", "offerId": "o-1", "termDetails": {
            "usageBasedPricingTerm": {"rateCard": [
                {"dimension": "Input", "price": "0.0006", "unit": "1K tokens"},
                {"dimension": "Odd"},
            ]},
            "legalTerm": {"url": "https://example.com/terms"},
        }}, {}]});
        let offers = offers(&body);
        assert_eq!(offers[0].token, "t");
        let said: Vec<String> =
            offers[0].terms.iter().map(|(what, said)| format!("{what}: {said}")).collect();
        assert_eq!(
            said,
            [
                "Input: 0.0006 for 1K tokens",
                "Odd: ?",
                "Terms: https://example.com/terms",
                "Offer: o-1"
            ]
        );
        assert_eq!(offers[1].terms, [("Price".into(), "? (the offer names none)".into())]);
    }

    #[test]
    fn the_form_is_sent_as_the_service_has_its_choices() {
        let form = use_case(|name| if name == "intendedUsers" { "external" } else { "x" }.into());
        assert_eq!(form["intendedUsers"], "1");
        assert_eq!(form["useCases"], "x");
        assert!(asks_for_form("us.anthropic.claude-x") && !asks_for_form("amazon.nova-pro-v1:0"));
    }
}
