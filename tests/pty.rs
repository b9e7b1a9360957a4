//! The program as a user meets it: in a terminal, with its simulator, by keys and signals.
//! Not here: what screens look like (snapshots), what answers hold (the simulator's tests).

#[expect(dead_code, reason = "the benches use the rest")]
mod support;

#[path = "pty/signs.rs"]
mod signs;

use portable_pty::CommandBuilder;
use rustix::process::Signal;
use support::{
    Outcome,
    place::{BINARY, Place, Simulator},
    pty::Pty,
    seen::{has_model, is_ready, is_streaming, is_typed, keys},
};
use vt100::{MouseProtocolMode, Screen};

const COLUMNS: u16 = 120;
const ROWS: u16 = 36;

/// Columns of the list.
const LIST: u16 = 31;

/// A long answer, at the pace of a reader.
const LONG: &str = "/standard 20000";

fn demo(place: &Place) -> CommandBuilder {
    place.program(["--demo"])
}

/// Starts it and waits until a prompt would be answered.
fn start(place: &Place) -> Outcome<Pty> {
    let pty = Pty::spawn(demo(place), COLUMNS, ROWS)?;
    pty.wait("model", has_model)?;
    Ok(pty)
}

/// Asks and waits until the answer has begun.
fn ask(pty: &Pty, prompt: &'static str) -> Outcome {
    pty.send(prompt)?;
    pty.wait("prompt as typed", move |screen| is_typed(screen, prompt))?;
    pty.send(keys::SEND)?;
    pty.wait("answer", is_streaming)?;
    Ok(())
}

/// Fails unless the terminal is as a shell expects it.
fn assert_restored(pty: &Pty) {
    let whole = pty.log();
    pty.look(|screen| {
        assert!(!screen.alternate_screen(), "the alternate screen is left");
        assert!(!screen.hide_cursor(), "the cursor is shown");
        assert!(!screen.bracketed_paste(), "bracketed paste is off");
        assert_eq!(screen.mouse_protocol_mode(), MouseProtocolMode::None);
    });
    // What the emulator does not follow: key codes, focus changes, synchronized updates.
    for (on, off) in
        [("\x1b[>1u", "\x1b[<u"), ("\x1b[?1004h", "\x1b[?1004l"), ("\x1b[?2026h", "\x1b[?2026l")]
    {
        assert!(whole.rfind(on) < whole.rfind(off), "{on:?} is undone");
    }
}

#[test]
fn a_prompt_is_answered_and_quitting_restores_the_terminal() -> Outcome {
    let place = Place::new()?;
    let mut pty = start(&place)?;
    pty.wait_for("SIMULATOR")?;
    ask(&pty, "Tell me about lighthouses")?;
    pty.wait("end of the answer", |screen| !is_streaming(screen))?;
    pty.look(|screen| {
        let lines = screen.contents().lines().filter(|line| !line.trim().is_empty()).count();
        assert!(lines > 10, "an answer is shown:\n{}", screen.contents());
    });
    pty.send(keys::QUIT)?;
    assert!(pty.wait_end()?.success());
    assert_restored(&pty);
    Ok(())
}

#[test]
fn letters_typed_before_the_first_frame_are_not_lost() -> Outcome {
    let place = Place::new()?;
    let pty = Pty::spawn(demo(&place), COLUMNS, ROWS)?;
    pty.send("early bird")?;
    pty.wait("what was typed", |screen| is_ready(screen) && is_typed(screen, "early bird"))?;
    Ok(())
}

#[test]
fn signals_end_the_program_and_restore_the_terminal() -> Outcome {
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130)] {
        let place = Place::new()?;
        let mut pty = start(&place)?;
        ask(&pty, LONG)?;
        pty.signal(signal)?;
        assert_eq!(pty.wait_end()?.exit_code(), code, "{signal:?}");
        assert_restored(&pty);
    }
    Ok(())
}

