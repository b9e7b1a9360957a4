//! Full-text search: the newest hits first, with a snippet for each that is shown.
//! Not here: what goes into the index (words), how a snippet is cut (snippet).

use rusqlite::{Connection, Result};

use super::fault::Fault;
use super::rows;
use super::snippet::Snippets;
use super::words;
use crate::domain::archive::{Found, Hit};
use crate::domain::content::text_of;
use crate::domain::id::{ConversationId, MessageId};

/// The index is asked alone and gives the newest entries first without ranking or sorting; only the
/// hits shown are looked up. What was deleted and can still be brought back is mostly nothing.
pub(crate) const SQL: &str = "
    SELECT conversation.id, message.id, title, archived, message.created, blocks
    FROM (SELECT rowid AS entry FROM words WHERE words MATCH ?1
          AND rowid NOT IN (SELECT entry FROM conversation
                            JOIN message ON message.conversation = conversation.id
                            WHERE deleted IS NOT NULL)
          ORDER BY rowid DESC LIMIT ?2 OFFSET ?3) AS hit
    JOIN message USING (entry)
    JOIN content ON content.message = message.id
    JOIN conversation ON conversation.id = message.conversation
    ORDER BY entry DESC";

/// Hits `offset..offset + limit` of what was typed; none for a text without a word.
pub(crate) fn find(
    conn: &Connection,
    typed: &str,
    offset: u64,
    limit: u64,
) -> Result<Found, Fault> {
    let text = typed.to_owned();
    let Some(query) = words::query(typed) else {
        return Ok(Found::Hits { offset, text, hits: Vec::new(), more: false });
    };
    let snippets = Snippets::of(typed);
    let limit = limit.min(u64::from(u32::MAX)) as i64;
    let skip = i64::try_from(offset).unwrap_or(i64::MAX);
    let mut select = conn.prepare_cached(SQL)?;
    let mut found = select.query((query, limit + 1, skip))?;
    let mut hits = Vec::new();
    let mut more = false;
    while let Some(row) = found.next()? {
        if hits.len() as i64 == limit {
            more = true;
            break;
        }
        let blocks = rows::blocks(row, 5)?;
        hits.push(Hit {
            conversation: ConversationId(row.get(0)?),
            message: MessageId(row.get(1)?),
            title: row.get(2)?,
            archived: row.get(3)?,
            created: row.get(4)?,
            snippet: snippets.cut(&text_of(&blocks)),
        });
    }
    Ok(Found::Hits { offset, text, hits, more })
}
