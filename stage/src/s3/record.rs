//! The record: what was asked, by whom, and what a role must be permitted for it.

use super::action::{Action, Condition};
use super::deed::Deed;
use http::{Method, StatusCode};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What was asked, in the order in which it was.
#[derive(Debug, Clone, Default)]
pub struct Record {
    pub deeds: Vec<Deed>,
}

/// That someone needs to do something with a kind of objects.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Permission {
    pub identity: String,
    pub action: Action,
    /// A kind of objects in a bucket; of what is done to a bucket itself, the bucket.
    pub resource: String,
}

impl Record {
    /// How many requests there were with this method and this key.
    pub fn count(&self, method: Method, key: &str) -> usize {
        self.of(method).filter(|deed| deed.key == key).count()
    }

    /// How many requests there were with this method.
    pub fn all(&self, method: Method) -> usize {
        self.of(method).count()
    }

    fn of(&self, method: Method) -> impl Iterator<Item = &Deed> {
        self.deeds.iter().filter(move |deed| deed.method == method)
    }

    /// Everything that someone needed. `kind` says of a bucket and a key which kind of objects that is.
    pub fn permissions(&self, kind: impl Fn(&str, &str) -> String) -> BTreeSet<Permission> {
        self.needed(&kind).map(|(permission, _)| permission).collect()
    }

    /// On which conditions each kind of objects was put. A policy that demands a condition refuses what has none.
    pub fn conditions(
        &self,
        kind: impl Fn(&str, &str) -> String,
    ) -> BTreeSet<(Permission, Condition)> {
        self.needed(&kind).filter(|(need, _)| need.action == Action::PutObject).collect()
    }

    /// Who was told that an object is missing, and of which bucket. Only who may list is told so; others are told that
    /// they may not read it.
    pub fn told_missing(&self) -> BTreeSet<(String, String)> {
        let missing =
            |deed: &&Deed| deed.status == Some(StatusCode::NOT_FOUND) && !deed.key.is_empty();
        let missing = self.deeds.iter().filter(missing);
        missing.map(|deed| (deed.who.clone(), deed.bucket.clone())).collect()
    }

    /// All of this for who proves that a template grants exactly this.
    pub fn json(&self, kind: impl Fn(&str, &str) -> String) -> Value {
        let conditional = |(permission, condition): &(Permission, Condition)| {
            let mut named = permission.json();
            named["condition"] = condition.to_string().into();
            named
        };
        let missing = |(identity, bucket): &(String, String)| json!({ "identity": identity, "resource": bucket });
        json!({
            "permissions": self.permissions(&kind).iter().map(Permission::json).collect::<Vec<_>>(),
            "conditions": self.conditions(&kind).iter().map(conditional).collect::<Vec<_>>(),
            "told_missing": self.told_missing().iter().map(missing).collect::<Vec<_>>(),
        })
    }

    /// Fails where something was asked that nobody has thought of.
    pub fn all_known(&self) {
        let strange = self.deeds.iter().filter(|deed| !deed.is_known());
        let strange = strange.map(|deed| &deed.line).collect::<Vec<_>>();
        assert!(strange.is_empty(), "expected requests of a known kind, found {strange:#?}");
    }

    fn needed(
        &self,
        kind: &impl Fn(&str, &str) -> String,
    ) -> impl Iterator<Item = (Permission, Condition)> {
        self.all_known();
        self.deeds.iter().flat_map(move |deed| {
            let resource = match deed.key.as_str() {
                "" => deed.bucket.clone(),
                key => kind(&deed.bucket, key),
            };
            deed.needs.iter().map(move |&action| {
                let (identity, resource) = (deed.who.clone(), resource.clone());
                (Permission { identity, action, resource }, deed.condition)
            })
        })
    }
}

impl Permission {
    fn json(&self) -> Value {
        let Self { identity, action, resource } = self;
        json!({ "identity": identity, "action": action.to_string(), "resource": resource })
    }
}
