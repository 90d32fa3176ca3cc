//! More ways in which Cloud PCs stand than a scenario holds: none is lost, and it is said.

use crate::program::Desk;

fn guid(n: usize) -> String {
    format!("c0000000-0000-4000-8000-{n:012}")
}

/// Cloud PCs, by their policy, status and what else there is to say.
fn cloud_pcs(all: impl Iterator<Item = (usize, &'static str, String)>) -> String {
    let one = |(n, (policy, status, more)): (usize, (usize, &str, String))| {
        format!(
            r#"{{"id":"{}","status":"{status}","servicePlanId":"x","provisioningPolicyId":"{}"{more}}}"#,
            guid(n),
            guid(policy)
        )
    };
    let all: Vec<String> = all.enumerate().map(one).collect();
    format!(r#"{{"value":[{}]}}"#, all.join(","))
}

/// An end of grace: so many minutes after the first.
fn grace(minutes: usize) -> String {
    let (days, rest) = (minutes / 1440, minutes % 1440);
    let (years, days) = (days / 336, days % 336);
    let date = format!("{}-{:02}-{:02}", 2027 + years, 1 + days / 28, 1 + days % 28);
    let time = format!("{:02}:{:02}:00", rest / 60, rest % 60);
    format!(r#","gracePeriodEndDateTime":"{date}T{time}Z""#)
}

/// Imports Cloud PCs: how many tables there are, how many Cloud PCs they hold, the scenario, and what
/// was said.
fn counted(text: &str) -> (usize, u64, String, String) {
    let desk = Desk::new();
    desk.write("c.json", text.as_bytes());
    let (scenario, notes) = desk.ends("import c.json", 0);
    desk.write("scenario.toml", scenario.as_bytes());
    desk.ends("validate scenario.toml", 0);
    let count = |line: &str| -> Option<u64> {
        line.strip_prefix("cloud_pcs = ")?.split(' ').next()?.parse().ok()
    };
    let counts: Vec<u64> = scenario.lines().filter_map(count).collect();
    (counts.len(), counts.iter().sum(), scenario, notes)
}

#[test]
fn instants_are_as_coarse_as_they_must_be_and_it_is_said() {
    for (apart, says) in [
        (0, ""),
        (1, "rounded up to the hour"),
        (60, "rounded up to the day"),
        (1_440, "rounded up to four weeks"),
        (28 * 1_440, "the latest of them"),
    ] {
        let all = (0..3_000).map(|n| (0, "inGracePeriod", grace(n * apart)));
        let (tables, held, scenario, notes) = counted(&cloud_pcs(all));
        assert!(tables <= 400, "{apart}: {tables}");
        assert_eq!(held, 3_000, "{apart}: {notes}");
        let comment = format!("gracePeriodEndDateTime of every Cloud PC, {says}\n");
        assert_eq!(scenario.contains(&comment), !says.is_empty(), "{apart}: {scenario}");
        let told = format!("to write 400 tables at most, their instants are {says}\n");
        assert_eq!(notes.contains(&told), !says.is_empty(), "{apart}: {notes}");
    }
}

#[test]
fn more_policies_than_tables_are_counted_together_and_nobody_is_lost() {
    let statuses = ["provisioned", "provisionedWithWarnings", "failed", "provisioning"];
    let all = (0..3_000).map(|n| (n % 750, statuses[n % 3], String::new()));
    let more = (0..9).map(|n| (n, statuses[3], String::new()));
    let (tables, held, scenario, notes) = counted(&cloud_pcs(all.chain(more)));
    assert_eq!((tables, held), (4, 3_009), "{notes}");
    let comment = "; with others that stand alike under other policies\n";
    assert_eq!(scenario.matches(comment).count(), 8, "{scenario}");
    assert!(
        notes.contains("those alike in status, license and network are under the policy of most"),
        "{notes}"
    );
}
