//! Licenses, groups and changes that do not fit together.

use super::{Case, around};

/// A tenant of which much can be changed; what goes before it completes it.
const TENANT: &str = r#"
[subnet.cpc-weu]
prefix = "10.0.0.0/24"
[connection.anc-weu]
join = "entra"
subnet = "cpc-weu"
region = "westeurope"
[connection.anc-hybrid]
join = "hybrid"
subnet = "cpc-weu"
[policy.everyone]
connections = ["anc-weu"]
groups = ["staff", "shop"]
[policy.hosted]
network = "microsoft-hosted"
groups = ["gamers"]
gpu = true
[policy.spare]
network = "microsoft-hosted"
groups = []
[group.staff]
[group.shop]
license = "frontline"
[group.gamers]
[group.empty]
[license.frontline]
available = 10
kind = "frontline_dedicated"
[license.large]
[wave.first]
group = "staff"
users = 10
[wave.second]
group = "staff"
users = 200
[wave.shop]
group = "shop"
users = 10
[wave.gamers]
group = "gamers"
users = 10
[condition.deny]
what = "azure_policy_deny"
from = "+1d"
"#;

const LICENSES: &[Case] = &[
    ("no such license", "[group.g]\nlicense = \"frontlin\"\n"),
    ("an unknown kind", "[license.l]\nkind = \"frontline\"\n"),
    ("a number as a text", "[licenses]\navailable = \"450\"\n"),
    ("unlimited as a word", "[license.l]\navailable = \"unlimited\"\n"),
    ("a number in the wrong place", "[license]\navailable = 450\n"),
    ("an unknown membership", "[group.g]\nmembership = \"nested\"\nlicensing = \"by group\"\n"),
    ("grace as Graph says it", "[loss]\ngracePeriodInHours = 168\n"),
    ("an unknown way to notice", "[loss]\nnoticed = \"immediately\"\n"),
];

const KEYS: &[Case] = &[
    ("no what", "[change.c]\nat = \"+1d\"\n"),
    ("an unknown what", "[change.c]\nwhat = \"reprovisoin\"\nat = \"+1d\"\n"),
    ("no instant", "[change.c]\nwhat = \"remove_license\"\n"),
    ("no instant for a policy", "[change.c]\nwhat = \"unassign_policy\"\npolicy = \"everyone\"\n"),
    ("two instants", "[change.c]\nwhat = \"remove_license\"\nat = \"+1d\"\nper_user = \"2d\"\n"),
    (
        "a lifetime of a policy",
        "[change.c]\nwhat = \"unassign_policy\"\npolicy = \"everyone\"\nper_user = \"2d\"\n",
    ),
    ("beyond the horizon", "[change.c]\nwhat = \"remove_license\"\nat = \"+15d\"\n"),
    (
        "a key it does not take",
        "[change.c]\nwhat = \"remove_license\"\nat = \"+1d\"\npolicy = \"everyone\"\n",
    ),
    ("keys that it lacks", "[change.c]\nwhat = \"assign_policy\"\nat = \"+1d\"\n"),
    ("no number", "[change.c]\nwhat = \"set_licenses\"\nat = \"+1d\"\nlicense = \"larg\"\n"),
    (
        "a cycle of no kind",
        "[change.c]\nwhat = \"start_sync_cycle\"\nat = \"+1d\"\npolicy_type = \"full\"\n",
    ),
];

const WHOM: &[Case] = &[
    (
        "a group and a wave",
        "[change.c]\nwhat = \"delete_user\"\nat = \"+1d\"\ngroup = \"staff\"\nwave = \"first\"\n",
    ),
    (
        "a number and a share",
        "[change.c]\nwhat = \"delete_user\"\nat = \"+1d\"\nusers = 5\nshare = 0.1\n",
    ),
    (
        "more users than there are",
        "[change.c]\nwhat = \"delete_user\"\nat = \"+1d\"\nwave = \"first\"\nusers = 11\n",
    ),
    ("a percentage", "[change.c]\nwhat = \"delete_user\"\nat = \"+1d\"\nshare = 10\n"),
    ("a wave misspelt", "[change.c]\nwhat = \"delete_user\"\nat = \"+1d\"\nwave = \"frist\"\n"),
    ("nobody", "[change.c]\nwhat = \"delete_user\"\nat = \"+1d\"\ngroup = \"empty\"\n"),
    (
        "the admin center's status",
        "[change.c]\nwhat = \"delete_user\"\nat = \"+1d\"\nwhile = \"In grace period\"\n",
    ),
    (
        "a status in which nothing happens",
        "[change.c]\nwhat = \"end_grace\"\nat = \"+1d\"\nwhile = \"provisioned\"\n",
    ),
    (
        "a status among several",
        "[change.c]\nwhat = \"resize\"\nat = \"+1d\"\nwave = \"first\"\nwhile = \"failed\"\n",
    ),
];

