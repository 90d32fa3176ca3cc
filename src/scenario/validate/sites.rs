//! Active Directory sites: their links, and the way of each connection to Entra Connect.

use super::Frame;
use super::networks::within_first;
use super::settings::Ledger;
use crate::kernel::stream::family;
use crate::kernel::time::SimDuration;
use crate::kernel::variate::Distribution;
use crate::provisioning::identity::directory::{Directory, SiteLink};
use crate::provisioning::identity::grid::{Grid, Window};
use crate::provisioning::tenant::Connection;
use crate::scenario::file::{self, ScenarioFile};
use crate::scenario::instant::Phase;
use crate::scenario::named::Item;
use crate::scenario::problem::{Problem, did_you_mean};
use crate::scenario::tree::Spanned;
use crate::scenario::week::{Day, Days, TimeOfDay, since_monday};

pub(super) const MOST_LINKS: usize = 100;
/// The search for the least cost looks at every site, link and pair of a link's sites.
const MOST_SITES: usize = 50;
const MOST_COST: u64 = 99_999;
const HEADQUARTERS: &str = "HQ";
const DAY: SimDuration = SimDuration::from_days(1);
const WEEK: SimDuration = SimDuration::from_days(7);
const QUARTER: SimDuration = SimDuration::from_minutes(15);

pub(super) fn directory(file: &ScenarioFile, frame: &Frame, ledger: &mut Ledger) -> Directory {
    let none = file::Directory::default();
    let table = file.directory.as_ref().map_or(&none, |t| &t.value);
    let (path, written) = ("directory.connect_site", table.connect_site.as_ref());
    let connect_site = ledger.or(path, written, HEADQUARTERS.into(), "CON-27");
    let (path, written) = ("directory.intrasite_delay", table.intrasite_delay.as_ref());
    let minute = Distribution::Fixed(SimDuration::from_minutes(1));
    let intrasite = ledger.or(path, written, minute, "REP-02");
    let (path, written) =
        ("directory.same_domain_controller", table.same_domain_controller.as_ref());
    let same_domain_controller = ledger.or(path, written, false, "REP-10");
    let mut sites = vec![connect_site];
    let links = table.site_link.iter().map(|item| link(item, &mut sites, frame, ledger)).collect();
    Directory { sites, links, intrasite: intrasite.into(), same_domain_controller }
}

fn link(
    item: &Item<file::SiteLink>,
    sites: &mut Vec<String>,
    frame: &Frame,
    ledger: &mut Ledger,
) -> SiteLink {
    let (name, table) = (&item.name.value, &item.value);
    let path = |key: &str| format!("directory.site_link.{name}.{key}");
    ledger.given(&path("sites"), table.sites.as_ref());
    let interval = interval(table, &path("interval"), ledger);
    let cost = ledger.or(&path("cost"), table.cost.as_ref(), 100, "REP-07");
    if let Some(written) = table.cost.as_ref().filter(|_| !(1..=MOST_COST).contains(&cost)) {
        let message = format!("a site link does not cost {cost}");
        ledger.push(Problem::new(&written.place, message, format!("from 1 to {MOST_COST}")));
    }
    let grid = if let Some(window) = &table.window {
        let windows = windows(&path("window"), table, &window.value, frame, ledger);
        Grid { interval, phase: None, windows }
    } else {
        let phase = ledger.or(&path("phase"), table.phase.as_ref(), Phase::Random, "REP-04");
        let phase = within_first(table.phase.as_ref(), phase, interval, ledger);
        Grid { interval, phase, windows: vec![] }
    };
    SiteLink {
        name: name.clone(),
        family: family("site_link", name),
        sites: ends(item, sites, ledger),
        cost: u32::try_from(cost.clamp(1, MOST_COST)).expect("at most five digits"),
        grid,
        notify: ledger.or(&path("notify"), table.notify.as_ref(), false, "REP-08"),
    }
}

