//! The life of each kind of resource through the screens: made in its form, watched, read, changed,
//! tagged, stopped, deleted, and seen to fail, as far as its API has that. Not here: seeded resources
//! (managing), or requests that go wrong on their way (requesting).

use outcrop::domain::kinds::ALL;

mod guardrail;
mod jobs;
mod life;
mod logging;
mod models;
mod serving;

/// A test for each life, and the list of them.
macro_rules! lives {
    ($($life:ident: $kind:ident in $file:ident,)*) => {
        $(#[test] fn $life() { $file::$life() })*

        /// The kinds that have a life.
        const LIVES: &[&str] = &[$(outcrop::domain::kinds::$kind.name),*];
    };
}

lives! {
    throughput: THROUGHPUT in serving,
    customization: CUSTOMIZATION in jobs,
    custom_model: CUSTOM_MODEL in models,
    deployment: DEPLOYMENT in serving,
    batch: BATCH in jobs,
    profile: PROFILE in serving,
    guardrail: GUARDRAIL in guardrail,
    imported: IMPORTED in models,
    import: IMPORT in jobs,
    copying: COPY in jobs,
    evaluation: EVALUATION in jobs,
    router: ROUTER in serving,
    logging: LOGGING in logging,
}

#[test]
fn every_kind_has_a_life() {
    let kinds = ALL.map(|kind| kind.name);
    assert_eq!(LIVES, kinds);
}
