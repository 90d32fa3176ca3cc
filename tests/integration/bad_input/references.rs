//! Names of what is not there, and what does not fit together.

use super::{Case, around, refusals, refusals_of_wholes};

const NAMES: &[Case] = &[
    ("a wave's group", "[wave.w]\ngroup = \"stuff\"\nusers = 1\n"),
    ("a wave without a group", "[wave.w]\nusers = 1\n"),
    ("a policy's group", "[policy.p]\nnetwork = \"microsoft-hosted\"\ngroups = [\"guests\"]\n"),
    ("a policy without groups", "[policy.p]\nnetwork = \"microsoft-hosted\"\n"),
    (
        "a group twice in a policy",
        "[policy.p]\nnetwork = \"microsoft-hosted\"\ngroups = [\"more\", \"more\"]\n[group.more]\n",
    ),
    ("a policy's connection", "[policy.p]\nconnections = [\"anc-weu\"]\ngroups = []\n"),
    ("no connection in the list", "[policy.p]\nconnections = []\ngroups = []\n"),
    ("no network", "[policy.p]\ngroups = []\n"),
    ("an unknown network", "[policy.p]\nnetwork = \"azure\"\ngroups = []\n"),
    ("a connection's subnet", "[connection.c]\njoin = \"entra\"\nsubnet = \"weu\"\n"),
    ("a connection without a subnet", "[connection.c]\njoin = \"entra\"\n"),
];

/// A tenant with a connection, its subnet and its region; what goes before it completes it.
const ATTACHED: &str = r#"
[subnet.cpc-weu]
prefix = "10.0.0.0/24"
[connection.anc-weu]
join = "entra"
subnet = "cpc-weu"
region = "westeurope"
[policy.everyone]
connections = ["anc-weu"]
groups = ["staff"]
[group.staff]
[wave.first]
group = "staff"
users = 10
"#;

const CONDITIONS: &[Case] = &[
    ("no what", "[condition.c]\nfrom = \"+1h\"\n"),
    ("an unknown what", "[condition.c]\nwhat = \"intune_down\"\n"),
    ("a connection misspelt", "[condition.c]\nwhat = \"delete_lock\"\nconnection = \"anc-wue\"\n"),
    ("no subnet", "[condition.c]\nwhat = \"no_address\"\n"),
    ("a subnet misspelt", "[condition.c]\nwhat = \"no_address\"\nsubnet = \"cpc\"\n"),
    ("no region", "[condition.c]\nwhat = \"region_without_capacity\"\n"),
    (
        "a region misspelt",
        "[condition.c]\nwhat = \"region_without_capacity\"\nregion = \"West Europe\"\n",
    ),
    ("no check", "[condition.c]\nwhat = \"health_check_fails\"\n"),
    ("a check misspelt", "[condition.c]\nwhat = \"health_check_fails\"\ncheck = \"dsn\"\n"),
    (
        "a key it does not take",
        "[condition.c]\nwhat = \"no_address\"\nsubnet = \"cpc-weu\"\nconnection = \"anc-weu\"\n",
    ),
    (
        "a key that none of its kind takes",
        "[condition.c]\nwhat = \"intune_outage\"\nregion = \"westeurope\"\n",
    ),
    ("an endpoint unknown", "[condition.c]\nwhat = \"endpoint_blocked\"\nendpoint = \"avd\"\n"),
    (
        "ends before it begins",
        "[condition.c]\nwhat = \"intune_outage\"\nfrom = \"+2h\"\nuntil = \"+1h\"\n",
    ),
    (
        "ends as it begins",
        "[condition.c]\nwhat = \"intune_outage\"\nfrom = \"+2h\"\nuntil = \"+2h\"\n",
    ),
    (
        "begins beyond the horizon",
        "horizon = \"1d\"\n[condition.c]\nwhat = \"intune_outage\"\nfrom = \"+2d\"\n",
    ),
    (
        "begins before the start",
        "start = \"2026-03-02T08:00\"\n[condition.c]\nwhat = \"intune_outage\"\nfrom = \"2026-03-02T07:59\"\n",
    ),
    ("begins without a plus", "[condition.c]\nwhat = \"intune_outage\"\nfrom = \"2d\"\n"),
];

