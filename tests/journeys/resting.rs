//! When nothing happens, nothing is done.
//! Not here: processor time, which a bench measures.

use std::time::Duration;

use super::bedrock::Bedrock;
use super::runner::Setup;

/// Longer than anything that ticks: a frame, a draft, a second counted.
const LONG: Duration = Duration::from_millis(2_500);

#[test]
fn after_the_last_answer_nothing_is_drawn_and_nothing_is_due() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.ask_and_wait("Show me some Rust code and a table");
    runner.type_text("a draft");
    runner.wait_for("a draft");
    runner.wait_quiet(LONG);
    let model = runner.terminate();
    assert_eq!(model.pulse(), None);
}

#[test]
fn a_program_nobody_has_touched_rests_too() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = Setup::new(place.path(), &bedrock).start();
    let frames = runner.wait_quiet(LONG);
    assert!(frames < 20, "{frames} frames to begin");
    assert_eq!(runner.terminate().pulse(), None);
}

#[test]
fn after_an_answer_nobody_looked_at_it_rests_too() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.ask("/standard 20000");
    runner.press("ctrl-n");
    runner.wait_for("/standard 20000: the answer is complete.");
    runner.wait_gone("the answer is complete.");
    runner.wait_quiet(LONG);
    assert_eq!(runner.terminate().pulse(), None);
}
