//! ApplyGuardrail: what a guardrail finds in a text, what it does about it, and what that costs.
//! How words and entities are found is in `guardrail_finding`.

use crate::simulator::resource::guardrail_finding::{self as finding, Found};
use crate::simulator::resource::record::Body;
use crate::simulator::service_error::ServiceError;
use serde_json::{Value, json};

/// Characters in a text unit.
const UNIT: usize = 1_000;

/// Characters a request may hold: 25 text units.
const LONGEST: usize = 25 * UNIT;

/// The texts of a request, by what they are for.
struct Texts {
    guarded: Vec<String>,
    total: usize,
    sources: String,
    query: String,
}

/// What is done, and where.
struct Side {
    /// The text comes from the user; else from the model.
    input: bool,
    /// What was looked for and not found is told too.
    full: bool,
}

impl Side {
    /// The action of an entry on this side; none when it is switched off.
    fn action(&self, entry: &Value) -> Option<String> {
        let (action, enabled) = if self.input {
            ("inputAction", "inputEnabled")
        } else {
            ("outputAction", "outputEnabled")
        };
        if entry[enabled] == false || entry["enabled"] == false {
            return None;
        }
        let action = entry[action].as_str().or_else(|| entry["action"].as_str());
        Some(match action.unwrap_or("BLOCK") {
            "ANONYMIZE" => "ANONYMIZED".to_owned(),
            "NONE" => "NONE".to_owned(),
            _ => "BLOCKED".to_owned(),
        })
    }

    fn strength<'a>(&self, filter: &'a Value) -> &'a str {
        let member = if self.input { "inputStrength" } else { "outputStrength" };
        filter[member].as_str().unwrap_or("NONE")
    }
}

/// The answer of ApplyGuardrail for a guardrail or one of its versions.
pub(crate) fn assess(body: &Body, input: &Value) -> Result<Value, ServiceError> {
    let texts = read(input);
    if texts.guarded.is_empty() {
        return Err(ServiceError::validation("Give at least one text to assess."));
    }
    if texts.total > LONGEST {
        return Err(ServiceError::new(
            "ServiceQuotaExceededException",
            400,
            format!("The content has {} characters; the quota is {LONGEST}.", texts.total),
        ));
    }
    let side = Side { input: input["source"] == "INPUT", full: input["outputScope"] == "FULL" };
    let text = texts.guarded.join("\n");
    let mut assessment = json!({});
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            assessment[name] = value;
        }
    };
    put("topicPolicy", topics(body, &side, &text));
    put("contentPolicy", contents(body, &side, &text));
    put("wordPolicy", words(body, &side, &text));
    let mut masked = texts.guarded.clone();
    put("sensitiveInformationPolicy", sensitive(body, &side, &text, &mut masked));
    put("contextualGroundingPolicy", grounding(body, &side, &text, &texts)?);
    let told = assessment.to_string();
    let message = if side.input { "blockedInputMessaging" } else { "blockedOutputsMessaging" };
    let (action, reason, outputs) = if told.contains("\"BLOCKED\"") {
        ("GUARDRAIL_INTERVENED", "Guardrail blocked.", json!([{"text": body.get(message)}]))
    } else if told.contains("\"ANONYMIZED\"") {
        let outputs = masked.iter().map(|text| json!({"text": text})).collect();
        ("GUARDRAIL_INTERVENED", "Guardrail masked.", outputs)
    } else {
        ("NONE", "No action.", json!([]))
    };
    let length = text.chars().count();
    let usage = usage(body, length);
    let coverage = json!({"textCharacters": {"guarded": length, "total": texts.total}});
    assessment["invocationMetrics"] = json!({
        "guardrailProcessingLatency": 40 + length / 50,
        "usage": usage,
        "guardrailCoverage": coverage,
    });
    Ok(json!({
        "usage": usage,
        "action": action,
        "actionReason": reason,
        "outputs": outputs,
        "assessments": [assessment],
        "guardrailCoverage": coverage,
    }))
}

/// Where some texts are marked to be guarded, only those are; sources and queries are no content.
fn read(input: &Value) -> Texts {
    let blocks = input["content"].as_array().map(Vec::as_slice).unwrap_or_default();
    let marked = |block: &Value, mark: &str| {
        let qualifiers = block["text"]["qualifiers"].as_array();
        qualifiers.is_some_and(|list| list.iter().any(|qualifier| qualifier == mark))
    };
    let text = |block: &&Value| block["text"]["text"].as_str().map(str::to_owned);
    let of = |mark: &str| -> Vec<String> {
        blocks.iter().filter(|block| marked(block, mark)).filter_map(|block| text(&block)).collect()
    };
    let explicit = of("guard_content");
    let plain = blocks
        .iter()
        .filter(|block| !marked(block, "grounding_source") && !marked(block, "query"))
        .filter_map(|block| text(&block))
        .collect();
    Texts {
        guarded: if explicit.is_empty() { plain } else { explicit },
        total: blocks
            .iter()
            .filter_map(|block| text(&block))
            .map(|text| text.chars().count())
            .sum(),
        sources: of("grounding_source").join("\n"),
        query: of("query").join("\n"),
    }
}

fn entries<'a>(body: &'a Body, policy: &str, list: &str) -> Option<&'a Vec<Value>> {
    body.get(policy)?.get(list)?.as_array()
}

/// A policy's part of the assessment; none when it has nothing to tell.
fn told(lists: Vec<(&str, Vec<Value>)>) -> Option<Value> {
    if lists.iter().all(|(_, entries)| entries.is_empty()) {
        return None;
    }
    Some(lists.into_iter().map(|(name, entries)| (name.to_owned(), json!(entries))).collect())
}

