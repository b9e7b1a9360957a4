//! What lives here: how the screens say what goes on, and the keys that reach them: the only place
//! that follows when they are reworded. What does not: waiting for it.

use vt100::Screen;

/// The keys used, as a terminal without a newer protocol sends them.
pub(crate) mod keys {
    pub(crate) const SEND: &str = "\r";
    pub(crate) const CHOOSE: &str = "\r";
    pub(crate) const TO_LIST: &str = "\x1b[Z";
    pub(crate) const NEXT_PANE: &str = "\t";
    pub(crate) const BACK: &str = "\x1b";
    pub(crate) const NEW: &str = "\x0e";
    pub(crate) const SEARCH: &str = "\x06";
    pub(crate) const SELECT: &str = "\x18";
    pub(crate) const NEXT_BLOCK: &str = "\x1b[C";
    pub(crate) const FIND: &str = "\x1b[18~";
    pub(crate) const MODELS: &str = "\x0f";
    pub(crate) const PALETTE: &str = "\x10";
    pub(crate) const HELP: &str = "\x1bOP";
    pub(crate) const INSPECTOR: &str = "\x1bOS";
    pub(crate) const PLACES: &str = "\x1bOQ";
    pub(crate) const PAGE_DOWN: &str = "\x1b[6~";
    pub(crate) const PAGE_UP: &str = "\x1b[5~";
    pub(crate) const DOWN: &str = "\x1b[B";
    pub(crate) const PARAMETERS: &str = "\x1b[17~";
    pub(crate) const DELETE_LINE: &str = "\x15";
    pub(crate) const SUSPEND: &str = "\x1a";
    pub(crate) const QUIT: &str = "\x11";
}

/// Stands before a conversation in the list while an answer arrives in it.
const LIVE: &str = "●";
/// The corner of the frame one types in.
const COMPOSER: &str = "╰";

/// Stands where the model would.
const NO_MODEL: &str = "no model chosen";

/// Whether the screen stands and a prompt can be typed.
pub(crate) fn is_ready(screen: &Screen) -> bool {
    screen.alternate_screen() && !screen.hide_cursor() && screen.contents().contains(COMPOSER)
}

/// Whether a prompt would be answered: the models are listed and one is chosen.
pub(crate) fn has_model(screen: &Screen) -> bool {
    is_ready(screen) && !screen.contents().contains(NO_MODEL)
}

/// Whether the inspector is open.
pub(crate) fn has_inspector(screen: &Screen) -> bool {
    screen.contents().contains("Parameters")
}

/// Whether an answer is arriving; the list must be shown.
pub(crate) fn is_streaming(screen: &Screen) -> bool {
    screen.alternate_screen() && streams(screen) > 0
}

/// How many conversations of the list receive an answer.
pub(crate) fn streams(screen: &Screen) -> usize {
    let (rows, _) = screen.size();
    let live = |row: &u16| screen.cell(*row, 0).is_some_and(|cell| cell.contents() == LIVE);
    (0..rows.get()).filter(live).count()
}

/// Whether the label of a folded paste stands on the screen.
pub(crate) fn has_label(screen: &Screen) -> bool {
    screen.contents().contains("⟦pasted")
}

/// Whether `text` stands to the left of the cursor, as what was just typed does.
pub(crate) fn is_typed(screen: &Screen, text: &str) -> bool {
    let (row, column) = screen.cursor_position();
    screen.contents_between(row, 0, row, column).ends_with(text)
}
