//! `outcrop config`: where the configuration file is, a first one, and what is wrong with it.
//! Not here: reading it (config), or which commands and roles there are (app).

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use super::console::Console;
use super::exit::Exit;
use super::fault::Fault;
use super::setup;
use crate::cli::{Config as Args, ConfigAction};
use crate::config::environment::Environment;
use crate::config::error::ConfigError;
use crate::config::paths::Platform;
use crate::config::settings::{Flags, Settings, config_path};

/// The file `init` writes: every key with its default, as comments.
const EXAMPLE: &str = include_str!("../../config.example.toml");

/// Does it. Takes what settings are made of, since it must run when they are wrong.
///
/// # Errors
/// What is wrong with the settings, or a file that is there already or cannot be written.
pub fn run(
    args: &Args,
    flags: &Flags,
    environment: &Environment,
    platform: &Platform,
    console: &mut Console,
) -> Result<Exit, Fault> {
    let path = config_path(flags, environment, platform);
    match args.action {
        ConfigAction::Path => writeln!(console.out, "{}", path.display())?,
        ConfigAction::Init => {
            write_new(&path)?;
            writeln!(console.out, "{}", path.display())?;
        }
        ConfigAction::Check => {
            let settings = Settings::resolve(flags, environment, platform)?;
            check(&settings)?;
            let there = if path.exists() { "" } else { " (not there: defaults hold)" };
            writeln!(console.out, "{}{there}: nothing is wrong", path.display())?;
        }
    }
    Ok(Exit::Success)
}

/// Checks what only the app knows: names of commands and roles, keys that mean two things, a theme's
/// file; and what the API takes of parameters.
///
/// # Errors
/// Everything that is wrong.
pub fn check(settings: &Settings) -> Result<(), Vec<ConfigError>> {
    let mut errors = setup::keymap(settings).err().unwrap_or_default();
    errors.extend(setup::palettes(settings).err().into_iter().flatten());
    errors.extend(setup::check_parameters(settings).err().into_iter().flatten());
    errors.sort_by(|one, two| one.origin.cmp(&two.origin));
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

fn write_new(path: &Path) -> Result<(), Fault> {
    let failed = |error: std::io::Error| match error.kind() {
        ErrorKind::AlreadyExists => {
            Fault::Usage(format!("{} is there already and was left as it is", path.display()))
        }
        _ => Fault::Usage(format!("{} cannot be written: {error}", path.display())),
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut file = fs::File::create_new(path).map_err(failed)?;
    file.write_all(EXAMPLE.as_bytes()).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::super::console::tests::Kept;
    use super::*;
    use crate::config::file::Config;

    struct House {
        folder: tempfile::TempDir,
    }

    impl House {
        fn new() -> Self {
            Self { folder: tempfile::tempdir().unwrap() }
        }

        fn run(&self, action: ConfigAction) -> (Exit, String, String) {
            let home = self.folder.path();
            let platform = Platform {
                config: home.join("config"),
                data: home.join("data"),
                state: home.join("state"),
            };
            let kept = Kept::default();
            let mut console = kept.console("");
            let result = run(
                &Args { action },
                &Flags::default(),
                &Environment::default(),
                &platform,
                &mut console,
            );
            let exit = console.end(result);
            (exit, kept.out(), kept.err())
        }

        fn write(&self, text: &str) {
            std::fs::create_dir_all(self.folder.path().join("config")).unwrap();
            std::fs::write(self.file(), text).unwrap();
        }

        fn file(&self) -> std::path::PathBuf {
            self.folder.path().join("config/config.toml")
        }
    }

    #[test]
    fn a_first_file_is_written_once_and_says_nothing_but_defaults() {
        let house = House::new();
        let (exit, out, _) = house.run(ConfigAction::Init);
        assert_eq!((exit, out), (Exit::Success, format!("{}\n", house.file().display())));
        assert_eq!(Config::load(&house.file()), Ok(Config::default()));
        house.write("mouse = false\n");
        let (exit, out, err) = house.run(ConfigAction::Init);
        assert_eq!((exit, out.as_str()), (Exit::Usage, ""));
        assert!(err.contains("is there already"), "{err}");
        assert_eq!(std::fs::read_to_string(house.file()).unwrap(), "mouse = false\n");
    }

    #[test]
    fn the_path_is_told_whether_it_is_there_or_not() {
        let house = House::new();
        let (exit, out, _) = house.run(ConfigAction::Path);
        assert_eq!((exit, out), (Exit::Success, format!("{}\n", house.file().display())));
    }

    #[test]
    fn a_check_says_all_that_is_wrong_keys_included() {
        let house = House::new();
        let (exit, out, _) = house.run(ConfigAction::Check);
        assert!(exit == Exit::Success && out.contains("not there"), "{out}");
        house.write("reigon = 'x'\n");
        let (exit, out, err) = house.run(ConfigAction::Check);
        assert_eq!((exit, out.as_str()), (Exit::Usage, ""));
        assert!(err.contains(":1: 'reigon' is not known; did you mean 'region'?"), "{err}");
        house.write("[keys]\n'chat.sned' = 'f9'\n");
        let (exit, _, err) = house.run(ConfigAction::Check);
        assert_eq!(exit, Exit::Usage);
        assert!(err.contains(":2: 'keys.chat.sned' is not a command: did you mean"), "{err}");
        house.write("[keys]\n'chat.model' = 'ctrl-n'\n");
        let (_, _, err) = house.run(ConfigAction::Check);
        assert!(err.contains(":2: 'keys.chat.model' is wrong: 'ctrl-n' for chat.model"), "{err}");
        house.write("[theme_colours]\n'keywrod' = 'bold'\n[keys]\n'chat.sned' = 'f9'\n");
        let (_, _, err) = house.run(ConfigAction::Check);
        let at = |text: &str| err.find(text).unwrap_or_else(|| panic!("{text}: {err}"));
        assert!(at(":2: 'keywrod' is not known") < at(":4: 'keys.chat.sned'"), "{err}");
        house.write("mouse = true\ntheme = 'mine.toml'\n");
        let (exit, _, err) = house.run(ConfigAction::Check);
        assert_eq!(exit, Exit::Usage);
        assert!(err.contains("config.toml:2: 'theme' is '"), "{err}");
        assert!(err.contains("mine.toml', which cannot be read"), "{err}");
    }
}