#[test]
fn a_terminal_without_a_size_is_taken_for_an_ordinary_one() -> Outcome {
    let place = Place::new()?;
    let mut pty = Pty::spawn(demo(&place), 0, 0)?;
    pty.wait("model", has_model)?;
    pty.send(keys::QUIT)?;
    assert!(pty.wait_end()?.success());
    Ok(())
}

#[test]
fn what_came_before_a_kill_is_there_at_the_next_start() -> Outcome {
    let place = Place::new()?;
    let mut pty = start(&place)?;
    ask(&pty, LONG)?;
    pty.wait("some of the answer", |screen| filled(screen) > 12)?;
    pty.signal(Signal::KILL)?;
    pty.wait_end()?;

    let pty = start(&place)?;
    pty.send(keys::TO_LIST)?;
    pty.send(keys::CHOOSE)?;
    pty.wait("the prompt and its interrupted answer", |screen| {
        let text = screen.contents();
        text.contains(LONG) && text.to_lowercase().contains("interrupted")
    })?;
    Ok(())
}

#[test]
fn ctrl_z_gives_the_terminal_to_the_shell_and_fg_takes_it_back() -> Outcome {
    let place = Place::new()?;
    let script = format!("set -m; {BINARY} --demo; echo shell; read -r _; fg > /dev/null");
    let mut pty = Pty::spawn(place.command("bash", ["-c", &script]), COLUMNS, ROWS)?;
    pty.wait("prompt", is_ready)?;
    pty.send("half a thought")?;
    pty.wait("what was typed", |screen| is_typed(screen, "half a thought"))?;
    pty.send(keys::SUSPEND)?;
    pty.wait("shell", |screen| !screen.alternate_screen() && screen.contents().contains("shell"))?;
    assert_restored(&pty);
    pty.send("\r")?;
    pty.wait("what was typed", |screen| is_ready(screen) && is_typed(screen, "half a thought"))?;
    pty.send(keys::QUIT)?;
    pty.wait_end()?;
    assert_restored(&pty);
    Ok(())
}

#[test]
fn a_terminal_too_small_says_so_and_one_that_grows_shows_the_draft_again() -> Outcome {
    let place = Place::new()?;
    let pty = start(&place)?;
    pty.send("kept")?;
    pty.wait("what was typed", |screen| is_typed(screen, "kept"))?;
    pty.resize(24, 5)?;
    pty.wait("complaint", |screen| screen.contents().contains("needs"))?;
    pty.resize(80, 24)?;
    pty.wait("what was typed", |screen| is_ready(screen) && is_typed(screen, "kept"))?;
    Ok(())
}

/// Rows that show something to the right of the list.
fn filled(screen: &Screen) -> usize {
    let row = |row| screen.contents_between(row, LIST, row, COLUMNS);
    (0..ROWS).filter(|at| !row(*at).trim().is_empty()).count()
}

/// An `aws` that fails, asks for a key, then leaves keys where there was an SSO session without a
/// login, as a login leaves a token.
const AWS: &str = "#!/bin/sh\necho \"called: aws $*\"\n\
    if [ ! -e \"$HOME/tried\" ]; then touch \"$HOME/tried\"; echo 'no browser'; exit 1; fi\n\
    printf 'code: '; read code; echo \"got $code\"\n\
    printf '[profile work]\\nregion = us-east-1\\naws_access_key_id = A\\n\
    aws_secret_access_key = S\\n' > \"$HOME/config\"\n";

const SSO: &str = "[profile work]\nregion = us-east-1\nsso_session = corp\n\
    sso_account_id = 123456789012\nsso_role_name = dev\n[sso-session corp]\n\
    sso_region = us-east-1\nsso_start_url = https://corp.awsapps.com/start\n";

