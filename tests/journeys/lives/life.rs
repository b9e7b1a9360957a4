//! The life of a resource as a user sees it: what every life does with keys, and what it looks for on
//! the screen and on the wire. Not here: the lives themselves (beside this), or the form (filling).

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use outcrop::domain::resource::{Kind, Sort};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::bedrock::Bedrock;
use crate::filling;
use crate::runner::{Runner, Setup, flat};

/// A role any of them may be given.
pub(crate) const ROLE: &str = "arn:aws:iam::123456789012:role/Bedrock";

/// What stands above a list that is narrowed.
const NARROWED: &str = "us-east-1 · /";

/// One request that reached the simulator.
struct Sent {
    id: String,
    operation: String,
    path: String,
    body: Value,
}

/// A program on the list of a kind, with an account of its own.
pub(crate) struct Life {
    pub(crate) runner: Runner,
    pub(crate) bedrock: Bedrock,
    kind: &'static Kind,
    /// The kind shown.
    here: Cell<&'static Kind>,
    sent: RefCell<Vec<Sent>>,
    _place: TempDir,
}

impl Life {
    /// In an empty account.
    pub(crate) fn of(kind: &'static Kind) -> Self {
        Self::beside(kind, "", 0)
    }

    /// In an account that holds so many of a kind of another, `filled-00001` and so on.
    pub(crate) fn beside(kind: &'static Kind, others: &str, count: usize) -> Self {
        let place = tempfile::tempdir().unwrap();
        let bedrock = Bedrock::start();
        if count > 0 {
            bedrock.script.account.fill(others, count).unwrap();
        }
        let runner = Setup::new(place.path(), &bedrock).start();
        let (here, sent) = (Cell::new(kind), RefCell::default());
        let life = Self { runner, bedrock, kind, here, sent, _place: place };
        life.go(kind);
        life
    }

    /// Goes to the resources of a kind.
    pub(crate) fn go(&self, kind: &'static Kind) {
        self.here.set(kind);
        self.runner.go_to_list(kind.name, kind.title);
    }

    /// Opens the form of a new one, over the list of all.
    pub(crate) fn new_one(&self) {
        self.back();
        self.runner.press("n");
        self.runner.wait_for(&format!("New {}", self.here.get().one));
    }

    /// Opens a form that changes one, or makes something else of it, by its word among the actions.
    pub(crate) fn act(&self, word: &str) {
        self.runner.press("a");
        self.runner.wait_for("What to do");
        self.runner.type_text(word);
        self.runner.wait_for(word);
        self.runner.press("enter");
        self.runner.wait_for(" is not sent ");
    }

    /// Types a value into the row of a label; what stood there goes.
    pub(crate) fn set(&self, label: &str, value: &str) {
        filling::reset(&self.runner, label, value);
    }

    /// Opens what a row holds, and comes back.
    pub(crate) fn inside(&self, label: &str, fill: impl FnOnce()) {
        filling::inside(&self.runner, label, fill);
    }

    /// Gives it a tag in the row of this label.
    pub(crate) fn tagged(&self, label: &str, key: &str, value: &str) {
        self.inside(label, || filling::add_pair(&self.runner, key, value));
    }

    /// Writes the whole input in the user's own editor.
    pub(crate) fn write(&self, input: &Value) {
        self.runner.will_write(&input.to_string());
        self.runner.press("ctrl-g");
        self.runner.wait("the form filled", |screen| {
            !screen.contains(" needed ") && !screen.contains("was not taken")
        });
    }

    /// Looks at what would be sent, sends it, and gives what was sent.
    pub(crate) fn send(&self, operation: &str) -> Value {
        self.sent_after(operation, || {
            self.review(operation);
            self.runner.press("enter");
        })
    }

    /// The same of what costs: its name is asked for.
    pub(crate) fn sign(&self, operation: &str, name: &str) -> Value {
        self.sent_after(operation, || {
            self.review(operation);
            self.runner.press("enter");
            self.runner.wait_for(&format!("This is billed. Type {name} "));
            self.runner.type_text(name);
            self.runner.press("enter");
        })
    }

    fn review(&self, operation: &str) {
        self.runner.press("ctrl-s");
        let command = format!("aws bedrock {}", dashed(operation));
        let summary = self.runner.wait_for("The same with the AWS CLI");
        assert!(summary.contains(&command), "{command} in\n{summary}");
    }

