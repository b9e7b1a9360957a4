//! The messages of one branch on a screen of rows: which rows are seen, and how one moves in them.
//! Not here: what a message's rows are (entry), or what is sent (the chat screen).
//!
//! The place is kept as the row of an entry that stands at the top, never as a count of rows from
//! the beginning, so nothing above has to be laid out to stay put, and a conversation of 10,000
//! messages opens and pages as fast as one of ten.

use std::ops::Range;

use crate::app::parts::needle::Needle;
use crate::domain::ask::Role;
use crate::domain::content::Block;
use crate::domain::conversation::{Message, Status};
use crate::domain::id::MessageId;
use crate::text::highlight::HighlightOutcome;

use entry::{Entry, Line};
use mark::Mark;
use place::Spot;
use window::Place;

pub mod entry;
pub mod mark;
pub mod note;
pub mod place;
pub mod window;

/// Rows left free below a growing answer before it scrolls: one scroll then serves several rows,
/// which is calmer to read and cheaper to send than a scroll a row.
const HEADROOM: usize = 4;
/// Rows shown above words that were searched for.
const ABOVE: usize = 3;
/// Laid-out entries kept at most; further ones away from the view are laid out again when seen.
const LAID_OUT: usize = 256;

/// The messages, and where the reader is.
#[derive(Debug, Default)]
pub struct Transcript {
    entries: Vec<Entry>,
    width: u16,
    height: usize,
    top: Place,
    /// Whether the end is followed.
    detached: bool,
    /// Counts changes of which messages there are and of how answers ended.
    revision: u64,
    /// Put the end at the bottom at the next settling, wherever the top was.
    to_end: bool,
    /// A message to go to, and words of it to show, as soon as it is laid out.
    seek: Option<(MessageId, String)>,
    /// The place to put at the top as soon as it is laid out.
    anchor: Option<(usize, Spot)>,
}

impl Transcript {
    /// A transcript of these messages, at their end.
    pub fn new(messages: Vec<Message>) -> Self {
        Self {
            entries: messages.into_iter().map(Entry::new).collect(),
            to_end: true,
            revision: 1,
            ..Self::default()
        }
    }

    /// The messages, oldest first.
    pub fn messages(&self) -> impl DoubleEndedIterator<Item = &Message> + ExactSizeIterator {
        self.entries.iter().map(|entry| &entry.message)
    }

