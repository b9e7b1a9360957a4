//! A store that cannot be opened, written or read: said at once, and nothing typed or answered is
//! lost. Not here: full disks, which need the store's inside (unit tests beside the writer).

use std::fs;
use std::path::Path;

use rusqlite::Connection;

use super::bedrock::Bedrock;
use super::runner::{Runner, Setup, is_busy};

#[test]
fn without_a_folder_it_says_so_and_the_prompt_stays_where_it_was_typed() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("file");
    fs::write(&file, "in the way").unwrap();
    let bedrock = Bedrock::start();
    let runner = Setup::new(&file.join("data"), &bedrock).start();
    let screen = runner.wait_for("NOT SAVED");
    assert!(screen.contains("a file stands in its way"), "{screen}");
    runner.type_text("do not lose me");
    runner.wait_for("do not lose me");
    runner.press("enter");
    runner.wait("the prompt back in the composer", |screen| {
        screen.contains("││ do not lose me") && !screen.contains("You ")
    });
    assert!(bedrock.asked().is_empty(), "what cannot be kept is not sent");
    // A search says why it finds nothing.
    runner.press("ctrl-f");
    runner.wait_for("Search all conversations");
    runner.type_text("x");
    runner.wait("why", |screen| screen.matches("a file stands in its way").count() >= 1);
    runner.press("esc");
    runner.quit();
    assert_eq!(fs::read_to_string(&file).unwrap(), "in the way");
}

#[test]
fn a_damaged_history_is_set_aside_and_an_empty_one_begun() {
    let place = tempfile::tempdir().unwrap();
    let letter = "no database at all ".repeat(400);
    fs::write(place.path().join("outcrop.db"), &letter).unwrap();
    let bedrock = Bedrock::start();
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.wait_for("The history was damaged. It was set aside as ");
    runner.ask_and_wait("/echo a new beginning");
    runner.quit();
    let aside = fs::read_dir(place.path()).unwrap().map(|entry| entry.unwrap().path());
    let aside = aside.into_iter().find(|path| path.to_string_lossy().contains("corrupt")).unwrap();
    assert_eq!(fs::read_to_string(aside).unwrap(), letter);
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.wait_for("/echo a new beginning");
}

#[test]
fn a_prompt_that_cannot_be_kept_comes_back_and_goes_out_later() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.ask_and_wait("/echo before");
    let other = Connection::open(place.path().join("outcrop.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    runner.ask("/echo while it is locked");
    // What is typed meanwhile is not lost either.
    runner.wait_for("keeping the prompt…");
    runner.type_text("more");
    runner.wait_for("another program keeps the database locked");
    let screen = runner.wait_for("││ /echo while it is locked");
    assert!(screen.contains("││ more"), "{screen}");
    assert_eq!(bedrock.asked().len(), 1, "nothing left before it was on disk");
    other.execute_batch("ROLLBACK").unwrap();
    runner.press("enter");
    runner.wait("the answer", |screen| {
        screen.matches("while it is locked").count() >= 2
            && !is_busy(screen)
            && screen.contains("Write a prompt")
    });
    assert_eq!(bedrock.asked().len(), 2);
}

#[test]
fn an_answer_that_cannot_be_kept_stays_and_is_written_elsewhere() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::at(25.0);
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.ask("/echo worth keeping, every word of it, to the very last one.");
    runner.wait_for("receiving…");
    let other = Connection::open(place.path().join("outcrop.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let screen = runner.wait_for("another program keeps the database locked");
    assert!(screen.contains("worth keeping"), "{screen}");
    runner.wait("its end", |screen| {
        screen.matches("very last one.").count() >= 2 && !is_busy(screen)
    });
    runner.press("ctrl-s");
    runner.wait_for("Write the answer to a new file");
    let path = place.path().join("rescued.md");
    runner.press("ctrl-u");
    runner.type_text(&path.display().to_string());
    runner.press("enter");
    runner.wait_for("Written to ");
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        "worth keeping, every word of it, to the very last one."
    );
    other.execute_batch("ROLLBACK").unwrap();
}

/// The answer of `an_answer_that_cannot_be_kept_...`, ended while the store was locked.
const WHOLE: &str = "worth keeping, every word of it, to the very last one.";

fn unkept(runner: &Runner, folder: &Path) -> Connection {
    runner.ask(&format!("/echo {WHOLE}"));
    runner.wait_for("receiving…");
    let other = Connection::open(folder.join("outcrop.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    runner.wait("its end", |screen| {
        screen.matches("very last one.").count() >= 2 && !is_busy(screen)
    });
    runner.wait_for("save elsewhere");
    other
}

#[test]
fn an_answer_that_could_not_be_kept_is_kept_once_the_store_works_again() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::at(25.0);
    let runner = Setup::new(place.path(), &bedrock).start();
    let other = unkept(&runner, place.path());
    other.execute_batch("ROLLBACK").unwrap();
    // Any change that is kept shows that it works.
    runner.type_text("a draft");
    runner.wait_gone("save elsewhere");
    runner.terminate();
    let runner = Setup::new(place.path(), &bedrock).start();
    let screen = runner.wait_for_list(1);
    assert!(!screen.contains("broke off"), "{screen}");
    runner.press("ctrl-pagedown");
    runner.wait_for("a draft");
    assert_eq!(runner.quit().chat().unwrap().transcript.last().unwrap().text(), WHOLE);
}

#[test]
fn quitting_with_an_answer_that_is_not_kept_asks_and_tries_once_more() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::at(25.0);
    let runner = Setup::new(place.path(), &bedrock).start();
    let other = unkept(&runner, place.path());
    runner.press("ctrl-q");
    runner.wait_for("could not be kept");
    runner.press("n");
    runner.wait_gone("Are you sure?");
    other.execute_batch("ROLLBACK").unwrap();
    runner.quit();
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.wait_for_list(1);
    runner.press("ctrl-pagedown");
    runner.wait_for("first token");
    assert_eq!(runner.quit().chat().unwrap().transcript.last().unwrap().text(), WHOLE);
}