/// Active Directory takes 15 minutes to a week, in steps of 15 minutes (REP-03).
fn interval(table: &file::SiteLink, path: &str, ledger: &mut Ledger) -> SimDuration {
    let three_hours = SimDuration::from_hours(3);
    let interval = ledger.or(path, table.interval.as_ref(), three_hours, "REP-03");
    let sound = (QUARTER..=WEEK).contains(&interval) && interval.ms().is_multiple_of(QUARTER.ms());
    if let Some(written) = table.interval.as_ref().filter(|_| !sound) {
        let message = format!("a site link does not replicate every {interval}");
        let label = "from 15m to 7d, in steps of 15m";
        let problem = Problem::new(&written.place, message, label);
        let help = "with notify = true, changes pass as within a site";
        ledger.push(if interval < QUARTER { problem.help(help) } else { problem });
    }
    interval.max(QUARTER)
}

/// The sites of a link, added to those known.
fn ends(item: &Item<file::SiteLink>, sites: &mut Vec<String>, ledger: &mut Ledger) -> Vec<u16> {
    let Some(written) = &item.value.sites else { return vec![] };
    if written.value.0.len() < 2 {
        let message = format!("[directory.site_link.{}] connects nothing", item.name.value);
        ledger.push(Problem::new(&written.place, message, "name two sites or more"));
    }
    for site in &written.value.0 {
        if sites.contains(&site.value) {
            continue;
        }
        if sites.len() == MOST_SITES {
            let message = "the site links connect too many sites";
            ledger.push(Problem::new(&site.place, message, format!("at most {MOST_SITES}")));
            return vec![];
        }
        sites.push(site.value.clone());
    }
    written.value.0.iter().filter_map(|site| index(sites, &site.value)).collect()
}

fn index(sites: &[String], name: &str) -> Option<u16> {
    sites.iter().position(|site| site == name).and_then(|i| u16::try_from(i).ok())
}

fn windows(
    path: &str,
    link: &file::SiteLink,
    table: &file::Window,
    frame: &Frame,
    ledger: &mut Ledger,
) -> Vec<Window> {
    let every_day = Days(Day::ALL.to_vec());
    let days = ledger.or(&format!("{path}.days"), table.days.as_ref(), every_day, "REP-04");
    ledger.given(&format!("{path}.from"), table.from.as_ref());
    ledger.given(&format!("{path}.to"), table.to.as_ref());
    if let Some(phase) = &link.phase {
        let message = "a site link with a `window` has no `phase`";
        let label = "it replicates first when its window begins (REP-04)";
        ledger.push(Problem::new(&phase.place, message, label));
    }
    let (Some(from), Some(to)) = (&table.from, &table.to) else { return vec![] };
    let Some(lasts) = lasts(from, to, ledger) else { return vec![] };
    let start = since_monday(frame.start);
    let begins = |day: &Day| {
        let since_start = day.begins() + from.value.0 + WEEK - start;
        SimDuration::from_ms(since_start.ms() % WEEK.ms())
    };
    let mut windows: Vec<_> =
        days.0.iter().map(|day| Window { begins: begins(day), lasts }).collect();
    windows.sort_unstable();
    windows
}

/// How long a window is open, perhaps past midnight.
fn lasts(
    from: &Spanned<TimeOfDay>,
    to: &Spanned<TimeOfDay>,
    ledger: &mut Ledger,
) -> Option<SimDuration> {
    if from.value == TimeOfDay::END {
        let message = "a window does not begin at the end of the day";
        ledger.push(Problem::new(&from.place, message, "the next day's \"00:00\""));
        return None;
    }
    if from.value == to.value {
        let problem = Problem::new(&to.place, "the window ends as it begins", "never open");
        ledger.push(problem.help("a whole day is from = \"00:00\", to = \"24:00\""));
        return None;
    }
    let (from, to) = (from.value.0, to.value.0);
    Some(if from < to { to - from } else { to + DAY - from })
}

