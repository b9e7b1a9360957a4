//! The blocks that hold blocks: quotes, lists, items, footnotes; and what they put left of rows.
//! Not here: which line opens or continues them (`blocks`).

use super::flow::Lead;
use super::row::RowBuilder;
use super::style::{Role, Style};
use super::width::width;

/// What a container is.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// The document itself.
    Root,
    /// A block quote.
    Quote,
    /// A list: its mark, whether it counts, and the number of its next item.
    List { mark: u8, ordered: bool, next: u64 },
    /// An item, and the columns its content is indented by.
    Item { indent: usize },
    /// The text of a footnote.
    Footnote,
}

/// An open container.
#[derive(Clone, Debug)]
pub(crate) struct Container {
    pub(crate) kind: Kind,
    /// Stands on the first row.
    marker: Box<str>,
    marker_role: Role,
    marker_width: usize,
    /// The marker is on a row.
    marked: bool,
    /// Rows stand in it.
    pub(crate) filled: bool,
    /// A new child has begun and has no rows yet; true: a blank row comes before it.
    pub(crate) child: Option<bool>,
}

impl Container {
    /// A container without a marker.
    pub(crate) fn new(kind: Kind) -> Self {
        let marker_width = match kind {
            Kind::Quote => 2,
            _ => 0,
        };
        Self {
            kind,
            marker: "".into(),
            marker_role: Role::Marker,
            marker_width,
            marked: true,
            filled: false,
            child: None,
        }
    }

    /// A container whose first row carries a marker.
    pub(crate) fn marked(kind: Kind, marker: &str, role: Role) -> Self {
        let mut container = Self::new(kind);
        container.set_marker(marker, role);
        container
    }

    /// Replaces the marker, if it is not on a row yet.
    pub(crate) fn set_marker(&mut self, marker: &str, role: Role) {
        self.marker = marker.into();
        self.marker_role = role;
        self.marker_width = width(marker);
        self.marked = false;
    }

    /// True while the marker waits for a row.
    pub(crate) fn awaits_row(&self) -> bool {
        !self.marked
    }

    /// Rows have come: the marker stands.
    pub(crate) fn fill(&mut self) {
        self.filled = true;
        self.marked = true;
        self.child = None;
    }
}

/// What stands left of a block inside these containers, `limit` columns wide in all. Where the
/// room gets narrow, deeper containers add nothing but their markers.
pub(crate) fn lead(stack: &[Container], limit: usize) -> Lead {
    let room = limit.saturating_sub((limit / 2).clamp(4, 24));
    let mut first = RowBuilder::default();
    let mut rest = RowBuilder::default();
    for container in stack {
        let fits = rest.width() + container.marker_width <= room;
        let style = Style::of(container.marker_role);
        match container.kind {
            Kind::Quote if fits => {
                first.push("▌ ", Style::of(Role::Quote), 2);
                rest.push("▌ ", Style::of(Role::Quote), 2);
            }
            Kind::Item { .. } | Kind::Footnote => {
                if !container.marked && first.width() + container.marker_width + 2 <= limit {
                    first.push(&container.marker, style, container.marker_width);
                } else if fits {
                    first.spaces(container.marker_width, Style::default());
                }
                if fits {
                    rest.spaces(container.marker_width, Style::default());
                }
            }
            _ => {}
        }
    }
    Lead { first: first.take(0, false), rest: rest.take(0, false) }
}

/// The bullet of a list, by its depth among bullet lists.
pub(crate) fn bullet(depth: usize) -> &'static str {
    match depth % 3 {
        0 => "• ",
        1 => "◦ ",
        _ => "▪ ",
    }
}
