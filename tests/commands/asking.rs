//! `outcrop ask`: what is printed, sent, kept, and how it ends when something goes wrong.

use outcrop::commands::exit::Exit;

use super::house::{House, MODEL};

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_printed_as_plain_text_and_kept() {
    let house = House::with(&[]).await;
    let asked = house.run("ask /echo # Hi").await;
    assert_eq!((asked.exit, asked.out.as_str(), asked.err.as_str()), (Exit::Success, "# Hi\n", ""));
    let kept = house.run("history list --json").await.json();
    assert_eq!(kept.as_array().unwrap().len(), 1);
    assert_eq!(kept[0]["title"], "/echo # Hi");
    assert_eq!(kept[0]["status"], "complete");
    assert_eq!(kept[0]["model"], MODEL);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_piped_in_follows_the_prompt() {
    let house = House::with(&[]).await;
    // The directive takes one of the two line ends between prompt and input.
    assert_eq!(house.piped("ask /echo", "one\ntwo\n").await.out, "\none\ntwo\n");
    assert_eq!(house.piped("ask", "/echo three\n").await.out, "three\n");
    let none = house.run("ask").await;
    assert_eq!(none.exit, Exit::Usage);
    assert!(none.err.contains("nothing is asked"), "{none:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn escapes_of_a_model_do_not_reach_the_output() {
    let house = House::with(&[]).await;
    let asked = house.piped("ask /echo", "\u{1b}[31mred\u{1b}[0m\r\nnext").await;
    assert_eq!(asked.out, "\n␛[31mred␛[0m\nnext\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn json_holds_everything_there_is_to_know() {
    let house = House::with(&[]).await;
    let object = house.run("ask --json /echo Hi").await.json();
    assert_eq!((&object["text"], &object["status"]), (&"Hi".into(), &"complete".into()));
    assert_eq!(object["reasoning"], "");
    assert_eq!(object["model"], MODEL);
    assert_eq!(object["stop_reason"], "end_turn");
    assert!(object["error"].is_null(), "{object}");
    let (input, output) = (&object["usage"]["input"], &object["usage"]["output"]);
    // Nova Lite: 0.06 and 0.24 dollars a million tokens.
    let usd = input.as_f64().unwrap() * 0.06e-6 + output.as_f64().unwrap() * 0.24e-6;
    assert!((object["cost_usd"].as_f64().unwrap() - usd).abs() < 1e-12, "{object}");
    assert!(object["total_ms"].as_u64() >= object["first_token_ms"].as_u64(), "{object}");
    assert!(object["request_id"].as_str().is_some_and(|id| !id.is_empty()), "{object}");
    assert!(object["headers"]["content-type"].as_str().unwrap().contains("eventstream"));
    let listed = house.run("history list --json").await.json();
    assert_eq!(object["conversation"], listed[0]["id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_nobody_knows_is_null() {
    let house = House::with(&[]).await;
    // The price table lists no retired model.
    let id = "anthropic.claude-3-sonnet-20240229-v1:0";
    let object = house.run(&format!("ask --json -m {id} /echo Hi")).await.json();
    assert!(object["cost_usd"].is_null() && !object["usage"].is_null(), "{object}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follow_up_builds_on_what_was_said() {
    let house = House::with(&[]).await;
    let first = house.run("ask --json /echo one").await.json();
    let second = house.run("ask --continue --json /checksum").await.json();
    assert_eq!(second["conversation"], first["conversation"]);
    let sums = second["text"].as_str().unwrap();
    assert_eq!(sums.lines().count(), 2, "both prompts were sent: {sums}");
    let id = first["conversation"].as_str().unwrap();
    let third = house.run(&format!("ask --conversation {id} /checksum")).await;
    assert_eq!(third.out.lines().count(), 3, "{third:?}");
    let shown = house.run(&format!("history show --json {id}")).await.json();
    let roles: Vec<&str> =
        shown["messages"].as_array().unwrap().iter().map(|m| m["role"].as_str().unwrap()).collect();
    assert_eq!(roles, ["user", "assistant"].repeat(3));
    assert_eq!(shown["messages"][2]["parent"], shown["messages"][1]["id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_that_is_not_there_is_a_usage_error() {
    let house = House::with(&[]).await;
    for line in [
        "ask --continue hi",
        "ask --conversation nonsense hi",
        "ask --conversation 0000000000010 hi",
    ] {
        let asked = house.run(line).await;
        assert_eq!((asked.exit, asked.out.as_str()), (Exit::Usage, ""), "{line}: {asked:?}");
        assert!(asked.err.starts_with("outcrop: "), "{asked:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_kept_when_nothing_shall_be() {
    let house = House::with(&[]).await;
    let asked = house.run("ask --no-save --json /echo Hi").await.json();
    assert!(asked["conversation"].is_null());
    assert!(!house.data().exists());
    house.run("ask /echo one").await;
    let asked = house.run("ask --no-save --continue /checksum").await;
    assert_eq!(asked.out.lines().count(), 2, "it builds on what is kept: {asked:?}");
    let listed = house.run("history list --json").await.json();
    assert_eq!(listed[0]["messages"], 2, "and adds nothing to it");
}

#[tokio::test(flavor = "multi_thread")]
async fn trouble_before_the_first_token_has_its_exit_code_and_keeps_the_prompt() {
    for (fault, exit, kind) in [
        ("throttle", Exit::Throttled, "throttled"),
        ("quota", Exit::Throttled, "quota"),
        ("deny", Exit::Access, "denied"),
        ("no-agreement", Exit::Access, "no-agreement"),
        ("expired", Exit::Credentials, "expired"),
        ("bad-key", Exit::Credentials, "bad-key"),
        ("internal", Exit::Failure, "internal"),
        ("html", Exit::Failure, "not-bedrock"),
    ] {
        let house = House::with(&[fault]).await;
        let asked = house.run("ask --json hello").await;
        assert_eq!(asked.exit, exit, "{fault}: {asked:?}");
        let object = asked.json();
        assert_eq!(object["error"]["kind"], kind, "{fault}: {object}");
        assert_eq!(object["status"], "failed", "{fault}: {object}");
        assert!(asked.err.contains("outcrop: "), "{fault}: {asked:?}");
        let listed = house.run("history list --json").await.json();
        assert_eq!((&listed[0]["status"], &listed[0]["messages"]), (&"failed".into(), &2.into()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_before_a_break_is_printed_and_kept() {
    for fault in ["cut", "no-stop", "stream-error", "corrupt-frame"] {
        let house = House::with(&[fault]).await;
        let asked = house.run("ask /standard 400").await;
        assert_eq!(asked.exit, Exit::Failure, "{fault}: {asked:?}");
        assert!(!asked.out.trim().is_empty() && !asked.err.is_empty(), "{fault}: {asked:?}");
        let listed = house.run("history list --json").await.json();
        assert_eq!(listed[0]["status"], "interrupted", "{fault}");
        let id = listed[0]["id"].as_str().unwrap();
        let shown = house.run(&format!("history show --json {id}")).await.json();
        let kept = shown["messages"][1]["blocks"][0]["text"].as_str().unwrap();
        assert_eq!(kept.trim_end(), asked.out.trim_end(), "{fault}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_retry_is_said_and_the_answer_comes_once() {
    let house = House::with(&["throttle=1"]).await;
    house.configure(&format!("model = '{MODEL}'\nretry_attempts = 3\n"));
    let asked = house.run("ask /echo once").await;
    assert_eq!((asked.exit, asked.out.as_str()), (Exit::Success, "once\n"));
    assert!(asked.err.contains("attempt 2 follows") && asked.err.contains("waiting"), "{asked:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_pipe_ends_it_quietly_and_keeps_what_came() {
    let house = House::with(&[]).await;
    let asked = house.cut("ask /standard 20000", 100).await;
    assert_eq!((asked.exit, asked.err.as_str()), (Exit::Success, ""), "{asked:?}");
    let listed = house.run("history list --json").await.json();
    assert_eq!(listed[0]["status"], "stopped");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_at_its_limit_says_so() {
    let house = House::with(&[]).await;
    let asked = house.run("ask --max-tokens 5 tell me something long").await;
    assert_eq!(asked.exit, Exit::Success);
    assert!(asked.err.contains("token limit"), "{asked:?}");
    let stop = house.run("ask --json /stop-reason brand_new_reason").await.json();
    assert_eq!(stop["stop_reason"], "brand_new_reason");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_system_prompt_and_the_parameters_are_sent_and_kept() {
    let house = House::with(&[]).await;
    house.configure(&format!(
        "model = '{MODEL}'\nsystem = 'Be kind.'\nparameters.top_p = 0.5\nparameters.max_tokens = 900\n"
    ));
    house.run("ask --temperature 0.25 --max-tokens 800 /echo a").await;
    let listed = house.run("history list --json").await.json();
    assert_eq!(listed[0]["system"], "Be kind.");
    let id = listed[0]["id"].as_str().unwrap();
    let shown = house.run(&format!("history show --json {id}")).await.json();
    let sent = &shown["messages"][1]["making"]["parameters"];
    assert_eq!(*sent, serde_json::json!({"max_tokens": 800, "temperature": 0.25, "top_p": 0.5}));
    house.run("ask --system Short. --continue /echo b").await;
    assert_eq!(house.run("history list --json").await.json()[0]["system"], "Short.");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_model_it_says_where_to_name_one() {
    let house = House::with(&[]).await;
    house.configure("");
    let asked = house.run("ask hello").await;
    assert_eq!((asked.exit, asked.out.as_str()), (Exit::Usage, ""));
    assert!(asked.err.contains("outcrop models"), "{asked:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_that_goes_on_through_another_region_says_so() {
    let house = House::with(&[]).await;
    house.run("ask /echo one").await;
    let same = house.run("ask --continue /echo two").await;
    assert_eq!(same.err, "", "{same:?}");
    house.configure(&format!("model = '{MODEL}'\nregion = 'eu-west-1'\n"));
    let other = house.run("ask --continue /echo three").await;
    assert!(
        other.err.contains("went through region us-east-1; it goes on through eu-west-1"),
        "{other:?}"
    );
    assert_eq!(house.run("ask --continue /echo four").await.err, "", "it remembers the new one");
}