    /// What these keys sent, once it was answered and the list read again.
    fn sent_after(&self, operation: &str, keys: impl FnOnce()) -> Value {
        let before = self.count(operation);
        keys();
        let done = format!("{operation}: done.");
        self.runner.wait(&done, |screen| {
            let open = [" is not sent ", "is being sent", "This is billed", "oading…"];
            screen.contains(&done)
                && self.count(operation) > before
                && open.iter().all(|words| !screen.contains(words))
        });
        self.last(operation)
    }

    /// What the last call of an operation sent.
    pub(crate) fn last(&self, operation: &str) -> Value {
        self.take_in();
        let sent = self.sent.borrow();
        let last = sent.iter().rfind(|sent| sent.operation == operation);
        last.unwrap_or_else(|| panic!("{operation} was never sent")).body.clone()
    }

    /// The ARN that the last reading of one named in its path.
    pub(crate) fn arn(&self, operation: &str) -> String {
        let path = self.last_path(operation);
        let arn = &path[path.find("arn%3A").or_else(|| path.find("arn:")).unwrap()..];
        arn.replace("%3A", ":").replace("%2F", "/")
    }

    /// The path and query of the last call of an operation.
    pub(crate) fn last_path(&self, operation: &str) -> String {
        self.take_in();
        let sent = self.sent.borrow();
        let last = sent.iter().rfind(|sent| sent.operation == operation);
        last.unwrap_or_else(|| panic!("{operation} was never sent")).path.clone()
    }

    /// Keeps what reached the simulator: its own journal forgets.
    fn take_in(&self) {
        let mut sent = self.sent.borrow_mut();
        for entry in self.bedrock.script.journal.entries() {
            if sent.iter().all(|known| known.id != entry.request_id) {
                sent.push(Sent {
                    id: entry.request_id,
                    operation: entry.operation,
                    path: entry.path,
                    body: serde_json::from_slice(&entry.body).unwrap_or_default(),
                });
            }
        }
    }

    /// Waits until the row of a name says this.
    pub(crate) fn row(&self, name: &str, says: &str) {
        self.runner.wait(&format!("{name} that is {says}"), |screen| {
            screen.lines().any(|line| begins(line, name) && line.contains(says))
        });
        self.take_in();
    }

    /// Waits until no row has this name.
    pub(crate) fn no_row(&self, name: &str) {
        self.runner.wait(&format!("list without {name}"), |screen| {
            !screen.contains(" to confirm") && !screen.lines().any(|line| begins(line, name))
        });
    }

    /// Lets the time of one state pass: it is announced how the one of this name stands then, and its
    /// row says it.
    pub(crate) fn becomes(&self, name: &str, status: &str) {
        self.bedrock.script.account.step();
        self.runner.wait_for(&format!("{name} is {status} now"));
        self.row(name, status);
    }

    /// Looks at the one of this name.
    pub(crate) fn look(&self, name: &str) {
        self.find(name);
        self.row(name, "");
        self.runner.press("enter");
        let whole = format!("› {name}");
        self.runner.wait(&format!("{name} whole"), |screen| {
            screen.contains(&whole) && !screen.contains("loading…")
        });
        self.take_in();
    }

    /// Selects the one of this name by the filter, which stays.
    pub(crate) fn find(&self, name: &str) {
        self.runner.press("/");
        self.runner.wait_for("/ ");
        self.runner.press("ctrl-u");
        self.runner.type_text(name);
        self.runner.wait_for(&format!("/ {name}"));
        self.runner.press("enter");
        self.runner.wait_for(&format!("/{name}"));
    }

    /// Waits until what is looked at says this of that.
    pub(crate) fn shows(&self, label: &str, value: &str) {
        self.runner.wait(&format!("{label} {value}"), |screen| {
            screen.lines().any(|line| line.contains(label) && line.contains(value))
        });
    }

    /// The same where its first member is what says it.
    pub(crate) fn shows_in(&self, part: &str, label: &str, value: &str) {
        self.runner.wait(&format!("{part} with {label} {value}"), |screen| {
            let mut lines = screen.lines().skip_while(|line| !line.contains(part)).skip(1);
            lines.next().is_some_and(|line| line.contains(label) && line.contains(value))
        });
    }