const KINDS: &[Case] = &[
    ("a what misspelt", "[condition.c]\nwhat = \"scp_mising\"\n"),
    ("a what that is no text", "[condition.c]\nwhat = 3\n"),
    (
        "a region that is not offered",
        "[condition.c]\nwhat = \"region_unsupported\"\nregion = \"westeurope\"\n",
    ),
    (
        "an expired password where no domain is joined",
        "[condition.c]\nwhat = \"join_password_expired\"\nconnection = \"anc-weu\"\n",
    ),
    (
        "an OU where no domain is joined",
        "[condition.c]\nwhat = \"ou_not_found\"\nconnection = \"anc-weu\"\n",
    ),
    (
        "a script policy where no domain is joined",
        "[condition.c]\nwhat = \"all_signed\"\nconnection = \"anc-weu\"\n",
    ),
    (
        "a domain controller of a connection misspelt",
        "[condition.c]\nwhat = \"domain_controller_unreachable\"\nconnection = \"anc-wue\"\n",
    ),
    ("a forest of nobody", "[condition.c]\nwhat = \"scp_missing\"\nforest = \"contoso.com\"\n"),
    (
        "a connection for a forest",
        "[condition.c]\nwhat = \"scp_missing\"\nconnection = \"anc-weu\"\n",
    ),
    ("no site link", "[condition.c]\nwhat = \"site_link_down\"\n"),
    ("a site link of nobody", "[condition.c]\nwhat = \"site_link_down\"\nsite_link = \"hq-weu\"\n"),
    (
        "a site link for Entra Connect",
        "[condition.c]\nwhat = \"connect_down\"\nsite_link = \"hq-weu\"\n",
    ),
    ("a connection for AD FS", "[condition.c]\nwhat = \"adfs_down\"\nconnection = \"anc-weu\"\n"),
    ("no fault", "[condition.c]\nwhat = \"image_fault\"\npolicy = \"everyone\"\n"),
    ("an unknown fault", "[condition.c]\nwhat = \"image_fault\"\nfault = \"too_old\"\n"),
    (
        "a fault of a gallery image",
        "[condition.c]\nwhat = \"image_fault\"\nfault = \"no_tpm\"\npolicy = \"everyone\"\n",
    ),
    ("a fault of no image", "[condition.c]\nwhat = \"image_fault\"\nfault = \"no_tpm\"\n"),
    (
        "a policy misspelt",
        "[condition.c]\nwhat = \"image_fault\"\nfault = \"no_tpm\"\npolicy = \"everyon\"\n",
    ),
    ("a fault of roles", "[condition.c]\nwhat = \"missing_roles\"\nfault = \"no_tpm\"\n"),
    (
        "a subnet for a resource group",
        "[condition.c]\nwhat = \"resource_group_missing\"\nsubnet = \"cpc-weu\"\n",
    ),
    (
        "a restriction unknown",
        "[condition.c]\nwhat = \"intune_restriction\"\nrestriction = \"all\"\n",
    ),
    (
        "a connection for Intune's tenant",
        "[condition.c]\nwhat = \"intune_tenant_moving\"\nconnection = \"anc-weu\"\n",
    ),
    ("a repair without a length", "[admin]\nrepair = {}\n"),
];

const POLICIES: &[Case] = &[
    (
        "both networks",
        "[policy.p]\nconnections = [\"anc-weu\"]\nnetwork = \"microsoft-hosted\"\ngroups = []\n",
    ),
    ("a connection twice", "[policy.p]\nconnections = [\"anc-weu\", \"anc-weu\"]\ngroups = []\n"),
    (
        "a region beside connections",
        "[policy.p]\nconnections = [\"anc-weu\"]\nregion = \"westeurope\"\ngroups = []\n",
    ),
    ("a setting for nobody", "[warnings]\nlocalAdministrator = 0.1\n"),
    ("a language for nobody", "[warnings]\nlanguagePack = 0.1\n"),
    ("an image of nobody", "[warnings]\nimageNotSupportedWarning = 0.1\n"),
];

const INSTANTS: &[Case] = &[
    (
        "beyond the horizon",
        "horizon = \"1d\"\n[wave.w]\ngroup = \"staff\"\nusers = 1\nat = \"+25h\"\n",
    ),
    (
        "ends beyond the horizon",
        "horizon = \"1d\"\n[wave.w]\ngroup = \"staff\"\nusers = 1\nat = \"+20h\"\nover = \"5h\"\n",
    ),
    (
        "before the start",
        "start = \"2026-03-02T08:00\"\n[wave.w]\ngroup = \"staff\"\nusers = 1\nat = \"2026-03-01T08:00\"\n",
    ),
    ("no plus", "[wave.w]\ngroup = \"staff\"\nusers = 1\nat = \"1d\"\n"),
    ("a number", "[wave.w]\ngroup = \"staff\"\nusers = 1\nat = 1\n"),
    ("no time of day", "[wave.w]\ngroup = \"staff\"\nusers = 1\nat = \"2026-03-02\"\n"),
    (
        "an offset from UTC",
        "[wave.w]\ngroup = \"staff\"\nusers = 1\nat = \"2026-03-02T08:00+01:00\"\n",
    ),
    ("a day that is not", "start = \"2026-02-30T08:00\"\n"),
    ("another country's way", "start = \"02.03.2026 08:00\"\n"),
    ("the year 9999", "start = 9999-12-31T00:00:00\n"),
    (
        "at once over a time",
        "[wave.w]\ngroup = \"staff\"\nusers = 1\nover = \"2h\"\narrivals = \"at-once\"\n",
    ),
    ("poisson over no time", "[wave.w]\ngroup = \"staff\"\nusers = 1\narrivals = \"poisson\"\n"),
    (
        "an unknown way to arrive",
        "[wave.w]\ngroup = \"staff\"\nusers = 1\nover = \"2h\"\narrivals = \"evenly\"\n",
    ),
];

const NOBODY: &[Case] = &[
    (
        "no wave",
        "[policy.everyone]\nnetwork = \"microsoft-hosted\"\ngroups = [\"staff\"]\n[group.staff]\n",
    ),
    ("no group and no policy", "[wave.first]\ngroup = \"staff\"\nusers = 10\n"),
];

#[test]
fn a_name_of_nothing_is_refused() {
    insta::assert_snapshot!(refusals(NAMES));
}

#[test]
fn a_condition_that_does_not_fit_is_refused() {
    insta::assert_snapshot!(around(ATTACHED, CONDITIONS));
}

#[test]
fn a_kind_of_condition_that_does_not_fit_is_refused() {
    insta::assert_snapshot!(around(ATTACHED, KINDS));
}

#[test]
fn a_policy_that_contradicts_itself_is_refused() {
    insta::assert_snapshot!(around(ATTACHED, POLICIES));
}

#[test]
fn an_instant_that_does_not_fit_is_refused() {
    insta::assert_snapshot!(refusals(INSTANTS));
}

#[test]
fn a_scenario_in_which_nothing_could_happen_is_refused() {
    insta::assert_snapshot!(refusals_of_wholes(NOBODY));
}
