//! Sites, site links, Entra Connect and AD FS.

use proptest::prelude::*;

use super::life::{Join, Shape};
use super::values::{Part, fixed, flag, key, law, length, maybe, number, table, word};

pub(super) fn parts(shape: &Shape) -> Vec<Part> {
    let mut parts = vec![directory(shape)];
    parts.extend(shape.links.iter().enumerate().map(|(n, ends)| link(n, *ends)));
    if shape.quiet {
        parts.push(calm_connect());
        parts.push(table("federation", vec![fixed("registration", "'0m'"), fallback()]));
        parts.push(table("hybrid_join", vec![fixed("timeout", "'100d'")]));
        return parts;
    }
    parts.extend(connect_and_federation(shape));
    let timeout = (5..=600u64).prop_map(|minutes| format!("'{minutes}m'"));
    parts.push(table("hybrid_join", vec![maybe("timeout", timeout)]));
    parts
}

fn directory(shape: &Shape) -> Part {
    let delay = if shape.quiet { length(5) } else { law(5) };
    let keys = vec![
        fixed("connect_site", "'x0'"),
        maybe("intrasite_delay", delay),
        maybe("same_domain_controller", flag()),
    ];
    table("directory", keys)
}

fn link(n: usize, [from, to]: [usize; 2]) -> Part {
    let interval = (1..=16u64).prop_flat_map(|quarters| {
        let minutes = 15 * quarters;
        let first = (0..minutes).prop_map(|m| format!("'{m}m'"));
        let phase = prop_oneof![Just("'random'".to_string()), first];
        vec![fixed("interval", &format!("'{minutes}m'")), maybe("phase", phase)]
    });
    let interval = interval.prop_map(|keys| keys.concat()).boxed();
    let in_window = (1..=16u64, window())
        .prop_map(|(quarters, window)| format!("interval = '{}m'\n{window}", 15 * quarters));
    let grid = prop_oneof![3 => interval, 1 => in_window];
    let keys = vec![
        fixed("sites", &format!("['x{from}', 'x{to}']")),
        maybe("cost", number(1..=300)),
        maybe("notify", prop_oneof![3 => Just("false".to_string()), 1 => Just("true".into())]),
        grid.boxed(),
    ];
    table(&format!("directory.site_link.l{n}"), keys)
}

fn window() -> impl Strategy<Value = String> {
    let day =
        prop::sample::subsequence(vec!["mon", "tue", "wed", "thu", "fri", "sat", "sun"], 1..=7);
    let hours = (0..24u64, 1..24u64);
    (prop::option::of(day), hours).prop_map(|(days, (from, lasts))| {
        let names = |days: Vec<&str>| days.iter().map(|day| format!("'{day}'")).collect::<Vec<_>>();
        let days = days.map(|d| format!("days = [{}], ", names(d).join(", "))).unwrap_or_default();
        let to = (from + lasts) % 24;
        format!("window = {{ {days}from = '{from:02}:00', to = '{to:02}:00' }}\n")
    })
}

/// Cycles on a grid that nothing disturbs.
fn calm_connect() -> Part {
    let interval = (2..=120u64).prop_flat_map(|minutes| {
        let within = || (0..minutes).prop_map(|m| format!("'{m}m'"));
        vec![
            fixed("allowed_interval", "'1m'"),
            fixed("interval", &format!("'{minutes}m'")),
            maybe("phase", within()),
            key("cycle.fixed", within()),
            fixed("cycle.per_1000_changes", "'0m'"),
        ]
    });
    let keys = interval.prop_map(|keys| keys.concat()).boxed();
    table("connect", vec![keys])
}

fn connect_and_federation(shape: &Shape) -> Vec<Part> {
    let hybrid = shape.hybrid();
    let synced = hybrid.iter().any(|&c| shape.joins[c] == Join::Synced);
    let both = |sync: Part, fallback: Part| {
        let federation = vec![maybe("registration", law(30)), fallback];
        (connect(sync), table("federation", federation)).prop_map(|(a, b)| a + &b).boxed()
    };
    let connect_sync = both(maybe("sync", word(&["connect"])), fallback());
    if synced {
        return vec![connect_sync];
    }
    // Without devices to bring, Entra Cloud Sync will do.
    let fallback = if hybrid.is_empty() { fallback() } else { fixed("fallback", "false") };
    let cloud_sync = both(fixed("sync", "'cloud_sync'"), fallback);
    vec![prop_oneof![connect_sync, cloud_sync].boxed()]
}

fn fallback() -> Part {
    maybe("fallback", flag())
}

fn connect(sync: Part) -> Part {
    let interval = (1..=120u64).prop_flat_map(|minutes| {
        let first = (0..minutes).prop_map(|m| format!("'{m}m'"));
        let phase = prop_oneof![Just("'random'".to_string()), first];
        let keys = vec![
            fixed("allowed_interval", "'1m'"),
            fixed("interval", &format!("'{minutes}m'")),
            maybe("phase", phase),
        ];
        keys.prop_map(|keys| keys.concat())
    });
    let usual = Just(String::new()).boxed();
    let keys = vec![
        prop_oneof![1 => usual, 3 => interval].boxed(),
        maybe("cycle.fixed", length(30)),
        maybe("cycle.per_1000_changes", length(500)),
        maybe("cycle.background_changes", number(0..=20)),
        maybe("full_cycle.objects", number(0..=2000)),
        maybe("full_cycle.per_1000_objects", length(30)),
        maybe("overrun", word(&["skip", "after_completion"])),
        maybe("throttle", number(5..=50)),
        sync,
    ];
    table("connect", keys)
}
