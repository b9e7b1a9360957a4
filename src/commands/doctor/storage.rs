//! The folder conversations are kept in, the configuration file, the log.
//! Not here: looking into the database (the store).

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use super::report::Check;
use crate::config::settings::Settings;
use crate::domain::problem::{Kind, Problem};
use crate::store::checkup::{Checkup, checkup};

const STORAGE: &str = "storage";
/// Free bytes below which it is time to make room.
const LITTLE: u64 = 200 << 20;
/// Free bytes below which answers will soon be lost.
const NONE: u64 = 5 << 20;

/// Looks at all of it. Nothing is made or changed.
pub fn look(settings: &Settings) -> Vec<Check> {
    let paths = &settings.paths;
    let mut checks = folder(&paths.data);
    if paths.data.exists() {
        match checkup(&paths.data) {
            Ok(found) => checks.extend(database(&found, &paths.data)),
            Err(problem) => checks.push(Check::problem(STORAGE, "database", &problem)),
        }
    }
    checks.push(file("configuration", &paths.config, "defaults hold"));
    let level = settings.config.log_level.name();
    checks.push(match level {
        "off" => Check::ok(STORAGE, "log", "off"),
        _ => file(&format!("log ({level})"), &paths.log, "nothing was written yet"),
    });
    checks
}

fn folder(path: &Path) -> Vec<Check> {
    let shown = path.display();
    let mut checks = match fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            vec![Check::ok(STORAGE, "folder", format!("{shown}, made when something is kept"))]
        }
        Err(error) => {
            let problem = Problem::new(Kind::Store, "folder", format!("{shown} cannot be read"))
                .because(error.to_string())
                .advise("correct its permissions, or choose another with --data-dir");
            return vec![Check::problem(STORAGE, "folder", &problem)];
        }
        Ok(found) if found.permissions().mode() & 0o077 != 0 => {
            let mode = found.permissions().mode() & 0o777;
            vec![
                Check::warning(STORAGE, "folder", format!("{shown}, open to others ({mode:o})"))
                    .fix(format!("chmod 700 '{shown}'")),
            ]
        }
        Ok(_) => vec![Check::ok(STORAGE, "folder", format!("{shown}, yours alone"))],
    };
    checks.extend(space(path));
    checks
}

/// The room on the disk the folder is on, or will be.
fn space(path: &Path) -> Option<Check> {
    let there = path.ancestors().find(|folder| folder.exists())?;
    let found = rustix::fs::statvfs(there).ok()?;
    let free = found.f_bavail.saturating_mul(found.f_frsize);
    let said = format!("{} free", size(free));
    Some(match free {
        ..NONE => {
            let full = Problem::new(Kind::Store, "space", format!("the disk is full: {said}"))
                .advise("free some space, or choose another folder with --data-dir");
            Check::problem(STORAGE, "space", &full)
        }
        NONE..LITTLE => Check::warning(STORAGE, "space", said).fix("free some space"),
        _ => Check::ok(STORAGE, "space", said),
    })
}

fn database(found: &Checkup, folder: &Path) -> Vec<Check> {
    let mut checks = Vec::new();
    let many = if found.conversations == 1 { "" } else { "s" };
    let about = format!("{}, {} conversation{many}", size(found.bytes), found.conversations);
    checks.push(match (&found.damage, found.version) {
        (Some(damage), _) => {
            let damaged = Problem::new(Kind::Store, "database", "the database is damaged")
                .because(damage.as_str())
                .advise("start outcrop: it sets the damaged file aside and keeps it")
                .advise(format!("copies of older versions may lie in {}", folder.display()));
            Check::problem(STORAGE, "database", &damaged)
        }
        (None, None) => Check::ok(STORAGE, "database", "made when something is kept"),
        (None, Some(version)) if version > found.latest => {
            let newer = Problem::new(
                Kind::Store,
                "database",
                "the database was written by a newer version of this program",
            )
            .because(format!("it has version {version}, this program knows {}", found.latest))
            .advise("update the program, or choose another folder with --data-dir");
            Check::problem(STORAGE, "database", &newer)
        }
        (None, Some(version)) if version < found.latest => {
            let next = format!(
                "version {version}: the next start brings it to {} and keeps a copy",
                found.latest
            );
            Check::ok(STORAGE, "database", format!("{about}, {next}"))
        }
        (None, Some(version)) => {
            Check::ok(STORAGE, "database", format!("sound, {about}, version {version}"))
        }
    });
    let others = match found.instances {
        0 => "none".to_owned(),
        1 => "one runs, and shares the folder safely".into(),
        many => format!("{many} run, and share the folder safely"),
    };
    checks.push(Check::ok(STORAGE, "other instances", others));
    checks
}

fn file(check: &str, path: &Path, missing: &str) -> Check {
    match fs::metadata(path) {
        Ok(found) => {
            Check::ok(STORAGE, check, format!("{}, {}", path.display(), size(found.len())))
        }
        Err(_) => Check::ok(STORAGE, check, format!("{} (not there: {missing})", path.display())),
    }
}

/// Bytes, in the unit that reads well.
fn size(bytes: u64) -> String {
    match bytes {
        ..1_024 => format!("{bytes} bytes"),
        1_024..1_048_576 => format!("{} KiB", bytes / 1_024),
        1_048_576..1_073_741_824 => format!("{} MiB", bytes / 1_048_576),
        _ => format!("{} GiB", bytes / 1_073_741_824),
    }
}

#[cfg(test)]
mod tests {
    use super::super::report::State;
    use super::*;

    fn state(found: &Checkup) -> State {
        database(found, Path::new("/x"))[0].state
    }

    #[test]
    fn a_database_is_sound_damaged_older_or_newer() {
        let sound = Checkup { version: Some(2), latest: 2, bytes: 4_096, ..Checkup::default() };
        assert_eq!(state(&sound), State::Ok);
        assert_eq!(state(&Checkup { version: None, ..sound.clone() }), State::Ok);
        assert_eq!(state(&Checkup { version: Some(1), ..sound.clone() }), State::Ok);
        assert_eq!(state(&Checkup { version: Some(3), ..sound.clone() }), State::Problem);
        assert_eq!(state(&Checkup { damage: Some("x".into()), ..sound }), State::Problem);
    }

    #[test]
    fn a_folder_others_can_read_is_told_with_what_closes_it() {
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let check = &super::folder(folder.path())[0];
        assert!(
            check.state == State::Warning && check.fix[0].starts_with("chmod 700"),
            "{check:?}"
        );
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).unwrap();
        assert_eq!(super::folder(folder.path())[0].state, State::Ok);
        assert!(super::folder(&folder.path().join("none"))[0].found.contains("made when"));
        assert_eq!((size(1_023).as_str(), size(1 << 20).as_str()), ("1023 bytes", "1 MiB"));
    }
}
