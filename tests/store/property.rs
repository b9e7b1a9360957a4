//! Laws: any sequence of changes, closed and opened anywhere, is what a plain model says it is.
//! A tree of messages stays a tree. Not here: single cases.

use outcrop::domain::archive::{Opened, Piece, PieceKind, Save, assemble};
use outcrop::domain::ask::Role;
use outcrop::domain::content::Block;
use outcrop::domain::conversation::{Conversation, Making, Message, Sibling, Status};
use outcrop::domain::id::{ConversationId, MessageId};
use outcrop::domain::problem::Kind;
use outcrop::store::reader::Reader;
use outcrop::store::writer::Store;
use proptest::prelude::*;

use crate::fixtures::{Turn, list, new_draft, open, store, unbegun, whole};

/// What a user and a model do; `usize` picks a conversation.
#[derive(Debug, Clone)]
enum Step {
    Ask(usize, String),
    Pieces(usize, Vec<Piece>),
    End(usize, Vec<Block>),
    Type(usize, String),
    TypeNew(String),
    Rename(usize, String),
    Choose(usize, String),
    Reopen,
}

/// A conversation as it should be.
#[derive(Debug)]
struct Expected {
    turn: Turn,
    opened: Opened,
    live: Option<Vec<Piece>>,
    /// Whether the draft was typed since the store was opened.
    typed: bool,
}

fn pieces() -> impl Strategy<Value = Vec<Piece>> {
    let kind = prop_oneof![
        4 => Just(PieceKind::Text),
        2 => Just(PieceKind::Reasoning),
        1 => Just(PieceKind::Signature),
        1 => Just(PieceKind::Redacted),
        1 => Just(PieceKind::Unreadable),
    ];
    let piece = (0_u32..3, kind, "\\PC{0,6}");
    let piece = piece.prop_map(|(block, kind, text)| Piece { block, kind, text });
    prop::collection::vec(piece, 0..8)
}

fn step() -> impl Strategy<Value = Step> {
    let block = prop_oneof![
        any::<String>().prop_map(Block::Text),
        (any::<String>(), any::<Option<String>>())
            .prop_map(|(text, signature)| Block::Reasoning { text, signature }),
    ];
    let blocks = prop::collection::vec(block, 0..4);
    let one = 0_usize..3;
    prop_oneof![
        4 => (one.clone(), "\\PC{0,12}").prop_map(|(one, text)| Step::Ask(one, text)),
        4 => (one.clone(), pieces()).prop_map(|(one, pieces)| Step::Pieces(one, pieces)),
        3 => (one.clone(), blocks).prop_map(|(one, blocks)| Step::End(one, blocks)),
        2 => (one.clone(), "\\PC{0,5}").prop_map(|(one, text)| Step::Type(one, text)),
        1 => "\\PC{0,5}".prop_map(Step::TypeNew),
        1 => (one.clone(), any::<String>()).prop_map(|(one, text)| Step::Rename(one, text)),
        1 => (one, "[a-z]{1,5}").prop_map(|(one, text)| Step::Choose(one, text)),
        2 => Just(Step::Reopen),
    ]
}

impl Expected {
    fn new(turn: Turn) -> Self {
        let mut conversation = turn.conversation.clone();
        conversation.messages = 0;
        let opened = Opened {
            conversation,
            messages: Vec::new(),
            more: false,
            draft: String::new(),
            elsewhere: false,
        };
        let mut new = Self { turn, opened, live: None, typed: false };
        new.begun();
        new
    }

    fn begun(&mut self) {
        let kept = &mut self.opened.conversation;
        let (title, model, messages) = (kept.title.clone(), kept.model.clone(), kept.messages);
        *kept = self.turn.conversation.clone();
        (kept.title, kept.model, kept.messages) = (title, model, messages + 2);
        let prompt = self.turn.prompt.text();
        if self.typed || prompt.starts_with(self.opened.draft.trim()) {
            self.opened.draft.clear();
        }
        self.opened.messages.extend([self.turn.prompt.clone(), self.turn.answer.clone()]);
        self.live = Some(Vec::new());
    }

    fn ended(&mut self, status: Status, blocks: Vec<Block>) {
        self.live = None;
        let answer = self.opened.messages.last_mut().unwrap();
        (answer.status, answer.blocks) = (status, blocks);
        self.opened.conversation.status = status;
    }
}

/// Everything that should be there.
#[derive(Debug, Default)]
struct World {
    conversations: Vec<Expected>,
    unbegun: String,
}

