//! Rows for a person, aligned, or for a program, separated by tabs.
//! Not here: what stands in the cells.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr as _;

use crate::text::sanitise::sanitise_line;

/// Spaces between two columns.
const GAP: usize = 2;

/// Writes rows. With `columns`, the terminal's width, under headings and aligned, columns that do
/// not fit left out from the right; the first one always stands. Without, every cell and no heading.
pub(crate) fn write(
    headings: &[&str],
    rows: &[Vec<String>],
    columns: Option<usize>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let clean = |cell: &String| sanitise_line(cell).into_owned();
    let mut rows: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(clean).collect()).collect();
    let Some(columns) = columns else {
        for row in rows {
            writeln!(out, "{}", row.join("\t"))?;
        }
        return Ok(());
    };
    rows.insert(0, headings.iter().map(|heading| (*heading).to_owned()).collect());
    let widths: Vec<usize> = (0..headings.len())
        .map(|column| rows.iter().filter_map(|row| row.get(column)).map(|c| c.width()).max())
        .map(Option::unwrap_or_default)
        .collect();
    let fitting = fitting(&widths, columns);
    for row in &rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths).take(fitting) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width - cell.width() + GAP));
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// How many columns fit into a width.
fn fitting(widths: &[usize], columns: usize) -> usize {
    let mut used = 0;
    let count = widths
        .iter()
        .take_while(|width| {
            used += **width + GAP;
            used - GAP <= columns
        })
        .count();
    count.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(columns: Option<usize>) -> String {
        let rows = [["a", "bb", "x\ty"], ["字字", "b", "z"]];
        let rows: Vec<Vec<String>> =
            rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect();
        let mut out = Vec::new();
        write(&["ID", "NAME", "REST"], &rows, columns, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_program_gets_tabs_and_nothing_else() {
        assert_eq!(written(None), "a\tbb\tx y\n字字\tb\tz\n");
    }

    #[test]
    fn a_person_gets_columns_by_width() {
        assert_eq!(written(Some(80)), "ID    NAME  REST\na     bb    x y\n字字  b     z\n");
    }

    #[test]
    fn columns_that_do_not_fit_are_left_out_but_never_the_first() {
        assert_eq!(written(Some(15)), "ID    NAME\na     bb\n字字  b\n");
        assert_eq!(written(Some(2)), "ID\na\n字字\n");
    }
}
