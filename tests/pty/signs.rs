//! What the program tells the terminal beyond what it draws: the clipboard, the title, the bell.
//! Not here: frames, keys and the way out (pty.rs).

use crate::support::{
    Outcome,
    place::Place,
    seen::{is_streaming, is_typed},
};
use crate::{ask, assert_restored, keys, start};

/// Every operating system command in what was written, without its introducer and end.
fn commands(log: &str) -> Vec<&str> {
    log.split("\x1b]").skip(1).filter_map(|from| from.split(['\x07', '\x1b']).next()).collect()
}

#[test]
fn copying_tells_the_terminal_by_osc_52_and_nothing_else() -> Outcome {
    let place = Place::new()?;
    let mut pty = start(&place)?;
    ask(&pty, "Tell me about lighthouses")?;
    pty.wait("end of the answer", |screen| !is_streaming(screen))?;
    let before = pty.log();
    // Ctrl-X, then the first message: the prompt.
    pty.send(keys::SELECT)?;
    pty.wait_for("copy all")?;
    pty.send("g")?;
    pty.send("c")?;
    pty.wait_for("Copied the prompt, 1 line, to the clipboard by OSC 52.")?;
    let after = pty.log();
    let told = &after[before.len()..];
    let told_to: Vec<&str> = commands(told);
    assert_eq!(told_to, ["52;c;VGVsbCBtZSBhYm91dCBsaWdodGhvdXNlcw=="]);
    assert!(!told.contains("\x1bP"), "no pass-through where nothing lies between");
    pty.send(keys::QUIT)?;
    assert!(pty.wait_end()?.success());
    assert_restored(&pty);
    Ok(())
}

#[test]
fn the_window_is_named_and_gets_its_title_back() -> Outcome {
    let place = Place::new()?;
    let mut pty = start(&place)?;
    ask(&pty, "Tell me about lighthouses")?;
    pty.wait("end of the answer", |screen| !is_streaming(screen))?;
    pty.send(keys::QUIT)?;
    assert!(pty.wait_end()?.success());
    let log = pty.log();
    let titles: Vec<&str> =
        commands(&log).into_iter().filter_map(|command| command.strip_prefix("2;")).collect();
    assert!(titles[0].starts_with("outcrop: New conversation"), "{titles:?}");
    let asked =
        titles.iter().any(|title| title.starts_with("outcrop: Tell me about lighthouses — "));
    assert!(asked, "{titles:?}");
    assert_eq!(titles.last(), Some(&""), "it is taken away");
    let (kept, back) = (log.find("\x1b[22;0t"), log.rfind("\x1b[23;0t"));
    assert!(kept.is_some() && kept < log.find("\x1b]2;") && kept < back, "and the old one is back");
    assert!(back < log.rfind("\x1b[?1049l"));
    Ok(())
}

#[test]
fn an_answer_that_ends_rings_where_nobody_looks_and_only_there() -> Outcome {
    let place = Place::new()?;
    let pty = start(&place)?;
    ask(&pty, "Tell me about lighthouses")?;
    pty.wait("end of the answer", |screen| !is_streaming(screen))?;
    ask(&pty, "Tell me more, at length")?;
    // The terminal says that it lost the focus.
    pty.send("\x1b[O")?;
    pty.wait("end of the answer", |screen| !is_streaming(screen))?;
    pty.send("z")?;
    pty.wait("what was typed", |screen| is_typed(screen, "z"))?;
    let rung = |log: &str| log.matches('\x07').count();
    assert_eq!(rung(&pty.log()), 1, "once, by the bell");
    Ok(())
}

#[test]
fn one_can_be_called_by_a_message_or_not_at_all() -> Outcome {
    for (choice, expected) in [("osc9", 1), ("off", 0)] {
        let place = Place::new()?;
        let folder = place.path().join("config/outcrop");
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join("config.toml"), format!("notify = '{choice}'\n"))?;
        let pty = start(&place)?;
        ask(&pty, "Tell me about lighthouses")?;
        pty.send("\x1b[O")?;
        pty.wait("end of the answer", |screen| !is_streaming(screen))?;
        pty.send("z")?;
        pty.wait("what was typed", |screen| is_typed(screen, "z"))?;
        let log = pty.log();
        let said = "\x1b]9;Tell me about lighthouses: the answer is complete.\x07";
        assert_eq!(log.matches(said).count(), expected, "{choice}");
        assert_eq!(log.matches('\x07').count(), expected, "{choice}");
    }
    Ok(())
}