fn topics(body: &Body, side: &Side, text: &str) -> Option<Value> {
    let topics = entries(body, "topicPolicy", "topics")?;
    let told_of = topics.iter().filter_map(|topic| {
        let detected = finding::speaks_of(text, topic);
        let action = side.action(topic)?;
        (detected || side.full).then(|| {
            json!({
                "name": topic["name"],
                "type": "DENY",
                "action": if detected { action } else { "NONE".to_owned() },
                "detected": detected,
            })
        })
    });
    told(vec![("topics", told_of.collect())])
}

fn contents(body: &Body, side: &Side, text: &str) -> Option<Value> {
    let filters = entries(body, "contentPolicy", "filters")?;
    let told_of = filters.iter().filter_map(|filter| {
        let (action, strength) = (side.action(filter)?, side.strength(filter));
        let confidence = finding::confidence(text, filter["type"].as_str().unwrap_or_default());
        let detected = match strength {
            "LOW" => confidence == "HIGH",
            "MEDIUM" => matches!(confidence, "HIGH" | "MEDIUM"),
            "HIGH" => confidence != "NONE",
            _ => return None,
        };
        (detected || side.full).then(|| {
            json!({
                "type": filter["type"],
                "confidence": confidence,
                "filterStrength": strength,
                "action": if detected { action } else { "NONE".to_owned() },
                "detected": detected,
            })
        })
    });
    told(vec![("filters", told_of.collect())])
}

fn words(body: &Body, side: &Side, text: &str) -> Option<Value> {
    let policy = body.get("wordPolicy")?;
    let list = |name: &str| policy[name].as_array().map(Vec::as_slice).unwrap_or_default();
    let custom = list("words").iter().filter_map(|entry| {
        let action = side.action(entry)?;
        let found = finding::phrase(text, entry["text"].as_str()?)?;
        Some(json!({"match": found, "action": action, "detected": true}))
    });
    let managed = list("managedWordLists").iter().flat_map(|entry| {
        let action = side.action(entry);
        let found = finding::PROFANITY.iter().filter_map(|word| finding::phrase(text, word));
        let found: Vec<String> = if action.is_some() { found.collect() } else { Vec::new() };
        found.into_iter().map(move |found| {
            json!({"match": found, "type": "PROFANITY", "action": action, "detected": true})
        })
    });
    told(vec![("customWords", custom.collect()), ("managedWordLists", managed.collect())])
}

fn sensitive(body: &Body, side: &Side, text: &str, masked: &mut [String]) -> Option<Value> {
    let policy = body.get("sensitiveInformationPolicy")?;
    let list = |name: &str| policy[name].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut mask = |found: &Found, action: &str, name: &str| {
        if action == "ANONYMIZED" {
            for text in masked.iter_mut() {
                *text = text.replace(&found.0, &format!("{{{name}}}"));
            }
        }
    };
    let (mut entities, mut regexes) = (Vec::new(), Vec::new());
    for entry in list("piiEntities") {
        let kind = entry["type"].as_str().unwrap_or_default();
        let Some(action) = side.action(entry) else { continue };
        for found in finding::entities(text, kind) {
            mask(&found, &action, kind);
            entities.push(json!({
                "match": found.0, "type": kind, "action": action, "detected": true
            }));
        }
    }
    for entry in list("regexes") {
        let name = entry["name"].as_str().unwrap_or_default();
        let Some(action) = side.action(entry) else { continue };
        let pattern = entry["pattern"].as_str().unwrap_or_default();
        for found in finding::matches(text, pattern) {
            mask(&found, &action, name);
            regexes.push(json!({
                "name": name, "match": found.0, "regex": pattern, "action": action, "detected": true
            }));
        }
    }
    told(vec![("piiEntities", entities), ("regexes", regexes)])
}

/// Only an answer can be held against its sources.
fn grounding(
    body: &Body,
    side: &Side,
    text: &str,
    texts: &Texts,
) -> Result<Option<Value>, ServiceError> {
    let Some(filters) = entries(body, "contextualGroundingPolicy", "filters") else {
        return Ok(None);
    };
    if side.input {
        return Ok(None);
    }
    if texts.sources.is_empty() || texts.query.is_empty() {
        return Err(ServiceError::validation(
            "The guardrail checks contextual grounding: give a text with the qualifier \
             grounding_source and one with the qualifier query.",
        ));
    }
    let told_of = filters.iter().filter_map(|filter| {
        let action = side.action(filter)?;
        let score = if filter["type"] == "GROUNDING" {
            finding::share(text, &texts.sources)
        } else {
            finding::share(&texts.query, text)
        };
        let detected = score < filter["threshold"].as_f64().unwrap_or(0.0);
        (detected || side.full).then(|| {
            json!({
                "type": filter["type"],
                "threshold": filter["threshold"],
                "score": score,
                "action": if detected { action } else { "NONE".to_owned() },
                "detected": detected,
            })
        })
    });
    Ok(told(vec![("filters", told_of.collect())]))
}

fn usage(body: &Body, length: usize) -> Value {
    let units = length.div_ceil(UNIT).max(1);
    let of = |policy: &str| if body.contains_key(policy) { units } else { 0 };
    let entities = entries(body, "sensitiveInformationPolicy", "piiEntities").is_some();
    let regexes = entries(body, "sensitiveInformationPolicy", "regexes").is_some();
    json!({
        "topicPolicyUnits": of("topicPolicy"),
        "contentPolicyUnits": of("contentPolicy"),
        "wordPolicyUnits": of("wordPolicy"),
        "sensitiveInformationPolicyUnits": if entities { units } else { 0 },
        "sensitiveInformationPolicyFreeUnits": if regexes { units } else { 0 },
        "contextualGroundingPolicyUnits": of("contextualGroundingPolicy"),
    })
}