const POLICIES: &[Case] = &[
    (
        "assigned already",
        "[change.c]\nwhat = \"assign_policy\"\nat = \"+1d\"\npolicy = \"everyone\"\ngroup = \"staff\"\n",
    ),
    (
        "assigned twice",
        "[change.b]\nwhat = \"assign_policy\"\nat = \"+2d\"\npolicy = \"spare\"\ngroup = \"empty\"\n\
         [change.a]\nwhat = \"assign_policy\"\nat = \"+1d\"\npolicy = \"spare\"\ngroup = \"empty\"\n",
    ),
    (
        "not assigned",
        "[change.c]\nwhat = \"unassign_policy\"\nat = \"+1d\"\npolicy = \"hosted\"\ngroup = \"staff\"\n",
    ),
    (
        "assigned to nobody",
        "[change.c]\nwhat = \"unassign_policy\"\nat = \"+1d\"\npolicy = \"spare\"\n",
    ),
    (
        "deleted while assigned",
        "[change.c]\nwhat = \"delete_policy\"\nat = \"+2d\"\npolicy = \"everyone\"\n\
         [change.d]\nwhat = \"unassign_policy\"\nat = \"+1d\"\npolicy = \"everyone\"\ngroup = \"shop\"\n",
    ),
    (
        "changed after its deletion",
        "[change.c]\nwhat = \"edit_policy\"\nat = \"+2d\"\npolicy = \"spare\"\nimage = \"custom\"\n\
         [change.d]\nwhat = \"delete_policy\"\nat = \"+1d\"\npolicy = \"spare\"\n",
    ),
    (
        "an edit of nothing",
        "[change.c]\nwhat = \"edit_policy\"\nat = \"+1d\"\npolicy = \"spare\"\n",
    ),
    (
        "an edit to a GPU where there is none",
        "[change.c]\nwhat = \"edit_policy\"\nat = \"+1d\"\npolicy = \"everyone\"\ngpu = true\n",
    ),
    (
        "an edit to connections that join differently",
        "[change.c]\nwhat = \"edit_policy\"\nat = \"+1d\"\npolicy = \"spare\"\n\
         connections = [\"anc-weu\", \"anc-hybrid\"]\n",
    ),
];

const ACTIONS: &[Case] = &[
    ("a resize of Frontline", "[change.c]\nwhat = \"resize\"\nat = \"+1d\"\ngroup = \"shop\"\n"),
    (
        "a resize to Frontline",
        "[change.c]\nwhat = \"resize\"\nat = \"+1d\"\ngroup = \"staff\"\nto = \"frontline\"\n",
    ),
    ("a resize of GPUs", "[change.c]\nwhat = \"resize\"\nat = \"+1d\"\ngroup = \"gamers\"\n"),
    (
        "a direct resize with what belongs to groups",
        "[change.c]\nwhat = \"resize\"\nat = \"+1d\"\ngroup = \"staff\"\ntarget_after = \"2h\"\n",
    ),
    (
        "a resize from different licenses",
        "[change.c]\nwhat = \"resize\"\nat = \"+1d\"\n[group.more]\nlicense = \"large\"\n\
         [wave.more]\ngroup = \"more\"\nusers = 1\n",
    ),
    ("a move to nowhere", "[change.c]\nwhat = \"move\"\nat = \"+1d\"\nwave = \"first\"\n"),
    (
        "a move to another kind of join",
        "[change.c]\nwhat = \"move\"\nat = \"+1d\"\nwave = \"first\"\nto_connection = \"anc-hybrid\"\n",
    ),
    (
        "a move to where they are",
        "[change.c]\nwhat = \"move\"\nat = \"+1d\"\nwave = \"first\"\nto_connection = \"anc-weu\"\n",
    ),
    (
        "a move of too many",
        "[change.c]\nwhat = \"move\"\nat = \"+1d\"\ngroup = \"staff\"\nshare = 0.5\n\
         to_connection = \"anc-neu\"\n[connection.anc-neu]\njoin = \"entra\"\nsubnet = \"cpc-weu\"\n",
    ),
    (
        "a move of the Microsoft-hosted network",
        "[change.c]\nwhat = \"move\"\nat = \"+1d\"\ngroup = \"gamers\"\nto_connection = \"anc-weu\"\n",
    ),
    (
        "a repair of nothing",
        "[change.c]\nwhat = \"repair\"\nat = \"+1d\"\ncondition = \"denied\"\n",
    ),
    (
        "a repair before the harm",
        "[change.c]\nwhat = \"repair\"\nat = \"+12h\"\ncondition = \"deny\"\n",
    ),
];

#[test]
fn a_license_that_could_not_be_is_refused() {
    insta::assert_snapshot!(around(TENANT, LICENSES));
}

#[test]
fn a_change_with_other_keys_than_its_own_is_refused() {
    insta::assert_snapshot!(around(TENANT, KEYS));
}

#[test]
fn a_change_of_nobody_in_particular_is_refused() {
    insta::assert_snapshot!(around(TENANT, WHOM));
}

#[test]
fn a_policy_is_followed_through_its_changes() {
    insta::assert_snapshot!(around(TENANT, POLICIES));
}

#[test]
fn a_resize_move_or_repair_that_could_not_be_is_refused() {
    insta::assert_snapshot!(around(TENANT, ACTIONS));
}
