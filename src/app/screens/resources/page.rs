//! A page of a kind's list: what it is asked for with, and which one comes after it.
//! Not here: the rows it brings (board).

use serde_json::{Map, Value, json};

use crate::api::lookup;
use crate::api::operation::Pagination;
use crate::domain::resource::Kind;

/// Rows asked for at once: the most every list operation takes.
const ROWS: u64 = 100;

/// A page: where it begins. The default is the first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// Of which part of the list, where the service lists it by parts.
    part: usize,
    /// The service's token of it; none where its part begins with it.
    token: Option<String>,
}

impl Page {
    /// The input that asks for it, with what narrows the list.
    pub fn input(&self, kind: &Kind, query: &Map<String, Value>) -> Map<String, Value> {
        let mut input = query.clone();
        let parts = kind.list.parts_of(|member| query.contains_key(member));
        if let Some((member, value)) = parts.and_then(|(m, all)| Some((m, all.get(self.part)?))) {
            input.insert(member.to_owned(), json!(value));
        }
        if let Some(pages) = pages(kind) {
            if let Some(limit) = &pages.limit {
                input.insert(limit.clone(), json!(ROWS));
            }
            if let Some(token) = &self.token {
                input.insert(pages.input_token.clone(), json!(token));
            }
        }
        input
    }

    /// The page after it, given what it was answered with; none after the last.
    pub fn next(&self, kind: &Kind, query: &Map<String, Value>, body: &Value) -> Option<Self> {
        let token = pages(kind).and_then(|pages| body.get(&pages.output_token)?.as_str());
        if let Some(token) = token {
            return Some(Self { part: self.part, token: Some(token.to_owned()) });
        }
        let parts = kind.list.parts_of(|member| query.contains_key(member));
        let part = self.part + 1;
        parts.filter(|(_, all)| part < all.len()).map(|_| Self { part, token: None })
    }
}

fn pages(kind: &Kind) -> Option<&'static Pagination> {
    lookup::operation(kind.list.operation).and_then(|operation| operation.pagination.as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::kinds::{GUARDRAIL, PROFILE};

    fn query(of: &Value) -> Map<String, Value> {
        of.as_object().cloned().unwrap_or_default()
    }

    #[test]
    fn a_list_by_parts_goes_on_with_the_next_part_after_its_last_page() {
        let all = query(&json!({}));
        let first = Page::default();
        let asked = |page: &Page| Value::Object(page.input(&PROFILE, &all));
        assert_eq!(asked(&first), json!({"maxResults": 100, "typeEquals": "APPLICATION"}));
        let second = first.next(&PROFILE, &all, &json!({"nextToken": "t"})).unwrap();
        let wanted = json!({"maxResults": 100, "typeEquals": "APPLICATION", "nextToken": "t"});
        assert_eq!(asked(&second), wanted);
        let third = second.next(&PROFILE, &all, &json!({})).unwrap();
        assert_eq!(asked(&third), json!({"maxResults": 100, "typeEquals": "SYSTEM_DEFINED"}));
        assert_eq!(third.next(&PROFILE, &all, &json!({})), None);
    }

    #[test]
    fn who_asks_for_a_part_gets_that_one() {
        let own = query(&json!({"typeEquals": "APPLICATION"}));
        let first = Page::default();
        assert_eq!(first.input(&PROFILE, &own)["typeEquals"], "APPLICATION");
        assert_eq!(first.next(&PROFILE, &own, &json!({})), None);
        assert_eq!(first.next(&GUARDRAIL, &query(&json!({})), &json!({})), None);
    }
}
