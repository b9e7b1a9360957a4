//! Names that were seen: kept of each account and region, so many of each sort, the newest first to stay.
//! Not here: which names there are (domain).

use outcrop::domain::archive::Save;
use outcrop::domain::seen::{MOST, Name, Sort, Whose};

use crate::fixtures::{NOW, seen, store};

fn of(account: &str, region: &str, names: &[(Sort, &str)], at: i64) -> Save {
    let whose = Whose { account: account.into(), region: region.into() };
    let names: Vec<Name> = names.iter().map(|(sort, name)| (*sort, (*name).to_owned())).collect();
    Save::Seen { whose, names, at }
}

#[test]
fn names_are_an_accounts_and_those_of_a_region_a_regions() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = store(folder.path());
    let here = [(Sort::Role, "role/a"), (Sort::Key, "key/a"), (Sort::Data, "s3://a/")];
    one.save(&of("1", "us-east-1", &here, NOW)).unwrap();
    one.save(&of("1", "eu-west-1", &[(Sort::Key, "key/eu")], NOW + 9)).unwrap();
    one.save(&of("2", "us-east-1", &[(Sort::Role, "role/2")], NOW)).unwrap();
    let reader = one.reader().unwrap();
    assert_eq!(seen(&reader, "1", "us-east-1"), ["role/a", "key/a", "s3://a/"]);
    assert_eq!(seen(&reader, "1", "eu-west-1"), ["role/a", "s3://a/", "key/eu"]);
    assert_eq!(seen(&reader, "2", "us-east-1"), ["role/2"]);
    assert_eq!(seen(&reader, "3", "us-east-1"), [] as [&str; 0]);
}

#[test]
fn what_is_seen_again_comes_last_whichever_instance_saw_it() {
    let folder = tempfile::tempdir().unwrap();
    let (mut one, mut other) = (store(folder.path()), store(folder.path()));
    one.save(&of("1", "r", &[(Sort::Role, "a"), (Sort::Role, "b")], NOW)).unwrap();
    other.save(&of("1", "r", &[(Sort::Role, "c"), (Sort::Role, "a")], NOW + 5)).unwrap();
    // One that is late takes nothing back.
    one.save(&of("1", "r", &[(Sort::Role, "a")], NOW - 100)).unwrap();
    drop(one);
    assert_eq!(seen(&other.reader().unwrap(), "1", "r"), ["b", "c", "a"]);
}

#[test]
fn of_each_sort_and_of_all_the_oldest_go() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(folder.path());
    store.save(&of("1", "r", &[(Sort::Key, "key")], NOW)).unwrap();
    let many: Vec<String> = (0..MOST + 20).map(|at| format!("s3://{at}/")).collect();
    let many: Vec<(Sort, &str)> = many.iter().map(|name| (Sort::Data, name.as_str())).collect();
    store.save(&of("1", "r", &many, NOW)).unwrap();
    let kept = seen(&store.reader().unwrap(), "1", "r");
    assert_eq!(kept.len(), MOST + 1, "another sort is not touched");
    assert_eq!((kept[0].as_str(), kept[1].as_str()), ("key", "s3://20/"));
    let saves: Vec<Save> = (0..120)
        .map(|account| of(&format!("a{account}"), "r", &many, NOW + 1_000 * (account + 1)))
        .collect();
    store.save_together(&saves).unwrap();
    let reader = store.reader().unwrap();
    assert_eq!(seen(&reader, "1", "r"), [] as [&str; 0], "of the oldest account nothing is left");
    assert_eq!(seen(&reader, "a19", "r"), [] as [&str; 0]);
    assert_eq!(seen(&reader, "a20", "r").len(), MOST);
    assert_eq!(seen(&reader, "a119", "r").len(), MOST);
}
