//! What exports say about the state of things: clocks, conditions, addresses, pages.

use crate::program::Desk;

use super::desk;

/// What `import` makes of one file, and what it says.
fn imported(name: &str, text: &str) -> (String, String) {
    let desk = Desk::new();
    desk.write(name, text.as_bytes());
    desk.ends(&format!("import {name}"), 0)
}

/// The value of a key where it stands first, with its comment.
fn line<'a>(scenario: &'a str, key: &str) -> &'a str {
    let begins = format!("{key} = ");
    scenario.lines().find_map(|line| line.strip_prefix(&begins)).unwrap_or("absent")
}

fn scheduler(next: &str, more: &str) -> String {
    format!(
        "AllowedSyncCycleInterval            : 00:30:00\n\
         CurrentlyEffectiveSyncCycleInterval : 00:30:00\n\
         NextSyncCycleStartTimeInUTC         : {next}\n\
         SyncCycleEnabled                    : True\n{more}"
    )
}

#[test]
fn the_phase_of_entra_connect_follows_the_minute_in_any_locale() {
    for (next, doubt) in [
        ("9/29/2025 12:51:47 PM", false),
        ("29.09.2025 12:51:47", false),
        ("29-9-2025 12:51:47", false),
        ("2025-09-29 12:51:47", false),
        ("2025/09/29 12:51:47", false),
        ("29.9.2025 12.51.47", false),
        ("2025. 09. 29. 12:51:47", false),
        ("29/9/2568 12:51:47", false),
        ("3/9/2025 12:51:47", true),
        ("03/09/25 12:51:47", true),
    ] {
        let (scenario, notes) = imported("s.txt", &scheduler(next, ""));
        // From the usual start at eight, 12:51:47 is nine intervals and 21:47.
        let expected = "\"21m47s\"  # from s.txt: NextSyncCycleStartTimeInUTC";
        assert_eq!(line(&scenario, "phase"), expected, "{next}");
        assert_eq!(notes.contains("does not matter for the phase"), doubt, "{next}: {notes}");
    }
}

#[test]
fn a_date_that_decides_the_phase_and_is_ambiguous_leaves_it_random() {
    let text = scheduler("3/9/2025 12:51:47", "");
    let text = text.replace("Interval : 00:30:00", "Interval : 00:50:00");
    let (scenario, notes) = imported("s.txt", &text);
    assert_eq!(line(&scenario, "phase"), "absent");
    assert!(notes.contains("the phase is left random; export it with ConvertTo-Json"), "{notes}");
}

#[test]
fn a_scheduler_that_stands_still_is_a_condition() {
    for (more, what) in [
        ("SchedulerSuspended : True\n", "connect_suspended"),
        ("StagingModeEnabled : True\n", "connect_staging"),
        ("SyncCycleEnabled : False\n", "connect_disabled"),
    ] {
        let (scenario, _) = imported("s.txt", &scheduler("2025-09-29 12:51:47", more));
        let source = more.split(' ').next().expect("a line begins with its name");
        assert_eq!(line(&scenario, "what"), format!("\"{what}\"  # from s.txt: {source}"));
    }
    let (scenario, _) = imported("s.txt", &scheduler("2025-09-29 12:51:47", ""));
    assert_eq!(line(&scenario, "what"), "absent");
}

#[test]
fn the_scheduler_that_exports_counts_and_one_in_staging_mode_stands_by() {
    let desk = desk();
    for files in
        ["scheduler-fi.txt scheduler-staging.json", "scheduler-staging.json scheduler-fi.txt"]
    {
        let (scenario, notes) = desk.ends(&format!("import {files}"), 0);
        let interval = "\"30m\"  # from scheduler-fi.txt: CurrentlyEffectiveSyncCycleInterval";
        assert_eq!(line(&scenario, "interval"), interval);
        assert_eq!(line(&scenario, "what"), "absent");
        assert!(notes.contains("scheduler-staging.json: in staging mode"), "{notes}");
    }
    let (scenario, _) = desk.ends("import scheduler-staging.json", 0);
    let what = "\"connect_suspended\"  # from scheduler-staging.json: SchedulerSuspended";
    assert_eq!(line(&scenario, "what"), what);
    assert!(scenario.contains("what = \"connect_staging\""), "{scenario}");
    assert!(line(&scenario, "interval").starts_with("\"1h\""));
}