    /// Waits until the whole sentence stands on the screen, wherever it is wrapped.
    pub(crate) fn says(&self, sentence: &str) {
        self.runner.wait(sentence, |screen| flat(screen).contains(sentence));
    }

    /// Back to the list of all.
    pub(crate) fn back(&self) {
        for over in [" › ", NARROWED] {
            if self.runner.screen().contains(over) {
                self.runner.press("esc");
                self.runner.wait_gone(over);
            }
        }
    }

    /// Sets a tag on what is meant, sees it, and takes it away again.
    pub(crate) fn tag(&self) {
        self.runner.press("t");
        self.runner.wait_for("of 50 ");
        self.runner.type_text("stage=trial");
        self.runner.press("enter");
        self.runner.wait_for("Set the tag stage");
        self.runner.press("y");
        let set = |screen: &str| {
            let listed = |line: &str| line.contains("stage") && line.contains("trial");
            !screen.contains("stage=trial") && screen.lines().any(listed)
        };
        self.runner.wait("the tag in the list", set);
        assert_eq!(self.last("TagResource")["tags"][0]["value"], "trial");
        // The new one stands last.
        (0..5).for_each(|_| self.runner.press("down"));
        self.runner.press("ctrl-x");
        self.runner.wait_for("Remove the tag stage");
        self.runner.press("y");
        self.runner.wait("no such tag", |screen| !screen.contains("trial") && !set(screen));
        self.runner.press("esc");
        self.runner.wait_gone("of 50 ");
        assert_eq!(self.last("UntagResource")["tagKeys"], json!(["stage"]));
    }

    /// Does to what is meant what needs its name typed, and sees it accepted.
    pub(crate) fn confirm(&self, sort: Sort, name: &str) {
        self.sign_off(sort, name);
        let word = self.here.get().action(sort).unwrap().word;
        self.runner.wait_for(&format!("{name}: {word} was accepted"));
        self.take_in();
    }

    /// Types the name that is asked for before something is stopped or deleted: without it nothing
    /// is done.
    pub(crate) fn sign_off(&self, sort: Sort, name: &str) {
        let action = self.here.get().action(sort).unwrap();
        self.runner.press(if sort == Sort::Stop { "s" } else { "d" });
        self.runner.wait_for(&format!("Type {name} to confirm"));
        self.runner.press("enter");
        self.runner.wait_for("Not done");
        let count = self.count(action.operation);
        self.runner.type_text(&format!("{name}?"));
        self.runner.press("enter");
        self.runner.press("backspace");
        self.runner.wait_gone(&format!("│ {name}?"));
        assert_eq!(self.count(action.operation), count, "{} before its name stood", action.word);
        self.runner.press("enter");
    }

    fn count(&self, operation: &str) -> usize {
        self.take_in();
        self.sent.borrow().iter().filter(|sent| sent.operation == operation).count()
    }

    /// The end: everything the kind can do was done.
    pub(crate) fn over(self) {
        self.take_in();
        let sent: BTreeSet<String> =
            self.sent.borrow().iter().map(|sent| sent.operation.clone()).collect();
        let actions = self.kind.actions.iter().map(|action| action.operation);
        let tags = ["ListTagsForResource", "TagResource", "UntagResource"];
        let tags = tags.into_iter().filter(|_| self.kind.tags);
        let reads = [self.kind.list.operation, self.kind.get.operation];
        for operation in actions.chain(reads).chain(tags) {
            assert!(sent.contains(operation), "{operation} is no part of this life");
        }
        self.runner.quit();
    }
}

/// Whether a line is the row of a name; a mark may stand before it.
fn begins(line: &str, name: &str) -> bool {
    let row = line.trim_start_matches(|letter: char| !letter.is_alphanumeric());
    row.strip_prefix(name).is_some_and(|rest| rest.starts_with("  "))
}

/// An operation as the AWS CLI names it.
fn dashed(operation: &str) -> String {
    let mut name = String::new();
    for letter in operation.chars() {
        if letter.is_uppercase() && !name.is_empty() {
            name.push('-');
        }
        name.extend(letter.to_lowercase());
    }
    name
}
