//! The prompts written last, for whoever wants to write one of them again.
//! Not here: drafts, which were never sent.

use std::collections::HashSet;

use rusqlite::{Connection, Result};

use super::rows;
use crate::domain::content::text_of;

/// How many prompts are looked at for each that is wanted: repeated ones count once.
const LOOKS: u64 = 8;

/// Newest first by the order in which messages began; nothing is sorted, and reading ends with the
/// last prompt that is wanted.
pub(crate) const SQL: &str = "
    SELECT blocks FROM message
    JOIN content ON content.message = message.id
    JOIN conversation ON conversation.id = message.conversation
    WHERE role = 'user' AND deleted IS NULL
    ORDER BY entry DESC LIMIT ?1";

/// The newest prompts, each text once.
pub(crate) fn newest(conn: &Connection, limit: u64) -> Result<Vec<String>> {
    let looks = i64::try_from(limit.saturating_mul(LOOKS)).unwrap_or(i64::MAX);
    let mut select = conn.prepare_cached(SQL)?;
    let mut found = select.query([looks])?;
    let mut seen = HashSet::new();
    let mut prompts = Vec::new();
    while (prompts.len() as u64) < limit
        && let Some(row) = found.next()?
    {
        let text = text_of(&rows::blocks(row, 0)?);
        if !text.trim().is_empty() && seen.insert(text.clone()) {
            prompts.push(text);
        }
    }
    Ok(prompts)
}