/// A failed hybrid connection with one check.
fn connection(error_type: &str, status: &str) -> String {
    format!(
        r#"{{"id": "0c000001-0000-4000-8000-000000000001", "type": "hybridAzureADJoin",
            "adDomainName": "corp.example", "virtualNetworkLocation": "westeurope",
            "healthCheckStatus": "failed", "subnetId": "/subscriptions/5b000000-0000-4000-8000-000000000001/subnets/a",
            "healthCheckStatusDetails": {{ "healthChecks": [
                {{"displayName": "x", "status": "{status}", "errorType": "{error_type}"}}]}}}}"#
    )
}

#[test]
fn a_failing_health_check_is_a_condition_that_the_simulation_finds_at_its_start() {
    for (error_type, what, keys) in [
        ("adJoinCheckIncorrectCredentials", "join_credentials_wrong", "connection = \"anc-1\""),
        ("adJoinCheckAccountLockedOrDisabled", "join_account_locked", "connection = \"anc-1\""),
        ("azureAdDeviceSyncCheckScpNotConfigured", "scp_missing", "forest = \"forest-1\""),
        ("azureAdDeviceSyncCheckConnectDisabled", "connect_suspended", ""),
        ("resourceAvailabilityCheckNoSubnetIP", "no_address", "subnet = \"subnet-1\""),
        (
            "endpointConnectivityCheckIntuneUrlNotAllowListed",
            "endpoint_blocked",
            "endpoint = \"intune\"",
        ),
        (
            "resourceAvailabilityCheckIntuneCustomWindowsRestrictionViolation",
            "intune_restriction",
            "restriction = \"custom\"",
        ),
        ("dnsCheckUnknownError", "health_check_fails", "check = \"dns\""),
        (
            "resourceAvailabilityCheckVNetInvalid",
            "health_check_fails",
            "check = \"virtual_network_readiness\"",
        ),
        ("somethingNew", "health_check_fails", "check = \"environment\""),
        ("", "health_check_fails", "check = \"environment\""),
    ] {
        let (scenario, notes) = imported("c.json", &connection(error_type, "failed"));
        let says = line(&scenario, "what");
        assert!(says.starts_with(&format!("\"{what}\"")), "{error_type}: {scenario}");
        assert!(says.contains(error_type) && scenario.contains(keys), "{error_type}: {scenario}");
        assert!(line(&scenario, "health_check").starts_with("{ phase = \"0s\" }"), "{scenario}");
        assert_eq!(notes.contains("is not known here"), error_type == "somethingNew", "{notes}");
    }
    let other = "; or one of join_account_disabled";
    let (scenario, _) =
        imported("c.json", &connection("adJoinCheckAccountLockedOrDisabled", "failed"));
    assert!(line(&scenario, "what").ends_with(other), "{scenario}");
}

#[test]
fn a_connection_that_failed_without_details_still_has_a_condition() {
    let text = connection("x", "passed");
    let (scenario, _) = imported("c.json", &text);
    assert!(line(&scenario, "what").contains("which check failed is not exported"), "{scenario}");
}

#[test]
fn a_page_that_is_missing_is_said() {
    let desk = desk();
    let last = "- the next page of the Cloud PCs";
    let (scenario, notes) = desk.ends("import cloudpcs-1.json", 0);
    assert!(notes.contains("and another page follows (@odata.nextLink)"), "{notes}");
    assert!(scenario.contains(last), "{scenario}");
    let command = "-OutputFilePath cloudpcs-2.json -Uri (Get-Content -Raw cloudpcs-1.json | \
                   ConvertFrom-Json).'@odata.nextLink'\n";
    assert!(scenario.contains(command), "{scenario}");
    assert!(scenario.contains("\n# Sign in first: Connect-MgGraph -Scopes CloudPC.Read.All,"));
    let (scenario, _) = desk.ends("import cloudpcs-1.json cloudpcs-2.json", 0);
    assert!(!scenario.contains(last), "{scenario}");
}