/// The program as the profile `work`, against a simulator of its own.
fn as_work(place: &Place, simulator: &Simulator, path: &str) -> Outcome<Pty> {
    std::fs::write(place.path().join("config"), SSO)?;
    let mut program =
        place.program(["--profile", "work", "--endpoint-url", simulator.url.as_str()]);
    program.env("OUTCROP_MODEL", "amazon.nova-pro-v1:0");
    program.env("AWS_CONFIG_FILE", place.path().join("config"));
    program.env("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent");
    program.env("PATH", path);
    let pty = Pty::spawn(program, COLUMNS, ROWS)?;
    pty.wait("composer", is_ready)?;
    pty.send("/echo after the login")?;
    pty.wait_for("/echo after the login")?;
    pty.send(keys::SEND)?;
    pty.wait_for("the SSO session has expired")?;
    pty.wait_for("f10 log in")?;
    Ok(pty)
}

/// F10 and F5 as a terminal sends them.
const F10: &str = "\x1b[21~";
const F5: &str = "\x1b[15~";

#[test]
fn a_login_gets_the_terminal_and_the_prompt_is_asked_again_in_place() -> Outcome {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new()?;
    let simulator = Simulator::start("max")?;
    let aws = place.path().join("aws");
    std::fs::write(&aws, AWS)?;
    std::fs::set_permissions(&aws, std::fs::Permissions::from_mode(0o755))?;
    let path = format!("{}:/usr/bin:/bin", place.path().display());
    let pty = as_work(&place, &simulator, &path)?;
    for fails in [true, false] {
        pty.send(F10)?;
        pty.wait_for("Run aws sso login --profile work now?")?;
        pty.send("y")?;
        pty.wait_for("called: aws sso login --profile work")?;
        pty.look(|screen| assert!(!screen.alternate_screen(), "it has the terminal"));
        if fails {
            // Ctrl-C is for the program that has the terminal.
            pty.wait_for("press Enter to go back")?;
            pty.send("\x03\r")?;
            pty.wait_for("did not go well; nothing has changed")?;
        } else {
            pty.wait_for("code: ")?;
            pty.send("1234\r")?;
            pty.wait_for("F5 asks again")?;
        }
        pty.look(|screen| assert!(screen.alternate_screen(), "the screen is back"));
    }
    assert!(pty.log().contains("got 1234"), "it read its keys: {}", pty.log());
    pty.wait_for("profile work · ")?;
    pty.send(F5)?;
    pty.wait_for("first token")?;
    // And every key is the program's again.
    pty.send("typed on")?;
    pty.wait_for("typed on")?;
    Ok(())
}

#[test]
fn without_the_aws_program_the_command_is_named() -> Outcome {
    let place = Place::new()?;
    let simulator = Simulator::start("max")?;
    let pty = as_work(&place, &simulator, "/nowhere")?;
    pty.send(F10)?;
    pty.wait_for("Run aws sso login --profile work now?")?;
    pty.send("y")?;
    pty.wait_for("aws sso login --profile work could not be run: the program aws was not found")?;
    Ok(())
}

#[test]
fn the_users_editor_gets_the_terminal_and_its_keys_and_the_text_comes_back() -> Outcome {
    let place = Place::new()?;
    let script = place.path().join("editor");
    // Reads a line as an editor would: no key may go to the program below it.
    std::fs::write(&script, "printf 'EDITING\\n'; read line; printf '%s' \"$line\" >> \"$1\"")?;
    let mut command = demo(&place);
    command.env("VISUAL", format!("sh {}", script.display()));
    let mut pty = Pty::spawn(command, COLUMNS, ROWS)?;
    pty.wait("model", has_model)?;
    pty.send("before ")?;
    pty.wait("what was typed", |screen| is_typed(screen, "before"))?;
    pty.send("\x07")?;
    pty.wait("the editor", |screen| {
        !screen.alternate_screen() && screen.contents().contains("EDITING")
    })?;
    pty.send("and after\r")?;
    pty.wait("the text", |screen| is_ready(screen) && is_typed(screen, "before and after"))?;
    pty.send(keys::QUIT)?;
    assert!(pty.wait_end()?.success());
    assert_restored(&pty);
    Ok(())
}
