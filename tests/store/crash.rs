//! SIGKILL at any moment: what was acknowledged is there afterwards.
//! Not here: instances that end as they should (instances).

use std::env;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};

use outcrop::domain::conversation::Status;
use outcrop::domain::id::ConversationId;
use outcrop::store::writer::Store;

use crate::fixtures::{NOW, Turn, hits, open, store, texts};

/// Set for the process that is killed: the folder it writes to.
const FOLDER: &str = "OUTCROP_TEST_KILLED_STORE";
/// Checkpoints an answer.
const PIECES: usize = 4;

/// Not a test of its own: the process that is killed. It says what was acknowledged, line by line.
#[test]
fn killed() {
    let Some(folder) = env::var_os(FOLDER) else { return };
    let mut store = store(Path::new(&folder));
    for n in 1.. {
        let turn = Turn::first(n, &format!("prompt{n}"));
        store.save(&turn.begin()).unwrap();
        println!("ack begun {n}");
        for at in 1..=PIECES {
            store.save(&turn.checkpoint(&format!("piece{at} "))).unwrap();
            println!("ack piece {n} {at}");
        }
        store.save(&turn.draft(&format!("draft{n}"))).unwrap();
        println!("ack draft {n}");
        store.save(&turn.finish(&format!("answer{n}"))).unwrap();
        println!("ack finished {n}");
    }
}

/// Runs the other process until it has acknowledged `acks` changes, kills it, and gives all it said.
fn kill_after(acks: usize, folder: &Path) -> Vec<String> {
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["crash::killed", "--exact", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut said = String::new();
    while said.matches("ack ").count() < acks {
        assert_ne!(out.read_line(&mut said).unwrap(), 0, "it ended by itself: {said}");
    }
    child.kill().unwrap();
    child.wait().unwrap();
    out.read_to_string(&mut said).unwrap();
    // A line cut by the kill was still acknowledged or not; only whole lines count.
    let whole = said.rsplit_once('\n').map_or("", |(whole, _)| whole);
    whole
        .lines()
        .filter_map(|line| line.split_once("ack ").map(|(_, ack)| ack.to_owned()))
        .collect()
}

#[test]
fn nothing_acknowledged_is_lost() {
    for acks in [1, 2, 4, 5, 6, 7, 8, 20, 33] {
        let folder = tempfile::tempdir().unwrap();
        let said = kill_after(acks, folder.path());
        assert!(said.len() >= acks);
        let (store, opening) = Store::open(folder.path(), NOW).unwrap();
        assert_eq!(opening.set_aside, None);
        assert!(opening.interrupted <= 1);
        let reader = store.reader().unwrap();
        for ack in &said {
            let words: Vec<&str> = ack.split(' ').collect();
            let n = words[1].parse().unwrap();
            let found = open(&reader, ConversationId(n));
            assert!(!found.elsewhere);
            let answer = &found.messages[1];
            match words[0] {
                "begun" => {
                    assert_eq!(found.messages[0].text(), format!("prompt{n}"));
                    assert_eq!(hits(&reader, &format!("prompt{n}")).len(), 1);
                    assert_ne!(answer.status, Status::Streaming);
                }
                "piece" if answer.status == Status::Interrupted => {
                    assert!(texts(&found.messages)[1].contains(&format!("piece{} ", words[2])));
                    assert!(!hits(&reader, &format!("piece{}", words[2])).is_empty());
                }
                "draft" => assert_eq!(found.draft, format!("draft{n}")),
                "finished" => {
                    assert_eq!(answer.status, Status::Complete);
                    assert_eq!(answer.text(), format!("answer{n}"));
                }
                _ => {}
            }
        }
        drop((reader, store));
        let conn = rusqlite::Connection::open(folder.path().join("outcrop.db")).unwrap();
        let verdict: String =
            conn.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(verdict, "ok");
    }
}
