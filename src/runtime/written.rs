//! A text changed in the user's own editor.
//! Not here: giving the terminal over to it (terminal).

use std::ffi::OsString;
use std::io::Write as _;
use std::process::Command;

/// The user's editor, as the shell would run it: `$VISUAL`, else `$EDITOR`, else `vi`.
pub fn editor() -> String {
    let named = |name| std::env::var(name).ok().filter(|editor| !editor.trim().is_empty());
    named("VISUAL").or_else(|| named("EDITOR")).unwrap_or_else(|| "vi".into())
}

/// Lets the editor change a text: the text as it was left, none where the editor ended with an
/// error, which is how an editor is told to forget it, or why it could not be run.
pub fn edit(editor: &str, text: &str) -> Result<Option<String>, String> {
    // Readable by its owner alone, and gone when the editor is.
    let mut file = tempfile::Builder::new()
        .prefix("outcrop-")
        .suffix(".md")
        .tempfile()
        .map_err(|error| format!("no file could be made for the editor: {error}"))?;
    let wrote = file.write_all(text.as_bytes()).and_then(|()| file.flush());
    wrote.map_err(|error| format!("the text could not be written for the editor: {error}"))?;
    // By the shell, for an editor often comes with arguments, as in `code --wait`.
    let path: OsString = file.path().into();
    let status = Command::new("sh")
        .args(["-c", &format!("{editor} \"$@\""), editor])
        .arg(&path)
        .status()
        .map_err(|error| format!("{editor} could not be run: {error}"))?;
    match status.code() {
        Some(0) => {}
        // What the shell says of a command it cannot run.
        Some(126 | 127) => return Err(format!("{editor} was not found or cannot be run")),
        _ => return Ok(None),
    }
    // Read by its name: many editors write a new file in the place of the old one.
    let bytes =
        std::fs::read(&path).map_err(|error| format!("{}: {error}", file.path().display()))?;
    let written =
        String::from_utf8(bytes).map_err(|_| "what the editor wrote is not UTF-8".to_owned())?;
    // Editors end the last line; a prompt has no need of that.
    let ended = !text.ends_with('\n') && written.ends_with('\n');
    Ok(Some(if ended { written.trim_end_matches(['\n', '\r']).to_owned() } else { written }))
}

#[cfg(test)]
mod tests {
    use super::edit;

    #[test]
    fn what_the_editor_writes_comes_back() {
        let append = "sh -c 'printf \" more\\n\" >> \"$1\"' append";
        assert_eq!(edit(append, "some"), Ok(Some("some more".into())));
        let replace = "sh -c 'printf \"é\\n\\n\" > \"$1.new\"; mv \"$1.new\" \"$1\"' replace";
        assert_eq!(edit(replace, "old"), Ok(Some("é".into())));
        assert_eq!(edit("true", "kept\n"), Ok(Some("kept\n".into())));
    }

    #[test]
    fn an_editor_that_fails_is_told_from_one_that_is_missing() {
        assert_eq!(edit("false", "some"), Ok(None));
        let missing = edit("/nowhere/editor", "some").unwrap_err();
        assert!(missing.contains("/nowhere/editor was not found"), "{missing}");
        let bytes = edit("sh -c 'printf \"\\377\" > \"$1\"' spoil", "some").unwrap_err();
        assert!(bytes.contains("UTF-8"), "{bytes}");
    }
}