impl World {
    /// Carries a step out on both sides.
    fn step(&mut self, step: Step, kept: &mut Store) {
        match step {
            Step::Ask(one, text) => self.ask(one, &text, kept),
            Step::Pieces(one, pieces) => {
                let Some(expected) = self.conversations.get_mut(one) else { return };
                let Some(live) = &mut expected.live else { return };
                live.extend(pieces.iter().cloned());
                expected.opened.messages.last_mut().unwrap().blocks = assemble(live);
                let answer = expected.turn.answer.id;
                kept.save(&Save::Checkpoint { answer, pieces }).unwrap();
            }
            Step::End(one, blocks) => {
                let Some(expected) = self.conversations.get_mut(one) else { return };
                if expected.live.is_none() {
                    return;
                }
                let making = Making { model: "m".into(), ..Making::default() };
                kept.save(&expected.turn.finish_with(blocks.clone(), making.clone())).unwrap();
                expected.ended(Status::Complete, blocks);
                expected.opened.messages.last_mut().unwrap().making = Some(making);
                expected.opened.conversation.updated = expected.turn.conversation.updated + 500;
            }
            Step::Type(one, text) => {
                let Some(expected) = self.conversations.get_mut(one) else { return };
                kept.save(&expected.turn.draft(&text)).unwrap();
                (expected.opened.draft, expected.typed) = (text, true);
            }
            Step::TypeNew(text) => {
                kept.save(&new_draft(&text)).unwrap();
                self.unbegun = text;
            }
            Step::Rename(one, title) => {
                let Some(expected) = self.conversations.get_mut(one) else { return };
                let conversation = expected.opened.conversation.id;
                kept.save(&Save::Rename { conversation, title: title.clone() }).unwrap();
                expected.opened.conversation.title = title;
            }
            Step::Choose(one, model) => {
                let Some(expected) = self.conversations.get_mut(one) else { return };
                let conversation = expected.opened.conversation.id;
                kept.save(&Save::Model { conversation, model: model.clone() }).unwrap();
                (expected.turn.conversation.model, expected.opened.conversation.model) =
                    (model.clone(), model);
            }
            Step::Reopen => {}
        }
    }

    fn ask(&mut self, one: usize, text: &str, kept: &mut Store) {
        let Some(expected) = self.conversations.get_mut(one) else {
            let turn = Turn::first(self.conversations.len() as i64 + 1, text);
            kept.save(&turn.begin()).unwrap();
            self.unbegun.clear();
            self.conversations.push(Expected::new(turn));
            return;
        };
        if expected.live.is_none() {
            expected.turn = expected.turn.next(text);
            kept.save(&expected.turn.begin()).unwrap();
            expected.begun();
        }
    }

    /// Closing and opening: what was live is interrupted.
    fn reopened(&mut self) {
        for expected in &mut self.conversations {
            expected.typed = false;
            if let Some(pieces) = expected.live.take() {
                expected.ended(Status::Interrupted, assemble(&pieces));
            }
        }
    }

    fn check(&self, reader: &Reader) {
        for expected in &self.conversations {
            assert_eq!(open(reader, expected.opened.conversation.id), expected.opened);
        }
        assert_eq!(unbegun(reader), self.unbegun);
        let mut rows: Vec<_> =
            self.conversations.iter().map(|one| one.opened.conversation.clone()).collect();
        rows.sort_by_key(|row| std::cmp::Reverse((row.updated, row.id)));
        assert_eq!(list(reader), rows);
    }
}

/// What grows and shows a tree; `usize` picks a message.
#[derive(Debug, Clone)]
enum Growth {
    /// A prompt after this message (an edit is one after what its first wording followed), and the
    /// answer to it.
    Prompt(Option<prop::sample::Index>),
    /// Another answer to this prompt.
    Again(prop::sample::Index),
    Show(prop::sample::Index),
    /// The answer that is live ends.
    Finish,
    /// One begun by somebody who has not seen the last change.
    Stale(prop::sample::Index),
}

fn growth() -> impl Strategy<Value = Growth> {
    let pick = || any::<prop::sample::Index>();
    prop_oneof![
        3 => proptest::option::weighted(0.8, pick()).prop_map(Growth::Prompt),
        2 => pick().prop_map(Growth::Again),
        3 => pick().prop_map(Growth::Show),
        4 => Just(Growth::Finish),
        1 => pick().prop_map(Growth::Stale),
    ]
}

/// A tree as it should be: each message with its parent, in the order they were begun.
#[derive(Default)]
struct Tree {
    messages: Vec<Message>,
    head: Option<MessageId>,
    live: Option<MessageId>,
}

