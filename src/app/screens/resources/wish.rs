//! A resource that was just made and is to be selected as soon as its list has it.
//! Not here: finding it there (board), or what is said of it (update).

/// What is wished for.
#[derive(Debug)]
pub struct Wish {
    /// What it is read by.
    pub id: String,
    /// What was selected when it was wished for.
    pub before: Option<String>,
    /// Whether the list was read to its end without it.
    pub late: bool,
}

/// What became of a wish.
#[derive(Debug, PartialEq, Eq)]
pub enum Granted {
    /// It is selected.
    Selected {
        /// What it is called.
        name: String,
        /// Whether what was typed hid it and had to go.
        hidden: bool,
    },
    /// The service was asked for others only: now it is asked for all.
    Asked,
    /// The service does not list it yet.
    Missing,
}
