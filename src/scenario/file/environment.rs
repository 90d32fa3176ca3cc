//! Conditions and the admin as written.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};

use crate::kernel::variate::Distribution;
use crate::provisioning::condition::kind;
use crate::scenario::instant::Instant;
use crate::scenario::reader::{FromNode, Reader};
use crate::scenario::section::{section, word_schema, words};
use crate::scenario::tree::Node;
use crate::scenario::value::{Probability, word};

section! {
    /// A state of the environment that makes provisioning fail.
    pub struct Condition {
        /// What the state is.
        required what: What,
        /// The connection that it concerns.
        optional connection: String,
        /// The subnet that it concerns.
        optional subnet: String,
        /// The Azure region that it concerns.
        optional region: String,
        /// The Active Directory forest that it concerns.
        optional forest: String,
        /// The provisioning policy that it concerns.
        optional policy: String,
        /// The site link that it concerns.
        optional site_link: String,
        /// The health check that fails.
        optional check: String,
        /// Where the blocked endpoint is needed.
        optional endpoint: Endpoint,
        /// The Intune enrollment restriction that blocks.
        optional restriction: Restriction,
        /// What is wrong with the custom image.
        optional fault: Fault,
        /// How likely it is to arise at all in a rollout; certain if not given.
        optional probability: Probability,
        /// When it begins; the simulation's start if not given.
        optional from: Instant,
        /// When it ends; never if not given.
        optional until: Instant,
    }
}

/// What the state is: a word of the table of conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct What(&'static str);

impl What {
    /// As a scenario spells it.
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

impl FromNode for What {
    const WHAT: &'static str = "a kind of condition";

    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let words = kind::words();
        let read = word(&node.value, &words);
        reader.leaf(node, read.map(|at| Self(words[at])))
    }
}

impl JsonSchema for What {
    fn schema_name() -> Cow<'static, str> {
        "What".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let first = |word| kind::of_word(word).next().expect("a word has a kind");
        let says: Vec<_> = kind::words().into_iter().map(|word| [first(word).says]).collect();
        let words: Vec<_> = kind::words().into_iter().zip(says.iter().map(|s| &s[..])).collect();
        word_schema(&["A state of the environment that makes provisioning fail."], &words)
    }
}

words! {
    /// Where an endpoint is needed.
    pub enum Endpoint {
        /// By the Cloud PC itself.
        CloudPc = "cloud_pc",
        /// For the enrollment in Microsoft Intune.
        Intune = "intune",
    }
}

words! {
    /// An Intune enrollment restriction.
    pub enum Restriction {
        /// The default one, of all users.
        Default = "default",
        /// A custom one, of some users.
        Custom = "custom",
    }
}

words! {
    /// What is wrong with a custom image.
    pub enum Fault {
        /// Its disk is larger than the license's.
        DiskTooLarge = "disk_too_large",
        /// Its Windows version is out of support.
        NotSupported = "not_supported",
        /// It does not support a trusted platform module.
        NoTpm = "no_tpm",
        /// It needs a larger license.
        SizeDoesNotFit = "size_does_not_fit",
        /// It was joined before it was captured.
        DomainJoined = "domain_joined",
    }
}

section! {
    /// What the administrator does about failures.
    pub struct Admin {
        /// Retries Cloud PCs that have failed.
        optional retry_failed: RetryFailed,
        /// Has a failed connection checked again.
        optional recheck: Recheck,
        /// Deletes network interfaces that clean-up has left behind.
        optional delete_leaked: DeleteLeaked,
        /// Repairs states of the environment.
        optional repair: Repair,
    }
}

section! {
    /// The administrator's retry of a failed Cloud PC: a new row of attempts.
    pub struct RetryFailed {
        /// How long after its failure.
        required after: Distribution,
        /// How often at most for one Cloud PC.
        optional at_most: u64,
    }
}

section! {
    /// The administrator's check of a connection that has failed one.
    pub struct Recheck {
        /// How long after the failed check.
        required after: Distribution,
    }
}

section! {
    /// The administrator's removal of network interfaces that clean-up could not delete.
    pub struct DeleteLeaked {
        /// How long after the clean-up.
        required after: Distribution,
    }
}

section! {
    /// The administrator's repair of a state of the environment that made something fail.
    pub struct Repair {
        /// How long after it first failed an attempt or a health check.
        required after: Distribution,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provisioning::condition::kind::Key;
    use crate::provisioning::condition::table::KINDS;

    #[test]
    fn the_words_that_choose_a_kind_are_those_of_the_table() {
        let choices = |key| KINDS.iter().filter_map(move |k| k.choice.filter(|(of, _)| *of == key));
        let table = |key| choices(key).map(|(_, value)| value).collect::<Vec<_>>();
        let endpoints: Vec<_> = Endpoint::ALL.iter().map(|word| word.as_str()).collect();
        assert_eq!(table(Key::Endpoint), endpoints);
        let restrictions: Vec<_> = Restriction::ALL.iter().map(|word| word.as_str()).collect();
        assert_eq!(table(Key::Restriction), restrictions);
        let faults: Vec<_> = Fault::ALL.iter().map(|word| word.as_str()).collect();
        assert_eq!(table(Key::Fault), faults);
    }
}
