//! All resources of an account, in all Regions, and the passing of time over them. What a request
//! may do with them is in `call` and in the files of the kinds.

use crate::simulator::answer::random::Random;
use crate::simulator::resource::clock::Clock;
use crate::simulator::resource::kind::Kind;
use crate::simulator::resource::model_access::Access;
use crate::simulator::resource::moment;
use crate::simulator::resource::record::{Move, Record};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};

/// A request that carried a token: operation, Region, token.
pub(crate) type TokenKey = (String, String, String);

/// What the account holds.
#[derive(Debug)]
pub(crate) struct Stock {
    pub(crate) clock: Clock,
    /// How long a state lasts, in milliseconds.
    pub(crate) step: i64,
    /// By the order in which they were made.
    pub(crate) records: BTreeMap<u64, Record>,
    /// What was answered to a token: the input it came with, and the answer.
    pub(crate) tokens: HashMap<TokenKey, (Value, Value)>,
    /// The configuration of logging, by Region.
    pub(crate) logging: BTreeMap<String, Value>,
    pub(crate) access: Access,
    minted: u64,
}

impl Stock {
    pub(crate) fn new(clock: Clock, step: i64) -> Self {
        Self {
            clock,
            step,
            records: BTreeMap::new(),
            tokens: HashMap::new(),
            logging: BTreeMap::new(),
            access: Access::default(),
            minted: 0,
        }
    }

    /// A new id: twelve letters and digits. The n-th of an account is always the same.
    pub(crate) fn mint(&mut self) -> String {
        const DIGITS: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyz";
        self.minted += 1;
        let mut random = Random::new(self.minted ^ 0x0bed_70c4);
        let digit = |random: &mut Random| char::from(DIGITS[random.below(36) as usize]);
        (0..12).map(|_| digit(&mut random)).collect()
    }

    /// Puts a resource beside the others.
    pub(crate) fn add(&mut self, mut record: Record) {
        self.minted += 1;
        record.order = self.minted;
        self.records.insert(record.order, record);
    }

    /// Brings every resource up to a moment.
    pub(crate) fn settle(&mut self, now: i64) {
        loop {
            let mut due: Vec<(i64, u64)> = self
                .records
                .values()
                .filter_map(|record| Some((record.moves.front()?.at, record.order)))
                .filter(|(at, _)| *at <= now)
                .collect();
            if due.is_empty() {
                return;
            }
            due.sort_unstable();
            for (at, order) in due {
                self.move_on(order, at);
            }
        }
    }

    fn move_on(&mut self, order: u64, at: i64) {
        let Some(record) = self.records.get_mut(&order) else { return };
        let Some(Move { set, then, .. }) = record.moves.pop_front() else { return };
        record.set(set);
        if let Some(then) = then {
            then(self, order, at);
        }
    }

    /// The resource of an ARN.
    pub(crate) fn find(&self, arn: &str) -> Option<&Record> {
        self.records.values().find(|record| record.arn == arn)
    }

    /// The same, to change it.
    pub(crate) fn find_mut(&mut self, arn: &str) -> Option<&mut Record> {
        self.records.values_mut().find(|record| record.arn == arn)
    }

    /// Those of a kind in a Region, in the order they were made.
    pub(crate) fn of<'a>(
        &'a self,
        kind: &'static Kind,
        region: &'a str,
    ) -> impl Iterator<Item = &'a Record> {
        self.records.values().filter(move |record| record.kind == kind && record.region == region)
    }

    /// Takes a resource away.
    pub(crate) fn remove(&mut self, arn: &str) {
        self.records.retain(|_, record| record.arn != arn);
    }
}

/// A change of status `steps` from `now`, with the members that go with it.
pub(crate) fn change(at: i64, status: &str, members: Value) -> Move {
    let mut set = match members {
        Value::Object(members) => members,
        _ => serde_json::Map::new(),
    };
    set.insert("status".to_owned(), Value::from(status));
    // Each kind has one of these names for it.
    for member in ["lastModifiedTime", "lastUpdatedAt", "updatedAt"] {
        set.insert(member.to_owned(), moment::value(at));
    }
    Move { at, set, then: None }
}
