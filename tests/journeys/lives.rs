//! The life of each kind of resource through the screens: made in its form, watched, read, changed,
//! tagged, stopped, deleted, and seen to fail, as far as its API has that. Not here: seeded resources
//! (managing), or requests that go wrong on their way (requesting).

mod jobs;
mod life;
mod models;
mod serving;

/// A test for each life.
macro_rules! lives {
    ($($life:ident in $file:ident,)*) => { $(#[test] fn $life() { $file::$life() })* };
}

lives! {
    throughput in serving,
    customization in jobs,
    custom_model in models,
    deployment in serving,
    batch in jobs,
}
