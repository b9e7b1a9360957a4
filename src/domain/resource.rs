//! Kinds of things an account holds, one descriptor each: how they are listed, read, named, and what
//! can be done with them. Everything the API's facts say of the operations named here is read there.
//! Not here: the descriptors themselves (kinds), or any screen.

use serde_json::{Value, json};

use super::operation::Call;

/// A kind of resource.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// What is typed to reach it, such as `provisioned-throughput`.
    pub name: &'static str,
    /// What it is called above a list.
    pub title: &'static str,
    /// One of them, in a sentence.
    pub one: &'static str,
    /// Its word in the bar of tabs, where it has a tab.
    pub tab: Option<&'static str>,
    /// How they are listed.
    pub list: Listing,
    /// How one is read.
    pub get: Reading,
    /// The members of a row that name it and say how it stands.
    pub row: Members,
    /// What its ARNs say before its id: the resource type, such as `provisioned-model`.
    pub arn: &'static str,
    /// What a list shows, the most important first: those there is no room for are left out.
    pub columns: &'static [Column],
    /// The statuses in which a model is invoked by its ARN, or through what serves it, where one of the
    /// kind can be; all of them where none is named.
    pub invoked: Option<&'static [&'static str]>,
    /// Statuses that change by themselves.
    pub moving: &'static [&'static str],
    /// Statuses that mean that something went wrong.
    pub failed: &'static [&'static str],
    /// What can be done, each with its operation.
    pub actions: &'static [Action],
    /// Whether it takes tags.
    pub tags: bool,
}

/// How resources of a kind are listed.
#[derive(Debug, PartialEq, Eq)]
pub struct Listing {
    /// The operation.
    pub operation: &'static str,
    /// The member of its answer that holds the rows. Of an account's only one, which is no list, the
    /// member that holds it.
    pub rows: &'static str,
    /// Whether there is but one in an account and region.
    pub single: bool,
    /// The member of the input by which the operation lists one part at a time, with its values in
    /// the order in which they are listed; none where it lists all of them.
    pub parts: Option<(&'static str, &'static [&'static str])>,
}

/// How one resource is read.
#[derive(Debug, PartialEq, Eq)]
pub struct Reading {
    /// The operation.
    pub operation: &'static str,
    /// The member of its input that names the resource; none where there is but one.
    pub by: Option<&'static str>,
    /// The path of the name in its answer, where a row has it elsewhere.
    pub name: &'static str,
}

/// Where a row of a kind says what: paths of members, such as `summary/status`; empty where it
/// says nothing of it.
#[derive(Debug, PartialEq, Eq)]
pub struct Members {
    /// Its name.
    pub name: &'static str,
    /// What it is read, changed and deleted by: its ARN, or its id where it has no ARN.
    pub id: &'static str,
    /// How it stands.
    pub status: &'static str,
    /// When it was made.
    pub created: &'static str,
    /// Why it failed.
    pub failure: &'static str,
    /// How a change of it goes, where that stands beside its status.
    pub update: &'static str,
}

/// A column of a list.
#[derive(Debug, PartialEq, Eq)]
pub struct Column {
    /// What stands above it.
    pub title: &'static str,
    /// The path of the member it shows.
    pub member: &'static str,
    /// How it is written.
    pub form: Form,
    /// Columns it takes; the name takes what is left.
    pub width: u16,
}

/// How the value of a column is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As it stands.
    Text,
    /// In words, with the colour of how things stand.
    Status,
    /// A time, as how long ago it was.
    Age,
    /// A time to come, as how long it will be.
    Until,
    /// What an ARN names, without where it is.
    Name,
    /// A number.
    Count,
    /// The elements of a list, joined.
    List,
    /// Of provisioned throughput: what its units cost an hour, in US dollars.
    Hourly,
    /// The same since it was made.
    Spent,
}

/// Something that can be done with resources of a kind.
#[derive(Debug, PartialEq, Eq)]
pub struct Action {
    /// Its operation.
    pub operation: &'static str,
    /// What it does, in a word or two.
    pub word: &'static str,
    /// What sort of thing it is.
    pub sort: Sort,
    /// The member of its input that names the resource; none where it makes a new one.
    pub by: Option<&'static str>,
    /// Members of its input that begin as a member of the resource: input, path in the resource.
    pub from: &'static [(&'static str, &'static str)],
    /// The statuses in which it can be done; in all where none is named.
    pub when: &'static [&'static str],
    /// The member of the resource that must have this value; any where none is named.
    pub only: Option<(&'static str, &'static str)>,
    /// What comes of it, in a sentence, where that cannot be undone.
    pub does: &'static str,
}

/// What sort of action it is: decides its key and what is asked before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Makes a new one; a form.
    Create,
    /// Changes one; a form.
    Update,
    /// Makes something else of one; a form.
    Derive,
    /// Stops one.
    Stop,
    /// Deletes one.
    Delete,
}