/// Every hybrid connection learns its way to the site of Entra Connect.
pub(super) fn ways(
    file: &ScenarioFile,
    directory: &Directory,
    connections: &mut [Connection],
    ledger: &mut Ledger,
) {
    let hybrid = |(_, c): &(_, &mut Connection)| c.join.is_hybrid();
    for (item, connection) in file.connection.iter().zip(connections).filter(hybrid) {
        let path = format!("connection.{}.ad_site", item.name.value);
        let written = item.value.ad_site.as_ref();
        let site = ledger.or(&path, written, directory.sites[0].clone(), "CON-27");
        connection.way = index(&directory.sites, &site).and_then(|from| directory.way(from, 0));
        if let Some(written) = written.filter(|_| connection.way.is_none() && !ledger.is_partial())
        {
            ledger.push(no_way(written, directory));
        }
    }
}

fn no_way(site: &Spanned<String>, directory: &Directory) -> Problem {
    let reached = (0_u16..).zip(&directory.sites).filter(|(i, _)| directory.way(*i, 0).is_some());
    let reached: Vec<_> = reached.map(|(_, name)| name.as_str()).collect();
    let message = format!("no site link leads from `{}` to `{}`", site.value, directory.sites[0]);
    let help = match reached.as_slice() {
        [_] => {
            "add [directory.site_link.NAME] with `sites`, or name Entra Connect's `connect_site`"
                .into()
        }
        known => did_you_mean(&site.value, known),
    };
    Problem::new(&site.place, message, "its devices would never appear").help(help)
}

#[cfg(test)]
mod tests {
    use crate::kernel::time::SimDuration;
    use crate::provisioning::identity::directory::Step;
    use crate::provisioning::tenant::Tenant;
    use crate::scenario::testing;

    /// A hybrid tenant whose start and site links come first.
    fn tenant(text: &str) -> Tenant {
        let rest = r#"
            [subnet.s]
            prefix = "10.0.0.0/24"
            [connection.far]
            join = "hybrid"
            subnet = "s"
            ad_site = "FAR"
            [connection.near]
            join = "hybrid"
            subnet = "s"
            [policy.p]
            connections = ["far", "near"]
            groups = []
            [group.g]
            [wave.w]
            group = "g"
            users = 1
        "#;
        testing::tenant(&format!("{text}\n{rest}"))
    }

    #[test]
    fn a_window_begins_at_or_after_the_start_in_the_order_of_the_week() {
        // A Wednesday at half past three, while the night's window is open.
        let tenant = tenant(
            r#"start = "2026-01-07T03:30"
            [directory.site_link.l]
            sites = ["HQ", "FAR"]
            window = { days = ["mon", "wed", "thu"], from = "22:00", to = "04:00" }"#,
        );
        let windows = &tenant.identity.directory.links[0].grid.windows;
        let begins: Vec<_> = windows.iter().map(|window| window.begins.to_string()).collect();
        assert_eq!(begins, ["18h30m", "1d18h30m", "5d18h30m"], "Wednesday, Thursday, Monday");
        assert!(windows.iter().all(|window| window.lasts == SimDuration::from_hours(6)));
    }

    #[test]
    fn a_whole_day_lasts_24_hours_on_every_day_of_the_week() {
        let tenant = tenant(
            r#"[directory.site_link.l]
            sites = ["HQ", "FAR"]
            window = { from = "00:00", to = "24:00" }"#,
        );
        let windows = &tenant.identity.directory.links[0].grid.windows;
        assert_eq!(windows.len(), 7);
        assert!(windows.iter().all(|window| window.lasts == SimDuration::from_days(1)));
    }

    #[test]
    fn every_hybrid_connection_knows_its_way_to_the_site_of_entra_connect() {
        let tenant = tenant(
            r#"[directory]
            connect_site = "HUB"
            [directory.site_link.a]
            sites = ["HUB", "MID"]
            [directory.site_link.b]
            sites = ["MID", "FAR"]"#,
        );
        let directory = &tenant.identity.directory;
        assert_eq!(directory.sites, ["HUB", "MID", "FAR"]);
        let way = vec![Step { link: 1, to: 1 }, Step { link: 0, to: 0 }];
        assert_eq!(tenant.connections[0].way, Some(way));
        assert_eq!(tenant.connections[1].way, Some(vec![]), "in the site of Entra Connect");
    }
}
