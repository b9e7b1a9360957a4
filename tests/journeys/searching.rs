//! Finding again what was said.
//! Not here: what the index finds (the store's tests).

use super::bedrock::Bedrock;
use super::runner::{Runner, Setup};

/// Three conversations; the word is deep in the second.
fn told(runner: &Runner) {
    runner.ask_and_wait("/echo Of mountains and rivers");
    runner.begin_another();
    runner.ask_and_wait("/standard 1500");
    runner.ask_and_wait("/echo Here a quincunx grows");
    for number in 0..3 {
        runner.ask_and_wait(&format!("/standard {}", 900 + number));
    }
    runner.begin_another();
    runner.ask_and_wait("/echo Of lakes and seas");
}

#[test]
fn a_search_finds_the_place_and_enter_goes_there() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = Setup::new(place.path(), &bedrock).start();
    told(&runner);
    runner.quit();
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.wait_for_list(3);
    runner.press("ctrl-f");
    runner.wait_for("Search all conversations");
    // The beginning of a word is enough.
    runner.type_text("quincu");
    let screen = runner.wait_for("2 hits");
    assert!(screen.contains("quincunx grows"), "{screen}");
    runner.press("enter");
    let screen = runner.wait("the place", |screen| {
        screen.contains("quincunx grows")
            && !screen.contains("2 hits")
            && screen.contains("more below")
    });
    assert!(screen.lines().next().unwrap().contains("│ /standard 1500"), "{screen}");
    // Searching for nothing there says so, and Esc leads back to the same place.
    runner.press("ctrl-f");
    runner.wait_for("Search all conversations");
    runner.type_text("zyzzyva");
    runner.wait_for("Nothing found");
    runner.press("esc");
    runner.wait("the place again", |screen| {
        screen.contains("quincunx grows") && screen.contains("more below")
    });
    // From reading back to writing: the conversation goes on.
    runner.press("esc");
    let screen = runner.ask_and_wait("/echo and so it goes on");
    let asked = bedrock.asked().pop().unwrap();
    assert_eq!(
        asked["messages"].as_array().unwrap().len(),
        11,
        "five turns and a prompt: {screen}"
    );
}

#[test]
fn a_search_for_all_words_in_any_order_narrows_as_one_types() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = Setup::new(place.path(), &bedrock).start();
    told(&runner);
    runner.press("ctrl-f");
    runner.wait_for("Search all conversations");
    runner.type_text("and of");
    runner.wait("hits in two conversations", |screen| {
        screen.contains("Of mountains and rivers") && screen.contains("Of lakes and seas")
    });
    runner.type_text(" seas");
    runner.wait("hits in one", |screen| {
        screen.contains("2 hits") && screen.contains("lakes and seas")
    });
}
