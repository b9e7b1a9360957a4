//! What can be done with a resource as it stands, why something cannot, and so which keys do something
//! here. Not here: which actions a kind has (domain), or doing them (update).

use serde_json::Value;

use crate::app::keys::command::{Board as Wish, Command, List};
use crate::app::parts::cell::status;
use crate::app::parts::desk::Desk;
use crate::domain::kinds::THROUGHPUT;
use crate::domain::resource::{Action, Kind, Sort, at, text, time};

use super::confirming::Subject;
use super::input::{is_cut, known};
use super::query;
use super::state::Resources;

/// Why an action cannot be done to one of a kind of which this is known; none where it can. `now` in
/// Unix milliseconds.
pub fn refusal(kind: &Kind, action: &Action, body: &Value, now: i64) -> Option<String> {
    let name = Subject::of(kind, body).name;
    let stands = kind.status_of(body);
    if !action.possible(stands) {
        let when: Vec<String> = action.when.iter().map(|word| status(word)).collect();
        let (last, rest) =
            when.split_last().map_or(("", &[][..]), |(last, rest)| (last.as_str(), rest));
        let when = if rest.is_empty() {
            last.to_owned()
        } else {
            format!("{} or {last}", rest.join(", "))
        };
        let stands = status(stands);
        let word = action.word;
        return Some(format!("{name} is {stands}: “{word}” is possible only while it is {when}."));
    }
    if let Some((member, of)) = action.only.filter(|_| !action.is_for(body)) {
        let (has, word) = (text(body, member), action.word);
        return Some(format!(
            "{name} is of {member} {has}: “{word}” is possible only for {member} {of}."
        ));
    }
    let bound = kind == &THROUGHPUT && action.sort == Sort::Delete;
    let until = at(body, "commitmentExpirationTime").filter(|_| bound);
    if at(body, "commitmentDuration").is_some() && until.and_then(time).is_some_and(|at| at > now) {
        return Some(format!(
            "{name} cannot be deleted before {}: its commitment ({}) runs until then.",
            text(body, "commitmentExpirationTime"),
            status(text(body, "commitmentDuration")),
        ));
    }
    None
}

/// Whether a model can be invoked by one of a kind as it stands.
pub fn answers(kind: &Kind, body: &Value) -> bool {
    kind.invoked.is_some_and(|when| when.is_empty() || when.contains(&kind.status_of(body)))
}

impl Resources {
    /// What a command is done to where that is one alone: what is looked at, else the selected row.
    fn one(&self) -> Option<(&'static Kind, &Value)> {
        match (self.detail(), self.board()) {
            (Some(detail), _) => Some((detail.kind?, detail.body())),
            (None, Some(board)) if board.marks() == 0 => Some((board.kind, board.selected()?)),
            (None, _) => None,
        }
    }

    /// Whether a command does something here as things stand; where several are marked, whether it
    /// could. A key that does not is still heard, and says why.
    pub fn works(&self, command: Command, desk: &Desk) -> bool {
        let acts = |sort: Sort| {
            self.one().is_none_or(|(kind, body)| {
                let action = kind.action(sort);
                action.is_some_and(|action| can(kind, action, body, desk))
            })
        };
        let read = || self.board().is_some_and(|board| board.read_so_far() > 0);
        match command {
            Command::Board(Wish::Stop) => acts(Sort::Stop),
            Command::Board(Wish::Delete) => acts(Sort::Delete),
            Command::Board(Wish::Change) => acts(Sort::Update),
            Command::Board(Wish::Chat) => self.one().is_none_or(|(kind, body)| answers(kind, body)),
            Command::Board(Wish::Watch) => self.one().is_none_or(|(kind, body)| {
                // Some answers name what is looked at otherwise than the list does.
                let id = self.detail().map_or_else(|| kind.id_of(body), |detail| &detail.id);
                kind.moves(body) || self.watches.keeps(id)
            }),
            Command::Board(Wish::Filter | Wish::Sort) => read(),
            Command::Board(Wish::Query) => query::narrows(self.kind()),
            Command::List(List::Choose) => match self.detail() {
                Some(detail) => detail.raw.is_none() && detail.follow(desk).is_some(),
                None => self.has_subject(),
            },
            _ => true,
        }
    }
}

/// Whether an action can be done to one of a kind of which this is known, without reading more of it.
fn can(kind: &Kind, action: &Action, body: &Value, desk: &Desk) -> bool {
    let cut = || is_cut(action, &known(action, &Subject::of(kind, body)));
    refusal(kind, action, body, desk.now.unix).is_none() && !cut()
}
