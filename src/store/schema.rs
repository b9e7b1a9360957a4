//! The versions of the database and the way from each to the next.
//! Not here: backup and setting aside around it (database).

use rusqlite_migration::{M, Migrations};

/// Every version in order. Each file is frozen once released.
const VERSIONS: &[M<'static>] = &[
    M::up(include_str!("schema/v1.sql")).foreign_key_check(),
    M::up(include_str!("schema/v2.sql")).foreign_key_check(),
    M::up(include_str!("schema/v3.sql")).foreign_key_check(),
    M::up(include_str!("schema/v4.sql")).foreign_key_check(),
];

/// The way to the newest version.
pub(crate) const MIGRATIONS: Migrations<'static> = Migrations::from_slice(VERSIONS);

/// The newest version.
pub(crate) const LATEST: usize = VERSIONS.len();

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;
    use crate::store::conversations::{LATEST as CHANGED_LAST, LISTED, ORDER};
    use crate::store::{prompts, rows, search};

    /// How SQLite would go about a question, step by step.
    fn plan(sql: &str) -> String {
        let mut conn = Connection::open_in_memory().unwrap();
        MIGRATIONS.to_latest(&mut conn).unwrap();
        let mut explain = conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let count = explain.parameter_count();
        let nothing = rusqlite::params_from_iter(vec![rusqlite::types::Null; count]);
        let steps = explain.query_map(nothing, |row| row.get::<_, String>(3)).unwrap();
        steps.map(Result::unwrap).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn nothing_is_sorted_and_no_table_read_through() {
        let list = format!("SELECT title {LISTED} {ORDER}");
        let count = format!("SELECT count(*) {LISTED}");
        let latest = format!("SELECT title {CHANGED_LAST}");
        for (sql, index) in [
            (&*list, "SEARCH conversation USING INDEX conversation_listed"),
            (&*count, "SEARCH conversation USING COVERING INDEX conversation_listed"),
            (&*latest, "USING INDEX conversation_by_change"),
            (prompts::SQL, "SCAN message USING INDEX sqlite_autoindex_message_1"),
            (
                rows::SELECT_MESSAGE,
                "SEARCH s USING COVERING INDEX message_by_place (conversation=? AND parent=?)",
            ),
            (search::SQL, "USING COVERING INDEX conversation_deleted"),
        ] {
            let plan = plan(sql);
            assert!(plan.contains(index), "{sql}\n{plan}");
            assert!(!plan.contains("TEMP B-TREE"), "{sql}\n{plan}");
        }
    }

    #[test]
    fn every_migration_runs_on_an_empty_database() {
        MIGRATIONS.validate().unwrap();
    }
}
