//! `outcrop models` and `outcrop history`: lists for programs, and what they say when empty.

use outcrop::commands::exit::Exit;

use super::house::House;

#[tokio::test(flavor = "multi_thread")]
async fn models_are_rows_of_tabs_in_a_pipe_and_objects_in_json() {
    let house = House::with(&[]).await;
    let rows = house.run("models").await;
    let objects = house.run("models --json").await.json();
    let ids: Vec<&str> =
        objects.as_array().unwrap().iter().map(|model| model["id"].as_str().unwrap()).collect();
    assert!(ids.len() >= 80, "{} models and profiles", ids.len());
    let first: Vec<&str> = rows.out.lines().map(|row| row.split('\t').next().unwrap()).collect();
    assert_eq!(first, ids);
    assert!(rows.out.lines().all(|row| row.split('\t').count() == 13), "{}", rows.out);
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_are_those_of_the_service() {
    let house = House::with(&[]).await;
    let all = house.run("models --json").await.json();
    let count = |member: &str, word: &str| {
        let holds = |model: &serde_json::Value| model[member].to_string().contains(word);
        all.as_array().unwrap().iter().filter(|model| holds(model)).count()
    };
    for (flag, member, word) in [
        ("--provider", "provider", "Anthropic"),
        ("--output-modality", "output", "EMBEDDING"),
        ("--inference-type", "inference_types", "ON_DEMAND"),
        ("--customization-type", "customizations", "FINE_TUNING"),
    ] {
        let some = house.run(&format!("models --json {flag} {}", word.to_lowercase())).await.json();
        let some = some.as_array().unwrap().len();
        assert_eq!(some, count(member, &format!("\"{word}\"")), "{flag}");
        assert!(some > 0 && some < all.as_array().unwrap().len(), "{flag}: {some}");
    }
    let none = house.run("models --provider nobody").await;
    assert_eq!((none.exit, none.out.as_str()), (Exit::Success, ""));
    assert!(none.err.contains("--provider could be: ") && none.err.contains("Amazon"), "{none:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_list_that_is_refused_does_not_lose_the_other() {
    let house = House::with(&["deny@ListInferenceProfiles"]).await;
    let listed = house.run("models").await;
    assert_eq!(listed.exit, Exit::Success);
    assert!(listed.err.contains("not everything could be listed"), "{}", listed.err);
    assert!(listed.out.lines().count() > 50);
    let house = House::with(&["deny"]).await;
    assert_eq!(house.run("models").await.exit, Exit::Access);
}

#[tokio::test(flavor = "multi_thread")]
async fn history_is_listed_shown_and_searched() {
    let house = House::with(&[]).await;
    house.run("ask /echo the heron stands still").await;
    house.run("ask /echo something else").await;
    let listed = house.run("history list").await;
    let rows: Vec<Vec<&str>> = listed.out.lines().map(|row| row.split('\t').collect()).collect();
    assert_eq!(rows.len(), 2);
    assert_eq!((rows[0][2], rows[0][3]), ("2", "/echo something else"));
    assert_eq!(house.run("history list -n 1").await.out.lines().count(), 1);
    let shown = house.run(&format!("history show {}", rows[1][0])).await;
    assert!(shown.out.starts_with("# /echo the heron stands still\n"), "{shown:?}");
    assert!(
        shown.out.contains("\n## You · ") && shown.out.contains("\n\nthe heron stands still\n")
    );
    let hits = house.run("history search heron sta").await;
    assert_eq!(hits.out.lines().count(), 2, "prompt and answer: {hits:?}");
    assert!(hits.out.lines().all(|hit| hit.starts_with(rows[1][0])), "{hits:?}");
    let objects = house.run("history search --json heron").await.json();
    assert_eq!(objects.as_array().unwrap().len(), 2);
    assert!(objects[0]["snippet"].as_str().unwrap().contains("the heron stands still"));
    let none = house.run("history search nowhere").await;
    assert_eq!((none.exit, none.out.as_str()), (Exit::Success, ""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_without_a_word_says_what_is_missing() {
    let house = House::with(&[]).await;
    // The first ends in a blank, after which an empty argument follows.
    for line in ["history search ", "history search ... \"'!", "history search --json …"] {
        let found = house.run(line).await;
        assert_eq!((found.exit, found.out.as_str()), (Exit::Usage, ""), "{line}: {found:?}");
        assert!(found.err.contains("no word to search for"), "{line}: {found:?}");
    }
    assert_eq!(house.run("history search 今").await.exit, Exit::Success);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_nobody_has_is_refused() {
    let house = House::with(&[]).await;
    for line in ["history show 0000000000010", "history show abc"] {
        let shown = house.run(line).await;
        assert_eq!((shown.exit, shown.out.as_str()), (Exit::Usage, ""), "{line}: {shown:?}");
    }
}
