//! Addresses of a subnet against the Cloud PCs that may come to lie in it.

use crate::provisioning::condition::kind::Effect;
use crate::provisioning::network::address_pool::usable;
use crate::provisioning::tenant::Tenant;

use super::connections_of;

/// Longest and shortest prefix of an Azure subnet (IP-07).
const PREFIXES: std::ops::RangeInclusive<u8> = 8..=29;

/// The Cloud PCs of a wave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seats {
    /// The wave's name.
    pub wave: String,
    /// How many.
    pub cloud_pcs: u64,
}

/// The addresses of a subnet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capacity {
    /// Its name.
    pub subnet: String,
    /// Lengths of its prefixes.
    pub prefixes: Vec<u8>,
    /// Addresses that others hold.
    pub in_use: u64,
    /// What is left for Cloud PCs and health checks (IP-08).
    pub usable: u64,
    /// Whose first connection lies in it.
    pub first: Vec<Seats>,
    /// Whose later connection does, but not their first.
    pub alternate: Vec<Seats>,
    /// Addresses that health checks borrow at once: one for each connection (IP-17).
    pub checks: u64,
    /// Addresses that a Cloud PC holds if all its attempts fail before the first is cleaned up
    /// (IP-05).
    pub each: u64,
    /// Whether the admin's retries are among those attempts.
    pub by_hand: bool,
}

impl Capacity {
    /// Cloud PCs whose first connection lies in the subnet.
    pub fn seats(&self) -> u64 {
        total(&self.first)
    }

    /// Cloud PCs of which a later connection lies in the subnet, but not the first.
    pub fn alternates(&self) -> u64 {
        total(&self.alternate)
    }

    /// Addresses for everybody at once, health checks among them.
    pub fn needed(&self) -> u64 {
        self.seats() + self.checks
    }

    /// Addresses to reprovision everybody at once, or half of the subnet (IP-10, IP-11).
    pub fn recovery(&self) -> u64 {
        2 * self.seats() + self.checks
    }

    /// Addresses if everybody's attempts all fail, those of alternates here as well.
    pub fn worst(&self) -> u64 {
        self.each * (self.seats() + self.alternates()) + self.checks
    }

    /// The length of the smallest prefix with so many addresses besides those that others hold.
    pub fn smallest_prefix(&self, addresses: u64) -> Option<u8> {
        let wanted = addresses + self.in_use;
        PREFIXES.rev().find(|&length| usable([length]) >= wanted)
    }
}

fn total(seats: &[Seats]) -> u64 {
    seats.iter().map(|seats| seats.cloud_pcs).sum()
}

/// Of every subnet that a connection uses.
pub(super) fn all(tenant: &Tenant) -> Vec<Capacity> {
    let used = |subnet: &u16| tenant.connections.iter().any(|c| c.subnet == *subnet);
    (0..).take(tenant.subnets.len()).filter(used).map(|subnet| of(tenant, subnet)).collect()
}

fn of(tenant: &Tenant, subnet: u16) -> Capacity {
    let sheet = &tenant.subnets[usize::from(subnet)];
    let here = |connection: &u16| tenant.connections[usize::from(*connection)].subnet == subnet;
    let (mut first, mut alternate) = (vec![], vec![]);
    for wave in &tenant.waves {
        let seats = || Seats { wave: wave.name.clone(), cloud_pcs: wave.cloud_pcs() };
        let connections = connections_of(tenant, wave);
        if connections.first().is_some_and(here) {
            first.push(seats());
        } else if connections.iter().any(here) {
            alternate.push(seats());
        }
    }
    let borrows = tenant.connections.iter().filter(|c| c.subnet == subnet);
    let (each, by_hand) = each(tenant);
    Capacity {
        subnet: sheet.name.clone(),
        prefixes: sheet.prefix_lengths.clone(),
        in_use: sheet.in_use,
        usable: sheet.usable,
        first,
        alternate,
        checks: borrows.filter(|c| c.check.borrows_address).count() as u64,
        each,
        by_hand,
    }
}

/// Addresses of one Cloud PC if all its attempts fail, and whether the admin's retries count: not
/// where each comes only after clean-up.
fn each(tenant: &Tenant) -> (u64, bool) {
    let attempts = u64::from(tenant.retry.attempts);
    let Some(retry) = &tenant.admin.retry_failed else { return (attempts, false) };
    let cleaned = tenant.cleanup.after.law().longest();
    let locked = tenant.conditions.iter().any(|c| c.kind.effect == Some(Effect::DeleteLock));
    let apart = !locked && cleaned.is_some_and(|most| most <= retry.after.law().shortest());
    if apart { (attempts, false) } else { (attempts * (1 + u64::from(retry.at_most)), true) }
}

