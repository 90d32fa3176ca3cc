//! The screen of a plan's arithmetic.

use anstyle::Style;

use super::super::number::{percent, plural, whole};
use super::super::table::plain_table;
use super::{Plan, latency};
use crate::experiment::arithmetic::capacity::{Capacity, Seats};
use crate::experiment::arithmetic::checks::Checks;
use crate::experiment::arithmetic::entitlement::Demand;
use crate::provisioning::network::address_pool::RESERVED;
use crate::provisioning::tenancy::license::Kind;
use comfy_table::{CellAlignment, Table};

const BOLD: Style = Style::new().bold();
/// Waves that are told one by one; of more, only the last one matters.
const MOST_WAVES: usize = 8;

/// The whole screen; warnings come after it.
pub fn screen(plan: Plan<'_>) -> String {
    let capacities = plan.found.capacities.iter().map(addresses);
    let sections = [header(plan), capacities.collect(), latency::sections(plan), rollout(plan)];
    sections.concat() + &not_counted(plan)
}

fn header(plan: Plan<'_>) -> String {
    let heading = plan.heading;
    format!(
        "{}{}: arithmetic alone, nothing drawn; `cloudpc-sim rules ID` tells \
         a rule\n",
        heading.opening(),
        heading.name,
    )
}

/// A table of figures: what, how many, its sum, its rules.
struct Figures(Table);

impl Figures {
    fn new() -> Self {
        Self(plain_table())
    }

    fn row(&mut self, what: &str, figure: &str, sum: &str, rules: &str) {
        self.0.add_row([what, figure, sum, rules]);
    }

    fn under(mut self, title: &str) -> String {
        if let Some(column) = self.0.column_mut(1) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        format!("\n{BOLD}{title}{BOLD:#}\n{}\n", self.0.trim_fmt())
    }
}

fn addresses(capacity: &Capacity) -> String {
    let mut figures = Figures::new();
    let (seats, checks) = (capacity.seats(), capacity.checks);
    figures.row("Cloud PCs", &whole(seats), &by_wave(&capacity.first), "PROV-02, IP-01");
    if !capacity.alternate.is_empty() {
        let sum = by_wave(&capacity.alternate);
        figures.row("by alternate", &whole(capacity.alternates()), &sum, "ALT-01");
    }
    figures.row("usable", &whole(capacity.usable), &usable(capacity), "IP-06, IP-08");
    let sum =
        format!("= {} - {} - {checks} for health checks", whole(capacity.usable), whole(seats));
    figures.row("spare", &difference(capacity.usable, capacity.needed()), &sum, "IP-17");
    let sum = format!("= 2 x {} + {checks}: {}", whole(seats), room(capacity, capacity.recovery()));
    figures.row("all reprovisioned", &whole(capacity.recovery()), &sum, "IP-10, IP-11");
    figures.row("every attempt fails", &whole(capacity.worst()), &worst(capacity), "IP-05, IP-09");
    figures.under(&format!("Addresses of {}", capacity.subnet))
}

/// `200 pilot + 250 main`, the first few by name.
fn by_wave(seats: &[Seats]) -> String {
    let (named, rest) = seats.split_at(seats.len().min(4));
    let of_wave = |seats: &Seats| format!("{} {}", whole(seats.cloud_pcs), seats.wave);
    let mut all: Vec<String> = named.iter().map(of_wave).collect();
    if !rest.is_empty() {
        let others: u64 = rest.iter().map(|seats| seats.cloud_pcs).sum();
        all.push(format!("{} of {}", whole(others), plural(rest.len() as u64, "other wave")));
    }
    if all.is_empty() {
        "none by first connection".into()
    } else {
        format!("= {}", all.join(" + "))
    }
}

fn usable(capacity: &Capacity) -> String {
    let of_prefix = |length: &u8| {
        let size = 1_u64 << (32 - u32::from(*length));
        format!("{} - {RESERVED} (/{length})", whole(size))
    };
    let prefixes: Vec<String> = capacity.prefixes.iter().map(of_prefix).collect();
    let others = match capacity.in_use {
        0 => String::new(),
        n => format!(" - {} in use", whole(n)),
    };
    format!("= {}{others}", prefixes.join(" + "))
}