impl Tree {
    fn grow(&mut self, growth: &Growth, kept: &mut Store) {
        let conversation = ConversationId(1);
        match growth {
            Growth::Prompt(after) => {
                let answers = |message: &&Message| message.role == Role::Assistant;
                let answers: Vec<_> = self.messages.iter().filter(answers).map(|m| m.id).collect();
                let after = after.filter(|_| !answers.is_empty()).map(|pick| *pick.get(&answers));
                let prompt = self.message(after, Role::User, 1);
                let answer = self.message(Some(prompt.id), Role::Assistant, 2);
                self.begin(Some(prompt), answer, kept);
            }
            Growth::Again(pick) => {
                let prompts = self.messages.iter().filter(|message| message.role == Role::User);
                let prompts: Vec<_> = prompts.map(|message| message.id).collect();
                if !prompts.is_empty() {
                    let answer = self.message(Some(*pick.get(&prompts)), Role::Assistant, 1);
                    self.begin(None, answer, kept);
                }
            }
            Growth::Show(pick) if !self.messages.is_empty() => {
                let message = pick.get(&self.messages).id;
                kept.save(&Save::Show { conversation, message }).unwrap();
                let mut below = vec![message];
                for one in &self.messages {
                    if one.parent.is_some_and(|parent| below.contains(&parent)) {
                        below.push(one.id);
                    }
                }
                self.head = below.into_iter().max();
            }
            Growth::Finish => {
                let Some(answer) = self.live.take() else { return };
                let (status, blocks) = (Status::Complete, Vec::new());
                let making = Box::default();
                kept.save(&Save::Finish { answer, status, blocks, making, at: 1 }).unwrap();
            }
            Growth::Stale(pick) if self.messages.len() > 1 => {
                let seen = pick.get(&self.messages).id;
                if Some(seen) != self.head {
                    let answer = self.message(Some(MessageId(1)), Role::Assistant, 1);
                    let begin = Self::begun(Some(seen), None, answer);
                    assert_eq!(kept.save(&begin).unwrap_err().kind, Kind::Stale);
                }
            }
            Growth::Show(_) | Growth::Stale(_) => {}
        }
    }

    /// The `nth` message from now on: ids grow as messages are begun.
    fn message(&self, parent: Option<MessageId>, role: Role, nth: usize) -> Message {
        let id = MessageId((self.messages.len() + nth) as i64);
        Message::new(id, ConversationId(1), parent, role, id.0)
    }

    fn begun(seen: Option<MessageId>, prompt: Option<Message>, answer: Message) -> Save {
        let head = Some(answer.id);
        let row = Conversation { head, ..Conversation::new(answer.conversation, 1) };
        let answer = Message { status: Status::Streaming, ..answer };
        Save::Begin {
            conversation: Box::new(row),
            expected_head: seen,
            prompt: prompt.map(Box::new),
            answer: Box::new(answer),
        }
    }

    /// One answer at a time is live here.
    fn begin(&mut self, prompt: Option<Message>, answer: Message, kept: &mut Store) {
        self.grow(&Growth::Finish, kept);
        kept.save(&Self::begun(self.head, prompt.clone(), answer.clone())).unwrap();
        (self.head, self.live) = (Some(answer.id), Some(answer.id));
        self.messages.extend(prompt.into_iter().chain([answer]));
    }

    fn check(&self, reader: &Reader) {
        if self.messages.is_empty() {
            return;
        }
        let found = whole(reader, ConversationId(1));
        let shape = |messages: &[Message]| -> Vec<_> {
            messages.iter().map(|message| (message.id, message.parent)).collect()
        };
        assert_eq!(shape(&found), shape(&self.messages));
        for (at, message) in found.iter().enumerate() {
            let siblings = |messages: &[Message]| -> u32 {
                messages.iter().filter(|one| one.parent == message.parent).count() as u32
            };
            let place = Sibling { nth: siblings(&found[..=at]), of: siblings(&found) };
            assert_eq!(message.sibling, place);
        }
        let opened = open(reader, ConversationId(1));
        assert_eq!(opened.conversation.head, self.head);
        assert!(found.iter().all(|message| message.parent != self.head), "head is a leaf");
        for shown in &opened.messages {
            assert_eq!(Some(shown), found.iter().find(|message| message.id == shown.id));
        }
        assert_eq!(opened.messages[0].parent, None);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn whatever_is_begun_and_shown_the_head_is_a_leaf_and_siblings_are_numbered_without_gaps(
        steps in prop::collection::vec(growth(), 1..40),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut kept = store(folder.path());
        let reader = kept.reader().unwrap();
        let mut tree = Tree::default();
        for step in &steps {
            tree.grow(step, &mut kept);
            tree.check(&reader);
        }
    }

    #[test]
    fn what_was_kept_is_what_is_found(steps in prop::collection::vec(step(), 1..30)) {
        let folder = tempfile::tempdir().unwrap();
        let mut kept = store(folder.path());
        let mut world = World::default();
        unbegun(&kept.reader().unwrap());
        for step in steps {
            if matches!(step, Step::Reopen) {
                drop(kept);
                kept = store(folder.path());
                world.reopened();
            }
            world.step(step, &mut kept);
            world.check(&kept.reader().unwrap());
        }
        drop(kept);
        world.reopened();
        world.check(&store(folder.path()).reader().unwrap());
    }

    #[test]
    fn recovery_makes_of_pieces_what_assemble_does(
        checkpoints in prop::collection::vec(pieces(), 0..6),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let turn = Turn::first(1, "p");
        let mut first = store(folder.path());
        first.save(&turn.begin()).unwrap();
        for pieces in checkpoints.clone() {
            first.save(&Save::Checkpoint { answer: turn.answer.id, pieces }).unwrap();
        }
        drop(first);
        let found = open(&store(folder.path()).reader().unwrap(), ConversationId(1));
        prop_assert_eq!(&found.messages[1].blocks, &assemble(&checkpoints.concat()));
    }
}
