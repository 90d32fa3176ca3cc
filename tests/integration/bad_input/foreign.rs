//! What Graph calls by another name, and codes that are no dice.

use super::{Case, refusals};

const GRAPH: &[Case] = &[
    (
        "domainJoinType",
        "[connection.c]\ndomainJoinType = \"azureADJoin\"\nsubnet = \"s\"\n[subnet.s]\nprefix = \"10.0.0.0/24\"\n",
    ),
    (
        "azureADJoin",
        "[connection.c]\njoin = \"azureADJoin\"\nsubnet = \"s\"\n[subnet.s]\nprefix = \"10.0.0.0/24\"\n",
    ),
    (
        "hybridAzureADJoin",
        "[connection.c]\njoin = \"hybridAzureADJoin\"\nsubnet = \"s\"\n[subnet.s]\nprefix = \"10.0.0.0/24\"\n",
    ),
    (
        "healthCheckStatus",
        "[connection.c]\njoin = \"entra\"\nsubnet = \"s\"\nhealthCheckStatus = \"passed\"\n[subnet.s]\nprefix = \"10.0.0.0/24\"\n",
    ),
    (
        "subnetId",
        "[connection.c]\njoin = \"entra\"\nsubnetId = \"s\"\n[subnet.s]\nprefix = \"10.0.0.0/24\"\n",
    ),
    (
        "displayName",
        "[policy.p]\ndisplayName = \"Everyone\"\nnetwork = \"microsoft-hosted\"\ngroups = []\n",
    ),
    ("onPremisesConnectionId", "[policy.p]\nonPremisesConnectionId = \"c\"\ngroups = []\n"),
    (
        "gracePeriodInHours",
        "[policy.p]\ngracePeriodInHours = 4\nnetwork = \"microsoft-hosted\"\ngroups = []\n",
    ),
    (
        "localAdminEnabled",
        "[policy.p]\nlocalAdminEnabled = true\nnetwork = \"microsoft-hosted\"\ngroups = []\n",
    ),
    (
        "healthCheck",
        "[connection.c]\njoin = \"entra\"\nsubnet = \"s\"\nhealthCheck = { }\n[subnet.s]\nprefix = \"10.0.0.0/24\"\n",
    ),
    ("addressPrefix", "[subnet.s]\naddressPrefix = \"10.0.0.0/24\"\n"),
    ("provisioningPolicy", "[provisioningPolicy.p]\ngroups = []\n"),
    ("onPremisesConnection", "[onPremisesConnection.c]\nsubnet = \"s\"\n"),
    ("licensesPerUser", "[group.more]\nlicensesPerUser = 2\n"),
];

const CODES: &[Case] = &[
    ("a code misspelt", "[failures]\nintuneEnrolFailed = 0.1\n"),
    ("a code in another case", "[failures]\nIntuneEnrollFailed = 0.1\n"),
    ("a code of nothing", "[failures]\ndiskFull = 0.1\n"),
    ("a code that follows from the subnet", "[failures]\nnoEnoughIpAddress = 0.1\n"),
    ("a code that follows from the connection", "[failures]\ncanaryCheckUnpass = 0.1\n"),
    ("a code that follows from a license", "[failures]\nlicenseNotFound = 0.1\n"),
    ("a code that follows from the time", "[failures]\nsimHybridJoinTimeout = 0.1\n"),
    ("a code of a lasting state", "[failures]\nCreateNic_ResourceGroupNotFound = 0.1\n"),
    (
        "a code of several lasting states",
        "[failures]\ndomainJoin_AccountNameOrPasswordIncorrect = 0.1\n",
    ),
    ("a code of an image", "[failures]\nimageNotSupportTPM = 0.1\n"),
    ("a warning among failures", "[failures]\nteamsOptimization = 0.1\n"),
    ("a failure among warnings", "[warnings]\nintuneEnrollFailed = 0.1\n"),
    ("a warning misspelt", "[warnings]\nteamsOptimisation = 0.1\n"),
];

#[test]
fn words_of_graph_are_told_what_they_are_called_here() {
    insta::assert_snapshot!(refusals(GRAPH));
}

#[test]
fn a_code_that_is_no_die_is_refused() {
    insta::assert_snapshot!(refusals(CODES));
}
