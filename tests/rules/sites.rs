//! Active Directory replication: within a site, over site links, to Entra Connect.

use crate::hybrid::{HYBRID, ONE_SITE, hybrid};
use crate::{holds, read, run};

/// How the only device reaches Entra Connect.
fn way(sets: &[&str]) -> String {
    run(&[&HYBRID, &["hybrid_join.timeout=9d", "horizon=10d"], sets]).journeys().remove(0)
}

#[test]
fn within_a_site_a_change_takes_its_delay_once() {
    holds(&["REP-01", "REP-02"]);
    // A cycle starts at +33m17s, after the first partner is told, before the next one is.
    for (delay, exported) in [("15s", "+46m17s"), ("18s", "+1h16m17s")] {
        let delay = format!("directory.intrasite_delay={delay}");
        let told = hybrid(&[ONE_SITE, &delay, "connect.phase=3m17s"]);
        let end = told.detail.attempts[0].stage_ends[6].map(|end| end.to_string());
        assert_eq!(end.as_deref(), Some(exported), "{delay}");
    }
    let by_default = way(&[ONE_SITE, "directory={}"]);
    assert_eq!(by_default, "w-00001/1 from +33m, there +34m", "a minute by default");
}

#[test]
fn machines_are_in_the_site_of_entra_connect_unless_the_scenario_says_otherwise() {
    holds(&["CON-27", "REP-10"]);
    let here = "w-00001/1 from +33m, there +34m30s";
    let unsaid = "connection.anc={ join = 'hybrid', subnet = 'cpc', \
                  health_check = { interval = '30d', phase = '29d' } }";
    assert_eq!(way(&[unsaid]), here);
    assert_eq!(way(&[ONE_SITE]), here);
    let all_in_weu = "directory.connect_site=WEU";
    assert_eq!(way(&[all_in_weu]), here);
    assert_eq!(way(&[unsaid, all_in_weu]), here);
    let elsewhere = "w-00001/1 from +33m over hq-weu at +50m, there +51m30s";
    assert_eq!(way(&[]), elsewhere);
}

#[test]
fn on_the_domain_controller_that_entra_connect_reads_nothing_has_to_replicate() {
    holds(&["REP-10"]);
    let same = "directory.same_domain_controller=true";
    assert_eq!(way(&[same, ONE_SITE]), "w-00001/1 from +33m, there +33m");
    let other_site = "w-00001/1 from +33m over hq-weu at +50m, there +51m30s";
    assert_eq!(way(&[same]), other_site, "another site has others");
}

#[test]
fn a_site_link_replicates_every_three_hours_or_from_15_minutes_to_a_week() {
    holds(&["REP-03"]);
    let link = |more: &str| {
        format!("directory.site_link.hq-weu={{ sites = ['HQ', 'WEU'], phase = '14m'{more} }}")
    };
    let passes = |more: &str| way(&[&link(more)]);
    assert_eq!(passes(""), "w-00001/1 from +33m over hq-weu at +3h14m, there +3h15m30s");
    let quarter = passes(", interval = '15m'");
    assert_eq!(quarter, "w-00001/1 from +33m over hq-weu at +44m, there +45m30s");
    let week = passes(", interval = '7d'");
    assert_eq!(week, "w-00001/1 from +33m over hq-weu at +7d14m, there +7d15m30s");
    for (interval, sound) in [("45m", true), ("14m", false), ("50m", false), ("7d15m", false)] {
        let link = link(&format!(", interval = '{interval}'"));
        assert_eq!(read(&[&HYBRID, &[&link]]).is_ok(), sound, "{interval}");
    }
}

#[test]
fn a_change_that_is_ready_when_a_link_replicates_passes_it_at_once() {
    holds(&["REP-03", "REP-06"]);
    for (delay, passes) in [("17m", "+50m, there +1h7m"), ("17m1s", "+1h50m, there +2h7m1s")] {
        let way = way(&[&format!("directory.intrasite_delay={delay}")]);
        assert_eq!(way, format!("w-00001/1 from +33m over hq-weu at {passes}"), "{delay}");
    }
}

