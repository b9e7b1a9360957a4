//! Running instances: each holds a lock on a file of its own for as long as it lives.
//! Not here: what an instance owns (holding).

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use crate::domain::conversation::UnixMs;

/// The file whose lock lets one instance at a time start.
const GATE: &str = "gate";
/// A number no instance has: the first one is given 1 or more.
const NOBODY: i64 = 0;
/// How long a start waits for another one; a migration of a large database takes seconds.
const PATIENCE: Duration = Duration::from_mins(1);

/// This running instance. Dropping it gives up its lock and all it owned.
#[derive(Debug)]
pub(crate) struct Instance {
    crew: Crew,
    path: PathBuf,
    /// Open for its lock alone.
    _lock: File,
}

/// Who lives beside us.
#[derive(Debug, Clone)]
pub(crate) struct Crew {
    folder: PathBuf,
    me: i64,
}

/// Only one instance starts at a time: two must not migrate, recover or set aside at once.
#[derive(Debug)]
pub(crate) struct Gate {
    /// Locked; holds the number given out last.
    file: File,
}

impl Gate {
    /// Waits for the gate; `TimedOut` if another start holds it for a minute.
    pub(crate) fn enter(folder: &Path) -> io::Result<Self> {
        let file = private().create(true).truncate(false).open(folder.join(GATE))?;
        let begun = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { file }),
                Err(TryLockError::WouldBlock) if begun.elapsed() < PATIENCE => {
                    thread::sleep(Duration::from_millis(5));
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(io::Error::new(io::ErrorKind::TimedOut, "another start holds it"));
                }
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
    }

    /// A number no instance had before, whatever the clock does: the time, or one more than the last.
    fn number(&mut self, now: UnixMs) -> io::Result<i64> {
        let mut last = String::new();
        self.file.read_to_string(&mut last)?;
        let last: i64 = last.trim().parse().unwrap_or(0);
        let number = now.max(last + 1);
        self.file.rewind()?;
        self.file.set_len(0)?;
        write!(self.file, "{number}")?;
        self.file.rewind()?;
        Ok(number)
    }
}

impl Instance {
    /// Joins the crew in `folder`, under a number of its own. The gate keeps others from finding its
    /// file before it is locked.
    pub(crate) fn join(folder: &Path, gate: &mut Gate, now: UnixMs) -> io::Result<Self> {
        let me = gate.number(now)?;
        let path = file_of(folder, me);
        let lock = private().create(true).truncate(false).open(&path)?;
        lock.try_lock().map_err(io::Error::from)?;
        Ok(Self { crew: Crew { folder: folder.to_owned(), me }, path, _lock: lock })
    }

    /// Who lives beside us.
    pub(crate) fn crew(&self) -> &Crew {
        &self.crew
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        // What stays behind is swept by the next start.
        fs::remove_file(&self.path).ok();
    }
}

impl Crew {
    /// The crew in `folder`, seen by one who is not of it.
    pub(crate) fn from_outside(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), me: NOBODY }
    }

    /// Our own number.
    pub(crate) fn me(&self) -> i64 {
        self.me
    }

    /// Whether `owner` runs. Where that cannot be found out it counts as running: to wait for the
    /// dead is a nuisance, to write over the living is a loss.
    pub(crate) fn lives(&self, owner: i64) -> bool {
        if owner == self.me {
            return true;
        }
        match File::open(file_of(&self.folder, owner)) {
            // Shared, so that two who look at once do not take each other for the owner.
            Ok(file) => file.try_lock_shared().is_err(),
            Err(error) => error.kind() != io::ErrorKind::NotFound,
        }
    }

    /// Whether any other instance runs.
    pub(crate) fn is_alone(&self) -> bool {
        self.others().is_ok_and(|others| others.into_iter().all(|other| !self.lives(other)))
    }

    /// How many other instances run.
    pub(crate) fn living(&self) -> usize {
        let others = self.others().unwrap_or_default();
        others.into_iter().filter(|other| self.lives(*other)).count()
    }

    /// Removes what dead instances left. Call it inside the gate.
    pub(crate) fn sweep(&self) -> io::Result<()> {
        for other in self.others()? {
            if !self.lives(other) {
                fs::remove_file(file_of(&self.folder, other)).ok();
            }
        }
        Ok(())
    }

    fn others(&self) -> io::Result<Vec<i64>> {
        let mut others = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let name = entry?.file_name();
            let number = name.to_str().and_then(|name| name.strip_suffix(".lock"));
            let number = number.and_then(|number| number.parse::<i64>().ok());
            others.extend(number.filter(|number| *number != self.me));
        }
        Ok(others)
    }
}

fn file_of(folder: &Path, instance: i64) -> PathBuf {
    folder.join(format!("{instance}.lock"))
}

fn private() -> OpenOptions {
    let mut options = File::options();
    options.read(true).write(true).mode(0o600);
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    fn join(folder: &Path) -> Instance {
        Instance::join(folder, &mut Gate::enter(folder).unwrap(), 1_000).unwrap()
    }

    #[test]
    fn an_instance_lives_until_it_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (join(folder.path()), join(folder.path()));
        assert!(one.crew().lives(two.crew().me()) && two.crew().lives(one.crew().me()));
        assert!(!one.crew().is_alone());
        let gone = two.crew().me();
        drop(two);
        assert!(!one.crew().lives(gone) && one.crew().is_alone());
    }

    #[test]
    fn no_number_is_given_twice_though_the_clock_stands_still() {
        let folder = tempfile::tempdir().unwrap();
        let numbers: Vec<i64> = (0..3).map(|_| join(folder.path()).crew().me()).collect();
        assert_eq!(numbers, [1_000, 1_001, 1_002]);
    }

    #[test]
    fn what_the_dead_left_is_swept_and_the_living_are_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (join(folder.path()), join(folder.path()));
        fs::write(file_of(folder.path(), 42), "").unwrap();
        assert!(!one.crew().lives(42));
        one.crew().sweep().unwrap();
        assert!(!file_of(folder.path(), 42).exists());
        assert!(file_of(folder.path(), two.crew().me()).exists());
    }

    #[test]
    fn the_gate_lets_one_in_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let gate = Gate::enter(folder.path()).unwrap();
        let second = File::open(folder.path().join(GATE)).unwrap();
        assert!(second.try_lock().is_err());
        drop(gate);
        assert!(second.try_lock().is_ok());
    }
}