    /// The entries, oldest first.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &Entry> + ExactSizeIterator {
        self.entries.iter()
    }

    /// The last message of which something is seen.
    pub fn last_seen(&self) -> Option<MessageId> {
        let bottom = self.height.checked_sub(1).and_then(|row| self.message_at(row));
        bottom.or_else(|| self.last().map(|message| message.id))
    }

    /// The last message.
    pub fn last(&self) -> Option<&Message> {
        self.entries.last().map(|entry| &entry.message)
    }

    /// The entry of this message.
    pub fn entry(&self, id: MessageId) -> Option<&Entry> {
        self.entries.iter().rev().find(|entry| entry.message.id == id)
    }

    /// The entry of this message, to change it.
    pub fn entry_mut(&mut self, id: MessageId) -> Option<&mut Entry> {
        self.entries.iter_mut().rev().find(|entry| entry.message.id == id)
    }

    /// Changes when a message comes, goes or ends.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// A live answer has ended: all its blocks.
    pub fn finish(&mut self, id: MessageId, status: Status) -> Vec<Block> {
        self.revision += 1;
        // Who follows sees the end of it where ends stand: at the bottom.
        self.to_end |= !self.detached;
        self.entry_mut(id).map(|entry| entry.finish(status).to_vec()).unwrap_or_default()
    }

    /// Whether there are no messages.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Adds a message at the end and goes there.
    pub fn push(&mut self, message: Message) {
        self.revision += 1;
        if let Some(last) = self.entries.last_mut() {
            last.stop_growing();
        }
        self.entries.push(Entry::new(message));
        self.go_to_end();
    }

    /// Leaves a message out of what is sent, or takes it in again; gives which.
    pub fn leave_out(&mut self, id: MessageId) -> Option<bool> {
        self.revision += 1;
        let message = &mut self.entry_mut(id)?.message;
        message.left_out = !message.left_out;
        Some(message.left_out)
    }

    /// Takes the messages from this one on away again.
    pub fn truncate_at(&mut self, id: MessageId) -> Vec<Message> {
        self.revision += 1;
        let at = self.index(id);
        let removed = self.entries.split_off(at.unwrap_or(self.entries.len()));
        self.go_to_end();
        removed.into_iter().map(|entry| entry.message).collect()
    }

    /// Adds earlier messages before the first; the reader's place stays.
    pub fn prepend(&mut self, messages: Vec<Message>) {
        self.revision += 1;
        self.top.entry += messages.len();
        if let Some((entry, _)) = &mut self.anchor {
            *entry += messages.len();
        }
        self.entries.splice(0..0, messages.into_iter().map(Entry::new));
    }

    /// Whether the end is followed.
    pub fn follows(&self) -> bool {
        !self.detached
    }

    /// How many rows stand below the last row seen; exact while few, at least one where any.
    pub fn below(&self) -> usize {
        let mut rows = 0;
        let mut place = self.top;
        let mut left = self.height;
        while let Some(entry) = self.entries.get(place.entry) {
            let here = entry.height().saturating_sub(place.row);
            let seen = here.min(left);
            left -= seen;
            rows += here - seen;
            place = Place { entry: place.entry + 1, row: 0 };
        }
        rows
    }

    /// How far the reader is, in percent.
    pub fn percent(&self) -> usize {
        if self.entries.is_empty() || self.below() == 0 {
            return 100;
        }
        let inside = self
            .entries
            .get(self.top.entry)
            .map_or(0, |entry| 100 * self.top.row / entry.height().max(1));
        ((100 * self.top.entry + inside) / self.entries.len()).min(99)
    }

    /// Moves the view up by rows.
    pub fn scroll_up(&mut self, rows: usize) {
        self.detach();
        self.top = window::above(&mut self.entries, self.width, self.top, rows);
    }

    /// Moves the view down by rows, not beyond the end; there the end is followed again.
    pub fn scroll_down(&mut self, rows: usize) {
        self.anchor = None;
        let mut left = rows;
        while left > 0 {
            let Some(entry) = self.entries.get(self.top.entry) else { break };
            let here = entry.height().saturating_sub(self.top.row);
            if here > left {
                self.top.row += left;
                break;
            }
            left -= here;
            self.top = Place { entry: self.top.entry + 1, row: 0 };
            self.lay_out(self.top.entry);
        }
        if self.rows_from_top(self.height + 1) <= self.height {
            self.go_to_end();
        }
    }

    /// Moves by pages of the view, keeping two rows of the one before.
    pub fn page_up(&mut self) {
        self.scroll_up(self.height.saturating_sub(2).max(1));
    }

    /// See `page_up`.
    pub fn page_down(&mut self) {
        self.scroll_down(self.height.saturating_sub(2).max(1));
    }

    /// Goes to the first row.
    pub fn go_to_start(&mut self) {
        self.detach();
        self.top = Place::default();
    }

    /// Goes to the end and follows it.
    pub fn go_to_end(&mut self) {
        self.anchor = None;
        self.detached = false;
        self.to_end = true;
    }

    /// Shows these words of a message near the top, or its beginning where they are not found; false
    /// if the message is not here.
    pub fn go_to_words(&mut self, id: MessageId, words: &str) -> bool {
        let here = self.go_to(id);
        if here {
            self.seek = Some((id, words.to_lowercase()));
        }
        here
    }

    /// Puts this message at the top; false if it is not here.
    pub fn go_to(&mut self, id: MessageId) -> bool {
        let Some(at) = self.index(id) else { return false };
        self.detach();
        self.top = Place { entry: at, row: 0 };
        true
    }

    /// Brings rows of a message into the view, with the least movement. Of rows that do not fit, the
    /// first are shown, or the last where one comes `from_below`.
    pub fn reveal(&mut self, id: MessageId, rows: Range<usize>, from_below: bool) {
        let Some(at) = self.index(id) else { return };
        self.lay_out(at);
        let view = (self.width, self.height);
        let top = window::revealing(&mut self.entries, view, self.top, (at, rows), from_below);
        if top != self.top {
            self.detach();
            self.top = top;
        }
    }

    /// Scrolls a page towards the end of rows of a message that do not fit the view, or upwards
    /// towards their beginning; false where that is seen already.
    pub fn reach(&mut self, id: MessageId, rows: &Range<usize>, down: bool) -> bool {
        let top = self
            .index(id)
            .and_then(|entry| window::reaching(self.top, self.height, (entry, rows), down));
        if let Some(top) = top {
            self.detach();
            self.top = top;
        }
        top.is_some()
    }

    /// The entry of a message, laid out.
    pub fn laid_out(&mut self, id: MessageId) -> Option<&Entry> {
        let at = self.index(id)?;
        self.lay_out(at);
        self.entries.get(at)
    }

    /// The same, its code blocks found and what hides them unfolded where it is a prompt.
    pub fn with_code(&mut self, id: MessageId) -> Option<&Entry> {
        let entry = self.entry_mut(id)?;
        entry.find_code();
        let folded = !entry.code_blocks().is_empty() && !entry.is_whole();
        entry.set_open(folded || entry.is_open());
        self.laid_out(id)
    }

    /// The message so many steps after this one, or before.
    pub fn neighbour(&self, id: MessageId, down: bool) -> Option<&Message> {
        let at = self.index(id)?;
        let at = if down { at + 1 } else { at.checked_sub(1)? };
        self.entries.get(at).map(|entry| &entry.message)
    }

    /// The message of which a row of the view shows something.
    pub fn message_at(&self, row: usize) -> Option<MessageId> {
        let at = window::entry_at(&self.entries, self.top, row)?;
        self.entries.get(at).map(|entry| entry.message.id)
    }

    /// The rows of the view that show these rows of a message.
    pub fn seen(&self, id: MessageId, rows: Range<usize>) -> Range<usize> {
        let Some(entry) = self.index(id) else { return 0..0 };
        window::seen(&self.entries, (self.top, self.height), (entry, rows))
    }

    /// The matches in sight: the row of the view, whose they are, and where they stand.
    pub fn marks(&self, needle: &Needle) -> Vec<(usize, MessageId, Mark)> {
        mark::marks_seen(&self.entries, (self.top, self.height), needle)
    }

    /// Columns the rows are laid out for.
    pub fn width(&self) -> u16 {
        self.width
    }

    /// Which message stands at the top, from 0.
    pub fn first_seen(&self) -> usize {
        self.top.entry
    }

    /// Opens the folds of one message.
    pub fn unfold(&mut self, id: MessageId) {
        if let Some(entry) = self.entry_mut(id) {
            entry.set_open(true);
        }
    }

    /// Puts the next prompt at the top, or the one before; beyond the last is the end.
    pub fn go_to_prompt(&mut self, down: bool) {
        let top = self.top;
        let prompt = |at: &usize| {
            self.entries.get(*at).is_some_and(|entry| entry.message.role == Role::User)
        };
        let next = if down {
            (top.entry + 1..self.entries.len()).find(prompt)
        } else {
            (0..top.entry + usize::from(top.row > 0)).rev().find(prompt)
        };
        match next {
            Some(entry) => {
                self.detach();
                self.top = Place { entry, row: 0 };
            }
            None if down => self.go_to_end(),
            None => self.go_to_start(),
        }
        if down && self.rows_from_top(self.height + 1) <= self.height {
            self.go_to_end();
        }
    }

    /// Which message this is, from 0.
    pub fn place_of(&self, id: MessageId) -> Option<usize> {
        self.index(id)
    }

    fn index(&self, id: MessageId) -> Option<usize> {
        self.entries.iter().rposition(|entry| entry.message.id == id)
    }

    fn detach(&mut self) {
        self.to_end = false;
        self.detached = true;
        self.anchor = None;
        self.seek = None;
    }

    /// Whether there is something to fold or unfold.
    pub fn has_folds(&self) -> bool {
        self.entries.iter().rev().any(Entry::folds)
    }

    /// Folds or unfolds reasoning and long prompts: all alike, the last entry that has some deciding.
    pub fn toggle_folds(&mut self) {
        let Some(last) = self.entries.iter().rev().find(|entry| entry.folds()) else { return };
        let open = !last.is_open();
        self.hold();
        for entry in &mut self.entries {
            entry.set_open(open);
        }
    }

    /// Prepares the view for drawing at this size: lays out what is seen, renders at most `budget`
    /// bytes of growing answers, keeps the place. True when nothing more is left to do.
    pub fn settle(&mut self, width: u16, height: u16, budget: usize) -> bool {
        if self.width != width {
            self.hold();
        }
        let grown = self.height != usize::from(height) && !self.detached;
        self.width = width;
        self.height = usize::from(height);
        let mut done = true;
        for entry in self.entries.iter_mut().rev().take(2) {
            done &= entry.settle(width, budget);
        }
        if let Some((entry, spot)) = self.anchor {
            self.lay_out(entry);
            let row = self.entries.get(entry).map_or(0, |entry| entry.row_of(spot));
            self.top = Place { entry, row };
            if done {
                self.anchor = None;
            }
        }
        if let Some((id, words)) = self.seek.take()
            && let Some(at) = self.index(id)
        {
            self.lay_out(at);
            let row = self.entries[at].row_with(&words).map_or(0, |row| row.saturating_sub(ABOVE));
            self.top = Place { entry: at, row };
        }
        if self.to_end || (!self.detached && grown) {
            self.place_at_end();
        } else if self.detached {
            self.clamp();
        } else {
            self.follow();
        }
        self.to_end = false;
        self.lay_out_view();
        self.evict();
        done
    }

    /// The message whose rows stand at the top.
    pub fn top_message(&self) -> Option<&Message> {
        self.entries.get(self.top.entry).map(|entry| &entry.message)
    }

    /// The lines seen, top first, with the index of their entry.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        let top = self.top;
        self.entries[top.entry.min(self.entries.len())..]
            .iter()
            .enumerate()
            .flat_map(move |(index, entry)| {
                let from = if index == 0 { top.row } else { 0 };
                (from..entry.height()).map(move |row| entry.line(row))
            })
            .take(self.height)
    }

    /// Gives roles that were found to the document they belong to.
    pub fn apply_highlight(&mut self, id: MessageId, outcome: HighlightOutcome) {
        if let Some(entry) = self.entry_mut(id) {
            entry.apply_highlight(outcome);
        }
    }

    /// The entries in and just around the view, to collect their wishes from.
    pub fn seen_mut(&mut self) -> impl Iterator<Item = &mut Entry> {
        let height = self.height;
        let from = self.top.entry;
        self.entries.iter_mut().skip(from).scan(0, move |rows, entry| {
            let before = *rows;
            *rows += entry.height();
            (before <= height).then_some(entry)
        })
    }

    /// Remembers what stands at the top before heights change; who follows stays at the end.
    fn hold(&mut self) {
        if !self.detached {
            self.to_end = true;
        } else if self.anchor.is_none() {
            let top = self.entries.get(self.top.entry);
            self.anchor = top.map(|entry| (self.top.entry, entry.spot_of(self.top.row)));
        }
    }

    fn lay_out(&mut self, entry: usize) {
        let width = self.width;
        if let Some(entry) = self.entries.get_mut(entry) {
            entry.lay_out(width);
        }
    }

    /// Rows from the top to the end, counted no further than `limit`.
    fn rows_from_top(&mut self, limit: usize) -> usize {
        let mut rows = 0;
        let mut place = self.top;
        while rows < limit && place.entry < self.entries.len() {
            self.lay_out(place.entry);
            rows += self.entries[place.entry].height().saturating_sub(place.row);
            place = Place { entry: place.entry + 1, row: 0 };
        }
        rows
    }

    fn place_at_end(&mut self) {
        let mut left = self.height;
        self.top = Place::default();
        for index in (0..self.entries.len()).rev() {
            self.lay_out(index);
            let here = self.entries[index].height();
            if here >= left {
                self.top = Place { entry: index, row: here - left };
                return;
            }
            left -= here;
        }
    }

    /// Moves down when the end has left the view, by a little more than needed.
    fn follow(&mut self) {
        let limit = self.height.saturating_mul(2).max(1);
        let rows = self.rows_from_top(limit);
        if rows >= limit {
            self.place_at_end();
        } else if rows > self.height {
            let headroom = HEADROOM.min(self.height / 6);
            let mut left = rows - self.height + headroom;
            while let Some(entry) = self.entries.get(self.top.entry) {
                let here = entry.height().saturating_sub(self.top.row);
                if here > left {
                    self.top.row += left;
                    break;
                }
                left -= here;
                self.top = Place { entry: self.top.entry + 1, row: 0 };
            }
        } else if rows + HEADROOM < self.height && self.top > Place::default() {
            self.place_at_end();
        }
    }

    /// After a change of heights above or inside: the top stays within what there is.
    fn clamp(&mut self) {
        if self.entries.is_empty() {
            self.top = Place::default();
            return;
        }
        self.top.entry = self.top.entry.min(self.entries.len() - 1);
        self.lay_out(self.top.entry);
        let height = self.entries[self.top.entry].height();
        self.top.row = self.top.row.min(height.saturating_sub(1));
        if self.top > Place::default() && self.rows_from_top(self.height) < self.height {
            self.place_at_end();
        }
    }

    fn lay_out_view(&mut self) {
        let rows = self.height;
        let _ = self.rows_from_top(rows);
    }

    fn evict(&mut self) {
        if self.entries.len() <= LAID_OUT {
            return;
        }
        let middle = self.top.entry;
        let kept = middle.saturating_sub(LAID_OUT / 2)..middle + LAID_OUT / 2;
        for (index, entry) in self.entries.iter_mut().enumerate() {
            if !kept.contains(&index) {
                entry.forget_layout();
            }
        }
    }
}