#[test]
fn what_azure_counts_goes_before_what_cloud_pcs_add_up_to() {
    let desk = desk();
    for (files, in_use) in [
        ("onpremises.json", "0  # default: not exported"),
        ("onpremises.json cloudpcs-1.json", "0  # default: not exported"),
        (
            "onpremises.json usages-west.json subnets-west.json",
            "9  # from usages-west.json: value[1].currentValue",
        ),
        ("onpremises.json subnets-west.json", "0  # from subnets-west.json: [0].ipConfigurations"),
    ] {
        let (scenario, _) = desk.ends(&format!("import {files}"), 0);
        assert_eq!(line(&scenario, "in_use"), in_use, "{files}");
    }
    let (scenario, _) = desk.ends("import onpremises.json cloudpcs-1.json cloudpcs-2.json", 0);
    // One has a status that nobody knows; the others stand where the simulation starts.
    let counted = "in_use = 1  # from cloudpcs-1.json, cloudpcs-2.json: status of every Cloud PC; \
                   they hold an address and are not simulated";
    assert!(scenario.contains(counted), "{scenario}");
    let files = "onpremises.json policies.json vnet-north.json cloudpcs-1.json cloudpcs-2.json";
    let (scenario, _) = desk.ends(&format!("import {files}"), 0);
    let rest = "in_use = 0  # from vnet-north.json: subnets[0].ipConfigurations, 5 with the 4 of the \
                Cloud PCs in [initial.*] and up to 1 of those under way, which ask anew";
    assert!(scenario.contains(rest), "{scenario}");
}

#[test]
fn two_networks_with_the_same_addresses_are_told_apart() {
    let (scenario, _) = desk().ends("import onpremises.json subnets-west.json vnet-north.json", 0);
    assert!(scenario.contains("prefix = \"10.40.1.0/25\"  # from subnets-west.json"), "{scenario}");
    let moved = "prefix = \"10.0.0.0/24\"  # from vnet-north.json: subnets[0].addressPrefix, where \
                 it is 10.40.1.0/24, which another subnet has, too";
    assert!(scenario.contains(moved), "{scenario}");
}

#[test]
fn a_range_that_stands_in_never_takes_an_exported_one() {
    let desk = desk();
    let exported = desk.read("vnet-north.json").replace("10.40.1.0/24", "10.0.0.0/24");
    desk.write("vnet-north.json", exported.as_bytes());
    let (scenario, _) = desk.ends("import onpremises.json vnet-north.json", 0);
    let own = "prefix = \"10.0.0.0/24\"  # from vnet-north.json: subnets[0].addressPrefix\n";
    assert!(scenario.contains(own), "{scenario}");
    assert_eq!(line(&scenario, "prefix"), "\"10.0.1.0/24\"  # default: not exported");
}

#[test]
fn more_sites_than_a_scenario_holds_are_left_out_and_said() {
    let link = |i: u32| {
        format!(
            r#"{{"Name": "l{i}", "ReplicationFrequencyInMinutes": 15, "SitesIncluded":
                ["CN=a{i},CN=Sites,DC=x", "CN=b,CN=Sites,DC=x"]}}"#
        )
    };
    let links: Vec<String> = (0..60).map(link).collect();
    let (scenario, notes) = imported("l.json", &format!("[{}]", links.join(",")));
    assert!(!scenario.contains("[directory"), "{scenario}");
    assert!(
        notes.contains("61 sites and 60 links between them; a scenario holds 50 and 100"),
        "{notes}"
    );
}

