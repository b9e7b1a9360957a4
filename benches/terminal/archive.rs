//! What lives here: the store with 10,000 conversations and 200,000 messages, made once with the
//! product's own library and copied for each use. What does not: measuring it.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::{Instant, SystemTime, UNIX_EPOCH},
};

use outcrop::{
    domain::{
        archive::Save,
        ask::Role,
        content::Block,
        conversation::{Conversation, Making, Message, Status, UnixMs, title_from},
        id::{MessageId, Mint},
    },
    store::writer::Store,
};

use crate::{
    support::Outcome,
    words::{Random, Vocabulary},
};

/// The newest conversation, so the first of the list, holds 10,000 messages.
pub(crate) const LONG_TITLE: &str = "Ten thousand messages";
/// The last words of that conversation.
pub(crate) const LONG_END: &str = "the very end of it";
/// Ordinary conversations.
const CONVERSATIONS: u64 = 9_999;
/// Turns, a prompt and its answer each, in all the ordinary ones together.
const TURNS: u64 = 95_000;
/// Turns of the long one.
const LONG_TURNS: u64 = 5_000;
/// Saved in one transaction.
const TOGETHER: usize = 2_000;
const MODEL: &str = "anthropic.claude-sonnet-4-20250514-v1:0";
const MINUTE: UnixMs = 60_000;

/// Copies the store to `folder`; makes it first if this checkout has none yet.
pub(crate) fn copy_to(folder: &Path) -> Outcome {
    let made = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("archive-of-200000-messages");
    if !made.exists() {
        let started = Instant::now();
        eprintln!("making a store of 10,000 conversations and 200,000 messages ...");
        let unfinished = made.with_extension("unfinished");
        fs::remove_dir_all(&unfinished).or_else(|error| match error.kind() {
            io::ErrorKind::NotFound => Ok(()),
            _ => Err(error),
        })?;
        make(&unfinished)?;
        fs::rename(&unfinished, &made)?;
        eprintln!("... in {} s", started.elapsed().as_secs());
    }
    copy(&made, folder)
}

fn copy(from: &Path, to: &Path) -> Outcome {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

fn make(folder: &Path) -> Outcome {
    let now = UnixMs::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())?;
    let (mut store, _) = Store::open(folder, now).map_err(|problem| format!("{problem:?}"))?;
    let mut writing = Writing {
        vocabulary: Vocabulary::new(),
        random: Random::new(42),
        mint: Mint::new(now, 1),
        saves: Vec::new(),
        clock: now - MINUTE * (TURNS + LONG_TURNS + CONVERSATIONS) as UnixMs,
    };
    for number in 0..CONVERSATIONS {
        let turns = TURNS / CONVERSATIONS + u64::from(number < TURNS % CONVERSATIONS);
        writing.conversation(&mut store, turns, None)?;
    }
    writing.conversation(&mut store, LONG_TURNS, Some(LONG_TITLE))?;
    writing.keep(&mut store)
}

/// What is needed to go on writing.
struct Writing {
    vocabulary: Vocabulary,
    random: Random,
    mint: Mint,
    saves: Vec<Save>,
    clock: UnixMs,
}

impl Writing {
    fn conversation(&mut self, store: &mut Store, turns: u64, title: Option<&str>) -> Outcome {
        let opening = self.words(4, 40);
        let mut conversation = Conversation {
            title: title.map_or_else(|| title_from(&opening), str::to_owned),
            model: MODEL.into(),
            region: Some("us-east-1".into()),
            ..Conversation::new(self.mint.conversation(), self.clock)
        };
        for turn in 0..turns {
            let last = title.is_some() && turn + 1 == turns;
            self.turn(&mut conversation, last);
            if self.saves.len() >= TOGETHER {
                self.keep(store)?;
            }
        }
        Ok(())
    }

    fn turn(&mut self, conversation: &mut Conversation, last: bool) {
        self.clock += MINUTE;
        let asked = self.words(5, 60);
        let mut said = self.words(20, 200);
        if last {
            said = format!("{said}\n\n{LONG_END}");
        }
        let prompt = self.message(conversation, conversation.head, Role::User, Status::Complete);
        let prompt = Message { blocks: vec![Block::Text(asked)], ..prompt };
        let answer =
            self.message(conversation, Some(prompt.id), Role::Assistant, Status::Streaming);
        conversation.updated = self.clock;
        conversation.head = Some(answer.id);
        conversation.messages += 2;
        let finish = Save::Finish {
            answer: answer.id,
            status: Status::Complete,
            blocks: vec![Block::Text(said)],
            making: Box::new(Making { model: MODEL.into(), ..Making::default() }),
            at: self.clock,
        };
        self.saves.push(Save::Begin {
            conversation: Box::new(conversation.clone()),
            expected_head: prompt.parent,
            prompt: Some(Box::new(prompt)),
            answer: Box::new(answer),
        });
        self.saves.push(finish);
    }

    fn message(
        &mut self,
        conversation: &Conversation,
        parent: Option<MessageId>,
        role: Role,
        status: Status,
    ) -> Message {
        let making =
            (role == Role::Assistant).then(|| Making { model: MODEL.into(), ..Making::default() });
        let id = self.mint.message();
        let message = Message::new(id, conversation.id, parent, role, self.clock);
        Message { status, making, ..message }
    }

    fn words(&mut self, least: u64, most: u64) -> String {
        let count = least + self.random.below(most - least);
        self.vocabulary.text(&mut self.random, count)
    }

    fn keep(&mut self, store: &mut Store) -> Outcome {
        let kept = store.save_together(&self.saves).map_err(|problem| format!("{problem:?}"));
        self.saves.clear();
        Ok(kept?)
    }
}
