//! `outcrop history` where it writes: exports, new titles, deletions.
//! Not here: lists and searches (reading).

use std::fs;

use outcrop::commands::exit::Exit;
use serde_json::Value;

use super::house::House;

/// A home with conversations of these prompts, and their ids, oldest first.
async fn with(prompts: &[&str]) -> (House, Vec<String>) {
    let house = House::with(&[]).await;
    for prompt in prompts {
        house.run(&format!("ask /echo {prompt}")).await;
    }
    let listed = house.run("history list").await;
    let ids = listed.out.lines().rev().map(|row| row.split('\t').next().unwrap().to_owned());
    let ids = ids.collect();
    (house, ids)
}

fn titles(listed: &Value) -> Vec<&str> {
    listed.as_array().unwrap().iter().map(|row| row["title"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn markdown_is_what_was_said_with_who_and_when() {
    let (house, ids) = with(&["the *heron* stands"]).await;
    let made = house.run(&format!("history export {}", ids[0])).await;
    assert_eq!((made.exit, made.err.as_str()), (Exit::Success, ""));
    assert!(made.out.starts_with("# /echo the *heron* stands\n\n- Conversation: "), "{made:?}");
    assert!(made.out.contains("\n\n## You · 20"), "{made:?}");
    assert!(made.out.contains("\n\n## amazon.nova-lite-v1:0 · 20"), "{made:?}");
    assert!(made.out.contains("\n\nthe *heron* stands\n\n*"), "{made:?}");
    assert!(
        made.out.contains(" tokens in, ") && made.out.contains("- Cost: <$0.0001\n"),
        "{made:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn json_is_everything_and_says_its_form() {
    let (house, ids) = with(&["one"]).await;
    house.run(&format!("ask --conversation {} /echo two", ids[0])).await;
    let value = house.run(&format!("history export --format json {}", ids[0])).await.json();
    assert_eq!((&value["format"], &value["version"]), (&"outcrop-conversation".into(), &1.into()));
    assert_eq!(value["conversation"]["id"], ids[0].as_str());
    let messages = value["messages"].as_array().unwrap();
    assert_eq!(messages.len(), 4);
    assert_eq!(messages[3]["parent"], messages[2]["id"]);
    assert_eq!(messages[3]["blocks"][0]["text"], "two");
    assert_eq!(messages[0]["sibling"]["of"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_there_is_not_written_over_unless_forced() {
    let (house, ids) = with(&["one"]).await;
    let path = house.data().join("out.md");
    let line = format!("history export {} -o {}", ids[0], path.display());
    assert_eq!(house.run(&line).await.out, "");
    assert!(fs::read_to_string(&path).unwrap().starts_with("# /echo one\n"));
    fs::write(&path, "mine").unwrap();
    let refused = house.run(&line).await;
    assert_eq!(refused.exit, Exit::Usage);
    assert!(refused.err.contains("--force"), "{refused:?}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    assert_eq!(house.run(&format!("{line} --force")).await.exit, Exit::Success);
    assert!(fs::read_to_string(&path).unwrap().starts_with("# /echo one\n"));
    let nowhere = house.run(&format!("history export {} -o /no/such/folder/x", ids[0])).await;
    assert_eq!(nowhere.exit, Exit::Failure);
    assert!(nowhere.err.contains("/no/such/folder/x"), "{nowhere:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_title_is_given_in_one_or_more_words() {
    let (house, ids) = with(&["one"]).await;
    let named = house.run(&format!("history rename {} Blue skies", ids[0])).await;
    assert_eq!((named.exit, named.out.as_str()), (Exit::Success, ""));
    assert_eq!(titles(&house.run("history list --json").await.json()), ["Blue skies"]);
    // The line ends in a blank, after which an empty argument follows.
    let empty = house.run(&format!("history rename {} ", ids[0])).await;
    assert_eq!(empty.exit, Exit::Usage);
    let unknown = house.run("history rename 0000000000010 x").await;
    assert_eq!(unknown.exit, Exit::Usage);
    assert_eq!(titles(&house.run("history list --json").await.json()), ["Blue skies"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deletion_asks_and_then_nothing_is_left() {
    let (house, ids) = with(&["one", "two", "zqthree"]).await;
    let line = format!("history delete {} {}", ids[0], ids[2]);
    let refused = house.run(&line).await;
    assert_eq!(refused.exit, Exit::Usage);
    assert!(refused.err.contains("--yes"), "{refused:?}");
    for answer in ["n\n", "\n", ""] {
        let kept = house.before(answer, &line).await;
        assert_eq!(kept.exit, Exit::Failure, "{kept:?}");
        assert!(kept.err.contains("/echo zqthree") && kept.err.contains("[y/N]"), "{kept:?}");
        assert!(kept.err.ends_with("nothing was deleted\n"), "{kept:?}");
    }
    assert_eq!(house.run("history list").await.out.lines().count(), 3);
    let gone = house.before("y\n", &line).await;
    assert_eq!((gone.exit, gone.out.as_str()), (Exit::Success, ""));
    assert!(gone.err.ends_with("2 conversations deleted\n"), "{gone:?}");
    assert_eq!(titles(&house.run("history list --json").await.json()), ["/echo two"]);
    for file in fs::read_dir(house.data()).unwrap().map(|file| file.unwrap().path()) {
        let bytes = if file.is_file() { fs::read(&file).unwrap() } else { Vec::new() };
        assert!(!bytes.windows(7).any(|at| at == b"zqthree"), "{file:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn all_are_deleted_or_none() {
    let (house, ids) = with(&["one", "two"]).await;
    let some = house.run(&format!("history delete --yes {} 0000000000010", ids[0])).await;
    assert_eq!(some.exit, Exit::Usage, "{some:?}");
    assert_eq!(house.run("history list").await.out.lines().count(), 2);
    let all = house.run(&format!("history delete -y {} {} {}", ids[0], ids[1], ids[0])).await;
    assert_eq!(all.exit, Exit::Success);
    assert!(all.err.ends_with("2 conversations deleted\n"), "{all:?}");
    assert_eq!(house.run("history list").await.out, "");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_archived_is_listed_apart_and_found() {
    let (house, ids) = with(&["one", "two"]).await;
    let (mut store, _) = outcrop::store::writer::Store::open(&house.data(), 1).unwrap();
    let conversation = ids[0].parse().unwrap();
    store.save(&outcrop::domain::archive::Save::Archive { conversation, archived: true }).unwrap();
    drop(store);
    assert_eq!(titles(&house.run("history list --json").await.json()), ["/echo two"]);
    assert_eq!(titles(&house.run("history list --json --archived").await.json()), ["/echo one"]);
    let hits = house.run("history search --json one").await.json();
    assert_eq!((hits.as_array().unwrap().len(), &hits[0]["archived"]), (2, &true.into()));
}