#[test]
fn old_column_names_and_a_missing_header_are_read_alike() {
    let row = "showrepl_INFO,North,A,\"DC=x\",South,B,RPC,2,2026-03-02 07:45:10,0,1722\n";
    let new = "showrepl_COLUMNS,Destination DSA Site,Destination DSA,Naming Context,Source DSA Site,\
               Source DSA,Transport Type,Number of Failures,Last Failure Time,Last Success Time,\
               Last Failure Status\n";
    let told = "1 of 1 replications to site-1 from site-2 fail: 1 with 1722, the RPC server is unavailable";
    for header in
        [new.to_string(), new.replace("DSA", "DC"), String::new(), "showrepl_COLUMNS,a,b\n".into()]
    {
        let (scenario, notes) = imported("r.csv", &format!("banner\n{header}{row}"));
        assert!(
            scenario.contains(told) && scenario.contains("site_link_down"),
            "{header}: {scenario}"
        );
        assert_eq!(notes.contains("usual order"), !header.contains("Site"), "{notes}");
    }
    let columns = "showrepl_COLUMNS,Source DSA Site,Destination DSA Site,Naming Context,Destination DSA,\
                   Source DSA,Number of Failures,Last Failure Status\n";
    let row = "showrepl_INFO,South,North,DC=x,A,B,2,1722\n";
    assert!(imported("r.csv", &format!("{columns}{row}")).0.contains(told));
}

