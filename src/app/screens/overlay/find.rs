//! Words to find in the conversation shown: where they stand, which match one is at.
//! Not here: searching all conversations (search), or how a match looks (ui).

use crate::app::parts::editor::Editor;
use crate::app::parts::needle::Needle;
use crate::app::parts::transcript::Transcript;
use crate::app::parts::transcript::mark::{Mark, mark_of};
use crate::domain::id::MessageId;

/// Rows shown above and below a match that was not in sight.
const AROUND: usize = 2;

/// A match: a message, and which of its matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Match {
    message: MessageId,
    nth: usize,
}

/// Where a match stands on the screen, if it was found in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shown {
    message: MessageId,
    mark: Mark,
}

/// The line, and what was found.
#[derive(Debug)]
pub struct Find {
    /// What is typed.
    pub line: Editor,
    needle: Option<Needle>,
    /// What the counts are of: the transcript's revision and its number of messages.
    of: (u64, usize),
    /// Matches in each message that was searched; all are, from `from` on to the end and then
    /// backwards to the first.
    counts: Vec<u32>,
    searched: usize,
    from: usize,
    /// Bytes of an answer that is still coming that were searched.
    live: usize,
    current: Option<Match>,
    /// The row of the current match, and the width it was found at.
    shown: Option<(Shown, u16)>,
}

impl Find {
    /// A line in which nothing is typed yet, for one who reads at this place.
    pub fn new(transcript: &Transcript) -> Self {
        Self {
            line: Editor::one_line(),
            needle: None,
            of: (0, 0),
            counts: Vec::new(),
            searched: 0,
            live: 0,
            from: transcript.first_seen(),
            current: None,
            shown: None,
        }
    }

    /// Something else is looked for.
    pub fn typed(&mut self) {
        self.needle = Needle::new(&self.line.text());
        self.current = None;
        self.restart();
    }

    fn restart(&mut self) {
        self.of = (0, 0);
        self.shown = None;
    }

    /// Searches about so many bytes more; true when all was searched. The first match found is gone
    /// to: the next one below where one reads, else the next above.
    pub fn search(&mut self, transcript: &mut Transcript, budget: usize) -> bool {
        let Some(needle) = self.needle.clone() else { return true };
        let messages = transcript.messages().len();
        let of = (transcript.revision(), messages);
        if self.of != of {
            // Messages came before the first, or one came, went or ended.
            self.from = self.from.min(messages.saturating_sub(1));
            self.counts = vec![0; messages];
            self.searched = 0;
            self.of = of;
            self.shown = None;
        }
        self.follow(transcript, &needle);
        let mut left = budget;
        while self.searched < messages && left > 0 {
            let at = self.at(self.searched, messages);
            let Some(entry) = transcript.entries().nth(at) else { break };
            let (thoughts, text) = (entry.reasoning(), entry.source());
            left = left.saturating_sub(thoughts.len() + text.len() + 1);
            let found = needle.all(thoughts).count() + needle.all(&text).count();
            let message = entry.message.id;
            self.counts[at] = u32::try_from(found).unwrap_or(u32::MAX);
            self.searched += 1;
            if found > 0 && self.current.is_none() {
                let nth = if at >= self.from { 0 } else { found - 1 };
                self.current = Some(Match { message, nth });
                self.show(transcript, true);
            }
        }
        if self.shown.is_none_or(|(_, width)| width != transcript.width()) {
            self.show(transcript, false);
        }
        self.searched >= messages
    }

    /// Searches the last answer again while it is coming.
    fn follow(&mut self, transcript: &Transcript, needle: &Needle) {
        let Some(last) = transcript.entries().next_back().filter(|last| last.is_live()) else {
            return;
        };
        let (thoughts, text) = (last.reasoning(), last.source());
        let all = self.searched == self.counts.len();
        if let Some(count) = self.counts.last_mut().filter(|_| all)
            && self.live != thoughts.len() + text.len()
        {
            self.live = thoughts.len() + text.len();
            let found = needle.all(thoughts).count() + needle.all(&text).count();
            *count = u32::try_from(found).unwrap_or(u32::MAX);
        }
    }

