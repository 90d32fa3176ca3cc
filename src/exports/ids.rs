//! Identifiers of Graph and Azure, and names that a scenario takes.

use std::collections::BTreeSet;

/// The lengths of the groups of hexadecimal digits in a GUID.
const GROUPS: [usize; 5] = [8, 4, 4, 4, 12];
/// Bytes of a name that is kept, which leaves room for what follows it.
const LONGEST: usize = 40;

/// What is wrong with a GUID, if anything is.
pub(crate) fn flaw(guid: &str) -> Option<String> {
    let groups: Vec<&str> = guid.split('-').collect();
    let hexadecimal = guid.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
    if !hexadecimal || groups.len() != GROUPS.len() {
        return Some("not a GUID; used as it is".into());
    }
    let digits: usize = groups.iter().map(|group| group.len()).sum();
    let sound = groups.iter().map(|group| group.len()).eq(GROUPS);
    (!sound).then(|| format!("{digits} digits in a GUID of 32; used as it is"))
}

/// A path of Azure Resource Manager, in lower case, as Azure compares it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ResourceId(pub String);

impl ResourceId {
    /// The path as a key, without what does not count.
    pub(crate) fn new(text: &str) -> Self {
        Self(text.trim().trim_end_matches('/').to_lowercase())
    }

    /// What stands behind this segment: `/subnets/NAME`.
    fn after(&self, segment: &str) -> Option<&str> {
        let mut parts = self.0.split('/');
        parts.find(|part| *part == segment)?;
        parts.next().filter(|name| !name.is_empty())
    }

    /// The name of the subnet that it leads to.
    pub(crate) fn subnet(&self) -> Option<&str> {
        self.after("subnets")
    }

    /// What is wrong with its subscription, if anything is.
    pub(crate) fn flaw(&self) -> Option<String> {
        match self.after("subscriptions") {
            None => Some("no path of a resource in an Azure subscription; used as it is".into()),
            Some(subscription) => {
                flaw(subscription).map(|flaw| format!("the subscription's id has a flaw: {flaw}"))
            }
        }
    }
}

/// Gives the things of one kind their names in a scenario.
#[derive(Debug)]
pub(crate) struct Namer {
    prefix: &'static str,
    taken: BTreeSet<String>,
    given: usize,
}

impl Namer {
    /// Names like `PREFIX-1`.
    pub(crate) fn new(prefix: &'static str) -> Self {
        Self { prefix, taken: BTreeSet::new(), given: 0 }
    }

    /// The next name: what is kept of its own, or else its kind and number.
    pub(crate) fn name(&mut self, own: Option<&str>) -> String {
        self.given += 1;
        let plain = || format!("{}-{}", self.prefix, self.given);
        let first = own.and_then(tame).unwrap_or_else(plain);
        let mut name = first.clone();
        let mut again = 1;
        while !self.taken.insert(name.to_lowercase()) {
            again += 1;
            name = format!("{first}-{again}");
        }
        name
    }
}

/// What a scenario can take of a name: letters and digits, with `-` for everything between.
fn tame(name: &str) -> Option<String> {
    let mut tamed = String::new();
    for c in name.chars() {
        let c = if c.is_alphanumeric() || c == '_' { c } else { '-' };
        let fits = tamed.len() + c.len_utf8() <= LONGEST;
        if fits && !(c == '-' && tamed.ends_with('-')) {
            tamed.push(c);
        }
    }
    let tamed = tamed.trim_matches(['-', '_']);
    (!tamed.is_empty()).then(|| tamed.to_string())
}

/// Whether a word is one that an enumeration could have, and so may be repeated.
pub(crate) fn is_word(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphabetic())
        && text.len() <= 80
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guid_with_a_flaw_is_told_what_is_wrong() {
        for (guid, told) in [
            ("00000000-1111-2222-3333-444444444444", None),
            ("0000000-1111-2222-3333-444444444444", Some("31 digits in a GUID of 32")),
            ("000000000-111-2222-3333-444444444444", Some("32 digits in a GUID of 32")),
            ("xxxxxxxx-1111-2222-3333-444444444444", Some("not a GUID")),
            ("", Some("not a GUID")),
        ] {
            let flaw = flaw(guid);
            let told_so = flaw.as_deref().map(|flaw| flaw.trim_end_matches("; used as it is"));
            assert_eq!(told_so, told, "{guid}");
        }
    }

    #[test]
    fn a_resource_knows_its_subnet_and_its_flaw() {
        let text = "/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/RG/\
                    providers/Microsoft.Network/virtualNetworks/V/subnets/Default/";
        let id = ResourceId::new(text);
        assert_eq!((id.subnet(), id.flaw()), (Some("default"), None));
        assert!(ResourceId::new("/subscriptions/x/subnets/").subnet().is_none());
        assert!(ResourceId::new("default").flaw().is_some());
    }

    #[test]
    fn names_are_neutral_or_tamed_and_never_twice() {
        let mut book = Namer::new("anc");
        let names: Vec<_> =
            [None, Some("West Europe / HR"), Some("west-europe-hr"), Some("=\"|\"")]
                .map(|own| book.name(own))
                .to_vec();
        assert_eq!(names, ["anc-1", "West-Europe-HR", "west-europe-hr-2", "anc-4"]);
        let long = book.name(Some(&"é".repeat(500)));
        assert_eq!(long.len(), 40);
        assert_eq!(book.name(Some("__x--")), "x");
    }

    #[test]
    fn only_words_of_enumerations_may_be_repeated() {
        for (text, is) in [
            ("provisionedWithWarnings", true),
            ("adele@example.com", false),
            ("Adele Vance", false),
            ("1x", false),
            ("", false),
        ] {
            assert_eq!(is_word(text), is, "{text}");
        }
    }
}
