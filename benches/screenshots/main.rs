//! `cargo bench --bench screenshots`: runs the program in `--demo`, drives it by keys to its main
//! screens, and writes a picture of each to `assets/screenshots/`. They are what the README shows.

mod picture;

#[path = "../../tests/support/mod.rs"]
#[expect(dead_code, reason = "the tests and the other benches use the rest")]
mod support;

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use support::{
    Outcome,
    place::Place,
    pty::Pty,
    seen::{has_model, is_streaming, is_typed, keys},
};

/// Wide and high enough for the whole layout.
const COLUMNS: u16 = 140;
/// See [`COLUMNS`].
const ROWS: u16 = 40;
/// A screen is still when nothing is painted for so long.
const STILL: Duration = Duration::from_millis(400);

/// What leads from the screen before to a picture.
enum Step {
    /// Type this.
    Type(&'static str),
    /// Ask this and wait for the end of the answer.
    Ask(&'static str),
    /// Take a picture of this name.
    Shoot(&'static str),
}

/// The pictures, as one session.
const SESSION: &[Step] = &[
    Step::Shoot("welcome"),
    Step::Ask("How does a lighthouse lens work?"),
    Step::Type(keys::NEXT_PANE),
    Step::Type(keys::PAGE_UP),
    Step::Shoot("answer"),
    Step::Type(keys::BACK),
    Step::Ask("Compare three ways to store time series, with a table and code"),
    Step::Shoot("chat"),
    Step::Type(keys::INSPECTOR),
    Step::Type(keys::SELECT),
    Step::Type(keys::NEXT_BLOCK),
    Step::Shoot("inspector"),
    Step::Type(keys::BACK),
    Step::Type(keys::INSPECTOR),
    Step::Type(keys::FIND),
    Step::Type("run"),
    Step::Shoot("find"),
    Step::Type(keys::BACK),
    Step::Type(keys::MODELS),
    Step::Type("claude"),
    Step::Shoot("models"),
    Step::Type(keys::BACK),
    Step::Type(keys::PALETTE),
    Step::Shoot("palette"),
    Step::Type(keys::BACK),
    Step::Type(keys::SEARCH),
    Step::Type("lighthouse"),
    Step::Shoot("search"),
    Step::Type(keys::BACK),
    Step::Type(keys::HELP),
    Step::Shoot("help"),
    Step::Type(keys::BACK),
    Step::Type(keys::PARAMETERS),
    Step::Type(keys::DOWN),
    Step::Type("0.3"),
    Step::Type(keys::DOWN),
    Step::Type(keys::DOWN),
    Step::Type("50"),
    Step::Shoot("parameters"),
    Step::Type(keys::BACK),
    Step::Type("y"),
    Step::Type(keys::PLACES),
    Step::Type("models"),
    Step::Type(keys::CHOOSE),
    Step::Type("/claude"),
    Step::Type(keys::CHOOSE),
    Step::Type(keys::CHOOSE),
    Step::Shoot("explorer"),
    Step::Type(keys::PLACES),
    Step::Type("customization-jobs"),
    Step::Type(keys::CHOOSE),
    Step::Type(keys::DOWN),
    Step::Type(keys::DOWN),
    Step::Type(keys::DOWN),
    Step::Type(keys::CHOOSE),
    Step::Shoot("resource"),
    Step::Type(keys::PLACES),
    Step::Type("provisioned-throughput"),
    Step::Type(keys::CHOOSE),
    Step::Type("n"),
    Step::Type("2"),
    Step::Type(keys::DOWN),
    Step::Type("chat-prod"),
    Step::Type(keys::DOWN),
    Step::Type("amazon.nova-lite-v1:0:300k"),
    Step::Shoot("request"),
];

fn main() -> Outcome {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("assets/screenshots");
    fs::create_dir_all(&folder)?;
    let place = Place::new()?;
    let pty = Pty::spawn(place.program(["--demo"]), COLUMNS, ROWS)?;
    pty.wait("model", has_model)?;
    for step in SESSION {
        take(&pty, step, &folder)?;
    }
    Ok(())
}

fn take(pty: &Pty, step: &Step, folder: &Path) -> Outcome {
    match step {
        Step::Type(keys) => {
            pty.send(keys)?;
        }
        Step::Ask(prompt) => {
            pty.send(prompt)?;
            pty.wait("prompt as typed", |screen| is_typed(screen, prompt))?;
            pty.send(keys::SEND)?;
            pty.wait("answer", is_streaming)?;
            pty.wait("end of the answer", |screen| !is_streaming(screen))?;
        }
        Step::Shoot(name) => {
            let file = folder.join(name).with_extension("svg");
            fs::write(&file, pty.look(picture::draw))?;
            println!("{}", file.display());
        }
    }
    pty.wait_quiet(STILL)?;
    Ok(())
}