#[test]
fn cloud_pcs_on_a_subnet_that_nobody_exported_all_find_room() {
    let (connection, policy) =
        ("0c000001-0000-4000-8000-000000000001", "b0000001-0000-4000-8000-000000000001");
    let desk = Desk::new();
    let connections = format!(
        r#"{{"value":[{{"id":"{connection}","displayName":"West","connectionType":"azureADJoin","virtualNetworkLocation":"westeurope","subnetId":"/subscriptions/{connection}/subnets/a","healthCheckStatus":"passed"}}]}}"#
    );
    let policies = format!(
        r#"{{"value":[{{"id":"{policy}","displayName":"All","imageType":"gallery","domainJoinConfigurations":[{{"domainJoinType":"azureADJoin","onPremisesConnectionId":"{connection}"}}],"assignments":[]}}]}}"#
    );
    let one = |n: u32| {
        format!(
            r#"{{"id":"c0000000-0000-4000-8000-{n:012}","status":"provisioned","servicePlanType":"enterprise","provisioningPolicyId":"{policy}","onPremisesConnectionName":"West"}}"#
        )
    };
    let all: Vec<String> = (0..3_000).map(one).collect();
    desk.write("connections.json", connections.as_bytes());
    desk.write("policies.json", policies.as_bytes());
    desk.write("all.json", format!(r#"{{"value":[{}]}}"#, all.join(",")).as_bytes());
    let (scenario, notes) = desk.ends("import connections.json policies.json all.json", 0);
    assert!(line(&scenario, "cloud_pcs").starts_with("3000 "), "{scenario}");
    assert!(!notes.contains("left out"), "{notes}");
    // Without its connection, all Cloud PCs of the policy tell which one it leads to.
    let (scenario, notes) = desk.ends("import policies.json all.json", 0);
    assert!(line(&scenario, "cloud_pcs").starts_with("3000 "), "{scenario}");
    assert!(scenario.contains("# Policies name it by identifier, their Cloud PCs by name"));
    let said = "scenario: connection.anc-1: taken to be the connection that all Cloud PCs of its";
    assert!(notes.contains(said), "{notes}");
    // Where they name several, that is not known, and it is said.
    let other = desk.read("all.json").replacen("West", "East", 1);
    desk.write("all.json", other.as_bytes());
    let (_, notes) = desk.ends("import policies.json all.json", 0);
    for told in ["2999 Cloud PCs of status provisioned are", "1 Cloud PC of status provisioned is"]
    {
        assert!(notes.contains(&format!("initial: {told} not simulated: ")), "{notes}");
    }
}

#[test]
fn a_grace_period_that_no_scenario_takes_is_said() {
    let desk = desk();
    let policies = desk.read("policies.json").replace("168", "1000000000000");
    desk.write("policies.json", policies.as_bytes());
    let (scenario, notes) = desk.ends("import policies.json", 0);
    assert!(notes.contains("a gracePeriodInHours below none or above a year"), "{notes}");
    assert!(!scenario.contains("grace_period"), "{scenario}");
}

#[test]
fn what_azure_counts_beyond_cloud_pcs_stays_in_use_and_says_whose_it_may_be() {
    let (connection, policy) =
        ("0c000001-0000-4000-8000-000000000001", "b0000001-0000-4000-8000-000000000001");
    let desk = Desk::new();
    let subnet = format!("/subscriptions/{connection}/subnets/a");
    desk.write("connections.json", format!(
        r#"[{{"id":"{connection}","displayName":"West","connectionType":"azureADJoin","subnetId":"{subnet}"}}]"#
    ).as_bytes());
    desk.write("policies.json", format!(
        r#"[{{"id":"{policy}","domainJoinConfigurations":[{{"onPremisesConnectionId":"{connection}"}}]}}]"#
    ).as_bytes());
    let one = |n: usize, (status, changed): (&str, &str)| {
        format!(
            r#"{{"id":"c0000000-0000-4000-8000-{n:012}","status":"{status}","servicePlanId":"x","provisioningPolicyId":"{policy}","onPremisesConnectionName":"West","lastModifiedDateTime":"2026-03-02T{changed}:00Z"}}"#
        )
    };
    for (cloud_pcs, counted, comment) in [
        // Who failed an hour before may hold the addresses of two attempts more.
        (
            &[("provisioned", "08:00"), ("failed", "07:00")][..],
            9,
            "7  # from s.json: ipConfigurations, 9 with the 2 of the Cloud PCs in [initial.*]; up to 2 of the rest may be",
        ),
        (
            &[("provisioned", "08:00"), ("failed", "07:00")],
            3,
            "1  # from s.json: ipConfigurations, 3 with the 2 of the Cloud PCs in [initial.*]; up to 1 of the rest may be",
        ),
        // So may an attempt under way, which asks anew.
        (
            &[("provisioned", "08:00"), ("provisioning", "07:50")],
            9,
            "7  # from s.json: ipConfigurations, 9 with the 1 of the Cloud PCs in [initial.*] and up to 1 of those under way, which ask anew; up to 2 of the rest may be",
        ),
        // Clean-up is over, and nobody failed.
        (
            &[("provisioned", "11:00"), ("failed", "07:00")],
            9,
            "8  # from s.json: ipConfigurations, 9 with the 1 of the Cloud PCs in [initial.*]\n",
        ),
        (
            &[("provisioned", "08:00")],
            9,
            "8  # from s.json: ipConfigurations, 9 with the 1 of the Cloud PCs in [initial.*]\n",
        ),
    ] {
        let all: Vec<String> = cloud_pcs.iter().enumerate().map(|(n, pc)| one(n, *pc)).collect();
        desk.write("all.json", format!("[{}]", all.join(",")).as_bytes());
        let taken = vec!["{}"; counted].join(",");
        desk.write(
            "s.json",
            format!(
                r#"{{"id":"{subnet}","addressPrefix":"10.0.0.0/24","ipConfigurations":[{taken}]}}"#
            )
            .as_bytes(),
        );
        let (scenario, _) = desk.ends("import connections.json policies.json all.json s.json", 0);
        assert!(scenario.contains(&format!("in_use = {comment}")), "{comment}: {scenario}");
    }
}

#[test]
fn an_end_of_grace_before_the_usual_start_is_due_at_once() {
    let (scenario, _) = imported(
        "c.json",
        r#"[{"id":"c0000000-0000-4000-8000-000000000001","status":"inGracePeriod","provisioningPolicyId":"b0000001-0000-4000-8000-000000000001","gracePeriodEndDateTime":"2020-01-01T00:00:00Z"}]"#,
    );
    assert!(scenario.contains("grace_ends = \"+0s\""), "{scenario}");
}
