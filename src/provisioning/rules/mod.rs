//! The catalog of the rules of provisioning, each with its ground.
//!
//! Ids are stable and may have gaps. `STEP-0` to `STEP-8` are this project's own numbering of the
//! documented steps: gate, capacity, machine, network, join, Intune, primary user, settings,
//! assignment. `STEP-4` is the Microsoft Entra join; on a hybrid connection the domain join
//! (`STEP-4b`) and the wait for the device object (`STEP-4c`) take its place. `STATUS`, `HC`,
//! `JOIN`, `GPU`, `TIME` and `COND` are its own ids as well; `CON` rules settle what the documents
//! contradict or leave open. [`NOT_MODELED`] tells which rules the model does not act on;
//! [`coverage`] tells where each passage of the two main documents went.

mod addresses;
pub mod coverage;
mod identity;
mod network;
mod not_modeled;
mod process;
mod recovery;
mod settled;
mod sources;
mod tenancy;

pub use not_modeled::{NOT_MODELED, why_not_modeled};
pub use sources::SOURCES;

use super::evidence::{Evidence, Rule};

/// Every rule, by subject.
pub const RULES: &[Rule] = &joined();

/// The rule of that id, in whatever case it is written.
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id.eq_ignore_ascii_case(id))
}

const SUBJECTS: [&[Rule]; 7] = [
    process::PROCESS,
    network::NETWORK,
    addresses::ADDRESSES,
    identity::IDENTITY,
    tenancy::TENANCY,
    recovery::RECOVERY,
    settled::SETTLED,
];
const COUNT: usize = counted();

// Counted and joined by the compiler, where iterators do not run yet.
const fn counted() -> usize {
    let (mut subject, mut count) = (0, 0);
    while subject < SUBJECTS.len() {
        count += SUBJECTS[subject].len();
        subject += 1;
    }
    count
}

const fn joined() -> [Rule; COUNT] {
    let mut all = [SUBJECTS[0][0]; COUNT];
    let (mut subject, mut next) = (0, 0);
    while subject < SUBJECTS.len() {
        let (_, rest) = all.split_at_mut(next);
        let (target, _) = rest.split_at_mut(SUBJECTS[subject].len());
        target.copy_from_slice(SUBJECTS[subject]);
        next += SUBJECTS[subject].len();
        subject += 1;
    }
    all
}

const fn documented(id: &'static str, says: &'static str, source: &'static str) -> Rule {
    Rule { id, says, evidence: Evidence::Documented { source } }
}

const fn observed(id: &'static str, says: &'static str, source: &'static str) -> Rule {
    Rule { id, says, evidence: Evidence::Observed { source } }
}

const fn derived(id: &'static str, says: &'static str, from: &'static str) -> Rule {
    Rule { id, says, evidence: Evidence::Derived { from } }
}

const fn assumed(id: &'static str, says: &'static str, because: &'static str) -> Rule {
    Rule { id, says, evidence: Evidence::Assumed { because } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn is_source(key: &str) -> bool {
        SOURCES.iter().any(|source| source.key == key)
    }

    /// The words of a text, with hyphens kept, so that ids and keys are words.
    fn words(text: &str) -> impl Iterator<Item = &str> {
        text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
    }

    fn looks_like_an_id(word: &str) -> bool {
        word.split_once('-').is_some_and(|(subject, number)| {
            subject.chars().all(|c| c.is_ascii_uppercase())
                && number.starts_with(|c: char| c.is_ascii_digit())
        })
    }

    #[test]
    fn ids_and_keys_are_unique() {
        let ids: BTreeSet<_> = RULES.iter().map(|rule| rule.id).collect();
        assert_eq!(ids.len(), RULES.len());
        let keys: BTreeSet<_> = SOURCES.iter().map(|source| source.key).collect();
        assert_eq!(keys.len(), SOURCES.len());
    }

    #[test]
    fn rules_of_one_subject_stand_together() {
        let mut subjects: Vec<_> = RULES.iter().filter_map(|r| r.id.split_once('-')).collect();
        subjects.dedup_by_key(|(subject, _)| *subject);
        let subjects: Vec<_> = subjects.into_iter().map(|(subject, _)| subject).collect();
        let order = "PROV STEP CORE POST ASG STATUS FAIL ANC ALT HC IP JOIN ID SYNC CS REP LIC \
                     GPU FL RETRY CLEAN MDM TIME COND CON";
        assert_eq!(subjects.join(" "), order);
    }

    #[test]
    fn every_ground_names_known_sources_and_rules() {
        for rule in RULES {
            let known = |key: &str| match rule.evidence {
                Evidence::Documented { .. } | Evidence::Observed { .. } => is_source(key),
                Evidence::Derived { .. } => {
                    key != rule.id && (is_source(key) || find(key).is_some())
                }
                Evidence::Assumed { .. } => true,
            };
            assert!(
                rule.evidence.ground().split(", ").all(known),
                "{}: {}",
                rule.id,
                rule.evidence
            );
        }
    }

    #[test]
    fn every_rule_that_a_text_mentions_is_in_the_catalog() {
        for rule in RULES {
            for word in words(rule.says).chain(words(rule.evidence.ground())) {
                assert!(!looks_like_an_id(word) || find(word).is_some(), "{}: {word}", rule.id);
            }
        }
    }

    #[test]
    fn every_source_grounds_a_rule() {
        for source in SOURCES {
            let used = RULES.iter().any(|r| words(r.evidence.ground()).any(|w| w == source.key));
            assert!(used, "{} is named by no rule", source.key);
            assert!(!source.title.is_empty(), "{} has no title", source.key);
        }
    }

    #[test]
    fn every_assumption_and_derivation_ends_in_a_reason() {
        for rule in RULES {
            match rule.evidence {
                Evidence::Assumed { because: reason } | Evidence::Derived { from: reason } => {
                    assert!(!reason.is_empty() && !reason.ends_with('.'), "{}: {reason}", rule.id);
                }
                Evidence::Documented { .. } | Evidence::Observed { .. } => {}
            }
        }
    }

    #[test]
    fn every_rule_is_one_or_two_sentences_in_todays_words() {
        for Rule { id, says, .. } in RULES {
            assert!(says.ends_with('.') && says.matches(". ").count() <= 1, "{id}: {says}");
            for old in ["licence", "enrol ", "enrolment", "Azure AD", "on-premises network"] {
                assert!(!says.contains(old), "{id} says {old}");
            }
        }
    }

    #[test]
    fn a_rule_is_found_in_any_case() {
        for (asked, found) in [
            ("IP-03", Some("IP-03")),
            ("ip-03", Some("IP-03")),
            ("Step-8", Some("STEP-8")),
            ("step-4B", Some("STEP-4b")),
            ("IP-3", None),
            ("", None),
        ] {
            assert_eq!(find(asked).map(|rule| rule.id), found, "{asked}");
        }
    }
}
