//! Conversations that were deleted: hidden as long as that can be undone, then really removed.
//! Not here: what else hides one (archiving is a mark).

use std::time::Duration;

use rusqlite::{Connection, Result, TransactionBehavior};

use super::database::PATIENCE;
use super::fault::Fault;
use super::holding;
use super::instance::Crew;
use crate::domain::id::ConversationId;

/// How long the log waits for readers before it is emptied. Whoever comes too late empties it when
/// the last instance closes.
const BRIEFLY: Duration = Duration::from_millis(500);

/// Hides a conversation. Refused while another living instance holds it.
pub(crate) fn delete(conn: &Connection, id: ConversationId, crew: &Crew) -> Result<(), Fault> {
    holding::claim(conn, id, crew)?;
    conn.prepare_cached("UPDATE conversation SET deleted = ?2 WHERE id = ?1")?
        .execute([id.0, crew.me()])?;
    holding::release(conn, id, crew)
}

/// Brings a conversation back.
pub(crate) fn restore(conn: &Connection, id: ConversationId) -> Result<(), Fault> {
    match conn
        .prepare_cached("UPDATE conversation SET deleted = NULL WHERE id = ?1")?
        .execute([id.0])?
    {
        0 => Err(holding::unknown(id)),
        _ => Ok(()),
    }
}

/// Removes for good what these instances deleted: messages, drafts, what the index holds of them,
/// and the bytes on the disk; how many conversations. What SQLite only marks as free would still be
/// in the file, so freed pages are overwritten (`secure_delete`, which costs writes, so only here),
/// the index is written anew (what is removed from it only disappears when its parts are merged),
/// and the log is emptied.
pub(crate) fn remove(conn: &mut Connection, of: impl Fn(i64) -> bool) -> Result<u64, Fault> {
    let mut owners: Vec<i64> = conn
        .prepare("SELECT DISTINCT deleted FROM conversation WHERE deleted IS NOT NULL")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_>>()?;
    owners.retain(|owner| of(*owner));
    if owners.is_empty() {
        return Ok(0);
    }
    conn.pragma_update(None, "secure_delete", true)?;
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut removed = 0;
    for owner in owners {
        removed += tx.execute("DELETE FROM conversation WHERE deleted = ?1", [owner])?;
    }
    tx.execute("INSERT INTO words (words) VALUES ('optimize')", [])?;
    tx.commit()?;
    conn.busy_timeout(BRIEFLY)?;
    let emptied = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    conn.busy_timeout(PATIENCE)?;
    conn.pragma_update(None, "secure_delete", "FAST")?;
    emptied?;
    Ok(removed as u64)
}
