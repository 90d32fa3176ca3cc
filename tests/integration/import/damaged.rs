//! Damaged and hostile exports: none panics, and each is answered with file, place and reason.

use crate::program::Desk;

/// What comes of a file: it is refused with this, or imported and this is said.
enum Answer {
    Refused(&'static str),
    Said(&'static str),
    /// Said about the scenario, not the file.
    Scenario(&'static str),
    Silent,
}
use Answer::{Refused, Said, Scenario, Silent};

const GUID: &str = "0c000001-0000-4000-8000-000000000001";

/// A connection with these fields besides its own.
fn connection(more: &str) -> Vec<u8> {
    format!(
        r#"{{"value":[{{"id":"{GUID}","type":"azureADJoin","subnetId":"/subscriptions/{GUID}/subnets/a"{more}}}]}}"#
    )
    .into()
}

/// A policy with these fields.
fn policy(more: &str) -> Vec<u8> {
    format!(r#"[{{"id":"{GUID}","domainJoinConfigurations":[]{more}}}]"#).into()
}

/// A Cloud PC with these fields besides its own.
fn cloud_pc(more: &str) -> Vec<u8> {
    format!(r#"{{"value":[{{"id":"{GUID}","servicePlanType":"enterprise","provisioningPolicyId":"{GUID}"{more}}}]}}"#).into()
}

/// A subnet with these fields besides its path.
fn subnet(more: &str) -> Vec<u8> {
    format!(r#"{{"id":"/subscriptions/{GUID}/subnets/a","name":"a",{more}}}"#).into()
}

/// The usage of a subnet.
fn usage(fields: &str) -> Vec<u8> {
    format!(r#"{{"value":[{{{fields}}}]}}"#).into()
}

/// A scheduler with this line more.
fn scheduler(line: &str) -> Vec<u8> {
    format!(
        "NextSyncCycleStartTimeInUTC : 2025-09-29 12:51:47\r\nSyncCycleEnabled : True\n{line}\n"
    )
    .into()
}

/// A site link with these fields.
fn site_link(fields: &str) -> Vec<u8> {
    format!(
        r#"[{{"Name":"l","SitesIncluded":["CN=a,CN=Sites,DC=x","CN=b,CN=Sites,DC=x"],{fields}}}]"#
    )
    .into()
}

/// Rows of repadmin behind its header.
fn showrepl(rows: &str) -> Vec<u8> {
    format!(
        "showrepl_COLUMNS,Destination DSA Site,Destination DSA,Naming Context,Source DSA Site,\
         Source DSA,Transport Type,Number of Failures,Last Failure Time,Last Success Time,\
         Last Failure Status\n{rows}"
    )
    .into()
}

/// Imports each file and checks the answer.
fn answers(cases: Vec<(&str, Vec<u8>, Answer)>) {
    for (case, bytes, answer) in cases {
        let desk = Desk::new();
        desk.write("f", &bytes);
        let output = desk.run("import f -o scenario.toml");
        let said = String::from_utf8(output.stderr).expect("messages are UTF-8");
        let code = output.status.code();
        assert!(output.stdout.is_empty() && !said.contains('\u{1b}'), "{case}: {said}");
        assert!(!said.contains("panicked"), "{case}: {said}");
        match answer {
            Refused(told) => {
                assert_eq!(code, Some(2), "{case}: {said}");
                assert!(said.starts_with("error: "), "{case}: {said}");
                assert!(said.contains(told), "{case}: {said}");
                assert!(!desk.path("scenario.toml").exists(), "{case} leaves a file");
            }
            Said(told) => {
                assert_eq!(code, Some(0), "{case}: {said}");
                assert!(said.contains(&format!("\nf: {told}")), "{case}: {said}");
                desk.simulates("scenario.toml");
            }
            Scenario(told) => {
                assert_eq!(code, Some(0), "{case}: {said}");
                assert!(said.contains(&format!("\nscenario: {told}")), "{case}: {said}");
                desk.simulates("scenario.toml");
            }
            Silent => {
                assert_eq!(code, Some(0), "{case}: {said}");
                assert_eq!(said.lines().count(), 3, "{case}: {said}");
                desk.simulates("scenario.toml");
            }
        }
    }
}

#[test]
fn a_file_that_is_nothing_known_is_refused_with_what_it_looks_like() {
    let text = |text: &str| text.as_bytes().to_vec();
    answers(vec![
        ("nothing", vec![], Refused("f: it is empty")),
        ("spaces", text(" \r\n\t"), Refused("f: it is empty")),
        ("a zip", text("PK\x03\x04xx"), Refused("a ZIP archive or an Excel workbook")),
        ("a pdf", text("%PDF-1.7"), Refused("a PDF document")),
        ("zeros", vec![0; 1_000], Refused("zero bytes")),
        ("UTF-32", vec![0xFF, 0xFE, 0, 0, b'{', 0, 0, 0], Refused("it is UTF-32")),
        ("random bytes", (1..=255).chain(0..=255).collect(), Refused("f: it looks like no text")),
        ("html", text("<!DOCTYPE html><p>Sign in"), Refused("HTML or XML")),
        ("a scenario", text("[policy.a]\ngroups = []\n"), Refused("a scenario")),
        ("prose", text("Dear admin,\nplease find"), Refused("plain text of 2 lines")),
        ("other CSV", text("a,b,c\n1,2,3\n"), Refused("CSV, but without the columns")),
        (
            "other JSON",
            text(r#"{"id":1,"x":2,"y":3}"#),
            Refused("an object of 3 fields, of which only `id` is known"),
        ),
        (
            "a list of something else",
            text(r#"{"@odata.context":"https://x/$metadata#users(id,mail)","value":[{"id":"1"}]}"#),
            Refused("f: it is of `users` (`@odata.context`), which no import reads"),
        ),
        (
            "secret keys",
            text(r#"{"hunter2":1}"#),
            Refused("an object of 1 field, none of which is known"),
        ),
        ("a text", text("[\"a\"]"), Refused("no object with fields")),
        ("an empty list", text("[]"), Refused("an empty JSON list")),
        ("an empty object", text("{}"), Refused("f: it is an empty JSON object")),
        (
            "an empty value",
            text(r#"{"value":[]}"#),
            Refused("f: its list (`value`) is empty and does not say of what"),
        ),
        (
            "an empty value of something else",
            text(r#"{"@odata.context":"https://x/$metadata#users(id,mail)","value":[]}"#),
            Refused("f: its list (`value`) is empty, and of `users` (`@odata.context`)"),
        ),
        (
            "an empty value of somebody",
            text(r#"{"@odata.context":"https://x/$metadata#users/ada@example.com","value":[]}"#),
            Refused("f: its list (`value`) is empty and does not say of what"),
        ),
        (
            "an error",
            text(r#"{"error":{"code":"InvalidAuthenticationToken"}}"#),
            Refused("a request that failed"),
        ),
    ]);
}

#[test]
fn broken_json_is_refused_at_its_line_and_column() {
    let text = |text: &str| text.as_bytes().to_vec();
    let whole = connection("");
    let deep = |left: &str, right: &str| -> Vec<u8> {
        let (open, close) = (left.repeat(50_000), right.repeat(50_000));
        connection(&format!(r#","healthCheckStatusDetail":{open}{close}"#))
    };
    let unread = connection(&format!(r#","tags":{}{}"#, "[".repeat(50_000), "]".repeat(50_000)));
    answers(vec![
        ("cut off", whole[..40].to_vec(), Refused("line 1, column 40: the JSON ends too early")),
        (
            "cut off at a line",
            text("{\n  \"value\": [\n"),
            Refused("line 3, column 0: the JSON ends"),
        ),
        ("a comma too many", text("[{\"id\":1,}]"), Refused("line 1, column 10: no JSON")),
        ("single quotes", text("{'id':1}"), Refused("line 1, column 2: no JSON")),
        ("two values", text("{} {}"), Refused("line 1, column 4: more text after")),
        ("NaN", text("{\"limit\":NaN}"), Refused("line 1, column 10: no JSON")),
        ("deep lists", deep("[", "]"), Refused("nested too deep")),
        ("deep objects", deep("{\"value\":", "}"), Refused("nested too deep")),
        ("deep where nobody looks", unread, Silent),
        ("a control character", text("{\"id\":\"a\u{1}\"}"), Refused("line 1, column 9: no JSON")),
        ("half a surrogate", text(r#"{"id":"\ud800"}"#), Refused("no JSON")),
        (
            "many values",
            [b"[".to_vec(), b"[],".repeat(7_000_000)].concat(),
            Refused("more than 6000000 values; split the file"),
        ),
    ]);
}

#[test]
fn damaged_connections_and_policies_are_survived() {
    answers(vec![
        ("a short GUID", connection(r#","virtualNetworkId":"/subscriptions/0c000001-0000-4000-8000-00000000001/x""#),
            Said("value[0].virtualNetworkId: the subscription's id has a flaw: 31 digits")),
        ("no path", connection(r#","virtualNetworkId":"vnet""#), Said("value[0].virtualNetworkId: no path of a resource")),
        ("a region of markup", connection(r#","virtualNetworkLocation":"<b>\u001b[31m\nx</b>""#),
            Said("value[0].virtualNetworkLocation: not the name of an Azure region")),
        ("another way to join", connection(r#","connectionType":"workplaceJoin""#),
            Said("value[0].connectionType: `workplaceJoin` is no way to join")),
        ("two ways to join", connection(r#","connectionType":"hybridAzureADJoin""#),
            Said("value[0].type: differs from connectionType")),
        ("a health of its own", connection(r#","healthCheckStatus":"unknownFutureValue""#), Silent),
        ("a sentence for health", connection(r#","healthCheckStatus":"call adele@example.com""#),
            Said("value[0].healthCheckStatus: a text of 22 characters where one word was expected")),
        ("checks that are none", connection(r#","healthCheckStatusDetail":{"healthChecks":[1,null,"x",{}]}"#),
            Said("value[0].healthCheckStatusDetail.healthChecks[0]: a number where an object was expected")),
        ("what PowerShell cut off", connection(r#","healthCheckStatusDetail":"@{startDateTime=}""#),
            Said("value[0].healthCheckStatusDetail: a text where an object was expected; left out; ConvertTo-Json needs -Depth 10")),
        ("another product", connection(r#","managedBy":"devBox""#), Said("value[0].managedBy: `devBox`, not Windows 365")),
        ("no id", br#"[{"subnetId":"/subscriptions/x/subnets/a","type":"azureADJoin"}]"#.to_vec(), Said("[0].id: missing")),
        ("null and numbers", br#"{"value":[null,3,{"subnetId":7,"id":null,"type":[]}]}"#.to_vec(),
            Said("value[0]: null where an object was expected")),
        ("the same id again", format!(r#"[{{"id":"{GUID}","subnetId":"/subscriptions/{GUID}/subnets/a"}},{{"id":"{GUID}","subnetId":"/subscriptions/{GUID}/subnets/b"}}]"#).into(),
            Said("[1].id: the same id again with another subnet")),
        ("a boolean as text", policy(r#","localAdminEnabled":"True""#), Said("[0].localAdminEnabled: a text where true or false")),
        ("a boolean of words", policy(r#","localAdminEnabled":"perhaps""#), Said("[0].localAdminEnabled: a text where true or false was expected; left out")),
        ("an unknown type", policy(r#","provisioningType":"reserve","imageType":"future""#), Said("[0].imageType: `future` is not known")),
        ("grace of an age", policy(r#","gracePeriodInHours":9e99"#), Said("[0].gracePeriodInHours: not a whole number")),
        ("grace below zero", policy(r#","gracePeriodInHours":-5"#),
            Scenario("loss.grace_period: a gracePeriodInHours below none or above a year; left out")),
        ("assignments of all kinds", policy(&format!(r#","assignments":[null,7,"{GUID}",{{"target":{{"groupId":"{GUID}"}}}},{{"target":null}}]"#)),
            Said("[0].assignments[0]: null where an object was expected")),
        ("mixed ways to join", format!(r#"[{{"id":"{GUID}","domainJoinConfigurations":[
            {{"domainJoinType":"azureADJoin","onPremisesConnectionId":"1"}},{{"domainJoinType":"hybridAzureADJoin","onPremisesConnectionId":"2"}}]}}]"#).into(),
            Said("[0].domainJoinConfigurations[0].onPremisesConnectionId: not a GUID")),
        ("a thousand and one policies", format!("[{}]", (0..1_001).map(|i| format!(r#"{{"id":"{i}","domainJoinConfigurations":[]}}"#)).collect::<Vec<_>>().join(",")).into(),
            Refused("1001 policies are more than the 1000 a scenario holds")),
    ]);
}

#[test]
fn damaged_cloud_pcs_are_survived() {
    let many: Vec<String> = (0..3_000)
        .map(|i| format!(r#"{{"id":"{i}","servicePlanId":"x","status":"new{i}","lastModifiedDateTime":"{i}"}}"#))
        .collect();
    answers(vec![
        ("no such day", cloud_pc(r#","status":"provisioned","lastModifiedDateTime":"2026-02-30T00:00:00Z""#),
            Said("value[0].lastModifiedDateTime: `2026-02-30T00:00:00Z` is no date")),
        ("a name for a date", cloud_pc(r#","status":"provisioned","lastModifiedDateTime":"adele""#),
            Said("value[0].lastModifiedDateTime: the text is no date")),
        ("a date that stands for none", cloud_pc(r#","status":"inGracePeriod","gracePeriodEndDateTime":"0001-01-01T00:00:00Z""#),
            Said("value[0].gracePeriodEndDateTime: a date that stands for none; all of grace is taken to be left")),
        ("grace without an end", cloud_pc(r#","status":"inGracePeriod""#),
            Said("value[0].gracePeriodEndDateTime: missing; all of grace is taken to be left")),
        ("ends of grace that stand for none", format!("[{}]", (0..3).map(|i| format!(
            r#"{{"id":"0c000001-0000-4000-8000-00000000000{i}","servicePlanId":"x","status":"inGracePeriod","gracePeriodEndDateTime":"9999-12-31T23:59:59Z"}}"#
            )).collect::<Vec<_>>().join(",")).into(),
            Said("[0].gracePeriodEndDateTime: a date that stands for none; all of grace is taken to be left (and 2 more like it)")),
        ("a date that stands for none where none is due", cloud_pc(r#","status":"provisioned","gracePeriodEndDateTime":"9999-12-31T23:59:59Z""#), Silent),
        ("an unknown status", cloud_pc(r#","status":"dreaming""#), Said("value[0].status: `dreaming` is not known here")),
        ("a status of words", cloud_pc(r#","status":"Adele Vance""#), Said("value[0].status: a text of 11 characters where one word was expected")),
        ("a token for a status", cloud_pc(r#","status":"eyJhbGciOiJub25lIn0""#), Said("value[0].status: a text of 19 characters where one word")),
        ("a code of words", cloud_pc(r#","status":"failed","statusDetail":"ask ada@example.com""#), Said("value[0].statusDetail: a text of 19 characters where a code")),
        ("a number for a status", cloud_pc(r#","status":7"#), Said("value[0].status: a number where a text was expected")),
        ("details of all kinds", cloud_pc(r#","status":"failed","statusDetail":{"code":{"x":[1]}}"#), Said("value[0].statusDetail.code: an object where a text was expected")),
        ("a detail that is a text", cloud_pc(r#","status":"failed","statusDetails":"intuneEnrollFailed""#), Silent),
        ("the same again", format!(r#"[{{"id":"{GUID}","status":"provisioned","servicePlanId":"x"}},{{"id":"{GUID}","status":"failed","servicePlanId":"x"}}]"#).into(),
            Said("[1].id: the same Cloud PC again; counted once")),
        ("three thousand statuses", format!("[{}]", many.join(",")).into(), Said("[0].id: not a GUID; used as it is (and 2999 more like it)")),
        ("a connection with a hostile name", cloud_pc(r#","status":"provisioning","provisioningPolicyId":"p","onPremisesConnectionName":"]\n[admin]\nx=\"\u202e""#),
            Said("value[0].provisioningPolicyId: not a GUID")),
    ]);
}

#[test]
fn damaged_subnets_are_survived() {
    let id = format!(r#""id":"/subscriptions/{GUID}/subnets/a""#);
    answers(vec![
        (
            "no prefix",
            subnet(r#""addressPrefix":"10.0.0.0""#),
            Said("addressPrefix: no IPv4 prefix such as"),
        ),
        (
            "a tiny prefix",
            subnet(r#""addressPrefix":"10.0.0.0/31""#),
            Said("addressPrefix: /31 is no size of a subnet"),
        ),
        ("bits beyond the length", subnet(r#""addressPrefix":"10.0.0.77/24""#), Silent),
        (
            "prefixes that overlap",
            subnet(r#""addressPrefixes":["10.0.0.0/24","10.0.0.0/25"]"#),
            Said("addressPrefixes[1]: shares addresses with another prefix"),
        ),
        (
            "a prefix that is a number",
            subnet(r#""addressPrefixes":[24,null]"#),
            Said("addressPrefixes[0]: a number where a prefix was expected"),
        ),
        (
            "an address space too full",
            subnet(&format!(
                r#""addressPrefix":"10.0.0.0/29","ipConfigurations":[{}]"#,
                vec!["{}"; 50].join(",")
            )),
            Scenario(
                "subnet.subnet-1.in_use: 50 addresses in use, but only 3 usable; taken as full",
            ),
        ),
        (
            "a network without subnets",
            br#"{"addressSpace":{"addressPrefixes":["10.0.0.0/8"]},"subnets":null}"#.to_vec(),
            Said("subnets: the virtual network has no subnet"),
        ),
        (
            "a subnet without a path",
            br#"{"addressSpace":{},"subnets":[{"name":"x"}]}"#.to_vec(),
            Said("subnets[0].id: missing"),
        ),
        (
            "less than nothing",
            usage(&format!(r#"{id},"currentValue":-7.0,"limit":251.0"#)),
            Said("value[0].currentValue: less than nothing"),
        ),
        (
            "half an address",
            usage(&format!(r#"{id},"currentValue":1.5,"limit":251.0"#)),
            Said("value[0].currentValue: not a whole number"),
        ),
        (
            "a limit beyond all",
            usage(&format!(r#"{id},"currentValue":1,"limit":18446744073709551615"#)),
            Said("value[0].limit: not a whole number"),
        ),
        (
            "usage of something else",
            usage(r#""id":"/subscriptions/x","currentValue":1,"limit":2"#),
            Said("value[0].id: not the path of a subnet"),
        ),
    ]);
}

#[test]
fn damaged_exports_of_active_directory_are_survived() {
    let long = "x".repeat(200_000);
    answers(vec![
        ("no date", scheduler("NextSyncCycleStartTimeInUTC : soon"), Said("NextSyncCycleStartTimeInUTC: the text is no date and time")),
        ("an interval of words", scheduler("CurrentlyEffectiveSyncCycleInterval : often"),
            Said("CurrentlyEffectiveSyncCycleInterval: not a time from a minute to a week")),
        ("no interval at all", scheduler("CurrentlyEffectiveSyncCycleInterval : 00:00:00"),
            Said("CurrentlyEffectiveSyncCycleInterval: not a time from a minute to a week")),
        ("a flag of words", scheduler("StagingModeEnabled : vielleicht"), Said("StagingModeEnabled: a text where true or false")),
        ("a long line", scheduler(&format!("Comment : {long}")), Silent),
        ("a frequency too high", site_link(r#""ReplicationFrequencyInMinutes":5"#), Said("[0].ReplicationFrequencyInMinutes: not 15 to 10080")),
        ("a frequency between", site_link(r#""ReplicationFrequencyInMinutes":20"#), Said("[0].ReplicationFrequencyInMinutes: not 15 to 10080")),
        ("a cost of nothing", site_link(r#""Cost":0"#), Said("[0].Cost: not from 1 to 99999")),
        ("mail between sites", site_link(r#""InterSiteTransportProtocol":"SMTP""#), Said("[0].InterSiteTransportProtocol: not IP")),
        ("sites that Export-Csv lost", b"\"Name\",\"SitesIncluded\"\n\"l\",\"Microsoft.ActiveDirectory.Management.ADPropertyValueCollection\"\n".to_vec(),
            Said("line 2, SitesIncluded: does not name two sites")),
        ("rows of other lengths", b"Name;Cost;SitesIncluded\nl\n\n;;;;;\n".to_vec(), Said("line 2: as many fields as the header has")),
        ("a row behind blank lines", showrepl("\n\r\nshowrepl_INFO,North,A,DC=x,South,B,RPC,many,0,0,bad\n"), Said("line 4: failures or their code are no number")),
        ("a row behind a line break in a cell", showrepl("showrepl_INFO,\"N\n\",A,DC=x,N,B,RPC,0,0,0,0\n\nshowrepl_INFO,N,A,DC=x,S,B,RPC,many,0,0,bad\n"),
            Said("line 5: failures or their code are no number")),
        ("site links behind blank lines", b"\r\n#TYPE Microsoft.x\r\n\r\nName,Cost,SitesIncluded\r\n\r\n\"a\r\nb\",0,x\r\n\r\nl,0\r\n".to_vec(),
            Said("line 9: as many fields as the header has")),
        ("a formula", showrepl("showrepl_INFO,=cmd|'/c calc'!A1,A,DC=x,North,B,RPC,0,0,0,0\n"), Said("line 2: a name that a spreadsheet would take for a formula")),
        ("a quotation mark left open", showrepl("showrepl_INFO,North,A,\"DC=x,North,B,RPC,0,0,0,0\nshowrepl_INFO,a\n"), Said("line 2: a quotation mark that is never closed")),
        ("short rows", showrepl("showrepl_INFO\nshowrepl_INFO,North\n,,,\n"), Silent),
        ("failures of words", showrepl("showrepl_INFO,North,A,DC=x,South,B,RPC,many,0,0,bad\n"), Said("line 2: failures or their code are no number")),
        ("an old code page", [showrepl(""), b"showrepl_INFO,K\xf6ln,A,DC=x,S\xfcd,B,RPC,0,0,0,0\n".to_vec()].concat(), Said("line 2, column 16: not UTF-8")),
        ("mixed line ends", showrepl("showrepl_INFO,N,A,DC=x,N,B,RPC,0,0,0,0\r\nshowrepl_INFO,N,A,DC=x,N,C,RPC,0,0,0,0\n\r\n"), Silent),
    ]);
}