fn worst(capacity: &Capacity) -> String {
    let (all, checks) = (capacity.seats() + capacity.alternates(), capacity.checks);
    let by_hand = if capacity.by_hand { ", retries by hand among them" } else { "" };
    let room = room(capacity, capacity.worst());
    format!("= {} x {} + {checks}{by_hand}: {room}", capacity.each, whole(all))
}

/// Whether so many addresses are there, and the smallest prefix that has them.
fn room(capacity: &Capacity, addresses: u64) -> String {
    if addresses <= capacity.usable {
        return format!("fits, {} to spare", whole(capacity.usable - addresses));
    }
    match capacity.smallest_prefix(addresses) {
        Some(length) => format!("takes a /{length}"),
        None => "more than any prefix has".into(),
    }
}

fn difference(a: u64, b: u64) -> String {
    let sign = if a < b { "-" } else { "" };
    format!("{sign}{}", whole(a.abs_diff(b)))
}

/// Licenses, waves and health checks.
fn rollout(plan: Plan<'_>) -> String {
    let mut figures = Figures::new();
    for demand in &plan.found.licenses {
        license(&mut figures, demand);
    }
    waves(&mut figures, plan);
    for checks in &plan.found.checks {
        health_checks(&mut figures, checks);
    }
    figures.under("Licenses, waves, health checks")
}

fn license(figures: &mut Figures, demand: &Demand) {
    let name = if demand.license.is_empty() {
        "licenses".to_string()
    } else {
        format!("license {}", demand.license)
    };
    let per_user = demand.cloud_pcs.checked_div(demand.users).filter(|per| *per > 1);
    let asked = match per_user.filter(|per| per * demand.users == demand.cloud_pcs) {
        Some(per) => format!("{} x {per} are asked for", whole(demand.users)),
        None => format!("{} are asked for", whole(demand.cloud_pcs)),
    };
    let (figure, sum) = match (demand.available, demand.carried()) {
        (Some(bought), Some(carried)) => {
            let of = match demand.kind {
                Kind::Enterprise | Kind::FrontlineShared => String::new(),
                Kind::FrontlineDedicated => format!("= {} x 3; ", whole(bought)),
            };
            let short = match demand.short() {
                0 => String::new(),
                n => format!(", {} too many", whole(n)),
            };
            (whole(carried), format!("{of}{asked}{short}"))
        }
        (None, _) | (_, None) => ("any number".into(), asked),
    };
    let rules = if demand.kind == Kind::Enterprise { "LIC-01, LIC-14" } else { "FL-01, FL-02" };
    figures.row(&name, &figure, &sum, rules);
}

fn waves(figures: &mut Figures, plan: Plan<'_>) {
    let waves = &plan.found.waves;
    let skipped = waves.len().saturating_sub(MOST_WAVES);
    let horizon = plan.heading.horizon;
    for end in waves.iter().skip(skipped) {
        let last = end.last.to_string();
        let sum = match end.ready {
            Some(ready) => {
                format!("last request; ready by {} if nothing fails", latency::at(ready))
            }
            None => "last request; no latest time of being ready".into(),
        };
        figures.row(&format!("wave {}", end.wave), &last, &sum, "PROV-01, TIME-01");
    }
    let left_out = if skipped == 0 {
        String::new()
    } else {
        format!("; {} before are left out", plural(skipped as u64, "wave"))
    };
    let sum = format!("nothing is counted after it{left_out}");
    figures.row("horizon", &format!("+{horizon}"), &sum, "");
}

fn health_checks(figures: &mut Figures, checks: &Checks) {
    let number = if checks.fewest == checks.most {
        whole(checks.most)
    } else {
        format!("{} or {}", whole(checks.fewest), whole(checks.most))
    };
    let chance = if checks.failure > 0.0 {
        let (each, any) = (percent(checks.failure), percent(checks.any_fails()));
        format!("one or more fail with 1 - (1 - {each})^{} = {any}", checks.most)
    } else {
        "none fails by chance".into()
    };
    let sum = format!("every {}; {chance}", checks.interval);
    figures.row(&format!("checks of {}", checks.connection), &number, &sum, "ANC-04, ANC-10");
}

fn not_counted(plan: Plan<'_>) -> String {
    match plan.found.not_counted {
        0 => String::new(),
        n => format!(
            "\nNot counted: what {} of the scenario would do.\n",
            plural(n as u64, "condition or change")
                .replace("condition or changes", "conditions and changes")
        ),
    }
}
