//! Where things lie: the configuration file, the data directory, the log.
//! Not here: what is in them.

use std::path::PathBuf;

use directories::ProjectDirs;

use super::error::{ConfigError, Origin};

/// The name of the configuration file.
pub const CONFIG_FILE: &str = "config.toml";
/// The name of the log file.
pub const LOG_FILE: &str = "outcrop.log";
/// The folder of `--demo`, below the data directory.
pub const DEMO: &str = "demo";

/// The folders the platform gives this program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Platform {
    /// For the configuration file.
    pub config: PathBuf,
    /// For conversations.
    pub data: PathBuf,
    /// For the log.
    pub state: PathBuf,
}

impl Platform {
    /// Those of the user who runs it: XDG's on Linux, `Library/Application Support` on macOS.
    ///
    /// # Errors
    /// There is no home directory.
    pub fn of_user() -> Result<Self, Vec<ConfigError>> {
        let dirs = ProjectDirs::from("", "", "outcrop").ok_or_else(|| {
            let error =
                ConfigError::new(Origin::Machine, "", "has no home directory for this user");
            vec![error.allowing("set HOME to a folder")]
        })?;
        let data = dirs.data_dir().to_owned();
        // macOS has no state directory.
        let state = dirs.state_dir().map_or_else(|| data.join("state"), PathBuf::from);
        Ok(Self { config: dirs.config_dir().to_owned(), data, state })
    }
}

/// The places one run uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// The configuration file, there or not.
    pub config: PathBuf,
    /// The folder conversations are kept in; `--demo` has one of its own below the real one.
    pub data: PathBuf,
    /// The log file.
    pub log: PathBuf,
}