    /// The message that is searched as the `step`-th.
    fn at(&self, step: usize, messages: usize) -> usize {
        let below = messages - self.from;
        if step < below { self.from + step } else { messages - 1 - step }
    }

    /// Goes to the next match, or the one before; beyond the last comes the first.
    pub fn step(&mut self, transcript: &mut Transcript, forward: bool) {
        let Some(current) = self.current else { return };
        let messages = self.counts.len();
        let Some(at) = transcript.place_of(current.message).filter(|at| *at < messages) else {
            return;
        };
        let here = self.counts[at] as usize;
        let next = if forward { current.nth + 1 } else { current.nth.wrapping_sub(1) };
        let (entry, nth) = if next < here {
            (at, next)
        } else {
            let turn = |by: usize| {
                if forward { (at + by) % messages } else { (at + messages - by) % messages }
            };
            let Some(entry) = (1..=messages).map(turn).find(|entry| self.counts[*entry] > 0) else {
                return;
            };
            (entry, if forward { 0 } else { self.counts[entry] as usize - 1 })
        };
        let Some(message) = transcript.entries().nth(entry).map(|entry| entry.message.id) else {
            return;
        };
        self.current = Some(Match { message, nth });
        self.show(transcript, true);
    }

    /// The message of the current match.
    pub fn message(&self) -> Option<MessageId> {
        self.current.map(|current| current.message)
    }

    /// Whether anything is looked for.
    pub fn is_asked(&self) -> bool {
        self.needle.is_some()
    }

    /// Which match one is at, from 1, where that is known; how many there are; and whether that is
    /// all.
    pub fn count(&self, transcript: &Transcript) -> (Option<usize>, usize, bool) {
        let sum = |counts: &[u32]| counts.iter().map(|count| *count as usize).sum::<usize>();
        let all = self.searched >= self.counts.len();
        let at = self.current.filter(|_| all).and_then(|current| {
            let at = transcript.place_of(current.message)?;
            Some(sum(self.counts.get(..at)?) + current.nth + 1)
        });
        (at, sum(&self.counts), all)
    }

    /// Finds the row of the current match, unfolding what hides it, and brings it into sight where
    /// that is wanted.
    fn show(&mut self, transcript: &mut Transcript, go: bool) {
        let (Some(current), Some(needle)) = (self.current, &self.needle) else { return };
        let Some(entry) = transcript.laid_out(current.message) else { return };
        if go && hidden(&entry.source(), entry.reasoning(), needle, current.nth, entry.is_whole()) {
            transcript.unfold(current.message);
        }
        let Some(entry) = transcript.laid_out(current.message) else { return };
        let mark = mark_of(entry, needle, current.nth);
        if go {
            let rows = mark.row.saturating_sub(AROUND)..(mark.row + 1 + AROUND).min(entry.height());
            transcript.reveal(current.message, rows, false);
        }
        self.shown = Some((Shown { message: current.message, mark }, transcript.width()));
    }

    /// The row of the view in which the current match stands.
    pub fn row(&self, transcript: &Transcript) -> Option<usize> {
        let (shown, _) = self.shown?;
        let rows = transcript.seen(shown.message, shown.mark.row..shown.mark.row + 1);
        (!rows.is_empty()).then_some(rows.start)
    }

    /// The matches in sight: the row of the view, the bytes of the text in it, and whether it is
    /// the one one is at.
    pub fn seen(&self, transcript: &Transcript) -> Vec<(usize, Mark, bool)> {
        let Some(needle) = &self.needle else { return Vec::new() };
        let here = self.shown.map(|(shown, _)| shown);
        let mut current = false;
        let marks = transcript.marks(needle);
        marks
            .into_iter()
            .map(|(row, message, mark)| {
                let is = here.is_some_and(|here| here.message == message && here.mark == mark);
                current = is || (current && mark.rest);
                (row, mark, current)
            })
            .collect()
    }
}

/// Whether a match stands where a fold hides it: in reasoning, or below the lines shown of a prompt.
fn hidden(text: &str, thoughts: &str, needle: &Needle, nth: usize, whole: bool) -> bool {
    let thought = needle.all(thoughts).take(nth + 1).count();
    thought > nth || (!whole && needle.all(text).nth(nth - thought).is_some())
}
