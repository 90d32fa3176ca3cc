//! Hybrid connections, sites, Entra Connect and AD FS that do not fit together.

use super::{Case, around};

/// A hybrid tenant with one site link; what goes before it completes it.
const HYBRID: &str = r#"
[subnet.cpc-weu]
prefix = "10.0.0.0/24"
[connection.anc-weu]
join = "hybrid"
subnet = "cpc-weu"
ad_site = "WEU"
[connection.anc-entra]
join = "entra"
subnet = "cpc-weu"
[directory.site_link.hq-weu]
sites = ["HQ", "WEU"]
[policy.everyone]
connections = ["anc-weu"]
groups = ["staff"]
[group.staff]
[wave.first]
group = "staff"
users = 10
"#;

const CONNECTIONS: &[Case] = &[
    (
        "keys of a hybrid join on an Entra join",
        "[connection.c]\njoin = \"entra\"\nsubnet = \"cpc-weu\"\nad_site = \"WEU\"\njoin_quota = 10\n\
         health_check = { new_computer = true }\n",
    ),
    (
        "a site misspelt",
        "[connection.c]\njoin = \"hybrid\"\nsubnet = \"cpc-weu\"\nad_site = \"WUE\"\n",
    ),
    ("the site of Entra Connect misspelt", "directory.connect_site = \"HQW\"\n"),
    (
        "an unknown identity of devices",
        "[connection.c]\njoin = \"hybrid\"\nsubnet = \"cpc-weu\"\ndevice_identity = \"adfs\"\n",
    ),
    (
        "connections that join differently",
        "[policy.p]\nconnections = [\"anc-weu\", \"anc-entra\"]\ngroups = []\n",
    ),
    (
        "a GPU where there is none",
        "[policy.p]\nnetwork = \"microsoft-hosted\"\nregion = \"West Europe\"\ngpu = true\ngroups = []\n",
    ),
    (
        "an image of one's own",
        "[policy.p]\nnetwork = \"microsoft-hosted\"\nimage = \"contoso-w11\"\ngroups = []\n",
    ),
];

const SITE_LINKS: &[Case] = &[
    ("no sites", "[directory.site_link.l]\ncost = 10\n"),
    ("one site", "[directory.site_link.l]\nsites = [\"HQ\"]\n"),
    ("a site twice", "[directory.site_link.l]\nsites = [\"HQ\", \"HQ\"]\n"),
    ("too often", "[directory.site_link.l]\nsites = [\"HQ\", \"NEU\"]\ninterval = \"5m\"\n"),
    ("too seldom", "[directory.site_link.l]\nsites = [\"HQ\", \"NEU\"]\ninterval = \"8d\"\n"),
    (
        "no multiple of 15",
        "[directory.site_link.l]\nsites = [\"HQ\", \"NEU\"]\ninterval = \"50m\"\n",
    ),
    ("no cost", "[directory.site_link.l]\nsites = [\"HQ\", \"NEU\"]\ncost = 0\n"),
    (
        "a phase beyond the interval",
        "[directory.site_link.l]\nsites = [\"HQ\", \"NEU\"]\ninterval = \"30m\"\nphase = \"30m\"\n",
    ),
    (
        "a window that is never open",
        "[directory.site_link.l]\nsites = [\"HQ\", \"NEU\"]\nwindow = { from = \"02:00\", to = \"02:00\" }\n",
    ),
    (
        "a window from the end of a day",
        "[directory.site_link.l]\nsites = [\"HQ\", \"NEU\"]\nwindow = { from = \"24:00\", to = \"02:00\" }\n",
    ),
    (
        "a window without its end",
        "[directory.site_link.l]\nsites = [\"HQ\", \"NEU\"]\nwindow = { from = \"02:00\" }\n",
    ),
    (
        "a window and a phase",
        "[directory.site_link.l]\nsites = [\"HQ\", \"NEU\"]\nphase = \"5m\"\n\
         window = { from = \"22:00\", to = \"04:00\" }\n",
    ),
    (
        "days and times that are none",
        "[directory.site_link.l]\nsites = [\"HQ\", \"NEU\"]\n\
         window = { days = [\"monday\", \"xyz\"], from = \"2 am\", to = \"25:00\" }\n",
    ),
    (
        "in PowerShell's words",
        "[directory.site_link.l]\nSitesIncluded = [\"HQ\", \"NEU\"]\n\
         ReplicationFrequencyInMinutes = 180\nCost = 100\noptions = 1\n",
    ),
    ("links as a list", "[[directory.site_link]]\nsites = [\"HQ\", \"NEU\"]\n"),
];

const CONNECT: &[Case] = &[
    ("more often than allowed", "[connect]\ninterval = \"10m\"\n"),
    ("no time between cycles", "[connect]\nallowed_interval = \"0s\"\ninterval = \"0s\"\n"),
    ("a phase beyond the interval", "[connect]\nphase = \"45m\"\n"),
    ("no exports at all", "[connect]\nthrottle = 0\n"),
    ("too many changes", "[connect]\ncycle = { background_changes = 100_000_000 }\n"),
    ("an unknown overrun", "[connect]\noverrun = \"queue\"\n"),
    ("Cloud Sync", "[connect]\nsync = \"cloud_sync\"\n"),
    (
        "Cloud Sync where AD FS may be down",
        "[connect]\nsync = \"cloud_sync\"\n[connection.c]\njoin = \"hybrid\"\nsubnet = \"cpc-weu\"\n\
         device_identity = \"federated\"\n",
    ),
    (
        "in PowerShell's words",
        "[connect]\nCustomizedSyncCycleInterval = \"00:30:00\"\nStagingModeEnabled = true\n\
         NextSyncCycleStartTimeInUTC = \"9/29/2025 12:51:47 PM\"\n",
    ),
    ("no time to appear", "[hybrid_join]\ntimeout = \"0s\"\n"),
    ("the five hours as a number", "[hybrid_join]\ntimeout = 300\n"),
    ("a switch as a text", "[federation]\nfallback = \"no\"\n"),
];

#[test]
fn a_connection_or_policy_that_does_not_fit_is_refused() {
    insta::assert_snapshot!(around(HYBRID, CONNECTIONS));
}

#[test]
fn a_site_link_that_could_not_be_is_refused() {
    insta::assert_snapshot!(around(HYBRID, SITE_LINKS));
}

#[test]
fn a_synchronization_that_could_not_be_is_refused() {
    insta::assert_snapshot!(around(HYBRID, CONNECT));
}
