//! The versions of the database and the way from each to the next.
//! Not here: backup and setting aside around it (database).

use rusqlite_migration::{M, Migrations};

/// Every version in order. Each file is frozen once released.
const VERSIONS: &[M<'static>] = &[M::up(include_str!("schema/v1.sql")).foreign_key_check()];

/// The way to the newest version.
pub(crate) const MIGRATIONS: Migrations<'static> = Migrations::from_slice(VERSIONS);

/// The newest version.
pub(crate) const LATEST: usize = VERSIONS.len();

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_migration_runs_on_an_empty_database() {
        MIGRATIONS.validate().unwrap();
    }
}