impl Listing {
    /// The member and the values of the parts that are listed one after the other: none where all is
    /// listed at once, or a part is asked for.
    pub fn parts_of(
        &self,
        is_set: impl Fn(&str) -> bool,
    ) -> Option<(&'static str, &'static [&'static str])> {
        self.parts.filter(|(member, _)| !is_set(member))
    }
}

impl Kind {
    /// The action of this sort, where there is one; the first of several.
    pub fn action(&self, sort: Sort) -> Option<&'static Action> {
        self.actions.iter().find(|action| action.sort == sort)
    }

    /// The call that reads one of them.
    pub fn reading(&self, id: &str) -> Call {
        let mut input = json!({});
        if let Some(by) = self.get.by {
            input[by] = json!(id);
        }
        Call::new(self.get.operation, input)
    }

    /// What a row, or what was read of one, gives as its name; empty where that is none.
    pub fn named<'a>(&self, body: &'a Value) -> &'a str {
        let names = [self.row.name, self.get.name].map(|path| text(body, path));
        names.into_iter().find(|name| !name.is_empty()).unwrap_or_default()
    }

    /// The name of a row, else what it is read by.
    pub fn name_of<'a>(&self, row: &'a Value) -> &'a str {
        let name = self.named(row);
        if name.is_empty() { self.id_of(row) } else { name }
    }

    /// What a row is read by.
    pub fn id_of<'a>(&self, row: &'a Value) -> &'a str {
        text(row, self.row.id)
    }

    /// How a row stands: a change of it that runs or failed says more than the status it runs beside.
    pub fn status_of<'a>(&self, row: &'a Value) -> &'a str {
        let update = text(row, self.row.update);
        let told = self.moving.contains(&update) || self.failed.contains(&update);
        if told { update } else { text(row, self.row.status) }
    }

    /// Whether a row's status changes by itself.
    pub fn moves(&self, row: &Value) -> bool {
        self.moving.contains(&self.status_of(row))
    }
}

/// An operation that lists all of a kind, under this member.
pub(crate) const fn lists(operation: &'static str, rows: &'static str) -> Listing {
    Listing { operation, rows, single: false, parts: None }
}

/// A column.
pub(crate) const fn col(
    title: &'static str,
    member: &'static str,
    form: Form,
    width: u16,
) -> Column {
    Column { title, member, form, width }
}

/// An action that needs no more.
pub(crate) const fn act(sort: Sort, operation: &'static str, word: &'static str) -> Action {
    Action { operation, word, sort, by: None, from: &[], when: &[], only: None, does: "" }
}

impl Action {
    /// The same on the resource this member names.
    pub(crate) const fn by(mut self, member: &'static str) -> Self {
        self.by = Some(member);
        self
    }

    /// The same, with members that begin as the resource has them.
    pub(crate) const fn from(mut self, members: &'static [(&'static str, &'static str)]) -> Self {
        self.from = members;
        self
    }

    /// The same, only in these statuses.
    pub(crate) const fn when(mut self, statuses: &'static [&'static str]) -> Self {
        self.when = statuses;
        self
    }

    /// The same, only where a member has this value.
    pub(crate) const fn only(mut self, member: &'static str, value: &'static str) -> Self {
        self.only = Some((member, value));
        self
    }

    /// The same, with what comes of it.
    pub(crate) const fn does(mut self, sentence: &'static str) -> Self {
        self.does = sentence;
        self
    }

    /// Whether it can be done while the resource stands like this.
    pub fn possible(&self, status: &str) -> bool {
        self.when.is_empty() || self.when.contains(&status)
    }

    /// Whether it is an action on such resources at all: AWS's own cannot be deleted.
    pub fn is_for(&self, resource: &Value) -> bool {
        self.only.is_none_or(|(member, value)| text(resource, member) == value)
    }
}

/// The value at a path of members, such as `statusDetails/validationDetails`.
pub fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    if path.is_empty() {
        return None;
    }
    path.split('/').try_fold(value, |value, member| value.get(member)).filter(|v| !v.is_null())
}

/// The text at a path; empty where there is none.
pub fn text<'a>(value: &'a Value, path: &str) -> &'a str {
    at(value, path).and_then(Value::as_str).unwrap_or_default()
}

/// A time as the API writes it, RFC 3339 or seconds since the epoch, in Unix milliseconds.
pub fn time(value: &Value) -> Option<i64> {
    match value {
        Value::String(text) => {
            text.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_millisecond)
        }
        #[expect(clippy::cast_possible_truncation, reason = "milliseconds of any real date fit")]
        Value::Number(seconds) => seconds.as_f64().map(|seconds| (seconds * 1_000.0) as i64),
        _ => None,
    }
}
