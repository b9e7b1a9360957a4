//! Names seen in answers and requests, of each account and region.
//! Not here: what a name is (domain), or when one is kept (app).

use rusqlite::{Connection, Result, params};

use crate::domain::conversation::UnixMs;
use crate::domain::seen::{MOST, Name, Sort, Whose};

/// Names of all accounts and regions that are kept at most.
const MOST_OF_ALL: i64 = 5_000;

/// Where a name of this sort is kept.
fn region(sort: Sort, whose: &Whose) -> &str {
    if sort.is_regional() { &whose.region } else { "" }
}

/// The names of an account in a region, the one seen last standing last.
pub(crate) fn get(conn: &Connection, whose: &Whose) -> Result<Vec<Name>> {
    let sql = "SELECT sort, name FROM seen WHERE account = ?1 AND region IN ('', ?2) ORDER BY last";
    let mut names = conn.prepare_cached(sql)?;
    let rows = names.query_map([&whose.account, &whose.region], |row| {
        Ok((row.get::<_, String>(0)?, row.get(1)?))
    })?;
    // What a newer version kept and this one does not know is left alone.
    let known = rows
        .filter_map(|row| row.map(|(sort, name)| Some((Sort::named(&sort)?, name))).transpose());
    known.collect()
}

/// Keeps names, the one seen last standing last. Of each sort, and of all, the oldest go.
pub(crate) fn keep(conn: &Connection, whose: &Whose, names: &[Name], at: UnixMs) -> Result<()> {
    let mut put = conn.prepare_cached(
        "INSERT INTO seen (account, region, sort, name, last) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT DO UPDATE SET last = max(last, excluded.last)",
    )?;
    // A millisecond apart, so that their order is kept.
    for ((sort, name), last) in names.iter().zip(at..) {
        put.execute(params![whose.account, region(*sort, whose), sort.word(), name, last])?;
    }
    let mut drop = conn.prepare_cached(
        "DELETE FROM seen WHERE account = ?1 AND region = ?2 AND sort = ?3 AND name NOT IN
            (SELECT name FROM seen WHERE account = ?1 AND region = ?2 AND sort = ?3
             ORDER BY last DESC LIMIT ?4)",
    )?;
    for sort in Sort::ALL.into_iter().filter(|sort| names.iter().any(|name| name.0 == *sort)) {
        drop.execute(params![whose.account, region(sort, whose), sort.word(), MOST as i64])?;
    }
    conn.prepare_cached(
        "DELETE FROM seen WHERE last < (SELECT last FROM seen ORDER BY last DESC
            LIMIT 1 OFFSET ?1)",
    )?
    .execute([MOST_OF_ALL - 1])?;
    Ok(())
}
