//! What the engine must know of a kind of resource. What the kind does is in its own file.

/// A kind of resource.
#[derive(Debug)]
pub(crate) struct Kind {
    /// The type in its ARN, such as `provisioned-model`. It names the kind.
    pub(crate) path: &'static str,
    /// What messages call it.
    pub(crate) noun: &'static str,
    /// The members that hold its name, that of its detail first.
    pub(crate) names: &'static [&'static str],
    /// The members that hold its ARN.
    pub(crate) arns: &'static [&'static str],
    /// The members that hold its id, the last part of the ARN.
    pub(crate) ids: &'static [&'static str],
    /// Filters of its list whose name does not say the member they look at: the filter, the member.
    pub(crate) filters: &'static [(&'static str, &'static str)],
    /// How many an account may have in a Region.
    pub(crate) quota: usize,
    /// Two of them may have the same name.
    pub(crate) namesakes: bool,
}

/// Two kinds are the same when their ARNs say so.
impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path
    }
}
