//! Prompts sent before, brought back one after the other by Up and Down.
//! Not here: where they come from (the store), or the text they are put into (editor).

/// The prompts that can be brought back, and which one is.
#[derive(Debug, Clone, Default)]
pub struct Recall {
    /// The one shown: its place from the newest, and the revision of the editor it was put in at.
    shown: Option<(usize, u64)>,
    /// What was typed before the first was brought back.
    typed: String,
}

impl Recall {
    /// Whether a prompt brought back stands in an editor of this revision, unchanged.
    pub fn is_shown(&self, revision: u64) -> bool {
        self.shown.is_some_and(|(_, at)| at == revision)
    }

    /// What was typed by hand, where a prompt stands in its place.
    pub fn typed(&self, revision: u64) -> Option<&str> {
        self.is_shown(revision).then_some(self.typed.as_str())
    }

    /// The next older or newer text than the one in the editor: a prompt, or what was typed before
    /// the first was brought back. None where there is none.
    pub fn step(
        &mut self,
        older: bool,
        prompts: &[String],
        typed: impl FnOnce() -> String,
        revision: u64,
    ) -> Option<String> {
        let at = self.shown.filter(|(_, at)| *at == revision).map(|(place, _)| place);
        if at.is_none() {
            self.typed = typed();
        }
        let next = match (at, older) {
            (None, true) => Some(0),
            (None, false) => return None,
            (Some(at), true) => Some(at + 1),
            (Some(at), false) => at.checked_sub(1),
        };
        let Some(next) = next else {
            self.shown = None;
            return Some(std::mem::take(&mut self.typed));
        };
        // What stands there already is no step.
        let from = prompts.get(next..)?;
        let step = from.iter().position(|prompt| at.is_some() || *prompt != self.typed)?;
        self.shown = Some((next + step, revision));
        prompts.get(next + step).cloned()
    }

    /// The text that `step` gave was put in; the editor has this revision now.
    pub fn put(&mut self, revision: u64) {
        if let Some((_, at)) = &mut self.shown {
            *at = revision;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Steps, and counts a revision for what is put in.
    fn step(recall: &mut Recall, older: bool, typed: &str, revision: &mut u64) -> Option<String> {
        let prompts = ["newest".to_owned(), "older".to_owned()];
        let text = recall.step(older, &prompts, || typed.to_owned(), *revision)?;
        *revision += 1;
        recall.put(*revision);
        Some(text)
    }

    #[test]
    fn prompts_come_back_newest_first_and_then_what_was_typed() {
        let (mut recall, mut revision) = (Recall::default(), 7);
        let mut go = |older| step(&mut recall, older, "mine", &mut revision);
        assert_eq!(go(false), None);
        assert_eq!(go(true).as_deref(), Some("newest"));
        assert_eq!(go(true).as_deref(), Some("older"));
        assert_eq!(go(true), None);
        assert_eq!(go(false).as_deref(), Some("newest"));
        assert_eq!(go(false).as_deref(), Some("mine"));
        assert_eq!(go(false), None);
    }

    #[test]
    fn a_prompt_that_was_changed_is_typed_text() {
        let (mut recall, mut revision) = (Recall::default(), 0);
        assert!(step(&mut recall, true, "mine", &mut revision).is_some());
        assert_eq!(recall.typed(revision), Some("mine"));
        revision += 1;
        assert_eq!(recall.typed(revision), None);
        assert_eq!(step(&mut recall, false, "newest, changed", &mut revision), None);
        assert_eq!(
            step(&mut recall, true, "newest, changed", &mut revision).as_deref(),
            Some("newest")
        );
        assert_eq!(step(&mut recall, false, "", &mut revision).as_deref(), Some("newest, changed"));
    }

    #[test]
    fn the_prompt_that_stands_there_is_passed_over() {
        let (mut recall, mut revision) = (Recall::default(), 0);
        assert_eq!(step(&mut recall, true, "newest", &mut revision).as_deref(), Some("older"));
    }
}