#[test]
fn nothing_moves_outside_the_window_of_a_link_from_whose_beginning_its_ticks_count() {
    holds(&["REP-04"]);
    let from = |window: &str, at: &str| {
        let link = format!(
            "directory.site_link.hq-weu={{ sites = ['HQ', 'WEU'], interval = '30m', \
             window = {{ {window} }} }}"
        );
        // Its change leaves the site 34 and a half minutes later.
        let at = format!("wave.w.at={at}");
        let told = way(&[&link, &at, "start=2026-01-05T00:00:00"]);
        let passed = told.split(" at ").nth(1).and_then(|rest| rest.split(',').next());
        passed.expect("it passes").to_string()
    };
    let table = [
        ("from = '02:00', to = '04:00'", "+5m", "+2h"),
        ("from = '02:00', to = '04:00'", "+1h25m30s", "+2h"),
        ("from = '02:00', to = '04:00'", "+1h25m31s", "+2h30m"),
        ("from = '02:00', to = '04:00'", "+2h55m30s", "+3h30m"),
        ("from = '02:00', to = '04:00'", "+2h55m31s", "+1d2h"),
        ("from = '02:10', to = '04:00'", "+1h40m", "+2h40m"),
        ("from = '02:10', to = '04:00'", "+3h5m", "+3h40m"),
        ("from = '02:10', to = '04:00'", "+3h6m", "+1d2h10m"),
        ("from = '23:00', to = '01:00'", "+1h", "+23h"),
        ("from = '23:00', to = '01:00'", "+23h10m", "+1d"),
        ("days = ['mon', 'wed'], from = '02:00', to = '04:00'", "+3h", "+2d2h"),
    ];
    for (window, at, passed) in table {
        assert_eq!(from(window, at), passed, "{window} {at}");
    }
}

#[test]
fn a_link_has_the_same_ticks_in_both_directions() {
    holds(&["REP-05"]);
    let there = "w-00001/1 from +33m over hq-weu at +50m, there +51m30s";
    assert_eq!(way(&[]), there);
    let turned = way(&[ONE_SITE, "directory.connect_site=WEU"]);
    assert_eq!(turned, there);
}

#[test]
fn over_several_links_the_waits_add_up_and_each_end_has_its_delay() {
    holds(&["REP-06", "REP-07"]);
    let chain = [
        "connection.anc.ad_site=Branch",
        "directory.site_link.weu-branch={ sites = ['WEU', 'Branch'], interval = '15m', \
         phase = '10m' }",
    ];
    let told = way(&chain);
    let both = "w-00001/1 from +33m over weu-branch at +40m over hq-weu at +50m, there +51m30s";
    assert_eq!(told, both);
    let missed = [chain[0], chain[1], "directory.site_link.hq-weu.phase=39m"];
    let later =
        "w-00001/1 from +33m over weu-branch at +40m over hq-weu at +1h39m, there +1h40m30s";
    assert_eq!(way(&missed), later);
}

#[test]
fn the_way_of_least_cost_is_taken_even_with_more_hops_and_more_waiting() {
    holds(&["REP-07"]);
    let by = |direct: u32| {
        let two = "directory.site_link.weu-branch={ sites = ['WEU', 'Branch'], interval = '2h', \
                   phase = '1h', cost = 60 }";
        let one = format!(
            "directory.site_link.direct={{ sites = ['HQ', 'Branch'], interval = '15m', \
             phase = '0s', cost = {direct} }}"
        );
        way(&["connection.anc.ad_site=Branch", two, &one])
    };
    // The link between HQ and WEU costs 100 by default.
    let two_hops =
        "w-00001/1 from +33m over weu-branch at +1h over hq-weu at +1h50m, there +1h51m30s";
    assert_eq!(by(161), two_hops);
    let one_hop = "w-00001/1 from +33m over direct at +45m, there +46m30s";
    assert_eq!(by(159), one_hop);
}

#[test]
fn a_link_with_change_notification_behaves_as_if_it_lay_within_a_site() {
    holds(&["REP-08"]);
    let notified = way(&["directory.site_link.hq-weu.notify=true"]);
    assert_eq!(notified, "w-00001/1 from +33m over hq-weu at +36m, there +37m30s");
    let by_default = "w-00001/1 from +33m over hq-weu at +50m, there +51m30s";
    assert_eq!(way(&["directory.site_link.hq-weu.notify=false"]), by_default);
}

#[test]
fn a_site_that_no_link_reaches_is_refused_and_a_link_that_is_down_stops_its_changes() {
    holds(&["REP-03", "REP-07"]);
    let refused = read(&[&HYBRID, &["connection.anc.ad_site=Nowhere"]]).expect_err("no link");
    assert!(refused.render(false).contains("no site link leads from `Nowhere` to `HQ`"));
    for (until, passed) in [("+50m", "+50m, there +51m30s"), ("+50m1ms", "+1h50m, there +1h51m30s")]
    {
        let down = format!(
            "condition.c={{ what = 'site_link_down', site_link = 'hq-weu', until = '{until}' }}"
        );
        assert_eq!(way(&[&down]), format!("w-00001/1 from +33m over hq-weu at {passed}"));
    }
}
