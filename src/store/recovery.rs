//! What dead instances left live: folded, marked interrupted, made findable.
//! Not here: who is dead (instance).

use rusqlite::{Connection, Result, TransactionBehavior};

use super::fault::Fault;
use super::instance::Crew;
use super::messages;
use crate::domain::conversation::Status;
use crate::domain::id::MessageId;

/// Marks the live answers of every dead instance interrupted; how many.
pub(crate) fn recover(conn: &mut Connection, crew: &Crew) -> Result<u64, Fault> {
    // Mostly there are none: nothing is written then.
    if dead(conn, crew)?.is_empty() {
        return Ok(0);
    }
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut interrupted = 0;
    for owner in dead(&tx, crew)? {
        interrupted += interrupt(&tx, owner)?;
    }
    tx.commit()?;
    Ok(interrupted)
}

/// Marks all live answers of one dead instance interrupted, with what came of them; how many.
pub(crate) fn interrupt(conn: &Connection, owner: i64) -> Result<u64, Fault> {
    let answers: Vec<i64> = conn
        .prepare_cached("SELECT id FROM message WHERE owner = ?1")?
        .query_map([owner], |row| row.get(0))?
        .collect::<Result<_>>()?;
    for id in &answers {
        let answer = MessageId(*id);
        let blocks = messages::assembled(conn, answer)?;
        messages::end(conn, answer, Status::Interrupted, &blocks)?;
        conn.prepare_cached(
            "UPDATE conversation SET status = 'interrupted'
             WHERE status = 'streaming' AND id = (SELECT conversation FROM message WHERE id = ?1)",
        )?
        .execute([id])?;
    }
    Ok(answers.len() as u64)
}

/// The dead who still own an answer.
fn dead(conn: &Connection, crew: &Crew) -> Result<Vec<i64>> {
    let owners: Vec<i64> = conn
        .prepare_cached("SELECT DISTINCT owner FROM message WHERE owner IS NOT NULL")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_>>()?;
    Ok(owners.into_iter().filter(|owner| !crew.lives(*owner)).collect())
}
