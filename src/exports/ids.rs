//! Identifiers of Graph and Azure, and names that a scenario takes.

use std::collections::BTreeSet;

/// The lengths of the groups of hexadecimal digits in a GUID.
const GROUPS: [usize; 5] = [8, 4, 4, 4, 12];
/// Bytes of a name that is kept, which leaves room for what follows it.
const LONGEST: usize = 40;
/// Letters of a word of an enumeration; the longest that is documented has 65.
const LONGEST_WORD: usize = 80;
/// Letters of a part of such a word.
const LONGEST_PART: usize = 20;

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

/// Whether a text is a word as enumerations have them, known or not, and so may be repeated: letters
/// in capitalized parts, perhaps with underscores. Numbers, addresses, identifiers and what encodes
/// something are none.
pub(crate) fn is_word(text: &str) -> bool {
    // The one documented name with digits in it is the product's.
    let text = text.replace("indows365", "indows");
    let plain = text.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    let begins = text.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic());
    let parts = parts(&text);
    let capitals = text.bytes().filter(u8::is_ascii_uppercase).count();
    // Encoded bytes change between capitals and small letters all the time.
    let readable =
        text.len() <= 12 || (3 * parts.len() <= text.len() && 5 * capitals <= 2 * text.len());
    plain
        && begins
        && text.len() <= LONGEST_WORD
        && parts.iter().all(|n| *n <= LONGEST_PART)
        && readable
}

/// The lengths of the parts of a word: `VNet`, `Not`, `Found`.
fn parts(word: &str) -> Vec<usize> {
    let mut parts = vec![];
    let mut before = b'_';
    for byte in word.bytes() {
        match parts.last_mut() {
            _ if byte == b'_' => {}
            Some(length)
                if before != b'_' && (before.is_ascii_uppercase() || byte.is_ascii_lowercase()) =>
            {
                *length += 1;
            }
            Some(_) | None => parts.push(1),
        }
        before = byte;
    }
    parts
}

/// How names of regions call parts of a country or continent.
const DIRECTIONS: [&str; 9] = [
    "north",
    "south",
    "east",
    "west",
    "central",
    "northeast",
    "northwest",
    "southeast",
    "southwest",
];

/// Whether a text is the name of an Azure region, or one of Windows 365's groups of regions:
/// letters, or words of which one is a direction, with a number behind them.
pub(crate) fn is_region(text: &str) -> bool {
    let words = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - words.len();
    let plain = words.trim().to_ascii_lowercase();
    let letters = words.chars().all(|c| c.is_ascii_alphabetic() || c == ' ');
    let directed = if plain.contains(' ') {
        plain.split(' ').any(|word| DIRECTIONS.contains(&word))
    } else {
        DIRECTIONS.iter().any(|d| plain.starts_with(d) || plain.ends_with(d))
    };
    let one_word = digits == 0 && is_word(text);
    text.len() <= LONGEST && digits <= 2 && letters && (directed || one_word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provisioning::condition::table::KINDS;

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
            ("resourceAvailabilityCheckIntuneCustomWindowsRestrictionViolation", true),
            ("permissionCheckNoWindows365NetworkInterfaceContributorRole", true),
            ("domainJoin_DomainNotExistOrCouldNotBeContacted", true),
            ("CpuOrRamNotFitImageOS", true),
            ("IP", true),
            ("adele@example.com", false),
            ("Adele Vance", false),
            ("0c000001-0000-4000-8000-000000000001", false),
            ("hunter2", false),
            ("QWRlbGVWYWxhZGRpbkpv", false),
            ("YWxhZGRpbjpvcGVuUGFz", false),
            ("eyJhbGciOiJub25lInQu.eyJzdWIiOiJh", false),
            ("abcdefghijklmnopqrstuvwxyz", false),
            ("_", false),
            ("1x", false),
            ("", false),
        ] {
            assert_eq!(is_word(text), is, "{text}");
        }
        let long = "aWord".repeat(17);
        assert!(!is_word(&long));
    }

    #[test]
    fn whatever_the_simulation_itself_knows_is_a_word() {
        let found = KINDS.iter().filter_map(|kind| kind.finds).map(|finding| finding.error_type);
        for word in found.chain(KINDS.iter().map(|kind| kind.word)) {
            assert!(is_word(word), "{word}");
        }
    }

    #[test]
    fn a_region_has_a_name_that_no_user_has() {
        for (text, is) in [
            ("westus2", true),
            ("East US 2", true),
            ("Germany West Central", true),
            ("europeUnion", true),
            ("brazilsouth", true),
            ("Adele Westwood", false),
            ("Clint Eastwood 12", false),
            ("Adele Vance", false),
            ("adele99", false),
            ("westus2024", false),
            ("west@example.com", false),
            ("", false),
        ] {
            assert_eq!(is_region(text), is, "{text}");
        }
    }
}
