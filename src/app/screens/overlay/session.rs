//! The AWS profiles and regions to go on with, in one list.
//! Not here: reading them (the aws floor), or what choosing does (update).

use crate::app::effect::QuestionId;
use crate::app::parts::chooser::Chooser;
use crate::app::parts::desk::Desk;
use crate::domain::problem::Problem;
use crate::domain::session::{Profile, REGIONS};

/// What can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// A profile by name, in the region it names or else the one in use.
    Profile(Profile),
    /// No profile by name: environment, default profile, roles, in the SDK's own order.
    Chain,
    /// Another region with the same credentials; and what it is called.
    Region(String, &'static str),
}

/// The list.
#[derive(Debug)]
pub struct Sessions {
    /// The rows.
    pub chooser: Chooser<Choice>,
    /// Why there are no profiles.
    pub problem: Option<Problem>,
    profiles: Vec<Profile>,
    asked: Option<QuestionId>,
}

impl Sessions {
    /// The regions; the profiles follow when they were read, as this question asks.
    pub fn new(desk: &Desk, asked: Option<QuestionId>) -> Self {
        let mut sessions =
            Self { chooser: Chooser::new(Vec::new()), problem: None, profiles: Vec::new(), asked };
        sessions.refresh(desk);
        let region = desk.region().unwrap_or_default();
        sessions.chooser.select_where(|row| matches!(row, Choice::Region(id, _) if id == region));
        sessions
    }

    /// Whether it waits for the answer to this question.
    pub fn asked(&self, question: QuestionId) -> bool {
        self.asked == Some(question)
    }

    /// Whether profiles are still being read.
    pub fn waits(&self) -> bool {
        self.asked.is_some()
    }

    /// The profiles were read, or could not be; the one in use is selected.
    pub fn read(&mut self, result: Result<Vec<Profile>, Problem>, desk: &Desk) {
        self.asked = None;
        match result {
            Ok(profiles) => self.profiles = profiles,
            Err(problem) => self.problem = Some(problem),
        }
        self.refresh(desk);
        self.chooser.typed();
        if self.chooser.line.is_empty() {
            self.chooser.select_where(|row| is_in_use(row, desk));
        }
    }

    fn refresh(&mut self, desk: &Desk) {
        self.chooser.set_rows(rows(&self.profiles, desk));
    }

    /// What is typed has changed. A region that is not listed can be used as it stands: there are
    /// new ones, and those of other partitions.
    pub fn typed(&mut self) {
        let typed = self.chooser.line.text();
        let typed = typed.trim();
        let offers = is_region(typed) && !REGIONS.iter().any(|(id, _)| *id == typed);
        let row = || (typed.to_owned(), Choice::Region(typed.to_owned(), "as typed"));
        self.chooser.offer(offers.then(row));
        self.chooser.typed();
    }
}

/// Whether a row says what is in use.
pub fn is_in_use(row: &Choice, desk: &Desk) -> bool {
    match row {
        Choice::Profile(profile) => Some(&profile.name) == desk.settings.profile.as_ref(),
        Choice::Chain => desk.settings.profile.is_none(),
        Choice::Region(id, _) => Some(id.as_str()) == desk.region(),
    }
}

fn rows(profiles: &[Profile], desk: &Desk) -> Vec<(String, Choice)> {
    let mut rows = Vec::new();
    if !desk.settings.simulator {
        rows.extend(profiles.iter().map(|profile| {
            let region = profile.region.as_deref().unwrap_or_default();
            let text = format!("{} profile {} {region}", profile.name, profile.source.word());
            (text, Choice::Profile(profile.clone()))
        }));
        rows.push(("no profile by name environment default chain".into(), Choice::Chain));
    }
    rows.extend(REGIONS.iter().map(|(id, place)| {
        (format!("{id} region {place}"), Choice::Region((*id).to_owned(), place))
    }));
    rows
}

/// Whether a text has the form of a region's id: `eu-west-1`, `us-gov-east-1`.
fn is_region(text: &str) -> bool {
    let mut parts = text.rsplit('-');
    let number = parts.next().unwrap_or_default();
    let words: Vec<&str> = parts.collect();
    !number.is_empty()
        && number.chars().all(|digit| digit.is_ascii_digit())
        && words.len() >= 2
        && words
            .iter()
            .all(|word| !word.is_empty() && word.chars().all(|letter| letter.is_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_told_by_its_form() {
        for text in ["eu-west-1", "us-gov-east-1", "ap-southeast-12"] {
            assert!(is_region(text), "{text}");
        }
        for text in ["", "eu-west", "west-1", "eu-West-1", "eu--1", "dev", "eu-west-1 ", "1-2-3"] {
            assert!(!is_region(text), "{text}");
        }
        assert!(REGIONS.iter().all(|(id, place)| is_region(id) && !place.is_empty()));
    }
}
