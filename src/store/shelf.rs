//! What stands ready to be used again: personas, presets, favourites, models used.
//! Not here: what of it a conversation uses (saving).

use rusqlite::{Connection, Result, Row, params};

use super::fault::Fault;
use super::rows;
use crate::domain::ask::Parameters;
use crate::domain::conversation::UnixMs;
use crate::domain::shelf::{Persona, Preset, Shelf, Used};

/// All of it.
pub(crate) fn get(conn: &Connection) -> Result<Shelf> {
    Ok(Shelf {
        personas: all(conn, "SELECT name, text FROM persona ORDER BY name", |row| {
            Ok(Persona { name: row.get(0)?, text: row.get(1)? })
        })?,
        presets: all(conn, "SELECT name, parameters FROM preset ORDER BY name", |row| {
            Ok(Preset { name: row.get(0)?, parameters: rows::json(row, 1)? })
        })?,
        favourites: all(conn, "SELECT model FROM favourite ORDER BY model", |row| row.get(0))?,
        used: all(
            conn,
            "SELECT model, last, times FROM model_used ORDER BY last DESC, model",
            |row| {
                let times: i64 = row.get(2)?;
                Ok(Used { model: row.get(0)?, last: row.get(1)?, times: times as u64 })
            },
        )?,
        views: all(conn, "SELECT name, state FROM view", |row| Ok((row.get(0)?, row.get(1)?)))?
            .into_iter()
            .collect(),
    })
}

fn all<T>(conn: &Connection, sql: &str, read: fn(&Row) -> Result<T>) -> Result<Vec<T>> {
    conn.prepare_cached(sql)?.query_map([], read)?.collect()
}

/// Keeps a system prompt under a name.
pub(crate) fn keep_persona(conn: &Connection, name: &str, text: &str) -> Result<()> {
    conn.prepare_cached("INSERT OR REPLACE INTO persona (name, text) VALUES (?1, ?2)")?
        .execute([name, text])?;
    Ok(())
}

/// Removes one; of a name that is not there nothing.
pub(crate) fn drop_persona(conn: &Connection, name: &str) -> Result<()> {
    conn.prepare_cached("DELETE FROM persona WHERE name = ?1")?.execute([name])?;
    Ok(())
}

/// Keeps parameters under a name.
pub(crate) fn keep_preset(
    conn: &Connection,
    name: &str,
    parameters: &Parameters,
) -> Result<(), Fault> {
    conn.prepare_cached("INSERT OR REPLACE INTO preset (name, parameters) VALUES (?1, ?2)")?
        .execute(params![name, serde_json::to_string(parameters)?])?;
    Ok(())
}

/// Removes them; of a name that is not there nothing.
pub(crate) fn drop_preset(conn: &Connection, name: &str) -> Result<()> {
    conn.prepare_cached("DELETE FROM preset WHERE name = ?1")?.execute([name])?;
    Ok(())
}

/// Keeps how a screen stands.
pub(crate) fn keep_view(conn: &Connection, name: &str, state: &str) -> Result<()> {
    conn.prepare_cached("INSERT OR REPLACE INTO view (name, state) VALUES (?1, ?2)")?
        .execute([name, state])?;
    Ok(())
}

/// Makes a model a favourite, or takes that back.
pub(crate) fn set_favourite(conn: &Connection, model: &str, favourite: bool) -> Result<()> {
    let sql = if favourite {
        "INSERT OR IGNORE INTO favourite (model) VALUES (?1)"
    } else {
        "DELETE FROM favourite WHERE model = ?1"
    };
    conn.prepare_cached(sql)?.execute([model])?;
    Ok(())
}

/// Counts that a model was asked.
pub(crate) fn count_use(conn: &Connection, model: &str, at: UnixMs) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO model_used (model, last, times) VALUES (?1, ?2, 1)
         ON CONFLICT (model) DO UPDATE SET last = max(last, excluded.last), times = times + 1",
    )?
    .execute(params![model, at])?;
    Ok(())
}
