//! Scopes of the syntax definitions to our roles: the most specific scope that says anything wins.
//! Not here: colours (`ui`), running the parser (`highlight`).

use std::collections::HashMap;

use syntect::parsing::{Scope, ScopeStack};

use super::style::Role;

/// Scope prefixes and what they mean; where two fit one scope, the first wins.
const TABLE: [(&str, Role); 61] = [
    ("comment", Role::Comment),
    ("punctuation.definition.comment", Role::Comment),
    ("string", Role::String),
    ("punctuation.definition.string", Role::String),
    ("constant.character.escape", Role::Constant),
    ("constant.character", Role::String),
    ("constant.numeric", Role::Number),
    ("constant.other.color", Role::Number),
    ("constant.language", Role::Constant),
    ("constant.other.placeholder", Role::Constant),
    ("constant", Role::Constant),
    ("keyword.operator.word", Role::Keyword),
    ("keyword.operator.logical.python", Role::Keyword),
    ("keyword.operator.logical.sql", Role::Keyword),
    ("keyword.operator", Role::Operator),
    ("keyword", Role::Keyword),
    ("storage.type.numeric", Role::Number),
    ("storage", Role::Keyword),
    ("entity.name.function", Role::Function),
    ("entity.name.macro", Role::Function),
    ("support.function", Role::Function),
    ("support.macro", Role::Function),
    ("variable.function", Role::Function),
    ("entity.name.tag", Role::Tag),
    ("entity.name.label", Role::Attribute),
    ("entity.name.section", Role::Type),
    ("entity.name.constant", Role::Constant),
    ("entity.name.type", Role::Type),
    ("entity.name.class", Role::Type),
    ("entity.name.struct", Role::Type),
    ("entity.name.enum", Role::Type),
    ("entity.name.trait", Role::Type),
    ("entity.name.interface", Role::Type),
    ("entity.name.impl", Role::Type),
    ("entity.name.namespace", Role::Type),
    ("entity.name.module", Role::Type),
    ("entity.name", Role::Type),
    ("entity.other.inherited-class", Role::Type),
    ("entity.other.attribute-name", Role::Attribute),
    ("entity.other", Role::Attribute),
    ("support.type.property-name", Role::Variable),
    ("support.type", Role::Type),
    ("support.class", Role::Type),
    ("support.constant", Role::Constant),
    ("support.variable", Role::Variable),
    ("support", Role::Type),
    ("meta.annotation", Role::Attribute),
    ("meta.attribute", Role::Attribute),
    ("meta.decorator", Role::Attribute),
    ("variable.annotation", Role::Attribute),
    ("variable.language", Role::Constant),
    ("variable.parameter", Role::Variable),
    ("variable.other.constant", Role::Constant),
    ("variable.other.member", Role::Variable),
    ("variable", Role::Variable),
    ("markup.inserted", Role::Inserted),
    ("markup.deleted", Role::Deleted),
    ("markup.heading", Role::Keyword),
    ("markup.raw", Role::String),
    ("punctuation.definition.variable", Role::Variable),
    ("punctuation", Role::Punctuation),
];

/// The table, ready for comparing, with what was asked before.
pub(crate) struct Roles {
    table: Vec<(Scope, Role)>,
    known: HashMap<Scope, Option<Role>>,
    key: Option<Scope>,
}

impl Roles {
    /// Interns the scope names.
    pub(crate) fn new() -> Self {
        let parse = |(name, role): &(&str, Role)| Some((Scope::new(name).ok()?, *role));
        Self {
            table: TABLE.iter().filter_map(parse).collect(),
            known: HashMap::new(),
            key: Scope::new("meta.mapping.key").ok(),
        }
    }

    /// The role of text inside these scopes.
    pub(crate) fn of(&mut self, stack: &ScopeStack) -> Role {
        let mut scopes = stack.as_slice().iter().rev();
        match scopes.find_map(|scope| self.one(*scope)) {
            // The keys of JSON are strings inside a key.
            Some(Role::String) if self.is_key(stack) => Role::Tag,
            Some(role) => role,
            None => Role::CodeText,
        }
    }

    fn is_key(&self, stack: &ScopeStack) -> bool {
        let is_key = |scope: &Scope| self.key.is_some_and(|key| key.is_prefix_of(*scope));
        stack.as_slice().iter().any(is_key)
    }

    fn one(&mut self, scope: Scope) -> Option<Role> {
        let table = &self.table;
        *self.known.entry(scope).or_insert_with(|| {
            let fits = |(prefix, _): &&(Scope, Role)| prefix.is_prefix_of(scope);
            table.iter().find(fits).map(|(_, role)| *role)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::str::FromStr;

    #[test]
    fn the_most_specific_scope_wins() {
        let mut roles = Roles::new();
        for (scopes, role) in [
            ("source.rust", Role::CodeText),
            ("source.rust meta.function keyword.other", Role::Keyword),
            ("source.rust string.quoted constant.character.escape", Role::Constant),
            ("source.json meta.mapping.key.json string.quoted.double.json", Role::Tag),
            ("source.json meta.mapping.value.json string.quoted.double.json", Role::String),
            ("source.python meta.annotation variable.annotation", Role::Attribute),
        ] {
            let stack = ScopeStack::from_str(scopes).unwrap();
            assert_eq!(roles.of(&stack), role, "{scopes}");
        }
    }
}