#[cfg(test)]
mod tests {
    use super::super::of;
    use super::*;

    const TWO: &str = "
        subnet.a.prefix = ['10.0.0.0/29', '10.0.1.0/28']
        subnet.b.prefix = '10.0.2.0/26'
        connection.a = { join = 'entra', subnet = 'a' }
        connection.b = { join = 'entra', subnet = 'b' }
        policy.p = { connections = ['a', 'b'], groups = ['g'] }
        policy.q = { connections = ['b'], groups = ['g', 'h'] }
        group.g.licenses_per_user = 2
        group.h = {}
        group.nobody = {}
        wave.one = { group = 'g', users = 3 }
        wave.two = { group = 'h', users = 5 }
        wave.three = { group = 'g', users = 1 }
        wave.idle = { group = 'nobody', users = 100 }
    ";

    fn capacities(sets: &[&str]) -> Vec<Capacity> {
        of(TWO, sets).1.capacities
    }

    #[test]
    fn seats_are_counted_by_first_connection_and_alternates_apart() {
        let [a, b] = capacities(&["subnet.a.in_use=4"]).try_into().expect("two subnets");
        // /29 and /28: 8 - 5 + 16 - 5 - 4; three and one users with two licenses each.
        assert_eq!((a.usable, a.in_use, a.seats(), a.alternates()), (10, 4, 8, 0));
        assert_eq!((a.needed(), a.recovery(), a.worst()), (9, 17, 25));
        // The first assigned policy of g is p; b is its alternate.
        assert_eq!((b.usable, b.seats(), b.alternates()), (59, 5, 8));
        assert_eq!((b.needed(), b.recovery(), b.worst()), (6, 11, 40));
        let waves: Vec<_> = a.first.iter().map(|s| (s.wave.as_str(), s.cloud_pcs)).collect();
        assert_eq!(waves, [("one", 6), ("three", 2)]);
    }

    #[test]
    fn a_check_that_borrows_nothing_needs_nothing() {
        let [a, _] = capacities(&["connection.a.health_check.borrows_address=false"])
            .try_into()
            .expect("two subnets");
        assert_eq!((a.checks, a.needed()), (0, 8));
    }

    #[test]
    fn a_retry_by_hand_counts_unless_clean_up_comes_before() {
        for (sets, each) in [
            (vec![], (3, false)),
            (vec!["retry.attempts=4"], (4, false)),
            (vec!["admin.retry_failed={ after = '1h', at_most = 1 }"], (6, true)),
            (vec!["admin.retry_failed={ after = '3h', at_most = 2 }"], (3, false)),
            (
                vec![
                    "admin.retry_failed={ after = '3h', at_most = 2 }",
                    "cleanup.after={ dist = 'uniform', min = '150m', max = '240m' }",
                ],
                (9, true),
            ),
            (
                vec![
                    "admin.retry_failed={ after = '3h', at_most = 1 }",
                    "condition.x.what=delete_lock",
                ],
                (6, true),
            ),
        ] {
            let found = &capacities(&sets)[0];
            assert_eq!((found.each, found.by_hand), each, "{sets:?}");
        }
    }

    #[test]
    fn the_smallest_prefix_is_that_of_the_table_of_usable_addresses() {
        let mut capacity = capacities(&[]).swap_remove(0);
        for (addresses, in_use, prefix) in [
            (0, 0, Some(29)),
            (3, 0, Some(29)),
            (4, 0, Some(28)),
            (11, 0, Some(28)),
            (11, 1, Some(27)),
            (251, 0, Some(24)),
            (252, 0, Some(23)),
            (495, 12, Some(23)),
            (496, 12, Some(22)),
            (2_043, 0, Some(21)),
            ((1 << 24) - 5, 0, Some(8)),
            ((1 << 24) - 4, 0, None),
        ] {
            capacity.in_use = in_use;
            assert_eq!(capacity.smallest_prefix(addresses), prefix, "{addresses} + {in_use}");
        }
    }

    #[test]
    fn a_smallest_subnet_carries_two_and_a_check() {
        let [a, _] =
            capacities(&["subnet.a.prefix=10.0.0.0/29", "wave.one.users=1", "wave.three.group=h"])
                .try_into()
                .expect("two subnets");
        assert_eq!((a.usable, a.seats(), a.needed(), a.recovery(), a.worst()), (3, 2, 3, 5, 7));
    }
}
