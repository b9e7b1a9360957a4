//! The life of a guardrail and of its versions.
//! Not here: what a life is made of (life), or what one finds in a text (managing).

use outcrop::domain::kinds::GUARDRAIL;
use outcrop::domain::resource::Sort::Delete;
use serde_json::{Value, json};

use super::life::Life;

/// Makes one that knows a topic.
fn guard(life: &Life, name: &str) -> Value {
    life.new_one();
    life.write(&json!({
        "name": name,
        "blockedInputMessaging": "Not that.",
        "blockedOutputsMessaging": "I cannot say that.",
        "topicPolicyConfig": {"topicsConfig": [
            {"name": "Shares", "definition": "Advice on shares", "type": "DENY"},
        ]},
        "contentPolicyConfig": {"filtersConfig": [
            {"type": "INSULTS", "inputStrength": "HIGH", "outputStrength": "LOW"},
        ]},
    }));
    life.set("Description", "for the shop");
    life.inside("Word policy config", || {
        life.inside("Words config", || {
            life.runner.press("enter");
            life.runner.wait_for("› Words config › 1");
            life.set("Text", "rival");
            life.runner.press("esc");
            life.runner.wait_gone("› Words config › 1");
        });
    });
    life.tagged("Tags", "team", "search");
    life.send("CreateGuardrail")
}

pub(crate) fn guardrail() {
    let life = Life::of(&GUARDRAIL);
    let sent = guard(&life, "shop");
    assert_eq!(sent["topicPolicyConfig"]["topicsConfig"][0]["name"], "Shares");
    assert_eq!(sent["wordPolicyConfig"]["wordsConfig"], json!([{"text": "rival"}]));
    life.row("shop", "creating");
    life.becomes("shop", "ready");
    life.look("shop");
    life.shows("Description", "for the shop");
    life.shows("Text", "rival");
    life.tag();

    // A version keeps the draft as it is now.
    life.act("make a version");
    life.set("Description", "the first");
    let sent = life.send("CreateGuardrailVersion");
    assert_eq!(sent["description"], "the first");
    life.shows("Status", "VERSIONING");
    life.bedrock.script.account.step();
    life.shows("Status", "READY");
    // It is deleted alone.
    (0..30).for_each(|_| life.runner.press("down"));
    life.runner.press("enter");
    life.runner.wait_for("› shop version 1");
    life.shows("Description", "the first");
    life.confirm(Delete, "shop version 1");
    assert!(life.last_path("DeleteGuardrail").ends_with("?guardrailVersion=1"));
    life.runner.wait_gone("› shop version 1");
    life.runner.wait_gone("the first");
    // The form begins with all the service must be told again.
    life.runner.press("e");
    life.runner.wait_for("Change: shop");
    life.set("Description", "for the shop and the phone");
    let sent = life.send("UpdateGuardrail");
    assert_eq!(sent["topicPolicyConfig"]["topicsConfig"][0]["definition"], "Advice on shares");
    assert_eq!(sent["contentPolicyConfig"]["filtersConfig"][0]["inputStrength"], "HIGH");
    assert_eq!(sent["description"], "for the shop and the phone");
    life.shows("Status", "UPDATING");
    life.bedrock.script.account.step();
    life.shows("Status", "READY");
    life.shows("Description", "for the shop and the phone");
    life.confirm(Delete, "shop");
    life.no_row("shop");

    guard(&life, "will-fail");
    life.becomes("will-fail", "failed");
    life.look("will-fail");
    life.says("A denied topic could not be compiled: its definition contradicts its examples.");
    life.over();
}
